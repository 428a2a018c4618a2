"""How a function of the expression language is declared, and the table they are all kept in.

`register` puts a function into `registry`; `functions` and `moments` do so when they are imported, and
`functions.FUNCTIONS` is the finished table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..i18n import tr
from .dialect import Value, to_number, to_string
from .expression import ExpressionError
from .world import Closure, Context

MANY = 1_000_000  # "any number of arguments"


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its name, how many arguments it takes, what it means, how it is computed.

    `lazy` functions get the argument closures and decide what to evaluate; `unnarrowed` ones see all
    instances of a repeat in an absolute path argument.
    """

    name: str
    least: int
    most: int
    meaning: str
    compute: Callable[..., Value]
    lazy: bool = False
    unnarrowed: bool = False

    def check_count(self, count: int) -> None:
        """Raises ExpressionError when the function cannot take `count` arguments."""
        if self.least <= count <= self.most:
            return
        most = "" if self.most == MANY else f"-{self.most}" if self.most != self.least else ""
        asked = f"{self.least}{most}" if self.most != MANY else f"≥ {self.least}"
        raise ExpressionError(tr(f"{self.name}() 需要{asked}个参数，实为{count}个",
                                 f"{self.name}() takes {asked} arguments, not {count}"))

    def bind(self, arguments: list[Closure]) -> Closure:
        """The closure of one call."""
        compute = self.compute
        if self.lazy:
            return lambda context: compute(context, *arguments)
        if len(arguments) == 1:
            only = arguments[0]
            return lambda context: compute(context, only(context))
        return lambda context: compute(context, *[argument(context) for argument in arguments])


registry: dict[str, Function] = {}


def register(name: str, least: int, most: int | None, meaning: str, *, lazy: bool = False,
             unnarrowed: bool = False) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Declare a function; `most` None means exactly `least` arguments. See Function."""
    def keep(compute: Callable[..., Value]) -> Callable[..., Value]:
        registry[name] = Function(name, least, least if most is None else most, meaning, compute, lazy, unnarrowed)
        return compute

    return keep


def number_of(context: Context, value: Value) -> float:
    """ODK's number(), dates by the record's time zone."""
    return to_number(value, context.world.zone)


def texts_of(values: Iterable[Value]) -> list[str]:
    """Every argument as text, node-sets node by node."""
    found: list[str] = []
    for value in values:
        found += [node.text() for node in value] if isinstance(value, list) else [to_string(value)]
    return found


def register_text(name: str, least: int, most: int | None, meaning: str, compute: Callable[..., Value]) -> None:
    """Register a function of strings."""
    register(name, least, most, meaning)(
        lambda context, *values: compute(*[to_string(value) for value in values]))
