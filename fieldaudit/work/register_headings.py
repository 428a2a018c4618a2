"""What the headings of a register mean: which lines are the header, which column is which, and why.

Owns the known headings, the joining of a header over two lines, and the corrections a person makes to the
guess. Knows no bytes and no home. Every column says in words why it was taken for what it is, so that a wrong
guess can be seen and corrected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..errors import BadInput
from ..i18n import Text, tr
from .register_cells import match_key, simplified, tidy

HEADER_WITHIN = 40  # rows above which the header must stand
ROW_NUMBER, REASON = "行号", "原因"  # the two columns a file of refused rows begins with
REPORT, NUMBERING, KEPT, LEFT_OUT = "-report", "-numbering", "", "-"  # what says nothing, or nothing we know, of a home

_SYNONYMS: Mapping[str, str] = {
    "name": "机构名称 名称 养老机构名称 养老机构 养老院名称 单位名称 机构全称 "
            "name institution institutionname",
    "code": "统一社会信用代码 社会信用代码 统一信用代码 信用代码 统一代码 code uscc creditcode "
            "unifiedsocialcreditcode",
    "district": "旗县市区 旗县区 旗县 旗县市 区县 县区 县市区 市县区 区县市 所属区 所属区县 所属旗县 "
                "所属旗县区 所属旗县市区 所在区 所在区县 所在旗县 行政区划 行政区 district county",
    "address": "地址 详细地址 机构地址 单位地址 所在地址 address",
    "legal_rep": "法定代表人 法定代表人姓名 法人 法人代表 法人姓名 legalrep legalrepresentative",
    "head": "负责人 负责人姓名 主要负责人 主要负责人姓名 机构负责人 院长 院长姓名 "
            "head director personincharge",
    "phone": "电话 联系电话 电话号码 手机 手机号 手机号码 联系方式 固定电话 负责人电话 院长电话 机构电话 "
             "phone tel telephone mobile",
    "beds": "床位数 床位 核定床位 核定床位数 床位总数 总床位 总床位数 床位核定 beds bedcount",
    "residents": "在住人数 入住人数 在院人数 在住老人数 入住老人数 现住人数 在住老年人数 residents occupants",
    "grade": "等级 机构等级 星级 评定等级 等级评定 星级评定 grade rating stars",
    "lon": "经度 东经 lon lng longitude",
    "lat": "纬度 北纬 lat latitude",
    "coordinates": "经纬度 坐标 经纬度坐标 地理坐标 位置坐标 coordinates lonlat",
    REPORT: f"{ROW_NUMBER} {REASON}",
    NUMBERING: "序号 编号 no no. #",
}
_FIELD_OF = {word: name for name, words in _SYNONYMS.items() for word in words.split()}
FIELD_WORDS: Mapping[str, Text] = {
    "name": tr("机构名称", "name"), "code": tr("统一社会信用代码", "code"), "district": tr("旗县市区", "district"),
    "address": tr("地址", "address"), "legal_rep": tr("法定代表人", "legal representative"),
    "head": tr("负责人", "person in charge"), "phone": tr("电话", "phone"), "beds": tr("床位数", "beds"),
    "residents": tr("在住人数", "residents"), "grade": tr("等级", "grade"), "lon": tr("经度", "longitude"),
    "lat": tr("纬度", "latitude"), "coordinates": tr("经纬度", "coordinates"),
    KEPT: tr("其他列（原样保留）", "other column (kept as it is)"), REPORT: tr("不导入", "left out"),
    NUMBERING: tr("不导入", "left out"), LEFT_OUT: tr("不导入", "left out"),
}
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_HEADING_NOISE = re.compile(r"[\s_*:\-]+")
_NUMBER_LIKE = re.compile(r"^[\d.]+$|\d{3}")
_DATE = re.compile(r"日期|年月日|(成立|登记|开业|备案|许可|批准|到期|设立|发证)时间|有效期|date")

_ASKED = tr("由 --map 指定", "asked for with --map")
_KNOWN = tr("表头是已知写法", "a known heading")
_BARE = tr("去掉空格、括号和单位后是已知写法", "a known heading, spaces, brackets and units aside")
_JOINED = tr("两行表头合起来是已知写法", "a known heading, both header lines joined")
_LOWER = tr("第二行表头是已知写法", "the second header line is a known heading")
_TWICE = tr("与{letter}列意思相同，取{letter}列", "means the same as column {letter}, which is taken")
_UNKNOWN = tr("不是已知写法", "no known heading")
_DATES = tr("不是已知写法；表头说是日期，按日期读", "no known heading; it speaks of dates, so dates are read")
_SAYS_NOTHING = tr("只是编号，与机构无关", "a mere numbering, nothing about a home")
_OWN_REPORT = tr("拒收文件自带的列", "a column of the file of refused rows")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet. `field`: a column of `institution`, district or coordinates; "" is kept under its
    own heading; what begins with "-" is left out. `why` tells a person how it came to that.
    """

    letter: str
    label: str
    field: str
    why: Text
    dates: bool = False


@dataclass(frozen=True)
class Header:
    """The header found: the index of its first row, how many lines it has, and its columns."""

    first: int
    lines: int
    columns: tuple[Column, ...]

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """What each column means."""
        return tuple(column.field for column in self.columns)

    @property
    def labels(self) -> tuple[str, ...]:
        """What each column is called; no two alike."""
        return tuple(column.label for column in self.columns)

    @property
    def known(self) -> int:
        """How many fields of a home it names."""
        return len({name for name in self.fields if name and not name.startswith("-")})


def field_of(heading: str) -> str:
    """What a heading means, units in brackets, spaces and traditional characters aside; "" when none of ours."""
    plain = simplified(unicodedata.normalize("NFKC", heading)).casefold()
    bare = _HEADING_NOISE.sub("", _BRACKETED.sub("", plain))
    return _FIELD_OF.get(bare or plain, "")


def letters(column: int) -> str:
    """A column's letters as a spreadsheet shows them, from 0: A … Z, AA …"""
    before = letters(column // 26 - 1) if column >= 26 else ""
    return before + chr(ord("A") + column % 26)


# -- finding the header -----------------------------------------------------------------------------

def find_header(rows: Sequence[Sequence[str]], asked: Mapping[str, str]) -> Header | None:
    """The first one or two lines that name the institutions; `asked` as `--map` gives it, by heading or letter."""
    for first in range(min(len(rows), HEADER_WITHIN)):
        for lines in (2, 1):
            header = _header_at(rows, first, lines, asked)
            if header is not None:
                return header
    return None


def header_in(rows: Sequence[Sequence[str]], first: int, lines: int, asked: Mapping[str, str]) -> Header | None:
    """The header in exactly these lines, asked for by a person; None when no column there is the name."""
    if first + lines > len(rows):
        return None
    top = [tidy(cell) for cell in rows[first]]
    pairs = _paired(top, [tidy(cell) for cell in rows[first + 1]]) if lines == 2 else [(cell, "") for cell in top]
    return _named(first, lines, pairs, asked)


def _header_at(rows: Sequence[Sequence[str]], first: int, lines: int, asked: Mapping[str, str]) -> Header | None:
    top = [tidy(cell) for cell in rows[first]]
    if sum(map(bool, top)) < 2:
        return None
    if lines == 1:
        return _named(first, 1, [(heading, "") for heading in top], asked)
    if first + 1 >= len(rows) or not _are_headings(top):
        return None
    below = [tidy(cell) for cell in rows[first + 1]]
    return _named(first, 2, _paired(top, below), asked) if _is_second_line(top, below) else None


def _named(first: int, lines: int, pairs: Sequence[tuple[str, str]], asked: Mapping[str, str]) -> Header | None:
    header = Header(first, lines, _columns(pairs, asked))
    return header if "name" in header.fields else None


def _are_headings(top: Sequence[str]) -> bool:
    """Whether a line can be group headings: short words, no 填报单位：… line above the real header."""
    return all(len(cell) <= 20 and ":" not in cell and "：" not in cell for cell in top)


def _paired(top: list[str], sub: list[str]) -> list[tuple[str, str]]:
    """(group, sub-heading) per column; a blank beside a group belongs to it, as a merged cell reads."""
    width = max(len(top), len(sub))
    top, sub = [line + [""] * (width - len(line)) for line in (top, sub)]
    group, pairs = "", list[tuple[str, str]]()
    for above, below in zip(top, sub, strict=True):
        group = above or group
        pairs.append((group if below else above, below))
        group = "" if field_of(above).startswith("-") else group
    return pairs


def _is_second_line(top: list[str], sub: list[str]) -> bool:
    """Whether a line is the second of a header. A data row must never be taken for headings.

    A sub-heading stands only under a group (a cell followed by blanks, as a merged cell reads) or says the same
    as what stands above it; no sub-heading is a number, and the name column keeps its meaning.
    """
    pairs = _paired(top, sub)
    top = top + [""] * (len(pairs) - len(top))
    useful = False
    for column, (group, below) in enumerate(pairs):
        above, meaning = top[column], field_of(group + below) or field_of(below) if below else ""
        alone = above and not (column + 1 < len(pairs) and not top[column + 1])
        if below and ((field_of(above) and alone and field_of(above) != meaning) or _NUMBER_LIKE.search(below)):
            return False
        if below and field_of(above) == "name" and meaning != "name":
            return False
        useful = useful or bool(meaning)
    return useful


# -- columns ----------------------------------------------------------------------------------------

def _columns(headings: Sequence[tuple[str, str]], asked: Mapping[str, str]) -> tuple[Column, ...]:
    """What each column means and is called; of two columns with one meaning the first has it, asked ones before all."""
    labels = _labels(headings)
    forced = {place: asked[word] for place, label in enumerate(labels)
              for word in map(match_key, (letters(place), label, *headings[place])) if word in asked}
    taken = {name: place for place, name in forced.items()}
    reported = ROW_NUMBER in labels and REASON in labels  # an office's own column may be called 原因
    columns = []
    for place, (above, below) in enumerate(headings):
        name, why = (forced[place], _ASKED) if place in forced else _meaning(above, below, reported)
        if name and not name.startswith("-") and taken.setdefault(name, place) != place:
            name, why = KEPT, _TWICE.format(letter=letters(taken[name]))
        dates = name == KEPT and speaks_of_dates(labels[place])
        columns.append(Column(letters(place), labels[place], name, _DATES if dates and why is _UNKNOWN else why, dates))
    return tuple(columns)


def _labels(headings: Sequence[tuple[str, str]]) -> list[str]:
    labels: dict[str, None] = {}
    for place, (above, below) in enumerate(headings):
        label = (f"{above}/{below}" if above and below else above or below) or f"列{letters(place)}"
        while label in labels:
            label = f"{label}·{letters(place)}"
        labels[label] = None
    return list(labels)


def _meaning(above: str, below: str, reported: bool) -> tuple[str, Text]:
    joined = field_of(above + below)
    name = joined or (field_of(below) if below else "")
    if name == REPORT:
        return (REPORT, _OWN_REPORT) if reported else (KEPT, _UNKNOWN)
    if not name:
        return KEPT, _UNKNOWN
    if name == NUMBERING:
        return NUMBERING, _SAYS_NOTHING
    if below and above:
        return name, _JOINED if joined else _LOWER
    return name, _KNOWN if (above or below).casefold() in _FIELD_OF else _BARE


def speaks_of_dates(heading: str) -> bool:
    """Whether a heading promises dates: 成立日期, 备案时间, date …"""
    return bool(_DATE.search(simplified(match_key(heading))))


# -- corrections ------------------------------------------------------------------------------------

def asked_columns(words: Sequence[str]) -> dict[str, str]:
    """`HEADING=COLUMN` as typed -> {heading's key: field}. Raises BadInput for what cannot be meant."""
    asked: dict[str, str] = {}
    for word in words:
        heading, equals, wanted = word.rpartition("=")
        name = _wanted(wanted.strip())
        if not equals or not heading.strip() or name is None:
            allowed = "、".join([*(name for name in _SYNONYMS if not name.startswith("-")), "extra", "-"])
            raise BadInput(
                tr("写作 表头=列名，或 列字母=列名", "write it as HEADING=COLUMN, or LETTER=COLUMN"), where=word,
                todo=tr(f"列名可用：{allowed}（extra 原样保留，- 不导入）。",
                        f"COLUMN may be: {allowed} (extra keeps it, - leaves it out)."))
        asked[match_key(heading)] = name
    return asked


def _wanted(word: str) -> str | None:
    if word in ("extra", "-"):
        return KEPT if word == "extra" else LEFT_OUT
    name = word if word in _SYNONYMS else field_of(word)
    return name if name and not name.startswith("-") else None


def unused(asked: Mapping[str, str], headers: Sequence[Header]) -> list[str]:
    """The headings a person named that none of these sheets has."""
    here = {match_key(word) for header in headers for column in header.columns
            for word in (column.letter, column.label, *column.label.split("/"))}
    return [word for word in asked if word not in here]
