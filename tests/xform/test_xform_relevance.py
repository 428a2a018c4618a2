"""What is shown and what is not: groups, repeats and questions; what a hidden answer is to everybody else."""

from __future__ import annotations

import pytest
from raw_forms import asked, begun, control, xform

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record

cites = pytest.mark.cites


def form(instance: str, binds: dict[str, str], questions: str) -> str:
    """A form from its nodes, `relevant` (or another expression) by path, and the names of top questions."""
    model = "".join(f'<bind nodeset="/data/{path}" {said}/>' for path, said in binds.items())
    return xform(instance, model, "".join(control(name) for name in questions.split()))


@cites("bind.relevant", "xlsform.relevant")
def test_a_question_comes_and_goes_with_its_condition() -> None:
    record = begun(form("<a/><b/>", {"b": 'relevant="/data/a = 1"'}, "a b"))
    assert asked(record) == ["a"] and not record.relevant("b")
    assert record.set("a", "1").shown == ("b",) and asked(record) == ["a", "b"]
    assert record.set("a", "2").hidden == ("b",) and asked(record) == ["a"]


@cites("bind.relevant.default")
def test_without_a_condition_a_question_is_always_shown() -> None:
    assert asked(begun(form("<a/><b/>", {}, "a b"))) == ["a", "b"]


@cites("bind.relevant.blank")
def test_a_hidden_answer_is_blank_to_every_kind_of_reader() -> None:
    record = begun(
        form(
            "<a>1</a><b>5</b><sum/><text/><count/><same/><c/><d>x</d>",
            {
                "b": 'relevant="/data/a = 1"',
                "sum": 'calculate="/data/b + 1"',
                "text": """calculate="concat('[', /data/b, ']')\"""",
                "count": 'calculate="count-non-empty(/data/b)"',
                "same": """calculate="/data/b = ''\"""",
                "c": 'relevant="/data/b > 3"',
                "d": 'constraint="/data/b = 5"',
            },
            "a b c d",
        )
    )
    assert [record.get(name) for name in ("sum", "text", "count", "same")] == ["6", "[5]", "1", "false"]
    assert asked(record) == ["a", "b", "c", "d"] and record.problems() == []
    record.set("a", "")
    assert [record.get(name) for name in ("b", "sum", "text", "count", "same")] == ["", "", "[]", "0", "true"]
    assert asked(record) == ["a", "d"] and [problem.path for problem in record.problems()] == ["d"]
    record.set("a", "1")
    assert [record.get(name) for name in ("b", "sum", "text", "count", "same")] == ["5", "6", "[5]", "1", "false"]


@cites("bind.relevant.blank", "bind.relevant.inherited")
def test_a_condition_on_an_answer_that_is_itself_hidden_fails_with_it() -> None:
    record = begun(
        form(
            "<a>1</a><b>1</b><c>1</c><d/>",
            {"b": 'relevant="/data/a = 1"', "c": 'relevant="/data/b = 1"', "d": 'relevant="/data/c = 1"'},
            "a b c d",
        )
    )
    assert asked(record) == ["a", "b", "c", "d"]
    assert set(record.set("a", "0").hidden) == {"b", "c", "d"} and record.values() == {"a": "0"}
    assert set(record.set("a", "1").shown) == {"b", "c", "d"}


GROUPS = xform(
    "<a/><g><b>1</b><h><c>2</c></h></g><n/>",
    '<bind nodeset="/data/g" relevant="/data/a != \'\'"/>'
    '<bind nodeset="/data/g/h" relevant="/data/a = 2"/><bind nodeset="/data/g/h/c" relevant="true()" required="true()"/>'
    '<bind nodeset="/data/n" calculate="count(/data/g//c) + count(/data/g/h)"/>',
    f'{control("a")}<group ref="/data/g"><label>G</label>{control("g/b")}<group ref="/data/g/h">{control("g/h/c")}</group></group>',
)


@cites("bind.relevant.inherited", "group.relevant", "group.nested", "xlsform.group.relevant")
def test_a_hidden_group_hides_what_it_holds_whatever_that_says_itself() -> None:
    record = begun(GROUPS)
    assert asked(record) == ["a"] and record.get("n") == "0"
    record.set("a", "1")
    assert asked(record) == ["a", "g/b"] and record.get("n") == "0"
    record.set("a", "2")
    assert asked(record) == ["a", "g/b", "g/h/c"] and record.get("n") == "2"


@cites("bind.relevant.removed", "submission.relevant-only")
def test_a_hidden_node_and_all_below_it_are_absent_from_what_is_sent() -> None:
    record = begun(GROUPS)
    sent = record.xml("uuid:1").decode()
    assert "<g>" not in sent and "<n>0</n>" in sent and "<a/>" in sent
    record.set("a", "1")
    sent = record.xml("uuid:1").decode()
    assert "<b>1</b>" in sent and "<h>" not in sent


@cites("bind.relevant.not-validated")
def test_what_is_hidden_is_not_validated() -> None:
    record = begun(
        form(
            "<a>1</a><b/><c>9</c>",
            {"b": 'relevant="/data/a = 1" required="true()"', "c": 'relevant="/data/a = 1" constraint=". &lt; 5"'},
            "a b c",
        )
    )
    assert [problem.kind for problem in record.problems()] == ["required", "constraint"]
    record.set("a", "2")
    assert record.problems() == []
    with pytest.raises(BadInput, match="未显示"):
        record.set("b", "1")


def test_a_formula_of_a_hidden_question_is_blank_and_follows_its_inputs_when_shown_again() -> None:
    record = begun(
        form(
            "<a>1</a><b>1</b><c/><d/>",
            {"c": 'relevant="/data/a = 1" calculate="/data/b * 2"', "d": 'calculate="/data/c + 1"'},
            "a b",
        )
    )
    assert (record.get("c"), record.get("d")) == ("2", "3")
    record.set("a", "2")
    assert (record.get("c"), record.get("d")) == ("", "")
    record.set("b", "10")
    assert record.set("a", "1").values["c"] == "20" and record.get("d") == "21"


ROOMS = xform(
    "<n>2</n><r><x/><y>0</y></r><s/>",
    '<bind nodeset="/data/r" relevant="position(.) &lt;= /data/n"/><bind nodeset="/data/r/y" relevant="../x = 1"/>'
    '<bind nodeset="/data/s" calculate="concat(count(/data/r), \' \', sum(/data/r/y))"/>',
    f'{control("n")}<group ref="/data/r"><label>R</label><repeat nodeset="/data/r">{control("r/x")}{control("r/y")}'
    "</repeat></group>",
)


@cites("repeat.relevant", "bind.nodeset.repeated", "xlsform.repeat.relevant")
def test_each_instance_of_a_repeat_is_asked_for_itself() -> None:
    record = begun(ROOMS)
    record.add_repeat("r")
    record.set("r[2]/x", "1")
    record.set("r[2]/y", "7")
    assert asked(record) == ["n", "r[1]/x", "r[2]/x", "r[2]/y"] and record.get("s") == "2 7"
    record.set("n", "1")
    assert asked(record) == ["n", "r[1]/x"] and record.get("s") == "1 0" and record.instances("r") == 1
    record.set("n", "2")
    assert asked(record) == ["n", "r[1]/x", "r[2]/x", "r[2]/y"] and record.get("s") == "2 7"


@cites("repeat.relevant", "xlsform.repeat.relevant")
def test_an_instance_that_would_be_hidden_is_not_offered() -> None:
    record = begun(ROOMS)
    record.add_repeat("r")
    assert [entry.may_add for entry in record.outline() if entry.kind == "repeat"] == [False]
    with pytest.raises(BadInput, match="未显示"):
        record.add_repeat("r")
    record.set("n", "3")
    record.add_repeat("r")
    assert record.instances("r") == 3


@cites("repeat.relevant")
def test_a_repeat_whose_condition_fails_altogether_is_not_in_the_outline() -> None:
    record = begun(ROOMS)
    record.set("n", "0")
    assert [(entry.kind, entry.path) for entry in record.outline()] == [("question", "n")]


def test_hidden_answers_are_kept_for_the_session_and_with_the_draft() -> None:
    record = begun(form("<a>1</a><b/>", {"b": 'relevant="/data/a = 1"'}, "a b"))
    record.set("b", "kept")
    record.set("a", "2")
    again = Record(record.form, record.answers(), now=record._engine.now, today=record._engine.today)
    assert again.get("b") == "" and again.set("a", "1").values["b"] == "kept"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("1", True),
        ("0", False),
        ("-1", True),
        ("'x'", True),
        ("''", False),
        ("'false'", True),
        ("/data/a", True),
        ("/data/blank", False),
        ("/data/zero", True),
        ("number(/data/zero)", False),
        ("0 div 0", False),
        ("not(/data/a)", False),
    ],
)
@cites("bind.relevant", "bind.calculate.stored-as-string")
def test_a_condition_is_taken_as_a_boolean(source: str, shown: bool) -> None:
    record = begun(form("<a>1</a><blank/><zero>0</zero><b/>", {"b": f'relevant="{source}"'}, "b"))
    assert (asked(record) == ["b"]) is shown
