"""Promises of tables over pages: heads come back, no row is orphaned or torn, text goes on at the next grid line."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.page import LEADING, MM, PORTRAIT, Fill, Rule, Words
from fieldaudit.documents.typeset.table import Cell, Row, label, set_row, text_cell

FACES = load_faces()
HEAD = Row((text_cell(28, "序号", role="hei"), text_cell(128, "内容", role="hei")), 8)
AREA = PORTRAIT.area_height / MM


def rows(heights: list[float], keep: Collection[int] = ()) -> list[Row]:
    return [Row((text_cell(28, f"r{number}"), text_cell(128, "甲")), height, with_next=number in keep)
            for number, height in enumerate(heights)]


def pages(flow: Flow) -> list[list[int]]:
    """Per page the numbers of its rows."""
    said = [[mark.line.text for mark in page if isinstance(mark, Words)] for page in flow.copy.pages]
    return [[int(text[1:]) for text in page if re.fullmatch(r"r\d+", text)] for page in said]


def laid(heights: list[float], keep: Collection[int] = (), before: float = 0.0, after: float = 0.0) -> Flow:
    flow = Flow("表", FACES)
    flow.y = before * MM
    flow.table(rows(heights, keep), [HEAD], keep=after * MM)
    return flow


@given(st.lists(st.floats(8, 100), min_size=2, max_size=40), st.floats(0, 220), st.sets(st.integers(0, 40), max_size=8),
       st.floats(0, 60))
@settings(max_examples=60)
def test_every_row_once_in_order_under_the_head_and_inside_the_page(
    heights: list[float], before: float, glued: set[int], after: float
) -> None:
    keep = {number for number in glued if number < len(heights) - 1}
    flow = laid(heights, keep, before, after)
    parts = [part for part in pages(flow) if part]
    assert [number for part in parts for number in part] == list(range(len(heights)))
    for page, part in zip(flow.copy.pages, pages(flow), strict=True):
        said = [mark.line.text for mark in page if isinstance(mark, Words)]
        assert said[:1] == (["序号"] if part else [])
        rules = [mark for mark in page if isinstance(mark, Rule)]
        assert all(PORTRAIT.top - 0.1 <= rule.y0 <= rule.y1 <= PORTRAIT.bottom + 0.1 for rule in rules)
    if len(parts) > 1 and len(parts[-1]) == 1 and len(parts[-2]) > 1 and parts[-2][0] not in keep:
        assert sum(heights[-2:]) + after > AREA - 8 - 0.1, "one row alone, though two would fit"
    for part, _ in pairwise(parts):
        chain = [number for number in part if all(other in keep for other in range(number, part[-1] + 1))]
        assert not chain or chain[0] == part[0], "only where all of the page's rows cling may a clinging row end it"
    assert flow.room >= after * MM - 0.2 or heights[-1] + after > AREA - 8 - 0.1


@given(st.floats(0, 220), st.floats(8, 40))
@settings(max_examples=40)
def test_a_table_starts_only_where_its_head_and_two_rows_fit(before: float, height: float) -> None:
    first = next(part for part in pages(laid([height] * 6, before=before)) if part)
    assert len(first) >= 2


@pytest.mark.parametrize("lines", [200, 700])
def test_only_a_row_that_exceeds_a_page_is_divided_and_nothing_of_it_is_lost(lines: int) -> None:
    text = "".join(f"〔{number}〕" for number in range(lines))
    flow = Flow("表", FACES)
    flow.table([Row((text_cell(28, "r0"), text_cell(128, "甲"))), Row((text_cell(28, "r1"), text_cell(128, text)))], [HEAD])
    said = [mark.line.text for page in flow.copy.pages for mark in page if isinstance(mark, Words)]
    assert "".join(part for part in said if "〔" in part) == text
    assert said.count("序号") == len(flow.copy.pages) == (1 if lines == 200 else 3)


def test_after_a_table_text_returns_to_the_grid() -> None:
    for height in (9.0, 13.3, 21.7):
        flow = laid([height] * 3)
        flow.body("正文。")
        mark = flow.page[-1]
        assert isinstance(mark, Words)
        lines = (mark.baseline - PORTRAIT.top) / LEADING
        assert lines - int(lines) == pytest.approx((6.496 + 0.88 * 16) / LEADING, abs=0.01)
        assert mark.baseline - 0.88 * 16 > PORTRAIT.top + (8 + 3 * height) * MM


def test_one_rule_stands_between_two_columns_and_none_crosses_a_wide_cell() -> None:
    wide = Row((Cell(156, fill=(0.9, 0.9, 0.9)),), 10)
    flow = Flow("表", FACES)
    flow.table([*rows([10, 10]), wide, *rows([10, 10])])
    upright = sorted((mark.y0 - PORTRAIT.top, mark.y1 - PORTRAIT.top) for mark in flow.page
                     if isinstance(mark, Rule) and mark.x0 == mark.x1 and mark.weight == 0.5)
    assert upright == [pytest.approx((0, 20 * MM)), pytest.approx((30 * MM, 50 * MM))]
    fills = [at for at, mark in enumerate(flow.page) if isinstance(mark, Fill)]
    assert max(fills) < min(at for at, mark in enumerate(flow.page) if isinstance(mark, Rule)), "no fill covers a rule"


def test_a_row_that_clings_to_the_next_ends_no_page() -> None:
    assert [len(part) for part in pages(laid([20.0] * 14))] == [10, 4]
    assert [len(part) for part in pages(laid([20.0] * 14, keep={9}))] == [9, 5]
    assert [len(part) for part in pages(laid([20.0] * 14, keep={7, 8, 9}))] == [7, 7]


def test_a_cells_line_is_spread_a_little_or_not_at_all() -> None:
    """Above 0.13 em a gap it stays ragged."""
    for text, spread in (("国国国国国国国国国国GB国国国", True), ("国国国国国国国国2026-0117-01国国国", False)):
        (line, *_), = set_row(Row((text_cell(50.0, text),)), FACES).lines
        room = 50 * MM - 8.4
        assert line.line.width <= room + 0.01
        assert (line.line.width > room - 0.01) == spread, text


def test_labels_of_two_three_and_four_characters_are_equally_wide() -> None:
    widths = [line.line.width for said in ("地址", "联系人", "检查时间")
              for line, in set_row(Row((label(said, 40),)), FACES).lines]
    assert widths == pytest.approx([48.0] * 3)
