"""Six laptops over sticks and a hub, whatever goes wrong and in whatever order: all agree in the end, and nothing is lost.

Crashes at named points, doubled and late deliveries, partitions, clocks off by days, a backup that goes on as another laptop, a
laptop that the bureau ends. `make soak` plays 10,000 schedules a round; `simulation_world.py SEED` plays one again.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from mortal_hub import DEATHS, Front, serving
from simulation_world import POINTS, City, heal, play, quick, schedule

from fieldaudit.store import heads
from fieldaudit.store.trust import Trust
from fieldaudit.sync.hub.receipts import Digests

pytestmark = pytest.mark.slow

SCHEDULES, AT_ONCE = 150, 5
SOAK, SOAKED_AT_ONCE = 10_000, 1_000
Hit = Callable[[str, str], None]


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with pytest.MonkeyPatch.context() as patch, serving() as made:
        quick(patch.setattr)
        yield made


def play_all(seeds: list[int], folder: Path, front: Front, hit: Hit) -> Counter[str]:
    """Play these, all of them though one fails; gives what happened in them."""
    seen: Counter[str] = Counter()
    failed: list[AssertionError] = []
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        try:
            play(seed, place, front, seen)
        except AssertionError as error:
            failed.append(error)
        shutil.rmtree(place)
    assert not failed, "\n\n".join(map(str, failed))
    for name, times in seen.items():
        for _ in range(times if name.startswith(("hub: ", "folder: ")) else 0):
            hit(name.partition(": ")[2], "laptop killed")
    return seen


@pytest.mark.parametrize("first", range(0, SCHEDULES, AT_ONCE))
def test_whatever_goes_wrong_all_agree_in_the_end_and_nothing_acknowledged_is_lost(
    first: int, front: Front, tmp_path: Path, hit: Hit
) -> None:
    seen = play_all(list(range(first, first + AT_ONCE)), tmp_path, front, hit)
    assert seen["schedules"] == seen["backups restored"] == AT_ONCE
    assert seen["exchanges with a hub"] > 8 * AT_ONCE and seen["exchanges with a folder"] > 4 * AT_ONCE
    assert seen["acknowledged objects"] > 0


@pytest.mark.soak
@pytest.mark.parametrize("part", range(SOAK // SOAKED_AT_ONCE))
def test_many_more_schedules_at_random(part: int, front: Front, tmp_path: Path, hit: Hit, rounds: int, chance: Random) -> None:
    seen = play_all([chance.getrandbits(48) for _ in range(SOAKED_AT_ONCE * rounds)], tmp_path, front, hit)
    struck = {name.partition(": ")[2] for name in seen if name.startswith(("hub: ", "folder: "))}
    assert struck == {*POINTS}
    few = {name for name in RARER if seen[name] * 50 < seen["schedules"]}
    assert few == set(), seen


RARER = (
    *("hub out of reach", "refused by the hub", "old sticks brought back"),
    *("ends with conflicts", "ends with quarantined", "undone"),
)  # what must have happened in at least one of fifty schedules


# -- the simulation itself -------------------------------------------------------------------------------


@pytest.fixture
def city(front: Front, tmp_path: Path) -> Iterator[City]:
    made = City.begin_with(tmp_path, front, 0, Counter())
    yield made
    made.close()


def news(city: City) -> None:
    """Something new on both sides of the first laptop: an act and a photo here, and another's on the stick and the hub."""
    here, there = city.laptops[:2]
    for laptop in (here, there):
        city.edit(laptop, city.clock, city.clock // 1000)
        city.photo(laptop, 0, city.clock // 1000)
    city.trouble = ""
    city.hub(there, 0, 0)  # type: ignore[arg-type]
    city.stick(there, 0, 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["hub", "folder"])
def test_a_laptop_can_be_killed_at_each_named_point_and_goes_on(city: City, kind: str) -> None:
    carrier = city.hub if kind == "hub" else city.stick
    for point in (point for point in POINTS if kind == "hub" or "stored" not in point):  # a folder gives no receipts
        news(city)
        city.trouble, city.when = point, 1
        assert carrier(city.root, 0, 0) is None, point
        assert city.seen[f"{kind}: {point}"] == 1
        city.trouble = ""
        assert carrier(city.root, 0, 0) is not None
    heal(city)


@pytest.mark.parametrize("prompt", [False, True])
def test_a_hub_dies_at_each_named_point_and_a_line_is_cut(city: City, prompt: bool) -> None:
    for way in (*DEATHS, "cut"):
        news(city)
        city.trouble, city.when = way, 1
        outcome = city.hub(city.root, 0, not prompt)
        assert (outcome is not None) == (prompt and way != "cut"), way
        assert city.front.dead == (not prompt and way != "cut"), way
        city.front.start()
    assert city.seen["hub out of reach"] == (1 if prompt else len(DEATHS) + 1)
    heal(city)


def test_a_schedule_follows_from_its_seed_alone_and_holds_everything() -> None:
    plans = [schedule(seed) for seed in range(SCHEDULES)]
    assert plans == [schedule(seed) for seed in range(SCHEDULES)]
    for plan in plans:
        names = [step[0] for step in plan]
        assert names.index("back_up") < names.index("lose") and names.count("lose") == names.count("revoke") == 1
    troubles = Counter(trouble for plan in plans for *_, trouble, _ in plan)
    assert all(troubles[trouble] > 10 for trouble in (*POINTS, *DEATHS, "cut")), troubles


# -- it can fail -------------------------------------------------------------------------------------------


def fails(front: Front, folder: Path, reason: str) -> None:
    """One of the first schedules fails for that reason, and says how to play it again."""
    for seed in range(20):
        place = folder / str(seed)
        place.mkdir()
        try:
            play(seed, place, front, Counter())
        except AssertionError as error:
            assert f"seed {seed} fails" in str(error) and reason in str(error), error
            assert len(str(error).splitlines()) > len(schedule(seed)), "every step is told"
            return
    raise AssertionError("twenty schedules have not noticed")


def test_a_hub_that_loses_what_it_acknowledged_is_noticed(front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest, turn = Digests.receipt, count()

    def receipt(self: Digests, *given: Any) -> bytes:
        said = honest(self, *given)
        for name in given[3]:
            if next(turn) % 3 == 0:
                self.objects.delete(name)
        return said

    monkeypatch.setattr(Digests, "receipt", receipt)
    fails(front, tmp_path, "acknowledged")


def test_a_merge_that_drops_the_loser_is_noticed(front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = heads._Cell.heads
    monkeypatch.setattr(heads._Cell, "heads", lambda cell: [max(honest(cell), key=lambda head: head[:2])])
    fails(front, tmp_path, "conflicts")


def test_a_laptop_that_goes_on_after_it_was_ended_is_noticed(front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trust, "ended", lambda *_: False)
    fails(front, tmp_path, "while healing")
