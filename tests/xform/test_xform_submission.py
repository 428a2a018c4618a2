"""Submission XML: the same bytes for the same record, only what is relevant, and back again."""

from __future__ import annotations

import pytest
from sample_forms import NOW, WIDE, form_of, record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record
from fieldaudit.xform.xmlsafe import MAX_DEPTH

FORM = form_of(WIDE)


def back(xml: bytes) -> Record:
    return Record.from_xml(FORM, xml, now=NOW, today=NOW.date(), person="12", device="1", seed=7)


def answered(record: Record) -> dict[str, str]:
    """What counts, apart from the number the record was given when it was written."""
    return {path: value for path, value in record.values().items() if path != "meta/instanceID"}


def test_the_submission_is_canonical_and_holds_what_is_relevant() -> None:
    record = record_of(survey("text | a | A", "begin_group | g | G", "text | b | B | ${a} = 'x'", "text | c | C", "end_group | "),
        {"a": "<&>\"'"})
    assert record.xml("uuid:1", {"note": "n", "aaa": "1"}).decode() == """<?xml version="1.0" encoding="UTF-8"?>
<data id="sample" version="">
  <a>&lt;&amp;&gt;"'</a>
  <g>
    <c/>
  </g>
  <meta>
    <instanceID>uuid:1</instanceID>
    <aaa>1</aaa>
    <note>n</note>
  </meta>
</data>
"""


def test_a_record_comes_back_from_its_xml_with_its_meta() -> None:
    record = record_of(FORM, {"building/bars": "fail", "building/beds": "3", "rooms": "2", "rooms[2]/title": "  二楼\r\n东侧 ",
        "many": "pass na"})
    xml = record.xml("uuid:1", {"photos": "[]"})
    again = back(xml)
    assert answered(again) == answered(record) and again.meta == {"instanceID": "uuid:1", "photos": "[]"}
    assert again.get("meta/instanceID") == "uuid:1"
    assert again.xml("uuid:1", {"photos": "[]"}) == xml


def test_a_default_that_was_taken_back_stays_blank() -> None:
    record = record_of(FORM, {"building/bars": "fail"})
    record.set("building/beds", "")
    record.set("day", "")
    assert answered(back(record.xml("uuid:1"))) == answered(record)


def test_removed_repeats_stay_removed() -> None:
    record = record_of(FORM)
    record.remove_repeat("rooms[1]")
    assert b"<rooms>" not in record.xml("uuid:1") and back(record.xml("uuid:1")).instances("rooms") == 0


@pytest.mark.parametrize(("old", "new"), [
    (b'id="sample"', b'id="other"'), (b'version="3"', b'version="4"'), (b"<many/>", b"<manyy/>"), (b"<many/>", b"<many/><many/>"),
    (b"</data>", b""),
    (b"<data ", b"<!DOCTYPE data []><data "), (b"<many/>", b"<many>&lol;</many>"),
    (b"<many/>", b"<many>" + b"<x>" * MAX_DEPTH + b"</x>" * MAX_DEPTH + b"</many>"),
    (b"<data ", b"<dat "),
])
def test_xml_of_another_form_or_that_is_unsafe_is_refused(old: bytes, new: bytes) -> None:
    xml = record_of(FORM).xml("uuid:1").replace(b'<?xml version="1.0" encoding="UTF-8"?>\n', b"")
    assert old in xml
    with pytest.raises(BadInput):
        back(xml.replace(old, new, 1))


def test_an_instance_id_and_sound_meta_names_are_needed() -> None:
    record = record_of(FORM)
    for instance_id, meta in (("", {}), ("uuid:1", {"a b": "1"}), ("uuid:1", {"1a": "1"}), ("uuid:1", {"a": "\x00"})):
        with pytest.raises(BadInput):
            record.xml(instance_id, meta)


def test_the_end_is_kept_once_it_is_written() -> None:
    form = form_of(survey("text | a | A", "end | finished | "))
    xml = record_of(form).xml("uuid:1")
    later = Record.from_xml(form, xml, now=NOW.replace(year=2027), today=NOW.date())
    assert later.xml("uuid:1") == xml and b"<finished>2026-11-24T" in xml


def test_a_finished_record_is_not_new_so_events_of_the_first_load_do_not_come_again() -> None:
    form = form_of(survey("text | a | A", "date | d | D | ${a} = 'x' | | | | today()", "today | t | | ${a} = 'x'"))
    again = Record.from_xml(form, record_of(form).xml("uuid:1"), now=NOW, today=NOW.date())
    again.set("a", "x")
    assert answered(again) == {"a": "x"}
