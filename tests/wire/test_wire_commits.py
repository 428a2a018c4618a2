"""Commits survive both encodings, whatever they hold; broken ones are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_examples import DEVICE, DISTRICT, answer, commit, row

from fieldaudit.domain.core import (
    Change,
    Commit,
    CommitId,
    RowId,
    Scope,
    SegmentBody,
    SegmentHeader,
    make_id,
)
from fieldaudit.errors import BadInput, Damaged, OurBug
from fieldaudit.wire.columns import Packed
from fieldaudit.wire.segments import (
    FIRST_PREV,
    MAX_BODY,
    MAX_COMMIT,
    decode_body,
    decode_commit,
    decode_commits,
    encode_body,
    encode_commit,
    pack,
)

pytestmark = pytest.mark.slow  # `make check` stays under a minute

BIG = (1 << 63) - 1
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
CELL = st.none() | WORDS | st.integers(-BIG - 1, BIG) | st.floats(allow_nan=False, allow_infinity=False)
ROWS = st.integers(1, BIG).map(RowId)
IDS = st.lists(st.integers(1, BIG).map(CommitId), max_size=3).map(tuple)
COLUMNS = st.sampled_from(["value", "note", "void", "名称", ""])


@st.composite
def changes(draw: st.DrawFn) -> Change:
    cells = draw(st.dictionaries(COLUMNS, CELL, max_size=4))
    new = draw(st.booleans())
    base = {} if new else {column: draw(IDS) for column in cells if draw(st.booleans())}
    saw = draw(IDS) if "void" in cells else ()
    return Change(draw(st.sampled_from(["answer", "item", "机构"])), draw(ROWS), cells, new, base, saw)


@st.composite
def commits(draw: st.DrawFn) -> tuple[Commit, ...]:
    seqs = sorted(draw(st.sets(st.integers(1, (1 << 40) - 1), min_size=1, max_size=5)))
    return tuple(
        Commit(CommitId(make_id(DEVICE, seq)), draw(st.integers(0, BIG)), draw(st.integers(0, BIG)),
               draw(st.integers(0, BIG)), draw(ROWS), DISTRICT, draw(WORDS),
               tuple(draw(st.lists(changes(), max_size=4, unique_by=lambda one: (one.table, one.row)))))
        for seq in seqs)


FRONTIER = st.dictionaries(st.tuples(st.integers(0, BIG).map(Scope), st.integers(1, 9)), st.integers(1, 99),
                           max_size=3)


def header_for(commits: tuple[Commit, ...]) -> SegmentHeader:
    return SegmentHeader(DISTRICT, DEVICE, 1, 1, commits[0].seq, commits[-1].seq, FIRST_PREV)


def exactly(value: object) -> str:
    """Types and all, whatever the order of cells: 1 is not 1.0."""
    if isinstance(value, SegmentBody):
        return exactly((value.commits, value.frontier))
    if isinstance(value, Commit | Change):
        return exactly([getattr(value, name) for name in value.__slots__])
    if isinstance(value, dict):
        return f"{{{sorted((exactly(key), exactly(inner)) for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(exactly, value))}]"
    return repr(value)


@pytest.mark.slow
@settings(derandomize=True, max_examples=100, deadline=None)
@given(commits())
def test_any_commit_survives_its_json(given_commits: tuple[Commit, ...]) -> None:
    encoded = [encode_commit(one) for one in given_commits]
    assert exactly([decode_commit(data) for data in encoded]) == exactly(given_commits)
    assert exactly(decode_commits(encoded)) == exactly(given_commits)


@pytest.mark.slow
@settings(derandomize=True, max_examples=150, deadline=None)
@given(commits(), FRONTIER)
def test_any_run_of_commits_survives_its_columns(
        given_commits: tuple[Commit, ...], frontier: dict[tuple[Scope, int], int]) -> None:
    body = SegmentBody(given_commits, frontier)
    data = encode_body(body)
    assert exactly(decode_body(data, header_for(given_commits))) == exactly(body)


def test_changes_of_one_commit_keep_their_order() -> None:
    mixed = commit(1, Change("item", row(1), {"place": "a"}, new=True),
                   Change("answer", row(2), {"value": "b"}),
                   Change("item", row(3), {"place": "c"}, new=True), Change("item", row(4), {}))
    assert decode_body(encode_body(SegmentBody((mixed,), {})), header_for((mixed,))).commits == (mixed,)


@pytest.mark.parametrize("change", [
    Change("answer", row(1), {"value": True}),
    Change("answer", row(1), {"value": float("nan")}),
    Change("answer", row(1), {"value": 1 << 63}),
    Change("answer", row(1), {"value": "\ud800"}),
    Change("answer", row(1), {"value": ["a"]}),  # type: ignore[dict-item]
    Change("answer", RowId(0), {"value": "a"}),
    Change("answer", row(1), {"value": "a"}, new=True, base={"value": (CommitId(1),)}),
    Change("answer", row(1), {"value": "a"}, base={"note": (CommitId(1),)}),
    Change("answer", row(1), {"value": "a"}, saw=(CommitId(1),))])
def test_a_broken_change_is_refused_where_it_is_written(change: Change) -> None:
    broken = commit(7, change)
    with pytest.raises(BadInput) as caught:
        encode_commit(broken)
    assert caught.value.where == "commit 3-7 (answer)"
    with pytest.raises(BadInput):
        encode_body(SegmentBody((broken,), {}))


def test_a_commit_that_changes_a_row_twice_is_refused() -> None:
    with pytest.raises(BadInput):
        encode_commit(commit(1, Change("answer", row(1), {}), Change("answer", row(1), {"value": "x"})))


def test_commits_of_two_scopes_or_out_of_order_make_no_segment() -> None:
    for wrong in ((), (answer(1), commit(2, scope=Scope(0))), (answer(2), answer(1)), (answer(1), answer(1))):
        with pytest.raises(OurBug):
            encode_body(SegmentBody(wrong, {}))


@pytest.mark.parametrize("data", [
    b"", b"[]", b"{}", b"null", b"[1,2,3,4,5,6,7,8]", b"1],[2", b'[1,1,1,1,1,1,"x",[]]', b"[" * 9000,
    b'[3298534883329,1,1,1,1,1,"x",{"groups":[],"order":[0]}]', b'[3298534883329,1,1,1,1,1,"x",{"order":[]}]',
    b'[3298534883329,1,1,1,1,1,"x",{"groups":[{"base":[],"cells":[[true]],"columns":["a"],"new":1,"row":[1],'
    b'"saw":[],"table":"t"}],"order":[0]}]'])
def test_bytes_that_are_no_commit_are_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        decode_commit(data)


def edits(value: Any) -> list[tuple[Any, Any, Any]]:
    """Every place inside a JSON value: (container, key, what stands there)."""
    found = []
    for key in (value if isinstance(value, dict) else range(len(value))):
        found.append((value, key, value[key]))
        if isinstance(value[key], dict | list):
            found += edits(value[key])
    return found


VOIDED = Change("answer", row(1), {"value": "y", "void": "x"},
                base={"value": (CommitId(5),)}, saw=(CommitId(6),))
BODY = (answer(1), commit(2, VOIDED, Change("item", row(9), {"place": None}, new=True)))


@pytest.mark.parametrize("junk", [None, -1, 1 << 62, "x", [], {}, True, 0.5, [[1]]])
def test_a_body_with_any_one_part_replaced_is_damaged_or_another_good_body(junk: object) -> None:
    text = encode_body(SegmentBody(BODY, {(Scope(0), 1): 4}))
    refused = 0
    for place in range(len(edits(json.loads(text)))):
        value = json.loads(text)
        container, key, _ = edits(value)[place]
        container[key] = junk
        try:
            decoded = decode_body(json.dumps(value).encode(), header_for(BODY))
        except Damaged:
            refused += 1
        else:
            assert exactly(decode_body(encode_body(decoded), header_for(BODY))) == exactly(decoded)
    assert refused > 30  # most places admit no such value; only cells, words and some numbers do


def test_a_body_without_the_first_and_last_of_its_header_is_damaged() -> None:
    body = encode_body(SegmentBody((answer(3), answer(5)), {}))
    for first, last in ((3, 4), (2, 5), (4, 5), (3, 6)):
        with pytest.raises(Damaged):
            decode_body(body, SegmentHeader(DISTRICT, DEVICE, 1, 1, first, last, FIRST_PREV))


def test_packing_cuts_between_commits_and_loses_none() -> None:
    run = [commit(seq, Change("answer", row(seq), {"value": "字" * (seq * 37 % 900)}, new=True))
           for seq in range(1, 3001)]
    frontier = {(Scope(0), 1): 4}
    packed = pack(list(map(encode_commit, run)), frontier)
    opened = [decode_body(part.body, header_of(part)) for part in packed]
    assert [one for body in opened for one in body.commits] == run
    assert len(packed) > 1 and all(len(part.body) <= MAX_BODY for part in packed)
    for part, body in zip(packed, opened, strict=True):
        assert body.frontier == frontier and part.max_hlc == max(one.hlc for one in body.commits)
        assert part.body == encode_body(body), "whichever way it was packed"


def header_of(part: Packed) -> SegmentHeader:
    return SegmentHeader(DISTRICT, DEVICE, 1, 1, part.first, part.last, FIRST_PREV)


def test_packing_nothing_gives_nothing_and_a_few_commits_one_segment() -> None:
    assert pack([], {}) == []
    (part,) = pack([encode_commit(answer(1)), encode_commit(answer(2))], {})
    assert decode_body(part.body, header_of(part)).commits == (answer(1), answer(2))


@pytest.mark.slow
@settings(derandomize=True, max_examples=100, deadline=None)
@given(commits(), FRONTIER)
def test_what_is_packed_from_the_tail_has_the_bytes_of_the_commits_in_columns(
        given_commits: tuple[Commit, ...], frontier: dict[tuple[Scope, int], int]) -> None:
    (part,) = pack([encode_commit(one) for one in given_commits], frontier)
    assert part.body == encode_body(SegmentBody(given_commits, frontier))
    assert (part.first, part.last) == (given_commits[0].seq, given_commits[-1].seq)


def test_an_act_with_many_rows_of_one_shape_is_kept_in_columns_and_another_change_by_change() -> None:
    answers = [Change("answer", row(n), {"value": "符合"}, new=True) for n in range(1, 9)]
    mixed = commit(1, *answers, Change("answer", row(20), {"void": "x"}, base={"void": (CommitId(5),)}, saw=(CommitId(6),)))
    assert json.loads(encode_commit(mixed))[7].keys() == {"groups", "order"}
    assert decode_commit(encode_commit(mixed)) == mixed
    assert type(json.loads(encode_commit(commit(1, *answers[:3])))[7]) is list


def test_a_commit_above_one_megabyte_stands_alone_and_above_sixteen_is_refused_by_name() -> None:
    long = commit(2, Change("form", row(2), {"source": "x" * (MAX_BODY + 1)}, new=True), verb="import")
    packed = pack(list(map(encode_commit, (answer(1), long, answer(3)))), {})
    assert [(part.first, part.last) for part in packed] == [(1, 1), (2, 2), (3, 3)]
    longer = commit(2, Change("form", row(2), {"source": "x" * MAX_COMMIT}, new=True), verb="import")
    with pytest.raises(BadInput) as caught:
        pack([encode_commit(answer(1)), encode_commit(longer)], {})
    assert caught.value.where == "commit 3-2 (import)"
