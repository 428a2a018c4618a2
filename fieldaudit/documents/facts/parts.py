"""What several papers share: who acted, whose home it is, a hazard, a photo, a signature.

Dates and times are local ones, as they are printed. Photos are JPEG bytes, upright, as they are embedded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

Severity = Literal["major", "general"]
TermKind = Literal["natural", "working"]
Result = Literal["pass", "fail", "na"]
Strokes = tuple[tuple[tuple[float, float], ...], ...]  # pen strokes; x, y in 0..1, y downwards


class Inspector(NamedTuple):
    """Who acted for the bureau: name and badge number (执法证号)."""

    name: str
    badge_no: str


@dataclass(frozen=True, slots=True)
class Party:
    """The institution as registered. Without `legal_rep` the paper says that none is registered."""

    name: str
    address: str
    code: str = ""  # unified social credit code
    legal_rep: str = ""
    head: str = ""  # person in charge
    phone: str = ""


@dataclass(frozen=True, slots=True)
class HazardLine:
    """One hazard on a notice or report. `citations`: what may be printed, full citations, in order.

    `term_days` counts from service (0 = at once); `due` is the date on a dated notice.
    """

    place: str
    severity: Severity
    finding: str
    citations: tuple[str, ...]
    require: str
    term_days: int | None = None
    term_kind: TermKind = "natural"
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo on a report: `jpeg` as embedded (None: the image is not on this machine)."""

    number: str
    place: str
    sha256: str  # of the original
    jpeg: bytes | None
    caption: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, or refused before a witness: then the strokes are the witness's, who may have signed."""

    role: Literal["inspector", "institution"]
    name: str
    post: str = ""
    strokes: Strokes = ()
    signed_at: datetime | None = None
    refused: str = ""
    witness: str = ""
