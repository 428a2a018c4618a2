"""现场检查记录: what was seen, written and signed at the scene."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .parts import Inspector, Party, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """现场检查记录. `seen`: numbered facts with their photo numbers, no clause and no judgement.

    Signatures that are there are drawn on every page; without them the page keeps room for the pen.
    """

    bureau: str
    number: str  # of the inspection
    party: Party
    site_person: str
    place: str
    kind: str  # 专项检查
    started_at: datetime
    ended_at: datetime | None  # None on a draft: written by hand
    inspectors: tuple[Inspector, ...]
    seen: tuple[str, ...]
    generated_at: datetime
    site_post: str = ""
    recusal: str = ""  # what the person in charge said when told of the rights; empty: 不申请回避
    opinion: str = ""  # of the home; empty: to be written by hand
    signatures: tuple[Signature, ...] = ()  # inspector (two), institution, and witness in `Signature.witness`
    version: int = 1
    replaces: str = ""  # the version that this one corrects, as a paper names it
    provisional: bool = False
    draft: bool = False
