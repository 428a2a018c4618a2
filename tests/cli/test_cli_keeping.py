"""Backup and restore from the command line, to the first act of the laptop that took over."""

from __future__ import annotations

import os
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from terminal import Terminal

from fieldaudit.store import Workspace

pytestmark = pytest.mark.slow  # a bureau is founded for each


@pytest.fixture
def own(terminal: Terminal, founded: Path, tmp_path: Path) -> Terminal:
    """The bureau's laptop, this test's own."""
    shutil.copytree(founded / "first", tmp_path / "first")
    return replace(terminal, workspace=tmp_path / "first")


@pytest.mark.slow
def test_a_laptop_is_lost_and_the_next_one_goes_on_from_its_backup(
    own: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDAUDIT_PASSPHRASE", "备份口令")
    home = own.do("institutions", "list")[0]["id"]
    made = own.do("backup", "b.zip", person="")
    assert made["protected"] and made["bytes"] == os.path.getsize("b.zip") and made["damaged_photos"] == []
    assert own.do("inspect", "new", home, "--with", "检查员乙")["id"]  # only on a stick when the laptop is lost
    own.do("sync", "folder", str(stick(tmp_path)), person="")

    restored = own.do("restore", "b.zip", "next", person="")
    assert restored["device"] == 1 and restored["workspace"] == "next"
    next_one = replace(own, workspace=tmp_path / "next")
    assert next_one.do("institutions", "list", person="")[0]["id"] == home
    assert next_one.do("inspect", "list", person="") == []
    assert "尚未注册" in next_one.run("sync", "status").out
    for refused in (("inspect", "new", home, "--with", "检查员乙"), ("people", "add", "丁", "--role", "supervisor")):
        assert "enrol request" in next_one.refused(*refused)

    code = next_one.do("enrol", "request", "--out", "request", person="")["code"]
    assert next_one.do("enrol", "request", "--out", "again", person="")["code"] == code, "a lost file is made again"
    own.do(
        "enrol",
        "grant",
        "request",
        "--code",
        code,
        "--person",
        "检查员甲",
        "--person",
        "检查员乙",
        "--out",
        "grant",
        person="管理员",
    )
    assert next_one.do("enrol", "accept", "grant", person="")["device"] == 2
    next_one.do("sync", "folder", str(stick(tmp_path)), person="")
    assert len(next_one.do("inspect", "list", person="")) == 1, "what was handed over after the backup is back"
    next_one.do("people", "pin", "检查员甲", "--new", "0000", person="")
    visit = next_one.do("inspect", "new", home, "--with", "检查员乙")
    assert visit["number"].split("-")[1] == "2", "numbered under the new laptop"
    assert next_one.do("verify", person="")["whole"]


def stick(folder: Path) -> Path:
    (folder / "stick").mkdir(exist_ok=True)
    return folder / "stick"


@pytest.mark.slow
def test_a_backup_of_an_unprotected_workspace_asks_for_a_passphrase_or_says_it_has_none(
    own: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "FIELDAUDIT_PASSPHRASE" in own.refused("backup", "b.zip", person="")
    assert not Path("b.zip").exists()
    ran = own.run("backup", "b.zip", "--unprotected", "--no-photos")
    assert ran.status == 0 and "没有口令保护" in ran.out
    assert own.do("restore", "b.zip", "r", person="")["photos"] == 0
    monkeypatch.setenv("FIELDAUDIT_PASSPHRASE", "口令口令")
    assert "已存在" in own.refused("backup", "b.zip", person="")
    assert own.do("backup", person="")["file"].startswith("fieldaudit-1-20")
    assert "已备份" in own.run("backup", "c.zip").out
    assert "口令不对" in _with_passphrase("另一个", own, monkeypatch, "restore", "c.zip", "r2")
    assert not Path("r2").exists()


def _with_passphrase(passphrase: str, terminal: Terminal, patch: pytest.MonkeyPatch, *words: str) -> str:
    patch.setenv("FIELDAUDIT_PASSPHRASE", passphrase)
    return terminal.refused(*words, person="")


def test_a_workspaces_folder_stands_for_its_newest_snapshot(own: Terminal, tmp_path: Path) -> None:
    homes = own.do("institutions", "list", person="")  # the first verb of a day keeps one
    (snapshot,) = (tmp_path / "first" / "snapshots").glob("*.zip")
    before = snapshot.stat().st_mtime_ns
    own.do("institutions", "list", person="")
    assert snapshot.stat().st_mtime_ns == before, "once a day"
    (tmp_path / "first" / "key.json").write_text("torn")
    (tmp_path / "first" / "fieldaudit.db").write_bytes(b"torn")
    own.do("restore", str(tmp_path / "first"), "r", person="")
    assert replace(own, workspace=tmp_path / "r").do("institutions", "list", person="") == homes
    assert "已恢复" in own.run("restore", str(snapshot), "r2").out
    assert "快照" in own.refused("restore", str(stick(tmp_path)), "r3", person="")


def test_a_damaged_workspace_is_mended_by_rebuild_and_its_photo_comes_back_by_a_sync(own: Terminal, tmp_path: Path) -> None:
    home = own.do("institutions", "list")[0]["id"]
    visit = own.do("inspect", "new", home, "--with", "检查员乙")["id"]
    own.do("inspect", "photo", visit, "bars", "photo.jpg")
    own.do("sync", "folder", str(stick(tmp_path)), person="")
    shown = own.do("inspect", "show", visit, person="")
    database = tmp_path / "first" / "fieldaudit.db"
    with Workspace.open(tmp_path / "first", None) as workspace:
        (page,) = workspace.store.query("SELECT rootpage FROM sqlite_master WHERE name = 'attachment'")
        (attached,) = workspace.store.find("attachment")
    photo = tmp_path / "first" / "blobs" / attached["object"][:2] / attached["object"]
    whole = photo.read_bytes()
    photo.write_bytes(whole[:-1])
    data = bytearray(database.read_bytes())
    data[(page["rootpage"] - 1) * 4096 + 99] ^= 1
    database.write_bytes(data)

    assert "fieldaudit rebuild" in own.refused("inspect", "show", visit, person="")
    mended = own.do("rebuild", person="")["mended"]
    assert len(mended) == 2 and attached["object"] in mended[1]
    assert own.do("sync", "folder", str(stick(tmp_path)), person="")["got"]["blobs"] == 1
    assert own.do("inspect", "show", visit, person="") == shown
    assert photo.read_bytes() == whole and own.do("verify", person="")["whole"]
    assert own.do("rebuild", person="")["mended"] == []


@pytest.mark.slow
def test_whichever_page_is_damaged_verify_says_what_to_do_and_doing_it_gives_a_whole_workspace(
    own: Terminal, tmp_path: Path
) -> None:
    homes = own.do("institutions", "list")
    assert own.do("inspect", "new", homes[0]["id"], "--with", "检查员乙")["id"]  # after the day's snapshot
    visits = own.do("inspect", "list", person="")
    pages = os.path.getsize(tmp_path / "first" / "fieldaudit.db") // 4096
    for page in range(0, pages, max(1, pages // 12)):
        folder = tmp_path / f"damaged {page}"
        shutil.copytree(tmp_path / "first", folder)
        data = bytearray((folder / "fieldaudit.db").read_bytes())
        data[page * 4096 + 2000] ^= 1
        (folder / "fieldaudit.db").write_bytes(data)
        laptop, lost = replace(own, workspace=folder), ""
        said = laptop.run("verify")
        assert said.status == 1 and f"page {page + 1}" in said.err and "fieldaudit rebuild" in said.err
        if laptop.run("rebuild").status:  # the log itself, or the schema
            lost = laptop.run("restore", str(folder), str(tmp_path / f"new {page}")).out
            laptop = replace(own, workspace=tmp_path / f"new {page}")
        assert laptop.do("verify", person="")["whole"] and laptop.do("institutions", "list", person="") == homes
        assert laptop.do("inspect", "list", person="") == visits or "不在其中" in lost or "读不出来" in lost


def test_a_workspace_of_an_older_program_is_opened_with_nothing_asked_and_says_where_its_copy_lies(
    own: Terminal, tmp_path: Path
) -> None:
    with tarfile.open(Path(__file__).parents[1] / "store" / "released" / "v1.tar.gz") as archive:
        archive.extractall(tmp_path)
    old = replace(own, workspace=tmp_path / "v1")
    ran = old.run("institutions", "list")
    assert ran.status == 0 and "南山养老院" in ran.out and "before-format-2.db" in ran.err
    assert (tmp_path / "v1" / "snapshots" / "before-format-2.db").exists()
    assert old.run("institutions", "list").err == "" and old.do("verify", person="")["whole"]


def test_a_lost_key_file_is_put_back_by_rebuild(own: Terminal, tmp_path: Path) -> None:
    homes = own.do("institutions", "list", person="")
    for damage in (lambda path: path.unlink(), lambda path: path.write_text("{")):
        damage(tmp_path / "first" / "key.json")
        assert "fieldaudit rebuild" in own.refused("institutions", "list", person="")
        assert len(own.do("rebuild", person="")["mended"]) == 1
        assert own.do("institutions", "list", person="") == homes


def test_an_old_database_put_back_says_so_on_every_line_and_is_enrolled_anew_in_place(own: Terminal, tmp_path: Path) -> None:
    other = replace(own, workspace=tmp_path / "other")
    code = other.do("enrol", "request", "--out", "r", "--unprotected", person="")["code"]
    own.do("enrol", "grant", "r", "--code", code, "--person", "检查员甲", "--person", "检查员乙", "--out", "g", person="管理员")
    other.do("enrol", "accept", "g", person="")
    own.do("sync", "folder", str(stick(tmp_path)), person="")
    other.do("sync", "folder", str(stick(tmp_path)), person="")
    other.do("people", "pin", "检查员甲", "--new", "0000", person="")
    home = other.do("institutions", "list", person="")[0]["id"]
    before = (tmp_path / "other" / "fieldaudit.db").read_bytes()
    visit = other.do("inspect", "new", home, "--with", "检查员乙")["id"]
    other.do("sync", "folder", str(stick(tmp_path)), person="")
    (tmp_path / "other" / "fieldaudit.db").write_bytes(before)

    ran = other.run("institutions", "list")
    assert ran.status == 0 and "旧副本" in ran.err
    assert "enrol request" in other.refused("inspect", "new", home, "--with", "检查员乙")
    code = other.do("enrol", "request", "--out", "r2", person="")["code"]
    own.do("enrol", "grant", "r2", "--code", code, "--person", "检查员甲", "--person", "检查员乙", "--out", "g2", person="管理员")
    assert other.do("enrol", "accept", "g2", person="")["device"] == 3
    other.do("sync", "folder", str(stick(tmp_path)), person="")
    assert [each["id"] for each in other.do("inspect", "list", person="")] == [visit], "what the newer one handed over"
    assert other.do("inspect", "new", home, "--with", "检查员乙")["id"]
    assert other.run("institutions", "list").err == "" and other.do("verify", person="")["whole"]
