"""Who may ask what of a hub: every way to be refused, and that nothing comes of it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_world import (
    HUB,
    Answer,
    Caller,
    HubProcess,
    chain,
    claim,
    current,
    now_ms,
    photo,
    put_statement,
    running,
    statement,
    wrapped,
)
from store_world import COMMON, FIRST, SECOND, YEAR, certificate, device_keys, signed

from fieldaudit.domain.core import Revocation
from fieldaudit.sync.hub.roster import FRESH_S
from fieldaudit.sync.hub.serve import Options, open_hub
from fieldaudit.wire.hub import Asked
from fieldaudit.wire.keys import BUREAU_DEVICE

pytestmark = pytest.mark.slow  # real hubs

NARROW, REVOKED, EXPIRED, EARLY, UNKNOWN, OTHER_HUB = 2, 3, 4, 5, 6, 7


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub") / "data"
    now = now_ms()
    claim(
        folder,
        current(1),
        current(NARROW, scopes=(COMMON, FIRST)),
        current(REVOKED),
        Revocation(REVOKED, 2, {FIRST: 9}, now),
        current(EXPIRED, valid_from=now - YEAR, valid_to=now - 1),
        current(EARLY, valid_from=now + YEAR, valid_to=now + 2 * YEAR),
        current(OTHER_HUB, kind="hub", people=()),
    )
    return folder


@pytest.fixture(scope="module")
def hub(data: Path) -> Iterator[HubProcess]:
    with running(data, limits={"stranger_rate": 1e6, "stranger_burst": 1e6}) as started:
        yield started


@pytest.fixture
def caller(hub: HubProcess) -> Iterator[Caller]:
    made = Caller(hub.port)
    yield made
    made.close()


def files(data: Path) -> set[str]:
    return {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}


# -- who -------------------------------------------------------------------------------------------------
def tampered(**changed: str) -> Callable[[Caller], Answer]:
    """A signed request in which something was changed afterwards."""

    def ask(caller: Caller) -> Answer:
        name, sealed = photo(b"never stored")
        path = f"/v1/objects/{name}"
        return caller.send("PUT", path, sealed, caller.headers("PUT", path, sealed, **changed))

    return ask


def replayed(caller: Caller) -> Answer:
    headers = caller.headers("POST", "/v1/stat", b'{"names":[]}')
    assert caller.send("POST", "/v1/stat", b'{"names":[]}', headers).status == 200
    return caller.send("POST", "/v1/stat", b'{"names":[]}', headers)


def elsewhere(caller: Caller) -> Answer:
    name, sealed = photo(b"never stored")
    path = f"/v1/objects/{name}"
    return caller.send("PUT", path, sealed, caller.headers("PUT", f"/v1/objects/{photo(b'x')[0]}", sealed))


def other_method(caller: Caller) -> Answer:
    name = photo(b"never stored")[0]
    return caller.send("PUT", f"/v1/objects/{name}", b"", caller.headers("GET", f"/v1/objects/{name}"))


def other_query(caller: Caller) -> Answer:
    name, sealed = photo(b"never stored")
    path = f"/v1/objects/{name}"
    return caller.send("PUT", f"{path}?part=0&parts=1&size={len(sealed)}", sealed, caller.headers("PUT", path, sealed))


def other_body(caller: Caller) -> Answer:
    name, sealed = photo(b"never stored")
    path = f"/v1/objects/{name}"
    return caller.send("PUT", path, sealed[:-1] + b"x", caller.headers("PUT", path, sealed))


def other_key(caller: Caller) -> Answer:
    asked = Asked(1, HUB, "POST", "/v1/stat", now_ms(), bytes(16), bytes(32))
    headers = caller.headers("POST", "/v1/stat", b"{}", signature=asked.signed(device_keys(NARROW).sign).hex())
    return caller.send("POST", "/v1/stat", b"{}", headers)


def by(device: int, **other: int) -> Callable[[Caller], Answer]:
    def ask(caller: Caller) -> Answer:
        return caller.as_device(device, **other).put(*photo(b"never stored"))

    return ask


def doubled(caller: Caller) -> Answer:
    headers = caller.headers("GET", "/v1/objects/certs/1/1")
    return caller.send("GET", "/v1/objects/certs/1/1", b"", headers | {"fieldaudit-device": "1"})


REFUSED: dict[str, tuple[Callable[[Caller], Answer], int, str]] = {
    "forged signature": (tampered(signature="00" * 64), 401, "bad-signature"),
    "another's key": (other_key, 401, "bad-signature"),
    "another's number": (tampered(device=str(NARROW)), 401, "bad-signature"),
    "another time": (lambda caller: tampered(at=str(now_ms() + 5))(caller), 401, "bad-signature"),
    "another nonce": (tampered(nonce="00" * 16), 401, "bad-signature"),
    "another hash": (tampered(body="00" * 32), 401, "bad-signature"),
    "replayed": (replayed, 401, "replayed"),
    "another path": (elsewhere, 401, "bad-signature"),
    "another method": (other_method, 401, "bad-signature"),
    "another query": (other_query, 401, "bad-signature"),
    "another body": (other_body, 422, "damaged"),
    "for another hub": (by(1, hub=HUB + 1), 401, "bad-signature"),
    "clock behind": (by(1, skew=-301_000), 401, "clock"),
    "clock ahead": (by(1, skew=302_000), 401, "clock"),
    "unknown": (by(UNKNOWN), 401, "unknown-device"),
    "expired": (by(EXPIRED), 403, "expired"),
    "not yet": (by(EARLY), 403, "not-yet"),
    "revoked": (by(REVOKED), 403, "revoked"),
    "another number": (by(150), 401, "unknown-device"),
    "no headers": (lambda caller: caller.send("POST", "/v1/changes", b"{}"), 400, "malformed"),
    "upper case": (tampered(nonce="AB" * 16), 400, "malformed"),
    "number with a sign": (tampered(device="+1"), 400, "malformed"),
    "device 0": (tampered(device="0"), 401, "unknown-device"),
    "endless number": (tampered(device="9" * 400), 400, "malformed"),
    "other digits": (tampered(device="²"), 400, "malformed"),
    "short signature": (tampered(signature="00"), 400, "malformed"),
    "header given twice": (doubled, 400, "malformed"),
}


@pytest.mark.parametrize("how", sorted(REFUSED))
def test_nobody_gets_in_who_is_not_a_certified_device_in_force(caller: Caller, data: Path, how: str) -> None:
    ask, status, code = REFUSED[how]
    before = files(data)
    answer = ask(caller)
    assert (answer.status, answer.error) == (status, code)
    assert answer.headers["fieldaudit-hub"] == str(HUB) and answer.json["zh"] and answer.json["en"]
    assert files(data) == before


def test_only_who_is_in_force_is_let_in_without_a_look_into_the_store(data: Path) -> None:
    hub = open_hub(Options(data))
    hub.roster.refresh()
    known = {device: hub.gate.knows(device, now_ms()) for device in (1, NARROW, REVOKED, EXPIRED, EARLY, UNKNOWN)}
    assert known == {1: True, NARROW: True, REVOKED: True, EXPIRED: False, EARLY: False, UNKNOWN: False}
    hub.roster._read_at -= FRESH_S - 0.5
    assert not hub.gate.knows(1, now_ms()), "it will be time to look again"
    hub.close()


def test_a_clock_that_is_off_is_told_the_hubs_and_may_use_it(caller: Caller) -> None:
    off = caller.as_device(1, skew=-3 * 24 * 3_600_000)
    answer = off.post("stat", {"names": []})
    assert answer.error == "clock"
    off.skew += answer.json["at"] - (now_ms() + off.skew)
    assert off.post("stat", {"names": []}).status == 200


def test_a_revocation_holds_at_once_and_a_certificate_as_well(caller: Caller, data: Path) -> None:
    assert caller.as_device(20).put(*photo(b"x")).error == "unknown-device"
    assert caller.put(*statement(current(20))).status == 201
    assert caller.as_device(20).put(*photo(b"x")).status == 201
    assert caller.put(*statement(Revocation(20, 2, {}, now_ms()))).status == 201
    assert caller.as_device(20).put(*photo(b"x")).error == "revoked"
    put_statement(data / "objects", signed(current(21))[0])  # as another process of this hub would
    found = caller.as_device(21)
    while (answer := found.post("stat", {"names": []})).status != 200:  # within a second or so: whoever is unknown is looked for
        assert answer.error == "unknown-device"
    assert caller.put(*statement(certificate(22))).status == 201, "one that is not in force now may be carried"


# -- what ------------------------------------------------------------------------------------------------
SEEN = {
    "segment of its own district": (chain(1, 1)[0], True),
    "segment of another": (chain(1, 1, SECOND)[0], False),
    "common segment": (chain(1, 1, COMMON)[0], True),
    "photo of its own district": (photo(b"1"), True),
    "photo of another": (photo(b"2", SECOND), False),
    "certificate": (statement(current(8)), True),
    "its own key": (wrapped(FIRST, NARROW), True),
    "the bureau's": (wrapped(FIRST, BUREAU_DEVICE), True),
    "another's key": (wrapped(FIRST, 1), False),
    "its own key of another district": (wrapped(SECOND, NARROW), False),
}


@pytest.mark.parametrize("what", sorted(SEEN))
def test_a_device_sees_its_districts_what_is_common_and_its_own_keys(caller: Caller, what: str) -> None:
    (name, sealed), mine = SEEN[what]
    part = mine or what == "another's key"  # which it cannot get, but may bring and ask for
    assert caller.put(name, sealed).status in (200, 201)
    narrow = caller.as_device(NARROW)
    answer = narrow.get(name)
    assert answer.body == sealed if mine else answer.error == "scope"
    assert (sealed in narrow.post("fetch", {"names": [name]}).body) == mine
    assert [each for each, _ in narrow.post("stat", {"names": [name]}).json["objects"]] == ([name] if part else [])
    held = [[name, hashlib.sha256(sealed).hexdigest()]] if part else []
    assert narrow.post("stored", {"names": [name]}).json["objects"] == held
    told = narrow.changes()
    named = [each for each, _ in told["segments"]] + told["certs"] + told["keys"]
    assert (name in named) == (mine and not name.startswith("blobs/"))
    if part:
        assert narrow.put(name, sealed).status == 200 and narrow.post("suspect", {"name": name}).json == {"aside": False}
    else:
        assert narrow.put(name, sealed).error == narrow.post("suspect", {"name": name}).error == "scope"


def test_another_hub_of_the_bureau_is_served_like_a_laptop(caller: Caller) -> None:
    name, sealed = photo(b"for a hub")
    assert caller.put(name, sealed).status == 201
    assert caller.as_device(OTHER_HUB).get(name).body == sealed


# -- paths -----------------------------------------------------------------------------------------------
TRICKS = (
    "../hub.json",
    "..%2fhub.json",
    "%2e%2e/hub.json",
    "certs/1/1/../../../../hub.json",
    "certs/./1/1",
    "certs//1/1",
    "/certs/1/1",
    "certs/1/1/",
    "certs%2F1%2F1",
    "certs/01/1",
    "certs/1/1%00",
    "CERTS/1/1",
    "parts/1/x",
    "bad/x",
    "enrol/x/open",
    "hub.json",
    "segments/1/1/1",
    "segments/1/1/000000001",
    "blobs/1/zz/" + "0" * 64,
    "blobs/1/00/" + "0" * 63,
    "certs/%31/1",
    "certs/1/1;x",
    "certs/1/1#x",
    "",
    "%",
    "certs/99999999999999999999/1",
    "keys/1/0/1",
    "receipts/1/0",
    "certs/1/1%0d%0aX:y",
    "%E8%AF%81",
)


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_only_the_one_spelling_of_a_name_is_one(caller: Caller, data: Path, method: str, trick: str) -> None:
    before = files(data)
    body = b"x" if method == "PUT" else b""
    answer = caller.ask(method, f"/v1/objects/{trick}", body)
    assert answer.status in (400, 401, 404, 422)
    assert files(data) == before
    assert b"seed" not in answer.body and b'"sign"' not in answer.body


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v2/hub", "/v1/objects", "/v1/changes/x", "/docs", "/openapi.json", "/%", "/v1/parts/"]
)
def test_nothing_else_is_there(caller: Caller, path: str) -> None:
    for method in ("GET", "POST", "DELETE", "PATCH", "OPTIONS", "PROPFIND"):
        assert caller.ask(method, path).error in ("absent", "malformed")


def test_a_certificate_that_rots_is_taken_again_and_what_the_bureau_said_in_it_holds_meanwhile(tmp_path: Path) -> None:
    claim(tmp_path / "data", current(1), current(2), current(3), Revocation(3, 2, {FIRST: 9}, now_ms()))
    with running(tmp_path / "data") as started, contextlib.closing(Caller(started.port)) as caller:
        for name in ("certs/2/1", "certs/3/2"):
            path = tmp_path / "data" / "objects" / name
            whole = path.read_bytes()
            assert name in caller.changes()["certs"]
            path.write_bytes(b"rotten")
            assert caller.post("suspect", {"name": name}).json == {"aside": True}
            assert name not in caller.changes()["certs"], "a laptop that has it sees that it is to be put"
            assert caller.as_device(2).post("stat", {"names": []}).status == 200
            assert caller.as_device(3).post("stat", {"names": []}).error == "revoked"
            assert caller.put(name, whole).status == 201 and name in caller.changes()["certs"]
            assert caller.post("stored", {"names": [name]}).json["objects"]


def test_a_certificate_that_another_process_moved_aside_is_no_longer_listed_and_holds_all_the_same(tmp_path: Path) -> None:
    claim(tmp_path / "data", current(1), current(2))
    roster = open_hub(Options(tmp_path / "data")).roster
    roster.refresh(older_than=0.0)
    (tmp_path / "data" / "objects" / "certs" / "2" / "1").unlink()
    roster.refresh(older_than=0.0)
    assert "certs/2/1" not in roster.names and "certs/1/1" in roster.names and roster.known(2)
    put_statement(tmp_path / "data" / "objects", signed(current(2))[0])
    roster.refresh(older_than=0.0)
    assert "certs/2/1" in roster.names and len(roster.sign_keys(2)) == 1
