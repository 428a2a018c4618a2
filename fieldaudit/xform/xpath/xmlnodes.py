"""The functions of XPath 1.0 that ask about an XML document: id(), lang(), namespace-uri(). Importing registers them.

XPath 1.0, 4.1 and 4.3. Without a DTD an identifier is what `xml:id` or `id` says, as in XHTML.
"""

from __future__ import annotations

from ...i18n import tr
from ..xmlsafe import NAMESPACES
from .axes import in_order
from .dialect import Value, nodes_of, to_string
from .instance import Node
from .registry import register
from .world import Context
from .xmltree import XmlNode


@register("id", 1, None, tr("文档中具有所给标识的元素", "the elements of a document with the given identifiers"), source="xpath")
def _id(context: Context, value: Value) -> Value:
    texts = [node.text() for node in value] if isinstance(value, list) else [to_string(value)]
    known = context.node.tree.by_id if isinstance(context.node, XmlNode) else {}
    return in_order(known[name] for text in texts for name in text.split() if name in known)


@register("lang", 1, None, tr("节点是否为某语言（按最近的 xml:lang）", "whether a node is in a language, by the nearest xml:lang"),
          source="xpath")
def _lang(context: Context, language: Value) -> Value:
    wanted = to_string(language).lower()
    for node in context.node.chain[::-1]:
        if (found := node.attributes.get("xml:lang")) is not None:
            return found.lower() == wanted or found.lower().startswith(f"{wanted}-")
    return False


@register("namespace-uri", 0, 1, tr("节点名称的命名空间", "the namespace of a node's name"), source="xpath")
def _namespace_uri(context: Context, node: Value | None = None) -> Value:
    nodes = [context.node] if node is None else nodes_of(node)
    return _namespace(nodes[0]) if nodes else ""


def _namespace(node: Node) -> str:
    if isinstance(node, XmlNode):
        return node.uri
    return NAMESPACES.get(node.name.lstrip("@").rpartition(":")[0], "")
