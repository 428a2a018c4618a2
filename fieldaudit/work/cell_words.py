"""Words for what the tables hold: names of tables and columns, and values as people read them.

For history, conflicts and the show verbs. A column that this version does not know is shown as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..domain.core import RowId
from ..domain.numbers import DOCUMENT_KINDS
from ..domain.terms import VOCABULARIES, label
from ..i18n import Text, tr
from .desk import Desk, local_time
from .inspect import PARTIES

_LONGEST = 60  # characters of a value that is shown whole


def _words(*words: tuple[str, str, str]) -> dict[str, Text]:
    return {code: tr(zh, en) for code, zh, en in words}


TABLE_WORDS = _words(
    ("bureau", "本局", "bureau"),
    ("district", "旗县市区", "district"),
    ("person", "人员", "person"),
    ("form", "检查表", "form"),
    ("law", "法规", "law"),
    ("number_pattern", "文号格式", "number pattern"),
    ("number_lease", "文号分配", "lease of numbers"),
    ("institution", "机构", "home"),
    ("inspection", "检查", "inspection"),
    ("answer", "回答", "answer"),
    ("attachment", "附件", "attachment"),
    ("annotation", "照片标注", "shape on a photo"),
    ("signature", "签字", "signature"),
    ("inspection_event", "检查环节", "step of an inspection"),
    ("remark", "审核意见", "remark"),
    ("item", "整改项", "plan item"),
    ("item_question", "检查项与整改项", "question of an item"),
    ("event", "整改环节", "event"),
    ("notice", "通知书", "notice"),
    ("notice_item", "通知书所列隐患", "item of a notice"),
    ("service", "送达", "service"),
    ("paper", "文书", "paper"),
    ("wording", "文书用语", "words of a paper"),
)
COLUMN_WORDS = _words(
    ("void", "作废", "void"),
    ("name", "名称", "name"),
    ("short", "简称", "short name"),
    ("address", "地址", "address"),
    ("phone", "电话", "phone"),
    ("review_body", "复议机关", "where to apply for reconsideration"),
    ("supervisor_clears_general", "一般隐患由科室负责人销号", "a supervisor clears general hazards"),
    ("scope", "范围", "scope"),
    ("role", "角色", "role"),
    ("badge_no", "执法证号", "badge number"),
    ("post", "职务", "post"),
    ("version", "版本", "version"),
    ("title_zh", "标题", "title"),
    ("title_en", "英文标题", "English title"),
    ("title", "标题", "title"),
    ("source", "表单内容", "form source"),
    ("media_type", "文件类型", "media type"),
    ("sha256", "哈希", "hash"),
    ("number", "编号", "number"),
    ("in_force", "施行日期", "in force"),
    ("checked", "核对", "checked"),
    ("kind", "种类", "kind"),
    ("pattern", "格式", "pattern"),
    ("year", "年份", "year"),
    ("device", "设备", "laptop"),
    ("first", "起", "first"),
    ("last", "止", "last"),
    ("code", "统一社会信用代码", "code"),
    ("district", "旗县市区", "district"),
    ("legal_rep", "法定代表人", "legal representative"),
    ("head", "负责人", "person in charge"),
    ("beds", "床位数", "beds"),
    ("residents", "在住人数", "residents"),
    ("grade", "等级", "grade"),
    ("lon", "经度", "longitude"),
    ("lat", "纬度", "latitude"),
    ("extra_json", "其他列", "other columns"),
    ("moved_from", "迁自", "moved from"),
    ("institution", "机构", "home"),
    ("form", "检查表", "form"),
    ("inspector_row", "检查员", "inspector"),
    ("second_row", "第二人", "second person"),
    ("started_at", "开始时间", "began"),
    ("state", "状态", "state"),
    ("inspection", "检查", "inspection"),
    ("path", "检查项", "question"),
    ("value", "回答", "answer"),
    ("note", "备注", "note"),
    ("owner_table", "属于", "belongs to"),
    ("owner_row", "所属记录", "record it belongs to"),
    ("object", "文件", "object"),
    ("bytes", "字节数", "bytes"),
    ("file_name", "文件名", "file name"),
    ("width", "宽", "width"),
    ("height", "高", "height"),
    ("caption", "说明", "caption"),
    ("taken_at", "拍摄时间", "taken"),
    ("camera", "相机", "camera"),
    ("shape", "形状", "shape"),
    ("points_json", "位置", "points"),
    ("attachment", "照片", "photo"),
    ("colour", "颜色", "colour"),
    ("party", "签字方", "party"),
    ("person_row", "签字人", "signed by"),
    ("strokes_json", "笔迹", "pen strokes"),
    ("refused", "拒绝事由", "reason of refusal"),
    ("witness", "见证人", "witness"),
    ("record_sha256", "记录哈希", "hash of the record"),
    ("reason", "理由", "reason"),
    ("facts_json", "事实", "facts"),
    ("inspection_event", "环节", "step"),
    ("text", "意见", "text"),
    ("place", "部位", "place"),
    ("finding", "情况", "finding"),
    ("severity", "等级", "severity"),
    ("severity_reason", "定级理由", "reason of the severity"),
    ("measure_kind", "措施种类", "kind of measure"),
    ("measure", "整改措施", "measure"),
    ("term_days", "期限天数", "term in days"),
    ("term_kind", "期限种类", "kind of days"),
    ("order_basis", "责令依据", "basis of the order"),
    ("basis", "依据", "basis"),
    ("basis_checked", "依据核对", "basis checked"),
    ("refer_basis", "移送依据", "basis of a referral"),
    ("responsible", "责任人", "responsible person"),
    ("budget_yuan", "资金（元）", "money (yuan)"),
    ("budget_source", "资金来源", "source of the money"),
    ("contingency", "预案", "contingency plan"),
    ("lead_department", "牵头部门", "lead department"),
    ("recurrence_of", "复发自", "recurrence of"),
    ("witness_post", "见证人单位及职务", "witness's post"),
    ("tracking", "邮件号", "tracking number"),
    ("sent_on", "交寄日期", "posted on"),
    ("announced_in", "公告于", "announced in"),
    ("announced_on", "公告日期", "announced on"),
    ("merged_into", "合并到", "merged into"),
    ("event", "撤销的环节", "event taken back"),
    ("item", "整改项", "plan item"),
    ("provisional", "临时编号", "provisional number"),
    ("serial", "序号", "serial"),
    ("mode", "期限方式", "way of the term"),
    ("due_date", "改正日期", "date to rectify by"),
    ("issued_on", "下达日期", "issued on"),
    ("facts_sha256", "内容哈希", "hash of the content"),
    ("notice", "通知书", "notice"),
    ("position", "次序", "position"),
    ("method", "送达方式", "way of service"),
    ("recipient", "签收人", "recipient"),
    ("relation", "与机构关系", "relation to the home"),
    ("served_at", "送达时间", "served"),
    ("server_row", "送达人", "served by"),
    ("remarks", "备注", "remarks"),
    ("lang", "语言", "language"),
    ("service", "送达", "service"),
    ("replaces_row", "替代的文书", "paper it replaces"),
    ("asked_json", "制发时的选择", "what was chosen for it"),
    # facts of events
    ("second", "第二人", "second person"),
    ("result", "结果", "result"),
    ("photos", "照片数", "photos"),
    ("before", "整改前照片数", "photos before"),
    ("after", "整改后照片数", "photos after"),
    ("exits", "生命通道（处）", "life exits"),
    ("where", "位置", "where"),
    ("well_depth_m", "井深（米）", "depth of the well (m)"),
    ("well_yield_m3h", "出水量（立方米/时）", "yield of the well (m3/h)"),
    ("due", "改正日期", "date to rectify by"),
    ("date", "送达日期", "date of service"),
    ("to", "至", "to"),
    ("opinion", "论证意见", "opinion"),
    ("residents_settled", "已安置", "settled"),
    ("residents_total", "应安置", "residents"),
)
_CODES = {
    "role": "role",
    "severity": "severity",
    "measure_kind": "measure",
    "term_kind": "term_kind",
    "basis_checked": "checked",
    "lead_department": "department",
    "mode": "order_mode",
    "method": "service_method",
    "result": "result",
}
_KINDS = {"event": "event", "inspection_event": "inspection_event", "inspection": "inspection_kind"}
_TIMES = frozenset(("started_at", "served_at"))
_PEOPLE = frozenset(("inspector_row", "second_row", "person_row", "server_row", "second"))
_NAMED = {"institution": "name", "district": "name", "form": "name", "inspection": "number", "notice": "number"}
_OTHER_ROW = {"merged_into": "institution"}  # columns called otherwise than the table they name


def table_word(table: str) -> Text:
    """A table as people call it."""
    return TABLE_WORDS.get(table, Text(table, table))


def column_word(column: str) -> Text:
    """A column or a fact of an event as people call it."""
    return COLUMN_WORDS.get(column, Text(column, column))


def value_text(desk: Desk, table: str, column: str, value: Any) -> str:
    """A cell as people read it: codes as words, times as local times, people and homes by name."""
    if value is None:
        return str(tr("（空）", "(empty)"))
    if column == "facts_json":
        return cells_text(desk, table, json.loads(value))
    if column in _TIMES and isinstance(value, int):
        return local_time(value)
    if column in _PEOPLE and isinstance(value, int):
        return desk.name_of(value) or str(value)
    named = _OTHER_ROW.get(column, column)
    if named in _NAMED and isinstance(value, int):
        row = desk.store.get(named, RowId(value))
        return str(row[_NAMED[named]]) if row else str(value)
    whole = isinstance(value, float) and value.is_integer()
    text = str(int(value) if whole else _code(table, column, value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _code(table: str, column: str, value: Any) -> Text | str:
    if column == "party":
        return PARTIES.get(value, str(value))
    if column == "owner_table":
        return table_word(value)
    if column == "kind" and value in DOCUMENT_KINDS:
        return DOCUMENT_KINDS[value]
    vocabulary = _KINDS.get(table) if column == "kind" else _CODES.get(column)
    known = vocabulary is not None and value in VOCABULARIES[vocabulary]
    return label(vocabulary, value) if vocabulary is not None and known else str(value)


def cells_text(desk: Desk, table: str, cells: Mapping[str, Any]) -> str:
    """Several cells on one line."""
    equals, comma = str(tr("：", ": ")), str(tr("；", "; "))
    return comma.join(f"{column_word(name)}{equals}{value_text(desk, table, name, value)}" for name, value in cells.items())
