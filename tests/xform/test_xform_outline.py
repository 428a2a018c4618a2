"""The order in which a record is asked, and the groups and repeats around its questions."""

from __future__ import annotations

import pytest
from raw_forms import asked, begun, control, xform
from sample_forms import record_of, survey

cites = pytest.mark.cites


@cites("group.presentation", "group.without-ref", "repeat.group-label", "repeat.instance-label", "xlsform.repeat.label")
def test_groups_and_repeats_are_lines_of_their_own() -> None:
    record = record_of(
        survey(
            "text | a | A",
            "begin_group | g | Group",
            "text | b | B",
            "begin_repeat | r | Room",
            "begin_group | in | Room ${n}",
            "text | n | N",
            "end_group | ",
            "text | m | M",
            "end_repeat | ",
            "text | c | C",
            "end_group | ",
            "begin_group | plain | ",
            "text | d | D",
            "end_group | ",
        )
    )
    record.set("g/r[1]/in/n", "7")
    record.add_repeat("g/r")
    lines = [
        (entry.depth, entry.kind, entry.path, entry.number, entry.total, entry.may_add, entry.may_remove, entry.labelled)
        for entry in record.outline()
    ]
    assert lines == [
        (0, "question", "a", 0, 0, False, False, True),
        (0, "group", "g", 0, 0, False, False, True),
        (1, "question", "g/b", 0, 0, False, False, True),
        (1, "repeat", "g/r", 0, 2, True, False, True),
        (2, "instance", "g/r[1]", 1, 2, False, True, True),
        (3, "group", "g/r[1]/in", 0, 0, False, False, True),
        (4, "question", "g/r[1]/in/n", 0, 0, False, False, True),
        (3, "question", "g/r[1]/m", 0, 0, False, False, True),
        (2, "instance", "g/r[2]", 2, 2, False, True, True),
        (3, "group", "g/r[2]/in", 0, 0, False, False, True),
        (4, "question", "g/r[2]/in/n", 0, 0, False, False, True),
        (3, "question", "g/r[2]/m", 0, 0, False, False, True),
        (1, "question", "g/c", 0, 0, False, False, True),
        (0, "group", "plain", 0, 0, False, False, False),
        (1, "question", "plain/d", 0, 0, False, False, True),
    ]
    assert [record.label(path) for path in ("g", "g/r", "g/r[2]", "g/r[1]/in", "g/r[2]/in")] == [
        "Group",
        "Room",
        "Room",
        "Room 7",
        "Room ",
    ]
    assert [entry.path for entry in record.outline() if entry.kind == "question"] == asked(record)


@cites("structure.bind-without-control", "structure.node-without-bind", "body.group")
def test_the_body_sets_the_order_not_the_nodes() -> None:
    body = control("c") + f'<group ref="/data/g">{control("g/b")}</group>' + control("a") + control("g/d")
    assert asked(begun(xform("<a/><g><d/><b/></g><c/><e/>", "", body))) == ["c", "g/b", "a", "g/d"]


@cites("repeat.nested", "body.repeat")
def test_nested_repeats_instance_by_instance() -> None:
    inner = '<repeat nodeset="/data/f/r">' + control("f/r/n") + "</repeat>"
    body = control("a") + f'<repeat nodeset="/data/f">{control("f/x")}{inner}{control("f/y")}</repeat>' + control("z")
    record = begun(xform("<a/><f><x/><r><n/></r><y/></f><z/>", "", body), {"f": "2", "f[1]/r": "2", "f[2]/r": "0"})
    assert asked(record) == ["a", "f[1]/x", "f[1]/r[1]/n", "f[1]/r[2]/n", "f[1]/y", "f[2]/x", "f[2]/y", "z"]
    assert [(entry.path, entry.total) for entry in record.outline() if entry.kind == "repeat"] == [
        ("f", 2),
        ("f[1]/r", 2),
        ("f[2]/r", 0),
    ]


def test_a_repeat_of_single_questions() -> None:
    record = begun(
        xform(
            "<n/><sum/>",
            '<bind nodeset="/data/sum" calculate="sum(/data/n)"/>',
            f'<repeat nodeset="/data/n">{control("n")}</repeat>',
        )
    )
    record.add_repeat("n")
    record.set("n[1]", "2")
    assert record.set("n[2]", "5").values == {"n[2]": "5", "sum": "7"} and asked(record) == ["n[1]", "n[2]"]
    assert record_of(record.form, record.answers()).values() == record.values()
    assert record.remove_repeat("n[1]").values["sum"] == "5"
