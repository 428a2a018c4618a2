"""From syntax tree to closure: the ODK dialect run over a tree of nodes. Knows no form and no record.

Spec: getodk.github.io/xforms-spec, "XPath Paths/Operators/Predicates/Axes". The dialect's own rules:

- What is not relevant is left out of a path's result (so counts, sums and joins skip it).
- An absolute path through a repeat that the question itself stands in means *its own* instance, as in ODK
  Collect: in `/data/room[2]/beds` the path `/data/room/name` is the name of room 2. The last step and any
  step with a predicate are not narrowed: `count(/data/room)` counts all rooms.
- Inside a predicate of `instance(…)` an absolute path still reads the record (spec, `instance`), and
  `current()` is the question itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timezone

from ..i18n import tr
from .dialect import EvaluationError as EvaluationError
from .dialect import Value, nodes_of, strings, to_boolean, to_number
from .expression import Call, Chain, Expression, ExpressionError, Literal, Negate, Number, Path, Step, Union, parse
from .functions import FUNCTIONS
from .instance import Node
from .world import Closure as Closure
from .world import Context as Context

_Select = Callable[[Context, list[Node]], list[Node]]


def compiled(source: str) -> Closure:
    """Parse and compile. Raises ExpressionError (grammar, unknown function, argument count)."""
    run = build(parse(source))

    def started(context: Context) -> Value:
        context.site = source
        return run(context)

    return started


def build(tree: Expression) -> Closure:
    """The closure of a syntax tree."""
    match tree:
        case Literal(value) | Number(value):
            return lambda context: value
        case Negate(operand):
            run = build(operand)
            return lambda context: -to_number(run(context), context.world.zone)
        case Chain(first, rest):
            return _chain(build(first), [(operator, build(operand)) for operator, operand in rest])
        case Union(parts):
            return _union([build(part) for part in parts])
        case Call():
            return _call(tree)
        case Path():
            return path(tree)


# -- operators -------------------------------------------------------------------------------------
def _chain(first: Closure, rest: list[tuple[str, Closure]]) -> Closure:
    operator = rest[0][0]
    if operator in ("or", "and"):
        return _logic([first, *(run for _, run in rest)], stop_at=operator == "or")
    if len(rest) == 1:
        apply, second = _OPERATORS[operator], rest[0][1]
        return lambda context: apply(first(context), second(context), context.world.zone)

    def run(context: Context) -> Value:
        value = first(context)
        for name, operand in rest:
            value = _OPERATORS[name](value, operand(context), context.world.zone)
        return value

    return run


def _logic(parts: list[Closure], stop_at: bool) -> Closure:
    def run(context: Context) -> Value:
        for part in parts:
            if to_boolean(part(context)) is stop_at:
                return stop_at
        return not stop_at

    return run


def _equal(left: Value, right: Value, zone: timezone) -> bool:
    return _compare(left, right, zone, lambda a, b: a == b)


def _unequal(left: Value, right: Value, zone: timezone) -> bool:
    return _compare(left, right, zone, lambda a, b: a != b)


def _compare(left: Value, right: Value, zone: timezone, same: Callable[[object, object], bool]) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return same(to_boolean(left), to_boolean(right))
    if isinstance(left, float) or isinstance(right, float):
        return any(same(a, b) for a in _numbers(left, zone) for b in _numbers(right, zone))
    return any(same(a, b) for a in strings(left) for b in strings(right))


def _numbers(value: Value, zone: timezone) -> list[float]:
    if isinstance(value, list):
        return [to_number(node.text(), zone) for node in value] or [math.nan]
    return [to_number(value, zone)]


def _ordered(test: Callable[[float, float], bool]) -> Callable[[Value, Value, timezone], Value]:
    def apply(left: Value, right: Value, zone: timezone) -> Value:
        if isinstance(left, list) or isinstance(right, list):
            return any(test(a, b) for a in _numbers(left, zone) for b in _numbers(right, zone))
        return test(to_number(left, zone), to_number(right, zone))

    return apply


def _arithmetic(compute: Callable[[float, float], float]) -> Callable[[Value, Value, timezone], Value]:
    def apply(left: Value, right: Value, zone: timezone) -> Value:
        try:
            return float(compute(to_number(left, zone), to_number(right, zone)))
        except OverflowError:
            return math.inf

    return apply


def _divide(a: float, b: float) -> float:
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def _remainder(a: float, b: float) -> float:
    return math.nan if b == 0 or math.isinf(a) or math.isnan(b) else math.fmod(a, b)


_OPERATORS: dict[str, Callable[[Value, Value, timezone], Value]] = {
    "=": _equal,
    "!=": _unequal,
    "<": _ordered(lambda a, b: a < b),
    "<=": _ordered(lambda a, b: a <= b),
    ">": _ordered(lambda a, b: a > b),
    ">=": _ordered(lambda a, b: a >= b),
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "div": _arithmetic(_divide),
    "mod": _arithmetic(_remainder),
}


def _union(parts: list[Closure]) -> Closure:
    def run(context: Context) -> Value:
        found: dict[Node, None] = {}
        for part in parts:
            found.update(dict.fromkeys(nodes_of(part(context))))
        return sorted(found, key=Node.order)

    return run


# -- functions -------------------------------------------------------------------------------------
def _call(tree: Call) -> Closure:
    function = FUNCTIONS.get(tree.name)
    if function is None:
        raise ExpressionError(tr(f"没有函数 {tree.name}()", f"there is no function {tree.name}()"))
    function.check_count(len(tree.arguments))
    if tree.name == "indexed-repeat" and (direct := _indexed(tree.arguments)) is not None:
        return direct
    arguments = [path(argument, narrow=False) if function.unnarrowed and isinstance(argument, Path)
                 else build(argument) for argument in tree.arguments]
    return function.bind(arguments)


def _indexed(arguments: tuple[Expression, ...]) -> Closure | None:
    """`indexed-repeat` straight down plain absolute paths, so that it costs the same in a long repeat.

    A repeat on the way that is not indexed means the question's own instance, else the first.
    """
    names, repeats = _plain_names(arguments[0]), [_plain_names(argument) for argument in arguments[1::2]]
    if names is None or any(repeat is None or names[:len(repeat)] != repeat for repeat in repeats):
        return None
    wanted = {len(repeat) - 1: build(index) for repeat, index in zip(repeats, arguments[2::2], strict=False)
              if repeat is not None}

    def run(context: Context) -> Value:
        node, own = context.world.document, context.current.chain
        for depth, name in enumerate(names):
            group = node.groups.get(name, [])
            place = _place(context, wanted[depth]) if depth in wanted else own[depth + 1].ordinal if (
                depth + 1 < len(own) and own[depth] is node and own[depth + 1].name == name) else 1
            if not 0 < place <= len(group):
                return ""
            node = group[place - 1]
        return [node] if node.relevant else ""

    return run


def _plain_names(tree: Expression) -> list[str] | None:
    """The names of an absolute path without predicates, else None."""
    if not isinstance(tree, Path) or not tree.absolute or not tree.steps:
        return None
    plain = all(step.axis == "child" and _is_name(step.test) and not step.predicates for step in tree.steps)
    return [step.test for step in tree.steps] if plain else None


def _place(context: Context, index: Closure) -> int:
    number = to_number(index(context), context.world.zone)
    return int(number) if number == number and abs(number) < 1e9 and number == int(number) else 0


# -- paths -----------------------------------------------------------------------------------------
def path(tree: Path, narrow: bool = True) -> Closure:
    """The closure of a path; without `narrow` a repeat always means all its instances."""
    names = [step.test for step in tree.steps]
    plain = all(step.axis == "child" and _is_name(step.test) and not step.predicates for step in tree.steps)
    if tree.absolute and plain and names and narrow:
        return _absolute(names)
    selects = [_step(step) for step in tree.steps]
    start = _start(tree, narrow)
    if start is _here and len(tree.steps) == 2 and tree.steps[0] == Step("parent", "node()") and not (
            tree.steps[1].predicates) and tree.steps[1].axis == "child" and _is_name(names[1]):
        return _sibling(names[1])

    def run(context: Context) -> Value:
        nodes, todo = start(context), selects
        if narrow and tree.absolute:
            nodes, todo = _aligned(context, tree, selects)
        for select in todo:
            nodes = select(context, nodes)
        return [node for node in nodes if node.relevant]

    return run


def _here(context: Context) -> list[Node]:
    return [context.node]


def _start(tree: Path, narrow: bool) -> Callable[[Context], list[Node]]:
    if tree.absolute:
        return lambda context: [context.world.document]
    if tree.start is None:
        return _here
    run = path(tree.start, narrow) if isinstance(tree.start, Path) else build(tree.start)
    filters = [build(predicate) for predicate in tree.filters]

    def filtered(context: Context) -> list[Node]:
        nodes = nodes_of(run(context))
        for predicate in filters:
            nodes = _kept(context, nodes, predicate)
        return nodes

    return filtered


def _is_name(test: str) -> bool:
    return test[-1] not in "*)"


def _absolute(names: list[str]) -> Closure:
    """`/data/a/b` without predicates: the commonest path by far."""
    last = len(names) - 1

    def run(context: Context) -> Value:
        node, depth = context.world.document, 0
        chain = context.current.chain
        if chain[0] is node:
            while depth < last and depth + 1 < len(chain) and chain[depth + 1].name == names[depth]:
                depth += 1
                node = chain[depth]
        nodes = [node]
        for name in names[depth:]:
            nodes = [child for parent in nodes for child in parent.groups.get(name, ())]
        return [found for found in nodes if found.relevant]

    return run


def _sibling(name: str) -> Closure:
    """`../name`: the second commonest."""

    def run(context: Context) -> Value:
        parent = context.node.parent
        return [] if parent is None else [node for node in parent.groups.get(name, ()) if node.relevant]

    return run


def _aligned(context: Context, tree: Path, selects: list[_Select]) -> tuple[list[Node], list[_Select]]:
    """The question's own instance of the leading steps, and the steps still to take."""
    chain, depth = context.current.chain, 0
    if chain[0] is not context.world.document:
        return [context.world.document], selects
    for step in tree.steps[:-1]:
        if step.axis != "child" or step.predicates or depth + 1 >= len(chain) or chain[depth + 1].name != step.test:
            break
        depth += 1
    return [chain[depth]], selects[depth:]


def _step(step: Step) -> _Select:
    choose = _chooser(step.axis, step.test)
    if not step.predicates:
        return lambda context, nodes: _distinct([found for node in nodes for found in choose(node)], nodes)
    predicates = [build(predicate) for predicate in step.predicates]

    def select(context: Context, nodes: list[Node]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            candidates = choose(node)
            for predicate in predicates:
                candidates = _kept(context, candidates, predicate)
            found += candidates
        return _distinct(found, nodes)

    return select


def _distinct(found: list[Node], origins: list[Node]) -> list[Node]:
    return found if len(origins) < 2 else list(dict.fromkeys(found))


def _kept(context: Context, nodes: list[Node], predicate: Closure) -> list[Node]:
    kept = []
    inner = Context(context.node, context.current, context.world, size=len(nodes), site=context.site)
    for position, node in enumerate(nodes, 1):
        inner.node, inner.position = node, position
        value = predicate(inner)
        if value == position if type(value) is float else to_boolean(value):
            kept.append(node)
    return kept


def _chooser(axis: str, test: str) -> Callable[[Node], list[Node]]:
    if axis == "child" and _is_name(test):
        return lambda node: list(node.groups.get(test, ()))
    if axis == "attribute":
        return lambda node: _attributes(node, test)
    walk = _AXES[axis]
    if test == "node()":
        return walk
    if test == "text()":
        return lambda node: [node] if node.value and axis == "child" else []
    if test == "comment()":
        return lambda node: []
    if test == "*":
        return lambda node: [found for found in walk(node) if found.name]
    if test.endswith(":*"):
        return lambda node: [found for found in walk(node) if found.name.startswith(test[:-1])]
    return lambda node: [found for found in walk(node) if found.name == test]


def _attributes(node: Node, test: str) -> list[Node]:
    return [Node(f"@{name}", node, value) for name, value in node.attributes.items()
            if test in ("*", "node()") or name == test]


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None:
        return [], 0
    return node.parent.children, node.parent.children.index(node)


def _following(node: Node) -> list[Node]:
    around, at = _siblings(node)
    return around[at + 1:]


def _preceding(node: Node) -> list[Node]:
    around, at = _siblings(node)
    return around[:at][::-1]


_AXES: dict[str, Callable[[Node], list[Node]]] = {
    "child": lambda node: node.children,
    "parent": lambda node: [] if node.parent is None else [node.parent],
    "self": lambda node: [node],
    "descendant": lambda node: list(node.below())[1:],
    "descendant-or-self": lambda node: list(node.below()),
    "ancestor": lambda node: list(node.chain[-2::-1]),
    "ancestor-or-self": lambda node: list(node.chain[::-1]),
    "following-sibling": _following,
    "preceding-sibling": _preceding,
}


class Outside:
    """A world for one document that is not a record: `evaluate` on any XML."""

    person = device = language = ""
    seed = 0
    zone = UTC
    location = ""
    blank_when_empty = False
    namespaces: Mapping[str, str] = {}

    def __init__(self, document: Node, now: datetime, instances: Mapping[str, Node] | None = None) -> None:
        self.document, self.now, self.today = document, now, now.date()
        offset = now.utcoffset()
        self.zone = UTC if offset is None else timezone(offset)
        self.instances: Mapping[str, Node] = instances or {}

    def choice_label(self, path: str, value: str, at: Node) -> str:
        """No choices outside a form: the value itself."""
        return value

    def translated(self, text_id: str) -> str:
        """No translations outside a form: the id itself."""
        return text_id
