"""Files that cannot be read are told apart and refused, each with the way out."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_examples import HEADER, code_of, csv_of, xlsx_of

from fieldaudit.errors import BadInput
from fieldaudit.work.register_file import read_register

ROW = ["北苑养老中心", code_of(1), "科尔沁区", "13900000001", "120", "80"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PAGE = "<table><tr><td>机构名称</td><td>旗县市区</td></tr></table></body></html>"


def ole(*streams: str) -> bytes:
    """The beginning of an OLE container and the names of its streams, as its directory holds them."""
    return OLE + b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)


def zip_of(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, b"<x/>")
    return out.getvalue()


def refusal(data: bytes, name: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_register(data, name)
    assert caught.value.where == name
    return caught.value


@pytest.mark.parametrize(("name", "data", "what", "todo"), [
    ("名册.xls", ole("Workbook"), "Excel 97-2003", "另存为"),
    ("名册.xls", ole("Book"), "Excel 97-2003", "Excel 工作簿（*.xlsx）"),
    ("名册.xls", ole("WordDocument", "Workbook"), "Excel 97-2003", "另存为"),
    ("名册.et", ole("Workbook"), "WPS 表格", "另存为"),
    ("名册.wps", ole("WordDocument"), "文字文档", "复制到新建的工作簿"),
    ("名册.doc", ole("WordDocument"), "文字文档", "复制到新建的工作簿"),
    ("名册.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "密码", "清空密码"),
    ("名册.bin", ole("Contents"), "旧版 Office", "另存为"),
    ("名册.xls", ("<html xmlns:x='urn:x'><head></head><body>" + PAGE).encode(), "网页", "另存为"),
    ("名册.xls", ("\ufeff<!DOCTYPE html><body>" + PAGE).encode(), "网页", "另存为"),
    ("名册.xls", ("<HTML><body>" + PAGE).encode("utf-16"), "网页", "另存为"),
    ("名册.xls", ("<HTML><body>" + PAGE).encode("gb18030"), "网页", "另存为"),
    ("名册.xls", PAGE.encode(), "网页", "另存为"),
    ("名册.xls", b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 电子表格", "另存为"),
    ("名册.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "MHT", "另存为"),
    ("名册.pdf", b"%PDF-1.7\n...", "PDF", "原件"),
    ("名册.xlsb", zip_of("xl/workbook.bin"), ".xlsb", "另存为"),
    ("名册.ods", zip_of("mimetype", "content.xml"), ".ods", "另存为"),
    ("名册.docx", zip_of("word/document.xml"), "Word", "复制到新建的工作簿"),
    ("名册.zip", zip_of("名册.xlsx"), "压缩包", "解压"),
])
def test_each_kind_of_foreign_file_is_named_and_the_way_out_told(name: str, data: bytes, what: str, todo: str) -> None:
    error = refusal(data, name)
    assert what in str(error.what) and todo in str(error.todo)


def either(data: bytes) -> None:
    """A register or a refusal that says what to do; nothing else may happen."""
    try:
        assert read_register(data, "名册").sheets
    except BadInput as refused:
        assert refused.where.startswith("名册") and str(refused.todo)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"<table>", OLE]))
def test_whatever_the_bytes_there_is_a_register_or_a_refusal(data: bytes, start: bytes) -> None:
    either(start + data)


@cache
def register_of(kind: str) -> bytes:
    """Made once: a workbook says when it was made, and a test that is tried again must meet the same bytes."""
    rows = [["機構名稱", "旗縣市區", "備註"], ["北苑", "開魯縣", "山水"], ["中心", "開魯縣", "a,b"]]
    return xlsx_of(rows) if kind == "xlsx" else csv_of(rows, kind)


@settings(max_examples=80)
@given(st.data(), st.sampled_from(["utf-8", "utf-16", "gb18030", "big5", "xlsx"]))
def test_a_register_with_bytes_overwritten_is_read_or_refused(data: st.DataObject, kind: str) -> None:
    whole = bytearray(register_of(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    either(bytes(whole[:data.draw(st.integers(1, len(whole)))]))


@pytest.mark.parametrize("name", ["名册.xls", "名册.et", "名册.csv", "名册"])
def test_a_true_workbook_is_read_whatever_its_name(name: str) -> None:
    assert len(read_register(xlsx_of([HEADER, ROW]), name).sheets[0].rows) == 1


def test_text_that_a_program_named_xls_is_read() -> None:
    register = read_register(csv_of([HEADER, ROW], "gb18030", "\t"), "导出.xls")
    assert (register.encoding, register.delimiter, len(register.sheets[0].rows)) == ("gb18030", "tab", 1)


def test_a_table_whose_first_cell_begins_with_a_bracket_is_no_web_page() -> None:
    data = csv_of([["<名册>"], HEADER, ROW])
    assert len(read_register(data, "r.csv").sheets[0].rows) == 1
