"""When a question of a form is to be answered, in words a person reads on paper: 使用燃气为“是”.

Says what is simple (a choice, a figure, and these joined by and, or, not) and nothing of what is not: then the paper
prints no condition, and whoever fills it in decides.
"""

from __future__ import annotations

import re

from ...xform import ExpressionError, Form, Question
from ...xform.xpath.expression import Call, Chain, Expression, Literal, Negate, Number, Path, parse

NUMBERS = ("integer", "decimal", "range")  # kinds of questions whose answer is a figure
_UNIT = re.compile(r"（([^（）]{1,8})）$")
_SIGNS = {"=": "为", "!=": "不为", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_JOINTS = {"and": "并且", "or": "或者"}


class _Unsaid(Exception):
    """A condition that is not simple."""


def unit_of(words: str) -> tuple[str, str]:
    """A label without its unit, and the unit: 在住老年人数（人） gives 在住老年人数 and 人."""
    found = _UNIT.search(words)
    return (words[: found.start()], found[1]) if found else (words, "")


def in_chinese(form: Form, expression: str) -> str:
    """The condition in words; "" for none and for one that is not simple."""
    if not expression.strip():
        return ""
    try:
        return _said(form, parse(expression), False)
    except (_Unsaid, ExpressionError):
        return ""


def _said(form: Form, tree: Expression, denied: bool) -> str:
    match tree:
        case Call("not", (inner,)):
            return _said(form, inner, not denied)
        case Call("selected", (Path() as path, Literal(name))):
            question = _question(form, path)
            return f"{_label(question)}{'不含' if denied else '含'}“{_choice(question, name)}”"
        case Chain(first, rest) if rest and rest[0][0] in _JOINTS:
            return _joined(form, [first, *(operand for _, operand in rest)], rest[0][0], denied)
        case Chain(Path() as path, ((sign, value),)) if sign in _SIGNS:
            return _compared(_question(form, path), _OPPOSITE[sign] if denied else sign, value)
    raise _Unsaid


def _joined(form: Form, parts: list[Expression], joint: str, denied: bool) -> str:
    """Alternatives that only wait for an answer (`${a} = ''`) are left out: on paper it is answered by then."""
    told = [_said(form, part, denied) for part in parts if not (joint == "or" and not denied and _waits(part))]
    word = _JOINTS["and" if (joint == "or") == denied else "or"]
    return word.join(dict.fromkeys(told))


def _waits(part: Expression) -> bool:
    match part:
        case Chain(Path(), (("=", Literal("")),)):
            return True
    return False


def _compared(question: Question, sign: str, value: Expression) -> str:
    label, unit = unit_of(_label(question))
    match value:
        case Literal(name) if sign in ("=", "!=") and name:
            others = [choice for choice in question.choices if choice.name != name]
            if sign == "!=" and len(others) == 1:
                return f"{label}为“{others[0].label('zh')}”"
            return f"{label}{_SIGNS[sign]}“{_choice(question, name)}”"
        case Number(figure):
            return f"{label}{_SIGNS[sign]}{figure:g}{unit}"
        case Negate(Number(figure)):
            return f"{label}{_SIGNS[sign]}-{figure:g}{unit}"
    raise _Unsaid


def _question(form: Form, path: Path) -> Question:
    if not path.absolute or path.start is not None or any(step.axis != "child" or step.predicates for step in path.steps):
        raise _Unsaid
    found = form.by_path.get("/".join(step.test for step in path.steps[1:]))
    if found is None:
        raise _Unsaid
    return found


def _label(question: Question) -> str:
    words = question.label("zh")
    if "${" in words:
        raise _Unsaid
    return words


def _choice(question: Question, name: str) -> str:
    found = next((choice for choice in question.choices if choice.name == name), None)
    if found is None:
        raise _Unsaid
    return found.label("zh")
