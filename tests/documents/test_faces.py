"""Promises of the faces: missing and damaged files are named, another directory's faces are used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from paper_examples import NOTICE, notice_pdf

from fieldaudit.assets import asset_path
from fieldaudit.documents.faces import ROLES, load_faces
from fieldaudit.documents.papers import notice
from fieldaudit.errors import Damaged, MachineError

NAMES = sorted({name for chain in ROLES.values() for name in chain})


def test_every_face_and_its_licence_come_with_the_program() -> None:
    for name in (*(f"{face}.ttf" for face in NAMES), "OFL-Noto.txt", "GPL3-Fandol.txt"):
        assert asset_path(f"fonts/{name}").is_file()


def test_a_missing_face_is_named_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="FandolFang-Regular"):
        load_faces(tmp_path).face("FandolFang-Regular")


def test_a_damaged_face_is_named_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "FandolFang-Regular.ttf").write_bytes(b"not a face")
    with pytest.raises(Damaged, match="FandolFang-Regular"):
        load_faces(tmp_path).face("FandolFang-Regular")


@pytest.mark.slow
def test_where_the_faces_lie_does_not_show_in_the_paper(tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(asset_path(f"fonts/{name}.ttf"), tmp_path)
    assert notice.render(NOTICE, load_faces(tmp_path), ("party",)) == notice_pdf(copies=("party",))
