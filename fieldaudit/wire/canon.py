"""Canonical JSON: one value, one sequence of bytes.

Owns the text form that every other part of `wire` signs, hashes or seals, and the strict reading of it:
keys sorted by code point, no spaces, UTF-8 unescaped, integers of 64 bits, no NaN or infinity, no lone
surrogates; and what is bound as which thing. Must not know what the values mean.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from ..errors import BadInput, Damaged, OurBug
from ..i18n import Text, tr

INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1  # what an SQLite integer holds
KEY_SIZE, NONCE_SIZE = 32, 12  # bytes

FETCH_AGAIN = tr("请从来源重新取一份；仍不行请联系管理员。",
                 "Fetch it again from where it came; if that fails too, ask your administrator.")



class Malformed(Exception):
    """Why a value has not the shape it must have. Never leaves `wire`: see `malformed_as`."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


@contextmanager
def malformed_as(error: type[BadInput] | type[Damaged], where: str) -> Iterator[None]:
    """Turn `Malformed` into `error`: BadInput where we write, Damaged where we read."""
    try:
        yield
    except Malformed as fault:
        todo: Text | str = FETCH_AGAIN if error is Damaged else ""
        raise error(fault.why, where=where, todo=todo) from fault
    except RecursionError as fault:
        raise error(tr("内容嵌套过深。", "The content is nested too deeply."), where=where) from fault


def domain(thing: str) -> bytes:
    """`b"fieldaudit/<thing>/1\\0"`: what goes before every message signed or bound as that thing."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", thing):
        raise OurBug(f"not a thing to sign: {thing!r}")
    return b"fieldaudit/" + thing.encode("ascii") + b"/1\0"


def canonical(value: object) -> bytes:
    """`value` (dict, list, tuple, str, int, float, bool, None) as canonical JSON.

    Raises BadInput for anything JSON cannot carry exactly: NaN, infinities, integers beyond 64 bits, lone
    surrogates, keys that are not strings, other types.
    """
    with malformed_as(BadInput, ""):
        return encoded(value)


def encoded(value: object) -> bytes:
    """`canonical`, but raising Malformed: for use inside `wire`."""
    _check(value)
    return dumped(value)


def dumped(value: object) -> bytes:
    """`encoded` for what its owner has checked to be such as JSON carries exactly."""
    import orjson  # it brings others along: a passphrase's key is derived meanwhile

    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as fault:
        why = tr("文字中有不成对的代理字符，或嵌套过深。", "A text holds a lone surrogate, or it is nested too deeply.")
        raise Malformed(why) from fault


def parse(data: bytes, what: str) -> Any:
    """The value that `data` (UTF-8 JSON) holds; `what` names it in the error. Raises Damaged."""
    with malformed_as(Damaged, what):
        return parsed(data)


def parsed(data: bytes) -> Any:
    """`parse`, but raising Malformed: for use inside `wire`."""
    value = loaded(data)
    _check(value)
    return value


def loaded(data: bytes) -> Any:
    """`parsed` for a caller that checks every number itself: whole ones may be beyond the signed 64 bits (then most are reals)."""
    import orjson

    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as fault:
        raise Malformed(tr("内容不是有效的 JSON。", "The content is not valid JSON.")) from fault


def parsed_exactly(data: bytes) -> Any:
    """`parsed`, and `data` must be the canonical bytes of what it holds (so: no duplicate keys)."""
    value = parsed(data)
    if encoded(value) != data:
        raise Malformed(tr("内容不是规范写法。", "The content is not in canonical form."))
    return value


def require(condition: bool, zh: str, en: str) -> None:
    """Raise Malformed with that sentence unless `condition` holds."""
    if not condition:
        raise Malformed(tr(zh, en))


def shaped(value: Any, shape: Mapping[str, type]) -> dict[str, Any]:
    """`value`, if it is an object with exactly the fields of `shape`, each of exactly that type."""
    require(type(value) is dict, "应为一个对象。", "An object was expected.")
    if value.keys() != shape.keys():
        names = ", ".join(sorted(value.keys() ^ shape.keys()))
        raise Malformed(tr(f"字段多余或缺失：{names}。", f"Fields missing or not known: {names}."))
    for name, kind in shape.items():
        require(type(value[name]) is kind, f"字段 {name} 的类型不对。", f"Field {name} has the wrong type.")
    fields: dict[str, Any] = value
    return fields


def within(value: Any, low: int, high: int, name: str) -> int:
    """`value`, if it is an integer (not a bool) from `low` to `high`."""
    require(type(value) is int and low <= value <= high, f"{name} 超出范围。", f"{name} is out of range.")
    number: int = value
    return number


def from_hex(text: Any, size: int, name: str) -> bytes:
    """The `size` bytes that `text`, lower-case hex, stands for."""
    data = b""
    if type(text) is str and re.fullmatch(r"[0-9a-f]*", text) and len(text) % 2 == 0:
        data = bytes.fromhex(text)
    require(len(data) == size and type(text) is str, f"{name} 应为 {size} 字节的十六进制。",
            f"{name} must be {size} bytes in hex.")
    return data


def exact(data: bytes, size: int, name: str) -> bytes:
    """`data`, if it has `size` bytes; raises OurBug (the caller made or kept it wrongly)."""
    if len(data) != size:
        raise OurBug(f"{name} must have {size} bytes, not {len(data)}")
    return bytes(data)


def rows(value: Any, *kinds: type) -> list[list[Any]]:
    """`value`, if it is a list of lists whose members have exactly the types `kinds`."""
    require(type(value) is list and all(
        type(row) is list and tuple(map(type, row)) == kinds for row in value),
        "列表的内容不对。", "A list has the wrong content.")
    checked: list[list[Any]] = value
    return checked


def _check(value: object) -> None:
    """Raise Malformed unless JSON carries everything in `value` exactly.

    Level by level, one look a type: a column of ten thousand numbers costs little more than one.
    """
    level: Sequence[Any] = [value]
    while level:
        below: list[Any] = []
        for kind in set(map(type, level)):
            if not issubclass(kind, str | None):
                below += _check_kind(kind, [member for member in level if type(member) is kind])
        level = below


def _check_kind(kind: type, members: Sequence[Any]) -> Iterable[Any]:
    """Check `members`, all of type `kind`; gives what lies inside them."""
    if issubclass(kind, int):
        require(min(members) >= INT_MIN and max(members) <= INT_MAX,
                "整数超出 64 位。", "An integer does not fit 64 bits.")
        return ()
    if issubclass(kind, float):
        require(all(map(math.isfinite, members)), "数值不是有限数。", "A number is not finite.")
        return ()
    if issubclass(kind, dict):
        names = set(map(type, chain.from_iterable(members)))
        require(all(issubclass(name, str) for name in names), "键必须是文字。", "Keys must be text.")
        return chain.from_iterable(member.values() for member in members)
    require(issubclass(kind, list | tuple), f"不能写成 JSON 的类型 {kind.__name__}。",
            f"JSON cannot hold the type {kind.__name__}.")
    return chain.from_iterable(members)
