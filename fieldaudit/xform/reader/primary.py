"""The primary instance of an XForm as numbered nodes with their defaults, and paths looked up among them.

Spec: getodk.github.io/xforms-spec "Instance", "Repeats" (several instances, jr:template), "Metadata". The first node
of a name stands for all its siblings of that name. Attributes below the root element are leaves named `@name`; those of the
root itself are kept aside (`root_attributes`) until a bind or an action names them. Knows no bind and no control.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...errors import BadInput
from ...i18n import tr
from ..xmlsafe import NAMESPACES, XFORMS, attributes_of, line_of, qualified, written_name
from .notes import Notes

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NODES = 20_000  # of the form
MAX_ELEMENTS = 100_000  # of the instance, every instance of a repeat counted
_TEMPLATE = "jr:template"
_OWN = ("id", "version", "orx:version")  # of the root: the form's name and version
_BRACKET = re.compile(r"([\[\]])")


class Primary:
    """One primary instance. A node is `[name, parent, repeat, type, expressions, preload, fa]`."""

    def __init__(self, instance: _Element, notes: Notes, where: str) -> None:
        self._notes, self._where = notes, where
        self.id = instance.get("id") or ""
        root = instance[0]
        if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
            raise BadInput(tr(f"主实例超过{MAX_ELEMENTS}个元素",
                              f"the primary instance exceeds {MAX_ELEMENTS} elements"), where=where)
        self.nodes: list[list[Any]] = []
        self.paths: dict[str, int] = {}
        self._all_paths: list[str] = []
        self.lines: list[int] = []  # of the document, by node
        self.groups: set[int] = set()  # nodes with child elements
        self.namespaces: dict[str, str] = {}
        self._first: dict[int, _Element] = {}  # the first instance that is no template
        self._templates: dict[int, _Element] = {}
        self.root = written_name(root)
        self._shape(root, -1, "")
        said = attributes_of(root)
        self.root_attributes = {name: value for name, value in said.items() if name not in _OWN}
        self.name = said.get("id") or ""
        self.version = said.get("orx:version") or said.get("version") or ""
        namespace = None if root.prefix else root.nsmap.get(None)
        if namespace and namespace != XFORMS:
            self.root_attributes["xmlns"] = namespace

    def _shape(self, element: _Element, parent: int, above: str) -> None:
        """Number an element and all below it."""
        name = written_name(element)
        path = f"{above}/{name}"
        index = self._numbered(path, name, parent, element)
        if _TEMPLATE in attributes_of(element) and parent >= 0:
            self.nodes[index][2] = 1
            self._templates.setdefault(index, element)
        else:
            self._first.setdefault(index, element)
        self._declared(element, str(element.tag), name if element.prefix else "")
        for tag in element.attrib:
            self._declared(element, str(tag), qualified(str(tag), element))
        if parent >= 0:
            for attribute, value in _attributes(element).items():
                self._numbered(f"{path}/@{attribute}", f"@{attribute}", index, element, value)
        if len(element):
            self.groups.add(index)
        elif text := (element.text or "").strip():
            self.nodes[index][4].setdefault("default", text)
        for child in element:
            self._shape(child, index, path)

    def _declared(self, element: _Element, tag: str, name: str) -> None:
        """Note what the prefix of a name stands for, wherever it was declared; a record has one meaning for each."""
        prefix, colon, _ = name.partition(":")
        namespace = tag[1:].partition("}")[0]
        if colon and self.namespaces.setdefault(prefix, namespace) != namespace and prefix not in NAMESPACES:
            self._notes.fault(element, name, tr(f"前缀“{prefix}:”有两个命名空间", f"the prefix {prefix}: has two namespaces"))

    def _numbered(self, path: str, name: str, parent: int, element: _Element, default: str = "") -> int:
        found = self.paths.get(path)
        if found is not None:
            return found
        if len(self.nodes) >= MAX_NODES:
            raise BadInput(tr(f"表单超过{MAX_NODES}个节点", f"the form exceeds {MAX_NODES} nodes"), where=self._where)
        index = self.paths[path] = len(self.nodes)
        self._all_paths.append(path)
        self.lines.append(line_of(element))
        self.nodes.append([name, parent, 0, "string", {"default": default} if default else {}, "", {}])
        return index

    # -- defaults ----------------------------------------------------------------------------------------
    def initial(self) -> list[Any]:
        """The whole instance as a tree of defaults `[name, text, children]`, templates left out."""
        return self._tree(self._first[0], 0)

    def templates(self) -> dict[str, list[Any]]:
        """What a new instance of each repeat holds: its template, else its first instance."""
        repeats = [index for index, node in enumerate(self.nodes) if node[2]]
        return {str(index): self._tree(self._templates.get(index, self._first.get(index)), index) for index in repeats}

    def _tree(self, element: _Element | None, index: int) -> list[Any]:
        if element is None:
            return [self.nodes[index][0], "", []]
        children = [self._tree(child, -1) for child in element if _TEMPLATE not in attributes_of(child)]
        text = "" if len(element) else (element.text or "").strip()
        if index == 0:
            bound = {name[1:] for name, parent, *_ in self.nodes if parent == 0 and name[0] == "@"}
            attributes = {name: value for name, value in attributes_of(element).items() if name in bound}
        else:
            attributes = _attributes(element)
        return [written_name(element), text, [*([f"@{name}", value, []] for name, value in attributes.items()), *children]]

    # -- paths -------------------------------------------------------------------------------------------
    def path_of(self, reference: str, above: str) -> str:
        """An absolute path for a reference read at the path `above`; predicates do not matter."""
        path = _without_predicates("".join(self._notes.customary(reference).split())).removeprefix("current()/")
        names: list[str] = [] if path.startswith("/") else above.strip("/").split("/")
        for name in path.strip("/").split("/"):
            if name == "..":
                del names[-1:]
            elif name not in (".", ""):
                names.append(name)
        return "/" + "/".join(names)

    def find(self, element: _Element, attribute: str, reference: str, above: str = "") -> int | None:
        """The node a reference names, read at the path `above` (else the root); a fault when there is none."""
        path = self.path_of(reference, above or f"/{self.root}")
        found = self.paths.get(path) if reference.strip() else None
        if found is None:
            found = self.root_attribute(path.removeprefix(f"/{self.root}/@")) if f"/{self.root}/@" in path else None
        if found is None:
            text = tr(f"没有节点“{reference.strip()[:200]}”", f"there is no node {reference.strip()[:200]!r}")
            self._notes.fault(element, attribute, self._notes.guess(text, path, self.paths))
        return found

    def root_attribute(self, name: str) -> int | None:
        """An attribute of the root element becomes a node when something names it; None when there is no such one."""
        said = attributes_of(self._first[0])
        if name not in said:
            return None
        self.root_attributes.pop(name, None)
        return self._numbered(f"/{self.root}/@{name}", f"@{name}", 0, self._first[0], said[name])

    def path_at(self, index: int) -> str:
        """The absolute path of a node."""
        return self._all_paths[index]


def _without_predicates(path: str) -> str:
    """A path with what stands in brackets left out; as it is when they do not match."""
    kept, depth = [], 0
    for piece in _BRACKET.split(path):
        if piece == "[":
            depth += 1
        elif piece == "]":
            depth -= 1
        elif depth == 0:
            kept.append(piece)
        if depth < 0:
            return path
    return "".join(kept) if depth == 0 else path


def _attributes(element: _Element) -> dict[str, str]:
    """The attributes a record keeps; a default namespace the element declares anew among them."""
    found = attributes_of(element)
    found.pop(_TEMPLATE, None)
    above, own = element.getparent(), element.nsmap.get(None)
    if not element.prefix and own and above is not None and above.nsmap.get(None) != own:
        found["xmlns"] = own
    return found
