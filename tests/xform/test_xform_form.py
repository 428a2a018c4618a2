"""A compiled form says what its author wrote, and opens again without pyxform or lxml."""

from __future__ import annotations

import pickle
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_forms import raw_form, xform
from sample_forms import WIDE, form_of, record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, load
from fieldaudit.xform.form import Parts
from fieldaudit.xform.languages import code_of

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FORM = form_of(WIDE)
_ITEXT = """<itext><translation lang="English (en)"><text id="a"><value>A</value><value form="short">a</value>
<value form="image">jr://images/a.png</value></text><text id="h"><value form="guidance">G</value></text></translation>
<translation lang="中文 (zh)" default="true()"><text id="a"><value>甲</value>
<value form="audio">jr://audio/a.mp3</value></text></translation></itext>
<instance id="t" src="jr://file-csv/t.csv"/><instance id="ls" src="jr://instance/last-saved"/>
<submission orx:auto-send="true"/>
<bind nodeset="/data/a" type="binary" jr:requiredMsg="必填" jr:constraintMsg="jr:itext('a')" orx:max-pixels="800"
 saveIncomplete="true()"/>
<setvalue event="odk-instance-first-load" ref="/data/g/b" value="1"/>"""
RICH = raw_form(xform('<a odk:tag="x"/><g><b/></g>', _ITEXT, """<input ref="/data/a" rows="3"><label ref="jr:itext('a')"/>
<hint ref="jr:itext('h')"/></input><group ref="/data/g" appearance="field-list"><label ref="jr:itext('a')"/>
<input ref="b"/></group>""",
                      attributes='odk:prefix="p"'))
ROOT = Path(__file__).parents[2]


def test_name_version_titles_and_languages_are_the_authors() -> None:
    assert (FORM.name, FORM.version, FORM.languages, FORM.default_language) == ("sample", "3", ("zh", "en"), "zh")
    assert dict(FORM.titles) == {"zh": "样表", "en": "Sample"}


def test_a_title_in_one_language_serves_both() -> None:
    assert set(form_of(WIDE.replace("样表 / Sample", "样表")).titles.values()) == {"样表"}


def test_a_form_without_id_is_named_as_its_file() -> None:
    assert load(survey("text | a | A").encode(), "md", "kitchen").name == "kitchen"


def test_sections_are_the_top_level_groups() -> None:
    assert [(s.path, s.labels["zh"], s.labels["en"]) for s in FORM.sections] == [
        ("building", "建筑", "Building"), ("rooms", "房间", "Room"), ("helpers", "人员", "Helper")]


def test_questions_come_in_the_order_they_are_asked_then_what_is_computed() -> None:
    assert [q.path for q in FORM.questions] == [
        "building/bars", "building/beds", "building/told", "rooms/title", "rooms/area", "rooms/spot", "rooms/why", "helpers/who",
        "many",
        "day", "photo", "remark", "building/twice", "building/stamp", "rooms/number", "rooms/label_before", "total", "roomcount",
        "spoken", "meta/instanceID"]


def test_a_question_has_everything_of_its_row() -> None:
    beds = FORM.question("building/beds")
    assert (beds.name, beds.section, beds.kind, beds.default) == ("beds", "building", "integer", "2")
    assert (beds.label("zh"), beds.label("en"), beds.messages["en"]) == ("床位数", "Beds", "beds must be 1 to 9")
    assert beds.relevant.split() == ["/data/building/bars", "=",
        "'fail'"] and beds.required and beds.constraint == ". > 0 and . < 10"
    assert FORM.question("building/told").label("en") == "${beds} beds"
    assert FORM.question("rooms[4]/spot").choice_filter and FORM.question("building/twice").calculation


def test_choices_have_names_and_labels() -> None:
    assert [(c.name, c.label("zh"), c.label("en")) for c in FORM.question("building/bars").choices] == [
        ("pass", "符合", "Pass"), ("fail", "不符合", "Fail"), ("na", "不适用", "Not applicable")]


def test_fa_columns_ride_along() -> None:
    assert dict(FORM.question("building/bars").fa) == {"fail": "fail", "severity": "major", "days": "15"}
    assert dict(FORM.question("many").fa) == {}


@pytest.mark.parametrize(("row", "kind"), [
    ("text | q | Q", "text"), ("integer | q | Q", "integer"), ("decimal | q | Q", "decimal"), ("date | q | Q", "date"),
    ("time | q | Q", "time"),
    ("dateTime | q | Q", "dateTime"), ("geopoint | q | Q", "geopoint"), ("image | q | Q", "image"), ("audio | q | Q", "audio"),
    ("video | q | Q", "video"),
    ("file | q | Q", "file"), ("note | q | Q", "note"), ("acknowledge | q | Q", "acknowledge"), ("barcode | q | Q", "barcode"),
    ("range | q | Q", "range"),
    ("select_one yn | q | Q", "select_one"), ("select_multiple yn | q | Q", "select_multiple"), ("rank yn | q | Q", "rank"),
    ("calculate | q | | | | 1 + 1", "calculate"), ("hidden | q | ", "hidden"), ("start | q | ", "metadata"),
    ("geotrace | q | Q", "geotrace"),
    ("text | q | Q | | | 1 + 1", "text"),
])
def test_a_question_of_every_type_has_its_kind(row: str, kind: str) -> None:
    form = form_of(survey(row, "text | other | O", choices="| | list_name | name | label |\n| | yn | y | Y |\n"))
    assert form.question("q").kind == kind


def test_unknown_paths_are_refused() -> None:
    with pytest.raises(BadInput, match="nowhere"):
        FORM.question("nowhere")


def test_a_form_survives_bytes_and_pickling() -> None:
    assert Form.from_bytes(FORM.to_bytes()) == FORM == pickle.loads(pickle.dumps(FORM))
    assert Form.from_bytes(FORM.to_bytes()).to_bytes() == FORM.to_bytes()
    assert Form.from_bytes(FORM.to_bytes()).questions == FORM.questions


def sealed(body: bytes) -> bytes:
    return body + b"\n" + f"{zlib.crc32(body):08x}".encode()


@pytest.mark.parametrize("data", [
    b"", b"{}", b"[]", b"\xff", b"\n", b'{"format": 1}', b'{"format": 99}', FORM.to_bytes()[:-5], FORM.to_bytes() + b"\n",
    sealed(b""), sealed(b"[]"), sealed(b"{}"), sealed(b'{"format": 1}'), sealed(b'{"format": 99}'), sealed(b'{"format": 2}'),
    sealed(b"[" * 100_000),
    sealed(FORM.to_bytes().rpartition(b"\n")[0].replace(b'"name":', b'"nome":'))])
def test_bytes_that_are_no_compiled_form_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="编译"):
        Form.from_bytes(data)


@given(st.integers(0, len(FORM.to_bytes()) - 1), st.integers(0, 7))
def test_a_compiled_form_with_any_bit_flipped_is_refused(at: int, bit: int) -> None:
    data = bytearray(FORM.to_bytes())
    data[at] ^= 1 << bit
    with pytest.raises(BadInput, match="编译"):
        Form.from_bytes(bytes(data))


def test_forms_are_equal_when_they_say_the_same() -> None:
    one, same, other = (form_of(survey(row)) for row in ("text | a | A", "text | a | A ", "text | a | B"))
    assert one == same and hash(one) == hash(same) and one != other and one != "a form"


def test_everything_of_a_form_survives_bytes() -> None:
    """A form that says all a form can say is the same from its bytes, the order of languages and of attributes too."""
    again = Form.from_bytes(RICH.to_bytes())
    for name in ("name", "version", "root", "languages", "language_names", "title", "titles", "actions", "groups",
                 "root_attributes", "bind_attributes", "model", "last_saved", "externals", "media_files", "questions", "sections",
                 "definitions"):
        assert getattr(again, name) == getattr(RICH, name), name
    assert list(again.question("a").media) == list(RICH.question("a").media) == ["zh", "en"]
    assert again.definitions[0].name == "data" and again.actions and again.groups and again.externals and again.media_files


def test_a_question_of_a_rich_form_has_every_part() -> None:
    a = RICH.question("a")
    assert dict(a.labels) == {"zh": "甲", "en": "A"} and dict(a.short) == {"en": "a"} and dict(a.guidance) == {"en": "G"}
    assert dict(a.media["en"]) == {"image": "jr://images/a.png"} and dict(a.media["zh"]) == {"audio": "jr://audio/a.mp3"}
    assert dict(a.parameters) == {"rows": "3", "saveIncomplete": "true()", "orx:max-pixels": "800"} and a.max_pixels == 800
    assert dict(a.required_messages) == {"zh": "必填"} and dict(a.messages) == {"zh": "甲", "en": "A"}
    assert RICH.media_files == ("a.mp3", "a.png") and [each["file"] for each in RICH.externals] == ["t.csv"]
    assert RICH.language_of("English (en)") == "en" and RICH.last_saved == ("ls",)


@pytest.mark.parametrize(("texts", "language", "spoken"), [
    ({"zh": "甲", "en": "A"}, "en", "A"), ({"zh": "甲", "en": "A"}, "", "甲"), ({"zh": "甲", "en": ""}, "en", "甲"),
    ({"en": "A"}, "zh", "A"),
    ({"en": "A"}, "fr", "A"), ({}, "zh", ""), ({"zh": "甲", "en": "A"}, "English (en)", "A"),
    ({"zh": ["x", {"value": "y"}]}, "en", ["x", {"value": "y"}])])
def test_a_missing_translation_falls_back_to_the_default_language(texts: dict[str, Parts], language: str, spoken: Parts) -> None:
    assert RICH.spoken(texts, language) == spoken


def test_a_compiled_form_opens_and_is_filled_in_without_pyxform_or_lxml(tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_bytes(FORM.to_bytes())
    script = f"""import sys, datetime
sys.modules['pyxform'] = sys.modules['lxml'] = sys.modules['openpyxl'] = None
from fieldaudit.xform import Form, Record
now = datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc)
record = Record(Form.from_bytes(open({str(file)!r}, 'rb').read()), now=now, today=now.date())
record.set('building/bars', 'fail')
record.problems()
print(record.xml('uuid:1').decode().count('<bars>fail</bars>'))"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_languages_are_known_by_their_code_or_their_name() -> None:
    assert [code_of(name) for name in ("中文 (zh)", "English (en)", "中文", "English", "default", "Français (fr)")] == [
        "zh", "en", "zh", "en", "default", "fr"]


RAW = b"""<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa"
 xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Raw</h:title><model>
<instance><data id="raw" orx:version="9"><one>x</one><pick/><room><n>1</n></room><room><n>2</n></room>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<bind nodeset="/data/one" type="xsd:string" readonly="1 = 2"/>
<bind nodeset="/data/pick" type="select1" jr:constraintMsg="no" constraint=". != 'b'"/>
<bind nodeset="/data/room/n" type="int"/></model></h:head>
<h:body><select1 ref="/data/pick"><label>Pick</label><item><label>A</label><value>a</value></item>
<item><label>B</label><value>b</value></item></select1>
<input ref="/data/one"><label>One is <output value="/data/pick"/></label><hint>h</hint></input>
<group ref="/data/room"><label>Room</label><repeat nodeset="/data/room"><input ref="n"/></repeat></group></h:body></h:html>"""


def test_a_raw_xform_is_compiled_as_well() -> None:
    form = load(RAW.replace(b'ref="n"', b'ref="/data/room/n"'), "xml", "raw.xml")
    assert (form.name, form.version, form.title) == ("raw", "9", "Raw")
    assert [q.path for q in form.questions] == ["pick", "one", "room/n", "orx:meta/orx:instanceID"]
    record = record_of(form)
    assert [asked.path for asked in record.visible()] == ["pick", "one", "room[1]/n", "room[2]/n"]
    record.set("pick", "a")
    assert record.label("one") == "One is a" and record.hint("one") == "h" and record.get("room[2]/n") == "2"
    with pytest.raises(BadInput, match="Pick：no"):
        record.set("pick", "b")
    assert b'<data id="raw" version="9" xmlns:orx="http://openrosa.org/xforms">' in record.xml("uuid:2")
    assert b"<orx:instanceID>uuid:2</orx:instanceID>" in record.xml("uuid:2")


def test_the_same_form_in_markdown_csv_and_excel_is_the_same(tmp_path: Path) -> None:
    import csv
    import io

    import openpyxl

    from fieldaudit.xform.xlsform.sheets import read

    sheets = read(WIDE.encode(), "md")
    book, text = openpyxl.Workbook(), io.StringIO()
    book.remove(book.active)  # type: ignore[arg-type]
    writer = csv.writer(text)
    for name, sheet in sheets.items():
        writer.writerow([name])
        page = book.create_sheet(name)
        for cells in (sheet.columns, *([row.get(column, "") for column in sheet.columns] for _, row in sheet.rows)):
            page.append([cell or None for cell in cells])
            writer.writerow(["", *cells])
    book.save(tmp_path / "form.xlsx")
    assert load((tmp_path / "form.xlsx").read_bytes(), "xlsx", "sample") == FORM
    assert load(text.getvalue().encode(), "csv", "sample") == FORM
