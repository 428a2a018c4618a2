"""`evaluate`: one expression over a record or over any XML document. Knows nothing of forms itself.

    document = parse_document(xml)                     once, for many expressions
    evaluate("count(//room[@kind = 'x'])", document)   str | float | bool | list of nodes
    node.name, node.text(), node.path()                what a node of the list says of itself
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..i18n import tr
from .filling.record import Record
from .xmlsafe import MAX_BYTES, MAX_DEPTH, as_bytes
from .xpath.dialect import Value, nodes_of
from .xpath.evaluate import compiled
from .xpath.instance import Node
from .xpath.world import Context
from .xpath.xmltree import MAX_TEXT_WORK, XML, Tree, XmlNode

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TAGS = 500_000  # "<" in one document
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_compiled = lru_cache(maxsize=1000)(compiled)


def evaluate(expression: str, on: Record | Node | bytes | str, context_path: str = "", *, now: datetime | None = None,
             today: date | None = None, zone: timezone | None = None, seed: int = 0, language: str = "",
             namespaces: Mapping[str, str] | None = None,
             instances: Mapping[str, Node | bytes | str] | None = None) -> Value:
    """The value of an expression: str, float, bool, or a list of nodes in document order.

    `on` is a record (then `context_path` is a record path such as `rooms[2]/bars`, and the record knows the rest), an
    XML document as text or bytes, or what `parse_document` made of one, or a node of that. For a document
    `context_path` is an XPath; blank is the root element, or the given node. `now` (1970 if not given) with its time
    zone, or `zone`, is for dates; `namespaces` names prefixes; `instances` are documents for instance(); without
    them instance() finds the `instance` elements of the document itself, as in an XForm.
    Raises ExpressionError; BadInput for a document or path that cannot be used.
    """
    if isinstance(on, Record):
        return on.evaluate(expression, context_path)
    start = parse_document(on) if isinstance(on, bytes | str) else on
    moment = now or _EPOCH
    if zone is not None:
        moment = moment.astimezone(zone)
    others = dict(start.tree.instances) if isinstance(start, XmlNode) else {}
    for name, found in (instances or {}).items():
        others[name] = parse_document(found) if isinstance(found, bytes | str) else found
    world = Outside(start.chain[0], moment, today, seed, language, namespaces or {}, others)
    node = _place(start, context_path, world)
    return _compiled(expression)(Context(node, node, world))


def _place(start: Node, context_path: str, world: Outside) -> Node:
    if isinstance(start, XmlNode):
        start.tree.work = MAX_TEXT_WORK
    if not context_path:
        return start.children[0] if start.parent is None and start.kind == "document" and start.children else start
    found = nodes_of(_compiled(context_path)(Context(start, start, world)))
    if not found:
        raise BadInput(tr(f"文档里没有“{context_path}”", f"the document has no {context_path!r}"))
    return found[0]


class Outside:
    """A world for one document that is not a record: no answers, no choices, no translations."""

    person = device = location = ""
    blank_when_empty = False

    def __init__(self, document: Node, now: datetime, today: date | None = None, seed: int = 0, language: str = "",
                 namespaces: Mapping[str, str] | None = None, instances: Mapping[str, Node] | None = None) -> None:
        offset = now.utcoffset()
        if offset is None:
            raise ValueError("now must carry a time zone")
        self.document, self.now, self.today = document, now, today or now.date()
        self.zone = timezone(offset)
        self.seed, self.language = seed, language
        self.namespaces: Mapping[str, str] = namespaces or {}
        self.instances: Mapping[str, Node] = instances or {}

    def choice_label(self, path: str, value: str, at: Node) -> str:
        """No choices outside a form: the value itself."""
        return value

    def translated(self, text_id: str) -> str:
        """No translations outside a form: the id itself."""
        return text_id


# -- reading a document --------------------------------------------------------------------------------
def parse_document(xml: bytes | str) -> XmlNode:
    """The document node of an XML text, comments, instructions, namespaces and the order of all things kept.

    Raises BadInput when it is malformed, too large, too deep, or declares entities or other things in a DTD.
    """
    from lxml import etree  # late: a form that was compiled before opens without it

    source = as_bytes(xml)
    if len(source) > MAX_BYTES or source.count(b"<") > MAX_TAGS:
        raise BadInput(tr("XML文档过大", "the XML document is too large"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(source.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(tr(f"XML格式错误：{error}", f"malformed XML: {error}")) from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and (any(declared.iterentities()) or any(declared.iterelements())):
        raise BadInput(tr("XML含有DTD，拒绝打开", "the XML has a DTD and is refused"))
    return _grown(root)


def _grown(root: _Element) -> XmlNode:
    """Our own tree of an lxml tree, without recursion."""
    tree = Tree()
    top = _add(tree, "document", "", None, "")
    around = [*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings()]
    waiting: list[tuple[Any, XmlNode | None]] = [(top, None), *((each, top) for each in around[::-1])]
    while waiting:
        found, parent = waiting.pop()
        if parent is None:  # all that is in it has been read
            found.end = len(tree.nodes)
        elif isinstance(found, str):
            _text(tree, found, parent)
        elif isinstance(found.tag, str):
            node = _element(tree, found, parent)
            waiting.append((node, None))
            for child in reversed(found):
                waiting += [(child.tail or "", node), (child, node)]
            waiting.append((found.text or "", node))
        else:
            target = getattr(found, "target", "")
            _add(tree, "processing-instruction" if target else "comment", target, parent, found.text or "")
    return top


def _add(tree: Tree, kind: str, name: str, parent: XmlNode | None, value: str) -> XmlNode:
    node = XmlNode(tree, kind, name, parent, value)
    tree.nodes.append(node)
    if parent is not None:
        parent.take(node)
    return node


def _text(tree: Tree, text: str, parent: XmlNode) -> None:
    """A text node; what a comment does not part is one text."""
    if text:
        _add(tree, "text", "", parent, text)


def _element(tree: Tree, element: _Element, parent: XmlNode) -> XmlNode:
    if len(parent.chain) > MAX_DEPTH:
        raise BadInput(tr(f"XML嵌套超过{MAX_DEPTH}层", f"the XML is nested deeper than {MAX_DEPTH}"))
    uri, local = _parted(str(element.tag))
    name = f"{element.prefix}:{local}" if element.prefix else local
    node = _add(tree, "element", name, parent, "")
    declared = element.nsmap
    if declared or node.scope:
        _declared(tree, node, {prefix or "": str(found) for prefix, found in declared.items()})
    node.found_as(uri, local)
    group = parent.groups.setdefault(node.key or f"{{{uri}}}{local}", [])
    group.append(node)
    node.ordinal = len(group)
    for attribute, value in element.attrib.items():
        _attribute(tree, node, str(attribute), str(value))
    return node


def _declared(tree: Tree, node: XmlNode, scope: dict[str, str]) -> None:
    """Note the prefixes in scope; an element that declares none shares its parent's."""
    if scope != node.scope:
        node.scope = scope
        for prefix, found in scope.items():
            tree.prefixes.setdefault(prefix, found)


def _attribute(tree: Tree, owner: XmlNode, tag: str, value: str) -> None:
    uri, local = _parted(tag)
    prefix = "xml" if uri == XML else next((known for known, found in owner.scope.items() if known and found == uri), "")
    node = XmlNode(tree, "attribute", f"{prefix}:{local}" if uri and prefix else local, owner, value)
    node.uri, node.local = uri, local
    owner.take(node)
    if local == "id" and uri in ("", XML):
        tree.by_id.setdefault(value, owner)
        if owner.local == "instance":
            tree.instances.setdefault(value, owner)


def _parted(tag: str) -> tuple[str, str]:
    """Namespace and local part of a Clark name."""
    uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return uri, local
