"""The demo from the first run's page, and its guided tour to the end by the tour's own buttons and what each step asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
import window_driver
from window_acts import sign
from window_driver import Person

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
HOME = "松鹤养老院"


def open_the_demo(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose it, and wait while it is made."""
    person.see("Where do you begin?")
    person.press("4")
    with monkeypatch.context() as patient:
        patient.setattr(window_driver, "PATIENCE", 600.0)  # weeks of a bureau are played
        person.see("Start the tour", "Button")
    person.see("Continue inspection", "Button")
    person.see(HOME)


def approved(person: Person) -> int:
    """The figure on the overview."""
    return int(person.see("Inspections approved", "Button")["name"].split()[2])


def take_me(person: Person, step: int) -> None:
    """The step before is done and the strip has gone on; it leads to the next place."""
    person.see(f"{step} of 7")
    person.click("Take me there", "Button")


def test_the_tour_of_the_demo_leads_to_the_number_that_moves(
    tmp_path: Path, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(tmp_path / "own", tmp_path / "config", language="en")
    people.append(person)
    open_the_demo(person, monkeypatch)
    person.click("Supervisor's laptop", "RadioButton")
    person.click("Overview", "CheckBox", exact=True)
    before = approved(person)
    person.click("Start the tour", "Button")  # it begins on the other laptop
    person.until(lambda: "checked" in person.see("Inspector's laptop", "RadioButton")["flags"], "the inspector's laptop")
    person.see("1 of 7")
    person.click("Answer the rest for me", "Button")
    take_me(person, 2)
    for who in ("检查员甲", "检查员乙", "The home"):
        sign(person, f"Signature of {who}", "Done signing", "0000" if who == "检查员乙" else "")
    person.click("Finish", "Button", exact=True)
    take_me(person, 3)
    person.click("Issue the notice", "Button")
    person.see("the day of service", "RadioButton")
    person.press("Return")
    person.click("Close", "Button", exact=True)  # the notice, ready to be printed
    take_me(person, 4)
    person.click_at(person.button_of("Demo stick"))
    take_me(person, 5)
    person.until(lambda: "checked" in person.see("Supervisor's laptop", "RadioButton")["flags"], "the supervisor's laptop")
    person.click("Sync", "CheckBox", exact=True)
    person.click_at(person.button_of("Demo stick"))
    take_me(person, 6)
    person.see(f"{HOME} · Fire safety checklist")
    person.click("Approve", "Button", exact=True)
    take_me(person, 7)
    assert approved(person) == before + 1
    person.click("Done", "Button", exact=True)
    person.gone("7 of 7")
    person.click("Leave the demo", "Button")
    person.see("Where do you begin?")
    person.close()
