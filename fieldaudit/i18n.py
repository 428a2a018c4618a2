"""Text in two languages. Knows nothing of any window or terminal.

Every sentence a person may read is a `Text(zh, en)`: both languages stand side by side where the
sentence is written, so neither can be forgotten. Chinese is the default; `FIELDAUDIT_LANG=en` or
`set_language("en")` switches.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

_language = "en" if os.environ.get("FIELDAUDIT_LANG", "zh").lower().startswith("en") else "zh"


def set_language(language: str) -> None:
    """Choose what `str(Text)` gives from now on: "zh" or "en"."""
    global _language
    if language not in ("zh", "en"):
        raise ValueError(f"language must be zh or en, not {language!r}")
    _language = language


def language() -> str:
    """The language in use, "zh" or "en"."""
    return _language


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English; `str()` gives the one in use."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if _language == "zh" else self.en

    def format(self, **values: object) -> Text:
        """The same sentence with `{name}` fields filled in, in both languages."""
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )


def tr(zh: str, en: str) -> Text:
    """Mark a sentence: `tr("已销号", "cleared")`."""
    return Text(zh, en)
