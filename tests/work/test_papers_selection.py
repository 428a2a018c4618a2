"""Promises of what a batch prints: the newest version of every live issued paper, or what is recorded now; names that say which."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from office_world import Office, found, of_its_own

from fieldaudit.errors import BadInput
from fieldaudit.store import queries
from fieldaudit.work import notices, papers, plan, register
from fieldaudit.work.batch import Unrendered
from fieldaudit.work.papers.selection import Selection, selected

pytestmark = pytest.mark.slow  # `make check` stays under a minute

HOME, OTHER = "北苑养老中心", "南山养老院"


office = pytest.fixture(of_its_own)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One bureau for what changes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        made = found(tmp_path_factory.mktemp("shared"), patch)
        yield made
        made.workspace.close()


def names(office: Office, **wanted: object) -> list[str]:
    return [each.file for each in selected(office.desk(None), Selection(**wanted))]  # type: ignore[arg-type]


def test_issued_papers_pass_as_they_were_kept_the_newest_version_of_each(office: Office) -> None:
    visit = office.served("wires")
    void = office.finished("sign", home=OTHER)
    notices.void(office.desk(), notices.issue(office.desk(), void.id), "有误")
    number = office.desk(None).row("notice", visit.notice)["number"]
    register.edit(office.desk("管理员"), office.homes[HOME], {"address": "新街2号"})
    papers.correct(office.desk(), number, "地址有误", "notice")
    (notice,) = selected(office.desk(None), Selection(kind="notice"))
    assert notice.file == f"2026-11-24_责令限期改正通知书_{number}_第2版_{HOME}.pdf"
    newest = queries.papers_called(office.workspace.store, number)[0]
    assert newest["version"] == 2 and notice.make() == papers.printed(office.desk(None), newest)
    assert names(office, kind="service") == [f"2026-11-24_送达回证_通民养送〔2026〕1号_{HOME}.pdf"]


def test_reports_and_records_are_printed_of_every_finished_inspection(office: Office) -> None:
    first = office.finished("wires")
    office.later(5)
    office.draft("sign")
    second = office.finished("sign", home=OTHER)
    numbers = [office.desk(None).row("inspection", visit.id)["number"] for visit in (first, second)]
    assert names(office, kind="report") == [f"{numbers[0]}_检查报告_{HOME}.pdf", f"{numbers[1]}_检查报告_{OTHER}.pdf"]
    assert names(office, kind="record", institution=OTHER) == [f"{numbers[1]}_现场检查记录_{OTHER}.pdf"]
    assert names(office, kind="report", until="2026-11-25") == [f"{numbers[0]}_检查报告_{HOME}.pdf"]
    assert names(office, kind="report", since="2026-11-25") == [f"{numbers[1]}_检查报告_{OTHER}.pdf"]
    assert names(office, kind="report", since="2026-11-24", until="2026-11-29") == names(office, kind="report"), "both included"
    assert len(names(office, kind="report", state="draft")) == 1
    made = selected(office.desk(None), Selection(kind="report", lang="en"))[0].make()
    assert isinstance(made, Unrendered) and made.arguments[1].lang == "en" == made.arguments[2].lang
    assert made.render(*made.arguments).startswith(b"%PDF")
    assert names(office, kind="report", issued=True) == []


def test_plans_and_ledgers_are_of_homes_with_hazards_and_checklists_of_all(office: Office) -> None:
    office.finished("wires")
    assert names(office, kind="plan") == [f"一院一策整改方案_{HOME}.pdf"]
    assert names(office, kind="ledger") == [f"隐患台账_{HOME}.pdf"]
    assert names(office, kind="blank") == [f"空白检查表_{HOME}.pdf", f"空白检查表_{OTHER}.pdf"]
    made = selected(office.desk(None), Selection(kind="blank", form="fire_safety@2026112401"))[0].make()
    assert isinstance(made, Unrendered)
    assert (made.arguments[1].form, made.arguments[1].form_version, made.arguments[1].institution) == (
        "fire_safety", "2026112401", HOME)  # fmt: skip
    with pytest.raises(BadInput, match="无此表"):
        selected(office.desk(None), Selection(kind="blank", form="无此表"))[0].make()
    district = plan.plan(office.desk(None))[0].row["institution"]
    home = office.desk(None).row("institution", district)
    where = office.desk(None).row("district", home["district"])["name"]
    assert f"空白检查表_{HOME}.pdf" in names(office, kind="blank", district=where)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"kind": "circular"}, "没有"),
        ({"kind": "ledger", "issued": True}, "不编号"),
        ({"kind": "plan", "institution": "无此院"}, "无此院"),
        ({"kind": "report", "since": "昨天"}, "不是日期"),
        ({"kind": "report", "district": "无"}, "无"),
        ({"kind": "plan", "since": "2026-11-01"}, "--since"),
        ({"kind": "ledger", "until": "2026-11-01"}, "--until"),
        ({"kind": "plan", "state": "draft"}, "--state"),
        ({"kind": "report", "issued": True, "state": "draft"}, "--state"),
        ({"kind": "report", "issued": True, "lang": "en"}, "--edition"),
        ({"kind": "record", "lang": "en"}, "--edition"),
        ({"kind": "plan", "form": "fire_safety"}, "--form"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(wanted: dict[str, object], said: str, shared: Office) -> None:
    with pytest.raises(BadInput, match=said):
        names(shared, **wanted)
