"""The rooms keep their walls: import-linter's contracts hold, they can break, and what imports cannot tell.

Besides imports: SQL stands only in `store`; pure rooms ask no clock, no disk, no chance; nobody imports by
a name made at run time, which would go round every contract.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ROOT = Path(__file__).resolve().parents[2]
PURE = ("domain", "wire", "xform", "documents")
LINT = "from importlinter.cli import lint_imports_command as run; run()"

CONTRACTS = {
    "Calls go down only": {"domain/a.py": "from .. import work", "wire/a.py": "from .. import xform"},
    "Store and evidence know neither": {"evidence/b.py": "from ..documents import faces"},
    "Pure rooms touch no disk": {
        "domain/c.py": "import time",
        "wire/c.py": "import secrets",
        "xform/c.py": "from random import choice",
        "documents/c.py": "def late():\n    import os",
    },
    "Expressions know no form": {"xform/xpath/c.py": "from ..form import Form"},
    "What reads a form knows no record": {
        "xform/reader/c.py": "from .. import filling",
        "xform/xlsform/c.py": "from ..versions import diff",
    },
    "Papers stand on typesetting": {
        "documents/typeset/c.py": "from ..papers import notice",
        "documents/facts/c.py": "from .. import faces",
    },
    "SQL drivers only in store": {"work/d.py": "import sqlcipher3", "sync/d.py": "import sqlite_utils"},
    "Qt only in ui": {"work/e.py": "from PySide6 import QtCore"},
    "Libraries that write PDFs": {"work/f.py": "from reportlab.pdfgen import canvas", "evidence/f.py": "import pikepdf"},
    "Pillow only in evidence": {"store/g.py": "from PIL import Image"},
    "The network only in sync and site": {"work/h.py": "import socket", "evidence/h.py": "import urllib.request"},
}
LAWFUL = {
    "work/ok.py": "from .. import documents, evidence, store, xform\nfrom ..domain import core",
    "store/ok.py": "import sqlcipher3\nimport sqlite_utils\nfrom .. import wire",
    "documents/faces.py": "import os\nfrom pathlib import Path\nfrom .. import assets",
    "documents/typeset/ok.py": "import reportlab",
    "documents/merge.py": "import pikepdf",
    "documents/wording.py": "from ..assets import asset_text",
    "documents/papers/ok.py": "from PIL import Image\nfrom .. import wording\nfrom ..typeset import line",
    "evidence/ok.py": "import os\nfrom PIL import Image",
    "demo/ok.py": "from PIL import Image\nfrom .. import sync, work",
    "sync/ok.py": "import socket\nimport httpx",
    "site/ok.py": "import starlette\nfrom .. import sync, work",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True
    )


def house_with(files: dict[str, str], folder: Path) -> Path:
    """An empty house of the real rooms under the real contracts, with `files` added."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for init in (ROOT / "fieldaudit").rglob("__init__.py"):
        empty = folder / init.relative_to(ROOT)
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.touch()
    for name in ("errors.py", "i18n.py", "domain/core.py", "xform/form.py"):
        (folder / "fieldaudit" / name).touch()
    for name, source in {"documents/faces.py": "", "documents/wording.py": "", "documents/phrases.py": "", **files}.items():
        path = folder / "fieldaudit" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source + "\n", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_every_import_keeps_to_the_house() -> None:
    report = lint(ROOT)
    assert report.returncode == 0, report.stdout + report.stderr


@pytest.mark.slow
def test_lawful_imports_break_no_contract(tmp_path: Path) -> None:
    report = lint(house_with(LAWFUL, tmp_path))
    assert report.returncode == 0, report.stdout + report.stderr


@pytest.mark.slow
def test_every_contract_breaks_when_its_wall_is_crossed(tmp_path: Path) -> None:
    crossings = {name: source for files in CONTRACTS.values() for name, source in files.items()}
    report = lint(house_with(crossings, tmp_path)).stdout
    for contract, files in CONTRACTS.items():
        assert re.search(re.escape(contract) + r".* BROKEN", report), f"{contract} held\n{report}"
        for name in files:
            module = "fieldaudit." + name.removesuffix(".py").replace("/", ".")
            assert f"{module} -> " in report, f"{module} was not reported\n{report}"


@pytest.mark.slow
def test_a_new_room_must_be_given_its_floor(tmp_path: Path) -> None:
    report = lint(house_with({"attic/__init__.py": ""}, tmp_path))
    assert report.returncode == 1
    assert "attic" in report.stdout


# -- what imports cannot tell ---------------------------------------------------------------------

SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT (?:OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM"
    r"|CREATE (?:\w+ )*(?:TABLE|INDEX|VIEW)|DROP (?:TABLE|INDEX)|ALTER TABLE|PRAGMA \w+|BEGIN IMMEDIATE)\b",
    re.DOTALL,
)
IMPURE_NAMES = {"open", "input", "print"}
IMPURE_METHODS = {
    "now": "the clock", "utcnow": "the clock", "today": "the clock",
    "read_text": "the disk", "read_bytes": "the disk", "write_text": "the disk", "write_bytes": "the disk",
    "urandom": "chance", "uuid1": "chance", "uuid4": "chance", "generate": "chance",
    "getenv": "the environment",
}  # fmt: skip


def modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """(path from fieldaudit/, tree) of every module, or of those in `rooms`."""
    top = ROOT / "fieldaudit"
    for path in sorted(top.rglob("*.py")):
        name = path.relative_to(top).as_posix()
        if not rooms or name.split("/")[0] in rooms:
            yield name, tree_of(path)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the string constants that stand alone: documentation, not code."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def sql_in(tree: ast.Module) -> list[int]:
    """Lines that hold a string with an SQL statement in it."""
    prose = docstrings(tree)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in prose
        and SQL.search(node.value)
    ]


def is_unseeded(call: ast.Call) -> bool:
    """`random.x()` other than `random.Random(seed)`: a generator with a given seed is as pure as its seed."""
    if not isinstance(call.func, ast.Attribute) or getattr(call.func.value, "id", None) != "random":
        return False
    return call.func.attr != "Random" or not call.args


def impure_in(tree: ast.Module) -> list[str]:
    """Calls that ask the clock, the disk, chance or the terminal."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if is_unseeded(node):
            found.append(f"line {node.lineno}: chance without a seed")
        if isinstance(node.func, ast.Name) and node.func.id in IMPURE_NAMES:
            found.append(f"line {node.lineno}: {node.func.id}()")
        if isinstance(node.func, ast.Attribute) and node.func.attr in IMPURE_METHODS:
            found.append(f"line {node.lineno}: .{node.func.attr}() asks {IMPURE_METHODS[node.func.attr]}")
    return found


def dynamic_imports_in(tree: ast.Module) -> list[int]:
    """Lines that import by a name made at run time."""
    names = ("__import__", "import_module")
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) in names or getattr(node.func, "attr", None) in names)
    ]


def test_sql_stands_only_in_store() -> None:
    bad = [
        f"{name}:{line}" for name, tree in modules() if not name.startswith("store/") for line in sql_in(tree)
    ]
    assert not bad, f"ask the store: {bad}"


def test_pure_rooms_are_told_the_time_and_given_their_bytes() -> None:
    bad = [
        f"{name} {call}"
        for name, tree in modules(*PURE)
        if name != "documents/faces.py"
        for call in impure_in(tree)
    ]
    assert not bad, f"pass it in: {bad}"


def test_nobody_goes_round_the_walls() -> None:
    bad = [f"{name}:{line}" for name, tree in modules() for line in dynamic_imports_in(tree)]
    assert not bad, f"import by name: {bad}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 'SELECT id FROM item'", True),
        ("x = f'INSERT INTO {table} VALUES (?)'", True),
        ("x = 'PRAGMA journal_mode'", True),
        ("'''Not code: SELECT id FROM item.'''", False),
        ("x = 'Select the home you come from'", False),
    ],
)
def test_the_rule_about_sql_knows_a_statement(source: str, found: bool) -> None:
    assert bool(sql_in(ast.parse(source))) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("datetime.now(UTC)", True),
        ("date.today()", True),
        ("open('faces')", True),
        ("Ed25519PrivateKey.generate()", True),
        ("random.random()", True),
        ("random.Random()", True),
        ("random.Random(seed)", False),
        ("due(now, term)", False),
        ("parse(source.read())", False),
    ],
)
def test_the_rule_about_purity_knows_an_impure_call(source: str, found: bool) -> None:
    assert bool(impure_in(ast.parse(source))) is found
