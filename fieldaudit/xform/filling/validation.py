"""Whether an answer holds: required, type, choice, constraint; and what is told when it does not.

Spec: getodk.github.io/xforms-spec "Bind Attributes", "Data Types". A fault is a kind (required, type, choice, constraint,
formula) and a text in both languages, the author's own where there is one.
"""

from __future__ import annotations

from ...i18n import Text, tr
from ..xpath.dialect import EvaluationError
from ..xpath.instance import Node
from . import choices, speech
from .answers import type_fault
from .engine import Engine, reason


def problem(engine: Engine, node: Node) -> tuple[str, Text] | None:
    """What keeps a shown question from being finished; None when nothing does."""
    error = engine.error_of(node)
    if error is not None:
        return "formula", error
    definition = engine.definition(node)
    if node.value:
        wrong_type = type_fault(definition, node.value)
        return ("type", wrong_type) if wrong_type is not None else wrong(engine, node)
    source = definition.expressions.get("required", "")
    try:
        if not source or not engine.truth(source, node):
            return None
    except EvaluationError as unknown:
        return "formula", reason(unknown)
    return "required", speech.both(engine, node, "required") or tr("必填", "an answer is required")


def wrong(engine: Engine, node: Node) -> tuple[str, Text] | None:
    """What is wrong with a shown answer of the right type; None when it is blank or sound."""
    if not node.value:
        return None
    constraint = engine.definition(node).expressions.get("constraint")
    try:
        if constraint and not engine.truth(constraint, node):
            return "constraint", speech.both(engine, node, "constraint") or tr("不符合约束", "it breaks the constraint")
        fault = choices.fault(engine, node)
    except EvaluationError as unknown:
        return "formula", reason(unknown)
    return None if fault is None else ("choice", fault)
