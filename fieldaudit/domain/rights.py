"""Admission: may this device and this person's role write these tables by this verb?

A pure function of commit and certificate, recomputed when certificates change; what is not admitted is
quarantined with the reason, never applied, never lost. Knows nothing of how things stand: whether an item
may be cleared *now* is the fold's question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..i18n import Text, tr
from .core import COMMON, Certificate, Change, Commit, hlc_ms
from .tables import COMMON_TABLES, INSERT_ONLY, TABLES

_SETTLE = "conflict.settle"
_TAKE_BACK = frozenset(("act.undo", "act.redo"))
# Corrected by a further event, never struck out: the fold and the audit trail rest on them.
_NEVER_VOIDED = frozenset(("event", "inspection_event"))
_SENIORITY = ("supervisor", "inspector", "admin")


@dataclass(frozen=True, slots=True)
class VerbRule:
    """`roles` that may use the verb, `tables` it may change, whether it is used in scope 0 (`common`)."""

    roles: frozenset[str]
    tables: frozenset[str]
    common: bool
    text: Text


def _rule(text: Text, roles: str, tables: str, *, common: bool = False) -> VerbRule:
    return VerbRule(frozenset(roles.split()), frozenset(tables.split()), common, text)


_OFFICERS = "inspector supervisor"
_ALL = "inspector supervisor admin"
# Issued papers, services and signatures are voided by their own acts, never undone; events are retracted by an event.
_UNDOABLE = "institution inspection answer attachment annotation item item_question event"

_VOIDED = frozenset(("void",))
_EDITED = {"attachment": frozenset(("void", "caption"))}  # of rows that are only added: what is said of a photo may be mended

VERBS: Mapping[str, VerbRule] = MappingProxyType({
    "bureau.create": _rule(tr("建立单位", "set up the bureau"), "admin",
                           "bureau district person law form number_pattern", common=True),
    "person.add": _rule(tr("增加人员", "add a person"), "admin", "person", common=True),
    "person.edit": _rule(tr("修改人员", "edit a person"), "admin", "person", common=True),
    "form.publish": _rule(tr("发布检查表", "publish a form"), "admin", "form", common=True),
    "wording.set": _rule(tr("设定文书用语", "set the words of a paper"), "admin", "wording", common=True),
    "numbers.lease": _rule(tr("分配文号", "lease document numbers"), "admin", "number_lease", common=True),
    "register.import": _rule(tr("导入机构", "import institutions"), _ALL, "institution"),
    "register.edit": _rule(tr("修改机构信息", "edit an institution"), _ALL, "institution"),
    "inspection.begin": _rule(tr("开始检查", "begin an inspection"), _OFFICERS, "inspection"),
    "inspection.answer": _rule(tr("填写检查项", "answer a question"), _OFFICERS, "answer item item_question"),
    "inspection.upgrade": _rule(tr("换用检查表新版本", "carry over to a new form version"), _OFFICERS,
                                "inspection answer item item_question"),
    "inspection.attach": _rule(tr("添加照片或附件", "attach a photo or file"), _OFFICERS, "attachment"),
    "inspection.fix": _rule(tr("当场整改", "fix on the spot"), _OFFICERS, "event attachment item"),
    "inspection.sign": _rule(tr("签字", "sign"), _OFFICERS, "signature attachment"),
    "inspection.finish": _rule(tr("完成检查", "finish an inspection"), _OFFICERS,
                               "inspection_event attachment"),
    "inspection.amend": _rule(tr("更正检查记录", "amend an inspection"), _OFFICERS, "inspection_event"),
    "review.approve": _rule(tr("审核通过", "approve an inspection"), "supervisor", "inspection_event"),
    "review.return": _rule(tr("退回检查", "return an inspection"), "supervisor", "inspection_event remark"),
    "item.edit": _rule(tr("修改整改项", "edit a plan item"), _OFFICERS, "item"),
    "item.grade": _rule(tr("确定隐患等级", "grade a hazard"), _OFFICERS, "item"),
    "item.join": _rule(tr("合并检查项", "join questions to one item"), _OFFICERS, "item item_question"),
    "item.submit": _rule(tr("申请复查", "submit for reinspection"), _OFFICERS, "event attachment"),
    "item.extend": _rule(tr("申请延期", "ask for an extension"), _OFFICERS, "event"),
    "item.grant": _rule(tr("批准延期", "grant an extension"), "supervisor", "event"),
    "item.reinspect": _rule(tr("复查", "reinspect"), _OFFICERS, "event attachment"),
    "item.clear": _rule(tr("销号", "clear a hazard"), _OFFICERS, "event"),
    "item.end": _rule(tr("终结隐患", "end a hazard otherwise"), "supervisor", "event"),
    "item.mark": _rule(tr("挂牌督办或移送", "escalate or refer"), "supervisor", "event"),
    "notice.issue": _rule(tr("下达通知书", "issue a notice"), _OFFICERS,
                          "notice notice_item event attachment paper"),
    "notice.void": _rule(tr("作废通知书", "void a notice"), _OFFICERS, "notice event paper"),
    "notice.serve": _rule(tr("送达", "serve a notice"), _OFFICERS, "service event attachment paper"),
    "paper.issue": _rule(tr("制发文书", "issue a paper"), _OFFICERS, "paper attachment"),
    "paper.refer": _rule(tr("制发移送函", "issue a letter of referral"), "supervisor", "paper attachment"),
    "evidence.annotate": _rule(tr("标注照片", "annotate a photo"), _OFFICERS, "annotation"),
    "register.merge": _rule(tr("合并重复机构", "merge institutions"), _ALL, "institution"),
    "act.undo": _rule(tr("撤销操作", "undo an act"), _ALL, _UNDOABLE),
    "act.redo": _rule(tr("重做操作", "redo an act"), _ALL, _UNDOABLE),
    # In scope 0 only an admin settles: nobody else may write those tables by any other verb either.
    _SETTLE: _rule(tr("处理冲突", "settle a conflict"), _ALL, " ".join(TABLES)),
})


_PAPERS_OF: Mapping[str, frozenset[str]] = MappingProxyType({
    "notice.issue": frozenset(("notice",)),
    "notice.serve": frozenset(("service",)),
    "paper.issue": frozenset(("notice", "service", "immediate", "reinspection", "plan", "clearing", "report", "record")),
    "paper.refer": frozenset(("referral",)),
})


def label(verb: str) -> Text:
    """The words for a verb in a history; a verb this version does not know is shown as it stands."""
    return VERBS[verb].text if verb in VERBS else Text(verb, verb)


def acting_role(commit: Commit, certificate: Certificate) -> str | None:
    """The role in which the author made the commit: the most senior of the roles the certificate lists for
    her that the verb takes; None when there is none or the verb is unknown."""
    rule = VERBS.get(commit.verb)
    if rule is None:
        return None
    roles = frozenset(("admin",)) if commit.verb == _SETTLE and commit.scope == COMMON else rule.roles
    listed = {role for person, role in certificate.people if person == commit.author}
    return next((role for role in _SENIORITY if role in listed & roles), None)


def admit(commit: Commit, certificate: Certificate | None) -> Text | None:
    """None when the commit is admitted, else why not.

    `certificate` is the one of the commit's device that applies at the commit's time (greatest valid_from
    and serial not after it). Checks device, time, scope, author, role, verb and every changed table.
    """
    if certificate is None:
        return tr("设备 {device} 没有证书", "device {device} has no certificate").format(device=commit.device)
    return (_admit_device(commit, certificate) or _admit_author(commit, certificate) or _admit_changes(commit)
            or _admit_taking_back(commit, acting_role(commit, certificate)))


def _admit_device(commit: Commit, certificate: Certificate) -> Text | None:
    if certificate.device != commit.device:
        return tr(
            "证书属于设备 {other}，不属于设备 {device}", "the certificate is of device {other}, not {device}"
        ).format(other=certificate.device, device=commit.device)
    if not certificate.valid_from <= hlc_ms(commit.hlc) <= certificate.valid_to:
        return tr("证书当时不在有效期内", "the certificate was not valid at that time")
    if commit.scope not in certificate.scopes:
        return tr("设备无权处理范围 {scope}", "the device has no right to scope {scope}").format(
            scope=commit.scope)
    return None


def _admit_author(commit: Commit, certificate: Certificate) -> Text | None:
    if commit.verb not in VERBS:
        return tr("没有“{verb}”这种操作", "there is no verb '{verb}'").format(verb=commit.verb)
    if all(person != commit.author for person, _ in certificate.people):
        return tr("证书没有列出此人", "the certificate does not list this person")
    if acting_role(commit, certificate) is None:
        return tr("此人的角色不能{act}", "this person's role may not {act}").format(act=label(commit.verb))
    return None


def _admit_taking_back(commit: Commit, role: str | None) -> Text | None:
    """Undoing is no way round: it adds nothing but the retraction of an event, and an administrator, who may write
    nothing but the register in a district, undoes nothing else there."""
    if commit.verb not in _TAKE_BACK:
        return None
    for change in commit.changes:
        if change.new and (change.table != "event" or change.cells.get("kind") != "retracted"):
            return tr("撤销和重做不能新增记录", "undoing and redoing may not add a row")
        if role == "admin" and change.table != "institution":
            return tr("管理员只能撤销机构信息的修改", "an administrator undoes changes of the register only")
    return None


def _admit_changes(commit: Commit) -> Text | None:
    reasons = (_admit_change(commit, change) for change in commit.changes)
    return next((reason for reason in reasons if reason is not None), None)


def _admit_change(commit: Commit, change: Change) -> Text | None:
    if change.table not in VERBS[commit.verb].tables:
        return tr("“{act}”不能写入表 {table}", "to {act} may not write table {table}").format(
            act=label(commit.verb), table=change.table)
    if (change.table in COMMON_TABLES) != (commit.scope == COMMON):
        return tr("表 {table} 不属于范围 {scope}", "table {table} does not belong to scope {scope}").format(
            table=change.table, scope=commit.scope)
    if change.new:
        return (tr("处理冲突不能新增记录", "settling a conflict may not add a row")
                if commit.verb == _SETTLE else _admit_paper(commit, change))
    if change.table in _NEVER_VOIDED or (change.table in INSERT_ONLY and set(change.cells) - _EDITED.get(change.table, _VOIDED)):
        return tr("表 {table} 的记录不能修改", "a row of table {table} may not be changed").format(
            table=change.table)
    return None


def _admit_paper(commit: Commit, change: Change) -> Text | None:
    """Which kinds of papers a verb issues: a letter of referral is a supervisor's, under its own verb."""
    kind = change.cells.get("kind")
    if change.table != "paper" or kind in _PAPERS_OF.get(commit.verb, ()):
        return None
    return tr("“{act}”不能制发这种文书：{kind}", "to {act} may not issue this kind of paper: {kind}").format(
        act=label(commit.verb), kind=kind)
