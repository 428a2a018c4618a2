"""Facts as they are kept: their canonical JSON, the hash that stands on the paper, and reading them back.

In the JSON and the hash a photo stands by the SHA-256 of its bytes.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from ...errors import BadInput
from ...i18n import Text, tr


def facts_json(facts: object) -> str:
    """Canonical JSON of a paper's facts: sorted keys, no spaces, photos by hash."""
    return json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def facts_sha256(facts: object) -> str:
    """The hash of everything the paper says (64 hex digits); its head stands on every page."""
    named = f"{type(facts).__name__}\n{facts_json(facts)}"
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()


_F = TypeVar("_F")


def read_facts(kind: type[_F], text: str) -> _F:
    """The facts again from `facts_json`. Raises `BadInput` when `text` is not that kind's JSON.

    Facts with photos cannot be read back: the JSON holds a photo's hash, not the photo.
    """
    try:
        return typing.cast(_F, _typed(kind, json.loads(text)))
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(
            tr("保存的文书内容无法读取：{why}", "The kept facts of a paper cannot be read: {why}").format(
                why=error), where=kind.__name__) from error


def require(paper: Text, where: str, named: Iterable[tuple[Text, object]]) -> None:
    """Refuse a paper that lacks a required field: `BadInput` naming the first that is empty."""
    for name, value in named:
        if not value or (isinstance(value, str) and not value.strip()):
            raise BadInput(
                tr("{paper}缺少必填项：{field}", "{paper} lacks a required field: {field}").format(
                    paper=paper, field=name), where=where,
                todo=tr("补填后再打印。", "Fill it in, then print again."))


def require_also(paper: Text, where: str, facts: object, names: Iterable[str]) -> None:
    """Refuse what an office requires besides: `names` are fields, a field of a part after a dot ("party.phone").

    Raises `BadInput` naming the empty field, or the name that is no field of these facts (False and () are empty too).
    """
    for name in names:
        if not has_field(type(facts), name):
            raise BadInput(
                tr("{paper}没有“{name}”这个字段", "{paper} has no field “{name}”").format(paper=paper, name=name),
                where="[require] fields")
        require(paper, where, [(tr(name, name), attrgetter(name)(facts))])


def has_field(kind: type, name: str) -> bool:
    """Whether facts of this kind have a field of this name, or a part with one ("party.phone")."""
    first, dot, rest = name.partition(".")
    if not is_dataclass(kind) or first not in {field.name for field in fields(kind)}:
        return False
    return not dot or has_field(get_type_hints(kind)[first], rest)


def _plain(value: object) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    names = _field_names(typing.cast(Hashable, type(value)))
    return {name: _plain(getattr(value, name)) for name in names} if names else value


@lru_cache(maxsize=64)
def _field_names(kind: type) -> tuple[str, ...]:
    """Of a dataclass; empty for any other type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _typed(hint: Any, value: Any) -> Any:
    """`value` (parsed JSON) as the type `hint` says; ValueError or TypeError when it does not fit."""
    origin = get_origin(hint)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _typed(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if origin is tuple:
        return _typed_tuple(get_args(hint), value)
    if origin is Literal:
        return _one_of(get_args(hint), value)
    if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, tuple)):
        return _typed_record(hint, value)
    return _scalar(hint, value)


def _scalar(hint: Any, value: Any) -> Any:
    wanted = (int, float) if hint is float else hint
    if not isinstance(value, wanted) or (isinstance(value, bool) and hint is not bool):
        raise TypeError(f"{value!r} is not {hint.__name__}")
    return value


def _one_of(choices: tuple[Any, ...], value: Any) -> Any:
    if value not in choices:
        raise ValueError(f"{value!r} is none of {choices}")
    return value


def _typed_tuple(args: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_typed(args[0], part) for part in value)
    return tuple(_typed(arg, part) for arg, part in zip(args, value, strict=True))


def _typed_record(hint: type, value: Any) -> Any:
    hints = get_type_hints(hint)
    if not isinstance(value, Mapping):  # a NamedTuple is kept as a list
        return hint(*(_typed(arg, part) for arg, part in zip(hints.values(), value, strict=True)))
    unknown = sorted(set(value) - set(hints))
    if unknown:
        raise KeyError(f"unknown field {unknown[0]}")
    return hint(**{name: _typed(hints[name], part) for name, part in value.items()})
