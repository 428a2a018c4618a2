"""Enrolment at a hub: how a bureau claims it, and the boxes in which a new laptop and the bureau leave each other letters.

A letter is sealed with a code that the hub does not know (`wire.invitation`); only for its own claim it does. Strangers may
leave a few small letters in a box that an administrator opened, and fetch the answer; nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from starlette.responses import Response

from ...domain.core import Certificate
from ...errors import BadInput, Damaged, NotAllowed
from ...wire.canon import Malformed, canonical, loaded, shaped, within
from ...wire.certs import read_certificate
from ...wire.enrol import read_grant
from ...wire.invitation import MAX_LETTER, Box
from ...wire.keys import NONCE_SIZE
from .answers import Refusal, as_json

if TYPE_CHECKING:
    from .asking import Answer, Served
    from .running import Hub

LONGEST_MS = 15 * 24 * 3_600_000  # a box lies no longer
MOST_REQUEST = 4_096  # bytes of a letter that asks
MOST_ANSWER = MAX_LETTER + 64  # bytes of one that grants
MOST_LETTERS = 8  # requests in a box: who overhears its id cannot crowd out the laptop that knows the code by one letter
_ID = re.compile("[0-9a-f]{32}")


def request_letter(hub: Hub) -> bytes:
    """The unclaimed hub's request, sealed with the code that its console shows."""
    return _own_box(hub).seal("request", hub.state.request(), os.urandom(NONCE_SIZE))


async def claim(hub: Hub, served: Served) -> Answer:
    """Belong to the bureau whose grant is in the letter. The answer is a letter: the hub's device number."""
    return Response(await hub.run(_claim, hub, bytes(served.body)), media_type="application/octet-stream")


def _claim(hub: Hub, letter: bytes) -> bytes:
    with hub.claiming:
        if hub.state.claimed:
            raise Refusal("claimed")
        box = _own_box(hub)
        try:
            granted = read_grant(box.open("grant", letter), hub.state.request())
            own = next(data for data in granted.certificates if _device(data, granted.bureau_public) == granted.device)
            hub.claim(own, granted.bureau_public, granted.certificates)
        except (Damaged, NotAllowed, BadInput) as error:
            raise Refusal("damaged") from error
        return box.seal("claimed", str(hub.state.device).encode("ascii"), os.urandom(NONCE_SIZE))


def _device(data: bytes, bureau: bytes) -> int:
    """The device of a certificate; 0 for a revocation."""
    statement = read_certificate(data, bureau)
    return statement.device if isinstance(statement, Certificate) else 0


def _own_box(hub: Hub) -> Box:
    """The box of the hub's own code; it is derived once, for strangers may ask."""
    if hub.own_box is None:
        hub.own_box = Box.of_code(hub.state.code)
    return hub.own_box


# -- boxes of invitations --------------------------------------------------------------------------------
async def open_box(hub: Hub, served: Served) -> Answer:
    """An administrator's device opens a box until a time."""
    id_ = _id(served.name)
    _demand_admin(hub, served)
    try:
        until = within(shaped(loaded(bytes(served.body)), {"until": int})["until"], 0, hub.clock() + LONGEST_MS, "until")
    except Malformed as fault:
        raise Refusal("malformed", fault.why) from fault
    await hub.run(hub.objects.overwrite, f"enrol/{id_}/open", canonical({"until": until}))
    await hub.run(_sweep, hub)
    return as_json({"until": until}, 201)


async def leave_request(hub: Hub, served: Served) -> Answer:
    """A stranger leaves a letter that asks."""
    return await hub.run(_leave, hub, _id(served.name), bytes(served.body))


def _leave(hub: Hub, id_: str, letter: bytes) -> Response:
    _demand_open(hub, id_)
    digest = hashlib.sha256(letter).digest()
    name = f"enrol/{id_}/requests/{digest.hex()}"
    held = {each for each, _ in hub.objects.below(f"enrol/{id_}/requests")}
    if len(held) >= MOST_LETTERS and name not in held:
        raise Refusal("busy", wait=60)
    hub.objects.put(name, letter, _anything)
    return as_json({"left": True}, 201)


def _anything(_name: str, _data: object) -> None:
    """A letter says nothing to the hub."""


async def requests(hub: Hub, served: Served) -> Answer:
    """An administrator's device fetches what was left."""
    id_ = _id(served.name)
    _demand_admin(hub, served)
    return as_json({"letters": await hub.run(_letters, hub, id_)})


def _letters(hub: Hub, id_: str) -> list[str]:
    names = sorted(name for name, _ in hub.objects.below(f"enrol/{id_}/requests"))
    return [bytes(data).hex() for name in names[:MOST_LETTERS] if (data := hub.objects.get(name)) is not None]


async def leave_grant(hub: Hub, served: Served) -> Answer:
    """An administrator's device leaves the answer."""
    id_ = _id(served.name)
    _demand_admin(hub, served)
    await hub.run(_demand_open, hub, id_)
    await hub.run(hub.objects.overwrite, f"enrol/{id_}/grant", served.body)
    return as_json({"left": True}, 201)


async def grant(hub: Hub, served: Served) -> Answer:
    """A stranger fetches the answer, if it is there."""
    id_ = _id(served.name)
    data = await hub.run(hub.objects.get, f"enrol/{id_}/grant")
    if data is None:
        await hub.run(_demand_open, hub, id_)
        raise Refusal("absent")
    return Response(bytes(data), media_type="application/octet-stream")


def _id(name: str) -> str:
    """The id of a box. Raises Refusal."""
    if not _ID.fullmatch(name):
        raise Refusal("malformed")
    return name


def _demand_admin(hub: Hub, served: Served) -> None:
    """Only a device on which an administrator may act opens boxes and answers."""
    held = hub.roster.governing(served.device.device, hub.clock())
    if held is None or "admin" not in dict(held.people).values():
        raise Refusal("scope")


def _demand_open(hub: Hub, id_: str) -> None:
    if _until(hub, id_) < hub.clock():
        raise Refusal("closed")


def _until(hub: Hub, id_: str) -> int:
    """When a box ends, ms; 0: there is none, or a power cut tore what said so."""
    data = hub.objects.get(f"enrol/{id_}/open")
    try:
        return 0 if data is None else int(shaped(loaded(bytes(data)), {"until": int})["until"])
    except Malformed:
        return 0


def _sweep(hub: Hub) -> None:
    """Throw away what lies in boxes that have ended."""
    for folder in hub.objects.folders("enrol"):
        id_ = folder.rstrip("/").rpartition("/")[2]
        if _ID.fullmatch(id_) and _until(hub, id_) < hub.clock():
            hub.objects.delete(*(name for name, _ in hub.objects.below(f"enrol/{id_}")))
