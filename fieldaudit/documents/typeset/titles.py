"""Where a title too long for one line is broken: by sense, never inside a word (GB/T 9704, 7.3.1).

Owns the few words by which the names of homes, of places and of papers tell where their parts begin; an office's names need
no more. Knows nothing of pages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

# After the name of a place (科尔沁左翼后旗|, 阿古拉苏木|), but not inside 市场, 社区, 民政局.
_PLACE = re.compile("(?:旗|县|市|(?<!社)区|苏木|嘎查|街道|镇|乡|盟)(?![场域村民政监水住消])|(?:分公司|公司|机关|局)")
# Before what a home is (|养老服务中心), what a paper is about (|消防安全…) or is called (|整改方案), before a bracket.
_HEAD = re.compile(
    "社区|居家|日间|(?<![赡抚供])养老|老年|托老|敬老|颐养|康养|医养|护理|福利院|残疾人|失能|互助"
    "|消防|食品|责令|隐患|违法|整改方案|检查报告|有限|[（“《]"
)  # fmt: skip
# Inside a chain of such words, where nothing better is left: 养老服务|中心.
_CHAIN = re.compile("服务|中心|公寓|照料|照护|安全|限期|改正|通知书|责任公司")
_INNER, _WAIST = 6.0, 4.0  # what a break inside a chain and a waist cost, in twentieths of a line's difference
_MOST_PLACES = 16  # of which the breaks are chosen: more stand only in a title that no page would hold


def title_parts(text: str, width: Callable[[str], float], room: float) -> list[str]:
    """`text` in as few lines as its sense allows, each at most `room` wide and about as long as the others.

    Empty when there are no such lines: a Latin title, a single word longer than a line.
    """
    places = _places(text)
    least = math.ceil(width(text) / room - 0.001)
    for lines in (least, least + 1):
        found = [(_cost(parts, width, room) + sum(places[at] for at in ends), parts)
                 for ends in combinations(sorted(places), lines - 1) for parts in [_cut(text, ends)]
                 if max(map(width, parts)) <= room]  # fmt: skip
        if found:
            return min(found)[1]
    return []


def _places(text: str) -> dict[int, float]:
    """Where the text may be broken, and what a break there costs."""
    heads = {match.start() for match in _HEAD.finditer(text)}
    chained = {match.start() for match in _CHAIN.finditer(text)}
    tails = {match.end() for match in (*_HEAD.finditer(text), *_CHAIN.finditer(text))}
    costs = {at: _INNER if at in tails else 0.0 for at in heads} | {match.end(): 0.0 for match in _PLACE.finditer(text)}
    costs = {at: _INNER for at in chained} | costs
    legal = [(cost, at) for at, cost in costs.items()
             if 1 < at < len(text) - 1 and text[at - 1] not in "（“《" and text[at] not in "）”》"]  # fmt: skip
    return {at: cost for cost, at in sorted(legal)[:_MOST_PLACES]}


def _cut(text: str, at: Sequence[int]) -> list[str]:
    ends = [0, *at, len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


def _cost(parts: Sequence[str], width: Callable[[str], float], room: float) -> float:
    """How far lines are from the shape of a trapezium or a rhombus: their difference, a line shorter than both beside it."""
    widths = [width(part) for part in parts]
    waist = any(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    return (max(widths) - min(widths)) / room * 20 + _WAIST * waist
