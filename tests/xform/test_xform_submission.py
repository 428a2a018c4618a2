"""Submission XML: the same bytes for the same record, only what is relevant, and back again."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_forms import begun, control, raw_form, xform
from sample_forms import NOW, WIDE, form_of, record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.i18n import Text
from fieldaudit.xform import Form, Record
from fieldaudit.xform.submission import MAX_LISTED, MAX_LOST, asks_encryption, compact, media_names
from fieldaudit.xform.xmlsafe import MAX_DEPTH, parse

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FORM = form_of(WIDE)


def back(xml: bytes) -> Record:
    return Record.from_xml(FORM, xml, now=NOW, today=NOW.date(), person="12", device="1", seed=7)


def answered(record: Record) -> dict[str, str]:
    """What counts, apart from the number the record was given when it was written."""
    return {path: value for path, value in record.values().items() if path != "meta/instanceID"}


def test_the_submission_is_canonical_and_holds_what_is_relevant() -> None:
    record = record_of(survey("text | a | A", "begin_group | g | G", "text | b | B | ${a} = 'x'", "text | c | C", "end_group | "),
        {"a": "<&>\"'"})
    assert record.xml("uuid:1", {"note": "n", "aaa": "1"}).decode() == """<?xml version="1.0" encoding="UTF-8"?>
<data id="sample">
  <a>&lt;&amp;&gt;"'</a>
  <g>
    <c/>
  </g>
  <meta>
    <instanceID>uuid:1</instanceID>
    <aaa>1</aaa>
    <note>n</note>
  </meta>
</data>
"""


def test_a_record_comes_back_from_its_xml_with_its_meta() -> None:
    record = record_of(FORM, {"building/bars": "fail", "building/beds": "3", "rooms": "2", "rooms[2]/title": "  二楼\r\n东侧 ",
        "many": "pass na"})
    xml = record.xml("uuid:1", {"photos": "[]"})
    again = back(xml)
    assert answered(again) == answered(record) and again.meta == {"instanceID": "uuid:1", "photos": "[]"}
    assert again.get("meta/instanceID") == "uuid:1"
    assert again.xml("uuid:1", {"photos": "[]"}) == xml


def test_a_default_that_was_taken_back_stays_blank() -> None:
    record = record_of(FORM, {"building/bars": "fail"})
    record.set("building/beds", "")
    record.set("day", "")
    assert answered(back(record.xml("uuid:1"))) == answered(record)


def test_removed_repeats_stay_removed() -> None:
    record = record_of(FORM)
    record.remove_repeat("rooms[1]")
    assert b"<rooms>" not in record.xml("uuid:1") and back(record.xml("uuid:1")).instances("rooms") == 0


@pytest.mark.parametrize(("old", "new"), [
    (b'id="sample"', b'id="other"'), (b'version="3"', b'version="4"'), (b"<many/>", b"<manyy/>"), (b"<many/>", b"<many/><many/>"),
    (b"</data>", b""),
    (b"<data ", b"<!DOCTYPE data []><data "), (b"<many/>", b"<many>&lol;</many>"),
    (b"<many/>", b"<many>" + b"<x>" * MAX_DEPTH + b"</x>" * MAX_DEPTH + b"</many>"),
    (b"<data ", b"<dat "),
])
def test_xml_of_another_form_or_that_is_unsafe_is_refused(old: bytes, new: bytes) -> None:
    xml = record_of(FORM).xml("uuid:1").replace(b'<?xml version="1.0" encoding="UTF-8"?>\n', b"")
    assert old in xml
    with pytest.raises(BadInput):
        back(xml.replace(old, new, 1))


def test_an_instance_id_and_sound_meta_names_are_needed() -> None:
    record = begun(xform("<a/>", body=control("a")))
    for instance_id, meta in (("", {}), (" ", {}), ("uuid:1", {"a b": "1"}), ("uuid:1", {"1a": "1"}), ("uuid:1", {"a": "\x00"})):
        with pytest.raises(BadInput):
            record.xml(instance_id, meta)


def test_the_end_is_kept_once_it_is_written() -> None:
    form = form_of(survey("text | a | A", "end | finished | "))
    xml = record_of(form).xml("uuid:1")
    later = Record.from_xml(form, xml, now=NOW.replace(year=2027), today=NOW.date())
    assert later.xml("uuid:1") == xml and b"<finished>2026-11-24T" in xml


def test_a_finished_record_is_not_new_so_events_of_the_first_load_do_not_come_again() -> None:
    form = form_of(survey("text | a | A", "date | d | D | ${a} = 'x' | | | | today()", "today | t | | ${a} = 'x'"))
    again = Record.from_xml(form, record_of(form).xml("uuid:1"), now=NOW, today=NOW.date())
    again.set("a", "x")
    assert answered(again) == {"a": "x"}


# -- attributes, namespaces, meta --------------------------------------------------------------------------
ENTITY = xform('<tree/><meta><instanceID/><entity dataset="trees" id="" create="1"><label/></entity></meta>',
    '<bind nodeset="/data/meta/entity/@id" type="string"/><bind nodeset="/data/meta/instanceID" jr:preload="uid"/>'
    '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="\'e1\'"/>'
    '<bind nodeset="/data/meta/entity/label" calculate="/data/tree"/>', control("tree"))


@pytest.mark.cites("instance.attributes-kept", "entities.element", "entities.id", "entities.dataset", "entities.create",
                   "entities.label")
def test_attributes_stand_in_the_record_that_is_sent() -> None:
    record = begun(ENTITY, {"tree": "oak"})
    assert b'<entity dataset="trees" id="e1" create="1">\n      <label>oak</label>' in record.xml("uuid:1")


@pytest.mark.cites("entities.update", "entities.base-version", "entities.create", "bind.nodeset.attribute")
def test_attributes_are_computed_like_nodes() -> None:
    form = xform('<tree/><meta><instanceID/><entity dataset="trees" id="" create="" update="1" baseVersion=""/></meta>',
        '<instance id="trees"><top><item><name>t1</name><__version>4</__version></item></top></instance>'
        '<bind nodeset="/data/meta/entity/@id" calculate="/data/tree"/>'
        '<bind nodeset="/data/meta/entity/@create" calculate="if(/data/tree = \'\', 1, 0)"/>'
        '<bind nodeset="/data/meta/entity/@baseVersion" '
        'calculate="instance(\'trees\')/top/item[name = /data/tree]/__version"/>', control("tree"))
    xml = begun(form, {"tree": "t1"}).xml("uuid:1")
    assert b'<entity dataset="trees" id="t1" create="0" update="1" baseVersion="4"/>' in xml
    assert b'<entity dataset="trees" id="" create="1" update="1" baseVersion=""/>' in begun(form).xml("uuid:1")


def test_attributes_come_back() -> None:
    record = begun(ENTITY, {"tree": "oak"})
    xml = record.xml("uuid:1").replace(b'id="e1"', b'id="a &quot;&#10;b"')
    again = Record.from_xml(raw_form(ENTITY), xml, now=NOW, today=NOW.date())
    assert again.values()["meta/entity/@id"] == 'a "\nb' and again.xml("") == xml


def test_an_unknown_attribute_is_ignored_and_a_missing_one_is_the_forms() -> None:
    xml = begun(ENTITY).xml("uuid:1").replace(b'dataset="trees"', b'other="1"')
    again = Record.from_xml(raw_form(ENTITY), xml, now=NOW, today=NOW.date())
    assert again.values()["meta/entity/@dataset"] == "trees"


@pytest.mark.cites("instance.template", "bind.relevant.removed", "submission.relevant-only")
def test_templates_and_hidden_nodes_are_not_sent_and_blank_ones_are() -> None:
    form = xform('<r jr:template=""><a>x</a></r><r><a>y</a></r><b/><c/><g><d/></g>',
        '<bind nodeset="/data/c" relevant="false()"/><bind nodeset="/data/g" relevant="false()"/>',
        '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/a"><label>a</label></input></repeat></group>'
        + control("b") + control("c"))
    xml = begun(form).xml("uuid:1").decode()
    assert xml.count("<r>") == 1 and "<a>y</a>" in xml and "template" not in xml
    assert "<b/>" in xml and not any(name in xml for name in ("<c/>", "<g>", "<g/>", "<d/>"))


@pytest.mark.cites("submission.namespaces", "instance.version", "instance.id")
def test_the_root_keeps_its_name_id_version_attributes_and_default_namespace() -> None:
    plain = begun(xform("<a/>", attributes='odk:prefix="p"', body=control("a"))).xml("uuid:1").decode()
    assert '<data id="small" version="1" odk:prefix="p" ' in plain and 'xmlns:odk="http://www.opendatakit.org/xforms"' in plain
    assert 'xmlns="' not in plain
    own = begun(xform("<a/>", attributes='xmlns="http://example.org/own"', body=control("a")))
    xml = own.xml("uuid:1")
    assert b'<data xmlns="http://example.org/own" id="small" version="1"' in xml
    again = Record.from_xml(own.form, xml, now=NOW, today=NOW.date())
    assert again.xml("uuid:1") == xml


@pytest.mark.cites("submission.namespaces", "namespace.prefix-free", "meta.block")
@pytest.mark.parametrize("meta", [
    "<orx:meta><orx:instanceID/></orx:meta>", "<meta><instanceID/></meta>",
    '<meta xmlns="http://openrosa.org/xforms"><instanceID/></meta>',
])
def test_a_meta_block_keeps_its_names_and_is_read_in_any_namespace(meta: str) -> None:
    form = xform(f"<a/>{meta}", body=control("a"))
    xml = begun(form, {"a": "1"}).xml("uuid:1")
    root = parse(xml, "")
    block = root[1]
    known = "{http://openrosa.org/xforms}" if "openrosa" in meta or "orx" in meta else ""
    assert (block.tag, block[0].tag, block[0].text) == (f"{known}meta", f"{known}instanceID", "uuid:1")
    for other in (b'<meta><instanceID>uuid:2</instanceID></meta>',
                  b'<o:meta xmlns:o="http://openrosa.org/xforms"><o:instanceID>uuid:2</o:instanceID></o:meta>'):
        sent = b'<data id="small" version="1"><a>1</a>' + other + b"</data>"
        again = Record.from_xml(raw_form(form), sent, now=NOW, today=NOW.date())
        assert again.get("a") == "1" and again.meta == {"instanceID": "uuid:2"} and again.xml("") == again.xml("uuid:2")


def test_entries_beside_the_forms_own_stand_in_the_namespace_of_its_meta_block_and_hidden_ones_do_not_stand_there() -> None:
    form = xform("<a/><orx:meta><orx:instanceID/><orx:userID>u</orx:userID></orx:meta>",
        '<bind nodeset="/data/orx:meta/orx:userID" relevant="/data/a = 1"/>', control("a"))
    assert begun(form).xml("uuid:1", {"deprecatedID": "uuid:0"}).decode().endswith(
        "  <orx:meta>\n    <orx:instanceID>uuid:1</orx:instanceID>\n    <orx:deprecatedID>uuid:0</orx:deprecatedID>\n"
        "  </orx:meta>\n</data>\n")


def test_a_prefix_without_a_namespace_is_not_written() -> None:
    form = raw_form(xform('<x:a xmlns:x="urn:x"/>'))
    assert b'xmlns:x="urn:x"' in record_of(form).xml("uuid:1")
    with pytest.raises(BadInput, match="x:"):
        record_of(Form({**form.data, "namespaces": {}})).xml("uuid:1")


def test_a_form_without_meta_gets_one_at_the_end() -> None:
    xml = begun(xform("<a/>", body=control("a"))).xml("uuid:1", {"deprecatedID": "uuid:0"}).decode()
    assert xml.endswith("  <a/>\n  <orx:meta>\n    <orx:deprecatedID>uuid:0</orx:deprecatedID>\n"
                        "    <orx:instanceID>uuid:1</orx:instanceID>\n  </orx:meta>\n</data>\n")


@pytest.mark.cites("meta.instanceID")
def test_a_bare_uuid_gets_its_prefix_and_any_other_id_stays() -> None:
    record, bare = begun(xform("<a/>", body=control("a"))), "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert f">uuid:{bare}<".encode() in record.xml(bare) and b">fieldaudit:17<" in record.xml("fieldaudit:17")


@pytest.mark.cites("meta.instanceID")
def test_without_another_id_the_records_own_is_sent_and_kept() -> None:
    record = record_of(FORM)
    again = back(record.xml())
    assert record.instance_id.startswith("uuid:") and again.instance_id == record.instance_id == again.meta["instanceID"]
    assert again.xml() == record.xml() and again.values() == record.values()


@pytest.mark.cites("meta.timeEnd")
def test_the_time_of_ending_is_filled_in_when_the_record_is_written() -> None:
    form = xform("<a/><meta><instanceID/><timeEnd/></meta>",
        '<bind nodeset="/data/meta/timeEnd" jr:preload="timestamp" jr:preloadParams="end" type="dateTime"/>', control("a"))
    assert b"<timeEnd>2026-11-24T09:30:00.000+08:00</timeEnd>" in begun(form).xml("uuid:1")


@pytest.mark.cites("meta.deprecatedID", "meta.instanceName")
def test_a_revision_names_the_record_it_replaces_in_the_forms_own_place() -> None:
    form = xform("<a/><meta><instanceID/><instanceName/><deprecatedID/></meta>",
        '<bind nodeset="/data/meta/instanceName" calculate="concat(\'visit \', /data/a)"/>', control("a"))
    first = Record.from_xml(raw_form(form), begun(form, {"a": "1"}).xml("uuid:1"), now=NOW, today=NOW.date())
    xml = first.xml("uuid:2", {"deprecatedID": first.meta["instanceID"]})
    assert (b"<instanceID>uuid:2</instanceID>\n    <instanceName>visit 1</instanceName>\n    <deprecatedID>uuid:1</deprecatedID>"
            in xml)


# -- what is refused ---------------------------------------------------------------------------------------
def test_everything_the_form_has_no_place_for_is_listed() -> None:
    form = raw_form(xform("<a/><g><b/></g><meta><instanceID/></meta>", body=control("a")))
    sent = (b'<data id="small" version="1"><a>1<x/></a><a>2</a><g>stray<b/><y/></g><z>3</z>'
            b"<meta><instanceID>uuid:1</instanceID><e><f>1</f></e></meta></data>")
    with pytest.raises(BadInput) as caught:
        Record.from_xml(form, sent, now=NOW, today=NOW.date())
    what = caught.value.what
    assert isinstance(what, Text)
    assert [line.split("'")[1] for line in what.en.splitlines()[1:]] == ["a/x", "a", "g", "g/y", "z", "meta/e"]
    assert "'a': stands more than once but does not repeat" in what.en and "'g' is a group but holds text" in what.en
    assert what.en.endswith("'meta/e': the form has no such element")


def test_reading_ends_when_a_thousand_things_have_no_place() -> None:
    form = raw_form(xform("<a/>", body=control("a")))
    sent = b'<data id="small" version="1">' + b"<q/>" * 200_000 + b"</data>"
    with pytest.raises(BadInput, match=f"另有至少{MAX_LOST - MAX_LISTED}处"):
        Record.from_xml(form, sent, now=NOW, today=NOW.date())


@pytest.mark.cites("instance.template")
def test_a_template_that_was_sent_along_is_no_instance() -> None:
    body = '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>'
    form = raw_form(xform("<r jr:template=''><a/></r><r><a/></r>", body=body))
    sent = (b'<data xmlns:jr="http://openrosa.org/javarosa" id="small" version="1"><r jr:template=""><a>t</a></r>'
            b"<r><a>1</a></r></data>")
    assert Record.from_xml(form, sent, now=NOW, today=NOW.date()).values() == {"r[1]/a": "1"}


def test_a_message_lists_no_more_than_a_person_reads() -> None:
    form = raw_form(xform("<a/>", body=control("a")))
    sent = b'<data id="small" version="1">' + b"".join(f"<q{n}/>".encode() for n in range(MAX_LISTED + 7)) + b"</data>"
    with pytest.raises(BadInput, match="另有7处"):
        Record.from_xml(form, sent, now=NOW, today=NOW.date())


@pytest.mark.parametrize("value", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_refused(value: str) -> None:
    with pytest.raises(BadInput, match="XML"):
        begun(xform("<a/>", body=control("a")), {"a": f"a{value}"}).xml("uuid:1")


def test_a_form_that_wants_encryption_is_not_sent_in_the_clear() -> None:
    form = xform("<a/>", '<submission base64RsaPublicKey="MIIB"/>', control("a"))
    assert asks_encryption(raw_form(form)) is not None and asks_encryption(FORM) is None
    with pytest.raises(BadInput, match="public_key"):
        begun(form).xml("uuid:1")


# -- what is read gently -----------------------------------------------------------------------------------
TYPED = xform("<n>5</n><t>d</t><m/><g><u>d</u></g>", '<bind nodeset="/data/n" type="int"/>',
    control("n") + control("t") + control("m", "select", "<item><label>A</label><value>a</value></item>"
        "<item><label>B</label><value>b</value></item>"))


def read_typed(inside: str) -> Record:
    sent = f'<?xml version="1.0"?>\n<!-- sent --><data id="small" version="1">{inside}</data>'.encode()
    return Record.from_xml(raw_form(TYPED), sent, now=NOW, today=NOW.date())


def test_space_counts_in_text_alone() -> None:
    record = read_typed("\n <n> 7\n</n>\n<t> x \n</t><m>\n a  b </m>")
    assert answered(record) == {"n": "7", "t": " x \n", "m": "a b"}


def test_comments_and_cdata_are_read_as_text() -> None:
    assert read_typed("<t>a<!-- no -->b<![CDATA[<c> & ]]>d</t>").get("t") == "ab<c> & d"


def test_what_is_missing_is_blank_and_no_default_comes_in_for_it() -> None:
    assert read_typed("").values() == {}


def test_version_is_read_with_and_without_its_namespace() -> None:
    sent = b'<data xmlns:orx="http://openrosa.org/xforms" id="small" orx:version="1"><t>x</t></data>'
    for head in (sent, sent.replace(b"<data ", b'<data version="other" ')):
        assert Record.from_xml(raw_form(TYPED), head, now=NOW, today=NOW.date()).get("t") == "x"
    with pytest.raises(BadInput, match="other"):
        Record.from_xml(raw_form(TYPED), sent.replace(b'"1"', b'"other"'), now=NOW, today=NOW.date())


# -- files and the compact representation ------------------------------------------------------------------
@pytest.mark.cites("type.binary", "instance.binary-default")
def test_the_files_that_go_along_are_named_in_order_and_once() -> None:
    form = xform("<p/><u/><r jr:template=''><q/></r><r><q/></r><s>jr://images/s.png</s><h/><t/><meta><audit/></meta>",
        "".join(f'<bind nodeset="/data/{name}" type="binary"/>' for name in ("p", "r/q", "s", "h", "meta/audit"))
        + '<bind nodeset="/data/h" relevant="false()"/>',
        "".join(control(name, "upload") for name in "push") + control("t")
        + '<repeat nodeset="/data/r"><upload ref="/data/r/q"><label>q</label></upload></repeat>')
    record = begun(form, {"p": "照片 1.jpg", "u": "u.pdf", "r": "3", "r[1]/q": "b.jpg", "r[3]/q": "照片 1.jpg", "h": "hidden.jpg",
        "t": "t.jpg"})
    assert media_names(record) == ["照片 1.jpg", "u.pdf", "b.jpg"]


HOUSEHOLD = '<meta><instanceID odk:tag="id"/></meta><person><first odk:tag="fn"/><last odk:tag="ln"/><age/></person>'


def household(attributes: str, answers: Mapping[str, str]) -> str:
    form = xform(HOUSEHOLD, '<bind nodeset="/data/person/last" relevant="/data/person/age != 0"/>',
        "".join(control(f"person/{name}") for name in ("first", "last", "age")), attributes=attributes)
    return compact(begun(form, {f"person/{name}": value for name, value in answers.items()}))


@pytest.mark.cites("compact.prefix", "compact.tag", "compact.delimiter", "compact.empty", "instance.prefix", "instance.delimiter",
                   "instance.tag")
def test_the_compact_representation_holds_prefix_and_tagged_answers() -> None:
    plus = 'odk:prefix="hh" odk:delimiter="+"'
    assert household(plus, {"last": "Bar", "age": "10"}) == "hh+ln+Bar"
    assert household(plus, {"first": "Mary Kate", "last": "Doe", "age": "15"}) == "hh+fn+Mary Kate+ln+Doe"


@pytest.mark.cites("compact.delimiter", "compact.escape")
def test_a_delimiter_inside_a_value_gets_a_backslash() -> None:
    assert household('odk:prefix="hh"', {"first": "Mary Kate"}) == "hh fn Mary\\ Kate"
    assert household('odk:delimiter="--"', {"first": "a--b"}) == "fn--a\\--b"


@pytest.mark.cites("compact.relevant", "compact.empty")
def test_the_compact_representation_leaves_out_what_is_hidden_or_blank() -> None:
    assert household("", {"first": "x", "last": "y", "age": "0"}) == "fn x" and household("", {}) == ""


# -- out and in --------------------------------------------------------------------------------------------
ALL_TYPES = xform(
    "<text/><int/><decimal/><date/><time/><dateTime/><point/><many/><photo/><box/>"
    '<outer jr:template="" code=""><name/><inner jr:template=""><note kind=""/></inner></outer>'
    '<meta><instanceID/><entity dataset="d" id=""><label/></entity></meta>',
    "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in (
        ("int", "int"), ("decimal", "decimal"), ("date", "date"), ("time", "time"), ("dateTime", "dateTime"), ("point", "geopoint"),
        ("photo", "binary"), ("meta/entity/@id", "string"), ("@series", "string")))
    + '<bind nodeset="/data/outer/name" relevant="/data/text != \'hide\'"/>',
    "".join(control(name) for name in ("text", "int", "decimal", "date", "time", "dateTime", "point"))
    + control("many", "select", "".join(f"<item><label>{n}</label><value>{n}</value></item>" for n in "abc"))
    + control("photo", "upload") + control("box", "trigger")
    + '<repeat nodeset="/data/outer"><input ref="/data/outer/name"><label>n</label></input>'
      '<repeat nodeset="/data/outer/inner"><input ref="/data/outer/inner/note"><label>n</label></input></repeat></repeat>',
    attributes='series=""')
# Every plane of Unicode, with what a writer of XML stumbles over more often than chance would have it.
CHARACTERS = st.one_of(st.sampled_from("<>&\"']] \t\n\r\x7f\x85龘𠮷㐂\u2028\ufeff\U0010fffd"),
    st.characters(exclude_categories=("Cs", "Cc")))
ODD = ["]]>", "&amp;", "  a  ", "\n", "<![CDATA[x]]>", "hide", "长" * 70_000]
TEXTS = st.one_of(st.text(CHARACTERS, max_size=20), st.sampled_from(ODD))


@st.composite
def answer_sets(draw: st.DrawFn) -> dict[str, str]:
    """Answers of the form with all types."""
    choose = {"text": TEXTS, "int": st.integers(-99, 99).map(str), "decimal": st.sampled_from(["-0.50", "12.", "7"]),
              "date": st.dates().map(str), "time": st.sampled_from(["08:30", "08:30:15.123+08:00"]),
              "dateTime": st.just("2026-11-24T08:30:00.000+08:00"), "point": st.just("31.2 121.5 0 5"),
              "many": st.sampled_from(["a", "b a", "a b c"]), "photo": st.just("照片.jpg"), "box": st.just("OK"),
              "meta/entity/@id": TEXTS, "@series": TEXTS}
    found = draw(st.fixed_dictionaries({}, optional=choose))
    found["outer"] = str(outer := draw(st.integers(0, 3)))
    for number in range(1, outer + 1):
        found[f"outer[{number}]/name"], found[f"outer[{number}]/@code"] = draw(TEXTS), draw(TEXTS)
        found[f"outer[{number}]/inner"] = str(inner := draw(st.integers(0, 2)))
        for below in range(1, inner + 1):
            found[f"outer[{number}]/inner[{below}]/note"] = draw(TEXTS)
            found[f"outer[{number}]/inner[{below}]/note/@kind"] = draw(TEXTS)
    return {path: value for path, value in found.items() if not any(ord(each) in (0xFFFE, 0xFFFF) for each in value)}


@pytest.mark.cites("submission.read-back")
@settings(max_examples=60)
@given(answer_sets(), st.dictionaries(st.sampled_from(["note", "deprecatedID"]), TEXTS, max_size=2))
def test_xml_out_and_in_is_the_identity(answers: dict[str, str], meta: dict[str, str]) -> None:
    record = begun(ALL_TYPES, answers)
    given_id = {"instanceID": "uuid:1", **meta}
    xml = record.xml("uuid:1", meta)
    again = Record.from_xml(raw_form(ALL_TYPES), xml, now=NOW, today=NOW.date(), person="12", device="1", seed=7)
    assert answered(again) == answered(record)
    assert {name: again.meta[name] for name in given_id} == given_id
    assert again.xml("uuid:1", meta) == xml == record.xml("uuid:1", meta)


def test_a_prefix_declared_within_the_instance_is_declared_in_the_submission() -> None:
    record = begun(xform('<a xmlns:ours="urn:ours" ours:made="1">x</a>', body=control("a")))
    root = parse(record.xml("uuid:1"), "record")
    assert root[0].attrib == {"{urn:ours}made": "1"}
