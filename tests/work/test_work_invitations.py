"""Invitations: a laptop that knows the code is granted what was promised; nobody else, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from office_world import Office, of_its_own

from fieldaudit.domain.core import Scope
from fieldaudit.domain.numbers import DOCUMENT_KINDS
from fieldaudit.errors import BadInput, Damaged, NotAllowed
from fieldaudit.store import Workspace, exchange
from fieldaudit.wire.invitation import Box
from fieldaudit.wire.names import ScopeKeyName, parse_name
from fieldaudit.work import invitations as acts
from fieldaudit.work.office import request_enrolment, revoke_device

pytestmark = pytest.mark.slow  # a bureau is founded for each

DAY = 24 * acts.HOUR_MS
office = pytest.fixture(of_its_own)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "new", None) as workspace:
        yield workspace


def invited(office: Office, *people: str) -> tuple[acts.Invitation, Box]:
    desk = office.desk("管理员")
    made, code = acts.invite(desk, [office.people[name] for name in people], [Scope(1)], desk.now + DAY)
    return made, Box.of_code(code)


def test_who_has_the_code_is_granted_what_was_promised(office: Office, laptop: Workspace) -> None:
    made, box = invited(office, "甲", "乙")
    letter, device = acts.answer(office.workspace, made, acts.ask(laptop, box, "借来的电脑"), office.now + 1)
    assert acts.take(laptop, box, letter) == device == 2
    own = laptop.store.trust.latest(2)
    assert own is not None
    assert (dict(own.people).keys(), own.scopes) == ({office.people["甲"], office.people["乙"]}, (0, 1))
    assert {scope for scope, _ in laptop.store.trust.scope_keys} == {0, 1}
    assert len(office.workspace.store.find("number_lease", device=2)) == len(DOCUMENT_KINDS)
    [kept] = acts.invitations(office.workspace.store)
    assert (kept.device, kept.box) == (2, made.box)


def test_the_same_laptop_is_answered_again_and_no_other(office: Office, laptop: Workspace, tmp_path: Path) -> None:
    made, box = invited(office, "甲")
    _, device = acts.answer(office.workspace, made, acts.ask(laptop, box, "new"), office.now + 1)
    [used] = acts.invitations(office.workspace.store)
    letter, again = acts.answer(office.workspace, used, acts.ask(laptop, box, "new"), office.now + 2)
    assert again == device and acts.take(laptop, box, letter) == device
    with Workspace.create(tmp_path / "other", None) as other, pytest.raises(NotAllowed, match="另一台"):
        acts.answer(office.workspace, used, acts.ask(other, box, "other"), office.now + 3)
    assert len(office.workspace.store.trust.certificates) == 2


def test_an_answer_given_again_issues_no_further_certificate_while_the_first_says_all(office: Office, laptop: Workspace) -> None:
    made, box = invited(office, "甲")
    trust, request = office.workspace.store.trust, acts.ask(laptop, box, "new")
    acts.answer(office.workspace, made, request, office.now + 1)
    for later in range(2, 9):  # each sync of the first laptop finds the request again
        [used] = acts.invitations(office.workspace.store)
        letter, _ = acts.answer(office.workspace, used, request, office.now + later)
    assert len(trust.certificates[2]) == 1
    acts.take(laptop, box, letter)
    assert {scope for scope, _ in laptop.store.trust.scope_keys} == {0, 1}, "the last answer holds all that the first did"
    acts.answer(office.workspace, replace(used, people=(*used.people, office.people["乙"])), request, office.now + 10)
    assert [len(each.people) for each in trust.certificates[2]] == [1, 2], "what it does not say yet needs another"


def test_whoever_does_not_know_the_code_gets_nothing(office: Office, laptop: Workspace) -> None:
    made, box = invited(office, "甲")
    wrong = Box(box.id, Box.of_code("0000-0000-0000").key)
    with pytest.raises(Damaged):
        acts.answer(office.workspace, made, acts.ask(laptop, wrong, "new"), office.now + 1)
    letter, _ = acts.answer(office.workspace, made, acts.ask(laptop, box, "new"), office.now + 1)
    with pytest.raises(Damaged):
        acts.take(laptop, wrong, letter)
    assert laptop.store.trust.device == 0


def test_an_invitation_ends(office: Office, laptop: Workspace) -> None:
    made, box = invited(office, "甲")
    with pytest.raises(NotAllowed, match="过期"):
        acts.answer(office.workspace, made, acts.ask(laptop, box, "new"), made.until + 1)
    office.later(2)
    invited(office, "乙")
    assert len(acts.invitations(office.workspace.store)) == 1
    assert list(office.workspace.store.trust.certificates) == [1]


def test_an_invitation_is_taken_back(office: Office) -> None:
    made, _ = invited(office, "甲")
    acts.withdraw(office.desk("管理员"), made.box.id)
    assert acts.invitations(office.workspace.store) == []
    with pytest.raises(BadInput):
        acts.withdraw(office.desk("管理员"), made.box.id)


@pytest.mark.parametrize(("who", "people", "hours", "error"), [
    ("甲", ("甲",), 24, NotAllowed), ("管理员", (), 24, BadInput), ("管理员", ("甲",), 0, BadInput),
    ("管理员", ("甲",), 15 * 24, BadInput),
])  # fmt: skip
def test_only_the_administrator_invites_and_only_so(
    office: Office, who: str, people: tuple[str, ...], hours: int, error: type[Exception]
) -> None:
    desk = office.desk(who)
    with pytest.raises(error):
        acts.invite(desk, [office.people[name] for name in people], [Scope(1)], desk.now + hours * acts.HOUR_MS)
    assert acts.invitations(office.workspace.store) == []


def test_the_code_is_not_kept(office: Office) -> None:
    desk = office.desk("管理员")
    _, code = acts.invite(desk, [office.people["甲"]], [Scope(1)], desk.now + DAY)
    assert code.encode() not in bytes(office.workspace.store.trust.local("invitations"))


def test_a_hub_is_certified_for_every_district_and_given_no_key(office: Office, laptop: Workspace) -> None:
    request, _ = request_enrolment(laptop, "hub")
    _, device = acts.admit_hub(office.desk("管理员"), request)
    held = office.workspace.store.trust.latest(device)
    assert held is not None
    assert (held.kind, held.people) == ("hub", ())
    assert len(held.scopes) == 1 + len(office.workspace.store.find("district"))
    assert not office.workspace.store.find("number_lease", device=device)
    second, box = invited(office, "甲")
    acts.answer(office.workspace, second, box.seal("request", request_enrolment_of(laptop), bytes(12)), office.now + 1)
    revoke_device(office.desk("管理员"), device + 1)
    assert device not in keyed(office.workspace)


def request_enrolment_of(laptop: Workspace) -> bytes:
    """The request of yet another laptop."""
    with Workspace.create(laptop.path.parent / "third", None) as third:
        return request_enrolment(third, "third")[0]


def keyed(workspace: Workspace) -> set[int]:
    """The devices for which a scope key was wrapped."""
    names = [parse_name(row["name"]) for row in exchange.key_objects(workspace.store)]
    return {name.device for name in names if isinstance(name, ScopeKeyName)}
