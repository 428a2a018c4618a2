"""What selects and rankings offer, and what becomes of an answer that is no longer offered."""

from __future__ import annotations

import pytest
from raw_forms import begun, control, xform
from sample_forms import record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record

cites = pytest.mark.cites
PLACES = {"nl": ["ams", "dro"], "usa": ["den", "nyc"]}
STREETS = {"ams": ["wes"], "nyc": ["bronx", "queens"]}


def items(of: dict[str, list[str]]) -> str:
    return "".join(
        f"<item><in>{above}</in><name>{name}</name><label>{name.upper()}</label></item>"
        for above, names in of.items()
        for name in names
    )


def select(name: str, nodeset: str, tag: str = "select1") -> str:
    return control(name, tag, f'<itemset nodeset="{nodeset}"><value ref="name"/><label ref="label"/></itemset>')


def cascade(tag: str = "select1", town: str = "") -> Record:
    """Country, town in it, street in the town."""
    lists = f'<instance id="t"><top>{items(PLACES)}</top></instance><instance id="s"><top>{items(STREETS)}</top></instance>'
    model = lists + '<bind nodeset="/data/told" calculate="concat(/data/town, \' \', /data/street)"/>'
    towns = select("town", "instance('t')/top/item[in = /data/country]", tag)
    return begun(
        xform(
            f"<country/><town>{town}</town><street/><told/>",
            model,
            control("country") + towns + select("street", "instance('s')/top/item[selected(/data/town, in)]"),
        )
    )


def names(record: Record, path: str) -> list[str]:
    return [choice.name for choice in record.choices(path)]


@cites("body.itemset", "instance.secondary.cascade", "xlsform.choice_filter")
def test_each_level_of_a_cascade_is_narrowed_by_the_one_before() -> None:
    record = cascade()
    assert names(record, "town") == [] and names(record, "street") == []
    record.set("country", "usa")
    assert names(record, "town") == ["den", "nyc"] and record.choices("town")[0].label() == "DEN"
    record.set("town", "nyc")
    assert names(record, "street") == ["bronx", "queens"]
    with pytest.raises(BadInput, match="ams"):
        record.set("town", "ams")


@cites("instance.secondary.cascade")
def test_an_answer_that_is_no_longer_offered_goes_at_once_and_so_on_down() -> None:
    record = cascade()
    for path, value in (("country", "usa"), ("town", "nyc"), ("street", "queens")):
        record.set(path, value)
    delta = record.set("country", "nl")
    assert delta.values == {"country": "nl", "town": "", "street": "", "told": " "} and set(delta.cleared) == {"town", "street"}
    assert record.problems() == [] and record.set("country", "usa").values == {"country": "usa"}


def test_an_answer_that_is_still_offered_stays() -> None:
    record = cascade()
    record.set("country", "usa")
    record.set("town", "den")
    assert record.set("country", "usa").values == {} and record.get("town") == "den"


def test_of_several_choices_only_those_that_are_not_offered_go() -> None:
    record = begun(
        xform(
            "<max>9</max><many/>",
            '<instance id="l"><top>'
            + "".join(f"<item><name>{n}</name><label>{n}</label></item>" for n in range(1, 6))
            + "</top></instance>",
            control("max") + select("many", "instance('l')/top/item[name &lt;= /data/max]", "select"),
        )
    )
    record.set("many", "5 2 4 1")
    delta = record.set("max", "3")
    assert delta.values == {"max": "3", "many": "2 1"} and delta.cleared == ()
    assert record.set("max", "0").cleared == ("many",)


def test_a_hidden_answer_is_looked_at_when_it_is_shown_again() -> None:
    record = begun(
        xform(
            "<on>1</on><c>nl</c><town/>",
            f'<instance id="t"><top>{items(PLACES)}</top></instance><bind nodeset="/data/town" relevant="/data/on = 1"/>',
            control("on") + control("c") + select("town", "instance('t')/top/item[in = /data/c]"),
        )
    )
    record.set("town", "ams")
    record.set("on", "0")
    record.set("c", "usa")
    record.set("c", "nl")
    assert record.set("on", "1").values == {"on": "1", "town": "ams"}
    record.set("on", "0")
    record.set("c", "usa")
    delta = record.set("on", "1")
    assert "town" in delta.shown and record.get("town") == "" and record.problems() == []


def test_two_selects_that_exclude_each_other() -> None:
    record = begun(
        xform(
            "<a/><b/>",
            f'<instance id="t"><top>{items(PLACES)}</top></instance>',
            "".join(select(one, f"instance('t')/top/item[name != /data/{other}]") for one, other in (("a", "b"), ("b", "a"))),
        )
    )
    record.set("a", "ams")
    assert "ams" not in names(record, "b")
    record.set("b", "nyc")
    assert names(record, "a") == ["ams", "dro", "den"] and record.values() == {"a": "ams", "b": "nyc"}


def test_answers_a_record_is_opened_with_are_named_not_dropped() -> None:
    record = record_of(cascade().form, {"country": "nl", "town": "nyc"})
    assert record.get("town") == "nyc" and [(each.path, each.kind) for each in record.problems()] == [("town", "choice")]
    record.set("country", "usa")
    assert record.problems() == [] and record.get("town") == "nyc"


def test_a_default_is_a_choice_like_any_other() -> None:
    record = cascade(town="ams")
    assert record.get("town") == "ams" and [each.kind for each in record.problems()] == ["choice"]
    record.set("country", "nl")
    assert record.problems() == [] and record.set("country", "usa").cleared == ("town",)


YN = "| | list_name | name | label |\n| | yn | y | Yes |\n| | yn | n | No |\n| | yn | o | Or |\n"


@cites("body.rank", "xlsform.type.rank", "type.select")
def test_a_ranking_holds_every_choice_once() -> None:
    record = record_of(survey("rank yn | order | Order", choices=YN))
    for wrong in ("y n", "y n n", "y n x", "y n o y"):
        with pytest.raises(BadInput, match="Order"):
            record.set("order", wrong)
    assert record.set("order", "o  n y").values["order"] == "o n y" and record.set("order", "").values["order"] == ""


@cites("xlsform.or_other")
def test_or_other_adds_a_choice_and_its_question() -> None:
    record = record_of(survey("select_multiple yn or_other | a | A", choices=YN))
    assert names(record, "a") == ["y", "n", "o", "other"]
    assert record.set("a", "y other").shown == ("a_other",) and record.set("a", "y").hidden == ("a_other",)


@cites("xlsform.select_from_repeat", "body.itemset.repeat")
def test_choices_out_of_a_repeat_follow_it() -> None:
    form = survey(
        "begin_repeat | p | P",
        "text | name | Name",
        "integer | age | Age",
        "end_repeat | ",
        "select_one ${name} | who | Who",
        "calculate | told | | | | jr:choice-name(${who}, '${who}')",
    )
    record = record_of(form)
    record.set("p[1]/name", "Kim")
    record.add_repeat("p")
    assert names(record, "who") == ["Kim"]
    record.set("p[2]/name", "Lee")
    assert names(record, "who") == ["Kim", "Lee"] and record.set("who", "Lee").values == {"who": "Lee", "told": "Lee"}
    assert record.set("p[2]/name", "Leo").cleared == ("who",)
    record.set("who", "Leo")
    assert record.remove_repeat("p[1]").cleared == () and record.remove_repeat("p[1]").cleared == ("who",)


def test_a_filter_in_a_repeat_reads_its_own_instance() -> None:
    body = (
        f'<group ref="/data/r"><repeat nodeset="/data/r">{control("r/c")}'
        + select("r/town", "instance('t')/top/item[in = current()/../c]")
        + "</repeat></group>"
    )
    record = begun(xform("<r><c/><town/></r>", f'<instance id="t"><top>{items(PLACES)}</top></instance>', body), {"r": "2"})
    record.set("r[1]/c", "nl")
    record.set("r[2]/c", "usa")
    assert names(record, "r[1]/town") == ["ams", "dro"] and names(record, "r[2]/town") == ["den", "nyc"]
    record.set("r[1]/town", "ams")
    assert record.set("r[2]/c", "nl").cleared == () and record.set("r[1]/c", "usa").cleared == ("r[1]/town",)


@cites("body.item", "body.value", "body.select1", "body.select")
def test_choices_written_out_in_the_control() -> None:
    written = "".join(f"<item><label>{n.upper()}</label><value>{n}</value></item>" for n in "ab")
    record = begun(xform("<one/><many/>", "", control("one", "select1", written) + control("many", "select", written)))
    assert names(record, "one") == ["a", "b"] and record.choices("many")[1].label() == "B"
    record.set("many", "b a")
    with pytest.raises(BadInput):
        record.set("one", "a b")
    with pytest.raises(BadInput, match="重复"):
        record.set("many", "a a")


@cites("body.itemset.randomize", "fn:randomize")
def test_shuffled_choices_are_the_same_choices() -> None:
    record = begun(
        xform(
            "<seed>42</seed><a/>",
            f'<instance id="t"><top>{items(PLACES)}</top></instance>',
            control("seed") + select("a", "randomize(instance('t')/top/item, /data/seed)"),
        )
    )
    first = names(record, "a")
    record.set("a", "nyc")
    assert sorted(first) == ["ams", "den", "dro", "nyc"] and names(record, "a") == first and record.set("seed", "7").cleared == ()


def test_a_filter_that_cannot_be_computed_offers_nothing_and_is_named() -> None:
    record = begun(
        xform(
            "<p/><town>ams</town>",
            f'<instance id="t"><top>{items(PLACES)}</top></instance>',
            control("p") + select("town", "instance('t')/top/item[regex(name, /data/p)]"),
        )
    )
    assert record.set("p", "a").cleared == () and names(record, "town") == ["ams"]
    record.set("p", "(")
    assert names(record, "town") == [] and [(each.path, each.kind) for each in record.problems()] == [("town", "formula")]
    assert record.get("town") == "ams"


@cites("fn:jr:choice-name")
def test_a_quoted_label_follows_the_list_it_comes_from() -> None:
    items_of_r = '<itemset nodeset="/data/r[id != \'\']"><value ref="id"/><label ref="name"/></itemset>'
    model = "<bind nodeset=\"/data/told\" calculate=\"jr:choice-name(/data/who, ' /data/who ')\"/>"
    body = f'<group ref="/data/r"><repeat nodeset="/data/r">{control("r/id")}{control("r/name")}</repeat></group>'
    record = begun(xform("<r><id>1</id><name/></r><who/><told/>", model, body + control("who", "select1", items_of_r)))
    record.set("who", "1")
    assert record.set("r[1]/name", "Kim").values == {"r[1]/name": "Kim", "told": "Kim"}
    assert record.set("r[1]/name", "Lee").values["told"] == "Lee" and record.get("who") == "1"


@cites("body.output", "fn:jr:choice-name")
def test_labels_of_choices_quote_answers() -> None:
    written = '<item><label>with <output value="/data/a"/></label><value>x</value></item>'
    model = "<bind nodeset=\"/data/told\" calculate=\"jr:choice-name(/data/b, '/data/b')\"/>"
    record = begun(xform("<a>tea</a><b>x</b><told/>", model, control("a") + control("b", "select1", written)))
    assert record.choices("b")[0].label() == "with tea" and record.get("told") == "with tea"
