"""What depends on what in a form: worked out once, when the form is compiled.

A *rule* is one expression of one node of the form (how often, relevant, calculate, valid), in an order in
which nothing is computed before what it reads. An *edge* says: when a node changes, these rules are to be
computed again - and from which ancestor of the changed node on (the *scope*), so that a change in room 2
touches room 2 only. Knows syntax trees and the form's shape; no values.

What an expression reads is over-approximated, never the other way: an axis or function not known here reads
the whole record. A rule that needs itself is a cycle and refused, with two exceptions that may come to rest and
are left to the record: what is read in *another* instance of the rule's own repeat (the running total of the
room before), and how many instances a repeat has (`jr:count` that grows with the answers inside).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..xpath.expression import Call, Chain, Expression, Negate, Path, Step, Union, parse

KINDS = ("count", "relevant", "calculate", "valid")  # what a rule computes
MAX_LOOKS = 1_000_000  # at nodes, for all expressions of a form together
_SHAPE_ONLY = ("count", "position")  # functions that read how many nodes there are, not what is in them
_PASSING = ("if", "randomize", "coalesce", "once")  # functions that may give back the nodes they were given
_DOCUMENT = -1
_State = tuple[int, int, bool] | None  # (node, scope, chosen among instances); None: in a list, where nothing changes


@dataclass(slots=True)
class Shape:
    """The form's nodes: name, parent, whether it repeats. Node 0 is the root element."""

    names: list[str]
    parents: list[int]
    repeats: list[bool]
    children: list[dict[str, int]] = field(init=False)
    depths: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.children = [{} for _ in self.names]
        self.depths = []
        for index, (name, parent) in enumerate(zip(self.names, self.parents, strict=True)):
            self.depths.append(1 if parent < 0 else self.depths[parent] + 1)
            if parent >= 0:
                self.children[parent][name] = index

    def child(self, node: int, name: str) -> int | None:
        """The node's child of that name."""
        if node == _DOCUMENT:
            return 0 if self.names[0] == name else None
        return self.children[node].get(name)

    def all_children(self, node: int) -> list[int]:
        """Every child of a node (of the document: the root element)."""
        return [0] if node == _DOCUMENT else list(self.children[node].values())

    def parent(self, node: int) -> int | None:
        """The node's parent; None above the document."""
        return None if node == _DOCUMENT else self.parents[node]

    def chain(self, node: int) -> list[int]:
        """The document, the root element … the node itself."""
        found = [node]
        while found[-1] != _DOCUMENT:
            found.append(self.parents[found[-1]])
        return found[::-1]

    def shared_depth(self, one: int, other: int) -> int:
        """The depth of the deepest node that both stand in (the document is 0)."""
        pairs = zip(self.chain(one), self.chain(other), strict=False)
        return sum(1 for a, b in pairs if a == b) - 1

    def below(self, node: int) -> list[int]:
        """The node and everything under it, in document order."""
        found, todo = [], [node]
        while todo:
            found.append(todo.pop())
            todo += reversed(self.all_children(found[-1]))
        return found


@dataclass(frozen=True, slots=True)
class Reference:
    """One read: the node, the scope it is shared from, whether only its shape is read, whether it was chosen among
    the instances of a repeat the rule stands in itself, whether only its place is read.
    """

    node: int
    scope: int
    shape: bool = False
    chosen: bool = False
    place: bool = False


@dataclass(slots=True)
class Reads:
    """All a rule reads, the paths in it that lead to no node, and at how many nodes it took a look to find that out.

    Of an expression that takes more than MAX_LOOKS not all is found: its form is to be refused.
    """

    references: set[Reference] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """Rules in order of computing (node, kind); edges per node: (rule, scope's depth)."""

    rules: list[tuple[int, str]]
    edges: dict[int, list[tuple[int, int]]]
    cycle: list[int]  # nodes that depend on themselves; empty when all is well


def reads(shape: Shape, node: int, sources: Iterable[str]) -> Reads:
    """What the expressions of `node` read."""
    found = Reads()
    for source in sources:
        _Tracer(shape, node, found).value(parse(source))
    return found


def build(shape: Shape, needs: Mapping[tuple[int, str], Reads]) -> Graph:
    """Order the rules and turn what they read into edges. Rules of validity stand last: nothing waits for them."""
    before = {rule: _producers(shape, rule, found, needs) for rule, found in needs.items()}
    order, cycle = _ordered(before)
    order.sort(key=lambda rule: rule[1] == "valid")
    ranks = {rule: rank for rank, rule in enumerate(order)}
    edges: dict[int, dict[tuple[int, int], None]] = {}
    for rule in order:
        for reference in needs[rule].references:
            depth = shape.shared_depth(reference.scope, rule[0])
            edges.setdefault(reference.node, {})[(ranks[rule], depth)] = None
    return Graph(order, {node: sorted(found) for node, found in edges.items()}, cycle)


def _producers(shape: Shape, rule: tuple[int, str], found: Reads,
               needs: Mapping[tuple[int, str], Reads]) -> dict[tuple[int, str], bool]:
    """The rules whose outcome may be seen by one that reads `found`; whether it must wait for them."""
    wanted: dict[tuple[int, str], bool] = {}

    def want(other: tuple[int, str], hard: bool) -> None:
        if other in needs:
            wanted[other] = wanted.get(other, False) or hard

    for reference in found.references:
        hard = not reference.chosen
        if not reference.shape:
            want((reference.node, "calculate"), hard)
        for above in shape.chain(reference.node)[1:]:
            if not (reference.place and (above, "relevant") == rule):
                want((above, "relevant"), hard)
            want((above, "count"), False)
    return wanted


def _ordered(before: Mapping[tuple[int, str], Mapping[tuple[int, str], bool]]) -> tuple[list[tuple[int, str]], list[int]]:
    """Rules sorted so that each stands after what it must wait for, and after the rest where that makes no circle;
    or the nodes of a cycle.
    """
    rules = list(before)
    numbers = {rule: at for at, rule in enumerate(rules)}
    every = {numbers[rule]: [numbers[other] for other in others] for rule, others in before.items()}
    part = _components(every)
    waits = {at: [other for other in others if part[other] != part[at] or before[rules[at]][rules[other]]]
             for at, others in every.items()}
    loops = cycles(waits)
    if loops:
        return rules, list(dict.fromkeys(rules[at][0] for at in loops[0]))
    order: dict[int, None] = {}
    stack = [(at, False) for at in reversed(range(len(rules)))]
    while stack:
        at, ready = stack.pop()
        if ready:
            order[at] = None
        elif at not in order:
            stack.append((at, True))
            stack += [(other, False) for other in waits[at] if other not in order]
    return [rules[at] for at in order], []


def _components(needs: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Which nodes can reach each other (Tarjan 1972, without recursion): node -> number of its component."""
    found: dict[int, int] = {}
    seen: dict[int, int] = {}
    lows: dict[int, int] = {}
    trail: list[int] = []
    for start in needs:
        work = [(start, iter(needs[start]))] if start not in seen else []
        if work:
            seen[start] = lows[start] = len(seen)
            trail.append(start)
        while work:
            node, rest = work[-1]
            other = next(rest, None)
            if other is None:
                work.pop()
                if work:
                    lows[work[-1][0]] = min(lows[work[-1][0]], lows[node])
                if lows[node] == seen[node]:
                    cut = trail.index(node)
                    found.update(dict.fromkeys(trail[cut:], node))
                    del trail[cut:]
            elif other not in seen:
                seen[other] = lows[other] = len(seen)
                trail.append(other)
                work.append((other, iter(needs[other])))
            elif other not in found:
                lows[node] = min(lows[node], seen[other])
    return found


def cycles(needs: Mapping[int, Iterable[int]]) -> list[list[int]]:
    """The cycles a depth-first walk meets, each as its members in order; without recursion."""
    found: list[list[int]] = []
    done: set[int] = set()
    for start in needs:
        _walk(start, needs, done, found)
    return found


def _walk(start: int, needs: Mapping[int, Iterable[int]], done: set[int], found: list[list[int]]) -> None:
    trail: dict[int, None] = {}
    stack: list[tuple[int, bool]] = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            trail.popitem()
            done.add(node)
        elif node in trail:
            members = list(trail)
            found.append(members[members.index(node):])
        elif node not in done:
            trail[node] = None
            stack.append((node, True))
            stack += [(other, False) for other in needs.get(node, ())]


class _Tracer:
    """Follows an expression over the form's shape, mirroring what `evaluate` does over nodes."""

    def __init__(self, shape: Shape, origin: int, found: Reads) -> None:
        self.shape, self.origin, self.found = shape, origin, found
        self._own = {node for node in shape.chain(origin) if node > 0 and shape.repeats[node]}

    def value(self, tree: Expression, here: _State | str = "origin", reads: str = "") -> list[_State]:
        """Trace a whole expression; what it leads to counts as read (`reads`: only as what `count` or `position` reads)."""
        start: _State = (self.origin, self.origin, False) if isinstance(here, str) else here
        states = self._nodes(tree, start)
        for state in states:
            if state is not None:
                self._read(state, reads)
        return states

    def _read(self, state: tuple[int, int, bool], reads: str) -> None:
        node, scope, chosen = state
        node = max(node, 0)
        self.found.references.add(Reference(node, scope, bool(reads), chosen, reads == "position"))
        if not reads:
            below = self.shape.below(node)[1:]
            self.found.looks += len(below)
            for inner in below:
                self.found.references.add(Reference(inner, scope, False, chosen))

    def _nodes(self, tree: Expression, here: _State) -> list[_State]:
        """The states an expression's node-set may hold; inner values are read on the way."""
        match tree:
            case Path():
                return self._path(tree, here)
            case Union(parts):
                return [state for part in parts for state in self._nodes(part, here)]
            case Call(name, arguments):
                return self._call(name, arguments, here)
            case Chain(first, rest):
                for operand in (first, *(each for _, each in rest)):
                    self.value(operand, here)
            case Negate(operand):
                self.value(operand, here)
        return []

    def _call(self, name: str, arguments: tuple[Expression, ...], here: _State) -> list[_State]:
        if name == "current":
            return [(self.origin, self.origin, False)]
        if name == "once":
            return self._once(arguments, here)
        if name in _PASSING:
            return [state for argument in arguments for state in self.value(argument, here)]
        for argument in arguments:
            if name == "indexed-repeat" and isinstance(argument, Path):
                self._unnarrowed(argument, here)
            else:
                self.value(argument, here, reads=name if name in _SHAPE_ONLY else "")
        return [None] if name == "instance" else self._everything() if name == "id" else []

    def _once(self, arguments: tuple[Expression, ...], here: _State) -> list[_State]:
        """Computed while the question is blank only, so what it reads of itself never comes round again."""
        kept, self.found.references = self.found.references, set()
        states = [state for argument in arguments for state in self.value(argument, here)]
        kept.update(each for each in self.found.references if each.node != self.origin)
        self.found.references = kept
        return states

    def _everything(self) -> list[_State]:
        """All of the record: where an expression may lead anywhere."""
        return [(node, _DOCUMENT, False) for node in range(len(self.shape.names))]

    def _unnarrowed(self, path: Path, here: _State) -> None:
        for state in self._path(path, here, narrow=False):
            if state is not None:
                node, _, chosen = state  # a relative path means all instances, as an absolute one does
                repeat = node >= 0 and self.shape.repeats[node]
                self._read((node, _DOCUMENT, chosen or self._stands_beside(node)), "count" if repeat else "")

    def _stands_beside(self, node: int) -> bool:
        """Whether a node lies in a repeat that the rule stands in as well."""
        return node > 0 and any(above in self._own for above in self.shape.chain(node))

    def _path(self, path: Path, here: _State, narrow: bool = True) -> list[_State]:
        states, steps = self._start(path, here), path.steps
        if path.absolute and narrow:
            states, steps = self._aligned(steps)
        for at, step in enumerate(steps):
            before = [state for state in states if state is not None]
            states = self._step(step, states)
            if before and not states and step.test[-1] not in "*)" and step.axis in ("child", "parent"):
                self.found.missing.append(_written(path, len(path.steps) - len(steps) + at + 1))
        return states

    def _start(self, path: Path, here: _State) -> list[_State]:
        if path.absolute:
            return [(_DOCUMENT, _DOCUMENT, False)]
        if path.start is None:
            return [here]
        states = self._nodes(path.start, here)
        if isinstance(path.start, Call) and path.start.name not in ("current", "instance", *_PASSING):
            states = self._everything()
        for predicate in path.filters:
            for state in states:
                self.value(predicate, state)
        return [self._chosen(state) for state in states] if path.filters else states

    def _aligned(self, steps: tuple[Step, ...]) -> tuple[list[_State], tuple[Step, ...]]:
        chain, depth = self.shape.chain(self.origin), 0
        for step in steps[:-1]:
            if step.axis != "child" or step.predicates or depth + 1 >= len(chain) or (
                    self.shape.names[chain[depth + 1]] != step.test):
                break
            depth += 1
        return [(chain[depth], chain[depth], False)], steps[depth:]

    def _step(self, step: Step, states: list[_State]) -> list[_State]:
        moved = list(dict.fromkeys(after for state in states for after in self._moved(step, state)))
        for predicate in step.predicates:
            for state in moved:
                self.value(predicate, state)
        return [self._chosen(state) for state in moved] if step.predicates else moved

    def _chosen(self, state: _State) -> _State:
        """After a predicate: of a repeat the rule stands in, some other instance may be meant."""
        return state if state is None or state[0] not in self._own else (state[0], state[1], True)

    def _moved(self, step: Step, state: _State) -> list[_State]:
        if state is None:
            return [None]
        if self.found.looks > MAX_LOOKS:
            return []
        test = step.test
        if test == "text()":
            return [state] if step.axis == "child" else [state, *self._along(step.axis, state)]
        if step.axis == "attribute" and test[-1] not in "*)":
            test = f"@{test}"
        if step.axis in ("child", "attribute") and test[-1] not in "*)":
            child = self.shape.child(state[0], test)
            return [] if child is None else [self._down(state, child)]
        found = [after for after in self._along(step.axis, state) if after is not None]
        self.found.looks += len(found)
        if test == "*" or test[-1] == ")":
            return list(found)
        if test.endswith(":*"):
            return [each for each in found if each[0] >= 0 and self.shape.names[each[0]].lstrip("@").startswith(test[:-1])]
        return [each for each in found if each[0] >= 0 and self.shape.names[each[0]] == test]

    def _along(self, axis: str, state: tuple[int, int, bool]) -> list[_State]:
        match axis:
            case "self":
                return [state]
            case "child" | "attribute":
                return [self._down(state, child) for child in self._children(state[0], axis == "attribute")]
            case "parent":
                return [self._up(state)]
            case "descendant" | "descendant-or-self":
                return self._all_below(state)[axis == "descendant":]
            case "ancestor" | "ancestor-or-self":
                return self._all_above(state)[axis == "ancestor":]
            case "following-sibling" | "preceding-sibling":
                return self._beside(state, axis == "following-sibling")
            case "following" | "preceding":
                return self._beyond(state, axis == "following")
        return self._everything()

    def _beside(self, state: tuple[int, int, bool], after: bool) -> list[_State]:
        """Siblings: those that stand after (or before), and further instances of the node itself."""
        up = self._up(state)
        children = [] if up is None else self._children(up[0], False)
        if up is None or state[0] not in children:
            return []
        at = children.index(state[0])
        found = [self._down(up, child) for child in (children[at + 1:] if after else children[:at])]
        return [*found, self._chosen((state[0], up[1], up[2]))] if self.shape.repeats[state[0]] else found

    def _beyond(self, state: tuple[int, int, bool], after: bool) -> list[_State]:
        """All nodes after (or before) this one; of a repeat it stands in, anything, as other instances have it all."""
        if state[0] == _DOCUMENT:
            return []
        order = {node: at for at, node in enumerate(self.shape.below(0)) if self.shape.names[node][:1] != "@"}
        chain, inner = self.shape.chain(state[0]), set(self.shape.below(state[0]))
        again = next((set(self.shape.below(node)) for node in chain[1:] if self.shape.repeats[node]), set())
        there = order.get(state[0], 0)
        found: list[_State] = []
        for node, at in order.items():
            if node not in chain and node not in inner and (at > there) is after:
                found.append((node, _DOCUMENT, state[2]))
            elif node in again:
                found.append((node, _DOCUMENT, True))
        return found

    def _children(self, node: int, attributes: bool) -> list[int]:
        return [child for child in self.shape.all_children(node) if (self.shape.names[child][:1] == "@") is attributes]

    def _down(self, state: tuple[int, int, bool], child: int) -> _State:
        node, scope, chosen = state
        return (child, child if scope == node and not self.shape.repeats[child] else scope, chosen)

    def _up(self, state: tuple[int, int, bool]) -> tuple[int, int, bool] | None:
        node, scope, chosen = state
        above = self.shape.parent(node)
        if above is None:
            return None
        return (above, above if above in self.shape.chain(scope) else scope, chosen)

    def _all_below(self, state: tuple[int, int, bool]) -> list[_State]:
        found: list[_State] = [state]
        for each in found:
            if each is not None:
                found += [self._down(each, child) for child in self._children(each[0], False)]
        return found

    def _all_above(self, state: tuple[int, int, bool]) -> list[_State]:
        found: list[_State] = [state]
        while (last := found[-1]) is not None and (up := self._up(last)) is not None:
            found.append(up)
        return found


def _written(path: Path, steps: int) -> str:
    """A path as a person writes it, up to a number of steps."""
    names = {("parent", "node()"): "..", ("self", "node()"): "."}
    text = "/".join(names.get((step.axis, step.test), step.test) for step in path.steps[:steps])
    return f"/{text}" if path.absolute else text
