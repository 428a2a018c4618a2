"""From XForm XML to a compiled `Form`; every fault found, by line. The reading half of the ODK XForms spec.

Spec: getodk.github.io/xforms-spec: "Structure", "Instance", "Bindings", "Body", "Groups", "Repeats",
"Events and Actions", "Languages". Knows no XLSForm and no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..i18n import Text, tr
from . import xmlsafe
from .check import function_faults
from .columns import FA_BY_NAME, FA_PREFIX
from .expression import Call, ExpressionError, Literal, Path, parse
from .faults import Fault, FormFaults
from .form import FORMAT, Form, Parts
from .graph import Graph, Reads, Shape, build, reads
from .xmlsafe import attributes_of, line_of, name_of, named, tree_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NODES = 20_000  # of the primary instance
CONTROLS = ("input", "select1", "select", "upload", "trigger", "range", "odk:rank", "secret")
_EXPRESSIONS = {"relevant": "relevant", "calculate": "calculate", "required": "required",
                "readonly": "readonly", "constraint": "constraint"}
_ITEXT = re.compile(r"""\s*jr:itext\(\s*(['"])(.*?)\1\s*\)\s*\Z""")
_CODE = re.compile(r"\(([A-Za-z][\w-]*)\)\s*\Z")
_KNOWN_LANGUAGES = {"中文": "zh", "汉语": "zh", "简体中文": "zh", "chinese": "zh", "english": "en", "英文": "en",
                    "英语": "en"}
_TYPES = frozenset(("string", "int", "decimal", "date", "time", "dateTime", "boolean", "geopoint", "geotrace",
                    "geoshape", "binary", "barcode", "odk:rank", "intent"))
_OLD_TYPES = {"select": "string", "select1": "string", "integer": "int", "rank": "odk:rank", "long": "int"}


def read(source: bytes, name: str) -> Form:
    """Compile XForm XML. Raises FormFaults with all faults, BadInput when it is no XForm at all."""
    root = xmlsafe.parse(source, name)
    reader = _Reader(root, name)
    data = reader.data()
    if reader.faults:
        raise FormFaults(reader.faults, where=name)
    return Form(data)


def code_of(language: str) -> str:
    """The language code of an itext translation's name: "English (en)" is en, "中文" is zh."""
    if found := _CODE.search(language):
        return found[1]
    return _KNOWN_LANGUAGES.get(language.strip().lower(), language.strip())


class _Reader:
    """One reading of one document; gathers faults instead of stopping."""

    def __init__(self, root: _Element, name: str) -> None:
        self.root, self.name = root, name
        self.faults: list[Fault] = []
        model, body = _first(named(root, "model")), _first(named(root, "h:body"))
        instance = _first(_children(model, "instance")) if model is not None else None
        if model is None or body is None or instance is None or len(instance) != 1:
            raise BadInput(tr("不是XForm：缺少model、body或主实例",
                              "not an XForm: model, body or primary instance is missing"), where=name)
        self.model, self.body, self.primary = model, body, instance[0]
        self.nodes: list[list[Any]] = []
        self.paths: dict[str, int] = {}
        self.lines: dict[int, int] = {}
        self.templates: dict[str, list[Any]] = {}
        self.controls: list[dict[str, Any]] = []
        self.groups: dict[str, Any] = {}
        self.messages: dict[str, dict[str, Any]] = {}
        self.actions: list[list[Any]] = []
        self.texts: dict[str, dict[str, Parts]] = {}
        self.languages: list[str] = []

    def data(self) -> dict[str, Any]:
        """The form's plain structure."""
        self._translations()
        self._shape(self.primary, -1, "")
        self._binds()
        for action in _children(self.model, "setvalue"):
            self._action(action, -1)
        self._controls(self.body)
        self._repeats_in_body()
        graph = self._graph()
        attributes = attributes_of(self.primary)
        title = _first(named(self.root, "h:title"))
        return {
            "format": FORMAT, "name": attributes.get("id") or self.name, "root": name_of(self.primary),
            "version": attributes.get("orx:version") or attributes.get("version") or "",
            "title": (title.text if title is not None else "") or self.name, "languages": self.languages or ["zh"],
            "namespaces": {p: u for p, u in self.root.nsmap.items() if p}, "nodes": self.nodes,
            "initial": self._initial(self.primary), "templates": self.templates, "controls": self.controls,
            "groups": self.groups, "messages": self.messages, "actions": self.actions,
            "instances": self._lists(), "texts": self._listed_texts(),
            "rules": graph.rules, "edges": {str(node): found for node, found in graph.edges.items()},
        }

    def _fault(self, element: _Element | None, column: str, text: Text) -> None:
        self.faults.append(Fault("xform", line_of(element), column, text))

    # -- languages -------------------------------------------------------------------------------------
    def _translations(self) -> None:
        found = [t for itext in _children(self.model, "itext") for t in _children(itext, "translation")]
        found.sort(key=lambda t: t.get("default") is None or t.get("default") == "false()")
        for translation in found:
            code = code_of(translation.get("lang") or "default")
            self.languages.append(code)
            for text in _children(translation, "text"):
                value = next((v for v in _children(text, "value") if v.get("form") is None), None)
                if value is not None:
                    self.texts.setdefault(text.get("id") or "", {})[code] = self._parts(value)

    def _parts(self, element: _Element) -> Parts:
        parts: list[str | dict[str, str]] = [element.text or ""]
        for child in element:
            if name_of(child) == "output":
                source = child.get("value") or child.get("ref") or "''"
                self._parsed(child, "output", source)
                parts.append({"value": source})
            parts.append(child.tail or "")
        kept = [part for part in parts if part]
        if any(isinstance(part, dict) for part in kept):
            return _trimmed(kept)
        return "".join(str(part) for part in kept).strip()

    def _label(self, element: _Element, tag: str) -> dict[str, Parts]:
        """The texts of a label, hint or value child, by language."""
        child = _first(_children(element, tag))
        if child is None:
            return {}
        return self._text(child.get("ref"), child)

    def _text(self, reference: str | None, element: _Element | None) -> dict[str, Parts]:
        found = _ITEXT.match(reference or "")
        if found and found[2] in self.texts:
            return self.texts[found[2]]
        plain = self._parts(element) if element is not None else reference or ""
        return {(self.languages or ["zh"])[0]: plain} if plain else {}

    def _listed_texts(self) -> dict[str, dict[str, Parts]]:
        """Texts that choices may ask for by id (labels of questions are kept with their question)."""
        top = f"/{name_of(self.primary)}/"
        return {text_id: texts for text_id, texts in self.texts.items() if not text_id.startswith(top)}

    # -- the primary instance --------------------------------------------------------------------------
    def _shape(self, element: _Element, parent: int, above: str) -> None:
        """Number the nodes of the instance: the first of a name stands for all its instances."""
        name = name_of(element)
        path = f"{above}/{name}"
        if path not in self.paths:
            if len(self.nodes) >= MAX_NODES:
                raise BadInput(tr(f"表单超过{MAX_NODES}个节点", f"the form exceeds {MAX_NODES} nodes"), where=self.name)
            self.paths[path] = len(self.nodes)
            self.lines[len(self.nodes)] = line_of(element)
            self.nodes.append([name, parent, 0, "string", {}, "", {}])
        index = self.paths[path]
        if "jr:template" in attributes_of(element):
            self.nodes[index][2] = 1
            self.templates[str(index)] = self._initial(element)
        for child in element:
            self._shape(child, index, path)
        if not len(element) and (element.text or "").strip():
            self.nodes[index][4].setdefault("default", element.text or "")

    def _initial(self, element: _Element) -> list[Any]:
        """The instance as a tree of defaults, templates left out."""
        children = [self._initial(child) for child in element if "jr:template" not in attributes_of(child)]
        text = "" if children or len(element) else (element.text or "").strip()
        return [name_of(element), text, children]

    def _node(self, element: _Element, attribute: str, reference: str | None) -> int | None:
        """The node a reference names; a fault when there is none."""
        path = (reference or "").strip()
        if path and not path.startswith("/"):
            path = f"/{name_of(self.primary)}/{path}"
        found = self.paths.get(path)
        if found is None:
            self._fault(element, attribute, tr(f"没有节点“{reference or ''}”", f"there is no node {reference or ''!r}"))
        return found

    # -- binds -----------------------------------------------------------------------------------------
    def _binds(self) -> None:
        for bind in _children(self.model, "bind"):
            index = self._node(bind, "nodeset", bind.get("nodeset") or bind.get("ref"))
            if index is not None:
                self._bind(bind, index)

    def _bind(self, bind: _Element, index: int) -> None:
        node, attributes = self.nodes[index], attributes_of(bind)
        type_ = attributes.get("type", "string").rpartition("xsd:")[2]
        type_ = _OLD_TYPES.get(type_, type_)
        node[3] = type_ if type_ in _TYPES else "string"
        for attribute, kind in _EXPRESSIONS.items():
            if (source := attributes.get(attribute, "").strip()) and self._parsed(bind, attribute, source):
                node[4][kind] = source
        if "jr:preload" in attributes:
            node[5] = f"{attributes['jr:preload']} {attributes.get('jr:preloadParams', '')}".strip()
        for attribute, kind in (("jr:constraintMsg", "constraint"), ("jr:requiredMsg", "required")):
            if attribute in attributes:
                self.messages.setdefault(str(index), {})[kind] = self._text(attributes[attribute], None)
        for attribute, value in attributes.items():
            if attribute.startswith(f"{FA_PREFIX}:"):
                node[6][attribute[len(FA_PREFIX) + 1:]] = value

    def _parsed(self, element: _Element, attribute: str, source: str) -> bool:
        """Whether an expression is sound; its faults are noted."""
        try:
            found = list(function_faults(parse(source)))
        except ExpressionError as error:
            found = [error.what if isinstance(error.what, Text) else tr(error.what, error.what)]
        for fault in found:
            self._fault(element, attribute, fault)
        return not found

    def _action(self, element: _Element, trigger: int) -> None:
        """A setvalue: [events, target, triggering node, expression, literal]."""
        attributes = attributes_of(element)
        target = self._node(element, "ref", attributes.get("ref") or attributes.get("bind"))
        source = attributes.get("value", "").strip()
        if target is None or (source and not self._parsed(element, "value", source)):
            return
        events = (attributes.get("event") or attributes.get("ev:event") or "").replace(
            "xforms-ready", "odk-instance-first-load").split()
        self.actions.append([events, target, trigger, source, element.text or ""])

    # -- body ------------------------------------------------------------------------------------------
    def _controls(self, element: _Element) -> None:
        for child in element:
            name = name_of(child)
            if name in CONTROLS:
                self._control(child, name)
            elif name in ("group", "repeat"):
                self._group(child)
                self._controls(child)
            elif name == "setvalue":
                self._action(child, -1)

    def _group(self, element: _Element) -> None:
        reference = element.get("ref") or element.get("nodeset")
        index = self._node(element, "ref", reference) if reference else None
        if index is None:
            return
        labels = self._label(element, "label")
        if labels or str(index) not in self.groups:
            self.groups[str(index)] = labels
        if name_of(element) == "repeat":
            self.nodes[index][2] = 1
            count = attributes_of(element).get("jr:count", "").strip()
            if count and self._parsed(element, "jr:count", count):
                self.nodes[index][4]["count"] = count

    def _repeats_in_body(self) -> None:
        """A repeat without template takes its first instance as one."""
        for path, index in self.paths.items():
            if self.nodes[index][2] and str(index) not in self.templates:
                found = self._find(path)
                self.templates[str(index)] = self._initial(found) if found is not None else ["", "", []]

    def _find(self, path: str) -> _Element | None:
        here: _Element | None = self.primary
        for name in path.strip("/").split("/")[1:]:
            here = next((child for child in here if name_of(child) == name), None) if here is not None else None
        return here

    def _control(self, element: _Element, tag: str) -> None:
        index = self._node(element, "ref", element.get("ref") or element.get("bind"))
        if index is None:
            return
        attributes = attributes_of(element)
        control: dict[str, Any] = {
            "node": index, "tag": tag, "appearance": attributes.get("appearance", ""),
            "media": attributes.get("mediatype") or attributes.get("accept") or "",
            "label": self._label(element, "label"), "hint": self._label(element, "hint")}
        if tag == "range":
            control |= {key: attributes.get(key, "") for key in ("start", "end", "step")}
        if tag in ("select", "select1", "odk:rank"):
            self._choices(element, control)
        self.controls.append(control)
        for action in _children(element, "setvalue"):
            self._action(action, index)
        self._check_fa(element, index, control)

    def _choices(self, element: _Element, control: dict[str, Any]) -> None:
        itemset = _first(_children(element, "itemset"))
        if itemset is None:
            control["choices"] = [[self._item_value(item), self._label(item, "label")]
                                  for item in named(element, "item")]
            return
        source = itemset.get("nodeset") or ""
        if not self._parsed(itemset, "nodeset", source):
            return
        value, label = _first(_children(itemset, "value")), _first(_children(itemset, "label"))
        label_ref = (label.get("ref") or "") if label is not None else ""
        translated = label_ref.replace(" ", "").startswith("jr:itext(")
        tree = parse(source)
        control["items"] = {
            "nodeset": source, "list": _list_of(tree), "dynamic": not _is_whole_list(tree),
            "value": (value.get("ref") or "name") if value is not None else "name", "translated": translated,
            "label": label_ref.strip()[len("jr:itext("):-1].strip() if translated else label_ref}

    def _item_value(self, item: _Element) -> str:
        value = _first(_children(item, "value"))
        return (value.text or "").strip() if value is not None else ""

    def _check_fa(self, element: _Element, index: int, control: dict[str, Any]) -> None:
        names = frozenset(name for name, _ in control.get("choices", ()))
        for name, value in self.nodes[index][6].items():
            column = FA_BY_NAME.get(name)
            if column is not None and (not column.choice or names) and (fault := column.fault(value, names)):
                self._fault(element, f"{FA_PREFIX}:{name}", fault)

    # -- lists and graph -------------------------------------------------------------------------------
    def _lists(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for instance in _children(self.model, "instance")[1:]:
            list_id = instance.get("id") or ""
            if len(instance):
                found[list_id] = tree_of(instance[0])
            elif "last-saved" not in (instance.get("src") or ""):
                self._fault(instance, "src", tr(f"暂不支持外部数据“{list_id}”",
                                                f"external data {list_id!r} is not supported"))
        return found

    def _graph(self) -> Graph:
        shape = Shape([n[0] for n in self.nodes], [n[1] for n in self.nodes], [bool(n[2]) for n in self.nodes])
        controls = {control["node"]: control for control in self.controls}
        needs: dict[tuple[int, str], Reads] = {}
        for index, node in enumerate(self.nodes):
            for kind, sources in _rules_of(node, controls.get(index)):
                needs[index, kind] = found = reads(shape, index, sources)
                for missing in found.missing:
                    self.faults.append(Fault("xform", self.lines[index], kind, tr(
                        f"{node[0]}：路径“{missing}”不存在", f"{node[0]}: there is no {missing!r}")))
        graph = build(shape, needs)
        if graph.cycle:
            around = " → ".join(self.nodes[index][0] for index in (*graph.cycle, graph.cycle[0]))
            self.faults.append(Fault("xform", self.lines[graph.cycle[0]], "calculate",
                                     tr(f"循环依赖：{around}", f"depends on itself: {around}")))
        return graph


def _rules_of(node: list[Any], control: dict[str, Any] | None) -> Iterator[tuple[str, list[str]]]:
    says = node[4]
    for kind in ("count", "relevant", "calculate"):
        if kind in says:
            yield kind, [says[kind]]
    items = (control or {}).get("items")
    valid = [says["constraint"]] if "constraint" in says else []
    if items and items["dynamic"]:
        valid.append(items["nodeset"])
    if valid:
        yield "valid", valid


def _first(elements: list[_Element]) -> _Element | None:
    return elements[0] if elements else None


def _children(element: _Element, name: str) -> list[_Element]:
    return [child for child in element if name_of(child) == name]


def _trimmed(parts: list[str | dict[str, str]]) -> list[str | dict[str, str]]:
    """Parts without the space pyxform puts around a text with outputs."""
    first, last = parts[0], parts[-1]
    if isinstance(first, str):
        parts[0] = first.lstrip()
    if isinstance(last, str):
        parts[-1] = str(parts[-1]).rstrip()
    return [part for part in parts if part]


def _list_of(tree: object) -> str:
    """The id of the lookup list an itemset draws from; "" when it draws from the record."""
    match tree:
        case Path(_, _, Call("instance", (Literal(list_id),)), _):
            return list_id
        case Call("randomize", (inner, *_)):
            return _list_of(inner)
        case _:
            return ""


def _is_whole_list(tree: object) -> bool:
    """Whether the itemset offers every item of its list, always."""
    return isinstance(tree, Path) and bool(_list_of(tree)) and not any(step.predicates for step in tree.steps)
