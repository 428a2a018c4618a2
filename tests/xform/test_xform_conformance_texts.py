"""Sentence by sentence: languages, media, URIs, metadata, submission, compact representation and entities."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from lxml import etree
from raw_forms import asked, begun, control, raw_form, xform
from sample_forms import NOW, record_of

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record, load
from fieldaudit.xform.submission import compact

cites = pytest.mark.cites


DEFAULT = 'default="true()"'


def itext(**languages: str) -> str:
    """Translations by language name; a name ending in _ is marked as the default."""
    return (
        "<itext>"
        + "".join(
            f'<translation lang="{name.rstrip("_")}" {DEFAULT if name.endswith("_") else ""}>{texts}</translation>'
            for name, texts in languages.items()
        )
        + "</itext>"
    )


def text(name: str, *values: str) -> str:
    return (
        f'<text id="{name}">'
        + "".join(value if value.startswith("<") else f"<value>{value}</value>" for value in values)
        + "</text>"
    )


def labelled(name: str, inside: str = "") -> str:
    return f'<input ref="/data/{name}"><label ref="jr:itext(\'{name}\')"/>{inside}</input>'


# -- languages -----------------------------------------------------------------------------------------------------
@cites("itext.translation", "itext.ref", "itext.first-is-default", "itext.switch")
def test_a_label_is_looked_up_in_the_language_in_use() -> None:
    record = begun(xform("<a/>", itext(English=text("a", "How old?"), Spanish=text("a", "¿Cuántos años?")), labelled("a")))
    assert record.label("a") == "How old?"
    assert record.label("a", "Spanish") == "¿Cuántos años?" and record.label("a", "English") == "How old?"
    spanish = begun(
        xform("<a/>", itext(English=text("a", "How old?"), Spanish=text("a", "¿Cuántos años?")), labelled("a")), language="Spanish"
    )
    assert spanish.label("a", "Spanish") == "¿Cuántos años?" and spanish.evaluate("jr:itext('a')") == "¿Cuántos años?"


@cites("itext.default")
def test_the_language_marked_default_is_the_one_to_begin_with() -> None:
    record = begun(xform("<a/>", itext(English=text("a", "Age"), Spanish_=text("a", "Edad")), labelled("a")))
    assert record.label("a") == "Edad" and record.form.languages[0] == "Spanish"
    assert record.evaluate("jr:itext('a')") == "Edad"


@cites("itext.mixed", "itext.fallback", "itext.missing")
def test_labels_with_and_without_translation_live_together() -> None:
    body = labelled("a") + control("b") + '<input ref="/data/c"><label ref="jr:itext(\'nowhere\')">a default</label></input>'
    record = begun(xform("<a/><b/><c/>", itext(English=text("a", "Age"), Spanish=""), body))
    assert record.label("b", "Spanish") == record.label("b", "English") == "b"
    assert record.label("c") == "a default"
    assert record.label("a", "Spanish") == "Age"


@cites("itext.output", "body.output")
def test_a_translation_may_show_values() -> None:
    texts = itext(
        English=text("b", '<value>Is <output value="/data/a"/> right?</value>'),
        German=text("b", '<value>Stimmt <output value="/data/a"/>?</value>'),
    )
    record = begun(xform("<a>7</a><b/>", texts, labelled("b")))
    assert (record.label("b", "English"), record.label("b", "German")) == ("Is 7 right?", "Stimmt 7?")


@cites("itext.short", "itext.guidance", "xlsform.guidance_hint")
def test_a_text_may_have_a_short_form_and_guidance() -> None:
    texts = itext(
        English=text("a", "How old are you?", '<value form="short">Age</value>')
        + text("a-hint", "A number", '<value form="guidance">Below 18 the rest is hidden.</value>')
    )
    record = begun(xform("<a/>", texts, labelled("a", "<hint ref=\"jr:itext('a-hint')\"/>")))
    question = record.form.question("a")
    assert (record.label("a"), record.hint("a"), record.guidance("a")) == (
        "How old are you?",
        "A number",
        "Below 18 the rest is hidden.",
    )
    assert list(question.short.values()) == ["Age"]


# -- media and URIs ------------------------------------------------------------------------------------------------
@cites("media.forms", "media.big-image", "uri.images", "uri.audio", "uri.video", "media.choices")
def test_media_stand_beside_or_instead_of_words() -> None:
    a = text(
        "a",
        '<value form="image">jr://images/a.png</value>',
        '<value form="big-image">jr://images/large.png</value>',
        '<value form="audio">jr://audio/a.mp3</value>',
        '<value form="video">jr://video/a.mp4</value>',
        "Words",
    )
    texts = itext(
        English=a
        + text("b", '<value form="image">jr://images/b.jpg</value>')
        + text("c", "Sea", '<value form="image">jr://images/c.png</value>')
        + text("d", "Big", '<value form="big-image">jr://images/d.png</value>')
    )
    item = "<item><label ref=\"jr:itext('c')\"/><value>c</value></item>"
    record = begun(
        xform(
            "<a/><b/><d/>",
            texts,
            labelled("a") + '<select1 ref="/data/b"><label ref="jr:itext(\'b\')"/>' + item + "</select1>" + labelled("d"),
        )
    )
    assert record.label("a") == "Words"
    assert dict(record.media("a")) == {
        "image": "jr://images/a.png",
        "big-image": "jr://images/large.png",
        "audio": "jr://audio/a.mp3",
        "video": "jr://video/a.mp4",
    }
    assert dict(record.media("b")) == {"image": "jr://images/b.jpg"}
    (choice,) = record.choices("b")
    assert choice.label() == "Sea" and "jr://images/c.png" in str(choice.media)
    assert "image" not in record.media("d")


CSV = b'name,label,price\na,Apple,1.5\nb,"Pear, green",2\n'
XML = b"""<root><item><name>a</name><label>Apple</label><price>1.5</price></item>
<item><name>b</name><label>Pear, green</label><price>2</price></item></root>"""
GEO = b"""{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [121.4, 31.2]},
  "properties": {"title": "Apple", "price": "1.5"}},
 {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 1]},
  "properties": {"id": "b", "title": "Pear, green", "price": 2}}]}"""


@pytest.mark.parametrize(
    ("uri", "data", "value", "label"),
    [
        pytest.param("jr://file-csv/fruit.csv", CSV, "name", "label", marks=cites("uri.file-csv", "instance.external")),
        pytest.param("jr://file/fruit.xml", XML, "name", "label", marks=cites("uri.file", "instance.external")),
        pytest.param("jr://file/fruit.geojson", GEO, "id", "title", marks=cites("uri.geojson", "odk:geojson")),
    ],
)
def test_choices_and_values_come_from_a_file_of_the_form(uri: str, data: bytes, value: str, label: str) -> None:
    itemset = f'<itemset nodeset="instance(\'fruit\')/child::root/item"><value ref="{value}"/><label ref="{label}"/></itemset>'
    source = xform(
        "<a/><p/>",
        f'<instance id="fruit" src="{uri}"/>'
        f'<bind nodeset="/data/p" calculate="instance(\'fruit\')/child::root/item[{value} = /data/a]/price"/>',
        control("a", "select1", itemset),
    )
    record = record_of(load(source.encode(), "xml", "small", {uri.rpartition("/")[2]: data}))
    assert [(each.name, each.label()) for each in record.choices("a")] == [("a", "Apple"), ("b", "Pear, green")]
    record.set("a", "b")
    assert record.get("p") == "2"
    if "geojson" in uri:
        assert record.evaluate("string(instance('fruit')/child::root/item[1]/geometry)") == "31.2 121.4 0 0"


@cites("uri.last-saved", "odk:last-saved", "fn:instance")
def test_the_record_saved_last_can_be_read() -> None:
    source = xform(
        "<street/>",
        '<instance id="__last-saved" src="jr://instance/last-saved"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/street" value="instance(\'__last-saved\')/data/street"/>',
        control("street"),
    )
    first = begun(source)
    assert first.get("street") == ""
    first.set("street", "Long Lane")
    assert begun(source, last_saved=first.xml("uuid:1")).get("street") == "Long Lane"


# -- metadata ------------------------------------------------------------------------------------------------------
PRELOADS = {
    "uid": ('jr:preload="uid"', r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", "preload.uid"),
    "start": ('jr:preload="timestamp" jr:preloadParams="start"', r"2026-11-24T09:30:00\.000\+08:00", "preload.timestamp.start"),
    "device": ('jr:preload="property" jr:preloadParams="deviceid"', "fa:7", "preload.property.deviceid"),
    "mail": ('jr:preload="property" jr:preloadParams="email"', "mail@example.org", "preload.property.email"),
    "user": ('jr:preload="property" jr:preloadParams="username"', "North", "preload.property.username"),
    "phone": ('jr:preload="property" jr:preloadParams="phone number"', r"\+1 555", "preload.property.phonenumber"),
}


@pytest.mark.parametrize(
    ("bind", "expected"),
    [pytest.param(*row[:2], marks=cites(row[2], "preload.first-load-only"), id=name) for name, row in PRELOADS.items()],
)
def test_a_preload_is_filled_in_at_the_first_load_alone(bind: str, expected: str) -> None:
    known = {"person": "North", "device": "fa:7", "email": "mail@example.org", "phone": "+1 555"}
    record = begun(xform("<m/><a/>", f'<bind nodeset="/data/m" type="string" {bind}/>', control("a")), **known)
    assert re.fullmatch(expected, record.get("m"))
    others = {"person": "South", "device": "fa:8", "email": "b@example.org", "phone": "0"}
    again = Record(record.form, record.answers(), now=NOW + timedelta(days=1), today=NOW.date(), seed=7, **others)  # type: ignore[arg-type]
    assert again.get("m") == record.get("m")


@cites("preload.timestamp.end", "meta.timeEnd", "meta.timeStart")
def test_the_end_is_the_moment_the_record_is_finished() -> None:
    model = (
        '<bind nodeset="/data/meta/timeStart" jr:preload="timestamp" jr:preloadParams="start"/>'
        '<bind nodeset="/data/meta/timeEnd" jr:preload="timestamp" jr:preloadParams="end"/>'
    )
    record = begun(xform("<a/><meta><instanceID/><timeStart/><timeEnd/></meta>", model, control("a")))
    again = Record(record.form, record.answers(), now=NOW + timedelta(hours=2), today=NOW.date())
    sent = again.xml("uuid:1").decode()
    assert "<timeStart>2026-11-24T09:30:00.000+08:00</timeStart>" in sent
    assert "<timeEnd>2026-11-24T11:30:00.000+08:00</timeEnd>" in sent


@cites(
    "meta.block",
    "meta.instanceID",
    "meta.instanceName",
    "meta.userID",
    "meta.deviceID",
    "meta.email",
    "meta.phoneNumber",
    "submission.namespaces",
)
@pytest.mark.parametrize("prefix", ["", "orx:"])
def test_the_meta_block_is_sent_in_its_own_namespace(prefix: str) -> None:
    names = ("instanceID", "instanceName", "userID", "deviceID", "email", "phoneNumber")
    block = "".join(f"<{prefix}{name}/>" for name in names)
    where = f"/data/{prefix}meta/{prefix}"
    model = (
        f'<bind nodeset="{where}instanceID" jr:preload="uid"/>'
        f'<bind nodeset="{where}instanceName" calculate="concat(\'case \', /data/a)"/>'
        + "".join(
            f'<bind nodeset="{where}{name}" jr:preload="property" jr:preloadParams="{kind}"/>'
            for name, kind in (
                ("userID", "username"),
                ("deviceID", "deviceid"),
                ("email", "email"),
                ("phoneNumber", "phone number"),
            )
        )
    )
    record = begun(
        xform(f"<a>7</a><{prefix}meta>{block}</{prefix}meta>", model, control("a")),
        person="North",
        device="fa:7",
        email="mail@example.org",
        phone="555",
    )
    top = etree.fromstring(record.xml("uuid:5b9cf8d1-106f-4004-844f-c072d76762ed"))
    meta = next(each for each in top if etree.QName(each).localname == "meta")
    found = {etree.QName(each).localname: each.text for each in meta}
    assert found == {
        "instanceID": "uuid:5b9cf8d1-106f-4004-844f-c072d76762ed",
        "instanceName": "case 7",
        "userID": "North",
        "deviceID": "fa:7",
        "email": "mail@example.org",
        "phoneNumber": "555",
    }
    space = etree.QName(meta).namespace
    assert (space == "http://openrosa.org/xforms") is bool(prefix)
    assert {etree.QName(each).namespace for each in meta} == {space}


@cites("meta.deprecatedID")
def test_a_revision_tells_the_id_it_takes_the_place_of() -> None:
    record = begun(xform("<a>1</a><meta><instanceID/></meta>", "", control("a")))
    sent = record.xml("uuid:new", {"deprecatedID": "uuid:old"}).decode()
    assert "uuid:new</" in sent and re.search(r"<(orx:)?deprecatedID>uuid:old</", sent)


@cites("meta.calculation")
def test_metadata_given_by_a_calculation_is_computed_again() -> None:
    record = begun(
        xform(
            "<a>1</a><meta><instanceID/><instanceName/></meta>",
            '<bind nodeset="/data/meta/instanceName" calculate="concat(\'n\', /data/a)"/>',
            control("a"),
        )
    )
    record.set("a", "2")
    assert "<instanceName>n2</instanceName>" in record.xml("uuid:1").decode()


# -- submission ----------------------------------------------------------------------------------------------------
@cites("submission.element")
def test_what_the_form_says_of_its_submission_is_kept() -> None:
    form = raw_form(
        xform(
            "<a/>",
            '<submission action="https://example.org/submit" method="post" orx:auto-send="true" orx:auto-delete="false"/>',
            control("a"),
        )
    )
    told = form.data["model"]["submission"]
    assert told["action"] == "https://example.org/submit" and told["method"] == "post"
    assert {name.rpartition(":")[2].rpartition("}")[2]: value for name, value in told.items()}["auto-send"] == "true"


@cites("submission.read-back", "submission.relevant-only")
def test_a_record_sent_can_be_read_back() -> None:
    body = '<group ref="/data/p"><repeat nodeset="/data/p"><input ref="/data/p/b"><label>B</label></input></repeat></group>'
    source = xform(
        "<a/><p><b/></p><meta><instanceID/></meta>",
        '<bind nodeset="/data/p/b" relevant="position(..) &gt; 1"/>',
        control("a") + body,
    )
    record = begun(source, {"a": "  <&> ☂ ", "p": "3", "p[3]/b": "last"})
    sent = record.xml("uuid:1")
    again = Record.from_xml(record.form, sent, now=NOW, today=NOW.date())
    assert again.values() == {**record.values(), "meta/instanceID": "uuid:1"} and again.instances("p") == 3
    assert again.xml("uuid:1") == sent


# -- compact representation ----------------------------------------------------------------------------------------
def household(attributes: str, answers: dict[str, str], model: str = "") -> str:
    instance = '<meta><instanceID odk:tag="id"/></meta><person><first odk:tag="fn"/><last odk:tag="ln"/><age/></person>'
    return compact(
        begun(
            xform(instance, model, control("person/first") + control("person/last") + control("person/age"), attributes=attributes),
            answers,
        )
    )


@cites(
    "compact.prefix", "compact.tag", "compact.delimiter", "compact.empty", "instance.prefix", "instance.delimiter", "instance.tag"
)
def test_a_record_as_one_line() -> None:
    marks = 'odk:prefix="hh" odk:delimiter="+"'
    assert household(marks, {"person/last": "Last", "person/age": "10"}) == "hh+ln+Last"
    assert household(marks, {"person/first": "Two words", "person/last": "End", "person/age": "15"}) == "hh+fn+Two words+ln+End"
    assert household('odk:prefix="hh"', {"person/last": "Last"}) == "hh ln Last"


@cites("compact.escape", "compact.delimiter")
def test_a_delimiter_in_a_value_is_escaped() -> None:
    assert household('odk:prefix="hh"', {"person/first": "Two words"}) == "hh fn Two\\ words"
    assert household('odk:prefix="hh" odk:delimiter="+"', {"person/first": "a+b c"}) == "hh+fn+a\\+b c"


@cites("compact.relevant")
def test_what_is_not_relevant_is_left_out_of_the_line() -> None:
    model = '<bind nodeset="/data/person/first" relevant="/data/person/age &gt; 5"/>'
    assert household('odk:prefix="hh"', {"person/first": "A", "person/last": "B", "person/age": "4"}, model) == "hh ln B"
    assert household('odk:prefix="hh"', {"person/first": "A", "person/last": "B", "person/age": "6"}, model) == "hh fn A ln B"


# -- entities ------------------------------------------------------------------------------------------------------
def entity(
    attributes: str,
    model: str = "",
    version: str = "2023.1.0",
    files: dict[str, bytes] | None = None,
    instance: str = "<species/><age/>",
) -> Record:
    source = xform(
        f'{instance}<meta><instanceID/><entity dataset="trees" {attributes}><label/></entity></meta>',
        '<bind nodeset="/data/species" entities:saveto="species"/>'
        '<bind nodeset="/data/meta/entity/label" calculate="concat(\'a \', /data/species)"/>' + model,
        control("species") + control("age"),
        root=f'entities:entities-version="{version}"',
    )
    return record_of(load(source.encode(), "xml", "small", files or {}))


def sent_entity(record: Record) -> tuple[dict[str, str], str]:
    (found,) = etree.fromstring(record.xml("uuid:1")).iterfind(".//{*}entity")
    (label,) = found.iterfind("{*}label")
    return {str(name): str(value) for name, value in found.attrib.items()}, label.text or ""


@cites("entities.element", "entities.id", "entities.dataset", "entities.create", "entities.label")
def test_a_form_may_create_an_entity() -> None:
    record = entity(
        'id="" create="1"',
        '<bind nodeset="/data/meta/entity/@id" type="string"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>',
    )
    record.set("species", "oak")
    attributes, label = sent_entity(record)
    assert (attributes["dataset"], attributes["create"], label) == ("trees", "1", "a oak")
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", attributes["id"])


@cites("entities.create", "bind.nodeset.attribute")
def test_whether_an_entity_is_created_may_be_computed() -> None:
    record = entity('id="" create=""', '<bind nodeset="/data/meta/entity/@create" calculate="/data/age &gt; 18"/>')
    assert sent_entity(record)[0]["create"] == "false"
    record.set("age", "20")
    assert sent_entity(record)[0]["create"] == "true"


TREES = b"name,label,__version,species\nu-1,Old oak,4,oak\nu-2,Young elm,1,elm\n"


@cites("entities.update", "entities.base-version", "entities.list", "entities.id")
def test_a_form_may_update_an_entity_of_a_list() -> None:
    lookup = "instance('trees')/child::root/item[name = /data/tree]/__version"
    model = (
        '<instance id="trees" src="jr://file-csv/trees.csv"/><bind nodeset="/data/meta/entity/@id" calculate="/data/tree"/>'
        f'<bind nodeset="/data/meta/entity/@baseVersion" calculate="{lookup}"/>'
    )
    record = entity(
        'id="" update="1" baseVersion=""', model, files={"trees.csv": TREES}, instance="<tree>u-1</tree><species/><age/>"
    )
    attributes, _ = sent_entity(record)
    assert (attributes["id"], attributes["update"], attributes["baseVersion"]) == ("u-1", "1", "4")


@cites("entities.saveto", "entities.namespace")
def test_which_answers_become_properties_is_handed_on() -> None:
    form = entity('id="" create="1"').form
    told = form.data["bind_attributes"]
    assert [list(each.values()) for each in told.values()] == [["species"]]
    assert all(name.endswith("saveto") for each in told.values() for name in each)


@cites("entities.version")
def test_a_version_of_entities_we_do_not_know_is_refused() -> None:
    assert asked(entity('id="" create="1"', version="2022.1.0")) == ["species", "age"]
    with pytest.raises(BadInput):
        entity('id="" create="1"', version="2099.1.0")


# -- all of it -----------------------------------------------------------------------------------------------------
@cites("structure.document", "preload.uid", "meta.instanceName", "type.namespace", "namespace.prefix-free", "instance.version")
@pytest.mark.parametrize("preload", ["jr:preload", "preload"])
def test_a_complete_small_form(preload: str) -> None:
    instance = "<room/><floor/><beds/><orx:meta><orx:instanceID/><orx:instanceName/></orx:meta>"
    model = (
        '<bind nodeset="/data/room" type="xsd:string" required="true()"/><bind nodeset="/data/beds" type="xsd:int"/>'
        f'<bind nodeset="/data/orx:meta/orx:instanceID" {preload}="uid" type="xsd:string"/>'
        '<bind nodeset="/data/orx:meta/orx:instanceName" readonly="true()" calculate="concat(/data/room, \' on \', /data/floor)"/>'
    )
    body = "".join(control(name) for name in ("room", "floor", "beds"))
    record = begun(xform(instance, model, body).replace('version="1"', 'orx:version="2014083101"'))
    assert asked(record) == ["room", "floor", "beds"] and [each.path for each in record.problems()] == ["room"]
    record.set("room", "North")
    record.set("floor", "2")
    with pytest.raises(BadInput):
        record.set("beds", "two")
    sent = record.xml().decode()
    assert re.fullmatch(PRELOADS["uid"][1], record.instance_id) and f"<orx:instanceID>{record.instance_id}</" in sent
    assert "2014083101" in sent and "<orx:instanceName>North on 2</orx:instanceName>" in sent
    assert record.form.title == "A small form" and record.problems() == []
