"""The rules of the house that reading the files can check. Each rule says what to do instead."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 700  # lines; above this a file holds two things


def kept_files() -> list[Path]:
    """Every file that is, or is about to be, in the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


KEPT = kept_files()
PROGRAM = [path for path in KEPT if path.suffix == ".py" and path.is_relative_to(ROOT / "fieldaudit")]
PYTHON = [path for path in KEPT if path.suffix == ".py"]
TESTS = [path for path in PYTHON if path.is_relative_to(ROOT / "tests")]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(paths: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    for path in paths:
        yield named(path), tree_of(path)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def text_lines() -> Iterator[tuple[str, str]]:
    """(file:line, line) of every kept file that is text."""
    for path in KEPT:
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            yield f"{named(path)}:{number}", line


def test_the_rules_see_the_files_they_are_about() -> None:
    assert ROOT / "fieldaudit/domain/core.py" in PROGRAM
    assert Path(__file__).resolve() in TESTS
    assert ROOT / "Makefile" in KEPT


def test_every_module_says_what_it_owns() -> None:
    silent = [name for name, tree in parsed(PYTHON) if tree.body and not ast.get_docstring(tree)]
    assert not silent, f"give each a module docstring: {silent}"


def test_no_file_holds_two_things() -> None:
    long = [
        f"{named(path)} ({count} lines)"
        for path in PYTHON
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, f"split by what each part owns, at most {LONGEST_FILE} lines: {long}"


def test_functions_of_the_program_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for _, tree in parsed(PROGRAM)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert statistics.median(lengths) <= 10, "half of all functions have at most 10 lines"
    assert lengths[int(len(lengths) * 0.9)] <= 35, "nine of ten functions have at most 35 lines"


def test_no_name_says_nothing() -> None:
    empty = re.compile(r"^_?(utils?|helpers?|managers?|misc|common|data)$")
    names = [(named(path), path.stem, path.parent.name) for path in PROGRAM]
    bad = [name for name, stem, room in names if empty.match(stem) or empty.match(room)]
    assert not bad, f"name it after what it owns: {bad}"


def is_broad(kind: ast.expr | None) -> bool:
    return kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))


def is_silent(body: list[ast.stmt]) -> bool:
    """Nothing but pass, `...`, or continue."""
    return all(
        isinstance(step, ast.Pass | ast.Continue)
        or (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))
        for step in body
    )


def swallowed(node: ast.AST) -> bool:
    """A bare `except:`, a broad one that does nothing, or `suppress(Exception)`."""
    if isinstance(node, ast.ExceptHandler):
        return node.type is None or (is_broad(node.type) and is_silent(node.body))
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return called == "suppress" and any(is_broad(kind) for kind in node.args)
    return False


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("try: f()\nexcept: log()", True),
        ("try: f()\nexcept Exception: pass", True),
        ("try: f()\nexcept BaseException: ...", True),
        ("with suppress(Exception): f()", True),
        ("with contextlib.suppress(Exception): f()", True),
        ("try: f()\nexcept FileNotFoundError: pass", False),
        ("try: f()\nexcept Exception as error: raise Damaged() from error", False),
    ],
)
def test_the_rule_about_swallowed_errors_knows_one(source: str, bad: bool) -> None:
    assert any(swallowed(node) for node in ast.walk(ast.parse(source))) is bad


def test_no_error_is_swallowed() -> None:
    bad = [
        f"{name}:{node.lineno}"
        for name, tree in parsed(PYTHON)
        for node in ast.walk(tree)
        if swallowed(node) and isinstance(node, ast.ExceptHandler | ast.Call)
    ]
    assert not bad, f"name the error you expect and say what happens then: {bad}"


def test_nothing_is_left_to_do_in_a_comment() -> None:
    unfinished = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")) + r")\b")
    bad = [place for place, line in text_lines() if unfinished.search(line)]
    assert not bad, f"do it, or file an issue: {bad}"


# Written in pieces so that this file does not break its own rule.
MACHINE = re.compile(
    r"(?:^|[\s\"'`(=:,])"
    r"/(?:work|ro" + r"ot/[\w.]+|ho" + r"me/\w+|Us" + r"ers/\w+|opt/(?:pypi|wheels)|var/t" + r"mp)\b"
    r"|\.\./sha" + r"red\b"
    r"|(?:pypi|python" + r"hosted|npmjs|deb\.debian)\.(?:org|com)"
    r"|extra-index" + r"-url|^--(?:index|find-links|trusted)"
)


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("open('/wo" + "rk/main/x')", True),
        ("see ../sha" + "red/design.md", True),
        ("cache=/ro" + "ot/.cache", True),
        ("https://py" + "pi.org/simple", True),
        ("fieldaudit/work/order.py", False),
        ("tests/work/test_order.py and /usr/share/doc", False),
    ],
)
def test_the_rule_about_machine_paths_knows_one(line: str, bad: bool) -> None:
    assert bool(MACHINE.search(line)) is bad


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    bad = [f"{place}: {line.strip()[:80]}" for place, line in text_lines() if MACHINE.search(line)]
    assert not bad, f"the same checkout must work on every machine: {bad}"


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    bad = [
        f"{name}:{node.lineno}"
        for name, tree in parsed(TESTS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("skip", "skipif", "xfail", "importorskip")
    ]
    assert not bad, f"mend it or remove it: {bad}"


def test_test_files_can_be_told_apart() -> None:
    names = [path.name for path in TESTS if path.name.startswith("test_")]
    assert len(names) == len(set(names)), "two test files have one name"
    assert not [named(path) for path in TESTS if path.name == "__init__.py"]


def test_every_test_is_collected() -> None:
    """A test in a file that pytest does not look at would pass for ever."""
    bad = [
        f"{name}:{node.lineno}"
        for name, tree in parsed([path for path in TESTS if not path.name.startswith("test_")])
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert not bad, f"name the file test_*.py: {bad}"
