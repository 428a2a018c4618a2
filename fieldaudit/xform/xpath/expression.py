"""The grammar of ODK expressions: source text in, syntax tree out. Evaluates nothing, knows no form.

The whole grammar of XPath 1.0 (sections 2 and 3) except variables, which ODK does not have: `${name}` has
already been replaced by pyxform. The specification (getodk.github.io/xforms-spec, "XPath Axes") asks for three axes; all
thirteen are here. Chains of operators of one rank are kept flat, so a sum of a thousand terms needs no deep recursion.

Whether `*`, `and`, `or`, `div`, `mod` are operators or names follows from where they stand (XPath 1.0, 3.7): after an
operand they are operators, elsewhere names. So `div div div` divides one element by another.

Limits: MAX_LENGTH characters, MAX_NESTING levels of parentheses, brackets and calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...errors import BadInput
from ...i18n import Text, tr

MAX_LENGTH = 20_000  # characters of one expression
MAX_NESTING = 80  # parentheses, predicates and calls inside one another

AXES = frozenset((
    "child", "parent", "self", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self",
    "following", "following-sibling", "preceding", "preceding-sibling", "attribute", "namespace"))
_NODE_TYPES = frozenset(("node", "text", "comment", "processing-instruction"))
_RANK = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
         "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6}
_NAME = r"[^\W\d][\w.\-\u00b7\u0300-\u036f\u203f\u2040]*"
_TOKEN = re.compile(
    rf"""(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<literal>"[^"]*"|'[^']*')"""
    rf"""|(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)"""
    r"""|(?P<sign>//|::|\.\.|!=|<=|>=|[()\[\]@,/|+\-=<>*.])""")
_SPACE = re.compile(r"\s*")


class ExpressionError(BadInput):
    """An expression that is not in the grammar; `what` names the place in the source."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted string."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number without sign."""

    value: float


@dataclass(frozen=True, slots=True)
class Chain:
    """`first op operand op operand …`: operators of one rank, applied from the left."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Negate:
    """`- operand`."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Union:
    """`a | b | …`: node-sets put together."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`; the name with its prefix as written (`jr:choice-name`)."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """`axis::test[predicate]…`; test is a name, `*`, `prefix:*`, `node()`, `text()`, `comment()`,
    `processing-instruction()` or `processing-instruction('target')`.
    """

    axis: str
    test: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the document (`absolute`), from `start` (an expression), or from the context node.

    `filters` are predicates on the whole of `start`.
    """

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Expression | None = None
    filters: tuple[Expression, ...] = ()


Expression = Literal | Number | Chain | Negate | Union | Call | Path
_ANYWHERE = Step("descendant-or-self", "node()")
_SELF, _PARENT = Step("self", "node()"), Step("parent", "node()")


def parse(source: str) -> Expression:
    """The syntax tree of an expression. Raises ExpressionError and nothing else."""
    return _Parser(source).whole()


def walk(tree: Expression) -> Iterator[Expression]:
    """Every expression inside `tree`, itself first."""
    yield tree
    for inner in parts_of(tree):
        yield from walk(inner)


def parts_of(tree: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one: operands, arguments, predicates."""
    match tree:
        case Chain(first, rest):
            return (first, *(operand for _, operand in rest))
        case Negate(operand):
            return (operand,)
        case Union(parts):
            return parts
        case Call(_, arguments):
            return arguments
        case Path(steps, _, start, filters):
            predicates = tuple(p for step in steps for p in step.predicates)
            return (*(() if start is None else (start,)), *filters, *predicates)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, literal, name, sign, end
    text: str
    at: int


class _Parser:
    """Recursive descent with precedence climbing over the token list of one expression."""

    def __init__(self, source: str) -> None:
        self.source = source
        if len(source) > MAX_LENGTH:
            raise self._error(tr(f"表达式超过{MAX_LENGTH}字", f"longer than {MAX_LENGTH} characters"), 0)
        self.tokens = list(self._tokenize())
        self.at = 0
        self.nesting = 0

    def whole(self) -> Expression:
        if self._now.kind == "end":
            raise self._error(tr("表达式为空", "the expression is empty"), 0)
        tree = self._expression(1)
        if self._now.kind != "end":
            raise self._unexpected()
        return tree

    # -- tokens ------------------------------------------------------------------------------------
    def _tokenize(self) -> Iterator[_Token]:
        at = _end_of_space(self.source, 0)
        while at < len(self.source):
            match = _TOKEN.match(self.source, at)
            if match is None:
                raise self._error(tr(f"不认识的字符 {self.source[at]!r}",
                                     f"unexpected character {self.source[at]!r}"), at)
            yield _Token(str(match.lastgroup), match.group(), at)
            at = _end_of_space(self.source, match.end())
        yield _Token("end", "", at)

    @property
    def _now(self) -> _Token:
        return self.tokens[self.at]

    def _next_is(self, text: str) -> bool:
        following = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        return following.kind == "sign" and following.text == text

    def _is(self, *texts: str) -> bool:
        return self._now.kind == "sign" and self._now.text in texts

    def _take(self) -> _Token:
        token = self._now
        if token.kind != "end":
            self.at += 1
        return token

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise self._error(tr(f"此处应有“{text}”", f"expected {text!r} here"), self._now.at)
        self._take()

    def _unexpected(self) -> ExpressionError:
        token = self._now
        if token.kind == "end":
            return self._error(tr("表达式不完整", "the expression ends too early"), token.at)
        return self._error(tr(f"此处不应有“{token.text}”", f"unexpected {token.text!r}"), token.at)

    def _error(self, what: Text, at: int) -> ExpressionError:
        excerpt = self.source[max(0, at - 20):at + 20]
        return ExpressionError(tr(f"{what.zh}（第{at + 1}个字符，“{excerpt}”附近）",
                                  f"{what.en} (character {at + 1}, near {excerpt!r})"))

    def _deeper(self) -> None:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self._error(tr(f"嵌套超过{MAX_NESTING}层", f"nested deeper than {MAX_NESTING}"), self._now.at)

    # -- operators -----------------------------------------------------------------------------------
    def _expression(self, floor: int) -> Expression:
        left = self._unary()
        while (rank := self._rank()) >= floor:
            rest = []
            while self._rank() == rank:
                operator = self._take().text
                rest.append((operator, self._expression(rank + 1)))
            left = Chain(left, tuple(rest))
        return left

    def _rank(self) -> int:
        token = self._now
        return _RANK.get(token.text, 0) if token.kind in ("sign", "name") else 0

    def _unary(self) -> Expression:
        signs = 0
        while self._is("-"):
            self._take()
            signs += 1
        operand = self._path()
        if self._is("|"):
            parts = [operand]
            while self._is("|"):
                self._take()
                parts.append(self._path())
            operand = Union(tuple(parts))
        return Negate(operand) if signs % 2 else Negate(Negate(operand)) if signs else operand

    # -- paths -------------------------------------------------------------------------------------
    def _path(self) -> Expression:
        if self._starts_primary():
            return self._filtered(self._primary())
        if self._is("/"):
            self._take()
            return Path(self._steps() if self._starts_step() else (), absolute=True)
        if self._is("//"):
            self._take()
            return Path((_ANYWHERE, *self._steps()), absolute=True)
        return Path(self._steps())

    def _starts_primary(self) -> bool:
        token = self._now
        if token.kind in ("number", "literal"):
            return True
        if token.kind == "name":
            return self._next_is("(") and token.text not in _NODE_TYPES
        return self._is("(")

    def _filtered(self, primary: Expression) -> Expression:
        filters = self._predicates()
        steps: tuple[Step, ...] = ()
        if self._is("/", "//"):
            steps = (*((_ANYWHERE,) if self._take().text == "//" else ()), *self._steps())
        return Path(steps, start=primary, filters=filters) if steps or filters else primary

    def _primary(self) -> Expression:
        token = self._take()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "literal":
            return Literal(token.text[1:-1])
        if token.kind == "name":
            return Call(token.text, self._arguments())
        self._deeper()
        inner = self._expression(1)
        self._expect(")")
        self.nesting -= 1
        return inner

    def _arguments(self) -> tuple[Expression, ...]:
        self._deeper()
        self._expect("(")
        found: list[Expression] = []
        while not self._is(")"):
            if found:
                self._expect(",")
            found.append(self._expression(1))
        self._take()
        self.nesting -= 1
        return tuple(found)

    def _starts_step(self) -> bool:
        return self._now.kind == "name" or self._is(".", "..", "@", "*")

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self._is("/", "//"):
            if self._take().text == "//":
                steps.append(_ANYWHERE)
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        if self._is("..", "."):
            whole = _PARENT if self._take().text == ".." else _SELF
            return Step(whole.axis, whole.test, self._predicates())
        axis = "child"
        if self._is("@"):
            self._take()
            axis = "attribute"
        elif self._now.kind == "name" and self._next_is("::"):
            axis = self._axis()
        return Step(axis, self._test(), self._predicates())

    def _axis(self) -> str:
        token = self._take()
        if token.text not in AXES:
            raise self._error(tr(f"不支持轴“{token.text}”", f"the axis {token.text!r} is not supported"), token.at)
        self._take()
        return token.text

    def _test(self) -> str:
        if self._is("*"):
            return self._take().text
        if self._now.kind != "name":
            raise self._unexpected()
        name = self._take().text
        if not self._is("("):
            return name
        if name not in _NODE_TYPES:
            raise self._unexpected()
        self._take()
        target = self._take().text if name == "processing-instruction" and self._now.kind == "literal" else ""
        self._expect(")")
        return f"{name}({target})"

    def _predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self._is("["):
            self._deeper()
            self._take()
            found.append(self._expression(1))
            self._expect("]")
            self.nesting -= 1
        return tuple(found)


def _end_of_space(source: str, at: int) -> int:
    match = _SPACE.match(source, at)
    return match.end() if match else at
