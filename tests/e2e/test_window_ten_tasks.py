"""Ten common tasks at the window with every click and key counted: the figures of docs/user-guide/tasks.md are what it takes.

A text that is typed (a name, a place, a file) counts as one text, whatever its length: it is the same in every program.
A press of the mouse that is held and drawn counts as one click; turning the wheel is not counted, here or there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from window_driver import MOST_TURNS, Person

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "user-guide" / "tasks.md"
INK = [(0.1, 0.4), (0.3, 0.2), (0.5, 0.5), (0.7, 0.3)]
ROW = re.compile(r"^\| (\d+) \|.*?\| (\d+) \| (\d+) \| (\d+) \|", re.M)  # number, clicks, keys, texts of ours
Count = tuple[int, int, int]


class Counted(Person):
    """A person whose clicks, keys and texts are counted."""

    clicks = keys = texts = 0

    def mouse(self, how: str, x: int, y: int, **more: Any) -> None:
        """A click, or a button held and drawn; where the mouse goes and its wheel do not count."""
        self.clicks += {"click": 1, "double": 2, "press": 1}.get(how, 0)
        super().mouse(how, x, y, **more)

    def press(self, *keys: str) -> None:
        """Each key or chord is one."""
        self.keys += len(keys)
        super().press(*keys)

    def type(self, text: str) -> None:
        """A text is one."""
        self.texts += 1
        super().type(text)

    def code(self, digits: str) -> None:
        """A PIN counts key by key."""
        for digit in digits:
            self.press(digit)

    def clear_of(self, name: str, room: list[int]) -> list[dict[str, Any]]:
        """The choices of this name that are not chosen and can be seen."""
        inside = [n for n in self.find(name, "RadioButton", exact=True) if "checked" not in n["flags"] and n["rect"][3] > 0]
        return [n for n in inside if room[1] <= n["rect"][1] and n["rect"][1] + n["rect"][3] <= room[1] + room[3]]

    def chosen(self, name: str) -> list[dict[str, Any]]:
        """The choices of this name that are chosen."""
        return [n for n in self.find(name, "RadioButton", exact=True) if "checked" in n["flags"]]

    def counted(self, do: Callable[[], object]) -> Count:
        """What something took."""
        before = (self.clicks, self.keys, self.texts)
        do()
        clicks, keys, texts = (now - then for now, then in zip((self.clicks, self.keys, self.texts), before, strict=True))
        return clicks, keys, texts


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made by the program itself."""
    into = tmp_path_factory.mktemp("ten") / "demo"
    subprocess.run([sys.executable, "-m", "fieldaudit", "demo", "--into", str(into)], check=True, capture_output=True, cwd=ROOT)
    return into


@pytest.fixture
def sit(demo: Path, tmp_path: Path) -> Iterator[Callable[[str, int], Counted]]:
    """Somebody who has just signed in at a laptop of the demo, the so many-th of the list."""
    seated: list[Counted] = []

    def sit_down(laptop: str, down: int) -> Counted:
        shutil.copytree(demo / laptop, tmp_path / laptop)
        shutil.copytree(demo / "stick", tmp_path / "stick")
        person = Counted(tmp_path / laptop, tmp_path / "config", language="en")
        seated.append(person)
        person.see("Who is at the keyboard")
        person.press(*["Down"] * down)
        person.code("0000")
        person.press("Return")
        return person

    yield sit_down
    for person in seated:
        if person.alive():
            person.kill()


def figures() -> dict[int, Count]:
    """Ours, as the page says: twice, in two languages, and the same."""
    rows = ROW.findall(PAGE.read_text("utf-8"))
    found = [(int(number), (int(clicks), int(keys), int(texts))) for number, clicks, keys, texts in rows]
    assert len(found) == 20 and found[:10] == found[10:], "ten rows in Chinese and the same ten in English"
    return dict(found)


def agree(took: dict[int, Count]) -> None:
    """What was counted is what the page says."""
    assert took == {task: count for task, count in figures().items() if task in took}


def begin(person: Counted) -> None:
    """1: an inspection of a home one knows the name of."""
    person.press("Ctrl+K")
    person.type("szyyzx")
    person.see("Inspect 沙枣颐养中心", "ListItem")
    person.press("Ctrl+N")
    person.see("Second inspector")
    person.press("Return")
    person.see("Questions", "List")


def twelve(person: Counted) -> None:
    """2: a section of twelve questions that are all as they should be, by the mouse."""
    room = person.see("Questions", "List")["rect"]
    for done in range(12):
        open_ = person.clear_of("Pass", room)
        for _ in range(MOST_TURNS):
            if open_:
                break
            person.mouse("wheel", room[0] + room[2] // 2, room[1] + room[3] // 2, by=-120)
            open_ = person.clear_of("Pass", room)
        assert open_, "one that is not answered can be seen"
        person.click_at(open_[0])
        person.until(lambda: len(person.chosen("Pass")) > done, "the answer")  # noqa: B023 - done before the next turn


def fail(person: Counted) -> None:
    """3: a question that fails: where, who mends it; how, how bad and by when is proposed."""
    person.press("2")
    person.see("Hazard", exact=True)
    person.click("Location", "EditableText")
    person.type("second floor corridor")
    person.click("Responsible", "EditableText")
    person.type("head of the home")
    person.see("Five complete 3/5")


def photo(person: Counted, picture: Path) -> None:
    """4: a picture that is on the laptop already."""
    person.press("P")
    person.until(lambda: (person.focused() or {}).get("name", "").startswith("File name"), "the dialog to have the keyboard")
    person.type(str(picture))
    person.press("Return")
    person.see(picture.name, "Button")


def arrow(person: Counted, picture: Path) -> None:
    """5: an arrow on it, and back."""
    person.click(picture.name, "Button")
    person.see("Marking tools")
    person.press("A")
    canvas = person.see("Photo · ", "Client")
    person.draw(canvas, [(0.3, 0.3), (0.4, 0.4), (0.5, 0.5)])
    person.see("1 mark")
    person.click("Done", "Button", exact=True)
    person.see("Questions", "List")


def unanswered(person: Counted) -> None:
    """6: to a question that has no answer yet."""
    before = person.focused()
    person.press("Ctrl+Return")
    person.until(lambda: person.focused() != before, "the next question")


def sign_and_finish(person: Counted) -> None:
    """7: both inspectors and the home sign, the record is locked."""
    person.click("Finish", "Button", exact=True)
    person.see("Inspectors", exact=True)
    for at in range(3):
        pads = person.until(lambda: [n for n in person.find("Signature of") if n["rect"][3] > 60], "a pad")
        person.draw(pads[-1] if at == 2 else pads[at], INK)
        person.click("Done signing", "Button")
        if at == 1:
            person.until(lambda: (person.focused() or {}).get("name") == "PIN code", "the other's PIN")
            person.code("0000")
            person.press("Return")
        person.gone("Done signing", "Button")
    person.click("Finish", "Button", exact=True)
    person.see("The answers are locked")


def hand_over(person: Counted) -> None:
    """8: what is only here goes to the stick one has used before."""
    person.click("only here", "Button")
    person.click("Sync the", "Button")
    person.see("Synced:")


def approve(person: Counted) -> None:
    """9: the report that waits longest."""
    person.press("Return")
    person.see("Waiting", exact=True)
    person.until(lambda: [n for n in person.find("Approve", "Button") if "disabled" not in n["flags"]], "the report")
    person.press("A")
    person.see("Approved:")


def clear(person: Counted) -> None:
    """10: a hazard that passed its reinspection."""
    person.click("Open plan ", "Button")
    person.see("One home, one plan")
    person.click("Clear", "Button", exact=True)
    person.click("Clear", "Button", exact=True, which=1)
    person.see("Cleared", "StaticText")


def fill_in(person: Counted) -> None:
    """The rest of the demo's open inspection, until only signatures lack."""
    person.click("Continue inspection", "Button")
    person.see("Questions", "List")
    for _ in range(12):
        person.press("1", "Ctrl+Return")
    person.click("Finish", "Button", exact=True)
    while person.see("Results") and person.find("no answer", "ListItem"):
        person.press("Return")
        person.see("Questions", "List")
        person.press("Return")
        person.type("3")
        person.press("Return", "F3")
        person.see("Inspectors", exact=True)
    person.click("Back", "Button", exact=True)
    person.see("Questions", "List")


def test_an_inspector_at_a_home_takes_what_the_page_says(sit: Callable[[str, int], Counted], tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "IMG_0412.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(picture)
    person, took = sit("inspector", 0), {}
    person.see("To do")
    took[1] = person.counted(lambda: begin(person))
    person.click("Escape and windows", "ListItem")
    person.see("0 of 12 answered")
    took[2] = person.counted(lambda: twelve(person))
    took[6] = person.counted(lambda: unanswered(person))
    person.click("Building and permits", "ListItem")
    person.press("Esc")
    took[3] = person.counted(lambda: fail(person))
    person.press("Esc")
    took[4] = person.counted(lambda: photo(person, picture))
    took[5] = person.counted(lambda: arrow(person, picture))
    person.close()
    agree(took)


def test_signing_and_handing_over_take_what_the_page_says(sit: Callable[[str, int], Counted]) -> None:
    person, took = sit("inspector", 0), {}
    fill_in(person)
    took[7] = person.counted(lambda: sign_and_finish(person))
    took[8] = person.counted(lambda: hand_over(person))
    person.close()
    agree(took)


def test_a_supervisors_tasks_take_what_the_page_says(sit: Callable[[str, int], Counted]) -> None:
    person, took = sit("supervisor", 4), {}
    person.see("Start review", "Button")
    took[9] = person.counted(lambda: approve(person))
    person.click("Today", "CheckBox")
    took[10] = person.counted(lambda: clear(person))
    person.close()
    agree(took)
