"""Trees of nodes that expressions read: the record itself, lookup lists, any XML document.

Owns the shape of a tree (names, parents, same-named siblings in order) and whether a node counts
(`relevant`). Knows no form, no expression and no XML parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Node:
    """One element. `value` is its own text; `definition` numbers the form's node it came from (-1: none).

    `groups` holds the children by name, in order; a record's repeat instances are one group. `mixed` is
    set only where children of one name do not stand together (any XML document).
    """

    __slots__ = ("attributes", "beyond", "chain", "definition", "groups", "mixed", "name",
                 "ordinal", "own_relevant", "parent", "relevant", "value")

    def __init__(self, name: str, parent: Node | None = None, value: str = "", definition: int = -1) -> None:
        self.name = name
        self.parent = parent
        self.value = value
        self.definition = definition
        self.groups: dict[str, list[Node]] = {}
        self.mixed: list[Node] | None = None
        self.attributes: dict[str, str] = {}
        self.ordinal = 1  # among siblings of the same name
        self.relevant = True  # itself and all above it
        self.own_relevant = True
        self.beyond = False  # a repeat instance past its count: kept, but hidden
        self.chain: tuple[Node, ...] = (self,) if parent is None else (*parent.chain, self)

    @property
    def children(self) -> list[Node]:
        """Child elements in document order."""
        if self.mixed is not None:
            return self.mixed
        return [node for group in self.groups.values() for node in group]

    def append(self, child: Node) -> Node:
        """Add `child` as the last of its name."""
        group = self.groups.setdefault(child.name, [])
        group.append(child)
        child.ordinal = len(group)
        if self.mixed is not None:
            self.mixed.append(child)
        return child

    def discard(self, child: Node) -> None:
        """Take `child` out and renumber the siblings after it."""
        group = self.groups[child.name]
        group.remove(child)
        for later in group[child.ordinal - 1:]:
            later.ordinal -= 1

    def below(self) -> Iterator[Node]:
        """This node and everything under it, in document order."""
        yield self
        for child in self.children:
            yield from child.below()

    def text(self) -> str:
        """XPath's string-value; what is not relevant counts as blank."""
        if not self.relevant:
            return ""
        if not self.groups:
            return self.value
        return self.value + "".join(child.text() for child in self.children)

    def order(self) -> tuple[int, ...]:
        """A key that sorts the nodes of one tree in document order."""
        if self.parent is None:
            return ()
        if self.name.startswith("@"):  # an attribute: before the children
            return (*self.parent.order(), -1)
        return (*self.parent.order(), self.parent.children.index(self))


def grow(tree: list[Any], parent: Node | None = None) -> Node:
    """A node from its plain form `[name, text, [children], {attributes}?]`."""
    node = Node(tree[0], parent, tree[1])
    if len(tree) > 3:
        node.attributes = dict(tree[3])
    if _is_mixed([child[0] for child in tree[2]]):
        node.mixed = []
    for child in tree[2]:
        node.append(grow(child, node))
    return node


def _is_mixed(names: list[str]) -> bool:
    """Whether a name comes back after another one stood between."""
    seen: set[str] = set()
    before = ""
    for name in names:
        if name != before and name in seen:
            return True
        seen.add(name)
        before = name
    return False


def document(tree: list[Any]) -> Node:
    """A document node (nameless) whose only child is grown from `tree`."""
    top = Node("")
    top.append(grow(tree, top))
    return top
