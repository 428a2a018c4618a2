"""Column by column: what XLSForm.org says a workbook may hold, and what comes of it when the form is filled in."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl
import pytest
from raw_forms import asked
from sample_forms import record_of

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, FormFaults, Record, load

pytestmark = pytest.mark.slow  # `make check` stays under a minute

cites = pytest.mark.cites


def sheet(name: str, header: str, *rows: str) -> str:
    return f"| {name} |\n| | {header} |\n" + "".join(f"| | {row} |\n" for row in rows)


def survey(header: str, *rows: str) -> str:
    return sheet("survey", header, *rows)


def made(*sheets: str, files: Mapping[str, bytes] | None = None) -> Form:
    source = "".join(sheets).encode()
    return load(source, "md", "a_file", files) if files else load(source, "md", "a_file")


def opened(
    *sheets: str, files: Mapping[str, bytes] | None = None, answers: Mapping[str, str] | None = None, **others: object
) -> Record:
    return record_of(made(*sheets, files=files), answers, **others)


YES_NO = sheet("choices", "list_name | name | label", "yn | y | Yes", "yn | n | No")


# -- workbook ------------------------------------------------------------------------------------------------------
@cites("xlsform.survey", "xlsform.choices", "xlsform.settings", "xlsform.form_id", "xlsform.form_title", "xlsform.name")
def test_settings_may_be_left_out() -> None:
    form = made(survey("type | name | label", "text | a | A", "select_one yn | b | B"), YES_NO)
    assert (form.name, form.title, form.root) == ("a_file", "a_file", "data")
    assert [question.label() for question in form.questions if question.kind in ("text", "select_one")] == ["A", "B"]


@cites(
    "xlsform.form_id",
    "xlsform.form_title",
    "xlsform.version",
    "xlsform.name",
    "xlsform.style",
    "xlsform.submission_url",
    "xlsform.attribute",
)
def test_settings_name_the_form() -> None:
    form = made(
        survey("type | name | label", "text | a | A"),
        sheet(
            "settings",
            "form_title | form_id | version | name | style | submission_url | attribute::xyz",
            "My Form | my_id | 2017021501 | household | pages | https://example.org/sub | 1234",
        ),
    )
    assert (form.title, form.name, form.version, form.root) == ("My Form", "my_id", "2017021501", "household")
    assert form.data["model"]["body_class"] == "pages" and form.data["model"]["submission"]["action"] == "https://example.org/sub"
    assert 'xyz="1234"' in record_of(form, {"a": "1"}).xml("uuid:1").decode()


@cites("xlsform.columns-any-order", "xlsform.aliases")
def test_columns_in_any_order_old_spellings_and_blank_rows() -> None:
    record = opened(
        survey(
            "caption | relevance | my notes | Name | TYPE | read_only",
            "A | | keep | a | string | ",
            "  |  |  |  |  | ",
            "G | ${a} = 'x' | | g | begin group | ",
            "B | | | b | int | ",
            " | | | | end group | ",
            "C | | | c | select one from yn | ",
            "D | | | d | select all that apply from yn | yes",
        ),
        sheet("choices", "list name | value | caption", "yn | y | Yes", "yn | n | No"),
    )
    assert asked(record) == ["a", "c", "d"]
    record.set("a", "x")
    assert asked(record) == ["a", "g/b", "c", "d"] and record.label("g/b") == "B"
    assert record.readonly("d") and [choice.name for choice in record.choices("c")] == ["y", "n"]


@cites("xlsform.names")
@pytest.mark.parametrize(
    ("name", "good"), [("_a", True), ("a-1.b_2", True), ("naïve", True), ("1a", False), ("a b", False), ("a,b", False)]
)
def test_names_are_xml_names(name: str, good: bool) -> None:
    source = survey("type | name | label", f"text | {name} | A")
    if good:
        assert made(source).question(name).kind == "text"
    else:
        with pytest.raises(FormFaults):
            made(source)


@cites("xlsform.formats")
def test_a_workbook_may_be_xlsx_csv_or_markdown() -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), ("integer", "a", "How many?")):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    csv = b'"survey",,,\n,"type","name","label"\n,"integer","a","How many?"\n'
    md = survey("type | name | label", "integer | a | How many?").encode()
    for source, media_type in ((stream.getvalue(), "xlsx"), (csv, "csv"), (md, "md")):
        form = load(source, media_type, "book")
        assert (form.question("a").kind, form.question("a").label()) == ("integer", "How many?")


@cites("xlsform.reference", "path.own-repeat", "path.repeat-from-outside")
def test_a_reference_is_the_question_seen_from_where_it_is_used() -> None:
    record = opened(
        survey(
            "type | name | label | calculation",
            "begin_repeat | r | R | ",
            "integer | n | N | ",
            "calculate | twice | | ${n} * 2",
            "note | t | It is ${n} of ${all} | ",
            "end_repeat | | | ",
            "calculate | all | | sum(${n})",
        ),
        answers={"r": "2", "r[1]/n": "3", "r[2]/n": "4"},
    )
    assert (record.get("r[1]/twice"), record.get("r[2]/twice"), record.get("all")) == ("6", "8", "7")
    assert record.label("r[2]/t") == "It is 4 of 7"


# -- types ---------------------------------------------------------------------------------------------------------
TYPES = [
    ("integer", "integer", "7", "x", "integer"),
    ("decimal", "decimal", "1.5", "x", "decimal"),
    ("text", "text", "x", "", "text"),
    ("geopoint", "geopoint", "1 2 0 0", "x", "geo"),
    ("geotrace", "geotrace", "1 2 0 0; 3 4 0 0", "1 2 0 0", "geo"),
    ("geoshape", "geoshape", "1 2 0 0; 3 4 0 0; 3 5 0 0; 1 2 0 0", "1 2 0 0; 3 4 0 0", "geo"),
    ("date", "date", "2024-02-29", "2024-02-30", "date"),
    ("time", "time", "10:00:00", "x", "date"),
    ("dateTime", "dateTime", "2024-02-29T10:00:00Z", "x", "date"),
    ("image", "image", "a.jpg", "", "media"),
    ("audio", "audio", "a.mp3", "", "media"),
    ("video", "video", "a.mp4", "", "media"),
    ("file", "file", "a.pdf", "", "media"),
    ("barcode", "barcode", "978", "", "barcode"),
    ("acknowledge", "acknowledge", "OK", "no", "acknowledge"),
    ("select_one yn", "select_one", "y", "z", "select_one"),
    ("select_multiple yn", "select_multiple", "y n", "z", "select_multiple"),
    ("rank yn", "rank", "n y", "n", "rank"),
]


@pytest.mark.parametrize(
    ("kind", "told", "good", "bad"), [pytest.param(*row[:4], marks=cites(f"xlsform.type.{row[4]}"), id=row[0]) for row in TYPES]
)
def test_a_question_type_takes_its_answers(kind: str, told: str, good: str, bad: str) -> None:
    record = opened(survey("type | name | label", f"{kind} | q | Q"), YES_NO)
    assert record.form.question("q").kind == told
    record.set("q", good)
    assert record.values()["q"] == good
    if bad:
        with pytest.raises(BadInput):
            record.set("q", bad)


@cites("xlsform.type.note", "xlsform.type.calculate", "xlsform.type.hidden", "xlsform.calculation")
def test_what_is_shown_and_what_is_not() -> None:
    record = opened(
        survey(
            "type | name | label | calculation | default",
            "note | n | Read this | | ",
            "calculate | c | | 1 + 1 | ",
            "hidden | h | | | constant | ",
            "integer | silent | | 2 + 2 | ",
            "integer | loud | Loud | 3 + 3 | ",
        )
    )
    assert asked(record) == ["n", "loud"]
    assert {name: record.get(name) for name in ("c", "h", "silent", "loud")} == {
        "c": "2",
        "h": "constant",
        "silent": "4",
        "loud": "6",
    }


@cites("xlsform.type.range", "xlsform.parameters")
@pytest.mark.parametrize(
    ("parameters", "bounds"),
    [("", ("1", "10", "1")), ("start=0 end=17 step=1", ("0", "17", "1")), ("start=1; end=5; step=0.5", ("1", "5", "0.5"))],
)
def test_a_range_has_bounds_by_default(parameters: str, bounds: tuple[str, str, str]) -> None:
    question = made(survey("type | name | label | parameters", f"range | q | Q | {parameters}")).question("q")
    assert tuple(question.parameters[name] for name in ("start", "end", "step")) == bounds


@cites("xlsform.type.metadata")
def test_metadata_fills_itself_in() -> None:
    record = opened(
        survey(
            "type | name",
            *(f"{kind} | m_{kind}" for kind in ("start", "end", "today", "deviceid", "phonenumber", "username", "email")),
            "audit | audit",
        ),
        person="North",
        device="fa:7",
        email="mail@example.org",
        phone="555",
    )
    got = {name: record.get(f"m_{name}") for name in ("start", "today", "deviceid", "phonenumber", "username", "email")}
    assert got == {
        "start": "2026-11-24T09:30:00.000+08:00",
        "today": "2026-11-24",
        "deviceid": "fa:7",
        "phonenumber": "555",
        "username": "North",
        "email": "mail@example.org",
    }
    assert "<m_end>2026-11-24T09:30:00.000+08:00</m_end>" in record.xml("uuid:1").decode()
    assert asked(record) == []


# -- choices -------------------------------------------------------------------------------------------------------
PLACES = sheet(
    "choices",
    "list_name | name | label | state",
    "states | wa | Washington | ",
    "states | tx | Texas | ",
    "towns | king | King | wa",
    "towns | pierce | Pierce | wa",
    "towns | bexar | Bexar | tx",
)


@cites("xlsform.choice_filter", "xlsform.choice_columns")
def test_a_choice_filter_keeps_what_it_holds_true() -> None:
    record = opened(
        survey(
            "type | name | label | choice_filter | calculation",
            "select_one states | s | S | | ",
            "select_one towns | t | T | state = ${s} | ",
            "calculate | where | | | instance('towns')/child::root/item[name = ${t}]/state",
        ),
        PLACES,
    )
    assert record.choices("t") == ()
    record.set("s", "wa")
    assert [choice.name for choice in record.choices("t")] == ["king", "pierce"]
    record.set("t", "pierce")
    assert record.get("where") == "wa"


@cites("xlsform.allow_choice_duplicates")
def test_two_choices_of_one_name_need_leave() -> None:
    sheets = (
        survey("type | name | label", "select_one l | q | Q"),
        sheet("choices", "list_name | name | label", "l | a | A", "l | a | Other A"),
    )
    with pytest.raises(FormFaults):
        made(*sheets)
    form = made(*sheets, sheet("settings", "allow_choice_duplicates", "yes"))
    assert [choice.label() for choice in record_of(form).choices("q")] == ["A", "Other A"]


@cites("xlsform.or_other")
def test_or_other_adds_a_choice_and_a_question() -> None:
    record = opened(survey("type | name | label", "select_one yn or_other | q | Q"), YES_NO)
    assert [choice.name for choice in record.choices("q")] == ["y", "n", "other"]
    assert asked(record) == ["q"]
    record.set("q", "other")
    assert asked(record) == ["q", "q_other"]
    record.set("q_other", "perhaps")
    record.set("q", "y")
    assert record.values() == {"q": "y"}


FRUIT = b"name,label,ccode,cname,kind\na,Apple,1,Apfel,pome\nb,Banana,2,Banane,berry\nc,Cherry,3,Kirsche,drupe\n"


@cites("xlsform.type.select_from_file", "xlsform.from_file_columns")
@pytest.mark.parametrize(
    ("parameters", "offered"),
    [("", [("a", "Apple"), ("c", "Cherry")]), ("value=ccode label=cname", [("1", "Apfel"), ("3", "Kirsche")])],
)
def test_choices_from_a_file(parameters: str, offered: list[tuple[str, str]]) -> None:
    record = opened(
        survey(
            "type | name | label | parameters | choice_filter",
            f"select_multiple_from_file fruit.csv | q | Q | {parameters} | kind != 'berry'",
        ),
        files={"fruit.csv": FRUIT},
    )
    assert [(choice.name, choice.label()) for choice in record.choices("q")] == offered
    record.set("q", " ".join(name for name, _ in offered))


@cites("xlsform.pulldata", "fn:pulldata", "xlsform.type.external")
def test_values_are_pulled_from_a_file() -> None:
    data = b"name_key,name\nmango,Mango\norange,Orange\n"
    record = opened(
        survey(
            "type | name | label | calculation",
            "text | key | Key | ",
            "calculate | f | | pulldata('fruits', 'name', 'name_key', ${key})",
        ),
        files={"fruits.csv": data},
    )
    assert record.get("f") == ""
    record.set("key", "orange")
    assert record.get("f") == "Orange"
    record.set("key", "kiwi")
    assert record.get("f") == ""


@cites("xlsform.type.external")
def test_files_are_attached_to_look_things_up_in() -> None:
    xml = b"<houses><house><rooms>3</rooms></house><house><rooms>4</rooms></house><house><rooms>3</rooms></house></houses>"
    record = opened(
        survey(
            "type | name | label | calculation",
            "csv-external | fruit | | ",
            "xml-external | houses | | ",
            "integer | rooms | Rooms | ",
            "calculate | n | | count(instance('houses')/houses/house[rooms = current()/../rooms])",
            "calculate | k | | instance('fruit')/child::root/item[name = 'b']/kind",
        ),
        files={"fruit.csv": FRUIT, "houses.xml": xml},
    )
    assert (record.get("n"), record.get("k")) == ("0", "berry")
    record.set("rooms", "3")
    assert record.get("n") == "2"


@cites("xlsform.external_choices")
def test_choices_from_the_sheet_of_external_choices() -> None:
    record = opened(
        survey(
            "type | name | label | choice_filter", "select_one yn | s | S | ", "select_one_external towns | t | T | state = ${s}"
        ),
        YES_NO,
        sheet("external_choices", "list_name | name | label | state", "towns | king | King | y", "towns | bexar | Bexar | n"),
    )
    record.set("s", "y")
    assert [(choice.name, choice.label()) for choice in record.choices("t")] == [("king", "King")]
    record.set("t", "king")
    with pytest.raises(BadInput):
        record.set("t", "bexar")


@cites("xlsform.randomize", "fn:randomize")
def test_choices_may_be_shuffled() -> None:
    letters = sheet("choices", "list_name | name | label", *(f"l | {letter} | {letter.upper()}" for letter in "abcdefgh"))

    def offered(parameters: str, seed: int) -> list[str]:
        record = opened(
            survey(
                "type | name | label | parameters | default", "integer | sd | S | | 42", f"select_one l | q | Q | {parameters} | "
            ),
            letters,
            seed=seed,
        )
        return [choice.name for choice in record.choices("q")]

    assert sorted(offered("randomize=true", 1)) == list("abcdefgh")
    assert offered("randomize=true, seed=${sd}", 1) == offered("randomize=true, seed=${sd}", 2) != list("abcdefgh")
    assert offered("randomize=true seed=7", 1) != offered("randomize=true seed=8", 1)


# -- columns -------------------------------------------------------------------------------------------------------
@cites("xlsform.hint", "xlsform.guidance_hint", "xlsform.languages", "xlsform.media", "xlsform.default_language")
def test_texts_and_media_by_language() -> None:
    record = opened(
        survey(
            "type | name | label::English (en) | label::Español (es) | hint::English (en) | hint::Español (es) | "
            "guidance_hint::English (en) | image::English (en) | image::Español (es)",
            "text | q | Name? | ¿Nombre? | Sign | Letrero | Training | en.png | es.png",
        ),
        sheet("settings", "default_language", "Español (es)"),
    )
    assert (record.label("q"), record.label("q", "en"), record.label("q", "es")) == ("¿Nombre?", "Name?", "¿Nombre?")
    assert (record.hint("q", "en"), record.hint("q", "es"), record.guidance("q", "en")) == ("Sign", "Letrero", "Training")
    assert record.media("q", "en")["image"].endswith("en.png") and record.media("q", "es")["image"].endswith("es.png")


@cites(
    "xlsform.constraint",
    "xlsform.constraint_message",
    "xlsform.required",
    "xlsform.required_message",
    "xlsform.relevant",
    "xlsform.readonly",
)
def test_rules_of_a_question() -> None:
    record = opened(
        survey(
            "type | name | label | constraint | constraint_message | required | required_message | relevant | readonly",
            "integer | age | Age | . <= 150 | too old | yes | say the age | | ",
            "text | why | Why | | | ${age} > 100 | | ${age} > 50 | ",
            "text | fixed | Fixed | | | | | | yes",
        )
    )
    assert [(each.path, each.kind) for each in record.problems()] == [("age", "required")]
    assert str(record.problems()[0].text).endswith("say the age")
    with pytest.raises(BadInput, match="too old"):
        record.set("age", "151")
    record.set("age", "60")
    assert asked(record) == ["age", "why", "fixed"] and not record.required("why")
    record.set("age", "120")
    assert record.required("why") and record.readonly("fixed")


@cites("xlsform.trigger", "xlsform.trigger-several")
def test_a_trigger_computes_when_its_question_changes() -> None:
    record = opened(
        survey(
            "type | name | label | calculation | trigger",
            "text | name | Name | | ",
            "text | nick | Nick | | ",
            "integer | age | Age | | ${name}",
            "text | seen | | concat(${name}, '/', ${nick}) | ${name}, ${nick}",
        )
    )
    assert record.get("seen") == ""
    record.set("age", "70")
    record.set("name", "South")
    assert (record.get("age"), record.get("seen")) == ("", "South/")
    record.set("age", "80")
    record.set("nick", "B")
    assert (record.get("age"), record.get("seen")) == ("80", "South/B")


@cites("xlsform.default", "xlsform.default-dynamic", "odk:dynamic-default")
def test_defaults_constant_and_computed() -> None:
    record = opened(
        survey(
            "type | name | label | default",
            "date | d | D | 2010-06-15",
            "date | t | T | today()",
            "integer | base | B | 5",
            "begin_repeat | r | R | ",
            "integer | n | N | ${base} + 1",
            "end_repeat | | | ",
        )
    )
    assert record.values() == {"d": "2010-06-15", "t": "2026-11-24", "base": "5", "r[1]/n": "6"}
    record.set("base", "7")
    record.add_repeat("r")
    assert (record.get("r[1]/n"), record.get("r[2]/n")) == ("6", "8")


@cites("xlsform.appearance", "xlsform.field-list", "xlsform.max-pixels", "xlsform.prefixes", "xlsform.namespaces")
def test_what_a_client_needs_is_handed_on() -> None:
    form = made(
        survey(
            "type | name | label | appearance | parameters | instance::hxl | bind::esri:fieldLength | body::kind",
            "begin_group | g | G | field-list | | | | ",
            "image | i | I | signature | max-pixels=1000 | | | ",
            "integer | n | N | w1 bearing | | #population | 50 | special",
            "end_group | | | | | | | ",
        ),
        sheet("settings", "namespaces", 'esri="http://esri.com/xforms"'),
    )
    assert form.question("g/n").appearance == "w1 bearing" and str(form.question("g/i").max_pixels) == "1000"
    assert 'hxl="#population"' in record_of(form, {"g/n": "3"}).xml("uuid:1").decode()
    told = form.data
    assert any("50" in each.values() for each in told["bind_attributes"].values())
    assert any(control["attributes"].get("kind") == "special" for control in told["controls"])
    assert any(group.get("appearance") == "field-list" for group in told["groups"].values())


# -- groups and repeats --------------------------------------------------------------------------------------------
@cites("xlsform.group", "xlsform.group.relevant")
def test_groups_are_closed_and_skipped_together() -> None:
    rows = (
        "integer | age | Age | ",
        "begin_group | child | Child | ${age} <= 5",
        "begin_group | arm | Arm | ",
        "integer | muac | M | ",
        "end_group | | | ",
        "integer | b | B | ",
        "end_group | | | ",
    )
    record = opened(survey("type | name | label | relevant", *rows))
    record.set("age", "6")
    assert asked(record) == ["age"]
    record.set("age", "5")
    assert asked(record) == ["age", "child/arm/muac", "child/b"]
    with pytest.raises(FormFaults):
        made(survey("type | name | label | relevant", *rows[:-1]))


@cites("xlsform.repeat", "xlsform.repeat_count", "xlsform.repeat.relevant", "repeat.count.dynamic")
def test_repeats_fixed_counted_and_skipped() -> None:
    record = opened(
        survey(
            "type | name | label | repeat_count | relevant",
            "integer | n | N | | ",
            "begin_repeat | fixed | F | 3 | ",
            "text | a | A | | ",
            "end_repeat | | | | ",
            "begin_repeat | counted | C | ${n} + 1 | ",
            "text | b | B | | ",
            "end_repeat | | | | ",
            "begin_repeat | open | O | | ${n} > 1",
            "text | c | C | | ",
            "end_repeat | | | | ",
        )
    )
    assert (record.instances("fixed"), record.instances("open")) == (3, 0)
    record.set("n", "2")
    assert (record.instances("counted"), record.instances("open")) == (3, 1)
    record.add_repeat("open")
    assert record.instances("open") == 2
    with pytest.raises(BadInput):
        record.add_repeat("counted")


# -- settings ------------------------------------------------------------------------------------------------------
@cites("xlsform.instance_name", "meta.instanceName")
def test_a_record_is_named_by_its_answers() -> None:
    record = opened(
        survey("type | name | label", "text | first | F", "text | last | L"),
        sheet("settings", "instance_name", "concat(${last}, ', ', ${first})"),
    )
    record.set("first", "North")
    record.set("last", "Hall")
    assert "instanceName>Hall, North</" in record.xml("uuid:1").decode()


@cites("xlsform.clean_text_values")
@pytest.mark.parametrize(("setting", "label"), [("yes", "so far"), ("no", "so    far")])
def test_runs_of_spaces_are_cleaned_unless_told_otherwise(setting: str, label: str) -> None:
    form = made(survey("type | name | label", "text | a | so    far"), sheet("settings", "clean_text_values", setting))
    assert form.question("a").label() == label


@cites("xlsform.entities", "entities.saveto", "entities.create")
def test_the_sheet_of_entities() -> None:
    record = opened(
        survey("type | name | label | save_to", "text | species | S | species", "integer | age | A | "),
        sheet("entities", "list_name | label | create_if", "trees | concat('a ', ${species}) | ${age} > 18"),
    )
    record.set("species", "oak")
    record.set("age", "20")
    sent = record.xml("uuid:1").decode()
    assert 'dataset="trees"' in sent and 'create="true"' in sent and "<label>a oak</label>" in sent


@cites("odk:last-saved", "uri.last-saved")
def test_an_answer_of_the_record_saved_last_may_be_the_default() -> None:
    form = made(survey("type | name | label | default", "text | street | Street | ${last-saved#street}"))
    first = record_of(form)
    first.set("street", "Long Lane")
    assert record_of(form, last_saved=first.xml("uuid:1")).get("street") == "Long Lane"
