"""What an expression stands in: the node, the question it belongs to, and the world around them.

The types that the compiler of expressions (`evaluate`) and the functions share, so that neither needs the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import Any, Protocol

from .dialect import Value
from .instance import Node


class World(Protocol):
    """What an expression may know besides the nodes: lists, languages, place, time and names passed in.

    `blank_when_empty`: whether an empty node-set compares as the blank text (a record) or as nothing (any other
    document); `namespaces`: prefixes given by the caller, by which names of a document are looked up.
    """

    document: Node
    now: datetime
    today: date
    zone: timezone
    person: str
    device: str
    seed: int
    language: str
    location: str
    blank_when_empty: bool
    instances: Mapping[str, Node]
    namespaces: Mapping[str, str]

    def choice_label(self, path: str, value: str, at: Node) -> str: ...

    def translated(self, text_id: str) -> str: ...


@dataclass(slots=True)
class Context:
    """Where an expression stands: the node, the question it belongs to, its place in a predicate."""

    node: Node
    current: Node
    world: World
    position: int = 1
    size: int = 1
    site: str = ""  # the expression's source: keeps two random() calls apart
    memo: dict[object, Any] | None = None  # in a predicate: what is the same for every node it looks at
    meter: list[int] = field(default_factory=list)  # how much work is left; see `axes.spend`


Closure = Callable[[Context], Value]


def inside(context: Context, nodes: Sequence[Node]) -> Context:
    """The context of a predicate over `nodes` (one at least); what is alike for all of them is remembered across."""
    if context.memo is None:
        context.memo = {}
    return Context(nodes[0], context.current, context.world, 1, len(nodes), context.site, context.memo, context.meter)
