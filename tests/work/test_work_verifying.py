"""Is this file a paper of ours, and unchanged? Every answer, on papers really drawn; hostile files; another laptop."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_world import Office, Visit, found, second_laptop
from PIL import Image

from fieldaudit.documents.wording import shipped_text
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store import queries
from fieldaudit.work import notices, papers, plan, register
from fieldaudit.work.desk import Desk
from fieldaudit.work.papers import Asked, Verdict, issuing, words
from fieldaudit.work.papers import verify as verifying
from fieldaudit.work.papers.head import put_head, take_head_away

pytestmark = pytest.mark.slow  # each has a bureau of its own

DRAWN = issuing.print_facts  # as it is before a bureau of the tests replaces it


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A bureau whose papers are drawn."""
    made = found(tmp_path, monkeypatch)
    monkeypatch.setattr(issuing, "print_facts", DRAWN)
    try:
        yield made
    finally:
        made.workspace.close()


@pytest.fixture
def visit(office: Office) -> Visit:
    """A finished visit whose notice is issued."""
    made = office.finished("wires")
    made.notice = notices.issue(office.desk(), made.id)
    return made


def judged(office: Office, data: bytes, of: str = "") -> Verdict:
    return papers.verify_file(office.desk(None), data, of)


def notice_pdf(office: Office, visit: Visit) -> bytes:
    return notices.printed(office.desk(None), visit.notice)


def drafted(office: Office, kind: str, target: object, **asked: Any) -> bytes:
    return papers.draft(office.desk(None), kind, Asked(target=str(target), **asked))


def test_an_issued_paper_is_ours_and_unchanged(office: Office, visit: Visit) -> None:
    found_ = judged(office, notice_pdf(office, visit))
    number = office.desk(None).row("notice", visit.notice)["number"]
    assert (found_.outcome, found_.kind, found_.number, found_.version) == ("ours", "notice", number, 1)
    assert found_.issued_on == "2026-11-24" and found_.notes == () and "未被改动" in found_.said.zh


def test_one_altered_byte_is_found_anywhere_in_the_file(office: Office, visit: Visit) -> None:
    data = notice_pdf(office, visit)
    for at in range(7, len(data), len(data) // 40):
        altered = bytearray(data)
        altered[at] ^= 1
        found_ = judged(office, bytes(altered))
        assert found_.outcome == "altered" and found_.number, at
    assert judged(office, data + b"\n").outcome == "altered"
    assert judged(office, data[: len(data) - 200]).outcome in ("altered", "unknown")


def test_what_became_of_it_since_is_said(office: Office, visit: Visit) -> None:
    first = notice_pdf(office, visit)
    register.edit(office.desk(), office.homes["北苑养老中心"], {"address": "和平路3号"})
    number = office.desk(None).row("notice", visit.notice)["number"]
    papers.correct(office.desk(), number, "地址有误")
    assert (judged(office, first).outcome, judged(office, first).version) == ("ours", 1)
    assert ["第2版" in note.zh and "地址有误" in note.zh for note in judged(office, first).notes] == [True]
    second = notice_pdf(office, visit)
    assert (judged(office, second).version, judged(office, second).notes) == (2, ())
    notices.void(office.desk(), visit.notice, "错发")
    assert [note.zh for note in judged(office, second).notes] == ["已作废：错发"]


def test_a_code_typed_from_the_paper_finds_it(office: Office, visit: Visit) -> None:
    data = notice_pdf(office, visit)
    code = re.search(rb"FA1:NO:1:[0-9A-F]{32}", data)
    assert code is not None
    full = code[0].decode()
    short = "-".join((full[9:13], full[13:17], full[17:21]))
    for typed in (full, full.lower(), f" {full} ", short, short.replace("-", ""), short.lower()):
        found_ = papers.verify_code(office.desk(None), typed)
        assert (found_.outcome, found_.kind) == ("ours", "notice"), typed
    assert papers.verify_code(office.desk(None), full.replace(":1:", ":2:")).outcome == "unknown"
    assert judged(office, f"%PDF {full}".encode()).outcome == "altered"
    assert judged(office, f"%PDF {full.replace(':1:', ':2:')}".encode()).outcome == "unknown", "of no version that there is"
    assert papers.verify_code(office.desk(None), "0000-0000-0000").outcome == "unknown"
    for nonsense in ("", "FA1", "14E1-4D26", "zzzz-zzzz-zzzz", "通民养改〔2026〕1号"):
        with pytest.raises(BadInput, match="校验码"):
            papers.verify_code(office.desk(None), nonsense)


@pytest.mark.slow
def test_an_unissued_print_verifies_by_its_facts(office: Office, visit: Visit) -> None:
    office.serve(visit.notice)
    home = office.homes["北苑养老中心"]
    prints = {
        ("report", visit.id): {}, ("record", visit.id): {}, ("plan", home): {}, ("ledger", ""): {}, ("blank", "fire_safety"): {},
        ("report", str(visit.id)): {"lang": "en"}, ("plan", str(home)): {"lang": "en"}, ("service", visit.notice): {},
    }  # fmt: skip
    made = {key: drafted(office, *key, **asked) for key, asked in prints.items()}
    office.later(1)
    for (kind, _), data in made.items():
        found_ = judged(office, data)
        assert (found_.outcome, found_.kind) == ("ours", kind), (kind, found_)
        altered = data.replace(b"<xmp:CreatorTool>", b"<xmp:CreatorTool> ", 1)
        assert altered != data and judged(office, altered).outcome == "altered", kind
    register.edit(office.desk(), home, {"phone": "0475-7654321", "address": "和平路9号", "beds": 61})
    for (kind, target), data in made.items():
        if kind in ("report", "record", "plan"):
            changed = judged(office, data, str(target))
            assert (changed.outcome, "变化" in changed.said.zh) == ("altered", True), kind


def test_a_draft_says_that_it_is_one(office: Office) -> None:
    waiting = office.finished("sign")
    data = drafted(office, "notice", waiting.id)
    found_ = judged(office, data)
    assert found_.outcome == "ours" and any("草稿" in note.zh for note in found_.notes)
    assert judged(office, data, str(waiting.id)).outcome == "ours"
    plan.edit(office.desk(), waiting.items["sign"], {"responsible": "院长", "contingency": "专人看守"})
    since = judged(office, data)
    assert (since.outcome, "变化" in since.said.zh) == ("unknown", True), "no number, no name: nothing says whose draft it was"
    assert judged(office, data, str(waiting.id)).outcome == "altered"


def test_a_print_with_choices_of_its_own_verifies_with_the_same_choices(office: Office) -> None:
    visit, home = office.served("wires", "sign"), str(office.homes["北苑养老中心"])
    office.later(31)  # beyond the term
    waiting = office.finished("wires", "sign")
    for name in ("wires", "sign"):
        plan.reinspect(office.desk(), visit.items[name], "fail", office.people["乙"], [office.photo()])
    plan.grant(office.desk("科长"), visit.items["sign"], date(2027, 2, 1), "材料未到")
    change = office.workspace.store.edit("item", visit.items["wires"], refer_basis="消防法:60.1.1")
    office.desk().commit(office.desk().scope_of(office.homes["北苑养老中心"]), "item.edit", [change])
    until, item = datetime.fromisoformat("2027-01-05T18:00+08:00"), str(visit.items["wires"])
    asked: dict[str, tuple[str, Asked]] = {
        "notice": (str(waiting.id), Asked(items=(str(waiting.items["sign"]),), due=date(2027, 1, 20))),
        "immediate": (str(visit.id), Asked(items=(item,), until=until, protection="专人看守")),
        "reinspection": (str(visit.notice), Asked(suspend=(item,))),
        "referral": (home, Asked(items=(item,), recipient="某局")),
        "ledger": ("", Asked(district="科尔沁区", state="found", year=2026)),
        "blank": ("fire_safety", Asked(rounds=5, institution=home)),
    }
    for kind, (target, chosen) in asked.items():
        data = papers.draft(office.desk(None), kind, replace(chosen, target=target))
        assert papers.verify_file(office.desk(None), data, target, chosen).outcome == "ours", kind
        if kind != "blank":  # the trial form has no group that is repeated
            plain = papers.verify_file(office.desk(None), data, target)
            assert plain.outcome != "ours" and any("选项" in note.zh for note in plain.notes), kind
        other = replace(chosen, due=date(2027, 1, 21), until=until.replace(hour=19), suspend=(), recipient="另一局", year=2025)
        assert kind == "blank" or papers.verify_file(office.desk(None), data, target, other).outcome != "ours", kind


def test_words_changed_since_do_not_make_a_print_a_forgery(office: Office, visit: Visit) -> None:
    data = drafted(office, "report", visit.id)
    text = shipped_text("report").replace("检查编号", "检查 编号", 1)
    assert text != shipped_text("report")
    words.put(office.desk("管理员"), "report", text.encode(), "r.toml")
    assert drafted(office, "report", visit.id) != data
    assert judged(office, data).outcome == "ours"
    again = drafted(office, "report", visit.id)
    words.reset(office.desk("管理员"), "report", reason="改回")
    assert judged(office, again).outcome == "ours" and judged(office, data).outcome == "ours"


def test_a_head_set_or_taken_away_since_does_not_make_a_print_a_forgery(office: Office, visit: Visit) -> None:
    office.finished("sign")
    asked = str(office.finished("sign").id)
    data = io.BytesIO()
    Image.new("RGB", (1600, 260), (200, 30, 30)).save(data, "PNG")
    plain = drafted(office, "notice", asked)
    put_head(office.desk("管理员"), data.getvalue(), "红头.png")
    headed = drafted(office, "notice", asked)
    assert headed != plain and judged(office, plain, asked).outcome == "ours"
    take_head_away(office.desk("管理员"))
    assert judged(office, headed, asked).outcome == "ours"


def test_a_print_in_the_programs_own_faces_is_known_where_the_machine_has_official_ones(
    office: Office, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, drawn = drafted(office, "record", visit.id), verifying.render_kind

    def with_official(kind: str, facts: Any, faces: Any, *more: Any) -> bytes:
        return b"%PDF in other faces" if faces == "official" else drawn(kind, facts, faces, *more)

    monkeypatch.setattr(verifying, "office_faces", lambda: "official")
    monkeypatch.setattr(verifying, "render_kind", with_official)
    assert judged(office, data).outcome == "ours"


HOSTILE = {
    "nothing": b"",
    "no pdf": b"hello",
    "another's": b"%PDF-1.4\n1 0 obj<</Title(x)>>endobj\n%%EOF",
    "code of nobody": b"%PDF-1.4 FA1:NO:1:" + b"A" * 32,
    "unknown kind": b"FA1:ZZ:1:" + b"A" * 32,
    "code, no time": b"FA1:RE:1:" + b"0" * 32,
    "a time that is none": b"FA1:RE:1:" + b"0" * 32 + b"<xmp:ModifyDate>9999-99-99T99:99:99</xmp:ModifyDate>",
    "a time out of reach": b"FA1:RE:1:" + b"0" * 32 + b"<xmp:ModifyDate>9999-12-31T23:59:59</xmp:ModifyDate>",
    **{
        f"a time out of reach of {kind.decode()}": b"FA1:%s:1:" % kind + b"0" * 32
        + b"<xmp:ModifyDate>9999-12-31T23:59:59+00:00</xmp:ModifyDate>" for kind in (b"NO", b"LE", b"BL", b"PL")
    },
    "a title of a megabyte": b"FA1:PL:1:" + b"0" * 32 + b"<dc:title><rdf:Alt><rdf:li>" + b"a" * 1_000_000,
    "many codes": b"FA1:RE:1:%032d " * 1 % 7 + b"".join(b"FA1:NO:1:%032d " % n for n in range(5000)),
    "a bomb of streams": b"%PDF-1.7\n" + b"<</Filter[/FlateDecode/FlateDecode]/Length 9>>stream\n" * 20_000,
    "broken utf-8": b"FA1:PL:1:" + b"0" * 32 + b"<xmp:ModifyDate>2026-11-24T12:00:00+08:00</xmp:ModifyDate>"
                    b"<dc:title><rdf:Alt><rdf:li xml:lang='x'>\xff\xfe\x80&#xffffffff;</rdf:li>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_anything_is_unknown_or_altered_and_never_more(name: str) -> None:
    assert judged(_SHARED[0], HOSTILE[name]).outcome == "unknown"


def test_a_code_without_a_name_makes_nothing_with_photos_be_gathered(
    office: Office, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(kind: papers.Kind) -> papers.Kind:
        def gather(desk: Desk, wanted: Asked) -> papers.Gathered:
            asked.append(kind.code)
            return kind.gather(desk, wanted)

        return replace(kind, gather=gather)

    monkeypatch.setattr(verifying, "BY_LETTERS", {kind.letters: counted(kind) for kind in papers.KINDS.values()})
    made = b"<xmp:ModifyDate>2026-11-24T12:00:00+08:00</xmp:ModifyDate>"
    for kind in papers.KINDS.values():
        assert judged(office, b"FA1:%s:1:" % kind.letters.encode() + b"0" * 32 + made).outcome == "unknown"
    assert not {"report", "record", "plan"} & set(asked) and {"notice", "ledger", "blank"} <= set(asked)


def test_a_file_larger_than_any_paper_is_not_looked_at(office: Office, monkeypatch: pytest.MonkeyPatch, visit: Visit) -> None:
    data = notice_pdf(office, visit)
    monkeypatch.setattr("fieldaudit.work.papers.verify.LARGEST", len(data) - 1)
    assert "比任何文书都大" in judged(office, data).said.zh


@given(st.binary(max_size=400), st.integers(0, 10**9))
def test_random_bytes_around_a_code_are_never_ours(data: bytes, at: int) -> None:
    office, pdf = _SHARED
    cut = at % (len(pdf) + 1)
    spoiled = pdf[:cut] + data + pdf[cut:] if data else pdf[:-1]
    assert judged(office, spoiled).outcome in ("altered", "unknown")


_SHARED: Any = ()


@pytest.fixture(scope="module", autouse=True)
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One bureau and one notice for the random test, which takes no fixture of a test's own."""
    global _SHARED
    with pytest.MonkeyPatch.context() as patch:
        made = found(tmp_path_factory.mktemp("shared"), patch)
        patch.setattr(issuing, "print_facts", DRAWN)
        visited = made.finished("wires")
        visited.notice = notices.issue(made.desk(), visited.id)
        _SHARED = (made, notice_pdf(made, visited))
        yield
        made.workspace.close()


def test_a_laptop_that_synced_says_the_same_as_the_one_that_issued(office: Office, visit: Visit, tmp_path: Path) -> None:
    data = notice_pdf(office, visit)
    second = second_laptop(office, tmp_path / "second", "科长")
    try:
        office.sync(tmp_path / "stick")
        assert judged(second, data).outcome == "unknown" and judged(second, data).notes
        second.sync(tmp_path / "stick")
        assert judged(second, data) == judged(office, data)
        assert drafted(second, "record", visit.id)[:5] == b"%PDF-"
        report = drafted(office, "report", visit.id)
        assert judged(second, report).outcome == "ours", "photos, words and facts came along"
    finally:
        second.workspace.close()


def test_words_reach_the_other_laptop_and_both_print_the_same(office: Office, visit: Visit, tmp_path: Path) -> None:
    second = second_laptop(office, tmp_path / "second", "科长")
    try:
        text = shipped_text("report").replace("检查编号", "检查 编号", 1)
        words.put(office.desk("管理员"), "report", text.encode(), "r.toml", reason="按本局习惯")
        office.sync(tmp_path / "stick")
        second.now = office.now
        second.sync(tmp_path / "stick")
        assert words.text_of(second.desk(None), "report") == text
        facts = papers.gather(office.desk(None), "report", Asked(target=str(visit.id))).facts
        assert papers.print_facts(second.desk(None), "report", facts) == papers.print_facts(office.desk(None), "report", facts)
    finally:
        second.workspace.close()


def test_papers_of_the_format_before_are_still_known(office: Office, visit: Visit) -> None:
    """A notice issued by a program that made no paper rows: its file hangs on the notice itself."""
    store, data = office.workspace.store, notice_pdf(office, visit)
    (paper,) = queries.papers_of(store, "notice", notice=visit.notice)
    with store.connection:
        moved = (visit.notice, paper["id"])
        store.connection.execute("UPDATE attachment SET owner_table = 'notice', owner_row = ? WHERE owner_row = ?", moved)
        store.connection.execute("DELETE FROM paper WHERE id = ?", (paper["id"],))
    assert notice_pdf(office, visit) == data
    found_ = judged(office, data)
    assert (found_.outcome, found_.kind, found_.number) == ("ours", "notice", paper["number"])
    assert office.desk(None).row("notice", visit.notice)["number"] in {found_.number}
    with pytest.raises((BadInput, NotAllowed)):
        papers.correct(office.desk(), paper["number"], "更正")
