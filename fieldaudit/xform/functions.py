"""The functions an expression may call: one registry, `FUNCTIONS`.

Spec: getodk.github.io/xforms-spec, "XPath Functions"; docs.getodk.org "Form Operators and Functions" and
XLSForm.org for names used there. Random numbers are drawn from the record's seed, the question's path and
the expression's text, so the same answers always give the same record.

A function that is not here is a named fault when a form is loaded, never a surprise at run time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import random
import uuid
from collections.abc import Callable, Sequence
from types import MappingProxyType

from ..i18n import tr
from . import moments as moments  # registers the functions of dates and times
from .dialect import EvaluationError, Value, nodes_of, to_boolean, to_string
from .geography import area, distance
from .instance import Node
from .pattern import matches
from .registry import MANY, Function, number_of, register, register_text, registry, texts_of
from .world import Closure, Context

# -- strings -----------------------------------------------------------------------------------------
register("string", 0, 1, "text of a value")(
    lambda context, value=None: context.node.text() if value is None else to_string(value))
register("concat", 0, MANY, "all texts one after another, node-sets node by node")(
    lambda context, *values: "".join(texts_of(values)))
register("join", 1, MANY, "all texts with a separator between")(
    lambda context, separator, *values: to_string(separator).join(texts_of(values)))
register("string-length", 0, 1, "number of characters")(
    lambda context, value=None: float(len(context.node.text() if value is None else to_string(value))))
register("normalize-space", 0, 1, "spaces trimmed and single")(
    lambda context, value=None: " ".join((context.node.text() if value is None else to_string(value)).split()))
register_text("contains", 2, None, "whether a text holds another", lambda text, part: part in text)
register_text("starts-with", 2, None, "whether a text begins with another", lambda text, part: text.startswith(part))
register_text("ends-with", 2, None, "whether a text ends with another", lambda text, part: text.endswith(part))
register_text("substring-before", 2, None, "what stands before the first match",
              lambda text, part: text.partition(part)[0] if part in text else "")
register_text("substring-after", 2, None, "what stands after the first match",
              lambda text, part: text.partition(part)[2] if part in text else "")
register_text("upper-case", 1, None, "in capitals", lambda text: text.upper())
register_text("lower-case", 1, None, "in small letters", lambda text: text.lower())


@register("substr", 2, 3, "characters from a 0-based start up to, not including, an end")
def _substr(context: Context, text: Value, start: Value, end: Value | None = None) -> Value:
    whole = to_string(text)
    first = number_of(context, start)
    last = float(len(whole)) if end is None else number_of(context, end)
    if math.isnan(first) or math.isnan(last):
        return ""
    return whole[_index(first):_index(last)]


def _index(number: float) -> int:
    return int(max(-1e9, min(1e9, number)))


@register("substring", 2, 3, "XPath 1.0: characters from a 1-based start, of a length")
def _substring(context: Context, text: Value, start: Value, length: Value | None = None) -> Value:
    first = _rounded(number_of(context, start))
    past = math.inf if length is None else first + _rounded(number_of(context, length))
    return "".join(c for at, c in enumerate(to_string(text), 1) if first <= at < past)


@register("translate", 3, None, "characters replaced one for one, or removed")
def _translate(context: Context, text: Value, old: Value, new: Value) -> Value:
    into = to_string(new)
    table: dict[int, str | None] = {}
    for at, char in enumerate(to_string(old)):
        table.setdefault(ord(char), into[at] if at < len(into) else None)
    return to_string(text).translate(table)


@register("regex", 2, None, "whether a pattern is found in a text")
def _regex(context: Context, text: Value, pattern: Value) -> Value:
    return matches(to_string(pattern), to_string(text))


@register("uuid", 0, 1, "a random UUID, or a random text of a length, from the record's seed")
def _uuid(context: Context, length: Value | None = None) -> Value:
    source = _dice(context)
    if length is None:
        return str(uuid.UUID(int=source.getrandbits(128), version=4))
    wanted = number_of(context, length)
    count = 0 if math.isnan(wanted) else int(max(0.0, min(wanted, 1000.0)))
    return "".join(source.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
                   for _ in range(count))


@register("digest", 2, 3, "MD5, SHA-1, SHA-256, SHA-384 or SHA-512 of a text, in base64 or hex")
def _digest(context: Context, text: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    name = to_string(algorithm).replace("-", "").lower()
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        raise EvaluationError(tr(f"不支持的摘要算法 {name}", f"unknown digest algorithm {name}"))
    raw = hashlib.new(name, to_string(text).encode(), usedforsecurity=False).digest()
    return raw.hex() if to_string(encoding) == "hex" else base64.b64encode(raw).decode()


@register("base64-decode", 1, None, "UTF-8 text from base64")
def _base64_decode(context: Context, text: Value) -> Value:
    try:
        return base64.b64decode(to_string(text), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


# -- truth -------------------------------------------------------------------------------------------
register("true", 0, None, "true")(lambda context: True)
register("false", 0, None, "false")(lambda context: False)
register("not", 1, None, "the opposite")(lambda context, value: not to_boolean(value))
register("boolean", 1, None, "whether a value is not blank, zero or NaN")(lambda context, value: to_boolean(value))
register("boolean-from-string", 1, None, "true for 'true' and '1'")(
    lambda context, value: to_string(value) in ("true", "1"))


@register("if", 3, None, "the second value when the first is true, else the third", lazy=True)
def _if(context: Context, condition: Closure, then: Closure, otherwise: Closure) -> Value:
    return then(context) if to_boolean(condition(context)) else otherwise(context)


@register("coalesce", 2, MANY, "the first that is not blank", lazy=True)
def _coalesce(context: Context, *choices: Closure) -> Value:
    for choice in choices:
        if text := to_string(choice(context)):
            return text
    return ""


@register("once", 1, None, "the question's own value if it has one, else the argument", lazy=True)
def _once(context: Context, calculation: Closure) -> Value:
    return context.current.value or calculation(context)


def _count_true(context: Context, values: Sequence[Value]) -> list[bool]:
    return [value if isinstance(value, bool) else number_of(context, value) > 0 for value in values]


def _between(context: Context, total: float, least: Value, most: Value) -> bool:
    low, high = number_of(context, least), number_of(context, most)
    return (low == -1 or total >= low) and (high == -1 or total <= high)


@register("checklist", 2, MANY, "whether the number of true answers lies between two limits (-1: no limit)")
def _checklist(context: Context, least: Value, most: Value, *answers: Value) -> Value:
    spread: list[Value] = []
    for answer in answers:
        spread += [node.text() for node in answer] if isinstance(answer, list) else [answer]
    return _between(context, float(sum(_count_true(context, spread))), least, most)


@register("weighted-checklist", 2, MANY, "like checklist, each answer followed by its weight")
def _weighted(context: Context, least: Value, most: Value, *pairs: Value) -> Value:
    if len(pairs) % 2:
        raise EvaluationError(tr("weighted-checklist() 的答案与权重应成对",
                                 "weighted-checklist() takes answers and weights in pairs"))
    weights = [number_of(context, weight) for weight in pairs[1::2]]
    yes = _count_true(context, pairs[0::2])
    return _between(context, sum(weight for weight, is_true in zip(weights, yes, strict=True) if is_true),
                    least, most)


# -- numbers -----------------------------------------------------------------------------------------
def _rounded(number: float) -> float:
    """XPath's round: half goes up, towards positive infinity."""
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number + 0.5))


register("number", 0, 1, "as a number; dates are days since 1970-01-01 UTC")(
    lambda context, value=None: number_of(context, [context.node] if value is None else value))


def _numeric(name: str, count: int, meaning: str, compute: Callable[..., float]) -> None:
    """Declare a function of numbers; outside its domain it gives NaN."""

    def apply(context: Context, *values: Value) -> Value:
        numbers = [number_of(context, value) for value in values]
        try:
            return math.nan if any(math.isnan(n) for n in numbers) else float(compute(*numbers))
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return math.nan

    register(name, count, None, meaning)(apply)


def _whole(compute: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: number if math.isinf(number) else compute(number)


_numeric("int", 1, "whole part, fraction dropped", _whole(math.trunc))
_numeric("floor", 1, "the next whole number down", _whole(math.floor))
_numeric("ceiling", 1, "the next whole number up", _whole(math.ceil))
_numeric("abs", 1, "without sign", abs)
_numeric("pow", 2, "a power", math.pow)
_numeric("sqrt", 1, "square root", math.sqrt)
_numeric("exp", 1, "e to a power", math.exp)
_numeric("exp10", 1, "10 to a power", lambda number: math.pow(10, number))
_numeric("log", 1, "natural logarithm", lambda number: -math.inf if number == 0 else math.log(number))
_numeric("log10", 1, "decimal logarithm", lambda number: -math.inf if number == 0 else math.log10(number))
_numeric("sin", 1, "sine of radians", math.sin)
_numeric("cos", 1, "cosine of radians", math.cos)
_numeric("tan", 1, "tangent of radians", math.tan)
_numeric("asin", 1, "arc sine", math.asin)
_numeric("acos", 1, "arc cosine", math.acos)
_numeric("atan", 1, "arc tangent", math.atan)
_numeric("atan2", 2, "angle of y, x", math.atan2)
_numeric("pi", 0, "π", lambda: math.pi)


@register("round", 1, 2, "rounded, half up, to a number of decimals (may be negative)")
def _round(context: Context, value: Value, decimals: Value = 0.0) -> Value:
    number, places = number_of(context, value), number_of(context, decimals)
    if math.isnan(places) or math.isinf(number) or math.isnan(number) or abs(places) > 300:
        return number
    if places == 0:
        return _rounded(number)
    scaled = number * 10.0 ** int(places)
    return number if math.isinf(scaled) else float(_rounded(round(scaled, 9)) / 10.0 ** int(places))


@register("random", 0, None, "a number from 0 up to 1, from the record's seed")
def _random(context: Context) -> Value:
    return _dice(context).random()


def _dice(context: Context) -> random.Random:
    """A generator that depends on the record's seed, the node and the expression only."""
    node = context.current
    place = "/".join(f"{above.name}[{above.ordinal}]" for above in node.chain)
    key = f"{context.world.seed}|{place}|{context.site}"
    return random.Random(hashlib.sha256(key.encode()).digest())


# -- node-sets -----------------------------------------------------------------------------------------
def _spread(context: Context, values: Sequence[Value]) -> list[float]:
    """All numbers of the arguments; blank answers do not count."""
    return [number_of(context, text) for text in texts_of(values) if text != ""]


register("count", 1, None, "number of nodes")(lambda context, nodes: float(len(nodes_of(nodes))))
register("count-non-empty", 1, None, "number of nodes that are not blank")(
    lambda context, nodes: float(sum(1 for node in nodes_of(nodes) if node.text())))
register("sum", 1, None, "sum of the nodes, blanks left out")(
    lambda context, nodes: math.fsum(_spread(context, [nodes])))
register("last", 0, None, "how many nodes the predicate looks at")(lambda context: float(context.size))


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., Value]:
    def apply(context: Context, *values: Value) -> Value:
        numbers = _spread(context, values)
        return math.nan if not numbers or any(math.isnan(n) for n in numbers) else choose(numbers)

    return apply


register("max", 1, MANY, "the greatest, blanks left out")(_extreme(max))
register("min", 1, MANY, "the least, blanks left out")(_extreme(min))


@register("position", 0, 1, "place of a node among its siblings of the same name, or in the predicate")
def _position(context: Context, node: Value | None = None) -> Value:
    if node is None:
        return float(context.position)
    nodes = nodes_of(node)
    return float(nodes[0].ordinal) if nodes else math.nan


@register("name", 0, 1, "name of a node")
def _name(context: Context, node: Value | None = None) -> Value:
    nodes = [context.node] if node is None else nodes_of(node)
    return nodes[0].name if nodes else ""


register("local-name", 0, 1, "name of a node without prefix")(
    lambda context, *node: to_string(_name(context, *node)).rpartition(":")[2])


@register("current", 0, None, "the question the expression belongs to")
def _current(context: Context) -> Value:
    return [context.current]


@register("instance", 1, None, "a lookup list of the form, by id")
def _instance(context: Context, instance_id: Value) -> Value:
    found = context.world.instances.get(to_string(instance_id))
    return [] if found is None else [found]


@register("indexed-repeat", 3, 7, "a question of the given instance of a repeat", unnarrowed=True)
def _indexed_repeat(context: Context, wanted: Value, *pairs: Value) -> Value:
    nodes = nodes_of(wanted)
    for repeat, index in zip(pairs[0::2], pairs[1::2], strict=False):
        at = number_of(context, index)
        chosen = {node for node in nodes_of(repeat) if node.ordinal == at}
        nodes = [node for node in nodes if any(above in chosen for above in node.chain)]
    mine = context.current.chain
    return [max(nodes, key=lambda node: _shared(node.chain, mine))] if nodes else ""


def _shared(one: tuple[Node, ...], other: tuple[Node, ...]) -> int:
    return sum(1 for a, b in zip(one, other, strict=False) if a is b)


@register("randomize", 1, 2, "the nodes in a random order; with a seed always the same one")
def _randomize(context: Context, nodes: Value, seed: Value | None = None) -> Value:
    shuffled: list[Node] = []
    draw = _dice(context).random if seed is None else _park_miller(number_of(context, seed))
    for at, node in enumerate(nodes_of(nodes)):
        swap = math.floor(draw() * (at + 1))
        shuffled.append(node)
        shuffled[at], shuffled[swap] = shuffled[swap], node
    return shuffled


def _park_miller(seed: float) -> Callable[[], float]:
    """Park and Miller's generator (spec, `randomize`): x ← 16807 x mod (2^31 - 1)."""
    state = int(seed) % 2147483647 if not (math.isnan(seed) or math.isinf(seed)) else 1
    state = state if state > 0 else state + 2147483646

    def draw() -> float:
        nonlocal state
        state = state * 16807 % 2147483647
        return (state - 1) / 2147483646

    return draw


# -- selects, languages, places ------------------------------------------------------------------------
register_text("selected", 2, None, "whether a choice is among the selected", lambda text, choice: choice.strip() in text.split())
register("count-selected", 1, None, "how many choices are selected")(
    lambda context, value: float(len(to_string(value).split())))


@register("selected-at", 2, None, "the selected choice at a 0-based place")
def _selected_at(context: Context, value: Value, index: Value) -> Value:
    chosen, at = to_string(value).split(), number_of(context, index)
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


@register("jr:choice-name", 2, None, "the label of a choice, in the record's language")
def _choice_name(context: Context, value: Value, question: Value) -> Value:
    chosen = to_string(value).split()
    path = to_string(question).strip()
    return ", ".join(context.world.choice_label(path, name, context.current) for name in chosen)


register("jr:itext", 1, None, "a translated text of the form, by id")(
    lambda context, text_id: context.world.translated(to_string(text_id)))
register("area", 1, MANY, "square metres inside a geoshape")(
    lambda context, *shape: area(";".join(texts_of(shape))))
register("distance", 1, MANY, "metres along a geotrace or between points")(
    lambda context, *points: distance(";".join(texts_of(points))))

FUNCTIONS: MappingProxyType[str, Function] = MappingProxyType(registry)
