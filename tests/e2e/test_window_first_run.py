"""Two new laptops in a bureau's first hour, driven as people would: one founds it, the other joins by file and code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from window_driver import Person

pytestmark = pytest.mark.e2e
PASSPHRASE = "correct horse battery"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[list[Person]]:
    """Who is at a window; whoever still is when the test ends has the plug pulled."""
    seated: list[Person] = []
    yield seated
    for person in seated:
        if person.alive():
            person.kill()


def fill(person: Person, **fields: str) -> None:
    """Type into fields by their names."""
    for name, text in fields.items():
        person.click(name.replace("_", " "), "EditableText")
        person.type(text)


def found(person: Person, recovery: Path) -> None:
    """The first laptop founds the bureau."""
    person.see("Where do you begin?")
    person.press("2")
    fill(person, Full_name="Test Bureau", Short_name="TB")
    person.click("Districts", "EditableText")
    person.type("North\nSouth")
    fill(person, Administrator="Admin", **{"PIN": "2468"})
    person.click("PIN again", "EditableText")
    person.type("2468")
    person.click("Passphrase (opens", "EditableText")
    person.type(PASSPHRASE)
    person.click("Passphrase again", "EditableText")
    person.type(PASSPHRASE)
    person.click("Recovery file", "EditableText")
    person.type(str(recovery))
    person.press("Return")
    person.click("Set up the bureau", "Button")


def test_a_bureau_is_founded_and_a_second_laptop_joins_it(tmp_path: Path, people: list[Person]) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    first = Person(tmp_path / "first", tmp_path / "config-1", language="en")
    people.append(first)
    found(first, stick / "recovery.fieldaudit")
    first.see("People and laptops")
    fill(first, Name="Inspector A", Badge="15050000001")
    first.click("Add", "Button", exact=True)
    first.see("Inspector A was added")

    second = Person(tmp_path / "second", tmp_path / "config-2", language="en")
    people.append(second)
    second.see("Where do you begin?")
    second.press("1")
    second.click("Passphrase (opens", "EditableText")
    second.type(PASSPHRASE)
    second.click("Passphrase again", "EditableText")
    second.type(PASSPHRASE)
    second.click("Make the request", "Button")
    second.see("Waiting for the administrator")
    code = next(node["name"] for node in second.tree() if len(node["name"]) == 9 and node["name"][4] == "-")
    second.click("Save the request", "Button")
    second.choose_file(stick / "request.fieldaudit")
    second.until((stick / "request.fieldaudit").exists, "the request on the stick")
    second.kill()  # the laptop is closed meanwhile

    first.click("Choose the request", "Button")
    first.choose_file(stick / "request.fieldaudit")
    first.click("Code on the new", "EditableText")
    first.type(code)
    first.click("Inspector A", "CheckBox")
    first.click("Check and write", "Button")
    first.choose_file(stick / "grant.fieldaudit")
    first.see("Laptop 2 is admitted")
    first.click("Sync", "CheckBox")
    first.click("Choose", "Button")
    first.choose_file(stick)

    second = Person(tmp_path / "second", tmp_path / "config-2", language="en")
    people.append(second)
    second.see("Passphrase", "EditableText")
    second.type(PASSPHRASE)
    second.press("Return")
    second.see("Waiting for the administrator")
    second.click("Choose the grant", "Button")
    second.choose_file(stick / "grant.fieldaudit")
    second.see("Admitted")
    second.click("Read from a stick", "Button")
    second.choose_file(stick)
    second.see("Inspector A")
    second.close()
    first.close()
