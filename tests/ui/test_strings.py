"""Every string of the window is marked, translated and whole in both languages; the compiled files are the newest.

Each check is first shown a source or words with the fault it looks for.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from string_faults import Source, lacking, loose_words, made_at_run_time, miscounted, not_whole, read, shown_unmarked

pytestmark = pytest.mark.slow  # `make check` stays under a minute

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "fieldaudit" / "ui"
I18N = ROOT / "fieldaudit" / "assets" / "i18n"
# no words of ours: a language's own name, and names of typefaces and their licences
OWN = frozenset({"中文", "Noto Sans SC", "Noto Sans SC, Noto Serif SC (OFL 1.1); FandolFang, FandolKai (GPL 3 + font exception)"})
STYLESHEET = "fieldaudit/ui/theme/stylesheet.py"  # its texts are shown to Qt only
WORDS = {"zh_CN": {"page.go": ["去"], "page.rows": ["%n 行"]}, "en": {"page.go": ["Go"], "page.rows": ["%n row", "%n rows"]}}
IMPORTS = "from ..text import tr\nfrom ...i18n import tr as both, Text\nfrom ...domain.terms import label\n"


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
def plural_keys() -> set[str]:
    return {key for path in (I18N / "en").glob("*.ts") for key in linguist().plurals(path.stem)}


@cache
def sources() -> tuple[Source, ...]:
    return tuple(read(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in sorted(UI.rglob("*.py")))


def faulty(text: str) -> Source:
    return read("page.py", IMPORTS + text)


def test_every_key_used_is_there_in_both_languages() -> None:
    assert lacking(faulty("tr('page.go')"), WORDS) == []
    assert len(lacking(faulty("tr('page.gone')"), WORDS)) == 2
    assert len(lacking(faulty("tr('nowhere.go')"), WORDS)) == 2
    assert len(lacking(faulty("KEYS = {'a': 'page.gone'}"), WORDS)) == 2
    both = {"zh_CN": words("zh_CN"), "en": words("en")}
    assert [fault for source in sources() for fault in lacking(source, both)] == []


def test_no_key_is_made_at_run_time() -> None:
    for made in (
        "tr(f'page.{x}')",
        "tr('page.' + x)",
        "key = f'page.{x}'",
        "key = 'page.' + x",
        "tr('page.a' if x else f'page.{x}')",
    ):
        assert made_at_run_time(faulty(made), {"page"}), made
    assert made_at_run_time(faulty("tr(KEYS[x])\nboth(f'已有 {x}', f'there is {x}')"), {"page"}) == []
    contexts = {key.partition(".")[0] for key in words("en")}
    assert [fault for source in sources() for fault in made_at_run_time(source, contexts)] == []


def test_every_key_in_the_files_is_used() -> None:
    used = {node.value for source in sources() for node in source.constants()}
    assert sorted(set(words("en")) - used) == []


def test_no_words_stand_in_the_source_unmarked() -> None:
    for loose in ("say(x, '没有')", "ROWS = ['Nothing is here']", "f'{x}：{y}'", "other.tr('没有', 'nothing is here')"):
        assert loose_words(faulty(loose)), loose
    for marked in ("both('没有', 'nothing is here')", "Text(f'没有{x}', f'no {x} is here')", "raise RuntimeError('it is closed')"):
        assert loose_words(faulty(marked)) == [], marked
    assert [fault for source in sources() if source.where != STYLESHEET for fault in loose_words(source, OWN)] == []


def test_nothing_is_shown_unmarked() -> None:
    for shown in (
        "button('Go')", "button(name='Go', icon_name='arrow')", "Elided('Name')", "EmptyState('house', 'Nothing', x, y, z)",
        "basic.chip('Done' if x else y)", "made.setToolTip(f'Page {n}')", "Column('name', 'Name')", "say('Done ' + x)",
    ):  # fmt: skip
        assert shown_unmarked(faulty(shown)), shown
    for shown in ("EmptyState('house', tr('page.go'), '', '', None)", "label('role', code)", "made.setToolTip('Ctrl+Enter')"):
        assert shown_unmarked(faulty(shown)) == [], shown
    assert [fault for source in sources() for fault in shown_unmarked(source)] == []


@pytest.mark.parametrize(
    ("chinese", "english", "plurals", "fault"),
    [
        ({"page.go": ["去"]}, {}, set(), "one language"),
        ({"page.go": ["去"]}, {"page.go": [" "]}, set(), "empty"),
        ({"page.go": ["去"]}, {"page.go": ["page.go"]}, set(), "equal to its key"),
        ({"page.go": ["去"]}, {"page.go": ["Go 去"]}, set(), "Chinese in the English"),
        ({"page.go": ["去"]}, {"page.go": ["Go, now"]}, set(), ""),
        ({"page.go": ["去"]}, {"page.go": ["Go，now"]}, set(), "Chinese in the English"),
        ({"page.go": ["去"]}, {"page.go": ["Don\u2019t"]}, set(), "curly"),
        ({"page.go": ["{name}去"]}, {"page.go": ["Go"]}, set(), "fields differ"),
        ({"page.rows": ["%n 行"]}, {"page.rows": ["%n rows"]}, {"page.rows"}, "forms"),
        ({"page.rows": ["%n 行"]}, {"page.rows": ["%n rows"]}, set(), "counts without plural"),
    ],
)
def test_a_fault_in_words_is_seen(
    chinese: dict[str, list[str]], english: dict[str, list[str]], plurals: set[str], fault: str
) -> None:
    found = not_whole(chinese, english, plurals)
    assert bool(found) == bool(fault)
    assert any(fault in each for each in found) == bool(fault)


def test_words_are_whole() -> None:
    assert not_whole(words("zh_CN"), words("en"), plural_keys()) == []


def test_plurals_are_asked_for_with_a_number() -> None:
    assert miscounted(faulty("tr('page.rows', 3)\ntr('page.go')"), {"page.rows"}) == []
    assert miscounted(faulty("tr('page.rows')"), {"page.rows"})
    assert miscounted(faulty("tr('page.go', 3)"), {"page.rows"})
    assert [fault for source in sources() for fault in miscounted(source, plural_keys())] == []


@pytest.mark.slow
def test_the_compiled_files_are_those_of_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linguist().compile_all(tmp_path)
    for language in ("zh_CN", "en"):
        assert (tmp_path / f"{language}.qm").read_bytes() == (I18N / f"{language}.qm").read_bytes(), language
    # one changed word makes the files stale, and that is seen
    shutil.copytree(I18N, tmp_path / "i18n")
    monkeypatch.setattr(linguist(), "I18N", tmp_path / "i18n")
    one = next(iter(sorted((tmp_path / "i18n" / "en").glob("*.ts"))))
    one.write_text(re.sub(r"<translation>[^<]", "<translation>#", one.read_text("utf-8"), count=1), "utf-8")
    linguist().compile_all(tmp_path)
    assert (tmp_path / "en.qm").read_bytes() != (I18N / "en.qm").read_bytes()
