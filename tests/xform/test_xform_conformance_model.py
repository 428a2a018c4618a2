"""Sentence by sentence: structure, namespaces, instance, binds, data types and paths of the form specification."""

from __future__ import annotations

import pytest
from raw_forms import asked, begun, control, raw_form, xform

from fieldaudit.errors import BadInput
from fieldaudit.xform import FormFaults, load

cites = pytest.mark.cites


# -- structure and namespaces --------------------------------------------------------------------------------------
@cites("structure.document", "structure.title", "structure.bind-without-control", "structure.node-without-bind")
def test_a_form_is_its_title_its_nodes_and_the_controls_of_its_body() -> None:
    record = begun(xform("<a/><b/><c/>", '<bind nodeset="/data/b" calculate="concat(/data/a, \'!\')"/>', control("a")))
    assert record.form.title == "A small form"
    assert asked(record) == ["a"]  # b has a bind and no control, a has a control and no bind, c has neither
    record.set("a", "any text")
    assert record.values()["b"] == "any text!"
    assert "c" not in record.values() and record.get("c") == ""


@cites("namespace.prefix-free", "namespace.default")
def test_prefixes_are_the_documents_choice() -> None:
    source = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:f="http://www.w3.org/2002/xforms" xmlns:rosa="http://openrosa.org/javarosa"
      xmlns:x="http://openrosa.org/xforms"><head><title>Odd</title><f:model><f:instance><data xmlns="" id="odd" x:version="7">
      <a/><g rosa:template=""><b>new</b></g></data></f:instance>
      <f:bind nodeset="/data/a" required="true()" rosa:requiredMsg="say a"/></f:model></head>
      <body><f:input ref="/data/a"><f:label>A</f:label></f:input>
      <f:group ref="/data/g">
      <f:repeat nodeset="/data/g"><f:input ref="/data/g/b"><f:label>B</f:label></f:input></f:repeat></f:group>
      </body></html>"""
    record = begun(source)
    assert (record.form.name, record.form.version) == ("odd", "7")
    assert str(record.problems()[0].text).endswith("say a")
    record.add_repeat("g")
    assert record.values()[f"g[{record.instances('g')}]/b"] == "new"


@cites("namespace.functions", "fn:jr:itext")
def test_functions_have_no_prefix_but_for_the_two_of_jr() -> None:
    itext = '<itext><translation lang="en"><text id="x"><value>seen</value></text></translation></itext>'
    record = begun(xform("<a>q</a><b/>", itext, control("a")))
    assert record.evaluate("concat(string-length('abc'), jr:itext('x'))") == "3seen"


@cites("namespace.custom", "body.unknown-attribute")
def test_what_nobody_knows_harms_nothing() -> None:
    model = '<bind nodeset="/data/a" type="string" odk:shiny="yes" xmlns:own="urn:own" own:more="1"/>'
    body = '<input ref="/data/a" odk:glow="3" rows="2" start="7"><label>A</label></input>'
    record = begun(xform('<a xmlns:own="urn:own" own:tag="t"/>', model, body))
    record.set("a", "fine")
    assert record.values()["a"] == "fine"


# -- instance ------------------------------------------------------------------------------------------------------
CITIES = """<instance id="cities"><top><item><name>ams</name><country>nl</country><label>Amsterdam</label></item>
<item><name>den</name><country>us</country><label>Denver</label></item>
<item><name>dro</name><country>nl</country><label>Dronten</label></item></top></instance>"""


@cites(
    "instance.first-is-primary",
    "instance.root",
    "instance.default",
    "instance.secondary",
    "instance.secondary.own-root",
    "fn:instance",
)
def test_the_first_instance_is_the_record_and_the_others_are_data() -> None:
    record = begun(xform("<person><age>10</age></person><country>nl</country>", CITIES, control("person/age")))
    assert record.get("person/age") == "10"
    assert record.evaluate("number(/data/person/age) + 1") == 11
    assert record.evaluate("name(/*)") == "data"
    assert record.evaluate("string(instance('cities')/top/item[country = /data/country][2]/name)") == "dro"
    assert record.evaluate("count(/data/item)") == 0


@cites("instance.secondary.cascade", "body.itemset", "body.value")
def test_choices_are_narrowed_by_an_earlier_answer() -> None:
    nodeset = "instance('cities')/top/item[country = /data/country]"
    itemset = f'<itemset nodeset="{nodeset}"><value ref="name"/><label ref="label"/></itemset>'
    record = begun(xform("<country/><city/>", CITIES, control("country") + control("city", "select1", itemset)))
    assert record.choices("city") == ()
    record.set("country", "nl")
    assert [(choice.name, choice.label()) for choice in record.choices("city")] == [("ams", "Amsterdam"), ("dro", "Dronten")]
    record.set("city", "dro")
    with pytest.raises(BadInput):
        record.set("city", "den")
    assert record.values()["city"] == "dro"


@cites("instance.id")
def test_the_id_names_the_form_and_for_want_of_one_its_file_does() -> None:
    source = xform("<a/>", "", control("a"))
    assert load(source.encode(), "xml", "a file").name == "small"
    assert load(source.replace('id="small"', "").encode(), "xml", "a file").name == "a file"


@cites("instance.version", "instance.attributes-kept", "submission.namespaces")
@pytest.mark.parametrize("version", ['version="two words ☂"', 'orx:version="two words ☂"'])
def test_id_version_and_attributes_stand_in_the_record_sent(version: str) -> None:
    source = xform('<g kind="x"><a hxl="#adm"/></g>', "", control("g/a")).replace('version="1"', version)
    record = begun(source, {"g/a": "v"})
    assert record.form.version == "two words ☂"
    sent = record.xml("uuid:1").decode()
    assert 'id="small"' in sent and "two words ☂" in sent and 'kind="x"' in sent and 'hxl="#adm"' in sent


@cites("instance.template", "repeat.template")
def test_a_template_is_no_part_of_the_record() -> None:
    instance = '<p jr:template=""><rel>spouse</rel></p><p><rel>father</rel></p>'
    record = begun(
        xform(
            instance,
            "",
            '<group ref="/data/p"><label>P</label><repeat nodeset="/data/p">'
            '<input ref="/data/p/rel"><label>R</label></input></repeat></group>',
        )
    )
    assert record.values() == {"p[1]/rel": "father"}
    record.add_repeat("p")
    assert record.values() == {"p[1]/rel": "father", "p[2]/rel": "spouse"}
    assert "template" not in record.xml("uuid:1").decode()


# -- binds ---------------------------------------------------------------------------------------------------------
def bound(attributes: str, instance: str = "<a/><b/>") -> str:
    """A form with questions a and b where b's bind has these attributes."""
    return xform(instance, f'<bind nodeset="/data/b" {attributes}/>', control("a") + control("b"))


@cites("bind.nodeset")
def test_a_bind_names_a_node_the_form_has() -> None:
    with pytest.raises(FormFaults):
        load(xform("<a/>", '<bind nodeset="/data/nowhere" required="true()"/>', control("a")).encode(), "xml", "small")


@cites("bind.readonly", "bind.readonly.default", "bind.readonly.calculated")
def test_read_only_is_an_expression_and_keeps_the_user_out_alone() -> None:
    record = begun(bound("readonly=\"/data/a = 'shut'\""))
    assert not record.readonly("a") and not record.readonly("b")
    record.set("b", "mine")
    record.set("a", "shut")
    assert record.readonly("b") and record.get("b") == "mine"
    with pytest.raises(BadInput):
        record.set("b", "other")
    computed = begun(bound('readonly="true()" calculate="concat(/data/a, /data/a)"'))
    computed.set("a", "x")
    assert computed.get("b") == "xx"


@cites("bind.required", "bind.required.default", "bind.required-msg")
def test_required_is_an_expression_and_has_its_own_words() -> None:
    record = begun(bound('required="/data/a != \'\'" jr:requiredMsg="b is needed"'))
    assert not record.required("a") and not record.required("b") and record.problems() == []
    record.set("a", "1")
    assert record.required("b")
    (problem,) = record.problems()
    assert (problem.path, problem.kind) == ("b", "required") and str(problem.text).endswith("b is needed")
    record.set("b", "2")
    assert record.problems() == []


@cites("bind.relevant", "bind.relevant.default", "bind.relevant.blank", "bind.relevant.removed", "bind.relevant.not-validated")
def test_what_is_not_relevant_is_neither_shown_nor_counted_nor_sent() -> None:
    record = begun(bound("relevant=\"/data/a = 'yes'\" required=\"true()\" constraint=\". = 'good' or . = 'fine'\""))
    assert asked(record) == ["a"] and record.problems() == []
    record.set("a", "yes")
    assert asked(record) == ["a", "b"] and [each.path for each in record.problems()] == ["b"]
    record.set("b", "good")
    record.set("a", "no")
    assert record.get("b") == "" and record.evaluate("/data/b = ''") is True and "<b" not in record.xml("uuid:1").decode()
    record.set("a", "yes")
    assert record.get("b") == "good" and "<b>good</b>" in record.xml("uuid:1").decode()


@cites("bind.relevant.inherited", "group.relevant", "bind.relevant.removed", "submission.relevant-only")
def test_a_hidden_group_takes_everything_below_with_it() -> None:
    model = '<bind nodeset="/data/g" relevant="/data/a = 1"/><bind nodeset="/data/g/h/b" relevant="true()"/>'
    record = begun(xform("<a/><g><h><b>kept</b></h></g><e/>", model, control("a") + control("g/h/b")))
    assert asked(record) == ["a"]
    sent = record.xml("uuid:1").decode()
    assert "<g" not in sent and "kept" not in sent
    assert "<a" in sent and "<e" in sent  # relevant and empty
    record.set("a", "1")
    assert asked(record) == ["a", "g/h/b"] and "<b>kept</b>" in record.xml("uuid:1").decode()


@cites("bind.constraint", "bind.constraint.empty", "bind.constraint-msg", "path.self")
def test_a_constraint_judges_answers_that_are_not_empty() -> None:
    record = begun(bound('constraint=". != /data/a and string-length(.) &gt; 2" jr:constraintMsg="no such b"'))
    assert record.problems() == []
    with pytest.raises(BadInput, match="no such b"):
        record.set("b", "xy")
    record.set("b", "xyz")
    record.set("a", "xyz")
    (problem,) = record.problems()
    assert (problem.path, problem.kind) == ("b", "constraint") and str(problem.text).endswith("no such b")
    record.set("b", "")
    assert record.problems() == []


@cites("bind.required-msg", "bind.constraint-msg", "itext.switch")
def test_messages_may_be_translated() -> None:
    itext = (
        "<itext>"
        + "".join(
            f'<translation lang="{lang}"><text id="m"><value>{need}</value></text>'
            f'<text id="c"><value>{wrong}</value></text></translation>'
            for lang, need, wrong in (("zh", "要填", "不对"), ("en", "needed", "wrong"))
        )
        + "</itext>"
    )
    bind = """<bind nodeset="/data/a" required="true()" jr:requiredMsg="jr:itext('m')"
      constraint=". != 'x'" jr:constraintMsg="jr:itext('c')"/>"""
    record = begun(xform("<a/>", itext + bind, control("a")))
    told = record.problems()[0].text
    assert told.zh.endswith("要填") and told.en.endswith("needed")
    with pytest.raises(BadInput, match="不对"):
        record.set("a", "x")


@cites("bind.calculate", "bind.calculate.chain", "bind.calculate.recomputed")
def test_calculations_settle_in_the_order_of_what_they_need() -> None:
    model = "".join(
        f'<bind nodeset="/data/{name}" calculate="{source}"/>'
        for name, source in (("d", "/data/c * 2"), ("c", "/data/b + 1"), ("b", "/data/a + 1"))
    )
    record = begun(xform("<a>1</a><b/><c/><d/>", model, control("a")))
    assert (record.get("b"), record.get("c"), record.get("d")) == ("2", "3", "6")
    record.set("a", "4")
    assert (record.get("b"), record.get("c"), record.get("d")) == ("5", "6", "12")


@cites("bind.calculate.stored-as-string", "fn:boolean-from-string", "dialect.boolean-string", "dialect.node-boolean")
def test_a_stored_false_is_the_text_false() -> None:
    record = begun(xform("<a/>", '<bind nodeset="/data/a" calculate="1 &gt; 2"/>'))
    assert record.get("a") == "false"
    assert record.evaluate("boolean(/data/a)") is True
    assert record.evaluate("boolean-from-string(/data/a)") is False


@cites("bind.cycle")
def test_what_needs_itself_in_a_circle_is_refused() -> None:
    model = '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" relevant="/data/a = 1"/>'
    with pytest.raises(FormFaults) as caught:
        load(xform("<a/><b/>", model, control("b")).encode(), "xml", "small")
    assert "a" in str(caught.value) and "b" in str(caught.value)


@cites("bind.nodeset.repeated", "repeat.relevant", "repeat.nodeset")
def test_one_bind_rules_every_instance_of_a_repeat() -> None:
    model = '<bind nodeset="/data/p/b" relevant="../a = \'x\'" calculate="concat(../a, position(..))"/>'
    body = '<group ref="/data/p"><repeat nodeset="/data/p"><input ref="/data/p/a"><label>A</label></input></repeat></group>'
    record = begun(xform("<p><a>x</a><b/></p><p><a>y</a><b/></p><p><a>x</a><b/></p>", model, body))
    assert {path: value for path, value in record.values().items() if path.endswith("b")} == {"p[1]/b": "x1", "p[3]/b": "x3"}


@cites("bind.nodeset.attribute", "path.attributes")
def test_a_bind_may_name_an_attribute() -> None:
    model = '<bind nodeset="/data/g/@total" calculate="/data/g/a * 2"/>'
    record = begun(xform('<g total=""><a/></g>', model, control("g/a")), {"g/a": "4"})
    assert 'total="8"' in record.xml("uuid:1").decode()
    assert record.evaluate("string(/data/g/@total)") == "8"


@cites("bind.save-incomplete", "bind.max-pixels")
def test_what_a_client_needs_of_a_bind_is_handed_on() -> None:
    model = '<bind nodeset="/data/a" type="binary" orx:max-pixels="1024"/><bind nodeset="/data/b" saveIncomplete="true()"/>'
    form = raw_form(xform("<a/><b/>", model, '<upload ref="/data/a" mediatype="image/*"><label>A</label></upload>' + control("b")))
    assert str(form.question("a").max_pixels) == "1024"
    told = form.data["bind_attributes"]
    assert any("saveIncomplete" in each for each in told.values())


# -- data types ----------------------------------------------------------------------------------------------------
TYPES = [
    ("string", ["any", "5 ', \"x"], [], "type.string"),
    ("int", ["0", "-7", "2147483647"], ["1.5", "x", "2147483648"], "type.int"),
    ("boolean", ["true", "false", "1", "0"], ["yes", "2"], "type.boolean"),
    ("decimal", ["1", "-0.5", "10.25"], ["x", "1,5", "1.2.3"], "type.decimal"),
    ("date", ["2024-02-29", "1999-12-31"], ["2023-02-29", "24-1-1", "today"], "type.date"),
    ("time", ["08:05:00.000+08:00", "23:59:59", "08:05"], ["24:61", "noon"], "type.time"),
    (
        "dateTime",
        ["2024-02-29T08:05:00.000+08:00", "2024-02-29T08:05:00Z", "2024-02-29T08:05:00.5-03:30"],
        ["2024-02-30T08:05:00Z", "2024-02-29"],
        "type.dateTime",
    ),
    ("geopoint", ["31.2 121.4 0 0", "-90 180 12.5 4"], ["91 0 0 0", "0 181 0 0", "x y"], "type.geopoint"),
    ("geotrace", ["0 0 0 0; 1 1 0 0"], ["0 0 0 0", "0 0 0 0; x"], "type.geotrace"),
    ("geoshape", ["0 0 0 0; 1 1 0 0; 0 1 0 0; 0 0 0 0"], ["0 0 0 0; 1 1 0 0; 0 1 0 0", "0 0 0 0"], "type.geoshape"),
    ("barcode", ["9 780201 379624"], [], "type.barcode"),
]


@pytest.mark.parametrize(("kind", "good", "bad"), [pytest.param(*row[:3], marks=cites(row[3]), id=row[0]) for row in TYPES])
def test_a_type_takes_its_values_and_no_others(kind: str, good: list[str], bad: list[str]) -> None:
    record = begun(xform("<a/>", f'<bind nodeset="/data/a" type="{kind}"/>', control("a")))
    for value in good:
        record.set("a", value)
        assert record.values()["a"] == value
    for value in bad:
        with pytest.raises(BadInput):
            record.set("a", value)
    assert record.values()["a"] == good[-1]


@cites("type.namespace", "bind.type")
def test_a_type_may_carry_the_namespace_of_xml_schema() -> None:
    record = begun(xform("<a/>", '<bind nodeset="/data/a" type="xsd:int"/>', control("a")))
    with pytest.raises(BadInput):
        record.set("a", "1.5")
    record.set("a", "2")


@cites("bind.type.unknown")
def test_a_missing_or_unknown_type_is_text() -> None:
    record = begun(xform("<a/><b/>", '<bind nodeset="/data/a" type="marvel"/>', control("a") + control("b")))
    for name in ("a", "b"):
        record.set(name, "half past 7")
        assert record.get(name) == "half past 7"


@cites("type.binary", "body.upload")
def test_a_file_is_kept_by_its_bare_name() -> None:
    record = begun(
        xform(
            "<a/>", '<bind nodeset="/data/a" type="binary"/>', '<upload ref="/data/a" mediatype="image/*"><label>A</label></upload>'
        )
    )
    assert record.form.question("a").kind == "image"
    record.set("a", "1712.jpg")
    assert "<a>1712.jpg</a>" in record.xml("uuid:1").decode()


@cites("instance.binary-default", "uri.images")
def test_the_default_of_a_file_is_a_file_of_the_form() -> None:
    record = begun(
        xform(
            "<a>jr://images/plan.png</a>",
            '<bind nodeset="/data/a" type="binary"/>',
            '<upload ref="/data/a" mediatype="image/*"><label>A</label></upload>',
        )
    )
    assert record.get("a") == "jr://images/plan.png" and record.problems() == []


@cites("type.select", "body.select", "body.select1", "body.item", "fn:selected", "fn:count-selected")
def test_selects_store_names_parted_by_spaces() -> None:
    items = "".join(f"<item><label>{name.upper()}</label><value>{name}</value></item>" for name in "abc")
    model = '<bind nodeset="/data/many" type="select"/><bind nodeset="/data/one" type="select1"/>'
    record = begun(xform("<many/><one/>", model, control("many", "select", items) + control("one", "select1", items)))
    record.set("many", "a c")
    record.set("one", "b")
    assert (
        record.evaluate("selected(/data/many, 'c') and not(selected(/data/many, 'b')) and count-selected(/data/many) = 2") is True
    )
    for path, wrong in (("many", "a d"), ("one", "a b"), ("one", "d")):
        with pytest.raises(BadInput):
            record.set(path, wrong)
    assert [choice.label() for choice in record.choices("one")] == ["A", "B", "C"]


# -- paths ---------------------------------------------------------------------------------------------------------
PATHS = xform(
    "<a>1</a><g><b>2</b><c>3</c></g><p><b>4</b></p><p><b>5</b></p>",
    "",
    control("g/b") + '<group ref="/data/p"><repeat nodeset="/data/p"><input ref="b"><label>B</label></input></repeat></group>',
)


@pytest.mark.parametrize(
    ("path", "expression", "expected"),
    [
        pytest.param("g/b", ".", "2", marks=cites("path.self")),
        pytest.param("g/b", "./../c", "3", marks=cites("path.self", "path.relative")),
        pytest.param("g/b", "../././../a", "1", marks=cites("path.self", "path.parent")),
        pytest.param("g/b", "..", "23", marks=cites("path.parent", "xpath.string-value")),
        pytest.param("g/b", "../c", "3", marks=cites("path.relative", "path.context")),
        pytest.param("g", "c", "3", marks=cites("path.relative", "path.context")),
        pytest.param("g", "./c", "3", marks=cites("path.relative")),
        pytest.param("", "g/c", "3", marks=cites("path.relative", "path.context")),
        pytest.param("g/b", "/data/a", "1", marks=cites("path.absolute")),
        pytest.param("g/b", "/data/g/../a", "1", marks=cites("path.absolute", "path.parent")),
        pytest.param("g/b", "name(/*)", "data", marks=cites("path.root")),
        pytest.param("g/b", "count(/)", "1", marks=cites("path.root")),
        pytest.param("p[2]/b", "/data/p/b", "5", marks=cites("path.own-repeat")),
        pytest.param("p[2]/b", "concat(/data/p/b, /data/g/b)", "52", marks=cites("path.own-repeat")),
        pytest.param("g/b", "sum(/data/p/b)", "9", marks=cites("path.repeat-from-outside")),
        pytest.param("g/b", "count(/data/p)", "2", marks=cites("path.repeat-from-outside")),
        pytest.param("", "/data/p[b = 5]/b", "5", marks=cites("predicate.any")),
        pytest.param("", "/data/p[position() = 1]/b[. > 3]", "4", marks=cites("predicate.any")),
        pytest.param(
            "", "child::g/child::c/self::c", "3", marks=cites("axis.parent-child-self", "xpath.axis.child", "xpath.axis.self")
        ),
        pytest.param("g/c", "parent::g/b", "2", marks=cites("axis.parent-child-self", "xpath.axis.parent")),
    ],
)
def test_a_path_reaches_its_nodes(path: str, expression: str, expected: str) -> None:
    assert begun(PATHS).evaluate(f"string({expression})", path) == expected


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("string-length('a', 'b')", marks=cites("function.count-of-arguments")),
        pytest.param("selected('a')", marks=cites("function.count-of-arguments")),
        pytest.param("true(1)", marks=cites("function.count-of-arguments")),
        pytest.param("frobnicate(1)", marks=cites("function.unknown")),
        pytest.param("/data/a +", marks=cites("xpath.lexical.error")),
        pytest.param("/data/a = 'open", marks=cites("xpath.lexical.error")),
    ],
)
def test_a_wrong_expression_is_refused_when_the_form_is_read(expression: str) -> None:
    with pytest.raises(FormFaults):
        load(xform("<a/><b/>", f'<bind nodeset="/data/b" calculate="{expression}"/>', control("a")).encode(), "xml", "small")


@cites("function.cast")
def test_arguments_become_what_the_function_wants() -> None:
    record = begun(xform("<a>12</a><b>2</b>", "", control("a")))
    assert record.evaluate("string-length(/data/a) + pow(/data/b, '3')") == 10
    assert record.evaluate("contains(/data/a, 2)") is True
    assert record.evaluate("not('')") is True and record.evaluate("concat(1 = 1, 2)") == "true2"
