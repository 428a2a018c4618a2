"""The verb `institutions import`: what it shows, every correction, and a register of 300 awkward rows end to end."""

from __future__ import annotations

import io
import shlex
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from register_300 import register
from terminal import Terminal

from fieldaudit.cli.base import now_ms
from fieldaudit.store import Workspace
from fieldaudit.work import office

pytestmark = pytest.mark.slow  # `make check` stays under a minute

HEAD = "机构名称,旗县市区,电话,床位数\n"


@pytest.fixture
def own(terminal: Terminal, founded: Path, tmp_path: Path) -> Terminal:
    """A terminal with a workspace of its own, so that what one test stores no other sees."""
    shutil.copytree(founded / "first", tmp_path / "own")
    return Terminal(tmp_path / "own", tmp_path, terminal.capture)


def put(own: Terminal, text: str, name: str = "r.csv", encoding: str = "utf-8") -> str:
    (own.folder / name).write_bytes(text.encode(encoding))
    return name


def home(own: Terminal, name: str) -> Any:
    return own.do("institutions", "show", name)


def test_the_preview_tells_how_the_file_was_read_and_the_line_that_reads_it_so_again(own: Terminal) -> None:
    file = put(own, HEAD + "晚晴养老院,开鲁县,13900000001,一百二十\n", encoding="gb18030")
    said = own.run("institutions", "import", file).out
    for words in ("编码 gb18030", "分隔符：逗号", "表头在第 1 行", "D 床位数 → 床位数：表头是已知写法", "新增 1", "只是预览"):
        assert words in said
    again = next(line for line in said.splitlines() if "照此再读" in line).partition("fieldaudit ")[2]
    assert own.run(*shlex.split(again)).out.splitlines()[1:] == said.splitlines()[1:]
    assert own.do(*shlex.split(again))["reading"]["options"] == [
        "--encoding", "gb18030", "--delimiter", "comma", "--header-rows", "1"]


def test_the_preview_speaks_english_too(own: Terminal) -> None:
    said = own.run("--lang", "en", "institutions", "import", put(own, HEAD + "晚晴养老院,开鲁县,139,1\n合计,,,1\n")).out
    for words in ("header in row 1", "beds: a known heading", "row 2: the phone '139'", "skipped, row 3: a total", "add --yes"):
        assert words in said


def test_what_an_import_changes_is_shown_before_and_after(own: Terminal) -> None:
    file = put(own, HEAD + "北苑养老中心,科尔沁区,0475-8000002/13900000001,60\n")
    said = own.run("institutions", "import", file).out
    assert "更新，第2行“北苑养老中心”：电话 0475-8000001 → 0475-8000002、13900000001；床位数 （空） → 60" in said
    done = own.do("institutions", "import", file, "--yes")
    assert (done["stored"], done["updated_rows"][0]["changes"]["beds"]) == (1, {"before": None, "after": 60})
    assert own.do("institutions", "import", file)["unchanged"] == 1


def test_a_twin_is_offered_and_decided(own: Terminal) -> None:
    file = put(own, HEAD + "北苑敬老院,科尔沁区,,60\n")
    known = home(own, "北苑养老中心")["id"]
    said = own.run("institutions", "import", file).out
    assert f"--twin 2={known}" in said and "--twin 2=new" in said and "institutions merge" in said
    seen = own.do("institutions", "import", file)
    assert (seen["new"], seen["twins"], seen["twin_rows"][0]["twins"][0]["id"]) == (1, 1, known)
    assert own.do("institutions", "import", file, "--twin", "2=new")["twins"] == 0
    assert own.do("institutions", "import", file, "--twin", f"2={known}", "--yes")["updated"] == 1
    assert home(own, "北苑敬老院")["id"] == known
    assert len(own.do("institutions", "list")) == 1


def test_columns_encoding_delimiter_and_header_are_corrected_by_options(own: Terminal) -> None:
    file = put(own, "名册;;\n托养点;所属;张数\n晚晴;开鲁县;9\n", encoding="utf-16-le")
    options = ["--encoding", "utf-16-le", "--delimiter", "semicolon", "--header-rows", "2",
               "--map", "托养点=name", "--map", "B=district", "--map", "张数=beds"]
    assert "没有“机构名称”列" in own.refused("institutions", "import", file)
    done = own.do("institutions", "import", file, *options, "--yes")
    assert (done["new"], home(own, "晚晴")["beds"]) == (1, 9)


@pytest.mark.parametrize("words", [
    "--header-rows 0", "--header-rows 3-5", "--header-rows x", "--map phone", "--map 传真=phone", "--twin 2", "--twin 9=new",
    "--sheet 一 --all-sheets", "--sheet 一", "--encoding big5 --header-rows 1",
])
def test_a_correction_that_fits_nothing_is_refused(own: Terminal, words: str) -> None:
    file = put(own, HEAD + "晚晴养老院,开鲁县,13900000001,9\n")
    own.refused("institutions", "import", file, *words.split())
    assert len(own.do("institutions", "list")) == 1


def test_an_old_workbook_is_refused_with_what_to_do(own: Terminal) -> None:
    (own.folder / "名册.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"))
    assert "另存为" in own.refused("institutions", "import", "名册.xls")


def test_the_refused_rows_of_several_sheets_need_a_workbook(own: Terminal) -> None:
    (own.folder / "r.xlsx").write_bytes(register()[0])
    assert ".xlsx" in own.refused("institutions", "import", "r.xlsx", "--all-sheets", "--refused", "r.csv")
    assert not (own.folder / "r.csv").exists()


def test_the_refused_rows_of_a_text_file_may_go_into_a_workbook_too(own: Terminal) -> None:
    file = put(own, HEAD + "晚晴养老院,开鲁县,139,9\n")
    own.do("institutions", "import", file, "--refused", "mend.xlsx")
    mended = openpyxl.load_workbook(own.folder / "mend.xlsx")
    mended.worksheets[0]["E2"] = "13900000001"
    mended.save(own.folder / "mend.xlsx")
    assert own.do("institutions", "import", "mend.xlsx")["new"] == 1


# -- end to end ---------------------------------------------------------------------------------------

@pytest.fixture
def bureau(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, founded: Path) -> Terminal:
    """A bureau of three districts without any home."""
    with monkeypatch.context() as patch, Workspace.create(tmp_path / "three", None) as workspace:
        patch.setattr(office, "forms_dir", lambda: founded / "forms")
        founding = office.Founding("通辽市民政局", "通民养", ("科尔沁区", "开鲁县", "库伦旗"), "管理员", "0000")
        office.found_bureau(workspace, founding, now_ms())
    return Terminal(tmp_path / "three", tmp_path, terminal.capture)


def at(entry: dict[str, Any]) -> tuple[str, int]:
    return entry["sheet"], entry["row"]


@pytest.mark.slow
def test_a_register_of_three_hundred_awkward_rows_is_imported_mended_and_imported_again(bureau: Terminal) -> None:
    data, expected = register()
    (bureau.folder / "r.xlsx").write_bytes(data)
    line = ["institutions", "import", "r.xlsx", "--all-sheets"]
    seen = bureau.do(*line, person="管理员")
    assert (seen["new"], seen["refused"], seen["stored"]) == (len(expected.homes), len(expected.refused), None) == (195, 105, None)
    assert {at(entry): entry["key"] for entry in seen["refused_rows"]} == expected.refused
    assert {at(entry): entry["key"] for entry in seen["warnings"]} == expected.warned
    assert {at(entry) for entry in seen["twin_rows"]} == expected.twins
    assert {at(entry): entry["kind"] for entry in seen["skipped_rows"]} == expected.skipped
    assert [each["name"] for each in seen["reading"]["other_sheets"]] == ["填表说明"]
    assert all(sheet["hidden_columns"] == ["H"] and sheet["header_rows"] == "2-3" for sheet in seen["reading"]["sheets"])

    done = bureau.do(*line, "--yes", "--refused", "mend.xlsx", person="管理员")
    assert done["stored"] == 195
    for (district, _), wanted in expected.homes.items():
        if "code" in wanted:
            found = home(bureau, wanted["code"])
            assert {name: found[name] for name in wanted} == wanted and found["district"] == district
    assert bureau.do(*line, person="管理员")["unchanged"] == 195

    mend(bureau.folder / "mend.xlsx")
    mended = bureau.do("institutions", "import", "mend.xlsx", "--all-sheets", "--yes", person="管理员")
    assert (mended["new"], mended["refused"], len(bureau.do("institutions", "list"))) == (105, 0, 300)
    assert bureau.run("verify").status == 0


def mend(file: Path) -> None:
    """Put right what each reason says, as the office would."""
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    serial = 0
    for page in book.worksheets:
        top = [cell.value for cell in page[1]]
        district = 1 if "旗县市区" in top else 0
        name, code, phone, beds = (column + 4 + district for column in (0, 1, 2, 4))
        for row in range(3, page.max_row + 1):
            serial += 1
            page.cell(row, name).value = f"补录{serial}号托养点"
            page.cell(row, code).value = None
            page.cell(row, phone).value = f"138{serial:08d}"
            page.cell(row, beds).value = 9
    book.save(file)
