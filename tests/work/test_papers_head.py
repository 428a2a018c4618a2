"""Promises of the office's own head: the administrator sets it, it stands on what is headed alone, it can be taken away."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from office_world import Office, second_laptop
from PIL import Image, ImageDraw

from fieldaudit.domain.core import COMMON
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.work.papers import KINDS, Asked, gather
from fieldaudit.work.papers.head import HEADED, head_file, head_of, heads_ever, put_head, take_head_away
from fieldaudit.work.papers.render import render_office
from fieldaudit.work.papers.words import words_of

pytestmark = pytest.mark.slow  # papers are drawn


def art(width: int = 1600, height: int = 260, shade: int = 180) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((20, 20, width - 20, height - 20), fill=(shade, 20, 20))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def pictures(pdf: bytes, folder: Path) -> int:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    listed = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, check=True, text=True).stdout
    return len(listed.splitlines()) - 2


def drawn(office: Office, kind: str, target: object) -> bytes:
    desk = office.desk(None)
    facts = gather(desk, kind, Asked(target=str(target))).facts
    return render_office(kind, facts, words_of(desk, kind), head_of(desk, kind))


def test_the_head_stands_on_headed_papers_of_every_laptop_until_it_is_taken_away(office: Office, tmp_path: Path) -> None:
    visit = office.finished("wires")
    assert pictures(drawn(office, "notice", visit.id), tmp_path) == 0
    put_head(office.desk("管理员"), art(), "红头.png", "换版头")
    put_head(office.desk("管理员"), art(shade=90), "新红头.png")
    assert head_file(office.desk(None)) == ("新红头.png", art(shade=90))
    assert pictures(drawn(office, "notice", visit.id), tmp_path) == 2  # party and file; the counterfoil has none
    assert pictures(drawn(office, "report", visit.id), tmp_path) == 0
    assert {kind for kind in KINDS if head_of(office.desk(None), kind)} == set(HEADED)
    second = second_laptop(office, tmp_path / "second", "甲", "乙")
    try:
        office.sync(tmp_path / "stick")
        second.now = office.now
        second.sync(tmp_path / "stick")
        assert head_file(second.desk(None)) == ("新红头.png", art(shade=90))
    finally:
        second.workspace.close()
    take_head_away(office.desk("管理员"), "恢复")
    assert head_file(office.desk(None)) is None and pictures(drawn(office, "notice", visit.id), tmp_path) == 0
    assert [head.name if head else None for head in heads_ever(office.desk(None), "notice")] == ["新红头.png", "红头.png", None]
    with pytest.raises(NotAllowed):
        take_head_away(office.desk("管理员"))


@pytest.mark.parametrize(
    ("data", "said"),
    [(art(1600, 1600), "毫米"), (art(400, 60), "dpi"), (b"GIF89a", "PNG"), (art()[:400], "损坏"), (bytes(4_000_001), "MB")],
)
def test_a_file_that_cannot_be_a_head_is_named_with_what_is_wanted(data: bytes, said: str, office: Office) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        put_head(office.desk("管理员"), data, "版头.png")
    assert refused.value.where == "版头.png"
    assert head_file(office.desk(None)) is None


def test_only_the_administrator_sets_it(office: Office) -> None:
    with pytest.raises(NotAllowed, match="管理员"):
        put_head(office.desk("甲"), art(), "版头.png")


@pytest.mark.parametrize(
    "source", ["", "{}", "[]", '{"name": "x", "data": 1}', '{"name": "x", "data": "AAA"}', '{"name": "x", "data": "AAAA"}']
)
def test_a_head_of_another_version_of_the_program_refuses_to_print_and_says_what_to_do(source: str, office: Office) -> None:
    visit, store = office.finished("wires"), office.workspace.store
    made = store.create("wording", kind="letterhead", lang="zh", source=source, sha256="0" * 64)
    office.desk("管理员").commit(COMMON, "wording.set", [made])
    with pytest.raises(BadInput, match="documents head"):
        drawn(office, "notice", visit.id)
    assert heads_ever(office.desk(None), "notice")[-1] is None
    take_head_away(office.desk("管理员"))
    assert drawn(office, "notice", visit.id)
