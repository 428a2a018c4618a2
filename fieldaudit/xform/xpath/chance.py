"""Functions of chance: random numbers, texts and orders, without any generator that outlives a call.

Every draw follows from the record's seed, the question, the expression and how many draws it has made, so the same
answers always give the same record. Importing this module registers the functions. Spec:
getodk.github.io/xforms-spec, `random`, `uuid`, `randomize`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable

from ...i18n import tr
from .dialect import Value, nodes_of, to_string
from .instance import Node
from .registry import number_of, register
from .world import Context

MAX_LENGTH = 1_000  # characters of uuid(n)

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_MODULUS = 2_147_483_647  # 2^31 - 1
_LONG = 2 ** 63


def _drawn(context: Context, count: int) -> bytes:
    """So many bytes: another draw of the same evaluation, question, expression or seed gives others."""
    source, _, draws = context.site.partition("\0")
    context.site = f"{source}\0{int(draws or 0) + 1}"
    place = "|".join("/".join(f"{above.name}[{above.ordinal}]" for above in node.chain)
                     for node in (context.current, context.node))
    return hashlib.shake_256(f"{context.world.seed}|{place}|{context.site}".encode()).digest(count)


def _fraction(context: Context) -> float:
    """A number in [0, 1), one of 2^53."""
    return (int.from_bytes(_drawn(context, 7), "big") >> 3) / 2 ** 53


def uuid_of(drawn: bytes) -> str:
    """The version 4 UUID of 16 random bytes."""
    raw = bytearray(drawn)
    raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


@register("random", 0, None, tr("0至1之间的数，由记录的种子得出", "a number from 0 up to 1, from the record's seed"))
def _random(context: Context) -> Value:
    return _fraction(context)


@register("uuid", 0, 1, tr("随机 UUID，或给定长度的随机文本，由记录的种子得出",
                           "a random UUID, or a random text of a length, from the record's seed"))
def _uuid(context: Context, length: Value | None = None) -> Value:
    """RFC 4122, version 4; with an argument up to MAX_LENGTH characters, none for a length that is no number."""
    if length is None:
        return uuid_of(_drawn(context, 16))
    wanted = number_of(context, length)
    count = 0 if math.isnan(wanted) else int(max(0.0, min(wanted, MAX_LENGTH)))
    drawn = _drawn(context, 2 * count)
    return "".join(_ALPHABET[(high << 8 | low) % 62] for high, low in zip(drawn[::2], drawn[1::2], strict=True))


@register("randomize", 1, 2, tr("节点的随机次序；给种子则次序固定", "the nodes in a random order; with a seed always the same one"))
def _randomize(context: Context, nodes: Value, seed: Value | None = None) -> Value:
    """The inside-out variant of Fisher and Yates: each node comes last, then changes places with one up to itself."""
    shuffled: list[Node] = []
    draw = _park_miller(int.from_bytes(_drawn(context, 4), "big") if seed is None else _seed(context, seed))
    for at, node in enumerate(nodes_of(nodes)):
        swap = math.floor(draw() * (at + 1))
        shuffled.append(node)
        shuffled[at], shuffled[swap] = shuffled[swap], node
    return shuffled


def _seed(context: Context, value: Value) -> int:
    """A whole number; fractions are dropped, dates are days, blank is 0.

    A text that is no number (the spec is silent) gives the first 64 bits of its SHA-256, as in Collect, so that two
    names or codes give two orders.
    """
    number = number_of(context, value)
    if not math.isnan(number):
        return int(max(-_LONG, min(_LONG - 1, number)))
    text = "" if isinstance(value, float) else to_string(value)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text.strip() else 0


def _park_miller(seed: int) -> Callable[[], float]:
    """Park and Miller's generator: x ← 16807 x mod (2^31 - 1), begun in 1 to 2^31 - 2; gives (x - 1) / (2^31 - 2).

    The first remainder has the seed's sign, as in the languages of the clients; what is not positive goes up by 2^31 - 2.
    """
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    state = state if state > 0 else state + _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * 16_807 % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw
