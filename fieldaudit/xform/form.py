"""A compiled form: what an author wrote, ready to be filled in. Immutable; needs neither pyxform nor lxml.

`Form` is built from one plain structure of lists and strings (`data`), made by `xforms.read` from XForm XML,
and goes to bytes and back as JSON. Expressions are compiled, and lookup lists built, when first used. Knows no record.

`data` (nodes are numbered; texts are by language; `Parts` is a text with its outputs):
    nodes              [name, parent, repeats, type, expressions, preload, fa]; an attribute is a leaf named `@name`
    initial, templates the instance's defaults `[name, text, children]`; what a new instance of each repeat holds
    controls           node, tag, appearance, media (of an upload), label, hint, guidance, short, label_media, group,
                       choices `[name, labels, media]` or items (nodeset, list, dynamic, value, label, translated), attributes
    groups             by node: label, label_media, appearance, no_add_remove, presentation (it has a label), attributes
    messages           by node: constraint, required
    actions            events, target, ref (when it chooses among instances), value or text, kind, trigger, within (a repeat)
    instances          by id: a table or a tree, see `lists`; externals: those without file; last_saved: ids
    texts, texts_media the itext dictionary by id: plain texts; other forms (short, guidance, image …)
    bind_attributes, root_attributes, model, namespaces: what else the form says, handed on
    rules, edges       the dependency graph, see `graph`
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any
from zlib import crc32

from ..errors import BadInput
from ..i18n import tr
from .languages import code_of
from .xpath.evaluate import compiled
from .xpath.instance import Node, document, table
from .xpath.world import Closure

FORMAT = 2  # of to_bytes()

Parts = str | list[str | dict[str, str]]  # a text, or pieces of text and {"value": expression}
Media = Mapping[str, Mapping[str, str]]  # language -> kind (image, big-image, audio, video) -> URI
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_NUMBERED = re.compile(r"\[\d+\]")
_MEDIA_URI = re.compile(r"jr://(?:images|audio|video)/(.+)\Z", re.DOTALL)


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a select question."""

    name: str
    labels: Mapping[str, str]
    media: Media = field(default_factory=_nothing)

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
    geotrace, geoshape, image, audio, video, file, barcode, boolean, acknowledge, note, calculate, hidden, or
    metadata (filled in by the engine). `path` is the form's path without root and instance numbers.
    `parameters` are the other attributes of its control (rows, start, end, step …) and bind (saveIncomplete …).
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
    guidance: Mapping[str, str] = field(default_factory=_nothing)
    short: Mapping[str, str] = field(default_factory=_nothing)
    media: Media = field(default_factory=_nothing)
    parameters: Mapping[str, str] = field(default_factory=_nothing)
    max_pixels: int | None = None  # the long edge an image is reduced to
    required_messages: Mapping[str, str] = field(default_factory=_nothing)

    def label(self, language: str = "") -> str:
        """The label in a language (code), `${name}` where an answer would stand."""
        return _in_language(self.labels, language) or self.name


@dataclass(slots=True)
class Definition:
    """One node of the form's primary instance, with everything a bind says of it. An attribute's name begins with @."""

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
    children: list[int] = field(default_factory=list)  # attributes among them
    elements: list[int] = field(default_factory=list)  # without attributes
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
        self.language_names: Mapping[str, str] = MappingProxyType(data["language_names"])  # as the author wrote them, by code
        self.title: str = data["title"]
        self.actions: Sequence[Mapping[str, Any]] = data["actions"]
        self.groups: Mapping[int, Mapping[str, Any]] = MappingProxyType({int(at): group for at, group in data["groups"].items()})
        self.root_attributes: Mapping[str, str] = MappingProxyType(data["root_attributes"])
        self.bind_attributes: Mapping[int, Mapping[str, str]] = MappingProxyType(
            {int(at): said for at, said in data["bind_attributes"].items()})
        self.model: Mapping[str, Any] = MappingProxyType(data["model"])
        self.last_saved: tuple[str, ...] = tuple(data["last_saved"])  # ids of lists that are the record saved before
        self.externals: tuple[Mapping[str, str], ...] = tuple(data["externals"])  # id, src, file of data that is missing
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
                if each.control is None and not each.elements and each.depth > 1 and each.name[0] != "@"]
        return (*asked, *rest)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The top-level groups, in order."""
        found = []
        for index, group in self.groups.items():
            definition = self.definitions[index]
            if definition.depth == 2:
                found.append(Section(definition.path, definition.name, _plain_texts(group["label"])))
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
        """The form's own code for a wanted code or name: itself, a kin (zh-CN for zh), or the form's default."""
        if language in self.languages:
            return language
        wanted = language.strip().lower()
        for code, name in self.language_names.items():
            if wanted and wanted in (code.lower(), name.lower(), name.partition("(")[0].strip().lower()):
                return code
        return next((code for code in self.languages if _kin(code) == _kin(wanted)), self.default_language)

    def locale_of(self, language: str) -> str:
        """The language a record speaks: one of the form's, or, where the form names none, the one that is asked for."""
        return self.language_of(language) if self.language_names else language.strip()

    def spoken(self, texts: Mapping[str, Parts], language: str = "") -> Parts:
        """A text in a language: a missing or blank translation falls back to the default language, then to any."""
        return (texts.get(self.language_of(language)) or texts.get(self.default_language)
                or next((found for found in texts.values() if found), ""))

    @cached_property
    def media_files(self) -> tuple[str, ...]:
        """Names of the images, sounds and films the form shows: labels, choices, defaults of media questions."""
        shown = [uri for forms in self.data["texts_media"].values() for kinds in forms.values() for uri in kinds.values()]
        given = [each.expressions.get("default", "") for each in self.definitions if each.type == "binary"]
        found = (_MEDIA_URI.match(uri) for uri in (*shown, *given) if isinstance(uri, str))
        return tuple(sorted({match[1] for match in found if match}))

    # -- to bytes and back -----------------------------------------------------------------------------
    def to_bytes(self) -> bytes:
        """The compiled form as JSON and its checksum; `from_bytes` opens it without pyxform or lxml."""
        return _sealed(json.dumps(self.data, ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def from_bytes(cls, data: bytes) -> Form:
        """The form `to_bytes` wrote. Raises BadInput when it is not one, or of another format."""
        body = data.rpartition(b"\n")[0]
        try:
            if not body or _sealed(body) != data:
                raise ValueError("checksum")
            found = json.loads(body)
            if not isinstance(found, dict) or found.get("format") != FORMAT:
                raise BadInput(tr("编译后的表单版本不符", "the compiled form has another format"),
                               todo=tr("请从原始表单重新编译。", "Compile it again from its source."))
            return cls(found)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
            raise BadInput(tr("编译后的表单已损坏，或由较旧的程序编译",
                              "the compiled form is damaged, or was compiled by an older program"),
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
        """The lookup lists by id, each under a nameless document; built when first asked for. Missing ones are empty."""
        return _Lists({**{each["id"]: ["root", "", []] for each in self.externals}, **self.data["instances"]})

    def _question(self, definition: Definition) -> Question:
        control = definition.control or {}
        says = definition.expressions.get
        top = definition.path.partition("/")
        said = self.bind_attributes.get(definition.index, _NOTHING)
        pixels = said.get("orx:max-pixels", "")
        return Question(
            path=definition.path, name=definition.name, section=top[0] if top[1] else "",
            kind=kind_of(definition), labels=_plain_texts(control.get("label", {})),
            hints=_plain_texts(control.get("hint", {})), choices=self._choices(control),
            choice_filter=_filter_of(control), required=says("required", ""), readonly=says("readonly", ""),
            relevant=says("relevant", ""), constraint=says("constraint", ""),
            messages=_plain_texts(definition.messages.get("constraint", {})),
            calculation=says("calculate", ""), appearance=control.get("appearance", ""),
            default=says("default", ""), fa=definition.fa, definition=definition.index,
            guidance=_plain_texts(control.get("guidance", {})), short=_plain_texts(control.get("short", {})),
            media=plain_media(control.get("label_media", {})),
            parameters=MappingProxyType({**said, **control.get("attributes", {})}),
            max_pixels=int(pixels) if pixels.isascii() and pixels.isdigit() and len(pixels) < 10 else None,
            required_messages=_plain_texts(definition.messages.get("required", {})))

    def _choices(self, control: Mapping[str, Any]) -> tuple[Choice, ...]:
        """All choices a question may offer, filters aside; none when they come from the record itself."""
        if "choices" in control:
            return tuple(Choice(name, _plain_texts(labels), plain_media(media)) for name, labels, media in control["choices"])
        items = control.get("items")
        found = self.data["instances"].get(items["list"]) if items else None
        if items is None or found is None:
            return ()
        return tuple(self._listed(cells, items) for cells in _cells(found))

    def _listed(self, cells: Mapping[str, str], items: Mapping[str, Any]) -> Choice:
        name, label = (cells.get(items[part].removeprefix("./"), "") for part in ("value", "label"))
        if items["translated"]:
            media = self.data["texts_media"].get(label, {})
            return Choice(name, _plain_texts(self.data["texts"].get(label, {})), plain_media(media))
        return Choice(name, {self.default_language: label or name})


class _Lists(Mapping[str, Node]):
    """Lookup lists made when first asked for."""

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self._compiled = compiled
        self._made: dict[str, Node] = {}

    def __getitem__(self, name: str) -> Node:
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = _lookup(self._compiled[name])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._compiled)

    def __len__(self) -> int:
        return len(self._compiled)


def _kin(code: str) -> str:
    return code.partition("-")[0].lower()


def _sealed(body: bytes) -> bytes:
    """The compiled form with its checksum at the end."""
    return b"%b\n%08x" % (body, crc32(body))


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
    if definition.type in ("string", "intent", "odk:rank"):
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


def plain_media(media: Mapping[str, Mapping[str, Parts]]) -> Media:
    """Media URIs by language and kind; what is no media (short, guidance) left out."""
    return MappingProxyType({language: {kind: join_parts(uri) for kind, uri in kinds.items() if kind not in ("short", "guidance")}
                             for language, kinds in media.items()})


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(code_of(language)) or next((text for text in texts.values() if text), "")


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
            if name[0] != "@":
                above.elements.append(index)
    for control in data["controls"]:
        found[control["node"]].control = control
    for index, messages in data["messages"].items():
        found[int(index)].messages = messages
    return found


def _cells(found: Any) -> Iterator[Mapping[str, str]]:
    """The items of a compiled list as name and text of their simple children."""
    if isinstance(found, dict):
        return (dict(zip(found["columns"], row, strict=True)) for row in found["rows"])
    return ({child[0]: child[1] for child in item[2]} for item in found[2])


def _lookup(found: Any) -> Node:
    """A lookup list under a nameless document, so that `instance('x')` reads its items from it."""
    return document(found) if isinstance(found, list) else table(found["columns"], found["rows"], found["path"])
