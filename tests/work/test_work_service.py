"""The ways of service: each proves itself by its own facts, and the term runs from the right day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from office_world import DAY, Office

from fieldaudit.documents.facts import ServiceFacts
from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.work import notices
from fieldaudit.work.notices import Service
from fieldaudit.work.papers import service_facts

pytestmark = pytest.mark.slow  # `make check` stays under a minute


def today(office: Office) -> date:
    return local_date(office.now)


def how(office: Office, method: str, **said: Any) -> Service:
    return replace(Service(method, office.now, office.people["乙"]), **said)


def printed(office: Office, service: RowId) -> ServiceFacts:
    """What the proof of service says."""
    desk = office.desk(None)
    row = desk.row("service", service)
    return service_facts(desk, desk.row("notice", row["notice"]), row)


LEFT = {"refused": "称须经投资人同意", "witness": "网格员", "witness_post": "林荫社区"}
POST = {"recipient": "院长", "tracking": "XA12345678915"}
PUBLIC = {"announced_in": "《通辽日报》"}


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("direct", {}),
        ("direct", {"recipient": "院长", "refused": "不收"}),
        ("left", {"refused": "不收"}),
        ("left", {"witness": "网格员"}),
        ("post", {"tracking": "XA1", "sent_on": date(2026, 11, 1)}),
        ("post", {**POST}),
        ("post", {"recipient": "院长", "sent_on": date(2026, 11, 1)}),
        ("post", {**POST, "sent_on": date(2030, 1, 1)}),
        ("public", {**PUBLIC}),
        ("public", {"announced_on": date(2026, 10, 1)}),
        ("electronic", {"recipient": "院长"}),
    ],
)
def test_a_service_that_lacks_what_proves_it_is_refused_and_nothing_is_written(
    office: Office, method: str, said: dict[str, Any]
) -> None:
    visit = office.finished("sign")
    notice = notices.issue(office.desk(), visit.id)
    with pytest.raises(BadInput):
        notices.serve(office.desk(), notice, how(office, method, **said))
    assert office.state(visit.items["sign"]).state == "ordered"
    assert office.workspace.store.find("service", notice=notice) == []


def test_what_was_refused_is_left_before_a_witness_or_with_photos_of_it(office: Office) -> None:
    for said in (LEFT, {"refused": "不收", "photos": [office.photo()]}):
        visit = office.finished("sign")
        notice = notices.issue(office.desk(), visit.id)
        made = notices.serve(office.desk(), notice, how(office, "left", **said))
        facts = printed(office, made)
        assert (facts.method, facts.refused, facts.left_at) == ("leave", said["refused"], facts.place)
        assert office.state(visit.items["sign"]).served_on == today(office)
    photos = office.workspace.store.find("attachment", owner_row=made, kind="photo")
    assert len(photos) == 1


def test_by_post_the_term_runs_from_the_day_on_the_receipt(office: Office) -> None:
    visit = office.finished("wires")
    notice = notices.issue(office.desk(), visit.id)
    posted = today(office)
    office.later(9)
    desk = office.desk()
    desk.observed_at = desk.now - 4 * DAY
    made = notices.serve(desk, notice, how(office, "post", **POST, served_at=desk.observed_at, sent_on=posted))
    received = posted + timedelta(days=5)
    state = office.state(visit.items["wires"])
    assert (state.served_on, state.due) == (received, received + timedelta(days=30))
    facts = printed(office, made)
    assert (facts.tracking, facts.sent_on, facts.received_by) == ("XA12345678915", posted, "院长")


def test_an_announcement_counts_after_thirty_days_and_not_before(office: Office) -> None:
    visit = office.finished("wires")
    notice = notices.issue(office.desk(), visit.id)
    announced = today(office)
    office.later(29)
    with pytest.raises(BadInput, match="30 日"):
        notices.serve(office.desk(), notice, how(office, "public", **PUBLIC, announced_on=announced))
    office.later(6)
    made = notices.serve(office.desk(), notice, how(office, "public", **PUBLIC, announced_on=announced))
    counted = announced + timedelta(days=30)
    state = office.state(visit.items["wires"])
    assert (state.served_on, state.due) == (counted, counted + timedelta(days=30))
    assert printed(office, made).announced_on == announced


def test_a_dated_notice_goes_neither_by_post_nor_by_announcement(office: Office) -> None:
    visit = office.finished("sign")
    notice = notices.issue(office.desk(), visit.id, due=today(office) + timedelta(days=90))
    issued = today(office)
    office.later(40)
    for method, said in (("post", {**POST, "sent_on": issued}), ("public", {**PUBLIC, "announced_on": issued})):
        with pytest.raises(NotAllowed, match="当日"):
            notices.serve(office.desk(), notice, how(office, method, **said))


@pytest.mark.parametrize(("method", "said", "day"), [("post", POST, "sent_on"), ("public", PUBLIC, "announced_on")])
def test_no_paper_is_posted_or_announced_before_it_was_issued(
    office: Office, method: str, said: dict[str, str], day: str
) -> None:
    visit = office.finished("wires")
    before = today(office) - timedelta(days=1)
    notice = notices.issue(office.desk(), visit.id)
    office.later(40)
    with pytest.raises(BadInput, match="早于下达"):
        notices.serve(office.desk(), notice, how(office, method, **said, **{day: before}))
    assert office.workspace.store.find("service", notice=notice) == []
