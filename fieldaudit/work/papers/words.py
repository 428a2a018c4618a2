"""The office's own words of each kind of paper: set and reset by the administrator, the same on every laptop that syncs.

They are checked when they are set and again when they are read: a file that no longer fits what this program knows is
refused by key and line, and never silently replaced by other words.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from ...documents.wording import ENGLISH, KINDS, Wording, read_wording, shipped, shipped_text
from ...errors import BadInput, NotAllowed
from ...i18n import tr
from ...store import queries
from ..desk import COMMON, Desk, Row

MAX_WORDS = 200_000  # bytes of such a file


@dataclass(frozen=True, slots=True)
class Words:
    """Which words stand for a kind of paper: the program's, or the office's since `row`."""

    kind: str
    lang: str
    row: Row | None


def words_of(desk: Desk, kind: str, lang: str = "zh") -> Wording:
    """The words that papers of this kind are printed with. Raises BadInput when the office's no longer fit."""
    row = _row(desk, kind, lang)
    return shipped(kind, lang) if row is None else _read(row)


def _read(row: Row) -> Wording:
    try:
        return read_wording(row["kind"], row["source"], f"{row['kind']}.{row['lang']}.toml", row["lang"])
    except BadInput as error:
        error.safe = error.safe or tr("没有打印任何文书。", "No paper was printed.")
        error.todo = tr(
            "本局设定的措辞与本程序不符：请管理员用 documents wording set 改正，或用 documents wording reset 恢复原文。",
            "The office's words do not fit this program: the admin mends them with documents wording set, or resets them.",
        )
        raise


def _row(desk: Desk, kind: str, lang: str) -> Row | None:
    shipped_text(kind, lang)  # refuses what is no kind
    found = desk.store.find("wording", kind=kind, lang=lang)
    return max(found, key=lambda row: (row["_hlc"], row["id"]), default=None)


def ever(desk: Desk, kind: str, lang: str = "zh") -> list[Wording]:
    """Every wording that a paper of this kind may have been printed with, the newest first; broken ones left out."""
    found: list[Wording] = []
    for row in queries.wordings_ever(desk.store, kind, lang):
        with suppress(BadInput):
            found.append(_read(row))
    return [*found, shipped(kind, lang)]


def listed(desk: Desk) -> list[Words]:
    """Every kind of paper and language, with the office's words where they were set."""
    kinds = [(kind, "zh") for kind in KINDS] + [(kind, "en") for kind in ENGLISH]
    return [Words(kind, lang, _row(desk, kind, lang)) for kind, lang in kinds]


def text_of(desk: Desk, kind: str, lang: str = "zh", *, own: bool = True) -> str:
    """The TOML to copy and change: the office's `own` where it has set one, or the program's."""
    row = _row(desk, kind, lang)
    return str(row["source"]) if row is not None and own else shipped_text(kind, lang)


def check(kind: str, data: bytes, name: str, lang: str = "zh") -> str:
    """The text of a file of words that would fit. Raises BadInput naming file, key and line."""
    if len(data) > MAX_WORDS:
        raise BadInput(tr("措辞文件太大", "the file of words is too large"), where=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            tr("措辞文件不是 UTF-8 文本", "the file of words is not UTF-8"), where=name,
            todo=tr("请另存为 UTF-8 编码。", "Save it as UTF-8."),
        ) from None  # fmt: skip
    read_wording(kind, text, name, lang)
    return text


def put(desk: Desk, kind: str, data: bytes, name: str, lang: str = "zh", reason: str = "") -> None:
    """Set the office's words of a kind of paper for everybody. Admin only. Raises BadInput naming file, key and line."""
    demand_admin(desk)
    text = check(kind, data, name, lang)
    held = _row(desk, kind, lang)
    if text == (shipped_text(kind, lang) if held is None else held["source"]):
        raise NotAllowed(tr("与现行措辞相同", "these are the words that stand already"), where=name)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    made = desk.store.create("wording", kind=kind, lang=lang, source=text, sha256=sha256, reason=reason.strip() or None)
    desk.commit(COMMON, "wording.set", [made])
    desk.seal()


def reset(desk: Desk, kind: str, lang: str = "zh", reason: str = "") -> None:
    """Go back to the program's own words. Admin only."""
    demand_admin(desk)
    if _row(desk, kind, lang) is None:
        raise NotAllowed(tr("用的就是程序的原文", "the program's own words stand already"), where=kind)
    rows = desk.store.find("wording", kind=kind, lang=lang)
    said = reason.strip() or "恢复原文"
    desk.commit(COMMON, "wording.set", [desk.store.edit("wording", row["id"], void=said) for row in rows])
    desk.seal()


def demand_admin(desk: Desk) -> None:
    """What all papers look like is the administrator's. Raises NotAllowed."""
    if desk.role() != "admin":
        raise NotAllowed(
            tr("文书措辞由管理员设定", "the administrator sets the words of papers"),
            where=desk.name_of(desk.person),
            todo=tr("用 --as 换成管理员。", "Use --as to act as the administrator."),
        )
