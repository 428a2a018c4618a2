"""What a raw XForm says arrives in the compiled form: instance, binds, namespaces, body, actions."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_forms import begun, control, raw_form, xform

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form
from fieldaudit.xform.form import Definition
from fieldaudit.xform.reader.xforms import read

cites = pytest.mark.cites


def node(form: Form, path: str) -> Definition:
    return next(each for each in form.definitions if each.path == path)


def controls(form: Form) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = form.data["controls"]
    return found


def says(form: Form, path: str) -> dict[str, str]:
    return dict(node(form, path).expressions)


# -- instance ------------------------------------------------------------------------------------------
@cites("instance.attributes-kept", "namespace.custom", "bind.nodeset.attribute", "path.attributes")
def test_attributes_are_leaves_of_their_element() -> None:
    form = raw_form(xform('<a odk:tag="t">1</a><g kind="k"><b/></g>', '<bind nodeset="/data/g/@kind" calculate="1 + 1"/>'))
    assert [each.path for each in form.definitions] == ["", "a", "a/@odk:tag", "g", "g/@kind", "g/b"]
    assert says(form, "a/@odk:tag") == {"default": "t"} and says(form, "g/@kind") == {"default": "k", "calculate": "1 + 1"}
    assert node(form, "a").elements == [] and node(form, "g").elements == [node(form, "g/b").index]
    assert form.data["initial"] == ["data", "", [["a", "1", [["@odk:tag", "t", []]]],
                                                ["g", "", [["@kind", "k", []], ["b", "", []]]]]]
    assert [each.path for each in form.questions] == ["a", "g/b"]


@cites("instance.attributes-kept", "instance.prefix", "instance.delimiter")
def test_attributes_of_the_root_are_kept_aside_until_a_bind_names_them() -> None:
    form = raw_form(xform("<a/>", '<bind nodeset="/data/@b" calculate="2"/>', attributes='odk:prefix="p" b="1" c="2"'))
    assert dict(form.root_attributes) == {"odk:prefix": "p", "c": "2"}
    assert says(form, "@b") == {"default": "1", "calculate": "2"}
    assert form.data["initial"] == ["data", "", [["@b", "1", []], ["a", "", []]]]


@cites("path.attributes", "instance.attributes-kept")
def test_an_attribute_of_the_root_can_be_read() -> None:
    bind = '<bind nodeset="/data/a" calculate="concat(/data/@version, ../@x, ../@none)"/>'
    record = begun(xform("<a/>", bind, attributes='x="y"'))
    assert record.get("a") == "1y"
    assert b'<data id="small" version="1" x="y"' in record.xml("uuid:1")


@cites("instance.default")
def test_a_default_is_without_the_space_that_lays_out_the_document() -> None:
    form = raw_form(xform("<a>\n  one two \n</a><b> \n </b>"))
    assert says(form, "a") == {"default": "one two"} and says(form, "b") == {}
    assert form.data["initial"] == ["data", "", [["a", "one two", []], ["b", "", []]]]


@cites("instance.attributes-kept")
def test_an_attribute_of_another_node_leaves_the_roots_own_aside() -> None:
    form = raw_form(xform('<a x="1"/>', attributes='x="2"'))
    assert form.data["initial"] == ["data", "", [["a", "", [["@x", "1", []]]]]] and dict(form.root_attributes) == {"x": "2"}


@cites("repeat.several-nodes", "repeat.template", "repeat.default-each", "instance.template")
def test_several_instances_and_a_template_are_told_apart() -> None:
    form = raw_form(xform('<r jr:template=""><x>new</x><k jr:template=""><y>deep</y></k></r>'
                          "<r><x>1</x><k><y>a</y></k><k><y>b</y></k></r><r><x>2</x><z/></r>", "",
                          '<repeat nodeset="/data/r"><input ref="x"/></repeat>'))
    assert [each.path for each in form.definitions if each.repeat] == ["r", "r/k"]
    assert form.data["templates"] == {str(node(form, "r").index): ["r", "", [["x", "new", []]]],
                                      str(node(form, "r/k").index): ["k", "", [["y", "deep", []]]]}
    assert form.data["initial"][2] == [
        ["r", "", [["x", "1", []], ["k", "", [["y", "a", []]]], ["k", "", [["y", "b", []]]]]],
        ["r", "", [["x", "2", []], ["z", "", []]]]]
    assert "r/z" in [each.path for each in form.definitions]


@cites("repeat.template")
def test_without_a_template_the_first_instance_is_the_pattern() -> None:
    form = raw_form(xform("<r><x>1</x></r><r><x>2</x></r>", "", '<repeat nodeset="/data/r"/>'))
    assert form.data["templates"] == {str(node(form, "r").index): ["r", "", [["x", "1", []]]]}


@cites("instance.version", "instance.id", "structure.title")
@pytest.mark.parametrize(("attributes", "version"), [
    ('version="1"', "1"), ('orx:version="2"', "2"), ('version="1" orx:version="2"', "2"), ("", ""),
    ('version="v.3 beta"', "v.3 beta")])
def test_the_version_stands_with_or_without_its_namespace(attributes: str, version: str) -> None:
    form = raw_form(xform("<a/>").replace('id="small" version="1"', f'id="small" {attributes}'))
    assert (form.version, form.name, form.title) == (version, "small", "A small form")


# -- namespaces ----------------------------------------------------------------------------------------
PREFIXED = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xf="http://www.w3.org/2002/xforms"
 xmlns:j="http://openrosa.org/javarosa"
 xmlns:o="http://openrosa.org/xforms" xmlns:x="http://www.w3.org/2001/XMLSchema"><head><title>P</title><xf:model>
<xf:instance><data id="p" o:version="3"><a/><b j:template=""><c/></b><o:meta><o:instanceID/></o:meta></data></xf:instance>
<xf:itext><xf:translation lang="English (en)"><xf:text id="a"><xf:value>About <xf:output value="/data/a"/></xf:value></xf:text>
</xf:translation></xf:itext>
<xf:bind nodeset="/data/a" type="x:int" j:constraintMsg="j:itext('a')" constraint=". &gt; 1"/>
<xf:bind nodeset="/data/o:meta/o:instanceID" j:preload="uid"/>
<xf:bind nodeset="/data/a" relevant="concat('o:meta', /data/o:meta/o:instanceID)"/>
</xf:model></head><body><xf:input ref="/data/a"><xf:label ref="j:itext('a')"/></xf:input>
<xf:repeat nodeset="/data/b" j:count="/data/a"><xf:input ref="c"/></xf:repeat></body></html>"""


@cites("namespace.prefix-free", "namespace.default", "meta.block", "type.namespace")
def test_what_counts_is_the_namespace_and_not_the_prefix() -> None:
    form = raw_form(PREFIXED)
    assert (form.name, form.version, form.title, form.languages) == ("p", "3", "P", ("en",))
    assert [each.path for each in form.definitions] == ["", "a", "b", "b/c", "orx:meta", "orx:meta/orx:instanceID"]
    assert node(form, "a").type == "int" and node(form, "orx:meta/orx:instanceID").preload == "uid"
    assert says(form, "a")["relevant"] == "concat('o:meta', /data/orx:meta/orx:instanceID)"
    assert says(form, "b")["count"] == "/data/a" and [q.path for q in form.questions][:2] == ["a", "b/c"]
    assert form.question("a").label("en") == form.question("a").messages["en"] == "About ${a}"


@cites("namespace.prefix-free")
def test_xforms_prefixes_in_paths_and_instances_mean_nothing() -> None:
    source = PREFIXED.replace("<data ", "<xf:data ").replace("</data>", "</xf:data>").replace("<a/>", "<xf:a/>")
    source = source.replace("/data/a", "/xf:data/xf:a").replace("/data/b", "/xf:data/b").replace("/data/o:", "/xf:data/o:")
    form = raw_form(source)
    assert [each.path for each in form.definitions][:3] == ["", "a", "b"] and says(form, "b")["count"] == "/data/a"


@cites("submission.namespaces", "instance.root")
def test_a_primary_instance_in_its_own_namespace_keeps_plain_paths() -> None:
    instance = '<a/><meta xmlns="http://openrosa.org/xforms"><instanceID/></meta>'
    form = raw_form(xform(instance, '<bind nodeset="/data/a" type="int"/>')
                    .replace('<data id="small"', '<data xmlns="http://example.org/own" id="small"'))
    assert [each.path for each in form.definitions] == ["", "a", "meta", "meta/@xmlns", "meta/instanceID"]
    assert form.root_attributes["xmlns"] == "http://example.org/own" and node(form, "a").type == "int"


@cites("namespace.default", "structure.document", "structure.title")
def test_a_form_without_any_namespace_is_read_as_well() -> None:
    form = raw_form("""<html><head><title> Plain </title><model>
      <instance><data id="plain" version="1"><title>no</title><a/></data></instance>
      <bind nodeset="/data/a" type=" int "/></model></head>
      <body class="c"><input ref="/data/a"><label>A</label></input></body></html>""")
    assert (form.title, form.model["body_class"], [q.kind for q in form.questions]) == ("Plain", "c", ["integer", "hidden"])


def test_space_before_the_xml_declaration_does_no_harm() -> None:
    assert raw_form("\n  " + xform("<a/>")).root == "data"


@cites("instance.first-is-primary")
def test_the_record_may_be_named_by_the_id_of_its_instance() -> None:
    model = """<bind nodeset="instance('main')/data/b" calculate="instance( &quot;main&quot; )/data/a + 1"/>"""
    source = xform("<a/><b/>", model, control("a")).replace("<instance>", '<instance id="main">', 1)
    record = begun(source)
    record.set("a", "1")
    assert record.get("b") == "2" and says(record.form, "b")["calculate"] == "/data/a + 1"


# -- binds ---------------------------------------------------------------------------------------------
@cites("bind.type", "bind.type.unknown", "type.namespace")
@pytest.mark.parametrize(("written", "type_"), [
    ("xsd:string", "string"), ("xsd:int", "int"), ("integer", "int"), ("long", "int"), ("decimal", "decimal"),
    ("double", "decimal"),
    ("xsd:dateTime", "dateTime"), ("datetime", "dateTime"), ("date", "date"), ("time", "time"), ("boolean", "boolean"),
    ("geopoint", "geopoint"), ("geotrace", "geotrace"), ("geoshape", "geoshape"), ("binary", "binary"), ("barcode", "barcode"),
    ("intent", "intent"), ("select1", "string"), ("select", "string"), ("odk:rank", "odk:rank"), ("rank", "odk:rank"),
    ("whatever", "string"), ("", "string")])
def test_a_type_is_known_with_and_without_prefix(written: str, type_: str) -> None:
    assert node(raw_form(xform("<a/>", f'<bind nodeset="/data/a" type="{written}"/>')), "a").type == type_


@cites("bind.nodeset", "path.relative", "path.absolute", "path.self", "path.parent")
@pytest.mark.parametrize("reference", [
    "/data/g/a", " /data/g/a ", "g/a", "./g/a", "/data/./g/a", "/data/g/../g/a", "/data/g[1]/a", "/data/g[x[1] = 2]/a"])
def test_a_bind_finds_its_node_by_any_path(reference: str) -> None:
    form = raw_form(xform("<g><a/></g>", f'<bind nodeset="{reference}" type="int"/>'))
    assert node(form, "g/a").type == "int"


@cites("bind.nodeset")
def test_binds_may_nest_be_told_by_ref_and_come_twice_for_a_node() -> None:
    nested = '<bind ref="/data/g" relevant="1"><bind nodeset="a" type="int"/><bind nodeset="./b" type="date"/></bind>'
    twice = '<bind nodeset="/data/g/a" required="true()" type="int"/><bind nodeset="/data/g/a" constraint=". &lt; 3"/>'
    form = raw_form(xform("<g><a/><b/></g>", nested + twice))
    assert (node(form, "g/a").type, node(form, "g/b").type) == ("int", "date")
    assert says(form, "g") == {"relevant": "1"} and says(form, "g/a") == {"required": "true()", "constraint": ". < 3"}


@cites("bind.readonly", "bind.required", "bind.relevant")
@pytest.mark.parametrize(("written", "meant"), [
    ("true()", "true()"), ("true", "true()"), ("TRUE", "true()"), ("yes", "true()"), ("false", "false()"), ("no", "false()"),
    ("false()", "false()"), ("1", "1"), (" /data/b = 'x' ", "/data/b = 'x'")])
def test_a_condition_may_be_said_in_words(written: str, meant: str) -> None:
    binds = "".join(f'<bind nodeset="/data/a" {kind}="{written}"/>' for kind in ("required", "readonly", "relevant"))
    assert says(raw_form(xform("<a/><b/>", binds)), "a") == {"required": meant, "readonly": meant, "relevant": meant}


@cites("preload.uid", "preload.timestamp.start", "preload.property.phonenumber")
@pytest.mark.parametrize(("written", "preload"), [
    ('jr:preload="uid"', "uid"), ('preload="uid"', "uid"), ('jr:preload="timestamp" jr:preloadParams="start"', "timestamp start"),
    ('preload="property" preloadParams="deviceid"', "property deviceid"),
    ('jr:preload="property" jr:preloadParams="phone number"', "property phone number")])
def test_preloads_stand_with_or_without_prefix(written: str, preload: str) -> None:
    assert node(raw_form(xform("<a/>", f'<bind nodeset="/data/a" {written}/>')), "a").preload == preload


@cites("bind.save-incomplete", "bind.max-pixels", "entities.saveto", "entities.namespace")
def test_what_else_a_bind_says_is_handed_on() -> None:
    form = raw_form(xform("<a/>", '<bind nodeset="/data/a" saveIncomplete="true()" orx:max-pixels="1024" e:saveto="p" '
                          'xmlns:e="http://www.opendatakit.org/xforms/entities"/>', control("a", "upload")))
    question = form.question("a")
    assert question.max_pixels == 1024
    assert dict(question.parameters) == {"saveIncomplete": "true()", "orx:max-pixels": "1024", "entities:saveto": "p"}
    assert dict(form.bind_attributes[question.definition]) == dict(question.parameters)


@cites("bind.max-pixels")
@pytest.mark.parametrize("written", ["", "big", "-1", "1e3", "9" * 20])
def test_a_size_that_is_no_number_is_none(written: str) -> None:
    form = raw_form(xform("<a/>", f'<bind nodeset="/data/a" orx:max-pixels="{written}"/>'))
    assert form.question("a").max_pixels is None


@cites("bind.required-msg", "bind.constraint-msg")
def test_messages_are_texts_or_ids() -> None:
    itext = '<itext><translation lang="English (en)"><text id="m"><value>Too much</value></text></translation></itext>'
    form = raw_form(xform("<a/><b/>", itext + '<bind nodeset="/data/a" jr:requiredMsg=" Say it "'
                          ' jr:constraintMsg="jr:itext(\'m\')"/>'
                          '<bind nodeset="/data/b" jr:constraintMsg=" jr:itext( &quot;m&quot; ) "/>'))
    assert dict(form.question("a").required_messages) == {"en": "Say it"}
    assert dict(form.question("a").messages) == dict(form.question("b").messages) == {"en": "Too much"}


# -- body ----------------------------------------------------------------------------------------------
@cites("group.relative-ref", "group.without-ref", "body.ref-or-nodeset", "group.nested")
def test_relative_references_start_at_the_nearest_group_with_a_node() -> None:
    form = raw_form(xform("<g><h><a/></h><b/></g><c/>", "", """<group ref="/data/g"><group><group ref="h"><input ref="a"/></group>
      <input nodeset="./b"/></group><input ref="../c"/></group>"""))
    assert [form.definitions[each["node"]].path for each in controls(form)] == ["g/h/a", "g/b", "c"]
    assert [form.definitions[each["group"]].path for each in controls(form)] == ["g/h", "g", "g"]


@cites("body.bind-attribute", "action.setvalue.bind")
def test_controls_and_actions_may_name_a_bind_by_its_id() -> None:
    form = raw_form(xform("<a/><b/>", '<bind id="x" nodeset="/data/a"/><bind id="y" nodeset="/data/b"/>',
                          '<input bind="x"><setvalue event="xforms-value-changed" bind="y" value="1"/></input>'))
    assert form.definitions[controls(form)[0]["node"]].path == "a"
    assert form.actions[0] == {
        "events": ["xforms-value-changed"], "target": node(form, "b").index, "trigger": node(form, "a").index,
        "value": "1", "text": "", "kind": "setvalue", "within": -1, "ref": ""}


@cites("group.presentation", "group.logical", "repeat.group-label", "body.appearance", "repeat.no-add-remove", "repeat.count")
def test_a_group_says_what_it_is_and_so_does_the_repeat_inside() -> None:
    form = raw_form(xform("<r><a/></r>", "", """<group ref="/data/r" appearance=" field-list " intent="ex:org.app(a='1')">
      <label>Rooms</label>
      <repeat nodeset="/data/r" jr:count=" 3 " jr:noAddRemove="true()" appearance="x"><input ref="a"/></repeat></group>"""))
    index = node(form, "r").index
    assert dict(form.groups[index]) == {
        "label": {"zh": "Rooms"}, "appearance": "field-list", "label_media": {}, "no_add_remove": "true()", "presentation": True,
        "attributes": {"intent": "ex:org.app(a='1')"}}
    assert says(form, "r") == {"count": "3"} and node(form, "r").repeat


@cites("repeat.group-label", "group.without-ref", "repeat.nodeset")
def test_a_group_without_node_gives_its_label_to_the_repeat_inside() -> None:
    body = '<group><label>People</label><repeat nodeset="/data/p"><input ref="/data/p/a"/></repeat></group>'
    form = raw_form(xform("<p><a/></p>", "", body))
    assert form.groups[node(form, "p").index]["label"] == {"zh": "People"}


@cites("group.presentation")
def test_a_group_without_label_is_none_to_look_at() -> None:
    form = raw_form(xform("<g><a/></g>", "", '<group ref="/data/g"><input ref="a"/></group>'))
    assert form.groups[node(form, "g").index]["presentation"] is False


@cites("body.rows", "body.autoplay", "body.accuracy-threshold", "body.mediatype", "body.accept", "body.unknown-attribute")
def test_attributes_of_controls_are_handed_on() -> None:
    form = raw_form(xform("<a/><b/>", "", """<input ref="/data/a" rows="5" autoplay="audio" accuracyThreshold="3" foo="bar"
      appearance="multiline "/>
      <upload ref="/data/b" mediatype="image/*" accept="image/png,.jpg"/>"""))
    assert dict(form.question("a").parameters) == {"rows": "5", "autoplay": "audio", "accuracyThreshold": "3", "foo": "bar"}
    assert form.question("a").appearance == "multiline" and controls(form)[1]["media"] == "image/png,.jpg"


@cites("body.itemset", "body.itemset.randomize", "body.itemset.label-itext", "body.value")
@pytest.mark.parametrize(("itemset", "items"), [
    ('nodeset="instance(\'l\')/top/item"><value ref="v"/><label ref="t"/>',
     {"nodeset": "instance('l')/top/item", "list": "l", "dynamic": False, "value": "v", "label": "t", "translated": False}),
    ('ref=" instance(\'l\')/top/item[v = /data/a] "><value ref=" ./v "/><label ref="jr:itext(t)"/>',
     {"nodeset": "instance('l')/top/item[v = /data/a]", "list": "l", "dynamic": True, "value": "./v", "label": "t",
      "translated": True}),
    ('nodeset="randomize(instance(\'l\')/top/item, /data/a)"><value ref="v"/><label ref=" jr:itext( t ) "/>',
     {"nodeset": "randomize(instance('l')/top/item, /data/a)", "list": "l", "dynamic": True, "value": "v", "label": "t",
      "translated": True}),
    ('nodeset="/data/r"><value ref="n"/><label ref="n"/>',
     {"nodeset": "/data/r", "list": "", "dynamic": True, "value": "n", "label": "n", "translated": False})])
def test_an_itemset_says_where_its_choices_come_from(itemset: str, items: dict[str, object]) -> None:
    form = raw_form(xform("<a/><b/><r><n/></r>", '<instance id="l"><top><item><v>1</v><t>One</t></item></top></instance>',
                          f'<select1 ref="/data/b"><itemset {itemset}</itemset></select1>'))
    assert controls(form)[0]["items"] == items


@cites("body.item", "body.label", "media.choices")
def test_items_have_values_labels_and_media() -> None:
    text = '<text id="y"><value>Yes</value><value form="image">jr://images/y.png</value></text>'
    itext = f'<itext><translation lang="en">{text}</translation></itext>'
    form = raw_form(xform("<a/>", itext, """<select ref="/data/a"><item><label ref="jr:itext('y')"/><value>y</value></item>
      <item><label>No <output value="1 + 1"/></label><value> n </value></item></select>"""))
    yes, no = form.question("a").choices
    assert (yes.name, yes.label("en"), dict(yes.media["en"])) == ("y", "Yes", {"image": "jr://images/y.png"})
    assert (no.name, no.label("en"), dict(no.media)) == ("n", "No ${1 + 1}", {})


@cites("instance.secondary")
@pytest.mark.parametrize("second", [
    "<item><v>2</v><t>Two</t></item>", '<item k="1"><v>2</v><t>Two</t></item>', "<item><t>Two</t><v>2</v></item>"])
def test_choices_of_a_list_are_listed_whether_it_is_flat_or_not(second: str) -> None:
    itemset = '<itemset nodeset="instance(\'l\')/top/item"><value ref="v"/><label ref="t"/></itemset>'
    form = raw_form(xform("<b/>", f'<instance id="l"><top><item><v>1</v><t>One</t></item>{second}</top></instance>',
                          f'<select1 ref="/data/b">{itemset}</select1>'))
    assert [(choice.name, choice.label()) for choice in form.question("b").choices] == [("1", "One"), ("2", "Two")]


@cites("type.string", "type.boolean", "type.barcode", "type.binary")
@pytest.mark.parametrize(("type_", "tag", "kind"), [
    ("string", "input", "text"), ("intent", "input", "text"), ("boolean", "input", "boolean"), ("barcode", "input", "barcode"),
    ("int", "input", "integer"), ("decimal", "input", "decimal"), ("binary", "upload", "file"), ("int", "range", "range"),
    ("string", "secret", "text"), ("string", "trigger", "acknowledge")])
def test_a_question_is_of_the_kind_its_type_and_control_say(type_: str, tag: str, kind: str) -> None:
    body = f'<{tag} ref="/data/a" start="1" end="2" step="1"/>'
    assert raw_form(xform("<a/>", f'<bind nodeset="/data/a" type="{type_}"/>', body)).question("a").kind == kind


@cites("body.input")
def test_a_rank_without_prefix_and_a_secret_are_controls() -> None:
    form = raw_form(xform("<a/><b/>", "", '<rank ref="/data/a"><item><value>x</value></item></rank><secret ref="/data/b"/>'))
    assert [question.kind for question in form.questions] == ["rank", "text"]


# -- actions -------------------------------------------------------------------------------------------
@cites("action.in-model", "action.in-control", "event.several", "event.ready", "action.setvalue.text", "action.setgeopoint",
       "action.setgeopoint.value-ignored", "event.new-repeat.nested")
def test_actions_are_read_wherever_they_stand() -> None:
    form = raw_form(xform("<a/><r><b/><k><c/></k></r>", """<setvalue event="xforms-ready" ref="/data/a" value=" 1 + 1 "/>
      <odk:setgeopoint event="odk-instance-first-load" ref="/data/a" value="1">x</odk:setgeopoint>""",
                          """<repeat nodeset="/data/r">
      <setvalue event="odk-new-repeat odk-instance-first-load" ref="b">text</setvalue>
      <repeat nodeset="k"><setvalue ev:event="odk-new-repeat" ref="c"/>
      <input ref="c"><odk:setlocation event="xforms-value-changed" ref="../../b"/></input></repeat></repeat>"""))
    a, b, c, r, k = (node(form, path).index for path in ("a", "r/b", "r/k/c", "r", "r/k"))
    assert [(each["kind"], each["events"], each["target"], each["trigger"], each["value"], each["text"], each["within"])
            for each in form.actions] == [
        ("setvalue", ["odk-instance-first-load"], a, -1, "1 + 1", "", -1),
        ("setgeopoint", ["odk-instance-first-load"], a, -1, "", "", -1),
        ("setvalue", ["odk-new-repeat", "odk-instance-first-load"], b, -1, "", "text", r),
        ("setvalue", ["odk-new-repeat"], c, -1, "", "", k),
        ("setgeopoint", ["xforms-value-changed"], b, c, "", "", k)]


@cites("action.setvalue.ref", "predicate.any")
def test_an_action_that_chooses_among_instances_keeps_its_reference() -> None:
    action = '<setvalue event="xforms-value-changed" ref="/data/r[2]/b" value="1"/>'
    form = raw_form(xform("<a/><r><b/></r>", "", f'<input ref="/data/a">{action}</input><repeat nodeset="/data/r"/>'))
    assert (form.actions[0]["target"], form.actions[0]["ref"]) == (node(form, "r/b").index, "/data/r[2]/b")


# -- the model -----------------------------------------------------------------------------------------
@cites("submission.element", "body.class", "entities.version")
def test_the_model_says_how_to_submit_and_which_versions_it_follows() -> None:
    submission = '<submission action="https://example.org" method="post" orx:auto-send="true" base64RsaPublicKey="AB"/>'
    form = raw_form(xform("<a/>", submission, root='odk:xforms-version="1.0.0" entities:entities-version="2022.1.0"',
                          body_attributes='class="theme-grid pages"'))
    assert dict(form.model) == {
        "xforms_version": "1.0.0", "entities_version": "2022.1.0", "body_class": "theme-grid pages", "instance_id": "",
        "submission": {"action": "https://example.org", "method": "post", "orx:auto-send": "true", "base64RsaPublicKey": "AB"}}


@cites("uri.last-saved")
def test_a_list_may_be_the_record_saved_before() -> None:
    form = raw_form(xform("<a/>", '<instance id="__last-saved" src="jr://instance/last-saved"/>'))
    assert form.last_saved == ("__last-saved",) and form.externals == ()


@cites("structure.bind-without-control", "structure.node-without-bind", "body.unknown-attribute")
def test_elements_that_nobody_knows_are_let_pass() -> None:
    form = raw_form(xform("<a/><b/>", '<strange x="1"/><bind nodeset="/data/b" calculate="1"/>',
                          f'<p xmlns="">Hello</p>{control("a")}<odk:other ref="/no"/>'))
    assert [(question.path, question.kind) for question in form.questions] == [("a", "text"), ("b", "calculate")]
    assert begun(xform("<a/>", "", control("a"))).label("a") == "a"


# -- anything ------------------------------------------------------------------------------------------
INSTANCE = '<a odk:tag="x">1</a><r jr:template=""><b/></r><r><b>2</b></r><g><d/></g><meta><entity id=""><label/></entity></meta>'
RICH = xform(INSTANCE, """
<itext><translation lang="en"><text id="t"><value>T <output value="/data/a"/></value></text></translation></itext>
<instance id="l"><top><item><name>1</name><itextId>t</itextId></item></top></instance>
<instance id="csv" src="jr://file-csv/c.csv"/><bind id="i" nodeset="/data/a" type="int" relevant="/data/g/d = 1"
 jr:constraintMsg="jr:itext('t')"/><bind nodeset="/data/meta/entity/@id" calculate="uuid()"/>
<setvalue event="odk-instance-first-load" ref="/data/g/d" value="1"/>""", """<input bind="i"><label ref="jr:itext('t')">x</label>
<setvalue event="xforms-value-changed" ref="/data/g/d">v</setvalue></input><group ref="/data/r"><label>R</label>
<repeat nodeset="/data/r" jr:count="/data/a"><select1 ref="b">
<itemset nodeset="instance('l')/top/item[name = current()/../b]">
<value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1></repeat></group>""")
PIECES = re.findall(r"<[^<>]*>|[^<>]+", RICH)
VALUES = st.sampled_from(("", "/", ".", "..", "/data/", "//a", "@x", "*", "&lt;", "][", "/data/g", "instance('x')", "1 +"))
CHANGES = st.lists(st.tuples(st.integers(0, len(PIECES) - 1), st.integers(0, len(PIECES) - 1), VALUES,
                             st.sampled_from(("drop", "copy", "swap", "value"))), max_size=4)


@given(CHANGES)
def test_a_form_changed_anyhow_is_compiled_or_refused(changes: list[tuple[int, int, str, str]]) -> None:
    pieces = list(PIECES)
    for at, other, value, kind in changes:
        if kind == "drop":
            pieces[at] = ""
        elif kind == "copy":
            pieces[at] += PIECES[other]
        elif kind == "swap":
            pieces[at], pieces[other] = pieces[other], pieces[at]
        else:
            pieces[at] = re.sub(r'"[^"]*"', f'"{value}"', pieces[at], count=1 + other % 3)
    with suppress(BadInput):
        form = read("".join(pieces).encode(), "form.xml")
        assert Form.from_bytes(form.to_bytes()).questions == form.questions
