"""The demo's papers: which are issued on the way, and which are printed beside the workspaces at the end.

Owns the home that is shown (an exit opened, a fix on the spot, a general hazard), the home that is referred, and the names
of the files. Every paper is issued and printed through `work`, as a person would.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..domain.core import RowId
from ..store import queries
from ..work import notices, papers, register
from ..work.desk import Desk, Row
from ..work.papers import Asked
from .city import HOMES
from .laptop import MINUTE, Laptop

SHOWN = 1  # places in the list of homes
REFERRED = 49
FOLLOWED_UP = 50  # days ago when the shown home's hazards are gone: opinion and clearing sheets
REFER_AGO = 40  # and when the letter on the other home is waiting for the supervisor
_BY = "检查员甲"


def on_the_spot(laptop: Laptop, inspection: RowId) -> None:
    """What is issued when the visit is finished: the order for what was put right during it, the report and the record."""
    laptop.seat(_BY)
    for kind in ("immediate", "report", "record"):
        laptop.pause(5 * MINUTE)
        papers.issue(laptop.desk, kind, Asked(target=str(inspection)))


def follow_up(laptop: Laptop) -> None:
    """The plan, the opinion on the notice, and a clearing sheet for each of its hazards."""
    laptop.seat(_BY)
    desk, home = laptop.desk, _home(laptop.desk, SHOWN)
    papers.issue(desk, "plan", Asked(target=str(home)))
    notice = _first_notice(desk)
    papers.issue(desk, "reinspection", Asked(target=str(notice["id"])))
    for item in queries.notice_items(desk.store, RowId(notice["id"])):
        laptop.pause(5 * MINUTE)
        papers.issue(desk, "clearing", Asked(target=str(item["id"])))


def refer(laptop: Laptop) -> None:
    """The supervisor's letter on the home that is another agency's matter."""
    papers.issue(laptop.desk, "referral", Asked(target=str(_home(laptop.desk, REFERRED))))


def write_papers(laptop: Laptop, into: Path) -> None:
    """One of each kind as PDF: the issued ones as they are kept, the others printed now."""
    desk = laptop.desk
    home, notice = str(_home(desk, SHOWN)), _first_notice(desk)
    visit = str(notice["inspection"])
    made: dict[str, Callable[[], bytes]] = {
        "notice": lambda: notices.printed(desk, notice["id"]),
        "proof-of-service": lambda: notices.printed(desk, notice["id"], proof=True),
        "on-the-spot-order": lambda: _issued(desk, "immediate", SHOWN),
        "reinspection-opinion": lambda: _issued(desk, "reinspection", SHOWN),
        "clearing-sheet": lambda: _issued(desk, "clearing", SHOWN),
        "inspection-report": lambda: _issued(desk, "report", SHOWN),
        "inspection-record": lambda: _issued(desk, "record", SHOWN),
        "referral": lambda: _issued(desk, "referral", REFERRED),
        "plan": lambda: _issued(desk, "plan", SHOWN),
        "inspection-report.en": lambda: papers.draft(desk, "report", Asked(target=visit, lang="en")),
        "plan.en": lambda: papers.draft(desk, "plan", Asked(target=home, lang="en")),
        "hazard-ledger": lambda: papers.draft(desk, "ledger", Asked()),
        "blank-checklist": lambda: papers.draft(desk, "blank", Asked(target="fire_safety")),
    }
    for name, print_it in made.items():
        (into / f"{name}.pdf").write_bytes(print_it())


def _home(desk: Desk, index: int) -> RowId:
    return RowId(register.find(desk, HOMES[index].code)["id"])


def _first_notice(desk: Desk) -> Row:
    return [row for row in queries.notices(desk.store, _home(desk, SHOWN)) if row["served_at"]][-1]


def _issued(desk: Desk, kind: str, index: int) -> bytes:
    """The first paper of a kind of a home."""
    return papers.printed(desk, [row for row in queries.papers(desk.store, _home(desk, index)) if row["kind"] == kind][-1])
