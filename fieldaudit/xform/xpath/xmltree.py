"""The nodes of any XML document by the data model of XPath 1.0 (section 5): texts, attributes, comments, all in order.

Knows neither expressions nor how XML is parsed: `outside` builds these trees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...i18n import tr
from .dialect import EvaluationError
from .instance import Node

MAX_TEXT_WORK = 200_000_000  # characters that texts are put together from in one evaluation; a node counts as ten
XML = "http://www.w3.org/XML/1998/namespace"


_NO_GROUPS: dict[str, list[Node]] = {}


class Tree:
    """A document: all its nodes but attributes and namespaces in document order, and every prefix it declares.

    `work` is what the texts of elements may still cost in one evaluation.
    """

    def __init__(self) -> None:
        self.nodes: list[XmlNode] = []
        self.prefixes: dict[str, str] = {}
        self.by_id: dict[str, Node] = {}
        self.instances: dict[str, Node] = {}  # elements called `instance`, by id: the lists of an XForm
        self.work = MAX_TEXT_WORK


class XmlNode(Node):
    """A node of a document. `kind`: document, element, attribute, namespace, text, comment, processing-instruction.

    `name` is written as in the document, `key` is what a test without prefix finds it by ("" if none does).
    `at` and `end` are places in the tree's order: what is below a node stands between them.
    """

    __slots__ = ("at", "at_place", "attached", "contents", "end", "key", "kind", "local", "scope", "spaces", "tree", "uri")

    kind: str
    key: str
    at: int
    bare = False
    definition = -1
    mixed = None
    relevant = own_relevant = True
    beyond = False

    def __init__(self, tree: Tree, kind: str, name: str, parent: XmlNode | None, value: str = "") -> None:
        self.tree, self.kind, self.name, self.parent, self.value = tree, kind, name, parent, value
        self.uri = self.key = ""
        self.local = name
        self.ordinal, self.at_place = 1, 0
        self.chain = (self,) if parent is None else (*parent.chain, self)
        self.groups = {} if kind in ("element", "document") else _NO_GROUPS
        self.contents: Sequence[XmlNode] = ()
        self.attached: Sequence[XmlNode] = ()
        self.scope: Mapping[str, str] = {} if parent is None else parent.scope
        self.spaces: list[XmlNode] | None = None
        self.at = len(tree.nodes) if parent is None or kind not in ("attribute", "namespace") else parent.at
        self.end = self.at + 1

    def take(self, child: XmlNode) -> None:
        """Put a node at the end of what stands in this one, or an attribute at the end of the attributes."""
        around = self.attached if child.kind == "attribute" else self.contents
        child.at_place = len(around)
        if isinstance(around, list):
            around.append(child)
        elif child.kind == "attribute":
            self.attached = [child]
        else:
            self.contents = [child]

    def found_as(self, uri: str, local: str) -> None:
        """Give an element its expanded name. No prefix in a test means no namespace or the default one (see `dialect`)."""
        self.uri, self.local = uri, local
        if uri in ("", self.scope.get("", "")):
            self.key = local

    @property
    def children(self) -> list[Node]:
        """Child elements in document order."""
        return [node for node in self.contents if node.kind == "element"]

    @property
    def attributes(self) -> dict[str, str]:
        """Attributes by name as written."""
        return {node.name: node.value for node in self.attached}

    def is_leaf(self) -> bool:
        return not any(node.kind == "element" for node in self.contents)

    def text(self) -> str:
        """XPath's string-value: of an element all the text inside it."""
        if self.kind not in ("element", "document"):
            return self.value
        found = "".join(node.value for node in self.tree.nodes[self.at:self.end] if node.kind == "text")
        self.tree.work -= 10 * (self.end - self.at) + len(found)
        if self.tree.work < 0:
            raise EvaluationError(tr("公式的计算量过大，已停止", "the formula takes too much work and was stopped"))
        return found

    def order(self) -> tuple[int, ...]:
        """Namespaces and attributes come after their element and before what is in it."""
        rank = {"namespace": 1, "attribute": 2}.get(self.kind, 0)
        return (self.at, rank, self.at_place) if rank else (self.at,)

    def namespaces(self) -> Sequence[XmlNode]:
        """The namespace axis: one node for each prefix in scope; the name is the prefix."""
        if self.kind != "element":
            return ()
        if self.spaces is None:
            self.spaces = []
            for prefix, uri in ({"xml": XML} | {key: uri for key, uri in self.scope.items() if uri}).items():
                node = XmlNode(self.tree, "namespace", prefix, self, uri)
                node.at_place = len(self.spaces)
                self.spaces.append(node)
        return self.spaces

    def path(self) -> str:
        """An XPath that leads to this node: `/data/room[2]/@kind`."""
        return "".join(node._step() for node in self.chain if isinstance(node, XmlNode)) or "/"

    def _step(self) -> str:
        if self.kind == "document":
            return ""
        if self.kind in ("attribute", "namespace"):
            return f"/@{self.name}" if self.kind == "attribute" else f"/namespace::{self.name}"
        around: Sequence[Any] = self.parent.contents if isinstance(self.parent, XmlNode) else ()
        alike = [node for node in around if node.kind == self.kind and (self.kind != "element" or node.name == self.name)]
        test = self.name if self.kind == "element" else f"{self.kind}()"
        return f"/{test}[{alike.index(self) + 1}]" if len(alike) > 1 else f"/{test}"
