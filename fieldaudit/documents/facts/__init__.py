"""What each paper says: frozen facts, with everything already decided by the caller. One module a paper.

Knows nothing of faces, pages or how a sentence is worded, and decides nothing: which citations may be printed, who
inspected, what is due when, are given. `kept` has the canonical JSON and the hash that stands on the paper.
"""

from .blank import Answering, BlankFacts, BlankFigure, BlankQuestion, BlankSection
from .clearing import ClearingFacts, Step
from .kept import facts_json, facts_sha256, has_field, read_facts, require, require_also
from .ledger import LedgerCounts, LedgerFacts, LedgerLine
from .notice import FIRE_POWERS, SPOT_POWERS, ImmediateFacts, NoticeFacts, Partner, SpotHazard
from .parts import HazardLine, Inspector, Party, Photo, Result, Severity, Signature, Strokes, TermKind
from .plan import PlanFacts, PlanLine
from .record import RecordFacts
from .referral import Matter, ReferralFacts
from .reinspection import Outcome, ReinspectedItem, ReinspectionFacts
from .report import AnswerLine, ReportFacts, ReportHazard
from .service import Method, ServedPaper, ServiceFacts

# What each kind of paper is printed from.
FACTS_OF: dict[str, type] = {
    "notice": NoticeFacts,
    "immediate": ImmediateFacts,
    "service": ServiceFacts,
    "reinspection": ReinspectionFacts,
    "plan": PlanFacts,
    "clearing": ClearingFacts,
    "report": ReportFacts,
    "ledger": LedgerFacts,
    "referral": ReferralFacts,
    "record": RecordFacts,
    "blank": BlankFacts,
}

__all__ = [
    "FACTS_OF",
    "FIRE_POWERS",
    "SPOT_POWERS",
    "AnswerLine",
    "Answering",
    "BlankFacts",
    "BlankFigure",
    "BlankQuestion",
    "BlankSection",
    "ClearingFacts",
    "HazardLine",
    "ImmediateFacts",
    "Inspector",
    "LedgerCounts",
    "LedgerFacts",
    "LedgerLine",
    "Matter",
    "Method",
    "NoticeFacts",
    "Outcome",
    "Partner",
    "Party",
    "Photo",
    "PlanFacts",
    "PlanLine",
    "RecordFacts",
    "ReferralFacts",
    "ReinspectedItem",
    "ReinspectionFacts",
    "ReportFacts",
    "ReportHazard",
    "Result",
    "ServedPaper",
    "ServiceFacts",
    "Severity",
    "Signature",
    "SpotHazard",
    "Step",
    "Strokes",
    "TermKind",
    "facts_json",
    "facts_sha256",
    "has_field",
    "read_facts",
    "require",
    "require_also",
]
