"""送达回证: what a proof of service says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from .parts import Inspector

Method = Literal["direct", "leave", "post", "publish", "electronic"]


class ServedPaper(NamedTuple):
    """One paper a proof of service lists: its name, its number, how many copies."""

    name: str
    number: str
    copies: int


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """送达回证. Without `served_at` a form to fill in by pen; with it the record of a service."""

    bureau: str
    recipient: str
    place: str
    papers: tuple[ServedPaper, ...]
    method: Method
    servers: tuple[Inspector, ...]
    generated_at: datetime
    number: str = ""
    version: int = 1
    provisional: bool = False
    replaces: str = ""  # the version that this one corrects, as a paper names it
    served_at: datetime | None = None
    received_by: str = ""
    relation: str = ""  # of a substitute to the recipient; empty = the recipient signs
    refused: str = ""  # reason, when served by leaving
    left_at: str = ""
    image_numbers: str = ""
    witness: str = ""
    witness_post: str = ""
    consent: bool = False  # written consent to electronic service
    tracking: str = ""  # number of the registered letter
    sent_on: date | None = None  # posted; the day on its receipt is `served_at`
    announced_in: str = ""
    announced_on: date | None = None
    remarks: str = ""
    draft: bool = False
