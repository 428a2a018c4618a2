"""Laptops and a real hub that know each other, now: a hub judges certificates by the true time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub_world import HubProcess, claim, current, now_ms, running
from store_world import ADMIN, COMMON, SCOPES, enrol, signed
from sync_world import DISTRICTS, Laptop

from fieldaudit.domain.core import Certificate
from fieldaudit.store import Workspace
from fieldaudit.sync.course import Outcome, Progress, quiet
from fieldaudit.sync.http import Settings, sync_with

for _name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
    os.environ.pop(_name, None)  # whoever runs the tests may need one; a hub on this machine is not behind it

CHUNK = 64 * 1024  # of the hubs of these tests, so that a photo comes in parts
CERTIFICATES: dict[int, Certificate] = {n: current(n) for n in range(1, 5)}  # the same bytes wherever they lie


def laptop(path: Path, device: int) -> Laptop:
    """A new laptop of the bureau; the first one founds it."""
    workspace = Workspace.create(path, None)
    enrol(workspace.store, device, signed(*CERTIFICATES.values()), SCOPES)
    made = Laptop(workspace, now_ms())
    if device == 1:
        rows = [made.store.create("district", name=name, scope=scope) for scope, name in DISTRICTS.items()]
        made.store.commit(COMMON, "bureau.create", ADMIN, rows, made.now())
    return made


def sync(who: Laptop, url: str, progress: Progress = quiet, **settings: Any) -> Outcome:
    """One exchange with the hub at that address."""
    return sync_with(who.workspace, Settings(url, **settings), who.now(), progress)


@dataclass
class World:
    """A hub's folder, and laptops beside it."""

    folder: Path

    def __post_init__(self) -> None:
        self.data = self.folder / "hub"
        self.state = claim(self.data, *CERTIFICATES.values())
        self.laptops: list[Laptop] = []

    @property
    def objects(self) -> Path:
        return self.data / "objects"

    def laptop(self, device: int) -> Laptop:
        self.laptops.append(laptop(self.folder / f"laptop{device}", device))
        return self.laptops[-1]

    def hub(self, port: int = 0, **limits: Any) -> contextlib.AbstractContextManager[HubProcess]:
        """The hub, as a process."""
        return running(self.data, port=port, limits={"chunk": CHUNK, **limits})


@contextlib.contextmanager
def world(folder: Path) -> Iterator[World]:
    """Closes its laptops."""
    made = World(folder)
    try:
        yield made
    finally:
        for each in made.laptops:
            each.workspace.close()


def puts(hub: HubProcess) -> list[str]:
    """The kinds of objects that were put, as the hub logged them."""
    done = [line for line in hub.lines() if line.get("method") == "PUT" and line.get("status") in (200, 201)]
    return [line["kind"].rpartition(" ")[2] for line in done]
