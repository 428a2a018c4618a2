"""The files that come with the program are found, from the source tree and from a wheel alike."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fieldaudit.assets import asset_path, forms_dir, guide_dir
from fieldaudit.errors import MachineError

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json, fieldaudit
from fieldaudit.assets import asset_path, forms_dir, guide_dir
print(json.dumps([fieldaudit.__file__, str(asset_path("fonts")), str(forms_dir()), str(guide_dir())]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel this source tree makes."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True)
    return next(out.glob("*.whl"))


def test_the_source_tree_has_its_forms_at_the_top() -> None:
    assert forms_dir() == ROOT / "forms"
    assert guide_dir() == ROOT / "docs/user-guide"


def test_an_asset_is_found_by_its_name() -> None:
    assert (asset_path("fonts") / "NotoSerifSC-Regular.ttf").is_file()


def test_a_missing_asset_is_a_damaged_installation_and_named() -> None:
    with pytest.raises(MachineError, match=r"no_such_face\.ttf"):
        asset_path("fonts/no_such_face.ttf")


@pytest.mark.slow
def test_a_wheel_carries_every_asset_and_form(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if name.startswith("fieldaudit/assets/")}
    assets = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "fieldaudit/assets").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    forms = {f"fieldaudit/assets/forms/{path.name}" for path in (ROOT / "forms").iterdir() if path.is_file()}
    guide = {
        f"fieldaudit/assets/guide/{path.relative_to(ROOT / 'docs/user-guide').as_posix()}"
        for path in (ROOT / "docs/user-guide").rglob("*")
        if path.is_file()
    }
    assert len(guide) > 20 and carried == assets | forms | guide


@pytest.mark.slow
def test_the_installed_program_finds_its_assets_and_forms(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    ask = [sys.executable, "-c", ASK]
    answer = subprocess.run(ask, cwd=tmp_path, check=True, stdout=subprocess.PIPE)
    package, fonts, forms, guide = map(Path, json.loads(answer.stdout))
    assert package.is_relative_to(tmp_path)
    assert fonts == tmp_path / "fieldaudit/assets/fonts"
    assert forms == tmp_path / "fieldaudit/assets/forms"
    assert guide == tmp_path / "fieldaudit/assets/guide" and (guide / "zh").is_dir()
    assert {path.name for path in forms.iterdir()} == {path.name for path in (ROOT / "forms").iterdir()}
    assert (fonts / "NotoSerifSC-Regular.ttf").is_file()


def test_the_bundle_carries_what_a_wheel_carries() -> None:
    told: dict[str, Any] = {}

    def analysis(_scripts: list[str], **asked: Any) -> SimpleNamespace:
        told.update(asked)
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

    part = {"Analysis": analysis, "SPECPATH": str(ROOT)} | dict.fromkeys(("PYZ", "EXE", "COLLECT"), lambda *_args, **_more: None)
    runpy.run_path(str(ROOT / "build.spec"), init_globals=part)
    placed = {to: Path(source) for source, to in told["datas"]}
    assert placed["fieldaudit/assets/guide"] == guide_dir()
    assert placed["fieldaudit/assets/forms"] == forms_dir()
    assert (placed["fieldaudit/assets"] / "fonts").is_dir()
