"""Formulas follow what they read, whatever way they read it; circles are refused by name; a person may write over a formula."""

from __future__ import annotations

import pytest
from raw_forms import begun, control, raw_form, xform
from sample_forms import record_of

from fieldaudit.errors import BadInput
from fieldaudit.xform import FormFaults, check
from fieldaudit.xform.filling import engine

cites = pytest.mark.cites
TREE = "<a>1</a><g><b>2</b><h><c>3</c></h></g><k w='4'>5</k><meta><e/></meta>"
QUESTIONS = (
    control("a") + f'<group ref="/data/g">{control("g/b")}<group ref="/data/g/h">{control("g/h/c")}</group></group>' + control("k")
)


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("/data/a", "a"),
        ("../a", "a"),
        ("../g/h/c", "g/h/c"),
        ("/data/g/h/c + /data/a", "a"),
        ("//c", "g/h/c"),
        ("/data//b", "g/b"),
        ("../g//c", "g/h/c"),
        ("sum(/data/g/*)", "g/b"),
        ("string(/data/g)", "g/h/c"),
        ("concat(../g/node())", "g/b"),
        ("/data/g/*[1]", "g/b"),
        ("sum(../g/descendant::*)", "g/h/c"),
        ("../self::node()/a", "a"),
        ("../child::a", "a"),
        ("./../a", "a"),
        ("/*/a", "a"),
        ("../preceding::a", "a"),
        ("string(../a/text())", "a"),
        ("/data/g/h/ancestor::data/a", "a"),
        ("../k/preceding-sibling::a", "a"),
        ("preceding-sibling::*[1]", "k"),
        ("../a/following-sibling::g/b", "g/b"),
        ("sum(../a/following::c)", "g/h/c"),
        ("(/data/a | /data/g/b)[2]", "g/b"),
        ("(../a)[1]", "a"),
        ("count(/data/g/*[. = 7])", "g/b"),
        ("/data/g[h/c = 7]/b", "g/h/c"),
        ("/data/k/@w", "k/@w"),
        ("../k/attribute::w", "k/@w"),
        ("sum(../k/@*)", "k/@w"),
        ("count(//@w[. = 7])", "k/@w"),
        ("current()/../a", "a"),
        ("/data/g[current()/../a = 7]/b", "a"),
        ("if(/data/a = 7, 'yes', /data/g/b)", "g/b"),
        ("if(/data/a = 7, 'yes', 'no')", "a"),
        ("coalesce(/data/meta/e, /data/a)", "a"),
        ("-/data/a", "a"),
        ("not(/data/a = 7)", "a"),
        ("count-non-empty(/data/a | /data/g/b)", "a"),
        ("join(' ', /data/a, ../g/b)", "g/b"),
        ("string-length(concat(//b, //c))", "g/h/c"),
        ("max(/data/a, /data/g/b)", "a"),
        ("instance('l')/top/item[n = /data/a]/v", "a"),
        ("pulldata('l', 'v', 'n', /data/a)", "a"),
        ("instance('l')/top/item[n = current()/../a]/v", "a"),
        ("instance(concat('l', substr(/data/a, 9)))/top/item[1]/v", "a"),
        ("randomize(/data/g/b)", "g/b"),
        ("selected(/data/a, '7')", "a"),
        ("round(/data/a div 3, 2)", "a"),
    ],
)
@cites("bind.calculate.recomputed", "path.relative", "path.absolute")
def test_whatever_a_formula_reads_it_follows(source: str, path: str) -> None:
    fresh, live = (
        begun(
            xform(
                f"{TREE}<x/>",
                "<instance id='l'><top><item><n>1</n><v>one</v></item><item><n>7</n><v>seven</v></item></top></instance>"
                f'<bind nodeset="/data/k/@w"/><bind nodeset="/data/x" calculate="{source}"/>',
                QUESTIONS,
            ),
            answers,
        )
        for answers in ({path: "7"}, {})
    )
    before = live.get("x")
    live.set(path, "7")
    assert live.get("x") == fresh.get("x")
    live.set(path, {"a": "1", "g/b": "2", "g/h/c": "3", "k": "5", "k/@w": "4"}[path])
    assert live.get("x") == before


@cites("bind.calculate", "bind.calculate.chain")
def test_formulas_in_any_order_in_the_form() -> None:
    model = "".join(
        f'<bind nodeset="/data/{name}" calculate="{source}"/>'
        for name, source in (("d", "/data/c * 2"), ("c", "/data/b + 1"), ("b", "/data/a + 1"), ("e", "concat(/data/d, /data/b)"))
    )
    record = begun(xform("<d/><e/><c/><b/><a/>", model, control("a")))
    assert record.set("a", "1").values == {"a": "1", "b": "2", "c": "3", "d": "6", "e": "62"}


@cites("bind.calculate.stored-as-string")
def test_a_result_is_kept_as_its_text() -> None:
    record = begun(
        xform(
            "<a>4</a><b/><c/><d/><e/><f/>",
            "".join(
                f'<bind nodeset="/data/{name}" {said}/>'
                for name, said in (
                    ("b", 'calculate="/data/a > 5"'),
                    ("c", 'calculate="if(/data/b, 1, 2)"'),
                    ("d", 'type="decimal" calculate="/data/a div 8"'),
                    ("e", 'calculate="0 div 0"'),
                    ("f", 'type="date" calculate="20000"'),
                )
            ),
        )
    )
    assert record.values() == {"a": "4", "b": "false", "c": "1", "d": "0.5", "f": "2024-10-04"}


# -- once ----------------------------------------------------------------------------------------------------
@cites("fn:once")
def test_once_is_computed_while_its_question_is_blank() -> None:
    record = begun(
        xform(
            "<a/><b/><r><x/></r>",
            '<bind nodeset="/data/b" calculate="once(/data/a)"/><bind nodeset="/data/r/x" calculate="once(random())"/>',
            control("a") + '<repeat nodeset="/data/r"/>',
        )
    )
    assert record.get("b") == "" and record.set("a", "1").values["b"] == "1" and record.set("a", "2").values == {"a": "2"}
    record.add_repeat("r")
    drawn = record.get("r[2]/x")
    assert drawn and drawn != record.get("r[1]/x")
    record.remove_repeat("r[1]")
    assert record.get("r[1]/x") == drawn and record_of(record.form, record.answers()).values() == record.values()


# -- circles -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("binds", "names"),
    [
        ({"a": 'calculate="/data/b"', "b": 'calculate="/data/a"'}, "a → b → a"),
        ({"a": 'calculate=". + 1"'}, "a → a"),
        ({"a": 'relevant=". = 1"'}, "a → a"),
        ({"a": 'relevant="/data/b"', "b": 'calculate="/data/a"'}, "a → b → a"),
        ({"g": 'relevant="/data/g/c = 1"'}, "g → g"),
        ({"g/c": 'calculate="sum(/data/g/*)"'}, "c → c"),
        ({"b": 'calculate="//b"'}, "b → b"),
        ({"r/n": 'calculate="../n + 1"'}, "n → n"),
        ({"r/n": 'calculate="sum(/data/r/n)"'}, "n → n"),
        ({"r/n": 'calculate="/data/a"', "a": 'calculate="sum(/data/r/n)"'}, "a → n → a"),
    ],
)
@cites("bind.cycle")
def test_a_circle_is_refused_with_its_names(binds: dict[str, str], names: str) -> None:
    model = "".join(f'<bind nodeset="/data/{path}" {said}/>' for path, said in binds.items())
    found = check(xform("<a/><b/><g><c/></g><r><n/></r>", model, '<repeat nodeset="/data/r"/>').encode(), "xml")
    assert len(found) == 1
    told = found[0].text.en.rpartition(": ")[2].split(" → ")
    assert set(told) == set(names.split(" → ")) and told[0] == told[-1]


@pytest.mark.parametrize(
    "said",
    [
        'constraint=". > 1"',
        'calculate="count(/data/*)"',
        'calculate="preceding::a"',
        'calculate="sum(../a/following-sibling::*)"',
        'constraint="/data/a > 1"',
        "calculate=\"once(concat(., 'x'))\"",
        'calculate="position(..)"',
        'relevant="position(..) > 0"',
    ],
)
@cites("bind.cycle")
def test_reading_oneself_is_no_circle_where_nothing_comes_round(said: str) -> None:
    assert check(xform("<a/>", f'<bind nodeset="/data/a" {said}/>', control("a")).encode(), "xml") == []


def test_a_form_with_a_circle_cannot_be_loaded() -> None:
    with pytest.raises(FormFaults, match="循环依赖"):
        raw_form(xform("<a/>", '<bind nodeset="/data/a" calculate=". + 1"/>', control("a")))


# -- a person writes over a formula ----------------------------------------------------------------------------
@cites("bind.calculate.recomputed", "xlsform.calculation")
def test_what_is_written_over_a_formula_stands_until_it_is_computed_again() -> None:
    record = begun(
        xform(
            "<a>1</a><b/><c/>",
            '<bind nodeset="/data/b" type="int" calculate="/data/a * 2"/><bind nodeset="/data/c" calculate="/data/b + 1"/>',
            control("a") + control("b"),
        )
    )
    assert record.get("b") == "2" and record.set("b", "50").values == {"b": "50", "c": "51"}
    assert record.values()["b"] == "50" and record_of(record.form, record.answers()).get("b") == "2"
    assert record.set("a", "3").values == {"a": "3", "b": "6", "c": "7"}


@cites("bind.readonly.calculated", "bind.readonly")
def test_a_formula_that_is_read_only_or_not_asked_cannot_be_written_over() -> None:
    record = begun(
        xform(
            "<a>1</a><b/><c/>",
            '<bind nodeset="/data/b" readonly="true()" calculate="/data/a"/><bind nodeset="/data/c" calculate="/data/a"/>',
            control("a") + control("b"),
        )
    )
    for path, why in (("b", "只读"), ("c", "计算得出")):
        with pytest.raises(BadInput, match=why):
            record.set(path, "5")
    assert record.set("a", "2").values == {"a": "2", "b": "2", "c": "2"}


@cites("bind.calculate.stored-as-string")
@pytest.mark.parametrize(
    ("kind", "source", "stored"),
    [
        ("int", "7 div 2", "3"), ("int", "-7 div 2", "-3"), ("int", "2 * 3", "6"), ("int", "'3.5'", "3.5"),
        ("int", "number('x')", ""),
        ("decimal", "7 div 2", "3.5"), ("string", "7 div 2", "3.5"), ("date", "15373", "2012-02-03"),
        ("date", "'2012-02-03T10:00:00.000+08:00'", "2012-02-03"),
        ("dateTime", "'2012-02-03'", "2012-02-03T00:00:00.000+08:00"),
        ("dateTime", "'2012-02-03T10:00:00.000+08:00'", "2012-02-03T10:00:00.000+08:00"),
        ("string", "'2012-02-03'", "2012-02-03"),
        ("time", "'2012-02-03T10:00:00.000+08:00'", "10:00:00.000+08:00"), ("string", "1 > 2", "false"),
    ],
)  # fmt: skip
def test_a_result_is_kept_as_its_question_holds_it(kind: str, source: str, stored: str) -> None:
    record = begun(xform("<a/>", f'<bind nodeset="/data/a" type="{kind}" calculate="{source}"/>', control("a")))
    assert record.get("a") == stored


@cites("fn:jr:choice-name")
def test_the_label_of_a_choice_follows_what_it_quotes() -> None:
    record = record_of("""| survey |
| | type | name | label | calculation |
| | text | nm | N |
| | select_one l | q | Q |
| | calculate | c | | jr:choice-name(${q}, '${q}') |
| choices |
| | list_name | name | label |
| | l | a | Door of ${nm} |
""", {"nm": "hall", "q": "a"})
    assert record.get("c") == "Door of hall"
    assert record.set("nm", "yard").values == {"nm": "yard", "c": "Door of yard"}


@cites("fn:jr:choice-name")
def test_a_path_that_comes_from_an_answer_may_be_none() -> None:
    calculation = '<bind nodeset="/data/c" calculate="jr:choice-name(/data/a, concat(&quot;/data/&quot;, /data/a))"/>'
    record = begun(xform("<a/><c/>", calculation, control("a")), {"a": "x ["})
    assert record.get("c") == "" and record.set("a", "y/").values == {"a": "y/"}


def doubling(times: int) -> str:
    """A text that each formula doubles."""
    binds = (f'<bind nodeset="/data/a{at}" calculate="concat(../a{at - 1}, ../a{at - 1})"/>' for at in range(1, times + 1))
    return xform("".join(f"<a{at}/>" for at in range(times + 1)), "".join(binds), control("a0"))


def test_a_text_that_doubles_forty_times_is_stopped() -> None:
    record = begun(doubling(40), {"a0": "x"})
    assert len(record.get("a23")) == 2 ** 23 and record.get("a24") == ""
    assert [(each.path, each.kind) for each in record.problems()] == [("a24", "formula")]


def test_a_record_cannot_hold_texts_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_CHARACTERS", 1_000)
    record = begun(doubling(6), {"a0": "x"})
    before = record.values()
    with pytest.raises(BadInput, match="1000字"):
        record.set("a0", "x" * 100)
    assert record.values() == before
    for text in ("yyyyyyy", "zzzzzzz") * 20:
        record.set("a0", text)
    assert len(record.get("a6")) == 64 * 7
