"""A form being filled in: the one object the rest of the program talks to.

    record = Record(form, answers, now=…, today=…)
    record.set("escape/window_bars", "fail")      -> Delta: what changed, what is shown or hidden, what breaks
    record.visible(); record.choices(path); record.label(path, "zh"); record.problems()
    record.values()                               what counts: relevant and not blank
    record.answers()                              what to keep so that Record(form, answers) is this record again

Paths are the form's without the root; a repeat carries its number: `rooms[2]/bars`. In `answers` the path of a
repeat without number (`rooms`) gives the number of its instances. Two records with the same form, answers,
now, today, person, device and seed are alike, whatever the order of the answers was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from ..errors import BadInput
from ..i18n import Text, tr
from . import submission
from .answers import tidied, type_fault
from .engine import BROKEN, FIRST_LOAD, NEW_REPEAT, Engine, steps
from .evaluate import Context, EvaluationError, compiled
from .form import Choice, Definition, Form, Parts, Question, join_parts
from .instance import Node
from .values import Value, to_boolean, to_string


class Asked(NamedTuple):
    """A question as it stands in the record: where, and what the form says of it."""

    path: str
    question: Question


@dataclass(frozen=True, slots=True)
class Delta:
    """What one act changed. `values`: path -> value now ("" when blank or hidden), the given answer included;
    `shown` and `hidden`: paths of questions that came or went; `faults`: answers that no longer hold.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    faults: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a record from being finished, at one question. `kind`: required, type, constraint, formula."""

    path: str
    text: Text
    kind: str


class Record:
    """One filled-in form. `now` carries a time zone; `seed` feeds random(), uuid() and randomize()."""

    def __init__(self, form: Form, answers: Mapping[str, str] | None = None, *, now: datetime, today: date,
                 person: str = "", device: str = "", seed: int = 0, language: str = "",
                 exact: bool = False) -> None:
        """Open a record with answers by path; defaults fill what `answers` does not name. `exact`: the answers are
        a whole record, so nothing is filled in as in a new one. Raises BadInput for a path the form does not have.
        """
        self.form = form
        self.meta: Mapping[str, str] = {}
        self._engine = engine = Engine(form, now, today, person, device, seed, language)
        made, answered = self._fill(answers or {})
        if not exact:
            engine.preload(answered)
        engine.schedule_all(engine.root)
        engine.forget_fired()
        if not exact:
            for instance in made:
                engine.act_on(NEW_REPEAT, instance, answered)
            engine.act_on(FIRST_LOAD, engine.root, answered)
        engine.settle()
        engine.before.clear()
        engine.checked.clear()

    @classmethod
    def from_xml(cls, form: Form, xml: bytes, *, now: datetime, today: date, person: str = "", device: str = "",
                 seed: int = 0, language: str = "") -> Record:
        """The record a submission holds; `meta` gives its meta entries (instanceID among them).

        Raises BadInput for XML that is malformed, of another form or version, or has elements the form lacks.
        """
        answers, meta = submission.read(form, xml)
        record = cls(form, answers, now=now, today=today, person=person, device=device, seed=seed,
                     language=language, exact=True)
        record.meta = meta
        return record

    # -- opening -----------------------------------------------------------------------------------------
    def _fill(self, answers: Mapping[str, str]) -> tuple[list[Node], frozenset[Node]]:
        """Put the given answers in place, making the instances they need."""
        made: list[Node] = []
        answered: set[Node] = set()
        for path in sorted(answers, key=lambda path: path.count("/")):
            definition = self._definition(path)
            if definition.repeat and not path.endswith("]") and self._wanted(path, "", answers):
                self._resize(path, definition, answers[path], made)
        for path, value in answers.items():
            definition = self._definition(path)
            if definition.elements or definition.repeat or not self._wanted(path, value, answers):
                continue
            node = self._reach(path, made)
            node.value = value
            answered.add(node)
        return made, frozenset(answered)

    def _definition(self, path: str) -> Definition:
        """What the form says of a path. Raises BadInput when it has none, or numbers what does not repeat."""
        definition = self.form.definitions[0]
        for name, number in steps(path):
            found = next((self.form.definitions[child] for child in definition.children
                          if self.form.definitions[child].name == name), None)
            if found is None or number < 1 or (number > 1 and not found.repeat):
                raise BadInput(tr(f"表单里没有“{path}”", f"the form has no {path!r}"), where=self.form.name,
                               todo=tr("这份记录可能属于表单的另一版本。", "The record may belong to another version of the form."))
            definition = found
        return definition

    def _resize(self, path: str, definition: Definition, count: str, made: list[Node]) -> None:
        if not count.isascii() or not count.isdigit():
            raise BadInput(tr(f"“{path}”的个数应为整数，而不是“{count}”",
                              f"{path!r} takes a number of instances, not {count!r}"), where=self.form.name)
        above, _, name = path.rpartition("/")
        parent = self._reach(above, made) if above else self._engine.root
        group = parent.groups[name]
        while len(group) < int(count):
            made.append(self._engine.new_instance(definition.index, parent))
        while len(group) > int(count):
            parent.discard(group[-1])

    def _wanted(self, path: str, value: str, answers: Mapping[str, str]) -> bool:
        """A blank for an instance that was removed says nothing."""
        if value:
            return True
        above = ""
        for part, (name, number) in zip(path.split("/"), steps(path), strict=True):
            count = answers.get(above + name, "")
            if count.isdigit() and part.endswith("]") and number > int(count):
                return False
            above += f"{part}/"
        return True

    def _reach(self, path: str, made: list[Node]) -> Node:
        """The node at a path the form has, its repeat instances made where they are missing."""
        node = self._engine.root
        for name, number in steps(path):
            group = node.groups[name]
            while len(group) < number:
                index = next(child for child in self.form.definitions[node.definition].children
                             if self.form.definitions[child].name == name)
                made.append(self._engine.new_instance(index, node))
            node = group[number - 1]
        return node

    # -- filling in ----------------------------------------------------------------------------------------
    def set(self, path: str, value: str) -> Delta:
        """Answer a question ("" takes the answer back).

        Raises BadInput, and changes nothing, when the form has no such question, it is not shown, is computed
        or read-only, or the value has the wrong type, is no choice or breaks the constraint.
        """
        engine = self._engine
        node = engine.find(path)
        definition = engine.definition(node)
        value = tidied(definition, value)
        fault = self._closed(node, definition) or type_fault(definition, value) or self._breaks(node, value)
        if fault is not None:
            raise BadInput(self._said(node, fault), where=path)
        engine.before[node] = (node.value, node.relevant)
        engine.put(node, value)
        return self._settled()

    def _closed(self, node: Node, definition: Definition) -> Text | None:
        """Why a node cannot be answered at all."""
        if definition.elements or definition.index == 0:
            return tr("这是一组题，不能直接填写", "this is a group, not a question")
        if "calculate" in definition.expressions:
            return tr("此项由表单计算得出", "the form computes this")
        if definition.preload:
            return tr("此项由程序填写", "the program fills this in")
        if not node.relevant:
            return tr("按已填的情况此项未显示", "this is hidden by the answers so far")
        if self._holds(definition.expressions.get("readonly", ""), node):
            return tr("此项只读", "this is read-only")
        return None

    def _breaks(self, node: Node, value: str) -> Text | None:
        """Why a value would not hold here: constraint or choices. The node is as before afterwards."""
        kept, node.value = node.value, value
        try:
            return self._engine.fault_of(node) and self._fault_text(node)
        finally:
            node.value = kept

    def _settled(self) -> Delta:
        """Compute what depends on the act, or undo it; then say what it changed."""
        try:
            self._engine.settle()
        except BadInput:
            self._engine.restore()
            raise
        return self._delta()

    def add_repeat(self, path: str) -> Delta:
        """Add an instance at the end of a repeat (`rooms`, `rooms[2]/beds`). Raises BadInput where the form counts."""
        parent, definition = self._repeat(path)
        instance = self._engine.new_instance(definition.index, parent)
        self._engine.start_instance(instance)
        delta = self._settled()
        return Delta({**delta.values, path: str(instance.ordinal)}, delta.shown, delta.hidden, delta.faults)

    def remove_repeat(self, path: str) -> Delta:
        """Remove an instance (`rooms[2]`); those after it move up. `values` tells every path that now differs."""
        if not path.endswith("]"):
            raise BadInput(tr(f"“{path}”应写明第几个，如 {path}[1]", f"say which one: {path}[1]"), where=path)
        group_path = path[:path.rindex("[")]
        parent, _ = self._repeat(group_path)
        instance, engine = self._engine.find(path), self._engine
        old = self._below(parent, instance.name)
        later = parent.groups[instance.name][instance.ordinal:]
        parent.discard(instance)
        engine.structure_changed(instance)
        for node in later:  # their numbers changed, and random() with them
            engine.schedule_all(node)
        delta = self._settled()
        new = self._below(parent, instance.name)
        moved = {each: new.get(each, "") for each in {**old, **new} if old.get(each, "") != new.get(each, "")}
        return Delta({**delta.values, **moved, group_path: str(len(parent.groups[instance.name]))},
                     delta.shown, delta.hidden, delta.faults)

    def _below(self, parent: Node, name: str) -> dict[str, str]:
        return {self._engine.path(node): node.value if node.relevant else "" for instance in parent.groups[name]
                for node in instance.below() if not node.groups}

    def _repeat(self, path: str) -> tuple[Node, Definition]:
        """A repeat's parent node and definition. Raises BadInput when it is no repeat, counted, or hidden."""
        above = path.rpartition("/")[0]
        definition = self._definition(path)
        if not definition.repeat or path.endswith("]"):
            raise BadInput(tr(f"“{path}”不是可重复的组", f"{path!r} is not a repeat"), where=self.form.name)
        if self._engine.is_counted(definition.index):
            raise BadInput(tr(f"“{path}”的个数由表单决定", f"the form decides how many {path!r} there are"),
                           where=self.form.name)
        parent = self._engine.find(above) if above else self._engine.root
        if not parent.relevant:
            raise BadInput(tr("按已填的情况此项未显示", "this is hidden by the answers so far"), where=path)
        return parent, definition

    def instances(self, path: str) -> int:
        """How many shown instances a repeat (`rooms`) has."""
        above, _, name = path.rpartition("/")
        parent = self._engine.find(above) if above else self._engine.root
        return sum(1 for node in parent.groups.get(name, ()) if node.relevant)

    def _delta(self) -> Delta:
        engine = self._engine
        values: dict[str, str] = {}
        shown: list[str] = []
        hidden: list[str] = []
        for node, (old, was_shown) in engine.before.items():
            if node.groups or self.form.definitions[node.definition].elements or not _stands(node):
                continue
            path, now = engine.path(node), node.value if node.relevant else ""
            if now != (old if was_shown else ""):
                values[path] = now
            if node.relevant is not was_shown and engine.definition(node).control is not None:
                (shown if node.relevant else hidden).append(path)
        faults = {engine.path(node): fault for node in engine.checked
                  if _stands(node) and (fault := self._standing_fault(node)) is not None}
        engine.before.clear()
        engine.checked.clear()
        return Delta(values, tuple(shown), tuple(hidden), faults)

    def _standing_fault(self, node: Node) -> Text | None:
        """Why a shown answer does not hold now, or why its formula cannot be computed."""
        if not node.relevant:
            return None
        return self._engine.error_of(node) or (self._engine.fault_of(node) and self._fault_text(node))

    # -- asking ----------------------------------------------------------------------------------------------
    def visible(self) -> list[Asked]:
        """The questions shown now, in the order they are asked; repeats instance by instance."""
        order = {question.definition: question for question in self.form.questions}
        found: list[Asked] = []
        self._gather(self._engine.root, order, found)
        return found

    def _gather(self, node: Node, questions: Mapping[int, Question], found: list[Asked]) -> None:
        if not node.relevant:
            return
        definition = self._engine.definition(node)
        if definition.control is not None:
            found.append(Asked(self._engine.path(node), questions[definition.index]))
        for name in self.form.body_order(definition.index):
            for child in node.groups[name]:
                self._gather(child, questions, found)

    def get(self, path: str) -> str:
        """The answer that counts: "" when blank or hidden. Raises BadInput for an unknown path."""
        node = self._engine.find(path)
        return node.value if node.relevant else ""

    def choices(self, path: str) -> tuple[Choice, ...]:
        """What a select question offers now, filters applied."""
        return tuple(Choice(name, {language: join_parts(parts) for language, parts in labels.items()})
                     for name, labels in self._engine.choices(self._engine.find(path)))

    def required(self, path: str) -> bool:
        """Whether a question must be answered, as things stand."""
        return self._required(self._engine.find(path))

    def readonly(self, path: str) -> bool:
        """Whether a question is read-only, as things stand."""
        node = self._engine.find(path)
        return self._holds(self._engine.definition(node).expressions.get("readonly", ""), node)

    def label(self, path: str, language: str = "") -> str:
        """The label of a question or group in a language (code), with the answers it quotes."""
        node = self._engine.find(path)
        definition = self._engine.definition(node)
        control = definition.control
        texts = control["label"] if control is not None else self.form.groups.get(definition.index, {}).get("label", {})
        return self._spoken(texts, node, language) or definition.name

    def hint(self, path: str, language: str = "") -> str:
        """The hint of a question, with the answers it quotes; "" when there is none."""
        node = self._engine.find(path)
        control = self._engine.definition(node).control
        return self._spoken(control["hint"], node, language) if control is not None else ""

    def problems(self) -> list[Problem]:
        """Everything that keeps the whole record from being finished, in the order of the questions."""
        found = []
        for path, _ in self.visible():
            node = self._engine.find(path)
            if (problem := self._problem(path, node)) is not None:
                found.append(problem)
        return found + [Problem(self._engine.path(node), self._said(node, reason), "formula")
                        for (node, _), reason in self._engine.errors.items() if node.relevant and _stands(node)]

    def _problem(self, path: str, node: Node) -> Problem | None:
        definition = self._engine.definition(node)
        if not node.value:
            if not self._required(node):
                return None
            message = self._message(node, "required") or tr("必填", "an answer is required")
            return Problem(path, self._said(node, message), "required")
        wrong_type = type_fault(definition, node.value)
        if wrong_type is not None:
            return Problem(path, self._said(node, wrong_type), "type")
        if self._engine.fault_of(node) is not None:
            return Problem(path, self._said(node, self._fault_text(node)), "constraint")
        return None

    def values(self) -> dict[str, str]:
        """Path -> value of everything that counts: relevant and not blank, computed values included."""
        return {self._engine.path(node): node.value for node in self._engine.leaves() if node.relevant and node.value}

    def answers(self) -> dict[str, str]:
        """What `Record(form, answers, …)` needs to be this record again.

        Hidden answers are in it, blanks where a default would stand, and the number of instances of repeats.
        """
        found = self._counts()
        defaulted = {action["target"] for action in self.form.actions}
        for node in self._engine.leaves():
            definition = self._engine.definition(node)
            source = definition.expressions.get("calculate", "")
            if source and "once" not in source:
                continue
            if node.value or definition.index in defaulted or "default" in definition.expressions or definition.preload:
                found[self._engine.path(node)] = node.value
        return found

    def _counts(self) -> dict[str, str]:
        found = {}
        for node in self._engine.root.below():
            for index in self.form.definitions[node.definition].children:
                definition = self.form.definitions[index]
                if definition.repeat and not self._engine.is_counted(index):
                    prefix = self._engine.path(node)
                    found[f"{prefix}/{definition.name}" if prefix else definition.name] = str(
                        len(node.groups[definition.name]))
        return found

    def xml(self, instance_id: str, extra_meta: Mapping[str, str] | None = None) -> bytes:
        """The record as canonical OpenRosa submission XML: relevant nodes only, always the same bytes.

        `extra_meta` adds entries to the meta block. Raises BadInput for an empty instance id or a name that is
        no XML name.
        """
        return submission.write(self.form, self._engine, instance_id, extra_meta or {})

    def evaluate(self, expression: str, path: str = "") -> Value:
        """The value of any expression, standing at a path. Raises ExpressionError."""
        node = self._engine.find(path) if path else self._engine.root
        return compiled(expression)(Context(node, node, self._engine))

    # -- texts -----------------------------------------------------------------------------------------------
    def _required(self, node: Node) -> bool:
        return self._holds(self._engine.definition(node).expressions.get("required", ""), node)

    def _holds(self, source: str, node: Node) -> bool:
        if not source:
            return False
        try:
            return to_boolean(self._engine.value(source, node))
        except EvaluationError:
            return False

    def _said(self, node: Node, fault: Text) -> Text:
        """A fault with the question's label before it, in both languages."""
        path = self._engine.path(node)
        return tr(f"{self.label(path, 'zh')}：{fault.zh}", f"{self.label(path, 'en')}: {fault.en}")

    def _fault_text(self, node: Node) -> Text:
        """The author's constraint message if the constraint is what fails, else our own reason."""
        fault = self._engine.fault_of(node) or BROKEN
        return (self._message(node, "constraint") if fault is BROKEN else None) or fault

    def _message(self, node: Node, kind: str) -> Text | None:
        texts = self.form.constraint_message(self._engine.definition(node), kind)
        if not texts:
            return None
        return tr(self._spoken(texts, node, "zh"), self._spoken(texts, node, "en"))

    def _spoken(self, texts: Mapping[str, Parts], node: Node, language: str) -> str:
        """A text in a language, else the default's, else any; outputs filled in."""
        engine = self._engine
        code = self.form.language_of(language)
        parts = texts.get(code) or next((found for found in texts.values() if found), "")
        if isinstance(parts, str):
            return parts
        kept, engine.language = engine.language, code
        try:
            return "".join(part if isinstance(part, str) else self._output(part["value"], node) for part in parts)
        finally:
            engine.language = kept

    def _output(self, source: str, node: Node) -> str:
        try:
            return to_string(self._engine.value(source, node))
        except EvaluationError:
            return ""


def _stands(node: Node) -> bool:
    """Whether a node is still in the tree (its instance was not removed)."""
    return all(each.parent is None or each.parent.groups[each.name][each.ordinal - 1:each.ordinal] == [each]
               for each in node.chain)
