"""Words and parts that papers of chance are made of: texts, names, homes, hazards, photos, signatures.

Names of 1 to 42 characters, rare characters, Mongolian names in Chinese transcription (of places and homes, never of
people), long English, storms of punctuation, figures with units. What is typed begins and ends with a character that may
begin and end a line; a paper could not put that right.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from fieldaudit.documents.facts import HazardLine, Inspector, Party, Photo, Severity, Signature

RARE = "㛃䶮堃喆犇"
TODAY = date(2026, 11, 24)

# -- text --------------------------------------------------------------------------------------------------

HAN = st.sampled_from(
    [
        "南侧外窗",
        "厨房",
        "二层走道",
        "主楼",
        "安装固定式金属防盗网",
        "未设置火灾探测器",
        "应急照明灯断电后不能点亮",
        "疏散通道堆放杂物",
        "不能从内部开启",
        "影响逃生和灭火救援",
        "演练",
        RARE,
        "巴彦塔拉苏木",
        "额尔敦·巴彦养护院",
        "乌兰·哈达分院",
        "犇",
        "值班员",
        "一",
    ]
)
FIGURE = st.sampled_from(
    [
        "14樘",
        "12㎡",
        "60分钟",
        "0.05MPa",
        "8m³/h",
        "8㎥/h",
        "第17项",
        "2026年11月24日",
        "9时20分",
        "50％",
        "20℃",
        "3.5%",
        "P21—P24",
        "GB 50016-2014",
        "86张",
        "15个工作日",
        "1,250.00元",
        "GB/T 9704-2012",
        "№7",
        "A",
        "3",
        "15050000017",
        "≥1.4m",
    ]
)
_MARKED = st.sampled_from(
    [
        "《消防法》第十六条第一款第（二）项",
        "“一院一策”",
        "（见照片P05）",
        "‘三合一’",
        "《甲》《乙》",
        "（甲）（乙）",
        "〔2026〕7号",
        "——即通道——",
        "等等……",
        "【甲】",
        "「乙」",
        "（《规范》（试行））",
        "“《甲》、《乙》”",
        "①",
        "√",
        "A/B",
        "（a）",
    ]
)
LATIN = st.sampled_from(
    [
        "smoke detector",
        "EPS",
        "electromagnetic door holder with manual release",
        "Rockwool",
        "no. 12",
        "e-mail",
        "ISO 7010",
    ]
)
_JOIN = st.sampled_from(["，", "，", "、", "；", "。", "：", "", "", "！", "？", "？！", "·"])
_HEAD = st.sampled_from(["甲区", "本次", "南楼", "堃院", "共"])
_TAIL = st.sampled_from(["处", "不符合要求", "情况", "缺失", "犇", "已损坏"])


def _run_together(parts: Sequence[tuple[str, str]], head: str, tail: str) -> str:
    return head + "".join(part + join for part, join in parts) + tail


def text(most: int = 6, pieces: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[str]:
    """What an inspector may have typed: up to `most` pieces between two characters of Chinese."""
    part = st.one_of(HAN, HAN, FIGURE, _MARKED, LATIN) if pieces is None else pieces
    return st.builds(_run_together, st.lists(st.tuples(part, _JOIN), max_size=most), _HEAD, _TAIL)


def narrow() -> st.SearchStrategy[str]:
    """A place: its column holds three characters, so that no two marks may follow each other."""
    return st.one_of(label(), st.builds("{}{}{}".format, label(), st.sampled_from(["、", "，", "；"]), label()))


def long_text() -> st.SearchStrategy[str]:
    """A finding or a measure: mostly a line or two, sometimes much more."""
    return st.one_of(text(), text(), text(), text(24))


def name(most: int = 42) -> st.SearchStrategy[str]:
    """An institution's or agency's name of 1 to `most` characters; places in Mongolian too."""
    whole = "内蒙古自治区通辽市丙县巴彦塔拉苏木额尔敦乌拉嘎查㛃䶮堃喆犇老年人日间照料与长期托养综合养老服务中心"
    return st.one_of(
        st.sampled_from(
            ["松涛里养老公寓", "枫林渡养老服务中心", "巴彦·塔拉养护院", "额尔敦·巴彦老年公寓（北院）", "㛃䶮堃喆犇养老院"]
        ),
        st.integers(1, most).map(lambda length: whole[:length]),
        st.integers(1, most).map(lambda length: whole[-length:]),
    )


def label(most: int = 8) -> st.SearchStrategy[str]:
    """A short text of a narrow column: places, posts, kinds."""
    return st.sampled_from(
        ["南侧外窗", "厨房", "院区", "二、三层居室及走道", "一层东侧安全出口", "203室", "犇堃楼", "B1层配电间", "主楼"]
    ).map(lambda said: said[:most])


def sometimes(kept: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An optional field: empty half of the time."""
    return st.one_of(st.just(""), kept)


def typed(said: str) -> str:
    """A text as a paper prints it: what no face has is written otherwise."""
    return said.replace("㎥", "m³")


# -- parts -------------------------------------------------------------------------------------------------

_DAYS = st.integers(0, 120)
DAY = _DAYS.map(lambda days: TODAY + timedelta(days))
MOMENT = st.datetimes(datetime(2026, 11, 24, 8), datetime(2026, 11, 24, 12)).map(lambda at: at.replace(second=0, microsecond=0))
LATER = st.datetimes(datetime(2026, 11, 24, 12), datetime(2026, 11, 25, 18)).map(lambda at: at.replace(second=0, microsecond=0))
BUREAU = st.one_of(st.just("通辽市民政局"), name(24).map(lambda said: said + "民政局"))
GRADE: st.SearchStrategy[Severity] = st.sampled_from(["major", "general"])
PERSON = st.sampled_from(["检查员甲", "检查员乙", "负责人甲", "见证人甲", "值班员乙", "负责人㛃䶮"])
PHONE = st.sampled_from(["0475-0000000", "1390000000", "0475-0000001转8"])
_REPLACES = sometimes(st.just("第1版（2026年11月24日，校验 14E1-4D26-55C8）"))
GENERATED = st.just(datetime(2026, 11, 24, 16, 32))
VERSION = st.integers(1, 12)
CITATIONS = st.lists(
    st.sampled_from(
        [
            "《中华人民共和国消防法》第二十八条",
            "《中华人民共和国消防法》第十六条第一款第（二）项",
            "《机关、团体、企业、事业单位消防安全管理规定》第三十九条",
            "《养老机构消防安全管理规定》（民发〔2023〕37号）第二十三条第（一）项",
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)


def number(words: str) -> st.SearchStrategy[str]:
    """A paper's number of any length it may have."""
    return st.sampled_from([f"通民养{words}〔2026〕1号", f"通民养{words}〔2026〕1234号", f"丙县民消{words}字〔2026〕第0017号"])


def people(least: int = 2, most: int = 4) -> st.SearchStrategy[tuple[Inspector, ...]]:
    """Who acted, each with a badge."""
    one = st.builds(Inspector, PERSON, st.sampled_from(["15050000017", "A-7", "蒙G15050000023"]))
    return st.lists(one, min_size=least, max_size=most).map(tuple)


party = st.builds(
    Party,
    name=name(),
    address=text(3, st.one_of(HAN, FIGURE)),
    code=sometimes(st.just("52150500MJ00000174")),
    legal_rep=sometimes(PERSON),
    head=sometimes(PERSON),
    phone=sometimes(PHONE),
)


@cache
def jpeg(width: int = 32, height: int = 20, mode: str = "RGB") -> bytes:
    """A plain JPEG."""
    out = io.BytesIO()
    Image.new(mode, (width, height), 128 if mode == "L" else (120, 140, 160)).save(out, "JPEG")
    return out.getvalue()


photo = st.builds(
    Photo,
    number=st.integers(1, 999).map(lambda n: f"P{n:02}"),
    place=st.one_of(label(), text(2)),
    sha256=st.sampled_from(["ab" * 32, "0123456789abcdef" * 4]),
    jpeg=st.sampled_from([jpeg(), jpeg(20, 32), jpeg(60, 6), jpeg(24, 24, "L"), None]),
    caption=sometimes(text(3)),
    taken_at=st.one_of(st.none(), MOMENT),
)


def photos(most: int = 4) -> st.SearchStrategy[tuple[Photo, ...]]:
    """Some photos, none among them."""
    return st.lists(photo, max_size=most).map(tuple)


hazard = st.builds(
    HazardLine,
    place=narrow(),
    severity=GRADE,
    finding=long_text(),
    citations=CITATIONS,
    require=long_text(),
    term_days=st.sampled_from([0, 1, 7, 15, 30, 90]),
    term_kind=st.sampled_from(["natural", "working"]),
    due=DAY,
)

_STROKES = (((0.0, 0.5), (0.3, 0.1), (0.6, 0.9)), ((0.7, 0.2), (0.9, 0.8)))
_SIGNATURE = st.builds(
    Signature,
    role=st.sampled_from(["inspector", "institution"]),
    name=PERSON,
    post=sometimes(label(4)),
    strokes=st.sampled_from([(), _STROKES]),
    signed_at=st.one_of(st.none(), LATER),
)
_REFUSAL = st.builds(
    Signature, role=st.just("institution"), name=PERSON, refused=text(2), witness=PERSON, signed_at=st.one_of(st.none(), LATER)
)
SIGNED = st.one_of(st.just(()), st.tuples(_SIGNATURE, _SIGNATURE, _REFUSAL), st.lists(_SIGNATURE, max_size=3).map(tuple))


def lines(one: st.SearchStrategy[Any], most: int = 12) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, min_size=1, max_size=most).map(tuple)


COMMON: dict[str, st.SearchStrategy[Any]] = {
    "generated_at": GENERATED,
    "version": VERSION,
    "replaces": _REPLACES,
    "provisional": st.booleans(),
    "draft": st.booleans(),
}
