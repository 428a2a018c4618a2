"""Documents made to do harm are refused with a message, or read within bounds. Knows nothing of spreadsheets."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
from raw_forms import raw_form, xform

from fieldaudit.errors import BadInput
from fieldaudit.xform import FormFaults, xmlsafe
from fieldaudit.xform.reader import graph, primary, xforms
from fieldaudit.xform.reader.notes import MAX_CANDIDATES
from fieldaudit.xform.reader.xforms import read
from fieldaudit.xform.xmlsafe import MAX_ATTRIBUTES, MAX_DEPTH, MAX_PREFIXES, parse

pytestmark = pytest.mark.slow  # `make check` stays under a minute

LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))


def many(pattern: str, number: int) -> str:
    return "".join(pattern.format(at) for at in range(number))


@pytest.mark.parametrize("prologue", [
    f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE d SYSTEM "http://example.org/d.dtd">', "<!DOCTYPE html>", '<!DOCTYPE d [<!ENTITY % p "x"> %p;]>',
    "<!DOCTYPE d [<!ATTLIST a b CDATA 'c'>]>"])
@pytest.mark.parametrize("inside", ["", "&l9;", "&x;"])
def test_a_document_type_is_refused(prologue: str, inside: str) -> None:
    with pytest.raises(BadInput, match=r"DTD|格式错误"):
        read(xform(f"<a>{inside}</a>").replace('<?xml version="1.0"?>', prologue).encode(), "form.xml")


@pytest.mark.parametrize("source", [
    b"", b"<", b"<a>", b"<a></b>", b"\x00" * 100, b"<a>\x00</a>", b"<a b='1' b='2'/>", b"<p:a/>", b"<a>&undefined;</a>",
    b"<a>\xff</a>",
    b'<?xml version="1.0" encoding="no-such"?><a/>', b"<a/><b/>", "<a/>".encode("utf-16")[2:-1], b"PK\x03\x04" + b"x" * 50])
def test_what_is_no_xml_is_refused(source: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        parse(source, "form.xml")
    assert caught.value.where == "form.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_form_may_be_in_any_encoding_it_declares(encoding: str) -> None:
    label = '<input ref="/data/a"><label>养老院</label></input>'
    text = xform("<a/>", "", label).replace('version="1.0"?', f'version="1.0" encoding="{encoding.removesuffix("-sig")}"?', 1)
    assert read(text.encode(encoding), "form.xml").question("a").label() == "养老院"


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 300, 10_000, 200_000])
def test_a_document_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(BadInput):
        parse(b"<a>" * depth + b"</a>" * depth, "form.xml")


def test_a_document_as_deep_as_allowed_is_read() -> None:
    depth = MAX_DEPTH - 5  # html, head, model, instance, data stand above
    assert len(raw_form(xform("<a>" * depth + "</a>" * depth)).definitions) == depth + 1


def test_a_document_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmlsafe, "MAX_BYTES", 5_000)
    with pytest.raises(BadInput, match="MB"):
        parse(b"<a>" + b"x" * 5_000 + b"</a>", "form.xml")


def test_labels_of_ten_megabytes_are_refused() -> None:
    source = xform("<a/>", "", f'<input ref="/data/a"><label>{"x" * 10_100_000}</label></input>').encode()
    with pytest.raises(BadInput):
        read(source, "form.xml")
    source = xform("<a/>", "", f'<input ref="/data/a"><label>{"x" * 9_000_000}</label></input>').encode()
    with pytest.raises(FormFaults, match="超过"):
        read(source, "form.xml")


def test_elements_without_end_are_refused_before_they_are_parsed() -> None:
    source = b"<a>" + b"<b/>" * (xmlsafe.MAX_TAGS + 1) + b"</a>"
    gc.collect()
    tracemalloc.start()
    with pytest.raises(BadInput, match="过多"):
        parse(source, "form.xml")
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


ATTRIBUTES = many("a{}='1' ", MAX_ATTRIBUTES + 1)


@pytest.mark.parametrize("instance", [
    many("<a/>", primary.MAX_ELEMENTS + 1), many("<a{}/>", primary.MAX_NODES + 1), f"<g {ATTRIBUTES}/>"],
    ids=["instances", "nodes", "attributes"])
def test_an_instance_too_large_is_refused(instance: str) -> None:
    with pytest.raises(BadInput):
        read(xform(instance).encode(), "form.xml")


@pytest.mark.parametrize("model", [
    f'<bind nodeset="/data/a" {ATTRIBUTES}/>', f'<instance id="l"><top {ATTRIBUTES}><item/></top></instance>'])
def test_attributes_without_end_are_refused(model: str) -> None:
    with pytest.raises(BadInput, match="属性"):
        read(xform("<a/>", model).encode(), "form.xml")


def test_tags_and_namespaces_without_end_are_refused() -> None:
    tag, declared = many("a{}='' ", 150_000), many("<b xmlns:p{0}='u{0}'/>", MAX_PREFIXES + 1)
    with pytest.raises(BadInput, match="过长"):
        parse(f"<a {tag}/>".encode(), "form.xml")
    with pytest.raises(BadInput, match="命名空间"):
        parse(f"<a>{declared}</a>".encode(), "form.xml")


def test_among_many_thousand_texts_those_that_are_missing_are_named() -> None:
    entries = many("<text id='t{}'><value>v</value></text>", 2 * MAX_CANDIDATES)
    texts = f"<itext><translation lang='en'>{entries}</translation></itext>"
    asking = many('<bind nodeset="/data/a" jr:requiredMsg="jr:itext(&apos;no{}&apos;)"/>', 1_000)
    with pytest.raises(FormFaults) as caught:
        read(xform("<a/>", texts + asking).encode(), "form.xml")
    assert len(caught.value.faults) == 500


def test_expressions_that_read_everything_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xforms, "MAX_LOOKS", 2_000)
    with pytest.raises(BadInput, match="引用过多"):
        binds = many('<bind nodeset="/data/a{}" constraint="count(//*) &gt; 1"/>', 100)
        read(xform(many("<a{}/>", 100), binds).encode(), "form.xml")


@pytest.mark.parametrize("expression", [
    "(" * 5_000 + "1" + ")" * 5_000, "1" + "+1" * 20_000, "a[" * 3_000 + "1" + "]" * 3_000, "-" * 30_000 + "1"])
def test_expressions_too_long_or_too_deep_are_faults(expression: str) -> None:
    with pytest.raises(FormFaults):
        read(xform("<a/>", f'<bind nodeset="/data/a" calculate="{expression}"/>').encode(), "form.xml")


def test_expressions_that_look_at_everything_again_and_again_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (graph, xforms):
        monkeypatch.setattr(module, "MAX_LOOKS", 100_000)
    bind = '<bind nodeset="/data/c" calculate="count(//*[count(//*[count(//*[count(//*) &gt; 1]) &gt; 1]) &gt; 1])"/>'
    with pytest.raises(BadInput, match="引用过多"):
        read(xform(many("<a{}/>", 300) + "<c/>", bind).encode(), "form.xml")


def test_brackets_without_end_are_read_at_once() -> None:
    form = read(xform("<a/>", f'<bind nodeset="/data/a{"[" * 400_000}{"]" * 400_000}" type="int"/>').encode(), "form.xml")
    assert form.definitions[1].type == "int"
    with pytest.raises(FormFaults):
        read(xform("<a/>", '<bind nodeset="/data/a]" type="int"/>').encode(), "form.xml")
