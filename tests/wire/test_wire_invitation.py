"""Invitations: a code as people type it, a box that only its code opens, letters that say only what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldaudit.errors import BadInput, Damaged
from fieldaudit.wire.invitation import CODE_BYTES, Box, code_of, invitation_text, split_invitation

pytestmark = pytest.mark.slow  # `make check` stays under a minute

NONCE = bytes(range(12))
BOX = Box.of_code(code_of(bytes(range(CODE_BYTES))))


@given(st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES))
def test_a_code_has_twelve_letters_in_three_groups(random: bytes) -> None:
    code = code_of(random)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert not set("ILOU") & set(code)


def test_codes_differ_wherever_their_sixty_bits_do() -> None:
    assert len({code_of((1 << bit).to_bytes(8, "big")) for bit in range(60)}) == 60


@pytest.mark.parametrize("typed", ["000z-x02p-1 5qg", "０００Ｚ－Ｘ０２Ｐ－１５ＱＧ", "OOOZXO2PI5QG", "oooz-xo2p-l5qg"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert Box.of_code(typed) == Box.of_code("000Z-X02P-15QG")


@pytest.mark.parametrize("typed", ["", "000Z-X02P", "000Z-X02P-15QG-7", "没有"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        Box.of_code(typed)


def test_a_letter_opens_with_its_code_and_as_what_it_is() -> None:
    letter = BOX.seal("request", "申请".encode(), NONCE)
    assert BOX.open("request", letter).decode() == "申请"
    assert Box.from_bytes(BOX.to_bytes()).open("request", letter)
    with pytest.raises(Damaged):
        BOX.open("grant", letter)
    with pytest.raises(Damaged):
        Box.of_code("0000-0000-0000").open("request", letter)
    with pytest.raises(Damaged):
        Box(Box.of_code("0000-0000-0000").id, BOX.key).open("request", letter)


@given(st.binary(max_size=60))
def test_bytes_that_nobody_sealed_open_nothing(letter: bytes) -> None:
    with pytest.raises(Damaged):
        BOX.open("request", letter)


@given(st.integers(0, 1000), st.integers(1, 255))
def test_one_altered_byte_spoils_a_letter(place: int, flip: int) -> None:
    letter = bytearray(BOX.seal("grant", b"the bureau's answer", NONCE))
    letter[place % len(letter)] ^= flip
    with pytest.raises(Damaged):
        BOX.open("grant", bytes(letter))


def test_the_id_tells_nothing_that_opens_the_box() -> None:
    assert bytes.fromhex(BOX.id) not in BOX.key and "key" not in repr(BOX)


def test_an_invitation_is_an_address_and_a_code() -> None:
    text = invitation_text("https://hub.example:8443", "000Z-X02P-15QG")
    assert split_invitation(f" {text}\n") == ("https://hub.example:8443", "000Z-X02P-15QG")
    assert split_invitation("https://hub.example") == ("https://hub.example", "")
