"""The texts of an XForm: itext translations, labels, hints, messages, media, outputs. Knows no node and no record.

Spec: getodk.github.io/xforms-spec "Languages" (translations, default, forms short and guidance), "Media" (image, audio,
video, big-image), "Body" (label, hint, output).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...i18n import tr
from ..form import Parts
from ..languages import code_of
from ..xmlsafe import children_named, first_named, local_name
from .notes import Notes

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TEXT = 100_000  # characters of one label
MEDIA = ("image", "big-image", "audio", "video")
UNNAMED = "zh"  # the language of a form that names none
_ITEXT = re.compile(r"""\s*jr:itext\(\s*(['"])(.*?)\1\s*\)\s*\Z""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One label or hint: its text by language, and its other forms (short, guidance, image …) by language."""

    plain: dict[str, Parts] = field(default_factory=dict)
    forms: dict[str, dict[str, Parts]] = field(default_factory=dict)

    def form(self, name: str) -> dict[str, Parts]:
        """One other form by language."""
        return {language: found[name] for language, found in self.forms.items() if name in found}

    @property
    def media(self) -> dict[str, dict[str, Parts]]:
        """The media by language and kind."""
        kept = {language: {kind: found[kind] for kind in MEDIA if kind in found} for language, found in self.forms.items()}
        return {language: found for language, found in kept.items() if found}


class Texts:
    """The dictionary of one form; the first of `languages` is its default."""

    def __init__(self, model: _Element, notes: Notes) -> None:
        self._notes = notes
        self.names: dict[str, str] = {}  # by code: the language as the author wrote it
        self.plain: dict[str, dict[str, Parts]] = {}
        self.forms: dict[str, dict[str, dict[str, Parts]]] = {}
        self.ids: set[str] = set()
        found = [each for itext in children_named(model, "itext") for each in children_named(itext, "translation")]
        found.sort(key=lambda each: each.get("default") is None or each.get("default") in ("false()", "false"))
        for translation in found:
            self._translation(translation)
        self.languages = list(self.names) or [UNNAMED]

    def _translation(self, translation: _Element) -> None:
        written = (translation.get("lang") or "").strip()
        code = code_of(written or "default")
        if self.names.setdefault(code, written) != written:  # "English" beside "English (en)"
            code = written
            self.names[code] = written
        for text in children_named(translation, "text"):
            text_id = text.get("id") or ""
            self.ids.add(text_id)
            for value in children_named(text, "value"):
                self._value(text_id, code, value)

    def _value(self, text_id: str, code: str, value: _Element) -> None:
        parts, form = self.parts(value), value.get("form") or ""
        if form in ("", "long"):
            self.plain.setdefault(text_id, {})[code] = parts
        else:
            self.forms.setdefault(text_id, {}).setdefault(code, {})[form] = parts

    def parts(self, element: _Element) -> Parts:
        """An element's text, with its outputs as expressions."""
        pieces: list[str | dict[str, str]] = []
        self._gather(element, pieces)
        if sum(len(piece) for piece in pieces if isinstance(piece, str)) > MAX_TEXT:
            text = tr(f"文字超过{MAX_TEXT}字", f"a text longer than {MAX_TEXT} characters")
            self._notes.fault(element, local_name(element), text)
            return ""
        if not any(isinstance(piece, dict) for piece in pieces):
            return "".join(str(piece) for piece in pieces).strip()
        return _trimmed([piece for piece in pieces if piece])

    def _gather(self, element: _Element, pieces: list[str | dict[str, str]]) -> None:
        pieces.append(element.text or "")
        for child in element:
            if local_name(child) == "output":
                source = self._notes.customary(child.get("value") or child.get("ref") or "")
                if source.strip() and self._notes.parsed(child, "output", source) is not None:
                    pieces.append({"value": source})
            else:
                self._gather(child, pieces)
            pieces.append(child.tail or "")

    def of(self, element: _Element, tag: str) -> Spoken:
        """The label or hint of an element; nothing when it has none."""
        child = first_named(element, tag)
        if child is None:
            return Spoken()
        reference = child.get("ref")
        if reference is None:
            return self._literal(self.parts(child))
        return self._referred(child, "ref", reference, self.parts(child))

    def message(self, element: _Element, attribute: str, value: str) -> dict[str, Parts]:
        """A message that is written out or names an itext id, by language."""
        if _ITEXT.match(self._notes.customary(value)):
            return self._referred(element, attribute, value, "").plain
        return self._literal(value.strip()).plain

    def _literal(self, parts: Parts) -> Spoken:
        return Spoken({self.languages[0]: parts}) if parts else Spoken()

    def _referred(self, element: _Element, attribute: str, reference: str, otherwise: Parts) -> Spoken:
        """What a reference names; the literal text where there is no such id."""
        source = self._notes.customary(reference)
        found = _ITEXT.match(source)
        if found is None:  # a node's value as label
            ready = source.strip() and self._notes.parsed(element, attribute, source) is not None
            return self._literal([{"value": source.strip()}]) if ready else self._literal(otherwise)
        text_id = found[2]
        if text_id not in self.ids:
            if not otherwise:
                text = tr(f"itext中没有“{text_id}”", f"there is no itext {text_id!r}")
                self._notes.fault(element, attribute, self._notes.guess(text, text_id, self.ids))
            return self._literal(otherwise)
        return Spoken(self.plain.get(text_id, {}), self.forms.get(text_id, {}))


def title_of(root: _Element) -> str:
    """The form's title; "" when it has none."""
    titles = [child for head in root if local_name(head) == "head" for child in head if local_name(child) == "title"]
    return "".join(str(text) for text in titles[0].itertext()).strip() if titles else ""


def _trimmed(parts: list[str | dict[str, str]]) -> list[str | dict[str, str]]:
    """Parts without the space pyxform puts around a text with outputs."""
    first, last = parts[0], parts[-1]
    if isinstance(first, str):
        parts[0] = first.lstrip()
    if isinstance(last, str):
        parts[-1] = str(parts[-1]).rstrip()
    return [part for part in parts if part]
