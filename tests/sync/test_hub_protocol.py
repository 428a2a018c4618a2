"""What docs/sync.md promises of a hub, asked of a real one by callers that know only that page."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_world import (
    HUB,
    Caller,
    HubProcess,
    chain,
    claim,
    current,
    now_ms,
    photo,
    receipt,
    running,
    statement,
    wrapped,
)
from store_world import COMMON, FIRST, SECOND, Chain, act, new

from fieldaudit.domain.core import Revocation
from fieldaudit.sync.hub.state import HubState
from fieldaudit.wire.hub import MAX_BULK, read_greeting, read_stored
from fieldaudit.wire.keys import BUREAU_DEVICE
from fieldaudit.wire.names import segment_name

pytestmark = pytest.mark.slow  # real hubs

CHUNK = 100_000  # so that parts are small


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub") / "data"
    claim(folder, current(1), current(2), current(3, scopes=(COMMON, FIRST)))
    return folder


@pytest.fixture(scope="module")
def hub(data: Path) -> Iterator[HubProcess]:
    with running(data, limits={"chunk": CHUNK}) as started:
        yield started


@pytest.fixture
def caller(hub: HubProcess) -> Iterator[Caller]:
    made = Caller(hub.port)
    yield made
    made.close()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Caller]:
    """A caller of a hub that holds nothing else."""
    claim(tmp_path / "data", current(1), current(2), current(3, scopes=(COMMON, FIRST)))
    with running(tmp_path / "data", limits={"chunk": CHUNK}) as started, contextlib.closing(Caller(started.port)) as made:
        yield made


def public(data: Path) -> bytes:
    return HubState.open(data).keys.sign_public


def test_anybody_may_ask_who_it_is_and_whether_it_is_well(caller: Caller, data: Path) -> None:
    assert caller.send("GET", "/health").json == {"ok": True}
    nonce = bytes(range(16))
    answer = caller.send("GET", f"/v1/hub?nonce={nonce.hex()}")
    greeting = read_greeting(answer.body, public(data))
    assert (greeting.device, greeting.nonce, greeting.chunk) == (HUB, nonce, CHUNK)
    assert abs(greeting.at - now_ms()) < 60_000
    assert answer.headers["fieldaudit-hub"] == str(HUB)
    assert caller.send("GET", "/v1/hub").error == "malformed"


def test_an_object_is_stored_once_and_comes_back_whole_or_in_ranges(caller: Caller) -> None:
    name, sealed = photo(b"a face of a door" * 100)
    assert caller.get(name).status == 404
    assert [caller.put(name, sealed).status for _ in range(2)] == [201, 200]
    whole = caller.get(name)
    assert whole.body == sealed and whole.headers["fieldaudit-sha256"] == hashlib.sha256(sealed).hexdigest()
    part = caller.get(name, Range="bytes=100-199")
    assert (part.status, part.body) == (206, sealed[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(sealed)}"
    assert caller.get(name, Range="bytes=1000-").body == sealed[1000:]
    assert caller.get(name, Range=f"bytes={len(sealed)}-").body == sealed  # no such range: the whole, as HTTP allows
    assert caller.post("stat", {"names": [name, name.replace("blobs/1", "blobs/2")]}).json == {"objects": [[name, len(sealed)]]}


def test_small_objects_come_many_at_once_as_many_as_fit(caller: Caller) -> None:
    pairs = [photo(os.urandom(size)) for size in (10, 200, CHUNK - 300, 50)]
    for one in pairs:
        assert caller.put(*one).status == 201
    missing = photo(b"absent")[0]
    names = [pairs[0][0], missing, *(name for name, _ in pairs[1:])]
    answer = caller.post("fetch", {"names": names})
    sizes = [len(pairs[0][1]), 0, *(len(data) for _, data in pairs[1:])]
    assert unpacked(answer.body) == ([[*pair] for pair in zip(names, sizes, strict=True)], b"".join(data for _, data in pairs))
    many = [photo(bytes([n]) * (CHUNK - 300)) for n in range(12)]
    for one in many:
        caller.put(*one)
    listed, data = unpacked(caller.post("fetch", {"names": [name for name, _ in many]}).body)
    assert 8 < len(listed) < 12 and len(data) <= MAX_BULK and data == b"".join(data for _, data in many[: len(listed)])
    assert caller.post("fetch", {"names": ["x/y"]}).error == "malformed"


def test_what_is_too_large_to_come_with_others_is_asked_for_by_itself(caller: Caller) -> None:
    name, sealed = photo(bytes(MAX_BULK))
    parts = [sealed[start : start + CHUNK] for start in range(0, len(sealed), CHUNK)]
    for k, part in enumerate(parts):
        assert caller.put(name, part, f"?part={k}&parts={len(parts)}&size={len(sealed)}").status == 201
    assert caller.put(name, b"", f"?parts={len(parts)}&size={len(sealed)}").status == 201
    assert unpacked(caller.post("fetch", {"names": [name]}).body) == ([[name, 0]], b"")


def unpacked(body: bytes) -> tuple[list[list[object]], bytes]:
    """The list of an answer with many objects, and the objects as they follow each other."""
    end = 4 + int.from_bytes(body[:4], "big")
    return json.loads(body[4:end])["objects"], body[end:]


def test_what_is_new_follows_from_what_the_caller_has(alone: Caller) -> None:
    before = alone.changes()
    segments = chain(2, 5, SECOND)
    for name, sealed in segments[:3]:
        assert alone.put(name, sealed).status == 201
    first = alone.changes()
    assert [name for name, _ in first["segments"]] == [name for name, _ in segments[:3]] and first["more"] is False
    assert first["segments"][0][1] == len(segments[0][1])
    assert alone.changes([[SECOND, 2, 2]])["segments"] == first["segments"][2:]
    same = alone.changes([[SECOND, 2, 3]])
    assert same["segments"] == [] and same["last"] == [[SECOND, 2, 3, hashlib.sha256(segments[2][1]).hexdigest()]]
    ahead = alone.changes([[SECOND, 2, 5], [FIRST, 77, 4]])
    assert ahead["last"] == [[FIRST, 77, 0, ""], [SECOND, 2, 3, hashlib.sha256(segments[2][1]).hexdigest()]]
    assert alone.put(*segments[4]).status == 201  # a gap: it lies there, but does not count yet
    assert alone.changes([[SECOND, 2, 3]])["segments"] == []
    assert alone.put(*segments[3]).status == 201
    assert [name for name, _ in alone.changes([[SECOND, 2, 3]])["segments"]] == [name for name, _ in segments[3:]]
    assert before["trust"] == first["trust"] and "certs" not in alone.changes(trust=first["trust"])
    assert alone.as_device(3).changes()["segments"] == []


@pytest.mark.slow
def test_at_most_a_thousand_segments_are_named_at_once(alone: Caller) -> None:
    for name, sealed in chain(3, 1_003, COMMON):
        assert alone.put(name, sealed).status == 201
    third = alone.as_device(3)
    first = third.changes()
    assert len(first["segments"]) == 1_000 and first["more"] is True
    rest = third.changes([[COMMON, 3, 1_000]])
    assert [name for name, _ in rest["segments"]] == [segment_name(COMMON, 3, n) for n in (1_001, 1_002, 1_003)]
    assert rest["more"] is False


def test_certificates_and_keys_are_told_until_the_caller_knows_them(alone: Caller) -> None:
    token = alone.changes()["trust"]
    for one in (wrapped(FIRST, 1), wrapped(SECOND, 3), wrapped(FIRST, 3), wrapped(FIRST, BUREAU_DEVICE)):
        assert alone.put(*one).status == 201
    told = alone.changes(trust=token)
    assert told["trust"] != token
    assert told["keys"] == [wrapped(FIRST, 1)[0], wrapped(FIRST, BUREAU_DEVICE)[0]]
    third = alone.as_device(3)
    assert third.changes()["keys"] == [wrapped(FIRST, 3)[0], wrapped(FIRST, BUREAU_DEVICE)[0]]
    newcomer = statement(current(4))
    assert alone.put(*newcomer).status == 201
    assert newcomer[0] in alone.changes(trust=told["trust"])["certs"]
    assert alone.as_device(4).changes()["certs"], "known at once"


def test_a_newer_receipt_takes_the_place_of_the_older(caller: Caller) -> None:
    for number in (1, 2, 3):
        assert caller.put(*receipt(2, number)).status == 201
    assert caller.get(receipt(2, 1)[0]).status == caller.get(receipt(2, 2)[0]).status == 404
    assert caller.put(*receipt(2, 2)).status == 200 and caller.get(receipt(2, 2)[0]).status == 404
    assert caller.changes()["receipts"] == [[2, 3]]
    assert caller.changes(receipts=[[2, 3]])["receipts"] == []


def test_the_receipt_names_what_lies_whole_in_the_store_and_nothing_else(caller: Caller, data: Path) -> None:
    name, sealed = photo(b"seen", SECOND)
    torn, whole = photo(b"to be torn")
    assert caller.put(name, sealed).status == caller.put(torn, whole).status == 201
    path = data / "objects" / torn
    path.write_bytes(whole[:-1] + b"!")
    os.utime(path, (0, 0))  # clocks of files are coarse: within one tick nothing would seem to have changed
    answer = caller.post("stored", {"names": [name, torn, photo(b"absent")[0]]})
    stored = read_stored(answer.body, public(data))
    assert stored.device == HUB and stored.objects == {name: hashlib.sha256(sealed).hexdigest()}
    assert not path.exists(), "what is torn is moved aside"
    assert caller.put(torn, whole).status == 201
    assert dict(read_stored(caller.post("stored", {"names": [torn]}).body, public(data)).objects).keys() == {torn}
    assert read_stored(caller.as_device(3).post("stored", {"names": [name, torn]}).body, public(data)).objects.keys() == {torn}


def test_a_suspected_object_is_moved_aside_only_if_it_is_bad(caller: Caller, data: Path) -> None:
    segments = chain(1, 2)
    for one in segments:
        assert caller.put(*one).status == 201
    name, sealed = segments[1]
    assert caller.post("suspect", {"name": name}).json == {"aside": False}
    (data / "objects" / name).write_bytes(sealed[:200])
    assert caller.post("suspect", {"name": name}).json == {"aside": True}
    assert caller.changes([[FIRST, 1, 2]])["last"] == [[FIRST, 1, 1, hashlib.sha256(segments[0][1]).hexdigest()]]
    assert caller.put(name, sealed).status == 201
    assert any(path.read_bytes() == sealed[:200] for path in (data / "objects" / "bad").iterdir())


def test_a_segment_that_a_power_cut_tore_is_not_counted_as_there(caller: Caller, data: Path) -> None:
    segments = chain(3, 2, FIRST)
    for one in segments:
        assert caller.put(*one).status == 201
    name, sealed = segments[1]
    (data / "objects" / name).write_bytes(sealed[:100])
    assert caller.changes([[FIRST, 3, 2]])["last"] == [[FIRST, 3, 1, hashlib.sha256(segments[0][1]).hexdigest()]]
    assert caller.put(name, sealed).status == 201
    assert caller.changes([[FIRST, 3, 2]])["last"] == [[FIRST, 3, 2, hashlib.sha256(sealed).hexdigest()]]


def test_a_large_object_comes_in_parts_and_only_those_that_are_lacking(caller: Caller, data: Path) -> None:
    name, sealed = photo(bytes(250_000))
    parts = [sealed[start : start + CHUNK] for start in range(0, len(sealed), CHUNK)]
    query = f"parts={len(parts)}&size={len(sealed)}"
    for k in (2, 0):
        assert caller.put(name, parts[k], f"?part={k}&{query}").status == 201
    have = caller.ask("GET", f"/v1/parts/{name}").json["have"]
    assert have == [[0, CHUNK], [2, len(parts[2])]]
    assert caller.as_device(2).ask("GET", f"/v1/parts/{name}").json["have"] == [], "each device has its own"
    early = caller.put(name, b"", f"?{query}")
    assert (early.status, early.json["lacking"]) == (404, [1])
    assert caller.put(name, parts[1], f"?part=1&{query}").status == 201
    assert caller.put(name, b"", f"?{query}").status == 201
    assert caller.get(name).body == sealed and caller.put(name, b"", f"?{query}").status == 200
    assert not [path for path in (data / "objects" / "parts").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "query",
    [
        "part=0&parts=2&size=250084",
        "part=3&parts=3&size=250084",
        "part=0&parts=3",
        "part=-1&parts=3&size=250084",
        "x=1",
        "part=0&parts=1&size=0",
        "part=0&parts=9999999999&size=9999999999",
        "part=0&parts=3&size=1e9",
    ],
)
def test_parts_that_do_not_come_out_even_are_refused(caller: Caller, query: str) -> None:
    assert caller.put(photo(b"never")[0], b"x" * CHUNK, f"?{query}").error in ("malformed", "too-large")


def test_parts_that_make_something_else_are_thrown_away(caller: Caller, data: Path) -> None:
    name, sealed = photo(bytes(150_000))
    query = f"parts=2&size={len(sealed)}"
    caller.put(name, bytes(CHUNK), f"?part=0&{query}")
    caller.put(name, sealed[CHUNK:], f"?part=1&{query}")
    assert caller.put(name, b"", f"?{query}").error == "damaged"
    assert caller.ask("GET", f"/v1/parts/{name}").json["have"] == [] and caller.get(name).status == 404


def forged() -> dict[str, tuple[str, bytes]]:
    """Objects that are not what their names say."""
    (first, one), (second, two) = chain(1, 2, SECOND)
    name, sealed = photo(b"mine")
    theirs = Chain(2)
    foreign = theirs.seal(act(2, 1, new("institution", 1)))
    return {
        "segment under another ordinal": (second, one),
        "torn segment": (first, one[:-1]),
        "changed segment": (first, one[:-200] + b"x" * 200),
        "segment of another device": (segment_name(FIRST, 1, 9), foreign),
        "segment in another scope": (segment_name(FIRST, 2, 2), two),
        "photo under another name": (name, photo(b"other")[1]),
        "torn photo": (name, sealed[:-1]),
        "photo in another scope": (name.replace("blobs/1", "blobs/2"), sealed),
        "certificate under another number": ("certs/9/1", statement(current(8))[1]),
        "key for another device": (wrapped(FIRST, 2)[0], wrapped(FIRST, 1)[1]),
        "receipt of another device": (receipt(1, 9)[0], receipt(2, 9)[1]),
        "nothing": (name, b""),
        "a photo as a segment": (first, sealed),
    }


@pytest.mark.parametrize("what", sorted(forged()))
def test_what_is_not_what_its_name_says_is_refused_and_nothing_stays(caller: Caller, data: Path, what: str) -> None:
    name, sealed = forged()[what]
    answer = caller.put(name, sealed)
    assert (answer.status, answer.error) == (422, "damaged")
    assert not (data / "objects" / name).exists()


def test_another_sound_object_under_the_same_name_is_refused(caller: Caller) -> None:
    (name, one), *_ = chain(4, 1, SECOND)
    assert caller.put(*statement(current(4))).status in (200, 201)
    assert caller.put(name, one).status == 201
    other = Chain(4, SECOND).seal(act(4, 1, new("institution", 5), scope=SECOND))
    assert caller.put(name, other).error == "different"
    assert caller.get(name).body == one


def test_the_tail_of_a_revoked_device_is_taken_from_a_relay(caller: Caller) -> None:
    assert caller.put(*statement(current(5))).status == 201
    name, sealed = chain(5, 1)[0]
    assert caller.put(*statement(Revocation(5, 2, {}, now_ms()))).status == 201
    assert caller.as_device(5).put(name, sealed).error == "revoked"
    assert caller.put(name, sealed).status == 201
    stranger, tail = chain(99, 1)[0]
    assert caller.put(stranger, tail).error == "unknown-author"


def test_the_log_tells_what_happened_and_names_nothing(caller: Caller, hub: HubProcess) -> None:
    name, sealed = photo(b"logged")
    caller.put(name, sealed)
    caller.get("blobs/secret-words-in-a-path")
    while (lines := hub.lines())[-1].get("error") != "malformed":  # a line is written after its answer
        pass
    last = [line for line in lines if line["event"] == "request"][-2]
    assert {**last, "at": 0, "ms": 0} == {
        "at": 0,
        "event": "request",
        "method": "PUT",
        "device": 1,
        "kind": "v1/objects blobs",
        "status": 201,
        "ms": 0,
        "came": len(sealed),
    }
    text = json.dumps(lines)
    assert name.rpartition("/")[2] not in text and "127.0.0.1" not in text and "secret" not in text
    assert not [line for line in lines if line["event"] == "bug"]
