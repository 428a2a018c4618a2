"""手机传照片: a phone's photos go where the panel was opened, once, whole and marked like files; it ends with its page."""

from __future__ import annotations

import hashlib
import io
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, Damaged, MachineError
from fieldaudit.i18n import Text
from fieldaudit.store import queries
from fieldaudit.sync.phone import Target
from fieldaudit.ui.intake import Taken
from fieldaudit.ui.shell.phone import presenter as presenter_module
from fieldaudit.ui.shell.phone.panel import Code, PhonePanel
from fieldaudit.ui.shell.phone.presenter import Outcome, PhonePresenter
from fieldaudit.ui.shell.phone.taking import of_question
from fieldaudit.work import attaching, evidence, received
from fieldaudit.work.evidence import is_photo
from fieldaudit.work.inspect import state_of
from fieldaudit.work.sheet import open_sheet
from tests.sync.phone_world import HERE, Phone
from tests.ui.looking import clipped, nameless


def jpeg(shade: int, taken: str = "2026:11:24 09:30:00") -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (shade, 90, 40)).save(out, "JPEG", exif=exif, comment=b"%d" % shade)
    return out.getvalue()


def until(true: Callable[[], bool]) -> None:
    for _ in range(3_000):
        if true():
            return
        QTest.qWait(10)
    raise AssertionError("it never came")


# -- without a window --------------------------------------------------------------------------------------
class Photo:
    """Stands for one that arrived."""

    def __init__(self, name: str) -> None:
        self.name, self.said = name, ""

    def taken(self, why: Text) -> None:
        self.said = "taken"

    def refused(self, why: Text) -> None:
        self.said = f"refused {why.en}"

    def failed(self, why: Text) -> None:
        self.said = f"failed {why.en}"


def hand_off(tmp_path: Path) -> tuple[PhonePresenter, list[tuple[Any, Callable[[Outcome], None]]]]:
    asked: list[Any] = []
    made = PhonePresenter(Target("h"), tmp_path, lambda photo, done: asked.append((photo, done)), lambda do: do(), lambda: None)
    return made, asked


def test_photos_are_taken_one_after_another_and_each_is_told_what_became_of_it(tmp_path: Path) -> None:
    made, asked = hand_off(tmp_path)
    photos = [Photo(name) for name in "abcd"]
    for each in photos:
        made._arrived(each)  # type: ignore[arg-type]
    for kind in ("taken", "here", "refused", "failed"):
        assert len(asked) == 1, "one at a time"
        asked.pop()[1](Outcome(kind, Text("因", "why")))
    assert [each.said for each in photos] == ["taken", "taken", "refused why", "failed why"]
    assert [line.name for line in made.last(2)] == ["d", "c"] and made.count("taken", "here") == 2


def test_what_waits_when_the_frame_ends_is_not_said_to_have_arrived(tmp_path: Path) -> None:
    made, asked = hand_off(tmp_path)
    photos = [Photo(name) for name in "ab"]
    for each in photos:
        made._arrived(each)  # type: ignore[arg-type]
    made.close(ended=False)
    assert photos[1].said == "", "only the panel was closed: it is taken yet"
    made.close(ended=True)
    assert photos[1].said.startswith("failed") and len(asked) == 1


def test_the_outcome_of_a_file_is_what_a_drop_of_it_would_tell() -> None:
    one = RowId(1)
    assert of_question(Taken(rows=[one], added=1, told=[Text("注意", "note")])) == Outcome("taken", Text("注意", "note"))
    assert of_question(Taken(rows=[one], added=0)).kind == "here"
    refused = of_question(Taken(refused=[("a", BadInput(Text("是视频", "it is a video"), todo=Text("拍照片", "take a photo")))]))
    assert refused == Outcome("refused", Text("是视频 拍照片", "it is a video take a photo"))
    assert of_question(Taken(error=MachineError(Text("满", "full")))) == Outcome("failed", Text("满", "full"))
    assert of_question(Taken()).kind == "failed"


# -- what waits to be sorted -------------------------------------------------------------------------------
def visit_of(session: Any) -> RowId:
    desk = session.desk()
    row = next(each for each in desk.store.find("inspection") if not state_of(desk, each).locked)
    session.sign_in(RowId(row["inspector_row"]), "0000")
    return RowId(row["id"])


def test_received_pictures_lie_sealed_until_they_are_placed_or_thrown_away(open_session: Callable[..., Any]) -> None:
    session = open_session("inspector")
    visit, data = visit_of(session), jpeg(7)
    desk = session.desk()
    assert received.keep(desk, visit, "IMG 一.jpg", data, 1_790_000_000_000)
    assert not received.keep(desk, visit, "again.jpg", data, 0), "the same bytes"
    (one,) = received.waiting(desk, visit)
    assert (one.name, one.size, one.taken[:19], one.sha256) == (
        "IMG 一.jpg", len(data), "2026-11-24T09:30:00", hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    assert received.read(desk.workspace.data_key, one.path) == data
    stored = one.path.read_bytes()
    assert b"IMG" not in stored and data[:40] not in stored and one.sha256 not in one.path.name
    with pytest.raises(BadInput):
        received.keep(desk, visit, "clip.mp4", b"\0\0\0\x18ftypmp42" + bytes(99), 0)
    one.path.write_bytes(stored[:-1] + b"?")
    with pytest.raises(Damaged):
        received.read(desk.workspace.data_key, one.path)
    one.path.write_bytes(b"?" + stored[1:])
    assert [each.sha256 for each in received.waiting(desk, visit)] == [""], "a damaged one is not passed over"
    received.drop(one.path)
    assert received.waiting(desk, visit) == []


def test_placed_pictures_are_dropped_once_their_visit_is_finished(open_session: Callable[..., Any]) -> None:
    session = open_session("inspector")
    visit, data, desk = visit_of(session), jpeg(7), session.desk()
    path = next(each.path for each in open_sheet(desk, visit).record.visible() if each.question.fa.get("fail"))
    place(session, visit, path, data)
    assert received.keep(desk, visit, "unplaced.jpg", jpeg(8), 0)
    received.sweep(desk)
    assert len(received.waiting(desk, visit)) == 2, "its visit is a draft: it may be taken back"
    finished, photo = next((each["id"], row) for each in desk.store.find("inspection") if state_of(desk, each).locked
                           for row in queries.attachments(desk.store, each["id"]) if is_photo(row))  # fmt: skip
    assert received.keep(desk, visit, "placed.jpg", desk.blobs.get(photo["object"]), 0)
    (tray := desk.workspace.received).joinpath(str(visit)).rename(tray / str(finished))
    (tray / "999").write_bytes(b"a stray")
    received.sweep(desk)
    left = {each.name for each in received.waiting(desk, finished)}
    assert left == {"IMG_7.jpg", "unplaced.jpg"}, "only the third one is at a question of this visit"


def place(session: Any, visit: RowId, path: str, data: bytes) -> None:
    def attach(desk: Any) -> None:
        assert received.keep(desk, visit, "IMG_7.jpg", data, 0)
        scope = attaching.may_attach(desk, visit, path)[0]
        attaching.attach_kept(desk, visit, path, [evidence.keep(desk, scope, evidence.read_one(data, "IMG_7.jpg"))])

    session.act(attach)


# -- the window --------------------------------------------------------------------------------------------
@pytest.fixture
def at(frame_at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Any, RowId]]:
    """The draft's checklist or tray with its inspector at the keyboard; a phone reaches this machine alone."""
    monkeypatch.setattr(presenter_module, "usable", lambda: [HERE])

    def make(page: str, language: str = "zh") -> tuple[Any, RowId]:
        frame = frame_at("today", language=language)
        visit = visit_of(frame.session)
        frame.go(page, inspection=visit)
        until(lambda: page != "checklist" or frame.page.cards.live is not None)
        return frame, visit

    return make


class Link:
    """What `Phone` needs to know of a laptop."""

    def __init__(self, url: str) -> None:
        self.port, self.root = int(url.split("/")[2].rpartition(":")[2]), "/" + url.split("/", 3)[3]


def opened(frame: Any) -> PhonePanel:
    panel: PhonePanel = next(each for each in frame.window().findChildren(PhonePanel) if each.isVisible())
    until(lambda: bool(panel.presenter.link))
    return panel


def press(frame: Any) -> PhonePanel:
    """As one presses the lower half of the place for photos."""
    button = frame.page.cards.live.strip.cells()[-1]
    assert button.accessibleName() == "手机传照片"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return opened(frame)


def is_closed(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return True
    return False


def test_a_phones_photo_is_at_the_question_byte_for_byte_and_only_once(at: Callable[..., Any]) -> None:
    frame, visit = at("checklist")
    path = frame.page.presenter.path
    panel = press(frame)
    phone, data = Phone(Link(panel.presenter.link)), jpeg(3)  # type: ignore[arg-type]
    assert phone.state()[1]["question"] == frame.page.presenter.card.label
    until(lambda: panel.presenter.met)
    phone.send("photo001", data, "IMG_1.jpg")
    phone.send("photo002", b"\0\0\0\x18ftypmp42" + bytes(99), "clip.mp4")
    until(lambda: panel.presenter.count("taken", "refused") == 2)
    rows = [each for each in queries.attachments(frame.session.desk().store, visit) if each["file_name"] == "IMG_1.jpg"]
    assert [each["path"] for each in rows] == [path]
    assert frame.session.desk().blobs.get(rows[0]["object"]) == data, "EXIF and all"
    assert str(rows[0]["taken_at"]).startswith("2026-11-24T09:30")
    said = phone.state()[1]["photos"]
    assert said["photo001"]["state"] == "taken" and said["photo001"]["sha256"] == rows[0]["sha256"]
    assert said["photo002"]["state"] == "refused" and "视频" in said["photo002"]["zh"] and "video" in said["photo002"]["en"]
    panel.begin()
    until(lambda: not panel.presenter.met and panel.presenter.link != "" and panel.another.isEnabled())
    again = Phone(Link(panel.presenter.link))  # type: ignore[arg-type]
    again.send("photo001", data, "IMG_1.jpg")
    until(lambda: panel.presenter.count("here") == 1)
    assert not list((frame.session.path / "cache" / "phone").iterdir()), "no temporary file is left"
    assert clipped(frame) == [] and nameless(frame) == []


@pytest.mark.parametrize("end", ["close", "escape", "leave", "end"])
def test_the_port_is_closed_with_the_panel_the_page_and_the_frame(at: Callable[..., Any], end: str) -> None:
    frame, visit = at("checklist")
    panel = press(frame)
    port, server = Link(panel.presenter.link).port, panel.presenter._server
    assert server is not None and server.running
    if end == "close":
        QTest.mouseClick(panel.done, Qt.MouseButton.LeftButton)
    elif end == "escape":
        QTest.keyClick(panel.done, Qt.Key.Key_Escape)
    elif end == "leave":
        frame.go("finish", inspection=visit)
    else:
        frame.end()  # the lock, another language and the program's end do this
    until(lambda: not server.running)
    assert is_closed(port)


def test_a_panel_closed_before_it_listens_never_does(at: Callable[..., Any]) -> None:
    frame, _ = at("checklist")
    frame.page.cards.live.phone_wanted.emit()
    panel = next(each for each in frame.window().findChildren(PhonePanel) if each.isVisible())
    panel.close_it()
    assert panel.presenter.begin() is None and panel.presenter.links == {}


def test_a_server_that_was_started_is_stopped_though_nobody_was_told_of_it(at: Callable[..., Any]) -> None:
    frame, _ = at("checklist")
    frame.page.cards.live.phone_wanted.emit()
    panel = next(each for each in frame.window().findChildren(PhonePanel) if each.isVisible())
    made = panel.presenter.begin()  # in a worker; the frame ends before the window hears of it
    assert made is not None and made.running
    frame.end()
    until(lambda: not made.running)
    assert is_closed(Link(made.urls[HERE]).port)


def test_without_a_network_it_is_said_and_tried_again(at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter_module, "usable", lambda: [])
    frame, _ = at("checklist", "en")
    frame.page.cards.live.phone_wanted.emit()
    panel = next(each for each in frame.window().findChildren(PhonePanel) if each.isVisible())
    until(lambda: panel.another.isEnabled())
    assert "hotspot" in panel._said.text() and panel.code.rows == ()
    until(lambda: clipped(frame) == [])
    monkeypatch.setattr(presenter_module, "usable", lambda: [HERE])
    QTest.mouseClick(panel.another, Qt.MouseButton.LeftButton)
    until(lambda: bool(panel.code.rows))


def test_photos_for_the_tray_wait_there_until_they_are_placed(at: Callable[..., Any]) -> None:
    frame, visit = at("tray")
    frame.page.from_phone()
    panel = opened(frame)
    phone = Phone(Link(panel.presenter.link))  # type: ignore[arg-type]
    for number in (2, 1):
        phone.send(f"photo00{number}", jpeg(number, f"2026:11:24 09:0{number}:00"), f"tray{number}.jpg")
    until(lambda: [each.name for each in frame.page.presenter.pictures()] == ["tray1.jpg", "tray2.jpg"])
    panel.close_it()
    frame.go("today")
    frame.go("tray", inspection=visit)
    page = frame.page
    until(lambda: len(page.presenter.received) == 2)
    page.grid.go_to(page.presenter.received[0].path)
    page.presenter.path = "escape/fire_lane"
    page.attach()
    until(lambda: page.presenter.counts() == (2, 1))
    rows = [each for each in queries.attachments(frame.session.desk().store, visit) if each["file_name"].startswith("tray")]
    assert [each["path"] for each in rows] == ["escape/fire_lane"]
    page.from_phone()
    panel = opened(frame)
    Phone(Link(panel.presenter.link)).send("photo003", jpeg(3), "tray3.jpg")  # type: ignore[arg-type]
    until(lambda: len(page.presenter.received) == 3)
    panel.close_it()
    assert [bool(page.presenter.used(each)) for each in page.presenter.received].count(True) == 1
    frame.undo()
    until(lambda: page.presenter.counts() == (3, 0))  # what was taken back is at hand
    from fieldaudit.ui.shell.told import Question

    for left in (2, 1, 0):
        page.grid.go_to(page.presenter.received[0].path)
        QTest.keyClick(page, Qt.Key.Key_Delete)
        next(each for each in frame.window().findChildren(Question) if each.isVisible())._yes()
        until(lambda: len(page.presenter.received) == left)  # noqa: B023


def test_delete_leaves_a_placed_picture(at: Callable[..., Any]) -> None:
    frame, visit = at("tray")
    place(frame.session, visit, "escape/fire_lane", jpeg(7))
    frame.go("tray", inspection=visit)
    page = frame.page
    until(lambda: page.presenter.counts() == (1, 1))
    page.grid.go_to(page.presenter.received[0].path)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    from fieldaudit.ui.shell.told import Question

    assert [each for each in frame.window().findChildren(Question) if each.isVisible()] == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_code_is_black_on_white_with_its_quiet_zone_in_every_theme(qt: Any, look: str) -> None:
    import segno

    from fieldaudit.ui import theme

    theme.apply(look)
    link, code = "http://192.168.137.1:45123/" + "A" * 32 + "/", Code()
    code.show_link(link)
    code.resize(code.sizeHint())
    image, wanted = code.grab().toImage(), [bytes(line) for line in segno.make_qr(link, error="m").matrix_iter(border=4)]
    one = image.width() // len(wanted)
    start = (image.width() - one * len(wanted)) // 2
    assert one >= 5, "large enough for a phone at arm's length"
    for down, line in enumerate(wanted):
        for across, dark in enumerate(line):
            for at in (0, one - 1):
                colour = image.pixelColor(start + across * one + at, start + down * one + at).name()
                assert colour == ("#000000" if dark else "#ffffff"), (down, across)
    code.deleteLater()
