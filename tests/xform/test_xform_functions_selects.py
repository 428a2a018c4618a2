"""Functions of selects and translations."""

from __future__ import annotations

import pytest
from function_cases import cases, holds, is_refused, refused, together
from sample_forms import WIDE, form_of, record_of

from fieldaudit.xform import load

VALUES = together(
    cases("fn:selected",
          ("selected('a b c', 'b')", True), ("selected('a b c', 'd')", False), ("selected('ab', 'a')", False),
          ("selected('a b', 'a b')", False),
          ("selected('a b c', '  b  ')", True), ("selected('  a   b ', 'a')", True), ("selected(list, 'd')", True),
          ("selected(list, 'a')", True),
          ("selected(list, 'e')", False), ("selected(list, '')", False), ("selected('', 'a')", False), ("selected('', '')", True),
          ("selected(b, '')", True), ("selected(nothing, 'a')", False), ("selected('1 2', 2)", True), ("selected(12, 2)", False),
          ("selected('A', 'a')", False), ("selected('a\u00a0b', 'a')", False), ("selected('a', list)", False)),
    cases("fn:selected-at",
          ("selected-at('a b c', 0)", "a"), ("selected-at('a b c', 2)", "c"), ("selected-at('a b c', 3)", ""),
          ("selected-at('a b c', -1)", ""),
          ("selected-at('', 0)", ""), ("selected-at(list, 1)", "c"), ("selected-at('a b', '1')", "b"),
          ("selected-at('a b', 1.9)", "b"),
          ("selected-at('a b', '')", ""), ("selected-at('a b', 'x')", ""), ("selected-at('a b', 1 div 0)", ""),
          ("selected-at(nothing, 0)", ""),
          ("selected-at('  a  b', 1)", "b"), ("selected-at(12, 0)", "12")),
    cases("fn:count-selected",
          ("count-selected('a b c')", 3.0), ("count-selected(list)", 3.0), ("count-selected('')", 0.0),
          ("count-selected('   ')", 0.0),
          ("count-selected(b)", 0.0), ("count-selected(nothing)", 0.0), ("count-selected('one')", 1.0),
          ("count-selected(12)", 1.0)),
)

COUNTS = together(
    refused("fn:selected", "selected('a')", "selected('a', 'b', 'c')"),
            refused("fn:selected-at", "selected-at('a')", "selected-at('a', 1, 2)"),
    refused("fn:count-selected", "count-selected()", "count-selected('a', 'b')"),
    refused("fn:jr:choice-name", "jr:choice-name('a')", "jr:choice-name('a', 'b', 'c')"),
            refused("fn:jr:itext", "jr:itext()", "jr:itext('a', 'b')"))


@pytest.mark.parametrize(("expression", "expected", "at"), VALUES)
def test_a_function_of_selects_gives(expression: str, expected: object, at: str) -> None:
    holds(expression, expected, at)


@pytest.mark.parametrize("expression", COUNTS)
def test_a_wrong_number_of_arguments_is_refused(expression: str) -> None:
    is_refused(expression)


@pytest.mark.cites("fn:jr:choice-name")
@pytest.mark.parametrize(("language", "labels"), [("English (en)", ("Fail", "Pass, Not applicable")),
("中文 (zh)", ("不符合", "符合, 不适用"))])
def test_a_choice_has_its_label_in_the_language_of_the_record(language: str, labels: tuple[str, str]) -> None:
    form = form_of(WIDE)
    known = next((code for code in form.languages if code in language), language)
    record = record_of(form, {"building/bars": "fail", "many": "pass na"}, language=known)
    assert record.evaluate("jr:choice-name(/data/building/bars, '/data/building/bars')") == labels[0]
    assert record.evaluate("jr:choice-name(/data/building/bars, ' /data/building/bars ')") == labels[0]
    assert record.evaluate("jr:choice-name(/data/many, '/data/many')") == labels[1]
    assert record.evaluate("jr:choice-name(selected-at(/data/many, 0), '/data/many')") == labels[1].partition(",")[0]
    assert record.evaluate("jr:choice-name('', '/data/many')") == ""
    assert record.evaluate("jr:choice-name(/data/nothing, '/data/many')") == ""


TRANSLATED = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>t</h:title><model><itext>
<translation lang="zh" default="true()"><text id="greet"><value>\xe4\xbd\xa0\xe5\xa5\xbd</value></text></translation>
<translation lang="en"><text id="greet"><value>Hello</value></text></translation></itext>
<instance><data id="t" version="1"><a/><b/></data></instance><bind nodeset="/data/a" type="string"/>
<bind nodeset="/data/b" type="string" calculate="jr:itext('greet')"/></model></h:head>
<h:body><input ref="/data/a"><label ref="jr:itext('greet')"/></input></h:body></h:html>"""


@pytest.mark.cites("fn:jr:itext")
def test_a_translated_text_is_in_the_language_of_the_record() -> None:
    form = load(TRANSLATED, "xml", "t")
    for language, greeting in (("zh", "你好"), ("en", "Hello")):
        record = record_of(form, language=language)
        assert record.evaluate("jr:itext('greet')") == greeting
        assert record.evaluate("jr:itext(concat('gr', 'eet'))") == greeting
