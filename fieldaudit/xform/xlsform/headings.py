"""The columns of each sheet: what they mean, how else they may be written, how a heading is read.

XLSForm.org's reference table and the older spellings that converters still take. Knows no form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...i18n import Text, tr
from ..columns import FA_PREFIX

_SPACES = re.compile(r"\s+")
_COLON = re.compile(r"(?<!jr):")  # the older separator; jr:count is one name
_START = ("A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
          "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff")
# A name that both XML and the expressions take: letters, digits, _ - . and not a digit first.
NAME = re.compile(rf"(?=[^\W\d][\w.\-]*\Z)[{_START}][{_START}\-.0-9\u00b7\u0300-\u036f\u203f\u2040]*\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `translated`: may be given for each language; `formula`: its cells are expressions."""

    name: str
    meaning: Text
    aliases: tuple[str, ...] = ()
    translated: bool = False
    formula: bool = False


def _column(name: str, zh: str, en: str, aliases: str = "", *, translated: bool = False, formula: bool = False) -> Column:
    return Column(name, tr(zh, en), tuple(a.strip() for a in aliases.split(",") if a.strip()), translated, formula)


_MEDIA_COLUMNS = (
    _column("image", "随文字显示的图片文件", "picture shown with the text", "media::image", translated=True),
    _column("big-image", "点开后的大图（须同时有image）",
            "the larger picture (image is needed too)", "media::big-image", translated=True),
    _column("audio", "随文字播放的录音文件", "sound played with the text", "media::audio", translated=True),
    _column("video", "随文字播放的录像文件", "video played with the text", "media::video", translated=True),
)

SURVEY_COLUMNS: tuple[Column, ...] = (
    _column("type", "题型", "the type of question", "command"),
    _column("name", "题名，答案按它保存", "the question's name; answers are filed under it", "tag, value"),
    _column("label", "题目", "the question", "caption", translated=True),
    _column("hint", "提示", "what helps to answer it", translated=True),
    _column("guidance_hint", "只给培训和打印用的说明", "guidance for training and print", translated=True),
    *_MEDIA_COLUMNS,
    _column("required", "是否必答：yes，或条件",
            "whether it must be answered: yes, or a condition", "bind::required", formula=True),
    _column("required_message", "未答时的提示", "what is said when it is not",
            "requiredmsg, bind::jr:requiredmsg", translated=True),
    _column("relevant", "何时显示这道题", "when the question is shown", "relevance, bind::relevant", formula=True),
    _column("constraint", "怎样的答案可以接受；. 指答案",
            "which answers are accepted; . is the answer", "bind::constraint", formula=True),
    _column("constraint_message", "答案不被接受时的提示", "what is said when it is not accepted",
            "constraining_message, bind::jr:constraintmsg", translated=True),
    _column("calculation", "答案怎样算出", "how its value is computed", "calculate, bind::calculate", formula=True),
    _column("trigger", "这些题的答案变化时才计算：${题名}，可用逗号分隔几个",
            "compute only when these questions change: ${name}, commas between"),
    _column("default", "预先填好的答案，或算出它的公式", "the answer it begins with, or a formula for it"),
    _column("readonly", "是否只读：yes，或条件", "whether it cannot be changed: yes, or a condition", "read_only, bind::readonly",
            formula=True),
    _column("choice_filter", "显示列表中的哪些选项", "which choices of the list are shown", formula=True),
    _column("repeat_count", "重复几次", "how many times a repeat is asked", "count, jr:count, control::jr:count, body::jr:count",
            formula=True),
    _column("appearance", "怎样显示", "how it is laid out", "control::appearance, body::appearance"),
    _column("parameters", "题型的参数，如 start=0 end=10 step=1", "parameters of the type, such as start=0 end=10 step=1"),
    _column("autoplay", "自动播放哪一种媒体", "which medium plays by itself", "control::autoplay, body::autoplay"),
    _column("rows", "文字框的行数", "lines of a text box", "control::rows, body::rows"),
    _column("save_to", "答案保存到实体的哪个属性", "the property of an entity the answer is saved to", "bind::entities:saveto"),
    _column("compact_tag", "短信格式的标记", "tag for the compact (SMS) form", "instance::odk:tag"),
    _column("noapperrorstring", "缺少外部应用时的提示", "what is said when an app is missing",
            "no_app_error_string, bind::jr:noapperrorstring", translated=True),
    _column("intent", "调用的外部应用", "the app that is called", "control::intent, body::intent"),
    _column("disabled", "yes：忽略这一行", "yes: the row is left out"),
    _column("comment", "给自己看的备注，程序不读", "for yourself; not read"),
)

CHOICES_COLUMNS: tuple[Column, ...] = (
    _column("list_name", "列表名", "the list the choice belongs to"),
    _column("name", "选项名，作为答案保存", "the choice's name, saved as the answer", "value"),
    _column("label", "选项的文字", "the choice as it is shown", "caption", translated=True),
    *_MEDIA_COLUMNS,
    _column("geometry", "选项在地图上的位置", "where the choice stands on a map"),
)

SETTINGS_COLUMNS: tuple[Column, ...] = (
    _column("form_title", "标题", "the title", "set_form_title, title"),
    _column("form_id", "表单编号", "the form's id", "set_form_id, id_string"),
    _column("version", "版本", "the version"),
    _column("default_language", "默认语言，写法同列标题，如“中文 (zh)”", "the language it opens in, as in the headings: 中文 (zh)"),
    _column("instance_name", "每份记录的名称（公式）", "formula for the name of a record", formula=True),
    _column("style", "网页表单的样式，如 pages、theme-grid", "style on the web, such as pages or theme-grid"),
    _column("public_key", "加密提交用的公钥（本程序不加密提交）", "key for encrypted submissions (not used here)"),
    _column("submission_url", "提交到哪里（本程序不提交）", "where records are sent (not used here)"),
    _column("allow_choice_duplicates", "yes：同一列表允许重复的选项名", "yes: a list may name a choice twice"),
    _column("namespaces", '命名空间，如 fa="https://…"', 'namespaces, such as fa="https://…"'),
    _column("name", "根元素的名称，默认data", "name of the root element, otherwise data"),
    _column("clean_text_values", "no：不合并多余空格", "no: keep runs of spaces"),
    _column("prefix", "短信格式的前缀", "prefix of the compact (SMS) form"),
    _column("delimiter", "短信格式的分隔符", "delimiter of the compact form"),
    _column("auto_send", "完成后自动发送（本程序不用）", "send when finished (not used here)"),
    _column("auto_delete", "发送后自动删除（本程序不用）", "delete once sent (not used here)"),
    _column("instance_id", "记录编号的产生方式", "how the record's id is made"),
    _column("omit_instanceid", "yes：不生成记录编号", "yes: records get no id"),
    _column("client_editable", "yes：发送后可修改", "yes: may be edited once sent"),
    _column("instance_xmlns", "记录的命名空间", "namespace of the records"),
    _column("sms_keyword", "短信关键字", "keyword of SMS forms"),
    _column("sms_separator", "短信分隔符", "separator of SMS forms"),
    _column("sms_allow_media", "短信是否允许媒体", "whether SMS forms allow media"),
    _column("sms_date_format", "短信日期格式", "date format of SMS forms"),
    _column("sms_datetime_format", "短信日期时刻格式", "date and time format of SMS forms"),
    _column("sms_response", "短信答复", "answer to SMS forms"),
    _column("add_none_option", "yes：多选题加“无”", "yes: multiple selects get a choice none"),
    _column("flat", "yes：不分层", "yes: no nesting"),
)

ENTITIES_COLUMNS: tuple[Column, ...] = (
    _column("list_name", "实体列表名", "the list of entities", "dataset"),
    _column("label", "实体的名称（可含 ${题名}）", "the entity's label (may hold ${name})"),
    _column("create_if", "何时新建", "when one is created", formula=True),
    _column("update_if", "何时更新", "when one is updated", formula=True),
    _column("entity_id", "更新哪一个", "which one is updated", formula=True),
    _column("repeat", "来自哪个重复组：${名}", "the repeat it is made from: ${name}"),
)

COLUMNS = {"survey": SURVEY_COLUMNS, "choices": CHOICES_COLUMNS, "external_choices": CHOICES_COLUMNS,
           "settings": SETTINGS_COLUMNS, "entities": ENTITIES_COLUMNS}
OPEN = ("bind", "body", "control", "instance", "attribute", "media")  # heads that any name may follow
_SAME = {sheet: {alias: column for column in columns for alias in (column.name, *column.aliases)}
         for sheet, columns in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read: as written, the column's own name, the language after it; `known` is None for a free column."""

    written: str
    column: str
    language: str = ""
    known: Column | None = None


def read_heading(sheet: str, written: str, double: bool) -> Heading:
    """A heading of a sheet. `double`: the sheet separates with `::` somewhere, so that a single `:` separates nothing."""
    same = _SAME.get(sheet, {})
    if whole := same.get(_snake(written)):
        return Heading(written, whole.name, "", whole)
    parts = [part.strip() for part in (written.split("::") if double else _COLON.split(written))]
    small = [_snake(part) for part in parts]
    for taken in (2, 1):  # bind::jr:constraintMsg before label
        if taken > len(parts):
            continue
        column = same.get("::".join(small[:taken]))
        if column is not None and len(parts) <= taken + 1:
            language = parts[taken] if len(parts) > taken else ""
            return Heading(written, column.name, language, column)
    if len(parts) > 1 and small[0] in OPEN:
        own = parts[1].startswith(f"{FA_PREFIX}:")
        return Heading(written, f"{small[0]}::{parts[1] if own else small[1]}", parts[2] if len(parts) > 2 else "")
    return Heading(written, written)


def _snake(text: str) -> str:
    return _SPACES.sub("_", text.strip()).lower()


def is_usable(heading: Heading) -> bool:
    """Whether formulas can use a column of the choices sheets: others (Kobo's `$kuid`, a heading with spaces) are left out."""
    return heading.known is not None or heading.column.partition("::")[0] in OPEN or NAME.match(heading.column) is not None


def headings_of(sheet: str, columns: list[str]) -> list[Heading]:
    """The headings of a sheet in order, blank ones left out."""
    double = any("::" in column for column in columns)
    return [read_heading(sheet, column, double) for column in columns if column]
