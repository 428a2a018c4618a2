"""The command line as a person types it, run in this process against one workspace."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fieldaudit.cli import main

DAY = 24 * 3600 * 1000


@dataclass
class Ran:
    """One command line that has run."""

    status: int
    out: str
    err: str


@dataclass
class Terminal:
    """Runs the program in this process against one workspace."""

    workspace: Path
    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str, person: str = "", globals_: bool = True) -> Ran:
        """Run a line, whatever its status."""
        front = ["--workspace", str(self.workspace), *(["--as", person] if person else [])] if globals_ else []
        self.capture.readouterr()
        try:
            status = main([*front, *words])
        except SystemExit as end:
            status = int(end.code or 0)
        said = self.capture.readouterr()
        return Ran(status, said.out, said.err)

    def do(self, *words: str, person: str = "检查员甲") -> Any:
        """Run a line that must succeed; gives its JSON."""
        ran = self.run(*words, "--json", person=person)
        assert ran.status == 0, ran.err
        return json.loads(ran.out)

    def refused(self, *words: str, person: str = "检查员甲") -> str:
        """Run a line that must be refused with status 1."""
        ran = self.run(*words, person=person)
        assert (ran.status, ran.out) == (1, ""), ran
        assert ran.err.strip()
        return ran.err

    def usage(self, *words: str, person: str = "") -> str:
        """Run a line that cannot be understood: status 2."""
        ran = self.run(*words, person=person)
        assert (ran.status, ran.out) == (2, ""), ran
        return ran.err
