"""Boxes at a hub: only an administrator's device opens one and answers; strangers leave little, and only while it is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_world import Caller, HubProcess, claim, current, now_ms, running
from store_world import INSPECTOR

from fieldaudit.sync.hub.enrolment import LONGEST_MS, MOST_LETTERS, MOST_REQUEST

pytestmark = pytest.mark.slow
PLAIN = 2  # a laptop without an administrator
HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("boxes") / "data"
    claim(folder, current(1), current(PLAIN, people=((INSPECTOR, "inspector"),)))
    return folder


@pytest.fixture(scope="module")
def hub(data: Path) -> Iterator[HubProcess]:
    with running(data) as started:
        yield started


@pytest.fixture
def admin(hub: HubProcess) -> Iterator[Caller]:
    made = Caller(hub.port)
    yield made
    made.close()


def box(number: int) -> str:
    return f"{number:032x}"


def opened(admin: Caller, number: int, until: int | None = None) -> str:
    body = json.dumps({"until": now_ms() + HOUR_MS if until is None else until}).encode()
    answer = admin.ask("PUT", f"/v1/invitations/{box(number)}", body)
    assert answer.status == 201, answer
    return box(number)


def test_what_is_left_in_an_open_box_is_fetched_by_the_administrator_only(admin: Caller, hub: HubProcess) -> None:
    id_ = opened(admin, 1)
    assert admin.send("POST", f"/v1/requests/{id_}", b"please").status == 201
    assert admin.send("POST", f"/v1/requests/{id_}", b"please").status == 201  # the same again is the same
    assert admin.ask("GET", f"/v1/requests/{id_}").json == {"letters": [b"please".hex()]}
    plain = Caller(hub.port, PLAIN)
    assert plain.ask("GET", f"/v1/requests/{id_}").error == "scope"
    assert plain.ask("PUT", f"/v1/grants/{id_}", b"forged").error == "scope"
    assert plain.ask("PUT", f"/v1/invitations/{box(9)}", b'{"until":1}').error == "scope"
    plain.close()
    assert admin.send("GET", f"/v1/requests/{id_}").error == "malformed"  # without a signature
    assert admin.send("GET", f"/v1/grants/{id_}").error == "absent"
    assert admin.ask("PUT", f"/v1/grants/{id_}", b"granted").status == 201
    assert admin.send("GET", f"/v1/grants/{id_}").body == b"granted"


@pytest.mark.parametrize("id_", [box(77), "no-id", "../1/open", box(1).upper().replace("1", "A"), ""])
def test_where_no_box_is_open_nothing_is_left(admin: Caller, data: Path, id_: str) -> None:
    before = sorted((data / "objects").rglob("*"))
    assert admin.send("POST", f"/v1/requests/{id_}", b"please").error in ("closed", "malformed", "absent")
    assert sorted((data / "objects").rglob("*")) == before


def test_a_box_that_has_ended_takes_nothing_and_is_emptied(admin: Caller, data: Path) -> None:
    id_ = opened(admin, 2)
    assert admin.send("POST", f"/v1/requests/{id_}", b"please").status == 201
    opened(admin, 2, until=now_ms() - 1)
    assert admin.send("POST", f"/v1/requests/{id_}", b"late").error == "closed"
    assert admin.ask("PUT", f"/v1/grants/{id_}", b"late").error == "closed"
    assert admin.send("GET", f"/v1/grants/{id_}").error == "closed"
    opened(admin, 3)
    assert not [path for path in (data / "objects" / "enrol" / id_).rglob("*") if path.is_file()]


@pytest.mark.parametrize("torn", [b"", bytes(20), b"[]", b'{"until":"soon"}', b'{"unt'])
def test_a_box_that_a_power_cut_tore_is_closed_swept_and_in_nobodys_way(admin: Caller, data: Path, torn: bytes) -> None:
    id_ = opened(admin, 7)
    assert admin.send("POST", f"/v1/requests/{id_}", b"please").status == 201
    folder = data / "objects" / "enrol" / id_
    (folder / "open").write_bytes(torn)
    assert admin.send("POST", f"/v1/requests/{id_}", b"please").error == "closed"
    assert admin.send("GET", f"/v1/grants/{id_}").error == "closed"
    opened(admin, 8)
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert admin.send("POST", f"/v1/requests/{opened(admin, 7)}", b"please").status == 201, "it is opened anew"


def test_a_stranger_leaves_few_and_small_letters(admin: Caller, data: Path) -> None:
    id_ = opened(admin, 4)
    assert admin.send("POST", f"/v1/requests/{id_}", bytes(MOST_REQUEST + 1)).error == "too-large"
    for number in range(MOST_LETTERS):
        assert admin.send("POST", f"/v1/requests/{id_}", bytes([number])).status == 201
    assert admin.send("POST", f"/v1/requests/{id_}", b"one more").status == 429
    assert admin.send("POST", f"/v1/requests/{id_}", bytes([0])).status == 201  # who left one may ask again
    assert len(admin.ask("GET", f"/v1/requests/{id_}").json["letters"]) == MOST_LETTERS


@pytest.mark.parametrize("body", [b"", b"[]", b'{"until":"soon"}', b'{"until":-1}', b'{"until":1,"more":2}', b"\xff"])
def test_a_box_needs_an_end_that_can_be_read(admin: Caller, body: bytes) -> None:
    assert admin.ask("PUT", f"/v1/invitations/{box(5)}", body).error == "malformed"


def test_no_box_lies_for_ever(admin: Caller) -> None:
    body = json.dumps({"until": now_ms() + LONGEST_MS + HOUR_MS}).encode()
    assert admin.ask("PUT", f"/v1/invitations/{box(6)}", body).error == "malformed"


def test_a_claimed_hub_is_not_claimed_again(admin: Caller) -> None:
    assert admin.send("POST", "/v1/claim", b"letter").error == "claimed"


def test_an_unclaimed_hub_is_not_claimed_without_its_code(tmp_path: Path) -> None:
    with running(tmp_path / "new") as hub:
        caller = Caller(hub.port, hub=0)
        said = caller.send("GET", "/v1/hub?nonce=" + "0" * 32).json
        assert hub.told["code"] and list(said) == ["unclaimed"]
        assert caller.send("POST", "/v1/claim", bytes(200)).error == "damaged"
        assert caller.send("POST", "/v1/claim", bytes(2_000_000)).error == "too-large"
        assert list(caller.send("GET", "/v1/hub?nonce=" + "0" * 32).json) == ["unclaimed"]
        caller.close()
