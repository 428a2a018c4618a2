"""A compiled form: what an author wrote, ready to be filled in. Immutable; needs neither pyxform nor lxml.

`Form` is built from one plain structure of lists and strings (`data`), made by `xforms.read` from XForm XML,
and goes to bytes and back as JSON. Expressions are compiled when first used. Knows no record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from ..errors import BadInput
from ..i18n import tr
from .evaluate import Closure, compiled
from .instance import Node, grow

FORMAT = 1  # of to_bytes()

Parts = str | list[str | dict[str, str]]  # a text, or pieces of text and {"value": expression}
_NUMBERED = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a select question."""

    name: str
    labels: Mapping[str, str]

    def label(self, language: str = "") -> str:
        """The label in a language (code), else in any."""
        return _in_language(self.labels, language) or self.name


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level group."""

    path: str
    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the form defines it. Expressions are given as XPath text, "" where there is none.

    `kind`: select_one, select_multiple, rank, integer, decimal, range, text, date, time, dateTime, geopoint,
    geotrace, geoshape, image, audio, video, file, barcode, acknowledge, note, calculate, hidden, or
    metadata (filled in by the engine). `path` is the form's path without root and instance numbers.
    """

    path: str
    name: str
    section: str
    kind: str
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    choices: tuple[Choice, ...]
    choice_filter: str
    required: str
    readonly: str
    relevant: str
    constraint: str
    messages: Mapping[str, str]  # of the constraint
    calculation: str
    appearance: str
    default: str
    fa: Mapping[str, str]
    definition: int

    def label(self, language: str = "") -> str:
        """The label in a language (code), `${name}` where an answer would stand."""
        return _in_language(self.labels, language) or self.name


@dataclass(slots=True)
class Definition:
    """One node of the form's primary instance, with everything a bind says of it."""

    index: int
    name: str
    path: str
    parent: int
    depth: int  # the root element is 1
    repeat: bool
    type: str
    expressions: Mapping[str, str]
    preload: str
    fa: Mapping[str, str]
    children: list[int] = field(default_factory=list)
    control: Mapping[str, Any] | None = None
    messages: Mapping[str, Mapping[str, Parts]] = field(default_factory=dict)


class Form:
    """A compiled form. Make one with `load` or `Form.from_bytes`; every attribute is read-only by promise.

    `languages` are codes (zh, en …) with the form's default first. An XLSForm has one title for all languages;
    written `中文标题 / English title`, its parts are the `titles` in the order of the languages.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.name: str = data["name"]
        self.version: str = data["version"]
        self.root: str = data["root"]
        self.languages: tuple[str, ...] = tuple(data["languages"])
        self.title: str = data["title"]
        self.fa: Mapping[str, str] = MappingProxyType(dict(data.get("fa_settings", {})))  # of the settings sheet
        self.titles: Mapping[str, str] = MappingProxyType(_titles(self.title, self.languages))
        self.definitions = _definitions(data)
        self.rules: Sequence[tuple[int, str]] = [(node, kind) for node, kind in data["rules"]]
        self.edges: Mapping[int, list[tuple[int, int]]] = {
            int(node): [(rank, depth) for rank, depth in found] for node, found in data["edges"].items()}
        self.rules_of: dict[int, list[int]] = {}
        for rank, (node, _) in enumerate(self.rules):
            self.rules_of.setdefault(node, []).append(rank)
        self._compiled: dict[str, Closure] = {}

    # -- what a reader asks ------------------------------------------------------------------------------
    @property
    def default_language(self) -> str:
        return self.languages[0]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order it is asked; then calculations and metadata."""
        asked = [self._question(self.definitions[control["node"]]) for control in self.data["controls"]]
        rest = [self._question(each) for each in self.definitions
                if each.control is None and not each.children and each.depth > 1]
        return (*asked, *rest)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The top-level groups, in order."""
        found = []
        for index, labels in self.data["groups"].items():
            definition = self.definitions[int(index)]
            if definition.depth == 2:
                found.append(Section(definition.path, definition.name, _plain_texts(labels)))
        return tuple(found)

    @cached_property
    def by_path(self) -> Mapping[str, Question]:
        """Questions by path (without instance numbers)."""
        return MappingProxyType({question.path: question for question in self.questions})

    def question(self, path: str) -> Question:
        """The question at a path, instance numbers ignored. Raises BadInput when there is none."""
        found = self.by_path.get(_NUMBERED.sub("", path))
        if found is None:
            raise BadInput(tr(f"表单里没有“{path}”这一题", f"the form has no question {path!r}"), where=self.name)
        return found

    def language_of(self, language: str) -> str:
        """The form's own language code for a wanted one: itself, or the form's default."""
        return language if language in self.languages else self.default_language

    # -- to bytes and back -----------------------------------------------------------------------------
    def to_bytes(self) -> bytes:
        """The compiled form as JSON; `from_bytes` opens it without pyxform or lxml."""
        return json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Form:
        """The form `to_bytes` wrote. Raises BadInput when it is not one, or of another format."""
        try:
            found = json.loads(data)
            if not isinstance(found, dict) or found.get("format") != FORMAT:
                raise BadInput(tr("编译后的表单版本不符", "the compiled form has another format"),
                               todo=tr("请从原始表单重新编译。", "Compile it again from its source."))
            return cls(found)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise BadInput(tr("编译后的表单已损坏", "the compiled form is damaged"),
                           todo=tr("请从原始表单重新编译。", "Compile it again from its source.")) from error

    def __reduce__(self) -> tuple[Any, ...]:
        return Form.from_bytes, (self.to_bytes(),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash((self.name, self.version))

    # -- for the record --------------------------------------------------------------------------------
    def closure(self, source: str) -> Closure:
        """The compiled expression, made once."""
        found = self._compiled.get(source)
        if found is None:
            found = self._compiled[source] = compiled(source)
        return found

    @cached_property
    def instances(self) -> Mapping[str, Node]:
        """The lookup lists, as trees, by id."""
        return {name: _lookup(tree) for name, tree in self.data["instances"].items()}

    def constraint_message(self, definition: Definition, kind: str) -> Mapping[str, Parts]:
        """The author's message for "constraint" or "required", per language; empty when none."""
        return definition.messages.get(kind, {})

    def body_order(self, index: int) -> tuple[str, ...]:
        """Names of a node's children that hold questions, in the order they are asked."""
        return self._body_orders.get(index, ())

    @cached_property
    def _body_orders(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, dict[str, None]] = {}
        for control in self.data["controls"]:
            index = control["node"]
            while index > 0:
                definition = self.definitions[index]
                found.setdefault(definition.parent, {})[definition.name] = None
                index = definition.parent
        return {index: tuple(names) for index, names in found.items()}

    def _question(self, definition: Definition) -> Question:
        control = definition.control or {}
        says = definition.expressions.get
        top = definition.path.partition("/")
        return Question(
            path=definition.path, name=definition.name, section=top[0] if top[1] else "",
            kind=kind_of(definition), labels=_plain_texts(control.get("label", {})),
            hints=_plain_texts(control.get("hint", {})), choices=self._choices(control),
            choice_filter=_filter_of(control), required=says("required", ""), readonly=says("readonly", ""),
            relevant=says("relevant", ""), constraint=says("constraint", ""),
            messages=_plain_texts(definition.messages.get("constraint", {})),
            calculation=says("calculate", ""), appearance=control.get("appearance", ""),
            default=says("default", ""), fa=definition.fa, definition=definition.index)

    def _choices(self, control: Mapping[str, Any]) -> tuple[Choice, ...]:
        """All choices a question may offer, filters aside; none when they come from the record itself."""
        if "choices" in control:
            return tuple(Choice(name, _plain_texts(labels)) for name, labels in control["choices"])
        items = control.get("items")
        tree = self.data["instances"].get(items["list"]) if items else None
        if items is None or tree is None:
            return ()
        return tuple(self._listed(item, items) for item in tree[2])

    def _listed(self, item: list[Any], items: Mapping[str, Any]) -> Choice:
        cells = {child[0]: child[1] for child in item[2]}
        name = cells.get(items["value"], "")
        if items["translated"]:
            return Choice(name, _plain_texts(self.data["texts"].get(cells.get(items["label"], ""), {})))
        return Choice(name, {self.default_language: cells.get(items["label"], name)})


def kind_of(definition: Definition) -> str:
    """What a question asks for; see Question."""
    control = definition.control
    if control is None:
        return ("metadata" if definition.preload else "calculate" if "calculate" in definition.expressions
                else "hidden")
    by_tag = {"select1": "select_one", "select": "select_multiple", "odk:rank": "rank", "range": "range",
              "trigger": "acknowledge"}
    if control["tag"] in by_tag:
        return by_tag[control["tag"]]
    if control["tag"] == "upload":
        return str(control["media"].partition("/")[0]) if control["media"][:5] in (
            "image", "audio", "video") else "file"
    if definition.type == "string":
        return "note" if definition.expressions.get("readonly") == "true()" and (
            "calculate" not in definition.expressions) else "text"
    return {"int": "integer", "binary": "file"}.get(definition.type, definition.type)


def join_parts(parts: Parts) -> str:
    """A text with `${name}` where an output stands."""
    if isinstance(parts, str):
        return parts
    return "".join(part if isinstance(part, str) else "${" + part["value"].strip().rpartition("/")[2] + "}"
                   for part in parts)


def _titles(title: str, languages: Sequence[str]) -> dict[str, str]:
    parts = [part.strip() for part in title.split(" / ")]
    if len(parts) != len(languages) or not all(parts):
        return dict.fromkeys(languages, title)
    return dict(zip(languages, parts, strict=True))


def _plain_texts(texts: Mapping[str, Parts]) -> Mapping[str, str]:
    return MappingProxyType({language: join_parts(parts) for language, parts in texts.items()})


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next((text for text in texts.values() if text), "")


def _filter_of(control: Mapping[str, Any]) -> str:
    items = control.get("items")
    return str(items["nodeset"]) if items and items["dynamic"] else ""


def _definitions(data: Mapping[str, Any]) -> list[Definition]:
    found: list[Definition] = []
    for index, (name, parent, repeat, type_, expressions, preload, fa) in enumerate(data["nodes"]):
        above = found[parent] if parent >= 0 else None
        path = "" if above is None else f"{above.path}/{name}" if above.path else name
        found.append(Definition(index, name, path, parent, 1 if above is None else above.depth + 1,
                                bool(repeat), type_, MappingProxyType(expressions), preload, MappingProxyType(fa)))
        if above is not None:
            above.children.append(index)
    for control in data["controls"]:
        found[control["node"]].control = control
    for index, messages in data["messages"].items():
        found[int(index)].messages = messages
    return found


def _lookup(tree: list[Any]) -> Node:
    """A lookup list under a nameless document, so that `instance('x')` reads its items from it."""
    top = Node("")
    top.append(grow(tree, top))
    return top
