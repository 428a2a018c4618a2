"""Inspections at the real window: by keyboard alone, by mouse and input method in Chinese, and with the plug pulled.

Only mouse and key events go in; only what is exposed to accessibility, painted or written to a file is read.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from laptops import PASSPHRASE, PIN, Laptop, photo
from PIL import Image
from visit_driver import BEDS, HOME, LETTERS, Card, Inspector, fresh, make_bureau

pytestmark = pytest.mark.e2e
SIGNATURE = ("Space", *["Right"] * 5, *["Down"] * 3, *["Right"] * 4, "Space")

Seat = Callable[..., Inspector]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two inspectors and a home; copied for every test."""
    return make_bureau(tmp_path_factory.mktemp("bureau") / "first")


@pytest.fixture
def seat(bureau: Path, tmp_path: Path) -> Iterator[Seat]:
    """Seats an inspector at a window on a copy: `seat("en")`; whoever still sits there at the end has the plug pulled."""
    seated: list[Inspector] = []

    def at(language: str, display: str = "") -> Inspector:
        seated.append(Inspector(fresh(bureau, tmp_path / "workspace"), tmp_path / "config", language, display))
        return seated[-1]

    yield at
    for each in seated:
        if each.at.alive():
            each.at.kill()


def begin(inspector: Inspector) -> Card:
    """From the day's page to the first question of a new visit, by keys; gives that question."""
    at = inspector.at
    at.press("Ctrl+K")
    at.type(LETTERS)
    at.see(f"{BEDS}", "ListItem")
    at.press("Return")
    inspector.wait_for(inspector.words["begin"])
    at.press("Return")
    at.see("检查员乙", "ComboBox")  # the second inspector is offered
    inspector.wait_for(inspector.words["begin"])
    at.press("Return")
    return inspector.stands()


def figure_for(wording: str) -> str:
    """A figure that is plausible for every question that asks for one."""
    return "2026-10-20" if "Date" in wording or "日期" in wording else "0.3" if "MPa" in wording else "3"


def test_a_whole_inspection_by_keyboard_alone(seat: Seat, tmp_path: Path) -> None:
    inspector = seat("en")
    at = inspector.at
    picture, notice = photo(tmp_path, "bars.jpg", 40), tmp_path / "notice.pdf"
    inspector.sign_in()
    assert begin(inspector).wording.startswith("Residents now")
    assert inspector.answered()[0] == 0

    at.press("Down", "Up", "J", "K")  # both ways of moving come back to where they began
    assert inspector.stands().wording.startswith("Residents now")
    card = inspector.answer_on(figure_for, "No bars")
    assert card.chosen() == []
    at.press("2")
    card = inspector.stands()
    assert card.chosen() == ["Fail"] and card.says("no. 1 of this visit")  # the hazard is open in place
    fill_hazard(inspector)
    at.press("Esc", "N")
    at.type("12 windows, jk 123")  # letters and figures are words here
    at.press("Esc")
    card = inspector.stands()
    assert (set(card.chosen()), card.value("Note")) == ({"Fail", "Major"}, "12 windows, jk 123")
    at.press("P")
    at.choose_file(picture)
    at.see("bars.jpg", "Button")
    undo_by_keys(inspector)
    inspector.answer_on(figure_for)
    done, wanted = inspector.answered()
    assert done == wanted > 60
    finish_and_sign(inspector)
    issue(inspector, notice)
    assert notice.read_bytes().startswith(b"%PDF")
    said = subprocess.run(["pdftotext", "-layout", str(notice), "-"], capture_output=True, text=True, check=True).stdout
    assert "South windows" in said and HOME in said
    at.close()


def fill_hazard(inspector: Inspector) -> None:
    """Place, responsible person, money, contingency, grade: Tab walks them."""
    for name, text in (("Location", "South windows"), ("Responsible", "Head of the home"), ("Budget", "2000"),
                       ("Contingency", "A guard each night")):  # fmt: skip
        inspector.reach(name)
        inspector.at.type(text)
    inspector.reach("General")
    inspector.at.press("Right", "Space")
    card = inspector.card()
    assert "Major" in card.chosen() and card.says("Five complete 5/5")
    assert (card.value("Location"), card.value("Budget")) == ("South windows", "¥2,000")


def undo_by_keys(inspector: Inspector) -> None:
    """A wrong key on the next question is taken back; one stands where it was."""
    inspector.at.press("J")
    before = inspector.stands()
    inspector.at.press("2")
    assert inspector.card().says("no. 2 of this visit")
    inspector.at.press("Ctrl+Z")
    after = inspector.stands()
    assert (after.wording, after.chosen()) == (before.wording, []) and not after.says("of this visit")


def finish_and_sign(inspector: Inspector) -> None:
    """Both inspectors sign by keys; the home refuses before a witness."""
    at = inspector.at
    inspector.reach("Finish", "Shift+Tab")
    at.press("Return")
    at.see("Nothing is missing")
    inspector.wait_for("Signature of 检查员甲")
    at.press(*SIGNATURE, "Return")
    at.see("检查员甲 has signed")
    at.press("F6")
    inspector.wait_for("Signature of 检查员乙")
    at.press(*SIGNATURE, "Return")
    inspector.wait_for("PIN")
    at.type("0000")
    at.press("Return")
    assert inspector.wait_for("PIN") and not at.find("检查员乙 has signed")  # nobody signs for somebody else
    at.press("Ctrl+A")
    at.type(PIN)
    at.press("Return")
    at.see("检查员乙 has signed")
    at.press("F6")
    inspector.wait_for("Signs")
    at.press("Right", "Space", "Tab")
    at.type("Read it and would not sign")
    inspector.reach("Name and post")
    at.type("Clerk of the street office")
    inspector.reach("Record the refusal")
    at.press("Return")
    at.see("Witness: Clerk of the street office")
    inspector.wait_for("Finish")
    at.press("Return")
    at.see("its answers are locked")


def issue(inspector: Inspector, target: Path) -> None:
    """The notice is issued and kept as a file."""
    at = inspector.at
    inspector.wait_for("Issue the notice")
    at.press("Return")
    at.see("is ordered to rectify 1 hazard")
    at.press("Return")
    at.see("Save as PDF", "Button")
    at.see("Page 1 /")
    inspector.reach("Save as PDF")
    at.press("Return")
    at.choose_file(target)
    at.see("Saved as notice.pdf")
    at.press("Esc")
    inspector.wait_for("Record the service")


def pull_the_plug_after(inspector: Inspector, *keys: str) -> Card:
    """Press keys and kill the program as soon as it has dealt with the last; gives where one stands when it is opened again."""
    inspector.at.press(*keys)
    inspector.at.press("F12")  # means nothing; it is taken only once the key before is through
    inspector.again()
    return inspector.resume()


def test_the_plug_is_pulled_and_nothing_is_lost(seat: Seat) -> None:
    inspector = seat("en")
    at = inspector.at
    inspector.sign_in()
    first = begin(inspector)
    at.type("64")
    second = pull_the_plug_after(inspector, "Return")  # a figure, and one went on to the next question
    assert second.wording.startswith("Residents who cannot walk") and inspector.answered()[0] == 1
    inspector.at.press("K")
    assert inspector.stands().wording == first.wording and inspector.card().value(first.wording) == "64"

    inspector.answer_on(figure_for, "No bars")
    done = inspector.answered()
    hazard = pull_the_plug_after(inspector, "2")  # a hazard opened in place
    assert "No bars" in hazard.wording and hazard.chosen() == ["Fail"] and hazard.says("no. 1 of this visit")
    assert inspector.answered() == (done[0] + 1, done[1])

    inspector.reach("Location")
    inspector.at.type("South windows")
    hazard = pull_the_plug_after(inspector, "Tab")  # a field of the hazard was left
    assert hazard.chosen() == ["Fail"] and hazard.value("Location") == "South windows"

    inspector.at.press("Ctrl+Return")
    passed = inspector.stands()
    again = pull_the_plug_after(inspector, "1")
    assert again.wording == passed.wording and again.chosen() == ["Pass"]
    again = pull_the_plug_after(inspector, "1")  # a second press takes it off
    assert again.wording == passed.wording and again.chosen() == []


def red_pixels(picture: Path, box: list[int], origin: list[int]) -> int:
    """How many pixels of a window's picture are as red as a mark, within a box of the screen."""
    left, top = box[0] - origin[0], box[1] - origin[1]
    part = Image.open(picture).convert("RGB").crop((left, top, left + box[2], top + box[3]))
    counted = part.getcolors(part.width * part.height) or []
    return sum(count for count, (red, green, blue) in counted if red > 170 and green < 70 and blue < 70)


def marked(inspector: Inspector, file: Path) -> int:
    """How much of the picture that is shown is red."""
    inspector.at.shot(file)
    tree = inspector.at.tree()
    canvas = next(node for node in tree if node["name"].startswith("Photo ·"))
    return red_pixels(file, canvas["rect"], tree[0]["rect"])


def test_marks_come_back_and_the_original_is_untouched_on_a_display_too(seat: Seat, screen: str, tmp_path: Path) -> None:
    inspector = seat("en", screen)
    at, given = inspector.at, photo(tmp_path, "window.jpg", 90)
    bytes_given = given.read_bytes()
    inspector.sign_in()
    question = begin(inspector).wording
    at.press("P")
    at.choose_file(given)
    at.click("window.jpg", "Button")
    canvas = at.see("Photo · 0 marks")
    at.see("Unchanged")
    assert marked(inspector, tmp_path / "before.png") == 0
    at.press("A")
    at.draw(canvas, [(0.3, 0.3), (0.35, 0.35), (0.5, 0.5)])
    at.press("T")
    at.click_at(canvas, 0.6, 0.3)
    at.compose("suo")
    at.compose("", "锁住的窗")
    at.press("Return", "Esc")
    at.press("C")
    at.draw(canvas, [(0.3, 0.6), (0.35, 0.65), (0.5, 0.8)])
    at.see("Photo · 3 marks")
    at.press("Ctrl+Z")
    at.see("Photo · 2 marks")
    at.press("Esc")
    red = marked(inspector, tmp_path / "marked.png")
    assert red > 200
    inspector.again()
    assert inspector.resume().wording == question
    at = inspector.at
    at.click("window.jpg", "Button")
    at.see("Photo · 2 marks")
    at.see("Unchanged")
    inspector.wait_for("Photo · 2 marks")
    assert marked(inspector, tmp_path / "again.png") == pytest.approx(red, rel=0.02)
    at.close()
    assert given.read_bytes() == bytes_given
    case = tmp_path / "case"
    Laptop(tmp_path / "workspace", "管理员").do("export", "case", HOME, "--to", case)
    assert any(file.is_file() and file.read_bytes() == bytes_given for file in case.rglob("*"))


def sign_in_by_mouse(inspector: Inspector) -> None:
    at = inspector.at
    at.click("口令", "EditableText")
    at.type(PASSPHRASE)
    at.click("打开", "Button")
    at.click("检查员甲", "ListItem")
    at.click("PIN", "EditableText")
    at.type(PIN)
    at.click("进入", "Button")


def begin_by_mouse(inspector: Inspector) -> None:
    at = inspector.at
    at.click("机构", "CheckBox", exact=True)
    at.click(HOME, "Cell")
    at.click("开始检查", "Button")
    at.see("检查员乙", "ComboBox")
    at.click("开始检查", "Button", which=1)
    at.see("检查项", "List")


def answer_by_mouse(inspector: Inspector, card: Card) -> None:
    """Click what the question wants; a figure is typed where one clicked."""
    at, fields = inspector.at, [node for node in card.of("EditableText") if node["name"] != "备注"]
    for field in fields[:1]:
        if not field["value"]:
            at.click_at(field)
            at.type(figure_for(card.wording))
    for choice in (*card.of("RadioButton"), *card.of("CheckBox")):
        if choice["name"] in ("符合", "是") or choice["role"] == "CheckBox":
            at.click_at(choice)
            return


def answer_all_by_mouse(inspector: Inspector, stop_at: str = "") -> Card:
    """Answer, and press the button that leads to the next unanswered question, until none is left or a wording is met."""
    for _ in range(120):
        tree = inspector.at.tree()
        card, (done, wanted) = inspector.card_of(tree), inspector.answered_in(tree)
        if done == wanted or (stop_at and stop_at in card.wording):
            return card
        answer_by_mouse(inspector, card)
        inspector.at.click_at(next(node for node in tree if (node["role"], node["name"]) == ("Button", "下一未答")))
    raise AssertionError(f"{inspector.answered()}: {inspector.card()}")


def type_chinese(inspector: Inspector, field: str, pinyin: str, text: str) -> None:
    """By an input method; the keys it eats while it composes answer nothing, lead nowhere and open nothing."""
    at, before = inspector.at, inspector.card()
    at.click(field, "EditableText", exact=True)
    for end in range(1, len(pinyin) + 1):
        at.compose(pinyin[:end])
    at.press("J", "1", "P", "K", "3")
    after = inspector.card()
    assert (after.wording, after.chosen()) == (before.wording, before.chosen())
    assert all(node["role"] != "Dialog" for node in at.tree())
    at.press("Ctrl+A")
    at.compose(pinyin)
    at.compose("", text)


def test_a_whole_inspection_by_mouse_in_chinese(seat: Seat) -> None:
    inspector = seat("zh")
    at = inspector.at
    sign_in_by_mouse(inspector)
    begin_by_mouse(inspector)
    answer_all_by_mouse(inspector, "栅栏")
    card = inspector.card()
    at.click_at(next(node for node in card.of("RadioButton") if node["name"] == "不符合"))
    at.see("本次第 1 条")
    type_chinese(inspector, "位置", "nance", "南侧外窗")
    type_chinese(inspector, "备注", "tiehuchuang", "铁护窗十二处")
    at.click("重大", "RadioButton")
    card = inspector.card()
    assert (set(card.chosen()), card.value("位置"), card.value("备注")) == ({"不符合", "重大"}, "南侧外窗", "铁护窗十二处")
    at.click("下一未答", "Button")
    answer_all_by_mouse(inspector)
    at.click("完成检查", "Button")
    at.see("建议拍一张照片", "ListItem")  # advised only
    sign_by_mouse(inspector)
    at.click("完成检查", "Button")
    at.see("检查已完成，答案已锁定")
    at.see("南侧外窗", "ListItem")
    at.close()


def sign_by_mouse(inspector: Inspector) -> None:
    """Both inspectors, the second with the own PIN, and the home draw their names."""
    at = inspector.at
    drawn = [(0.2, 0.3), (0.3, 0.6), (0.4, 0.2), (0.5, 0.6), (0.6, 0.3)]
    at.draw(at.see("检查员甲的签名处"), drawn)
    at.click("签好了", "Button")
    at.see("检查员甲已签字")
    at.draw(at.see("检查员乙的签名处"), drawn)
    at.click("签好了", "Button")
    at.click("PIN", "EditableText")
    at.type(PIN)
    at.click("签字", "Button", exact=True)
    at.see("检查员乙已签字")
    at.draw(at.see("院方的签名处"), drawn)
    at.click("签好了", "Button")
    at.see("负责人甲已签字")
