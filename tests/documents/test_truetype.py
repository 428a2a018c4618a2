"""Promises of the face reader, against another one written from the specification alone, and at its tables' edges."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import pytest
from face_files import Tables, tables_of, without, written
from truetype_reader import TrueType as Literal

from fieldaudit.assets import asset_path
from fieldaudit.documents.faces import ROLES
from fieldaudit.documents.truetype import TrueType

FACES = sorted({name for chain in ROLES.values() for name in chain})


@cache
def both(name: str) -> tuple[TrueType, Literal]:
    data = asset_path(f"fonts/{name}.ttf").read_bytes()
    return TrueType(data), Literal(data)


def remade(tables: Tables, folder: Path) -> TrueType:
    return TrueType(written(folder / "a.ttf", tables).read_bytes())


@pytest.mark.parametrize("name", FACES)
def test_every_character_has_the_glyph_that_the_face_says(name: str) -> None:
    ours, literal = both(name)
    assert ours.codes() == literal.characters
    codes = sorted(literal.characters)
    edges = {edge for code in codes for edge in (code - 1, code + 1)} - set(codes)  # beside every run of characters
    assert [ours.glyph(code) for code in codes] == [literal.characters[code] for code in codes]
    assert not any(ours.glyph(code) for code in edges if code >= 0)


@pytest.mark.parametrize("name", FACES)
def test_every_glyph_is_as_wide_and_as_large_as_the_face_says(name: str) -> None:
    ours, literal = both(name)
    wide = struct.unpack_from(">H", ours.table("hhea"), 34)[0]
    edges = [glyph for glyph in (wide - 1, wide, wide + 1) if glyph < ours.glyph_count]  # glyphs beyond share one width
    for glyph in [*range(0, ours.glyph_count, 7), *edges, ours.glyph_count - 1]:
        assert ours.metric(glyph)[0] * 1000 / ours.em == literal.advance(glyph)
        assert ours.box(glyph) == literal.box(glyph)


def test_glyphs_beyond_the_last_width_have_that_width_and_a_bearing_of_their_own(tmp_path: Path) -> None:
    face, _ = both("NotoSansSC-Regular")
    known = 5
    hhea = face.table("hhea")[:34] + struct.pack(">H", known)
    widths = struct.pack(f">{2 * known}h", *range(2 * known))
    bearings = struct.pack(f">{face.glyph_count - known}h", *range(100, 100 + face.glyph_count - known))
    tables = {**tables_of("NotoSansSC-Regular"), "hhea": hhea, "hmtx": widths + bearings}
    face = remade(tables, tmp_path)
    assert [face.metric(glyph) for glyph in (3, 4, 5, 6)] == [(6, 7), (8, 9), (8, 100), (8, 101)]


def test_an_old_map_says_the_same_and_its_end_mark_is_no_character(tmp_path: Path) -> None:
    tables = without("NotoSansSC-Regular", "国")
    face = remade(tables, tmp_path)
    whole, _ = both("NotoSansSC-Regular")
    assert face.codes() == {code: glyph for code, glyph in whole.codes().items() if code < 0xFFFF and code != ord("国")}
    assert face.glyph(ord("国")) == face.glyph(0x1F600) == 0
    count = struct.unpack_from(">H", tables["cmap"], 12 + 6)[0] // 2
    delta = 12 + 16 + 4 * count + 2 * (count - 1)  # of the end mark: a careless face has none
    careless = {**tables, "cmap": tables["cmap"][:delta] + b"\0\5" + tables["cmap"][delta + 2:]}
    assert remade(careless, tmp_path).glyph(0xFFFF) == 0


def test_a_map_of_all_planes_is_read_to_the_ends_of_its_runs(tmp_path: Path) -> None:
    runs = [(0x41, 0x43, 7), (0x56FD, 0x56FD, 20), (0x1F600, 0x1F602, 30)]
    groups = b"".join(struct.pack(">LLL", *run) for run in runs)
    large = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(runs)) + groups
    face = remade({**tables_of("NotoSansSC-Regular"), "cmap": large}, tmp_path)
    expected = {0x41: 7, 0x42: 8, 0x43: 9, 0x56FD: 20, 0x1F600: 30, 0x1F601: 31, 0x1F602: 32}
    assert face.codes() == expected
    assert {code: face.glyph(code) for code in expected} == expected
    assert not any(face.glyph(code) for code in (0x40, 0x44, 0x56FC, 0x56FE, 0x1F5FF, 0x1F603, 0x10FFFF))
