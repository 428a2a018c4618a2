"""Document numbers: their kinds, default patterns, and the text of one number.

Knows nothing of leases (which number is next) or of which paper carries which: only how year and serial
become 通民养改〔2026〕1号. Patterns are data of the bureau: GB/T 9704 uses neither 第 nor padding,
law-enforcement forms often use 第 and four digits (`第{n:04d}号`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from ..errors import BadInput
from ..i18n import Text, tr

DOCUMENT_KINDS: Mapping[str, Text] = MappingProxyType({
    "notice": tr("责令限期改正通知书", "rectification notice"),
    "immediate": tr("责令立即改正通知书", "on-the-spot order"),
    "service": tr("送达回证", "proof of service"),
    "reinspection": tr("复查意见书", "reinspection opinion"),
    "plan": tr("一院一策整改方案", "rectification plan"),
    "clearing": tr("隐患整改销号单", "clearing sheet"),
    "referral": tr("移送函", "letter of referral"),
})
_SUFFIXES = {"notice": "改", "immediate": "立", "service": "送", "reinspection": "复", "plan": "案",
             "clearing": "销", "referral": "移函"}
_WIDTH = re.compile("(0?[1-9])?d?", re.ASCII)  # {n}, {n:d}, {n:4}, {n:04d}
_WIDEST = 20.0  # characters (figures and Latin count half): the seam between notice and counterfoil holds no more
_EXAMPLE = "通民养改〔{year}〕{n}号"


def default_pattern(kind: str, short: str) -> str:
    """The pattern proposed for a kind of document, from the bureau's short name.

    通民养 and "notice" give 通民养改〔{year}〕{n}号. Raises BadInput for a kind not in DOCUMENT_KINDS.
    """
    if kind not in _SUFFIXES:
        raise BadInput(tr("没有“{kind}”这种文书", "there is no kind of document '{kind}'").format(kind=kind),
                       todo=tr("可用：{kinds}", "Use one of {kinds}").format(kinds=", ".join(DOCUMENT_KINDS)))
    name = short.strip().replace("{", "{{").replace("}", "}}")
    return f"{name}{_SUFFIXES[kind]}〔{{year}}〕{{n}}号"


def default_patterns(short: str) -> dict[str, str]:
    """The default pattern of every kind of document."""
    return {kind: default_pattern(kind, short) for kind in DOCUMENT_KINDS}


def number_text(pattern: str, year: int, n: int) -> str:
    """The number a paper prints. Raises BadInput when the pattern lacks {n} or is not one of ours."""
    text, fields = "", set()
    for literal, name, width, conversion in _parts(pattern):
        text += literal
        if name is None:
            continue
        if name not in ("year", "n") or conversion or not _WIDTH.fullmatch(width or ""):
            field = name + (f"!{conversion}" if conversion else "") + (f":{width}" if width else "")
            raise _bad(pattern, tr("其中的 {{{field}}} 无法识别", "{{{field}}} in it is not known")
                       .format(field=field))
        text += format(year if name == "year" else n, width or "")
        fields.add(name)
    if "n" not in fields:
        raise _bad(pattern, tr("其中没有 {n}，各份文书会重号",
                                "it has no {n}, so all papers would share a number"))
    return text


def check_pattern(pattern: str) -> None:
    """Refuse a pattern whose numbers no line of a paper holds: BadInput, as for one that is not ours."""
    text = number_text(pattern, 2026, 9999)
    wide = sum(0.5 if char.isascii() else 1 for char in text)
    if wide > _WIDEST:
        raise _bad(pattern, tr("文号 {text} 有 {wide:g} 个字宽，骑缝处最多印 {most:g} 个",
                                "its number {text} is {wide:g} characters wide, the seam of a notice holds {most:g}")
                   .format(text=text, wide=wide, most=_WIDEST))


def _parts(pattern: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(pattern))
    except ValueError:
        raise _bad(pattern, tr("花括号不成对", "its braces do not match")) from None


def _bad(pattern: str, why: Text) -> BadInput:
    return BadInput(
        tr("文号格式“{pattern}”不能用：{why}", "number pattern '{pattern}' cannot be used: {why}")
        .format(pattern=pattern, why=why),
        todo=tr("例如 {example}", "For example {example}").format(example=_EXAMPLE))
