"""A hub beside the window's tests: the program's own verb in a process, claimed for the bureau of the demo by its first laptop."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldaudit.domain.core import RowId
from fieldaudit.store import Workspace
from fieldaudit.sync.http import Settings, claim_hub, sync_with
from fieldaudit.ui.services import now_ms
from fieldaudit.work.desk import Desk


@dataclass
class Hub:
    """One that runs."""

    process: subprocess.Popen[str]
    url: str
    code: str  # by which it is claimed

    def end(self) -> None:
        """At once."""
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def serving(data: Path, port: int = 0) -> Iterator[Hub]:
    """The verb, with its folder."""
    command = [sys.executable, "-m", "fieldaudit", "--json", "hub", "serve", "--data", str(data), "--port", str(port)]
    with open(data.with_suffix(".log"), "a") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, data.with_suffix(".log").read_text()
        told = json.loads(line)
        yield Hub(process, told["address"], told["code"] or "")
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def claimed(hub: Hub, root: Path) -> int:
    """Claim it with the workspace of the bureau's first laptop, which syncs with it then; gives its device number."""
    with Workspace.open(root, None) as workspace:
        admin = next(RowId(row["id"]) for row in Desk(workspace, now_ms(), None).store.find("person") if row["role"] == "admin")
        device = claim_hub(Desk(workspace, now_ms(), admin), Settings(hub.url), hub.code)
        sync_with(workspace, Settings(hub.url), now_ms())
    return device
