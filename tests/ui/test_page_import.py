"""Importing a register in the window: every row's fate before anything is written, decisions, taking it whole, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, MachineError
from fieldaudit.ui.jobs import Cancelled, Job
from fieldaudit.ui.pages.register_import.presenter import ImportPresenter, Taken
from fieldaudit.ui.session import Session
from fieldaudit.work import register
from fieldaudit.work.undo import undo

Open = Callable[..., Session]
HEADER = "机构名称,旗县市区,联系电话,床位数"
ROWS = (
    "红山养老院,科尔沁区,13900001111,80",  # new
    "松鹤养老院,科尔沁区,,90",  # known: 84 beds become 90
    "朝露敬老院,科尔沁区,,30",  # like 朝露养老院 of the same district
    "青山养老院,火星区,,10",  # no such district
    "大兴养老院,开鲁县,12,10",  # no phone
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_text("\n".join([HEADER, *ROWS, "合计,,,210"]), "gb18030")
    return path


def read(presenter: ImportPresenter) -> None:
    presenter.read = presenter.look(again=presenter.read is None)(Job(""))


def until(true: Callable[[], bool]) -> bool:
    """Let the window work until something is so."""
    for _ in range(600):
        if true():
            return True
        QTest.qWait(20)
    return true()


def homes(session: Session) -> int:
    return len(register.listed(session.desk()))


def test_every_row_is_told_and_nothing_is_written_yet(qt: Any, open_session: Open, file: Path) -> None:
    session = open_session()
    before = homes(session)
    presenter = ImportPresenter(session, str(file))
    read(presenter)
    assert presenter.read is not None
    kinds = {line.name: ("twins" if line.twins else line.kind) for line in presenter.read.lines}
    assert kinds == {"红山养老院": "new", "松鹤养老院": "updated", "朝露敬老院": "twins", "青山养老院": "refused",
                     "大兴养老院": "refused", "合计 210": "skipped"}  # fmt: skip
    assert presenter.read.counts["all"] == 6 and presenter.read.homes == 3
    told = {line.name: line.told for line in presenter.read.lines}
    assert told["松鹤养老院"] == ("床位数：84 → 90",) and "火星区" in told["青山养老院"][0]
    assert homes(session) == before


def test_it_is_taken_whole_and_taken_back_whole(qt: Any, open_session: Open, file: Path) -> None:
    session = open_session()
    before = homes(session)
    presenter = ImportPresenter(session, str(file))
    read(presenter)
    assert presenter.take()(Job("")) == Taken(3)
    assert homes(session) == before + 2
    assert register.find(session.desk(), "松鹤养老院")["beds"] == 90
    session.long(lambda desk, _breathe: undo(desk))
    assert homes(session) == before and register.find(session.desk(), "松鹤养老院")["beds"] == 84


def test_a_twin_is_what_a_person_says_it_is(qt: Any, open_session: Open, file: Path) -> None:
    session = open_session()
    presenter = ImportPresenter(session, str(file))
    read(presenter)
    assert presenter.read is not None
    twin = next(line for line in presenter.read.lines if line.twins)
    presenter.decide(twin.key, str(twin.twins[0].id))
    read(presenter)
    line = next(each for each in presenter.read.lines if each.key == twin.key)
    assert line.kind == "updated" and line.decided and not presenter.read.counts["twins"]
    presenter.decide(twin.key, "")
    read(presenter)
    assert presenter.read.counts["twins"] == 1
    presenter.decide(twin.key, "skip")
    read(presenter)
    assert presenter.take()(Job("")) == Taken(2)


def test_a_register_that_changed_meanwhile_is_shown_again_and_nothing_is_written(qt: Any, open_session: Open, file: Path) -> None:
    session = open_session()
    presenter = ImportPresenter(session, str(file))
    read(presenter)
    home = RowId(register.find(session.desk(), "松鹤养老院")["id"])
    session.act(lambda desk: register.edit(desk, home, {"beds": 90}))
    before = homes(session)
    taken = presenter.take()(Job(""))
    assert taken.homes == 0 and taken.changed is not None and homes(session) == before
    assert taken.changed.counts["unchanged"] == 1


def test_cancelling_before_it_writes_leaves_nothing(qt: Any, open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    path = tmp_path / "many.csv"
    path.write_text("\n".join([HEADER, *(f"第{at}养老院,科尔沁区,,{at + 1}" for at in range(300))]), "utf-8")
    presenter = ImportPresenter(session, str(path))
    read(presenter)
    before, job = homes(session), Job("")
    job.cancel()
    with pytest.raises(Cancelled):
        presenter.take()(job)
    assert homes(session) == before


def test_acts_go_on_while_a_register_is_taken(qt: Any, open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    path = tmp_path / "many.csv"
    districts = [row["name"] for row in session.desk().store.find("district")]
    path.write_text("\n".join([HEADER, *(f"第{at}养老院,{districts[at % 8]},,{at + 1}" for at in range(800))]), "utf-8")
    presenter = ImportPresenter(session, str(path))
    read(presenter)
    home, seen, job = RowId(register.find(session.desk(), "松鹤养老院")["id"]), list[int](), Job("")
    job.on_change.append(lambda changed: seen.append(changed.done))
    presenter.take()(job)
    assert seen == sorted(seen) and seen[-1] == 1600  # judged, then stored, district by district
    session.act(lambda desk: register.edit(desk, home, {"beds": 85}))


def test_refused_rows_are_saved_to_be_mended(qt: Any, open_session: Open, file: Path) -> None:
    presenter = ImportPresenter(open_session(), str(file))
    read(presenter)
    target = file.with_name(presenter.refused_name())
    presenter.refused(target)
    told = target.read_text("utf-8-sig")
    assert target.suffix == ".csv" and "火星区" in told and "红山养老院" not in told
    with pytest.raises(MachineError):
        presenter.refused(file / "no-folder.csv")


def test_a_file_is_read_as_a_person_says(qt: Any, open_session: Open, tmp_path: Path) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("甲,乙\n红山养老院,科尔沁区\n大兴养老院,开鲁县\n", "utf-8")
    presenter = ImportPresenter(open_session(), str(path))
    with pytest.raises(BadInput):
        read(presenter)
    presenter.column("A", "name")
    presenter.column("B", "district")
    read(presenter)
    assert presenter.read is not None and presenter.read.counts["new"] == 2
    with pytest.raises(MachineError):
        ImportPresenter(presenter.session, str(tmp_path / "gone.csv")).look(again=True)(Job(""))


def test_dropping_a_file_shows_its_preview_and_the_button_takes_it(frame_at: Callable[..., Any], file: Path) -> None:
    frame = frame_at("import")
    page = frame.page
    before = homes(frame.session)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))
    assert until(lambda: page.presenter.read is not None)
    QTest.qWait(50)
    assert page.take.text() == "导入 3 家" and page.take.isEnabled() and page.foot.isVisible()
    page._filter("refused")
    assert page.model.rowCount() == 2
    QTest.mouseClick(page.take, Qt.MouseButton.LeftButton)
    assert until(lambda: frame.here()[0] == "institutions")
    assert homes(frame.session) == before + 2


def test_a_file_that_is_no_register_is_refused_in_place(frame_at: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "note.csv"
    path.write_text("今天天气很好\n", "utf-8")
    frame = frame_at("import", language="en", file=str(path))
    page = frame.page
    assert until(lambda: page.place.currentIndex() == 3)
    assert not page.foot.isVisible() and page.failed.itemAt(0).widget().accessibleName()
