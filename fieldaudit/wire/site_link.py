"""The one-time link to the supervisors' pages: a token that a supervisor's own device signs.

Owns its bytes: who asks (device and person), which site may take it, between when, and a nonce by which the site knows
that it was used. The token is the signed object in base64url. Must not know HTTP, roles or which devices are certified.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

from ..domain.core import MAX_DEVICE, RowId
from ..errors import Damaged
from .canon import INT_MAX, from_hex, malformed_as, require, within
from .signed import read_object, sign_object

NONCE_SIZE = 16  # bytes
LIFETIME_MS = 10 * 60 * 1000
LONGEST_TOKEN = 1_024  # characters

_LINK = {"device": int, "person": int, "site": int, "nonce": str, "from": int, "until": int}
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class SiteLink:
    """What a link says; `site` is the site's device number, `since` and `until` are ms by the signer's clock."""

    device: int
    person: RowId
    site: int
    nonce: bytes
    since: int
    until: int


def sign_link(sign: Callable[[str, bytes], bytes], link: SiteLink) -> str:
    """The token of a link; `sign` is the `sign` method of the device's keys."""
    fields = {
        "device": link.device, "person": link.person, "site": link.site, "nonce": link.nonce.hex(), "from": link.since,
        "until": link.until,
    }  # fmt: skip
    return base64.urlsafe_b64encode(sign_object(sign, "site-link", fields)).decode("ascii").rstrip("=")


def read_link(token: str, key_of: Callable[[int], bytes | None]) -> SiteLink:
    """The link in a token, signed by the device that it names; `key_of` gives that device's key, None when it is not known.

    Raises Damaged.
    """
    with malformed_as(Damaged, "site-link"):
        data = _decoded(token)
    fields = read_object(data, "site-link", _LINK, lambda said: key_of(said["device"]) or b"")
    with malformed_as(Damaged, "site-link"):
        since = within(fields["from"], 0, INT_MAX, "from")
        return SiteLink(
            within(fields["device"], 1, MAX_DEVICE, "device"),
            RowId(within(fields["person"], 1, INT_MAX, "person")),
            within(fields["site"], 1, MAX_DEVICE, "site"),
            from_hex(fields["nonce"], NONCE_SIZE, "nonce"),
            since,
            within(fields["until"], since, min(INT_MAX, since + LIFETIME_MS), "until"),
        )


def _decoded(token: str) -> bytes:
    """The bytes of base64url without padding, in the one way they are written."""
    require(len(token) <= LONGEST_TOKEN and bool(_TOKEN.fullmatch(token)), "链接写法不对。", "The link is not well written.")
    data = b""
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        require(False, "链接写法不对。", "The link is not well written.")
    written = base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")
    require(written == token, "链接写法不对。", "The link is not well written.")
    return data
