"""Citing laws: from the short form of a form file (`消防法:16.1.2`) to the words a paper prints.

Owns the table of laws as read from `laws.csv` and the grammar of a reference. Judges no law: which clause
fits which hazard is data that a bureau edits.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import BadInput
from ..i18n import tr
from .terms import CHECKED

_COLUMNS = ("short", "title", "number", "in_force", "checked")
_STATUTE_CLAUSE = re.compile(r"(\d+)(?:\.(\d*)\.(\d+)|\.(\d+))?", re.ASCII)  # article[.paragraph][.item]
_STANDARD_NUMBER = re.compile(r"[A-Z]")  # GB 55037-2022, JGJ 450-2018, DB15/T …; a statute's is Chinese
_SEPARATOR = re.compile("[;；]")
_PLACES = ("", "十", "百", "千")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Law:
    """One law, rule or standard. `checked`: seen / part / recalled, as for a basis."""

    short: str
    title: str
    number: str
    in_force: str
    checked: str

    @property
    def is_standard(self) -> bool:
        """A technical standard: cited with its number, its clauses by their own numbers."""
        return _STANDARD_NUMBER.match(self.number) is not None

    @property
    def has_short_title(self) -> bool:
        """Whether `short` is the customary short title (消防法), not a handle of ours (民发37)."""
        return self.title == "中华人民共和国" + self.short


def load_laws(csv_text: str, *, where: str = "laws.csv") -> dict[str, Law]:
    """The laws of a CSV text with the columns short,title,number,in_force,checked, by short name.

    Raises BadInput naming `where` and the line for a missing column, an empty or doubled short name, an
    empty title or an unknown `checked`.
    """
    rows = csv.DictReader(io.StringIO(csv_text.removeprefix("\ufeff")))
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise BadInput(tr("缺少列：{names}", "missing columns: {names}").format(names=", ".join(missing)),
                       where=where, todo=tr("请补上表头。", "Add them to the header line."))
    laws: dict[str, Law] = {}
    for record in rows:
        law = Law(*((record[name] or "").strip() for name in _COLUMNS))
        _check_law(law, laws, f"{where}:{rows.line_num}")
        laws[law.short] = law
    return laws


def _check_law(law: Law, known: Mapping[str, Law], where: str) -> None:
    if not law.short or not law.title:
        raise BadInput(tr("简称和名称都要填写", "short name and title must both be given"), where=where)
    if law.short in known:
        raise BadInput(tr("简称“{short}”重复", "short name '{short}' is given twice").format(short=law.short),
                       where=where, todo=tr("每部法规留一行。", "Keep one line a law."))
    if law.checked not in CHECKED:
        raise BadInput(tr("checked 列只能是 {codes}", "column checked must be one of {codes}")
                       .format(codes=", ".join(CHECKED)), where=where)


def numeral(n: int) -> str:
    """A Chinese numeral: 28 -> 二十八, 101 -> 一百零一. Raises BadInput outside 0..9999."""
    if not 0 <= n <= 9999:
        raise BadInput(tr("{n} 不能写成条款序号", "{n} cannot be written as a clause number").format(n=n))
    if n == 0:
        return _DIGITS[0]
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return text.removeprefix("一") if 10 <= n <= 19 else text


def cite(ref: str, laws: Mapping[str, Law], *, short: bool = False) -> str:
    """What a paper prints for `short:clause`: 消防法:28 -> 《中华人民共和国消防法》第二十八条.

    A statute's clause is article.paragraph.item with an empty paragraph skipped, a standard's its own
    number; a clause that does not begin with a digit is printed as it stands; an empty one cites the
    whole text. With `short`, laws that have a customary short title are cited by it (《消防法》第二十八条),
    for a paper that has introduced it (以下简称). Raises BadInput for an unknown law or a broken clause.
    """
    name, _, clause = ref.replace("：", ":").partition(":")
    name, clause = name.strip(), clause.strip()
    if name not in laws:
        raise BadInput(tr("法规表中没有“{name}”", "the table of laws has no '{name}'").format(name=name),
                       where=ref, todo=tr("请核对简称，或在法规表中补上。",
                                          "Correct the short name, or add the law to the table."))
    law = laws[name]
    return _title(law, short) + _clause(law, clause, ref)


def _title(law: Law, short: bool) -> str:
    if law.is_standard:
        return f"《{law.title}》（{law.number}）"
    return f"《{law.short if short and law.has_short_title else law.title}》"


def _clause(law: Law, clause: str, ref: str) -> str:
    if not clause or not (clause[0].isascii() and clause[0].isdigit()):
        return clause
    if law.is_standard:
        return f"第{clause}条"
    parts = _STATUTE_CLAUSE.fullmatch(clause)
    if parts is None:
        raise BadInput(tr("条款“{clause}”无法识别", "clause '{clause}' cannot be read").format(clause=clause),
                       where=ref, todo=tr("请写作 条.款.项，例如 16.1.2；没有款时写 4..1。",
                                          "Write article.paragraph.item: 16.1.2; without paragraph 4..1."))
    article, paragraph, item = parts[1], parts[2] or parts[4], parts[3]
    text = f"第{numeral(int(article))}条"
    if paragraph:
        text += f"第{numeral(int(paragraph))}款"
    return text + (f"第（{numeral(int(item))}）项" if item else "")


def cite_all(refs: str, laws: Mapping[str, Law], *, short: bool = False) -> tuple[str, ...]:
    """The citations of a list separated by `;`, in its order, none twice. Raises BadInput as `cite`."""
    cited = (cite(ref, laws, short=short) for ref in _SEPARATOR.split(refs) if ref.strip())
    return tuple(dict.fromkeys(cited))


def printable_citations(
    order_basis: str, basis: str, basis_checked: str, laws: Mapping[str, Law], confirmed: bool = False,
    *, short: bool = False,
) -> tuple[str, ...]:
    """What may stand on the paper: the statute an order rests on always; the technical basis only when it
    was checked against the official text ("seen") or a named person confirmed it. May be empty: then the
    item cannot be ordered. Raises BadInput as `cite`, only for what would be printed."""
    trusted = basis if basis_checked == "seen" or confirmed else ""
    return cite_all(f"{order_basis};{trusted}", laws, short=short)
