"""Write docs/conformance.md: what the form standards ask, and the tests that show it.

    .venv/bin/python scripts/conformance.py            write the page
    .venv/bin/python scripts/conformance.py --check    say what is wrong or stale instead; exit status 1 if anything is

The catalogue is tests/xform/spec.toml; tests cite its ids with `@pytest.mark.cites("fn:round", …)`. A citation of an
id that is not in the catalogue, a sentence counted as done that no test cites, and a test that cites what is counted as
not done are faults. The page depends on the catalogue and the names of the tests alone.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "tests/xform/spec.toml"
PAGE = ROOT / "docs/conformance.md"
COMMAND = ".venv/bin/python scripts/conformance.py"
FUNCTIONS = "https://getodk.github.io/xforms-spec/"
MOST_NAMES = 5  # more tests than these are counted by file


@dataclass(frozen=True)
class Sentence:
    """One thing a standard asks; `why` is empty when it is done."""

    id: str
    asks: str
    why: str = ""


@dataclass(frozen=True)
class Part:
    """One section of a standard."""

    title: str
    url: str
    sentences: list[Sentence]


@dataclass(eq=False)
class Citations:
    """The pytest plugin that reads the marks: per id how many cases each test, (file, name), has."""

    cases: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    citing: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(f"{report.nodeid} cannot be collected")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            test = (item.location[0].replace("\\", "/"), getattr(item, "originalname", item.name))
            for cited in {each for mark in item.iter_markers("cites") for each in mark.args}:
                self.cases.setdefault(cited, Counter())[test] += 1
                self.citing.add(item.nodeid)


def read_catalogue() -> list[Part]:
    """The sections of the standards in the catalogue's order. Raises ValueError on an id that stands twice."""
    parts = []
    for section in tomllib.loads(CATALOGUE.read_text(encoding="utf-8")).values():
        done = [Sentence(name, asks) for name, asks in section.get("done", {}).items()]
        left = [Sentence(name, asks, why) for name, (asks, why) in section.get("not", {}).items()]
        parts.append(Part(section["title"], section["url"], done + left))
    twice = [name for name, count in Counter(each.id for part in parts for each in part.sentences).items() if count > 1]
    if twice:
        raise ValueError(f"{CATALOGUE.name}: stands twice: {', '.join(twice)}")
    return parts


def read_citations() -> Citations:
    """The marks of every test in whose file one stands."""
    files = [str(path) for path in sorted((ROOT / "tests").rglob("test_*.py"))
             if "mark.cites" in path.read_text(encoding="utf-8") and "ground" not in path.parts]
    found = Citations()
    options = ["--collect-only", "-o", "addopts=--strict-markers", "-p", "no:terminal", "-p", "no:cacheprovider"]
    if pytest.main([*options, f"--rootdir={ROOT}", *files], plugins=[found]) != pytest.ExitCode.OK and not found.broken:
        found.broken.append("the tests cannot be collected")
    return found


def faults(parts: list[Part], citations: Citations) -> list[str]:
    """What the catalogue and the tests disagree about."""
    sentences = {each.id: each for part in parts for each in part.sentences}
    cited = sorted(citations.cases)
    return [
        *citations.broken,
        *[f"{name}: cited by {_first(citations, name)}, not in {CATALOGUE.name}" for name in cited if name not in sentences],
        *[f"{name}: counted as not done, cited by {_first(citations, name)}"
          for name in cited if name in sentences and sentences[name].why],
        *_uncited([name for name, each in sentences.items() if not each.why and name not in citations.cases]),
    ]


def _uncited(names: list[str]) -> list[str]:
    return [f"counted as done, cited by no test: {', '.join(names)}"] if names else []


def _first(citations: Citations, name: str) -> str:
    return "::".join(min(citations.cases[name]))


def page(parts: list[Part], citations: Citations) -> str:
    """The text of docs/conformance.md."""
    return "\n".join([*_head(parts, citations), *_left_undone(parts), *_tables(parts, citations), "", *_links(citations)]) + "\n"


def _head(parts: list[Part], citations: Citations) -> Iterator[str]:
    sentences = [each for part in parts for each in part.sentences]
    done = [each for each in sentences if not each.why]
    shown = sum(1 for each in done if each.id in citations.cases)
    yield from [
        "# What the form engine keeps of the standards",
        "",
        "The form engine (`fieldaudit/xform`) follows the [ODK XForms specification](https://getodk.github.io/xforms-spec/),",
        "[XLSForm](https://xlsform.org/) and [XPath 1.0](https://www.w3.org/TR/1999/REC-xpath-19991116/). Each line below is one",
        "function or sentence of them, in our own words, with the tests that show it; a test names the line by its id. What is",
        "not done is said first, with the reason.",
        "",
        f"This page is written by `{COMMAND}` from `tests/xform/spec.toml` and the tests; do not edit it.",
        "`scripts/weaken.py` replaces every function by constants in turn and shows that a test fails each time.",
        "",
        f"**{shown} of {len(sentences)} are shown by {len(citations.citing)} cases; {len(sentences) - len(done)} are not done"
        + (f"; {len(done) - shown} are done but shown by no test" if shown < len(done) else "") + ".**",
        "",
    ]


def _left_undone(parts: list[Part]) -> Iterator[str]:
    yield from ["## Not done", "", "| Id | What is asked | Why not |", "|---|---|---|"]
    for part in parts:
        yield from [_row(f"`{each.id}`", each.asks, each.why) for each in part.sentences if each.why]


def _tables(parts: list[Part], citations: Citations) -> Iterator[str]:
    for part in parts:
        done = [each for each in part.sentences if not each.why]
        if done:
            yield from ["", f"## {part.title}", "", f"<{part.url}>", "", "| Id | What is asked | Shown by |", "|---|---|---|"]
            yield from [_row(_anchor(each.id), each.asks, _tests(citations.cases.get(each.id, Counter()))) for each in done]


def _anchor(name: str) -> str:
    """The id; of a function with the link to its line in the specification's table."""
    return f"[`{name}`]({FUNCTIONS}#{name})" if name.startswith("fn:") else f"`{name}`"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _tests(cases: Counter[tuple[str, str]]) -> str:
    by_file: dict[str, list[str]] = {}
    for file, name in sorted(cases):
        by_file.setdefault(file, []).append(name + (f" ({cases[file, name]})" if cases[file, name] > 1 else ""))
    if not by_file:
        return "**no test yet**"
    if len(cases) > MOST_NAMES:
        total = {file: sum(count for (where, _), count in cases.items() if where == file) for file in by_file}
        return "; ".join(f"{count} case{'s' if count > 1 else ''} in [{_title(file)}]" for file, count in total.items())
    return "; ".join(f"[{_title(file)}]: {', '.join(names)}" for file, names in by_file.items())


def _title(file: str) -> str:
    return Path(file).stem.removeprefix("test_xform_")


def _links(citations: Citations) -> list[str]:
    """Where each file of tests stands, once for the whole page."""
    files = sorted({file for cases in citations.cases.values() for file, _ in cases})
    return [f"[{_title(file)}]: ../{file}" for file in files]


def main() -> int:
    parts, citations = read_catalogue(), read_citations()
    wrong, text = faults(parts, citations), page(parts, citations)
    if "--check" in sys.argv[1:]:
        if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
            wrong.append(f"docs/conformance.md is not what the tests say now; write it with: {COMMAND}")
    else:
        PAGE.write_text(text, encoding="utf-8")
    for fault in wrong:
        print(fault)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
