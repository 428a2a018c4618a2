"""Small scenes as form designers build them: several sentences of the specification at work together."""

from __future__ import annotations

import pytest
from raw_forms import asked, begun, control, xform
from sample_forms import NOW

from fieldaudit.errors import BadInput
from fieldaudit.xform import FormFaults, Record, load

cites = pytest.mark.cites


def repeat(path: str, inside: str, attributes: str = "") -> str:
    return f'<group ref="{path}"><repeat nodeset="{path}" {attributes}>{inside}</repeat></group>'


def bind(path: str, **rules: str) -> str:
    return f'<bind nodeset="/data/{path}" ' + " ".join(f'{name}="{source}"' for name, source in rules.items()) + "/>"


@cites("repeat.count.dynamic", "repeat.nested", "path.relative")
def test_an_inner_repeat_is_counted_by_a_question_of_its_own_outer_instance() -> None:
    body = repeat("/data/p", control("p/n") + repeat("/data/p/q", control("p/q/b"), 'jr:count="../n"'))
    record = begun(xform("<p><n/><q><b/></q></p>", bind("p/n", type="int"), body))
    record.add_repeat("p")
    record.set("p[1]/n", "2")
    record.set("p[2]/n", "3")
    assert (record.instances("p[1]/q"), record.instances("p[2]/q")) == (2, 3)
    record.set("p[2]/n", "")
    assert (record.instances("p[1]/q"), record.instances("p[2]/q")) == (2, 0)


@cites("bind.constraint", "fn:current", "path.own-repeat")
@pytest.mark.parametrize("rule", ["count(/data/p[name = current()]) = 1", "count(../../p[name = current()/../name]) &lt; 2"])
def test_a_name_may_be_used_once_among_the_instances(rule: str) -> None:
    record = begun(xform("<p><name/></p><p><name/></p>", bind("p/name", constraint=rule), repeat("/data/p", control("p/name"))))
    record.set("p[1]/name", "North")
    with pytest.raises(BadInput):
        record.set("p[2]/name", "North")
    record.set("p[2]/name", "South")
    assert record.problems() == []


@cites("fn:indexed-repeat", "fn:position", "bind.calculate.recomputed")
@pytest.mark.parametrize(
    "source",
    [
        "indexed-repeat(/data/p/n, /data/p, position(..) - 1)",
        "/data/p[position() = position(current()/..) - 1]/n",
        "../preceding-sibling::p[1]/n",
    ],
)
def test_the_answer_of_the_instance_before_is_followed(source: str) -> None:
    record = begun(xform("<p><n/><before/></p>", bind("p/before", calculate=source), repeat("/data/p", control("p/n"))))
    for number, value in enumerate(("5", "6", "7"), 1):
        if number > 1:
            record.add_repeat("p")
        record.set(f"p[{number}]/n", value)
    assert [record.get(f"p[{number}]/before") for number in (1, 2, 3)] == ["", "5", "6"]
    record.set("p[1]/n", "9")
    assert record.get("p[2]/before") == "9"
    record.remove_repeat("p[2]")
    assert [record.get(f"p[{number}]/before") for number in (1, 2)] == ["", "9"]


@cites("path.repeat-from-outside", "repeat.add-remove", "bind.relevant.blank", "fn:sum", "fn:count")
def test_totals_follow_what_is_added_removed_and_hidden() -> None:
    model = (
        bind("sum", calculate="sum(/data/p/n)")
        + bind("count", calculate="count(/data/p)")
        + bind("big", calculate="count(/data/p[n &gt; 5])")
        + bind("p/n", relevant="../use = 'y'")
    )
    record = begun(
        xform("<p><use>y</use><n>4</n></p><sum/><count/><big/>", model, repeat("/data/p", control("p/use") + control("p/n")))
    )

    def totals() -> tuple[str, str, str]:
        return record.get("sum"), record.get("count"), record.get("big")

    assert totals() == ("4", "1", "0")
    record.add_repeat("p")
    record.set("p[2]/n", "6")
    assert totals() == ("10", "2", "1")
    record.set("p[1]/use", "n")
    assert totals() == ("6", "2", "1")
    record.set("p[1]/use", "y")
    record.remove_repeat("p[2]")
    assert totals() == ("4", "1", "0")


@cites("bind.relevant", "bind.relevant.blank", "bind.calculate.chain")
def test_hiding_goes_on_from_question_to_question() -> None:
    model = (
        bind("b", relevant="/data/a = 'x'")
        + bind("c", relevant="/data/b = 'x'")
        + bind("d", calculate="concat('d', /data/c)")
        + bind("e", relevant="/data/d = 'dx'")
    )
    record = begun(xform("<a/><b/><c/><d/><e/>", model, "".join(control(name) for name in "abce")))
    for name in "abc":
        record.set(name, "x")
    assert asked(record) == ["a", "b", "c", "e"]
    delta = record.set("a", "y")
    assert asked(record) == ["a"] and record.get("d") == "d" and set(delta.hidden) == {"b", "c", "e"}
    record.set("a", "x")
    assert asked(record) == ["a", "b", "c", "e"]


@cites("body.itemset", "fn:current", "instance.secondary.cascade", "path.own-repeat")
@pytest.mark.parametrize("own", ["current()/../kind", "/data/p/kind"])
def test_choices_in_a_repeat_follow_their_own_instance(own: str) -> None:
    lists = (
        '<instance id="l"><top>'
        + "".join(f"<item><name>{kind}{n}</name><kind>{kind}</kind></item>" for kind in "xy" for n in (1, 2))
        + "</top></instance>"
    )
    itemset = f'<itemset nodeset="instance(\'l\')/top/item[kind = {own}]"><value ref="name"/><label ref="name"/></itemset>'
    record = begun(
        xform(
            "<p><kind/><one/></p><p><kind/><one/></p>",
            lists,
            repeat("/data/p", control("p/kind") + control("p/one", "select1", itemset)),
        )
    )
    record.set("p[1]/kind", "x")
    record.set("p[2]/kind", "y")
    assert [[choice.name for choice in record.choices(f"p[{n}]/one")] for n in (1, 2)] == [["x1", "x2"], ["y1", "y2"]]


@cites("event.value-changed", "action.in-control", "event.new-repeat.nested")
def test_an_action_in_a_repeat_acts_in_its_own_instance() -> None:
    inside = '<setvalue event="xforms-value-changed" ref="/data/p/copy" value="../n * 10"/>'
    record = begun(xform("<p><n/><copy/></p><p><n/><copy/></p>", "", repeat("/data/p", control("p/n", inside=inside))))
    record.set("p[2]/n", "3")
    assert record.values() == {"p[2]/n": "3", "p[2]/copy": "30"}
    record.set("p[1]/n", "1")
    assert record.values() == {"p[1]/n": "1", "p[1]/copy": "10", "p[2]/n": "3", "p[2]/copy": "30"}


@cites("event.new-repeat", "repeat.nested", "event.new-repeat.nested")
def test_a_new_inner_instance_knows_where_it_stands() -> None:
    action = '<setvalue event="odk-new-repeat" ref="/data/p/q/at" value="concat(position(../..), \'.\', position(..))"/>'
    body = repeat("/data/p", control("p/n") + repeat("/data/p/q", action + control("p/q/at")))
    record = begun(xform("<p><n/><q><at/></q></p>", "", body))
    record.add_repeat("p")
    record.add_repeat("p[2]/q")
    record.add_repeat("p[1]/q")
    assert (record.get("p[2]/q[2]/at"), record.get("p[1]/q[2]/at"), record.get("p[1]/q[1]/at")) == ("2.2", "1.2", "")


@cites("event.new-repeat", "action.setvalue", "path.own-repeat")
def test_a_new_instance_may_carry_over_the_last_one() -> None:
    action = '<setvalue event="odk-new-repeat" ref="/data/p/n" value="/data/p[position() = last() - 1]/n"/>'
    record = begun(xform("<p><n>1</n></p>", "", repeat("/data/p", action + control("p/n"))))
    record.set("p[1]/n", "8")
    record.add_repeat("p")
    assert record.get("p[2]/n") == "8"
    record.set("p[2]/n", "9")
    record.add_repeat("p")
    assert record.get("p[3]/n") == "9"


@cites("event.value-changed", "bind.calculate")
def test_a_computed_change_is_a_change_of_value() -> None:
    inside = '<setvalue event="xforms-value-changed" ref="/data/seen" value="/data/sum"/>'
    record = begun(xform("<a/><sum/><seen/>", bind("sum", calculate="/data/a * 2"), control("a") + control("sum", inside=inside)))
    record.set("a", "4")
    assert record.get("seen") == "8"


@cites("bind.required", "bind.relevant", "repeat.relevant", "submission.relevant-only")
def test_the_whole_record_is_judged_each_fault_with_its_question() -> None:
    model = bind("p/n", required="true()", constraint=". &gt; 0", type="int") + bind("late", required="/data/p[1]/n &gt; 5")
    record = begun(
        xform("<p><n/></p><p><n>-3</n></p><p><n>2</n></p><late/>", model, repeat("/data/p", control("p/n")) + control("late"))
    )
    assert [(each.path, each.kind) for each in record.problems()] == [("p[1]/n", "required"), ("p[2]/n", "constraint")]
    record.set("p[1]/n", "6")
    assert [(each.path, each.kind) for each in record.problems()] == [("p[2]/n", "constraint"), ("late", "required")]


@cites("bind.readonly", "group.logical")
def test_a_read_only_group_keeps_its_questions_closed() -> None:
    record = begun(xform("<g><a>1</a></g>", bind("g", readonly="true()"), '<group ref="/data/g">' + control("g/a") + "</group>"))
    assert record.readonly("g/a")
    with pytest.raises(BadInput):
        record.set("g/a", "2")


@cites("repeat.template", "repeat.nested", "instance.template")
def test_templates_within_templates() -> None:
    instance = '<p jr:template=""><n>t</n><q jr:template=""><m>u</m></q></p>'
    body = repeat("/data/p", control("p/n") + repeat("/data/p/q", control("p/q/m")))
    record = begun(xform(instance, "", body))
    while record.instances("p") < 2:
        record.add_repeat("p")
    while record.instances("p[2]/q") < 2:
        record.add_repeat("p[2]/q")
    assert {record.get("p[1]/n"), record.get("p[2]/n"), record.get("p[2]/q[1]/m"), record.get("p[2]/q[2]/m")} == {"t", "u"}
    assert record.get("p[2]/q[2]/m") == "u" and record.get("p[2]/n") == "t"


@cites("repeat.no-label", "repeat.group-label")
def test_a_repeat_has_no_label_of_its_own() -> None:
    body = (
        '<group ref="/data/p"><label>Title</label><repeat nodeset="/data/p"><label>ignored</label>'
        + control("p/n")
        + "</repeat></group>"
    )
    record = begun(xform("<p><n/></p>", "", body))
    assert record.label("p[1]") == "Title" and record.label("p[1]/n") == "p/n"


@cites("fn:jr:choice-name", "itext.switch", "body.output")
def test_a_label_quotes_the_label_of_a_choice_in_its_language() -> None:
    texts = (
        "<itext>"
        + "".join(
            f'<translation lang="{lang}"><text id="y"><value>{yes}</value></text>'
            f'<text id="t"><value>{said} <output value="jr:choice-name(/data/a, '
            f"'/data/a')\"/></value></text></translation>"
            for lang, yes, said in (("English (en)", "Yes", "You said"), ("Deutsch (de)", "Ja", "Sie sagten"))
        )
        + "</itext>"
    )
    items = "<item><label ref=\"jr:itext('y')\"/><value>y</value></item>"
    record = begun(
        xform("<a/><t/>", texts, control("a", "select1", items) + '<input ref="/data/t"><label ref="jr:itext(\'t\')"/></input>')
    )
    record.set("a", "y")
    assert (record.label("t", "en"), record.label("t", "de")) == ("You said Yes", "Sie sagten Ja")


@cites("bind.calculate", "type.date", "dialect.date-arithmetic", "operator.dates")
def test_a_date_is_computed_and_compared() -> None:
    model = (
        bind("due", type="date", calculate="if(/data/seen = '', '', date(/data/seen + 30))")
        + bind("late", calculate="/data/due != '' and /data/due &lt; today()")
        + bind("seen", type="date", constraint=". &lt;= today()")
    )
    record = begun(xform("<seen/><due/><late/>", model, control("seen")))  # today is 2026-11-24
    assert (record.get("due"), record.get("late")) == ("", "false")
    record.set("seen", "2026-10-25")
    assert (record.get("due"), record.get("late")) == ("2026-11-24", "false")
    record.set("seen", "2026-10-24")
    assert (record.get("due"), record.get("late")) == ("2026-11-23", "true")
    with pytest.raises(BadInput):
        record.set("seen", "2026-11-25")


@cites("bind.nodeset", "repeat.default-each", "path.repeat-from-outside")
def test_an_instance_is_named_by_its_place() -> None:
    model = (
        bind("second", calculate="/data/p[2]/n")
        + bind("last", calculate="/data/p[position() = last()]/n")
        + bind("by", calculate="/data/p[k = /data/key]/n")
    )
    record = begun(
        xform(
            "<key>b</key><p><k>a</k><n>1</n></p><p><k>b</k><n>2</n></p><second/><last/><by/>",
            model,
            control("key") + repeat("/data/p", control("p/k") + control("p/n")),
        )
    )
    assert (record.get("second"), record.get("last"), record.get("by")) == ("2", "2", "2")
    record.add_repeat("p")
    record.set("p[3]/n", "3")
    record.set("key", "a")
    assert (record.get("second"), record.get("last"), record.get("by")) == ("2", "3", "1")


@cites("body.itemset.randomize", "fn:randomize", "fn:once")
def test_a_shuffle_stays_as_long_as_its_seed() -> None:
    lists = '<instance id="l"><top>' + "".join(f"<item><name>n{n}</name></item>" for n in range(12)) + "</top></instance>"
    itemset = '<itemset nodeset="randomize(instance(\'l\')/top/item, /data/seed)"><value ref="name"/><label ref="name"/></itemset>'
    record = begun(
        xform("<seed>7</seed><a/><other/>", lists, control("a", "select1", itemset) + control("seed") + control("other"))
    )
    first = [choice.name for choice in record.choices("a")]
    record.set("other", "x")
    assert [choice.name for choice in record.choices("a")] == first
    record.set("seed", "8")
    assert [choice.name for choice in record.choices("a")] != first


@cites("type.select", "bind.constraint", "fn:selected")
def test_choices_that_exclude_one_another() -> None:
    items = "".join(f"<item><label>{name}</label><value>{name}</value></item>" for name in ("none", "a", "b"))
    rule = "not(selected(., 'none') and count-selected(.) &gt; 1)"
    record = begun(xform("<m/>", bind("m", type="select", constraint=rule), control("m", "select", items)))
    record.set("m", "a b")
    with pytest.raises(BadInput):
        record.set("m", "a none")
    record.set("m", "none")
    assert record.get("m") == "none"


@cites("bind.relevant.inherited", "bind.calculate", "group.relevant")
def test_a_calculation_in_a_hidden_group_is_blank_and_back_when_shown() -> None:
    model = (
        bind("g", relevant="/data/a = 'y'")
        + bind("g/c", calculate="/data/n * 2")
        + bind("t", calculate="concat('[', /data/g/c, ']')")
    )
    record = begun(xform("<a/><n>4</n><g><c/></g><t/>", model, control("a") + control("n")))
    assert record.get("t") == "[]"
    record.set("a", "y")
    assert record.get("t") == "[8]"
    record.set("n", "5")
    assert record.get("t") == "[10]"
    record.set("a", "")
    assert record.get("t") == "[]"


@cites("submission.read-back", "event.first-load", "preload.first-load-only")
def test_a_finished_record_read_back_is_not_begun_anew() -> None:
    model = (
        '<setvalue event="odk-instance-first-load" ref="/data/a" value="\'set\'"/>'
        '<bind nodeset="/data/m" jr:preload="timestamp" jr:preloadParams="start"/>'
    )
    record = begun(xform("<a/><m/><meta><instanceID/></meta>", model, control("a")))
    record.set("a", "mine")
    again = Record.from_xml(record.form, record.xml("uuid:1"), now=NOW.replace(year=2030), today=NOW.date())
    assert (again.get("a"), again.get("m")) == ("mine", "2026-11-24T09:30:00.000+08:00")


@cites("body.range", "type.int", "type.decimal")
@pytest.mark.parametrize(("kind", "step"), [("int", "2"), ("decimal", "0.5")])
def test_a_range_is_a_number_of_its_type(kind: str, step: str) -> None:
    record = begun(
        xform("<a/>", bind("a", type=kind), f'<range ref="/data/a" start="10" end="0" step="{step}"><label>A</label></range>')
    )
    record.set("a", "4")
    assert record.evaluate("/data/a + 1") == 5
    with pytest.raises(BadInput):
        record.set("a", "many")


@cites("entities.names")
@pytest.mark.parametrize(
    ("dataset", "property_name", "good"),
    [
        ("trees", "height_m", True),
        ("tr.ees", "height", False),
        ("__trees", "height", False),
        ("2trees", "height", False),
        ("trees", "name", False),
        ("trees", "label", False),
        ("trees", "__height", False),
        ("trees", "1height", False),
    ],
)
def test_names_of_lists_and_properties_keep_the_rules(dataset: str, property_name: str, good: bool) -> None:
    source = (
        f"| survey |\n| | type | name | label | save_to |\n| | text | h | H | {property_name} |\n"
        f"| entities |\n| | list_name | label |\n| | {dataset} | ${{h}} |\n"
    ).encode()
    if good:
        assert load(source, "md", "f").question("h").kind == "text"
    else:
        with pytest.raises(FormFaults):
            load(source, "md", "f")


@cites("group.relative-ref", "repeat.nodeset", "body.ref-or-nodeset", "bind.nodeset")
def test_refs_with_space_around_and_relative_ones_all_the_way_down() -> None:
    inside = '<input ref=" b "><label>B</label></input><group><input ref="./c"><label>C</label></input></group>'
    body = f'<group ref="/data/g"><repeat nodeset="p">{inside}</repeat></group>'
    record = begun(xform("<g><p><b/><c/></p></g>", bind("g/p/c", relevant="../b = 1"), body))
    record.set("g/p[1]/b", "1")
    assert asked(record) == ["g/p[1]/b", "g/p[1]/c"]


@cites("body.label", "body.hint", "body.item")
def test_comments_space_and_markup_do_not_hide_words() -> None:
    body = (
        '<select1 ref="/data/a"><label>\n  Two <h:b>bold</h:b> <!-- not this -->words </label><hint> h </hint>'
        "<item><label> X </label><value>\n x </value></item></select1>"
    )
    record = begun(xform("<a><!-- nor this -->\n  x </a>", "", body))
    assert (" ".join(record.label("a").split()), record.hint("a"), record.get("a")) == ("Two bold words", "h", "x")
    assert [(choice.name, choice.label()) for choice in record.choices("a")] == [("x", "X")]


@cites("event.new-repeat", "repeat.add-remove", "repeat.position")
def test_a_new_instance_counts_from_where_it_comes_to_stand() -> None:
    inside = '<setvalue event="odk-new-repeat" ref="/data/p/a" value="position(..)"/>' + control("p/a")
    record = begun(xform("<p><a/></p>", "", repeat("/data/p", inside)))
    record.add_repeat("p")
    record.add_repeat("p")
    record.remove_repeat("p[2]")
    record.add_repeat("p")
    assert record.values() == {"p[2]/a": "3", "p[3]/a": "3"}


@cites("repeat.count.dynamic", "event.new-repeat.count")
def test_what_a_count_leaves_keeps_its_answers_and_what_it_adds_is_new() -> None:
    body = control("n") + repeat("/data/p", control("p/a"), 'jr:count="/data/n"')
    record = begun(xform("<n/><p><a>d</a></p>", "", body))
    record.set("n", "3")
    record.set("p[1]/a", "kept")
    record.set("n", "1")
    record.set("n", "3")
    assert record.values() == {"n": "3", "p[1]/a": "kept", "p[2]/a": "d", "p[3]/a": "d"}


@cites("bind.relevant.blank", "bind.relevant.removed", "event.value-changed")
def test_an_action_reaches_a_hidden_answer_which_shows_later() -> None:
    inside = '<setvalue event="xforms-value-changed" ref="/data/b" value="/data/a"/>'
    record = begun(
        xform("<a/><b/>", bind("b", relevant="/data/show = 'y'"), control("a", inside=inside) + control("b")).replace(
            "<b/>", "<b/><show/>"
        )
    )
    record.set("a", "1")
    assert record.get("b") == ""
    assert record.evaluate("string(/data/b)") == ""


@cites("path.own-repeat", "predicate.any", "fn:sum", "fn:current")
def test_from_within_an_instance_the_others_are_reached_by_predicate_or_parent() -> None:
    model = bind("p/rest", calculate="sum(/data/p[k != current()/../k]/n)") + bind("p/all", calculate="sum(../../p/n)")
    record = begun(
        xform("<p><k>x</k><n>1</n><rest/><all/></p><p><k>y</k><n>2</n><rest/><all/></p>", model, repeat("/data/p", control("p/n")))
    )
    assert [record.get(f"p[{n}]/{name}") for n in (1, 2) for name in ("rest", "all")] == ["2", "3", "1", "3"]
    record.set("p[2]/n", "5")
    assert [record.get(f"p[{n}]/{name}") for n in (1, 2) for name in ("rest", "all")] == ["5", "6", "1", "6"]


@cites("body.output", "itext.output", "body.item", "fn:jr:choice-name", "fn:jr:itext")
def test_labels_of_choices_show_values_too() -> None:
    texts = '<itext><translation lang="en"><text id="x"><value>It is <output value="/data/q"/></value></text></translation></itext>'
    items = (
        "<item><label ref=\"jr:itext('x')\"/><value>x</value></item>"
        '<item><label>Not <output value="/data/q"/></label><value>y</value></item>'
    )
    record = begun(xform("<q>7</q><a/>", texts, control("q") + control("a", "select1", items)))
    assert [choice.label() for choice in record.choices("a")] == ["It is 7", "Not 7"]
    record.set("q", "8")
    assert [choice.label() for choice in record.choices("a")] == ["It is 8", "Not 8"]
    assert record.evaluate("jr:choice-name('y', '/data/a')") == "Not 8" and record.evaluate("jr:itext('x')") == "It is 8"


@cites("action.setvalue.ref", "event.value-changed", "xpath.predicate.position")
@pytest.mark.parametrize("place", ["[2]", "[position() = 2]", "[k = /data/key]"])
def test_an_action_from_outside_may_choose_an_instance(place: str) -> None:
    inside = f'<setvalue event="xforms-value-changed" ref="/data/p{place}/b" value="7"/>'
    body = control("a", inside=inside) + repeat("/data/p", control("p/b"))
    record = begun(xform("<key>y</key><a/><p><k>x</k><b/></p><p><k>y</k><b/></p><p><k>z</k><b/></p>", "", body))
    record.set("a", "1")
    assert [record.get(f"p[{n}]/b") for n in (1, 2, 3)] == ["", "7", ""]


@cites("repeat.count.dynamic", "xlsform.repeat_count", "path.repeat-from-outside")
def test_a_repeat_grows_as_long_as_its_last_answer_asks_for_more() -> None:
    count = "if(/data/n = 0 or /data/p[position() = /data/n]/more = 'yes', /data/n + 1, /data/n)"
    model = bind("n", calculate="count(/data/p)") + bind("times", calculate=count)
    record = begun(xform("<n/><times/><p><more/></p>", model, repeat("/data/p", control("p/more"), 'jr:count="/data/times"')))
    assert record.instances("p") == 1
    record.set("p[1]/more", "yes")
    assert record.instances("p") == 2
    record.set("p[2]/more", "no")
    assert record.instances("p") == 2
