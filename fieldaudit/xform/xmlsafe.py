"""XML from strangers, parsed without entities, network, DTD or unbounded size; names by their customary prefix.

Spec: getodk.github.io/xforms-spec "Namespaces". Limits: MAX_BYTES of a document, MAX_TAGS, MAX_DEPTH of elements inside
one another, MAX_PREFIXES declared, MAX_TAG bytes of one tag with its attributes, and libxml2's own limits
(`huge_tree=False`: 10 MB of one text).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..i18n import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 20_000_000
MAX_TAGS = 2_000_000  # opening and closing ones
MAX_DEPTH = 100
MAX_PREFIXES = 1_000  # declarations of prefixed namespaces
MAX_TAG = 1_000_000  # bytes
MAX_ATTRIBUTES = 1_000  # of one element

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
NAMESPACES = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "ev": "http://www.w3.org/2001/xml-events",
    "entities": "http://www.opendatakit.org/xforms/entities",
    "h": XHTML,
}
_TAG = re.compile(rb"<[^<>]*")
_DECLARED = re.compile(r"""(?<=<\?xml version=['"]1\.0['"])\s+encoding\s*=\s*['"][^'"]*['"]""")
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    XFORMS: "", "": "", "http://www.w3.org/XML/1998/namespace": "xml", "https://openrosa.org/xforms": "orx",
    "http://openrosa.org/xforms/": "orx", "http://opendatakit.org/xforms": "odk"}


def as_bytes(source: bytes | str, where: str = "") -> bytes:
    """A document's bytes; a text is decoded already, so what it says of its encoding goes. Raises BadInput for half characters."""
    if not isinstance(source, str):
        return source
    try:
        return _DECLARED.sub("", source, 1).encode()
    except UnicodeEncodeError as error:
        raise BadInput(tr("文字里有半个字符", "the text holds half a character"), where=where) from error


def parse(text: bytes | str, where: str) -> _Element:
    """The root element, comments and processing instructions left out.

    Raises BadInput when the document is malformed, too large, too deep or has a DTD.
    """
    from lxml import etree  # late: a form that was compiled before opens without it

    source = as_bytes(text, where)
    _check_size(source, where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                             remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source.lstrip(b" \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise BadInput(tr(f"XML格式错误：{error}", f"malformed XML: {error}"), where=where) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(tr("XML含有DTD，拒绝打开", "the XML has a DTD and is refused"), where=where)
    if root.xpath(f"boolean({'/*' * (MAX_DEPTH + 1)})"):
        raise BadInput(tr(f"XML嵌套超过{MAX_DEPTH}层", f"the XML is nested deeper than {MAX_DEPTH}"), where=where)
    return root


def _check_size(source: bytes, where: str) -> None:
    """Refuse by counting what would take long to parse. Raises BadInput."""
    if len(source) > MAX_BYTES:
        raise BadInput(tr(f"XML超过{MAX_BYTES // 1_000_000} MB", f"the XML exceeds {MAX_BYTES // 1_000_000} MB"),
                       where=where)
    if source.count(b"<") > MAX_TAGS:
        raise BadInput(tr("XML元素过多", "the XML has too many elements"), where=where)
    if source.count(b"xmlns:") > MAX_PREFIXES:
        raise BadInput(tr("XML声明的命名空间过多", "the XML declares too many namespaces"), where=where)
    if len(source) > MAX_TAG and max(map(len, _TAG.findall(source)), default=0) > MAX_TAG:
        raise BadInput(tr("XML的一个标签过长", "the XML has a tag that is too long"), where=where)


def line_of(element: _Element | None) -> int:
    """The line of the document an element stands on; 0 when unknown."""
    line: Any = None if element is None else element.sourceline
    return int(line or 0)


def named(root: _Element, name: str) -> list[_Element]:
    """Every element of that name, in document order."""
    return [element for element in root.iter("*") if name_of(element) == name]


def children_named(element: _Element, name: str) -> list[_Element]:
    """The child elements of that name, in document order."""
    return [child for child in element if name_of(child) == name]


def first_named(element: _Element, name: str) -> _Element | None:
    """The first child element of that name."""
    return next((child for child in element if name_of(child) == name), None)


def name_of(element: _Element) -> str:
    """The element's name with the prefix this package uses: `jr:template`, `orx:meta`, plain otherwise."""
    return qualified(str(element.tag), element)


def local_name(element: _Element) -> str:
    """The element's name without namespace."""
    return str(element.tag).rpartition("}")[2]


def written_name(element: _Element) -> str:
    """The name paths use for an element of an instance: as written there, a prefix by its customary form.

    A default namespace says nothing: `<data xmlns="…">` is data.
    """
    return name_of(element) if element.prefix else local_name(element)


def customary_prefix(uri: str) -> str | None:
    """The prefix this package uses for a namespace ("" for XForms); None for one it does not know."""
    return _PREFIXES.get(uri)


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
    """Attributes by prefixed name. Raises BadInput for more than MAX_ATTRIBUTES."""
    if len(element.attrib) > MAX_ATTRIBUTES:
        line = line_of(element)
        raise BadInput(tr(f"第{line}行的元素有过多属性", f"line {line}: an element has too many attributes"))
    return {qualified(str(name), element): str(value) for name, value in element.attrib.items()}


def tree_of(element: _Element) -> list[Any]:
    """An element in the plain form `[name, text, children, attributes?]`; text only where there are no children."""
    children = [tree_of(child) for child in element]
    text = (element.text or "") if not children else ""
    attributes = attributes_of(element)
    plain: list[Any] = [written_name(element), text, children]
    return [*plain, attributes] if attributes else plain
