"""What one cell of a register means."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.work.register_cells import (
    CODE_ALPHABET,
    CellFault,
    check_character,
    clean_code,
    clean_coordinates,
    clean_count,
    clean_name,
    clean_phone,
    clean_text,
    match_key,
)

BODIES = st.text(alphabet=CODE_ALPHABET, min_size=17, max_size=17)


def key_of(found: object) -> str:
    assert isinstance(found, CellFault), f"taken as {found!r}"
    assert found.reason.zh and found.reason.en
    return found.key


def test_the_check_character_is_the_one_of_the_standard() -> None:
    # The weights 3^i mod 31 written out as GB 32100-2015 prints them, applied by hand to a made-up body.
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    body = "52150500MJ0000001"
    total = sum(CODE_ALPHABET.index(char) * weight for char, weight in zip(body, weights, strict=True))
    assert check_character(body) == CODE_ALPHABET[(31 - total % 31) % 31] == "G"


@settings(max_examples=60)
@given(BODIES, st.integers(0, 17), st.sampled_from(CODE_ALPHABET))
def test_one_mistyped_character_of_a_code_is_always_noticed(body: str, place: int, char: str) -> None:
    code = body + check_character(body)
    assert clean_code(code) == code
    typed = code[:place] + char + code[place + 1:]
    if typed != code:
        assert key_of(clean_code(typed)) == "bad_code"


def test_a_code_is_taken_in_full_width_small_letters_and_with_spaces() -> None:
    assert clean_code(" ５２１５０５００ｍｊ0000001g ") == "52150500MJ0000001G"
    assert clean_code("'52150500MJ0000001G") == "52150500MJ0000001G"


@pytest.mark.parametrize("text", ["52150500MJ0000001", "52150500MJ0000001GG", "52150500MI0000001G", "办理中"])
def test_a_code_of_wrong_length_or_letters_is_refused(text: str) -> None:
    assert key_of(clean_code(text)) == "bad_code"


def test_a_code_that_a_spreadsheet_made_a_number_has_lost_its_end() -> None:
    assert key_of(clean_code("5.21505E+17")) == "digits_lost"


def test_a_phone_in_scientific_notation_is_refused_unless_all_its_digits_are_there() -> None:
    assert key_of(clean_phone("1.39E+10")) == "digits_lost"
    assert key_of(clean_phone("1.390000001E+10")) == "digits_lost"
    assert clean_phone("1.3900000001E+10") == "13900000001"
    assert clean_phone("1.39000000010E10") == "13900000001"


@pytest.mark.parametrize(("text", "phone"), [
    ("13900000001", "13900000001"), ("１３９０００００００１", "13900000001"),
    ("139 0000 0001", "13900000001"),
    ("139-0000-0001", "13900000001"), ("+86 13900000001", "13900000001"), ("13900000001.0", "13900000001"),
    ("0475-8000001", "0475-8000001"), ("04758000001", "0475-8000001"), ("（0475）8000001", "0475-8000001"),
    ("010-80000001转801", "010-80000001-801"), ("8000001", "8000001"), ("0475—8000001", "0475-8000001"),
    ("400-000-0001", "400-000-0001"), ("", ""), ("无", ""), ("/", ""), ("#N/A", ""),
])
def test_a_phone_is_kept_in_one_shape(text: str, phone: str) -> None:
    assert clean_phone(text) == phone


@pytest.mark.parametrize("text", [
    "1390000001", "139000000011", "12900000001", "13900000001/1390000002", "见备注", "139000000011390000000",
])
def test_what_is_not_one_whole_phone_number_is_refused(text: str) -> None:
    assert key_of(clean_phone(text)) == "bad_phone"


@pytest.mark.parametrize(("text", "phones"), [
    ("13900000001/13900000002", "13900000001、13900000002"), ("13900000001\n0475-8000001", "13900000001、0475-8000001"),
    ("13900000001，13900000001", "13900000001"), ("0475 8000001；139 0000 0002", "0475-8000001、13900000002"),
    ("13900000001 13900000002 13900000003", "13900000001、13900000002、13900000003"),
])
def test_several_phones_in_one_cell_are_all_kept(text: str, phones: str) -> None:
    assert clean_phone(text) == phones


def test_of_several_phones_the_wrong_one_is_named() -> None:
    found = clean_phone("13900000001、1390000002")
    assert key_of(found) == "bad_phone" and isinstance(found, CellFault) and "“1390000002”" in found.reason.zh


def test_a_landline_that_lost_its_leading_zero_is_refused_with_the_number_it_may_be() -> None:
    found = clean_phone("4758000001")
    assert key_of(found) == "bad_phone" and isinstance(found, CellFault) and "0475-8000001" in found.reason.zh


@pytest.mark.parametrize(("text", "count"), [
    ("120", 120), ("１２０", 120), ("120张", 120), ("86 人", 86), ("1,200", 1200), ("120.0", 120), ("0", 0),
    ("1.2万", 12000), ("１．５万张", 15000), ("一百二十", 120), ("两百", 200), ("一二〇", 120), ("八十张", 80), ("一千零五", 1005),
    ("", None), ("—", None),
])
def test_counts_are_whole_numbers_with_or_without_their_unit(text: str, count: int | None) -> None:
    assert clean_count(text) == count


@pytest.mark.parametrize("text", ["-1", "12.5", "约80", "约八十", "二百五", "1.23456万", "一十百", "20万", "9" * 5000,
    "13900000001", "1,2", "120张床",
])
def test_what_is_not_a_plausible_whole_number_is_refused(text: str) -> None:
    assert key_of(clean_count(text)) == "bad_number"


@pytest.mark.parametrize(("lon", "lat", "both"), [
    ("122.26", "43.62", ""), ("", "", "122.26,43.62"), ("", "", "43.62，122.26"), ("", "", "122.26 43.62"),
    ("１２２.26°", "北纬43.62", ""), ("", "", "E122.26°、N43.62°"), ("122.26", "43.62", "1,2"),
])
def test_coordinates_are_read_from_two_cells_or_one_in_either_order(lon: str, lat: str, both: str) -> None:
    assert clean_coordinates(lon, lat, both) == (122.26, 43.62)


@pytest.mark.parametrize(("lon", "lat", "both"), [
    ("0", "0", ""), ("122.26", "", ""), ("43.62", "122.26", ""), ("181", "43", ""), ("", "", "122.26"),
    ("122°15′", "43°37′", ""), ("", "", "122.26,43.62,3"),
])
def test_coordinates_outside_china_or_halved_are_refused(lon: str, lat: str, both: str) -> None:
    assert key_of(clean_coordinates(lon, lat, both)) == "bad_coordinates"


def test_blank_coordinates_are_no_coordinates() -> None:
    assert clean_coordinates("", " ", "无") is None


def test_names_and_addresses_keep_their_own_full_width_punctuation() -> None:
    assert clean_text(" 北苑养老中心（东院）\u3000\ufeff") == "北苑养老中心（东院）"
    assert clean_text("示例路１２号\n后院") == "示例路１２号 后院"


def test_a_line_break_within_a_chinese_name_leaves_no_gap_and_between_english_words_a_space() -> None:
    assert clean_name("北苑\r\n养老中心") == "北苑养老中心" and clean_name("North\nHome") == "North Home"


@settings(max_examples=100)
@given(st.integers(0, 100_000))
def test_every_count_written_out_in_chinese_is_read(count: int) -> None:
    assert clean_count(written_out(count)) == count


def written_out(count: int) -> str:
    """A number in Chinese, by the rule for reading digit after digit aloud: one 零 for any run of noughts inside."""
    if count >= 10_000:
        rest = written_out(count % 10_000) if count % 10_000 else ""
        rest = f"一{rest}" if rest.startswith("十") else rest
        return written_out(count // 10_000) + "万" + ("零" if 0 < count % 10_000 < 1000 else "") + rest
    words = "".join("零一二三四五六七八九"[int(digit)] + unit if digit != "0" else "零"
                    for digit, unit in zip(f"{count:04d}", ("千", "百", "十", ""), strict=True))
    plain = re.sub("零+", "零", words).strip("零") or "零"
    return plain[1:] if plain.startswith("一十") else plain


def test_two_spellings_of_one_name_match() -> None:
    assert match_key("北苑 养老中心（东院）Ａ") == match_key("北苑养老中心(东院)a")
    assert match_key("北苑养老中心") != match_key("南苑养老中心")
