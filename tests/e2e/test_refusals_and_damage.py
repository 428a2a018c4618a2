"""Bad input is refused in words with nothing lost; damage is named; a stick tells a stranger nothing.

One prepared city serves all: a bureau, three homes, an inspected one with an issued notice, a second laptop, a stick.
Each test that damages something works on a copy.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlcipher3
import zstandard
from laptops import PASSPHRASE, PIN, Laptop, fill, found_bureau, lighten, photo, sign_all
from PIL import Image

from fieldaudit.domain.core import Scope
from fieldaudit.errors import FieldauditError
from fieldaudit.store import Workspace
from fieldaudit.store.keyfile import read_key
from fieldaudit.wire.blobs import open_blob
from fieldaudit.wire.segments import open_segment

pytestmark = pytest.mark.e2e

HOMES = (("北苑养老中心", "科尔沁区"), ("松涛里养老公寓", "开鲁县"), ("向阳养老院", "科尔沁区"))
REGISTER = "机构名称,旗县市区,地址,负责人,电话,床位数\n" + "\n".join(
    f"{name},{district},{district}和平路{n}号,院长,0475-800000{n},60" for n, (name, district) in enumerate(HOMES, 1)
)
FAILED = {"window_bars": "南侧外窗", "exit_sign": "二层走道"}


@dataclass
class City:
    """Where everything of the prepared city lies."""

    folder: Path
    first: Laptop
    second: Laptop
    stick: Path
    inspection: str
    items: dict[str, str]
    notice: str

    def copy(self, folder: Path) -> City:
        """The same city elsewhere, to be damaged."""
        shutil.copytree(self.folder, folder / "city")
        there = folder / "city"
        return City(
            there,
            Laptop(there / "first", self.first.person),
            Laptop(there / "second", self.second.person),
            there / "stick",
            self.inspection,
            self.items,
            self.notice,
        )


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("city")
    (folder / "stick").mkdir()
    first = found_bureau(folder)
    (folder / "register.csv").write_text(REGISTER, "utf-8")
    assert first.do("institutions", "import", folder / "register.csv", "--yes", person="管理员")["new"] == 3
    inspection = first.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")["id"]
    items = fill(first, inspection, FAILED)
    first.do("inspect", "photo", inspection, "window_bars", photo(folder, "bars.jpg", 40))
    for question, place in FAILED.items():
        first.do("plan", "edit", items[question], "--place", place)
    first.do("plan", "grade", items["window_bars"], "major")
    sign_all(first, inspection, folder)
    first.do("inspect", "finish", inspection)
    notice = first.do("notice", "issue", inspection)["id"]
    first.do("notice", "serve", notice, "--recipient", "院长", "--with", "检查员乙")
    first.do("people", "add", "科室负责人甲", "--role", "supervisor", "--badge", "15050000009", person="管理员")
    second = Laptop(folder / "second", "科室负责人甲")
    code = second.do("enrol", "request", "--out", folder / "request", person="")["code"]
    lighten(second.workspace)
    first.do(
        "enrol", "grant", folder / "request", "--code", code, "--person", "科室负责人甲", "--out", folder / "grant", person="管理员"
    )
    second.do("enrol", "accept", folder / "grant", person="")
    first.do("sync", "folder", folder / "stick")
    second.do("sync", "folder", folder / "stick", person="")
    second.do("people", "pin", "科室负责人甲", "--new", PIN, person="")
    return City(folder, first, second, folder / "stick", inspection, items, notice)


def _fingerprint(laptop: Laptop) -> object:
    return [
        laptop.do("inspect", "list", person=""),
        laptop.do("plan", "list", person=""),
        laptop.do("notice", "list", person=""),
        laptop.do("institutions", "list", person=""),
    ]


def test_bad_files_are_refused_by_name_and_nothing_is_lost(city: City, tmp_path: Path) -> None:
    before = _fingerprint(city.first)
    draft = city.first.do("inspect", "new", "向阳养老院", "--with", "检查员乙")["id"]
    whole = photo(tmp_path, "whole.jpg", 80).read_bytes()
    cases = {
        "words.jpg": b"this is no picture",
        "torn.jpg": whole[: len(whole) // 2],
        "empty.jpg": b"",
        "paper.jpg": b"%PDF-1.7\n%...",
    }
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        assert name in city.first.refused("inspect", "photo", draft, "exit_clear", tmp_path / name)
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("hello.txt", "no workbook")
    (tmp_path / "one.csv").write_text("机构名称\n北苑\n", "utf-8")
    for name in ("zip.xlsx", "one.csv"):
        assert name in city.first.refused("institutions", "import", tmp_path / name, "--yes", person="管理员")
    assert city.first.do("inspect", "show", draft)["photos"] == []
    after = _fingerprint(city.first)
    assert [row for row in after[0] if row["id"] != draft] == before[0] and after[1:] == before[1:]  # type: ignore[index]


def test_form_faults_are_all_named_with_sheet_and_row(city: City, tmp_path: Path) -> None:
    form = (
        "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | a | B | |\n"
        "| | text | c | C | ${nobody} = 1 |\n| settings | |\n| | form_id |\n| | trial |\n"
    )
    (tmp_path / "faulty.md").write_text(form, "utf-8")
    faults = city.first.run("forms", "check", tmp_path / "faulty.md", "--json", person="")
    assert faults.returncode == 1
    assert '"row": 3' in faults.stdout and '"row": 4' in faults.stdout and "nobody" in faults.stdout


def test_acts_out_of_turn_are_refused_with_the_reason(city: City) -> None:
    first, bars = city.first, city.items["window_bars"]
    assert "being rectified" in first.refused("plan", "clear", city.items["exit_sign"])
    first.do("plan", "reinspect", city.items["exit_sign"], "pass", "--with", "检查员乙")
    assert "photo" in first.refused("plan", "clear", city.items["exit_sign"])
    assert "without items" in first.refused("notice", "issue", city.inspection)
    assert "supervisor" in first.refused("review", "approve", city.inspection)
    assert "supervisor" in first.refused("plan", "grant", bars, "--to", "2099-01-01")
    assert "exit" in first.refused("plan", "reinspect", bars, "pass", "--with", "检查员乙")
    assert "wrong PIN" in first.refused("plan", "submit", bars, pin="9999")
    assert "passphrase" in first.refused("institutions", "list", passphrase="not this one")
    assert first.do("plan", "show", bars)["state"] == "in_progress"


def test_a_second_process_on_the_same_workspace_is_refused(city: City) -> None:
    code = (
        "import sys; from pathlib import Path; from fieldaudit.store import Workspace\n"
        "w = Workspace.open(Path(sys.argv[1]), sys.argv[2]); print('open', flush=True); sys.stdin.read(); w.close()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(city.first.workspace), PASSPHRASE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    try:
        assert "another fieldaudit" in city.first.refused("institutions", "list", person="")
    finally:
        holder.communicate("")
    assert len(city.first.do("institutions", "list", person="")) == 3


def _database(laptop: Laptop) -> sqlcipher3.Connection:
    key, _ = read_key(laptop.workspace, PASSPHRASE)
    connection = sqlcipher3.connect(str(laptop.workspace / "fieldaudit.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def test_a_database_from_a_newer_version_is_refused_untouched(city: City, tmp_path: Path) -> None:
    laptop = city.copy(tmp_path).first
    connection = _database(laptop)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (laptop.workspace / "fieldaudit.db").read_bytes()
    assert "newer version" in laptop.refused("institutions", "list", person="")
    assert (laptop.workspace / "fieldaudit.db").read_bytes() == before


def _flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_verify_names_a_flipped_byte_in_a_database_page(city: City, tmp_path: Path) -> None:
    laptop = city.copy(tmp_path).first
    assert laptop.do("verify", person="")["whole"] is True
    _flip(laptop.workspace / "fieldaudit.db", 4096 * 5 + 77)
    assert "page 6" in laptop.refused("verify", person="")


def test_verify_names_a_flipped_byte_in_a_blob(city: City, tmp_path: Path) -> None:
    laptop = city.copy(tmp_path).first
    blob = max((laptop.workspace / "blobs").glob("??/*"), key=lambda path: path.stat().st_size)
    _flip(blob, blob.stat().st_size // 2)
    assert blob.name in laptop.refused("verify", person="")


def test_verify_names_a_flipped_byte_in_a_segment_on_the_stick_and_sync_sets_it_aside(city: City, tmp_path: Path) -> None:
    there = city.copy(tmp_path)
    segment = sorted(there.stick.rglob("segments/1/1/*"))[0]
    _flip(segment, segment.stat().st_size // 2)
    name = segment.relative_to(there.stick / "fieldaudit").as_posix()
    assert name in there.first.refused("verify", "--carrier", there.stick, person="")
    shutil.rmtree(there.second.workspace)
    assert there.first.do("verify", person="")["whole"] is True


def test_verify_names_a_cell_altered_by_sql(city: City, tmp_path: Path) -> None:
    laptop = city.copy(tmp_path).first
    connection = _database(laptop)
    connection.execute("UPDATE institution SET beds = 6000 WHERE name = '北苑养老中心'")
    connection.close()
    message = laptop.refused("verify", person="")
    assert "institution" in message and "beds" in message and "6000" in message
    laptop.do("rebuild", person="")
    assert laptop.do("verify", person="")["whole"] is True


def test_a_stick_tells_a_stranger_nothing(city: City) -> None:
    files = [path for path in city.stick.rglob("*") if path.is_file()]
    assert len(files) > 20
    secrets = (
        "北苑养老中心",
        "检查员甲",
        "院长",
        "和平路",
        "window_bars",
        "exit_clear",
        "15050000001",
        "0475-800000",
        "通民养改",
        "南侧外窗",
    )
    for path in files:
        data, name = path.read_bytes(), str(path.relative_to(city.stick))
        for secret in secrets:
            for encoding in ("utf-8", "gb18030", "utf-16-le"):
                assert secret.encode(encoding) not in data, (name, secret)
            assert secret not in name
        for opened in (
            lambda d=data: zstandard.ZstdDecompressor().decompress(d, max_output_size=10_000_000),
            lambda d=data: gzip.decompress(d),
            lambda p=path: Image.open(p).load(),
        ):
            with pytest.raises((zstandard.ZstdError, OSError, EOFError)):
                opened()
        assert not data.startswith(b"SQLite format 3")


def test_an_object_does_not_open_with_another_scopes_key(city: City) -> None:
    with Workspace.open(city.first.workspace, PASSPHRASE) as workspace:
        keys = workspace.store.trust.scope_keys
        for folder, opener in (("segments", open_segment), ("blobs", open_blob)):
            for path in (city.stick / "fieldaudit" / folder).rglob("*"):
                if not path.is_file():
                    continue
                own = Scope(int(path.relative_to(city.stick / "fieldaudit" / folder).parts[0]))
                opener(path.read_bytes(), keys[own, 1])
                for scope in (Scope(0), Scope(1), Scope(3)):
                    if scope != own:
                        with pytest.raises(FieldauditError):
                            opener(path.read_bytes(), keys[scope, 1])
