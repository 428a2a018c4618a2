"""Names of languages and their codes. Knows no form."""

from __future__ import annotations

import re

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\)\s*\Z")
_KNOWN_LANGUAGES = {"中文": "zh", "汉语": "zh", "简体中文": "zh", "chinese": "zh", "english": "en", "英文": "en",
                    "英语": "en"}


def code_of(language: str) -> str:
    """The language code of an itext translation's name: "English (en)" is en, "中文" is zh."""
    if found := _CODE.search(language):
        return found[1]
    return _KNOWN_LANGUAGES.get(language.strip().lower(), language.strip())
