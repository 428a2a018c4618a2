"""Functions of texts. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, "String Functions", and XPath 1.0, 4.2. Characters are Unicode's, as XPath counts
them; white space is space, tab, line feed and carriage return. Every argument is converted by string(), of a node-set
the first node's text; only concat() and join() take node-sets node by node.
"""

from __future__ import annotations

import math

from ...i18n import tr
from .dialect import EvaluationError, Value, to_string
from .numbers import rounded
from .pattern import matches
from .registry import MANY, number_of, register, register_text, texts_of, words_of
from .world import Context

MAX_TEXT = 10_000_000  # characters that concat() and join() make


def _joined(separator: str, values: tuple[Value, ...]) -> str:
    parts = texts_of(values)
    if sum(map(len, parts)) + len(separator) * len(parts) > MAX_TEXT:
        raise EvaluationError(tr(f"连接的文本超过{MAX_TEXT}字", f"the texts make more than {MAX_TEXT} characters"))
    return separator.join(parts)


def _own(context: Context, value: Value | None) -> str:
    """The argument as text, or without one the text of the node at hand."""
    return context.node.text() if value is None else to_string(value)


register("string", 0, 1, tr("值的文本", "text of a value"))(lambda context, value=None: _own(context, value))
register("concat", 0, MANY, tr("依次连接各文本，节点集逐个节点连接", "all texts one after another, node-sets node by node"))(
    lambda context, *values: _joined("", values))
register("join", 1, MANY, tr("用分隔符连接各文本", "all texts with a separator between"))(
    lambda context, separator, *values: _joined(to_string(separator), values))
# The spec wants the argument; ODK's documentation reads the node at hand without one, as XPath 1.0 does.
register("string-length", 0, 1, tr("字符数", "number of characters"))(
    lambda context, value=None: float(len(_own(context, value))))
register("normalize-space", 0, 1, tr("去首尾空白，中间空白并为一个", "spaces trimmed and single"))(
    lambda context, value=None: " ".join(words_of(_own(context, value))))
register_text("contains", 2, None, tr("文本是否含另一文本", "whether a text holds another"), lambda text, part: part in text)
register_text("starts-with", 2, None, tr("文本是否以另一文本开头", "whether a text begins with another"),
              lambda text, part: text.startswith(part))
register_text("ends-with", 2, None, tr("文本是否以另一文本结尾", "whether a text ends with another"),
              lambda text, part: text.endswith(part))
register_text("substring-before", 2, None, tr("首次出现之前的部分", "what stands before the first match"),
              lambda text, part: text[:max(0, text.find(part))])
register_text("substring-after", 2, None, tr("首次出现之后的部分", "what stands after the first match"),
              lambda text, part: text[text.find(part) + len(part):] if part in text else "")
register_text("upper-case", 1, None, tr("转大写", "in capitals"), lambda text: text.upper(), source="odk")
register_text("lower-case", 1, None, tr("转小写", "in small letters"), lambda text: text.lower(), source="odk")


@register("substr", 2, 3, tr("从0起算的起点到终点前的字符；负数从末尾数",
                             "characters from a 0-based start up to, not including, an end; negative counts from the end"))
def _substr(context: Context, text: Value, start: Value, end: Value | None = None) -> Value:
    """The spec names no negative indices; Collect and Enketo count them from the end and take NaN as 0."""
    whole = to_string(text)
    return whole[_index(context, start):None if end is None else _index(context, end)]


def _index(context: Context, value: Value) -> int:
    number = number_of(context, value)
    return 0 if math.isnan(number) else int(max(-1e9, min(1e9, number)))


@register("substring", 2, 3, tr("从1起算的起点取若干字符（XPath 1.0）", "XPath 1.0: characters from a 1-based start, of a length"),
          source="xpath")
def _substring(context: Context, text: Value, start: Value, length: Value | None = None) -> Value:
    first = rounded(number_of(context, start))
    past = math.inf if length is None else first + rounded(number_of(context, length))
    return "".join(char for at, char in enumerate(to_string(text), 1) if first <= at < past)


@register("translate", 3, None, tr("逐字替换或删去", "characters replaced one for one, or removed"))
def _translate(context: Context, text: Value, old: Value, new: Value) -> Value:
    into = to_string(new)
    table: dict[int, str | None] = {}
    for at, char in enumerate(to_string(old)):
        table.setdefault(ord(char), into[at] if at < len(into) else None)
    return to_string(text).translate(table)


@register("regex", 2, None, tr("文本中能否找到格式", "whether a pattern is found in a text"))
def _regex(context: Context, text: Value, pattern: Value) -> Value:
    """Found anywhere, as the spec has it ('[0-9]+' is /[0-9]+/); ODK's documentation and Collect want the whole text to
    match, which ^…$ says on every client."""
    return matches(to_string(pattern), to_string(text))
