"""The living tree of one record: what is computed, when, and only that. No languages, no messages, no XML.

The tree holds every answer, hidden ones too; `relevant` says what counts. After a change the rules that read
the changed node are computed again in the graph's order, each once; where rules read each other's instances they
are computed until nothing changes. A repeat with a count keeps its extra instances hidden, so that their answers
come back when the count does. A choice that is no longer offered leaves the answer at once. A rule whose expression
cannot be computed gives blank (a condition: shown) and leaves its reason in `errors`. An act that fails is undone.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timezone

from ...errors import BadInput
from ...i18n import Text, tr
from ..form import Definition, Form, Parts
from ..xpath.dialect import EvaluationError, Value, to_boolean, to_number, to_string
from ..xpath.instance import Node
from ..xpath.world import Context
from . import choices
from .answers import written
from .events import Events
from .plan import Seed, plan_of
from .tree import down, everything, siblings, steps

MAX_REPEATS = 5_000  # instances of one repeat
MAX_NODES = 250_000  # of one record
MAX_CHARACTERS = 50_000_000  # of all values together
MAX_LAPS = 200  # how often computing may go back to rules that were computed before
_ALL = 1 << 62


class Engine:
    """See the module. Satisfies `world.World` for the expressions of its form."""

    blank_when_empty = True
    namespaces: Mapping[str, str] = {}

    def __init__(self, form: Form, now: datetime, today: date, person: str = "", device: str = "", seed: int = 0,
                 language: str = "", location: str = "", email: str = "", phone: str = "") -> None:
        offset = now.utcoffset()
        if offset is None:
            raise ValueError("now must carry a time zone")
        self.form, self.plan = form, plan_of(form)
        self.now, self.today, self.person, self.device, self.seed = now, today, person, device, seed
        self.zone = timezone(offset) if offset else UTC
        self.location = location
        self.language = form.locale_of(language)
        self.instances: Mapping[str, Node] = form.instances
        self.document = Node("")
        self.errors: dict[tuple[Node, str], Text] = {}  # what cannot be computed as things stand: by kind of rule, of a
        # count by its parent and the repeat's name
        self.before: dict[Node, tuple[str, bool, bool, bool]] = {}  # what touched nodes were when the act began
        self.checked: dict[Node, None] = {}  # whose answer or formula was looked at since
        self.grown: list[Node] = []  # instances made since
        self.cut: list[Node] = []  # instances taken out since
        self.events = Events(self, {"deviceid": device, "username": person, "email": email, "phonenumber": phone,
                                    "phone number": phone})
        self.offered = {} if form.last_saved else self.plan.offered  # see `choices.names`
        self._hidden: dict[int, int] = {}  # how many instances of a tallied repeat are hidden
        self._pending: dict[int, dict[Node, None]] = {}
        self._ranks: list[int] = []
        self._limit = _ALL  # while all is computed for the first time: rules after this one will come anyway
        self.root = self._grow(self.plan.initial, self.document)
        self.document.groups[self.root.name] = [self.root]
        self._size, self._length = len(form.definitions), 0  # of the nodes and their values, near enough
        self.begin()

    # -- the tree ----------------------------------------------------------------------------------------
    def _grow(self, seed: Seed, parent: Node) -> Node:
        """A node and all below it; every name of the form gets its group."""
        name, index, text, below = seed
        node = Node(name, parent, text, index)
        groups = node.groups
        for name, seeds in below:
            groups[name] = group = [self._grow(each, node) if each[3] else Node(name, node, each[2], each[1]) for each in seeds]
            for ordinal in range(1, len(group)):
                group[ordinal].ordinal = ordinal + 1
        return node

    def definition(self, node: Node) -> Definition:
        """What the form says of a node."""
        return self.form.definitions[node.definition]

    def path(self, node: Node) -> str:
        """The record path: names from below the root, repeats with their number."""
        definitions = self.form.definitions
        return "/".join([f"{each.name}[{each.ordinal}]" if definitions[each.definition].repeat else each.name
                         for each in node.chain[2:]])

    def find(self, path: str) -> Node:
        """The node at a record path; a repeat without number means its first. Raises BadInput."""
        node = self.root
        for name, number in self.steps(path):
            group = node.groups.get(name, ())
            if not 0 < number <= len(group):
                raise BadInput(tr(f"记录里没有“{path}”", f"the record has no {path!r}"), where=self.form.name)
            node = group[number - 1]
        return node

    def steps(self, path: str) -> list[tuple[str, int]]:
        """A record path as names and numbers (1 where none is written), without the root. Raises BadInput."""
        return steps(self.form, path)

    def leaves(self) -> Iterator[Node]:
        """Every node that can hold a value, attributes among them, in the form's order, hidden ones too."""
        leaf = self.plan.leaf
        return (node for node in everything(self.root) if leaf[node.definition])

    def new_instance(self, repeat: int, parent: Node) -> Node:
        """Append an instance made from the template. Raises BadInput beyond MAX_REPEATS and MAX_NODES."""
        name = self.form.definitions[repeat].name
        group = parent.groups[name]
        if len(group) >= MAX_REPEATS:
            raise BadInput(tr(f"“{name}”超过{MAX_REPEATS}个", f"more than {MAX_REPEATS} of {name!r}"))
        if self._size + self.plan.sizes[repeat] > MAX_NODES:
            raise BadInput(tr(f"记录超过{MAX_NODES}个节点", f"the record exceeds {MAX_NODES} nodes"), where=name)
        self._size += self.plan.sizes[repeat]
        node = self._grow(self.plan.templates[repeat], parent)
        group.append(node)
        node.ordinal = len(group)
        self.grown.append(node)
        return node

    def start_instance(self, instance: Node) -> None:
        """What a fresh instance sets off in itself: its events, then its rules."""
        for node in everything(instance):
            self.before.setdefault(node, ("", False, True, False))
        self.events.preload((), instance)
        self.events.new_repeat(instance)
        self.schedule_all(instance)

    def move_up(self, instance: Node, places: int) -> None:
        """Bring the last instance of a group to an earlier place; those it passes are computed again."""
        group = siblings(instance)
        group.insert(len(group) - 1 - places, group.pop())
        for ordinal, node in enumerate(group, 1):
            if node.ordinal != ordinal:
                node.ordinal = ordinal
                self.schedule_all(node)

    def take_out(self, instance: Node) -> None:
        """Remove an instance; those after it move up and are computed again, as their place may count."""
        group = siblings(instance)
        del group[instance.ordinal - 1]
        for later in group[instance.ordinal - 1:]:
            later.ordinal -= 1
            self.schedule_all(later)
        self.cut.append(instance)
        gone = everything(instance)
        self._size -= len(gone)
        self._length -= sum(len(node.value) for node in gone)
        if not instance.relevant and instance.definition in self.plan.tallied:
            self._hidden[instance.definition] -= 1
        for key in [key for key in self.errors if instance in key[0].chain]:
            del self.errors[key]
        self.structure_changed(instance)

    # -- changes -----------------------------------------------------------------------------------------
    def put(self, node: Node, value: str) -> None:
        """Change a value and schedule what reads it. Raises BadInput when the record would grow beyond MAX_CHARACTERS."""
        old = node.value
        if value == old:
            return
        self._length += len(value) - len(old)
        if self._length > MAX_CHARACTERS:
            raise BadInput(tr(f"记录超过{MAX_CHARACTERS}字", f"the record exceeds {MAX_CHARACTERS} characters"),
                           where=self.form.name, todo=self.path(node))
        if node not in self.before:
            self._note(node)
        node.value = value
        if node.definition in self.plan.triggers:
            self.events.changed(node, old)
        self._touched(node)

    def _note(self, node: Node) -> None:
        self.before.setdefault(node, (node.value, node.relevant, node.own_relevant, node.beyond))

    def _touched(self, node: Node) -> None:
        """Schedule every rule that reads this node, and its own validity."""
        for rank, depth, names in self.plan.edges.get(node.definition, ()):
            if rank <= self._limit:
                self._schedule(rank, down(node.chain[depth], names))
        own = self.plan.valid.get(node.definition)
        if own is not None and own <= self._limit:
            self._schedule(own, (node,))

    def _schedule(self, rank: int, nodes: Iterable[Node]) -> None:
        waiting = self._pending.get(rank)
        if waiting is None:
            self._pending[rank] = dict.fromkeys(nodes)
            heapq.heappush(self._ranks, rank)
        else:
            waiting.update(dict.fromkeys(nodes))

    def schedule_all(self, top: Node) -> None:
        """Schedule every rule of a node and of all below it."""
        computing, counting, valid = self.plan.computing, self.plan.counting, self.plan.valid
        for node in everything(top):
            index = node.definition
            for rank in computing.get(index, ()):
                self._schedule(rank, (node,))
            for rank in counting.get(index, ()):
                self._schedule(rank, (node,))
            if index in valid:
                self._schedule(valid[index], (node,))

    def schedule_spoken(self) -> None:
        """Schedule every formula that may quote a text of the form."""
        for rank, rule in enumerate(self.plan.rules):
            if rule.kind != "valid" and ("itext" in rule.source or "choice-name" in rule.source):
                index = self.form.definitions[rule.node].parent if rule.kind == "count" else rule.node
                self._schedule(rank, down(self.document, self.plan.names[index]))

    def structure_changed(self, instance: Node) -> None:
        """An instance came or went: schedule what reads across the instances of its repeat."""
        for rank, depth, names in self.plan.structure_of(instance.definition):
            if rank <= self._limit:
                self._schedule(rank, down(instance.chain[depth], names))

    # -- computing -----------------------------------------------------------------------------------------
    def open(self) -> None:
        """Compute everything for the first time. That is no change: no action answers, no choice is dropped."""
        for rank, (index, kind, _) in enumerate(self.plan.rules):
            if kind == "valid":
                break
            self._limit = rank
            at = self.form.definitions[index].parent if kind == "count" else index
            self._compute(rank, down(self.document, self.plan.names[at]))
            if self._ranks:
                self._run()
        self._limit = _ALL
        self.events.forget()

    def settle(self) -> None:
        """Compute, and carry out the actions that changes set off, until nothing is left to do.

        Raises BadInput when that never comes to rest; `undo` takes the act back.
        """
        self._run()
        while self.events.answer():
            self._run()

    def _run(self) -> None:
        laps, last = 0, -1
        while self._ranks:
            rank = heapq.heappop(self._ranks)
            nodes: Iterable[Node] = self._pending.pop(rank)
            if rank <= last:
                laps += 1
                if laps > MAX_LAPS:
                    raise BadInput(tr("表单中的公式互相影响，无法停下", "the form's formulas change each other without end"),
                                   where=self.form.name, todo=self.path(next(iter(nodes))))
                if laps % 2:  # so that a chain through the instances of a repeat is short from either end
                    nodes = reversed(list(nodes))
            last = rank
            self._compute(rank, nodes)

    def _compute(self, rank: int, nodes: Iterable[Node]) -> None:
        """Work out one rule at these nodes."""
        index, kind, source = self.plan.rules[rank]
        if kind == "calculate":
            repeat = self.plan.tallies.get(rank)
            for node in nodes if self.plan.leaf[index] else ():
                if repeat is None or self._hidden.get(repeat):
                    self._calculate(node, source)
                else:
                    self._tally(node, repeat)
        elif kind == "relevant":
            for node in nodes:
                self._relevance(node, source)
        elif kind == "count":
            for node in nodes:
                self._count(index, node, source)
        else:
            self._validity(index, nodes)

    def value(self, source: str, node: Node) -> Value:
        """An expression's value at a node. Raises EvaluationError."""
        return self.form.closure(source)(Context(node, node, self))

    def value_of_next(self, source: str, repeat: int, parent: Node) -> Value:
        """An expression's value where the next instance of a repeat would stand. Raises EvaluationError."""
        return self.value(source, self.next_place(repeat, parent))

    def next_place(self, repeat: int, parent: Node) -> Node:
        """A node in no group, where the next instance of a repeat would stand."""
        name = self.form.definitions[repeat].name
        place = Node(name, parent, "", repeat)
        place.ordinal = len(parent.groups[name]) + 1
        return place

    def truth(self, source: str, node: Node) -> bool:
        """An expression's truth at a node. Raises EvaluationError."""
        return to_boolean(self.value(source, node))

    def _calculate(self, node: Node, source: str) -> None:
        definition = self.form.definitions[node.definition]
        if self.errors:
            self.errors.pop((node, "calculate"), None)
        try:
            text = written(definition, self.value(source, node), self.zone)
        except EvaluationError as error:
            text = ""
            self.failed(node, "calculate", error)
        if text != node.value:
            self.put(node, text)

    def _tally(self, node: Node, repeat: int) -> None:
        """`count()` of a repeat none of whose instances is hidden."""
        *above, name = self.plan.names[repeat]
        group = down(self.document, above)[0].groups[name]
        self.put(node, written(self.form.definitions[node.definition], float(len(group)), self.zone))

    def _relevance(self, node: Node, source: str) -> None:
        if self.errors:
            self.errors.pop((node, "relevant"), None)
        kept, node.relevant = node.relevant, True  # it may ask for its own place, whether it is hidden or not
        try:
            shown = self.truth(source, node)
        except EvaluationError as error:
            shown = True
            self.failed(node, "relevant", error)
        finally:
            node.relevant = kept
        if shown is not node.own_relevant:
            self._note(node)
            node.own_relevant = shown
        self._refresh(node)

    def _refresh(self, node: Node) -> None:
        """Work out again whether a node and what is below it count."""
        above = node.parent
        relevant = node.own_relevant and not node.beyond and (above is None or above.relevant)
        if relevant is node.relevant:
            return
        self._note(node)
        node.relevant = relevant
        if node.definition in self.plan.tallied:
            self._hidden[node.definition] = self._hidden.get(node.definition, 0) + (-1 if relevant else 1)
        self._touched(node)
        for group in node.groups.values():
            for child in group:
                self._refresh(child)

    def _count(self, repeat: int, parent: Node, source: str) -> None:
        """Bring a repeat to its count: new instances at the end, extra ones hidden."""
        definition = self.form.definitions[repeat]
        self.errors.pop((parent, definition.name), None)
        try:
            number = to_number(self.value_of_next(source, repeat, parent), self.zone)
        except EvaluationError as error:
            number = 0.0
            self.errors[parent, definition.name] = reason(error)
        wanted = 0 if number != number else int(max(0.0, min(number, MAX_REPEATS)))
        group = parent.groups[definition.name]
        for instance in group:
            if instance.beyond is not (instance.ordinal > wanted):
                self._note(instance)
                instance.beyond = not instance.beyond
                self._refresh(instance)
        made = [self.new_instance(repeat, parent) for _ in range(wanted - len(group))]
        for instance in made:
            self.start_instance(instance)
            if not parent.relevant:
                self._refresh(instance)
        if made:
            self.structure_changed(made[0])

    def _validity(self, index: int, nodes: Iterable[Node]) -> None:
        self.checked.update(dict.fromkeys(nodes))
        if index in self.plan.filtered:
            for node in nodes:
                if node.value and node.relevant:
                    self.put(node, choices.still_offered(self, node))

    def failed(self, node: Node, kind: str, error: EvaluationError) -> None:
        """Keep why something of a node could not be computed."""
        self.errors[node, kind] = reason(error)
        self.checked[node] = None

    # -- acts --------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Forget the act before; `before`, `checked`, `grown` and `cut` tell of the one that begins."""
        self.before.clear()
        self.checked.clear()
        self.grown.clear()
        self.cut.clear()
        self._kept = dict(self.errors), self._size, self._length, dict(self._hidden), self.language

    def undo(self) -> None:
        """Put everything back as it was when the act began."""
        self._pending.clear()
        self._ranks.clear()
        self.events.forget()
        for node, held in self.before.items():
            node.value, node.relevant, node.own_relevant, node.beyond = held
        groups = {id(group): group for group in map(siblings, (*self.grown, *self.cut))}
        grown = set(self.grown)
        for group in groups.values():
            group[:] = [node for node in group if node not in grown]
        for instance in reversed(self.cut):
            siblings(instance).insert(instance.ordinal - 1, instance)
        for group in groups.values():
            for ordinal, node in enumerate(group, 1):
                node.ordinal = ordinal
        self.errors, self._size, self._length, self._hidden, self.language = self._kept
        self.begin()

    # -- what holds --------------------------------------------------------------------------------------
    def error_of(self, node: Node) -> Text | None:
        """Why something of this node cannot be computed as things stand."""
        return next((why for (other, _), why in self.errors.items() if other is node), None) if self.errors else None

    def place_of(self, node: Node, kind: str) -> str:
        """The path of what has an error of this kind: a node, or the repeat whose count it is."""
        above = self.path(node)
        return (f"{above}/{kind}" if above else kind) if kind in node.groups else above

    # -- the rest of World -------------------------------------------------------------------------------
    def choice_label(self, path: str, value: str, at: Node) -> str:
        """The label of a choice of the question at an absolute or relative path, in the record's language."""
        return choices.label(self, path, value, at)

    def translated(self, text_id: str) -> str:
        """A text of the form by id, in the record's language; the id where there is none."""
        texts = self.form.data["texts"].get(text_id)
        if not texts:
            return text_id
        return self.filled(self.form.spoken(texts, self.language), self.root)

    def filled(self, parts: Parts, node: Node) -> str:
        """A text with the values it quotes, as seen from a node; what cannot be computed is left out."""
        if isinstance(parts, str):
            return parts
        return "".join([part if isinstance(part, str) else self._quoted(part["value"], node) for part in parts])

    def _quoted(self, source: str, node: Node) -> str:
        try:
            return to_string(self.value(source, node))
        except EvaluationError:
            return ""


def reason(error: EvaluationError) -> Text:
    """Why an expression could not be computed."""
    return error.what if isinstance(error.what, Text) else tr(error.what, error.what)
