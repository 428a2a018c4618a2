"""Real hubs in processes of their own, and callers that sign every request by themselves: no code of our client is used.

Devices and certificates are those of `store_world`; a hub is given its certificate directly, unless it is to be claimed.
`python hub_world.py OPTIONS` (JSON) is the process: the program's own `serve`, with other limits where a test wants them.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1] / "store"))

from store_world import BUREAU, FIRST, SCOPES, YEAR, Chain, act, certificate, device_keys, new, scope_key, signed

from fieldaudit.domain.core import Certificate, Revocation, Scope, make_id
from fieldaudit.sync.hub.state import OBJECTS, HubState
from fieldaudit.wire.blobs import blob_name, seal_blob
from fieldaudit.wire.certs import read_certificate, sign_certificate
from fieldaudit.wire.hub import Asked
from fieldaudit.wire.keys import BUREAU_DEVICE, seal_scope_key
from fieldaudit.wire.names import blob_name_of, certificate_name, receipt_name, scope_key_name, segment_name
from fieldaudit.wire.receipts import Receipt, sign_receipt

HUB = 900  # the hub's device number
PATIENCE = 20.0  # seconds until a test gives up on a process that does not speak


def now_ms() -> int:
    """The true time, by which a hub judges: certificates of these tests must be in force now."""
    return time.time_ns() // 1_000_000


_BEGUN = now_ms()


def current(device: int, **other: Any) -> Certificate:
    """The certificate of a laptop, in force now."""
    return certificate(device, **{"valid_from": _BEGUN - YEAR, "valid_to": _BEGUN + YEAR, **other})


def claim(data: Path, *statements: Certificate | Revocation, scopes: tuple[Scope, ...] = SCOPES) -> HubState:
    """Make a folder that of a claimed hub, with these certificates in its store (a folder) already."""
    state = HubState.open(data)
    own = hub_certificate(state, scopes)
    for one in (own, *signed(*statements)):
        put_statement(data / OBJECTS, one)
    return state.claim(own, BUREAU.public)


def hub_certificate(state: HubState, scopes: tuple[Scope, ...] = SCOPES) -> bytes:
    """The certificate of a hub with these keys."""
    keys = state.keys
    return sign_certificate(
        BUREAU, Certificate(HUB, 1, "hub", keys.sign_public, keys.receive_public, (), scopes, now_ms() - YEAR, now_ms() + YEAR)
    )


def put_statement(store: Path, data: bytes) -> None:
    """Lay a certificate or revocation into a hub's folder."""
    statement = read_certificate(data, BUREAU.public)
    path = store / certificate_name(statement.device, statement.serial)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


# -- objects ---------------------------------------------------------------------------------------------
def photo(plain: bytes, scope: Scope = FIRST, device: int = 1) -> tuple[str, bytes]:
    """A sealed photo: its name and its bytes."""
    sealed = seal_blob(plain, scope_key(scope), device, os.urandom(12))
    return blob_name_of(scope, blob_name(sealed)), sealed


def chain(device: int, count: int, scope: Scope = FIRST) -> list[tuple[str, bytes]]:
    """The first segments of a chain, with their names."""
    made = Chain(device, scope)
    return [
        (segment_name(scope, device, n), made.seal(act(device, n, new("institution", make_id(device, n)), scope=scope)))
        for n in range(1, count + 1)
    ]


def receipt(device: int, number: int) -> tuple[str, bytes]:
    """A device's receipt over nothing."""
    return receipt_name(device, number), sign_receipt(device_keys(device).sign, Receipt(device, number, now_ms(), {}, None))


def wrapped(scope: Scope, device: int, epoch: int = 1) -> tuple[str, bytes]:
    """A scope key as it travels; to the bureau itself for BUREAU_DEVICE."""
    to = BUREAU.receiver().receive_public if device == BUREAU_DEVICE else device_keys(device).receive_public
    return scope_key_name(scope, epoch, device), seal_scope_key(BUREAU, scope_key(scope, epoch), device, to)


def statement(one: Certificate | Revocation) -> tuple[str, bytes]:
    """A certificate or revocation with its name."""
    return certificate_name(one.device, one.serial), signed(one)[0]


@dataclass
class HubProcess:
    """A hub that runs."""

    process: subprocess.Popen[str]
    address: str
    told: dict[str, Any]
    log: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def stop(self) -> int:
        """SIGTERM and wait; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def lines(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]

    def rss(self) -> int:
        """Memory it holds now, bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no VmRSS")


def command(data: Path, **options: Any) -> list[str]:
    """The command of a hub process; `limits`: those that differ, `wrap` is put before it."""
    return [sys.executable, str(Path(__file__)), json.dumps({"data": str(data), **options})]


@contextlib.contextmanager
def running(data: Path, *, wrap: Iterable[str] = (), env: Mapping[str, str] | None = None, **options: Any) -> Iterator[HubProcess]:
    """A hub process on a free port; killed at the end if it still runs. What it logs goes to a file beside its folder."""
    log = data.with_name(f"{data.name}-{os.urandom(3).hex()}.log")
    paths = os.pathsep.join([*sys.path, str(Path(__file__).parents[1] / "store")])
    surroundings = {**os.environ, "PYTHONPATH": paths, **(env or {})}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*wrap, *command(data, **options)], stdout=subprocess.PIPE, stderr=errors, text=True, env=surroundings
        )
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line, log.read_text("utf-8", "replace")
        told = json.loads(line)
        yield HubProcess(process, told["address"], told, log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
        if process.stdout:
            process.stdout.close()


@dataclass
class Answer:
    """What a hub answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The code of a refusal."""
        return str(self.json["error"])


@dataclass
class Caller:
    """One device's connection to a hub. `skew`: what its clock is off, ms; `hub`: the hub it believes to speak to."""

    port: int
    device: int = 1
    hub: int = HUB
    skew: int = 0
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)
    _others: list[Caller] = field(default_factory=list, repr=False)

    def headers(self, method: str, path: str, body: bytes = b"", /, **changed: str) -> dict[str, str]:
        """The headers of a signed request; those named in `changed` are put in after signing."""
        nonce, digest, at = os.urandom(16), hashlib.sha256(body).digest(), now_ms() + self.skew
        asked = Asked(self.device, self.hub, method, path, at, nonce, digest)
        found = {
            "Fieldaudit-Device": str(self.device), "Fieldaudit-At": str(at), "Fieldaudit-Nonce": nonce.hex(),
            "Fieldaudit-Body": digest.hex(), "Fieldaudit-Signature": asked.signed(device_keys(self.device).sign).hex(),
        }  # fmt: skip
        return found | {f"Fieldaudit-{name.title()}": value for name, value in changed.items()}

    def as_device(self, device: int, **other: Any) -> Caller:
        """Another caller of the same hub."""
        made = Caller(self.port, device, **other)
        self._others.append(made)
        return made

    def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Send it as it is."""
        for again in (False, True):
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                self._connection.request(method, path, body or None, dict(headers or {}))
                got = self._connection.getresponse()
                return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
            except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
                self.close()
                if again:
                    raise
        raise AssertionError

    def ask(self, method: str, path: str, body: bytes = b"", **more: str) -> Answer:
        """Sign and send; `more`: further headers, such as Range."""
        return self.send(method, path, body, self.headers(method, path, body) | more)

    def put(self, name: str, data: bytes, query: str = "") -> Answer:
        return self.ask("PUT", f"/v1/objects/{name}{query}", data)

    def get(self, name: str, **more: str) -> Answer:
        return self.ask("GET", f"/v1/objects/{name}", **more)

    def post(self, what: str, value: object) -> Answer:
        return self.ask("POST", f"/v1/{what}", json.dumps(value).encode("utf-8"))

    def changes(self, have: object = (), receipts: object = (), trust: str = "") -> Any:
        answer = self.post("changes", {"have": have, "receipts": receipts, "trust": trust})
        assert answer.status == 200, answer
        return answer.json

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for other in self._others:
            other.close()


@contextlib.contextmanager
def line(hub: HubProcess) -> Iterator[socket.socket]:
    """A bare connection to it."""
    with socket.create_connection(("127.0.0.1", hub.port), PATIENCE) as made:
        yield made


def until_closed(made: socket.socket) -> bytes:
    """All that comes until the other side closes; a test that waits in vain fails by its timeout."""
    heard = b""
    with contextlib.suppress(ConnectionError):
        while piece := made.recv(65_536):
            heard += piece
    return heard


def _serve(given: dict[str, Any]) -> None:
    from fieldaudit.sync.hub.limits import Limits
    from fieldaudit.sync.hub.running import Hub
    from fieldaudit.sync.hub.serve import Options, serve

    def ready(hub: Hub, address: str) -> None:
        print(json.dumps({"address": address, "device": hub.state.device, "code": hub.state.code}), flush=True)

    data, limits = Path(given.pop("data")), Limits(**{"floor": 1_000_000, **given.pop("limits", {})})
    paths = {name: Path(given.pop(name)) for name in ("certificate", "key") if name in given}
    serve(Options(data, limits=limits, **{"port": 0, **given, **paths}), ready)


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
