"""The living tree of one record: what is computed, when, and only that. No languages, no messages, no XML.

The tree holds every answer, hidden ones too; `relevant` says what counts. After a change the rules that read
the changed node are computed again in the graph's order, each once. A repeat with a count keeps its extra
instances hidden, so that their answers come back when the count does. A rule whose expression cannot be
computed gives blank (a condition: shown) and leaves its reason in `errors`.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timezone
from typing import Any

from ..errors import BadInput
from ..i18n import Text, tr
from .answers import written
from .evaluate import Context, EvaluationError
from .form import Definition, Form
from .instance import Node
from .values import Value, moment_text, to_boolean, to_number, to_string

MAX_REPEATS = 5_000  # instances of one repeat
MAX_ROUNDS = 50  # of actions setting off actions
BROKEN = tr("不符合约束", "it breaks the constraint")  # stands in until the author's own message is looked up
_STEP = re.compile(r"([^\[\]/]+)(?:\[(\d{1,6})\])?\Z")
FIRST_LOAD, NEW_REPEAT, CHANGED = "odk-instance-first-load", "odk-new-repeat", "xforms-value-changed"


class Engine:
    """See the module. Satisfies `world.World` for the expressions of its form."""

    blank_when_empty = True
    location = ""
    namespaces: Mapping[str, str] = {}

    def __init__(self, form: Form, now: datetime, today: date, person: str, device: str, seed: int,
                 language: str) -> None:
        self.form = form
        self.now, self.today, self.person, self.device, self.seed = now, today, person, device, seed
        offset = now.utcoffset()
        if offset is None:
            raise ValueError("now must carry a time zone")
        self.zone = timezone(offset) if offset else UTC
        self.language = form.language_of(language)
        self.instances: Mapping[str, Node] = form.instances
        self.document = Node("")
        self.before: dict[Node, tuple[str, bool]] = {}  # what touched nodes held when the act began
        self.checked: dict[Node, None] = {}  # whose answer or formula was looked at since
        self.errors: dict[tuple[Node, str], Text] = {}  # by kind of rule: what cannot be computed as things stand
        self._pending: dict[int, dict[Node, None]] = {}
        self._ranks: list[int] = []
        self._fired: list[Node] = []
        self._choice_cache: dict[int, frozenset[str]] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._counted = {node for node, kind in form.rules if kind == "count"}
        self._triggers: dict[int, list[Any]] = {}
        for action in form.actions:
            if CHANGED in action["events"] and action["trigger"] >= 0:
                self._triggers.setdefault(action["trigger"], []).append(action)
        self.root = self._grow(0, form.data["initial"], self.document)

    # -- the tree ----------------------------------------------------------------------------------------
    def _grow(self, definition: int, tree: list[Any], parent: Node) -> Node:
        """A node and all below it from a tree of defaults; every name of the form gets its group."""
        node = Node(tree[0], parent, tree[1], definition)
        parent.append(node)
        self._grow_children(node, tree)
        return node

    def _grow_children(self, node: Node, tree: list[Any]) -> None:
        by_name: dict[str, list[Any]] = {}
        for child in tree[2]:
            by_name.setdefault(child[0], []).append(child)
        for index in self.form.definitions[node.definition].children:
            below = self.form.definitions[index]
            node.groups.setdefault(below.name, [])
            for child in by_name.get(below.name, [] if below.repeat else [[below.name, "", []]]):
                self._grow(index, child, node)

    def _phantom(self, repeat: int, parent: Node) -> Node:
        """A node to compute a repeat's count from: it stands where an instance would, in no group."""
        return Node(self.form.definitions[repeat].name, parent, "", repeat)

    def definition(self, node: Node) -> Definition:
        """What the form says of a node."""
        return self.form.definitions[node.definition]

    def path(self, node: Node) -> str:
        """The record path: names from below the root, repeats with their number."""
        return "/".join(f"{each.name}[{each.ordinal}]" if self.definition(each).repeat else each.name
                        for each in node.chain[2:])

    def find(self, path: str) -> Node:
        """The node at a record path; a repeat without number means its first. Raises BadInput."""
        node = self.root
        for name, number in steps(path):
            group = node.groups.get(name, [])
            if not 0 < number <= len(group):
                raise BadInput(tr(f"记录里没有“{path}”", f"the record has no {path!r}"), where=self.form.name)
            node = group[number - 1]
        return node

    def leaves(self) -> Iterator[Node]:
        """Every node that can hold a value, in the form's order, hidden ones too."""
        for node in self.root.below():
            if not self.form.definitions[node.definition].elements and node is not self.root:
                yield node

    def new_instance(self, repeat: int, parent: Node) -> Node:
        """Append an instance made from the template. Raises BadInput beyond MAX_REPEATS."""
        name = self.form.definitions[repeat].name
        if len(parent.groups[name]) >= MAX_REPEATS:
            raise BadInput(tr(f"“{name}”超过{MAX_REPEATS}个", f"more than {MAX_REPEATS} of {name!r}"))
        return self._grow(repeat, self.form.data["templates"][str(repeat)], parent)

    def is_counted(self, repeat: int) -> bool:
        """Whether the form itself says how many instances there are."""
        return repeat in self._counted

    # -- changes -----------------------------------------------------------------------------------------
    def put(self, node: Node, value: str) -> None:
        """Change a value and schedule what reads it."""
        if value == node.value:
            return
        self._note(node)
        node.value = value
        self.touched(node)
        self._schedule_own_check(node)
        if node.definition in self._triggers:
            self._fired.append(node)

    def _schedule_own_check(self, node: Node) -> None:
        for rank in self.form.rules_of.get(node.definition, ()):
            if self.form.rules[rank][1] == "valid":
                self._schedule(rank, (node,))

    def _note(self, node: Node) -> None:
        self.before.setdefault(node, (node.value, node.relevant))

    def touched(self, node: Node) -> None:
        """Schedule every rule that reads this node."""
        for rank, depth in self.form.edges.get(node.definition, ()):
            self._schedule(rank, self._targets(rank, node.chain[min(depth, len(node.chain) - 1)]))

    def _targets(self, rank: int, anchor: Node) -> list[Node]:
        """The nodes a rule is to be computed for, under `anchor`."""
        index, kind = self.form.rules[rank]
        chain = self._names_down(self.form.definitions[index].parent if kind == "count" else index)
        depth = len(anchor.chain) - 1
        if depth > len(chain):
            anchor, depth = anchor.chain[len(chain)], len(chain)
        nodes = [anchor]
        for name in chain[depth:]:
            nodes = [child for node in nodes for child in node.groups.get(name, ())]
        return nodes

    def _names_down(self, index: int) -> tuple[str, ...]:
        """The names from the root element down to a node of the form."""
        if index < 0:
            return ()
        names = self._names.get(index)
        if names is None:
            definition = self.form.definitions[index]
            names = self._names[index] = (*self._names_down(definition.parent), definition.name)
        return names

    def _schedule(self, rank: int, nodes: Iterable[Node]) -> None:
        waiting = self._pending.get(rank)
        if waiting is None:
            waiting = self._pending[rank] = {}
            heapq.heappush(self._ranks, rank)
        waiting.update(dict.fromkeys(nodes))

    def schedule_all(self, top: Node) -> None:
        """Schedule every rule of a node and of all below it."""
        for node in list(top.below()):
            self._schedule_rules(node)

    def _schedule_rules(self, node: Node) -> None:
        for rank in self.form.rules_of.get(node.definition, ()):
            if self.form.rules[rank][1] != "count":
                self._schedule(rank, (node,))
        for index in self.form.definitions[node.definition].children:
            for rank in self.form.rules_of.get(index, ()) if index in self._counted else ():
                if self.form.rules[rank][1] == "count":
                    self._schedule(rank, (node,))

    def structure_changed(self, instance: Node) -> None:
        """An instance came or went: schedule what reads across the instances of its repeat."""
        parent_depth = len(instance.chain) - 2
        todo = [instance.definition]
        for index in todo:
            todo += self.form.definitions[index].children
            for rank, depth in self.form.edges.get(index, ()):
                if depth <= parent_depth:
                    self._schedule(rank, self._targets(rank, instance.chain[depth]))

    def forget_fired(self) -> None:
        """Values computed while a record is opened are not changes: they set off nothing."""
        self._run()
        self._fired.clear()

    def restore(self) -> None:
        """Undo the values of the act under way, after it failed, and compute everything again."""
        self._pending.clear()
        self._ranks.clear()
        self._fired.clear()
        for node, (value, _) in self.before.items():
            node.value = value
        self.schedule_all(self.root)
        self.forget_fired()
        self.before.clear()

    # -- computing -----------------------------------------------------------------------------------------
    def settle(self) -> None:
        """Compute until nothing is left to compute. Raises BadInput when actions never come to rest."""
        for _ in range(MAX_ROUNDS):
            self._run()
            if not self._fired:
                return
            fired, self._fired = self._fired, []
            for node in fired:
                for action in self._triggers[node.definition]:
                    self._act(action, self._around(node, action["target"]))
        self._fired.clear()
        raise BadInput(tr("表单中的赋值互相触发，无法停下", "the form's actions set each other off without end"),
                       where=self.form.name)

    def _run(self) -> None:
        while self._ranks:
            rank = heapq.heappop(self._ranks)
            nodes = self._pending.pop(rank)
            index, kind = self.form.rules[rank]
            for node in nodes:
                if kind == "count":
                    self._count(index, node)
                elif kind == "relevant":
                    self._relevance(node)
                elif kind == "calculate":
                    self._calculate(node)
                else:
                    self.checked[node] = None

    def value(self, source: str, node: Node) -> Value:
        """An expression's value at a node. Raises EvaluationError."""
        return self.form.closure(source)(Context(node, node, self))

    def truth(self, source: str, node: Node) -> bool:
        """An expression's truth at a node. Raises EvaluationError."""
        return to_boolean(self.value(source, node))

    def _relevance(self, node: Node) -> None:
        self.errors.pop((node, "relevant"), None)
        try:
            shown = self.truth(self.definition(node).expressions["relevant"], node)
        except EvaluationError as error:
            shown = True
            self._failed(node, "relevant", error)
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
        self.touched(node)
        self._schedule_own_check(node)
        for child in node.children:
            self._refresh(child)

    def _calculate(self, node: Node) -> None:
        definition = self.definition(node)
        self.errors.pop((node, "calculate"), None)
        try:
            text = written(definition, self.value(definition.expressions["calculate"], node), self.zone)
        except EvaluationError as error:
            text = ""
            self._failed(node, "calculate", error)
        self.put(node, text)

    def _failed(self, node: Node, kind: str, error: EvaluationError) -> None:
        self.errors[node, kind] = _reason(error)
        self.checked[node] = None

    def _count(self, repeat: int, parent: Node) -> None:
        """Bring a repeat to its count: new instances at the end, extra ones hidden."""
        source = self.form.definitions[repeat].expressions["count"]
        try:
            number = to_number(self.value(source, self._phantom(repeat, parent)), self.zone)
        except EvaluationError:
            number = 0.0
        wanted = 0 if number != number else int(max(0.0, min(number, MAX_REPEATS)))
        group = parent.groups[self.form.definitions[repeat].name]
        while len(group) < wanted:
            self.start_instance(self.new_instance(repeat, parent))
        for instance in group:
            instance.beyond = instance.ordinal > wanted
            self._refresh(instance)

    def start_instance(self, instance: Node) -> None:
        """Everything a fresh instance sets off: its relevance, actions, rules, and who counts it."""
        for node in instance.below():
            self.before.setdefault(node, ("", False))
        self.act_on(NEW_REPEAT, instance, frozenset())
        self.schedule_all(instance)
        self.structure_changed(instance)

    def error_of(self, node: Node) -> Text | None:
        """Why something of this node cannot be computed as things stand."""
        return next((reason for (other, _), reason in self.errors.items() if other is node), None)

    def fault_of(self, node: Node) -> Text | None:
        """Why a relevant answer does not hold, apart from its type; None when it does."""
        if not node.value or not node.relevant:
            return None
        constraint = self.definition(node).expressions.get("constraint")
        try:
            if constraint and not self.truth(constraint, node):
                return BROKEN
        except EvaluationError as error:
            return _reason(error)
        return self.choice_fault(node)

    def choice_fault(self, node: Node) -> Text | None:
        """The selected choice that is not offered (any more)."""
        control = self.definition(node).control
        if control is None or control["tag"] not in ("select", "select1", "odk:rank"):
            return None
        chosen = [node.value] if control["tag"] == "select1" else node.value.split()
        offered = self.choice_names(node)
        wrong = next((name for name in chosen if name not in offered), None)
        if wrong is not None:
            return tr(f"没有选项“{wrong}”", f"{wrong!r} is not one of the choices")
        if control["tag"] == "odk:rank" and len(chosen) != len(offered):
            return tr("排序应包含全部选项", "a ranking must hold every choice")
        return None

    def items(self, node: Node) -> list[Node]:
        """The item nodes an itemset question offers now."""
        items = (self.definition(node).control or {}).get("items")
        found = self.value(items["nodeset"], node) if items else []
        return found if isinstance(found, list) else []

    def choice_names(self, node: Node) -> frozenset[str]:
        """The names of the choices a select offers now; whole lists are worked out once."""
        control = self.definition(node).control or {}
        cached = self._choice_cache.get(node.definition)
        if cached is not None:
            return cached
        if "items" not in control:
            names = frozenset(name for name, *_ in control.get("choices", ()))
        else:
            run = self.form.closure(control["items"]["value"])
            names = frozenset(to_string(run(Context(item, node, self))) for item in self.items(node))
        if not control.get("items", {}).get("dynamic"):
            self._choice_cache[node.definition] = names
        return names

    # -- actions -------------------------------------------------------------------------------------------
    def act_on(self, event: str, top: Node, answered: frozenset[Node]) -> None:
        """Carry out an event's actions on the nodes under `top` that were not answered."""
        for action in self.form.actions:
            if event in action["events"]:
                for node in top.below():
                    if node.definition == action["target"] and node not in answered:
                        self._act(action, [node])

    def _act(self, action: Mapping[str, Any], nodes: Iterable[Node]) -> None:
        for node in nodes:
            self.errors.pop((node, "action"), None)
            try:
                source = action["value"]
                value = written(self.definition(node), self.value(source, node), self.zone) if source else action["text"]
            except EvaluationError as error:
                value = ""
                self._failed(node, "action", error)
            self.put(node, value)

    def _around(self, node: Node, target: int) -> list[Node]:
        """The nodes of `target` nearest to `node`: in the same instances where they share a repeat."""
        names = self._names_down(target)
        depth = 0
        while depth < len(names) - 1 and depth + 1 < len(node.chain) and node.chain[depth + 1].name == names[depth]:
            depth += 1
        nodes = [node.chain[depth]]
        for name in names[depth:]:
            nodes = [child for each in nodes for child in each.groups.get(name, ())]
        return nodes

    def preload(self, answered: frozenset[Node]) -> None:
        """Fill in metadata that is known at the start: times, names, device."""
        known = {"timestamp start": moment_text(self.now), "date today": self.today.isoformat(),
                 "property deviceid": self.device, "property username": self.person}
        for node in self.leaves():
            filled = known.get(self.definition(node).preload)
            if filled and node not in answered:
                node.value = filled

    # -- the rest of World -----------------------------------------------------------------------------------
    def choice_label(self, path: str, value: str, at: Node) -> str:
        """The label of a choice of the question at an absolute or relative path, in the record's language."""
        found = self.form.closure(path)(Context(at, at, self)) if path else []
        if not isinstance(found, list) or not found or found[0].definition < 0:
            return value
        for name, labels in self.choices(found[0]):
            if name == value:
                return str(labels.get(self.language) or next(iter(labels.values()), value))
        return value

    def choices(self, node: Node) -> list[tuple[str, Mapping[str, Any]]]:
        """Names and labels (by language) of what a select offers now."""
        control = self.definition(node).control or {}
        if "choices" in control:
            return [(name, labels) for name, labels, _ in control["choices"]]
        items = control.get("items")
        return [self._offered(item, node, items) for item in self.items(node)] if items else []

    def _offered(self, item: Node, node: Node, items: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        name = to_string(self.form.closure(items["value"])(Context(item, node, self)))
        label = to_string(self.form.closure(items["label"])(Context(item, node, self))) if items["label"] else name
        if items["translated"]:
            return name, self.form.data["texts"].get(label, {})
        return name, dict.fromkeys(self.form.languages, label)

    def translated(self, text_id: str) -> str:
        """A text of the form by id, in the record's language; the id where there is none."""
        texts = self.form.data["texts"].get(text_id, {})
        found = texts.get(self.language) or next(iter(texts.values()), text_id)
        return found if isinstance(found, str) else "".join(part for part in found if isinstance(part, str))


def steps(path: str) -> list[tuple[str, int]]:
    """A record path as names and numbers (1 where none is written). Raises BadInput for anything else."""
    found = [_STEP.match(part) for part in path.split("/")]
    if not all(found):
        raise BadInput(tr(f"“{path}”不是题目路径", f"{path!r} is no path of a question"))
    return [(step[1], int(step[2] or 1)) for step in found if step]


def _reason(error: EvaluationError) -> Text:
    return error.what if isinstance(error.what, Text) else tr(error.what, error.what)
