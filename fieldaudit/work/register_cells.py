"""What one cell of a register means: text in, a clean value or a fault out.

Owns the reading of names, codes, phones, counts and coordinates as offices type them (full-width digits,
units, placeholders, numbers a spreadsheet has mangled), and the sentences of every fault a row can have.
Knows no file and no other row; it never guesses: what cannot be recovered is a fault that says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..i18n import Text, tr

_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BROKEN = re.compile("(?<=[\u4e00-\u9fff()（）])[ \t\r\n]*[\r\n][ \t\r\n]*(?=[\u4e00-\u9fff()（）])")
_PLACEHOLDERS = frozenset(("/", "-", "--", "\u2014", "\u2014\u2014", "\uff0d", "无", "暂无", "N/A", "n/a"))
NOT_COMPUTED = "#未计算"  # a formula that no spreadsheet program ever worked out
FORMULA_ERRORS = frozenset((NOT_COMPUTED, "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"))

_EXPONENT = re.compile(r"(\d)(?:\.(\d+))?[Ee]\+?(\d{1,2})")
_PHONE_NOISE = re.compile(r"[()\s]")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_MOBILE = re.compile(r"(?:\+86|0086|86)?-?(1[3-9]\d)-?(\d{4})-?(\d{4})")
_LANDLINE = re.compile(r"(?:(010|02\d|0[3-9]\d{2})-?)?([2-9]\d{6,7})(?:(?:-|转|ext\.?)(\d{1,6}))?", re.I)
_SERVICE = re.compile(r"([48]00)-?(\d{3,4})-?(\d{3,4})")
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?")
_MYRIADS = re.compile(r"(\d+(?:\.\d{1,4})?)万")
_UNIT = re.compile("[张人床名个位]$")
_NUMERALS = "零一二三四五六七八九"
_BETWEEN = re.compile("[、,;/|]|和|及|或")
_DEGREES = re.compile(r"(?:东经|北纬|[EN])?(\d{1,3}(?:\.\d+)?)[°度]?[EN]?", re.IGNORECASE)

# Not a dictionary: the characters of headings and of words that names of places and homes are made of.
_SIMPLE = str.maketrans(
    "機構稱養單統會碼縣區屬詳細電話號聯繫係負責長數總實級經緯標誌編備註類設開業龍興寧廣東陽門馬莊鄉鎮樂頤護"
    "齡壽恆豐華麗慶濟義貴財軍農場園愛國際綜壇應聖島灣嶺崗溝鋪舊爾魯庫倫後紮齊齋畝樓橋關衛職務員姓證書報審時間",
    "机构称养单统会码县区属详细电话号联系系负责长数总实级经纬标志编备注类设开业龙兴宁广东阳门马庄乡镇乐颐护"
    "龄寿恒丰华丽庆济义贵财军农场园爱国际综坛应圣岛湾岭岗沟铺旧尔鲁库伦后扎齐斋亩楼桥关卫职务员姓证书报审时间")

CODE_LENGTH = 18
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MOST = 100_000  # more beds than any home has: a phone or a year has slipped into the column
EAST = (73.0, 136.0)  # degrees of longitude and latitude between which China lies
NORTH = (3.0, 54.0)


# Why a row is refused or, from formula_error on, only a warning. What stands before "." is the key a fault has.
REASONS: Mapping[str, Text] = {
    "missing_name": tr("没有机构名称", "the name is missing"),
    "missing_district": tr(
        "没有旗县市区，上方也没有可沿用的合并单元格",
        "the district is missing and no merged cell above gives it"),
    "unknown_district": tr(
        "没有“{text}”这个旗县市区；已登记的有：{names}",
        "there is no district '{text}'; registered are: {names}"),
    "district_elsewhere": tr(
        "本机不管理{name}，这一行要在管理它的电脑上导入",
        "this laptop does not carry {name}: import the row on one that does"),
    "bad_code.length": tr(
        "统一社会信用代码“{code}”应为18位，实为{n}位",
        "the unified social credit code '{code}' must have 18 characters, it has {n}"),
    "bad_code.letter": tr(
        "统一社会信用代码“{code}”含有不允许的字符“{wrong}”（字母I、O、S、V、Z不用）",
        "the unified social credit code '{code}' holds '{wrong}' (letters I, O, S, V, Z are not used)"),
    "bad_code.check": tr(
        "统一社会信用代码“{code}”的校验位不对，有字符填错，请对照登记证书",
        "the check character of the unified social credit code '{code}' does not fit: a character is "
        "mistyped, compare the registration certificate"),
    "digits_lost": tr(
        "“{text}”是电子表格改写的科学计数，后几位数字已丢失，无法还原；请把单元格设为文本后重新填写",
        "'{text}' is a spreadsheet's scientific notation; its last digits are lost and cannot be "
        "recovered: make the cell text and type the number again"),
    "bad_phone.shape": tr(
        "电话“{text}”不是一个完整的号码：应为11位手机号，或区号加7至8位固定电话；几个号码以顿号分开",
        "the phone '{text}' is not one whole number: an 11-digit mobile, or area code and 7 to 8 digits; "
        "several numbers are parted by commas"),
    "bad_phone.zero": tr(
        "电话“{text}”少了开头的0，多半是电子表格把它当成了数字；是否应为{whole}？请把单元格设为文本后重新填写",
        "the phone '{text}' lacks its leading 0, a spreadsheet has probably made it a number; should it be "
        "{whole}? Make the cell text and type it again"),
    "bad_number": tr(
        "“{text}”不是0至{most}之间的确切整数",
        "'{text}' is not an exact whole number from 0 to {most}"),
    "bad_coordinates": tr(
        "坐标“{lon}”“{lat}”不可用：应为十进制度，经度73至136、纬度3至54，两者都要有",
        "the coordinates '{lon}' '{lat}' cannot be used: decimal degrees, longitude 73 to 136 and "
        "latitude 3 to 54, both given"),
    "extra_cells": tr(
        "比表头多出{n}格（“{text}”）：多半是某格里的逗号把它拆开了，请把各格归位，并给该格加引号",
        "{n} cells more than the header ('{text}'): a comma inside a cell has probably split it; put the "
        "cells in their places and quote that one"),
    "duplicate_code": tr(
        "统一社会信用代码与本文件{n}重复",
        "the unified social credit code repeats {n} of this file"),
    "duplicate_home.name": tr(
        "机构名称和旗县市区与本文件{n}重复",
        "name and district repeat {n} of this file"),
    "duplicate_home.registered": tr(
        "与本文件{n}是同一家已登记机构",
        "the same registered home as {n} of this file"),
    "left_out": tr("按 --twin 的决定不导入", "left out, as --twin says"),
    "several_homes": tr(
        "已登记的{n}家机构都符合这一行：请先用 institutions merge 合并，或用 --twin {spot}=编号 指定一家（{ids}）",
        "{n} registered homes fit this row: join them with institutions merge, or choose one with "
        "--twin {spot}=ID ({ids})"),
    "two_homes": tr(
        "代码属于已登记的“{coded}”，名称和旗县市区却属于另一家“{named}”；用 --twin {spot}=编号 指定一家（{ids}）",
        "the code belongs to the registered '{coded}', name and district to another home, '{named}': "
        "choose one with --twin {spot}=ID ({ids})"),
    "other_name": tr(
        "该代码属于已登记的“{name}”（编号{id}），名称却不像同一家：若确是更名，用 --twin {spot}={id}；若代码填错，请更正",
        "the code belongs to the registered '{name}' ({id}), whose name is not like this one: if it was renamed, say "
        "--twin {spot}={id}; if the code is wrong, mend it"),
    "other_district": tr(
        "该代码的机构登记在{name}；换旗县市区须另行办理，不能靠导入",
        "the home with this code is registered in {name}; moving it to another district is an act of its "
        "own, not an import"),
    "formula_error": tr("公式出错（{text}），按空白处理", "a formula error ({text}), read as blank"),
    "odd_date.year": tr(
        "日期“{text}”的年份只有两位，说不清是哪一年，原样保留；请写四位年份",
        "the date '{text}' has a year of two digits and may mean several: kept as written, write four digits"),
    "odd_date.none": tr(
        "“{text}”不是历法上有的日期，原样保留",
        "'{text}' is no day of the calendar: kept as written"),
    "date_from_serial": tr(
        "“{text}”是电子表格的日期序号，读作{date}",
        "'{text}' is a spreadsheet's serial number of a day, read as {date}"),
    "more_residents_than_beds": tr(
        "在住{residents}人，多于床位{beds}张",
        "{residents} residents, more than the {beds} beds"),
    "renamed": tr(
        "将把已登记的“{old}”改名为“{new}”，请核对是不是同一家",
        "renames the registered '{old}' to '{new}': check that it is the same home"),
    "recoded": tr(
        "将把已登记的代码“{old}”改为“{new}”，请核对是不是同一家",
        "changes the registered code '{old}' to '{new}': check that it is the same home"),
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a cell or row is refused: a stable `key` for programs, a `reason` for people."""

    key: str
    reason: Text


def fault(key: str, **values: object) -> CellFault:
    """The fault with the sentence REASONS[key], filled in."""
    return CellFault(key.partition(".")[0], REASONS[key].format(**values))


def tidy(text: str) -> str:
    """One line without invisible characters, surrounding space or doubled space; else as typed."""
    if text.isalnum():  # most cells of most registers; only for speed
        return text
    return " ".join(_INVISIBLE.sub("", text).split())


def clean_text(text: str) -> str:
    """A name or address as typed (its full-width punctuation is kept); "" for placeholders such as 无."""
    plain = tidy(text)
    return "" if plain in _PLACEHOLDERS or plain in FORMULA_ERRORS else plain


def clean_name(text: str) -> str:
    """A name as typed, a line break between Chinese characters (a cell too narrow) taken out."""
    return clean_text(_BROKEN.sub("", text))


def match_key(text: str) -> str:
    """What two spellings of one name share: NFKC, no space, one case."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).casefold()


def simplified(text: str) -> str:
    """Headings and place names in traditional characters as the office writes them; other text unchanged."""
    return text.translate(_SIMPLE)


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", clean_text(text)).strip()


def _digits(text: str) -> str | None:
    """`1.3900000001E+10` as all its digits; None when the notation has dropped some; else unchanged."""
    found = _EXPONENT.fullmatch(text)
    if found is None:
        return text
    digits, length = found[1] + (found[2] or ""), int(found[3]) + 1
    whole = len(digits) >= length and not digits[length:].strip("0")
    return digits[:length] if whole else None


def check_character(body: str) -> str:
    """The 18th character of a unified social credit code from its first 17 (GB 32100-2015, modulo 31)."""
    total = sum(CODE_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return CODE_ALPHABET[-total % 31]


def clean_code(text: str) -> str | CellFault:
    """A unified social credit code in capitals; "" when blank."""
    code = _digits(_SPACE.sub("", _half_width(text)).lstrip("'`").upper())
    if code is None:
        return fault("digits_lost", text=tidy(text))
    if not code:
        return ""
    if len(code) != CODE_LENGTH:
        return fault("bad_code.length", code=code, n=len(code))
    wrong = "".join(char for char in code if char not in CODE_ALPHABET)
    if wrong:
        return fault("bad_code.letter", code=code, wrong=wrong)
    return code if check_character(code[:-1]) == code[-1] else fault("bad_code.check", code=code)


def clean_phone(text: str) -> str | CellFault:
    """A mobile as 11 digits, a landline as area-number-extension; several parted by 、, each checked; "" when blank."""
    given = _half_width(text).lstrip("'`")
    whole = _one_phone(given)
    if isinstance(whole, str):
        return whole
    for parts in (_BETWEEN.split(given), re.split(r"[\s、,;/|和及或]+", given)):
        phones = [_one_phone(part) for part in parts if part.strip()]
        if len(phones) > 1 and all(isinstance(phone, str) for phone in phones):
            return "、".join(dict.fromkeys(str(phone) for phone in phones))
    several = [_one_phone(part) for part in _BETWEEN.split(given) if part.strip()]
    return next(phone for phone in (*several, whole) if isinstance(phone, CellFault))


def _one_phone(given: str) -> str | CellFault:
    number = _digits(_DASH.sub("-", _PHONE_NOISE.sub("", given)))
    if number is None:
        return fault("digits_lost", text=given)
    number = re.sub(r"\.0+$", "", number)  # 13900000001.0: a number column written out by a program
    if not number:
        return ""
    if found := _MOBILE.fullmatch(number) or _SERVICE.fullmatch(number):
        return ("" if found[1][0] == "1" else "-").join(found.groups())
    if found := _LANDLINE.fullmatch(number):
        return "-".join(part for part in found.groups() if part)
    if len(number) in (9, 10, 11) and (found := _LANDLINE.fullmatch("0" + number)) and found[1]:
        return fault("bad_phone.zero", text=given, whole="-".join(part for part in found.groups() if part))
    return fault("bad_phone.shape", text=given)


def clean_count(text: str) -> int | CellFault | None:
    """Beds or residents, with or without 张/人, as 1.2万 or 一百二十; None when blank. Never rounded."""
    given = _half_width(text)
    plain = _UNIT.sub("", _SPACE.sub("", given))
    if not plain:
        return None if not given else fault("bad_number", text=given, most=MOST)
    if len(plain) > 20:  # longer than any count, and than Python turns into a number
        return fault("bad_number", text=given, most=MOST)
    if found := _COUNT.fullmatch(plain):
        count = int(found[1].replace(",", ""))
    elif found := _MYRIADS.fullmatch(plain):
        count = int(Decimal(found[1]) * 10_000)
    else:
        count = chinese_number(plain)
    return count if 0 <= count <= MOST else fault("bad_number", text=given, most=MOST)


def chinese_number(text: str) -> int:
    """一百二十, 一二〇, 两千零五 -> the number; -1 for what is none or may be two (二百五 is 205 or 250)."""
    plain = text.replace("〇", "零").replace("两", "二").replace("百十", "百一十")
    plain = re.sub("^一十", "十", plain)
    if plain and all(char in _NUMERALS for char in plain):
        return int("".join(str(_NUMERALS.index(char)) for char in plain))
    total = section = digit = 0
    for char in plain:
        if char in _NUMERALS:
            digit = _NUMERALS.index(char)
        elif char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif char in "千百十":
            section, digit = section + (digit or 1) * 10 ** ("十百千".index(char) + 1), 0
        else:
            return -1
    total += section + digit
    return total if total and _numeral(total) == plain else -1


def _numeral(number: int) -> str:
    """A number below 100 million as it is written out in Chinese, the only spelling that is read."""
    high, low = divmod(number, 10_000)
    written, gap = (_numeral(high) + "万" if high else ""), bool(high) and low < 1000
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, low = divmod(low, place)
        written += ("零" if gap and written else "") + _NUMERALS[digit] + word if digit else ""
        gap = (gap or bool(written)) and not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def _degrees(text: str) -> float | None:
    found = _DEGREES.fullmatch(text)
    return float(found[1]) if found else None


def _pair(text: str) -> tuple[str, str]:
    """A combined cell as (longitude, latitude); the greater number is the longitude everywhere in China."""
    parts = [part for part in re.split(r"[,;、/\s]+", text) if part]
    if len(parts) != 2:
        return text, ""
    first, second = (_degrees(part) for part in parts)
    swapped = first is not None and second is not None and first < second
    return (parts[1], parts[0]) if swapped else (parts[0], parts[1])


def clean_coordinates(lon: str, lat: str, both: str) -> tuple[float, float] | CellFault | None:
    """(longitude, latitude) in decimal degrees from two cells, or else from one; None when all are blank."""
    east, north = (_SPACE.sub("", _half_width(cell)) for cell in (lon, lat))
    if not east and not north:
        east, north = _pair(_half_width(both))
    if not east and not north:
        return None
    x, y = _degrees(east), _degrees(north)
    if x is not None and y is not None and EAST[0] <= x <= EAST[1] and NORTH[0] <= y <= NORTH[1]:
        return x, y
    return fault("bad_coordinates", lon=east, lat=north)
