"""Which encoding and delimiter a register's bytes are in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_examples import HEADER, code_of, csv_of, sheet_in

from fieldaudit.errors import BadInput
from fieldaudit.work.register_file import read_register
from fieldaudit.work.register_table import Reading
from fieldaudit.work.register_text import DELIMITERS, decode

TRADITIONAL = ["機構名稱", "旗縣市區", "詳細地址", "聯繫電話", "床位數", "備註"]
ROW = ["北苑养老中心", code_of(1), "科尔沁区", "13900000001", "120", "80"]

# codec, bytes put before, what the reader must call it
WAYS = [("utf-8", b"", "utf-8"), ("utf-8", b"\xef\xbb\xbf", "utf-8"), ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"), ("utf-16-be", b"", "utf-16-be"), ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("gb18030", b"", "gb18030"), ("big5", b"", "big5")]
# Characters that every encoding above has, punctuation of names and all delimiters and quotes among them.
WORDS = st.text(alphabet="北苑中心老人之家山水（）,;|\t\"'·路 A1", min_size=1, max_size=12).map(
    lambda text: " ".join(f"院{text}中".split()))
ROWS = st.lists(st.tuples(WORDS, WORDS, st.integers(0, 999), st.integers(0, 9999), WORDS), min_size=1, max_size=6)


@pytest.mark.slow
@settings(max_examples=150)
@given(ROWS, st.sampled_from(WAYS), st.sampled_from(sorted(DELIMITERS)))
def test_any_table_reads_back_equal_in_every_encoding_and_with_every_delimiter(
    rows: list[tuple[str, str, int, int, str]], way: tuple[str, bytes, str], delimiter: str
) -> None:
    codec, mark, name = way
    table = [TRADITIONAL, *([home, "開魯縣", address, f"1390000{tail:04d}", str(beds), note]
                            for home, address, beds, tail, note in rows)]
    register = read_register(mark + csv_of(table, codec, DELIMITERS[delimiter]), "名册.csv")
    assert (register.encoding, register.delimiter) == (name, delimiter)
    assert [(row.row, row.district, row.faults) for row in register.sheets[0].rows] == [
        (number, "開魯縣", ()) for number in range(2, len(rows) + 2)]
    assert [row.cells for row in register.sheets[0].rows] == [
        {"name": home, "address": address, "beds": beds, "phone": f"1390000{tail:04d}",
         "extra_json": json.dumps({"備註": note}, ensure_ascii=False, separators=(",", ":"))}
        for home, address, beds, tail, note in rows]


@settings(max_examples=25)
@given(ROWS, st.sampled_from(WAYS), st.sampled_from(sorted(DELIMITERS)))
def test_what_was_found_out_can_be_asked_for_and_reads_the_same(
    rows: list[tuple[str, str, int, int, str]], way: tuple[str, bytes, str], delimiter: str
) -> None:
    table = [TRADITIONAL, *([a, "開魯縣", b, "", str(n), c] for a, b, n, _, c in rows)]
    data = way[1] + csv_of(table, way[0], DELIMITERS[delimiter])
    found = read_register(data, "名册.csv")
    asked = read_register(data, "名册.csv", Reading(encoding=found.encoding, delimiter=found.delimiter, header_rows=(1, 1)))
    assert asked.sheets == found.sheets and asked.options == found.options


def test_a_short_register_of_simplified_characters_is_not_taken_for_big5() -> None:
    register = read_register(csv_of([HEADER, ROW], "gb18030"), "名册.csv")
    assert register.encoding == "gb18030" and register.sheets[0].rows[0].cells["name"] == ROW[0]


@pytest.mark.parametrize(("codec", "heading"), [("gb18030", "机构名称,旗县市区\n"), ("big5", "機構名稱,旗縣市區\n")])
def test_bytes_lawful_in_both_are_decided_by_the_headings_they_yield(codec: str, heading: str) -> None:
    data = heading.encode(codec)
    assert data.decode("cp950") and data.decode("gb18030"), "the example must be lawful in both"
    decoded = decode(data, "名册.csv")
    assert decoded.encoding == codec and "gb18030" in decoded.why.en and "big5" in decoded.why.en


def test_why_an_encoding_was_chosen_is_told() -> None:
    assert "字节顺序标记" in decode("名称\n".encode("utf-16"), "a.csv").why.zh
    assert "UTF-8" in decode("名称\n".encode(), "a.csv").why.zh
    assert "--encoding" in decode("名称\n".encode(), "a.csv", "utf-8").why.zh


def test_an_encoding_asked_for_that_does_not_fit_is_refused_at_its_line() -> None:
    with pytest.raises(BadInput) as caught:
        read_register(csv_of([HEADER, ROW], "gb18030"), "名册.csv", Reading(encoding="utf-8"))
    assert "第 1 行" in str(caught.value.what) and caught.value.where == "名册.csv"


def test_a_delimiter_asked_for_is_the_one_used() -> None:
    data = "机构名称;旗县市区;备注\n北苑;开鲁县;a,b\n".encode()
    assert sheet_in(data, reading=Reading(delimiter="semicolon")).rows[0].cells["extra_json"] == '{"备注":"a,b"}'
    with pytest.raises(BadInput) as caught:
        read_register(data, "名册.csv", Reading(delimiter="tab"))
    assert "只读到一列" in str(caught.value)


def test_commas_inside_the_cells_do_not_hide_the_tabs_between_them() -> None:
    data = "机构名称\t旗县市区\t备注\n北苑\t开鲁县\ta,b,c,d,e\n南苑\t开鲁县\tf,g,h,i\n".encode()
    register = read_register(data, "名册.txt")
    assert register.delimiter == "tab" and len(register.sheets[0].columns) == 3


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_single_torn_byte_is_found_by_its_line_and_encoding(codec: str) -> None:
    lines = csv_of([HEADER, *([ROW] * 5)], codec).split(b"\n")
    lines[3] = b"\xff" + lines[3]
    with pytest.raises(BadInput) as caught:
        read_register(b"\n".join(lines), "名册.csv")
    assert f"最像 {codec}，但第 4 行" in str(caught.value.what)


def test_bytes_of_no_encoding_are_refused_with_advice() -> None:
    with pytest.raises(BadInput) as caught:
        read_register(b"\xff\xff\xff,\x80\n", "名册.csv")
    assert "Big5" in str(caught.value.what) and "另存为" in str(caught.value.todo)
