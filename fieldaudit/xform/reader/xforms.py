"""From XForm XML to a compiled `Form`; every fault found, by line. Knows no XLSForm and no record.

Spec: getodk.github.io/xforms-spec: "Structure", "Bindings", "Secondary Instances", "URIs", "Submission"; the other chapters
are read by `primary` (instance), `texts` (languages, media), `body` (controls, groups, repeats, events, actions) and
`lists` (data).
Unknown elements and attributes are let pass, as the reference engines do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import BadInput
from ...i18n import Text, tr
from .. import xmlsafe
from ..columns import FA_BY_NAME, FA_PREFIX
from ..faults import Fault, FormFaults
from ..form import FORMAT, Form
from ..xmlsafe import attributes_of, children_named, local_name, name_of, named
from . import lists
from .body import ACTIONS, SELECTS, Body, Place
from .graph import MAX_LOOKS, Graph, Reads, Reference, Shape, build, reads
from .notes import Notes
from .primary import Primary
from .texts import Texts, title_of

if TYPE_CHECKING:
    from lxml.etree import _Element

EXPRESSIONS = ("relevant", "calculate", "required", "readonly", "constraint")
TRUTHS = {"true": "true()", "yes": "true()", "false": "false()", "no": "false()"}  # written for a condition
ENTITIES = (2025, 1)  # the newest entities version whose forms are understood
_TYPES = frozenset(("string", "int", "decimal", "date", "time", "dateTime", "boolean", "geopoint", "geotrace",
                    "geoshape", "binary", "barcode", "odk:rank", "intent"))
_OLD_TYPES = {"integer": "int", "long": "int", "float": "decimal", "double": "decimal", "rank": "odk:rank", "datetime": "dateTime",
              "base64Binary": "binary"}
_BOUND = ("nodeset", "ref", "id", "type", *EXPRESSIONS, "jr:preload", "jr:preloadParams", "preload", "preloadParams",
          "jr:constraintMsg", "constraintMsg", "jr:requiredMsg", "requiredMsg")
_URI = re.compile(r"jr://(?:file-csv|file|images|audio|video)/(?:.*/)?([^/]+)\Z", re.DOTALL)


def read(source: bytes, name: str, files: Mapping[str, bytes] | None = None, own: Mapping[str, bytes] | None = None,
         remarks: list[Fault] | None = None) -> Form:
    """Compile XForm XML. `files`: the form's data files by name; a file that is missing there is a fault. Without `files`
    the lists that are wanted stand in `Form.externals`. `own`: data files made with the form itself (itemsets.csv).
    `remarks` is given what opens but can hardly be meant.

    Raises FormFaults with all faults, BadInput when it is no XForm at all.
    """
    reader = _Reader(xmlsafe.parse(source, name), name, files, own or {})
    data = reader.data()
    if remarks is not None:
        remarks += reader.notes.remarks
    if reader.notes.faults:
        raise FormFaults(sorted(reader.notes.faults, key=lambda fault: fault.row), where=name)
    return Form(data)


class _Reader:
    """One reading of one document; gathers faults instead of stopping."""

    def __init__(self, root: _Element, name: str, files: Mapping[str, bytes] | None, own: Mapping[str, bytes]) -> None:
        self.root, self.name, self.files, self.own = root, name, files, own
        models, bodies = _anywhere(root, "model"), _anywhere(root, "h:body")
        instances = children_named(models[0], "instance") if models else []
        if not bodies or not instances or not len(instances[0]):
            raise BadInput(tr("不是XForm：缺少model、body或主实例",
                              "not an XForm: model, body or primary instance is missing"), where=name)
        self.model, self.page, self.secondary = models[0], bodies[0], instances[1:]
        self.notes = Notes(root, instances[0].get("id") or "")
        self.texts = Texts(self.model, self.notes)
        self.primary = Primary(instances[0], self.notes, name)
        self.ids: dict[str, int] = {}
        self.body = Body(self.primary, self.texts, self.notes, self.ids)
        self.messages: dict[str, dict[str, Any]] = {}
        self.bind_attributes: dict[str, dict[str, str]] = {}
        self.lists: dict[str, Any] = {}
        self.externals: list[dict[str, str]] = []
        self.last_saved: list[str] = []
        self._looks = 0  # of `graph.reads`

    def data(self) -> dict[str, Any]:
        """The form's plain structure; `form` says what is in it."""
        primary, texts, body = self.primary, self.texts, self.body
        self._binds(self.model, f"/{primary.root}")
        for element in self.model:
            if name_of(element) in ACTIONS:
                body.action(element, Place(f"/{primary.root}"), -1)
        body.read(self.page)
        for name in sorted(self.notes.attributes):
            primary.root_attribute(name)
        self._lists()
        self._check_asked()
        self._check_fa()
        graph = self._graph()
        return {
            "format": FORMAT, "name": primary.name or self.name, "root": primary.root, "version": primary.version,
            "title": title_of(self.root) or self.name, "languages": texts.languages, "language_names": texts.names,
            "namespaces": self._namespaces(), "nodes": primary.nodes, "initial": primary.initial(),
            "templates": primary.templates(), "controls": body.controls, "groups": body.groups, "messages": self.messages,
            "bind_attributes": self.bind_attributes, "root_attributes": primary.root_attributes, "actions": body.actions,
            "instances": self.lists, "externals": self.externals, "last_saved": self.last_saved,
            "texts": texts.plain, "texts_media": texts.forms, "model": self._model(),
            "rules": graph.rules, "edges": {str(node): found for node, found in graph.edges.items()},
        }

    def _namespaces(self) -> dict[str, str]:
        found = {prefix: uri for prefix, uri in {**self.root.nsmap, **self.page.nsmap}.items() if prefix}
        return {**found, **{prefix: uri for prefix, uri in self.primary.namespaces.items() if prefix}}

    def _model(self) -> dict[str, Any]:
        said = attributes_of(self.model)
        submission = children_named(self.model, "submission")
        entities = said.get("entities:entities-version", "")
        version = re.match(r"(\d+)\.(\d+)", entities)
        if version and (int(version[1]), int(version[2])) > ENTITIES:
            self.notes.fault(self.model, "entities:entities-version", tr(
                f"不支持实体规范的版本 {entities}", f"version {entities} of the entities specification is not supported"))
        return {"xforms_version": said.get("odk:xforms-version", ""), "entities_version": entities,
                "submission": attributes_of(submission[0]) if submission else {},
                "body_class": self.page.get("class") or "", "instance_id": self.primary.id}

    # -- binds -----------------------------------------------------------------------------------------
    def _binds(self, element: _Element, above: str) -> None:
        """The binds inside the model or inside a bind, whose path relative ones start from."""
        for bind in children_named(element, "bind"):
            reference = bind.get("nodeset") or bind.get("ref") or ""
            index = self.primary.find(bind, "nodeset", reference, above)
            if index is None:
                continue
            if bind.get("id"):
                self.ids[str(bind.get("id"))] = index
            self._bind(bind, index)
            self._binds(bind, self.primary.path_at(index))

    def _bind(self, bind: _Element, index: int) -> None:
        node, said = self.primary.nodes[index], attributes_of(bind)
        if "type" in said:
            node[3] = _type_of(said["type"])
        for kind in EXPRESSIONS:
            source = self.notes.customary(said.get(kind, "")).strip()
            if kind != "calculate":
                source = TRUTHS.get(source.lower(), source)
            if source and self.notes.parsed(bind, kind, source) is not None:
                node[4][kind] = source
        preload = said.get("jr:preload") or said.get("preload")
        if preload:
            node[5] = f"{preload} {said.get('jr:preloadParams') or said.get('preloadParams') or ''}".strip()
        for kind in ("constraint", "required"):
            attribute = f"jr:{kind}Msg" if f"jr:{kind}Msg" in said else f"{kind}Msg"
            if said.get(attribute):
                self.messages.setdefault(str(index), {})[kind] = self.texts.message(bind, attribute, said[attribute])
        node[6] |= {name[len(FA_PREFIX) + 1:]: value for name, value in said.items() if name.startswith(f"{FA_PREFIX}:")}
        more = {name: value for name, value in said.items() if name not in _BOUND and not name.startswith(f"{FA_PREFIX}:")}
        if more:
            self.bind_attributes.setdefault(str(index), {}).update(more)

    # -- lists -----------------------------------------------------------------------------------------
    def _lists(self) -> None:
        known = {self.primary.id} - {""}
        for instance in self.secondary:
            list_id, source = instance.get("id") or "", (instance.get("src") or "").strip()
            if not list_id:
                continue  # no expression can reach it
            if list_id in known:
                self.notes.fault(instance, "id", tr(f"instance的id“{list_id}”重复", f"the instance id {list_id!r} stands twice"))
            elif source == "jr://instance/last-saved":
                self.last_saved.append(list_id)
            elif source:  # what stands inside is a placeholder older converters wrote
                self._external(instance, list_id, source)
            else:
                self.lists[list_id] = lists.compiled(xmlsafe.tree_of(instance[0])) if len(instance) else ["root", "", []]
            known.add(list_id)
        self._implied(known)

    def _implied(self, known: set[str]) -> None:
        """Lists that only an expression names: pulldata('file', …), pyxform's select_one_external."""
        for element, attribute, function, list_id in list(self.notes.asked):
            if function == "pulldata" and list_id not in known:
                known.add(list_id)
                self._external(element, list_id, f"jr://file-csv/{list_id.removesuffix('.csv')}.csv")
            elif function == "instance" and attribute == "query" and list_id not in known:
                known.add(list_id)
                self._external(element, list_id, "jr://file-csv/itemsets.csv")

    def _external(self, element: _Element, list_id: str, source: str) -> None:
        found = _URI.match(source)
        if found is None:
            self.notes.fault(element, "src", tr(f"不认识的数据来源“{source[:200]}”", f"unknown source of data {source[:200]!r}"))
            return
        file = found[1]
        content = (self.files or {}).get(file, self.own.get(file))
        if content is None:
            self.externals.append({"id": list_id, "src": source, "file": file})
            if self.files is not None:
                text = tr(f"缺少数据文件“{file}”", f"the data file {file!r} is missing")
                self.notes.fault(element, "src", self.notes.guess(text, file, self.files))
            return
        try:
            is_csv = source.startswith("jr://file-csv/") and not file.lower().endswith(".csv")
            table = lists.read_list(f"{file}.csv" if is_csv else file, content)
            self.lists[list_id] = lists.part_of(table, list_id) if file == "itemsets.csv" else table
        except BadInput as error:
            what = error.what if isinstance(error.what, Text) else tr(error.what, error.what)
            self.notes.fault(element, "src", tr(f"{file}：{what.zh}", f"{file}: {what.en}"))

    def _check_asked(self) -> None:
        """Every list an expression names must be there."""
        known = {*self.lists, *self.last_saved, *(each["id"] for each in self.externals), self.primary.id}
        said = set()
        for element, attribute, function, list_id in self.notes.asked:
            if function == "instance" and list_id not in known and (element, attribute, list_id) not in said:
                said.add((element, attribute, list_id))
                text = tr(f"没有列表“{list_id}”", f"there is no list {list_id!r}")
                self.notes.fault(element, attribute, self.notes.guess(text, list_id, known))

    def _check_fa(self) -> None:
        controls = {control["node"]: control for control in self.body.controls}
        for index, node in enumerate(self.primary.nodes):
            choices = controls.get(index, {}).get("choices", ())
            names = frozenset(choice[0] for choice in choices)
            for name, value in node[6].items() if index in controls else ():
                column = FA_BY_NAME.get(name)
                if column is not None and (not column.choice or names) and (fault := column.fault(value, names)):
                    self.notes.fault_at(self.primary.lines[index], f"{FA_PREFIX}:{name}", fault)

    # -- graph -----------------------------------------------------------------------------------------
    def _graph(self) -> Graph:
        nodes, lines = self.primary.nodes, self.primary.lines
        shape = Shape([n[0] for n in nodes], [n[1] for n in nodes], [bool(n[2]) for n in nodes])
        controls = {control["node"]: control for control in self.body.controls}
        needs: dict[tuple[int, str], Reads] = {}
        quoting: list[Reads] = []
        for index, node in enumerate(nodes):
            for kind, sources in _rules_of(node, controls.get(index)):
                needs[index, kind] = found = self._reads(shape, index, sources)
                if any("choice-name" in source or "itext" in source for source in sources):
                    quoting.append(found)
                for missing in found.missing:
                    text = tr(f"{node[0]}：路径“{missing}”不存在", f"{node[0]}: there is no {missing!r}")
                    self.notes.fault_at(lines[index], kind, self.notes.guess(text, missing, self.primary.paths))
        quoted = self._quoted(shape) if quoting else set()
        for found in quoting:
            found.references |= quoted
        self._filled_when_new(shape, needs)
        graph = build(shape, needs)
        if graph.cycle:
            around = " → ".join(nodes[index][0] for index in (*graph.cycle, graph.cycle[0]))
            self.notes.fault_at(lines[graph.cycle[0]], "calculate", tr(f"循环依赖：{around}", f"depends on itself: {around}"))
        return graph

    def _reads(self, shape: Shape, index: int, sources: Iterable[str]) -> Reads:
        """What expressions of a node read. Raises BadInput when all of the form's together look at too many nodes."""
        found = reads(shape, index, sources)
        self._looks += found.looks
        if self._looks > MAX_LOOKS:
            raise BadInput(tr("表单的公式互相引用过多", "the form's expressions read too many nodes"), where=self.name)
        return found

    def _quoted(self, shape: Shape) -> set[Reference]:
        """What jr:choice-name and jr:itext may read: all that texts of the dictionary and labels of choices quote."""
        labels = [label for control in self.body.controls for _, label, _ in control.get("choices", ())]
        texts = [parts for spoken in (*self.texts.plain.values(), *labels) for parts in spoken.values()]
        sources = {part["value"] for parts in texts for part in parts if isinstance(part, dict)}
        places = [0, *(control["node"] for control in self.body.controls if control["tag"] in SELECTS)] if sources else []
        found = [each for place in places for each in self._reads(shape, place, sources).references]
        return {Reference(each.node, -1, each.shape, True) for each in found}

    def _filled_when_new(self, shape: Shape, needs: Mapping[tuple[int, str], Reads]) -> None:
        """A count waits for what is filled into the instances it makes."""
        for action in self.body.actions:
            count = needs.get((action["within"], "count"))
            if count is not None and action["value"] and "odk-new-repeat" in action["events"]:
                inside = set(shape.below(action["within"]))
                found = self._reads(shape, action["target"], [action["value"]]).references
                count.references |= {replace(each, chosen=True) for each in found if each.node not in inside}


def _rules_of(node: list[Any], control: Mapping[str, Any] | None) -> Iterator[tuple[str, list[str]]]:
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


def _type_of(written: str) -> str:
    """The data type a bind names; "string" for one that is unknown."""
    local = written.strip().rpartition(":")[2]
    type_ = _OLD_TYPES.get(local, local)
    return type_ if type_ in _TYPES else "string"


def _anywhere(root: _Element, name: str) -> list[_Element]:
    """The elements of that name; in whatever namespace, when the document uses none of the customary ones."""
    return named(root, name) or [each for each in root.iter("*") if local_name(each) == name.rpartition(":")[2]]
