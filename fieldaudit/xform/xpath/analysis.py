"""What can be told of an expression before it is run: what is the same for every node a predicate looks at.

Knows syntax trees only; `evaluate` uses it to compute such parts once, to pick places directly and to ask indexes.
"""

from __future__ import annotations

from collections.abc import Iterator

from .expression import Call, Chain, Expression, Literal, Negate, Number, Path, Step, Union

_SAME_EVERYWHERE = frozenset(("true", "false", "today", "now", "pi", "current"))  # without arguments
_OF_THE_NODE = frozenset(("lang", "uuid", "randomize"))  # with arguments, yet another value at each node
_TRUTHS = frozenset((
    "not", "true", "false", "boolean", "boolean-from-string", "contains", "starts-with", "ends-with", "selected",
    "regex", "lang", "checklist", "weighted-checklist"))
TRUTHS_OF_TEXTS = frozenset((  # take every argument as its string
    "contains", "starts-with", "ends-with", "selected", "regex", "boolean-from-string"))
_OF_TEXTS = frozenset((  # give the same for a text as for the one node that holds it, and never a boolean
    "string", "number", "concat", "join", "coalesce", "string-length", "substr", "substring", "substring-before",
    "substring-after", "translate", "upper-case", "lower-case", "normalize-space", "int", "round", "floor", "ceiling",
    "abs", "pow", "count-selected", "selected-at", "date", "date-time", "decimal-date-time", "decimal-time"))
_NEVER_TRUTHS = _OF_TEXTS | {"today", "now", "current", "instance", "count", "count-non-empty", "sum", "min", "max", "position",
                             "indexed-repeat", "pulldata", "jr:choice-name", "pi"}
_COMPARISONS = frozenset(("or", "and", "=", "!=", "<", "<=", ">", ">="))


def is_fixed(tree: Expression, with_last: bool = False) -> bool:
    """Whether a part of a predicate has one value for all nodes; `with_last`: last() counts as such."""
    match tree:
        case Literal() | Number():
            return True
        case Negate(operand):
            return is_fixed(operand, with_last)
        case Chain(first, rest):
            return is_fixed(first, with_last) and all(is_fixed(operand, with_last) for _, operand in rest)
        case Union(parts):
            return all(is_fixed(part) for part in parts)
        case Call(name, ()):
            return name in _SAME_EVERYWHERE or (with_last and name == "last")
        case Call(name, arguments):
            return name not in _OF_THE_NODE and all(is_fixed(argument, with_last) for argument in arguments)
        case Path(_, absolute, start, _):
            return absolute or (start is not None and is_fixed(start))


def place_of(predicate: Expression) -> Expression | None:
    """What a predicate compares the position with, if that is the same for all nodes: `[3]`, `[position() = …]`."""
    match predicate:
        case Chain(Call("position", ()), (("=", wanted),)) | Chain(wanted, (("=", Call("position", ())),)):
            return wanted if is_fixed(wanted, with_last=True) else None
        case _:
            return predicate if is_fixed(predicate, with_last=True) else None


def is_truth(predicate: Expression) -> bool:
    """Whether a predicate is certainly no number and asks for no position: its nodes may come in any grouping."""
    match predicate:
        case Chain(_, ((operator, _), *_)) if operator in _COMPARISONS:
            return not uses_place(predicate)
        case Call(name, _) if name in _TRUTHS:
            return not uses_place(predicate)
        case Path() | Union():
            return not uses_place(predicate)
        case _:
            return False


def uses_place(tree: Expression) -> bool:
    """Whether position() or last() is asked at this level; inner predicates have places of their own."""
    match tree:
        case Call("position" | "last", ()):
            return True
        case Call(_, arguments):
            return any(uses_place(argument) for argument in arguments)
        case Chain(first, rest):
            return uses_place(first) or any(uses_place(operand) for _, operand in rest)
        case Negate(operand):
            return uses_place(operand)
        case Union(parts):
            return any(uses_place(part) for part in parts)
        case Path(_, _, start, _):
            return start is not None and uses_place(start)
        case _:
            return False


def equalities(predicate: Expression) -> tuple[list[tuple[str, Expression]], Expression | None]:
    """The leading `column = fixed value` of a predicate, and what is left of it (as a boolean)."""
    parts = _conjuncts(predicate)
    found: list[tuple[str, Expression]] = []
    while parts and (pair := _equality(parts[0])) is not None:
        found.append(pair)
        parts.pop(0)
    rest = Chain(parts[0], tuple(("and", part) for part in parts[1:])) if len(parts) > 1 else (
        Call("boolean", (parts[0],)) if parts else None)
    return ([], None) if rest is not None and uses_place(rest) else (found, rest)


def _conjuncts(predicate: Expression) -> list[Expression]:
    match predicate:
        case Chain(first, (("and", _), *_) as rest):
            return [part for operand in (first, *(each for _, each in rest)) for part in _conjuncts(operand)]
        case _:
            return [predicate]


def _equality(tree: Expression) -> tuple[str, Expression] | None:
    match tree:
        case Chain(one, (("=", other),)):
            for column, value in ((one, other), (other, one)):
                if (name := column_of(column)) and is_fixed(value):
                    return name, value
    return None


def column_of(tree: Expression) -> str:
    """The name a path takes from the context node: `name` or `./name`; "" for any other."""
    match tree:
        case Path((Step("self", "node()", ()), Step("child", test, ())), False, None, ()) | Path(
                (Step("child", test, ()),), False, None, ()):
            return test if test[-1] not in "*)" and ":" not in test else ""
        case _:
            return ""


def merged(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps, with `//name` as one step down where no predicate counts places."""
    waiting = list(steps)
    while waiting:
        step = waiting.pop(0)
        if step == Step("descendant-or-self", "node()") and waiting and waiting[0].axis == "child" and all(
                is_truth(predicate) for predicate in waiting[0].predicates):
            step = Step("descendant", waiting[0].test, waiting.pop(0).predicates)
        yield step


# -- predicates over the rows of a lookup table ------------------------------------------------------------
def is_rowwise(predicate: Expression) -> bool:
    """Whether a predicate gives the same boolean when each `column` is read as its text instead of as a node."""
    match predicate:
        case Chain(first, ((operator, _), *_) as rest) if operator in ("and", "or"):
            return all(is_rowwise(part) for part in (first, *(operand for _, operand in rest)))
        case Chain(first, ((operator, other),)) if operator in _COMPARISONS:
            return _is_text(first) and _is_text(other)
        case Call("not", (inner,)):
            return is_rowwise(inner)
        case Call(name, arguments):
            return name in TRUTHS_OF_TEXTS and all(map(_is_text, arguments))
        case _:
            return False


def _is_text(tree: Expression) -> bool:
    """Whether a part is a column or computed of columns and fixed parts, and is no boolean."""
    match tree:
        case Literal() | Number():
            return True
        case Negate(operand):
            return _is_text(operand)
        case Chain(first, ((operator, _), *_) as rest):
            return operator not in _COMPARISONS and all(_is_text(part) for part in (first, *(each for _, each in rest)))
        case Call(name, arguments):
            return (name in _NEVER_TRUTHS and is_fixed(tree)) or (name in _OF_TEXTS and all(map(_is_text, arguments)))
        case _:
            return bool(column_of(tree)) or is_fixed(tree)


def columns_in(tree: Expression) -> set[str]:
    """The columns a row-wise predicate reads."""
    if is_fixed(tree):
        return set()
    match tree:
        case Chain(first, rest):
            return columns_in(first).union(*(columns_in(operand) for _, operand in rest))
        case Negate(operand):
            return columns_in(operand)
        case Call(_, arguments):
            return set().union(*map(columns_in, arguments))
        case _:
            return {column_of(tree)}
