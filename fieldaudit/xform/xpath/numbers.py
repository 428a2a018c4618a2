"""Functions of numbers. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, "Number Functions"; XPath 1.0, 4.4, and XPath 3.0's math functions. Arguments are
converted by number(), so dates count in days. Outside its domain a function gives NaN, beyond the greatest number an
infinity; nothing here raises an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from ...i18n import Text, tr
from .dialect import Value
from .registry import number_of, register
from .world import Context

_HALF = Decimal("0.5")

register("number", 0, 1, tr("转为数；日期为自1970-01-01（UTC）起的天数", "as a number; dates are days since 1970-01-01 UTC"))(
    lambda context, value=None: number_of(context, [context.node] if value is None else value))


# -- whole numbers -----------------------------------------------------------------------------------------
def _whole(number: float, compute: Callable[[float], int]) -> float:
    """A whole number that keeps the sign of zero; NaN and infinities stay."""
    return math.copysign(float(compute(number)), number) if math.isfinite(number) else number


def rounded(number: float) -> float:
    """XPath's round: half goes up, towards positive infinity; -0 stays -0."""
    if not math.isfinite(number):
        return number
    floor = math.floor(number)
    return math.copysign(float(floor + (number - floor >= 0.5)), number)


def _register_whole(name: str, meaning: Text, compute: Callable[[float], int], source: str) -> None:
    register(name, 1, None, meaning, source=source)(lambda context, value: _whole(number_of(context, value), compute))


_register_whole("int", tr("整数部分，舍去小数", "whole part, fraction dropped"), math.trunc, "fn")
_register_whole("floor", tr("向下取整", "the next whole number down"), math.floor, "xpath")
_register_whole("ceiling", tr("向上取整", "the next whole number up"), math.ceil, "xpath")


@register("round", 1, 2, tr("四舍五入到若干位小数（可为负）", "rounded, half up, to a number of decimals (may be negative)"))
def _round(context: Context, value: Value, decimals: Value = 0.0) -> Value:
    """Half goes up with decimals too (XPath's rule; Collect rounds -2.45 to -2.5), counted on the number as written.

    A number of decimals that is blank counts as 0, a fraction of it is dropped.
    """
    number, places = number_of(context, value), number_of(context, decimals)
    if not math.isfinite(number) or places > 300:
        return number
    whole = 0 if math.isnan(places) else math.trunc(max(places, -400.0))
    if whole == 0:
        return rounded(number)
    scaled = (Decimal(repr(number)).scaleb(whole) + _HALF).to_integral_value(ROUND_FLOOR)
    return math.copysign(float(scaled.scaleb(-whole)), number)


# -- mathematics -------------------------------------------------------------------------------------------
def _register_numeric(name: str, count: int, meaning: Text, compute: Callable[..., float]) -> None:
    def apply(context: Context, *values: Value) -> Value:
        try:
            return float(compute(*[number_of(context, value) for value in values]))
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    register(name, count, None, meaning)(apply)


def _log(base: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else base(number)


def _power(base: float, exponent: float) -> float:
    """IEEE 754's power: of zero to a negative exponent, and past the greatest number, a signed infinity."""
    odd = base < 0 or (base == 0 and math.copysign(1, base) < 0)
    sign = -1.0 if odd and math.isfinite(exponent) and math.fmod(exponent, 2) in (1, -1) else 1.0
    if base == 0 and exponent < 0:
        return sign * math.inf
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return sign * math.inf


_register_numeric("abs", 1, tr("绝对值", "without sign"), abs)
_register_numeric("pow", 2, tr("乘方", "a power"), _power)
_register_numeric("sqrt", 1, tr("平方根", "square root"), math.sqrt)
_register_numeric("exp", 1, tr("e 的乘方", "e to a power"), math.exp)
_register_numeric("exp10", 1, tr("10 的乘方", "10 to a power"), lambda number: math.pow(10, number))
_register_numeric("log", 1, tr("自然对数", "natural logarithm"), _log(math.log))
_register_numeric("log10", 1, tr("常用对数", "decimal logarithm"), _log(math.log10))
_register_numeric("sin", 1, tr("弧度的正弦", "sine of radians"), math.sin)
_register_numeric("cos", 1, tr("弧度的余弦", "cosine of radians"), math.cos)
_register_numeric("tan", 1, tr("弧度的正切", "tangent of radians"), math.tan)
_register_numeric("asin", 1, tr("反正弦", "arc sine"), math.asin)
_register_numeric("acos", 1, tr("反余弦", "arc cosine"), math.acos)
_register_numeric("atan", 1, tr("反正切", "arc tangent"), math.atan)
_register_numeric("atan2", 2, tr("点（y，x）的方位角", "angle of y, x"), math.atan2)
_register_numeric("pi", 0, tr("圆周率", "π"), lambda: math.pi)
