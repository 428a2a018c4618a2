"""Laptops that meet over a hub: equal in the end, nothing twice, everything confirmed by a receipt, and a hub that forgets."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import hub_world
import pytest
from cutting_proxy import cutting_proxy
from http_world import CERTIFICATES, CHUNK, World, puts, sync, world
from hub_world import HUB, chain, claim, current, now_ms, put_statement, running
from store_world import FIRST, SCOPES, contents, signed
from sync_world import Laptop, picture

from fieldaudit.domain.core import Revocation
from fieldaudit.errors import Damaged, MachineError, NotAllowed
from fieldaudit.store import Workspace, at_hub
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.waiting import Owner, Waiting, Whereabouts, described
from fieldaudit.sync.carrier import PUT, Offer
from fieldaudit.sync.http import HttpCarrier, Settings, hub_of, remember
from fieldaudit.sync.session import Exchange, proof
from fieldaudit.sync.status import CONFIRMED, HANDED, HERE, Places, status

pytestmark = pytest.mark.slow  # each starts a hub

BIG = 200_000  # bytes of a photo that travels in four parts


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def equal(*laptops: Laptop) -> None:
    first, *others = laptops
    for other in others:
        assert proof(other.workspace) == proof(first.workspace)
        assert contents(other.store, COMPARED) == contents(first.store, COMPARED)
        assert other.photos() == first.photos()
    for each in laptops:
        assert each.faults() == []


def test_two_laptops_end_equal_and_each_object_is_confirmed_by_the_hub(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    visit = here.visit()
    here.photo(visit, picture(1, BIG))
    here.photo(visit, picture(2))
    with bureau.hub() as hub:
        given = sync(here, hub.address)
        assert (given.put["segments"], given.put["blobs"], given.confirmed) == (2, 2, 4)
        assert Places(here.workspace).of_record("inspection", visit).devices == (HUB,)
        assert Waiting().look(here.store) == {}, "all that this laptop did is confirmed"
        assert status(here.workspace, here.clock)["photos_confirmed"] == 2
        taken = sync(there, hub.address)
        assert (taken.got["segments"], taken.got["blobs"], taken.waiting_blobs, taken.bad) == (2, 2, 0, [])
        there.answer(there.visit(), "不符合")
        sync(there, hub.address)
        sync(here, hub.address)
        equal(here, there)
        assert {each["kind"] for each in status(here.workspace, here.clock)["carriers"]} == {"hub"}  # type: ignore[attr-defined]
        assert hub_of(here.workspace) == Settings(hub.address)
    assert at_hub.unconfirmed(here.store, HUB) == at_hub.unconfirmed(there.store, HUB) == []


def test_how_the_hub_is_reached_stays_as_it_was_set_during_an_exchange(bureau: World) -> None:
    here = bureau.laptop(1)
    here.visit()
    with bureau.hub() as hub:
        sync(here, hub.address)
        here.visit()
        saved = Settings(hub.address, limit=100_000)
        sync(here, hub.address, lambda *_: remember(here.workspace, saved))
        assert hub_of(here.workspace) == saved
        sync(here, hub.address, limit=200_000)
        assert hub_of(here.workspace) == Settings(hub.address, limit=200_000), "of what went well, without another will"


def test_what_is_settled_costs_nothing_more_and_does_not_grow_with_history(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        cost: list[tuple[int, int]] = []
        for length in (1, 7):
            for n in range(length):
                visit = here.visit()
                here.photo(visit, picture(n, 3_000))
                here.photo(visit, picture(n + 50, 3_000))
                sync(here, proxy.url)
            sync(there, proxy.url)
            sync(here, proxy.url)  # the receipt of the other one
            proxy.forget()
            before = len(puts(hub))
            sync(here, proxy.url)
            sync(there, proxy.url)
            assert len(puts(hub)) == before, "nothing is put"
            cost.append((proxy.sent, proxy.came))
        (sent, came), (later_sent, later_came) = cost
        assert later_sent < sent * 1.2 and later_came < came * 1.2, cost
        equal(here, there)


def test_stick_and_hub_carry_the_same_and_each_hands_on_what_came_by_the_other(bureau: World, tmp_path: Path) -> None:
    field, office, far = bureau.laptop(1), bureau.laptop(2), bureau.laptop(3)
    stick = tmp_path / "stick"
    stick.mkdir()
    visit = field.visit()
    field.photo(visit, picture(1, BIG))
    field.sync(stick)
    office.sync(stick)
    with bureau.hub() as hub:
        given = sync(office, hub.address)
        assert (given.put["segments"], given.put["blobs"]) == (2, 1), "of a laptop that never saw the hub"
        sync(far, hub.address)
        assert far.photos() == field.photos() != {}
        far.answer(far.visit(), "符合")
        sync(far, hub.address)
        found = sync(field, hub.address)
        assert found.put["segments"] == found.put["blobs"] == 0 and found.confirmed == 3, "it lies there already"
        assert Places(field.workspace).of_record("inspection", visit).state == CONFIRMED
        sync(office, hub.address)
        equal(field, office, far)


def test_a_photo_that_came_by_stick_later_goes_up_then(bureau: World, tmp_path: Path) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    stick = tmp_path / "stick"
    stick.mkdir()
    object_ = here.photo(here.visit(), picture(1))
    here.sync(stick)
    shutil.rmtree(stick / "fieldaudit" / "blobs")
    there.sync(stick)
    with bureau.hub() as hub:
        assert sync(there, hub.address).waiting_blobs == 1
        here.sync(stick)
        there.sync(stick)
        assert object_ in there.blobs
        again = sync(there, hub.address)
        assert (again.put["blobs"], again.waiting_blobs) == (1, 0)
        assert at_hub.lacking(there.store, f"hub-{HUB}") == {}


def test_a_hub_that_was_put_back_is_told_of_and_filled_again(bureau: World, tmp_path: Path) -> None:
    here = bureau.laptop(1)
    first = here.visit()
    here.photo(first, picture(1))
    with bureau.hub() as hub:
        sync(here, hub.address)
    shutil.copytree(bureau.objects, tmp_path / "before")
    second = here.visit()
    here.photo(second, picture(2, BIG))
    with bureau.hub() as hub:
        assert sync(here, hub.address).put_again == 0
    assert Places(here.workspace).of_record("inspection", second).state == CONFIRMED
    shutil.rmtree(bureau.objects)
    shutil.copytree(tmp_path / "before", bureau.objects)
    with bureau.hub() as hub:
        again = sync(here, hub.address)
        assert again.put_again == 2 and "older than it was" in again.told[0].en
        assert (again.put["segments"], again.put["blobs"]) == (1, 1)
        assert Places(here.workspace).of_record("inspection", second).state == CONFIRMED
        quiet = sync(here, hub.address)
        assert (quiet.put_again, quiet.told) == (0, [])


def test_a_photo_that_a_hub_lost_silently_is_found_within_days(bureau: World) -> None:
    here = bureau.laptop(1)
    visit = here.visit()
    object_ = here.photo(visit, picture(1))
    with bureau.hub() as hub:
        sync(here, hub.address)
        (bureau.objects / "blobs" / "1" / object_[:2] / object_).unlink()
        assert sync(here, hub.address).put_again == 0, "not looked at again today"
        here.clock += 2 * 24 * 3600 * 1000
        found = sync(here, hub.address)
        assert (found.put_again, found.put["blobs"]) == (1, 1)
        assert Places(here.workspace).of_record("inspection", visit).state == CONFIRMED


def test_a_photo_that_lay_torn_on_a_hub_from_the_beginning_is_put_there_and_nobody_is_alarmed(bureau: World) -> None:
    here = bureau.laptop(1)
    visit = here.visit()
    object_ = here.photo(visit, picture(1))
    torn = bureau.objects / "blobs" / "1" / object_[:2] / object_
    torn.parent.mkdir(parents=True)
    torn.write_bytes(b"torn")
    with bureau.hub() as hub:
        outcome = sync(here, hub.address)
        assert (outcome.put["blobs"], outcome.put_again, outcome.told) == (1, 0, []), "it had vouched for nothing"
        assert Places(here.workspace).of_record("inspection", visit).state == CONFIRMED


def test_photos_are_counted_by_where_each_is_and_a_revoked_hub_takes_its_word_back(bureau: World, tmp_path: Path) -> None:
    here, stick, waiting = bureau.laptop(1), tmp_path / "stick", Waiting()
    stick.mkdir()
    visit = here.visit()

    def counted() -> tuple[list[int], ...]:
        """Only here, handed over, confirmed: of this record's photos, by the list and by the status of this laptop."""
        of, found = waiting.look(here.store).get(Owner("inspection", visit), Whereabouts()), status(here.workspace, here.clock)
        whole = described(here.store, [Owner("inspection", visit)])[Owner("inspection", visit)]["photos"]
        by_status = [found[f"photos_{word}"] for word in ("only_here", "handed_over", "confirmed")]
        return [of.photos_of(whole)[state] for state in (HERE, HANDED, CONFIRMED)], by_status  # type: ignore[return-value]

    with bureau.hub() as hub:
        here.photo(visit, picture(1))
        assert counted() == ([1, 0, 0], [1, 0, 0])
        here.sync(stick)
        assert counted() == ([0, 1, 0], [0, 1, 0])
        sync(here, hub.address)
        assert counted() == ([0, 0, 1], [0, 0, 1])
        here.photo(visit, picture(2))
        here.sync(stick)
        here.photo(visit, picture(3))
        assert counted() == ([1, 1, 1], [1, 1, 1])
        here.store.take_certificates(signed(Revocation(HUB, 2, {}, now_ms())))
        assert counted() == ([1, 2, 0], [1, 2, 0]), "it was put there, and nobody vouches for it"


def test_a_revoked_hub_confirms_nothing_any_more_and_is_not_spoken_to(bureau: World) -> None:
    here = bureau.laptop(1)
    visit = here.visit()
    with bureau.hub() as hub:
        sync(here, hub.address)
        assert Places(here.workspace).of_record("inspection", visit).state == CONFIRMED
        here.store.take_certificates(signed(Revocation(HUB, 2, {}, now_ms())))
        assert Places(here.workspace).of_record("inspection", visit).state == HANDED
        assert Waiting().look(here.store) != {}
        with pytest.raises(NotAllowed, match="吊销"):
            sync(here, hub.address)


def test_a_lost_hub_confirms_nothing_any_more_once_another_answers_in_its_place(
    bureau: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = bureau.laptop(1)
    visit = here.visit()
    here.photo(visit, picture(1))

    def where() -> tuple[str, tuple[int, ...], bool]:
        """By the status of this laptop, and whether the pill has nothing to say."""
        found = Places(here.workspace).of_record("inspection", visit)
        return found.state, found.devices, Waiting().look(here.store) == {}

    def cut(what: str, _done: int, _total: int) -> None:
        if what == "segments":
            raise MachineError("cut", where="here")

    with bureau.hub() as hub, cutting_proxy(hub.port) as proxy:
        sync(here, proxy.url)
        assert where() == (CONFIRMED, (HUB,), True)
        monkeypatch.setattr(hub_world, "HUB", HUB + 1)
        claim(tmp_path / "other", *CERTIFICATES.values())
        with running(tmp_path / "other") as other:
            proxy.target = other.port
            with pytest.raises(MachineError):
                sync(here, proxy.url, cut)
            assert where() == (HANDED, (), False), "nobody is known to hold it"
            sync(here, proxy.url)
            assert where() == (CONFIRMED, (HUB + 1,), True)
            assert sync(here, proxy.url).told == []
        moved = sync(here, hub.address)
        assert (moved.put["segments"], moved.put["blobs"], moved.put_again) == (0, 0, 0)
        assert where() == (CONFIRMED, (HUB, HUB + 1), True), "it was not lost, only moved"


def test_what_a_hub_refused_once_is_told_and_offered_again(bureau: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old = current(2, scopes=(SCOPES[0], FIRST))
    put_statement(bureau.objects, signed(old)[0])
    here = bureau.laptop(2)
    wider = replace(old, serial=2, scopes=SCOPES, valid_from=old.valid_from + 1)
    here.store.take_certificates(signed(wider))
    visit = here.visit(SCOPES[2])
    here.photo(visit, picture(1), SCOPES[2])
    here.photo(visit, picture(2, BIG), SCOPES[2])
    with bureau.hub() as hub:
        with monkeypatch.context() as cut:
            cut.setattr(Exchange, "_push_trust", lambda _exchange: None)  # the new certificate is not known there yet
            first = sync(here, hub.address)
        assert (first.put["segments"], first.put["blobs"]) == (0, 0)
        assert any("3" in text.en and "offers them again" in text.en for text in first.told), first.told
        assert Places(here.workspace).of_record("inspection", visit).state == HERE
        sync(here, hub.address)
        again = sync(here, hub.address)
        assert again.told == [] and Places(here.workspace).of_record("inspection", visit).state == CONFIRMED
        assert at_hub.lacking(here.store, f"hub-{HUB}") == {}


def test_a_copy_of_a_workspace_that_went_on_elsewhere_is_noticed_at_the_hub(bureau: World, tmp_path: Path) -> None:
    here = bureau.laptop(1)
    here.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(here.workspace.path, tmp_path / "copy", ignore=shutil.ignore_patterns("lock"))
    here.visit()
    with bureau.hub() as hub, Workspace.open(tmp_path / "copy", None) as workspace:
        sync(here, hub.address)
        copy = Laptop(workspace, here.clock + 5000)
        copy.visit()
        with pytest.raises(NotAllowed, match="旧副本"):
            sync(copy, hub.address)
        assert copy.store.outdated


def test_an_object_that_is_bad_on_the_hub_stops_nothing_else_and_is_put_again(bureau: World) -> None:
    here, there = bureau.laptop(1), bureau.laptop(2)
    visit = here.visit()
    spoilt, good = here.photo(visit, picture(1, BIG)), here.photo(visit, picture(2))
    with bureau.hub() as hub:
        sync(here, hub.address)
    path = bureau.objects / "blobs" / "1" / spoilt[:2] / spoilt
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with bureau.hub() as hub:
        taken = sync(there, hub.address)
        assert [name.rpartition("/")[2] for name, _ in taken.bad] == [spoilt]
        assert good in there.blobs and spoilt not in there.blobs and there.faults() == []
        here.clock += 2 * 24 * 3600 * 1000
        assert sync(here, hub.address).put["blobs"] == 1
        assert sync(there, hub.address).waiting_blobs == 0
        equal(here, there)


def test_an_object_that_the_hub_finds_damaged_stops_none_of_the_others(bureau: World) -> None:
    here = bureau.laptop(1)
    made = chain(1, 3)
    torn = made[1][1][:-1] + b"!"
    with bureau.hub() as hub, HttpCarrier(here.workspace, Settings(hub.address)) as carrier:
        carrier.identify()
        offers = [Offer("segments", name, len(data), partial(bytes, data)) for name, data in (made[0], (made[1][0], torn), made[2])]
        became = [outcome for _, outcome in carrier.give(offers)]
        assert [became[0], became[2]] == [PUT, PUT] and isinstance(became[1], Damaged)


def test_a_laptop_of_one_district_gets_nothing_of_another(bureau: World) -> None:
    here = bureau.laptop(1)
    here.visit(FIRST)
    here.visit(SCOPES[2], "另一处")
    with bureau.hub() as hub:
        sync(here, hub.address)
        narrow = bureau.laptop(2)
        only = replace(narrow.store.trust.certificates[2][0], serial=2, scopes=(SCOPES[0], FIRST), valid_from=now_ms() - 1000)
        here.store.take_certificates(signed(only))
        narrow.store.take_certificates(signed(only))
        sync(here, hub.address)
        sync(narrow, hub.address)
        assert {row["scope"] for row in narrow.store.query("SELECT DISTINCT scope FROM segment")} == {0, 1}


def test_the_sizes_of_these_tests_make_parts() -> None:
    assert BIG > 3 * CHUNK
