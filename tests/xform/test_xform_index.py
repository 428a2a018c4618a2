"""Lookup tables: what an index or a look at the cells finds is what a plain scan of nodes finds, and quick."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_forms import NOW

from fieldaudit.xform.outside import Outside, parse_document
from fieldaudit.xform.xpath.evaluate import compiled
from fieldaudit.xform.xpath.expression import ExpressionError
from fieldaudit.xform.xpath.instance import Node, document
from fieldaudit.xform.xpath.instance import table as table_at
from fieldaudit.xform.xpath.world import Context

pytestmark = pytest.mark.slow  # `make check` stays under a minute

COLUMNS = ("name", "a", "b")
CELLS = st.sampled_from(["", "1", "1.0", "01", "2", "x", "x y", "NaN", "2026-11-01", " 1 ", "-0", "true"])
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8)
DATA = parse_document("<d><v>1</v><v>x</v><e/><t>x y</t><n>2</n><day>2026-11-01</day></d>")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], path: Sequence[str] = ("list", "item")) -> Node:
    return table_at(columns, rows, path)


def plain(rows: list[tuple[str, ...]]) -> Node:
    """The same list as ordinary nodes."""
    items = [["item", "", [[name, text, []] for name, text in zip(COLUMNS, row, strict=True)]] for row in rows]
    return document(["list", "", items])


def asked(expression: str, lookup: Node, in_record: bool) -> object:
    """The value with the list as instance('t'); of nodes their paths; of an error that it is one."""
    world = Outside(DATA, NOW, instances={"t": lookup})
    world.blank_when_empty = in_record
    node = DATA.children[0]
    try:
        value = compiled(expression)(Context(node, node, world))
    except ExpressionError:
        return "refused"
    return [each.path() for each in value] if isinstance(value, list) else value


FIXED = st.sampled_from([
    "'1'", "'x'", "''", "1", "2", "0", "/d/v", "/d/e", "/d/none", "current()/t", "/d/n + 0", "true()", "number('z')", "/d/day",
    "instance('t')/list/item/b", "instance('t')/list/item[a = 1]/name", "count(/d/v)", "1 = 1", "string(/d/n)",
    "if(/d/e = '', '1', 2)", "-(1)"])
COLUMN = st.sampled_from(["name", "a", "b", "./a", "missing", "."])
TEXT = st.recursive(st.one_of(COLUMN, FIXED), lambda inner: st.one_of(
    st.builds("concat({}, {})".format, inner, inner), st.builds("({} + {})".format, inner, inner),
    st.builds("number({})".format, inner), st.builds("string-length({})".format, inner),
    st.builds("substr({}, 0, 1)".format, inner), st.builds("coalesce({}, {})".format, inner, inner)), max_leaves=3)
TRUTH = st.recursive(st.one_of(
    st.builds("{} = {}".format, COLUMN, FIXED), st.builds("{} = {}".format, FIXED, COLUMN),
    st.builds("{} {} {}".format, TEXT, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), TEXT),
    st.builds("selected({}, {})".format, TEXT, TEXT), st.builds("contains({}, {})".format, TEXT, TEXT),
    st.builds("not({})".format, COLUMN), COLUMN, st.sampled_from(["position() < 3", "position() = last()", "2", "last()"])),
    lambda inner: st.one_of(st.builds("({}) and ({})".format, inner, inner), st.builds("({}) or ({})".format, inner, inner),
                            st.builds("not({})".format, inner)), max_leaves=4)
AFTER = st.sampled_from(["", "", "[1]", "[last()]", "[position() > 1]", "[a = 1]", "/name", "/../item", "/*", "[b][2]/a",
                        "/a/.."])


@given(ROWS, TRUTH, AFTER, st.booleans())
def test_a_table_answers_as_plain_nodes_do(rows: list[tuple[str, ...]], predicate: str, after: str, in_record: bool) -> None:
    expression = f"instance('t')/list/item[{predicate}]{after}"
    assert asked(expression, table(COLUMNS, rows), in_record) == asked(expression, plain(rows), in_record)


MANY = table(("name", "town", "size", "label"), [[f"n{at}", f"t{at % 100}", str(at % 7), "same"] for at in range(20_000)])


@pytest.mark.parametrize(("predicate", "count"), [
    ("town = 't5'", 200), ("town = /d/none", 0), ("town = 't5' and size = /d/n", 29), ("size = 2", 2857),
    ("size != 2 and town = 't5'", 171), ("selected('n7 n70 x', name)", 2), ("starts-with(name, 'n1999')", 11),
    ("position() = 3", 1), ("not(town = 't5')", 19_800),
    ("name = concat('n', '12')", 1), ("number(size) + 1 > 6 and town = 't6'", 29), ("label = /d/none", 0),
])
def test_a_filter_over_twenty_thousand_rows_finds_them(predicate: str, count: int) -> None:
    assert asked(f"count(instance('t')/list/item[{predicate}])", MANY, True) == float(count)


def test_an_item_is_a_node_like_any_other() -> None:
    lookup = table(COLUMNS, [("p", "1", "x"), ("q", "2", "y")])
    assert asked("instance('t')/list/item[name = 'q']/b", lookup, True) == ["/list/item[2]/b"]
    assert asked("string(instance('t')/list/item[2])", lookup, True) == "q2y"
    assert asked("name(instance('t')/list/item/*[3])", lookup, True) == "b"
    assert asked("count(instance('t')/list/item/a | instance('t')/list/item/a)", lookup, True) == 2.0
    assert asked("instance('t')/list/item/b[. = 'y']/../preceding-sibling::item/name", lookup, True) == ["/list/item[1]/name"]
    assert asked("instance('t')/list/item/b[. = 'x']/following-sibling::*", lookup, True) == []
    assert asked("position(instance('t')/list/item[name = 'q'])", lookup, True) == 2.0
    assert asked("instance('t')/*/*[last()]/ancestor::list", lookup, True) == ["/list"]
    assert asked("sum(instance('t')//a)", lookup, True) == 3.0


def test_a_table_may_stand_at_any_path_and_be_empty() -> None:
    assert asked("instance('t')/rows/row[id = 1]/x", table(("id", "x"), [("1", "z")], ("rows", "row")), True) == ["/rows/row/x"]
    assert asked("count(instance('t')/a/b/c)", table(("id",), [("1",), ("2",)], ("a", "b", "c")), True) == 2.0
    assert asked("instance('t')/list/item[name = 'x']", table(COLUMNS, []), True) == []
    assert asked("count(instance('t')/list)", table(COLUMNS, []), True) == 1.0


@pytest.mark.parametrize("nothing", ["number('x')", "0 div 0", "number(/d/e)"])
def test_what_is_no_number_equals_no_cell(nothing: str) -> None:
    assert asked(f"instance('t')/list/item[a = {nothing}]", table(COLUMNS, [("n", "", "x"), ("m", "x", "")]), True) == []


# -- attributes of lists and records ---------------------------------------------------------------------
SPICED = document(["list", "", [["item", "", [["name", "a", []]], {"k": "x", "orx:v": "1"}],
                                ["item", "", [["name", "b", [], {"p": "q"}]], {"k": "y"}]]])


@pytest.mark.cites("path.attributes", "xpath.axis.attribute")
@pytest.mark.parametrize(("expression", "expected"), [
    ("instance('t')/list/item[@k = 'y']/name", ["/list/item[2]/name"]), ("string(instance('t')/list/item[2]/name/@p)", "q"),
    ("count(instance('t')//@*)", 4.0), ("count(instance('t')/list/item/@orx:v)", 1.0), ("instance('t')/list/item[1]/@orx:*", [
        "/list/item[1]/@orx:v"]),
    ("name(instance('t')/list/item/@k)", "k"), ("instance('t')/list/item/@k/..", ["/list/item[1]", "/list/item[2]"]),
    ("string(instance('t')/list/item[2])", "b"), ("count(instance('t')/list/item/*)", 2.0),
    ("instance('t')/list/item[1]/@k/node()", []), ("instance('t')/list/item[1]/@k/following-sibling::*", []),
    ("count(instance('t')/list/item/attribute::node())", 3.0),
    ("instance('t')/list/item/name | instance('t')/list/item/@k | instance('t')/list/item", [
        "/list/item[1]", "/list/item[1]/@k", "/list/item[1]/name", "/list/item[2]", "/list/item[2]/@k", "/list/item[2]/name"]),
])
def test_attributes_are_reached_by_their_axis_only(expression: str, expected: object) -> None:
    assert asked(expression, SPICED, True) == expected
