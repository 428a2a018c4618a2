"""The life of an inspection: draft, finished, approved or returned, amended, finished again.

Owns the rules of that cycle for both the fold and `work`'s refusals. There is no rejection: what is wrong
is returned and amended, and issued notices stand whatever the review says. An approval given in error is taken
back by returning it. A visit that found no way in ends as that, with its evidence, and has no record. Knows
nothing of answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ..i18n import Text, tr
from . import facts as read
from .core import RowId
from .facts import Facts
from .terms import label

_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class InspectionEvent:
    """One step of an inspection. `at`: ms. `facts`: record_sha256 (finished; on approved and returned: of the
    record that was reviewed), reason (amended, no_access), photos: n or witness (no_access)."""

    id: int
    hlc: int
    kind: str
    at: int
    by: RowId
    role: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InspectionState:
    """Where an inspection stands; finished_at, finished_by and record_sha256 are None while it is a draft. One
    that found no access has no record."""

    state: str = "draft"
    finished_at: int | None = None  # ms
    finished_by: RowId | None = None
    record_sha256: str | None = None  # of the frozen record that was signed
    approved_at: int | None = None  # ms
    approved_by: RowId | None = None
    returns: int = 0
    amendments: int = 0
    amended_at: int | None = None  # ms; when it was last opened again
    ignored: tuple[tuple[int, Text], ...] = ()

    @property
    def locked(self) -> bool:
        """Whether answers may no longer be changed without an amendment."""
        return self.state != "draft"


_FROM: Mapping[str, frozenset[str]] = MappingProxyType({
    "finished": frozenset(("draft",)),
    "no_access": frozenset(("draft",)),
    "amended": frozenset(("finished", "returned", "no_access")),
    "approved": frozenset(("finished",)),
    "returned": frozenset(("finished", "approved")),
})


def allowed_inspection(
    state: InspectionState, kind: str, role: str, person: RowId, inspector: RowId, second: RowId,
    *, facts: Facts | None = None,
) -> Text | None:
    """None when `person` acting as `role` may take the step `kind` now, else the reason.

    `inspector` and `second` are the two who made the inspection. Without `facts` only state and person are
    judged; with them also what is said.
    """
    if kind not in _FROM:
        return tr("没有“{kind}”这种处理", "there is no act '{kind}'").format(kind=kind)
    reason = _who(kind, role, person, (inspector, second))
    if reason is None and state.state not in _FROM[kind]:
        reason = tr(
            "检查现为“{state}”，不能{act}", "the inspection is '{state}': one cannot {act} now"
        ).format(state=label("inspection_state", state.state),
                 act=label("inspection_event", kind))
    return reason or (None if facts is None else _said(state, kind, facts))


def _who(kind: str, role: str, person: RowId, inspectors: tuple[RowId, RowId]) -> Text | None:
    """An inspector writes the record (a supervisor only that of her own visit); another person reviews it."""
    if kind in ("finished", "no_access", "amended"):
        if role == "inspector" or (role == "supervisor" and person in inspectors):
            return None
        return tr("须由检查员办理", "this takes an inspector")
    if role != "supervisor":
        return tr("须由科室负责人审核", "a review takes a supervisor")
    if person in inspectors:
        return tr("参加检查的人不能审核自己的检查", "who took part in the inspection may not review it")
    return None


def _said(state: InspectionState, kind: str, facts: Facts) -> Text | None:
    record = read.words(facts, "record_sha256")
    if kind == "finished" and not _SHA256.fullmatch(record):
        return tr("没有锁定的检查记录", "the frozen record is missing")
    if kind == "amended" and not read.words(facts, "reason"):
        return tr("更正要写明理由", "an amendment needs a reason")
    if kind == "no_access" and not read.words(facts, "reason"):
        return tr("未能进入要写明情况", "say why there was no way in")
    if kind == "no_access" and not (read.whole(facts, "photos") or read.words(facts, "witness")):
        return tr("未能进入要有照片或见证人", "no access needs a photo or a witness")
    if kind in ("approved", "returned") and record and record != state.record_sha256:
        return tr("审核的不是现在的记录", "the record that was reviewed is not the present one")
    return None


def _step(state: InspectionState, event: InspectionEvent) -> InspectionState:
    match event.kind:
        case "finished":
            return replace(state, state="finished", finished_at=event.at, finished_by=event.by,
                           record_sha256=read.words(event.facts, "record_sha256"))
        case "approved":
            return replace(state, state="approved", approved_at=event.at, approved_by=event.by)
        case "returned":
            return replace(state, state="returned", returns=state.returns + 1, approved_at=None, approved_by=None)
        case "no_access":
            return replace(state, state="no_access", finished_at=event.at, finished_by=event.by)
        case _:  # amended
            return replace(state, state="draft", finished_at=None, finished_by=None, record_sha256=None,
                           amendments=state.amendments + 1, amended_at=event.at)


def fold_inspection(events: Iterable[InspectionEvent], inspector: RowId, second: RowId) -> InspectionState:
    """The state that the events make, in order of (hlc, id) whatever order they come in; a step that is not
    legal where it stands is passed over and listed in `ignored` with the reason. Never raises."""
    state, ignored = InspectionState(), []
    for event in sorted(events, key=lambda e: (e.hlc, e.id)):
        reason = allowed_inspection(state, event.kind, event.role, event.by, inspector, second,
                                    facts=event.facts)
        if reason is None:
            state = _step(state, event)
        else:
            ignored.append((event.id, reason))
    return replace(state, ignored=tuple(ignored))
