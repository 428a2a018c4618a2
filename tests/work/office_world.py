"""A small bureau for the tests of `work`: one workspace, five people, one home, a checklist of six questions.

Everything is in this process and nothing waits: the key lies beside the data and papers are not drawn (the tests of
`documents` and e2e draw them).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fieldaudit.domain.core import RowId
from fieldaudit.domain.item import ItemState
from fieldaudit.store import Workspace
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.session import Exchange, Outcome
from fieldaudit.work import inspect, notices, office, plan, register
from fieldaudit.work.desk import Desk
from fieldaudit.work.papers import issuing
from fieldaudit.work.register_file import read_register

DAY = 24 * 3600 * 1000
NOON = 1_795_492_800_000  # 2026-11-24 12:00 in Shanghai
PEN = [[[0.1, 0.5], [0.8, 0.7]]]
_HEAD = "type | name | label::中文 (zh) | label::English (en) | required | relevant"
_FA = "severity measure days order_basis basis_checked fail finding require"


def _question(name: str, severity: str, measure: str, relevant: str = "") -> str:
    return (
        f"| | select_one pfn | {name} | {name}查 | {name} looked at | yes | {relevant} | {severity} | {measure} | 30 "
        f"| 消防法:16.1.5 | recalled | fail | {name}有隐患 | 整改{name} |"
    )


FORM = "\n".join(
    (
        "| survey |",
        f"| | {_HEAD} | {' | '.join(f'bind::fa:{name}' for name in _FA.split())} |",
        "| | select_one yn | has_gas | 有燃气 | has gas | yes | | | | | | | | | |",
        _question("gas", "general", "deadline", "${has_gas} = 'yes'"),
        _question("bars", "major_to_confirm", "open_exit"),
        _question("well", "major", "drill_well"),
        _question("sign", "general", "immediate"),
        _question("wires", "general", "deadline"),
        "| choices |",
        "| | list_name | name | label::中文 (zh) | label::English (en) |",
        *(f"| | pfn | {name} | {name} | {name} |" for name in ("pass", "fail", "na")),
        *(f"| | yn | {name} | {name} | {name} |" for name in ("yes", "no")),
        "| settings |",
        "| | form_id | version | form_title | default_language | namespaces |",
        '| | fire_safety | 2026112401 | 试表 | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |',
    )
)
QUESTIONS = ("gas", "bars", "well", "sign", "wires")
REGISTER = "机构名称,旗县市区,地址,床位数\n北苑养老中心,科尔沁区,和平路1号,60\n南山养老院,开鲁县,和平路2号,40\n"


def jpeg(shade: int = 40) -> bytes:
    """A small photo, another for each shade."""
    data = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 120)).save(data, "JPEG", comment=bytes([shade]))  # else neighbours are the same bytes
    return data.getvalue()


@dataclass
class Office:
    """The first laptop of a bureau, its people and one home."""

    workspace: Workspace
    people: dict[str, RowId]
    now: int = NOON
    shade: int = 0
    homes: dict[str, RowId] = field(default_factory=dict)

    def desk(self, who: str | None = "甲") -> Desk:
        """The desk with somebody at it, a second later than the last time."""
        self.now += 1000
        return Desk(self.workspace, self.now, self.people[who] if who else None)

    def later(self, days: int) -> None:
        """Let days pass."""
        self.now += days * DAY

    def photo(self) -> tuple[str, bytes]:
        """A photo that was never seen before."""
        self.shade = (self.shade + 1) % 250
        return f"{self.shade}.jpg", jpeg(self.shade)

    def draft(self, *failed: str, home: str = "北苑养老中心", place: bool = True) -> Visit:
        """A visit of 甲 and 乙 with every question answered, these as failures, places and grades given."""
        made = inspect.begin(self.desk(), self.homes[home], self.people["乙"])
        visit = Visit(self, made)
        visit.answer("has_gas", "yes")
        for name in QUESTIONS:
            visit.answer(name, "fail" if name in failed else "pass")
        for name in failed:
            if place:
                plan.edit(self.desk(), visit.items[name], {"place": f"{name}处"})
        if "bars" in failed:
            plan.grade(self.desk(), visit.items["bars"], "major")
        return visit

    def finished(self, *failed: str, home: str = "北苑养老中心") -> Visit:
        """The same, signed and locked."""
        visit = self.draft(*failed, home=home)
        visit.sign()
        inspect.finish(self.desk(), visit.id)
        return visit

    def served(self, *failed: str) -> Visit:
        """The same with its notice issued and served."""
        visit = self.finished(*failed)
        visit.notice = notices.issue(self.desk(), visit.id)
        self.serve(visit.notice)
        return visit

    def serve(self, notice: RowId, who: str = "甲", second: str = "乙") -> RowId:
        """Serve a notice now."""
        desk = self.desk(who)
        return notices.serve(desk, notice, notices.Service("direct", desk.now, self.people[second], recipient="院长"))

    def sync(self, stick: Path) -> Outcome:
        """Exchange with a folder."""
        stick.mkdir(exist_ok=True)
        self.now += 1000
        return Exchange(self.workspace, FolderCarrier(stick), self.now).run()

    def state(self, item: RowId) -> ItemState:
        """Where an item stands."""
        return plan.plan_item(self.desk(None), item).state


@dataclass
class Visit:
    """One inspection and the items it made."""

    office: Office
    id: RowId
    items: dict[str, RowId] = field(default_factory=dict)
    notice: RowId = field(default=RowId(0))

    def sheet(self) -> inspect.Sheet:
        """The inspection as it stands."""
        return inspect.open_sheet(self.office.desk(None), self.id)

    def answer(self, name: str, value: str, who: str = "甲", **cells: str) -> RowId | None:
        """Answer a question."""
        item = inspect.answer(self.office.desk(who), self.sheet(), name, value, None, cells)
        if item:
            self.items[name] = item
        return item

    def sign(self) -> None:
        """All three sign."""
        inspect.sign(self.office.desk("甲"), self.id, "inspector", PEN)
        inspect.sign(self.office.desk("乙"), self.id, "second", PEN)
        inspect.sign(self.office.desk("甲"), self.id, "home", PEN, name="院长")

    def live_items(self) -> set[RowId]:
        """The items that are not void."""
        return {item.id for item in plan.plan(self.office.desk(None), inspection=self.id)}


def undrawn(_desk: Desk, kind: str, facts: Any) -> bytes:
    """What stands for the PDF of a paper."""
    return f"%PDF {kind} {facts.number} {facts.version} {facts.provisional}".encode()


def found(folder: Path, patch: pytest.MonkeyPatch) -> Office:
    """A bureau founded in an empty folder; papers are not drawn."""
    forms = folder / "forms"
    forms.mkdir()
    (forms / "trial.md").write_text(FORM, "utf-8")
    patch.setattr(office, "forms_dir", lambda: forms)
    patch.setattr(issuing, "print_facts", undrawn)
    workspace = Workspace.create(folder / "first", None)
    founding = office.Founding("通辽市民政局", "通民养", ("科尔沁区", "开鲁县"), "管理员", "0000")
    desk = office.found_bureau(workspace, founding, NOON - DAY)
    people = {"管理员": desk.actor()}
    made = Office(workspace, people)
    for name, role, badge in (
        ("甲", "inspector", "1"),
        ("乙", "inspector", "2"),
        ("丙", "inspector", "3"),
        ("科长", "supervisor", "9"),
    ):
        people[name] = office.add_person(made.desk("管理员"), name, role, badge)
    register.take(made.desk("管理员"), register.look(made.desk("管理员"), read_register(REGISTER.encode(), "名册.csv")))
    made.homes = {row["name"]: RowId(row["id"]) for row in register.listed(made.desk(None))}
    return made


def of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A bureau for one test alone, where rows or papers are counted: `office = pytest.fixture(of_its_own)`."""
    made = found(tmp_path, monkeypatch)
    try:
        yield made
    finally:
        made.workspace.close()


def second_laptop(first: Office, folder: Path, *people: str) -> Office:
    """A second laptop enrolled by file, on which these people may act; it has not synced yet."""
    workspace = Workspace.create(folder, None)
    request, code = office.request_enrolment(workspace, "second")
    desk = first.desk("管理员")
    scopes = [row["scope"] for row in desk.store.find("district")]
    grant, _ = office.grant_enrolment(desk, request, code, [first.people[name] for name in people], scopes)
    office.accept_enrolment(workspace, grant)
    return Office(workspace, first.people, first.now, 100, first.homes)
