"""Many laptops that bring a day's work to a hub at once: light clients that speak the real protocol with real signatures.

Each greets the hub, asks what is new, puts its segment, its photos and its receipt, and has the hub's receipt over all
of them, checked against its own bytes. As a script it is a share of them, a thread each; it says when it is ready, begins
at a word, and prints what came of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from _hub import HUB
from _laptops import BUREAU, DISTRICT, NOW, PER_ACT, PERSON, answers, certificate, scope_key

from fieldaudit.domain.core import Certificate, Change, Commit, CommitId, RowId, SegmentBody, SegmentHeader, make_id
from fieldaudit.wire.blobs import blob_name, seal_blob
from fieldaudit.wire.canon import canonical
from fieldaudit.wire.certs import read_certificate
from fieldaudit.wire.hub import Asked, read_greeting, read_stored
from fieldaudit.wire.keys import DeviceKeys
from fieldaudit.wire.names import blob_name_of, certificate_name, receipt_name, segment_name
from fieldaudit.wire.receipts import Receipt, sign_receipt
from fieldaudit.wire.segments import encode_body, seal_segment

FIRST = 1_000  # device number of the first one
PROCESSES = 2
_KEY = scope_key(DISTRICT)
_COLUMNS = ("inspection", "path", "value", "note")


@dataclass(frozen=True)
class Day:
    """What each laptop brings: inspections of 40 answers each in one segment, and photos."""

    inspections: int
    photos: int
    photo_bytes: int


@dataclass
class Found:
    """What came of it: seconds of each laptop's day and of each request, what went wrong, and from when to when (s)."""

    days: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    begun: float = float("inf")
    ended: float = 0.0

    def add(self, other: Found) -> None:
        self.days += other.days
        self.requests += other.requests
        self.errors += other.errors
        self.begun, self.ended = min(self.begun, other.begun), max(self.ended, other.ended)

    @property
    def seconds(self) -> float:
        """From the first one's beginning to the last one's end."""
        return self.ended - self.begun


def keys_of(device: int) -> DeviceKeys:
    """The keys of one laptop; the same in every process."""
    seed = hashlib.sha512(device.to_bytes(4, "big")).digest()
    return DeviceKeys.from_seeds(seed[:32], seed[32:])


def certificates(count: int) -> list[tuple[int, bytes]]:
    """(device, certificate) of so many laptops."""
    return [(device, certificate(device, keys_of(device))) for device in range(FIRST, FIRST + count)]


def bring(urls: list[str], laptops: int, day: Day, first: int = FIRST) -> Found:
    """Let so many laptops, from device `first` on, bring their day at once, to these addresses in turn."""
    with contextlib.ExitStack() as stack:
        shares = [_share(stack, urls, range(first + n, first + laptops, PROCESSES), day) for n in range(PROCESSES)]
        for each in shares:
            assert each.stdout and each.stdout.readline().strip() == "ready"
        for each in shares:
            assert each.stdin
            each.stdin.write("go\n")
            each.stdin.flush()
        found = Found()
        for each in shares:
            assert each.stdout
            found.add(Found(**json.loads(each.stdout.readline())))
        return found


def _share(stack: contextlib.ExitStack, urls: list[str], devices: range, day: Day) -> subprocess.Popen[str]:
    task = json.dumps({"urls": urls, "devices": [*devices], "day": asdict(day)})
    command = [sys.executable, __file__, task]
    return stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))


# -- one laptop ----------------------------------------------------------------------------------------------


class Laptop:
    """One of them, with its segment made already; its photos are made as they go."""

    def __init__(self, url: str, device: int, day: Day) -> None:
        self._address, self._device, self._day, self._keys = urlsplit(url).netloc, device, day, keys_of(device)
        self._segment = segment_of(device, day.inspections, self._keys)
        self.requests: list[float] = []

    def bring(self, plain: bytes) -> None:
        """All of it. Raises AssertionError for anything but what should be answered."""
        self._connection = http.client.HTTPConnection(self._address, timeout=120)
        hub_key = self._greeted()
        held = {"have": [[DISTRICT, self._device, 1]], "receipts": [], "trust": ""}
        self._ask("POST", "/v1/changes", canonical(held), 200)
        digests = dict([self._put(segment_name(DISTRICT, self._device, 1), self._segment)])
        photos = [seal_blob(plain, _KEY, self._device, os.urandom(12)) for _ in range(self._day.photos)]
        named = {blob_name_of(DISTRICT, blob_name(sealed)): sealed for sealed in photos}
        self._ask("POST", "/v1/stat", canonical({"names": sorted(named)}), 200)
        digests |= dict(self._put(name, sealed) for name, sealed in named.items())
        receipt = sign_receipt(self._keys.sign, Receipt(self._device, 1, _now(), {(DISTRICT, self._device): 1}, frozenset()))
        digests |= dict([self._put(receipt_name(self._device, 1), receipt)])
        names = sorted(name for name in digests if not name.startswith("receipts/"))
        stored = read_stored(self._ask("POST", "/v1/stored", canonical({"names": names}), 200), hub_key)
        assert dict(stored.objects) == {name: digests[name] for name in names}
        self._connection.close()

    def _greeted(self) -> bytes:
        """Greet; gives the key by which the hub signs, from its certificate."""
        nonce = os.urandom(16)
        greeting = self._send("GET", f"/v1/hub?nonce={nonce.hex()}", b"", {}, 200)
        statement = read_certificate(self._ask("GET", f"/v1/objects/{certificate_name(HUB, 1)}", b"", 200), BUREAU.public)
        assert isinstance(statement, Certificate) and read_greeting(greeting, statement.sign_key).nonce == nonce
        return statement.sign_key

    def _put(self, name: str, data: bytes) -> tuple[str, str]:
        self._ask("PUT", f"/v1/objects/{name}", data, 201)
        return name, hashlib.sha256(data).hexdigest()

    def _ask(self, method: str, path: str, body: bytes, expected: int) -> bytes:
        at, nonce, digest = _now(), os.urandom(16), hashlib.sha256(body).digest()
        signature = Asked(self._device, HUB, method, path, at, nonce, digest).signed(self._keys.sign)
        headers = {
            "Device": str(self._device),
            "At": str(at),
            "Nonce": nonce.hex(),
            "Body": digest.hex(),
            "Signature": signature.hex(),
        }
        return self._send(method, path, body, {f"Fieldaudit-{name}": value for name, value in headers.items()}, expected)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str], expected: int) -> bytes:
        begin = time.perf_counter()
        self._connection.request(method, path, body or None, headers)
        got = self._connection.getresponse()
        data = got.read()
        self.requests.append(time.perf_counter() - begin)
        assert got.status == expected, f"{method} {path.split('/')[2]}: {got.status} {data[:200]!r}"
        return data


def segment_of(device: int, inspections: int, keys: DeviceKeys) -> bytes:
    """A day's inspections, an act each, sealed."""
    acts = []
    for n in range(inspections):
        rows = answers(PER_ACT, (device * inspections + n) * PER_ACT)
        first = 1 + n * (PER_ACT + 1)
        changes = tuple(
            Change("answer", RowId(make_id(device, first + k)), dict(zip(_COLUMNS, row, strict=True)), new=True)
            for k, row in enumerate(rows, 1)
        )
        wall = NOW + n * 60_000
        acts.append(
            Commit(CommitId(make_id(device, first)), wall << 16, wall, wall, PERSON, DISTRICT, "inspection.answer", changes)
        )
    header = SegmentHeader(DISTRICT, device, 1, 1, acts[0].seq, acts[-1].seq, bytes(32))
    return seal_segment(header, encode_body(SegmentBody(tuple(acts), {})), _KEY, keys, os.urandom(12))


def _now() -> int:
    return time.time_ns() // 1_000_000


def _run(urls: list[str], devices: list[int], day: Day) -> Found:
    """The share of one process."""
    laptops = [Laptop(urls[n % len(urls)], device, day) for n, device in enumerate(devices)]
    plain = os.urandom(day.photo_bytes)
    found = Found()
    threads = [threading.Thread(target=_one, args=(laptop, plain, found)) for laptop in laptops]
    print("ready", flush=True)
    sys.stdin.readline()
    found.begun = time.time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.ended = time.time()
    found.requests = [seconds for laptop in laptops for seconds in laptop.requests]
    return found


def _one(laptop: Laptop, plain: bytes, found: Found) -> None:
    begin = time.perf_counter()
    try:
        laptop.bring(plain)
    except Exception as error:  # each one is counted, and makes the benchmark fail
        found.errors.append(f"{type(error).__name__}: {error}")
    found.days.append(time.perf_counter() - begin)


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    print(json.dumps(asdict(_run(task["urls"], task["devices"], Day(**task["day"])))), flush=True)
