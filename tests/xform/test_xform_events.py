"""Events and actions: what a form fills in by itself when it is begun, when an instance is added, when an answer changes."""

from __future__ import annotations

import pytest
from raw_forms import begun, control, xform
from sample_forms import form_of, record_of

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record

cites = pytest.mark.cites
CHANGED, FIRST, NEW = "xforms-value-changed", "odk-instance-first-load", "odk-new-repeat"


def setvalue(event: str, path: str, value: str = "", text: str = "", tag: str = "setvalue") -> str:
    """One action."""
    return f'<{tag} event="{event}" ref="/data/{path}"{f""" value="{value}" """ if value else ""}>{text}</{tag}>'


def repeat(name: str, inside: str, attributes: str = "") -> str:
    return f'<group ref="/data/{name}"><repeat nodeset="/data/{name}" {attributes}>{inside}</repeat></group>'


# -- xforms-value-changed ------------------------------------------------------------------------------------
@cites("event.value-changed", "action.setvalue", "action.in-control", "xlsform.trigger")
def test_a_change_of_its_control_sets_off_an_action() -> None:
    record = begun(xform("<a/><b/>", "", control("a", inside=setvalue(CHANGED, "b", "concat(/data/a, '!')")) + control("b")))
    assert record.set("a", "x").values == {"a": "x", "b": "x!"} and record.set("a", "").values == {"a": "", "b": "!"}


@cites("event.value-changed.not-same")
def test_the_same_value_again_is_no_change() -> None:
    record = begun(xform("<a/><n>0</n>", "", control("a", inside=setvalue(CHANGED, "n", ". + 1"))))
    for value, number in (("x", "1"), ("x", "1"), ("y", "2"), (" y", "3"), ("", "4"), ("", "4")):
        record.set("a", value)
        assert record.get("n") == number


@cites("action.setvalue.text")
def test_without_an_expression_the_text_is_the_value_and_nothing_empties() -> None:
    record = begun(
        xform(
            "<a/><b/><c>x</c>",
            "",
            control("a", inside=setvalue(CHANGED, "b", text="1 + 1") + setvalue(CHANGED, "c")) + control("c"),
        )
    )
    delta = record.set("a", "x")
    assert delta.values == {"a": "x", "b": "1 + 1", "c": ""} and delta.cleared == ("c",)


@cites("action.setvalue.ref", "action.setvalue.readonly", "bind.readonly.calculated")
def test_an_action_writes_where_a_person_cannot_and_reads_from_its_target() -> None:
    record = begun(
        xform(
            "<g><a/><c>7</c></g><h><b/><c>8</c></h>",
            '<bind nodeset="/data/h/b" readonly="true()"/>',
            control("g/a", inside=setvalue(CHANGED, "h/b", "../c")) + control("h/b"),
        )
    )
    record.set("g/a", "x")
    assert record.get("h/b") == "8"
    with pytest.raises(BadInput, match="只读"):
        record.set("h/b", "9")


@cites("action.setvalue.user-modifiable")
def test_what_an_action_set_can_be_changed_until_it_acts_again() -> None:
    record = begun(xform("<a/><b/>", "", control("a", inside=setvalue(CHANGED, "b", "/data/a * 2")) + control("b")))
    record.set("a", "1")
    record.set("b", "50")
    assert record.get("b") == "50" and record_of(record.form, record.answers()).get("b") == "50"
    assert record.set("a", "2").values == {"a": "2", "b": "4"}


@cites("action.setvalue.order", "xlsform.trigger-several")
def test_several_actions_and_targets_in_the_order_of_the_document() -> None:
    inside = (
        setvalue(CHANGED, "b", "/data/a")
        + setvalue(CHANGED, "c", "concat(/data/b, 'c')")
        + setvalue(CHANGED, "b", "concat(/data/b, 'b')")
    )
    record = begun(xform("<a/><b/><c/>", "", control("a", inside=inside)))
    assert record.set("a", "1").values == {"a": "1", "b": "1b", "c": "1c"}


@cites("action.recomputes", "event.value-changed")
def test_a_chain_of_actions_and_formulas() -> None:
    model = '<bind nodeset="/data/sum" calculate="/data/a + 1"/><bind nodeset="/data/twice" calculate="/data/b * 2"/>'
    body = (
        control("a")
        + control("sum", inside=setvalue(CHANGED, "b", "/data/sum"))
        + control("b", inside=setvalue(CHANGED, "c", "/data/twice"))
    )
    record = begun(xform("<a/><sum/><b/><twice/><c/>", model, body))
    assert record.set("a", "1").values == {"a": "1", "sum": "2", "b": "2", "twice": "4", "c": "4"}
    assert record.set("a", "1").values == {}


def test_a_value_that_comes_back_within_one_act_has_not_changed() -> None:
    there_and_back = setvalue(CHANGED, "b", text="x") + setvalue(CHANGED, "b")
    body = control("a", inside=there_and_back) + control("b", inside=setvalue(CHANGED, "n", ". + 1"))
    record = begun(xform("<a/><b/><n>0</n>", "", body))
    assert record.set("a", "1").values == {"a": "1"} and record.set("b", "y").values == {"b": "y", "n": "1"}


@cites("event.new-repeat.count", "event.first-load-in-repeat")
def test_an_instance_a_count_makes_at_the_start_is_new_and_not_first_loaded_as_well() -> None:
    inside = setvalue(f"{FIRST} {NEW}", "seen", "concat(., position(/data/r[last()]))") + control("r/n")
    record = begun(xform('<seen/><r jr:template=""><n/></r>', "", repeat("r", inside, 'jr:count="2"')))
    assert record.get("seen") == "22"


def test_a_hidden_control_sets_off_nothing() -> None:
    model = '<bind nodeset="/data/c" calculate="/data/a * 2" relevant="/data/on = 1"/>'
    record = begun(
        xform(
            "<on>1</on><a/><c/><n>0</n>", model, control("on") + control("a") + control("c", inside=setvalue(CHANGED, "n", ". + 1"))
        )
    )
    record.set("a", "1")
    assert record.get("n") == "1"
    record.set("on", "0")
    record.set("a", "2")
    assert record.get("n") == "1"


def test_actions_that_never_rest_are_undone_with_everything_they_did() -> None:
    inside = setvalue(CHANGED, "a", "concat(/data/b, 'x')")
    body = (
        control("a", inside=setvalue(CHANGED, "b", "concat(/data/a, 'x')"))
        + control("b", inside=inside)
        + repeat("r", control("r/n"), 'jr:count="string-length(/data/b)"')
        + control("c")
    )
    record = begun(xform("<a/><b/><c/><r><n>1</n></r>", '<bind nodeset="/data/c" relevant="/data/b = \'\'"/>', body))
    before = (record.values(), record.answers(), record.visible(), record.outline())
    with pytest.raises(BadInput, match="无法停下"):
        record.set("a", "1")
    assert (record.values(), record.answers(), record.visible(), record.outline()) == before
    assert record.set("c", "1").values == {"c": "1"}


def test_an_act_undone_leaves_what_could_not_be_computed_as_it_was() -> None:
    inside = setvalue(CHANGED, "a", "concat(/data/b, 'x')")
    body = control("a", inside=setvalue(CHANGED, "p", "'x'") + setvalue(CHANGED, "b", "concat(/data/a, 'x')"))
    model = '<bind nodeset="/data/f" calculate="regex(\'x\', /data/p)"/>'
    record = begun(xform("<a/><b/><p>(</p><f/>", model, body + control("b", inside=inside)))
    before = record.problems()
    with pytest.raises(BadInput, match="无法停下"):
        record.set("a", "1")
    assert record.problems() == before and [each.path for each in before] == ["f"]


# -- in repeats ----------------------------------------------------------------------------------------------
@cites("action.in-control", "path.own-repeat")
def test_an_action_in_a_repeat_acts_in_its_own_instance() -> None:
    inside = (
        setvalue(CHANGED, "r/b", "concat(../a, position(..))")
        + setvalue(CHANGED, "last", "/data/r[2]/a")
        + setvalue(CHANGED, "r/g/c", "../../a")
    )
    record = begun(xform("<last/><r><a/><b/><g><c/></g></r>", "", repeat("r", control("r/a", inside=inside))), {"r": "3"})
    assert record.set("r[2]/a", "x").values == {"r[2]/a": "x", "r[2]/b": "x2", "last": "x", "r[2]/g/c": "x"}
    assert record.set("r[3]/a", "y").values == {"r[3]/a": "y", "r[3]/b": "y3", "r[3]/g/c": "y"}


def test_an_action_outside_a_repeat_acts_in_every_instance() -> None:
    record = begun(
        xform(
            "<a/><r><b/></r>",
            "",
            control("a", inside=setvalue(CHANGED, "r/b", "concat(/data/a, position(..))")) + repeat("r", control("r/b")),
        ),
        {"r": "2"},
    )
    assert record.set("a", "x").values == {"a": "x", "r[1]/b": "x1", "r[2]/b": "x2"}


@cites("repeat.nested")
def test_an_action_between_nested_repeats() -> None:
    inner = '<repeat nodeset="/data/f/r">' + control("f/r/n", inside=setvalue(CHANGED, "f/last", "/data/f/r[1]/n")) + "</repeat>"
    record = begun(
        xform(
            "<f><all/><last/><r><n/></r></f>",
            "",
            repeat("f", control("f/all", inside=setvalue(CHANGED, "f/r/n", "/data/f/all")) + inner),
        ),
        {"f": "2", "f[1]/r": "2", "f[2]/r": "2"},
    )
    assert record.set("f[2]/all", "5").values == {"f[2]/all": "5", "f[2]/r[1]/n": "5", "f[2]/r[2]/n": "5", "f[2]/last": "5"}


@cites("xlsform.trigger")
def test_a_trigger_reaches_a_group_and_a_repeat_inside_its_own() -> None:
    head = "| survey |\n| | type | name | label | calculation | trigger |\n"
    rows = (
        "begin_repeat | r | R | | ", "text | x | X | | ",
        "begin_group | g | G | | ", "text | y | Y | ${x} | ${x}", "end_group | | | | ",
        "begin_repeat | s | S | | ", "text | z | Z | concat(${x}, '!') | ${x}", "end_repeat | | | | ", "end_repeat | | | | ",
    )  # fmt: skip
    record = record_of(form_of(head + "".join(f"| | {row} |\n" for row in rows)), {"r": "2", "r[2]/s": "1"})
    assert record.set("r[2]/x", "a").values == {"r[2]/x": "a", "r[2]/g/y": "a", "r[2]/s[1]/z": "a!"}


# -- odk-instance-first-load ---------------------------------------------------------------------------------
@cites("event.first-load", "action.in-model", "xlsform.default-dynamic")
def test_first_load_acts_once_and_not_when_a_draft_is_resumed() -> None:
    model = (
        '<bind nodeset="/data/c" calculate="/data/b + 1"/>' + setvalue(FIRST, "b", "/data/a * 2") + setvalue(FIRST, "t", "now()")
    )
    record = begun(xform("<a>4</a><b/><c/><t/>", model, control("a") + control("b")))
    assert record.values() == {"a": "4", "b": "8", "c": "9", "t": "2026-11-24T09:30:00.000+08:00"}
    record.set("a", "5")
    assert record.get("b") == "8"
    record.set("b", "")
    again = record_of(record.form, record.answers(), exact=True)
    assert (again.get("a"), again.get("b")) == ("5", "") and record_of(record.form, record.answers()).values() == again.values()


@cites("event.ready")
def test_xforms_ready_is_its_former_name() -> None:
    assert begun(xform("<a/>", setvalue("xforms-ready", "a", "1 + 1"))).values() == {"a": "2"}


@cites("event.several")
def test_an_action_may_name_several_events() -> None:
    record = begun(xform("<a/><b/>", "", control("a", inside=setvalue(f"{FIRST} {CHANGED}", "b", "concat('a:', /data/a)"))))
    assert record.get("b") == "a:" and record.set("a", "1").values["b"] == "a:1"


def test_a_first_load_action_sets_off_the_changes_it_makes() -> None:
    model = setvalue(FIRST, "a", "1 + 1")
    assert begun(xform("<a/><b/>", model, control("a", inside=setvalue(CHANGED, "b", "/data/a + 1")))).values() == {
        "a": "2",
        "b": "3",
    }


# -- odk-new-repeat ------------------------------------------------------------------------------------------
PERSONS = xform(
    '<my_age>30</my_age><n>0</n><p jr:template=""><age/><no/></p><p><age/><no/></p>',
    '<bind nodeset="/data/p/no" calculate="position(..)"/>',
    control("my_age")
    + repeat("p", setvalue(NEW, "p/age", "../../my_age + position(..)") + setvalue(NEW, "n", ". + 1") + control("p/age")),
)


@cites("event.new-repeat", "event.new-repeat.nested", "event.new-repeat.not-defined")
def test_new_repeat_acts_in_every_added_instance_but_in_none_of_the_form() -> None:
    record = begun(PERSONS)
    assert record.values() == {"my_age": "30", "n": "0", "p[1]/no": "1"}
    assert record.add_repeat("p").values == {"p": "2", "p[2]/age": "32", "p[2]/no": "2", "n": "1"}
    record.set("my_age", "40")
    record.add_repeat("p")
    assert [record.get(f"p[{at}]/age") for at in (1, 2, 3)] == ["", "32", "43"] and record.get("n") == "2"
    record.set("p[2]/age", "")
    assert record_of(record.form, record.answers()).values() == record.values()


@cites("event.new-repeat")
def test_it_reads_before_anything_is_computed_anew() -> None:
    model = '<bind nodeset="/data/count" calculate="count(/data/r)"/>'
    record = begun(
        xform("<count/><r><before/></r>", model, repeat("r", setvalue(NEW, "r/before", "/data/count") + control("r/before")))
    )
    record.add_repeat("r")
    assert (record.get("r[2]/before"), record.get("count")) == ("1", "2")


@cites("event.new-repeat.count")
def test_it_acts_in_instances_that_a_count_makes() -> None:
    record = begun(
        xform(
            "<a>2</a><r><n/></r>",
            "",
            control("a") + repeat("r", setvalue(NEW, "r/n", "position(..) * 10") + control("r/n"), 'jr:count="/data/a"'),
        )
    )
    assert record.values() == {"a": "2", "r[2]/n": "20"}
    record.set("r[2]/n", "21")
    assert record.set("a", "4").values == {"a": "4", "r[3]/n": "30", "r[4]/n": "40"}
    record.set("a", "1")
    assert record.set("a", "3").values == {"a": "3", "r[2]/n": "21", "r[3]/n": "30"}


@cites("event.first-load-in-repeat", "event.several")
def test_a_default_in_a_repeat_is_worked_out_for_the_first_and_for_added_instances_once_each() -> None:
    record = begun(
        xform(
            '<seen/><r jr:template=""><n/></r><r><n/></r><r><n/></r>',
            "",
            repeat(
                "r",
                setvalue(f"{FIRST} {NEW}", "r/n", "position(..)")
                + setvalue(f"{FIRST} {NEW}", "seen", "concat(., 'x')")
                + control("r/n"),
            ),
        )
    )
    assert [record.get(f"r[{at}]/n") for at in (1, 2)] == ["1", "2"] and record.get("seen") == "x"
    assert record.add_repeat("r").values == {"r": "3", "r[3]/n": "3", "seen": "xx"}


def test_a_default_may_come_from_the_instance_before() -> None:
    before = "/data/tree[position() = position(current()/..) - 1]/species"
    record = begun(
        xform(
            '<tree jr:template=""><species/></tree><tree><species/></tree>',
            "",
            repeat("tree", setvalue(f"{FIRST} {NEW}", "tree/species", before) + control("tree/species")),
        )
    )
    record.set("tree[1]/species", "oak")
    assert record.add_repeat("tree").values["tree[2]/species"] == "oak"
    record.set("tree[2]/species", "fir")
    assert record.add_repeat("tree").values["tree[3]/species"] == "fir" and record.get("tree[2]/species") == "fir"


@cites("event.new-repeat.nested")
def test_instances_inside_a_new_instance_are_new_too() -> None:
    inner = (
        '<repeat nodeset="/data/f/r">'
        + setvalue(NEW, "f/r/n", "concat(position(../..), '.', position(..))")
        + control("f/r/n")
        + "</repeat>"
    )
    record = begun(xform("<f><r><n/></r><r><n/></r></f>", "", repeat("f", inner)))
    record.add_repeat("f")
    record.add_repeat("f[1]/r")
    assert record.values() == {"f[1]/r[3]/n": "1.3", "f[2]/r[1]/n": "2.1", "f[2]/r[2]/n": "2.2"}


# -- where the device is, attributes ---------------------------------------------------------------------------
@cites("action.setgeopoint", "action.setgeopoint.value-ignored")
def test_setgeopoint_takes_the_place_passed_in_and_nothing_else() -> None:
    model = '<odk:setgeopoint event="odk-instance-first-load" ref="/data/a" value="1 + 1">text</odk:setgeopoint>'
    source = xform("<a>old</a><b/><c/>", model, control("b", inside=setvalue(CHANGED, "c", tag="odk:setgeopoint")))
    record = begun(source, location="43.6 122.2 180 5")
    assert record.values() == {"a": "43.6 122.2 180 5"} and record.set("b", "x").values["c"] == "43.6 122.2 180 5"
    assert begun(source).values() == {}


@cites("bind.nodeset.attribute", "path.attributes", "entities.id")
def test_attributes_are_set_and_computed_like_nodes() -> None:
    model = (
        '<bind nodeset="/data/a"/><bind nodeset="/data/meta/entity/@id" type="string"/>'
        '<bind nodeset="/data/meta/entity/@create" calculate="if(/data/a = \'\', 0, 1)"/>'
        '<bind nodeset="/data/meta/entity/label" calculate="concat(/data/a, \'/\', ../@id)"/>'
        + setvalue(FIRST, "meta/entity/@id", "uuid()")
    )
    instance = '<a/><meta><entity dataset="trees" id="" create=""><label/></entity></meta>'
    record = begun(xform(instance, model, control("a")))
    number = record.get("meta/entity/@id")
    assert len(number) == 36 and record.get("meta/entity/@create") == "0" and record.get("meta/entity/label") == f"/{number}"
    assert record.set("a", "oak").values == {"a": "oak", "meta/entity/@create": "1", "meta/entity/label": f"oak/{number}"}
    assert f'<entity dataset="trees" id="{number}" create="1">' in record.xml("uuid:1").decode()
    again: Record = record_of(record.form, record.answers())
    assert again.values() == record.values()
    assert record.evaluate("/data/meta/entity/@dataset")[0].text() == "trees"  # type: ignore[index,union-attr]


@cites("action.setvalue.ref", "predicate.any")
def test_a_target_may_be_chosen_by_a_predicate() -> None:
    first = '<setvalue event="xforms-value-changed" ref="/data/r[position() = 2]/b" value="/data/a"/>'
    before = (
        '<setvalue event="xforms-value-changed" ref="/data/r[position() = position(current()/..) - 1]/b" value="position(..)"/>'
    )
    body = control("a", inside=first) + repeat("r", control("r/n", inside=before) + control("r/b"))
    record = begun(xform("<a/><r><n/><b/></r>", "", body), {"r": "3"})
    assert record.set("a", "x").values == {"a": "x", "r[2]/b": "x"}
    assert record.set("r[2]/n", "1").values == {"r[2]/n": "1", "r[1]/b": "1"}
    assert record.set("r[1]/n", "1").values == {"r[1]/n": "1"}


@cites("event.first-load")
def test_what_began_a_record_does_not_begin_it_again() -> None:
    form = xform("<a/><b/>", f"""<bind nodeset="/data/b" calculate="concat('f', /data/a)"/>{setvalue(FIRST, "b", "'begun'")}""",
                 control("a") + control("b"))
    record = begun(form)
    assert record.get("b") == "begun"
    record.set("a", "1")
    assert record.get("b") == begun(form, record.answers()).get("b") == "f1"
