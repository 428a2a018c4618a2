"""The thirteen axes and the node tests of XPath 1.0 (2.2, 2.3), on any tree of nodes. Knows no expression.

A record keeps texts inside its elements (`Node.bare`): there `text()` on the child axis is the element itself, and
there are no comments, processing instructions or namespaces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from ...i18n import tr
from ..xmlsafe import NAMESPACES, XFORMS, XHTML
from .dialect import EvaluationError
from .instance import Node
from .xmltree import XML, XmlNode

if TYPE_CHECKING:
    from .world import Context

REVERSE = frozenset(("ancestor", "ancestor-or-self", "preceding", "preceding-sibling"))
MAX_WORK = 2_000_000  # nodes looked at for one value

Choose = Callable[["Context", Node], Sequence[Node]]
_Test = Callable[[Node], bool]


def spend(context: Context, nodes: int) -> None:
    """Count work; raises EvaluationError when an expression looks at more nodes than any form needs."""
    if not context.meter:
        context.meter.append(MAX_WORK)
    context.meter[0] -= nodes
    if context.meter[0] < 0:
        raise EvaluationError(tr("公式的计算量过大，已停止", "the formula takes too much work and was stopped"))


# -- order -------------------------------------------------------------------------------------------
def in_order(nodes: Iterable[Node]) -> list[Node]:
    """The nodes without doubles, in document order."""
    found = list(dict.fromkeys(nodes))
    if len(found) < 2:
        return found
    places: dict[int, dict[Node, int]] = {}
    return sorted(found, key=lambda node: _key(node, places))


def _key(node: Node, places: dict[int, dict[Node, int]]) -> tuple[int, ...]:
    """What sorts the nodes of one tree in document order; each parent's children are numbered once, attributes before them."""
    if isinstance(node, XmlNode):
        return node.order()
    key = []
    for each in node.chain[1:]:
        above = each.parent
        known = places.get(id(above))
        if known is None and above is not None:
            known = places[id(above)] = {child: at for at, child in enumerate(above.children)}
        key.append(-1 if known is None else known.get(each, -1))
    return tuple(key)


# -- axes --------------------------------------------------------------------------------------------
def _siblings(node: Node) -> tuple[Sequence[Node], int]:
    """The children of a node's parent and its place; an attribute has no siblings."""
    above = node.parent
    if above is None or node.name[:1] == "@":
        return (), 0
    if isinstance(node, XmlNode):
        return ((), 0) if node.kind in ("attribute", "namespace") else (contents(above), node.at_place)
    around = above.children
    try:
        return around, around.index(node)
    except ValueError as error:  # it stands where the next instance of a repeat would
        raise EvaluationError(tr("尚无此组，无法按其前后计算", "there is no such instance yet to look around from")) from error


def contents(node: Node) -> Sequence[Node]:
    """The child axis: elements, and in an XML document also texts, comments and instructions."""
    return node.contents if isinstance(node, XmlNode) else node.children


def _following_siblings(node: Node) -> Sequence[Node]:
    around, at = _siblings(node)
    return around[at + 1:]


def _preceding_siblings(node: Node) -> Sequence[Node]:
    around, at = _siblings(node)
    return around[:at][::-1]


def _descendants(node: Node) -> Sequence[Node]:
    if isinstance(node, XmlNode):
        return node.tree.nodes[node.at + 1:node.end]
    return list(node.below())[1:]


def _following(node: Node) -> Sequence[Node]:
    if isinstance(node, XmlNode):
        start = node.at + 1 if node.kind in ("attribute", "namespace") else node.end
        return node.tree.nodes[start:]
    return [found for above in node.chain[::-1] for later in _following_siblings(above) for found in later.below()]


def _preceding(node: Node) -> Sequence[Node]:
    """Backwards from the node, its ancestors left out."""
    if isinstance(node, XmlNode):
        above = set(node.chain)
        return [found for found in node.tree.nodes[:node.at][::-1] if found not in above]
    return [found for above in node.chain[::-1] for earlier in _preceding_siblings(above)
            for found in list(earlier.below())[::-1]]


AXES: dict[str, Callable[[Node], Sequence[Node]]] = {
    "child": contents,
    "parent": lambda node: () if node.parent is None else (node.parent,),
    "self": lambda node: (node,),
    "descendant": _descendants,
    "descendant-or-self": lambda node: (node, *_descendants(node)),
    "ancestor": lambda node: node.chain[-2::-1],
    "ancestor-or-self": lambda node: node.chain[::-1],
    "following": _following,
    "following-sibling": _following_siblings,
    "preceding": _preceding,
    "preceding-sibling": _preceding_siblings,
    "attribute": lambda node: attributes(node),
    "namespace": lambda node: node.namespaces() if isinstance(node, XmlNode) else (),
}


def attributes(node: Node) -> Sequence[Node]:
    """The attribute axis."""
    if isinstance(node, XmlNode):
        return node.attached
    return [found for name, group in node.groups.items() if name[0] == "@" for found in group]


# -- node tests ----------------------------------------------------------------------------------------
def chooser(axis: str, test: str) -> Choose:
    """What an axis and a node test find from a node, in the order of the axis."""
    if axis == "child" and is_plain(test):
        return lambda context, node: node.named(test)
    if test == "text()":
        return _texts(axis)
    walk = AXES[axis]
    if test == "node()":
        return lambda context, node: _counted(context, walk(node))
    if ":" in test and not test.startswith("processing-instruction"):
        return _prefixed(axis, test)
    passes = _test(axis, test)
    return lambda context, node: [found for found in _counted(context, walk(node)) if passes(found)]


def is_plain(test: str) -> bool:
    """Whether a test is a name without prefix."""
    return test[-1] not in "*)" and ":" not in test


def _counted(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
    if len(nodes) > 1:
        spend(context, len(nodes))
    return nodes


def _test(axis: str, test: str) -> _Test:
    if test.endswith(")"):
        kind, _, target = test[:-1].partition("(")
        target = target[1:-1]
        return lambda node: node.kind == kind and target in ("", node.name)
    if axis == "attribute":
        return lambda node: test == "*" or node.name.lstrip("@") == test
    if axis == "namespace":
        return lambda node: test in ("*", node.name)
    if test == "*":
        return lambda node: node.kind == "element"
    return lambda node: node.key == test


def _texts(axis: str) -> Choose:
    walk = AXES[axis]

    def choose(context: Context, node: Node) -> Sequence[Node]:
        if not node.bare:
            return [found for found in _counted(context, walk(node)) if found.kind == "text"]
        if axis == "child":
            return [node] if node.value else []
        return [found for found in _counted(context, walk(node)) if found.value] if axis.startswith("descendant") else []

    return choose


def _prefixed(axis: str, test: str) -> Choose:
    """`prefix:name` and `prefix:*`: by namespace in a document, as written in a record."""
    walk, attribute = AXES[axis], axis == "attribute"
    prefix, _, local = test.partition(":")
    written = f"{prefix}:" if local == "*" else test

    def choose(context: Context, node: Node) -> Sequence[Node]:
        if node.bare:
            begin = f"@{written}" if attribute else written
            return [found for found in walk(node) if (found.name.startswith(begin) if local == "*" else found.name == begin)]
        uri = namespace_of(prefix, context, node)
        wanted = "attribute" if attribute else "element"
        return [found for found in _counted(context, walk(node)) if isinstance(found, XmlNode) and found.kind == wanted
                and found.uri == uri and local in ("*", found.local)]

    return choose


_WELL_KNOWN = NAMESPACES | {"xml": XML, "xhtml": XHTML, "html": XHTML, "xforms": XFORMS, "xf": XFORMS}


def namespace_of(prefix: str, context: Context, node: Node) -> str:
    """What a prefix stands for: to the caller, where the question stands, in the document, to everybody."""
    current = context.current
    scopes = [context.world.namespaces, current.scope if isinstance(current, XmlNode) else {}]
    if isinstance(node, XmlNode):
        scopes += [node.scope, node.tree.prefixes]
    found = next((scope[prefix] for scope in (*scopes, _WELL_KNOWN) if prefix in scope), None)
    if found is None:
        raise EvaluationError(tr(f"前缀“{prefix}”没有声明", f"the prefix {prefix!r} is not declared"))
    return found
