"""Sentence by sentence: body, groups, repeats, events and actions of the form specification."""

from __future__ import annotations

from datetime import timedelta

import pytest
from raw_forms import asked, begun, control, raw_form, xform
from sample_forms import NOW

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record

cites = pytest.mark.cites
ABC = "".join(f"<item><label>{name.upper()}</label><value>{name}</value></item>" for name in "abc")


# -- controls ------------------------------------------------------------------------------------------------------
@cites("body.input", "body.label", "body.hint")
def test_an_input_has_its_label_and_hint() -> None:
    record = begun(xform("<a/>", "", '<input ref="/data/a"><label>How many?</label><hint>Count them.</hint></input>'))
    assert (record.label("a"), record.hint("a"), record.form.question("a").kind) == ("How many?", "Count them.", "text")
    record.set("a", "7")
    assert record.get("a") == "7"


@cites("body.trigger")
def test_a_trigger_is_ok_or_empty() -> None:
    record = begun(xform("<a/>", '<bind nodeset="/data/a" required="true()"/>', control("a", "trigger")))
    assert record.form.question("a").kind == "acknowledge" and [each.kind for each in record.problems()] == ["required"]
    record.set("a", "OK")
    assert record.values() == {"a": "OK"} and record.problems() == []
    record.set("a", "")
    assert record.values() == {}
    with pytest.raises(BadInput):
        record.set("a", "maybe")


@cites("body.range", "range.attributes")
def test_a_range_has_its_bounds_and_step() -> None:
    model = '<bind nodeset="/data/a" type="decimal"/>'
    record = begun(xform("<a/>", model, '<range ref="/data/a" start="-1.5" end="5" step="0.5"><label>A</label></range>'))
    question = record.form.question("a")
    assert question.kind == "range"
    assert {name: question.parameters[name] for name in ("start", "end", "step")} == {"start": "-1.5", "end": "5", "step": "0.5"}
    for value in ("-1.5", "0", "5"):
        record.set("a", value)
    for value in ("-2", "5.5", "much"):
        with pytest.raises(BadInput):
            record.set("a", value)
    assert record.get("a") == "5"


@cites("body.rank")
def test_a_rank_orders_every_choice() -> None:
    record = begun(xform("<a/>", '<bind nodeset="/data/a" type="odk:rank"/>', control("a", "odk:rank", ABC)))
    assert record.form.question("a").kind == "rank"
    record.set("a", "c a b")
    assert record.values() == {"a": "c a b"}
    for value in ("a b", "a b d", "a b b"):
        with pytest.raises(BadInput):
            record.set("a", value)


@cites("body.upload", "body.mediatype", "body.accept")
@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ('mediatype="image/*"', "image"),
        ('mediatype="audio/*"', "audio"),
        ('mediatype="video/*"', "video"),
        ('mediatype="application/*"', "file"),
        ('accept=".pdf,.doc"', "file"),
        ('accept="image/*" mediatype="audio/*"', "image"),
    ],
)
def test_an_upload_says_what_it_takes(attributes: str, kind: str) -> None:
    form = raw_form(
        xform("<a/>", '<bind nodeset="/data/a" type="binary"/>', f'<upload ref="/data/a" {attributes}><label>A</label></upload>')
    )
    assert form.question("a").kind == kind


@cites("body.output", "body.output.context", "body.hint")
def test_outputs_show_values_where_they_stand() -> None:
    body = """<group ref="/data/p"><repeat nodeset="/data/p"><input ref="/data/p/a"><label>Age of <output value="../name"/>, in all
      <output value="count(/data/p)"/></label><hint>Not <output value=" /data/no "/></hint></input></repeat></group>"""
    record = begun(xform("<no>5</no><p><name>North</name><a/></p><p><name>South</name><a/></p>", "", body))
    assert " ".join(record.label("p[2]/a").split()) == "Age of South, in all 2"
    assert record.hint("p[1]/a") == "Not 5"
    record.add_repeat("p")
    assert " ".join(record.label("p[1]/a").split()) == "Age of North, in all 3"


LIST = """<instance id="list"><top>ITEMS</top></instance>""".replace(
    "ITEMS", "".join(f"<item><name>{name}</name><label>{name.upper()}</label><text>t-{name}</text></item>" for name in "abcde")
)


@cites("body.itemset", "body.itemset.randomize", "fn:randomize")
def test_an_itemset_may_be_shuffled_the_same_way_for_the_same_seed() -> None:
    def offered(call: str) -> list[str]:
        itemset = f'<itemset nodeset="{call}"><value ref="name"/><label ref="label"/></itemset>'
        return [choice.name for choice in begun(xform("<a/>", LIST, control("a", "select1", itemset))).choices("a")]

    whole = "instance('list')/top/item"
    assert offered(whole) == ["a", "b", "c", "d", "e"]
    seen = [offered(f"randomize({whole}, {seed})") for seed in range(1, 12)]
    assert all(sorted(each) == ["a", "b", "c", "d", "e"] for each in seen) and len({tuple(each) for each in seen}) > 3
    assert offered(f"randomize({whole}, 3)") == seen[2]


@cites("body.itemset.label-itext", "itext.ref-expression")
def test_the_label_of_an_itemset_may_be_a_translation() -> None:
    itext = (
        "<itext>"
        + "".join(
            f'<translation lang="{lang}">'
            + "".join(f'<text id="t-{name}"><value>{word}{name}</value></text>' for name in "abcde")
            + "</translation>"
            for lang, word in (("English (en)", "the "), ("French (fr)", "le "))
        )
        + "</itext>"
    )
    itemset = '<itemset nodeset="instance(\'list\')/top/item"><value ref="name"/><label ref="jr:itext(text)"/></itemset>'
    record = begun(xform("<a/>", itext + LIST, control("a", "select1", itemset)))
    first = record.choices("a")[0]
    assert (first.name, first.label("en"), first.label("fr")) == ("a", "the a", "le a")
    record.set("a", "b")
    assert record.evaluate("jr:choice-name(/data/a, '/data/a')") == "the b"


@cites("body.itemset.repeat", "xlsform.select_from_repeat")
def test_choices_may_be_what_a_repeat_holds() -> None:
    body = '<group ref="/data/p"><repeat nodeset="/data/p"><input ref="/data/p/name"><label>N</label></input></repeat></group>'
    itemset = '<itemset nodeset="/data/p[./name != \'\']"><value ref="name"/><label ref="name"/></itemset>'
    record = begun(xform("<p><name/></p><who/>", "", body + control("who", "select1", itemset)))
    assert record.choices("who") == ()
    record.set("p[1]/name", "North")
    record.add_repeat("p")
    record.set("p[2]/name", "South")
    assert [choice.name for choice in record.choices("who")] == ["North", "South"]


# -- attributes ----------------------------------------------------------------------------------------------------
@cites("body.ref-or-nodeset", "body.bind-attribute")
@pytest.mark.parametrize("names", ['ref="/data/a"', 'nodeset="/data/a"', 'bind="the-a"'])
def test_a_control_names_its_node_in_one_of_three_ways(names: str) -> None:
    record = begun(xform("<a/>", '<bind id="the-a" nodeset="/data/a" type="int"/>', f"<input {names}><label>A</label></input>"))
    assert asked(record) == ["a"] and record.form.question("a").kind == "integer"


@cites("body.class", "body.appearance", "body.rows", "body.accuracy-threshold", "body.autoplay")
def test_what_a_client_needs_of_the_body_is_handed_on() -> None:
    model = '<bind nodeset="/data/b" type="geopoint"/>'
    body = (
        '<input ref="/data/a" rows="5" autoplay="audio" appearance="w2  multiline no-calendar"><label>A</label></input>'
        '<input ref="/data/b" accuracyThreshold="2.5"><label>B</label></input>'
    )
    form = raw_form(xform("<a/><b/>", model, body, body_attributes='class="theme-grid pages"'))
    assert form.question("a").appearance.split() == ["w2", "multiline", "no-calendar"]
    a, b = (each["attributes"] for each in form.data["controls"])
    assert (a["rows"], a["autoplay"], b["accuracyThreshold"]) == ("5", "audio", "2.5")
    assert form.data["model"]["body_class"] == "theme-grid pages"


# -- groups --------------------------------------------------------------------------------------------------------
@cites("group.presentation", "group.logical", "group.without-ref", "group.nested", "body.group")
def test_groups_may_have_a_label_a_node_both_or_neither() -> None:
    body = (
        '<group><label>Shown</label><input ref="/data/a"><label>A</label></input></group>'
        '<group ref="/data/g"><label>Both</label><group><group ref="/data/g/h">'
        '<input ref="/data/g/h/b"><label>B</label></input></group>'
        "</group></group>"
    )
    record = begun(xform("<a/><g><h><b/></h></g>", "", body))
    assert asked(record) == ["a", "g/h/b"]
    assert record.label("g") == "Both"
    groups = record.form.data["groups"].values()
    assert sum(1 for each in groups if each.get("presentation")) >= 1


@cites("group.relative-ref", "bind.nodeset")
def test_relative_refs_start_at_the_nearest_group_with_a_node() -> None:
    body = (
        '<group ref="/data/g"><input ref="b"><label>B</label></input><group><label>no node</label>'
        '<input ref="./c"><label>C</label></input>'
        '<group ref="h"><input ref="d"><label>D</label></input></group></group></group>'
    )
    record = begun(xform("<g><b/><c/><h><d/></h></g>", '<bind nodeset="/data/g/h/d" relevant="../../b = 1"/>', body))
    assert asked(record) == ["g/b", "g/c"]
    record.set("g/b", "1")
    assert asked(record) == ["g/b", "g/c", "g/h/d"]


# -- repeats -------------------------------------------------------------------------------------------------------
def repeat(name: str = "p", attributes: str = "", inside: str = "", label: str = "") -> str:
    """A repeat of /data/`name` with a question a in it."""
    inner = inside or f'<input ref="/data/{name}/a"><label>A</label></input>'
    title = f"<label>{label}</label>" if label else ""
    return f'<group ref="/data/{name}">{title}<repeat nodeset="/data/{name}" {attributes}>{inner}</repeat></group>'


@cites("repeat.several-nodes", "repeat.default-each", "repeat.nodeset", "body.repeat")
def test_the_form_may_define_several_instances_each_with_its_values() -> None:
    record = begun(xform("<p><a>east</a></p><p><a>west</a></p><p><a/></p>", "", repeat()))
    assert record.instances("p") == 3 and record.values() == {"p[1]/a": "east", "p[2]/a": "west"}
    assert asked(record) == ["p[1]/a", "p[2]/a", "p[3]/a"]


@cites("repeat.add-remove", "repeat.position", "repeat.empty", "fn:position")
def test_instances_are_added_and_removed_and_numbered_anew() -> None:
    record = begun(xform("<p><a/><n/></p>", '<bind nodeset="/data/p/n" calculate="position(..)"/>', repeat()))
    for number, value in enumerate("xyz", 1):
        if number > 1:
            record.add_repeat("p")
        record.set(f"p[{number}]/a", value)
    assert record.values() == {"p[1]/a": "x", "p[1]/n": "1", "p[2]/a": "y", "p[2]/n": "2", "p[3]/a": "z", "p[3]/n": "3"}
    record.remove_repeat("p[1]")
    assert record.values() == {"p[1]/a": "y", "p[1]/n": "1", "p[2]/a": "z", "p[2]/n": "2"}
    record.remove_repeat("p[2]")
    record.remove_repeat("p[1]")
    assert record.instances("p") == 0 and record.values() == {} and "<p" not in record.xml("uuid:1").decode()


@cites("repeat.no-add-remove")
@pytest.mark.parametrize(("value", "closed"), [("true()", True), ("false()", False)])
def test_adding_and_removing_may_be_forbidden(value: str, closed: bool) -> None:
    record = begun(xform("<p><a/></p><p><a/></p>", "", repeat(attributes=f'jr:noAddRemove="{value}"')))
    if not closed:
        record.add_repeat("p")
        record.remove_repeat("p[1]")
        return
    with pytest.raises(BadInput):
        record.add_repeat("p")
    with pytest.raises(BadInput):
        record.remove_repeat("p[2]")
    assert record.instances("p") == 2


@cites("repeat.count")
def test_a_count_creates_so_many_instances() -> None:
    record = begun(xform("<p><a>d</a></p>", "", repeat(attributes='jr:count="3"')))
    assert record.values() == {"p[1]/a": "d", "p[2]/a": "d", "p[3]/a": "d"}


@cites("repeat.count.dynamic")
@pytest.mark.parametrize("count", ["/data/n", "/data/n + 0", "count-selected(/data/names)"])
def test_a_count_is_followed(count: str) -> None:
    record = begun(
        xform(
            "<n/><names/><p><a/></p>",
            '<bind nodeset="/data/n" type="int"/>',
            control("n") + control("names") + repeat(attributes=f'jr:count="{count}"'),
        )
    )
    assert record.instances("p") == 0
    for number in (2, 4, 1, 0, 3):
        record.set("n", str(number))
        record.set("names", "x " * number)
        assert record.instances("p") == number
    record.set("p[3]/a", "kept")
    record.set("n", "4")
    record.set("names", "1 2 3 4")
    assert record.get("p[3]/a") == "kept" and record.instances("p") == 4


@cites("repeat.nested", "path.own-repeat", "path.repeat-from-outside")
def test_repeats_in_repeats_count_each_for_themselves() -> None:
    inner = '<group ref="/data/p/q"><repeat nodeset="/data/p/q"><input ref="/data/p/q/b"><label>B</label></input></repeat></group>'
    model = '<bind nodeset="/data/p/sum" calculate="sum(/data/p/q/b)"/><bind nodeset="/data/all" calculate="sum(/data/p/q/b)"/>'
    record = begun(xform("<p><a/><q><b/></q><sum/></p><all/>", model, repeat(inside=control("p/a") + inner)))
    record.add_repeat("p[1]/q")
    record.add_repeat("p")
    for path, value in (("p[1]/q[1]/b", "1"), ("p[1]/q[2]/b", "2"), ("p[2]/q[1]/b", "4")):
        record.set(path, value)
    assert (record.get("p[1]/sum"), record.get("p[2]/sum"), record.get("all")) == ("3", "4", "7")
    assert (record.instances("p[1]/q"), record.instances("p[2]/q")) == (2, 1)


@cites("repeat.relevant")
def test_relevance_is_asked_for_each_instance() -> None:
    model = '<bind nodeset="/data/p" relevant="position(.) &lt;= /data/most"/>'
    record = begun(xform("<most>2</most><p><a>1</a></p><p><a>2</a></p><p><a>3</a></p>", model, control("most") + repeat()))
    assert asked(record) == ["most", "p[1]/a", "p[2]/a"]
    assert record.evaluate("sum(/data/p/a)") == 3
    record.set("most", "0")
    assert asked(record) == ["most"] and "<p" not in record.xml("uuid:1").decode()


@cites("repeat.group-label", "repeat.instance-label", "xlsform.repeat.label")
def test_a_repeat_is_named_by_the_group_around_it_and_an_instance_by_the_first_group_inside() -> None:
    inside = (
        '<group ref="/data/p/who"><label><output value="/data/p/who/a"/> of <output value="count(/data/p)"/></label>'
        '<input ref="/data/p/who/a"><label>A</label></input></group>'
    )
    record = begun(xform("<p><who><a>North</a></who></p><p><who><a>South</a></who></p>", "", repeat(inside=inside, label="Person")))
    assert record.label("p[1]") == "Person"
    assert (record.label("p[1]/who"), record.label("p[2]/who")) == ("North of 2", "South of 2")


# -- events --------------------------------------------------------------------------------------------------------
def later(record: Record) -> Record:
    """The same record resumed an hour after."""
    return begun_again(record, NOW + timedelta(hours=1))


def begun_again(record: Record, now: object) -> Record:
    return Record(record.form, record.answers(), now=now, today=NOW.date())  # type: ignore[arg-type]


@cites("event.first-load", "event.ready", "action.in-model", "action.setvalue", "preload.first-load-only")
@pytest.mark.parametrize("event", ["odk-instance-first-load", "xforms-ready"])
def test_the_first_load_happens_once(event: str) -> None:
    record = begun(xform("<a/>", f'<setvalue event="{event}" ref="/data/a" value="now()"/>', control("a")))
    assert record.get("a") == "2026-11-24T09:30:00.000+08:00"
    assert later(record).get("a") == "2026-11-24T09:30:00.000+08:00"
    record.set("a", "")
    assert later(record).get("a") == ""


@cites("event.value-changed", "event.value-changed.not-same", "action.in-control", "action.setvalue.text")
def test_a_change_of_value_happens_when_the_value_becomes_another() -> None:
    inside = '<setvalue event="xforms-value-changed" ref="/data/b">changed</setvalue>'
    record = begun(xform("<a/><b/>", "", control("a", inside=inside) + control("b")))
    assert record.get("b") == ""
    record.set("a", "1")
    assert record.get("b") == "changed"
    record.set("b", "mine")
    record.set("a", "1")
    assert record.get("b") == "mine"
    record.set("a", "")
    assert record.get("b") == "changed"


NEW = '<setvalue event="odk-new-repeat" ref="/data/p/age" value="../../mine + 2"/>'
AGES = '<bind nodeset="/data/p/twice" calculate="../age * 2"/>'


@cites(
    "event.new-repeat",
    "event.new-repeat.nested",
    "event.new-repeat.not-defined",
    "action.setvalue.user-modifiable",
    "action.recomputes",
)
def test_a_new_instance_is_set_before_anything_is_computed() -> None:
    record = begun(xform("<mine>5</mine><p><age/><twice/></p>", AGES, control("mine") + repeat(inside=NEW + control("p/age"))))
    assert "p[1]/age" not in record.values()  # the form itself defines this one
    record.add_repeat("p")
    assert record.values() == {"mine": "5", "p[2]/age": "7", "p[2]/twice": "14"}
    record.set("p[2]/age", "9")
    record.set("mine", "6")
    assert record.get("p[2]/age") == "9" and record.get("p[2]/twice") == "18"
    record.add_repeat("p")
    assert (record.get("p[3]/age"), record.get("p[2]/age")) == ("8", "9")


@cites("event.new-repeat.count", "repeat.count.dynamic")
def test_instances_made_by_a_count_are_new() -> None:
    record = begun(
        xform(
            '<mine>5</mine><n>0</n><p jr:template=""><age/><twice/></p>',
            AGES,
            control("mine") + control("n") + repeat(attributes='jr:count="/data/n"', inside=NEW + control("p/age")),
        )
    )
    record.set("n", "2")
    assert record.values() == {"mine": "5", "n": "2", "p[1]/age": "7", "p[1]/twice": "14", "p[2]/age": "7", "p[2]/twice": "14"}


@cites("event.several", "event.first-load-in-repeat")
def test_an_action_may_answer_to_several_events() -> None:
    action = '<setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/p/a" value="concat(\'no \', position(..))"/>'
    record = begun(xform("<p><a/></p>", "", repeat(inside=action + control("p/a"))))
    record.add_repeat("p")
    assert record.values() == {"p[1]/a": "no 1", "p[2]/a": "no 2"}
    assert later(record).values() == record.values()


# -- actions -------------------------------------------------------------------------------------------------------
@cites("action.setvalue", "action.setvalue.text", "action.setvalue.ref", "action.setvalue.bind", "action.setvalue.order")
def test_setvalue_takes_an_expression_a_text_or_empties() -> None:
    load = '<setvalue event="odk-instance-first-load"'
    model = (
        '<bind id="d-bind" nodeset="/data/g/d"/>'
        f'{load} ref="/data/a" value="1 + 1"/>{load} ref="/data/b">2 + 2</setvalue>{load} ref="/data/c"/>'
        f'{load} bind="d-bind" value="concat(../e, \'!\')"/>{load} ref="/data/f" value="\'first\'"/>'
        f'{load} ref="/data/f" value="concat(., \' then last\')"/>'
    )
    record = begun(xform("<a/><b/><c>gone</c><g><d/><e>near</e></g><f/>", model, control("a")))
    assert record.values() == {"a": "2", "b": "2 + 2", "g/d": "near!", "g/e": "near", "f": "first then last"}


@cites("action.setvalue.readonly")
def test_an_action_may_set_what_the_user_may_not() -> None:
    model = '<bind nodeset="/data/b" readonly="true()"/>'
    record = begun(
        xform(
            "<a/><b/>",
            model,
            control("a", inside='<setvalue event="xforms-value-changed" ref="/data/b" value="/data/a"/>') + control("b"),
        )
    )
    record.set("a", "4")
    assert record.get("b") == "4"


@cites("event.value-changed", "action.recomputes")
def test_one_change_may_bring_about_another() -> None:
    chain = '<setvalue event="xforms-value-changed" ref="/data/{0}" value="/data/{1} + 1"/>'
    model = '<bind nodeset="/data/d" calculate="/data/c * 10"/>'
    record = begun(
        xform(
            "<a/><b/><c/><d/>",
            model,
            control("a", inside=chain.format("b", "a")) + control("b", inside=chain.format("c", "b")) + control("c"),
        )
    )
    record.set("a", "1")
    assert record.values() == {"a": "1", "b": "2", "c": "3", "d": "30"}


@cites("action.setgeopoint", "action.setgeopoint.value-ignored")
@pytest.mark.parametrize("place", ["31.2 121.4 5 3", ""])
def test_a_place_is_set_to_where_the_device_is(place: str) -> None:
    model = (
        '<bind nodeset="/data/here" type="geopoint"/>'
        '<odk:setgeopoint event="odk-instance-first-load" ref="/data/here" value="\'1 1 0 0\'">2 2 0 0</odk:setgeopoint>'
    )
    inside = '<odk:setgeopoint event="xforms-value-changed" ref="/data/there"/>'
    record = begun(xform("<here>0 0 0 0</here><there/><a/>", model, control("a", inside=inside)), location=place)
    assert record.get("here") == place and record.get("there") == ""
    record.set("a", "1")
    assert record.get("there") == place
