"""How a function of the expression language is declared, and the table they are all kept in. Computes nothing.

`register` puts a function into `registry`; the modules `strings`, `coding`, `truth`, `numbers`, `moments`, `nodesets`,
`chance`, `selects`, `geography` and `xmlnodes` do so when they are imported, and `functions.FUNCTIONS` is the finished table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...i18n import Text, tr
from .dialect import Value, to_number, to_string
from .expression import ExpressionError
from .world import Closure, Context

MANY = 1_000_000  # "any number of arguments"
_ITEM = re.compile(r"[^ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its name, how many arguments it takes, what it means, how it is computed.

    `source` says where it is defined: "fn:NAME" the ODK XForms specification, "xpath:NAME" XPath 1.0's core library,
    "odk:NAME" ODK's user documentation or a name its clients know. From `least` arguments on `step` come at a time
    (pairs: 2). `lazy` functions get the argument closures and decide what to evaluate; `unnarrowed` ones see all
    instances of a repeat in an absolute path argument.
    """

    name: str
    least: int
    most: int
    meaning: Text
    compute: Callable[..., Value]
    source: str
    lazy: bool = False
    unnarrowed: bool = False
    step: int = 1

    def check_count(self, count: int) -> None:
        """Raises ExpressionError when the function cannot take `count` arguments."""
        if self.least <= count <= self.most and (count - self.least) % self.step == 0:
            return
        asked = self.counts()
        raise ExpressionError(tr(f"{self.name}() 需要{asked.zh}个参数，实为{count}个",
                                 f"{self.name}() takes {asked.en} arguments, not {count}"))

    def counts(self) -> Text:
        """How many arguments it takes, in words: "2", "1-2", "3, 5, 7", "2, 4, 6 …", "≥ 1"."""
        if self.step > 1:
            several = [str(count) for count in range(self.least, min(self.most, self.least + 3 * self.step - 1) + 1, self.step)]
            more = " …" if self.most == MANY else ""
            return tr("、".join(several) + more, ", ".join(several) + more)
        most = "" if self.least == self.most else f"-{self.most}"
        plain = f"≥ {self.least}" if self.most == MANY else f"{self.least}{most}"
        return tr(plain, plain)

    def bind(self, arguments: list[Closure]) -> Closure:
        """The closure of one call."""
        compute = self.compute
        if self.lazy:
            return lambda context: compute(context, *arguments)
        if len(arguments) == 1:
            only = arguments[0]
            return lambda context: compute(context, only(context))
        if len(arguments) == 2:
            first, second = arguments
            return lambda context: compute(context, first(context), second(context))
        return lambda context: compute(context, *[argument(context) for argument in arguments])


registry: dict[str, Function] = {}


def register(name: str, least: int, most: int | None, meaning: Text, *, source: str = "fn", lazy: bool = False,
             unnarrowed: bool = False, step: int = 1) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Declare a function; `most` None means exactly `least` arguments; `source` without ":" gets the name. See Function."""
    where = source if ":" in source else f"{source}:{name}"

    def keep(compute: Callable[..., Value]) -> Callable[..., Value]:
        registry[name] = Function(name, least, least if most is None else most, meaning, compute, where, lazy, unnarrowed, step)
        return compute

    return keep


def register_text(name: str, least: int, most: int | None, meaning: Text, compute: Callable[..., Value], *,
                  source: str = "fn") -> None:
    """Register a function of strings: every argument is converted by string()."""
    register(name, least, most, meaning, source=source)(
        lambda context, *values: compute(*[to_string(value) for value in values]))


def number_of(context: Context, value: Value) -> float:
    """ODK's number(), dates by the record's time zone."""
    return to_number(value, context.world.zone)


def texts_of(values: Iterable[Value]) -> list[str]:
    """Every argument as text, node-sets node by node."""
    found: list[str] = []
    for value in values:
        found += [node.text() for node in value] if isinstance(value, list) else [to_string(value)]
    return found


def words_of(value: Value) -> list[str]:
    """The items of a space-separated list; white space is what XML calls so (a no-break space belongs to an item)."""
    return _ITEM.findall(to_string(value))
