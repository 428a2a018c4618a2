"""Text in two languages. Knows nothing of any window or terminal.

Every sentence a person may read is a `Text(zh, en)`: both languages stand side by side where the
sentence is written, so neither can be forgotten. Chinese is the default; `FIELDAUDIT_LANG=en` or
`set_language("en")` switches. Where several people read at once (pages served to each in their own language) `speaking`
gives one thread of work a language of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_language = "en" if os.environ.get("FIELDAUDIT_LANG", "zh").lower().startswith("en") else "zh"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def set_language(language: str) -> None:
    """Choose what `str(Text)` gives from now on: "zh" or "en"."""
    global _language
    if language not in ("zh", "en"):
        raise ValueError(f"language must be zh or en, not {language!r}")
    _language = language


def language() -> str:
    """The language in use, "zh" or "en"."""
    return _spoken.get() or _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it `str(Text)` gives this language here, whatever is chosen elsewhere: "zh" or "en"."""
    if language not in ("zh", "en"):
        raise ValueError(f"language must be zh or en, not {language!r}")
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English; `str()` gives the one in use."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en

    def format(self, **values: object) -> Text:
        """The same sentence with `{name}` fields filled in, in both languages."""
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )


def tr(zh: str, en: str) -> Text:
    """Mark a sentence: `tr("已销号", "cleared")`."""
    return Text(zh, en)
