"""Every string of the window is marked, translated and whole in both languages; the compiled files are the newest."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "fieldaudit" / "ui"
I18N = ROOT / "fieldaudit" / "assets" / "i18n"
KEY = re.compile(r"[a-z][A-Za-z]*\.[A-Za-z][A-Za-z0-9_]*")
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
CURLY = re.compile("[\u2018\u2019\u201c\u201d]")
# functions that show their first argument to a person
SHOWS = {
    "label", "button", "chip", "Elided", "setText", "setToolTip", "setPlaceholderText", "setAccessibleName",
    "setAccessibleDescription", "setWindowTitle", "addItem", "addAction", "say", "set_text", "EmptyState", "Check", "Field",
    "LockStrip",
}  # fmt: skip


@cache
def linguist() -> ModuleType:
    spec = importlib.util.spec_from_file_location("linguist", ROOT / "scripts" / "linguist.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def words(language: str) -> dict[str, list[str]]:
    """key -> its word, or its plural forms."""
    found: dict[str, list[str]] = {}
    for path in sorted((I18N / language).glob("*.ts")):
        found |= linguist().read(language, path.stem)
    return found


@cache
def plural_keys() -> frozenset[str]:
    return frozenset(key for path in (I18N / "en").glob("*.ts") for key in linguist().plurals(path.stem))


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(UI.rglob("*.py"))}


def constants() -> Iterator[tuple[Path, ast.Constant]]:
    """Every text in the source of the window that is no docstring."""
    for path, tree in trees().items():
        documented = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
                yield path, node


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function or method of this name."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) == name:
                yield path, node


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def both_languages(call: ast.Call) -> bool:
    """Is it `tr("中文", "English")` of an error or state, with both words at hand?"""
    return len(call.args) == 2 and isinstance(call.args[1], ast.Constant | ast.JoinedStr) and not _number(call.args[1])


def _number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def keyed(call: ast.Call) -> bool:
    """Is it `tr("context.name", ...)`?"""
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and not both_languages(call)


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def test_every_key_used_is_there_in_both_languages() -> None:
    contexts = {key.partition(".")[0] for key in words("en")}
    used = {(where(path, node), node.value) for path, node in constants() if KEY.fullmatch(node.value)}
    lacking = sorted(
        f"{place}: {key}"
        for place, key in used
        if key.partition(".")[0] in contexts and (key not in words("en") or key not in words("zh_CN"))
    )
    assert lacking == []
    wrong = [
        f"{where(path, call)}"
        for path, call in calls("tr")
        if keyed(call) and call.args[0].value not in words("en")  # type: ignore[attr-defined]
    ]
    assert wrong == []


def test_no_key_is_made_at_run_time() -> None:
    made = [
        where(path, call)
        for path, call in calls("tr")
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp) and not both_languages(call)
    ]
    assert made == []


def test_every_key_in_the_files_is_used() -> None:
    used = {node.value for _, node in constants()}
    assert sorted(set(words("en")) - used) == []
    assert sorted(set(words("zh_CN")) ^ set(words("en"))) == []


def test_no_chinese_stands_in_the_source_unmarked() -> None:
    marked = {
        inner
        for _, call in calls("tr")
        if both_languages(call)
        for argument in call.args
        for inner in ast.walk(argument)
        if isinstance(inner, ast.Constant)
    }
    marked |= {inner for _, call in calls("Text") for inner in ast.walk(call) if isinstance(inner, ast.Constant)}
    loose = [
        f"{where(path, node)}: {node.value[:30]}"
        for path, node in constants()
        if CHINESE.search(node.value) and node not in marked
    ]
    assert loose == []


def test_no_english_is_shown_unmarked() -> None:
    loose = [
        f"{where(path, call)}: {call.args[0].value}"
        for name in SHOWS
        for path, call in calls(name)
        if call.args and isinstance(call.args[0], ast.Constant) and re.search("[A-Za-z]{2}", str(call.args[0].value))
    ]
    assert loose == []


def test_words_are_whole() -> None:
    faults = []
    for key in words("en"):
        chinese, english = words("zh_CN").get(key, []), words("en")[key]
        faults += [f"{key}: empty" for each in (*chinese, *english) if not each.strip()]
        faults += [f"{key}: equal to its key" for each in (*chinese, *english) if each == key]
        faults += [f"{key}: Chinese in the English: {each}" for each in english if CHINESE.search(each)]
        faults += [f"{key}: curly quotes: {each}" for each in english if CURLY.search(each)]
        faults += [f"{key}: fields differ" for each in english if fields(each) != fields(chinese[0]) and key not in plural_keys()]
    assert faults == []


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_plurals_have_their_forms_and_are_asked_for_with_a_number() -> None:
    faults = [f"{key}: {len(words('en')[key])} forms" for key in plural_keys() if len(words("en")[key]) != 2]
    faults += [f"{key}: {len(words('zh_CN')[key])} forms" for key in plural_keys() if len(words("zh_CN")[key]) != 1]
    for path, call in calls("tr"):
        if keyed(call):
            assert isinstance(call.args[0], ast.Constant)
            counted = len(call.args) > 1
            if counted != (call.args[0].value in plural_keys()):
                faults.append(f"{where(path, call)}: {call.args[0].value} {'has no plural' if counted else 'needs a number'}")
    faults += [f"{key}: counts without plural" for key in words("en") if "%n" in words("en")[key][0] and key not in plural_keys()]
    assert faults == []


@pytest.mark.slow
def test_the_compiled_files_are_those_of_the_words(tmp_path: Path) -> None:
    linguist().compile_all(tmp_path)
    for language in ("zh_CN", "en"):
        assert (tmp_path / f"{language}.qm").read_bytes() == (I18N / f"{language}.qm").read_bytes(), language
