"""The `bind::fa:*` columns of a checklist: names, meaning, allowed values. The engine itself does not use them.

They ride along with each question (`Question.fa`); only what is written here is checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..i18n import Text, tr

FA_NAMESPACE = "https://fieldaudit.example/xforms/fa"
FA_PREFIX = "fa"
_PARTS = re.compile("[;；]")
_CITED = re.compile(r"[^:：]*[^:：\s][^:：]*[:：]")


@dataclass(frozen=True, slots=True)
class FaColumn:
    """One column. `allowed` lists the only values; `number` asks for a whole number from 0; `cited` for references
    `short:clause` with ; between; else free text."""

    name: str
    meaning: Text
    allowed: tuple[str, ...] = ()
    number: bool = False
    choice: bool = False  # must be the name of one of the question's choices
    cited: bool = False

    def fault(self, value: str, choices: frozenset[str]) -> Text | None:
        """What is wrong with a cell, or None."""
        if self.allowed and value not in self.allowed:
            listed = ", ".join(self.allowed)
            return tr(f"fa:{self.name} 只能是 {listed}，而不是“{value}”",
                      f"fa:{self.name} must be one of {listed}, not {value!r}")
        if self.number and not (value.isascii() and value.isdigit() and len(value) < 6):
            return tr(f"fa:{self.name} 应为非负整数，而不是“{value}”",
                      f"fa:{self.name} must be a whole number from 0, not {value!r}")
        if self.choice and value not in choices:
            return tr(f"fa:{self.name} 的“{value}”不是本题的选项", f"fa:{self.name}: {value!r} is not a choice here")
        if self.cited and (part := next((part for part in _PARTS.split(value) if part.strip() and not _CITED.match(part)), "")):
            return tr(f"fa:{self.name} 的“{part.strip()}”应写作 简称:条，如 消防法:16.1.5",
                      f"fa:{self.name}: {part.strip()!r} should be short:clause, such as 消防法:16.1.5")
        return None


FA_COLUMNS: tuple[FaColumn, ...] = (
    FaColumn("fail", tr("表示不符合的选项名", "name of the choice that means the question failed"), choice=True),
    FaColumn("severity", tr("不符合时的隐患等级（待确认的重大由检查员确认或说明理由降级）",
                            "severity when it fails (major_to_confirm: the inspector confirms or lowers it)"),
             allowed=("general", "major", "major_to_confirm")),
    FaColumn("measure", tr("建议的整改措施种类", "proposed kind of measure"),
             allowed=("immediate", "deadline", "joint_retrofit", "open_exit", "drill_well", "suspend_use", "close")),
    FaColumn("days", tr("建议的整改期限（天，0为立即）", "proposed term in days, 0 = at once"), number=True),
    FaColumn("term_kind", tr("期限按自然日还是工作日计算", "whether the term counts natural or working days"),
             allowed=("natural", "working")),
    FaColumn("order_basis", tr("责令改正所依据的法律条款（简称:条），印在文书上",
                               "clause of a statute the order rests on (short:clause), printed on the paper"),
             cited=True),
    FaColumn("basis", tr("技术标准等其他依据，多条用分号隔开",
                         "technical and other clauses, separated by semicolons"), cited=True),
    FaColumn("basis_checked", tr("依据与原文核对的程度", "how well the basis was checked against the official text"),
             allowed=("seen", "part", "recalled")),
    FaColumn("refer_basis", tr("移送主管部门时可引用的条款", "clause the competent agency could rest on, for referrals"),
             cited=True),
    FaColumn("finding", tr("不符合时的问题描述（中文）", "wording of the finding, Chinese")),
    FaColumn("require", tr("整改要求（中文）", "wording of what is required, Chinese")),
    FaColumn("finding_en", tr("不符合时的问题描述（英文）", "wording of the finding, English")),
    FaColumn("require_en", tr("整改要求（英文）", "wording of what is required, English")),
)

# Columns of the settings sheet, written with an underscore: pyxform takes no colon there.
FA_SETTINGS: tuple[FaColumn, ...] = (
    FaColumn("hazard", tr("这张检查表所查隐患的统称，印在通知书上（例：火灾隐患）",
                          "what this checklist's hazards are called on a notice")),
    FaColumn("powers", tr("责令改正本身所依据的职权条款（简称:条），多条用分号隔开",
                          "clauses that give the power to order, separated by semicolons (short:clause)")),
)

FA_BY_NAME = {column.name: column for column in FA_COLUMNS}
