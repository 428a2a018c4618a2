"""A form being filled in: the one object the rest of the program talks to.

    record = Record(form, answers, now=…, today=…)
    record.set("escape/window_bars", "fail")      -> Delta: what changed, what is shown or hidden, what breaks
    record.visible(); record.outline(); record.choices(path); record.label(path, "zh"); record.problems()
    record.values()                               what counts: relevant and not blank
    record.answers()                              what to keep so that Record(form, answers) is this record again

Paths are the form's, with or without the root before them; a repeat carries its number: `rooms[2]/bars`,
`/data/rooms[2]/bars`; an attribute its @: `meta/entity/@id`. In `answers` the path of a repeat without number (`rooms`)
gives the number of its instances.

Two records with the same form, answers, now, today, person, device and seed are alike, whatever the order of the answers
was. What an act sets off beyond its own answer becomes an answer like any other: the value of an action (a trigger, a
dynamic default), the first value of once(), a choice dropped because it is no longer offered, instances a count has made.
What does not outlast the session: what a person writes over a formula (it stands until the formula is computed again, when
something it reads changes or the record is opened again, as in ODK Collect), and instances past a count that hold no answer.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from ...errors import BadInput
from ...i18n import Text, tr
from .. import submission
from ..form import Choice, Definition, Form, Question, plain_media
from ..xpath.dialect import EvaluationError, Value, to_boolean
from ..xpath.evaluate import compiled
from ..xpath.instance import Node
from ..xpath.world import Context
from . import choices, speech, validation, walk
from .answers import tidied, type_fault
from .engine import Engine
from .opening import Filling, definition_at, phantom, saved_document
from .tree import down, everything, siblings
from .walk import Entry


class Asked(NamedTuple):
    """A question as it stands in the record: where, and what the form says of it."""

    path: str
    question: Question


@dataclass(frozen=True, slots=True)
class Delta:
    """What one act changed. `values`: path -> value now ("" when blank or hidden), the given answer included;
    `shown` and `hidden`: paths of questions that came or went; `faults`: answers that no longer hold;
    `cleared`: answers that are gone for good, not merely hidden (taken back, emptied by an action, no longer offered).
    """

    values: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    faults: Mapping[str, Text] = field(default_factory=dict)
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a record from being finished, at one question: `text` is its label and what is wrong, the author's message
    where there is one. `kind`: required, type, choice, constraint, formula.
    """

    path: str
    text: Text
    kind: str


class Record:
    """One filled-in form. `now` carries a time zone; `seed` feeds random(), uuid(), randomize() and the instanceID."""

    def __init__(self, form: Form, answers: Mapping[str, str] | None = None, *, now: datetime, today: date,
                 person: str = "", device: str = "", seed: int = 0, language: str = "", exact: bool = False,
                 location: str = "", email: str = "", phone: str = "",
                 last_saved: bytes | str | Mapping[str, str] | None = None) -> None:
        """Open a record with answers by path; defaults, metadata and first-load actions fill what `answers` does not name.

        `exact`: the answers are a whole record that is resumed, so nothing is filled in as in a new one. `location`: where
        the device is, as a geopoint; `last_saved`: the record saved before (its XML, or its values by path), for
        jr://instance/last-saved. Raises BadInput for a path the form does not have.
        """
        self.form = form
        self.meta: Mapping[str, str] = {}
        self._engine = engine = Engine(form, now, today, person, device, seed, language, location, email, phone)
        if form.last_saved:
            saved = saved_document(form, last_saved)
            engine.instances = ChainMap(dict.fromkeys(form.last_saved, saved), form.instances)  # type: ignore[arg-type]
        filled = Filling(engine, answers or {})
        if not exact:
            engine.events.preload(filled.answered, engine.root)
        engine.open()
        if not exact:
            for instance in filled.made:
                engine.events.new_repeat(instance, filled.answered)
            engine.events.first_load(filled.answered, {**filled.made, **dict.fromkeys(engine.grown)})
        engine.settle()
        engine.begin()

    @classmethod
    def from_xml(cls, form: Form, xml: bytes | str, *, now: datetime, today: date, person: str = "", device: str = "",
                 seed: int = 0, language: str = "") -> Record:
        """The record a submission holds; `meta` gives its meta entries (instanceID among them).

        Raises BadInput for XML that is malformed, of another form or version, or has elements the form lacks.
        """
        answers, meta = submission.read(form, xml)
        record = cls(form, answers, now=now, today=today, person=person, device=device, seed=seed,
                     language=language, exact=True)
        record.meta = meta
        return record

    # -- filling in ----------------------------------------------------------------------------------------
    def set(self, path: str, value: str, *, lenient: bool = False) -> Delta:
        """Answer a question ("" takes the answer back).

        Raises BadInput, and changes nothing, when the form has no such question, it is not shown, is computed
        or read-only, or the value has the wrong type, is no choice or breaks the constraint. `lenient` keeps a value
        that does not hold and leaves it to `problems()`.
        """
        engine = self._engine
        node = engine.find(path)
        definition = engine.definition(node)
        value = tidied(definition, value)
        fault = self._closed(node, definition)
        if fault is None and not lenient:
            fault = type_fault(definition, value) or self._breaks(node, value)
        if fault is not None:
            raise BadInput(speech.said(engine, node, fault), where=path)
        with self._act():
            engine.before[node] = (node.value, node.relevant, node.own_relevant, node.beyond)
            engine.put(node, value)
        return self._delta()

    def _closed(self, node: Node, definition: Definition) -> Text | None:
        """Why a node cannot be answered at all."""
        if not self._engine.plan.leaf[definition.index]:
            return tr("这是一组题，不能直接填写", "this is a group, not a question")
        if definition.control is None and "calculate" in definition.expressions:
            return tr("此项由表单计算得出", "the form computes this")
        if definition.control is None and definition.preload:
            return tr("此项由程序填写", "the program fills this in")
        if not node.relevant:
            return tr("按已填的情况此项未显示", "this is hidden by the answers so far")
        if self._readonly(node):
            return tr("此项只读", "this is read-only")
        return None

    def _breaks(self, node: Node, value: str) -> Text | None:
        """Why a value would not hold here: choices or constraint. The node is as before afterwards."""
        kept, node.value = node.value, value
        try:
            found = validation.wrong(self._engine, node)
            return found and found[1]
        finally:
            node.value = kept

    @contextmanager
    def _act(self) -> Iterator[None]:
        """One act: what depends on it is computed at the end; one that fails is undone."""
        self._engine.begin()
        try:
            yield
            self._engine.settle()
        except BadInput:
            self._engine.undo()
            raise

    def add_repeat(self, path: str, at: int | None = None) -> Delta:
        """Add an instance to a repeat (`rooms`, `rooms[2]/beds`): at the end, or as number `at`; those after it move down.

        Raises BadInput where the form decides how many there are or forbids it, or would hide the new one.
        """
        parent, definition = self._repeat(path)
        engine, group = self._engine, parent.groups[definition.name]
        if not self._would_show(definition.index, parent):
            raise BadInput(tr("按已填的情况此项未显示", "this is hidden by the answers so far"), where=path)
        if at is not None and not 0 < at <= len(group) + 1:
            raise BadInput(tr(f"“{path}”没有第{at}个位置", f"{path!r} has no place {at}"), where=self.form.name)
        moved = group[at - 1:] if at is not None else []
        old = self._held_by(moved)
        with self._act():
            instance = engine.new_instance(definition.index, parent)
            if moved:
                engine.move_up(instance, len(moved))
            engine.start_instance(instance)
            engine.structure_changed(instance)
        return self._with_moved(old, [instance, *moved] if moved else [], instance)

    def remove_repeat(self, path: str) -> Delta:
        """Remove an instance (`rooms[2]`); those after it move up. `values` tells every path that now differs."""
        if not self._engine.steps(path) or not path.endswith("]"):
            raise BadInput(tr(f"“{path}”应写明第几个，如 {path}[1]", f"say which one: {path}[1]"), where=path)
        parent, definition = self._repeat(path[:path.rindex("[")])
        engine = self._engine
        instance = engine.find(path)
        group = parent.groups[definition.name]
        moved = group[instance.ordinal - 1:]
        old = self._held_by(moved)
        with self._act():
            engine.take_out(instance)
        return self._with_moved(old, moved[1:], instance)

    def _with_moved(self, old: Mapping[str, str], moved: list[Node], instance: Node) -> Delta:
        """The delta, which also tells what now stands under the paths of moved instances, and how many there are."""
        delta = self._delta()
        new = self._held_by(moved)
        differs = {each: new.get(each, "") for each in {**old, **new} if old.get(each, "") != new.get(each, "")}
        count = {self._engine.path(instance).rpartition("[")[0]: str(len(siblings(instance)))}
        return Delta({**delta.values, **differs, **count}, delta.shown, delta.hidden, delta.faults, delta.cleared)

    def _held_by(self, instances: list[Node]) -> dict[str, str]:
        engine = self._engine
        return {engine.path(node): node.value if node.relevant else "" for instance in instances
                for node in everything(instance) if engine.plan.leaf[node.definition]}

    def _repeat(self, path: str) -> tuple[Node, Definition]:
        """A repeat's parent node and definition. Raises BadInput when it is none, hidden, or not the user's to change."""
        engine, definition = self._engine, self._repeated(path)
        if definition.index in engine.plan.counted:
            raise BadInput(tr(f"“{path}”的个数由表单决定", f"the form decides how many {path!r} there are"),
                           where=self.form.name)
        parent = self._parent(path)
        if not parent.relevant:
            raise BadInput(tr("按已填的情况此项未显示", "this is hidden by the answers so far"), where=path)
        if not self._may_change(definition.index, parent):
            raise BadInput(tr(f"表单不允许增减“{path}”", f"the form does not let you add or remove {path!r}"), where=self.form.name)
        return parent, definition

    def _repeated(self, path: str) -> Definition:
        definition = definition_at(self._engine, path)
        if not definition.repeat or path.endswith("]"):
            raise BadInput(tr(f"“{path}”不是可重复的组", f"{path!r} is not a repeat"), where=self.form.name)
        return definition

    def _parent(self, path: str) -> Node:
        above = path.rpartition("/")[0]
        return self._engine.find(above) if above.strip("/") else self._engine.root

    def _may_change(self, repeat: int, parent: Node) -> bool:
        """Whether the user may add and remove instances of a repeat."""
        forbidden = self.form.groups.get(repeat, {}).get("no_add_remove", "")
        return repeat not in self._engine.plan.counted and not self._holds_next(forbidden, repeat, parent, otherwise=False)

    def _would_show(self, repeat: int, parent: Node) -> bool:
        """Whether one more instance of a repeat would be shown."""
        source = self.form.definitions[repeat].expressions.get("relevant", "")
        return parent.relevant and self._holds_next(source, repeat, parent, otherwise=True)

    def _holds_next(self, source: str, repeat: int, parent: Node, otherwise: bool) -> bool:
        """Whether a condition holds where the next instance would stand; `otherwise` when there is none to compute."""
        try:
            return to_boolean(self._engine.value_of_next(source, repeat, parent)) if source else otherwise
        except EvaluationError:
            return otherwise

    def instances(self, path: str) -> int:
        """How many shown instances a repeat (`rooms`) has. Raises BadInput for what is no repeat."""
        definition = self._repeated(path)
        return sum(1 for node in self._parent(path).groups[definition.name] if node.relevant)

    def _delta(self) -> Delta:
        engine = self._engine
        values: dict[str, str] = {}
        shown: list[str] = []
        hidden: list[str] = []
        cleared: list[str] = []
        for node, (old, was_shown, _, _) in engine.before.items():
            if not engine.plan.leaf[node.definition]:
                continue
            now, seen = node.value if node.relevant else "", old if was_shown else ""
            if now == seen and node.relevant is was_shown and (node.value or not old):
                continue
            path = engine.path(node)
            if now != seen:
                values[path] = now
            if old and not node.value and "calculate" not in engine.definition(node).expressions:
                cleared.append(path)
            if node.relevant is not was_shown and engine.definition(node).control is not None:
                (shown if node.relevant else hidden).append(path)
        faults = {engine.path(node): fault for node in engine.checked if (fault := self._standing_fault(node)) is not None}
        return Delta(values, tuple(shown), tuple(hidden), faults, tuple(cleared))

    def _standing_fault(self, node: Node) -> Text | None:
        """Why a shown answer does not hold now, or why its formula cannot be computed."""
        if not node.relevant:
            return None
        found = validation.wrong(self._engine, node)
        return self._engine.error_of(node) or (found and found[1])

    def speak(self, language: str) -> Delta:
        """Go on in another language (code, or name as the author wrote it): labels, messages and what formulas quote."""
        with self._act():
            self._engine.language = self.form.locale_of(language)
            self._engine.schedule_spoken()
        return self._delta()

    @property
    def language(self) -> str:
        """The language the record speaks when none is asked for."""
        return self._engine.language

    # -- asking ----------------------------------------------------------------------------------------------
    def visible(self) -> list[Asked]:
        """The questions shown now, in the order they are asked; repeats instance by instance."""
        questions, path = self._engine.plan.questions, self._engine.path
        return [Asked(path(node), questions[node.definition]) for node in walk.asked(self._engine)]

    def outline(self) -> list[Entry]:
        """The questions shown now with the groups and repeats around them, one line each; see Entry."""
        return list(walk.Outline(self._engine, self._may_change, self._would_show).entries())

    def get(self, path: str) -> str:
        """The answer that counts: "" when blank or hidden. Raises BadInput for an unknown path."""
        node = self._engine.find(path)
        return node.value if node.relevant else ""

    def relevant(self, path: str) -> bool:
        """Whether a question, group or instance counts as things stand. Raises BadInput for an unknown path."""
        return self._engine.find(path).relevant

    @property
    def instance_id(self) -> str:
        """The record's own number: what the form has filled in (jr:preload uid), or the submission said; "" when it has none."""
        names, uid = self._engine.plan.names, sorted(self._engine.plan.uid)
        own = (node.value for index in uid for node in down(self._engine.document, names[index]))
        return next(own, self.meta.get("instanceID", ""))

    def choices(self, path: str) -> tuple[Choice, ...]:
        """What a select question offers now, filters applied, answers quoted in labels filled in."""
        engine = self._engine
        node = engine.find(path)
        return tuple([Choice(name, {language: engine.filled(parts, node) for language, parts in labels.items()}, plain_media(media))
                      for name, labels, media in choices.offered(engine, node)])

    def required(self, path: str) -> bool:
        """Whether a question must be answered, as things stand."""
        node = self._engine.find(path)
        return self._holds(self._engine.definition(node).expressions.get("required", ""), node)

    def readonly(self, path: str) -> bool:
        """Whether a question is read-only, as things stand: by itself or by a group around it."""
        return self._readonly(self._engine.find(path))

    def label(self, path: str, language: str = "") -> str:
        """The label of a question, group or repeat in a language (code), with the answers it quotes; else its name."""
        return speech.label(self._engine, phantom(self._engine, path), language)

    def hint(self, path: str, language: str = "") -> str:
        """The hint of a question, with the answers it quotes; "" when there is none."""
        return speech.part(self._engine, self._engine.find(path), "hint", language)

    def guidance(self, path: str, language: str = "") -> str:
        """The guidance of a question, for training and paper; "" when there is none."""
        return speech.part(self._engine, self._engine.find(path), "guidance", language)

    def media(self, path: str, language: str = "") -> dict[str, str]:
        """URIs of a label's image, audio, video and big-image, by kind."""
        return speech.media(self._engine, phantom(self._engine, path), language)

    def constraint_message(self, path: str, language: str = "") -> str:
        """What the author says when the constraint is broken; "" when nothing."""
        return speech.message(self._engine, self._engine.find(path), "constraint", language)

    def required_message(self, path: str, language: str = "") -> str:
        """What the author says when a required answer is missing; "" when nothing."""
        return speech.message(self._engine, self._engine.find(path), "required", language)

    def problems(self) -> list[Problem]:
        """Everything that keeps the whole record from being finished, in the order of the questions; then formulas that
        cannot be computed for what is not asked.
        """
        engine, found = self._engine, []
        asked = walk.asked(engine)
        for node in asked:
            problem = validation.problem(engine, node)
            if problem is not None:
                kind, text = problem
                found.append(Problem(engine.path(node), speech.said(engine, node, text), kind))
        if engine.errors:
            told = set(asked)
            places = {node: place for place, node in enumerate(everything(engine.root))}
            unasked = [(places[node], kind, node) for node, kind in engine.errors if node.relevant and node not in told]
            found += [Problem(engine.place_of(node, kind), speech.said(engine, node, engine.errors[node, kind]), "formula")
                      for _, kind, node in sorted(unasked, key=lambda each: each[:2])]
        return found

    def values(self) -> dict[str, str]:
        """Path -> value of everything that counts: relevant and not blank, computed values included; but for the
        `instance_id`, which is no answer.
        """
        uid, path = self._engine.plan.uid, self._engine.path
        return {path(node): node.value for node in self._engine.leaves()
                if node.value and node.relevant and node.definition not in uid}

    def answers(self) -> dict[str, str]:
        """What `Record(form, answers, …)` needs to be this record again.

        Hidden answers are in it, blanks where a default would stand, and the number of instances of repeats.
        """
        engine, found = self._engine, self._counts()
        for node in engine.leaves():
            source = self.form.definitions[node.definition].expressions.get("calculate", "")
            if source and "once" not in source and node.definition not in engine.plan.acted_on:
                continue
            if node.value or node.definition in engine.plan.kept:
                found[engine.path(node)] = node.value
        return found

    def _counts(self) -> dict[str, str]:
        """The number of instances of every repeat that the form does not count itself."""
        engine, found = self._engine, {}
        for each in self.form.definitions:
            if each.repeat and each.index not in engine.plan.counted:
                for parent in down(engine.document, engine.plan.names[each.parent]):
                    above = engine.path(parent)
                    found[f"{above}/{each.name}" if above else each.name] = str(len(parent.groups[each.name]))
        return found

    def xml(self, instance_id: str = "", extra_meta: Mapping[str, str] | None = None) -> bytes:
        """The record as canonical OpenRosa submission XML: relevant nodes only, always the same bytes.

        Without `instance_id` the record's own stands in it. `extra_meta` adds entries to the meta block. Raises BadInput
        when there is no instance id, or for a name that is no XML name.
        """
        return submission.write(self.form, self._engine, instance_id or self.meta.get("instanceID", ""), extra_meta or {})

    def evaluate(self, expression: str, path: str = "") -> Value:
        """The value of any expression, standing at a path. Raises ExpressionError."""
        node = self._engine.find(path) if path not in ("", "/") else self._engine.root
        return compiled(expression)(Context(node, node, self._engine))

    # -- conditions --------------------------------------------------------------------------------------
    def _readonly(self, node: Node) -> bool:
        return any(self._holds(self._engine.definition(each).expressions.get("readonly", ""), each) for each in node.chain[1:])

    def _holds(self, source: str, node: Node) -> bool:
        """Whether a condition holds; one that cannot be computed does not."""
        if not source:
            return False
        try:
            return self._engine.truth(source, node)
        except EvaluationError:
            return False
