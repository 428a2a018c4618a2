"""A day of the trade, to be killed: the acts people do, from an import to a served notice, each acknowledged.

Every act is of several rows in several tables, so one that was half there would show: the tables would not be what
the log says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from office_world import QUESTIONS, Office, Visit, found

from fieldaudit.domain.core import RowId
from fieldaudit.store import Workspace
from fieldaudit.work import attaching, inspect, notices, papers, plan, register
from fieldaudit.work.merging import merge
from fieldaudit.work.register_file import read_register
from fieldaudit.work.undo import redo, undo

Say = Callable[[str], None]
OFFICE = "first"  # the folder of the workspace
_TWINS = "机构名称,旗县市区,地址,床位数\n北苑敬老院,科尔沁区,和平路1号院,58\n北苑老年公寓,科尔沁区,和平路1号,\n"


def prepare_office(folder: Path) -> None:
    """A bureau with two homes and a checklist."""
    with pytest.MonkeyPatch.context() as patch:
        found(folder, patch).workspace.close()


def open_office(workspace: Workspace) -> Office:
    """The bureau as it stands."""
    store = workspace.store
    people = {row["name"]: RowId(row["id"]) for row in store.find("person")}
    homes = {row["name"]: RowId(row["id"]) for row in store.find("institution")}
    return Office(workspace, people, homes=homes)


def office(folder: Path, say: Say) -> None:
    """An import, an inspection with hazards and photos, undo and redo, papers, a merger."""
    with Workspace.open(folder / OFFICE, None) as workspace:
        _day(open_office(workspace), say)


def _day(office: Office, say: Say) -> None:
    def do(what: str, thing: Callable[[], Any]) -> Any:
        say(f"doing act {what}")
        done = thing()
        say(f"ack {what} {office.workspace.store.acts}")
        return done

    def take_twins() -> None:
        sheet = read_register(_TWINS.encode(), "名册.csv")
        register.take(office.desk("管理员"), register.look(office.desk("管理员"), sheet))
        office.homes |= {row["name"]: RowId(row["id"]) for row in register.listed(office.desk(None))}

    do("import", take_twins)
    home, second = office.homes["北苑养老中心"], office.people["乙"]
    visit = Visit(office, do("begin", lambda: inspect.begin(office.desk(), home, second)))
    do("answer", lambda: visit.answer("has_gas", "yes"))
    for name in QUESTIONS:
        do("answer", lambda name=name: visit.answer(name, "fail" if name in ("bars", "sign") else "pass"))
    do("attach", lambda: attaching.attach(office.desk(), visit.id, "bars", office.photo()[1], "1.jpg"))
    do("undo", lambda: undo(office.desk()))
    do("redo", lambda: redo(office.desk()))
    for name in ("bars", "sign"):
        do("edit", lambda name=name: plan.edit(office.desk(), visit.items[name], {"place": f"{name}处"}))
    do("grade", lambda: plan.grade(office.desk(), visit.items["bars"], "major"))
    do("sign", visit.sign)
    do("finish", lambda: inspect.finish(office.desk(), visit.id))
    notice = do("issue", lambda: notices.issue(office.desk(), visit.id))
    do("serve", lambda: office.serve(notice))
    do("record", lambda: papers.issue(office.desk(), "record", papers.Asked(target=str(visit.id))))
    do("merge", lambda: merge(office.desk(), home, office.homes["北苑敬老院"], "名册重复"))
