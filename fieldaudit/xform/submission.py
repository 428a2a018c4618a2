"""A record as OpenRosa submission XML, and back. The same record always gives the same bytes. Sends nothing.

Spec: getodk.github.io/xforms-spec "Instance", "Metadata", "Submission", "Compact Record Representation" and
docs.getodk.org/openrosa-form-submission. Written by hand so that the bytes do not depend on an XML library; read with lxml.

Out: the root element with the form's id and version and what else its instance root said (`odk:prefix` …), in the form's
own default namespace; relevant nodes only, those that are blank as empty elements; attributes (leaves named `@name`) with
their element; `jr:template` never; the meta block with instanceID. A form without one gets `orx:meta`.
In: prefixes and space round anything but text do not matter, unknown attributes are ignored, and a question that is missing
is blank. What the form has no place for is listed and refused.
Not done: encryption (`base64RsaPublicKey`), see `asks_encryption`; the audit log of `orx:audit`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..errors import BadInput
from ..i18n import Text, tr
from . import xmlsafe
from .form import Definition, Form
from .xmlsafe import attributes_of, name_of
from .xpath.dates import moment_text

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .filling.engine import Engine
    from .filling.record import Record
    from .xpath.instance import Node

META = ("meta", "orx:meta")
MAX_LISTED = 20  # of what a form has no place for, in one message
MAX_LOST = 1_000  # of it looked for
TAG = "@odk:tag"
_NAME = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBERED = re.compile(r"\[\d+\]")
_NO_ANSWER = ("xmlns", "jr:template")  # attributes that are the form's alone
_OF_ROOT = ("id", "version", "orx:version", *_NO_ANSWER)  # written apart


# -- what goes with it -------------------------------------------------------------------------------
def asks_encryption(form: Form) -> Text | None:
    """What to tell about a form that wants its submissions encrypted, which is not done here; None for any other.

    Spec "Encryption". `write` refuses such a form rather than give its records in the clear.
    """
    if not form.model.get("submission", {}).get("base64RsaPublicKey", "").strip():
        return None
    return tr("表单要求加密提交（base64RsaPublicKey），本程序不支持：去掉 settings 表的 public_key 后才能使用",
              "the form wants encrypted submissions (base64RsaPublicKey), which are not supported: "
              "take public_key out of its settings sheet to use it")


def media_names(record: Record) -> list[str]:
    """The files that must go along with a submission: in the order of the form, each once.

    Values of relevant binary nodes, an audit log that came with the record included. A default that points to the form's
    own media (`jr://images/…`) is no file of the record.
    """
    files = {each.path for each in record.form.definitions
             if each.type == "binary" or (each.control is not None and each.control["tag"] == "upload")}
    names = [value for path, value in record.values().items() if _NUMBERED.sub("", path) in files]
    return list(dict.fromkeys(name for name in names if not name.startswith("jr:")))


def compact(record: Record) -> str:
    """The compact representation of a record, for SMS: prefix, then tag and value of each tagged question that is answered.

    The parts are joined by the form's `odk:delimiter` (a space if none); one inside a value gets a backslash before it.
    Meta nodes are no questions and are left out, tagged or not.
    """
    said = record.form.root_attributes
    delimiter = said.get("odk:delimiter") or " "
    values = record.values()
    parts = [said["odk:prefix"]] if said.get("odk:prefix") else []
    for path, value in values.items():
        tag = values.get(f"{path}/{TAG}")
        if tag and path.partition("/")[0] not in META:
            parts += [tag, value.replace(delimiter, f"\\{delimiter}")]
    return delimiter.join(parts)


# -- out -------------------------------------------------------------------------------------------
def write(form: Form, engine: Engine, instance_id: str, extra_meta: Mapping[str, str]) -> bytes:
    """See Record.xml. A bare UUID as `instance_id` gets its `uuid:` prefix; a blank one means the record's own."""
    refusal = asks_encryption(form)
    if refusal is not None:
        raise BadInput(refusal, where=form.name)
    return _Writer(form, engine, _meta_of(form, engine, instance_id, extra_meta)).document()


def _meta_of(form: Form, engine: Engine, instance_id: str, extra_meta: Mapping[str, str]) -> dict[str, str]:
    """The entries that stand in the meta block whatever the form's own nodes hold. Raises BadInput."""
    given = instance_id.strip() or _own_id(engine)
    if not given:
        raise BadInput(tr("缺少记录编号 instanceID", "the instance id is missing"), where=form.name)
    for name, value in {**extra_meta, "instanceID": given}.items():
        if not _NAME.match(name) or _NOT_XML.search(value):
            raise BadInput(tr(f"meta 项“{name}”不能写入XML", f"the meta entry {name!r} cannot go into XML"), where=form.name)
    return {**extra_meta, "instanceID": f"uuid:{given}" if _UUID.match(given) else given}


def _own_id(engine: Engine) -> str:
    """The instanceID the record itself holds; "" when it has none."""
    blocks = [node for name in META for node in engine.root.groups.get(name, ())]
    found = [entry.value for block in blocks for name in ("instanceID", "orx:instanceID") for entry in block.groups.get(name, ())]
    return found[0] if found else ""


class _Writer:
    """One writing of one record: lines of XML, indented by depth."""

    def __init__(self, form: Form, engine: Engine, meta: Mapping[str, str]) -> None:
        self.form, self.engine, self.meta = form, engine, meta
        self.prefixes: set[str] = set()
        self.lines: list[str] = []

    def document(self) -> bytes:
        children = [child for child in self.engine.root.children if child.relevant and not _is_attribute(child.name)]
        for child in children:
            self._element(child, 1)
        if not any(child.name in META for child in children):
            self._open(1, "orx:meta", "")
            self._rest_of_meta("orx:", self.meta)
            self._close(1, "orx:meta")
        said = self._root_attributes()
        head = f"<{self._name(self.form.root)}{said}{self._namespaces()}>"
        body = "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', head, *self.lines, f"</{self.form.root}>"))
        return f"{body}\n".encode()

    def _element(self, node: Node, depth: int) -> None:
        definition = self.engine.definition(node)
        attributes = self._attributes(node, definition)
        if not definition.elements:
            self._leaf(depth, node.name, self._final(node, definition), attributes, self.engine.path(node))
            return
        self._open(depth, node.name, attributes)
        if node.name in META and depth == 1:
            self._meta_block(node)
        else:
            for child in node.children:
                if child.relevant and not _is_attribute(child.name):
                    self._element(child, depth + 1)
        self._close(depth, node.name)

    def _meta_block(self, node: Node) -> None:
        """The form's own meta entries, then the rest in order of name."""
        prefix = "orx:" if node.name.startswith("orx:") else ""
        rest = dict(self.meta)
        for child in node.children:
            if child.relevant and not _is_attribute(child.name):
                given = rest.pop(child.name.removeprefix("orx:"), None)
                if given is None:
                    self._element(child, 2)
                else:
                    self._leaf(2, child.name, given, self._attributes(child, self.engine.definition(child)))
        self._rest_of_meta(prefix, rest)

    def _rest_of_meta(self, prefix: str, meta: Mapping[str, str]) -> None:
        for name in sorted(meta):
            self._leaf(2, prefix + name, meta[name], "")

    def _final(self, node: Node, definition: Definition) -> str:
        """A node's value; the time of ending is filled in when the record is written."""
        if definition.preload == "timestamp end" and not node.value:
            return moment_text(self.engine.now)
        return node.value

    # -- attributes and names --------------------------------------------------------------------------
    def _attributes(self, node: Node, definition: Definition) -> str:
        """The attributes of an element, in the form's order; blank ones stay, hidden ones and jr:template do not."""
        found = [child for name in attributes_in(self.form, definition) for child in node.groups.get(name, ()) if child.relevant]
        return "".join(self._attribute(each.name[1:], each.value, self.engine.path(each)) for each in found
                       if each.name != "@jr:template")

    def _root_attributes(self) -> str:
        own: dict[str, str] = dict(self.form.root_attributes)
        root = self.engine.root
        for name in attributes_in(self.form, self.form.definitions[0]):
            own |= {name[1:]: node.value for node in root.groups.get(name, ()) if node.relevant}
        namespace = own.get("xmlns", "")
        version = {"version": self.form.version} if self.form.version else {}
        said = {"id": self.form.name, **version, **{name: own[name] for name in sorted(own) if name not in _OF_ROOT}}
        head = f' xmlns="{_quoted(namespace)}"' if namespace not in ("", xmlsafe.XFORMS) else ""
        return head + "".join(self._attribute(name, value, f"@{name}") for name, value in said.items())

    def _attribute(self, name: str, value: str, path: str) -> str:
        return f' {self._name(name)}="{_quoted(self._fit(value, path))}"'

    def _name(self, name: str) -> str:
        """A name as it is written; its prefix will be declared."""
        prefix, colon, _ = name.partition(":")
        if colon and prefix != "xml":
            self.prefixes.add(prefix)
        return name

    def _namespaces(self) -> str:
        """Declarations of the prefixes that were written. Raises BadInput for one the form declares nowhere."""
        known = {**self.form.data["namespaces"], **xmlsafe.NAMESPACES}
        if unknown := sorted(self.prefixes - known.keys()):
            raise BadInput(tr(f"前缀“{unknown[0]}:”未声明命名空间", f"the prefix {unknown[0]}: has no namespace"),
                           where=self.form.name)
        return "".join(f' xmlns:{prefix}="{_quoted(known[prefix])}"' for prefix in sorted(self.prefixes))

    def _fit(self, value: str, path: str) -> str:
        if _NOT_XML.search(value):
            raise BadInput(tr(f"“{path}”含有XML不能记录的字符", f"{path!r} holds a character that XML cannot"),
                           where=self.form.name)
        return value

    # -- lines -----------------------------------------------------------------------------------------
    def _open(self, depth: int, name: str, attributes: str) -> None:
        self.lines.append(f"{'  ' * depth}<{self._name(name)}{attributes}>")

    def _close(self, depth: int, name: str) -> None:
        self.lines.append(f"{'  ' * depth}</{name}>")

    def _leaf(self, depth: int, name: str, value: str, attributes: str, path: str = "") -> None:
        text = _text(self._fit(value, path or name))
        tag = f"{self._name(name)}{attributes}"
        self.lines.append(f"{'  ' * depth}<{tag}>{text}</{name}>" if value else f"{'  ' * depth}<{tag}/>")


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _quoted(value: str) -> str:
    return _text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _is_attribute(name: str) -> bool:
    return name.startswith("@")


def attributes_in(form: Form, definition: Definition) -> list[str]:
    """The names (`@id` …) of a node's attributes."""
    return [form.definitions[index].name for index in definition.children if _is_attribute(form.definitions[index].name)]


# -- in ----------------------------------------------------------------------------------------------
def read(form: Form, xml: bytes | str) -> tuple[dict[str, str], dict[str, str]]:
    """Answers by path, and the meta entries, of a submission. See Record.from_xml."""
    root = xmlsafe.parse(xml, form.name)
    _check_form(form, root)
    reader = _Reader(form)
    reader.group(root, form.definitions[0], "")
    if reader.lost:
        raise _without_place(form, reader.lost)
    return reader.answers, reader.meta


def _without_place(form: Form, lost: list[Text]) -> BadInput:
    rest, least = len(lost) - MAX_LISTED, len(lost) >= MAX_LOST
    more = [tr(f"……另有{'至少' if least else ''}{rest}处", f"… and {'at least ' if least else ''}{rest} more")] if rest > 0 else []
    listed = [*lost[:MAX_LISTED], *more]
    zh, en = "\n  ".join(each.zh for each in listed), "\n  ".join(each.en for each in listed)
    return BadInput(tr(f"记录里有表单放不下的内容：\n  {zh}", f"the record holds what the form has no place for:\n  {en}"),
                    where=form.name,
                    todo=tr("这份记录可能属于表单的另一版本。", "The record may belong to another version of the form."))


def _check_form(form: Form, root: _Element) -> None:
    attributes = attributes_of(root)
    versions = [attributes[name] for name in ("orx:version", "version") if name in attributes] or [""]
    if _local(name_of(root)) != _local(form.root) or attributes.get("id") != form.name or form.version not in versions:
        said = f"{attributes.get('id', name_of(root))} {versions[0]}".strip()
        raise BadInput(tr(f"这份记录属于表单“{said}”，不是“{form.name} {form.version}”",
                          f"this record is of the form {said!r}, not {form.name} {form.version}"), where=form.name)


class _Reader:
    """One reading of one submission; gathers what would be lost instead of stopping."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.answers: dict[str, str] = {}
        self.meta: dict[str, str] = {}
        self.lost: list[Text] = []
        self._names: dict[int, dict[str, Definition]] = {}

    def group(self, element: _Element, definition: Definition, above: str) -> None:
        """Read everything below an element; `above` is its path with a slash at the end."""
        self._stray_text(element, above.rstrip("/"))
        self._attributes(element, definition, above)
        seen: dict[str, int] = {}
        for child in element:
            if "jr:template" in attributes_of(child):  # no part of the record, whoever sent it along
                continue
            found = self._found(definition, name_of(child))
            name = found.name if found is not None else name_of(child)
            seen[name] = seen.get(name, 0) + 1
            if found is not None and (found.repeat or seen[name] == 1):
                self._node(child, found, f"{above}{name}[{seen[name]}]" if found.repeat else f"{above}{name}")
            elif definition.index != 0 or name not in META:
                self._lose(found, f"{above}{name}")
            if name in META and definition.index == 0:
                self._meta_entries(child, found)
        for each in self._elements(definition):
            if each.repeat:
                self.answers[f"{above}{each.name}"] = str(seen.get(each.name, 0))
            elif each.name not in seen:
                self._missing(each, f"{above}{each.name}")

    def _elements(self, definition: Definition) -> list[Definition]:
        return [self.form.definitions[index] for index in definition.elements]

    def _found(self, definition: Definition, name: str) -> Definition | None:
        """The form's node for an element: of its name, else the only one that differs in its prefix alone."""
        names = self._names.get(definition.index)
        if names is None:
            below = self._elements(definition)
            once = Counter(_local(each.name) for each in below)
            names = {_local(each.name): each for each in below if once[_local(each.name)] == 1}
            names |= {each.name: each for each in below}
            self._names[definition.index] = names
        return names.get(name) or names.get(_local(name))

    def _node(self, element: _Element, definition: Definition, path: str) -> None:
        if definition.name in META and definition.parent == 0:
            self._known_meta(element, definition, path)
        elif definition.elements:
            self.group(element, definition, f"{path}/")
        else:
            self._leaf(element, definition, path)

    def _leaf(self, element: _Element, definition: Definition, path: str) -> None:
        self.answers[path] = _value(definition, element.text or "")
        self._attributes(element, definition, f"{path}/")
        for child in element:
            self._lose(None, f"{path}/{name_of(child)}")

    def _attributes(self, element: _Element, definition: Definition, above: str) -> None:
        said = attributes_of(element)
        for name in attributes_in(self.form, definition):
            if name[1:] in said and name[1:] not in (_NO_ANSWER if definition.index else _OF_ROOT):
                self.answers[f"{above}{name}"] = said[name[1:]]

    def _known_meta(self, element: _Element, definition: Definition, path: str) -> None:
        """Meta entries the form itself defines."""
        self._attributes(element, definition, f"{path}/")
        for entry in element:
            found = self._found(definition, name_of(entry))
            if found is not None:
                self._node(entry, found, f"{path}/{found.name}")

    def _meta_entries(self, block: _Element, definition: Definition | None) -> None:
        """Every entry of the meta block that is a text, the form's own or not; a whole tree needs its place in the form."""
        for entry in block:
            name = _local(name_of(entry))
            if not len(entry):
                self.meta[name] = entry.text or ""
            elif definition is None or self._found(definition, name_of(entry)) is None:
                self._lose(None, f"meta/{name}")

    def _missing(self, definition: Definition, path: str) -> None:
        """A question that is not in the submission is blank: no default comes in for it. Attributes are as the form has them."""
        below = self._elements(definition)
        if not below:
            self.answers[path] = ""
        for each in below:
            if not each.repeat:
                self._missing(each, f"{path}/{each.name}")

    def _stray_text(self, element: _Element, path: str) -> None:
        if any((text or "").strip() for text in _texts(element)):
            name = path or self.form.root
            self._list(tr(f"“{name}”是一组题，却含有文字", f"{name!r} is a group but holds text"))

    def _lose(self, definition: Definition | None, path: str) -> None:
        if definition is None:
            self._list(tr(f"“{path}”：表单里没有", f"{path!r}: the form has no such element"))
        else:
            self._list(tr(f"“{path}”：出现多次，但不可重复", f"{path!r}: stands more than once but does not repeat"))

    def _list(self, text: Text) -> None:
        self.lost.append(text)
        if len(self.lost) == MAX_LOST:  # a file of millions of them is not worth reading on
            raise _without_place(self.form, self.lost)


def _value(definition: Definition, text: str) -> str:
    """Text as it stands; of any other type space around and, in a list, between counts for nothing."""
    if definition.control is not None and definition.control["tag"] in ("select", "odk:rank"):
        return " ".join(text.split())
    return text if definition.type == "string" else text.strip()


def _texts(element: _Element) -> Iterator[str | None]:
    yield element.text
    for child in element:
        yield child.tail


def _local(name: str) -> str:
    return name.rpartition(":")[2]
