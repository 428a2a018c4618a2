"""Show that the tests notice a function of the form language that has stopped working.

    .venv/bin/python scripts/weaken.py                  every function and conversion
    .venv/bin/python scripts/weaken.py round 'dialect.*' those whose name matches
    .venv/bin/python scripts/weaken.py --third 2        every third one, beginning with the second

Each function in turn is replaced by one that always gives the same: the empty text, 0, true, false, NaN, no nodes, its
first argument, and what it gave most often when it was whole. Every time some test of tests/xform must fail. What
survives is printed and the exit status is 1.

The tests are collected and run once, unharmed, to see which of them call which function; then every replacement runs,
in a process of its own, those that call the function until one fails, beginning with those that cite it. Tests with random input
(Hypothesis) do not count, and neither do the files `judged`, which hold many thousands, and those made to hurt: the plain
examples must be enough.
"""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import gc
import inspect
import io
import math
import os
import pickle
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parents[1]
# What is a constant by its meaning: being replaced by that constant changes nothing.
CONSTANT = {"true": True, "false": False, "pi": math.pi}
DIED = -1  # instead of a test: the process of a weakening came to an end by itself, which is noticing too
FIRST = object()  # stands for "the first argument" among the replacements
PLAIN: dict[str, Any] = {"''": "", "0": 0.0, "true": True, "false": False, "NaN": math.nan, "no nodes": [], "first argument": FIRST}


@dataclass
class Function:
    """One function under test: how it is cited, how its working is replaced, what it did when whole."""

    name: str
    cited: str
    replace: Callable[[Any], None]
    results: Counter[Any] = field(default_factory=Counter)
    callers: dict[int, None] = field(default_factory=dict)

    def weakenings(self) -> dict[str, Any]:
        """What to put in its place, by a word for it."""
        asked = dict(PLAIN)
        frequent = [value for value, _ in self.results.most_common(2)]
        asked |= {f"always {value!r}": value for value in frequent[:1]}
        own = CONSTANT.get(self.name)
        return {word: value for word, value in asked.items() if own is None or value is FIRST or not _same(value, own)}


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


# -- what can be replaced ------------------------------------------------------------------------------------------
class Stage:
    """Stands between the engine and every function: notes what is called, and plays the weakened part when told."""

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}
        self.at = -1  # which test is running
        self.noting = False

    def take_registry(self) -> None:
        """Put a stand-in before the working of every registered function; forms compiled later or earlier use it."""
        from fieldaudit.xform.xpath.registry import registry

        for name, entry in registry.items():
            first = _first_closure if entry.lazy else lambda context, *arguments: arguments[0] if arguments else ""
            # An entry is frozen, but nothing else reaches forms that are compiled already.
            object.__setattr__(entry, "compute", self._stand_in(name, f"fn:{name}", entry.compute, first))

    def take_operators(self) -> None:
        """The same for the operators, which are looked up when an expression is compiled."""
        from fieldaudit.xform.xpath.dialect import OPERATORS

        for sign, whole in OPERATORS.items():
            OPERATORS[sign] = self._stand_in(f"operator {sign}", "operator.all", whole, lambda left, *others: left)

    def _stand_in(self, name: str, cited: str, whole: Callable[..., Any], first: Callable[..., Any]) -> Callable[..., Any]:
        played = [whole]

        def replace(value: Any) -> None:
            played[0] = first if value is FIRST else lambda *all: list(value) if isinstance(value, list) else value

        def stand_in(*arguments: Any) -> Any:
            given = played[0](*arguments)
            if self.noting:
                self.note(function, given)
            return given

        function = self.functions[name] = Function(name, cited, replace)
        return stand_in

    def take_dialect(self) -> None:
        """Every public function of the dialect; its code is exchanged, so whoever holds it is weakened."""
        from fieldaudit.xform.xpath import dialect

        for name, whole in inspect.getmembers(dialect, inspect.isfunction):
            if not name.startswith("_") and whole.__module__ == dialect.__name__ and not whole.__code__.co_freevars:
                self.functions[f"dialect.{name}"] = Function(f"dialect.{name}", "dialect.", _exchange(whole))

    def note(self, function: Function, given: Any) -> None:
        function.callers[self.at] = None
        if isinstance(given, str | float | bool):
            function.results[given] += 1


def _first_closure(context: Any, *arguments: Any) -> Any:
    return arguments[0](context) if arguments else ""


def _exchange(whole: FunctionType) -> Callable[[Any], None]:
    def replace(value: Any) -> None:
        source = "lambda first='', *rest, **named: first" if value is FIRST else f"lambda *all, **named: {_literal(value)}"
        weak = eval(source, {})
        whole.__defaults__, whole.__code__ = weak.__defaults__, weak.__code__

    return replace


def _literal(value: Any) -> str:
    return f"float({str(value)!r})" if isinstance(value, float) else repr(value)


# -- the tests -----------------------------------------------------------------------------------------------------
class Play:
    """The pytest plugin that runs the collected tests its own way."""

    def __init__(self, stage: Stage, chosen: Callable[[str], bool], at_once: int) -> None:
        self.stage, self.chosen, self.at_once = stage, chosen, at_once
        self.items: list[pytest.Item] = []
        self.cites: list[set[str]] = []
        self.took: list[float] = []
        self.lines: list[str] = []
        self.ill: list[str] = []
        self.survived = self.tried = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = [item for item in session.items if not _is_random(item)]
        self.cites = [{name for mark in item.iter_markers("cites") for name in mark.args} for item in self.items]
        gc.freeze()  # or every fork copies what the collector touches
        self.ill = self._note_whole()
        chosen = [each for name, each in sorted(self.stage.functions.items()) if self.chosen(name)]
        found = self._outcomes(chosen)
        for function in chosen:
            self._tell(function, found[function.name])
        self._control({at for outcomes in found.values() for at in outcomes.values() if at is not None and at != DIED})
        return True

    def _note_whole(self) -> list[str]:
        """One run of everything in a process of its own: who calls what, and what comes out; tests that fail anyhow."""
        def work() -> Any:
            self.stage.noting = True
            ill, ends = [], [time.process_time()]
            for at in range(len(self.items)):
                ill += [at] if self._fails(at) else []
                ends.append(time.process_time())
            noted = {name: (each.results, each.callers) for name, each in self.stage.functions.items()}
            return ill, [end - begun for begun, end in pairwise(ends)], noted

        ill, self.took, noted = _receive(_start(work))
        for name, (results, callers) in noted.items():
            function = self.stage.functions[name]
            function.results, function.callers = results, {at: None for at in callers if at not in ill}
        return [self.items[at].nodeid for at in ill]

    def _fails(self, at: int) -> bool:
        self.stage.at = at
        # Nothing may reach the terminal from here, and no fixture may outlive its test.
        return any(report.failed for report in runtestprotocol(self.items[at], log=False, nextitem=None))

    def _order(self, function: Function) -> list[int]:
        """The tests that can notice, those that cite it first, then the quickest."""
        callers = function.callers or (at for at, item in enumerate(self.items) if item.nodeid not in self.ill)
        return sorted(callers, key=lambda at: (function.cited not in self.cites[at], self.took[at]))

    def _outcomes(self, chosen: list[Function]) -> dict[str, dict[str, int | None]]:
        """For each function: which test noticed each weakening, or None."""
        todo = [(function, word, value) for function in chosen for word, value in function.weakenings().items()]
        running: list[tuple[Function, str, tuple[int, int]]] = []
        found: dict[str, dict[str, int | None]] = {function.name: {} for function in chosen}
        for function, word, value in todo:
            if len(running) >= self.at_once:
                self._await(running.pop(0), found)
            running.append((function, word, _start(lambda f=function, v=value: self._weakened(f, v))))
        for left in running:
            self._await(left, found)
        return found

    @staticmethod
    def _await(one: tuple[Function, str, tuple[int, int]], found: dict[str, dict[str, int | None]]) -> None:
        function, word, process = one
        found[function.name][word] = _receive(process)

    def _weakened(self, function: Function, value: Any) -> int | None:
        function.replace(value)
        return next((at for at in self._order(function) if self._fails(at)), None)

    def _control(self, noticing: set[int]) -> None:
        """Each test that noticed something passes when it is alone and nothing is weakened."""
        for at in sorted(noticing):
            if _receive(_start(lambda at=at: self._fails(at))):
                self.ill.append(self.items[at].nodeid)

    def _tell(self, function: Function, outcomes: dict[str, int | None]) -> None:
        self.tried += len(outcomes)
        survived = [word for word, noticed in outcomes.items() if noticed is None]
        self.survived += len(survived)
        names = ["a run that ended itself" if at == DIED else self.items[at].nodeid for at in outcomes.values() if at is not None]
        by = Counter(name.partition("[")[0].rpartition("/")[2] for name in names)
        said = f"{len(outcomes)} noticed by " + ", ".join(name for name, _ in by.most_common(2)) if by else ""
        self.lines.append(f"{function.name}: " + (f"SURVIVES: {', '.join(survived)}" if survived else said))


def _is_random(item: pytest.Item) -> bool:
    return hasattr(getattr(item, "obj", None), "hypothesis")


# -- processes -----------------------------------------------------------------------------------------------------
def _start(work: Callable[[], Any]) -> tuple[int, int]:
    """Do `work` in a fork; its process and the pipe with its result. A fork that dies counts as having noticed."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    os.close(reading)
    status = 1
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            gc.disable()
            result = pickle.dumps(work())
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(result)
        status = 0
    finally:
        os._exit(status)


def _receive(started: tuple[int, int]) -> Any:
    process, reading = started
    with os.fdopen(reading, "rb") as pipe:
        sent = pipe.read()
    os.waitpid(process, 0)
    return pickle.loads(sent) if sent else DIED


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", default=["*"], help="functions, as shell patterns")
    parser.add_argument("--third", type=int, choices=(1, 2, 3), help="only every third function")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="how many processes")
    asked = parser.parse_args()
    stage = Stage()
    stage.take_registry()
    stage.take_operators()
    stage.take_dialect()
    turn = {name: at % 3 + 1 for at, name in enumerate(sorted(stage.functions))}
    play = Play(stage, lambda name: any(fnmatch.fnmatchcase(name, each) for each in asked.names)
                and asked.third in (None, turn[name]), asked.at_once)
    options = ["-o", "addopts=--strict-markers", "-p", "no:terminal", "-p", "no:cacheprovider",
               "--ignore-glob=*/test_xform_judged_*", "--ignore-glob=*/test_xform_hostile_files.py",
               f"--rootdir={ROOT}", str(ROOT / "tests/xform")]
    status = pytest.main(options, plugins=[play])
    for line in [*play.lines, *[f"fails without any weakening: {name}" for name in play.ill]]:
        print(line)
    if status != pytest.ExitCode.OK or not play.items:
        print("the tests could not be run")
        return 1
    count = sum(1 for name in stage.functions if play.chosen(name))
    print(f"{count} functions, {play.tried} weakenings, " + (f"{play.survived} not noticed" if play.survived else "all noticed"))
    return 1 if play.survived or play.ill else 0


if __name__ == "__main__":
    sys.exit(main())
