"""What stands in a record before anybody answers: static and dynamic defaults, metadata, the record saved last."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from raw_forms import begun, control, raw_form, xform
from sample_forms import NOW, ZONE, form_of, record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record

cites = pytest.mark.cites
LATER = datetime(2026, 12, 1, 8, 0, tzinfo=ZONE)
YN = "| | list_name | name | label |\n| | yn | y | Yes |\n| | yn | n | No |\n"


# -- static ----------------------------------------------------------------------------------------------------
@cites("instance.default", "xlsform.default")
def test_a_value_in_the_form_is_the_answer_until_it_is_changed() -> None:
    form = form_of(
        survey(
            "select_one yn | a | A | | | | | y",
            "select_multiple yn | b | B | | | | | y n",
            "text | c | C | | | | | one two",
            "calculate | d | | | | concat(${a}, ${b}, ${c})",
            choices=YN,
        )
    )
    record = record_of(form)
    assert record.values() == {"a": "y", "b": "y n", "c": "one two", "d": "yy none two"} and record.problems() == []
    record.set("a", "n")
    record.set("c", "")
    assert record_of(form, record.answers()).values() == record.values() == {"a": "n", "b": "y n", "d": "ny n"}


@cites("instance.default", "bind.relevant")
def test_a_hidden_default_counts_for_nothing_until_it_is_shown() -> None:
    record = begun(
        xform(
            "<a/><b>5</b><c/>",
            '<bind nodeset="/data/b" relevant="/data/a = 1"/><bind nodeset="/data/c" calculate="/data/b"/>',
            control("a") + control("b"),
        )
    )
    assert record.values() == {} and record.set("a", "1").values == {"a": "1", "b": "5", "c": "5"}


@cites("instance.default", "bind.readonly")
def test_a_read_only_question_may_have_a_default() -> None:
    record = record_of(survey("text | a | A | | | | | x | yes"))
    assert record.values() == {"a": "x"} and record.readonly("a")
    with pytest.raises(BadInput, match="只读"):
        record.set("a", "y")


@cites("instance.binary-default")
def test_a_picture_of_the_form_may_be_a_default() -> None:
    record = begun(
        xform(
            "<p>jr://images/plan.png</p>",
            '<bind nodeset="/data/p" type="binary"/>',
            control("p", "upload").replace("<upload", '<upload mediatype="image/*"'),
        )
    )
    assert record.values() == {"p": "jr://images/plan.png"} and record.problems() == []


# -- metadata --------------------------------------------------------------------------------------------------
def preloads(*of: tuple[str, str, str]) -> str:
    """A form with nodes (name, jr:preload, jr:preloadParams)."""
    model = "".join(f'<bind nodeset="/data/{name}" jr:preload="{kind}" jr:preloadParams="{what}"/>' for name, kind, what in of)
    return xform("".join(f"<{name}/>" for name, *_ in of), model)


ALL = preloads(
    ("s", "timestamp", "start"),
    ("e", "timestamp", "end"),
    ("t", "date", "today"),
    ("d", "property", "deviceid"),
    ("u", "property", "username"),
    ("m", "property", "email"),
    ("p", "property", "phonenumber"),
    ("p2", "property", "phone number"),
    ("si", "property", "simserial"),
    ("su", "property", "subscriberid"),
    ("x", "other", "x"),
)


@cites(
    "preload.timestamp.start",
    "preload.timestamp.end",
    "preload.property.deviceid",
    "preload.property.email",
    "preload.property.username",
    "preload.property.phonenumber",
    "xlsform.type.metadata",
)
def test_metadata_is_what_is_passed_in() -> None:
    record = begun(ALL, person="li", device="lap-1", email="li@bureau.example", phone="+86 1")
    assert record.values() == {
        "s": "2026-11-24T09:30:00.000+08:00",
        "t": "2026-11-24",
        "d": "lap-1",
        "u": "li",
        "m": "li@bureau.example",
        "p": "+86 1",
        "p2": "+86 1",
    }
    assert "<e>2026-11-24T09:30:00.000+08:00</e>" in record.xml("uuid:1").decode()
    assert begun(ALL, person="", device="").values().keys() == {"s", "t"}


@cites("preload.first-load-only", "event.first-load")
def test_metadata_of_a_resumed_record_stays_as_it_was() -> None:
    record = begun(ALL, person="li", device="lap-1")
    for exact in (True, False):
        again = Record(record.form, record.answers(), now=LATER, today=LATER.date(), person="wang", device="lap-2", exact=exact)
        assert again.values() == record.values()


@cites("preload.uid")
def test_the_records_number_is_a_uuid_from_the_seed() -> None:
    source = xform(
        "<a/><told/><meta><instanceID/></meta>",
        '<bind nodeset="/data/meta/instanceID" jr:preload="uid" readonly="true()"/>'
        '<bind nodeset="/data/told" calculate="/data/meta/instanceID"/>',
        control("a"),
    )
    record = begun(source)
    assert re.fullmatch(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", record.instance_id)
    assert record.get("meta/instanceID") == record.get("told") == record.instance_id and record.values() == {
        "told": record.instance_id
    }
    assert begun(source).instance_id == record.instance_id != begun(source, seed=8).instance_id
    assert f"<instanceID>{record.instance_id}</instanceID>" in record.xml().decode()
    assert record_of(record.form, record.answers(), seed=9).instance_id == record.instance_id
    assert begun(xform("<a/>")).instance_id == ""


def test_metadata_cannot_be_answered_unless_it_is_asked() -> None:
    form = form_of(survey("username | u | ", "text | a | A"))
    with pytest.raises(BadInput, match="程序填写"):
        record_of(form).set("u", "me")
    asked = begun(xform("<u/>", '<bind nodeset="/data/u" jr:preload="property" jr:preloadParams="username"/>', control("u")))
    assert asked.get("u") == "12" and asked.set("u", "me").values == {"u": "me"}


def test_metadata_in_a_repeat_is_filled_in_for_every_instance() -> None:
    record = begun(
        xform(
            "<r><t/><n/></r>",
            '<bind nodeset="/data/r/t" jr:preload="date" jr:preloadParams="today"/>',
            f'<group ref="/data/r"><repeat nodeset="/data/r">{control("r/n")}</repeat></group>',
        )
    )
    assert record.add_repeat("r").values["r[2]/t"] == "2026-11-24" and record.get("r[1]/t") == "2026-11-24"


# -- dynamic ---------------------------------------------------------------------------------------------------
@cites("xlsform.default-dynamic")
def test_a_dynamic_default_keeps_the_value_it_was_given() -> None:
    form = form_of(
        survey(
            "username | who | ",
            "text | told | Told | | | | | ${who}",
            "date | d | D | | | | | today() + 1",
            "dateTime | t | T | | | | | now()",
            "time | h | H | | | | | now()",
        )
    )
    record = record_of(form)
    assert record.values() == {
        "who": "12",
        "told": "12",
        "d": "2026-11-25",
        "t": NOW.isoformat(timespec="milliseconds"),
        "h": "09:30:00.000+08:00",
    }
    assert Record(form, record.answers(), now=LATER, today=LATER.date(), person="9").values() == record.values()


@cites("uri.last-saved")
def test_the_record_saved_last_can_be_quoted() -> None:
    source = xform(
        "<street/><old/><r><n/></r>",
        '<instance id="ls" src="jr://instance/last-saved"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/street" value="instance(\'ls\')/data/street"/>'
        "<bind nodeset=\"/data/old\" calculate=\"concat(count(instance('ls')/data/r), ':', sum(instance('ls')/data/r/n))\"/>",
        control("street") + '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>',
    )
    assert begun(source).values() == {"old": "0:0"}
    before = begun(source, {"street": "Main", "r[1]/n": "2", "r[2]/n": "5"})
    for saved in (before.values(), before.xml("uuid:1")):
        record = begun(source, last_saved=saved)
        assert record.values() == {"street": "Main", "old": "2:7"}
        record.set("street", "Side")
        assert record_of(raw_form(source), record.answers(), last_saved=saved).get("street") == "Side"
    with pytest.raises(BadInput):
        begun(source, last_saved=b"<data>")
