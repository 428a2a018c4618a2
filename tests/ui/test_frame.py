"""The frame: pages come and go, and what is refused is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fieldaudit.errors import BadInput
from fieldaudit.ui.shell.told import ErrorDialog


def test_a_refused_act_is_told_and_changes_nothing(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")

    def refused(_desk: object) -> None:
        raise BadInput("not this way")

    assert frame.act(refused) is None
    assert frame.window().findChild(ErrorDialog) is not None


def test_back_leads_to_the_page_before(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    frame.go("sync")
    frame.back()
    assert frame.here()[0] == "today"
