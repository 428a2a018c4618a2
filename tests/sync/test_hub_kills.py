"""A hub that is killed between write, fsync and acknowledgement, a disk that is full or fails, files a power cut tore."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hub_world import Caller, HubProcess, chain, claim, current, photo, receipt, running, statement

pytestmark = pytest.mark.slow

CHUNK = 100_000
LIMITS = {"chunk": CHUNK}
TRACED = "write,pwrite64,ftruncate,fsync,link,linkat,rename,renameat2,unlink,mkdir,close,sendto"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    claim(tmp_path / "data", current(1), current(2))
    return tmp_path / "data"


@contextlib.contextmanager
def serving(data: Path, **options: object) -> Iterator[tuple[HubProcess, Caller]]:
    with running(data, limits=LIMITS, **options) as hub, contextlib.closing(Caller(hub.port)) as caller:
        yield hub, caller


# -- order -----------------------------------------------------------------------------------------------
def calls_of(data: Path, put: Callable[[Caller], object]) -> list[tuple[str, str]]:
    """(call, path or bytes sent) of the hub while it serves that, in order."""
    log = data.with_name("strace")
    with serving(data, wrap=["strace", "-D", "-f", "-y", "-s", "40", "-o", str(log), "-e", f"trace={TRACED}"]) as (hub, caller):
        assert caller.send("GET", "/health").status == 200
        put(caller)
        assert hub.stop() == 0
    found = []
    for line in log.read_text("utf-8", "replace").splitlines():
        match = re.match(r"\d+ +(\w+)\((.*)", line)
        if match:
            of_a_file, named = re.match(r"\d+<([^>]*)>", match[2]), re.findall(r'"((?:[^"\\]|\\.)*)"', match[2])
            sent = match[1] == "sendto" and named
            found.append((match[1], named[-1] if sent or not of_a_file else of_a_file[1]))
    return found


def test_all_is_fsynced_before_it_is_acknowledged(data: Path) -> None:
    name, sealed = photo(bytes(50_000))
    path = data / "objects" / name
    calls = calls_of(data, lambda caller: caller.put(name, sealed))
    written = max(n for n, (call, on) in enumerate(calls) if call == "write" and on.startswith(f"{path}#"))
    acknowledged = next(n for n, (call, on) in enumerate(calls) if call == "sendto" and on.startswith("HTTP/1.1 201"))
    between = calls[written:acknowledged]
    named = next(n for n, (call, on) in enumerate(between) if call.startswith("link") and on == str(path))
    assert ("fsync", str(path)) in between[named:]
    made = {on for call, on in calls[:acknowledged] if call == "mkdir" and on.startswith(str(data))}
    assert {str(path.parent), str(path.parent.parent), str(path.parents[2])} <= made
    for folder in path.parents[:4]:  # up to the hub's own: each new name in it is sure
        assert ("fsync", str(folder)) in between, folder


# -- kills -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Point:
    """Where to kill: the first such call on a path of this ending."""

    name: str
    calls: str
    on: Callable[[Path], Path]


POINTS = (
    Point("write", "write,pwrite64", lambda path: path.with_name(f"{path.name}#1")),
    Point("name", "link,linkat", lambda path: path.with_name(f"{path.name}#1")),
    Point("fsync of the file", "fsync", lambda path: path),
    Point("fsync of the folder", "fsync", lambda path: path.parent),
    Point("acknowledge", "close", lambda path: path.parent),
)
OBJECTS = {
    "photo": photo(bytes(60_000)), "segment": chain(2, 1)[0], "certificate": statement(current(3)), "receipt": receipt(2, 1),
}  # fmt: skip


def killing(point: Point, path: Path, log: Path) -> list[str]:
    """What goes before a command so that it is killed there."""
    on, calls = str(point.on(path)), ",".join(f"?{call}" for call in point.calls.split(","))
    return ["strace", "-D", "-f", "-o", str(log), "-P", on, "-e", f"trace={calls}", "-e", f"inject={calls}:signal=KILL:when=1"]


BLOWS = [(point, "photo") for point in POINTS] + [
    (point, kind) for point in POINTS[1:3] for kind in sorted(OBJECTS) if kind != "photo"
]


@pytest.mark.parametrize(("point", "kind"), BLOWS, ids=lambda given: getattr(given, "name", given))
def test_killed_at_any_step_of_a_put_nothing_acknowledged_is_missing_and_the_next_run_goes_on(
    point: Point, kind: str, data: Path, hit: Callable[[str, str], None]
) -> None:
    name, sealed = OBJECTS[kind]
    kept, before = photo(b"acknowledged before")
    with serving(data) as (hub, caller):
        assert caller.put(kept, before).status == 201
        hub.kill()
    with serving(data, wrap=killing(point, data / "objects" / name, data.with_name("strace"))) as (hub, caller):
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            caller.put(name, sealed)
        assert hub.process.wait(20) == -signal.SIGKILL
    hit(f"hub killed at {point.name}", kind)
    with serving(data) as (hub, caller):
        assert caller.get(kept).body == before
        there = caller.get(name)
        assert there.status == 404 or there.body == sealed
        assert caller.put(name, sealed).status == (201 if there.status == 404 else 200)
        assert caller.get(name).body == sealed
        assert [each for each, _ in caller.post("stored", {"names": [kept, name]}).json["objects"]] == sorted([kept, name])
        assert hub.stop() == 0


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_killed_while_parts_are_joined_none_is_sent_again(point: Point, data: Path) -> None:
    name, sealed = photo(bytes(250_000))
    parts = [sealed[start : start + CHUNK] for start in range(0, len(sealed), CHUNK)]
    query = f"parts={len(parts)}&size={len(sealed)}"
    with serving(data, wrap=killing(point, data / "objects" / name, data.with_name("strace"))) as (hub, caller):
        for k, part in enumerate(parts):
            assert caller.put(name, part, f"?part={k}&{query}").status == 201
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            caller.put(name, b"", f"?{query}")
        assert hub.process.wait(20) == -signal.SIGKILL
    with serving(data) as (_, caller):
        assert len(caller.ask("GET", f"/v1/parts/{name}").json["have"]) == len(parts)
        assert caller.put(name, b"", f"?{query}").status in (200, 201)
        assert caller.get(name).body == sealed
        assert caller.ask("GET", f"/v1/parts/{name}").json["have"] == []


TEARS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "short": lambda whole: whole[:-7],
    "zeros": lambda whole: bytes(len(whole)),
}


@pytest.mark.parametrize(
    ("kind", "tear"), [*(("photo", tear) for tear in TEARS), *((kind, "zeros") for kind in sorted(OBJECTS) if kind != "photo")]
)
def test_what_a_power_cut_tore_is_moved_aside_and_replaced_never_acknowledged(kind: str, tear: str, data: Path) -> None:
    name, sealed = OBJECTS[kind]
    path = data / "objects" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(TEARS[tear](sealed))
    with serving(data) as (_, caller):
        assert caller.post("stored", {"names": [name]}).json["objects"] == []
        path.write_bytes(TEARS[tear](sealed))
        assert caller.put(name, sealed).status == 201
        assert caller.get(name).body == sealed
    assert path.read_bytes() == sealed and len(list((data / "objects" / "bad").iterdir())) == 2


def test_what_was_begun_long_ago_is_swept(data: Path) -> None:
    name, sealed = photo(b"swept around")
    staged, part = data / "objects" / f"{name}#1", data / "objects" / "parts" / "1" / name / "300000-100000" / "0"
    for path in (staged, part):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (time.time() - 8 * 86_400,) * 2)
    with serving(data) as (hub, caller):
        assert caller.put(name, sealed).status == 201
        while not any(line["event"] == "swept" for line in hub.lines()):
            assert caller.send("GET", "/health").status == 200
        assert caller.get(name).body == sealed
    assert not staged.exists() and not part.exists()


def test_told_to_stop_it_finishes_what_runs(data: Path) -> None:
    name, sealed = photo(bytes(90_000))
    with serving(data) as (hub, caller):
        path = f"/v1/objects/{name}"
        connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=20)
        connection.putrequest("PUT", path)
        for key, value in (caller.headers("PUT", path, sealed) | {"Content-Length": str(len(sealed))}).items():
            connection.putheader(key, value)
        connection.endheaders(sealed[:50_000])
        assert caller.send("GET", "/health").status == 200  # by now the other request has begun
        hub.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionError):
            while True:
                with contextlib.closing(Caller(hub.port)) as another:
                    another.send("GET", "/health")
        connection.send(sealed[50_000:])
        assert connection.getresponse().status == 201
        connection.close()
        assert hub.process.wait(20) == 0
    assert (data / "objects" / name).read_bytes() == sealed


# -- the disk --------------------------------------------------------------------------------------------
def on_a_small_disk(start: Path, disk: Path) -> list[str]:
    """What goes before the command of a hub whose folder lies on a small disk of its own."""
    disk.mkdir()
    script = 'mount -t tmpfs -o size=6m tmpfs "$2"; cp -a "$1/." "$2"; shift 2; exec "$@"'
    # Where the system was started by chroot its root is no mount, and its propagation cannot be set: it is asked for nothing.
    own = ["unshare", "-m", "--propagation", "unchanged"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    return [*own, "sh", "-euc", script, "sh", str(start), str(disk)]


@pytest.mark.parametrize("floor", [0, 2_000_000])
def test_a_full_disk_is_said_and_loses_nothing_and_with_room_it_goes_on(data: Path, floor: int) -> None:
    disk = data.with_name("disk")
    with (
        running(disk, wrap=on_a_small_disk(data, disk), limits={"floor": floor}) as hub,
        contextlib.closing(Caller(hub.port)) as caller,
    ):
        inside = Path(f"/proc/{hub.process.pid}/root{disk}")
        filler, other = inside / "filler", inside / "other"
        filler.write_bytes(bytes(2_000_000))
        other.write_bytes(bytes(600_000))
        photos = [photo(bytes([n]) * 500_000) for n in range(20)]
        acknowledged = []
        for name, sealed in photos:
            answer = caller.put(name, sealed)
            if answer.status != 201:
                assert (answer.status, answer.error) == (507, "full")
                break
            acknowledged.append((name, sealed))
        assert 0 < len(acknowledged) < 10
        full = photos[len(acknowledged)]
        assert caller.get(full[0]).status == 404
        assert not [path for path in inside.rglob("*#*")], "nothing half-written is left"
        for name, sealed in acknowledged:
            assert caller.get(name).body == sealed
        filler.unlink()
        assert caller.put(*full).status == 201 and caller.get(full[0]).body == full[1]
        name, sealed = photo(bytes(1_000_000))
        query = f"parts=1&size={len(sealed)}"
        assert caller.put(name, sealed, f"?part=0&{query}").status == 201
        assert caller.put(name, b"", f"?{query}").error == "full"
        assert caller.ask("GET", f"/v1/parts/{name}").json["have"] == [[0, len(sealed)]], "no part is sent again"
        other.unlink()
        assert caller.put(name, b"", f"?{query}").status == 201 and caller.get(name).body == sealed


def test_what_could_not_be_fsynced_is_not_acknowledged_then_or_later(data: Path) -> None:
    failing = ["fiu-run", "-x", "-c", "enable_random name=posix/io/sync/fsync,probability=0.4,failinfo=5"]
    refused = 0
    with serving(data, wrap=failing) as (_, caller):
        for n in range(20):
            name, sealed = photo(bytes([n]) * 1000)
            while (answer := caller.put(name, sealed)).status != 201:  # never 200: what failed is not taken for stored
                assert answer.error == "busy"
                refused += 1
            assert caller.get(name).body == sealed
    assert refused
