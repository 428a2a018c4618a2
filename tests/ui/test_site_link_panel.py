"""A link to the supervisors' pages: asked for an address once, a fresh link each time, and nobody else is offered it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fieldaudit.wire.site_link import LIFETIME_MS

PAGES = "https://pages.example.cn/#2"


def test_the_address_is_asked_for_once_and_each_link_is_another(qt: Any, frame_at: Callable[..., Any]) -> None:
    from fieldaudit.ui.shell.site_link import SiteLink

    frame = frame_at("overview", who="supervisor")
    panel = SiteLink(frame)
    panel.open()
    assert not panel.link and panel.code.rows == () and not panel.copy.isVisible()
    panel.form.put("address", "pages.example.cn")
    panel._make()
    assert panel.form.fields["address"].fault() and not panel.link
    panel.form.put("address", PAGES)
    panel._make()
    first = panel.link
    assert first.startswith("https://pages.example.cn/enter?t=") and panel.code.rows and LIFETIME_MS == 600_000
    panel._copy()
    assert qt.clipboard().text() == first
    panel.close_it()
    again = SiteLink(frame)
    assert again.link and again.link != first, "the address was kept, the link was not"
    again.open()
    again.close_it()


@pytest.mark.parametrize(("who", "offered"), [("supervisor", True), ("inspector", False)])
def test_only_who_may_read_the_pages_is_offered_them(qt: Any, frame_at: Callable[..., Any], who: str, offered: bool) -> None:
    frame = frame_at("overview", who=who)
    names = [each.accessibleName() for each in frame.page.bar()]
    assert ("在手机上查看" in names) is offered
