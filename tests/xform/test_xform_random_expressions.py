"""Any expression of the grammar: the engine never crashes on it and gives what the slow literal evaluator gives."""

from __future__ import annotations

import math
from datetime import UTC
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from literal import ARITY, RANKS, Plain, Tree, Where, value_of, written
from sample_forms import NOW, ZONE

from fieldaudit.xform import Record, evaluate, load
from fieldaudit.xform.outside import parse_document
from fieldaudit.xform.xpath.instance import Node
from fieldaudit.xform.xpath.xmltree import XmlNode

NAMES = ("data", "a", "b", "n", "room", "bed", "c")
# Blank and filled questions, dates, lists, two repeats inside one another, hidden branches.
FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>
 <instance><data id="t" version="1"><a>1</a><b/><n>2012-02-03</n><c>x y</c>
  <room><a>3</a><b>x</b><bed><c>1</c></bed><bed><c>2</c></bed></room>
  <room><a/><b>12</b><bed><c>7</c></bed></room>
  <room><a>0.5</a><b>  two  words </b><bed><c/></bed></room></data></instance>
 <bind nodeset="/data/a" type="string"/><bind nodeset="/data/room/b" relevant="../a != '3'"/>
 <bind nodeset="/data/room/bed" relevant="../a != ''"/>
 </model></h:head><h:body>
 <input ref="/data/a"><label>a</label></input>
 <group ref="/data/room"><repeat nodeset="/data/room"><input ref="/data/room/a"><label>a</label></input>
 <group ref="/data/room/bed"><repeat nodeset="/data/room/bed"><input ref="/data/room/bed/c"><label>c</label></input></repeat>
 </group></repeat></group></h:body></h:html>"""
DOCUMENT = parse_document(b"<data><a>1</a><b/><room><a>3</a><b>x</b><bed><c>1</c></bed><bed><c>2012-02-03</c></bed></room>"
            b"<n>2</n><room><b>12</b><bed/></room><a>x y</a><room>own<a/></room></data>")
RECORD_PATHS = ("", "a", "room[1]", "room[2]/a", "room[1]/bed[2]/c", "room[3]/bed[1]")
DOCUMENT_PATHS = ("/data", "/data/room[1]", "/data/room[1]/bed[2]/c", "/data/room[2]/b", "/data/a[2]")


# -- random trees --------------------------------------------------------------------------------------
_numbers = st.sampled_from(("0", "1", "2", "3.5", ".5", "10", "007", "15373", "1.")).map(lambda text: ("number", text))
_strings = st.sampled_from(("", "a", "1", " 12 ", "-3", "true", "2012-02-03", "2012-02-30", "x y", "NaN", "it's", "x", "三")).map(
    lambda text: ("string", text))
_axes = st.sampled_from((
    "child", "child", "child", "child", "self", "parent", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self",
    "following-sibling", "preceding-sibling", "following", "preceding"))


@st.composite
def _step(draw: st.DrawFn, depth: int) -> tuple[str, str, tuple[Tree, ...]]:
    axis = draw(_axes)
    test = draw(st.sampled_from(("node()", "*", *NAMES)))
    predicates = draw(st.lists(trees(depth - 1), max_size=2)) if depth > 0 and draw(st.booleans()) else []
    return axis, test, () if _short(axis, test) else tuple(predicates)


def _short(axis: str, test: str) -> bool:
    """Written as `.` or `..`, which take no predicate in XPath 1.0."""
    return axis in ("self", "parent") and test == "node()"


@st.composite
def paths(draw: st.DrawFn, depth: int) -> Tree:
    """A path, absolute or relative; half of the absolute ones lead somewhere."""
    absolute = draw(st.booleans())
    steps = draw(st.lists(_step(depth), min_size=1, max_size=3))
    if absolute and draw(st.booleans()):
        steps = [("child", "data", ()), *steps][:4]
    if len(steps) > 1 and draw(st.integers(0, 5)) == 0:
        steps.insert(1, ("descendant-or-self", "node()", ()))  # written //
    return ("path", "/" if absolute else "", tuple(steps))


@st.composite
def node_sets(draw: st.DrawFn, depth: int) -> Tree:
    kind = draw(st.sampled_from(("path", "path", "path", "union", "filter", "current"))) if depth > 0 else "path"
    if kind == "union":
        return ("union", draw(node_sets(depth - 1)), draw(paths(depth - 1)))
    if kind == "filter":
        return ("filter", draw(node_sets(depth - 1)), draw(trees(depth - 1)))
    return ("call", "current") if kind == "current" else draw(paths(depth))


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Tree:
    """Any expression."""
    kind = draw(st.sampled_from(("leaf", "nodes", "chain", "chain", "call", "call", "negate") if depth > 0 else ("leaf", "nodes")))
    match kind:
        case "leaf":
            return draw(st.one_of(_numbers, _strings))
        case "nodes":
            return draw(node_sets(depth))
        case "negate":
            return ("negate", draw(trees(depth - 1)))
        case "chain":
            operator = draw(st.sampled_from(sorted(RANKS)))
            return ("chain", operator, draw(trees(depth - 1)), draw(trees(depth - 1)))
    name = draw(st.sampled_from(sorted(ARITY)))
    given_ = [draw(node_sets(depth - 1)) if kind == "n" else draw(trees(depth - 1)) for kind in ARITY[name]]
    return ("call", name, *given_)


# -- both sides --------------------------------------------------------------------------------------------
@cache
def record() -> Record:
    form = load(FORM, "xml", "t")
    return Record(form, {}, now=NOW, today=NOW.date())


def _plain(node: Node, plain_of: dict[int, Plain]) -> Plain:
    """A tree of plain nodes like this one; `plain_of` gets each by the id of its node."""
    of_document = isinstance(node, XmlNode)
    leaf = not of_document and not node.groups and node.parent is not None
    own = "" if of_document and node.kind != "text" else node.value
    made = Plain(node.name, own, leaf_of_record=leaf, shown=node.relevant)
    for child in node.contents if isinstance(node, XmlNode) else node.children:
        made.add(_plain(child, plain_of))
    plain_of[id(node)] = made
    return made


def _compare(tree: Tree, on: Record | Node, path: str) -> None:
    source = written(tree)
    zone, of_record = (ZONE, True) if isinstance(on, Record) else (UTC, False)
    (node,) = evaluate(".", on, path) or evaluate("..", on, path)
    plain_of: dict[int, Plain] = {}
    document = _plain(node.chain[0], plain_of)
    here = plain_of[id(node)]
    theirs, ours = value_of(tree, Where(here, here, document, zone, of_record)), evaluate(source, on, path)
    if isinstance(ours, list):
        assert [plain_of[id(each)] for each in ours] == theirs, source
    elif isinstance(ours, float) and math.isnan(ours):
        assert isinstance(theirs, float) and math.isnan(theirs), source
    else:
        assert type(ours) is type(theirs) and ours == theirs, source


@pytest.mark.slow
@settings(max_examples=1500)
@given(trees(), st.sampled_from(RECORD_PATHS))
def test_any_expression_on_a_record(tree: Tree, path: str) -> None:
    _compare(tree, record(), path)


@pytest.mark.slow
@settings(max_examples=1500)
@given(trees(), st.sampled_from(DOCUMENT_PATHS))
def test_any_expression_on_a_document(tree: Tree, path: str) -> None:
    _compare(tree, DOCUMENT, path)


@pytest.mark.soak
@settings(max_examples=4000)
@given(trees(4), st.sampled_from(RECORD_PATHS), st.sampled_from(DOCUMENT_PATHS))
def test_soak_expressions(tree: Tree, path: str, place: str) -> None:
    _compare(tree, record(), path)
    _compare(tree, DOCUMENT, place)
