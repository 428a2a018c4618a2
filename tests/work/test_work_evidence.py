"""Evidence of an inspection: what is taken, what counts as a photo, what is told, what is drawn and where it shows."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from office_world import Office, jpeg
from PIL import Image

from fieldaudit.documents import faces
from fieldaudit.documents.papers import report
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.evidence.previews import Workers
from fieldaudit.store import queries
from fieldaudit.work import annotate, attaching, evidence, inspect, papers, plan

pytestmark = pytest.mark.slow  # `make check` stays under a minute

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
AMR = b"#!AMR\n" + bytes(64)
FACE = ((0.25, 0.25), (0.75, 0.75))


def batch(*files: tuple[str, bytes]) -> list[tuple[str, Callable[[], bytes]]]:
    return [(name, lambda data=data: data) for name, data in files]  # type: ignore[misc]


def checkered() -> bytes:
    """A photo that shows whether anything is hidden: fine black and white squares, another grey each time."""
    image = Image.new("L", (320, 240), 255)
    for x in range(0, 320, 8):
        for y in range(0, 240, 8):
            if (x + y) // 8 % 2:
                image.paste(0, (x, y, x + 8, y + 8))
    out = io.BytesIO()
    checkered.count = getattr(checkered, "count", 0) + 1  # type: ignore[attr-defined]
    image.convert("RGB").save(out, "JPEG", quality=95, comment=b"%d" % checkered.count)  # type: ignore[attr-defined]
    return out.getvalue()


# -- taking in -------------------------------------------------------------------------------------------
def test_of_a_batch_what_cannot_be_used_is_set_aside_with_its_reason_and_the_others_go_in(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    given = attaching.attach_all(office.desk(), visit.id, "sign", batch(
        ("cut.jpg", data[:-40]), (name, data), ("words.txt", b"words"), ("report.pdf", PDF), ("talk.amr", AMR)))  # fmt: skip
    assert [each.row is not None for each in given] == [False, True, False, True, True]
    assert "不完整" in str(given[0].refused) and "文本" in str(given[2].refused)
    rows = queries.attachments(office.workspace.store, visit.id)
    assert [(row["kind"], row["media_type"]) for row in rows] == [
        ("photo", "image/jpeg"), ("file", "application/pdf"), ("file", "audio/amr")]  # fmt: skip
    assert [office.desk().blobs.get(row["object"]) for row in rows] == [data, PDF, AMR]


def test_the_same_bytes_elsewhere_are_told_and_the_same_again_is_not_kept_twice(office: Office) -> None:
    first, second, (name, data) = office.draft("sign"), office.draft("sign"), office.photo()
    made = attaching.attach(office.desk(), first.id, "sign", data, name)
    desk = office.desk()
    attaching.attach(desk, second.id, "sign", data, name)
    assert any(str(first.sheet().row["number"]) in each.zh for each in desk.told)
    desk = office.desk()
    assert attaching.attach(desk, first.id, "sign", data, "again.jpg") == made
    assert any("未重复保存" in each.zh for each in desk.told)


def test_a_fix_cannot_show_before_and_after_by_the_same_photo(office: Office) -> None:
    visit, same = office.draft("sign"), office.photo()
    with pytest.raises(BadInput, match="同一个文件"):
        inspect.fix(office.desk(), visit.id, "sign", [same], [same], {})
    assert office.state(visit.items["sign"]).state == "found"


def test_the_photos_of_the_question_show_it_before_the_fix_and_none_of_them_shows_it_after(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    with pytest.raises(NotAllowed, match="照片"):
        inspect.fix(office.desk(), visit.id, "sign", [], [office.photo()], {})
    attaching.attach(office.desk(), visit.id, "sign", data, name)
    with pytest.raises(BadInput, match="整改前"):
        inspect.fix(office.desk(), visit.id, "sign", [], [("again.jpg", data)], {})
    inspect.fix(office.desk(), visit.id, "sign", [], [office.photo()], {})
    assert office.state(visit.items["sign"]).state == "cleared"
    assert {side: len(rows) for side, rows in plan.photos_of(office.desk(None), visit.items["sign"]).items()} == {
        "before": 1, "after": 1}  # fmt: skip


def test_only_pictures_count_where_the_rules_ask_for_a_photo(office: Office) -> None:
    visit = office.draft("sign")
    for before, after in (([("a.pdf", PDF)], [office.photo()]), ([office.photo()], [("a.amr", AMR)])):
        with pytest.raises(NotAllowed, match="照片"):
            inspect.fix(office.desk(), visit.id, "sign", before, after, {})
    served = office.served("sign")
    plan.submit(office.desk(), served.items["sign"], "完成", [("a.pdf", PDF)])
    plan.reinspect(office.desk(), served.items["sign"], "pass", office.people["乙"], [("b.pdf", PDF + b"\n")])
    with pytest.raises(NotAllowed, match="照片"):
        plan.clear(office.desk(), served.items["sign"])
    plan.reinspect(office.desk(), served.items["sign"], "pass", office.people["乙"], [("c.pdf", PDF + b"\n\n"), office.photo()])
    plan.clear(office.desk(), served.items["sign"])
    assert len(plan.photos_of(office.desk(None), served.items["sign"])["after"]) == 1


def test_the_signed_record_lists_every_file_of_evidence(office: Office) -> None:
    visit = office.draft("sign")
    before = inspect.record_sha256(office.desk(None), visit.sheet())
    attaching.attach(office.desk(), visit.id, "sign", PDF, "a.pdf")
    assert inspect.record_sha256(office.desk(None), visit.sheet()) != before


# -- drawing ---------------------------------------------------------------------------------------------
def test_a_shape_belongs_to_what_is_signed_and_is_drawn_later_only_by_amendment(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    photo = attaching.attach(office.desk(), visit.id, "sign", data, name)
    visit.sign()
    made = annotate.annotate(office.desk(), photo, "arrow", [[0.1, 0.9], [0.5, 0.5]])
    assert annotate.annotate(office.desk(), photo, "arrow", [[0.1, 0.9], [0.5, 0.5]]) == made
    assert {lack.where for lack in inspect.lacking(office.desk(None), visit.sheet())} == {"inspector", "second", "home"}
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    for act in (lambda: annotate.annotate(office.desk(), photo, "box", FACE),
                lambda: annotate.remove_annotation(office.desk(), made, "画错")):  # fmt: skip
        with pytest.raises(NotAllowed, match="锁定"):
            act()
    inspect.amend(office.desk(), visit.id, "补充标注")
    annotate.remove_annotation(office.desk(), made, "画错")
    assert evidence.shapes_on(office.desk(None), photo) == ()
    assert office.desk().blobs.get(office.workspace.store.get("attachment", photo)["object"]) == data  # type: ignore[index]


def test_a_photo_of_a_reinspection_is_drawn_on_while_its_hazard_is_open(office: Office) -> None:
    served = office.served("sign")
    plan.reinspect(office.desk(), served.items["sign"], "pass", office.people["乙"], [office.photo()])
    photo = plan.photos_of(office.desk(None), served.items["sign"])["after"][0]["id"]
    annotate.annotate(office.desk("丙"), photo, "text", [[0.1, 0.1]], "已拆除")
    plan.clear(office.desk(), served.items["sign"])
    with pytest.raises(NotAllowed, match="销号"):
        annotate.annotate(office.desk(), photo, "box", FACE)


@pytest.mark.parametrize(("shape", "points", "text", "said"), [
    ("star", FACE, "", "star"), ("arrow", [[0, 0]], "", "点"), ("box", [[0, 0], [1.2, 1]], "", "0 到 1"),
    ("box", [[0.5, 0.1], [0.5, 0.9]], "", "太小"), ("text", [[0, 0]], "", "空"), ("text", [[0, 0]], "字" * 201, "200"),
    ("pen", [[0, 0], ["a", 1]], "", "0 到 1"), ("blur", FACE, "谁", "文字"),
])  # fmt: skip
def test_a_malformed_shape_is_refused(office: Office, shape: str, points: Any, text: str, said: str) -> None:
    visit, (name, data) = office.draft(), office.photo()
    photo = attaching.attach(office.desk(), visit.id, "sign", data, name)
    with pytest.raises(BadInput, match=said):
        annotate.annotate(office.desk(), photo, shape, points, text)
    assert evidence.shapes_on(office.desk(None), photo) == ()


def test_only_a_photo_is_drawn_on_and_only_by_its_inspectors(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    paper = attaching.attach(office.desk(), visit.id, "sign", PDF, "a.pdf")
    photo = attaching.attach(office.desk(), visit.id, "sign", data, name)
    with pytest.raises(BadInput, match="只有照片"):
        annotate.annotate(office.desk(), paper, "box", FACE)
    with pytest.raises(NotAllowed, match="检查人员"):
        annotate.annotate(office.desk("丙"), photo, "box", FACE)


def test_what_is_blurred_is_blurred_in_the_report_and_whole_in_the_original(office: Office) -> None:
    visit, data = office.draft("sign"), checkered()
    photo = attaching.attach(office.desk(), visit.id, "sign", data, "a.jpg")
    plain = _in_report(office, visit.id)
    assert _contrast(plain) > 200
    annotate.annotate(office.desk(), photo, "blur", FACE)
    assert _contrast(_in_report(office, visit.id)) < 40
    assert office.desk().blobs.get(office.workspace.store.get("attachment", photo)["object"]) == data  # type: ignore[index]


def _in_report(office: Office, inspection: Any) -> bytes:
    """The photo as the report embeds it."""
    desk = office.desk(None)
    facts = papers.report_facts(desk, inspect.open_sheet(desk, inspection))
    found = facts.hazards[0].photos[0].jpeg
    assert found is not None
    return found


def _contrast(picture: bytes) -> int:
    """Of the middle, well inside what was hidden."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    wide, high = image.size
    low, top = image.crop((wide // 3, high // 3, wide * 2 // 3, high * 2 // 3)).getextrema()
    return int(top) - int(low)  # type: ignore[arg-type]


def test_a_hazard_with_documents_only_names_them_in_the_report(office: Office) -> None:
    visit = office.draft("sign")
    attaching.attach(office.desk(), visit.id, "sign", PDF, "值班表.pdf")
    desk = office.desk(None)
    facts = papers.report_facts(desk, inspect.open_sheet(desk, visit.id))
    assert facts.hazards[0].photos == () and "值班表.pdf" in facts.hazards[0].material
    assert report.render(facts, faces.load_faces()).startswith(b"%PDF")


def test_a_photo_that_cannot_be_shown_any_more_does_not_stop_the_report(office: Office) -> None:
    visit, data = office.draft("sign"), jpeg(251)
    attaching.attach(office.desk(), visit.id, "sign", data, "a.jpg")
    desk = office.desk(None)
    row = queries.attachments(desk.store, visit.id)[0]
    desk.blobs.path(row["object"]).write_bytes(b"another hand")
    assert papers.report_facts(desk, inspect.open_sheet(desk, visit.id)).hazards[0].photos[0].jpeg is None


def test_workers_make_the_pictures_of_sealed_photos_while_records_are_written(office: Office) -> None:
    visit, data = office.draft("sign"), checkered()
    photo = attaching.attach(office.desk(), visit.id, "sign", data, "a.jpg")
    desk, done = office.desk(), threading.Event()
    made = evidence.previews(desk)
    wanted = evidence.wish(desk, desk.row("attachment", photo), 200)
    workers = Workers(made, lambda _wish, error: done.set() if error is None else None, 1)
    workers.ask(wanted)
    visit.answer("wires", "fail")  # the store goes on meanwhile
    assert done.wait(60)
    workers.close()
    held = made.held(wanted)
    assert held is not None and max(Image.open(io.BytesIO(held)).size) == 200
