"""The program is asked to end, or its window closed, in the middle of an exchange: nothing is lost and the next one goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from window_driver import Person

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def things(stick: Path) -> int:
    """How much lies on a stick, half-written things left out."""
    return sum(1 for path in stick.rglob("*") if path.is_file() and not path.name.startswith("."))


def begin(person: Person, stick: Path) -> None:
    """Begin to give everything to a stick: 600 things and more, each written durably."""
    person.click("Sync", "CheckBox", exact=True)
    person.click("Choose", "Button")
    person.choose_file(stick)


@pytest.mark.parametrize("how", ["signal", "window"])
def test_an_exchange_that_was_broken_off_goes_on(folder: Path, sit: Callable[..., Person], how: str) -> None:
    stick = folder / "usb"
    inspector = sit("inspector", "检查员甲", "en")
    begin(inspector, stick)
    if how == "signal":
        assert inspector.terminate() == 0
    else:
        inspector.close()
    some = things(stick)

    again = sit("inspector", "检查员甲", "en")
    again.see("60", "ProgressBar")  # the draft is as it was
    begin(again, stick)
    again.see("Synced:")
    assert some < things(stick), "it had ended before it was broken off"
    again.gone("Synced:")
    again.click_at(again.button_of("usb"))
    again.see("Synced: 0 given, 0 taken")  # nothing was left out
    again.close()

    supervisor = sit("supervisor", "科室负责人甲", "en")
    begin(supervisor, stick)  # and it can be read
    supervisor.see("Synced:")
    assert not supervisor.find("cannot be read")
    supervisor.close()
