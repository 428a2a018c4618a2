"""Promises of a home's case file: all of the home is in it, sha256sum and openssl alone check it, one altered byte is found."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from office_world import Office, second_laptop

from fieldaudit.errors import BadInput, Damaged, NotAllowed
from fieldaudit.store import Workspace
from fieldaudit.work import attaching, inspect, notices, plan
from fieldaudit.work.casefile.howto import COMMANDS, INDEX, PAGE, SIGNATURE, SUMS
from fieldaudit.work.casefile.pack import Exported, bureau_code, export
from fieldaudit.work.casefile.signature import signature_svg
from fieldaudit.work.desk import Desk
from fieldaudit.work.papers import Asked, issue, printed

pytestmark = pytest.mark.slow  # programs of the system are run
HOME = "北苑养老中心"


def write(office: Office, target: Path, home: str = HOME) -> Exported:
    desk = office.desk()
    return export(desk, desk.row("institution", office.homes[home]), target)


def typed(folder: Path, scratch: Path) -> list[subprocess.CompletedProcess[str]]:
    """The commands of the page, typed one by one in the folder (its scratch file elsewhere)."""
    return [
        subprocess.run(
            ["sh", "-c", command.replace("/tmp/case.signed", str(scratch))], cwd=folder, capture_output=True, text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        for command in COMMANDS
    ]  # fmt: skip


def checks(folder: Path, scratch: Path, code: str) -> bool:
    """Whether somebody who types the commands is told at every step that all is well."""
    sums, _, list_signed, certified, named, bureau = typed(folder, scratch)
    return (
        sums.returncode == 0
        and "Verified Successfully" in list_signed.stdout
        and "Verified Successfully" in certified.stdout
        and named.stdout.strip() == "1"
        and bureau.stdout.split()[0] == code
    )


@pytest.fixture(scope="module")
def told(office: Office) -> Office:
    """A home with a visit, photos, a served notice, a void one, a reinspection and a cleared hazard."""
    visit = office.draft("bars", "sign")
    name, data = office.photo()
    attaching.attach(office.desk(), visit.id, "bars", data, name)
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    notices.void(office.desk(), notices.issue(office.desk(), visit.id, [visit.items["sign"]]), "份数有误")
    visit.notice = notices.issue(office.desk(), visit.id)
    office.serve(visit.notice)
    office.later(3)
    plan.submit(office.desk(), visit.items["sign"], "已改", [office.photo()])
    plan.reinspect(office.desk(), visit.items["sign"], "pass", office.people["乙"], [office.photo()])
    plan.clear(office.desk(), visit.items["sign"])
    for kind, lang in (("report", "zh"), ("report", "en"), ("record", "zh")):
        issue(office.desk(), kind, Asked(target=str(visit.id), lang=lang))  # type: ignore[arg-type]
    return office


@pytest.fixture(scope="module")
def case(told: Office, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return write(told, tmp_path_factory.mktemp("case") / "案卷")


def test_the_whole_case_is_checked_by_typing_what_its_page_says(case: Exported, told: Office, tmp_path: Path) -> None:
    page = (case.path / PAGE).read_text()
    for command in COMMANDS:
        assert command in page
    code = bureau_code(told.workspace.store.trust.bureau_public)
    assert case.bureau_code == code and code in page
    assert checks(case.path, tmp_path / "signed", code)


def test_everything_of_the_home_is_in_it(case: Exported, told: Office) -> None:
    desk = told.desk()
    names = {str(path.relative_to(case.path)) for path in case.path.rglob("*") if path.is_file()}
    listed = [line.split("  ", 1) for line in (case.path / SUMS).read_text().splitlines()]
    assert {name for _, name in listed} == names - {SUMS, SIGNATURE}
    for paper in desk.store.query("SELECT * FROM paper"):
        assert any(file.read_bytes() == printed(desk, paper) for file in case.path.glob("文书/*.pdf")), paper["number"]
    hashes = {digest for digest, _ in listed}
    assert {row["sha256"] for row in desk.store.query("SELECT * FROM attachment")} <= hashes
    assert len(list(case.path.glob("签名/*.svg"))) == 3 and len(list(case.path.glob("检查记录/*.xml"))) == 1
    rows = list(csv.DictReader(io.StringIO((case.path / "时间线.csv").read_text("utf-8-sig"))))
    told_of = [row["事项"] for row in rows]
    wanted = ("登记机构", "开始日常检查", "发现隐患", "签名", "完成检查", "下达整改通知", "送达", "申请复查", "复查", "销号")
    for what in wanted:
        assert any(each.startswith(what) for each in told_of), what
    assert any("已作废：份数有误" in each for each in told_of)
    issued = {each.removeprefix("出具").partition("（")[0] for each in told_of if each.startswith("出具")}
    assert issued == {"责令限期改正通知书", "送达回证", "检查报告", "现场检查记录"}
    number = desk.store.find("inspection")[0]["number"]
    reports = sorted(path.name.partition("_")[2] for path in case.path.glob("文书/*检查报告*"))
    assert reports == [f"检查报告_{number}_第1版.pdf", f"检查报告_{number}_英文第1版.pdf"]
    assert [row["发生时间"] for row in rows] == sorted(row["发生时间"] for row in rows)
    assert all(row["办理人"] and row["操作编号"] for row in rows)
    index = list(csv.DictReader(io.StringIO((case.path / INDEX).read_text("utf-8-sig"))))
    assert {row["文件"] for row in index} <= names and case.files == len(index)


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    "altered", ["文书/*.pdf", "照片/*.jpg", "签名/*.svg", "检查记录/*.xml", "时间线.csv", "目录.csv", "案卷.json",
                SUMS, SIGNATURE, "keys/device.pem", "keys/bureau.pem", "keys/certificate.signed", "keys/certificate.sig"],
)  # fmt: skip
def test_one_altered_byte_is_found(altered: str, case: Exported, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(case.path, folder)
    _flip(sorted(folder.glob(altered))[0])
    assert not checks(folder, tmp_path / "signed", case.bureau_code)


def test_a_case_signed_again_by_somebody_else_is_found_by_the_bureaus_code(case: Exported, tmp_path: Path) -> None:
    folder = tmp_path / "forged"
    shutil.copytree(case.path, folder)
    script = f"""
openssl genpkey -algorithm ed25519 -out {tmp_path}/own.key
openssl pkey -in {tmp_path}/own.key -pubout -out keys/device.pem
cp keys/device.pem keys/bureau.pem
hex=$(openssl pkey -pubin -in keys/device.pem -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \\n')
printf '%s' "$hex" > keys/certificate.signed
openssl pkeyutl -sign -inkey {tmp_path}/own.key -rawin -in keys/certificate.signed -out keys/certificate.sig
find . -type f ! -name 'SHA256SUMS*' | sed 's|^./||' | xargs -d '\\n' sha256sum > SHA256SUMS
(printf 'fieldaudit/case-file/1\\000'; cat SHA256SUMS) > {tmp_path}/own
openssl pkeyutl -sign -inkey {tmp_path}/own.key -rawin -in {tmp_path}/own -out SHA256SUMS.sig
"""
    subprocess.run(["sh", "-euc", script], cwd=folder, check=True)
    *steps, bureau = typed(folder, tmp_path / "signed")
    assert all(step.returncode == 0 for step in steps), "a forger can make all but the bureau's own code right"
    assert bureau.stdout.split()[0] != case.bureau_code


def test_a_zip_holds_the_same_files(told: Office, tmp_path: Path) -> None:
    done = write(told, tmp_path / "案卷.zip")
    with zipfile.ZipFile(done.path) as archive:
        assert archive.testzip() is None
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o644}, "whoever unpacks it can read it"
        archive.extractall(tmp_path / "out")
    assert checks(tmp_path / "out", tmp_path / "signed", done.bureau_code)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "signed", "案卷.zip"]


def test_what_this_laptop_does_not_hold_is_listed_with_its_hash(told: Office, tmp_path: Path) -> None:
    photo = told.workspace.store.find("attachment", kind="photo")[0]
    path = told.desk().blobs.path(photo["object"])
    path.rename(tmp_path / "away")
    try:
        done = write(told, tmp_path / "case")
    finally:
        (tmp_path / "away").rename(path)
    assert len(done.missing) == 1
    index = list(csv.DictReader(io.StringIO((done.path / INDEX).read_text("utf-8-sig"))))
    lacking = [row for row in index if row["说明"]]
    assert [row["SHA-256"] for row in lacking] == [photo["sha256"]]
    assert checks(done.path, tmp_path / "signed", done.bureau_code)


def test_a_file_that_is_not_what_was_recorded_stops_the_export(
    told: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(told.desk().blobs), "get", lambda self, name: b"other bytes")
    with pytest.raises(Damaged, match="哈希不符"):
        write(told, tmp_path / "case")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_and_a_laptop_without_a_certificate_cannot_sign(told: Office, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for target in (tmp_path / "mine", tmp_path / "no" / "case"):
        with pytest.raises(BadInput):
            write(told, target)
    with Workspace.create(tmp_path / "empty", None) as workspace, pytest.raises(NotAllowed, match="证书"):
        export(Desk(workspace, told.now), {"id": 1, "name": HOME}, tmp_path / "case")


EXPORTER = """
import sys
from pathlib import Path
from fieldaudit.errors import MachineError
from fieldaudit.store import Workspace
from fieldaudit.work.casefile.pack import export
from fieldaudit.work.desk import Desk
with Workspace.open(Path(sys.argv[1]), None) as workspace:
    desk = Desk(workspace, int(sys.argv[2]), int(sys.argv[3]))
    try:
        export(desk, desk.row("institution", int(sys.argv[4])), Path(sys.argv[5]))
    except MachineError as error:
        print("full", str(error).splitlines()[0])
"""


@pytest.mark.parametrize("name", ["case", "case.zip"])
def test_a_full_disk_leaves_nothing_behind(name: str, told: Office, tmp_path: Path) -> None:
    disk, desk, copy = tmp_path / "disk", told.desk(), tmp_path / "copy"
    disk.mkdir()
    shutil.copytree(told.workspace.path, copy)  # the workspace itself is open here
    child = [sys.executable, "-c", EXPORTER, copy, desk.now, desk.actor(), told.homes[HOME], disk / name]
    script = f"""
mount -t tmpfs -o size=64k tmpfs {disk}
trap 'umount -l {disk}' EXIT
head -c 57344 /dev/zero > {disk}/ballast
{shlex.join(map(str, child))}
ls -A {disk}
"""
    run = ["sh", "-euc", script]
    done = subprocess.run(run if os.geteuid() == 0 else ["unshare", "-Urm", *run], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert said.startswith("full") and "写不进去" in said.splitlines()[0]
    assert said.splitlines()[1:] == ["ballast"]


def test_another_laptops_case_is_vouched_for_by_the_same_bureau(told: Office, tmp_path: Path) -> None:
    second = second_laptop(told, tmp_path / "second", "甲", "乙")
    try:
        told.sync(tmp_path / "stick")
        second.now = told.now
        second.sync(tmp_path / "stick")
        done = write(second, tmp_path / "case")
    finally:
        second.workspace.close()
    code = bureau_code(told.workspace.store.trust.bureau_public)
    assert done.bureau_code == code and checks(done.path, tmp_path / "signed", code)


def test_names_are_safe_on_every_file_system_and_no_two_alike(case: Exported) -> None:
    names = [str(path.relative_to(case.path)) for path in case.path.rglob("*") if path.is_file()]
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if re.search(r'[\\:*?"<>|\x00-\x1f]', name) or len(name.encode()) > 240]


def test_a_signature_is_drawn_stroke_by_stroke() -> None:
    drawn = signature_svg([[[0.0, 0.5], [1.0, 0.25]], [[0.5, 0.5]], []], "甲 <2026>").decode()
    assert re.findall(r'points="([^"]*)"', drawn) == ["0.0,80.0 400.0,40.0", "200.0,80.0 200.0,80.0"]
    assert "甲 &lt;2026&gt;" in drawn
