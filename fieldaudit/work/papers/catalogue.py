"""Every kind of paper: what it is about, who may issue it, and who gathers its facts.

`issued` papers are kept with a number; of the others (a ledger, a blank checklist) every print is a new one, verified by
its facts. The notice and its proof of service are issued by `work.notices`, which also moves the hazards on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ...documents.facts import (
    BlankFacts,
    ClearingFacts,
    ImmediateFacts,
    LedgerFacts,
    NoticeFacts,
    PlanFacts,
    RecordFacts,
    ReferralFacts,
    ReinspectionFacts,
    ReportFacts,
    ServiceFacts,
)
from ...domain.numbers import DOCUMENT_KINDS
from ...errors import BadInput
from ...i18n import Text, tr
from ..desk import Desk, Row
from . import blank, clearing, ledger, orders, plan, record, referral, reinspection, report
from .parts import Asked, Gathered

_UNNUMBERED = {
    "report": tr("检查报告", "inspection report"),
    "record": tr("现场检查记录", "inspection record"),
    "ledger": tr("隐患台账", "hazard ledger"),
    "blank": tr("空白检查表", "blank checklist"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper. `about`: the table its target is a row of; `letters`: of its proof code.

    `gather` gives a draft of the facts; `again` those of an issued one as they are now (default: asked for as before).
    `by`: "inspection" when the paper carries that number, "lease" for one of its own, "" for none.
    """

    code: str
    letters: str
    about: str
    facts: type
    gather: Callable[[Desk, Asked], Gathered]
    again: Callable[[Desk, Asked, Row], Gathered] | None = None
    by: str = "lease"
    once: bool = False  # one of its target: a second one would contradict it
    supervisor: bool = False

    @property
    def word(self) -> Text:
        """The paper as people call it."""
        return kind_word(self.code)


def kind_word(code: str) -> Text:
    """A kind of paper as people call it; one this version does not know as it stands."""
    return DOCUMENT_KINDS.get(code) or _UNNUMBERED.get(code) or Text(code, code)


KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in (
    Kind("notice", "NO", "inspection", NoticeFacts, orders.notice, orders.notice_again),
    Kind("immediate", "IM", "inspection", ImmediateFacts, orders.immediate, once=True),
    Kind("service", "SE", "notice", ServiceFacts, orders.service, orders.service_again),
    Kind("reinspection", "RI", "notice", ReinspectionFacts, reinspection.reinspection, reinspection.reinspection_again),
    Kind("plan", "PL", "institution", PlanFacts, plan.plan),
    Kind("clearing", "CL", "item", ClearingFacts, clearing.clearing, once=True),
    Kind("report", "RE", "inspection", ReportFacts, report.report, by="inspection", once=True),
    Kind("ledger", "LE", "", LedgerFacts, ledger.ledger, by=""),
    Kind("referral", "RF", "institution", ReferralFacts, referral.referral, supervisor=True),
    Kind("record", "RC", "inspection", RecordFacts, record.record, by="inspection", once=True),
    Kind("blank", "BL", "form", BlankFacts, blank.blank, by=""),
)})  # fmt: skip
BY_LETTERS: Mapping[str, Kind] = MappingProxyType({kind.letters: kind for kind in KINDS.values()})
ISSUED = tuple(kind.code for kind in KINDS.values() if kind.by and kind.code not in ("notice", "service"))


def kind_named(code: str) -> Kind:
    """A kind by its code. Raises BadInput."""
    if code not in KINDS:
        raise BadInput(tr(f"没有“{code}”这种文书", f"there is no paper of kind {code!r}"), todo=", ".join(KINDS))
    return KINDS[code]
