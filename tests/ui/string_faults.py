"""Looks for strings of the window that are not marked, and for words that are not whole: the eyes of test_strings."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Words = Mapping[str, list[str]]  # key -> its word, or its plural forms
KEY = re.compile(r"[a-z][A-Za-z]*\.[A-Za-z][A-Za-z0-9_]*")
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
CURLY = re.compile("[\u2018\u2019\u201c\u201d]")
SENTENCE = re.compile(r"(?<![\w-])[A-Za-z]{2,} [a-z]{2,}")
LETTERS = re.compile("[A-Za-z]{2}")
CHORD = re.compile(r"((Ctrl|Shift|Alt)[+ ])*(Ctrl|Shift|Alt|Enter|Esc|Tab|Space|Home|End|PgUp|PgDn|F\d+|[A-Z0-9+])")
# what shows words to a person -> where they stand among its arguments (an icon's or a code's name before them does not count)
SHOWS: dict[str, tuple[int | str, ...]] = {
    "label": (0,), "button": (0, "name", "tip"), "chip": (0,), "Chip": (0,), "Elided": (0,), "setText": (0,), "set_text": (0,),
    "setToolTip": (0,), "setPlaceholderText": (0,), "setAccessibleName": (0,), "setAccessibleDescription": (0,),
    "setWindowTitle": (0,), "addItem": (0,), "addAction": (0,), "say": (0,), "set_fault": (0,), "Check": (0,),
    "Field": (0, 2, "hint"), "Line": ("placeholder",), "LockStrip": (0, 1), "EmptyState": (1, 2, 3),
    "Question": (1, 2, 3, "reason"), "FilterChip": (0,), "Tile": (1,), "CountRow": (0,), "Column": (1,), "Choice": (1,),
    "choose_files": (1,), "choose_folder": (1,), "save_file": (1,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the window: where it stands, and what it says."""

    where: str
    tree: ast.Module

    def constants(self) -> Iterator[ast.Constant]:
        """Every text in it that is no docstring."""
        documented = {
            node.body[0].value
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
                yield node

    def names(self, original: str, module: str) -> set[str]:
        """What a function of a module is called here."""
        return {
            each.asname or each.name
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] == module
            for each in node.names
            if each.name == original
        }

    def calls(self, names: set[str]) -> Iterator[ast.Call]:
        """Every call of functions or methods of these names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and called(node) in names:
                yield node

    def at(self, node: ast.AST, what: object) -> str:
        """A finding in it."""
        return f"{self.where}:{getattr(node, 'lineno', 0)}: {what}"


def read(where: str, text: str) -> Source:
    """A source as text."""
    return Source(where, ast.parse(text))


def called(call: ast.Call) -> str:
    """The name by which something is called."""
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


# -- the source -----------------------------------------------------------------------------------------
def lacking(source: Source, words: Mapping[str, Words]) -> list[str]:
    """Keys used that a language has no word for."""
    contexts = {key.partition(".")[0] for each in words.values() for key in each}
    keys = {node for node in source.constants() if KEY.fullmatch(node.value) and node.value.partition(".")[0] in contexts}
    keys |= {call.args[0] for call in source.calls(_ours(source)) if call.args and isinstance(call.args[0], ast.Constant)}
    return [
        source.at(node, f"{node.value} has no word in {language}")
        for node in keys
        for language, each in words.items()
        if node.value not in each
    ]


def made_at_run_time(source: Source, contexts: set[str]) -> list[str]:
    """Keys put together where no test can read them."""
    made = [call.args[0] for call in source.calls(_ours(source)) if call.args and not _literal(call.args[0])]
    for node in ast.walk(source.tree):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node.left] if isinstance(node, ast.BinOp) else []
        first = parts[0] if parts else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            context, dot, _ = first.value.partition(".")
            made += [node] if dot and context in contexts and " " not in first.value else []
    return sorted({source.at(node, "a key made at run time") for node in made})


def _literal(node: ast.expr) -> bool:
    """A key, or something that holds one: a table's entry, a name, a choice between keys."""
    if isinstance(node, ast.IfExp):
        return _literal(node.body) and _literal(node.orelse)
    return not isinstance(node, ast.JoinedStr | ast.BinOp)


def _ours(source: Source) -> set[str]:
    """What `tr` of the window's words is called here."""
    return source.names("tr", "text")


def _marked(source: Source) -> set[ast.Constant]:
    """Texts inside `Text("中文", "English")`, or inside `tr` of both languages, or in what a programmer's error says."""
    both = source.names("tr", "i18n") | source.names("Text", "i18n")
    nodes: list[ast.AST] = [call for call in source.calls(both) if len(call.args) == 2]
    nodes += [call for call in source.calls({"RuntimeError", "ValueError", "AssertionError"})]
    return {inner for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Constant)}


def loose_words(source: Source, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Chinese, or an English sentence, that stands in the source unmarked."""
    marked = _marked(source)
    return [
        source.at(node, node.value[:40])
        for node in source.constants()
        if (CHINESE.search(node.value) or SENTENCE.search(node.value))
        and node not in marked
        and node.value not in allowed
        and not CHORD.fullmatch(node.value)
    ]


def shown_unmarked(source: Source) -> list[str]:
    """Literal words handed to what shows words."""
    codes = source.names("label", "terms")
    return [
        source.at(inner, inner.value)
        for call in source.calls(set(SHOWS) - codes)
        if not (called(call) == "label" and isinstance(call.func, ast.Attribute))  # a question's label of a language
        for shown in _shown(call)
        for inner in _texts(shown)
        if LETTERS.search(inner.value) and not CHORD.fullmatch(inner.value)
    ]


def _shown(call: ast.Call) -> Iterator[ast.expr]:
    places = SHOWS[called(call)]
    yield from (each for at, each in enumerate(call.args) if at in places)
    yield from (each.value for each in call.keywords if each.arg in places)


def _texts(node: ast.expr) -> Iterator[ast.Constant]:
    """The literal texts of an expression, as they are shown: its own, its choices', the fixed parts between its fields."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield from (each for each in node.values if isinstance(each, ast.Constant))
    elif isinstance(node, ast.BinOp):
        yield from (*_texts(node.left), *_texts(node.right))


def miscounted(source: Source, plurals: set[str]) -> list[str]:
    """A plural asked for without its number, or a number given to what has no plural."""
    found = []
    for call in source.calls(_ours(source)):
        for key in _texts(call.args[0]) if call.args else ():
            counted = len(call.args) > 1
            if counted != (key.value in plurals):
                found.append(source.at(call, f"{key.value} {'has no plural' if counted else 'needs a number'}"))
    return found


# -- the words ------------------------------------------------------------------------------------------
def not_whole(chinese: Words, english: Words, plurals: set[str]) -> list[str]:
    """Words that are missing, empty, equal to their key, in the wrong language, badly quoted, or short of a form."""
    found = [f"{key}: in one language only" for key in sorted(set(chinese) ^ set(english))]
    for key in sorted(set(chinese) & set(english)):
        zh, en = chinese[key], english[key]
        found += [f"{key}: empty" for each in (*zh, *en) if not each.strip()]
        found += [f"{key}: equal to its key" for each in (*zh, *en) if each == key]
        found += [f"{key}: Chinese in the English: {each}" for each in en if CHINESE.search(each)]
        found += [f"{key}: curly quotes: {each}" for each in en if CURLY.search(each)]
        found += [f"{key}: fields differ: {each}" for each in en if key not in plurals and _fields(each) != _fields(zh[0])]
        found += [f"{key}: forms {len(zh)}, {len(en)}" for _ in "1" if (len(zh), len(en)) != (1, 2 if key in plurals else 1)]
        found += [f"{key}: counts without plural" for _ in "1" if "%n" in zh[0] + en[0] and key not in plurals]
    return found


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
