"""Kill a process at a named call of the system, from outside: strace gives the signal, nothing of ours is changed.

A script is run twice from the same files. The first run's log names every call that changes a file, and in which
phase of the script it came; a point is a choice of such calls, and one of them is where the second run is killed:
SIGKILL at its entry, so that the call itself does not happen. The child says what it does on its standard output
and waits after each acknowledgement until it is told that it was heard.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

CHILD = Path(__file__).with_name("killed_child.py")
# Every call that changes a file or says something; "?": not every machine has it.
CHANGING = (
    *("write", "writev", "pwrite64", "ftruncate", "fsync", "fdatasync"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir"),
)
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
_OF_A_FILE = re.compile(r"\d+<([^>]*)>")
_NAMED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the system in a run."""

    name: str
    number: int  # the how manieth of its name in this run, from 1
    path: str  # of the file changed; for a rename its new name; what is said on standard output
    phase: str  # what the child last said it was doing; "" outside
    act: int  # how many phases had begun
    worked: bool  # did not return an error


@dataclass(frozen=True, slots=True)
class Run:
    """What a child said and did."""

    acknowledged: tuple[str, ...]  # read from the pipe, each before the child went on
    said: tuple[str, ...]
    calls: tuple[Call, ...]
    status: int  # as subprocess gives it
    ending: str  # the last line of the log


def environment() -> dict[str, str]:
    """A child finds our modules, and writes no bytecode: its calls are the same every time."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(CHILD.parent), *sys.path]), "PYTHONDONTWRITEBYTECODE": "1"}


def child(script: str, *paths: Path) -> list[str]:
    """The command that runs a script of `killed_scripts`."""
    return [sys.executable, str(CHILD), script, *map(str, paths)]


def converse(command: Sequence[str]) -> tuple[list[str], int]:
    """Run a child to its end, answering each acknowledgement; what it said and how it ended."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        said = []
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("ack "):
                process.stdin.write("go on\n")
                process.stdin.flush()
        said += [f"stderr: {line}" for line in process.stderr.read().splitlines()]
    return said, process.returncode


def under_strace(command: Sequence[str], log: Path, inject: str = "") -> list[str]:
    """The command that runs a child under strace, which may inject a signal."""
    calls = ",".join(f"?{name}" for name in CHANGING)
    strace = ["strace", "-f", "-y", "-s", "120", "-o", str(log), "-e", f"trace={calls}"]
    # Stopping at these calls only is quicker, but then strace 6.1 loses the signals it should give.
    return [*strace, *(["-e", f"inject={inject}"] if inject else ["--seccomp-bpf"]), *command]


def stopping(command: Sequence[str], call: Call, log: Path) -> list[str]:
    """The command that runs a child and stops it just after this call; its number begins the last line of the log."""
    return under_strace(command, log, f"{call.name}:signal=STOP:when={call.number}")


def traced(command: Sequence[str], log: Path, inject: str = "") -> Run:
    """Run a child under strace. Fails the test, saying why, where no process may be traced."""
    said, status = converse(under_strace(command, log, inject))
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    if not any(line.rstrip().endswith("+++") for line in lines):
        pytest.fail(
            "strace could not trace the child: these tests kill at calls of the system and need ptrace "
            f"(in a container: --cap-add=SYS_PTRACE). It said: {said}",
            pytrace=False,
        )
    acknowledged = tuple(line.removeprefix("ack ") for line in said if line.startswith("ack "))
    return Run(acknowledged, tuple(said), tuple(_calls(lines)), status, lines[-1])


def _calls(lines: Iterable[str]) -> Iterable[Call]:
    counted: dict[str, int] = {}
    phase, act = "", 0
    for line in lines:
        found = _CALL.match(line)
        if not found or found[1] not in CHANGING:
            continue
        name, rest = found[1], found[2]
        counted[name] = counted.get(name, 0) + 1
        said = _NAMED.search(rest)
        spoken = said[1].removesuffix("\\n") if rest.startswith("1<") and said else ""
        if spoken.startswith("doing "):
            phase, act = spoken.removeprefix("doing "), act + 1
        yield Call(name, counted[name], spoken or _path(name, rest), phase, act, ") = -1 " not in rest)
        if spoken.startswith("ack "):
            phase = ""


def _path(name: str, rest: str) -> str:
    if name.startswith("rename"):
        return _NAMED.findall(rest)[-1]
    of_a_file = _OF_A_FILE.match(rest)
    named = _NAMED.search(rest)
    return of_a_file[1] if of_a_file else named[1] if named else ""


class Missed(AssertionError):
    """The child made other calls than in its rehearsal (a checkpoint one fsync fewer), so it was not killed where it should be."""


def killed_at(command: Sequence[str], call: Call, log: Path) -> Run:
    """Run a child and kill it when it enters this call; that it died there, of that, is checked. Raises Missed."""
    run = traced(command, log, f"{call.name}:signal=KILL:when={call.number}")
    if run.status != -signal.SIGKILL or not run.ending.endswith("+++ killed by SIGKILL +++"):
        raise Missed(run.status, run.ending, run.said)
    last = run.calls[-1]
    if (last.name, last.number, last.phase, last.act) != (call.name, call.number, call.phase, call.act):
        raise Missed(last, call)
    return run


# -- points ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """Where to kill: the calls of a run of one script that are this point."""

    name: str
    script: str
    calls: Callable[[Sequence[Call]], Iterable[Call]] = field(compare=False)

    def pick(self, run: Run, chance: Random) -> Call:
        """One of the calls: each kind of call on each kind of file is as likely."""
        kinds: dict[tuple[str, str], list[Call]] = {}
        for call in self.calls(run.calls):
            kinds.setdefault((call.name, Path(call.path).suffix), []).append(call)
        assert kinds, f"the run has no such point: {self.name}"
        return chance.choice(kinds[chance.choice(sorted(kinds))])


def during(phase: str, *names: str, on: str = "") -> Callable[[Sequence[Call]], Iterable[Call]]:
    """The calls of a phase, of these names, on files whose path holds these letters."""

    def chosen(calls: Sequence[Call]) -> Iterable[Call]:
        for call in calls:
            if call.phase.startswith(phase) and call.name in (names or CHANGING) and on in call.path and not _spoken(call):
                yield call

    return chosen


def _spoken(call: Call) -> bool:
    return call.path.startswith(("doing ", "ack "))


def first_write(calls: Sequence[Call]) -> Iterable[Call]:
    """The first write to the log of each act."""
    seen = set()
    for call in during("act", "pwrite64", on="-wal")(calls):
        if call.act not in seen:
            seen.add(call.act)
            yield call


def later_writes(calls: Sequence[Call]) -> Iterable[Call]:
    """Every further write to the log of each act: the log is torn."""
    first = set(first_write(calls))
    return (call for call in during("act", "pwrite64", on="-wal")(calls) if call not in first)


def syncing(calls: Sequence[Call]) -> Iterable[Call]:
    """The last fsync of each act: all is written, nothing is sure."""
    last = {call.act: call for call in during("act", "fsync", "fdatasync", on="-wal")(calls)}
    return last.values()


def acknowledging(calls: Sequence[Call]) -> Iterable[Call]:
    """The words that acknowledge an act: it is durable and nobody knows."""
    return (call for call in calls if call.path.startswith("ack "))
