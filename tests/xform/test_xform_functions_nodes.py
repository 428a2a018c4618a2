"""Functions of node-sets, other instances and repeats, and the shuffle of randomize()."""

from __future__ import annotations

import math

import pytest
from function_cases import cases, holds, is_refused, refused, together, value
from sample_forms import record_of, survey

from fieldaudit.xform import FUNCTIONS, evaluate
from fieldaudit.xform.xpath.instance import table

NAN = math.nan

VALUES = together(
    cases("fn:count", ("count(room)", 3.0), ("count(nothing)", 0.0), ("count(room/w | a)", 4.0), ("count(//bed)", 3.0),
          ("count(room[w = 'east'])", 1.0),
          ("count(.)", 1.0)),
    cases("fn:count-non-empty", ("count-non-empty(room/w)", 2.0), ("count-non-empty(b)", 0.0), ("count-non-empty(nothing)", 0.0),
          ("count-non-empty(room/n)", 3.0), ("count-non-empty(room/n | b)", 3.0), ("count-non-empty(no)", 1.0)),
    cases("fn:position", ("position(room[3])", 3.0), ("position(room[n = 2])", 2.0), ("position(a)", 1.0),
          ("position(nothing)", NAN),
          ("position(..)", 2.0, "room[2]/w"), ("position(../..)", 2.0, "room[2]/bed[2]/s"),
          ("position(..)", 2.0, "room[2]/bed[2]/s"),
          ("position(room[n > 1])", 2.0), ("position()", 1.0), ("position(p[2])", 2.0)),
    cases("xpath:position", ("room[position() = 2]/n", ["2"]), ("room[position() > 1]/n", ["2", "4"]),
          ("room[n > 1][position() = 1]/n", ["2"])),
    cases("xpath:last", ("room[last()]/n", ["4"]), ("room[position() = last() - 1]/n", ["2"]), ("last()", 1.0),
          ("room[last() = 3]/n", ["1", "2", "4"]),
          ("room[last() = 1]", []), ("room[last() > 2 and n = 1]/w", ["east"])),
    cases("xpath:name", ("name(a)", "a"), ("name()", "d"), ("name()", "text", "text"), ("name(nothing)", ""), ("name(room/n)", "n"),
          ("name(*[last()])", "o:other"), ("name(*[last()]/@*)", "o:kind"), ("name(/)", "")),
    cases("xpath:local-name", ("local-name(a)", "a"), ("local-name()", "d"), ("local-name(nothing)", ""),
          ("local-name(*[last()])", "other"),
          ("local-name(*[last()]/@*)", "kind"), ("local-name()", "text", "text")),
    cases("fn:current", ("current()/a", ["5"]), ("current()", ["2"], "room[2]/n"),
          ("../room[n = current()/../room[2]/n]/n", ["2"], "a"),
          ("/d/room[n = current()]/w", ["west"], "room[3]/n"), ("count(current()/room)", 3.0)),
    cases("fn:indexed-repeat",
          ("indexed-repeat(/d/room/w, /d/room, 3)", ["west"]), ("indexed-repeat(/d/room/w, /d/room, 1)", ["east"]),
          ("indexed-repeat(/d/room/w, /d/room, 9)", ""), ("indexed-repeat(/d/room/w, /d/room, 0)", ""),
          ("indexed-repeat(/d/room/w, /d/room, -1)", ""), ("indexed-repeat(/d/room/w, /d/room, 1.5)", ""),
          ("indexed-repeat(/d/room/w, /d/room, '')", ""), ("indexed-repeat(/d/room/w, /d/room, '3')", ["west"]),
          ("indexed-repeat(room/w, room, 3)", ["west"]), ("indexed-repeat(room/w, room, 7)", ""),
          ("indexed-repeat(//w, //room, 1)", ["east"]),
          ("indexed-repeat(/d/room/bed/s, /d/room, 2, /d/room/bed, 2)", ["z"]),
          ("indexed-repeat(/d/room/bed/s, /d/room, 1, /d/room/bed, 2)", ""),
          ("indexed-repeat(room/bed/s, room, 2, room/bed, 1)", ["y"]),
          ("indexed-repeat(/d/room/w, /d/room, count(/d/room))", ["west"]),
          ("string(indexed-repeat(/d/room/w, /d/room, 2))", "")),
    cases("fn:randomize", ("count(randomize(room))", 3.0), ("randomize(nothing)", []), ("randomize(nothing, 3)", []),
          ("randomize(a, 7)", ["5"])),
    cases("fn:instance", ("instance('none')", []), ("count(instance(''))", 0.0)),
)

COUNTS = together(
    refused("fn:count", "count()", "count(a, b)"), refused("fn:count-non-empty", "count-non-empty()", "count-non-empty(a, b)"),
    refused("fn:position", "position(a, b)"), refused("xpath:last", "last(1)"), refused("xpath:name", "name(a, b)"),
    refused("xpath:local-name", "local-name(a, b)"), refused("fn:current", "current(1)"),
            refused("fn:instance", "instance()", "instance('a', 'b')"),
    refused("fn:pulldata", "pulldata('a', 'b', 'c')", "pulldata('a', 'b', 'c', 'd', 'e')"),
            refused("fn:randomize", "randomize()", "randomize(a, 1, 2)"),
    refused("fn:indexed-repeat", "indexed-repeat(a)", "indexed-repeat(a, b)", "indexed-repeat(a, b, 1, c)",
            "indexed-repeat(a, b, 1, c, 1, d)",
            "indexed-repeat(a, b, 1, c, 1, d, 1, e, 1)"))


@pytest.mark.parametrize(("expression", "expected", "at"), VALUES)
def test_a_function_of_nodes_gives(expression: str, expected: object, at: str) -> None:
    holds(expression, expected, at)


@pytest.mark.parametrize("expression", COUNTS)
def test_a_wrong_number_of_arguments_is_refused(expression: str) -> None:
    is_refused(expression)


@pytest.mark.cites("fn:count", "fn:count-non-empty", "fn:position", "fn:randomize", "fn:indexed-repeat", "xpath:name")
@pytest.mark.parametrize("expression", [
    "count(1)", "count('')", "count-non-empty('x')", "position('x')", "name(1)", "local-name('a')", "randomize('a b')",
    "randomize(5, 1)", "indexed-repeat('a', room, 1)", "indexed-repeat(room/w, 'room', 1)"])
def test_where_nodes_are_needed_nothing_else_will_do(expression: str) -> None:
    is_refused(expression, "nodes are needed here")


# -- randomize ---------------------------------------------------------------------------------------------
# Park and Miller: x ← 16807 x mod 2147483647, u = (x - 1) / 2147483646. Inside-out: node number i (from 0) is put last and
# changes places with number j = floor(u (i + 1)).
#
# seed 42   x           u       j                        seed 1    x           u       j
#   A       705894      0.0003  0   A                      A       16807       0.0000  0   A
#   B       1126542223  0.5246  1   A B                    B       282475249   0.1315  0   B A
#   C       1579310009  0.7354  2   A B C                  C       1622650073  0.7556  2   B A C
#   D       565444343   0.2633  1   A D C B                D       984943658   0.4587  1   B D C A
#   E       807934826   0.3762  1   A E C B D              E       1144108930  0.5328  2   B D E A C
#   F       421520601   0.1963  1   A F C B D E            F       470211272   0.2190  1   B F E A C D
@pytest.mark.cites("fn:randomize")
@pytest.mark.parametrize(("seed", "order"), [("42", "AFCBDE"), ("1", "BFEACD")])
def test_a_seed_gives_the_order_of_the_specified_algorithm(seed: str, order: str) -> None:
    holds(f"join('', randomize(letter/*, {seed}))", order)


@pytest.mark.cites("fn:randomize")
@pytest.mark.parametrize(("seed", "same"), [
    ("42.9", "42"), ("'42'", "42"), ("true()", "1"), ("'1970-02-12T00:00:00Z'", "42"), ("room[1]/n", "1"),  # day 42 of 1970 UTC
    ("2147483689", "42"),  # 42 + 2147483647
    ("0", "2147483646"), ("2147483647", "2147483646"), ("''", "0"), ("b", "0"), ("nothing", "0"), ("0 div 0", "0"), ("0.3", "0"),
    ("-5", "2147483641"), ("-5.9", "2147483641"),  # -5 + 2147483646
    # A text: the first 64 bits of its SHA-256 with sign, -5010229573455851542, whose remainder is -2081292951; + 2147483646.
    ("'abc'", "66190695"),
    ("1 div 0", "9223372036854775807 div 1"),
])
def test_a_seed_that_is_no_positive_whole_number_stands_for_one(seed: str, same: str) -> None:
    order = value(f"join('', randomize(letter/*, {seed}))")
    assert order == value(f"join('', randomize(letter/*, {same}))")
    assert isinstance(order, str) and sorted(order) == list("ABCDEF")


@pytest.mark.cites("fn:randomize")
def test_without_a_seed_the_order_comes_from_the_record() -> None:
    orders = {str(value("join('', randomize(letter/*))", seed=seed)) for seed in range(20)}
    assert len(orders) > 10 and all(sorted(order) == list("ABCDEF") for order in orders)
    assert value("join('', randomize(letter/*))") == value("join('', randomize(letter/*))")
    assert value("join('', randomize(letter/*, 'abc')) = join('', randomize(letter/*, 'abd'))") is False


@pytest.mark.cites("fn:randomize")
def test_every_order_is_about_as_likely() -> None:
    counted = {order: 0 for order in ("AB", "BA")}
    for seed in range(1, 401):
        counted[str(value(f"join('', randomize(letter/*[position() < 3], {seed * 5_000_000}))"))] += 1
    assert 150 < counted["AB"] < 250


# -- other instances ---------------------------------------------------------------------------------------
FRUITS = b"""<root><item><name_key>mango</name_key><name>Mango</name><price>3</price></item>
<item><name_key>fig</name_key><name>Fig</name><price>5</price></item>
<item><name_key>fig</name_key><name>Other fig</name></item></root>"""
ROWS = [["mango", "Mango", "3"], ["fig", "Fig", "5"], ["fig", "Other fig", ""]]
LOOKUPS = [
    ("pulldata('fruits', 'name', 'name_key', 'mango')", "Mango"), ("pulldata('fruits', 'price', 'name', 'Fig')", "5"),
    ("pulldata('fruits', 'name', 'name_key', 'fig')", "Fig"),  # the first that fits
    ("pulldata('fruits', 'name', 'price', 5)", "Fig"), ("pulldata('fruits', 'name', 'name_key', 'kiwi')", ""),
    ("pulldata('fruits', 'name', 'name_key', '')", ""), ("pulldata('fruits', 'colour', 'name_key', 'fig')", ""),
    ("pulldata('fruits', 'name', 'colour', 'fig')", ""), ("pulldata('nuts', 'name', 'name_key', 'fig')", ""),
    ("pulldata('fruits', 'price', 'name', 'Other fig')", ""), ("pulldata('fruits', 'name', 'name_key', key)", "Fig"),
    ("pulldata(list, ' name ', 'name_key', 'mango')", "Mango"),
]


@pytest.mark.cites("fn:pulldata")
@pytest.mark.parametrize(("expression", "expected"), LOOKUPS)
def test_pulldata_reads_one_value_of_a_list(expression: str, expected: str) -> None:
    document = b"<d><key>fig</key><list>fruits</list></d>"
    flat = table(["name_key", "name", "price"], ROWS)
    assert evaluate(expression, document, instances={"fruits": FRUITS}) == expected
    assert evaluate(expression, document, instances={"fruits": flat}) == expected


@pytest.mark.cites("fn:instance")
def test_instance_gives_the_list_and_absolute_paths_in_it_read_the_record() -> None:
    document = b"<d><key>fig</key><cheap>4</cheap></d>"
    for lists in (FRUITS, table(["name_key", "name", "price"], ROWS)):
        found = evaluate("instance('fruits')/child::root/item[name_key = /d/key]/name", document, instances={"fruits": lists})
        assert isinstance(found, list) and [node.text() for node in found] == ["Fig", "Other fig"]
        assert evaluate("count(instance('fruits')/child::root/item[price < current()/../cheap])", document, "/d/key",
                        instances={"fruits": lists}) == 1.0
        last = "string(instance('fruits')/child::root/item[last()]/name)"
        assert evaluate(last, document, instances={"fruits": lists}) == "Other fig"
        assert evaluate("count(instance('nuts')/child::root/item)", document, instances={"fruits": lists}) == 0.0


# -- records -----------------------------------------------------------------------------------------------
NESTED = survey(
    "begin_repeat | site | Site", "text | place | Place", "begin_repeat | house | House", "begin_repeat | room | Room",
    "integer | beds | Beds", "end_repeat | ", "end_repeat | ", "end_repeat | ",
    "calculate | one | | | | indexed-repeat(${place}, ${site}, 2)",
    "calculate | three | | | | indexed-repeat(${beds}, ${site}, 2, ${house}, 1, ${room}, 2)",
    "calculate | none | | | | indexed-repeat(${beds}, ${site}, 1, ${house}, 1, ${room}, 2)",
    "calculate | all | | | | sum(${beds})", "calculate | most | | | | max(${beds})",
    "calculate | counted | | | | count-non-empty(${beds})")


@pytest.mark.cites("fn:indexed-repeat", "fn:sum", "fn:max", "fn:count-non-empty")
def test_in_a_record_repeats_are_indexed_three_deep_and_blanks_do_not_sum() -> None:
    record = record_of(NESTED)
    counts = {"site": 2, "site[2]/house": 1, "site[2]/house[1]/room": 2, "site[1]/house": 1, "site[1]/house[1]/room": 1}
    for path, count in counts.items():
        while record.instances(path) < count:
            record.add_repeat(path)
    record.set("site[2]/place", "East")
    record.set("site[2]/house[1]/room[2]/beds", "7")
    values = record.values()
    assert values["one"] == "East" and values["three"] == "7" and "none" not in values
    assert values["all"] == "7"  # blank beds do not count
    assert "most" not in values  # of blanks there is no greatest
    assert values["counted"] == "1"


def test_every_function_says_what_it_means_in_both_languages_and_where_it_is_defined() -> None:
    for name, function in FUNCTIONS.items():
        assert function.name == name and function.meaning.zh and function.meaning.en
        assert function.source in (f"fn:{name}", f"xpath:{name}", f"odk:{name}")
        assert str(function.least) in function.counts().en
    assert {"fn", "xpath", "odk"} == {function.source.partition(":")[0] for function in FUNCTIONS.values()}
    counts = {name: FUNCTIONS[name].counts().en for name in ("if", "round", "concat", "indexed-repeat", "weighted-checklist")}
    assert counts == {"if": "3", "round": "1-2", "concat": "≥ 0", "indexed-repeat": "3, 5, 7", "weighted-checklist": "2, 4, 6 …"}
