"""What is wrong with an expression by itself: its grammar, its functions, characters that only look right. Knows no form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....i18n import Text, tr
from ...faults import did_you_mean
from ...xpath import pattern
from ...xpath.expression import Call, Expression, ExpressionError, Literal, Path, parse, walk
from ...xpath.functions import FUNCTIONS

_REFERENCE = re.compile(r"\$\{([^{}$]{0,300})\}")
EXCEL_ERRORS = frozenset(("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"))
_STANDS_FOR = re.compile(r" ?/_/([\w.\-#]+) ?")
_CUT_OFF = re.compile(r"(“|near ['\"])_?/([\w.\-#]+) ?")  # the excerpt begins within one
_PLACE = re.compile(r"第\d+个字符，|character \d+, ")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")  # what the conversion to XForms does too
_LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
_WIDE = {"（": "(", "）": ")", "，": ",", "＝": "=", "＞": ">", "＜": "<", "！": "!", "＋": "+", "－": "-", "＊": "*", "。": ".",
         "．": ".", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "＄": "$", "≥": ">=", "≤": "<=", "≠": "!=",
         "；": ",", "、": ",", "×": "*", "÷": "div", "：": ":", "／": "div", "＂": '"', "＇": "'", "｜": "|"}
_WIDE_CHARACTER = re.compile("[" + re.escape("".join(_WIDE)) + "\uff10-\uff19]")
_FORMULA = re.compile(r"\$\{|\s*[a-z][\w:\-]*\(.*\)\s*\Z", re.DOTALL)


def is_formula(text: str) -> bool:
    """Whether a default is surely an expression (it holds a reference or is a call) rather than plain text."""
    return _FORMULA.match(text) is not None or "${" in text


def tree_of(text: str) -> Expression:
    """The tree of a cell; `${name}` stands in it as the path /_/name. Raises ExpressionError."""
    return parse(_REFERENCE.sub(_stand_in, text.translate(_STRAIGHT)))


def _stand_in(reference: re.Match[str]) -> str:
    return f" /_/{reference[1].strip().removeprefix('last-saved#')} "


def referred(tree: Expression) -> str:
    """The name that a tree refers to when it is a bare `${name}`, else ""."""
    if isinstance(tree, Path) and tree.absolute and len(tree.steps) == 2 and tree.steps[0].test == "_":
        return "" if tree.steps[1].predicates else tree.steps[1].test
    return ""


def wide_fault(text: str) -> Text | None:
    """Full-width punctuation outside of quotes, which no formula may hold."""
    found = _WIDE_CHARACTER.search(_LITERAL.sub("''", text.translate(_STRAIGHT)))
    if found is None:
        return None
    wide = found[0]
    plain = _WIDE.get(wide) or chr(ord(wide) - 0xFEE0)
    return tr(f"公式里有全角符号“{wide}”，请在英文输入法下改为 {plain}",
              f"the formula holds the full-width character {wide}: write {plain}")


def function_faults(tree: Expression) -> Iterator[Text]:
    """Unknown functions, wrong argument counts and bad patterns anywhere in an expression."""
    for part in walk(tree):
        if not isinstance(part, Call):
            continue
        function = FUNCTIONS.get(part.name)
        if function is None:
            yield did_you_mean(tr(f"没有函数 {part.name}()", f"there is no function {part.name}()"), part.name, FUNCTIONS, "{}()")
            continue
        try:
            function.check_count(len(part.arguments))
            if part.name == "regex" and isinstance(part.arguments[1], Literal):
                pattern.check(part.arguments[1].value)
        except ExpressionError as error:
            yield text_of(error)


def text_of(error: ExpressionError) -> Text:
    """The words of an expression's error, with `${name}` as its author wrote it."""
    what = error.what if isinstance(error.what, Text) else tr(error.what, error.what)
    return Text(_as_written(what.zh), _as_written(what.en))


def _as_written(words: str) -> str:
    """A place counted in what `tree_of` made of a cell is none that the author could count to."""
    said = _CUT_OFF.sub(r"\1…\2}", _STANDS_FOR.sub(r"${\1}", words))
    return said if said == words else _PLACE.sub("", said)
