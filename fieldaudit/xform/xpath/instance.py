"""Trees of nodes that expressions read: the record itself and lookup lists. (Any XML document: `outside`.)

Owns the shape of a tree (names, parents, same-named siblings in order) and whether a node counts
(`relevant`). Knows no form, no expression and no XML parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any


class Node:
    """One element. `value` is its own text; `definition` numbers the form's node it came from (-1: none).

    `groups` holds the children by name, in order; a record's repeat instances are one group, an attribute is a
    child named `@name`, which `children` leaves out. `mixed` is set only where children of one name do not stand
    together (a lookup list from XML).
    """

    __slots__ = ("beyond", "chain", "definition", "groups", "mixed", "name",
                 "ordinal", "own_relevant", "parent", "relevant", "value")

    bare = True  # a text is its element's `value`, not a node of its own; names are kept as written

    @property
    def kind(self) -> str:
        """document, element or attribute; other trees have more."""
        return "document" if not self.name else "attribute" if self.name[0] == "@" else "element"

    @property
    def key(self) -> str:
        """The name that finds an element by a test without prefix."""
        return self.name

    def __init__(self, name: str, parent: Node | None = None, value: str = "", definition: int = -1) -> None:
        self.name = name
        self.parent = parent
        self.value = value
        self.definition = definition
        self.groups: dict[str, list[Node]] = {}
        self.mixed: list[Node] | None = None
        self.ordinal = 1  # among siblings of the same name
        self.relevant = True  # itself and all above it
        self.own_relevant = True
        self.beyond = False  # a repeat instance past its count: kept, but hidden
        self.chain: tuple[Node, ...] = (self,) if parent is None else (*parent.chain, self)

    @property
    def children(self) -> list[Node]:
        """Child elements in document order, attributes left out."""
        if self.mixed is not None:
            return self.mixed
        return [node for name, group in self.groups.items() if name[0] != "@" for node in group]

    @property
    def attributes(self) -> dict[str, str]:
        """Attributes by name."""
        return {name[1:]: group[0].value for name, group in self.groups.items() if name[0] == "@" and group}

    def named(self, name: str) -> Sequence[Node]:
        """The children of a name, in order; not to be changed."""
        return self.groups.get(name, ())

    def is_leaf(self) -> bool:
        """Whether it holds a text, not other elements."""
        return not self.groups or all(name[0] == "@" for name in self.groups)

    def append(self, child: Node) -> Node:
        """Add `child` as the last of its name."""
        group = self.groups.setdefault(child.name, [])
        group.append(child)
        child.ordinal = len(group)
        if self.mixed is not None and child.name[0] != "@":
            self.mixed.append(child)
        return child

    def below(self) -> Iterator[Node]:
        """This node and everything under it, in document order, attributes left out."""
        yield self
        if self.groups:
            for child in self.children:
                yield from child.below()

    def text(self) -> str:
        """XPath's string-value; what is not relevant counts as blank."""
        if not self.relevant:
            return ""
        if not self.groups:
            return self.value
        return self.value + "".join(child.text() for child in self.children)

    def path(self) -> str:
        """An XPath that leads to this node: `/data/room[2]/name`."""
        return "".join(f"/{node.name}{node._number()}" for node in self.chain if node.name) or "/"

    def _number(self) -> str:
        alike = () if self.parent is None else self.parent.named(self.name)
        return f"[{self.ordinal}]" if len(alike) > 1 else ""


def grow(tree: list[Any], parent: Node | None = None) -> Node:
    """A node from its plain form `[name, text, [children], {attributes}?]`."""
    node = Node(tree[0], parent, tree[1])
    if len(tree) > 3:
        for name, value in tree[3].items():
            node.append(Node(f"@{name}", node, value))
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


# -- lookup tables -----------------------------------------------------------------------------------
def table(columns: Sequence[str], rows: Sequence[Sequence[str]], path: Sequence[str] = ("root", "item")) -> Node:
    """A document node over a flat list: below `path` stands one item for each row, its cells as children.

    Item nodes are made when they are first asked for; a list of many rows costs nothing until then.
    """
    top = node = Node("")
    for name in path[:-2]:
        node = node.append(Node(name, node))
    node.append(Table(path[-2], node, path[-1], columns, rows))
    return top


class Table(Node):
    """The parent of the items of a flat list. `cells[row][columns[name]]` is a text."""

    __slots__ = ("_indexes", "cells", "columns", "item")

    def __init__(self, name: str, parent: Node, item: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__(name, parent)
        del self.groups  # so that __getattr__ makes the items when somebody looks
        self.item = item
        self.columns = {column: at for at, column in enumerate(columns)}
        self.cells = rows
        self._indexes: dict[tuple[str, object], Mapping[Any, list[int]]] = {}

    def __getattr__(self, missing: str) -> Any:
        if missing != "groups":
            raise AttributeError(missing)
        self.groups = {self.item: [_Row(self, number) for number in range(1, len(self.cells) + 1)]} if self.cells else {}
        return self.groups

    def index(self, column: str, kind: object, read: Callable[[str], Any]) -> Mapping[Any, list[int]]:
        """Row numbers by what `read` makes of a column's text; made once for each `kind`."""
        found = self._indexes.get((column, kind))
        if found is None:
            at = self.columns[column]
            made: dict[Any, list[int]] = {}
            for number, row in enumerate(self.cells):
                made.setdefault(read(row[at]), []).append(number)
            found = self._indexes[column, kind] = made
        return found


class _Plain(Node):
    """A node that never changes and makes what it seldom needs when asked."""

    __slots__ = ()
    value = ""
    definition = -1
    mixed = None
    ordinal = 1
    relevant = own_relevant = True
    beyond = False

    def __getattr__(self, missing: str) -> Any:
        if missing == "chain" and self.parent is not None:
            return (*self.parent.chain, self)
        if missing == "groups":
            return {}
        raise AttributeError(missing)


class _Row(_Plain):
    """An item of a Table."""

    __slots__ = ("ordinal", "table")

    def __init__(self, above: Table, number: int) -> None:
        self.name = above.item
        self.parent = self.table = above
        self.ordinal = number

    def __getattr__(self, missing: str) -> Any:
        if missing == "groups":
            return {column: [_Cell(column, self)] for column in self.table.columns}
        return super().__getattr__(missing)

    def named(self, name: str) -> Sequence[Node]:
        return (_Cell(name, self),) if name in self.table.columns else ()


class _Cell(_Plain):
    """A text of an item. Made anew at each asking; two of the same place are equal."""

    __slots__ = ("value",)

    def __init__(self, column: str, row: _Row) -> None:
        self.name = column
        self.parent = row
        self.value = row.table.cells[row.ordinal - 1][row.table.columns[column]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Cell) and self.parent is other.parent and self.name == other.name

    def __hash__(self) -> int:
        return hash((id(self.parent), self.name))

    def text(self) -> str:
        return self.value
