"""The vocabulary: every code the records hold, with the words a person reads.

Owns the codes of roles, severities, measures, states, marks, events, methods and departments and their
Chinese and English names. Knows no rule: what may follow what is in
`item` and `inspection`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import OurBug
from ..i18n import Text, tr


def _vocabulary(*words: tuple[str, str, str]) -> Mapping[str, Text]:
    return MappingProxyType({code: tr(zh, en) for code, zh, en in words})


ROLES = _vocabulary(
    ("inspector", "检查员", "inspector"),
    ("supervisor", "科室负责人", "supervisor"),
    ("admin", "管理员", "administrator"),
)
SEVERITIES = _vocabulary(
    ("general", "一般隐患", "general hazard"),
    ("major", "重大隐患", "major hazard"),
    ("major_to_confirm", "重大隐患（待确认）", "major hazard, to be confirmed"),
)
MEASURES = _vocabulary(
    ("immediate", "立行立改", "rectify at once"),
    ("deadline", "限期整改", "rectify by a deadline"),
    ("joint_retrofit", "联合改造", "joint retrofit"),
    ("open_exit", "拆窗破网", "open a life exit"),
    ("drill_well", "打井", "drill a fire well"),
    ("suspend_use", "停用", "suspend use"),
    ("close", "关停", "close the institution"),
)
TERM_KINDS = _vocabulary(
    ("natural", "日", "days"),
    ("working", "个工作日", "working days"),
)
OPEN_STATES = _vocabulary(
    ("found", "已发现", "found"),
    ("ordered", "已下达", "ordered"),
    ("in_progress", "整改中", "being rectified"),
    ("submitted", "等待复查", "waiting for reinspection"),
    ("passed", "待销号", "passed, waiting to be cleared"),
)
ENDS = _vocabulary(
    ("cleared", "已销号", "cleared"),
    ("equivalent", "采取等效措施", "equivalent measure accepted"),
    ("disproved", "经核实不成立", "disproved"),
    ("ended_with_institution", "随机构关停终结", "ended with the institution"),
)
ITEM_STATES: Mapping[str, Text] = MappingProxyType({**OPEN_STATES, **ENDS})
MARKS = _vocabulary(
    ("extended", "已延期", "extended"),
    ("escalated", "挂牌督办", "under supervised listing"),
    ("referred", "已移送", "referred"),
    ("no_access", "未能进入", "no access"),
    ("overdue", "逾期", "overdue"),
    ("due_soon", "即将到期", "due soon"),
    ("idle", "久未处理", "idle"),
)
EVENTS = _vocabulary(
    ("ordered", "下达整改通知", "order by notice"),
    ("order_voided", "通知书作废", "void the notice"),
    ("served", "送达", "serve"),
    ("submitted", "申请复查", "submit for reinspection"),
    ("extension_asked", "申请延期", "ask for an extension"),
    ("extended", "批准延期", "grant an extension"),
    ("extension_refused", "不予延期", "refuse an extension"),
    ("reinspected", "复查", "reinspect"),
    ("fixed_on_spot", "当场整改", "fix on the spot"),
    ("cleared", "销号", "clear"),
    ("escalated", "挂牌督办", "put under supervised listing"),
    ("referred", "移送", "refer"),
    ("accepted_equivalent", "认可等效措施", "accept an equivalent measure"),
    ("disproved", "认定隐患不成立", "find the hazard disproved"),
    ("ended_with_institution", "随机构关停终结", "end with the institution"),
    ("retracted", "撤销", "take back"),
)
RESULTS = _vocabulary(
    ("pass", "已整改", "rectified"),
    ("fail", "未整改", "not rectified"),
    ("partial", "部分整改", "partly rectified"),
    ("no_access", "未能进入", "no access"),
)
ORDER_MODES = _vocabulary(
    ("by_term", "自送达之日起计算", "counted from service"),
    ("dated", "写明改正日期", "with a printed date"),
)
SERVICE_METHODS = _vocabulary(
    ("direct", "直接送达", "handed over"),
    ("left", "留置送达", "left before a witness"),
    ("post", "邮寄送达", "by post"),
    ("public", "公告送达", "by public announcement"),
)
INSPECTION_STATES = _vocabulary(
    ("draft", "检查中", "draft"),
    ("finished", "待审核", "finished, waiting for review"),
    ("approved", "已通过审核", "approved"),
    ("returned", "已退回", "returned"),
    ("no_access", "未能进入", "no access"),
)
INSPECTION_EVENTS = _vocabulary(
    ("finished", "完成检查", "finish the inspection"),
    ("no_access", "记录未能进入", "record that there was no way in"),
    ("amended", "更正记录", "amend the record"),
    ("approved", "审核通过", "approve the inspection"),
    ("returned", "退回", "return the inspection"),
)
INSPECTION_KINDS = _vocabulary(
    ("routine", "日常检查", "routine inspection"),
    ("campaign", "专项检查", "campaign inspection"),
    ("case", "个案检查", "case inspection"),
)
CHECKED = _vocabulary(
    ("seen", "已核对原文", "checked against the official text"),
    ("part", "部分核对", "partly checked"),
    ("recalled", "未核对原文", "not checked against the official text"),
)
LEAD_DEPARTMENTS = _vocabulary(
    ("civil_affairs", "民政", "civil affairs"),
    ("fire_rescue", "消防救援", "fire-rescue"),
    ("housing", "住建", "housing"),
    ("market_regulation", "市场监管", "market regulation"),
    ("water", "水务", "water"),
    ("power", "电力", "power"),
)

VOCABULARIES: Mapping[str, Mapping[str, Text]] = MappingProxyType({
    "role": ROLES,
    "severity": SEVERITIES,
    "measure": MEASURES,
    "term_kind": TERM_KINDS,
    "item_state": ITEM_STATES,
    "mark": MARKS,
    "event": EVENTS,
    "result": RESULTS,
    "order_mode": ORDER_MODES,
    "service_method": SERVICE_METHODS,
    "inspection_state": INSPECTION_STATES,
    "inspection_event": INSPECTION_EVENTS,
    "inspection_kind": INSPECTION_KINDS,
    "checked": CHECKED,
    "department": LEAD_DEPARTMENTS,
})


def label(kind: str, code: str) -> Text:
    """The words for `code` of the vocabulary `kind` (a key of `VOCABULARIES`).

    A code this version does not know (a newer laptop may have written it) is shown as it stands.
    Raises OurBug for an unknown vocabulary.
    """
    if kind not in VOCABULARIES:
        raise OurBug(tr("没有名为“{kind}”的词表", "there is no vocabulary named '{kind}'").format(kind=kind))
    return VOCABULARIES[kind].get(code, Text(code, code))
