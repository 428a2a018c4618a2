"""What people type is found: any piece of a name, its pinyin initials, a code however written; and nothing else is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from store_world import ADMIN, COMMON, FIRST, INSPECTOR, NOW, SECOND, begin, hand_over, laptops, write

from fieldaudit.domain.core import RowId, Value
from fieldaudit.store import Store
from fieldaudit.store.queries import institutions
from fieldaudit.store.schema import SEARCHED
from fieldaudit.store.search import matched, search
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # `make check` stays under a minute


def found(store: Store, text: str, *kinds: str) -> list[int]:
    return [hit.row for hit in search(store, text, kinds or ("institution",))]


def hazard(store: Store, home: RowId, finding: str, **cells: Value) -> RowId:
    made = store.create("item", institution=home, finding=finding, **cells)
    store.commit(FIRST, "inspection.answer", INSPECTOR, [made], NOW)
    return made.row


def merge(store: Store, other: RowId, keep: RowId | None) -> None:
    change = store.edit("institution", other, merged_into=keep, void=None if keep is None else "重复")
    store.commit(FIRST, "register.merge", INSPECTOR, [change], NOW)


@pytest.mark.parametrize(
    "typed", ["幸", "院", "幸福", "福养老", "幸福养老院", "北苑幸福养老院", " 幸福　养老 ", "北苑 养老院", "老院 北苑"]
)
def test_any_piece_of_a_name_finds_the_home(laptop: Store, typed: str) -> None:
    home = begin(laptop, name="北苑幸福养老院")
    begin(laptop, name="城南敬老之家")
    assert found(laptop, typed) == [home]


@pytest.mark.parametrize("typed", ["福幸", "养院", "幸福 敬老", "北苑幸福养老院一"])
def test_characters_in_another_order_or_of_two_homes_find_nothing(laptop: Store, typed: str) -> None:
    begin(laptop, name="北苑幸福养老院")
    begin(laptop, name="城南敬老之家")
    assert found(laptop, typed) == []


@pytest.mark.parametrize("typed", ["x", "xf", "xfy", "xfyly", "XFYLY", "ｘｆｙ", "by", "byxfyly", "yly", "xfy 养老", "北苑 xf"])
def test_first_letters_of_the_pinyin_find_it_at_every_letter_typed(laptop: Store, typed: str) -> None:
    home = begin(laptop, name="北苑幸福养老院")
    begin(laptop, name="城南敬老之家")
    assert found(laptop, typed) == [home]


@pytest.mark.parametrize("typed", ["clyly", "zlyly", "cyyly", "zyyly"])
def test_a_character_with_two_readings_is_found_by_both(laptop: Store, typed: str) -> None:
    assert found(laptop, typed) == [] and begin(laptop, name="长乐养老院") in found(laptop, typed)


def test_letters_and_digits_within_a_name_count_as_they_are(laptop: Store) -> None:
    home = begin(laptop, name="A区第3敬老院")
    assert found(laptop, "aqd3j") == found(laptop, "qd3") == [home]
    assert found(laptop, "a") == found(laptop, "第3敬") == found(laptop, "Ａ区") == [home]


def test_exactly_that_comes_before_what_begins_so_before_what_holds_it_before_an_address(laptop: Store) -> None:
    address = begin(laptop, name="城南敬老院", address="幸福路1号")
    middle = begin(laptop, name="北苑幸福养老院")
    begins = begin(laptop, name="幸福养老院")
    exact = begin(laptop, name="幸福")
    assert found(laptop, "幸福") == [exact, begins, middle, address]
    assert [hit.rank for hit in search(laptop, "幸福")] == [0, 1, 2, 3]
    assert found(laptop, "xfyly") == [begins, middle]


@pytest.mark.parametrize(
    "typed", ["33-0106", "330106", "33 0106", "３３０１０６", "33", "3301", "0571-8888", "0571 8888", "05718888", "138"]
)
def test_codes_and_telephones_are_found_however_they_are_written(laptop: Store, typed: str) -> None:
    begin(laptop, name="城南敬老院", code="44-0001", phone="010-123")
    home = begin(laptop, name="北苑养老院", code="33-0106", phone="0571-88881234 / 13800001111")
    assert found(laptop, typed) == [home]


def test_a_code_in_full_stands_before_longer_ones(laptop: Store) -> None:
    longer, exact = begin(laptop, name="甲", code="33-01061"), begin(laptop, name="乙", code="33-0106")
    assert found(laptop, "330106") == [exact, longer]


def test_head_and_address_are_found_and_the_hit_says_what_it_is(laptop: Store) -> None:
    home = begin(laptop, name="北苑养老院", head="负责人", address="解放路12号")
    assert found(laptop, "负责") == found(laptop, "fzr") == found(laptop, "解放路12") == [home]
    (hit,) = search(laptop, "放路")
    assert (hit.kind, hit.row, hit.title, hit.detail) == ("institution", home, "北苑养老院", "解放路12号")


def test_hazards_are_found_newest_first_with_their_home(laptop: Store) -> None:
    home = begin(laptop, name="北苑养老院")
    old = hazard(laptop, home, "安全出口锁闭", place="一层", measure="拆除")
    new = hazard(laptop, home, "安全出口堵塞", place="二层", measure="清理")
    assert found(laptop, "安全出口", "item") == [new, old]
    assert found(laptop, "出口 二层", "item") == found(laptop, "清理", "item") == [new]
    (hit,) = search(laptop, "锁闭")
    assert (hit.kind, hit.title, hit.detail) == ("item", "安全出口锁闭", "北苑养老院 一层")


def test_no_phrase_runs_from_one_text_into_the_next(laptop: Store) -> None:
    home = begin(laptop, name="北苑养老院", head="负责人", address="路口")
    hazard(laptop, home, "出口锁闭", place="一层")
    assert found(laptop, "闭一", "item") == found(laptop, "院负") == found(laptop, "lyf") == []


def test_papers_visits_and_people_are_found_by_number_and_name(laptop: Store) -> None:
    home = begin(laptop, name="北苑养老院")
    visit = laptop.create(
        "inspection", institution=home, number="2026-1-15", inspector_row=INSPECTOR, second_row=ADMIN, started_at=1
    )
    notice = laptop.create("notice", institution=home, inspection=visit.row, number="青民养改〔2026〕第12号", facts_json="{}")
    person = laptop.create("person", name="检查员甲", role="inspector", badge_no="B-07")
    laptop.commit(FIRST, "inspection.begin", INSPECTOR, [visit], NOW)
    laptop.commit(FIRST, "notice.issue", INSPECTOR, [notice], NOW)
    laptop.commit(COMMON, "person.add", ADMIN, [person], NOW)
    assert [(hit.kind, hit.row, hit.detail) for hit in search(laptop, "2026-1-15")] == [("inspection", visit.row, "北苑养老院")]
    assert found(laptop, "2026 12", *SEARCHED) == found(laptop, "第12号", *SEARCHED) == [notice.row]
    assert found(laptop, "jcyj", *SEARCHED) == found(laptop, "b07", *SEARCHED) == [person.row]
    assert found(laptop, "2026", *SEARCHED) == [visit.row, notice.row]  # one begins so, the other holds it
    assert found(laptop, "2026", "person", "item") == []


def test_each_kind_gets_its_share_of_what_is_shown(laptop: Store) -> None:
    homes = [begin(laptop, name=f"消防养老院{n}") for n in range(4)]
    hazards = [hazard(laptop, homes[0], "消防通道堵塞") for _ in range(4)]
    hits = search(laptop, "消防", limit=3)
    assert [hit.row for hit in hits] == [*homes[:3], *hazards[:0:-1]]


def test_what_was_corrected_is_found_by_the_new_words_only_and_what_was_given_up_not_at_all(laptop: Store) -> None:
    home = begin(laptop, name="幸福养老院")
    write(laptop, home, name="康宁护理院")
    assert found(laptop, "幸福") == found(laptop, "xf") == [] and found(laptop, "康宁") == found(laptop, "knhl") == [home]
    write(laptop, home, void="停业")
    assert found(laptop, "康宁") == []
    write(laptop, home, void=None)
    assert found(laptop, "康宁") == [home]


def test_a_merged_row_is_found_under_the_home_that_stands_for_it_until_they_part(laptop: Store) -> None:
    keep, other = begin(laptop, name="北苑养老院", code="33-0001"), begin(laptop, name="北苑老年公寓", code="44-0002")
    merge(laptop, other, keep)
    assert found(laptop, "老年公寓") == found(laptop, "440002") == found(laptop, "bylngy") == found(laptop, "北苑") == [keep]
    write(laptop, keep, void="停业")
    assert found(laptop, "养老院") == found(laptop, "老年公寓") == [keep]  # given up, but it stands for another
    write(laptop, other, void=None)
    assert found(laptop, "老年公寓") == [keep]
    merge(laptop, other, None)
    assert found(laptop, "老年公寓") == [other] and found(laptop, "养老院") == []


def test_what_was_received_and_what_was_remade_is_found_the_same(bureau: Callable[[int], list[Store]]) -> None:
    here, there = bureau(2)
    home = begin(here, name="北苑幸福养老院")
    item = hazard(here, home, "灭火器压力不足")
    gone = begin(here, SECOND, name="幸福之家")
    write(here, gone, SECOND, void="停业")
    hand_over(here, there)
    for store in (here, there):
        for _ in range(2):
            assert found(store, "幸福", *SEARCHED) == [home] and found(store, "灭火器", *SEARCHED) == [item]
            assert verify(store) == []
            store.rebuild()


def test_verify_names_a_row_that_cannot_be_found_and_rebuild_mends_it(laptop: Store) -> None:
    item = hazard(laptop, begin(laptop), "灭火器压力不足")
    laptop.connection.execute("DELETE FROM search_item")
    assert [fault.en for fault in verify(laptop)] == [f"search_item {item}: this row is missing from the table"]
    laptop.rebuild()
    assert verify(laptop) == [] and found(laptop, "压力", "item") == [item]


def test_the_list_of_homes_takes_initials_and_any_piece_of_a_code(laptop: Store) -> None:
    home = begin(laptop, name="北苑幸福养老院", code="91330106")
    begin(laptop, name="城南敬老院")
    for text in ("xfy", "北苑 养老", "0106", "幸福"):
        assert [row["id"] for row in institutions(laptop, text)] == [home]


@cache
def city() -> Store:
    """One laptop for all examples: they only read."""
    (store,) = laptops(1)
    hazard(store, begin(store, name="北苑幸福养老院", code="33-0106"), 'AND "门" OR (锁) NOT name:x* ^NEAR')
    return store


NASTY = st.text(st.one_of(st.sampled_from("\"'*^:(){}+-,;% \0\n\\北苑xf3ANDORNOTEARǁ_"), st.characters()), max_size=40)


@settings(max_examples=200)
@given(NASTY)
@example('"')
@example('"" OR ""*')
@example("name : x")
@example("NEAR(a b)")
@example("ǁ")
@example("x" * 10_000)
@example("门 " * 5_000)
def test_no_text_is_an_error_and_operators_are_words(text: str) -> None:
    for hit in search(city(), text):
        assert hit.title


@pytest.mark.parametrize("text", ["", "   ", '"', "*", "ǁ", "()", "。，", "\0"])
def test_nothing_is_found_by_no_word(text: str) -> None:
    assert search(city(), text) == []


def test_words_that_look_like_operators_are_looked_for() -> None:
    assert len(search(city(), 'and "门"', ("item",))) == len(search(city(), "NEAR", ("item",))) == 1
    assert search(city(), "门 OR 窗", ("item",)) == []


@settings(max_examples=60)
@given(st.text(st.sampled_from("幸福安康颐和养老院长乐区A3b０·（）- "), min_size=1, max_size=12), st.data())
def test_every_piece_of_every_name_is_found_and_of_numbers_every_beginning(name: str, data: st.DataObject) -> None:
    plain = unicodedata.normalize("NFKC", name)
    inside = [a.isascii() and b.isascii() and a.isalnum() and b.isalnum() for a, b in pairwise(f" {plain} ")]  # edges in a run
    begin_, end = sorted((data.draw(st.integers(0, len(name))), data.draw(st.integers(0, len(name)))))
    piece = plain[begin_:end]
    half = inside[end] and not (end - begin_ > 1 and inside[end - 1])  # one letter of a longer run
    assume(any(character.isalnum() for character in piece) and not inside[begin_] and not half)
    (store,) = laptops(1)
    home = begin(store, name=name)
    assert found(store, name[begin_:end]) == [home]
    store.connection.close()


@pytest.mark.parametrize(
    ("typed", "finds"), [("byylzx", True), ("bylzx", True), ("byzx", True), ("bz", True), ("zxby", False), ("byyylzx", False)]
)
def test_letters_in_order_find_a_home_whatever_stands_between(laptop: Store, typed: str, finds: bool) -> None:
    home = begin(laptop, name="北苑养老中心")
    begin(laptop, name="城南敬老之家")
    assert found(laptop, typed) == ([home] if finds else [])


@pytest.mark.parametrize(
    ("text", "typed", "places"),
    [
        ("北苑养老中心", "byylzx", [0, 1, 2, 3, 4, 5]),
        ("北苑养老中心", "bylzx", [0, 1, 3, 4, 5]),
        ("北苑养老中心", "养老", [2, 3]),
        ("通民养改〔2026〕18号", "2026", [5, 6, 7, 8]),
        ("北苑养老中心", "qq", []),
        ("Ａ座养老中心", "a 养老", [0, 2, 3]),
    ],
)
def test_the_characters_that_answer_are_named(text: str, typed: str, places: list[int]) -> None:
    assert matched(text, typed) == places
