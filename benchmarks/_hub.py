"""A hub of the benchmarks' bureau as a process of its own, and the stores that it may use: a folder, or S3.

The hub is given its certificate directly and served by the program's own verb.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from _laptops import BUREAU, DISTRICT, NOW, certificate, keys_of

from fieldaudit.domain.core import Certificate, Scope
from fieldaudit.store import Workspace
from fieldaudit.sync.course import Outcome
from fieldaudit.sync.http import Settings, sync_with
from fieldaudit.sync.hub.objects import Objects, open_objects
from fieldaudit.sync.hub.serve import OBJECTS
from fieldaudit.sync.hub.state import HubState
from fieldaudit.wire.certs import sign_certificate
from fieldaudit.wire.names import certificate_name

HUB = 900  # its device number
BUCKET = "hub"
COUNTED = ("segments", "receipts", "certs", "keys")  # kinds of what travels beside photos


def claimed(data: Path, certificates: Iterable[tuple[int, bytes]] = (), objects: Objects | None = None) -> HubState:
    """Make a folder that of a claimed hub, with these certificates (device, object) and those of laptops 1 and 2."""
    state = HubState.open(data)
    keys = state.keys
    own = sign_certificate(
        BUREAU,
        Certificate(HUB, 1, "hub", keys.sign_public, keys.receive_public, (), (Scope(0), DISTRICT), 1, NOW * 2),
    )
    store = objects or open_objects(data / OBJECTS, None, {}, 0)
    laptops = [(device, certificate(device, keys_of(device))) for device in (1, 2)]
    statements = [(certificate_name(device, 1), data) for device, data in ((HUB, own), *laptops, *certificates)]
    store.many(lambda one: store.overwrite(*one), statements)
    return state.claim(own, BUREAU.public)


@contextmanager
def child(command: list[str], env: dict[str, str] | None = None) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """A process, and the JSON of the first line it says; ended at the end."""
    surroundings = {**os.environ, **(env or {})}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=surroundings)
    try:
        assert process.stdout
        yield process, json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        if process.stdout:
            process.stdout.close()


@contextmanager
def hub(data: Path, *store: str) -> Iterator[str]:
    """The address of a hub that runs, served by the program's own verb."""
    command = [sys.executable, "-m", "fieldaudit", "--json", "hub", "serve", "--data", str(data), "--port", "0", *store]
    with child(command) as (_, told):
        yield told["address"]


def sync(workspace: Workspace, url: str) -> tuple[float, Outcome]:
    """Seconds of one exchange with a hub, and what it did."""
    begin = time.perf_counter()
    outcome = sync_with(workspace, Settings(url), NOW)
    seconds = time.perf_counter() - begin
    assert not outcome.bad, outcome.bad
    return seconds, outcome


def lies_there(data: Path, kinds: Iterable[str] = COUNTED) -> float:
    """KB of those kinds of objects in a hub's folder."""
    files = (file for kind in kinds for file in (data / OBJECTS / kind).rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files) / 1000


# -- a store across a network ------------------------------------------------------------------------------
def s3_options(endpoint: str) -> tuple[str, ...]:
    """The options of `hub serve` for a bucket at that address."""
    given = {"endpoint": endpoint, "access_key_id": "any", "secret_access_key": "any", "region": "us-east-1"}
    pairs = [f"{name}={value}" for name, value in given.items()]
    return ("--store", f"s3://{BUCKET}", *(word for pair in pairs for word in ("--store-option", pair)))


def objects_at(options: tuple[str, ...]) -> Objects:
    """The store that those options name."""
    return open_objects(Path(), options[1], dict(option.split("=", 1) for option in options[3::2]), 0)
