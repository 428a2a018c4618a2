"""The body of an XForm: controls, groups, repeats, choices; and actions, wherever they stand. Knows no bind.

Spec: getodk.github.io/xforms-spec "Body", "Groups", "Repeats", "Events and Actions". Relative references are read at the
nearest group, repeat or control around them that names a node, else at the root element.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...i18n import tr
from ..xmlsafe import attributes_of, first_named, name_of, named
from ..xpath.expression import Call, Expression, Literal, Path
from .notes import Notes
from .primary import Primary
from .texts import Texts

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTROLS = {"input": "input", "select1": "select1", "select": "select", "upload": "upload", "trigger": "trigger",
            "range": "range", "odk:rank": "odk:rank", "rank": "odk:rank", "secret": "secret"}
ACTIONS = {"setvalue": "setvalue", "odk:setgeopoint": "setgeopoint", "odk:setlocation": "setgeopoint",
           "setgeopoint": "setgeopoint"}
SELECTS = ("select1", "select", "odk:rank")
EVENTS = ("odk-instance-first-load", "odk-new-repeat", "xforms-value-changed")
OTHER_EVENTS = ("odk-instance-load", "xforms-revalidate", "xforms-model-construct", "xforms-model-construct-done")  # never happen
_OLD_EVENTS = {"xforms-ready": "odk-instance-first-load"}
_TRANSLATED = re.compile(r"\s*jr:itext\((.*)\)\s*\Z", re.DOTALL)


class Place(NamedTuple):
    """Where the reading stands: the path for relative references, the group's and the repeat's node (-1: none)."""

    path: str
    group: int = -1
    repeat: int = -1


class Body:
    """The controls and groups of one form."""

    def __init__(self, primary: Primary, texts: Texts, notes: Notes, ids: Mapping[str, int]) -> None:
        self._primary, self._texts, self._notes, self._ids = primary, texts, notes, ids
        self.controls: list[dict[str, Any]] = []
        self.groups: dict[str, dict[str, Any]] = {}
        self.actions: list[dict[str, Any]] = []
        self._asked: dict[int, _Element] = {}

    def read(self, element: _Element, place: Place | None = None) -> None:
        """Everything inside the body, a group or a repeat."""
        here = place or Place(f"/{self._primary.root}")
        for child in element:
            name = name_of(child)
            if name in CONTROLS:
                self._control(child, CONTROLS[name], here)
            elif name in ("group", "repeat"):
                self._group(child, here)
            elif name in ACTIONS:
                self.action(child, here, -1)

    def _target(self, element: _Element, path: str) -> int | None:
        """The node an element is bound to; -1 when it names none, None (and a fault) when there is no such node."""
        bind = element.get("bind")
        if bind:
            if bind not in self._ids:
                text = tr(f"没有id为“{bind}”的bind", f"there is no bind with the id {bind!r}")
                self._notes.fault(element, "bind", self._notes.guess(text, bind, self._ids))
            return self._ids.get(bind)
        for attribute in ("ref", "nodeset"):
            reference = element.get(attribute)
            if reference:
                return self._primary.find(element, attribute, reference, path)
        return -1

    # -- groups and repeats --------------------------------------------------------------------------------
    def _group(self, element: _Element, place: Place) -> None:
        index = self._target(element, place.path)
        if index is None:
            return
        repeat = name_of(element) == "repeat"
        if index == -1:
            if repeat:
                self._notes.fault(element, "nodeset", tr("repeat没有nodeset", "the repeat has no nodeset"))
            inner = [child for child in element if name_of(child) == "repeat"]
            if len(inner) == 1 and not repeat:
                self._describe(element, self._target(inner[0], place.path))
            self.read(element, place)
            return
        self._describe(element, index)
        if repeat:
            self._repeat(element, index)
        self.read(element, Place(self._primary.path_at(index), index, index if repeat else place.repeat))

    def _describe(self, element: _Element, index: int | None) -> None:
        """What a group says of itself; a repeat inside a group for the same node adds to it."""
        if index is None or index < 0:
            return
        label, said = self._texts.of(element, "label"), attributes_of(element)
        known = self.groups.setdefault(str(index), {
            "label": {}, "appearance": "", "label_media": {}, "no_add_remove": "", "presentation": False, "attributes": {}})
        if first_named(element, "label") is not None and not known["presentation"]:
            known |= {"label": label.plain, "label_media": label.media, "presentation": True}
        known["appearance"] = known["appearance"] or said.get("appearance", "").strip()
        skipped = ("ref", "nodeset", "bind", "appearance", "jr:count", "jr:noAddRemove")
        known["attributes"] |= {name: value for name, value in said.items() if name not in skipped}

    def _repeat(self, element: _Element, index: int) -> None:
        node, said = self._primary.nodes[index], attributes_of(element)
        node[2] = 1
        for attribute in ("jr:count", "jr:noAddRemove"):
            source = self._notes.customary(said.get(attribute, "")).strip()
            if not source or self._notes.parsed(element, attribute, source) is None:
                continue
            if attribute == "jr:count":
                node[4]["count"] = source
            else:
                self.groups[str(index)]["no_add_remove"] = source

    # -- controls ------------------------------------------------------------------------------------------
    def _control(self, element: _Element, tag: str, place: Place) -> None:
        index = self._target(element, place.path)
        inside = next((child for child in element if name_of(child) in (*CONTROLS, "group", "repeat")), None)
        if inside is not None:
            text = tr(f"{name_of(inside)}不能放在{tag}里面", f"a {name_of(inside)} cannot stand inside {tag}")
            self._notes.fault(inside, name_of(inside), text)
        if index == -1 and tag != "trigger":
            self._notes.fault(element, "ref", tr(f"{tag}没有ref", f"the {tag} has no ref"))
        if index is None or index < 0 or not self._is_free(element, index):
            return
        self.controls.append(self._described(element, tag, index, place))
        inner = Place(self._primary.path_at(index), place.group, place.repeat)
        for child in element:
            if name_of(child) in ACTIONS:
                self.action(child, inner, index)

    def _is_free(self, element: _Element, index: int) -> bool:
        """Whether a node can take a question: it is no group, and no other question stands on it; the first one stays."""
        name = self._primary.nodes[index][0]
        if index in self._primary.groups or index == 0:
            self._notes.fault(element, "ref", tr(f"“{name}”是一个组，不能作为题目", f"{name!r} is a group, not a question"))
            return False
        other = self._asked.setdefault(index, element)
        if other is not element:
            self._notes.remark(element, "ref", tr(f"“{name}”已有一题（第{other.sourceline}行），这题不用",
                                                  f"{name!r} has a question already (line {other.sourceline}): left out"))
        return other is element

    def _described(self, element: _Element, tag: str, index: int, place: Place) -> dict[str, Any]:
        said, label, hint = attributes_of(element), self._texts.of(element, "label"), self._texts.of(element, "hint")
        query = self._notes.customary(said.pop("query", "")).strip()
        if tag == "input" and query:
            tag = "select1"  # pyxform's select_one_external
        skipped = ("ref", "nodeset", "bind", "appearance", "mediatype", "accept")
        control: dict[str, Any] = {
            "node": index, "tag": tag, "appearance": said.get("appearance", "").strip(),
            "media": said.get("accept") or said.get("mediatype") or "",
            "label": label.plain, "hint": hint.plain, "guidance": hint.form("guidance"), "short": label.form("short"),
            "label_media": label.media, "attributes": {name: value for name, value in said.items() if name not in skipped},
            "group": place.group}
        if tag == "range":
            self._range(element, control["attributes"])
        if query and self._itemset(element, "query", query, control):
            control["items"] |= {"value": "name", "label": "label", "translated": False}
        elif tag in SELECTS:
            self._choices(element, control)
        return control

    def _range(self, element: _Element, said: Mapping[str, str]) -> None:
        for attribute in ("start", "end", "step"):
            if not _is_number(said.get(attribute, "")):
                self._notes.fault(element, attribute, tr(f"range的{attribute}应为数字", f"{attribute} of a range must be a number"))

    # -- choices -------------------------------------------------------------------------------------------
    def _choices(self, element: _Element, control: dict[str, Any]) -> None:
        itemset = first_named(element, "itemset")
        if itemset is None:
            control["choices"] = [self._item(item) for item in named(element, "item")]
            return
        source = self._notes.customary(itemset.get("nodeset") or itemset.get("ref") or "").strip()
        if not self._itemset(itemset, "nodeset", source, control):
            return
        value, label = self._reference(itemset, "value"), self._reference(itemset, "label")
        translated = _TRANSLATED.match(label)
        inner = translated[1].strip() if translated else label
        control["items"] |= {"value": value or "name", "label": inner, "translated": translated is not None}
        for attribute, part in (("value", value), ("label", inner)):
            if part:
                self._notes.parsed(itemset, attribute, part)

    def _reference(self, itemset: _Element, name: str) -> str:
        """The ref of an itemset's value or label; "" when it has none."""
        child = first_named(itemset, name)
        return "" if child is None else self._notes.customary(child.get("ref") or child.get("value") or "").strip()

    def _item(self, item: _Element) -> list[Any]:
        value, label = first_named(item, "value"), self._texts.of(item, "label")
        return [(value.text or "").strip() if value is not None else "", label.plain, label.media]

    def _itemset(self, element: _Element, attribute: str, source: str, control: dict[str, Any]) -> bool:
        """Note where choices come from; False, and a fault, when the expression is not sound."""
        tree = self._notes.parsed(element, attribute, source)
        if tree is None:
            return False
        control["items"] = {"nodeset": source, "list": _list_of(tree), "dynamic": not _is_whole_list(tree)}
        return True

    # -- actions -------------------------------------------------------------------------------------------
    def action(self, element: _Element, place: Place, trigger: int) -> None:
        """One action; `trigger` is the control it is nested in (-1: none)."""
        said, kind = attributes_of(element), ACTIONS[name_of(element)]
        target = self._target(element, place.path)
        events = [_OLD_EVENTS.get(event, event) for event in (said.get("event") or said.get("ev:event") or "").split()]
        if not events:
            self._notes.fault(element, "event", tr(f"{kind}没有event", f"the {kind} has no event"))
        for event in events:
            if event not in EVENTS and event not in OTHER_EVENTS:
                unknown = tr(f"没有事件“{event}”", f"there is no event {event!r}")
                self._notes.fault(element, "event", self._notes.guess(unknown, event, EVENTS))
        if target == -1:
            self._notes.fault(element, "ref", tr(f"{kind}没有ref", f"the {kind} has no ref"))
        source = self._notes.customary(said.get("value", "")).strip() if kind == "setvalue" else ""
        if target is None or target < 0 or (source and self._notes.parsed(element, "value", source) is None):
            return
        text = "".join(str(piece) for piece in element.itertext()).strip() if kind == "setvalue" and not source else ""
        reference = self._notes.customary(said.get("ref") or said.get("nodeset") or "").strip()
        chosen = reference if "[" in reference and self._notes.parsed(element, "ref", reference) is not None else ""
        self.actions.append({"events": events, "target": target, "trigger": trigger, "value": source, "text": text,
                             "kind": kind, "within": place.repeat, "ref": chosen})


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*-?(\d+\.?\d*|\.\d+)\s*", text, re.ASCII) is not None


def _list_of(tree: Expression) -> str:
    """The id of the lookup list an itemset draws from; "" when it draws from the record."""
    match tree:
        case Path(_, _, Call("instance", (Literal(list_id),)), _):
            return list_id
        case Call("randomize", (inner, *_)):
            return _list_of(inner)
        case _:
            return ""


def _is_whole_list(tree: Expression) -> bool:
    """Whether the itemset offers every item of its list, always."""
    return isinstance(tree, Path) and bool(_list_of(tree)) and not tree.filters and not any(
        step.predicates for step in tree.steps)
