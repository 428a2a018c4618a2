"""A bureau of two districts on disk, its site's own workspace, and the site running as a process.

The bureau's laptop (device 1) has the administrator and a supervisor, the site (device 2) nobody; a second laptop
(device 3) carries the first district only, for another supervisor and an inspector; device 4 is revoked.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from string import punctuation
from urllib.parse import parse_qs, quote, urlsplit

import office_world
import pytest
from office_world import DAY, Office, found

from fieldaudit.domain.core import Scope
from fieldaudit.store import Workspace
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.session import Exchange
from fieldaudit.work import attaching, inspect, notices, office, papers, plan
from fieldaudit.work.desk import Desk
from fieldaudit.work.papers import issuing
from fieldaudit.work.site_link import site_link

FIRST, SECOND = Scope(1), Scope(2)
SCRIPT = "<script>alert(1)</script>&\"'院"
draw = issuing.print_facts


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass
class City:
    """The bureau's laptop and where the other workspaces lie; `ids` of what was made."""

    folder: Path
    office: Office
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        """The site's own workspace."""
        return self.folder / "site"

    def link(self, address: str, who: str = "科长", device: str = "", at: int | None = None) -> str:
        """A link made on the bureau's laptop, or on another one."""
        if not device:
            return site_link(Desk(self.office.workspace, at or now_ms(), self.office.people[who]), address)
        with Workspace.open(self.folder / device, None) as workspace:
            return site_link(Desk(workspace, at or now_ms(), self.office.people[who]), address)

    def sync(self, workspace: Workspace) -> None:
        """What the bureau's laptop has comes onto another one, by stick."""
        self.office.sync(self.folder / "stick")
        Exchange(workspace, FolderCarrier(self.folder / "stick"), self.office.now).run()

    def enrol(self, name: str, people: Sequence[str], scopes: Sequence[Scope]) -> int:
        """A further laptop, synced once."""
        with Workspace.create(self.folder / name, None) as workspace:
            request, code = office.request_enrolment(workspace, name)
            rows = [self.office.people[each] for each in people]
            grant, device = office.grant_enrolment(self.office.desk("管理员"), request, code, rows, scopes)
            office.accept_enrolment(workspace, grant)
            self.sync(workspace)
        return device


def made(folder: Path, patch: pytest.MonkeyPatch) -> City:
    """A city with three homes: a hazard overdue, one cleared with photos, an issued report, and one to be drafted."""
    start = now_ms() - 45 * DAY
    patch.setattr(office_world, "NOON", start)
    patch.setattr(office_world, "Office", partial(Office, now=start))
    bureau = found(folder, patch)
    patch.setattr(issuing, "print_facts", draw)
    bureau.people["科长乙"] = office.add_person(bureau.desk("管理员"), "科长乙", "supervisor", "10")
    city = City(folder, bureau)
    _home_with_a_script(city)
    _a_plan(city)
    _others(city)
    bureau.now = now_ms()
    city.enrol("site", (), (FIRST, SECOND))
    city.enrol("other", ("科长乙", "甲"), (FIRST,))
    gone = city.enrol("gone", ("科长",), (FIRST, SECOND))
    office.revoke_device(bureau.desk("管理员"), gone)
    with Workspace.open(city.site, None) as workspace:
        city.sync(workspace)
    shutil.copytree(city.site, folder / "same as site")  # to look at while the site has its own
    return city


def _home_with_a_script(city: City) -> None:
    desk = city.office.desk("管理员")
    district = desk.store.find("district", scope=FIRST)[0]["id"]
    change = desk.store.create("institution", name=SCRIPT, district=district, address="<b>和平路</b>3号", beds=12)
    desk.commit(FIRST, "register.edit", [change])
    city.office.homes[SCRIPT] = change.row
    city.ids["script"] = change.row


def _a_plan(city: City) -> None:
    """A visit with three hazards: one cleared, one overdue, one waiting for reinspection; its report issued."""
    bureau = city.office
    visit = bureau.draft("gas", "bars", "wires")
    city.ids["photo"] = attaching.attach(bureau.desk(), visit.id, "gas", bureau.photo()[1], "gas.jpg", "燃气")
    for name in ("gas", "wires"):
        cells = {"responsible": "院长", "budget_yuan": 1200.0, "contingency": "加强巡查"}
        plan.edit(bureau.desk(), visit.items[name], cells)
    visit.sign()
    inspect.finish(bureau.desk(), visit.id)
    bureau.serve(notices.issue(bureau.desk(), visit.id))
    bureau.later(3)
    plan.reinspect(bureau.desk(), visit.items["gas"], "pass", bureau.people["乙"], [bureau.photo()])
    plan.submit(bureau.desk(), visit.items["wires"], "已换")
    plan.clear(bureau.desk("科长"), visit.items["gas"], "已核对")
    city.ids["paper"] = papers.issue(bureau.desk(), "report", papers.Asked(target=str(visit.id)))
    city.ids |= {"visit": visit.id, "home": bureau.homes["北苑养老中心"], **visit.items}


def _others(city: City) -> None:
    """A report to be drafted at the home with a script; a photo, a hazard and a paper of the second district."""
    bureau = city.office
    bureau.later(5)
    city.ids["drafted"] = bureau.finished("sign", home=SCRIPT).id
    amended = bureau.finished("sign", home=SCRIPT)
    city.ids["amended paper"] = papers.issue(bureau.desk(), "report", papers.Asked(target=str(amended.id)))
    inspect.amend(bureau.desk(), amended.id, "漏填一项")
    city.ids["amended"] = amended.id
    away = bureau.draft("wires", home="南山养老院")
    city.ids["away photo"] = attaching.attach(bureau.desk(), away.id, "wires", bureau.photo()[1], "wires.jpg")
    away.sign()
    inspect.finish(bureau.desk(), away.id)
    city.ids["away paper"] = papers.issue(bureau.desk(), "record", papers.Asked(target=str(away.id)))
    city.ids |= {"away visit": away.id, "away hazard": away.items["wires"], "away home": bureau.homes["南山养老院"]}


_ADDRESSES = count()


# -- the site as a process -----------------------------------------------------------------------------------
@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Running:
    """A site that answers at `address` (with the # and number for links)."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    @property
    def origin(self) -> str:
        return self.address.partition("/#")[0]

    @property
    def port(self) -> int:
        return int(urlsplit(self.origin).port or 0)

    def ask(self, path: str, cookie: str = "", body: str | None = None, address: str = "", **headers: str) -> Answer:
        """One request, sent as it is written; each from an address of its own, so that none is one too many."""
        source = address or f"127.1.{next(_ADDRESSES) // 250}.{next(_ADDRESSES) % 250 + 1}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, source_address=(source, 0))
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given |= {"Cookie": cookie} if cookie else {}
        given |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection.request("GET" if body is None else "POST", quote(path, safe=punctuation), body, given)
        answer = connection.getresponse()
        got = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return got

    def enter(self, link: str, lang: str = "zh") -> Answer:
        """Press the button of a link."""
        return self.ask("/enter", body=f"t={token_of(link)}", Accept_Language=lang)

    def cookie(self, link: str, lang: str = "zh") -> str:
        """The cookie of a session begun with a link."""
        return self.enter(link, lang).headers["set-cookie"].partition(";")[0]

    def lines(self) -> list[Mapping[str, object]]:
        """What was logged."""
        return [json.loads(line) for line in self.log.read_text().splitlines(True) if line.endswith("\n")]

    def stop(self) -> int:
        """Tell it to stop; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()
        return self.process.returncode


def token_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["t"][0]


def started(workspace: Path, log: Path, *options: str) -> Running:
    """Start the site of a workspace on a free port."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELDAUDIT_")}
    words = ["-m", "fieldaudit", "--workspace", str(workspace), "--json", "hub", "site", "--port", "0", *options]
    with open(log, "w") as errors:
        process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.communicate()
        raise AssertionError(log.read_text())
    return Running(process, json.loads(line)["address"], log)


__all__ = ["FIRST", "SCRIPT", "SECOND", "Answer", "City", "Running", "made", "now_ms", "started", "token_of"]
