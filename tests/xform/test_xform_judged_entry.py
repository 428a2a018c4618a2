"""The public entry as an outside judge uses it: wrong input is refused with a message, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from raw_forms import xform
from sample_forms import ZONE

from fieldaudit.errors import BadInput
from fieldaudit.xform import ExpressionError, Form, Record, evaluate, load, read_sheets

NOW = datetime(2024, 5, 7, 9, 3, 5, tzinfo=ZONE)
SURVEY = """| survey |
| | type | name | label |
| | text | t | T |
| | integer | i | I |
| | select_multiple c | m | M |
| | geopoint | p | P |
| | begin repeat | r | R |
| | text | a | A |
| | end repeat |
| choices |
| | list_name | name | label |
| | c | a | Aa |
| | c | b | Bb |
"""
PATHS: list[Any] = [
    "", "/", "//", "///", ".", "..", "./t", "../t", "t/", "/x/t", "t[0]", "t[2]", "r[0]", "r[-1]", "r[99999999]", "r[1.5]",
    "r[ 1 ]", "r[1", "r]1[", "r[]", "r[a]", "r[²]", "r[1][1]/a", "r[1]/a/zz", "@id", "t/@x", "*", "//t", "t|i", "t\x00",
    " t ", "t]", "]", "[", "[1]", "x" * 10_000, "/".join("a" * 5000), "r[1]" * 500, "r[" + "9" * 5000 + "]", "${t}",
    None, 5, b"t", ["t"]]
ACTS: dict[str, Callable[[Record, Any], object]] = {
    **{name: lambda record, path, name=name: getattr(record, name)(path) for name in (
        "get", "label", "hint", "guidance", "media", "choices", "required", "readonly", "relevant", "constraint_message",
        "required_message", "instances", "add_repeat", "remove_repeat")},
    "set": lambda record, path: record.set(path, "x"),
    "evaluate": lambda record, path: record.evaluate("1", path),
    "answers": lambda record, path: begun({path: "x"}) if not isinstance(path, list) else None,
}


@cache
def form() -> Form:
    return load(SURVEY, "md", "judged")


def begun(answers: Any = None, **given: Any) -> Record:
    return Record(form(), answers, now=NOW, today=NOW.date(), **given)


@pytest.mark.parametrize("act", ACTS)
def test_a_path_is_taken_or_refused(act: str) -> None:
    """Any path, and what is no path at all, is either a place of the form or refused with a message."""
    record = begun()
    for path in PATHS:
        try:
            ACTS[act](record, path)
        except BadInput as error:
            assert str(error), path
    assert record.xml("uuid:1") and begun(record.answers()).values() == record.values()


@pytest.mark.parametrize("path", ["t", "i", "m", "p", "r[1]/a"])
@pytest.mark.parametrize("value", [None, 5, 5.0, True, [], {}, b"x", object()])
def test_an_answer_is_a_text(path: str, value: Any) -> None:
    """An answer that is no text is refused, leniently or not, when given and when resumed; nothing has changed."""
    record = begun()
    for lenient in (False, True):
        with pytest.raises(BadInput):
            record.set(path, value, lenient=lenient)
    with pytest.raises(BadInput):
        begun({path: value})
    assert record.values() == {}


@pytest.mark.parametrize("expression", [None, 5, b"1", "", "\x00", "\ud800", "(" * 10_000, "a[" * 5000])
def test_an_expression_is_a_text(expression: Any) -> None:
    """What is no expression is an ExpressionError, over a record and over a document."""
    for on in (begun(), "<d/>"):
        with pytest.raises(ExpressionError):
            evaluate(expression, on)


def test_texts_serve_as_well_as_bytes() -> None:
    """Sheets, a submission and the record saved last are read from a text as they are from bytes."""
    assert read_sheets(SURVEY, "md") == read_sheets(SURVEY.encode(), "md")
    sent = begun({"t": "火"}).xml("uuid:1").decode()
    assert Record.from_xml(form(), sent, now=NOW, today=NOW.date()).xml().decode() == sent
    wanted = load(SURVEY.replace("label |", "label | default |").replace("| T |", "| T | ${last-saved#t} |"), "md", "judged")
    assert Record(wanted, now=NOW, today=NOW.date(), last_saved=sent).get("t") == "火"


@pytest.mark.parametrize("reads", [
    lambda text: load(text, "md", "x"), lambda text: load(text, "xml", "x"), lambda text: read_sheets(text, "csv"),
    lambda text: evaluate("1", text), lambda text: Record.from_xml(form(), text, now=NOW, today=NOW.date())])
@pytest.mark.parametrize("text", ["", " ", "\ud800", "<a>\udfff</a>", "<a>", "\x00", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"])
def test_what_is_no_document(reads: Callable[[str], object], text: str) -> None:
    """What is no form, no sheets and no XML is refused with a message."""
    with pytest.raises(BadInput) as error:
        reads(text)
    assert str(error.value)


@pytest.mark.cites("instance.version", "submission.read-back")
@pytest.mark.parametrize("version", ['version="1"', 'orx:version="1"', ""])
def test_a_version_where_the_form_has_one(version: str) -> None:
    """A record carries the version of the form, and none where the form gives none; what is read back keeps its number."""
    made = load(xform("<t/>").replace('version="1"', version, 1), "xml", "judged")
    sent = Record(made, now=NOW, today=NOW.date()).xml("uuid:1")
    head = sent.decode().splitlines()[1]
    assert ('version="1"' in head) is ("version" in head) is bool(version)
    assert Record.from_xml(made, sent, now=NOW, today=NOW.date()).xml() == sent


@pytest.mark.cites("fn:jr:choice-name", "xlsform.choices")
def test_a_name_with_spaces() -> None:
    """The name of a choice of one may hold spaces: it is one name, with one label."""
    record = Record(load(SURVEY.replace("multiple c | m", "one c | m").replace("| a | Aa", "| a b | Aa"), "md", "judged"),
                    {"m": "a b"}, now=NOW, today=NOW.date())
    assert record.evaluate("jr:choice-name(/data/m, '/data/m')") == "Aa" and record.problems() == []


@pytest.mark.cites("fn:jr:choice-name")
@pytest.mark.parametrize("value", ["", "zz", "x y"])
def test_the_label_of_no_choice(value: str) -> None:
    """What is no choice of the question has no label."""
    assert begun().evaluate(f"jr:choice-name('{value}', '/data/m')") == ""


@pytest.mark.cites("fn:format-date")
@pytest.mark.parametrize(("language", "month"), [("", "May"), ("en", "May"), ("zh", "5月"), ("fr", "May")])
def test_months_of_a_form_that_names_no_language(language: str, month: str) -> None:
    """A form without languages has no locale of its own: the program's language counts, English where it says none."""
    record = begun(language=language)
    assert record.label("t") == "T" and record.choices("m")[0].label(language) == "Aa"
    assert record.evaluate("format-date('2024-05-07', '%b')") == month


@pytest.mark.cites("xlsform.languages")
def test_labels_by_the_name_of_the_language() -> None:
    """A choice and a question know a language by its code and by the name the author wrote."""
    made = load("""| survey |
| | type | name | label::English (en) | label::中文 (zh) |
| | select_one c | s | Pick | 选 |
| choices |
| | list_name | name | label::English (en) | label::中文 (zh) |
| | c | a | Yes | 是 |
""", "md", "judged")
    record = Record(made, now=NOW, today=NOW.date())
    english, chinese = ("Pick", "Yes"), ("选", "是")
    for language, (question, choice) in {"en": english, "English (en)": english, "zh": chinese, "中文 (zh)": chinese}.items():
        assert record.label("s", language) == question
        assert record.visible()[0].question.label(language) == question
        assert record.choices("s")[0].label(language) == choice
