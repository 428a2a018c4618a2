"""Small raw XForms for tests that show a sentence of the specification: one is put together from its three parts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sample_forms import record_of

from fieldaudit.xform import Form, Record, load

_DOCUMENT = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
        xmlns:odk="http://www.opendatakit.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
        xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:entities="http://www.opendatakit.org/xforms/entities">
<h:head><h:title>A small form</h:title><model ROOT>
<instance><data id="small" version="1" ATTRIBUTES>INSTANCE</data></instance>MODEL</model></h:head>
<h:body CLASS>BODY</h:body></h:html>"""


def xform(
    instance: str, model: str = "", body: str = "", *, attributes: str = "", root: str = "", body_attributes: str = ""
) -> str:
    """A whole XForm around the children of its root element, what follows the instance, and its controls."""
    filled = {"ROOT": root, "ATTRIBUTES": attributes, "INSTANCE": instance, "MODEL": model, "CLASS": body_attributes, "BODY": body}
    text = _DOCUMENT
    for mark, part in filled.items():
        text = text.replace(mark, part, 1)
    return text


def control(name: str, tag: str = "input", inside: str = "") -> str:
    """A control of /data/`name` with its name as label."""
    return f'<{tag} ref="/data/{name}"><label>{name}</label>{inside}</{tag}>'


@cache
def raw_form(source: str) -> Form:
    """The compiled form of a raw XForm."""
    return load(source.encode(), "xml", "small")


def begun(source: str, answers: Mapping[str, str] | None = None, **others: object) -> Record:
    """A record of a raw XForm at the fixed moment."""
    return record_of(raw_form(source), answers, **others)


def asked(record: Record) -> list[str]:
    """The paths of the questions shown, in order."""
    return [each.path for each in record.visible()]
