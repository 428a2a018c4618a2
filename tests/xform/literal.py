"""A slow, literal evaluator of ODK expressions, to hold the fast one against. It shares no code with it.

Expressions are trees of tuples, made by `expressions` below and written out by `written`; nodes are plain `Plain`
objects. Every rule is spelt out as XPath 1.0 and the ODK XForms specification state it, with no thought of speed:
axes by walking the whole document, comparisons by all pairs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

Tree = tuple[Any, ...]
LOWEST, _UNARY, _UNION, _PATH = 0, 7, 8, 9
RANKS = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6}


@dataclass(eq=False)
class Plain:
    """An element, or a text without name: name, own text, children; `leaf_of_record`: a question of a record; `shown`: relevant."""

    name: str
    text: str = ""
    children: list[Plain] = field(default_factory=list)
    parent: Plain | None = None
    leaf_of_record: bool = False
    shown: bool = True

    def add(self, child: Plain) -> Plain:
        child.parent = self
        self.children.append(child)
        return child

    def below(self) -> Iterator[Plain]:
        for child in self.children:
            yield child
            yield from child.below()

    def above(self) -> Iterator[Plain]:
        if self.parent is not None:
            yield self.parent
            yield from self.parent.above()

    def string(self) -> str:
        return self.text + "".join(child.string() for child in self.children if child.shown)

    def place(self) -> str:
        """Where it stands, numbered among siblings of its name: /data[1]/room[2]."""
        if self.parent is None:
            return ""
        same = [child for child in self.parent.children if child.name == self.name]
        return f"{self.parent.place()}/{self.name}[{same.index(self) + 1}]"


@dataclass
class Where:
    """The context of an expression."""

    node: Plain
    current: Plain
    document: Plain
    zone: timezone
    of_record: bool
    position: int = 1
    size: int = 1

    def at(self, node: Plain, position: int, size: int) -> Where:
        return Where(node, self.current, self.document, self.zone, self.of_record, position, size)


# -- writing a tree as text ------------------------------------------------------------------------------
def written(tree: Tree, floor: int = LOWEST) -> str:
    """The expression as an author writes it, with brackets only where precedence needs them."""
    match tree:
        case ("number", text):
            return str(text)
        case ("string", text):
            return f'"{text}"' if "'" in text else f"'{text}'"
        case ("negate", inner):
            return _bracketed(f"- {written(inner, _UNARY)}", _UNARY, floor)
        case ("chain", operator, left, right):
            rank = RANKS[operator]
            return _bracketed(f"{written(left, rank)} {operator} {written(right, rank + 1)}", rank, floor)
        case ("union", left, right):
            return _bracketed(f"{written(left, _UNION)} | {written(right, _UNION + 1)}", _UNION, floor)
        case ("call", name, *arguments):
            return f"{name}({', '.join(map(written, arguments))})"
        case ("filter", inner, predicate):
            return f"({written(inner)})[{written(predicate)}]"
        case ("path", start, steps):
            parts: list[str] = []
            for at, step in enumerate(steps):
                before = parts[-1] if parts else start
                anywhere = step == ("descendant-or-self", "node()", ()) and before != "" and at + 1 < len(steps)
                parts.append("" if anywhere else _step(step))  # so that it is written //
            return _bracketed(("/" if start == "/" else "") + "/".join(parts), _PATH, floor)
    raise AssertionError(tree)


def _bracketed(text: str, rank: int, floor: int) -> str:
    return text if rank >= floor else f"({text})"


def _step(step: tuple[str, str, Sequence[Tree]]) -> str:
    axis, test, predicates = step
    short = {("self", "node()"): ".", ("parent", "node()"): ".."}.get((axis, test))
    text = short or (test if axis == "child" else f"{axis}::{test}")
    return text + "".join(f"[{written(each)}]" for each in predicates)


# -- conversions: XPath 1.0 section 4, ODK XForms "XPath Functions" ------------------------------------------
def string_of(value: Any) -> str:
    if isinstance(value, list):
        return _in_order(value)[0].string() if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return "0" if value == 0 else f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def number_of(value: Any, zone: timezone) -> float:
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    text = string_of(value).strip(" \t\r\n")
    digits = text.removeprefix("-")
    if digits.replace(".", "", 1).isdecimal() and digits.isascii():
        return float(text)
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
    except ValueError:
        return math.nan
    return (day - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(days=1) if len(text) == 10 else math.nan


def boolean_of(value: Any) -> bool:
    if isinstance(value, list):  # a record's question counts by what it holds (spec note), other nodes by being there
        return any(node.string() != "" if node.leaf_of_record else True for node in value)
    if isinstance(value, float):
        return not math.isnan(value) and value != 0
    return value if isinstance(value, bool) else value != ""


def _in_order(nodes: Sequence[Plain]) -> list[Plain]:
    if not nodes:
        return []
    return sorted(dict.fromkeys(nodes), key=_whole(nodes[0]).index)


def _whole(node: Plain) -> list[Plain]:
    """Every node of the tree a node stands in, in document order."""
    top = [node, *node.above()][-1]
    return [top, *top.below()]


# -- operators: XPath 1.0 sections 3.4 and 3.5 -----------------------------------------------------------------
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


def compared(operator: str, left: Any, right: Any, where: Where) -> bool:
    test = _TESTS[operator]
    if isinstance(left, bool) or isinstance(right, bool):
        if operator in ("=", "!="):
            return test(boolean_of(left), boolean_of(right))
        return test(number_of(_one(left), where.zone), number_of(_one(right), where.zone))
    as_numbers = operator not in ("=", "!=") or isinstance(left, float) or isinstance(right, float)
    pairs = [(a, b) for a in _members(left, where) for b in _members(right, where)]
    if as_numbers:
        return any(test(number_of(a, where.zone), number_of(b, where.zone)) for a, b in pairs)
    return any(test(string_of(a), string_of(b)) for a, b in pairs)


def _one(value: Any) -> Any:
    return boolean_of(value) if isinstance(value, list) else value


def _members(value: Any, where: Where) -> list[Any]:
    if not isinstance(value, list):
        return [value]
    return [node.string() for node in value] or ([""] if where.of_record else [])


def computed(operator: str, a: float, b: float) -> float:
    match operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "div":
            if b == 0:
                return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a * math.copysign(1.0, b))
            return a / b
        case "mod":
            return math.nan if b == 0 or math.isinf(a) or math.isnan(a + b) else math.fmod(a, b)
    raise AssertionError(operator)


# -- evaluation ---------------------------------------------------------------------------------------------
def value_of(tree: Tree, where: Where) -> Any:
    """The value of a tree: str, float, bool or a list of Plain."""
    match tree:
        case ("number", text):
            return float(text)
        case ("string", text):
            return text
        case ("negate", inner):
            return -number_of(value_of(inner, where), where.zone)
        case ("chain", "or", left, right):
            return boolean_of(value_of(left, where)) or boolean_of(value_of(right, where))
        case ("chain", "and", left, right):
            return boolean_of(value_of(left, where)) and boolean_of(value_of(right, where))
        case ("chain", operator, left, right) if operator in _TESTS:
            return compared(operator, value_of(left, where), value_of(right, where), where)
        case ("chain", operator, left, right):
            return computed(operator, *(number_of(value_of(each, where), where.zone) for each in (left, right)))
        case ("union", left, right):
            return _in_order([*value_of(left, where), *value_of(right, where)])
        case ("filter", inner, predicate):
            return _kept(_in_order(value_of(inner, where)), predicate, where)
        case ("path", start, steps):
            return _walked(start, steps, where)
        case ("call", name, *arguments):
            return called(name, arguments, where)
    raise AssertionError(tree)


def _walked(start: str, steps: Sequence[tuple[str, str, Sequence[Tree]]], where: Where) -> list[Plain]:
    nodes, todo = [where.document if start == "/" else where.node], list(steps)
    if start == "/" and where.of_record:  # the question's own instances of the leading steps
        chain = [*reversed([*where.current.above()]), where.current]
        depth = 0
        while (len(todo) > 1 and todo[0][0] == "child" and not todo[0][2] and depth + 1 < len(chain)
               and chain[depth + 1].name == todo[0][1]):
            depth += 1
            todo.pop(0)
        nodes = [chain[depth]]
    for axis, test, predicates in todo:
        found: list[Plain] = []
        for node in nodes:
            step = [each for each in _along(axis, node) if _passes(test, each)]
            for predicate in predicates:
                step = _kept(step, predicate, where)
            found += step
        nodes = _in_order(found)
    return [node for node in nodes if all(each.shown for each in (node, *node.above()))]


def _along(axis: str, node: Plain) -> list[Plain]:
    """Nodes of an axis in its own order (XPath 1.0, section 2.2)."""
    siblings = node.parent.children if node.parent else [node]
    at = siblings.index(node)
    match axis:
        case "self":
            return [node]
        case "child":
            return list(node.children)
        case "parent":
            return [node.parent] if node.parent else []
        case "ancestor":
            return list(node.above())
        case "ancestor-or-self":
            return [node, *node.above()]
        case "descendant":
            return list(node.below())
        case "descendant-or-self":
            return [node, *node.below()]
        case "following-sibling":
            return siblings[at + 1:]
        case "preceding-sibling":
            return siblings[:at][::-1]
        case "following" | "preceding":
            everything = _whole(node)
            own = {id(each) for each in (node, *node.below(), *node.above())}
            here = everything.index(node)
            part = everything[here:] if axis == "following" else everything[:here][::-1]
            return [each for each in part if id(each) not in own]
    raise AssertionError(axis)


def _passes(test: str, node: Plain) -> bool:
    return test == "node()" or (node.name != "" and test in ("*", node.name))


def _kept(nodes: Sequence[Plain], predicate: Tree, where: Where) -> list[Plain]:
    kept = []
    for position, node in enumerate(nodes, 1):
        value = value_of(predicate, where.at(node, position, len(nodes)))
        if value == position if isinstance(value, float) else boolean_of(value):
            kept.append(node)
    return kept


# -- functions ---------------------------------------------------------------------------------------------
def called(name: str, arguments: Sequence[Tree], where: Where) -> Any:
    """A function's value, from its description in the specification."""
    match name:
        case "if":
            return value_of(arguments[1 if boolean_of(value_of(arguments[0], where)) else 2], where)
        case "position":
            return float(where.position)
        case "last":
            return float(where.size)
        case "true" | "false":
            return name == "true"
        case "current":
            return [where.current]
    return _FUNCTIONS[name](where, *(value_of(each, where) for each in arguments))


def _texts(values: Sequence[Any]) -> list[str]:
    return [text for value in values
            for text in ([node.string() for node in value] if isinstance(value, list) else [string_of(value)])]


def _substring(where: Where, text: Any, start: Any, length: Any = math.inf) -> str:
    first = _round(number_of(start, where.zone))
    past = first + (math.inf if length == math.inf else _round(number_of(length, where.zone)))
    return "".join(char for at, char in enumerate(string_of(text), 1) if first <= at < past)


def _round(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.copysign(math.floor(number + 0.5), number)


def _cut_by(cut: Callable[[float], float]) -> Callable[..., float]:
    def apply(where: Where, value: Any) -> float:
        number = number_of(value, where.zone)
        return number if math.isnan(number) or math.isinf(number) else math.copysign(cut(number), number)  # -0 stays

    return apply


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "string": lambda where, value: string_of(value),
    "number": lambda where, value: number_of(value, where.zone),
    "boolean": lambda where, value: boolean_of(value),
    "not": lambda where, value: not boolean_of(value),
    "count": lambda where, nodes: float(len(nodes)),
    "count-non-empty": lambda where, nodes: float(sum(1 for node in nodes if node.string() != "")),
    "concat": lambda where, *values: "".join(_texts(values)),
    "join": lambda where, between, *values: string_of(between).join(_texts(values)),
    "string-length": lambda where, value: float(len(string_of(value))),
    "normalize-space": lambda where, value: " ".join(string_of(value).split()),
    "contains": lambda where, text, part: string_of(part) in string_of(text),
    "starts-with": lambda where, text, part: string_of(text).startswith(string_of(part)),
    "ends-with": lambda where, text, part: string_of(text).endswith(string_of(part)),
    "substring-before": lambda where, text, part: string_of(text).split(string_of(part), 1)[0]
    if string_of(part) and string_of(part) in string_of(text) else "",
    "substring": _substring,
    "round": lambda where, value: _round(number_of(value, where.zone)),
    "floor": _cut_by(math.floor),
    "ceiling": _cut_by(math.ceil),
    "int": _cut_by(math.trunc),
    "coalesce": lambda where, one, other: string_of(one) or string_of(other),
    "selected": lambda where, text, choice: string_of(choice).strip() in (string_of(text).split() or [""]),
    "count-selected": lambda where, text: float(len(string_of(text).split())),
    "boolean-from-string": lambda where, text: string_of(text) in ("true", "1"),
}
ARITY: dict[str, tuple[str, ...]] = {  # what each argument is: n nodes, a anything
    "true": (), "false": (), "position": (), "last": (), "current": (), "if": ("a", "a", "a"), "substring": ("a", "a", "a"),
    "count": ("n",), "count-non-empty": ("n",), "concat": ("a", "a"), "join": ("a", "a", "n"), "contains": ("a", "a"),
    "starts-with": ("a", "a"), "ends-with": ("a", "a"), "substring-before": ("a", "a"), "coalesce": ("a", "a"),
    "selected": ("a", "a"),
} | dict.fromkeys(("string", "number", "boolean", "not", "string-length", "normalize-space", "round", "floor", "ceiling",
                   "int", "count-selected", "boolean-from-string"), ("a",))
