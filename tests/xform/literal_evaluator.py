"""A slow evaluator that follows the recommendation word by word: the judge of the quick one. It plans nothing.

It takes the syntax tree of `parse` (whose own tests are tables) and walks nodes by parent and children only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cmp_to_key
from itertools import product
from typing import Any

from fieldaudit.xform.expression import Call, Chain, Expression, Literal, Negate, Number, Path, Step, Union, parse
from fieldaudit.xform.instance import Node
from fieldaudit.xform.world import World

Value = Any
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")


class Refused(Exception):
    """What is no node-set where one is needed."""


def evaluated(source: str, node: Node, world: World) -> Value:
    """The value of an expression at a node."""
    return Evaluator(world, node).value(parse(source), node, 1, 1)


class Evaluator:
    """One evaluation: the world and the node it began at."""

    def __init__(self, world: World, current: Node) -> None:
        self.world, self.current = world, current

    def value(self, tree: Expression, node: Node, position: int, size: int) -> Value:
        def of(inner: Expression) -> Value:
            return self.value(inner, node, position, size)

        match tree:
            case Literal(text):
                return text
            case Number(number):
                return number
            case Negate(operand):
                return -self.number(of(operand))
            case Union(parts):
                return ordered([each for part in parts for each in nodes(of(part))])
            case Chain(first, rest):
                found = of(first)
                for operator, operand in rest:
                    found = self.operated(operator, found, operand, of)
                return found
            case Call(name, arguments):
                return self.called(name, [of(argument) for argument in arguments], node, position, size)
            case Path():
                return self.path(tree, node, of)

    # -- conversions -------------------------------------------------------------------------------------
    def string(self, value: Value) -> str:
        if isinstance(value, list):
            return value[0].text() if value else ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return "NaN" if value != value else ("-" * (value < 0) + "Infinity") if math.isinf(value) else (
                str(int(value)) if value == int(value) else f"{value:.30f}".rstrip("0") if abs(value) < 1e-4 else repr(value))
        return str(value)

    def number(self, value: Value) -> float:
        if isinstance(value, bool | float):
            return float(value)
        text = self.string(value).strip(" \t\r\n")
        if re.fullmatch(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
            return float(text)
        if not _DATE.fullmatch(text):
            return math.nan
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return math.nan
        moment = moment if moment.tzinfo else moment.replace(tzinfo=self.world.zone)
        return moment.timestamp() / 86400

    def boolean(self, value: Value) -> bool:
        if isinstance(value, list):
            return any(each.definition < 0 or bool(each.children) or each.text() != "" for each in value)
        return value == value and bool(value)

    # -- operators ---------------------------------------------------------------------------------------
    def operated(self, operator: str, left: Value, operand: Expression, of: Any) -> Value:
        if operator == "or":
            return self.boolean(left) or self.boolean(of(operand))
        if operator == "and":
            return self.boolean(left) and self.boolean(of(operand))
        right = of(operand)
        if operator in ("+", "-", "*", "div", "mod"):
            return self.computed(operator, self.number(left), self.number(right))
        return self.compared(operator, left, right)

    def computed(self, operator: str, a: float, b: float) -> float:
        if operator == "div":
            return a / b if b else math.nan if a == 0 or a != a else math.inf * math.copysign(1, a) * math.copysign(1, b)
        if operator == "mod":
            return math.nan if b == 0 or math.isinf(a) or a != a or b != b else math.copysign(math.fmod(a, b), a)
        return {"+": a + b, "-": a - b, "*": a * b}[operator]

    def compared(self, operator: str, left: Value, right: Value) -> bool:
        if (isinstance(left, bool) or isinstance(right, bool)) and (operator in ("=", "!=") or list in (type(left), type(right))):
            return self.atoms(operator, self.boolean(left), self.boolean(right))
        return any(self.atoms(operator, a, b) for a, b in product(self.sides(left), self.sides(right)))

    def sides(self, value: Value) -> list[Value]:
        if not isinstance(value, list):
            return [value]
        return [each.text() for each in value] or ([""] if self.world.blank_when_empty else [])

    def atoms(self, operator: str, a: Value, b: Value) -> bool:
        if operator in ("=", "!="):
            if isinstance(a, float) or isinstance(b, float):
                a, b = self.number(a), self.number(b)
            return (a == b) is (operator == "=")
        a, b = self.number(a), self.number(b)
        return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]

    # -- functions ---------------------------------------------------------------------------------------
    def called(self, name: str, given: list[Value], node: Node, position: int, size: int) -> Value:
        text = [self.string(each) for each in given] or [node.text()]
        match name:
            case "position" | "last":
                return float(position if name == "position" else size)
            case "true" | "false":
                return name == "true"
            case "current":
                return [self.current]
            case "count":
                return float(len(nodes(given[0])))
            case "string":
                return text[0]
            case "number":
                return self.number(given[0] if given else [node])
            case "boolean" | "not":
                return self.boolean(given[0]) is (name == "boolean")
            case "concat":
                return "".join(each.text() if isinstance(each, Node) else each for value in given
                               for each in (value if isinstance(value, list) else [self.string(value)]))
            case "contains":
                return text[1] in text[0]
            case "string-length":
                return float(len(text[0]))
            case "if":
                return given[1] if self.boolean(given[0]) else given[2]
            case "floor":
                number = self.number(given[0])
                return number if number != number or math.isinf(number) else float(math.floor(number))
        raise NotImplementedError(name)

    # -- paths -------------------------------------------------------------------------------------------
    def path(self, tree: Path, node: Node, of: Any) -> list[Node]:
        steps = tree.steps
        if tree.absolute:
            found, steps = self.own_instance(steps)
        else:
            found = [node] if tree.start is None else nodes(of(tree.start))
            for predicate in tree.filters:
                found = self.kept(found, predicate)
        for step in steps:
            found = ordered([each for start in found for each in self.step(step, start)])
        return [each for each in found if each.relevant]

    def own_instance(self, steps: tuple[Step, ...]) -> tuple[list[Node], tuple[Step, ...]]:
        """The dialect's narrowing: leading steps that the question itself stands in mean its own instance."""
        above = [self.current]
        while above[0].parent is not None:
            above.insert(0, above[0].parent)
        if self.world.blank_when_empty and above[0] is self.world.document:
            while len(steps) > 1 and len(above) > 1 and steps[0] == Step("child", above[1].name):
                above, steps = above[1:], steps[1:]
            return [above[0]], steps
        return [self.world.document], steps

    def step(self, step: Step, node: Node) -> list[Node]:
        found = [each for each in along(step.axis, node) if self.passes(step, each)]
        for predicate in step.predicates:
            found = self.kept(found, predicate)
        return found

    def passes(self, step: Step, node: Node) -> bool:
        return step.test == "node()" or (node.kind == "element" and step.test in ("*", node.name)) or (
            step.test == "text()" and node.kind == "text")

    def kept(self, found: list[Node], predicate: Expression) -> list[Node]:
        chosen = []
        for position, node in enumerate(found, 1):
            value = self.value(predicate, node, position, len(found))
            if value == position if type(value) is float else self.boolean(value):
                chosen.append(node)
        return chosen


def nodes(value: Value) -> list[Node]:
    """The node-set, or a refusal."""
    if not isinstance(value, list):
        raise Refused
    return value


def inside(node: Node) -> list[Node]:
    """The child axis, read from the tree itself."""
    return list(getattr(node, "contents", None) or (node.children if node.bare else ()))


def below(node: Node) -> Iterator[Node]:
    """Everything under a node, in document order."""
    for child in inside(node):
        yield child
        yield from below(child)


def along(axis: str, node: Node) -> list[Node]:
    """An axis by its definition: from the whole document, what stands before, after, over or under."""
    above: list[Node] = [node]
    while above[-1].parent is not None:
        above.append(above[-1].parent)
    every = [above[-1], *below(above[-1])]
    at = next(place for place, each in enumerate(every) if each is node)
    under = list(below(node))
    beside = [] if node.parent is None else inside(node.parent)
    place = next((place for place, each in enumerate(beside) if each is node), 0)
    return {
        "self": [node], "child": inside(node), "parent": above[1:2], "ancestor": above[1:], "ancestor-or-self": above,
        "descendant": under, "descendant-or-self": [node, *under], "following-sibling": beside[place + 1:],
        "preceding-sibling": beside[:place][::-1], "following": every[at + 1 + len(under):],
        "preceding": [each for each in every[:at][::-1] if each not in above],
    }[axis]


def ordered(found: list[Node]) -> list[Node]:
    """Without doubles, in document order: each pair compared by where their ways from the top part."""
    return sorted(dict.fromkeys(found), key=cmp_to_key(_before))


def _before(one: Node, other: Node) -> int:
    top = one
    while top.parent is not None:
        top = top.parent
    every = [top, *below(top)]
    return next(at for at, each in enumerate(every) if each is one) - next(
        (at for at, each in enumerate(every) if each is other), len(every))
