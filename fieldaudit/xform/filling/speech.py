"""What a record says to a person: labels, hints, messages in a language, with the answers they quote filled in.

Spec: getodk.github.io/xforms-spec "Languages", "Media", "Body Elements" (output). A text that a language lacks is said in
the form's default language, else in any.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...i18n import Text, tr
from ..form import Parts
from ..xpath.instance import Node
from .engine import Engine


def spoken(engine: Engine, texts: Mapping[str, Parts], node: Node, language: str = "") -> str:
    """A text in a language (the record's own when blank), outputs filled in as seen from `node`; "" when there is none."""
    code = engine.form.locale_of(language) if language else engine.language
    parts = engine.form.spoken(texts, code)
    if isinstance(parts, str):
        return parts
    kept, engine.language = engine.language, code
    try:
        return engine.filled(parts, node)
    finally:
        engine.language = kept


def label(engine: Engine, node: Node, language: str = "") -> str:
    """The label of a question, group or repeat, else its name."""
    definition = engine.definition(node)
    said = definition.control or engine.form.groups.get(definition.index)
    return (spoken(engine, said["label"], node, language) if said else "") or definition.name


def part(engine: Engine, node: Node, kind: str, language: str = "") -> str:
    """The hint, guidance or short label of a question; "" when there is none."""
    control = engine.definition(node).control or {}
    return spoken(engine, control.get(kind, {}), node, language)


def media(engine: Engine, node: Node, language: str = "") -> dict[str, str]:
    """URIs of the image, audio, video and big-image of a label, by kind."""
    definition = engine.definition(node)
    said = definition.control or engine.form.groups.get(definition.index) or {}
    by_language = said.get("label_media", {})
    form = engine.form
    code = form.language_of(language) if language else engine.language
    found: Mapping[str, Parts] = (by_language.get(code) or by_language.get(form.default_language)
                                  or next(iter(by_language.values()), {}))
    return {kind: spoken(engine, {code: uri}, node, code) for kind, uri in found.items()}


def message(engine: Engine, node: Node, kind: str, language: str = "") -> str:
    """The author's message for "constraint" or "required"; "" when there is none."""
    return spoken(engine, engine.definition(node).messages.get(kind, {}), node, language)


def both(engine: Engine, node: Node, kind: str) -> Text | None:
    """The author's message in Chinese and English, each in the default language where the form lacks it."""
    zh = message(engine, node, kind, "zh")
    return tr(zh, message(engine, node, kind, "en")) if zh else None


def said(engine: Engine, node: Node, fault: Text) -> Text:
    """A fault with the question's label before it, in both languages."""
    return tr(f"{label(engine, node, 'zh')}：{fault.zh}", f"{label(engine, node, 'en')}: {fault.en}")
