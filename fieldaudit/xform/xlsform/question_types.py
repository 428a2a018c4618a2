"""The types of the survey sheet: what each asks and records, which parameters it takes, how a type cell is read.

XLSForm.org, "Question types", "Metadata", "Grouping questions", "Repeats". Knows no form; `forms docs` prints it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...i18n import Text, tr

SELECT_PARAMETERS = ("randomize", "seed")
_LIST = "LIST"
_FILE = "FILE"


@dataclass(frozen=True, slots=True)
class QuestionType:
    """One type. `takes`: "LIST" or "FILE" when a name follows it; `shown`: whether it needs a label or a hint."""

    name: str
    asks: Text
    records: Text
    aliases: tuple[str, ...] = ()
    takes: str = ""
    parameters: tuple[str, ...] = ()
    shown: bool = True


def _shown(name: str, asks: tuple[str, str], records: tuple[str, str], aliases: str = "", takes: str = "",
           parameters: tuple[str, ...] = ()) -> QuestionType:
    return QuestionType(name, tr(*asks), tr(*records), _split(aliases), takes, parameters)


def _silent(name: str, asks: tuple[str, str], records: tuple[str, str], aliases: str = "",
            parameters: tuple[str, ...] = ()) -> QuestionType:
    return QuestionType(name, tr(*asks), tr(*records), _split(aliases), "", parameters, shown=False)


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in aliases.split(",") if alias.strip())


_GEO = ("allow-mock-accuracy", "incremental", "reference-geometry")
_NAME = ("选项名", "the name of the choice")
_NAMES = ("选项名，以空格分隔", "names of choices, separated by spaces")
_FILE_NAME = ("文件名", "the name of the file")

QUESTION_TYPES: tuple[QuestionType, ...] = (
    _shown("text", ("文字", "text"), ("文字", "the text"), "string, q string, add text prompt", parameters=("rows",)),
    _shown("integer", ("整数", "a whole number"), ("整数", "a whole number"), "int, q int, add integer prompt"),
    _shown("decimal", ("数，可有小数", "a number"), ("数", "a number"), "q decimal, add decimal prompt, percentage"),
    _shown("range", ("在刻度上选一个数", "a number on a scale"), ("数；start、end、step都是整数时为整数",
           "a number; whole when start, end and step are"),
           parameters=("start", "end", "step", "tick_interval", "placeholder", "tick_labelset")),
    _shown("date", ("日期", "a date"), ("2026-11-24", "2026-11-24"), "q date, add date prompt"),
    _shown("time", ("时刻", "a time of day"), ("09:30:00.000+08:00", "09:30:00.000+08:00")),
    _shown("dateTime", ("日期和时刻", "date and time"), ("2026-11-24T09:30:00.000+08:00", "2026-11-24T09:30:00.000+08:00"),
           "datetime, date time, q dateTime, q date time, add dateTime prompt, add date time prompt"),
    _shown("note", ("只显示，不回答", "shown, not answered"), ("空", "nothing"), "q note, add note prompt"),
    _shown("select_one", ("从选项列表中选一个", "one choice of a list"), _NAME,
           "select one, select one from, select1, add select one prompt using", _LIST, SELECT_PARAMETERS),
    _shown("select_multiple", ("从选项列表中选若干个", "any number of choices of a list"), _NAMES,
           "select all that apply, select all that apply from, add select multiple prompt using", _LIST,
           SELECT_PARAMETERS),
    _shown("rank", ("给选项排序", "all choices of a list, put in order"), _NAMES, "", _LIST, SELECT_PARAMETERS),
    _shown("select_one_from_file",
           ("从随附文件（.csv、.xml、.geojson）中选一个", "one choice of an attached .csv, .xml or .geojson"),
           _NAME, "select one from file", _FILE, (*SELECT_PARAMETERS, "value", "label")),
    _shown("select_multiple_from_file", ("从随附文件中选若干个", "any number of choices of an attached file"), _NAMES,
           "select multiple from file", _FILE, (*SELECT_PARAMETERS, "value", "label")),
    _shown("select_one_external",
           ("从 external_choices 工作表的列表中选一个", "one choice of a list on the sheet external_choices"),
           _NAME, "", _LIST, SELECT_PARAMETERS),
    _shown("acknowledge", ("确认", "a box to tick"), ("OK", "OK"), "trigger, q acknowledge, add acknowledge prompt"),
    _shown("image", ("拍照或选一张图片", "a photo"), _FILE_NAME, "photo, q picture, q image, add image prompt, add photo prompt",
           parameters=("max-pixels", "app")),
    _shown("audio", ("录音", "a recording"), _FILE_NAME, "q audio, add audio prompt", parameters=("quality",)),
    _shown("video", ("录像", "a video"), _FILE_NAME, "q video, add video prompt"),
    _shown("file", ("任意文件", "any file"), _FILE_NAME, "add file prompt"),
    _shown("barcode", ("扫条码或二维码", "a barcode"), ("条码内容", "what the code says"), "q barcode, add barcode prompt"),
    _shown("geopoint", ("位置", "a place"), ("纬度 经度 海拔 精度", "latitude longitude altitude accuracy"),
           "location, gps, q geopoint, q location, add location prompt",
           parameters=("allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy")),
    _shown("geotrace", ("一条线", "a line"), ("若干位置，以分号分隔", "places, separated by semicolons"), "q geotrace",
           parameters=_GEO),
    _shown("geoshape", ("一块范围，首尾相同", "an area, its last place the first"),
           ("若干位置，以分号分隔", "places, separated by semicolons"), "q geoshape", parameters=_GEO),
    _silent("calculate", ("不显示，由 calculation 算出", "not shown; computed by its calculation"), ("算出的值", "the result"),
            "q calculate, add calculate prompt"),
    _silent("hidden", ("不显示，保存默认值", "not shown; keeps its default"), ("默认值", "its default")),
    _silent("start", ("开始填写的时刻", "when the record was begun"), ("日期和时刻", "date and time"),
            "start time, get start time"),
    _silent("end", ("最后保存的时刻", "when it was last saved"), ("日期和时刻", "date and time"), "end time, get end time"),
    _silent("today", ("开始填写的日期", "the day it was begun"), ("日期", "a date"), "get today"),
    _silent("deviceid", ("设备编号", "the device"), ("编号", "its id"), "imei, device id, get device id, uri:deviceid"),
    _silent("username", ("填写人账号", "who fills it in"), ("账号", "the name"), "uri:username"),
    _silent("email", ("填写人邮箱", "that person's e-mail"), ("邮箱", "the address"), "uri:email"),
    _silent("phonenumber", ("填写人电话", "that person's phone"), ("号码", "the number"),
            "phone number, get phone number, uri:phonenumber"),
    _silent("subscriberid", ("手机用户标识（已停用）", "id of a phone's subscriber (no longer given)"), ("标识", "the id"),
            "subscriber id, get subscriber id, uri:subscriberid"),
    _silent("simserial", ("手机卡号（已停用）", "serial of a SIM card (no longer given)"), ("号码", "the serial"),
            "sim id, get sim id, uri:simserial"),
    _silent("audit", ("填写过程日志", "a log of how the record was filled in"), ("日志文件名", "the name of the log"), "",
            ("identify-user", "location-max-age", "location-min-interval", "location-priority", "track-changes",
             "track-changes-reasons")),
    _silent("start-geopoint", ("开始填写时的位置", "where the record was begun"), ("位置", "a place")),
    _silent("background-geopoint", ("trigger 所指的题变化时的位置", "where the question named in trigger was answered"),
            ("位置", "a place")),
    _silent("background-audio", ("填写时的录音", "a recording while the form is filled in"), _FILE_NAME, "", ("quality",)),
    _silent("csv-external",
            ("随附的“题名.csv”，供公式查找", "attaches NAME.csv for formulas to look up"), ("无", "nothing")),
    _silent("xml-external", ("随附的“题名.xml”，供公式查找", "attaches NAME.xml for formulas to look up"), ("无", "nothing")),
    _silent("begin_group", ("一个分组的开始", "where a section begins"), ("无", "nothing"), "begin group"),
    _silent("end_group", ("分组的结束", "where it ends"), ("无", "nothing"), "end group"),
    _silent("begin_repeat",
            ("可重复的一段的开始，如每个房间", "where what is asked again begins, such as each room"), ("无", "nothing"),
            "begin repeat, begin lgroup, begin_lgroup, begin looped group"),
    _silent("end_repeat", ("这一段的结束", "where it ends"), ("无", "nothing"),
            "end repeat, end lgroup, end_lgroup, end looped group"),
)

BY_NAME = {name: kind for kind in QUESTION_TYPES for name in (kind.name, *kind.aliases)}
FROM_FILE = ("select_one_from_file", "select_multiple_from_file")
SELECTS = tuple(kind.name for kind in QUESTION_TYPES if kind.takes)
EXTERNALS = ("csv-external", "xml-external")
MULTIPLE = ("select_multiple", "select_multiple_from_file", "rank")
BEGINS = ("begin_group", "begin_repeat")
ENDS = ("end_group", "end_repeat")
FILE_ENDINGS = (".csv", ".xml", ".geojson")
KOBO_ONLY = re.compile(r"(?:begin|end)[_ ](?:score|rank|kobomatrix)\b|score__row|rank__level")
_OTHER = re.compile(r" (?:or specify other|or_other|or other)\Z")
# What pyxform still takes from the years before XLSForm, and questions of OpenStreetMap.
_OLD = re.compile(r"osm(?: \S+)?\Z|number of days in last (?:month|six months|year)\Z")
_LOOP = re.compile(r"(begin|end)[_ ]loop(?: (?:over )?\S+)?\Z")
_TAKING = sorted((name for name, kind in BY_NAME.items() if kind.takes), key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class TypeCell:
    """A type cell read: the type's own name ("" when unknown), the list or file it names, whether `or_other` follows."""

    kind: str
    listed: str = ""
    other: bool = False


def read_type(text: str) -> TypeCell:
    """What a type cell says. Letters matter: XLSForm's types are written in small letters (but `dateTime`)."""
    words = " ".join(text.split())
    if words in BY_NAME:
        return TypeCell(BY_NAME[words].name)
    for name in _TAKING:
        if words.startswith(name + " "):
            rest = words[len(name) + 1:]
            listed = _OTHER.sub("", rest)
            if " " not in listed:
                return TypeCell(BY_NAME[name].name, listed, listed != rest)
    loop = _LOOP.match(words)
    if loop:
        return TypeCell(f"{loop[1]}_group")
    return TypeCell("text" if _OLD.match(words) else "")
