"""What people do at the window again and again, in both languages: hand over to a stick, sign a pad, read a table."""

from __future__ import annotations

from pathlib import Path

from window_driver import Person

INK = [(0.2, 0.4), (0.35, 0.7), (0.5, 0.3), (0.65, 0.75), (0.8, 0.4)]
_SYNC = {"zh": ("同步", "选择…", "同步完成"), "en": ("Sync", "Choose", "Synced:")}


def first_sync(person: Person, language: str, stick: Path) -> None:
    """Exchange with a stick that this laptop has not seen before."""
    page, choose, done = _SYNC[language]
    person.click(page, "CheckBox", exact=True)
    person.click(choose, "Button")
    person.choose_file(stick)
    person.see(done)


def sync(person: Person, language: str, stick: Path) -> None:
    """Exchange with a stick that it knows: the button of its card."""
    page, _, done = _SYNC[language]
    person.click(page, "CheckBox", exact=True)
    person.gone(done)
    person.click_at(person.button_of(stick.name))
    person.see(done)


def sign(person: Person, pad: str, finish: str, pin: str = "") -> None:
    """Write on a pad and hand it in; who is not at the keyboard proves it by the PIN."""
    person.draw(person.see(pad), INK)
    person.click(finish, "Button")
    if pin:
        person.see("PIN", "EditableText")
        person.type(pin)
        person.press("Return")
    person.gone(finish, "Button")


def row(person: Person, text: str, *, exact: bool = True) -> list[str]:
    """The cells that stand in one line of a table with the first cell of a text, once it is there."""
    first = person.see(text, "Cell", exact=exact)
    return [n["name"] for n in person.tree() if n["role"] == "Cell" and n["rect"][1] == first["rect"][1]]
