"""docs/sync.md is enough to write a client: its worked bytes are right, and it names every address and code there is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fieldaudit.sync.hub import app
from fieldaudit.sync.hub.answers import CODES
from fieldaudit.wire.hub import Asked
from fieldaudit.wire.keys import DeviceKeys

PAGE = (Path(__file__).parents[2] / "docs" / "sync.md").read_text("utf-8")


def test_the_worked_request_is_signed_as_the_page_says() -> None:
    keys = DeviceKeys.from_seeds(bytes(range(0x20, 0x40)), bytes(range(0x40, 0x60)))
    body = b'{"names":["certs/3/1"]}'
    asked = Asked(3, 9, "POST", "/v1/stat", 1_800_000_000_000, bytes(range(16)), hashlib.sha256(body).digest())
    for written in (body.decode(), asked.body.hex(), asked.message().decode("utf-8"), asked.signed(keys.sign).hex()):
        assert written in PAGE
    assert asked.holds(keys.sign_public, asked.signed(keys.sign))


def test_the_page_names_every_code_and_every_address() -> None:
    table = PAGE[PAGE.index("| code |") : PAGE.index("## Who is there")]
    assert (
        set(re.findall("`([a-z-]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line))) - {"code"}
        == CODES
    )
    ways = app.application.__code__.co_consts
    addresses = {each for each in ways if isinstance(each, str) and each.startswith("/")}
    assert len(addresses) > 8
    for address in addresses:
        assert address in PAGE, address
