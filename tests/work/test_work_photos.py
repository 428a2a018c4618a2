"""Photos ahead of the act, what is said of them, taken off again; marks moved for ever."""

from __future__ import annotations

import pytest
from office_world import Office, Visit

from fieldaudit.domain.annotation import read_shape
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store import queries
from fieldaudit.work import annotate, attaching, evidence
from fieldaudit.work.undo import undo

BOX = ((0.1, 0.1), (0.4, 0.5))


def kept(office: Office, visit: Visit, *wanted: tuple[str, bytes]) -> list[evidence.Kept]:
    scope, _ = attaching.may_attach(office.desk(), visit.id, "sign")
    return [evidence.keep(office.desk(), scope, evidence.read_one(data, name)) for name, data in wanted]


def test_files_kept_ahead_are_attached_in_one_act_and_undone_as_one(office: Office) -> None:
    visit, photos = office.draft("sign"), [office.photo() for _ in range(3)]
    files = kept(office, visit, *photos, ("twin.jpg", photos[0][1]))
    assert not queries.attachments(office.workspace.store, visit.id)  # durable, and no row names them yet
    acts = office.workspace.store.acts
    desk = office.desk()
    rows = attaching.attach_kept(desk, visit.id, "sign", files)
    assert len(set(rows)) == 3 and rows[3] == rows[0] and "twin.jpg" in str(desk.told[0])
    assert office.workspace.store.acts == acts + 1
    assert [office.desk().blobs.get(each["object"]) for each in queries.attachments(office.workspace.store, visit.id)] == [
        data for _, data in photos
    ]
    undo(office.desk())
    assert not queries.attachments(office.workspace.store, visit.id)


def test_nobody_but_the_two_reads_files_ahead_for_a_visit(office: Office) -> None:
    visit = office.draft("sign")
    with pytest.raises(NotAllowed):
        attaching.may_attach(office.desk("丙"), visit.id, "sign")


def test_a_caption_is_mended_while_the_record_is_open(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    row = attaching.attach(office.desk(), visit.id, "sign", data, name)
    attaching.describe(office.desk(), row, " 东侧外窗 ")
    assert office.desk().row("attachment", row)["caption"] == "东侧外窗"
    undo(office.desk())
    assert office.desk().row("attachment", row)["caption"] is None


def test_a_photo_taken_off_is_gone_from_its_question_and_comes_back_by_undo(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    row = attaching.attach(office.desk(), visit.id, "sign", data, name)
    with pytest.raises(BadInput, match="理由"):
        attaching.take_off(office.desk(), row, " ")
    attaching.take_off(office.desk(), row, "拍错了")
    assert not queries.attachments(office.workspace.store, visit.id)
    undo(office.desk())
    assert [each["id"] for each in queries.attachments(office.workspace.store, visit.id)] == [row]


def test_a_mark_is_moved_and_its_words_changed_but_never_into_nonsense(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    photo = attaching.attach(office.desk(), visit.id, "sign", data, name)
    box = annotate.annotate(office.desk(), photo, "box", BOX)
    annotate.redraw(office.desk(), box, ((0.2, 0.2), (0.5, 0.6)))
    shape = read_shape(office.desk().row("annotation", box))
    assert shape is not None and shape.points == ((0.2, 0.2), (0.5, 0.6)) and shape.kind == "box"
    with pytest.raises(BadInput):
        annotate.redraw(office.desk(), box, ((0.2, 0.2), (0.2, 0.2)))
    undo(office.desk())
    shape = read_shape(office.desk().row("annotation", box))
    assert shape is not None and shape.points == BOX
