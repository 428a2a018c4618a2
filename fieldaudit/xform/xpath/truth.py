"""Functions of truth and choice between values. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, "Boolean Functions".
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...i18n import tr
from .dialect import EvaluationError, Value, to_boolean, to_string
from .registry import MANY, number_of, register
from .world import Closure, Context

register("true", 0, None, tr("真", "true"))(lambda context: True)
register("false", 0, None, tr("假", "false"))(lambda context: False)
register("not", 1, None, tr("取反", "the opposite"))(lambda context, value: not to_boolean(value))
register("boolean", 1, None, tr("非空、非零、非 NaN 为真", "whether a value is not blank, zero or NaN"))(
    lambda context, value: to_boolean(value))
# Exactly these two texts (spec); Collect alone also takes 'TRUE'.
register("boolean-from-string", 1, None, tr("'true' 与 '1' 为真", "true for 'true' and '1'"))(
    lambda context, value: to_string(value) in ("true", "1"))


@register("if", 3, None, tr("第一个为真时取第二个，否则取第三个",
                            "the second value when the first is true, else the third"), lazy=True)
def _if(context: Context, condition: Closure, then: Closure, otherwise: Closure) -> Value:
    """The chosen value untouched, node-sets too; the other one is not evaluated."""
    return then(context) if to_boolean(condition(context)) else otherwise(context)


@register("coalesce", 2, MANY, tr("第一个非空的值", "the first that is not blank"), lazy=True)
def _coalesce(context: Context, *choices: Closure) -> Value:
    """The spec takes two arguments; Collect and Enketo any number. What follows the answer is not evaluated."""
    for choice in choices:
        if text := to_string(choice(context)):
            return text
    return ""


@register("once", 1, None, tr("题目已有的值，没有时取参数", "the question's own value if it has one, else the argument"), lazy=True)
def _once(context: Context, calculation: Closure) -> Value:
    node = context.current  # a hidden question keeps its value, which text() would leave out
    return node.value or (node.text() if node.definition < 0 else "") or calculation(context)


# -- checklists ------------------------------------------------------------------------------------------
def _is_yes(context: Context, answer: Value) -> bool:
    """Spec: a number above zero (true() is 1); ODK's documentation: exactly the text 'yes'."""
    return number_of(context, answer) > 0 or answer == "yes"


def _spread(value: Value) -> list[Value]:
    return [node.text() for node in value] if isinstance(value, list) else [value]


def _between(context: Context, total: float, least: Value, most: Value) -> bool:
    low, high = number_of(context, least), number_of(context, most)
    return (low == -1 or total >= low) and (high == -1 or total <= high)


@register("checklist", 2, MANY, tr("“是”的个数是否在上下限之间（-1 为不限）",
                                   "whether the number of true answers lies between two limits (-1: no limit)"))
def _checklist(context: Context, least: Value, most: Value, *answers: Value) -> Value:
    yes = sum(_is_yes(context, each) for answer in answers for each in _spread(answer))
    return _between(context, float(yes), least, most)


@register("weighted-checklist", 2, MANY, tr("同 checklist，每个答案后跟权重", "like checklist, each answer followed by its weight"),
          step=2)
def _weighted(context: Context, least: Value, most: Value, *pairs: Value) -> Value:
    weights = [number_of(context, weight) for answer, weight in _pairs(pairs) if _is_yes(context, answer)]
    return _between(context, math.fsum(weights), least, most)


def _pairs(pairs: tuple[Value, ...]) -> Iterator[tuple[Value, Value]]:
    """Each answer with its weight; a node-set of answers goes with as many weights, or one for all."""
    for answers, weights in zip(map(_spread, pairs[0::2]), map(_spread, pairs[1::2]), strict=True):
        if len(weights) not in (1, len(answers)):
            raise EvaluationError(tr(f"weighted-checklist() 的{len(answers)}个答案配了{len(weights)}个权重",
                                     f"weighted-checklist() has {len(answers)} answers with {len(weights)} weights"))
        yield from zip(answers, weights if len(weights) == len(answers) else weights * len(answers), strict=True)
