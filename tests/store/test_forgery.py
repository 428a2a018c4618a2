"""What a forger with keys, a carrier without, or an outdated laptop brings: refused, quarantined, parked or ignored by
name, and nothing else is disturbed. Also: what is held back says what would let it in, and does go in then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from store_world import (
    COMMON,
    FIRST,
    INSPECTOR,
    KEY,
    NOW,
    SECOND,
    STRANGER,
    SUPERVISOR,
    YEAR,
    Chain,
    act,
    begin,
    certificate,
    contents,
    device_keys,
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

from fieldaudit.domain.core import Certificate, Change, Commit, Revocation, RowId, Scope, SegmentHeader, make_id
from fieldaudit.errors import Damaged
from fieldaudit.store import Store
from fieldaudit.store.connection import transaction
from fieldaudit.store.held import QUARANTINED, WAITING, Held, held_back, quarantined, waiting_for_certificate
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.verify import verify
from fieldaudit.wire.certs import sign_certificate, sign_revocation
from fieldaudit.wire.keys import BureauKey, seal_scope_key
from fieldaudit.wire.segments import encode_commit, pack, seal_segment

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FACTS = [table for table in COMPARED if table not in ("quarantine", "parked")]
OTHER_BUREAU = BureauKey.from_seed(bytes([8]) * 32)
HOME = RowId(make_id(3, 500))  # the forger is device 3
LATER = (NOW + 3 * YEAR) << 16
MAJOR = new("item", make_id(2, 70), severity="major", finding="外窗有网", measure_kind="deadline", term_days=30)


def new_home(**other: Any) -> Commit:
    """The forger makes a home, in a way that may be forbidden."""
    return act(3, 1, new("institution", HOME, name="伪造"), **other)


@dataclass(frozen=True)
class Forgery:
    """What the forger writes, which certificate he has, and how it is told."""

    acts: Sequence[Commit]
    reason: str
    state: str = QUARANTINED
    holds: Certificate = field(default_factory=lambda: certificate(3))
    todo: str = ""


ONE_DISTRICT = certificate(3, scopes=(COMMON, FIRST))
FORGERIES = {
    "a stranger": Forgery([new_home(author=STRANGER)], "没有列出此人", todo="当时有效"),
    "an inspector ends a hazard": Forgery(
        [act(3, 1, new("event", HOME, item=MAJOR.row, kind="ended"), verb="item.end")], "角色不能", todo="不会收录"
    ),
    "an inspector adds a person": Forgery(
        [act(3, 1, new("person", HOME, name="外人", role="admin"), verb="person.add", scope=COMMON)], "角色不能"
    ),
    "an unknown verb": Forgery([new_home(verb="bureau.sell")], "没有“bureau.sell”", todo="rebuild"),
    "another district's chain": Forgery([new_home(scope=SECOND)], "无权处理范围 2", holds=ONE_DISTRICT),
    "another district's row": Forgery(
        [act(3, 1, Change("institution", RowId(make_id(2, 1)), {"name": "改名"}))], "修改别的地区", holds=ONE_DISTRICT
    ),
    "a row of another laptop's number": Forgery(
        [act(3, 1, new("institution", make_id(2, 900)))], "别的设备的编号", todo="不会收录"
    ),
    "a table the verb may not write": Forgery([act(3, 1, new("notice", HOME))], "不能写入表 notice"),
    "an event changed after the fact": Forgery(
        [act(3, 1, Change("event", RowId(make_id(2, 71)), {"kind": "x"}), verb="item.submit")], "不能修改"
    ),
    "a column that is none": Forgery([act(3, 1, new("institution", HOME, owner="x"))], "列 owner"),
    "after the certificate's end": Forgery([new_home(hlc=LATER)], "不在有效期内", WAITING, todo="等待当时有效的证书"),
    "before the certificate's beginning": Forgery([new_home(hlc=(NOW - 2 * YEAR) << 16)], "没有证书", WAITING),
}


def honest_world(folder: Path) -> tuple[Store, Store, list[bytes]]:
    """Device 1 twice (one will see the forgery, one never), and what device 2 wrote: a home in each district, a hazard."""
    (other,) = [store for store in laptops(2) if store.trust.device == 2]
    with closing(other):
        begin(other, SECOND)
        write(other, begin(other, FIRST), beds=3)
        other.commit(FIRST, "inspection.answer", INSPECTOR, [MAJOR], NOW)
        found = new("event", make_id(2, 71), item=MAJOR.row, kind="found", facts_json="{}")
        other.commit(FIRST, "inspection.fix", INSPECTOR, [found], NOW)
        other.seal()
        sent = objects(other)
    known = signed(certificate(1), certificate(2))
    return enrol(Store(folder / "here.db", KEY), 1, known), enrol(Store(":memory:", KEY), 1, known), sent


def held(store: Store) -> list[Held]:
    return [each for each in held_back(store) if each.device == 3]


QUICK = ("an inspector ends a hazard", "another district's row", "after the certificate's end")


@pytest.mark.parametrize("when", [pytest.param("first", marks=pytest.mark.slow), "last"])
@pytest.mark.parametrize("name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in FORGERIES])
def test_what_a_certified_device_may_not_write_is_held_back_by_name_and_disturbs_nothing(
    name: str, when: str, tmp_path: Path
) -> None:
    forgery = FORGERIES[name]
    here, clean, sent = honest_world(tmp_path)
    with closing(here), closing(clean):
        take_trust(here, forgery.holds)
        take_trust(clean, forgery.holds)
        planted = Chain(3, forgery.acts[0].scope).seal(*forgery.acts)
        for data in [planted, *sent] if when == "first" else [*sent, planted]:
            assert here.receive(data).status == "new"
            here.apply_received()
        for data in sent:
            clean.receive(data)
        clean.apply_received()
        assert contents(here, FACTS) == contents(clean, FACTS)
        (told,) = held(here)
        assert (told.state, told.commit, told.segment) == (forgery.state, forgery.acts[0].id, 1)
        assert forgery.reason in told.reason.zh and forgery.todo in told.todo.zh and told.reason.en and told.todo.en
        assert (quarantined(here), waiting_for_certificate(here)) == ((1, 0) if forgery.state == QUARANTINED else (0, 1))
        assert verify(here) == []
        here.rebuild()
        assert contents(here, FACTS) == contents(clean, FACTS) and held(here) == [told]


def event(device: int, seq: int, kind: str, facts: str, **other: Any) -> Commit:
    """An event of the major hazard, a second after the one before."""
    made = new("event", make_id(device, 600 + seq), item=MAJOR.row, kind=kind, facts_json=facts)
    return act(device, seq, made, **{"verb": "item.submit", **other})


def test_an_inspector_who_clears_a_major_hazard_is_ignored_with_the_reason_and_a_supervisor_is_not(tmp_path: Path) -> None:
    here, clean, _ = honest_world(tmp_path)
    with closing(here), closing(clean):
        take_trust(here, certificate(3))
        honest, forger = Chain(2), Chain(3)
        story = [
            act(2, 1, MAJOR, verb="inspection.answer"),
            event(2, 2, "ordered", '{"notice":9,"mode":"by_term","term_kind":"natural"}', verb="notice.issue"),
            event(2, 3, "served", '{"notice":9,"date":"2026-09-23"}', verb="notice.serve"),
            event(2, 4, "reinspected", f'{{"result":"pass","photos":2,"second":{SUPERVISOR + 1}}}', verb="item.reinspect"),
        ]
        for data in (honest.seal(*story), forger.seal(event(3, 5, "cleared", "{}", verb="item.clear"))):
            here.receive(data)
        here.apply_received()
        (state,) = here.query("SELECT state, ended_by, ignored_json FROM item_state")
        assert (state["state"], state["ended_by"]) == ("passed", None), state["ignored_json"]
        assert str(make_id(3, 605)) in state["ignored_json"] and "科室负责人" in state["ignored_json"]
        assert verify(here) == [] and held(here) == []
        here.receive(honest.seal(event(2, 7, "cleared", "{}", verb="item.clear", author=SUPERVISOR)))
        here.apply_received()
        assert here.query("SELECT state FROM item_state") == [{"state": "cleared"}]


# -- without keys ----------------------------------------------------------------------------------------


def sealed_as(scope: Scope, device: int, ordinal: int, signer: int, prev: bytes = bytes(32)) -> bytes:
    """A segment that claims a place in a chain and is signed by whichever device."""
    acts = [act(device, 50 + ordinal, new("institution", make_id(device, 50)), scope=scope)]
    header = SegmentHeader(scope, device, 1, ordinal, acts[0].seq, acts[0].seq, prev)
    body = pack([encode_commit(each) for each in acts], {})[0].body
    return seal_segment(header, body, scope_key(scope), device_keys(signer), bytes(12))


def relabelled(data: bytes, old: bytes, new_: bytes) -> bytes:
    assert data.count(old) == 1 and len(old) == len(new_)
    return data.replace(old, new_)


def three(store: Store) -> list[bytes]:
    home = begin(store)
    store.seal()
    for beds in (1, 2):
        write(store, home, beds=beds)
        store.seal()
    return objects(store)


CARRIER: dict[str, tuple[Callable[[list[bytes]], list[bytes]], list[str]]] = {
    "signed by another laptop": (lambda _: [sealed_as(FIRST, 2, 4, signer=3)], ["damaged"]),
    "signed by nobody known": (lambda _: [sealed_as(FIRST, 9, 1, signer=9)], ["unknown"]),
    "put under another district": (lambda own: [relabelled(own[2], b'"scope":1', b'"scope":2')], ["damaged"]),
    "put under another laptop": (lambda own: [relabelled(own[2], b'"device":2', b'"device":3')], ["damaged"]),
    "put at another place": (lambda own: [relabelled(own[2], b'"ordinal":3', b'"ordinal":4')], ["damaged"]),
    "of another epoch": (lambda own: [relabelled(own[2], b'"epoch":1', b'"epoch":2')], ["damaged"]),
    "replayed": (lambda own: [*own, *own], ["known"] * 6),
    "reordered": (lambda own: own[::-1], ["known"] * 3),
    "in our own name": (lambda _: [sealed_as(FIRST, 1, 1, signer=2)], ["damaged"]),
}


def test_what_a_carrier_alters_replays_or_puts_elsewhere_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    here, there, third = laptops(3, tmp_path)
    with closing(here), closing(there), closing(third):
        own = three(there)
        for data in own:
            here.receive(data)
        here.apply_received()
        before = contents(here, (*COMPARED, "segment", "fork", "known"))
        for name, (make, expected) in CARRIER.items():
            assert [here.receive(data).status for data in make(own)] == expected, name
            here.apply_received()
            assert contents(here, (*COMPARED, "segment", "fork", "known")) == before, name
        assert verify(here) == []


def test_a_dropped_segment_stops_its_chain_and_a_swapped_one_is_no_substitute() -> None:
    here, there, third = laptops(3)
    with closing(here), closing(there), closing(third):
        one, two, last = three(there)
        assert here.receive(one).status == "new"
        assert here.receive(last).status == "gap" and here.receive(last, "", (FIRST, 2, 2)).status == "damaged"
        here.apply_received()
        assert [row["beds"] for row in here.find("institution")] == [None]
        hand_over(third, here)
        assert [here.receive(data).status for data in (two, last)] == ["new", "new"]
        here.apply_received()
        assert contents(here, COMPARED) == contents(there, COMPARED)


@pytest.mark.parametrize(
    "planted",
    [
        sign_certificate(OTHER_BUREAU, certificate(7)),
        sign_certificate(OTHER_BUREAU, certificate(2, serial=9)),
        sign_revocation(OTHER_BUREAU, Revocation(2, 9, {}, NOW)),
        signed(certificate(7))[0].replace(b'"device":7', b'"device":8'),
    ],
)
def test_certificates_and_revocations_that_our_bureau_did_not_sign_change_nothing(planted: bytes, tmp_path: Path) -> None:
    here, clean, sent = honest_world(tmp_path)
    with closing(here), closing(clean):
        for data in sent:
            here.receive(data)
        here.apply_received()
        before = contents(here, (*COMPARED, "certificate"))
        with pytest.raises(Damaged):
            here.take_certificates([planted])
        assert contents(here, (*COMPARED, "certificate")) == before
        assert here.trust.latest(7) is None and here.trust.revocations == {}


def test_a_key_that_a_carrier_plants_for_a_scope_is_never_used(tmp_path: Path) -> None:
    here, clean, _ = honest_world(tmp_path)
    with closing(here), closing(clean):
        planted = seal_scope_key(OTHER_BUREAU, scope_key(FIRST, 9), 1, device_keys(1).receive_public)
        for name, data in (("keys/1/9/1", planted), ("keys/1/2/1", wrapped_key(FIRST, 1, epoch=3))):
            with pytest.raises(Damaged), transaction(here.connection):
                here.trust.take_key_object(name, data)
        assert here.trust.current_key(FIRST) == scope_key(FIRST)
        assert here.query("SELECT * FROM key_object") == []


# -- what waits goes in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_act_beyond_its_certificate_waits_and_goes_in_when_the_renewed_one_comes(when: str, tmp_path: Path) -> None:
    renewed = certificate(3, serial=2, valid_from=NOW, valid_to=NOW + 6 * YEAR)
    here, clean, sent = honest_world(tmp_path)
    with closing(here), closing(clean):
        take_trust(here, certificate(3), *((renewed,) if when == "before" else ()))
        take_trust(clean, certificate(3), renewed)
        for store in (here, clean):
            for data in [*sent, Chain(3).seal(new_home(hlc=LATER))]:
                store.receive(data)
            store.apply_received()
        if when == "after":
            assert waiting_for_certificate(here) == 1 and here.get("institution", HOME) is None
            assert take_trust(here, renewed)
        assert here.get("institution", HOME) is not None and held(here) == []
        assert contents(here, COMPARED) == contents(clean, COMPARED)


def test_of_a_revoked_laptop_nothing_waits_and_the_list_says_how_to_raise_the_line(tmp_path: Path) -> None:
    here, clean, _ = honest_world(tmp_path)
    with closing(here), closing(clean):
        take_trust(here, certificate(3), Revocation(3, 2, {}, NOW))
        here.receive(Chain(3).seal(new_home(hlc=LATER)))
        here.apply_received()
        (told,) = held(here)
        assert told.state == QUARANTINED and "吊销" in told.reason.zh and "enrol revoke 3 --line" in told.todo.zh


def test_a_fork_a_segment_without_key_and_an_edit_of_what_has_not_arrived_are_listed_too(tmp_path: Path) -> None:
    here, clean, _ = honest_world(tmp_path)
    with closing(here), closing(clean):
        take_trust(here, certificate(3))
        chain, other = Chain(3), Chain(3)
        edit = act(3, 1, Change("institution", RowId(make_id(2, 1)), {"name": "早到"}))
        here.receive(chain.seal(edit))
        here.receive(chain.seal(act(3, 2, new("institution", HOME, name="一支"))))
        other.seal(edit)
        here.receive(other.seal(act(3, 2, new("institution", HOME, name="另一支"))))
        far = Chain(2, SECOND, scope_key(SECOND, 4))
        here.receive(far.seal(act(2, 1, new("institution", make_id(2, 1)), scope=SECOND)))
        here.apply_received()
        told = [(each.device, each.state, each.segment, each.reason.en) for each in held_back(here)]
        assert [each[:3] for each in told] == [(2, WAITING, 1), (3, QUARANTINED, 2), (3, WAITING, 1)]
        reasons = " | ".join(each[3] for each in told)
        for words in ("key of that epoch", "two different segments", "has not arrived yet"):
            assert words in reasons


def test_a_signed_segment_that_says_nonsense_is_listed_and_named_by_verify(tmp_path: Path) -> None:
    here, clean, _ = honest_world(tmp_path)
    with closing(here), closing(clean):
        take_trust(here, certificate(3))
        here.receive(Chain(3).seal(new_home(), body=b"[]"))
        here.apply_received()
        (told,) = held(here)
        assert (told.state, told.segment, told.commit) == (QUARANTINED, 1, None)
        assert ["segments/1/3/1" in str(fault) for fault in verify(here)] == [True]


# -- the line of a revocation ----------------------------------------------------------------------------


def test_a_revocation_starts_new_keys_once_for_the_others_and_the_bureau_and_raising_its_line_starts_none() -> None:
    root, ended, other = laptops(3)
    with closing(root), closing(ended), closing(other):
        begin(ended)
        hand_over(ended, root)
        with transaction(root.connection):
            root.trust.revoke(2, {}, NOW)
        names = {row["name"] for row in root.query("SELECT name FROM key_object")}
        assert {"keys/1/2/3", "keys/1/2/4194303", "keys/1/1/4194303"} <= names and "keys/1/2/2" not in names
        assert root.trust.current_key(FIRST).epoch == 2
        with transaction(root.connection):
            raised = root.trust.revoke(2, {FIRST: 1, SECOND: 0}, NOW + 5)
        assert (raised.last, raised.at) == ({FIRST: 1}, NOW) and root.trust.revocations[2] == raised
        assert root.trust.current_key(FIRST).epoch == 2
        assert {row["name"] for row in root.query("SELECT name FROM key_object")} == names
        assert root.trust_changed([raised]) and len(root.find("institution")) == 1


def test_nobody_but_the_bureau_and_the_laptop_itself_opens_a_key_sealed_to_them() -> None:
    root, other, third = laptops(3)
    with closing(root), closing(other), closing(third):
        with transaction(root.connection):
            root.trust.revoke(3, {}, NOW)
        for row in root.query("SELECT * FROM key_object"):
            with transaction(other.connection):
                other.trust.take_key_object(row["name"], bytes(row["object"]))
        assert {scope for scope, epoch in other.trust.scope_keys if epoch == 2} == {COMMON, FIRST, SECOND}
        with transaction(third.connection):
            for row in root.query("SELECT * FROM key_object"):
                third.trust.take_key_object(row["name"], bytes(row["object"]))
        assert all(epoch == 1 for _, epoch in third.trust.scope_keys)


