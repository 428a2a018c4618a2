"""XML from strangers, parsed without entities, network, DTD or unbounded size. The only importer of lxml.

Limits: MAX_BYTES of a document, MAX_DEPTH of elements inside one another, and libxml2's own limits
(`huge_tree=False`: 10 MB of one text).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..i18n import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 20_000_000
MAX_DEPTH = 100

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
NAMESPACES = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "ev": "http://www.w3.org/2001/xml-events",
    "h": XHTML,
}
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    XFORMS: "", "": "", "https://openrosa.org/xforms": "orx", "http://openrosa.org/xforms/": "orx"}


def parse(source: bytes, where: str) -> _Element:
    """The root element. Raises BadInput when the document is malformed, too large, too deep or has a DTD."""
    from lxml import etree  # late: a form that was compiled before opens without it

    if len(source) > MAX_BYTES:
        raise BadInput(tr(f"XML超过{MAX_BYTES // 1_000_000} MB", f"the XML exceeds {MAX_BYTES // 1_000_000} MB"),
                       where=where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                             remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(tr(f"XML格式错误：{error}", f"malformed XML: {error}"), where=where) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(tr("XML含有DTD，拒绝打开", "the XML has a DTD and is refused"), where=where)
    _check_depth(root, where)
    return root


def _check_depth(root: _Element, where: str) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise BadInput(tr(f"XML嵌套超过{MAX_DEPTH}层", f"the XML is nested deeper than {MAX_DEPTH}"), where=where)
        level = [child for element in level for child in element]


def line_of(element: _Element | None) -> int:
    """The line of the document an element stands on; 0 when unknown."""
    line: Any = None if element is None else element.sourceline
    return int(line or 0)


def named(root: _Element, name: str) -> list[_Element]:
    """Every element of that name, in document order."""
    return [element for element in root.iter("*") if name_of(element) == name]


def name_of(element: _Element) -> str:
    """The element's name with the prefix this package uses: `jr:template`, `orx:meta`, plain otherwise."""
    return qualified(str(element.tag), element)


def qualified(tag: str, element: _Element) -> str:
    """A Clark name `{uri}local` as prefix:local, by our prefixes first, else the document's own."""
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(uri)
    if prefix is None:
        prefix = next((known for known, found in element.nsmap.items() if found == uri and known), "")
    return f"{prefix}:{local}" if prefix else local


def attributes_of(element: _Element) -> dict[str, str]:
    """Attributes by prefixed name."""
    return {qualified(str(name), element): str(value) for name, value in element.attrib.items()}


def tree_of(element: _Element) -> list[Any]:
    """An element in the plain form `[name, text, children, attributes?]`; text only where there are no children."""
    children = [tree_of(child) for child in element]
    text = (element.text or "") if not children else ""
    attributes = attributes_of(element)
    plain: list[Any] = [name_of(element), text, children]
    return [*plain, attributes] if attributes else plain
