"""Segments that arrive whole, torn, twice, late, out of order, forged or forked; and sealing our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import (
    FIRST,
    INSPECTOR,
    KEY,
    NOW,
    PEOPLE,
    SECOND,
    STRANGER,
    SUPERVISOR,
    YEAR,
    Chain,
    act,
    begin,
    certificate,
    contents,
    enrol,
    hand_over,
    laptops,
    new,
    objects,
    scope_key,
    signed,
    take_trust,
    wrapped_key,
    write,
)

from fieldaudit.domain.core import Certificate, Change, Revocation, RowId, make_id
from fieldaudit.errors import Damaged, NotAllowed
from fieldaudit.store import Store
from fieldaudit.store.connection import transaction
from fieldaudit.store.schema import COMPARED, DERIVED
from fieldaudit.store.verify import verify
from fieldaudit.wire.segments import MAX_BODY, read_header

pytestmark = pytest.mark.slow  # `make check` stays under a minute

Bureau = Callable[[int], list[Store]]


def three_segments(store: Store) -> list[bytes]:
    """A home, corrected twice, each act a segment."""
    home = begin(store)
    store.seal()
    for beds in (1, 2):
        write(store, home, beds=beds)
        store.seal()
    return objects(store)


# -- sealing ---------------------------------------------------------------------------------------------


def test_sealing_changes_no_table_and_twice_makes_no_second_segment(laptop: Store) -> None:
    write(laptop, begin(laptop), beds=1)
    begin(laptop, SECOND)
    before = contents(laptop, DERIVED)
    assert laptop.seal() == 3
    first = objects(laptop)
    assert [read_header(data).scope for data in first] == [FIRST, SECOND]
    assert laptop.query("SELECT * FROM log") == []
    assert laptop.seal() == 0
    assert objects(laptop) == first, "the same bytes for ever"
    assert contents(laptop, DERIVED) == before
    assert verify(laptop) == []


def test_more_than_a_segment_holds_becomes_several_in_one_chain(bureau: Bureau) -> None:
    here, there = bureau(2)
    text = "字" * (MAX_BODY // 20)
    for n in range(8):
        here.commit(FIRST, "register.import", INSPECTOR, [here.create("institution", name=f"{n}", address=text)], NOW)
    assert here.seal() == 8
    headers = [read_header(data) for data in objects(here)]
    assert [header.ordinal for header in headers] == list(range(1, len(headers) + 1)) and len(headers) > 1
    hand_over(here, there)
    assert contents(there, COMPARED) == contents(here, COMPARED)


def test_without_the_scopes_key_nothing_can_be_sealed_and_nothing_is_lost(tmp_path: Path) -> None:
    (store,) = laptops(1, tmp_path, scopes=(FIRST,))
    with closing(store):
        begin(store, FIRST)
        home = begin(store, SECOND)
        with pytest.raises(NotAllowed):
            store.seal()
        assert store.get("institution", home) is not None and verify(store) == []
        with transaction(store.connection):
            store.trust.add_scope_key(scope_key(SECOND))
        assert store.seal() == 1 and len(objects(store)) == 2


# -- bad bytes -------------------------------------------------------------------------------------------


@contextmanager
def pair() -> Iterator[tuple[Store, Store]]:
    with TemporaryDirectory() as folder:
        here, there = laptops(2, Path(folder))
        with closing(here), closing(there):
            yield here, there


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 7)), min_size=20, max_size=20), st.integers(1, 400))
def test_a_segment_with_a_flipped_bit_or_cut_short_never_gets_in(flips: list[tuple[int, int]], cut: int) -> None:
    with pair() as (here, there):
        (data,) = [three_segments(there)[0]]
        before = contents(here, (*DERIVED, "segment", "fork"))
        for place, bit in flips:
            bad = bytearray(data)
            bad[place % len(bad)] ^= 1 << bit
            assert here.receive(bytes(bad)).status in ("damaged", "unknown")
        for torn in (data[:-cut], data + b"\0" * cut, b"\0" * len(data), b""):
            assert here.receive(torn).status == "damaged"
        here.apply_received()
        assert contents(here, (*DERIVED, "segment", "fork")) == before
        assert here.receive(data).status == "new", "and the whole one still arrives"


# -- order -----------------------------------------------------------------------------------------------


def test_dropped_reordered_and_repeated_segments_wait_or_are_known(bureau: Bureau) -> None:
    here, there = bureau(2)
    one, two, three = three_segments(there)
    assert here.receive(three).status == "gap"
    assert here.receive(two).status == "gap"
    assert here.receive(one).status == "new"
    assert here.receive(three).status == "gap", "two is still missing"
    assert here.receive(one).status == "known"
    here.apply_received()
    assert here.receive(two).status == "new" and here.receive(three).status == "new"
    assert here.receive(two).status == "known"
    here.apply_received()
    assert here.apply_received() == {}
    assert contents(here, COMPARED) == contents(there, COMPARED)


def test_a_gap_in_one_chain_holds_up_no_other(bureau: Bureau) -> None:
    here, there, other = bureau(3)
    _, two, _ = three_segments(there)
    home = begin(other)
    hand_over(other, here)
    assert here.receive(two).status == "gap"
    assert here.get("institution", home) is not None


def test_a_chain_whose_acts_count_backwards_is_refused(bureau: Bureau) -> None:
    here, _ = bureau(2)
    chain = Chain(2)
    assert here.receive(chain.seal(act(2, 7, new("institution", make_id(2, 1))))).status == "new"
    assert here.receive(chain.seal(act(2, 7, new("institution", make_id(2, 2))))).status == "damaged"


def test_a_segment_of_an_unknown_device_waits_for_its_certificate(bureau: Bureau) -> None:
    here, _ = bureau(2)
    data = Chain(9).seal(act(9, 1, new("institution", make_id(9, 1))))
    assert here.receive(data).status == "unknown"
    assert not take_trust(here, certificate(9))
    assert here.receive(data).status == "new"
    assert here.apply_received() == {"institution": 1}


def test_a_segment_of_a_scope_without_key_is_kept_and_applied_when_the_key_comes(tmp_path: Path, bureau: Bureau) -> None:
    there = bureau(3)[1]
    far, near = begin(there, SECOND), begin(there, FIRST)
    there.seal()
    here = enrol(Store(tmp_path / "one-district.db", KEY), 3, signed(certificate(2), certificate(3)), scopes=(FIRST,))
    with closing(here):
        assert [here.receive(data).status for data in objects(there)] == ["new", "new"]
        here.apply_received()
        assert here.get("institution", near) is not None and here.get("institution", far) is None
        assert verify(here) == [], "what cannot be read yet is no fault"
        here.rebuild()
        with transaction(here.connection):
            assert here.trust.take_key_object(f"keys/{SECOND}/1/3", wrapped_key(SECOND, 3))
        here.apply_received()
        assert here.get("institution", far) is not None
        assert contents(here, COMPARED) == contents(there, COMPARED)


def test_what_was_received_and_not_yet_applied_is_no_fault_and_is_applied_later(bureau: Bureau) -> None:
    here, there = bureau(2)
    home = begin(there)
    there.seal()
    for data in objects(there):
        here.receive(data)
    assert verify(here) == []
    assert here.get("institution", home) is None
    assert here.apply_received() == {"institution": 1}
    assert here.get("institution", home) is not None


# -- forged ----------------------------------------------------------------------------------------------


def test_a_signed_segment_that_says_nonsense_is_passed_by_and_named(bureau: Bureau) -> None:
    here, _, there = bureau(3)
    chain = Chain(2)
    nonsense = chain.seal(act(2, 1, new("institution", make_id(2, 1))), body=b'{"commits":[]}')
    good = chain.seal(act(2, 2, new("institution", make_id(2, 2), name="好")))
    home = begin(there)
    assert here.receive(nonsense).status == "new", "only who has the key can tell"
    assert here.receive(good).status == "new"
    hand_over(there, here)
    assert [row["id"] for row in here.find("institution")] == [make_id(2, 2), home]
    here.rebuild()
    assert [row["id"] for row in here.find("institution")] == [make_id(2, 2), home]
    (fault,) = verify(here)
    assert "segments/1/2/1" in str(fault)


ODD_NUMBERS = st.sampled_from((0, -1, 1, 2**31, 2**62, 2**63 - 1, -(2**63)))
ODD_FACTS = st.sampled_from(
    (
        "",
        "{",
        "[]",
        "null",
        '{"due":"9999-99-99"}',
        '{"result":"passed","photos":-1,"wells":[{"depth_m":1e308}]}',
        '{"days":99999999999}',
    )
)
KINDS = ("found", "ordered", "served", "submitted", "reinspected", "cleared", "extended", "no_access", "", "无此事")


@pytest.mark.slow
@settings(max_examples=60)
@given(st.sampled_from(KINDS), ODD_FACTS, ODD_NUMBERS, ODD_NUMBERS, st.integers(0, 2**63 - 1 - NOW - 10**6))
def test_an_absurd_hazard_or_event_of_a_certified_device_stops_nothing(
    kind: str, facts: str, number: int, other: int, observed_at: int
) -> None:
    with closing(enrol(Store(":memory:", KEY), 1, signed(certificate(1), certificate(2)))) as here:
        item = new("item", make_id(2, 1), severity=kind, term_days=number, term_kind="working", institution=other)
        visit = new("inspection", make_id(2, 2), inspector_row=number, second_row=other)
        ordered = new("event", make_id(2, 3), item=make_id(2, 1), kind="ordered", facts_json=f'{{"term_days":{number}}}')
        event = new("event", make_id(2, 4), item=make_id(2, 1), kind=kind, facts_json=facts)
        step = new("inspection_event", make_id(2, 5), inspection=make_id(2, 2), kind=kind, facts_json=facts)
        acts = (
            act(2, 1, item, verb="inspection.answer"),
            act(2, 2, visit, verb="inspection.begin"),
            act(2, 3, ordered, event, verb="item.submit", observed_at=observed_at),
            act(2, 4, step, verb="inspection.finish", observed_at=observed_at),
            act(2, 5, new("institution", make_id(2, 6), name="好")),
        )
        assert here.receive(Chain(2).seal(*acts)).status == "new"
        here.apply_received()
        assert here.get("institution", RowId(make_id(2, 6))) is not None
        assert len(here.query("SELECT * FROM item_state")) == 1
        assert here.rebuild() == 5


def test_rows_under_another_devices_number_and_one_row_twice_are_quarantined(bureau: Bureau) -> None:
    here, _ = bureau(2)
    home = begin(here)
    chain = Chain(2)
    here.receive(chain.seal(act(2, 1, new("institution", make_id(1, 50)))))
    here.receive(chain.seal(act(2, 2, new("institution", make_id(2, 1)), new("item", make_id(2, 1)), verb="conflict.settle")))
    here.receive(chain.seal(act(2, 3, Change("institution", home, {"_last": 1}))))
    here.receive(chain.seal(act(2, 4, Change("institution", home, {"beds": "三"}))))
    here.apply_received()
    assert [row["cid"] for row in here.query("SELECT cid FROM quarantine ORDER BY cid")] == [make_id(2, n) for n in (1, 2, 3, 4)]
    assert [row["id"] for row in here.find("institution")] == [home]


def test_a_key_object_the_bureau_did_not_sign_is_not_kept_or_passed_on(bureau: Bureau) -> None:
    here, _ = bureau(2)
    before = contents(here, ("key_object", "scope_key"))
    good = wrapped_key(FIRST, 2, epoch=4)
    for name, data in (("keys/1/4/2", b"{}"), ("keys/1/4/2", good.replace(b'"epoch":4', b'"epoch":5')), ("keys/1/5/2", good)):
        with pytest.raises(Damaged), transaction(here.connection):
            here.trust.take_key_object(name, data)
    assert contents(here, ("key_object", "scope_key")) == before


# -- certificates and revocations ------------------------------------------------------------------------


def test_revocation_quarantines_what_follows_its_line_and_nothing_before(bureau: Bureau) -> None:
    root, ended, other = bureau(3)
    home = begin(ended)
    hand_over(ended, root)
    with transaction(root.connection):
        revocation = root.trust.revoke(2, {FIRST: 1}, NOW)
    root.trust_changed([revocation])
    late = write(ended, home, name="吊销之后")
    hand_over(ended, other)
    assert other.find("institution", name="吊销之后"), "it has not heard yet"

    assert take_trust(other, revocation)
    hand_over(ended, root)
    for store in (root, other):
        assert [row["cid"] for row in store.query("SELECT cid FROM quarantine")] == [late.id]
        assert [row["name"] for row in store.find("institution")] == ["试验养老院"]
        assert verify(store) == []
    assert contents(root, COMPARED) == contents(other, COMPARED)
    take_trust(ended, revocation)
    with pytest.raises(NotAllowed):
        write(ended, home, name="还想写")

    raised = Revocation(2, 9, {FIRST: 2}, NOW)  # the line may be raised
    for store, order in ((root, (raised,)), (other, (raised, Revocation(2, 5, {}, NOW)))):
        for statement in order:
            take_trust(store, statement)
        assert store.find("institution", name="吊销之后"), "the greatest serial counts, whatever came last"
        store.trust.reload()
        assert store.rebuild() > 0 and store.find("institution", name="吊销之后")


def test_a_revoked_scope_has_a_new_key_that_the_others_get(bureau: Bureau) -> None:
    root, _ended, other = bureau(3)
    with transaction(root.connection):
        root.trust.revoke(2, {}, NOW)
    begin(root)
    root.seal()
    assert read_header(objects(root)[-1]).epoch == 2
    wrapped = {row["name"]: bytes(row["object"]) for row in root.query("SELECT * FROM key_object")}
    assert "keys/1/2/3" in wrapped and "keys/1/2/2" not in wrapped
    hand_over(root, other)
    assert other.find("institution") == []
    with transaction(other.connection):
        other.trust.take_key_object("keys/1/2/3", wrapped["keys/1/2/3"])
    other.apply_received()
    assert len(other.find("institution")) == 1


def three_certificates() -> list[Certificate]:
    """A stranger is listed in between only."""
    people = ((SUPERVISOR, "supervisor"), (STRANGER, "inspector"))
    return [
        certificate(2, serial=1),
        certificate(2, serial=2, valid_from=NOW, people=people),
        certificate(2, serial=3, valid_from=NOW + 10_000, people=PEOPLE),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 2, 1), (1, 0, 2)])
@pytest.mark.parametrize("when", ["before", "received", "applied"])
def test_certificates_count_the_same_in_whatever_order_and_however_late_they_come(order: tuple[int, ...], when: str) -> None:
    statements = three_certificates()
    with closing(enrol(Store(":memory:", KEY), 1, signed(certificate(1), statements[order[0]]))) as here:
        rest = [statements[n] for n in order[1:]]
        times = {1: -5, 2: 5, 3: 15}  # seconds: one act under each certificate
        acts = [
            act(2, seq, new("institution", make_id(2, seq)), author=author, hlc=(NOW + times[seq // 2 + 1] * 1000 << 16) + seq)
            for seq, author in enumerate((INSPECTOR, STRANGER, INSPECTOR, STRANGER, INSPECTOR, STRANGER))
            if seq
        ]
        chain = Chain(2)
        for certificate_ in rest if when == "before" else ():
            take_trust(here, certificate_)
        for one in acts:
            here.receive(chain.seal(one))
        if when == "applied":
            here.apply_received()
        for certificate_ in rest if when != "before" else ():
            take_trust(here, certificate_)
        here.apply_received()
        assert [row["id"] for row in here.find("institution")] == [make_id(2, 3), make_id(2, 4)]
        assert verify_tables(here)


def test_a_certificate_that_governs_only_a_time_between_two_others_counts_when_it_comes_last(bureau: Bureau) -> None:
    here, _ = bureau(2)
    one, two, three = three_certificates()
    take_trust(here, one, three)
    chain = Chain(2)
    for seq, seconds in ((1, -5), (2, 5)):
        here.receive(chain.seal(act(2, seq, new("institution", make_id(2, seq)), hlc=NOW + seconds * 1000 << 16)))
    here.apply_received()
    assert len(here.find("institution")) == 2
    assert take_trust(here, two)
    assert [row["id"] for row in here.find("institution")] == [make_id(2, 1)]


def verify_tables(store: Store) -> bool:
    """Would making the tables anew change them?"""
    before = contents(store, COMPARED)
    store.rebuild()
    return contents(store, COMPARED) == before


def test_a_crash_between_receiving_and_applying_hides_nothing_from_later_certificates(bureau: Bureau) -> None:
    here, _ = bureau(2)
    here.receive(Chain(2).seal(act(2, 1, new("institution", make_id(2, 1)))))
    here.rebuild()  # applies it, as the next start would
    assert len(here.find("institution")) == 1
    assert take_trust(here, certificate(2, serial=2, valid_from=NOW - YEAR + 1, people=((STRANGER, "inspector"),)))
    assert here.find("institution") == []


# -- forks -----------------------------------------------------------------------------------------------


def branches() -> tuple[bytes, list[bytes], list[bytes]]:
    """A common first segment, then two ways on in the name of one device."""
    one, two = Chain(2), Chain(2)
    first = act(2, 1, new("institution", make_id(2, 1), name="共同"))
    common = one.seal(first)
    assert two.seal(first) == common
    edit: dict[str, Any] = {"table": "institution", "row": RowId(make_id(2, 1))}
    left = [one.seal(act(2, 2, Change(cells={"name": "左"}, **edit))), one.seal(act(2, 3, new("institution", make_id(2, 2))))]
    right = [two.seal(act(2, 2, Change(cells={"name": "右"}, **edit))), two.seal(act(2, 3, new("institution", make_id(2, 3))))]
    return common, left, right


@pytest.mark.parametrize("applied", [True, False])
def test_of_a_forked_chain_nothing_counts_from_the_fork_on_whichever_branch_came_first(bureau: Bureau, applied: bool) -> None:
    here, _, there = bureau(3)
    common, left, right = branches()
    own = begin(there)
    for store, mine, others in ((here, left, right), (there, right, left)):
        assert [store.receive(data).status for data in (common, *mine)] == ["new", "new", "new"]
        if applied:
            store.apply_received()
        assert store.receive(others[0]).status == "fork"
        store.apply_received()
    hand_over(there, here)
    assert contents(here, COMPARED) == contents(there, COMPARED)
    assert [(row["id"], row["name"]) for row in here.find("institution")] == [(make_id(2, 1), "共同"), (own, "试验养老院")]
    assert verify(here) == [] and verify(there) == []
    before = contents(here, (*DERIVED, "fork", "segment"))
    assert here.receive(right[0]).status == "fork", "still said, and nothing more happens"
    assert contents(here, (*DERIVED, "fork", "segment")) == before


def test_a_segment_that_continues_an_unknown_branch_is_a_fork_too(bureau: Bureau) -> None:
    here, _ = bureau(2)
    common, left, right = branches()
    for data in (common, left[0]):
        here.receive(data)
    assert here.receive(right[1]).status == "fork"


def test_an_old_copy_is_told_of_its_own_segments_and_writes_over_nothing(tmp_path: Path, bureau: Bureau) -> None:
    old, _ = bureau(2)
    home = begin(old)
    old.seal()
    copy = enrol(Store(tmp_path / "copy.db", KEY), 1, signed(certificate(1), certificate(2)))
    with closing(copy):
        copy.trust.set_local(counters=old.trust.local("counters"))
        begin(copy)
        copy.seal()
        (elsewhere,) = objects(copy)
        before = contents(old, (*DERIVED, "segment", "fork"))
        assert old.receive(elsewhere).status == "own"
        with pytest.raises(NotAllowed, match="旧副本"):  # it would write a second branch of its chain
            write(old, home, beds=5)
        assert old.seal() == 0 and old.receive(elsewhere).status == "own"
        assert contents(old, ("fork",)) == {"fork": []} and old.get("institution", home) is not None
        assert before["segment"][0] in contents(old, ("segment",))["segment"]
