"""What a select or ranking offers as things stand, and whether an answer is among it.

Spec: getodk.github.io/xforms-spec "Body Elements" (itemset, odk:rank). An answer that is no longer offered: the spec is
silent; ODK Collect takes it out when the question is shown next, Web Forms at once. Here it goes at once, so that it
never counts: of several choices only those that are not offered go. Answers a record is opened with are left alone and
named as faults, whether their list is filtered or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...i18n import Text, tr
from ..xpath.dialect import EvaluationError, to_string
from ..xpath.expression import ExpressionError
from ..xpath.instance import Node
from ..xpath.world import Context

if TYPE_CHECKING:
    from .engine import Engine

SELECTS = ("select", "select1", "odk:rank")
Labels = Mapping[str, Any]  # language -> text or its parts


def items(engine: Engine, node: Node) -> list[Node]:
    """The item nodes an itemset question offers now. Raises EvaluationError when its filter cannot be computed."""
    said = (engine.definition(node).control or {}).get("items")
    found = engine.value(said["nodeset"], node) if said else []
    return found if isinstance(found, list) else []


def names(engine: Engine, node: Node) -> frozenset[str]:
    """The names of the choices a select offers now; whole lists are worked out once. Raises EvaluationError."""
    cached = engine.offered.get(node.definition)
    if cached is not None:
        return cached
    control = engine.definition(node).control or {}
    said = control.get("items")
    if said is None:
        found = frozenset(choice[0] for choice in control.get("choices", ()))
    else:
        run = engine.form.closure(said["value"])
        found = frozenset([to_string(run(Context(item, node, engine))) for item in items(engine, node)])
    if said is None or not said["dynamic"]:
        engine.offered[node.definition] = found
    return found


def chosen(engine: Engine, node: Node) -> list[str]:
    """The choices an answer names."""
    control = engine.definition(node).control or {}
    if not node.value:
        return []
    return [node.value] if control.get("tag") == "select1" else node.value.split()


def still_offered(engine: Engine, node: Node) -> str:
    """The answer without the choices that are not offered; as it is when that cannot be computed."""
    given = chosen(engine, node)
    try:
        on_offer = names(engine, node)
    except EvaluationError:
        return node.value
    return node.value if on_offer.issuperset(given) else " ".join(name for name in given if name in on_offer)


def fault(engine: Engine, node: Node) -> Text | None:
    """Why an answer is none of the choices, or a ranking not whole. Raises EvaluationError."""
    control = engine.definition(node).control
    if control is None or control["tag"] not in SELECTS or not node.value:
        return None
    given, on_offer = chosen(engine, node), names(engine, node)
    wrong = next((name for name in given if name not in on_offer), None)
    if wrong is not None:
        return tr(f"没有选项“{wrong}”", f"{wrong!r} is not one of the choices")
    if control["tag"] == "odk:rank" and len(given) != len(on_offer):
        return tr("排序应包含全部选项", "a ranking must hold every choice")
    return None


def offered(engine: Engine, node: Node) -> list[tuple[str, Labels, Labels]]:
    """Name, labels and media (by language) of every choice a select offers now."""
    control = engine.definition(node).control or {}
    if "choices" in control:
        return [(name, labels, media) for name, labels, media in control["choices"]]
    said = control.get("items")
    try:
        return [_item(engine, item, node, said) for item in items(engine, node)] if said else []
    except EvaluationError:
        return []


def _item(engine: Engine, item: Node, node: Node, said: Mapping[str, Any]) -> tuple[str, Labels, Labels]:
    name = to_string(engine.form.closure(said["value"])(Context(item, node, engine)))
    text = to_string(engine.form.closure(said["label"])(Context(item, node, engine))) if said["label"] else name
    if said["translated"]:
        data = engine.form.data
        return name, data["texts"].get(text) or {engine.form.default_language: text}, data["texts_media"].get(text, {})
    return name, dict.fromkeys(engine.form.languages, text), {}


def label(engine: Engine, path: str, value: str, at: Node) -> str:
    """The label of a choice of the question at an absolute or relative path, in the record's language; "" for no choice of it."""
    try:
        found = engine.form.closure(path)(Context(at, at, engine)) if path else []
    except ExpressionError:  # the path may come from an answer
        return ""
    if not isinstance(found, list) or not found or found[0].definition < 0:
        return ""
    for name, labels, _ in offered(engine, found[0]):
        if name == value:
            return engine.filled(engine.form.spoken(labels, engine.language), found[0]) or value
    return ""
