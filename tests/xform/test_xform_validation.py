"""What keeps a record from being finished, question by question: required, type, choice, constraint, formula."""

from __future__ import annotations

import pytest
from raw_forms import begun, control, xform
from sample_forms import record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record

cites = pytest.mark.cites


def typed(type_: str, value: str, tag: str = "input", attributes: str = "") -> Record:
    """A record whose question of this type holds this value, whatever it is."""
    return begun(
        xform("<a/>", f'<bind nodeset="/data/a" type="{type_}"/>', control("a", tag).replace(f"<{tag}", f"<{tag} {attributes}")),
        {"a": value},
    )


TYPES = [
    ("int", ["0", "-12", "2147483647", "-2147483648", "007"], ["1.5", "x", "1e3", "2147483648", "-2147483649", "--1"]),
    ("xsd:int", ["5"], ["5.0"]),
    ("decimal", ["1.5", "-2", ".5", "12."], ["x", "1,5", "NaN", "1e3", "Infinity"]),
    ("date", ["2026-02-28", "2024-02-29"], ["2026-02-29", "28.2.2026", "2026-2-8", "20260208"]),
    ("time", ["08:30", "23:59:59", "23:59:59.123+08:00", "08:30:00Z"], ["24:01", "08:60", "0830"]),
    ("dateTime", ["2026-11-24T08:30:00.000+08:00", "2026-11-24T08:30:00Z"], ["2026-11-24", "2026-11-24T25:00:00Z"]),
    ("boolean", ["true", "false", "1", "0"], ["yes", "TRUE"]),
    ("string", ["any\ttext 消防", " "], ["\x00", "a\x0bb"]),
    ("geopoint", ["43.6 122.2", "43.6 122.2 180 5", "-90 -180 0 0"], ["91 0", "0 181", "x y", "1", "1 2 3 4 5", "1 2;3 4"]),
    ("geotrace", ["1 2;3 4", "1 2 0 0; 3 4 0 0; 5 6 0 0"], ["1 2", "1 2;3 4;1 2", "1 2;x y"]),
    ("geoshape", ["0 0;0 1;1 1;0 0", "0 0 0 0; 0 1 0 0; 1 1 0 0; 0 0 5 5"], ["0 0;0 1;1 1", "0 0;0 0", "0 0"]),
    ("barcode", ["anything"], []),
    ("unheard-of", ["anything"], []),
]


@pytest.mark.parametrize(
    ("type_", "value", "fits"),
    [
        pytest.param(
            type_,
            value,
            fits,
            marks=cites("type." + {"xsd:int": "namespace"}.get(type_, type_))
            if type_ != "unheard-of"
            else cites("bind.type.unknown"),
        )
        for type_, good, bad in TYPES
        for values, fits in ((good, True), (bad, False))
        for value in values
    ],
)
def test_what_is_an_answer_of_a_type(type_: str, value: str, fits: bool) -> None:
    record = typed(type_, value)
    assert [problem.kind for problem in record.problems()] == ([] if fits else ["type"])
    record.set("a", "")
    if fits:
        assert record.set("a", value).values["a"].strip() == value.strip()
    else:
        with pytest.raises(BadInput, match="a："):
            record.set("a", value)


@pytest.mark.parametrize(
    ("attributes", "type_", "good", "bad"),
    [
        ('start="1" end="10" step="1"', "int", "1 10 7", "0 11 1.5"),
        ('start="0" end="1" step="0.1"', "decimal", "0 0.3 0.7 1", "0.25 1.1 -0.1"),
        ('start="10" end="0" step="2"', "int", "10 0 4", "3 12"),
        ('start="-5" end="5" step="5"', "int", "-5 0 5", "1 -10"),
        ('start="1" end="6" step="2"', "int", "1 3 5", "2 6"),
    ],
)
@cites("body.range", "range.attributes")
def test_a_range_takes_its_steps_only(attributes: str, type_: str, good: str, bad: str) -> None:
    for value in good.split():
        assert typed(type_, value, "range", attributes).problems() == []
    for value in bad.split():
        assert [problem.kind for problem in typed(type_, value, "range", attributes).problems()] == ["type"]


@cites("body.trigger", "body.upload", "type.binary")
def test_a_confirmation_is_ok_and_a_file_is_a_bare_name() -> None:
    assert typed("string", "OK", "trigger").problems() == [] and len(typed("string", "yes", "trigger").problems()) == 1
    assert typed("binary", "a b.jpg", "upload", 'mediatype="image/*"').problems() == []
    assert len(typed("binary", "/etc/a.jpg", "upload", 'mediatype="image/*"').problems()) == 1


# -- required ------------------------------------------------------------------------------------------------
@cites("bind.required", "bind.required.default", "bind.required-msg", "xlsform.required")
def test_required_may_depend_on_other_answers() -> None:
    model = '<bind nodeset="/data/b" required="/data/a = 1" jr:requiredMsg="b is needed"/>'
    record = begun(xform("<a/><b/>", model, control("a") + control("b")))
    assert not record.required("b") and record.problems() == []
    record.set("a", "1")
    assert record.required("b") and not record.required("a") and record.required_message("b") == "b is needed"
    assert [(each.path, each.kind, each.text.en) for each in record.problems()] == [("b", "required", "b: b is needed")]
    record.set("b", "0")
    assert record.problems() == []


@cites("bind.required")
def test_a_required_note_holds_the_record_up_while_it_is_shown() -> None:
    record = record_of(survey("integer | a | A", "note | stop | Stop! | ${a} != 100 | | | yes"))
    assert [problem.path for problem in record.problems()] == ["stop"]
    record.set("a", "100")
    assert record.problems() == []


# -- constraint ----------------------------------------------------------------------------------------------
@cites("bind.constraint", "bind.constraint.empty", "bind.constraint-msg", "xlsform.constraint")
def test_a_constraint_is_asked_of_what_is_answered_only() -> None:
    model = (
        '<bind nodeset="/data/a" constraint="false()" jr:constraintMsg="never"/><bind nodeset="/data/b" constraint=". != /data/a"/>'
    )
    record = begun(xform("<a/><b/>", model, control("a") + control("b")))
    assert record.problems() == [] and record.constraint_message("a") == "never" and record.constraint_message("b") == ""
    with pytest.raises(BadInput, match="a：never"):
        record.set("a", "x")
    record.set("a", "")
    assert record.set("b", "x").values == {"b": "x"} and record.set("b", "").values == {"b": ""}


def test_a_constraint_across_questions_is_a_fault_of_its_own_question() -> None:
    model = '<bind nodeset="/data/low" type="int"/><bind nodeset="/data/high" type="int" constraint=". >= /data/low"/>'
    record = begun(xform("<low/><high/>", model, control("low") + control("high")))
    record.set("low", "5")
    record.set("high", "7")
    assert list(record.set("low", "9").faults) == ["high"] and [each.path for each in record.problems()] == ["high"]
    assert record.set("low", "7").faults == {} and record.problems() == []


@cites("bind.constraint", "bind.nodeset.repeated")
def test_a_constraint_in_a_repeat_reads_its_own_and_other_instances() -> None:
    model = '<bind nodeset="/data/r/n" constraint="count(/data/r[n = current()/.]) = 1" jr:constraintMsg="twice"/>'
    record = begun(
        xform("<r><n/></r>", model, f'<group ref="/data/r"><repeat nodeset="/data/r">{control("r/n")}</repeat></group>'), {"r": "2"}
    )
    record.set("r[1]/n", "1")
    with pytest.raises(BadInput, match="twice"):
        record.set("r[2]/n", "1")
    record.set("r[2]/n", "2")
    record.add_repeat("r")
    delta = record.set("r[3]/n", "2", lenient=True)
    assert set(delta.faults) == {"r[2]/n", "r[3]/n"} and [each.path for each in record.problems()] == ["r[2]/n", "r[3]/n"]
    record.remove_repeat("r[2]")
    assert record.problems() == []


_COLUMNS = ("type", "name", "label", "constraint", "constraint_message", "required", "required_message")
_HEADINGS = " | ".join(
    f"{each}::{language}" if each.endswith(("label", "message")) else each
    for each in _COLUMNS
    for language in (("中文 (zh)", "English (en)") if each.endswith(("label", "message")) else ("",))
)
LANGUAGES = f"| survey |\n| | {_HEADINGS} |\n" + """| | integer | most | 上限 | Most |
| | integer | n | 数 | Number | . <= ${most} | 最多${most} | at most ${most} | yes | 请填 | please fill in |
| settings |
| | form_id | default_language |
| | x | 中文 (zh) |
"""


@cites("xlsform.constraint_message", "xlsform.required_message", "body.output", "itext.output", "itext.switch")
def test_messages_quote_answers_in_every_language() -> None:
    record = record_of(LANGUAGES, {"most": "3", "n": "4"})
    assert (record.problems()[0].text.zh, record.problems()[0].text.en) == ("数：最多3", "Number: at most 3")
    record.set("most", "2")
    assert record.constraint_message("n", "en") == "at most 2" and record.required_message("n", "zh") == "请填"
    record.set("n", "")
    assert (record.problems()[0].text.zh, record.problems()[0].text.en) == ("数：请填", "Number: please fill in")
    record.speak("en")
    assert (record.language, record.label("n"), record.required_message("n")) == ("en", "Number", "please fill in")


# -- the whole record ----------------------------------------------------------------------------------------
def test_every_fault_is_named_in_the_order_of_the_questions() -> None:
    nodes = "<g><a/></g><n/><y/><p/><f/><h>9</h><z/>"
    model = (
        '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/g/a" required="true()"/>'
        '<bind nodeset="/data/y" constraint=". = 1"/>'
        '<bind nodeset="/data/f" calculate="regex(\'x\', /data/p)"/>'
        '<bind nodeset="/data/h" relevant="false()" constraint="false()"/>'
        '<bind nodeset="/data/z" required="regex(\'x\', /data/p)"/><bind nodeset="/data/one" type="string"/>'
    )
    choice = "<item><label>A</label><value>a</value></item>"
    body = (
        control("z")
        + control("y")
        + f'<group ref="/data/g">{control("g/a")}</group>'
        + control("one", "select1", choice)
        + control("n")
        + control("f")
        + control("p")
        + control("h")
    )
    record = begun(xform(nodes + "<one/>", model, body), {"n": "x", "y": "2", "p": "(", "one": "b"})
    assert [(each.path, each.kind) for each in record.problems()] == [
        ("z", "formula"),
        ("y", "constraint"),
        ("g/a", "required"),
        ("one", "choice"),
        ("n", "type"),
        ("f", "formula"),
    ]
    assert all(each.text.zh and each.text.en for each in record.problems())


def test_a_formula_that_is_not_asked_is_named_last_and_a_hidden_one_not_at_all() -> None:
    model = (
        '<bind nodeset="/data/f" calculate="regex(\'x\', /data/p)"/>'
        '<bind nodeset="/data/h" calculate="regex(\'x\', /data/p)" relevant="/data/a = 1"/>'
        '<bind nodeset="/data/a" required="true()"/>'
    )
    record = begun(xform("<f/><h/><p>(</p><a/>", model, control("p") + control("a")))
    assert [(each.path, each.kind) for each in record.problems()] == [("a", "required"), ("f", "formula")]
    record.set("p", "x")
    assert [each.path for each in record.problems()] == ["a"]


def test_a_lenient_answer_is_kept_and_named() -> None:
    record = begun(xform("<a/>", '<bind nodeset="/data/a" type="int" constraint=". &lt; 5"/>', control("a")))
    assert list(record.set("a", "9", lenient=True).faults) == ["a"] and record.get("a") == "9"
    record.set("a", "x", lenient=True)
    assert [each.kind for each in record.problems()] == ["type"]
    hidden = begun(xform("<a/>", '<bind nodeset="/data/a" relevant="false()"/>', control("a")))
    with pytest.raises(BadInput):
        hidden.set("a", "9", lenient=True)


@cites("bind.readonly", "bind.readonly.default", "xlsform.readonly")
def test_read_only_by_itself_or_by_a_group_around() -> None:
    model = '<bind nodeset="/data/g" readonly="/data/lock = 1"/><bind nodeset="/data/g/b" readonly="true()"/>'
    record = begun(
        xform(
            "<lock/><g><a/><b>x</b></g>", model, control("lock") + f'<group ref="/data/g">{control("g/a")}{control("g/b")}</group>'
        )
    )
    assert [record.readonly(path) for path in ("lock", "g/a", "g/b")] == [False, False, True]
    record.set("g/a", "1")
    record.set("lock", "1")
    assert record.readonly("g/a") and record.get("g/a") == "1"
    with pytest.raises(BadInput, match="只读"):
        record.set("g/a", "2")


def test_a_count_that_cannot_be_computed_is_named_with_its_repeat() -> None:
    body = control("p") + '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r" jr:count="number(regex(\'x\', /data/p))">'
    record = begun(xform("<p>x</p><r><n/></r>", "", f"{body}{control('r/n')}</repeat></group>"))
    assert record.problems() == [] and record.instances("r") == 1
    record.set("p", "(")
    assert record.instances("r") == 0 and [(each.path, each.kind) for each in record.problems()] == [("r", "formula")]
    record.set("p", "y")
    assert record.problems() == []


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("integer", "１２", "12"), ("integer", " 7 ", "7"), ("decimal", "１．５", "1.5"), ("decimal", "－2", "-2"),
        ("date", "２０２６-11-24", "2026-11-24"), ("time", "9:30", "09:30"), ("dateTime", "2026-11-24 9:30", "2026-11-24T09:30"),
        ("dateTime", "2026-11-24T08:30", "2026-11-24T08:30"), ("text", "１２ 9:30", "１２ 9:30"),
    ],
)  # fmt: skip
def test_what_a_chinese_keyboard_types_is_the_number_it_means(kind: str, typed: str, kept: str) -> None:
    record = record_of(survey(f"{kind} | a | A"))
    record.set("a", typed)
    assert record.get("a") == kept
