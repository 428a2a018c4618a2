"""A register as text: bytes in, a table cut at its delimiter out.

Owns which encoding the bytes are in and which delimiter parts the columns. The encoding is decided by a fixed
rule, told in words, and never guessed silently: byte-order mark; else strict UTF-8; else, of the encodings in
which every byte is lawful, the one that yields the most known headings and words of a register.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import BadInput
from ..i18n import Text, tr
from .register_cells import simplified
from .register_headings import HEADER_WITHIN, Header, field_of, find_header
from .register_table import MOST_COLUMNS, MOST_ROWS, Table, too_wide, unreadable

# What a person may ask for -> the codec. Big5 as Windows writes it.
ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8-sig", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
    "gb18030": "gb18030", "big5": "cp950"}
DELIMITERS: Mapping[str, str] = {"comma": ",", "tab": "\t", "semicolon": ";", "bar": "|"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WORDS = ("养老", "敬老", "机构", "名称", "地址", "电话", "床位", "负责", "中心", "公寓", "福利", "护理", "合计")
_CELL_ENDS = re.compile(r"[,\t;|\r\n\"]+")

_NO_TEXT = tr(
    "这不是 UTF-8、UTF-16、GB18030 或 Big5 文本，也不是 XLSX 工作簿；最像 {encoding}，但第 {n} 行起有不合此编码的字节",
    "this is neither UTF-8, UTF-16, GB18030 or Big5 text nor an XLSX workbook; it is most like {encoding}, but from line {n} "
    "there are bytes that do not fit")
_NOT_SO = tr(
    "不是 {encoding} 文本：第 {n} 行起有不合此编码的字节",
    "this is no {encoding} text: from line {n} there are bytes that do not fit")
_QUOTES = tr(
    "引号不成对，无法分列（{error}）",
    "quotes do not pair, so columns cannot be told apart ({error})")
_ASKED = tr("由 --encoding 指定", "asked for with --encoding")
_MARKED = tr("文件开头有字节顺序标记", "a byte-order mark at its start")
_STRICT = tr("没有一个字节不合 UTF-8", "every byte fits UTF-8")
_ONLY = tr("只有此编码容得下全部字节", "the only one that every byte fits")
_BEST = tr("认出的表头和常用字最多（{scores}）", "it yields the most known headings and words ({scores})")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, its encoding by the name a person may ask for, and why it was taken for that."""

    text: str
    encoding: str
    why: Text


def decode(data: bytes, file_name: str, asked: str = "") -> Decoded:
    """The text of a file. Raises BadInput when no encoding, or not the one asked for, fits every byte."""
    if asked:
        return Decoded(_strictly(data, file_name, asked), asked, _ASKED)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, file_name, encoding), encoding, _MARKED)
    if b"\0" not in data and (text := _lawful(data, "utf-8")) is not None:
        return Decoded(text, "utf-8", _STRICT)
    names = ("utf-16-le", "utf-16-be") if b"\0" in data else ("gb18030", "big5")
    texts = {name: text for name in names if (text := _lawful(data, name)) is not None}
    if not texts:
        raise unreadable(_nearest(data, ("utf-8", *names)), file_name)
    return _best(texts)


def _nearest(data: bytes, names: Sequence[str]) -> Text:
    """Which encoding fits the longest beginning, and the line where it ends, so that a single torn byte is found."""
    ends = {name: _fitting(data, name) for name in names}
    name = max(ends, key=lambda each: ends[each])
    return _NO_TEXT.format(encoding=name, n=data[:ends[name]].count(b"\n") + 1)


def _fitting(data: bytes, encoding: str) -> int:
    """How many bytes from the start fit an encoding."""
    try:
        return data.decode(ENCODINGS[encoding]).find("\0")
    except UnicodeDecodeError as error:
        return error.start


def _best(texts: Mapping[str, str]) -> Decoded:
    """Of several lawful readings the one with the most known headings and words; of equal ones the first."""
    scores = {name: _score(text) for name, text in texts.items()}
    name = max(scores, key=lambda each: scores[each])
    told = "、".join(f"{each} {words}" for each, (words, _) in scores.items())
    return Decoded(texts[name], name, _BEST.format(scores=told) if len(texts) > 1 else _ONLY)


def _score(text: str) -> tuple[int, int]:
    """(known headings, counted tenfold, and register words; ends of lines and cells) of a reading."""
    plain = simplified(text[:200_000])
    lines = plain.splitlines()[:HEADER_WITHIN]
    known = {field for line in lines for cell in _CELL_ENDS.split(line) if (field := field_of(cell))}
    return 10 * len(known) + sum(map(plain.count, _WORDS)), sum(map(plain.count, "\n,\t;"))


def _lawful(data: bytes, encoding: str) -> str | None:
    """The text when every byte fits and it holds no NUL, as no table does; else None."""
    try:
        text = data.decode(ENCODINGS[encoding])
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _strictly(data: bytes, file_name: str, encoding: str) -> str:
    try:
        text = data.decode(ENCODINGS[encoding]).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[:error.start].count(b"\n") + 1
        raise unreadable(_NOT_SO.format(encoding=encoding, n=line), file_name) from error
    if "\0" in text:
        raise unreadable(_NOT_SO.format(encoding=encoding, n=text[:text.index("\0")].count("\n") + 1), file_name)
    return text


# -- columns ----------------------------------------------------------------------------------------

def text_table(text: str, file_name: str, asked: str, columns: Mapping[str, str]) -> Table:
    """The text cut at the delimiter asked for, else at the one that yields the header with most known headings.

    Raises BadInput, with the line, when quotes do not pair whatever the delimiter.
    """
    tables: list[Table] = []
    faults: list[BadInput] = []
    there = sorted((name for name in DELIMITERS if DELIMITERS[name] in text), key=lambda name: -text.count(DELIMITERS[name]))
    for name in [asked] if asked else there or ["comma"]:
        try:
            tables.append(Table("", _cut(text, DELIMITERS[name], file_name), delimiter=name))
        except BadInput as error:
            faults.append(error)
    if not tables:
        raise faults[0]
    return max(tables, key=lambda table: _known(find_header(table.rows, columns)))


def _known(header: Header | None) -> int:
    return header.known if header else 0


def _cut(text: str, delimiter: str, file_name: str) -> Sequence[Sequence[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(row) > MOST_COLUMNS or len(rows) > MOST_ROWS:
                raise too_wide(len(rows), len(row), file_name)
        return rows
    except csv.Error as error:
        raise unreadable(_QUOTES.format(error=error), f"{file_name}:{reader.line_num}") from error
