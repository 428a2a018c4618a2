"""The life of a hazard: which event may follow which, who may act, and what state results.

Owns the one table of rules (`RULES`) that both the fold and `work`'s refusals read. One hazard is one plan
item; its state is never stored by hand but folded from its events. Knows no clock and no store: `today`
and the events are passed in. Facts of every kind of event are listed beside its rule.

Severity and measure are the row's present ones, so raising a cleared hazard to major, or turning it into an
exit to open, makes it open again until a supervisor, or a reinspection that counts, has spoken: it errs on
the side of the people in the house.

An event is never struck out. A further one, `retracted`, takes the last one that stands back, and retracting that
restores it: the state keeps what each of them changed, so both are exact. What a paper says (ordered, voided,
served) is not taken back: the paper itself is voided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

from ..i18n import Text, tr
from . import facts as read
from .calendar import LONGEST_TERM, add_term, is_time, local_date
from .core import RowId
from .facts import Facts
from .terms import ENDS, ITEM_STATES, OPEN_STATES, RESULTS, ROLES, label

DUE_SOON_DAYS = 7
IDLE_DAYS = 14  # an item that waits for the office and was not touched for so long


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an item. `at`: ms, when it was seen or done; `role`: the author's."""

    id: int
    hlc: int
    kind: str
    at: int
    by: RowId
    role: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the fold needs of the item's row: its present severity, measure and term."""

    severity: str
    measure_kind: str
    term_days: int | None
    term_kind: str | None


@dataclass(frozen=True, slots=True)
class Well:
    """A fire well that a passed reinspection found: depth in metres, yield in cubic metres an hour."""

    depth_m: float
    yield_m3h: float
    where: str


@dataclass(frozen=True, slots=True)
class Done:
    """An event that counted, and how things stood before it: what a retraction of it restores."""

    id: int
    kind: str
    by: RowId
    before: ItemState


@dataclass(frozen=True, slots=True)
class ItemState:
    """Where a hazard stands. Overdue, due soon and idle are not here: they depend on the day (`marks`)."""

    state: str = "found"
    due: date | None = None
    served_on: date | None = None
    notice: RowId | None = None  # the notice in force
    failures: int = 0  # reinspections not passed
    ended_by: RowId | None = None  # person
    ended_on: date | None = None
    extended: bool = False
    extension_asked: date | None = None  # the date asked for and not yet granted
    escalated: bool = False
    referred: bool = False
    no_access: bool = False  # the last visit found no way in
    fixed_on_spot: bool = False
    exits: int = 0  # life exits found open by the passed reinspection in force
    exits_where: str = ""
    wells: tuple[Well, ...] = ()
    last_reinspection_by: RowId | None = None
    reinspectors: frozenset[RowId] = frozenset()  # all who took part since the item last failed
    photos: int = 0  # of the passed reinspection in force
    ordered_on: date | None = None
    order_mode: str = ""
    term: tuple[int, str] | None = None  # the term of the notice in force
    last_on: date | None = None  # day of the last event that counted
    retracted: frozenset[int] = frozenset()  # events taken back
    last: Done | None = field(default=None, compare=False, repr=False)  # the last event that stands
    taken_back: Done | None = field(default=None, compare=False, repr=False)  # the last retraction not itself undone
    ignored: tuple[tuple[int, Text], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the hazard has not reached a lawful end."""
        return self.state in OPEN_STATES

    @property
    def cleared_on(self) -> date | None:
        """The day it was cleared; None while open or ended otherwise."""
        return self.ended_on if self.state == "cleared" else None


@dataclass(frozen=True, slots=True)
class _Act:
    """An event about to be judged: who does what to which item."""

    item: ItemFacts
    state: ItemState
    role: str
    person: RowId
    facts: Facts
    supervisor_clears_general: bool = False
    on: date = field(default=date.min)


_Check = Callable[[_Act], Text | None]
_Step = Callable[[_Act], ItemState]


def _nothing(_: _Act) -> Text | None:
    return None


@dataclass(frozen=True, slots=True)
class _Rule:
    """`states` and `roles` it is legal from and for; `person` judges who and when; `facts` what was said."""

    states: frozenset[str]
    roles: frozenset[str]
    step: _Step
    facts: _Check
    person: _Check = _nothing


# -- what must be said ------------------------------------------------------------------------------


def _need_words(*keys: tuple[str, Text]) -> _Check:
    def check(act: _Act) -> Text | None:
        missing = next((name for key, name in keys if not read.words(act.facts, key)), None)
        if missing is None:
            return None
        return tr("要写明{name}", "the {name} must be given").format(name=missing)

    return check


_REASON = ("reason", tr("理由", "reason"))


def _term_of(act: _Act) -> tuple[int, str] | None:
    """The term a notice sets: what it says itself (so a later edit of the item cannot move the due date),
    otherwise the item's."""
    days = read.whole(act.facts, "term_days") if "term_days" in act.facts else act.item.term_days
    kind = read.words(act.facts, "term_kind") or act.item.term_kind
    if days is None or not 0 <= days <= LONGEST_TERM or kind not in ("natural", "working"):
        return None
    return days, kind


def _may_order(act: _Act) -> Text | None:
    """{notice, mode: by_term | dated, due?: ISO date, term_days?, term_kind?}"""
    if read.row(act.facts, "notice") is None:
        return tr("没有写明通知书", "the notice is not named")
    mode = read.words(act.facts, "mode")
    if mode == "dated":
        due = read.day(act.facts, "due")
        return None if due else tr("没有写明改正日期", "the date to rectify by is missing")
    if mode != "by_term":
        return tr("期限方式“{mode}”无法识别", "unknown way of setting the term '{mode}'").format(mode=mode)
    return None if _term_of(act) else tr("整改期限不是可用的天数", "the term is not a usable number of days")


def _is_current_notice(act: _Act) -> Text | None:
    if read.row(act.facts, "notice") != act.state.notice:
        return tr("不是此隐患现行的通知书", "it is not the notice now in force for this hazard")
    return None


def _may_void(act: _Act) -> Text | None:
    """{notice, reason}"""
    return _is_current_notice(act) or _need_words(_REASON)(act)


def _may_serve(act: _Act) -> Text | None:
    """{notice, date: ISO}"""
    wrong = _is_current_notice(act)
    served, ordered = read.day(act.facts, "date"), act.state.ordered_on
    if wrong or served is None or ordered is None:
        return wrong or tr("没有写明送达日期", "the date of service is missing")
    if served < ordered:
        return tr(
            "送达日期 {served} 早于下达日期 {ordered}", "served on {served}, before its issue on {ordered}"
        ).format(served=served, ordered=ordered)
    if act.state.order_mode == "dated" and served != ordered:
        return tr(
            "写明改正日期的通知书须在下达当日（{ordered}）送达；请作废后重新下达",
            "a notice with a printed date is served on the day of issue, {ordered}: void it, issue again"
        ).format(ordered=ordered)
    return None


def _later_date(act: _Act) -> Text | None:
    """{to: ISO, reason}"""
    to = read.day(act.facts, "to")
    if to is None:
        return tr("没有写明延至哪一天", "the date to extend to is missing")
    if act.state.due is not None and to <= act.state.due:
        return tr("延期日期 {to} 不晚于现期限 {due}", "{to} is not later than the present deadline {due}"
                  ).format(to=to, due=act.state.due)
    return _need_words(_REASON)(act)


def _two_people(act: _Act) -> Text | None:
    second = read.row(act.facts, "second")
    if second is None or second == act.person:
        return tr("须由两名检查人员进行", "two people must take part")
    return None


def _outcome_said(act: _Act) -> Text | None:
    """What a passed open_exit or drill_well item must tell: these facts, and nothing else, are counted."""
    if act.item.measure_kind == "open_exit":
        exits = read.whole(act.facts, "exits")
        if exits is None:
            return tr("要写明打通了几处生命通道", "the number of life exits opened must be given")
        return _need_words(("where", tr("生命通道位置", "place of the exits")))(act) if exits else None
    if act.item.measure_kind == "drill_well" and _well(act.facts) is None:
        return tr("要写明水井的深度、出水量和位置", "depth, yield and place of the well must be given")
    return None


def _may_reinspect(act: _Act) -> Text | None:
    """{result: pass | fail | partial | no_access, photos: n, second: RowId, note; on a pass of an open_exit
    item: exits, where; of a drill_well item: well_depth_m, well_yield_m3h, where}"""
    result = read.words(act.facts, "result")
    if result not in RESULTS:
        return tr("复查结果“{result}”无法识别", "unknown result of reinspection '{result}'").format(
            result=result)
    return _two_people(act) or (_outcome_said(act) if result == "pass" else None)


def _may_fix_on_spot(act: _Act) -> Text | None:
    """{before: n, after: n, second: RowId, and the outcome facts as for a reinspection}"""
    if not read.whole(act.facts, "before") or not read.whole(act.facts, "after"):
        return tr("当场整改要有整改前和整改后的照片",
                  "a fix on the spot needs a photo before and a photo after")
    return _two_people(act) or _outcome_said(act)


def _all_residents_settled(act: _Act) -> Text | None:
    """{residents_settled: n, residents_total: n}"""
    settled, total = read.whole(act.facts, "residents_settled"), read.whole(act.facts, "residents_total")
    if settled is None or total is None:
        return tr("没有写明老年人安置人数", "the numbers of residents and of those settled are missing")
    if settled != total:
        return tr(
            "{total} 名老年人中只有 {settled} 名已妥善安置", "only {settled} of {total} residents are settled"
        ).format(total=total, settled=settled)
    return None


# -- who may, given how things stand ----------------------------------------------------------------


def _may_clear(act: _Act) -> Text | None:
    """A photo first; a general item by either role unless the office asks for a supervisor; anything else
    by a supervisor who took no part in the reinspection."""
    if not act.state.photos:
        return tr("复查没有照片，不能销号；请补拍后再复查一次",
                  "the reinspection has no photo, so it cannot be cleared: reinspect again with one")
    if act.item.severity == "general" and not act.supervisor_clears_general:
        return None
    if act.role != "supervisor":
        return tr("{severity}须由科室负责人销号", "a {severity} is cleared by a supervisor"
                  ).format(severity=label("severity", act.item.severity))
    if act.person in act.state.reinspectors:
        return tr("参加复查的人不能自己销号", "who took part in the reinspection may not clear the hazard")
    return None


def _may_escalate(act: _Act) -> Text | None:
    if act.item.severity == "general":
        return tr("挂牌督办只用于重大隐患", "only a major hazard is put under supervised listing")
    return None


def _asked(act: _Act) -> Text | None:
    return None if act.state.extension_asked else tr("没有待批的延期申请", "no extension was asked for")


_PAPERS = frozenset(("ordered", "order_voided", "served"))


def _may_retract(act: _Act) -> Text | None:
    """{event, reason}: the last event that stands, by who recorded it or a supervisor; or one's own last
    retraction. Somebody else does not restore what its author took back."""
    target, last, back = read.row(act.facts, "event"), act.state.last, act.state.taken_back
    if target is None:
        return tr("没有写明撤销哪一步", "it does not say which event is taken back")
    if back is not None and target == back.id:
        wrong = None if act.person == back.by else tr("只有撤销的人可以恢复", "only who took it back may restore it")
    elif last is None or target != last.id:
        wrong = tr("只能撤销最近一次处理", "only the last event of a hazard can be taken back")
    elif last.kind in _PAPERS:
        wrong = tr("“{act}”以文书为准，不能撤销；可作废通知书",
                   "what a paper says stands ({act}): void the notice instead").format(act=label("event", last.kind))
    elif act.person != last.by and act.role != "supervisor":
        wrong = tr("只能撤销本人的处理，或由科室负责人撤销",
                   "an event is taken back by who recorded it or by a supervisor")
    else:
        wrong = None
    return wrong or _need_words(_REASON)(act)


# -- what follows -----------------------------------------------------------------------------------


def _order(act: _Act) -> ItemState:
    mode = read.words(act.facts, "mode")
    dated = mode == "dated"
    return replace(act.state, state="ordered", notice=read.row(act.facts, "notice"), ordered_on=act.on,
                   order_mode=mode, due=read.day(act.facts, "due") if dated else None,
                   term=None if dated else _term_of(act))


def _void(act: _Act) -> ItemState:
    return replace(act.state, state="found", notice=None, ordered_on=None, order_mode="", due=None, term=None,
                   served_on=None, extended=False, extension_asked=None, no_access=False)


def _serve(act: _Act) -> ItemState:
    served, due = read.day(act.facts, "date"), act.state.due
    if served is not None and act.state.term is not None:
        due = add_term(served, *act.state.term)
    return replace(act.state, state="in_progress", served_on=served, due=due)


def _submit(act: _Act) -> ItemState:
    return replace(act.state, state="submitted")


def _ask_extension(act: _Act) -> ItemState:
    return replace(act.state, extension_asked=read.day(act.facts, "to"))


def _extend(act: _Act) -> ItemState:
    return replace(act.state, due=read.day(act.facts, "to"), extended=True, extension_asked=None)


def _well(facts: Facts) -> Well | None:
    depth, flow = read.positive(facts, "well_depth_m"), read.positive(facts, "well_yield_m3h")
    where = read.words(facts, "where")
    return Well(depth, flow, where) if depth and flow and where else None


def _pass(act: _Act, photos: int) -> ItemState:
    second = read.row(act.facts, "second")
    opens, well = act.item.measure_kind == "open_exit", _well(act.facts)
    present = {person for person in (act.person, second) if person is not None}
    return replace(
        act.state, state="passed", no_access=False, photos=photos, last_reinspection_by=act.person,
        reinspectors=act.state.reinspectors | present,
        exits=(read.whole(act.facts, "exits") or 0) if opens else 0,
        exits_where=read.words(act.facts, "where") if opens else "",
        wells=(well,) if well and act.item.measure_kind == "drill_well" else ())


def _fail(act: _Act) -> ItemState:
    """Back to work; an item that was fixed on the spot was never ordered and still has to be."""
    return replace(
        act.state, state="found" if act.state.notice is None else "in_progress", no_access=False, photos=0,
        failures=act.state.failures + 1, last_reinspection_by=act.person, reinspectors=frozenset(),
        exits=0, exits_where="", wells=(), fixed_on_spot=False)


def _reinspect(act: _Act) -> ItemState:
    result = read.words(act.facts, "result")
    if result == "no_access":
        return replace(act.state, no_access=True)
    return _pass(act, read.whole(act.facts, "photos") or 0) if result == "pass" else _fail(act)


def _fix_on_spot(act: _Act) -> ItemState:
    return replace(_pass(act, read.whole(act.facts, "after") or 0), fixed_on_spot=True)


def _refuse_extension(act: _Act) -> ItemState:
    return replace(act.state, extension_asked=None)


def _retract(act: _Act) -> ItemState:
    """How things stood before; `fold` notes the retraction itself."""
    target, last, back = read.row(act.facts, "event"), act.state.last, act.state.taken_back
    if back is not None and target == back.id:
        return back.before
    if last is None:
        return act.state  # the rule does not let this happen
    return replace(last.before, retracted=act.state.retracted | {last.id})


def _escalate(act: _Act) -> ItemState:
    return replace(act.state, escalated=True)


def _refer(act: _Act) -> ItemState:
    return replace(act.state, referred=True)


def _end(state: str) -> _Step:
    def step(act: _Act) -> ItemState:
        return replace(act.state, state=state, ended_by=act.person, ended_on=act.on, no_access=False,
                       extension_asked=None)

    return step


_OFFICERS = frozenset(("inspector", "supervisor"))
_SUPERVISOR = frozenset(("supervisor",))
_RUNNING = frozenset(("in_progress", "submitted"))
_OPEN = frozenset(OPEN_STATES)

RULES: Mapping[str, _Rule] = MappingProxyType({
    "ordered": _Rule(frozenset(("found",)), _OFFICERS, _order, _may_order),
    "order_voided": _Rule(_RUNNING | {"ordered"}, _OFFICERS, _void, _may_void),
    "served": _Rule(frozenset(("ordered",)), _OFFICERS, _serve, _may_serve),
    "submitted": _Rule(frozenset(("in_progress",)), _OFFICERS, _submit, _nothing),  # {note, photos: n}
    "extension_asked": _Rule(_RUNNING, _OFFICERS, _ask_extension, _later_date),
    "extended": _Rule(_RUNNING, _SUPERVISOR, _extend, _later_date),
    "extension_refused": _Rule(_RUNNING, _SUPERVISOR, _refuse_extension, _need_words(_REASON), _asked),
    "reinspected": _Rule(_RUNNING | {"passed"}, _OFFICERS, _reinspect, _may_reinspect),
    "fixed_on_spot": _Rule(frozenset(("found",)), _OFFICERS, _fix_on_spot, _may_fix_on_spot),
    "cleared": _Rule(frozenset(("passed",)), _OFFICERS, _end("cleared"), _nothing, _may_clear),  # {note}
    "escalated": _Rule(_OPEN, _SUPERVISOR, _escalate, _need_words(_REASON), _may_escalate),  # + number?
    "referred": _Rule(_OPEN, _SUPERVISOR, _refer,
                      _need_words(("to", tr("接收部门", "department it is referred to")), _REASON)),
    "accepted_equivalent": _Rule(_OPEN, _SUPERVISOR, _end("equivalent"),
                                 _need_words(_REASON, ("opinion", tr("论证意见", "opinion it rests on")))),
    "disproved": _Rule(_OPEN, _SUPERVISOR, _end("disproved"), _need_words(_REASON)),
    "ended_with_institution": _Rule(_OPEN, _SUPERVISOR, _end("ended_with_institution"),
                                    _all_residents_settled),
    "retracted": _Rule(frozenset(ITEM_STATES), _OFFICERS, _retract, _may_retract),
})


def allowed(
    item: ItemFacts, state: ItemState, kind: str, role: str, person: RowId, *, facts: Facts | None = None,
    supervisor_clears_general: bool = False,
) -> Text | None:
    """None when `person` acting as `role` may record an event `kind` on this item now, else the reason.

    Without `facts` only state and person are judged (for buttons and lists); with them also what is said.
    """
    act = _Act(item, state, role, person, facts or {}, supervisor_clears_general)
    return _judge(act, kind, with_facts=facts is not None)


def _judge(act: _Act, kind: str, *, with_facts: bool) -> Text | None:
    rule = RULES.get(kind)
    if rule is None:
        return tr("没有“{kind}”这种处理", "there is no act '{kind}'").format(kind=kind)
    if act.role not in rule.roles:
        return tr("{act}须由{roles}办理", "only a person acting as {roles} may {act}").format(
            act=label("event", kind), roles=_names(rule.roles, ROLES))
    if act.state.state not in rule.states:
        return tr("隐患现为“{state}”，不能{act}", "the hazard is '{state}': one cannot {act} now").format(
            state=label("item_state", act.state.state), act=label("event", kind))
    return rule.person(act) or (rule.facts(act) if with_facts else None)


def _names(codes: frozenset[str], vocabulary: Mapping[str, Text]) -> Text:
    known = [text for code, text in vocabulary.items() if code in codes]
    return Text("或".join(text.zh for text in known), " or ".join(text.en for text in known))


def fold(item: ItemFacts, events: Iterable[Event], *, supervisor_clears_general: bool = False) -> ItemState:
    """The state that the events make, taken in order of (hlc, id) whatever order they come in.

    Never raises on what events say: an event that is not legal where it stands is passed over and listed
    in `ignored` with the reason; it may become legal when an earlier event arrives late.
    """
    state, ignored = ItemState(), []
    for event in sorted(events, key=lambda e: (e.hlc, e.id)):
        if not is_time(event.at):
            ignored.append((event.id, tr("时间无法识别", "its time cannot be read")))
            continue
        act = _Act(item, state, event.role, event.by, event.facts, supervisor_clears_general,
                   local_date(event.at))
        reason = _judge(act, event.kind, with_facts=True)
        if reason is None:
            state = _count(act, event)
        else:
            ignored.append((event.id, reason))
    return replace(state, ignored=tuple(ignored))


def _count(act: _Act, event: Event) -> ItemState:
    """The state after an event that is legal, with what it takes to undo it."""
    after, done = RULES[event.kind].step(act), Done(event.id, event.kind, event.by, act.state)
    if event.kind != "retracted":
        return replace(after, last_on=act.on, last=done, taken_back=None)
    restored = act.state.taken_back is not None and after is act.state.taken_back.before
    return after if restored else replace(after, taken_back=done)


def marks(state: ItemState, today: date, *, found_on: date | None = None) -> frozenset[str]:
    """What stands beside the state on the day `today` (codes of terms.MARKS).

    overdue: open and the due day is past; due_soon: open and due within DUE_SOON_DAYS; idle: it is the
    office's turn (found, ordered, submitted, passed) and nothing happened for IDLE_DAYS since the last
    event, or since `found_on` when there is none.
    """
    flags = {"extended": state.extended, "escalated": state.escalated, "referred": state.referred,
             "no_access": state.no_access}
    if state.state not in ENDS:
        last = state.last_on or found_on
        flags["overdue"] = state.due is not None and state.due < today
        flags["due_soon"] = (state.due is not None
                             and today <= state.due <= today + timedelta(days=DUE_SOON_DAYS))
        flags["idle"] = (state.state != "in_progress" and last is not None
                         and last + timedelta(days=IDLE_DAYS) < today)
    return frozenset(name for name, on in flags.items() if on)
