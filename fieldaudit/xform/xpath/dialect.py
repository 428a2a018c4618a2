"""The rules of ODK's expression dialect: conversions, comparisons, operators, each with its section.

It is XPath 1.0 (www.w3.org/TR/1999/REC-xpath-19991116) with what the ODK XForms specification changes
(getodk.github.io/xforms-spec). Where the two differ the rule is marked ODK.

Values (XPath 1.0, 1)         str, float, bool, or a list of nodes; a list holds no node twice.
string() (4.2)                a node-set is its first node's text; a number has neither exponent nor trailing `.0`,
                              -0 is "0"; NaN, Infinity, -Infinity; true, false.
number() (4.4)                digits with an optional minus, at most one point, white space around; true is 1; all
                              else NaN: `+5`, `1e3`, blank. ODK (number()): a date or dateTime is days since
                              1970-01-01 UTC; a date begins at midnight in the time zone of the record.
boolean() (4.3)               0, NaN, the blank text and the empty node-set are false. ODK (XPath Functions, note):
                              a question of a record counts by its text, so a blank answer is false, "false" is true.
                              A group, an item of a list, a node of any other document: true when it is there.
= and != (3.4)                two node-sets: some pair of texts; a node-set and a text or number: some node; if one
                              side is a boolean, both as booleans; else if one is a number, both as numbers; else as
                              texts. So two dates are compared with = as texts. A node-set can be = and != at once.
< <= > >= (3.4)               as numbers, dates among them (ODK, XPath Operators); node-sets as above.
Empty node-sets               compare with nothing (3.4). ODK: in a record they count as the blank text, so that an
                              answer that is hidden, or not there, equals ''.
+ - * div mod (3.5)           as numbers by IEEE 754: 1 div 0 is Infinity, 0 div 0 NaN; mod takes the sign of the
                              dividend. So today() + 7 is a number, which a date question turns into a day.
and, or (3.4)                 as booleans, the right side only when the left does not decide.
| (3.3)                       nodes of both, none twice, in document order.
Precedence (3.4, 3.5)         or, and, = !=, < <= > >=, + -, * div mod, unary -, |; all from the left.
Names (2.3)                   a name without prefix means no namespace. ODK (Namespaces): forms and records are written
                              with a default namespace, so it also means the default namespace where the element
                              stands. Prefixes are those given by the caller, else the document's.
Hidden nodes (ODK, relevant)  are left out of a path's result: counts, sums and joins skip them.
Narrowing (ODK, Repeats)      in a record, a leading part of an absolute path that the question itself stands in means
                              its own instance; see `evaluate`.
Stored values (ODK)           a calculation's result is stored as its text, NaN as blank (see `answers`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import UTC, timezone
from decimal import Decimal

from ...i18n import tr
from .dates import days, read_moment
from .expression import ExpressionError
from .instance import Node

Value = str | float | bool | list[Node]

_NUMBER = re.compile(r"[ \t\r\n]*-?(\d+(\.\d*)?|\.\d+)[ \t\r\n]*\Z", re.ASCII)


class EvaluationError(ExpressionError):
    """An expression that is in the grammar but cannot be computed with these values."""


def nodes_of(value: Value) -> list[Node]:
    """The node-set itself; raises EvaluationError for anything else."""
    if isinstance(value, list):
        return value
    raise EvaluationError(tr(f"此处应为节点，而不是“{to_string(value)}”",
                             f"nodes are needed here, not {to_string(value)!r}"))


# -- conversions (XPath 1.0, 4.2 to 4.4; ODK, "XPath Functions") --------------------------------------------
def to_string(value: Value) -> str:
    """XPath's string(); a node-set gives its first node's text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].text() if value else ""


def to_boolean(value: Value) -> bool:
    """ODK's boolean()."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    if isinstance(value, str):
        return value != ""
    return any(node.relevant and (node.definition < 0 or node.value != "" or not node.is_leaf()) for node in value)


def to_number(value: Value, zone: timezone = UTC) -> float:
    """ODK's number(): numerals, dates and dateTimes (days); anything else is NaN."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    text = value if isinstance(value, str) else value[0].text() if value else ""
    if not text:
        return math.nan
    if _NUMBER.match(text):
        return float(text)
    moment = read_moment(text.strip(" \t\r\n"), zone) if len(text) >= 10 else None
    return math.nan if moment is None else days(moment)


def number_text(number: float) -> str:
    """XPath's text of a number: no exponent, no trailing `.0`."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f")


# -- comparisons (XPath 1.0, 3.4) ----------------------------------------------------------------------------
def texts(nodes: Iterable[Node], blank_when_empty: bool) -> list[str]:
    """What a node-set's nodes are compared as."""
    return [node.text() for node in nodes] or ([""] if blank_when_empty else [])


def equal(left: Value, right: Value, zone: timezone, blank: bool) -> bool:
    """`=`; `blank`: an empty node-set counts as the blank text."""
    if type(left) is str and type(right) is str:
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) is to_boolean(right)
    if type(right) is float and type(left) is list and len(left) == 1:
        return to_number(left[0].text(), zone) == right
    if isinstance(left, float) or isinstance(right, float):
        return any(a == b for a in _numbers(left, zone, blank) for b in _numbers(right, zone, blank))
    return not set(_strings(left, blank)).isdisjoint(_strings(right, blank))


def unequal(left: Value, right: Value, zone: timezone, blank: bool) -> bool:
    """`!=`, which for node-sets is not the opposite of `=`."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) is not to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return any(a != b for a in _numbers(left, zone, blank) for b in _numbers(right, zone, blank))
    ours, theirs = set(_strings(left, blank)), set(_strings(right, blank))
    return bool(ours) and bool(theirs) and len(ours | theirs) > 1


def _strings(value: Value, blank: bool) -> list[str]:
    return texts(value, blank) if isinstance(value, list) else [to_string(value)]


def _numbers(value: Value, zone: timezone, blank: bool) -> list[float]:
    if isinstance(value, list):
        return [to_number(text, zone) for text in texts(value, blank)]
    return [to_number(value, zone)]


def _below(left: list[float], right: list[float]) -> tuple[float, float]:
    """The least of one side and the greatest of the other: some pair is in order if these are."""
    return (min((n for n in left if n == n), default=math.nan), max((n for n in right if n == n), default=math.nan))


def _ordered(test: Callable[[float, float], bool], turned: bool) -> Operator:
    """`turned`: the left side is to be the greater one."""

    def apply(left: Value, right: Value, zone: timezone, blank: bool) -> Value:
        if type(left) is list and len(left) == 1 and type(right) is not bool:
            left = left[0].text()
        if type(right) is list and len(right) == 1 and type(left) is not bool:
            right = right[0].text()
        if type(left) is not list and type(right) is not list:
            return test(left if type(left) is float else to_number(left, zone),
                        right if type(right) is float else to_number(right, zone))
        if isinstance(left, bool) or isinstance(right, bool):
            return test(to_number(to_boolean(left)), to_number(to_boolean(right)))
        ours, theirs = _numbers(left, zone, blank), _numbers(right, zone, blank)
        if turned:
            least, greatest = _below(theirs, ours)
            return test(greatest, least)
        return test(*_below(ours, theirs))

    return apply


# -- arithmetic (XPath 1.0, 3.5) -------------------------------------------------------------------------------
def _arithmetic(compute: Callable[[float, float], float]) -> Operator:
    def apply(left: Value, right: Value, zone: timezone, blank: bool) -> Value:
        return compute(left if type(left) is float else to_number(left, zone),
                       right if type(right) is float else to_number(right, zone))

    return apply


def divide(a: float, b: float) -> float:
    """`div` by IEEE 754: by zero an infinity of the right sign, or NaN."""
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def remainder(a: float, b: float) -> float:
    """`mod`: what a truncating division leaves, with the sign of the dividend."""
    return math.nan if b == 0 or math.isinf(a) or math.isnan(b) else math.fmod(a, b)


Operator = Callable[[Value, Value, timezone, bool], Value]
OPERATORS: dict[str, Operator] = {
    "=": equal,
    "!=": unequal,
    "<": _ordered(lambda a, b: a < b, turned=False),
    "<=": _ordered(lambda a, b: a <= b, turned=False),
    ">": _ordered(lambda a, b: a > b, turned=True),
    ">=": _ordered(lambda a, b: a >= b, turned=True),
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "div": _arithmetic(divide),
    "mod": _arithmetic(remainder),
}
