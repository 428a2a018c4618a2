"""The office page with a hub: claimed there, a laptop invited with a code shown once, granted, or the invitation taken back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hub_beside import serving

from fieldaudit.domain.core import RowId, Scope
from fieldaudit.errors import BadInput
from fieldaudit.store.fresh import new_workspace
from fieldaudit.sync.http import Joining, Settings, sync_with
from fieldaudit.ui.pages.office.inviting import Inviting
from fieldaudit.ui.pages.sync.transfer import Transfer, exchange_with
from fieldaudit.ui.services import now_ms
from fieldaudit.ui.session import Session
from fieldaudit.wire.invitation import split_invitation
from fieldaudit.work.office import devices


def until(qt: Any, look: Callable[[], Any]) -> None:
    end = time.monotonic() + 30
    while not look():
        assert time.monotonic() < end, "waited in vain"
        qt.processEvents()
        time.sleep(0.01)


@pytest.fixture
def root(demo_copy: Callable[[str], Path]) -> Iterator[Session]:
    """The bureau's first laptop, with the administrator."""
    session = Session(demo_copy("supervisor"), None, now_ms)
    person = next(each for each in session.people() if each["role"] == "admin")
    session.sign_in(RowId(person["id"]), "0000")
    yield session
    session.close()


def test_a_laptop_is_invited_asks_and_is_granted(qt: Any, root: Session, tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub:
        inviting = Inviting(root)
        assert inviting.hub() == ""
        device = inviting.claim(hub.url, hub.code)
        assert device > 2 and inviting.hub() == hub.url
        person = RowId(root.desk().store.find("person")[1]["id"])
        with pytest.raises(BadInput):
            inviting.invite([], [Scope(1)], 24)
        invited = inviting.invite([person], [Scope(1)], 24)
        assert split_invitation(invited.text) == (hub.url, invited.code)
        (opened,) = inviting.open()
        assert not opened.granted and invited.until in opened.state
        exchange_with(root, Transfer(Settings(hub.url), ""))
        with new_workspace(tmp_path / "new", None) as workspace:
            joining = Joining(workspace, Settings(hub.url), invited.code, "Team 2")
            joining.ask()
            assert joining.take() == 0
            exchange_with(root, Transfer(Settings(hub.url), ""))
            root.trust_changed()
            granted = joining.take()
        (opened,) = inviting.open()
        assert opened.granted and str(granted) in opened.state


def test_a_laptop_that_was_granted_costs_nothing_more_while_its_invitation_is_open(qt: Any, root: Session, tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, new_workspace(tmp_path / "new", None) as workspace:
        settings = Settings(hub.url)
        inviting = Inviting(root)
        inviting.claim(hub.url, hub.code)
        person = RowId(root.desk().store.find("person", role="inspector")[0]["id"])
        code = inviting.invite([person], [Scope(1)], 24).code
        exchange_with(root, Transfer(settings, ""))
        joining = Joining(workspace, settings, code, "Team 2")
        joining.ask()
        exchange_with(root, Transfer(settings, ""))
        device = joining.take()
        for number in range(3):
            sync_with(workspace, settings, now_ms())
            made = workspace.store.create("institution", name=f"home {number}")
            workspace.store.commit(Scope(1), "register.import", person, [made], now_ms())
            assert exchange_with(root, Transfer(settings, "")).put["certs"] == 0
            outcome = sync_with(workspace, settings, now_ms())
            assert (outcome.got["certs"], outcome.rebuilt) == (0, False)
        assert len(workspace.store.trust.certificates[device]) == 1 and inviting.open()[0].granted


@pytest.fixture
def office(qt: Any, root: Session) -> Iterator[Any]:
    """The frame of the first laptop at the page."""
    from fieldaudit.ui.jobs import Jobs
    from fieldaudit.ui.settings import Settings as Kept
    from fieldaudit.ui.shell.frame import Frame

    frame = Frame(root, Kept(), Jobs())
    frame.resize(1366, 768)
    frame.show()
    frame.go("office")
    yield frame
    frame.end()
    frame.jobs.close()
    frame.hide()
    frame.deleteLater()


def test_the_page_claims_invites_and_takes_back(qt: Any, office: Any, tmp_path: Path) -> None:
    from fieldaudit.ui.pages.office.invite_view import Shown
    from fieldaudit.ui.shell.told import Question

    with serving(tmp_path / "hub") as hub:
        frame = office
        card = frame.page.invite
        assert card._claim_part.isVisible() and not card._invite.isVisible()
        card._claim()
        assert card.claim.fields["url"].fault() and card.claim.fields["code"].fault()
        card.claim.put("url", hub.url)
        card.claim.put("code", hub.code)
        card._claim()
        until(qt, lambda: card._invite.isVisible())
        until(qt, lambda: not frame.jobs.running())
        card._checks[1][1].setChecked(True)
        card._make()
        (shown,) = frame.window().findChildren(Shown)
        assert shown.isVisible()
        shown._copy()
        assert qt.clipboard().text().startswith(f"{hub.url}#")
        shown.close_it()
        until(qt, lambda: not frame.jobs.running())
        assert len(card.inviting.open()) == 1
        card._ask_withdraw(card.inviting.open()[0].id, "")
        (question,) = [each for each in frame.window().findChildren(Question) if each.isVisible()]
        question.yes.click()
        assert card.inviting.open() == [] and card._listed == []
        port = int(hub.url.rpartition(":")[2])
    with serving(tmp_path / "replacing", port) as other:  # the first one's folder is lost

        def confirming() -> list[int]:
            store = frame.session.desk().store
            return [row["hub"] for row in store.query("SELECT DISTINCT hub FROM stored WHERE receipt IS NOT NULL")]

        first = confirming()
        assert len(first) == 1 and card._claim_part.isVisible() and card.claim.text("code") == ""
        card.claim.put("code", other.code)
        card._claim()
        until(qt, lambda: card._claiming.isEnabled())
        until(qt, lambda: not frame.jobs.running())
        assert confirming() == [max(each["id"] for each in devices(frame.session.desk()))] != first


def test_who_is_no_administrator_sees_neither(qt: Any, frame_at: Callable[..., Any]) -> None:
    assert frame_at("office").page.invite is None
