"""What all records of one form share: who computes after whom, which actions answer which event, the order of asking.

Worked out once per `Form` object (`plan_of`), so that opening a record costs little more than making its nodes.
Knows no answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from ..form import Definition, Form, Question
from ..reader.graph import Shape, reads

_LITERAL = re.compile(r"""["']\s*(/[^"'\s]+)\s*["']""")
_COUNT = re.compile(r"\s*count\(\s*(/[^\s()\[\]*]+)\s*\)\s*\Z")
FIRST_LOAD, NEW_REPEAT, CHANGED = "odk-instance-first-load", "odk-new-repeat", "xforms-value-changed"


Seed = tuple[str, int, str, tuple[tuple[str, tuple[Any, ...]], ...]]  # name, node, text, seeds of what is below by name


class Rule(NamedTuple):
    """One expression to compute: of which node of the form, what for (`graph.KINDS`), its source."""

    node: int
    kind: str
    source: str


class Edge(NamedTuple):
    """What a change sets off: a rule, for the nodes found by `names` under the changed node's ancestor at `depth`."""

    rank: int
    depth: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A setvalue or setgeopoint. `reference` is its target as written, "" when `target` says it all."""

    events: frozenset[str]
    target: int
    trigger: int
    value: str
    text: str
    geopoint: bool
    within: int  # the repeat it acts in, -1: the whole record
    reference: str
    from_trigger: bool  # its value's relative paths lead nowhere from the target, but do from the control it is nested in


@dataclass(slots=True)
class Block:
    """A stretch of the body: questions (as names down from the repeat's instance) and the repeats between them."""

    repeat: int  # 0: the whole form
    names: tuple[str, ...]  # from the instance of the block around to the repeat's own instances
    items: list[Block | Ask] = field(default_factory=list)


class Ask(NamedTuple):
    """One control of the body: its node and the names that lead to it, from the instance of the block around."""

    node: int
    names: tuple[str, ...]


class Plan:
    """See the module."""

    def __init__(self, form: Form) -> None:
        self.form = form
        definitions = form.definitions
        self.leaf = [each.index > 0 and not each.elements for each in definitions]
        self.child = [{definitions[child].name: child for child in each.children} for each in definitions]
        self.names = _names_down(definitions)
        self.initial = _seed(form, 0, form.data["initial"])
        self.templates = {int(index): _seed(form, int(index), tree) for index, tree in form.data["templates"].items()}
        self.sizes = {index: _size(seed) for index, seed in self.templates.items()}
        self.rules = [Rule(index, kind, definitions[index].expressions.get(kind, "")) for index, kind in form.rules]
        self.counted = frozenset(rule.node for rule in self.rules if rule.kind == "count")
        quoting = self._quoting()
        self.edges = {node: self._edges(node, [*found, *(
            (reader, min(depth, self._shared(node, reader))) for rank, depth in found for reader in quoting.get(rank, ()))])
            for node, found in form.edges.items()}
        self.computing, self.counting, self.valid = self._rules_by_node()
        self.tallies = self._tallies()
        self.tallied = frozenset(self.tallies.values())
        self.filtered = frozenset(control["node"] for control in form.data["controls"] if control.get("items", {}).get("dynamic"))
        self._actions([_action(form, raw, self._from_trigger(raw)) for raw in form.actions])
        self.preloaded = [each for each in definitions if each.preload]
        self.uid = frozenset(each.index for each in self.preloaded if each.preload == "uid")
        self.kept = self._kept()
        self.structure: dict[int, list[Edge]] = {}
        self.offered: dict[int, frozenset[str]] = {}  # names of the choices of a node whose list never changes

    def _edges(self, node: int, found: Sequence[tuple[int, int]]) -> list[Edge]:
        own = self.form.definitions[node].depth
        edges = []
        for rank, depth in found:
            rule = self.rules[rank]
            names = self.names[self.form.definitions[rule.node].parent if rule.kind == "count" else rule.node]
            depth = min(depth, own, len(names))
            edges.append(Edge(rank, depth, names[depth:]))
        return edges

    def _tallies(self) -> dict[int, int]:
        """Rules that say nothing but `count(/path/of/a/repeat)`, and the repeat: a long repeat is not walked for them."""
        paths = {f"/{self.form.root}/{each.path}": each for each in self.form.definitions if each.repeat}
        found = {}
        for rank, rule in enumerate(self.rules):
            match = _COUNT.match(rule.source) if rule.kind == "calculate" else None
            repeat = paths.get(match[1]) if match else None
            if repeat is not None and repeat_around(self.form, repeat.parent) < 0:
                found[rank] = repeat.index
        return found

    def _quoting(self) -> dict[int, list[int]]:
        """Which rules quote the label of a choice of a filtered question: by the rank of that question's validity."""
        valid = {rule.node: rank for rank, rule in enumerate(self.rules) if rule.kind == "valid"}
        paths = {f"/{self.form.root}/{self.form.definitions[node].path}": rank for node, rank in valid.items()}
        found: dict[int, list[int]] = {}
        for reader, rule in enumerate(self.rules):
            for path in _LITERAL.findall(rule.source) if "choice-name" in rule.source else ():
                if path in paths:
                    found.setdefault(paths[path], []).append(reader)
        return found

    def _shared(self, node: int, rank: int) -> int:
        """The depth down to which a node and the node of a rule have the same names."""
        pairs = zip(self.names[node], self.names[self.rules[rank].node], strict=False)
        return next((depth for depth, (one, other) in enumerate(pairs) if one != other),
                    min(len(self.names[node]), len(self.names[self.rules[rank].node])))

    def _rules_by_node(self) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, int]]:
        """Ranks by the node they are computed at: what makes its value and relevance, counts of its repeats, validity."""
        computing: dict[int, list[int]] = {}
        counting: dict[int, list[int]] = {}
        valid: dict[int, int] = {}
        for rank, rule in enumerate(self.rules):
            if rule.kind == "count":
                counting.setdefault(self.form.definitions[rule.node].parent, []).append(rank)
            elif rule.kind == "valid":
                valid[rule.node] = rank
            else:
                computing.setdefault(rule.node, []).append(rank)
        return computing, counting, valid

    def _from_trigger(self, raw: Mapping[str, Any]) -> bool:
        """The standard reads an action's value at its target; pyxform writes `../x` as seen from the control."""
        if raw["trigger"] < 0 or ".." not in raw["value"]:
            return False
        from_target, from_control = (reads(self._shape, raw[at], [raw["value"]]).missing for at in ("target", "trigger"))
        return bool(from_target) and not from_control

    @cached_property
    def _shape(self) -> Shape:
        definitions = self.form.definitions
        return Shape([each.name for each in definitions], [each.parent for each in definitions],
                     [each.repeat for each in definitions])

    def _actions(self, actions: Sequence[Action]) -> None:
        self.first_load = [action for action in actions if FIRST_LOAD in action.events]
        self.new_repeat: dict[int, list[Action]] = {}
        self.triggers: dict[int, list[Action]] = {}
        for action in actions:
            if NEW_REPEAT in action.events and action.within >= 0:
                self.new_repeat.setdefault(action.within, []).append(action)
            if CHANGED in action.events and action.trigger >= 0:
                self.triggers.setdefault(action.trigger, []).append(action)
        self.acted_on = frozenset(action.target for action in actions)

    def _kept(self) -> frozenset[int]:
        """Nodes whose blank must be kept with the answers, or something would be filled in when they are opened again."""
        found = set(self.acted_on)
        found.update(each.index for each in self.preloaded)
        for seed in (self.initial, *self.templates.values()):
            found.update(_with_text(seed))
        return frozenset(found)

    def structure_of(self, repeat: int) -> list[Edge]:
        """What reads across the instances of a repeat: to be computed when one comes or goes."""
        found = self.structure.get(repeat)
        if found is None:
            definitions = self.form.definitions
            todo, edges = [repeat], dict[Edge, None]()
            for index in todo:
                todo += definitions[index].children
                edges.update((edge, None) for edge in self.edges.get(index, ()) if edge.depth < definitions[repeat].depth)
            found = self.structure[repeat] = list(edges)
        return found

    # -- the body ------------------------------------------------------------------------------------------
    @cached_property
    def body(self) -> Block:
        """The questions in the order of the body, those of one repeat together."""
        return _body_of(self.form, self.names)

    @cached_property
    def questions(self) -> Mapping[int, Question]:
        """Questions by node."""
        return {question.definition: question for question in self.form.questions}


def plan_of(form: Form) -> Plan:
    """The form's plan, made when its first record is opened."""
    found: Plan | None = vars(form).get("_plan")
    if found is None:
        found = vars(form)["_plan"] = Plan(form)
    return found


def _names_down(definitions: Sequence[Definition]) -> list[tuple[str, ...]]:
    """Per node, the names from the root element down to it; () for the document (index -1)."""
    found: list[tuple[str, ...]] = []
    for each in definitions:
        found.append((*(found[each.parent] if each.parent >= 0 else ()), each.name))
    return [*found, ()]


def _seed(form: Form, index: int, tree: Sequence[Any]) -> Seed:
    """A tree of defaults `[name, text, children]` as nodes grow from it."""
    by_name: dict[str, list[Sequence[Any]]] = {}
    for child in tree[2]:
        by_name.setdefault(child[0], []).append(child)
    below = []
    for child_index in form.definitions[index].children:
        definition = form.definitions[child_index]
        found = by_name.get(definition.name) or ([] if definition.repeat else [(definition.name, "", ())])
        below.append((definition.name, tuple(_seed(form, child_index, each) for each in found)))
    return tree[0], index, tree[1], tuple(below)


def _size(seed: Seed) -> int:
    """How many nodes grow from a seed."""
    return 1 + sum(_size(each) for _, seeds in seed[3] for each in seeds)


def _with_text(seed: Seed) -> Iterator[int]:
    """The nodes that have a text in a tree of defaults."""
    if seed[2]:
        yield seed[1]
    for _, seeds in seed[3]:
        for each in seeds:
            yield from _with_text(each)


def repeat_around(form: Form, index: int) -> int:
    """The nearest repeat that holds a node or is it; -1 when none does."""
    while index > 0 and not form.definitions[index].repeat:
        index = form.definitions[index].parent
    return index if index > 0 else -1


def _action(form: Form, raw: Mapping[str, Any], from_trigger: bool) -> Action:
    within = raw.get("within", -1)
    return Action(frozenset(raw["events"]), raw["target"], raw["trigger"], raw["value"], raw["text"],
                  raw["kind"] == "setgeopoint", within if within >= 0 else repeat_around(form, raw["target"]),
                  raw.get("ref", ""), from_trigger)


def _body_of(form: Form, names: Sequence[tuple[str, ...]]) -> Block:
    top = Block(0, ())
    open_blocks = [top]
    for control in form.data["controls"]:
        chain = _repeats_of(form, control["node"])
        depth = 0
        while depth < min(len(chain), len(open_blocks) - 1) and open_blocks[depth + 1].repeat == chain[depth]:
            depth += 1
        del open_blocks[depth + 1:]
        for repeat in chain[depth:]:
            above = len(names[open_blocks[-1].repeat])
            block = Block(repeat, names[repeat][above:])
            open_blocks[-1].items.append(block)
            open_blocks.append(block)
        node = control["node"]
        open_blocks[-1].items.append(Ask(node, names[node][len(names[open_blocks[-1].repeat]):]))
    return top


def _repeats_of(form: Form, index: int) -> list[int]:
    found = []
    index = form.definitions[index].parent if not form.definitions[index].repeat else index
    while index > 0:
        if form.definitions[index].repeat:
            found.append(index)
        index = form.definitions[index].parent
    return found[::-1]
