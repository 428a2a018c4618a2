"""A page with every part of the window in its states, like the reference of components; tests and eyes look at it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from fieldaudit.errors import BadInput
from fieldaudit.i18n import Text
from fieldaudit.ui.text import is_english
from fieldaudit.ui.widgets.bars import Bar, CountRow, Progress, Tile
from fieldaudit.ui.widgets.basic import PRIMARY, badge, button, chip, frame, kbd, row
from fieldaudit.ui.widgets.fields import Check, Choose, DayField, Field, Line, Note, NumberField, Radio
from fieldaudit.ui.widgets.keys import hint_bar
from fieldaudit.ui.widgets.menus import FilterChip, more_menu
from fieldaudit.ui.widgets.segments import Choice, Segments, Toggle
from fieldaudit.ui.widgets.states import EmptyState, ErrorBox, LockStrip, Skeleton
from fieldaudit.ui.widgets.table import Column, PagedModel, Table
from fieldaudit.ui.widgets.timeline import Step, Timeline
from fieldaudit.ui.widgets.week import Day, Week


def words(zh: str, en: str) -> str:
    """The words of the language in use."""
    return en if is_english() else zh


class Gallery(QWidget):
    """All parts, 683 wide."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(683)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(24, 16, 24, 16)
        self.whole.setSpacing(10)
        for part in (
            self._buttons,
            self._answers,
            self._toggles,
            self._chips,
            self._inputs,
            self._table,
            self._tabs,
            self._states,
            self._figures,
            self._time,
        ):
            part()

    def fit(self) -> None:
        """As high as wrapped words need it (a window does not ask them)."""
        self.resize(683, self.whole.totalHeightForWidth(683))

    def _buttons(self) -> None:
        self.save = button(words("保存", "Save"), kind=PRIMARY)
        off = button(words("保存", "Save"))
        off.setEnabled(False)
        self.whole.addLayout(row(self.save, button(words("取消", "Cancel")), button(words("更多", "More"), kind="text"), off, 1))
        self.whole.addLayout(
            row(
                button(words("导出", "Export"), size="small", icon_name="download"),
                button(words("打印", "Print"), icon_name="printer"),
                button(words("照片", "Photo"), size="large", icon_name="camera"),
                button(icon_name="undo-2", kind="icon", name=words("撤销", "Undo")),
                more_menu([]),
                more_menu([], words("更多", "More")),
                button(words("打印", "Print"), kind=PRIMARY, size="large", icon_name="printer"),
                1,
            )
        )

    def _answers(self) -> None:
        self.segments = [Segments(self.answers(), value) for value in (None, "pass", "fail", "na")]
        locked = Segments(self.answers(), "fail")
        locked.read_only = True
        self.segments.append(locked)
        for pair in (self.segments[:2], self.segments[2:4], self.segments[4:]):
            self.whole.addLayout(row(*pair, 1, gap=20))

    def answers(self) -> list[Choice]:
        """The three answers."""
        return [
            Choice("pass", words("符合", "Pass"), tone="pass"),
            Choice("fail", words("不符合", "Fail"), tone="fail"),
            Choice("na", words("不适用", "N/A"), tone="na"),
        ]

    def _toggles(self) -> None:
        self.toggle = Toggle(
            [Choice(1, words("全部", "All")), Choice(2, words("不同", "Changed")), Choice(3, words("不符合", "Fails"))], 1
        )
        severity = Toggle([Choice(1, words("一般", "General")), Choice(2, words("重大", "Major"), tone="danger")], 2)
        self.checks = [Check(), Check(words("已核对", "Checked")), Check()]
        self.checks[1].setChecked(True)
        self.checks[2].setCheckState(Qt.CheckState.PartiallyChecked)
        radios = [Radio(words("直接送达", "By hand")), Radio()]
        radios[1].setAutoExclusive(False)
        radios[1].setChecked(True)
        self.whole.addLayout(row(self.toggle, severity, 1, gap=12))
        for mark in (*self.checks, *radios):
            mark.setAccessibleName(mark.text() or words("选择", "Choose"))
        self.whole.addLayout(row(*self.checks, *radios, 1, gap=12))

    def _chips(self) -> None:
        self.whole.addLayout(
            row(
                chip(words("逾期 2 天", "2 d overdue"), "danger"),
                chip(words("还剩 3 天", "3 d left"), "warn"),
                chip(words("已销号", "Cleared"), "ok", "check"),
                chip(words("符合", "Pass"), "accent", "check"),
                chip(words("整改中", "In progress")),
                chip(words("已核对原文", "Checked"), "plain"),
                badge(3),
                badge(12, "neutral"),
                1,
            )
        )
        self.open = FilterChip(words("状态", "State"), [(1, words("未销号", "Open"))], 1)
        self.district = FilterChip(words("区县", "District"), [(1, "A"), (2, "B")])
        self.overdue = FilterChip(words("逾期 3", "Overdue 3"))
        self.whole.addLayout(row(self.open, self.district, self.overdue, kbd("Ctrl K"), 1))

    def _inputs(self) -> None:
        self.line = Line(words("楼层、房号", "Floor, room"))
        self.choose = Choose([(1, words("拆窗破网", "Open exit")), (2, words("打井", "Drill a well"))], 1)
        self.number = NumberField("MPa", "0.5.2")
        wrong = Field(words("压力", "Pressure"), self.number)
        wrong.set_fault(words("请填数字，例如 0.05", "Enter a number, e.g. 0.05"))
        locked = Line(text="2026-17")
        locked.setReadOnly(True)
        fields = [
            Field(words("位置", "Location"), self.line),
            Field(words("措施", "Measure"), self.choose),
            wrong,
            Field(words("文号（只读）", "Number (read only)"), locked),
        ]
        line = row(*fields, gap=12)
        for field in fields:
            line.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        self.whole.addLayout(line)
        self.day, self.note = DayField(date(2026, 11, 24)), Note(words("说明", "Remark"))
        pair = row(Field(words("期限", "Deadline"), self.day), Field(words("备注", "Note"), self.note), gap=12)
        self.whole.addLayout(pair)

    def _table(self) -> None:
        card = frame("card")
        rows = [
            {
                "id": 1,
                "hazard": words("消防通道被杂物堵塞", "Escape route blocked"),
                "home": "A",
                "due": {"note": "11-22", "text": words("逾期 2 天", "2 d overdue"), "tone": "danger"},
                "state": words("整改中", "In progress"),
            },
            {
                "id": 2,
                "hazard": words("末端试水压力不足", "End-test pressure low"),
                "home": "B",
                "due": {"note": "11-24", "text": words("今天", "Today"), "tone": "warn"},
                "state": words("已报完成", "Submitted"),
            },
            {
                "id": 3,
                "hazard": {"text": words("居室插排串接", "Chained power strips"), "detail": "3F"},
                "home": "C",
                "due": {"note": "12-16", "text": words("还剩 22 天", "22 d left")},
                "state": {"text": words("已销号", "Cleared"), "tone": "ok", "icon": "check"},
            },
        ]
        columns = [
            Column("", "", 40, "check"),
            Column("hazard", words("隐患", "Hazard")),
            Column("home", words("机构", "Home"), 100, "muted"),
            Column("due", words("期限", "Deadline"), 150, "due"),
            Column("state", words("状态", "State"), 110, "state"),
        ]
        self.table = Table(PagedModel(lambda offset, limit: rows[offset : offset + limit], lambda: len(rows), columns), columns)
        self.table.setFixedHeight(36 + 40 * 3)
        self.table.header.show_sorted("due", False)
        self.table.select_ids([2, 3])
        self.table.go_to(2)
        row(self.table, margins=(1, 1, 1, 1), into=card)
        self.whole.addWidget(card)

    def _tabs(self) -> None:
        tabs = QTabBar()
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        for text in (words("方案", "Plan"), words("检查 4", "Inspections 4"), words("文书 9", "Documents 9")):
            tabs.addTab(text)
        self.whole.addWidget(tabs)

    def _states(self) -> None:
        error = BadInput(
            Text("U 盘写到一半被拔出", "USB stick removed half-way"),
            safe=Text("本机数据完好，U 盘上旧的一份仍可用。", "Data here is safe; the old copy on the stick still works."),
            todo=Text("重新插入后会接着写。", "Plug it in to go on."),
        )
        self.skeleton = Skeleton(2)
        empty = frame("card")
        row(
            EmptyState("building-2", words("还没有机构", "No institutions yet"), "", words("导入名册", "Import register")),
            into=empty,
        )
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.skeleton)
        left.addWidget(LockStrip(words("已送审，答案锁定", "Sent for review, locked"), words("申请修改", "Ask to edit")))
        right.addWidget(empty)
        right.addWidget(ErrorBox(error))
        pair = row(gap=16)
        pair.addLayout(left, 1)
        pair.addLayout(right, 1)
        self.whole.addLayout(pair)

    def _figures(self) -> None:
        self.whole.addLayout(
            row(
                Tile(
                    "419",
                    words("发现 / 已销号", "Found / cleared"),
                    "",
                    lambda: None,
                    words("整改销号 392", "392 by clearing"),
                    "/ 419",
                ),
                Tile("3", words("逾期", "Overdue"), "danger", lambda: None, words("最多 23", "at most 23")),
                Tile(
                    "288",
                    words("妥善转移安置", "Resettled"),
                    "",
                    None,
                    words("去向均有登记", "all registered"),
                    words("人", "people"),
                ),
                gap=16,
            )
        )
        self.whole.addWidget(Bar([(6, "ok"), (1, "accent"), (2, "chart_2"), (2, "danger")], 8))
        self.whole.addWidget(Progress(312, 500))
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(CountRow(words("全部未销号", "All open"), 128, icon="list-filter", checked=True))
        side.addWidget(CountRow(words("逾期", "Overdue"), 3, icon="clock", tone="danger"))
        side.addWidget(CountRow(words("本周到期", "Due this week"), 7, icon="calendar-clock", tone="warn"))
        pane = frame("pane")
        pane.setLayout(side)
        week = Week([Day(date(2026, 11, 23 + at), (0, 1, 0, 2, 3, 0, 1)[at]) for at in range(7)], date(2026, 11, 24))
        self.whole.addLayout(row(pane, week, gap=16))

    def _time(self) -> None:
        self.whole.addWidget(
            Timeline(
                [
                    Step(words("发现", "Found"), words("检查员甲、乙 · 照片 2", "Inspectors A, B · 2 photos"), "11-10 10:12"),
                    Step(words("复查合格", "Reinspection passed"), "", "11-18 15:40"),
                    Step(
                        words("等待销号", "Waiting to be cleared"),
                        words("一般隐患，检查员可销号", "An inspector may clear it"),
                        "",
                        False,
                    ),
                ]
            )
        )
        self.whole.addWidget(
            hint_bar([("J K", words("移动", "move")), ("1 2 3", words("作答", "answer")), ("P", words("照片", "photo"))])
        )
