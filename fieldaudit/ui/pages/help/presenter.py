"""The user guide: its topics in the window's language, and which one belongs to which page. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ....assets import guide_dir

# page -> the topic that explains it
TOPIC_OF = {
    "today": "today", "institutions": "homes", "import": "homes", "home": "homes", "inspections": "inspection",
    "checklist": "inspection", "photo": "photos", "tray": "photos", "finish": "finish", "serve": "finish",
    "rectification": "rectification", "plan": "rectification", "reinspect": "reinspection", "review": "review",
    "documents": "documents", "overview": "overview", "sync": "sync", "settings": "settings", "office": "people",
}  # fmt: skip
FIRST = "start"


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the guide."""

    name: str  # "homes"
    title: str
    path: Path


def topics(language: str) -> list[Topic]:
    """The topics in their order. Raises MachineError when the guide is not there."""
    return [Topic(path.stem.partition("-")[2], _title(path), path) for path in sorted((guide_dir() / language).glob("[0-9]*-*.md"))]


def _title(path: Path) -> str:
    """Its first heading."""
    with path.open(encoding="utf-8") as text:
        return text.readline().lstrip("#").strip()


def wanted(topic: str, page: str) -> str:
    """The topic to open at: the one asked for, else that of the page one came from."""
    return topic or TOPIC_OF.get(page, FIRST)


__all__ = ["FIRST", "TOPIC_OF", "Topic", "topics", "wanted"]
