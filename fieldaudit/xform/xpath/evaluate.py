"""From syntax tree to closure: the dialect (see `dialect`) run over a tree of nodes. Knows no form and no record.

Spec: getodk.github.io/xforms-spec, "XPath Paths/Predicates/Axes"; XPath 1.0, sections 2 and 3. Of paths in a record:

- What is not relevant is left out of a path's result (so counts, sums and joins skip it), but for the groups the question
  itself stands in: position(..) of a default is the same whether its instance is shown already or not.
- An absolute path through a repeat that the question itself stands in means *its own* instance, as in ODK
  Collect: in `/data/room[2]/beds` the path `/data/room/name` is the name of room 2. The last step and any
  step with a predicate are not narrowed: `count(/data/room)` counts all rooms.
- Places count hidden instances too, since an instance keeps its number; not those beyond a repeat's count.
- Inside a predicate of `instance(…)` an absolute path still reads the record (spec, `instance`), and
  `current()` is the question itself.

What a predicate computes alike for all its nodes is computed once, a place is picked directly, and a lookup table
answers `[column = …]` from an index: none of this may change a value.
"""

from __future__ import annotations

from collections.abc import Callable

from ...i18n import tr
from .analysis import TRUTHS_OF_TEXTS, column_of, is_fixed, merged, place_of
from .axes import REVERSE, chooser, in_order, is_plain, spend
from .dialect import OPERATORS, EvaluationError, Value, equal, nodes_of, texts, to_boolean, to_number, to_string
from .expression import Call, Chain, Expression, ExpressionError, Literal, Negate, Number, Path, Step, Union, parse
from .functions import FUNCTIONS
from .instance import Node
from .tables import Keep, Nodes, from_table
from .world import Closure, Context, inside

_Select = Callable[[Context, Nodes], Nodes]
_SELF, _PARENT = Step("self", "node()"), Step("parent", "node()")
MANY = 50  # nodes of one step that are worth counting as work


def compiled(source: str) -> Closure:
    """Parse and compile. Raises ExpressionError (grammar, unknown function, argument count, no text at all)."""
    if not isinstance(source, str):
        raise ExpressionError(tr(f"公式应为文字，而不是{source!r}", f"an expression is a text, not {source!r}"))
    try:
        run = build(parse(source))
    except RecursionError as error:
        raise _too_deep() from error

    def started(context: Context) -> Value:
        context.site, context.memo = source, None
        try:
            return run(context)
        except RecursionError as error:
            raise _too_deep() from error

    return started


def _too_deep() -> EvaluationError:
    return EvaluationError(tr("公式嵌套过深", "the formula is nested too deep"))


def build(tree: Expression, within: str = "") -> Closure:
    """The closure of a syntax tree. `within` a predicate over "nodes", or over "rows" of a lookup table that stand
    for their items (see `analysis.is_rowwise`), what is alike for all of them is computed once.
    """
    match tree:
        case Literal(value) | Number(value):
            return lambda context: value
        case _ if within and is_fixed(tree):
            return _remembered(build(tree))
        case Negate(operand):
            run = build(operand, within)
            return lambda context: -to_number(run(context), context.world.zone)
        case Chain(first, rest):
            return _chain(first, rest, within)
        case Union(parts):
            return _union([build(part, within) for part in parts])
        case Call():
            return _call(tree, within)
        case Path() if within == "rows":
            return _cell(column_of(tree))
        case Path():
            return path(tree, within=within)


def _cell(column: str) -> Closure:
    return lambda context: context.node[context.memo[column]]  # type: ignore[index]


def _remembered(run: Closure) -> Closure:
    def recalled(context: Context) -> Value:
        memo = context.memo
        if memo is None:
            return run(context)
        found = memo.get(recalled)
        if found is None:
            found = memo[recalled] = run(context)
        elif type(found) is list and len(found) > MANY:
            spend(context, len(found))  # whoever asks will look at them all again
        return found

    return recalled


# -- operators -------------------------------------------------------------------------------------
def _chain(first: Expression, rest: tuple[tuple[str, Expression], ...], within: str) -> Closure:
    operator, other = rest[0]
    start = build(first, within)
    if len(rest) == 1 and operator == "=" and isinstance(other, Literal):
        return _is_text(start, other.value)
    if len(rest) == 1 and operator in ("=", "!=") and within and (is_fixed(other) or is_fixed(first)):
        return _is_among(start, build(other), operator) if is_fixed(other) else (
            _is_among(build(other, within), build(first), operator))
    operands = [(name, build(operand, within)) for name, operand in rest]
    if operator in ("or", "and"):
        return _logic([start, *(run for _, run in operands)], stop_at=operator == "or")
    if len(rest) == 1:
        apply, second = OPERATORS[operator], operands[0][1]
        return lambda context: apply(start(context), second(context), context.world.zone, context.world.blank_when_empty)

    def run(context: Context) -> Value:
        value, world = start(context), context.world
        for name, operand in operands:
            value = OPERATORS[name](value, operand(context), world.zone, world.blank_when_empty)
        return value

    return run


def _is_text(run: Closure, text: str) -> Closure:
    """`… = 'text'`: the commonest comparison."""

    def apply(context: Context) -> Value:
        value = run(context)
        if type(value) is not list:
            return equal(value, text, context.world.zone, False)
        return text in [node.text() for node in value] if value else text == "" and context.world.blank_when_empty

    return apply


def _is_among(run: Closure, fixed: Closure, operator: str) -> Closure:
    """`=` and `!=` in a predicate where one side is alike for all nodes: its texts are gathered once."""
    compare = OPERATORS[operator]

    def gathered(context: Context) -> tuple[Value, Callable[[str], bool] | None]:
        value, blank = fixed(context), context.world.blank_when_empty
        if type(value) is float or type(value) is bool:
            return value, None
        among = frozenset(texts(value, blank) if isinstance(value, list) else [to_string(value)])
        if operator == "=":
            return value, among.__contains__
        only = next(iter(among), "")
        return value, only.__ne__ if len(among) == 1 else (lambda text: bool(among))

    def apply(context: Context) -> Value:
        memo, world = context.memo, context.world
        known = None if memo is None else memo.get(apply)
        if known is None:
            known = gathered(context)
            if memo is not None:
                memo[apply] = known
        (value, test), left = known, run(context)
        if test is not None and type(left) is str:
            return test(left)
        if test is not None and type(left) is list and left:
            return any(test(node.text()) for node in left)
        return compare(left, value, world.zone, world.blank_when_empty)

    return apply


def _logic(parts: list[Closure], stop_at: bool) -> Closure:
    def run(context: Context) -> Value:
        for part in parts:
            value = part(context)
            if (value if type(value) is bool else to_boolean(value)) is stop_at:
                return stop_at
        return not stop_at

    return run


def _union(parts: list[Closure]) -> Closure:
    return lambda context: in_order(node for part in parts for node in nodes_of(part(context)))


# -- functions -------------------------------------------------------------------------------------
def _call(tree: Call, within: str) -> Closure:
    function = FUNCTIONS.get(tree.name)
    if function is None:
        raise ExpressionError(tr(f"没有函数 {tree.name}()", f"there is no function {tree.name}()"))
    function.check_count(len(tree.arguments))
    if tree.name == "indexed-repeat" and (direct := _indexed(tree.arguments)) is not None:
        return direct
    if within == "rows" and tree.name in TRUTHS_OF_TEXTS:
        return function.bind([_text_of(argument) for argument in tree.arguments])
    return function.bind([
        path(argument, narrow=False, within=within) if function.unnarrowed and isinstance(argument, Path)
        else build(argument, within) for argument in tree.arguments])


def _text_of(argument: Expression) -> Closure:
    """An argument that is wanted as a text, in a look at rows: what is alike for all is turned into one once."""
    if not is_fixed(argument):
        return build(argument, "rows")
    run = build(argument)
    return _remembered(lambda context: to_string(run(context)))


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
            group = node.named(name)
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
    return [step.test for step in tree.steps] if all(map(_is_plain_step, tree.steps)) else None


def _is_plain_step(step: Step) -> bool:
    return step.axis == "child" and is_plain(step.test) and not step.predicates


def _place(context: Context, index: Closure) -> int:
    number = to_number(index(context), context.world.zone)
    return int(number) if number == number and abs(number) < 1e9 and number == int(number) else 0


# -- paths -----------------------------------------------------------------------------------------
def path(tree: Path, narrow: bool = True, within: str = "") -> Closure:
    """The closure of a path; without `narrow` a repeat always means all its instances."""
    return _short(tree, narrow) or _long(tree, narrow, within)


def _short(tree: Path, narrow: bool) -> Closure | None:
    """The commonest paths, each by the shortest way."""
    if narrow and (names := _plain_names(tree)):
        return _absolute(names)
    if tree.absolute or tree.filters or tree.start not in (None, Call("current", ())):
        return None
    of_current = tree.start is not None
    if len(tree.steps) == 2 and tree.steps[0] == _PARENT and _is_plain_step(tree.steps[1]):
        return _sibling(tree.steps[1].test, of_current)
    if not of_current and (name := column_of(tree)):
        return lambda context: _relevant(context, context.node.named(name))
    if not of_current and tree.steps == (_SELF,):
        return lambda context: [context.node] if context.node.relevant else []
    return None


def _relevant(context: Context, nodes: Nodes) -> list[Node]:
    if len(nodes) > MANY:
        spend(context, len(nodes))
    return [node for node in nodes if node.relevant]


def _absolute(names: list[str]) -> Closure:
    """`/data/a/b` without predicates: the commonest path by far."""
    last = len(names) - 1

    def run(context: Context) -> Value:
        node, depth = context.world.document, 0
        chain = context.current.chain
        if chain[0] is node and node.bare:
            while depth < last and depth + 1 < len(chain) and chain[depth + 1].name == names[depth]:
                depth += 1
                node = chain[depth]
        nodes = node.named(names[depth])
        for name in names[depth + 1:]:
            nodes = [child for parent in nodes for child in parent.named(name)]
        return _relevant(context, nodes)

    return run


def _sibling(name: str, of_current: bool) -> Closure:
    """`../name`, `current()/../name`: the second commonest."""

    def run(context: Context) -> Value:
        parent = (context.current if of_current else context.node).parent
        return [] if parent is None else _relevant(context, parent.named(name))

    return run


def _long(tree: Path, narrow: bool, within: str) -> Closure:
    start, order = _start(tree, narrow, within)
    selects: list[_Select] = []
    for step in merged(tree.steps):
        select, order = _step(step, order)
        selects.append(select)

    def run(context: Context) -> Value:
        nodes, todo = start(context), selects
        if narrow and tree.absolute:
            nodes, todo = _aligned(context, tree, selects)
        for select in todo:
            nodes = select(context, nodes)
        return [node for node in nodes if node.relevant or _stands_in(context, node)]

    return run


def _stands_in(context: Context, node: Node) -> bool:
    """Whether a hidden group is one that the question itself stands in: to its own rules it is there."""
    return bool(node.groups) and any(above is node for above in context.current.chain[:-1])


def _aligned(context: Context, tree: Path, selects: list[_Select]) -> tuple[Nodes, list[_Select]]:
    """The question's own instance of the leading steps, and the steps still to take."""
    top, chain, depth = context.world.document, context.current.chain, 0
    if chain[0] is not top or not top.bare:
        return [top], selects
    for step in tree.steps[:-1]:
        if step.axis != "child" or step.predicates or depth + 1 >= len(chain) or chain[depth + 1].name != step.test:
            break
        depth += 1
    return [chain[depth]], selects[depth:]


def _start(tree: Path, narrow: bool, within: str) -> tuple[Callable[[Context], Nodes], str]:
    """Where a path begins, and how the nodes there are ordered (see `_after`)."""
    if tree.absolute:
        return lambda context: [context.world.document], "one"
    if tree.start is None:
        return lambda context: [context.node], "one"
    inner = tree.start
    run = path(inner, narrow, within) if isinstance(inner, Path) else build(inner, within)
    keeps = [_predicate(predicate) for predicate in tree.filters]

    def filtered(context: Context) -> Nodes:
        nodes: Nodes = nodes_of(run(context))
        for keep in keeps:
            nodes = keep(context, nodes)
        return nodes

    return filtered, _order_of(inner)


def _order_of(tree: Expression) -> str:
    match tree:
        case Path(steps, _, start, _):
            order = "one" if start is None else _order_of(start)
            for step in merged(steps):
                order = _after(step.axis, order)[1]
            return order
        case Union():
            return "sorted"
        case Call("current" | "instance", _):
            return "one"
        case _:
            return "kept"


# -- steps -----------------------------------------------------------------------------------------
def _after(axis: str, order: str) -> tuple[str, str]:
    """What a step must do to its nodes ("", distinct, sort), and how they are ordered then.

    Orders: "one" node; "level": in document order, none inside another; "sorted": in document order;
    "kept": as a function gave them (randomize), which no step may change.
    """
    if axis == "self":
        return "", order
    if order == "kept":
        return "distinct", "kept"
    if axis == "parent":
        return ("sort", "sorted") if order == "sorted" else ("distinct", order)
    if axis in ("child", "attribute", "namespace"):
        return ("sort", "sorted") if order == "sorted" else ("", "level" if axis == "child" else "sorted")
    if axis.startswith("descendant"):
        return ("sort" if order == "sorted" else ""), "sorted"
    return "sort", "level" if axis.endswith("sibling") and order != "sorted" else "sorted"


def _step(step: Step, order: str) -> tuple[_Select, str]:
    find, (todo, order) = _finder(step), _after(step.axis, order)
    reverse = step.axis in REVERSE

    def select(context: Context, nodes: Nodes) -> Nodes:
        if len(nodes) == 1:
            found = find(context, nodes[0])
            return found[::-1] if reverse else found
        together: list[Node] = []
        for node in nodes:
            together += find(context, node)
        if len(nodes) > 1:
            spend(context, len(nodes) + len(together))
        if todo == "sort":
            return in_order(together)
        return list(dict.fromkeys(together)) if todo else together

    return select, order


def _finder(step: Step) -> Callable[[Context, Node], Nodes]:
    """What a step with its predicates finds from one node."""
    choose = chooser(step.axis, step.test)
    if not step.predicates:
        return choose
    keeps = [_predicate(predicate) for predicate in step.predicates]

    def find(context: Context, node: Node) -> Nodes:
        nodes = choose(context, node)
        if nodes and nodes[-1].beyond:
            nodes = [each for each in nodes if not each.beyond]
        for keep in keeps:
            nodes = keep(context, nodes)
        return nodes

    return from_table(step, find, keeps, build, _predicate) if step.axis == "child" and is_plain(step.test) else find


# -- predicates ------------------------------------------------------------------------------------
def _predicate(tree: Expression) -> Keep:
    wanted = place_of(tree)
    if wanted is not None:
        return _at_place(build(wanted), asks_position=wanted is not tree)
    test = build(tree, within="nodes")

    def keep(context: Context, nodes: Nodes) -> Nodes:
        if not nodes:
            return nodes
        spend(context, 3 * len(nodes))
        inner, kept = inside(context, nodes), []
        for position, node in enumerate(nodes, 1):
            inner.node, inner.position = node, position
            value = test(inner)
            if value is True or (value is not False and (
                    value == position if type(value) is float else to_boolean(value))):
                kept.append(node)
        return kept

    return keep


def _at_place(run: Closure, asks_position: bool) -> Keep:
    """`[n]` and, with `asks_position`, `[position() = n]`, where n is the same for all nodes."""

    def keep(context: Context, nodes: Nodes) -> Nodes:
        if not nodes:
            return nodes
        value = run(inside(context, nodes))
        if isinstance(value, float):
            return _picked(nodes, [value])
        if isinstance(value, bool) or not asks_position:
            return nodes if to_boolean(value) else []
        found = texts(value, False) if isinstance(value, list) else [value]
        return _picked(nodes, [to_number(text, context.world.zone) for text in found])

    return keep


def _picked(nodes: Nodes, places: list[float]) -> list[Node]:
    return [nodes[int(place) - 1] for place in sorted({p for p in places if 1 <= p <= len(nodes) and p == int(p)})]
