"""What each paper says: frozen facts, with everything already decided by the caller.

Owns the shapes, their canonical JSON (so that an issued paper can be kept and printed again, byte for
byte) and the hash that stands on the paper. Knows nothing of faces, pages or how a sentence is worded, and
decides nothing: which citations may be printed, who inspected, what is due when, are given.

Dates and times are local ones, as they are printed. Photos are JPEG bytes, upright, as they are embedded;
in the JSON and the hash a photo stands by the SHA-256 of those bytes.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from ..errors import BadInput
from ..i18n import Text, tr

Severity = Literal["major", "general"]
TermKind = Literal["natural", "working"]
Result = Literal["pass", "fail", "na"]
Method = Literal["direct", "leave", "post", "publish", "electronic"]
FIRE_POWERS = ("《中华人民共和国消防法》第五十二条第二款", "《中华人民共和国老年人权益保障法》第四十四条第二款",
               "《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项")
Strokes = tuple[tuple[tuple[float, float], ...], ...]  # pen strokes; x, y in 0..1, y downwards


class Inspector(NamedTuple):
    """Who acted for the bureau: name and badge number (执法证号)."""

    name: str
    badge_no: str


class ServedPaper(NamedTuple):
    """One paper a proof of service lists: its name, its number, how many copies."""

    name: str
    number: str
    copies: int


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
class NoticeFacts:
    """责令限期改正通知书. `mode` says whether hazards carry a term or a date."""

    bureau: str
    number: str
    party: Party
    started_at: datetime
    ended_at: datetime
    inspectors: tuple[Inspector, ...]
    hazards: tuple[HazardLine, ...]
    mode: Literal["by_term", "dated"]
    issued_on: date
    review_body: str  # where to apply for reconsideration: the bureau's own government
    generated_at: datetime
    version: int = 1
    inspection_kind: str = "消防安全检查"
    inspection_number: str = ""
    interim_protection: str = ""  # what protects people until the hazards are gone
    contact: str = ""  # the office in charge
    contact_phone: str = ""
    plan_days: int = 7  # within which the home hands in its plan
    copies: tuple[str, ...] = ("交当事人", "存档", "抄送消防救援机构")
    hazard_word: str = "火灾隐患"  # what the checklist calls what it finds
    powers: tuple[str, ...] = FIRE_POWERS  # full citations the order itself rests on
    provisional: bool = False  # the number is not yet final
    draft: bool = False


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
class ReportHazard:
    """A hazard on the report, with the numbers of the questions it answers and its photos."""

    hazard: HazardLine
    questions: tuple[str, ...]
    photos: tuple[Photo, ...] = ()
    material: str = ""  # number of a written material, where there is no photo
    fixed_at_scene: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question and its answer. `result` None: a reading only, not counted."""

    number: str
    section: str
    question: str
    result: Result | None
    reading: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, or refused before a witness."""

    role: Literal["inspector", "institution"]
    name: str
    post: str = ""
    strokes: Strokes = ()
    signed_at: datetime | None = None
    refused: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """消防安全检查报告. Counts are derived from the answers and hazards, so they cannot disagree."""

    bureau: str
    number: str
    party: Party
    started_at: datetime
    ended_at: datetime
    inspectors: tuple[Inspector, ...]
    answers: tuple[AnswerLine, ...]
    hazards: tuple[ReportHazard, ...]
    generated_at: datetime
    title: str = "消防安全检查报告"
    hazard_word: str = "火灾隐患"
    kind: str = "日常"  # ticked among `kinds`
    kinds: tuple[str, ...] = ("日常", "专项", "个案")
    details: tuple[tuple[str, str], ...] = ()  # further (label, value) cells of the facts table
    site_person: str = ""
    notice_number: str = ""
    mode: Literal["by_term", "dated"] = "by_term"
    risk: str = ""  # 高 / 中 / 低
    main_risks: str = ""
    signatures: tuple[Signature, ...] = ()
    version: int = 1
    draft: bool = False


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One hazard and the five; an empty one (None for money and deadline) prints 未落实."""

    place: str
    finding: str
    severity: Severity
    measure_kind: str
    measure: str = ""
    responsible: str = ""
    budget_yuan: float | None = None
    budget_source: str = ""
    due: date | None = None
    term_days: int | None = None
    term_kind: TermKind = "natural"
    contingency: str = ""
    fixed_at_scene: bool = False  # put right within the visit: nothing is left to be arranged


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """一院一策整改方案. `subject` stands before 隐患整改方案: 消防, or 安全 when other checklists found hazards too."""

    bureau: str
    party: Party
    lines: tuple[PlanLine, ...]
    prepared_on: date
    generated_at: datetime
    number: str = ""
    notice_number: str = ""
    beds: int | None = None
    residents: int | None = None
    dependent: int | None = None  # residents who cannot care for themselves
    responsible: str = ""  # 消防责任人
    manager: str = ""  # 消防管理人
    subject: str = "消防"
    version: int = 1
    draft: bool = False


def facts_json(facts: object) -> str:
    """Canonical JSON of a paper's facts: sorted keys, no spaces, photos by hash."""
    return json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def facts_sha256(facts: object) -> str:
    """The hash of everything the paper says (64 hex digits); its head stands on every page."""
    named = f"{type(facts).__name__}\n{facts_json(facts)}"
    return hashlib.sha256(named.encode()).hexdigest()


_F = TypeVar("_F")


def read_facts(kind: type[_F], text: str) -> _F:
    """The facts again from `facts_json`. Raises `BadInput` when `text` is not that kind's JSON.

    Facts with photos cannot be read back: the JSON holds a photo's hash, not the photo.
    """
    try:
        return typing.cast(_F, _typed(kind, json.loads(text)))
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(
            tr("保存的文书内容无法读取：{why}", "The kept facts of a paper cannot be read: {why}").format(
                why=error), where=kind.__name__) from error


def require(paper: Text, where: str, named: Iterable[tuple[Text, object]]) -> None:
    """Refuse a paper that lacks a required field: `BadInput` naming the first that is empty."""
    for name, value in named:
        if not value or (isinstance(value, str) and not value.strip()):
            raise BadInput(
                tr("{paper}缺少必填项：{field}", "{paper} lacks a required field: {field}").format(
                    paper=paper, field=name), where=where,
                todo=tr("补填后再打印。", "Fill it in, then print again."))


def _plain(value: object) -> Any:
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    """`value` (parsed JSON) as the type `hint` says; ValueError or TypeError when it does not fit."""
    origin = get_origin(hint)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _typed(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if origin is tuple:
        return _typed_tuple(get_args(hint), value)
    if origin is Literal:
        return _one_of(get_args(hint), value)
    if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, tuple)):
        return _typed_record(hint, value)
    return _scalar(hint, value)


def _scalar(hint: Any, value: Any) -> Any:
    wanted = (int, float) if hint is float else hint
    if not isinstance(value, wanted) or (isinstance(value, bool) and hint is not bool):
        raise TypeError(f"{value!r} is not {hint.__name__}")
    return value


def _one_of(choices: tuple[Any, ...], value: Any) -> Any:
    if value not in choices:
        raise ValueError(f"{value!r} is none of {choices}")
    return value


def _typed_tuple(args: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_typed(args[0], part) for part in value)
    return tuple(_typed(arg, part) for arg, part in zip(args, value, strict=True))


def _typed_record(hint: type, value: Any) -> Any:
    hints = get_type_hints(hint)
    if not isinstance(value, Mapping):  # a NamedTuple is kept as a list
        return hint(*(_typed(arg, part) for arg, part in zip(hints.values(), value, strict=True)))
    unknown = sorted(set(value) - set(hints))
    if unknown:
        raise KeyError(f"unknown field {unknown[0]}")
    return hint(**{name: _typed(hints[name], part) for name, part in value.items()})
