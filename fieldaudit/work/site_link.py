"""A one-time link to the supervisors' pages, made on the supervisor's own laptop without any connection.

The laptop's key signs who she is; the site checks it against its own certificates. Knows no network.
"""

from __future__ import annotations

import os
import re

from ..errors import BadInput, NotAllowed
from ..i18n import tr
from ..wire.site_link import LIFETIME_MS, NONCE_SIZE, SiteLink, sign_link
from .desk import Desk, known_device

MAY_READ = ("supervisor", "admin")  # the roles that the pages are for
_HOST = r"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
_ADDRESS = re.compile(rf"(?P<scheme>https?)://{_HOST}(?P<port>:[0-9]{{1,5}})?/?(#(?P<site>[0-9]{{1,7}}))?")
_HERE = ("localhost", "127.0.0.1", "[::1]")


def site_link(desk: Desk, address: str) -> str:
    """The link with which the person at the desk opens the pages at `address` once, within ten minutes.

    `address` is what the site says of itself: https://pages.example.cn/#7, where 7 is its device number. Without a number
    it is the one laptop of the bureau that lists nobody, as a site's own workspace needs nobody.
    Raises BadInput for another address, NotAllowed for who is neither supervisor nor administrator.
    """
    found = _ADDRESS.fullmatch(address.strip())
    if found is None:
        raise BadInput(
            tr("网址写法不对", "this is not an address of the supervisors' pages"),
            where=address,
            todo=tr(
                "照抄查看网站首页所示的网址，如 https://pages.example.cn/#7。",
                "Copy the address that the site shows on its first page: https://pages.example.cn/#7.",
            ),
        )
    if found["scheme"] == "http" and found["host"] not in _HERE:
        raise BadInput(
            tr("链接等同于钥匙，网址须以 https 开头", "the link opens everything: the address must begin with https"), where=address
        )
    _demand_reader(desk)
    site = int(found["site"] or _only_site(desk))
    return f"{found['scheme']}://{found['host']}{found['port'] or ''}/enter?t={_token(desk, site)}"


def _demand_reader(desk: Desk) -> None:
    if desk.role() not in MAY_READ:
        raise NotAllowed(
            tr("查看网站只对科室负责人和管理员开放", "the pages are for supervisors and administrators"),
            where=desk.name_of(desk.person),
        )


def _only_site(desk: Desk) -> int:
    """The one certified laptop without people. Raises BadInput when there are several or none."""
    trust = desk.store.trust
    latest = [trust.latest(device) for device in trust.certificates if device not in trust.revocations]
    found = [each.device for each in latest if each is not None and each.kind == "laptop" and not each.people]
    if len(found) != 1:
        raise BadInput(
            tr("要写明网站的设备编号", "say the site's device number"),
            todo=tr("照抄查看网站首页所示的网址，末尾带 #编号。", "Copy the address that the site shows, with #NUMBER at its end."),
        )
    return found[0]


def _token(desk: Desk, site: int) -> str:
    known_device(desk, site)
    keys = desk.store.trust.keys
    if keys is None:
        raise NotAllowed(
            tr("本机还没有自己的密钥", "this laptop has no keys of its own yet"),
            todo=tr("先注册本机。", "Enrol this laptop first."),
        )
    link = SiteLink(desk.store.trust.device, desk.actor(), site, os.urandom(NONCE_SIZE), desk.now, desk.now + LIFETIME_MS)
    return sign_link(keys.sign, link)
