"""A record in the order of the body: what is asked, and the groups and repeats around it. Knows no texts.

Spec: getodk.github.io/xforms-spec "Body", "Groups", "Repeats". What is not relevant is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..form import Question
from ..xpath.instance import Node
from .engine import Engine
from .plan import Ask, Block
from .tree import down


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a record's outline, `depth` levels in.

    `kind`: a group, a repeat as a whole (path `rooms`; `total` instances, `may_add` another one), one instance of it (path
    `rooms[2]`; its `number` among `total`, `may_remove`), or a question. `labelled`: the author gave it a label, so it is
    shown as a group; `Record.label` says it.
    """

    kind: Literal["group", "repeat", "instance", "question"]
    path: str
    depth: int
    labelled: bool = True
    question: Question | None = None
    number: int = 0
    total: int = 0
    may_add: bool = False
    may_remove: bool = False


def asked(engine: Engine) -> list[Node]:
    """The nodes of the questions shown now; repeats instance by instance."""
    found: list[Node] = []
    _gather(engine.plan.body, engine.root, found)
    return found


def _gather(block: Block, instance: Node, found: list[Node]) -> None:
    for item in block.items:
        if isinstance(item, Ask):
            found += [node for node in down(instance, item.names) if node.relevant]
        else:
            for each in _instances(item, instance):
                _gather(item, each, found)


def _instances(block: Block, around: Node) -> list[Node]:
    return [node for node in down(around, block.names) if node.relevant]


class Outline:
    """One walk through a record. Of a repeat under a parent, `may_change` says whether the user may add and remove
    instances, `would_show` whether one more would be shown.
    """

    def __init__(self, engine: Engine, may_change: Callable[[int, Node], bool],
                 would_show: Callable[[int, Node], bool]) -> None:
        self._engine, self._may_change, self._would_show = engine, may_change, would_show
        self._questions = engine.plan.questions

    def entries(self) -> Iterator[Entry]:
        """Every line, in order."""
        return self._block(self._engine.plan.body, self._engine.root, 0)

    def _block(self, block: Block, instance: Node, depth: int) -> Iterator[Entry]:
        groups: list[Node] = []
        for item in block.items:
            names = item.names[:-1]
            for parent in down(instance, names):
                if parent.relevant:
                    yield from self._groups(parent, instance, groups, depth)
                    yield from self._item(item, parent, depth + len(groups))

    def _groups(self, parent: Node, instance: Node, groups: list[Node], depth: int) -> Iterator[Entry]:
        """The groups that begin between the line before and this one; `groups` becomes those that are open."""
        now = list(parent.chain[len(instance.chain):])
        same = 0
        while same < min(len(now), len(groups)) and now[same] is groups[same]:
            same += 1
        for at, node in enumerate(now[same:], same):
            yield Entry("group", self._engine.path(node), depth + at, self._labelled(node.definition))
        groups[:] = now

    def _item(self, item: Ask | Block, parent: Node, depth: int) -> Iterator[Entry]:
        if isinstance(item, Block):
            yield from self._repeat(item, parent, depth)
            return
        for node in parent.groups.get(item.names[-1], ()) if item.names else (parent,):
            if node.relevant:
                yield Entry("question", self._engine.path(node), depth, question=self._questions[item.node])

    def _repeat(self, block: Block, parent: Node, depth: int) -> Iterator[Entry]:
        engine = self._engine
        name = engine.form.definitions[block.repeat].name
        shown = [node for node in parent.groups.get(name, ()) if node.relevant]
        above, may = engine.path(parent), self._may_change(block.repeat, parent)
        labelled, more = self._labelled(block.repeat), self._would_show(block.repeat, parent)
        if not shown and not more:
            return
        yield Entry("repeat", f"{above}/{name}" if above else name, depth, labelled, total=len(shown), may_add=may and more)
        for number, node in enumerate(shown, 1):
            yield Entry("instance", engine.path(node), depth + 1, labelled, number=number, total=len(shown), may_remove=may)
            yield from self._block(block, node, depth + 2)

    def _labelled(self, index: int) -> bool:
        return bool(self._engine.form.groups.get(index, {}).get("label"))
