"""What is only here, handed over, confirmed, for all records at once; and an exchange that somebody stops or holds up."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from store_world import FIRST, INSPECTOR, NOW, SECOND, contents, take_trust
from sync_world import Laptop, picture

from fieldaudit.domain.core import Revocation, RowId, Scope
from fieldaudit.store import exchange
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.waiting import HANDED, HERE, REGISTER, Owner, Waiting, described, keepers
from fieldaudit.sync.status import CONFIRMED, Places

pytestmark = pytest.mark.slow  # an exchange for each step

City = Callable[..., list[Laptop]]


class Stopped(Exception):
    """Somebody cancelled."""


def agrees_with_each_record(laptop: Laptop, waiting: Waiting) -> None:
    """The list says of every record of this laptop what is said of it alone."""
    found, places = waiting.look(laptop.store), Places(laptop.workspace)
    for row in laptop.store.query("SELECT id FROM inspection WHERE id BETWEEN ? AND ?", laptop.store.own_ids()):
        alone = places.of_record("inspection", row["id"]).state
        listed = found.get(Owner("inspection", row["id"]))
        assert (listed.state if listed else CONFIRMED) == alone


@pytest.mark.parametrize("seed", range(6))
def test_the_list_of_all_agrees_with_what_is_said_of_each(city: City, tmp_path: Path, seed: int) -> None:
    chance, (here, there) = random.Random(seed), city(2)
    sticks = [tmp_path / "a", tmp_path / "b"]
    for stick in sticks:
        stick.mkdir()
    kept = {id(here): Waiting(), id(there): Waiting()}  # what they remember must not mislead them
    visits: list[tuple[Laptop, RowId, Scope]] = []
    for step in range(14):
        laptop = chance.choice((here, there))
        mine = [(visit, scope) for who, visit, scope in visits if who is laptop]
        match chance.choice(("visit", "answer", "photo", "seal", "sync", "sync")):
            case "visit":
                scope = chance.choice((FIRST, SECOND))
                visits.append((laptop, laptop.visit(scope), scope))
            case "answer" if mine:
                visit, scope = chance.choice(mine)
                laptop.answer(visit, "符合", scope)
            case "photo" if mine:
                visit, scope = chance.choice(mine)
                laptop.photo(visit, picture(step, 500), scope)
            case "seal":
                laptop.store.seal()
            case "sync":
                laptop.sync(chance.choice(sticks))
        for each in (here, there):
            agrees_with_each_record(each, kept[id(each)])
            agrees_with_each_record(each, Waiting())


def test_photos_and_bytes_are_counted_and_an_imported_register_is_one_record(city: City, stick: Path) -> None:
    (here,) = city(1)
    for number in range(3):
        home = here.store.create("institution", name=f"养老院{number}")
        here.store.commit(FIRST, "register.import", INSPECTOR, [home], here.now())
    visit = here.visit()
    here.photo(visit, picture(1, 700))
    here.photo(visit, picture(2, 300))
    found = Waiting().look(here.store)
    of = found[Owner("inspection", visit)]
    assert (of.state, of.photos[HERE], of.bytes_here) == (HERE, 2, 1008)
    assert found[Owner(REGISTER, RowId(0))].acts[HERE] == 4
    assert {owner.table for owner in found} == {"inspection", REGISTER, "office"}
    here.sync(stick)
    assert Waiting().look(here.store)[Owner("inspection", visit)].bytes_here == 0


def test_photos_that_were_taken_off_are_not_counted_and_still_have_to_go(city: City, stick: Path) -> None:
    (here,) = city(1)
    visit = here.visit()
    for number in range(3):
        here.photo(visit, picture(number, 300))
    gone = here.store.find("attachment", owner_row=visit)[0]
    taken_off = here.store.edit("attachment", gone["id"], void="模糊")
    assert taken_off is not None
    here.store.commit(FIRST, "inspection.attach", INSPECTOR, [taken_off], here.now())
    whole = described(here.store, [Owner("inspection", visit)])[Owner("inspection", visit)]["photos"]
    found = Waiting().look(here.store)[Owner("inspection", visit)]
    assert (found.photos_of(whole), found.photos[HERE]) == ({HERE: 2, HANDED: 0, CONFIRMED: 0}, 3)
    here.sync(stick)
    found = Waiting().look(here.store)[Owner("inspection", visit)]
    assert found.photos_of(whole) == {HERE: 0, HANDED: 2, CONFIRMED: 0}


@pytest.mark.parametrize(
    ("table", "column", "verbs"),
    [
        ("event", "item", ("inspection.fix", "inspection.fix")),
        ("service", "notice", ("notice.issue", "notice.serve")),
        ("paper", "notice", ("notice.issue", "notice.issue")),
    ],
)
def test_photos_of_a_records_steps_and_papers_are_the_records(city: City, table: str, column: str, verbs: tuple[str, str]) -> None:
    (here,) = city(1)
    visit = here.visit()
    record = here.store.create(column, institution=here.store.find("institution")[0]["id"])
    step = here.store.create(table, **{column: record.row}, **({"kind": "notice"} if table == "paper" else {}))
    for verb, change in zip(verbs, (record, step), strict=True):
        here.store.commit(FIRST, verb, INSPECTOR, [change], here.now())
    here.photo(visit, picture(1), owner_table=table, owner_row=step.row)
    owner = Owner(column, record.row)
    whole = described(here.store, [owner])[owner]["photos"]
    assert Waiting().look(here.store)[owner].photos_of(whole) == {HERE: 1, HANDED: 0, CONFIRMED: 0}
    files = {each for keeper in keepers(here.store, column, record.row) for each in exchange.attachments(here.store, keeper)}
    assert len(files) == 1


def test_a_laptop_that_is_revoked_takes_its_word_for_photos_back(city: City, stick: Path) -> None:
    here, there = city(2)
    visit, waiting = here.visit(), Waiting()
    here.photo(visit, picture(1))
    for laptop in (here, there, here):
        laptop.sync(stick)
    assert waiting.look(here.store) == {}
    take_trust(here.store, Revocation(2, 2, {}, NOW))
    assert waiting.look(here.store)[Owner("inspection", visit)].photos[HANDED] == 1
    agrees_with_each_record(here, waiting)


# -- stopped on the way ----------------------------------------------------------------------------------


def both_ways(city: City, stick: Path) -> tuple[Laptop, Laptop]:
    """Two laptops with work for each other, of which one has been at the stick."""
    here, there = city(2)
    for laptop in (here, there):
        for number in range(3):
            scope = FIRST if number % 2 else SECOND
            laptop.photo(laptop.visit(scope), picture(number + 10 * laptop.store.trust.device, 900), scope)
            laptop.store.seal()
    there.sync(stick)
    return here, there


def steps_of(city: City, stick: Path) -> list[str]:
    here, _ = both_ways(city, stick)
    told: list[str] = []
    here.sync(stick, lambda what, _done, _total: told.append(what))
    return told


def test_an_exchange_stopped_at_any_step_is_whole_and_the_next_one_finishes_it(city: City, tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    here, there = both_ways(city, first)
    stops, limit = 0, 0
    while limit == stops:
        limit += 1
        left = [limit]

        def count(_what: str, _done: int, _total: int, left: list[int] = left) -> None:
            left[0] -= 1
            assert not here.store.connection.in_transaction
            if left[0] == 0:
                raise Stopped

        try:
            here.sync(first, count)
        except Stopped:
            stops += 1
            assert here.faults() == []
            agrees_with_each_record(here, Waiting())
            if limit % 8 == 0:
                here.visit()  # work goes on between
    assert stops > 10
    there.sync(first)
    here.sync(first)
    assert contents(here.store, COMPARED) == contents(there.store, COMPARED)
    assert here.photos() == there.photos() and here.faults() == there.faults() == []


def test_each_kind_of_work_tells_its_steps(city: City, stick: Path) -> None:
    assert set(steps_of(city, stick)) == {"receive", "apply", "segments", "photos"}


def test_work_that_is_done_while_it_is_held_up_is_kept(city: City, stick: Path) -> None:
    here, there = both_ways(city, stick)
    visits: list[int] = []
    here.sync(stick, lambda what, _done, _total: visits.append(here.visit()) if what == "receive" else None)
    there.sync(stick)
    assert len(visits) > 1 and here.faults() == []
    here.sync(stick)
    there.sync(stick)
    assert contents(here.store, COMPARED) == contents(there.store, COMPARED)
