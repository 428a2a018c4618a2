"""A draft carried from one version of its form to another: what carries over, what does not fit, what is new to answer. Pure.

A draft keeps the version it began with; this is for the moment when somebody wants it on a newer one. The rules:

- An answer goes to the node `match` says is the same one: same path, below a moved group, or a name found once elsewhere.
- It is carried whole and verbatim, or listed in `unfit` whole and verbatim: a selection that lost one of its choices is listed.
- A question that moved into or out of a repeat is never carried, since nobody said into which instance; `proposed` names it.
- What the new version does not allow for the answer's own sake (type, choices, constraint) is listed only if the old version
  allowed it or the question changed there: an answer that was wrong before stays as it is, as `Record.problems` says anyway.
- Blank answers of questions that are gone are no answers; nor is what the old form itself wrote where nobody is asked (a
  constant, an attribute): the new form's own text stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ...i18n import Text, tr
from ..filling.answers import type_fault
from ..filling.record import Record
from ..form import Definition, Form, kind_of
from .diff import alike, as_written, bare, same_medium
from .match import is_group, match, same_repeats

_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Unfit:
    """An answer that was not carried over. `path` is the old record's; `proposed` is the form path of the question that may
    take it, "" when there is none.
    """

    path: str
    label: Text
    value: str
    reason: Text
    proposed: str = ""

    @property
    def line(self) -> Text:
        """Question, answer and reason in one line."""
        return tr(f"{self.label.zh}（{self.path}）：{self.value}：{self.reason.zh}",
                  f"{self.label.en} ({self.path}): {self.value}: {self.reason.en}")


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A shown question the new version requires and the old one did not, or whose answer could not be carried."""

    path: str
    label: Text


@dataclass(frozen=True, slots=True)
class Upgrade:
    """`answers` for `Record(new, answers)`; `moved`: old record path -> new one where they differ."""

    answers: Mapping[str, str]
    unfit: tuple[Unfit, ...]
    to_answer: tuple[ToAnswer, ...]
    moved: Mapping[str, str]


def upgrade(answers: Record | Mapping[str, str], old: Form, new: Form, *, now: datetime, today: date, person: str = "",
            device: str = "", seed: int = 0) -> Upgrade:
    """Carry a draft's answers (`Record.answers()`) from `old` to `new`; the rules stand in the module.

    Conditions and constraints are worked out as of `now` and `today`, as in Record. Raises BadInput when `answers` are not of
    the old form.
    """
    held = answers.answers() if isinstance(answers, Record) else answers
    given = {path.removeprefix(f"/{old.root}/"): value for path, value in held.items()}

    def record(form: Form, held: Mapping[str, str]) -> Record:
        return Record(form, held, now=now, today=today, person=person, device=device, seed=seed)

    before = record(old, given)
    carrier = _Carrier(old, new, before)
    for path, value in given.items():
        carrier.carry(path, value)
    if carrier.changed or carrier.counted:
        carrier.put_back(record(new, carrier.answers))
    after = record(new, carrier.answers)
    asked_before = {carrier.place(problem.path) for problem in before.problems() if problem.kind == "required"}
    to_answer = [ToAnswer(problem.path, tr(after.label(problem.path, "zh"), after.label(problem.path, "en")))
                 for problem in after.problems() if problem.kind == "required" and problem.path not in asked_before]
    moved = {path: there for there, path in carrier.origin.items() if path != there}
    return Upgrade(carrier.answers, tuple(carrier.unfit[path] for path in given if path in carrier.unfit), tuple(to_answer), moved)


class _Carrier:
    """Carries answers one by one, then takes back those the new version turns out to refuse."""

    def __init__(self, old: Form, new: Form, before: Record) -> None:
        self.old, self.new, self.before = old, new, before
        self.pairs = match(old, new)
        self.definitions = {each.path: each for each in old.definitions}
        self.answers: dict[str, str] = {}
        self.origin: dict[str, str] = {}  # new record path -> old one
        self.unfit: dict[str, Unfit] = {}
        self.counted = {there for here, there in self.pairs.items()
                        if _counted(new.definitions[there]) and not _counted(old.definitions[here])}
        self._choices: dict[tuple[int, int], frozenset[str]] = {}
        self.changed = {there for here, there in self.pairs.items()
                        if self._rules(0, old.definitions[here]) != self._rules(1, new.definitions[there])}

    def carry(self, path: str, value: str) -> None:
        """Put an answer where it belongs in the new version, or list it."""
        before = self.definitions[_NUMBER.sub("", path)]
        found = self.pairs.get(before.index)
        after = None if found is None else self.new.definitions[found]
        if value == _constant(before) and (after is None or value != _constant(after)):
            return
        reason = self._refusal(before, after, value)
        if reason is None and after is not None:
            place = _numbered(self.new, after, path)
            self.answers[place] = value
            self.origin[place] = path
        elif value and reason is not None:
            self._list(path, value, reason, "" if after is None else after.path)

    def place(self, path: str) -> str:
        """Where an old record path stands in the new version; "" when nowhere."""
        before = self.definitions[_NUMBER.sub("", path)]
        found = self.pairs.get(before.index)
        if found is None or not same_repeats(self.old, before, self.new, self.new.definitions[found], self.pairs):
            return ""
        return _numbered(self.new, self.new.definitions[found], path)

    def put_back(self, record: Record) -> None:
        """List what the new version's constraints, choices and counts refuse, as the whole record stands."""
        by_path = {each.path: each.index for each in self.new.definitions}
        for problem in record.problems():
            if problem.kind in ("constraint", "type", "choice") and by_path[_NUMBER.sub("", problem.path)] in self.changed:
                said = problem.text
                self._take_back(problem.path, tr(f"新版不接受：{said.zh}", f"the new version refuses it: {said.en}"))
        for place in [each for each in self.answers if "[" in each and self._is_beyond(record, each)]:
            self._take_back(place, tr("超出新版表单规定的重复次数", "there are fewer repeats, as the form now counts them"))

    def _is_beyond(self, record: Record, place: str) -> bool:
        """Whether an answer stands in an instance past the number the new form alone sets."""
        by_path = {each.path: each.index for each in self.new.definitions}
        for found in _NUMBER.finditer(place):
            repeat = place[:found.start()]
            if by_path[_NUMBER.sub("", repeat)] in self.counted and int(found[1]) > record.instances(repeat):
                return True
        return False

    def _take_back(self, place: str, reason: Text) -> None:
        if place in self.origin and self.answers[place]:
            self._list(self.origin.pop(place), self.answers.pop(place), reason, _NUMBER.sub("", place))

    def _list(self, path: str, value: str, reason: Text, proposed: str) -> None:
        label = tr(self.before.label(path, "zh"), self.before.label(path, "en"))
        self.unfit[path] = Unfit(path, label, value, reason, proposed)

    # -- why not -----------------------------------------------------------------------------------------
    def _refusal(self, before: Definition, after: Definition | None, value: str) -> Text | None:
        """Why the new version has no place for a value, apart from constraints; None when it has."""
        if after is None:
            return tr("新版没有这一题", "the new version does not have it")
        if not same_repeats(self.old, before, self.new, after, self.pairs):
            return tr(f"新版移到“{after.path}”，所在的重复组不同", f"it moved to {after.path!r}, in other repeats")
        if is_group(after):
            return self._count_refusal(before, after)
        return next(self._reasons(before, after, value), None)

    def _count_refusal(self, before: Definition, after: Definition) -> Text | None:
        if not after.repeat:
            return tr("新版不再重复", "it no longer repeats")
        return tr("新版由表单决定个数", "the form now decides how many there are") if after.index in self.counted else None

    def _reasons(self, before: Definition, after: Definition, value: str) -> Iterator[Text]:
        if _filled(after) and not _filled(before):
            yield tr("新版由表单计算或填写", "the form now fills it in")
        if _closed(after) and not _closed(before):
            yield tr("新版只读", "it is now read-only")
        if not value:
            return
        was, now = kind_of(before), kind_of(after)
        if not same_medium(was, now):
            yield tr(f"题型由 {was} 改为 {now}", f"its type changed from {was} to {now}")
        fault = type_fault(after, value)
        if fault is not None and fault != type_fault(before, value):
            yield tr(f"不符合新的题型 {now}：{fault.zh}", f"it does not fit the new type {now}: {fault.en}")
        gone = self._gone_choices(before, after, value)
        if gone:
            yield tr(f"新版没有选项“{gone}”", f"the new version has no choice {gone!r}")

    def _gone_choices(self, before: Definition, after: Definition, value: str) -> str:
        offered, was, kind = self._names(1, after), self._names(0, before), kind_of(after)
        chosen = value.split() if kind in ("select_multiple", "rank") else [value]
        if not offered:
            return ""
        wrong_before = [] if kind != kind_of(before) else [name for name in chosen if was and name not in was]
        return " ".join(name for name in chosen if name not in offered and name not in wrong_before)

    def _rules(self, side: int, definition: Definition) -> tuple[object, ...]:
        """What an answer must meet, in words that do not depend on where other questions stand."""
        form = (self.old, self.new)[side]
        items = (definition.control or {}).get("items")
        sources = definition.expressions.get("constraint", ""), str(items["nodeset"]) if items else ""
        return kind_of(definition), self._names(side, definition), *(bare(as_written(form, source)) for source in sources)

    def _names(self, side: int, definition: Definition) -> frozenset[str]:
        """The choices a question may offer, filters aside; none when it is no selection or they come from the record."""
        found = self._choices.get((side, definition.index))
        if found is None:
            question = (self.old, self.new)[side].by_path.get(definition.path)
            found = frozenset(choice.name for choice in question.choices) if question is not None else frozenset()
            self._choices[side, definition.index] = found
        return found


def _constant(definition: Definition) -> str | None:
    """What the form itself writes into a node that is not asked; None where there is no such text."""
    return None if definition.control is not None else definition.expressions.get("default")


def _counted(definition: Definition) -> bool:
    return "count" in definition.expressions


def _filled(definition: Definition) -> bool:
    return bool("calculate" in definition.expressions or definition.preload)


def _closed(definition: Definition) -> bool:
    return alike(definition.expressions.get("readonly", ""), "true()")


def _numbered(form: Form, definition: Definition, path: str) -> str:
    """A form's path with the instance numbers of a record path; both stand in the same repeats."""
    numbers = iter(_NUMBER.findall(path))
    parts = [definition.name]
    for above in reversed(_above(form, definition)):
        parts.insert(-1, f"{above.name}[{next(numbers, '1')}]" if above.repeat else above.name)
    return "/".join(parts)


def _above(form: Form, definition: Definition) -> list[Definition]:
    """Groups and repeats a node stands in, innermost first, the root left out."""
    found = []
    while definition.parent > 0:
        definition = form.definitions[definition.parent]
        found.append(definition)
    return found
