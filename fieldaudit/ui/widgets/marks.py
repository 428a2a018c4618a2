"""What a chart can be asked about, without any widget: marks with their words and what they open, cells of a grid."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """What can be pointed at. `lines`: the callout under its title; `strong`: the line this mark is about; `opens`: given
    to whoever listens when it is pressed."""

    title: str
    lines: tuple[str, ...]
    opens: object
    strong: int = 0

    def words(self) -> str:
        """All of it as one line, what it is about first."""
        rest = [line for number, line in enumerate(self.lines) if number != self.strong]
        return f"{self.title}: {'; '.join((self.lines[self.strong], *rest))}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: its text, or a bar of a share from 0 to 1; `strong` for what the row is about."""

    text: str
    share: float | None = None
    strong: bool = False


def flagged(text: str, hint: str) -> dict[str, str]:
    """The value of a cell that holds one of two values until somebody decides: an amber mark before it, with the reason."""
    return {"text": text, "flag": "git-compare", "hint": hint}
