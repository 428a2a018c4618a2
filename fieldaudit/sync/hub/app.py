"""The hub's endpoints (docs/sync.md). Each gets a request whose sender is known and whose body is read: see `asking`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from starlette.responses import Response

from ...domain.core import MAX_DEVICE, Scope
from ...errors import BadInput, Damaged
from ...i18n import Text
from ...wire.canon import INT_MAX, Malformed, canonical, loaded, require, rows, shaped, within
from ...wire.hub import MAX_BULK, MAX_NAMED, NONCE_SIZE
from ...wire.names import MAX_ORDINAL, CertificateName, Name, ReceiptName, parse_name, receipt_name
from . import enrolment, parts
from .answers import Refusal, as_json
from .asking import Answer, Application, Pieces, Served, Way
from .auth import Caller
from .checks import demand_part, demand_reader
from .index import Chain
from .objects import DIFFERENT, PUT, Bytes
from .running import Hub

_RANGE = re.compile("bytes=([0-9]{1,12})-([0-9]{0,12})")
_BYTES = {"Content-Type": "application/octet-stream"}
_AT_ONCE = 64  # objects of which is asked whether they fit into one answer
_PIECE = 1 << 19  # bytes of an answer that are in memory at once
_NEWS = 1 << 19  # bytes that ask for news: 13,000 chains in the longest spelling
_NAMES = 1 << 18  # bytes that hold MAX_NAMED names in the longest spelling, a quarter more
_GROWS = 64  # JSON of brackets alone takes fifty times its length once it is read


def application(hub: Hub) -> Application:
    """The hub as an ASGI application."""
    return Application(
        hub,
        [
            Way("GET", "/health", health, open=True),
            Way("GET", "/v1/hub", greeting, open=True),
            Way("POST", "/v1/changes", changes, most=_NEWS),
            Way("POST", "/v1/stat", stat, most=_NAMES),
            Way("POST", "/v1/stored", stored, most=_NAMES),
            Way("POST", "/v1/suspect", suspect, most=_NAMES),
            Way("POST", "/v1/fetch", fetch, most=_NAMES),
            Way("GET", "/v1/objects/", get),
            Way("PUT", "/v1/objects/", put),
            Way("GET", "/v1/parts/", held_parts),
            Way("POST", "/v1/claim", enrolment.claim, open=True, most=enrolment.MOST_ANSWER),
            Way("PUT", "/v1/invitations/", enrolment.open_box, most=enrolment.MOST_REQUEST),
            Way("POST", "/v1/requests/", enrolment.leave_request, open=True, most=enrolment.MOST_REQUEST),
            Way("GET", "/v1/requests/", enrolment.requests),
            Way("PUT", "/v1/grants/", enrolment.leave_grant, most=enrolment.MOST_ANSWER),
            Way("GET", "/v1/grants/", enrolment.grant, open=True),
        ],
    )


# -- for anybody -----------------------------------------------------------------------------------------
async def health(hub: Hub, _served: Served) -> Answer:
    """200 only if the store answers."""
    alive = await hub.alive()
    return as_json({"ok": alive}, 200 if alive else 503)


async def greeting(hub: Hub, served: Served) -> Answer:
    """The signed greeting over the caller's nonce; while unclaimed, the letter with its request to be enrolled."""
    hub.wake()
    if not hub.state.claimed:
        return as_json({"unclaimed": (await hub.run_quick(enrolment.request_letter, hub)).hex()})
    nonce = served.query.get("nonce", "")
    if not re.fullmatch(f"[0-9a-f]{{{2 * NONCE_SIZE}}}", nonce):
        raise Refusal("malformed")
    return Response(await hub.run_quick(hub.greet, bytes.fromhex(nonce)), media_type="application/json")


# -- what is new -----------------------------------------------------------------------------------------
async def changes(hub: Hub, served: Served) -> Answer:
    """What a caller does not have yet."""
    async with _reading(hub, served):
        return as_json(await hub.run(_changes, hub, served.device, served.body))


def _changes(hub: Hub, caller: Caller, body: Bytes) -> dict[str, Any]:
    fields = _fields(body, {"have": list, "receipts": list, "trust": str})
    try:
        have = {
            _chain(scope, device): within(held, 0, MAX_ORDINAL, "ordinal")
            for scope, device, held in rows(fields["have"], *3 * [int])
        }
        receipts = {device: number for device, number in rows(fields["receipts"], int, int)}
    except Malformed as fault:
        raise Refusal("malformed", fault.why) from fault
    index, scopes = hub.index, frozenset(caller.scopes)
    index.refresh()
    segments, more = index.segments_after(have, scopes)
    answer: dict[str, Any] = {"segments": segments, "more": more, "last": index.ends(have, scopes)}
    answer["receipts"] = index.receipts_after(receipts)
    keys = index.keys_for(caller.device, scopes)
    answer["trust"] = index.token(keys)
    if answer["trust"] != fields["trust"]:
        answer |= {"certs": sorted(hub.roster.names), "keys": keys}
    return answer


def _chain(scope: int, device: int) -> Chain:
    return Scope(within(scope, 0, INT_MAX, "scope")), within(device, 1, MAX_DEVICE, "device")


async def stat(hub: Hub, served: Served) -> Answer:
    """Which of these objects lie here, and their sizes."""
    async with _reading(hub, served):
        names = await hub.run(_visible, served.body, served.device)
    return as_json(await hub.run(_stat, hub, names))


def _stat(hub: Hub, names: list[str]) -> dict[str, Any]:
    found = zip(names, hub.objects.many(hub.objects.head, names), strict=True)
    return {"objects": [(name, meta.size) for name, meta in found if meta is not None]}


async def stored(hub: Hub, served: Served) -> Answer:
    """The signed receipt over those of these objects that are whole in the store."""
    async with _reading(hub, served):
        names = await hub.run(_visible, served.body, served.device)
    async with hub.budget.hold(parts.MAX_SIZE):  # those that are not known yet are read
        signed = await hub.run(hub.digests.receipt, hub.state.keys.sign, hub.state.device, hub.clock(), names)
    return Response(signed, media_type="application/json")


async def suspect(hub: Hub, served: Served) -> Answer:
    """A caller found an object to be bad: look again; if it is, move it aside."""
    async with _reading(hub, served):
        name, parsed = _named(_fields(served.body, {"name": str})["name"])
    demand_part(parsed, served.device.scopes)
    async with hub.budget.hold(parts.MAX_SIZE):
        return as_json({"aside": await hub.run(_suspect, hub, name, parsed)})


def _suspect(hub: Hub, name: str, parsed: Name) -> bool:
    hub.digests.forget(name)
    aside = hub.objects.set_aside(name, hub.check)
    if aside:
        hub.index.forget(name, parsed)
        hub.roster.forget(name)
    return aside


# -- objects ---------------------------------------------------------------------------------------------
async def fetch(hub: Hub, served: Served) -> Answer:
    """Small objects in one answer, in the order of their names: as many as fit."""
    async with _reading(hub, served):
        names = await hub.run(_names, served.body)
    listed = await hub.run(_fitting, hub, served.device, names)
    head = canonical({"objects": listed})
    there = [(name, size) for name, size in listed if size]
    headers = {"Content-Length": str(4 + len(head) + sum(size for _, size in there))}
    return Pieces(200, headers | _BYTES, _bulk(hub, len(head).to_bytes(4, "big") + head, there))


def _fitting(hub: Hub, caller: Caller, names: list[str]) -> list[tuple[str, int]]:
    """The first of these names with their sizes; 0 for what is not there, is too large, or is not for the caller."""
    listed: list[tuple[str, int]] = []
    room = MAX_BULK
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        for name, meta in zip(some, hub.objects.many(hub.objects.head, some), strict=True):
            fits = meta is not None and meta.size <= MAX_BULK and _allows(demand_reader, name, caller.device, caller.scopes)
            size = meta.size if meta is not None and fits else 0
            if size > room:
                return listed
            room -= size
            listed.append((name, size))
    return listed


async def _bulk(hub: Hub, head: bytes, listed: Sequence[tuple[str, int]]) -> AsyncIterator[bytes]:
    async with hub.budget.hold(MAX_BULK):
        found = await hub.run(hub.objects.many, hub.objects.get, [name for name, _ in listed])
        if [data is not None and len(data) for data in found] != [size for _, size in listed]:
            raise Refusal("absent")  # moved aside meanwhile: the answer is cut off
        yield b"".join((head, *(data for data in found if data is not None)))


async def get(hub: Hub, served: Served) -> Answer:
    """An object's bytes, or a range of them."""
    name, parsed = _named(served.name)
    demand_reader(parsed, served.device.device, served.device.scopes)
    meta = await hub.run(hub.objects.head, name)
    if meta is None:
        raise Refusal("absent")
    first, last, status = _range(served.headers.get("range"), meta.size)
    digest = hub.digests.remembered(name, meta)
    headers = {"Content-Length": str(last - first + 1), "Accept-Ranges": "bytes"}
    headers |= {"Fieldaudit-SHA256": digest.hex()} if digest else {}
    headers |= {"Content-Range": f"bytes {first}-{last}/{meta.size}"} if status == 206 else {}
    return Pieces(status, headers | _BYTES, _pieces(hub, name, first, last + 1))


async def _pieces(hub: Hub, name: str, start: int, end: int) -> AsyncIterator[bytes]:
    while start < end:
        size = min(_PIECE, end - start)
        async with hub.budget.hold(size):
            piece = await hub.run(hub.objects.get_range, name, start, size)
            if piece is None or len(piece) != size:
                raise Refusal("absent")  # moved aside meanwhile: the answer is cut off
            yield bytes(piece)
        start += size


def _range(header: str | None, size: int) -> tuple[int, int, int]:
    """First and last byte, and the status. Anything but one range that begins in the object is the whole of it."""
    match = _RANGE.fullmatch(header or "")
    if match is None or int(match[1]) >= size or (match[2] and int(match[2]) < int(match[1])):
        return 0, size - 1, 200
    return int(match[1]), min(int(match[2] or size), size - 1), 206


async def put(hub: Hub, served: Served) -> Answer:
    """Store an object, one part of it, or what its parts make up."""
    name, parsed = _named(served.name)
    demand_part(parsed, served.device.scopes)
    if not served.query:
        return await hub.run(_store, hub, name, parsed, served.body, served.device.body)
    plan = parts.Plan.of_query(served.query, hub.limits.chunk)
    if "part" in served.query:
        part = parts.part_number(served.query, plan)
        await hub.run(parts.keep, hub.objects, served.device.device, name, plan, part, served.body)
        return as_json({"part": part}, 201)
    async with hub.budget.hold(plan.size):
        return await hub.run(_join, hub, served.device.device, name, parsed, plan)


def _join(hub: Hub, device: int, name: str, parsed: Name, plan: parts.Plan) -> Response:
    meta = hub.objects.head(name)
    if meta is not None and meta.size == plan.size and hub.digests.of(name) is not None:
        parts.drop(hub.objects, device, name)
        return as_json({"stored": name})
    whole = parts.joined(hub.objects, device, name, plan)
    try:
        answer = _store(hub, name, parsed, whole, hashlib.sha256(whole).digest())
    except Refusal as refusal:
        if refusal.code in ("damaged", "different"):  # else they are good, and wait for room or for a certificate
            parts.drop(hub.objects, device, name)
        raise
    parts.drop(hub.objects, device, name)
    return answer


def _store(hub: Hub, name: str, parsed: Name, data: Bytes, digest: bytes) -> Response:
    try:
        hub.check(name, data, digest)
    except Damaged as error:
        raise Refusal("damaged", error.what if isinstance(error.what, Text) else None) from error
    if isinstance(parsed, ReceiptName) and parsed.number < hub.index.newest_receipt(parsed.device):
        return as_json({"stored": name})  # a newer one has taken its place
    outcome = hub.objects.put(name, data, hub.check)
    if outcome == DIFFERENT:
        raise Refusal("different")
    hub.digests.note(name, digest)
    hub.index.note(name, parsed)
    if isinstance(parsed, CertificateName):
        hub.roster.add(name, bytes(data))
    if isinstance(parsed, ReceiptName):
        _drop_older(hub, parsed)
    return as_json({"stored": name}, 201 if outcome == PUT else 200)


def _drop_older(hub: Hub, newest: ReceiptName) -> None:
    """A receipt takes the place of those before it."""
    for name, _ in hub.objects.below(f"receipts/{newest.device}"):
        number = name.rpartition("/")[2]
        if number.isdecimal() and int(number) < newest.number:
            hub.objects.delete(receipt_name(newest.device, int(number)))


async def held_parts(hub: Hub, served: Served) -> Answer:
    """Which parts of an object this device sent already."""
    name, parsed = _named(served.name)
    demand_part(parsed, served.device.scopes)
    found = await hub.run(parts.held, hub.objects, served.device.device, name, hub.limits.chunk)
    return as_json({"have": found})


# -- what callers say ------------------------------------------------------------------------------------
def _reading(hub: Hub, served: Served) -> AbstractAsyncContextManager[None]:
    """Hold the memory that the JSON of a body takes while it is read. Raises Refusal."""
    return hub.budget.hold(min(len(served.body) * _GROWS, hub.limits.memory // 2))  # the body itself is held as well


def _fields(body: Bytes, shape: dict[str, type]) -> dict[str, Any]:
    try:
        return shaped(loaded(bytes(body)), shape)
    except (Malformed, RecursionError) as fault:
        raise Refusal("malformed", getattr(fault, "why", None)) from fault


def _named(name: str) -> tuple[str, Name]:
    try:
        return name, parse_name(name)
    except BadInput as error:
        raise Refusal("malformed") from error


def _visible(body: Bytes, caller: Caller) -> list[str]:
    """The names a caller gives, without those it has no part in. Raises Refusal for what is no name."""
    # that another's key is there is no secret
    return [name for name in _names(body) if _allows(demand_part, name, caller.scopes)]


def _names(body: Bytes) -> list[str]:
    names = _fields(body, {"names": list})["names"]
    try:
        require(len(names) <= MAX_NAMED and all(type(name) is str for name in names), "名称列表不对。", "Not a list of names.")
    except Malformed as fault:
        raise Refusal("malformed", fault.why) from fault
    return [_named(name)[0] for name in dict.fromkeys(names)]


def _allows(demand: Callable[..., None], name: str, *caller: Any) -> bool:
    """Does it not refuse that object to that caller?"""
    try:
        demand(_named(name)[1], *caller)
    except Refusal as refusal:
        if refusal.code != "scope":
            raise
        return False
    return True
