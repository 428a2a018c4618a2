"""What every benchmark prints: one table of work, ours, floor, ratio, target."""

from __future__ import annotations

import argparse
import statistics
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One comparison. `target`: the greatest ratio (or, with `floor` None, the greatest value) that is good enough."""

    work: str
    ours: float
    floor: float | None
    target: float | None
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.ours / self.floor

    @property
    def missed(self) -> bool:
        reached = self.ours if self.ratio is None else self.ratio
        return self.target is not None and reached > self.target

    def cells(self) -> tuple[str, str, str, str, str]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}x"
        limit = "" if self.target is None else f"<= {self.target:g}{'x' if self.floor is not None else ' ' + self.unit}"
        floor = "" if self.floor is None else figure(self.floor, self.unit)
        return self.work, figure(self.ours, self.unit), floor, ratio, limit + (" MISSED" if self.missed else "")


def figure(value: float, unit: str) -> str:
    """Three digits that count."""
    return f"{value:.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}"


def print_table(title: str, lines: Iterable[Line]) -> None:
    """The table, and how many targets were missed."""
    kept = list(lines)
    rows = [("work", "ours", "floor", "ratio", "target"), *(line.cells() for line in kept)]
    widths = [max(_width(row[column]) for row in rows) for column in range(5)]
    print(f"\n{title}")
    for row in rows:
        print("  ".join(_padded(cell, widths[column], left=column == 0) for column, cell in enumerate(row)).rstrip())
    missed = sum(line.missed for line in kept)
    print(f"{missed} of {sum(line.target is not None for line in kept)} targets missed" if missed else "every target met")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text


def wants_small(about: str) -> bool:
    """Reads the command line: `--small` for a run of under a minute."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--small", action="store_true", help="a tenth of the work, in under a minute")
    return bool(parser.parse_args(sys.argv[1:]).small)


def median_of(rounds: int, measure: Callable[[], Sequence[float]]) -> list[float]:
    """The median of each figure that `measure` gives, over several rounds."""
    return [statistics.median(figures) for figures in zip(*(measure() for _ in range(rounds)), strict=True)]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
