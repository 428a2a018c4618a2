"""A visit at the real window: a small bureau to begin with, and what an inspector reads and does on the checklist.

As `window_driver`, it knows no class of the product: it reads what is exposed to accessibility.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from laptops import PASSPHRASE, PIN, found_bureau
from window_driver import PATIENCE, Node, Person

HOME, LETTERS, BEDS = "松鹤养老院", "shyly", 80
WORDS = {
    "en": {"phrase": "Passphrase", "pin": "PIN", "note": "Note", "answered": r"(\d+) of (\d+) answered", "search": "Search",
           "begin": "Start inspection", "resume": "Continue inspection", "questions": "Questions"},
    "zh": {"phrase": "口令", "pin": "PIN", "note": "备注", "answered": r"已答 ?(\d+) ?/ ?(\d+)", "search": "搜索",
           "begin": "开始检查", "resume": "继续检查", "questions": "检查项"},
}  # fmt: skip
REGISTER = f"机构名称,所属旗县,详细地址,负责人,联系电话,床位数\n{HOME},科尔沁区,科尔沁区示例路1号,负责人甲,13900000001,{BEDS}\n"
MOST_STOPS, MOST_QUESTIONS = 60, 120  # of Tab, to reach something; of a checklist
STANDING = ("RadioButton", "CheckBox", "List")  # what has the keyboard while one stands on a question and types nowhere


def make_bureau(folder: Path) -> Path:
    """A founded bureau with two inspectors and a home, by the installed command; gives its workspace."""
    folder.mkdir()
    laptop = found_bureau(folder)
    (folder / "homes.csv").write_text(REGISTER, "utf-8")
    laptop.do("institutions", "import", folder / "homes.csv", "--yes", person="管理员")
    return laptop.workspace


@dataclass(frozen=True, slots=True)
class Card:
    """The question one stands on: its wording, and all that is told of it."""

    wording: str
    nodes: list[Node]

    def of(self, role: str) -> list[Node]:
        """Its parts of a role."""
        return [node for node in self.nodes if node["role"] == role]

    def says(self, text: str) -> bool:
        """Is a text among what is told?"""
        return any(text in node["name"] or text in node["value"] for node in self.nodes)

    def value(self, name: str) -> str:
        """What stands in the field or list of this name."""
        return next(str(node["value"]) for node in self.nodes if node["name"] == name and node["role"] == "EditableText")

    def chosen(self) -> list[str]:
        """The choices that are checked."""
        return [node["name"] for role in ("RadioButton", "CheckBox") for node in self.of(role) if "checked" in node["flags"]]


class Inspector:
    """Somebody who inspects, at a window of their own. `at` is the person at it."""

    def __init__(self, workspace: Path, config: Path, language: str, display: str = "") -> None:
        self._workspace, self._config, self._language, self._display = workspace, config, language, display
        self.words = WORDS[language]
        self.at = self._seated()

    def _seated(self) -> Person:
        return Person(self._workspace, self._config, language=self._language, display=self._display)

    # -- coming in -------------------------------------------------------------------------------------
    def sign_in(self, name: str = "检查员甲") -> None:
        """Passphrase, name, PIN: by keys."""
        self.at.see(self.words["phrase"], "EditableText")
        self.at.type(PASSPHRASE)
        self.at.press("Return")
        self.at.see(self.words["pin"], "EditableText")
        names = [node["name"] for node in self.at.tree() if node["role"] == "ListItem"]
        self.at.press(*["Up"] * len(names), *["Down"] * next(at for at, each in enumerate(names) if each.startswith(name)))
        self.at.type(PIN)
        self.at.press("Return")
        self.at.see(self.words["search"], "Button")

    def again(self) -> None:
        """The plug is pulled; the laptop is started anew, and the same person signs in."""
        self.at.kill()
        self.at = self._seated()
        self.sign_in()

    def resume(self) -> Card:
        """Go on where one stopped; gives the question one stands on."""
        self.wait_for(self.words["resume"])
        self.at.press("Return")
        return self.stands()

    # -- where the keyboard is ---------------------------------------------------------------------------
    def holder(self) -> Node | None:
        """What has the keyboard and has a name."""
        return next((node for node in reversed(self.at.tree()) if "focused" in node["flags"] and node["name"]), None)

    def wait_for(self, name: str) -> Node:
        """Wait until something that is called so has the keyboard."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            node = self.holder()
            if node is not None and node["name"].startswith(name):
                return node
            time.sleep(0.02)
        raise AssertionError(f"{name!r} never had the keyboard; {self.holder()} has\n{self.at.errors()}")

    def reach(self, name: str, by: str = "Tab") -> None:
        """Walk with Tab (or another key) to what is called so."""
        for _ in range(MOST_STOPS):
            self.at.press(by)
            node = self.holder()
            if node is not None and node["name"].startswith(name):
                return
        raise AssertionError(f"{by} does not lead to {name!r}; {self.holder()} has the keyboard")

    # -- reading the checklist ---------------------------------------------------------------------------
    def answered(self) -> tuple[int, int]:
        """How many of how many are answered, as the bar says."""
        return self.answered_in(self.at.tree())

    def answered_in(self, tree: list[Node]) -> tuple[int, int]:
        """The same, as a tree tells it."""
        for node in tree:
            if found := re.fullmatch(self.words["answered"], node["name"]):
                return int(found[1]), int(found[2])
        raise AssertionError("nothing says how far the checklist is")

    def card(self) -> Card:
        """The question one stands on."""
        return self.card_of(self.at.tree())

    def stands(self) -> Card:
        """The question one stands on, once it has the keyboard and nobody types."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            tree = self.at.tree()
            if any("focused" in node["flags"] and node["role"] in STANDING for node in tree) and self._note_in(tree) is not None:
                return self.card_of(tree)
            time.sleep(0.02)
        raise AssertionError(f"no question has the keyboard; {self.holder()} has\n{self.at.errors()}")

    def _note_in(self, tree: list[Node]) -> int | None:
        name = self.words["note"]
        return next((at for at, node in enumerate(tree) if (node["role"], node["name"]) == ("EditableText", name)), None)

    def card_of(self, tree: list[Node]) -> Card:
        """The question one stands on, as a tree tells it."""
        note = self._note_in(tree)
        assert note is not None, "no question is unfolded"
        depth = tree[note]["depth"] - 1
        first = max(at for at in range(note) if tree[at]["depth"] == depth)
        last = next((at for at in range(note, len(tree)) if tree[at]["depth"] <= depth), len(tree))
        return Card(tree[first]["name"], tree[first:last])

    # -- answering by keys -------------------------------------------------------------------------------
    def answer(self, card: Card, figure: str, choice: str = "1") -> None:
        """Answer the question one stands on as its kind wants, by keys alone."""
        fields = [node for node in card.of("EditableText") if node["name"] != self.words["note"]]
        if card.of("RadioButton"):
            if fields and not fields[0]["value"]:
                self.at.press("Return")
                self.at.type(figure)
                self.at.press("Return")
            self.at.press(choice)
        elif card.of("CheckBox"):
            self.at.press(choice)
        else:
            self.at.type(figure)
            self.at.press("Return")

    def answer_on(self, figure_for: Callable[[str], str], stop_at: str = "") -> Card:
        """Answer where one stands and Ctrl+Enter to the next unanswered question, until none is left or its wording is met."""
        for _ in range(MOST_QUESTIONS):
            tree = self.at.tree()
            card, (done, wanted) = self.card_of(tree), self.answered_in(tree)
            if done == wanted or (stop_at and stop_at in card.wording):
                return card
            self.answer(card, figure_for(card.wording))
            self.at.press("Ctrl+Return")
        raise AssertionError(f"{self.answered()}: {self.card()}")


def fresh(workspace: Path, target: Path) -> Path:
    """A copy of a workspace, to be used up."""
    shutil.copytree(workspace, target)
    return target
