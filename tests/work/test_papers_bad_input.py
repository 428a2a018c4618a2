"""Bad input to papers (issue 6, Must show 5): nothing ends in a traceback, hangs or leaves a half-made file; what is refused is
named with what to do."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from office_world import Office, found
from PIL import Image

from fieldaudit.documents.wording import KINDS, read_wording, shipped_text
from fieldaudit.errors import BadInput, MachineError
from fieldaudit.work import attaching, batch, papers, plan
from fieldaudit.work.papers import Asked, issuing
from fieldaudit.work.papers.selection import Selection, selected

pytestmark = pytest.mark.slow  # a bureau of its own for most of them

HOME = "北苑养老中心"
_DRAWN = issuing.print_facts  # the small bureau of these tests puts a quick stand-in for it
_PROGRAM = (sys.executable, "-c", "import sys; from fieldaudit.cli import main; sys.exit(main())")
_TEXTS = (
    "🔥👩‍👩‍👧‍👦1️⃣", "，。、；", "（《【", "\u202e反向\u202d\u200f", "e" + "\u0301" * 300, "{name}{0}%s", "<&>]]>", "W" * 1500,
    "一行\n" * 300,
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = found(tmp_path, monkeypatch)
    monkeypatch.setattr(issuing, "print_facts", _DRAWN)
    try:
        yield made
    finally:
        made.workspace.close()


# -- files given to verify ---------------------------------------------------------------------------------
_CODE = b"FA1:RE:1:" + b"AB" * 16
_MADE = b"<xmp:ModifyDate>%s</xmp:ModifyDate>"
STRANGE = {
    "nothing": b"",
    "one code a million times": _CODE * 1_000_000,
    "a million codes": b"".join(b"FA1:RE:1:%032X " % number for number in range(1_000_000)),
    "a million objects": b"%PDF-1.7\n" + b"".join(b"%d 0 obj<<>>endobj " % number for number in range(1_000_000)),
    "heads of titles": _CODE + b"<dc:title><rdf:Alt><rdf:li" * 1_000_000,
    "the last day": _CODE + _MADE % b"2099-12-31T23:59:59+08:00",
    "no day": _CODE + _MADE % b"2026-99-99T99:99:99+99:99",
    "entities": _CODE + _MADE % b"2026-11-24T12:00:00+08:00" + b"<dc:title><rdf:Alt><rdf:li>&#xD800;&#0;&#99999999;\xff</rdf:li>",
    "a ledger": b"FA1:LE:1:" + b"AB" * 16 + _MADE % b"1990-01-01T00:00:00",
    "a checklist": b"FA1:BL:1:" + b"AB" * 16 + _MADE % b"2026-11-24T12:00:00",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", STRANGE)
def test_verify_calls_a_strange_file_unknown(office: Office, name: str) -> None:
    office.finished("wires")
    assert papers.verify_file(office.desk(None), STRANGE[name]).outcome == "unknown"
    assert papers.verify_file(office.desk(None), STRANGE[name], of=HOME).outcome != "ours"


# -- words -------------------------------------------------------------------------------------------------
SPOILT = {
    "deep": ("a=" + "[" * 5000, "层次太深", 0),
    "dotted": ("a." * 5000 + "b = 1", "没有 a.a.a.a", 1),
    "twice": ('[title]\npaper = "a"\npaper = "b"', "写了两次", 3),
    "curly quotes": ("[title]\npaper = “通知书”", "英文引号", 2),
    "open": ('[title]\npaper = "通知书\n', "英文引号", 2),
    "fines": ('[sentence]\n\nconsequence = "依据《中华人民共和国消防法》第六十条处罚。"', "第六十条", 3),
    "a section as text": ("title = 5", "没有 title", 1),
    "not a number": ("[size]\nannex = nan", "size.annex", 2),
}


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_words_are_refused_with_file_line_and_what_to_do(name: str) -> None:
    text, said, line = SPOILT[name]
    with pytest.raises(BadInput, match=said) as refused:
        read_wording("notice", text, "own.toml")
    assert refused.value.where == (f"own.toml:{line}" if line else "own.toml")
    assert not line or "wording show" in str(refused.value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_words_of_every_kind_may_be_set_as_they_are(kind: str) -> None:
    read_wording(kind, "\ufeff" + shipped_text(kind).replace("\n", "\r\n"), "own.toml")


# -- photos ------------------------------------------------------------------------------------------------
def _image(mode: str, size: tuple[int, int], kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def _text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return _image("RGB", (640, 480), exif=exif.tobytes())


PHOTOS = {
    "CMYK": lambda: _image("CMYK", (640, 480)),
    "grey": lambda: _image("L", (640, 480)),
    "progressive": lambda: _image("RGB", (640, 480), progressive=True),
    "turned": _turned,
    "16 bit, a PNG named jpg": lambda: _image("I;16", (640, 480), "PNG"),
    "see-through": lambda: _image("RGBA", (640, 480), "PNG"),
    "one dot": lambda: _image("RGB", (1, 1)),
    "a thread": lambda: _image("RGB", (1, 20_000)),
    "100 MP": lambda: _image("L", (10_000, 10_000), quality=20),
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_every_photo_that_was_taken_in_stands_on_the_report_and_is_known_again(office: Office) -> None:
    visit = office.draft("wires")
    for name, make in PHOTOS.items():
        attaching.attach(office.desk(), visit.id, "wires", make(), f"{name}.jpg")
    desk = office.desk(None)
    printed = papers.draft(desk, "report", Asked(target=str(visit.id)))
    assert f"P{len(PHOTOS):02}" in _text(printed) and "不在本机" not in _text(printed)
    assert papers.verify_file(office.desk(None), printed).outcome == "ours"


def test_a_photo_that_is_not_on_this_laptop_is_a_placeholder_on_the_report(office: Office) -> None:
    visit = office.draft("wires")
    name, data = office.photo()
    attaching.attach(office.desk(), visit.id, "wires", data, name)
    whole = papers.draft(office.desk(None), "report", Asked(target=str(visit.id)))
    (photo,) = [row for row in office.workspace.store.find("attachment") if row["kind"] == "photo"]
    office.desk(None).blobs.path(photo["object"]).unlink()
    for path in (office.workspace.path / "cache").iterdir():
        path.unlink()
    without = papers.draft(office.desk(None), "report", Asked(target=str(visit.id)))
    assert b"/Image" in whole and b"/Image" not in without
    assert "不在本机" in _text(without) and "不在本机" not in _text(whole)
    assert photo["sha256"][:16] in _text(without)


# -- words of people ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", _TEXTS)
def test_any_text_is_printed_or_refused_by_name(office: Office, text: str) -> None:
    visit = office.draft("wires", place=False)
    try:
        plan.edit(office.desk(), visit.items["wires"], {"place": "某处", "finding": text})
    except BadInput as error:
        assert str(error.what)
        return
    for kind in ("report", "notice", "ledger"):
        assert papers.draft(office.desk(None), kind, Asked(target="" if kind == "ledger" else str(visit.id))).startswith(b"%PDF")


# -- batches -----------------------------------------------------------------------------------------------
SPOILT_JOURNALS = {
    "empty": b"", "a number": b"5\n", "a list": b"[1]\n", "nothing asked": b'{"fieldaudit": "batch/1"}\n', "deep": b"[" * 100_000,
    "no clock": b'{"fieldaudit": "batch/1", "asked": {}, "clock": "now"}\n',
    "a clock of no year": b'{"fieldaudit": "batch/1", "asked": {}, "clock": 99999999999999999999}\n', "not text": b"\xff\xfe\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT_JOURNALS)
def test_a_journal_edited_by_hand_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / batch.JOURNAL).write_bytes(SPOILT_JOURNALS[name])
    with pytest.raises(BadInput, match="无法读取") as refused:
        batch.open_journal(tmp_path, {}, 1)
    assert str(refused.value.todo) and [path.name for path in tmp_path.iterdir()] == [batch.JOURNAL]


def test_strange_lines_in_a_journal_tell_nothing_and_its_files_are_made_again(tmp_path: Path) -> None:
    lines = [{"fieldaudit": "batch/1", "asked": {}, "clock": 7}, {"file": ["a"], "sha256": "b"}, {"file": "x.pdf"}, {"no": 1}]
    (tmp_path / batch.JOURNAL).write_text("\n".join(map(json.dumps, lines)) + "\n7\n")
    journal = batch.open_journal(tmp_path, {}, 1)
    (tmp_path / "x.pdf").write_bytes(b"of whom?")
    assert journal.clock == 7
    batch.run(journal, [batch.Wanted("x.pdf", "x", lambda: b"whole")])
    assert (tmp_path / "x.pdf").read_bytes() == b"whole"


def test_a_folder_begun_with_another_selection_says_which(tmp_path: Path) -> None:
    batch.open_journal(tmp_path, {"kind": "report", "laptop": 1}, 1)
    with pytest.raises(BadInput, match="kind=report，laptop=1") as refused:
        batch.open_journal(tmp_path, {"kind": "report", "laptop": 2}, 1)
    assert refused.value.where == str(tmp_path)


@pytest.mark.parametrize(
    "wanted, option",
    [
        (Selection(kind="notice", state="draft"), "--state"),
        (Selection(kind="service", lang="en"), "--edition"),
        (Selection(kind="plan", since="2026-11-01"), "--since"),
        (Selection(kind="report", form="fire_safety"), "--form"),
        (Selection(kind="report", issued=True, state="draft"), "--state"),
    ],
)
def test_a_filter_that_would_choose_nothing_is_refused(office: Office, wanted: Selection, option: str) -> None:
    with pytest.raises(BadInput, match=option):
        selected(office.desk(None), wanted)


def test_a_file_on_a_full_disk_is_not_there_and_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fieldaudit.cli.base import write_file

    out = tmp_path / "r.pdf"
    write_file(str(out), b"old")

    def full(self: Path, data: bytes) -> int:
        with open(self, "wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(MachineError, match="磁盘已满"):
        write_file(str(out), b"new and longer")
    assert out.read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["r.pdf"]


@pytest.mark.slow
def test_verify_takes_no_device_pipe_or_endless_file(office: Office, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with open(tmp_path / "sparse.pdf", "wb") as file:
        file.truncate(3_000_000_000)
    workspace = str(office.workspace.path)
    office.workspace.close()
    for path, status in ((Path("/dev/zero"), 1), (tmp_path / "pipe", 1), (tmp_path, 2), (tmp_path / "sparse.pdf", 4)):
        line = [*_PROGRAM, "--workspace", workspace, "documents", "verify", str(path)]
        done = subprocess.run(line, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        assert done.returncode == status and "Traceback" not in done.stderr, (path, done.stderr)
