"""A bureau on disk for the command line: unprotected, a checklist of three questions, everyone's PIN is 0000."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from terminal import DAY, Terminal

from fieldaudit.store import Workspace
from fieldaudit.work import office, register
from fieldaudit.work.register_file import read_register

FORM = """| survey |
| | type | name | label::中文 (zh) | label::English (en) | required | bind::fa:severity | bind::fa:measure | bind::fa:days \
| bind::fa:order_basis | bind::fa:basis_checked | bind::fa:fail | bind::fa:finding | bind::fa:require |
| | select_one pfn | sign | 疏散指示 | exit signs | yes | general | deadline | 30 | 消防法:16.1.5 | recalled | fail | 不亮 | 更换 |
| | select_one pfn | bars | 外窗 | window bars | yes | major | open_exit | 30 | 消防法:16.1.5 | recalled | fail | 有网 | 拆除 |
| | text | remark | 备注 | remark | | | | | | | | | |
| choices |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | pfn | pass | 符合 | pass |
| | pfn | fail | 不符合 | fail |
| settings |
| | form_id | version | form_title | default_language | namespaces |
| | fire_safety | 2026112401 | 试表 | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |
"""
REGISTER = "机构名称,旗县市区,电话,地址\n北苑养老中心,科尔沁区,0475-8000001,和平路1号\n"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the bureau, made once: `first` stays as it was made, tests that only look share `shared`."""
    from fieldaudit.cli.base import now_ms

    folder = tmp_path_factory.mktemp("bureau")
    (folder / "forms").mkdir()
    (folder / "forms" / "trial.md").write_text(FORM, "utf-8")
    with pytest.MonkeyPatch.context() as patch, Workspace.create(folder / "first", None) as workspace:
        patch.setattr(office, "forms_dir", lambda: folder / "forms")
        founding = office.Founding("通辽市民政局", "通民养", ("科尔沁区", "开鲁县"), "管理员", "0000")
        desk = office.found_bureau(workspace, founding, now_ms() - DAY)
        sheet = read_register(REGISTER.encode(), "register.csv")
        register.take(desk, register.look(desk, sheet))
        for name, role, badge in (("检查员甲", "inspector", "1"), ("检查员乙", "inspector", "2"), ("科长", "supervisor", "9")):
            office.add_person(desk, name, role, badge, "0000")
    shutil.copytree(folder / "first", folder / "shared")
    return folder


@pytest.fixture
def terminal(
    founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """A terminal in an empty folder, with one home in the register."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELDAUDIT_PIN", "0000")
    made = Terminal(founded / "shared", tmp_path, capsys)
    (tmp_path / "register.csv").write_text(REGISTER, "utf-8")
    (tmp_path / "pen.json").write_text("[[[0.1,0.5],[0.8,0.7]]]")
    data = io.BytesIO()
    Image.new("RGB", (64, 48), (40, 90, 120)).save(data, "JPEG")
    (tmp_path / "photo.jpg").write_bytes(data.getvalue())
    yield made
