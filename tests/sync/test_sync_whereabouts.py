"""Where everything is: only here, handed over, confirmed; and what a carrier that forgets or withholds gives away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_world import COMMON, FIRST, NOW, SECOND, YEAR, certificate, take_trust
from sync_world import Laptop, picture, stick_files

from fieldaudit.domain.core import Revocation
from fieldaudit.store import Workspace
from fieldaudit.store.files import sweep_parts, write_durably
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.status import CONFIRMED, HANDED, HERE, Places, Whereabouts, missing, status

pytestmark = pytest.mark.slow  # `make check` stays under a minute

City = Callable[..., list[Laptop]]
DAY = 24 * 3600 * 1000


def where(laptop: Laptop, visit: int) -> Whereabouts:
    """Where an inspection is with all that belongs to it."""
    return Places(laptop.workspace).of_record("inspection", visit)  # type: ignore[arg-type]


def three(laptop: Laptop, what: str) -> tuple[object, ...]:
    found = status(laptop.workspace, laptop.clock)
    return tuple(found[f"{what}_{word}"] for word in ("only_here", "handed_over", "confirmed"))


def told(laptop: Laptop, stick: Path) -> str:
    return "\n".join(map(str, laptop.sync(stick).told))


# -- what is safe ----------------------------------------------------------------------------------------


def test_a_record_is_only_here_then_handed_over_then_confirmed_by_who_only_reads(city: City, stick: Path) -> None:
    here, reader = city(2)
    visit = here.visit()
    here.photo(visit, picture(1))
    assert where(here, visit) == Whereabouts(HERE)
    here.store.seal()
    assert where(here, visit).state == HERE and three(here, "photos") == (1, 0, 0)
    here.sync(stick)
    assert where(here, visit) == Whereabouts(HANDED, (), (str(stick),))
    assert three(here, "segments") == (0, 2, 0) and three(here, "photos") == (0, 1, 0)
    reader.sync(stick)
    assert reader.store.query("SELECT 1 FROM segment WHERE device = 2") == [], "it has nothing to say itself"
    assert where(here, visit).state == HANDED, "nobody here has heard of it"
    here.sync(stick)
    assert where(here, visit) == Whereabouts(CONFIRMED, (2,), (str(stick),))
    assert three(here, "segments") == (0, 0, 2) and three(here, "photos") == (0, 0, 1)
    here.answer(visit, "不符合")
    assert where(here, visit).state == HERE, "one part of it is only here"


@pytest.mark.slow
def test_a_photo_counts_as_confirmed_only_when_the_photo_itself_arrived(city: City, stick: Path) -> None:
    here, there = city(2)
    visit = here.visit()
    object_ = here.photo(visit, picture(1))
    here.sync(stick)
    shutil.rmtree(stick / "fieldaudit" / "blobs")
    assert there.sync(stick).waiting_blobs == 1
    assert here.sync(stick).put["blobs"] == 1
    assert three(here, "segments") == (0, 0, 2) and three(here, "photos") == (0, 1, 0)
    assert where(here, visit).state == HANDED
    there.sync(stick)
    here.sync(stick)
    assert object_ in there.blobs and three(here, "photos") == (0, 0, 1)


@pytest.mark.slow
def test_a_confirmation_travels_by_other_sticks_and_other_laptops(city: City, tmp_path: Path) -> None:
    here, middle, far = city(3)
    one, two = tmp_path / "one", tmp_path / "two"
    for stick in (one, two):
        stick.mkdir()
    visit = here.visit()
    for laptop, stick in ((here, one), (middle, one), (middle, two), (far, two), (middle, two), (middle, one), (here, one)):
        laptop.sync(stick)
    assert where(here, visit).devices == (2, 3)


@pytest.mark.slow
def test_a_revoked_laptop_confirms_nothing_any_more(city: City, stick: Path) -> None:
    here, there = city(2)
    visit = here.visit()
    for laptop in (here, there, here):
        laptop.sync(stick)
    assert where(here, visit).state == CONFIRMED
    take_trust(here.store, Revocation(2, 2, {}, NOW))
    assert where(here, visit).state == HANDED


def test_a_receipt_is_written_only_when_there_is_something_new_to_say(city: City, stick: Path) -> None:
    here, there = city(2)
    here.visit()
    for _ in range(3):
        here.sync(stick)
        there.sync(stick)
    numbers = sorted(name for name in stick_files(stick) if name.startswith("receipts"))
    assert numbers == ["receipts/1/1", "receipts/2/1"]
    here.visit()
    here.sync(stick)
    assert "receipts/1/2" in stick_files(stick)


def test_a_laptop_of_one_district_confirms_nothing_of_another(city: City, stick: Path) -> None:
    here, one_district = city(2, {2: (COMMON, FIRST)})
    near, far = here.visit(FIRST), here.visit(SECOND)
    for laptop in (here, one_district, here):
        laptop.sync(stick)
    assert (where(here, near).state, where(here, far).state) == (CONFIRMED, HANDED)


# -- carriers that forget or withhold --------------------------------------------------------------------


def test_a_stick_put_back_to_an_older_state_is_told_and_made_whole_again(city: City, stick: Path, tmp_path: Path) -> None:
    here, there = city(2)
    here.visit()
    here.sync(stick)
    shutil.copytree(stick, tmp_path / "image")
    here.photo(here.visit(), picture(1))
    here.sync(stick)
    now = stick_files(stick)
    shutil.rmtree(stick)
    shutil.copytree(tmp_path / "image", stick)
    outcome = here.sync(stick)
    assert outcome.put_again == 3, "a segment, a photo and what this laptop said it holds"
    assert "比" in outcome.told[0].zh and "旧" in outcome.told[0].zh and "older than it was on 20" in outcome.told[0].en
    assert stick_files(stick) == now
    assert here.sync(stick).told == []
    there.sync(stick)
    assert there.photos() == here.photos()


def test_another_stick_in_the_same_place_is_no_older_stick(city: City, stick: Path) -> None:
    (here,) = city(1)
    here.visit()
    here.sync(stick)
    shutil.rmtree(stick)
    stick.mkdir()
    outcome = here.sync(stick)
    assert (outcome.put_again, outcome.told) == (0, []) and outcome.put["segments"] == 2
    assert len({row["id"] for row in here.store.query("SELECT id FROM carrier")}) == 2


@pytest.mark.slow
def test_what_was_set_aside_as_torn_does_not_make_a_stick_older(city: City, stick: Path) -> None:
    here, there = city(2)
    here.visit()
    here.sync(stick)
    (stick / "fieldaudit" / "segments/1/1/00000001").write_bytes(b"torn")
    assert len(there.sync(stick).bad) == 1
    outcome = here.sync(stick)
    assert (outcome.put_again, outcome.put["segments"], outcome.told) == (0, 1, [])


def test_a_carrier_that_withholds_what_others_have_seen_is_told_with_the_chain(city: City, tmp_path: Path) -> None:
    here, middle, far = city(3)
    whole, thin = tmp_path / "whole", tmp_path / "thin"
    whole.mkdir()
    here.visit(name="一")
    here.sync(whole)
    far.sync(whole)
    for name in "二三":
        here.visit(name=name)
        here.sync(whole)
    middle.sync(whole)
    shutil.copytree(whole, thin)
    for ordinal in (2, 3):
        (thin / "fieldaudit" / f"segments/1/1/0000000{ordinal}").unlink()
    words = told(far, thin)
    assert "缺设备 1 的记录第 2–3 段（第一旗）" in words and "设备 1、2 已有" in words
    (lack,) = missing(far.store)
    assert (lack.scope, lack.device, lack.have, lack.said, lack.by) == (FIRST, 1, 1, 3, (1, 2))
    assert status(far.workspace, far.clock)["missing"] == [{"scope": 1, "device": 1, "have": 1, "said": 3, "by": [1, 2]}]
    assert far.sync(whole).told == [] and missing(far.store) == []


def test_records_of_a_laptop_whose_certificate_has_not_come_are_told_and_taken_later(city: City, stick: Path) -> None:
    here, there = city(2)
    there.visit(name="迟到")
    there.sync(stick)
    with Laptop.make(here.workspace.path.with_name("alone"), 1, 1).workspace as workspace:
        alone = Laptop(workspace)
        (stick / "fieldaudit" / "certs/2/1").rename(stick / "withheld")
        assert "设备 2 的记录" in told(alone, stick) and alone.store.find("institution") == []
        (stick / "withheld").rename(stick / "fieldaudit" / "certs/2/1")
        assert told(alone, stick) == ""
        assert [row["name"] for row in alone.store.find("institution")] == ["迟到"]


def test_a_copy_that_only_reads_is_told_by_the_receipts_in_its_name_and_may_go_on(
    city: City, stick: Path, tmp_path: Path
) -> None:
    here, there = city(2)
    here.sync(stick)
    here.workspace.close()
    shutil.copytree(here.workspace.path, tmp_path / "copy")
    here.workspace = Workspace.open(here.workspace.path, None)
    there.visit()
    there.sync(stick)
    assert here.sync(stick).told == []  # it only read, and said so
    with Workspace.open(tmp_path / "copy", None) as workspace:
        copy = Laptop(workspace)
        outcome = copy.sync(stick)
        assert "另一个副本" in outcome.told[0].zh and "receipts/1/2" in outcome.told[0].en and outcome.bad == []
        assert copy.sync(stick).told == []
        assert "receipts/1/3" in told(here, stick), "each hears of the other"
    assert here.sync(stick).told == []


# -- certificates ----------------------------------------------------------------------------------------


def test_a_revoked_laptop_that_comes_back_is_told_and_what_it_brings_is_kept_aside(city: City, stick: Path) -> None:
    here, lost = city(2)
    take_trust(here.store, Revocation(2, 2, {}, NOW))
    here.sync(stick)
    lost.visit(name="丢失之后")
    outcome = lost.sync(stick)
    assert "已被吊销" in outcome.told[0].zh and "revoked" in outcome.told[0].en and outcome.put["segments"] == 1
    here.sync(stick)
    assert here.store.find("institution") == [] and status(here.workspace, here.clock)["quarantined"] == 2
    assert here.faults() == []


@pytest.mark.parametrize(("left", "warned"), [(40 * DAY, False), (29 * DAY, True), (-DAY, True)])
def test_a_certificate_near_its_end_is_warned_about_here_and_where_it_can_be_renewed(
    city: City, stick: Path, left: int, warned: bool
) -> None:
    here, there = city(2)
    for laptop in (here, there):
        take_trust(laptop.store, certificate(2, serial=2, valid_from=NOW - 2 * DAY, valid_to=NOW + left))
    for laptop, words in ((there, "本机的证书"), (here, "设备 2的证书")):
        assert (words in told(laptop, stick)) is warned
    take_trust(here.store, certificate(2, serial=3, valid_from=NOW, valid_to=NOW + YEAR))
    here.sync(stick)
    assert "证书" not in told(there, stick)


# -- half-written files ----------------------------------------------------------------------------------


def test_many_who_put_the_same_object_at_once_all_succeed_and_leave_one_whole_file(tmp_path: Path) -> None:
    target, data = tmp_path / "object", picture(1, 2_000_000)
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(write_durably, target, data) for _ in range(24)]:
            done.result()
    assert target.read_bytes() == data and [path.name for path in tmp_path.iterdir()] == ["object"]


def test_half_written_files_older_than_a_day_are_swept_from_a_stick_and_younger_ones_left(city: City, stick: Path) -> None:
    (here,) = city(1)
    here.sync(stick)
    folder = stick / "fieldaudit" / "segments" / "0" / "1"
    for name, age in ((".a.part", DAY + 60_000), (".b.part", DAY - 60_000), ("c.part", 9 * DAY)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, ((NOW - age) / 1000,) * 2)
    assert sweep_parts(stick, NOW) == 1
    assert sorted(path.name for path in folder.iterdir()) == [".b.part", "00000001", "c.part"]
    here.clock = NOW + DAY
    here.sync(stick)
    assert not (folder / ".b.part").exists()


def test_what_two_sticks_say_of_themselves_tells_them_apart_and_stays(stick: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    first = FolderCarrier(stick).identify()
    assert first == FolderCarrier(stick).identify() != FolderCarrier(other).identify()
    moved = tmp_path / "elsewhere"
    stick.rename(moved)
    assert FolderCarrier(moved).identify() == first


