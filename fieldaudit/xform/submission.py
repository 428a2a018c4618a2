"""A record as OpenRosa submission XML, and back. The same record always gives the same bytes.

Spec: getodk.github.io/xforms-spec "Metadata" and docs.getodk.org/openrosa-form-submission: root element with
the form's id and version, relevant nodes only, a meta block with instanceID. Written by hand so that the bytes
do not depend on an XML library; read with lxml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import BadInput
from ..i18n import tr
from . import xmlsafe
from .form import Definition, Form
from .values import moment_text
from .xmlsafe import attributes_of, name_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .engine import Engine
    from .instance import Node

META = ("meta", "orx:meta")
_NAME = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# -- out -------------------------------------------------------------------------------------------
def write(form: Form, engine: Engine, instance_id: str, extra_meta: Mapping[str, str]) -> bytes:
    """See Record.xml."""
    if not instance_id.strip():
        raise BadInput(tr("缺少记录编号 instanceID", "the instance id is missing"), where=form.name)
    for name, value in extra_meta.items():
        if not _NAME.match(name) or _NOT_XML.search(value):
            raise BadInput(tr(f"meta 项“{name}”不能写入XML", f"the meta entry {name!r} cannot go into XML"), where=form.name)
    meta = {**extra_meta, "instanceID": instance_id}
    lines: list[str] = []
    children = [child for child in engine.root.children if child.relevant]
    if not any(child.name in META for child in children):
        _open(lines, 1, "meta")
        _meta_rest(lines, "", meta)
        _close(lines, 1, "meta")
    for child in children:
        _element(engine, child, 1, meta, lines)
    head = (f'<{form.root} id="{_attribute(form.name)}" version="{_attribute(form.version)}"'
            f"{_namespaces(form)}>")
    body = "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', head, *lines, f"</{form.root}>"))
    return f"{body}\n".encode()


def _element(engine: Engine, node: Node, depth: int, meta: dict[str, str], lines: list[str]) -> None:
    definition = engine.definition(node)
    if not definition.children:
        _leaf(lines, depth, node.name, _final(engine, node, definition))
        return
    _open(lines, depth, node.name)
    if node.name in META and depth == 1:
        _meta(engine, node, meta, lines)
    else:
        for child in node.children:
            if child.relevant:
                _element(engine, child, depth + 1, meta, lines)
    _close(lines, depth, node.name)


def _meta(engine: Engine, node: Node, meta: dict[str, str], lines: list[str]) -> None:
    """The form's own meta entries, then the rest in order of name."""
    prefix = "orx:" if node.name.startswith("orx:") else ""
    rest = dict(meta)
    for child in node.children:
        if child.relevant:
            given = rest.pop(child.name.removeprefix("orx:"), None)
            text = given if given is not None else _final(engine, child, engine.definition(child))
            _leaf(lines, 2, child.name, text)
    _meta_rest(lines, prefix, rest)


def _meta_rest(lines: list[str], prefix: str, meta: Mapping[str, str]) -> None:
    for name in sorted(meta):
        _leaf(lines, 2, prefix + name, meta[name])


def _final(engine: Engine, node: Node, definition: Definition) -> str:
    """A node's value; the time of ending is filled in when the record is written."""
    if definition.preload == "timestamp end" and not node.value:
        return moment_text(engine.now)
    return node.value


def _open(lines: list[str], depth: int, name: str) -> None:
    lines.append(f"{'  ' * depth}<{name}>")


def _close(lines: list[str], depth: int, name: str) -> None:
    lines.append(f"{'  ' * depth}</{name}>")


def _leaf(lines: list[str], depth: int, name: str, value: str) -> None:
    lines.append(f"{'  ' * depth}<{name}>{_text(value)}</{name}>" if value else f"{'  ' * depth}<{name}/>")


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(value: str) -> str:
    return _text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _namespaces(form: Form) -> str:
    """Declarations of the prefixes that element names of the form use."""
    known = {**form.data["namespaces"], **xmlsafe.NAMESPACES}
    used = sorted({each.name.partition(":")[0] for each in form.definitions if ":" in each.name})
    return "".join(f' xmlns:{prefix}="{_attribute(known[prefix])}"' for prefix in used if prefix in known)


# -- in ----------------------------------------------------------------------------------------------
def read(form: Form, xml: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Answers by path, and the meta entries, of a submission. See Record.from_xml."""
    root = xmlsafe.parse(xml, form.name)
    attributes = attributes_of(root)
    version = attributes.get("version", attributes.get("orx:version", ""))
    if name_of(root) != form.root or attributes.get("id") != form.name or version != form.version:
        said = f"{attributes.get('id', name_of(root))} {version}"
        raise BadInput(tr(f"这份记录属于表单“{said}”，不是“{form.name} {form.version}”",
                          f"this record is of the form {said!r}, not {form.name} {form.version}"), where=form.name)
    answers: dict[str, str] = {}
    meta: dict[str, str] = {}
    _read_children(form, root, form.definitions[0], "", answers, meta)
    return answers, meta


def _read_children(form: Form, element: _Element, definition: Definition, above: str, answers: dict[str, str],
                   meta: dict[str, str]) -> None:
    known = {form.definitions[index].name: form.definitions[index] for index in definition.children}
    seen: dict[str, int] = {}
    for child in element:
        name = name_of(child)
        seen[name] = seen.get(name, 0) + 1
        found = known.get(name)
        if name in META and definition.index == 0:
            meta.update({name_of(entry).removeprefix("orx:"): entry.text or "" for entry in child})
            if found is None:
                continue
        if found is None or (seen[name] > 1 and not found.repeat):
            raise BadInput(tr(f"记录里多出“{above}{name}”，表单里没有",
                              f"the record has {above + name!r}, which the form has not (or only once)"), where=form.name)
        _read_node(form, child, found, above, seen[name], answers, meta)
    for name, found in known.items():
        if found.repeat:
            answers[f"{above}{name}"] = str(seen.get(name, 0))


def _read_node(form: Form, element: _Element, definition: Definition, above: str, number: int,
               answers: dict[str, str], meta: dict[str, str]) -> None:
    path = f"{above}{definition.name}[{number}]" if definition.repeat else f"{above}{definition.name}"
    if definition.children:
        if definition.name in META:
            _read_known_meta(form, element, definition, path, answers)
        else:
            _read_children(form, element, definition, f"{path}/", answers, meta)
    else:
        answers[path] = element.text or ""


def _read_known_meta(form: Form, element: _Element, definition: Definition, path: str, answers: dict[str, str]) -> None:
    """Meta entries the form itself defines; instanceID is given anew when the record is written."""
    known = {form.definitions[index].name for index in definition.children}
    for entry in element:
        if name_of(entry) in known and not name_of(entry).endswith("instanceID"):
            answers[f"{path}/{name_of(entry)}"] = entry.text or ""
