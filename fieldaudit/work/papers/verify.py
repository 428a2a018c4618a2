"""Is this file a paper of ours, and is it what we made? Judged from its bytes, its proof code and the facts recorded here.

    ours      the very bytes of an issued paper, or of a print that the facts recorded here give again
    altered   it carries the code of a paper of ours, or names what we have, and is not what we made
    unknown   nothing here knows it

The file may be anything: it is never parsed as a PDF, only searched for three plain texts of ours, and what is larger than
any paper is not looked at. Knows no rule of the trade.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice, product
from typing import Any, Literal

from ...documents.facts import facts_sha256
from ...domain.calendar import SHANGHAI, to_ms
from ...domain.core import RowId
from ...domain.terms import ITEM_STATES
from ...errors import BadInput, FieldauditError
from ...i18n import Text, tr
from ...store import queries
from ...wire.blobs import MAX_BLOB
from ..desk import Desk, Row, local_time
from .catalogue import BY_LETTERS, Kind, kind_word
from .head import heads_ever
from .parts import Asked, is_later, versions_of
from .render import office_faces, own_faces, render_kind
from .words import ever

LARGEST = MAX_BLOB  # bytes; no paper of ours is larger
_CODE = re.compile(rb"FA1:([A-Z]{2}):(\d{1,4}):([0-9A-F]{32})")
_TYPED = re.compile(r"FA1:([A-Z]{2}):(\d{1,4}):([0-9A-F]{32})")
_SHORT = re.compile(r"[0-9A-F]{12,64}")
_MADE = re.compile(rb"<xmp:ModifyDate>([0-9T:+-]{19,25})</xmp:ModifyDate>")
_TITLE = re.compile(rb"<dc:title><rdf:Alt><rdf:li[^>]{0,40}>([^<]{0,2000})</rdf:li>")
_LANG = re.compile(rb"<dc:language><rdf:Bag><rdf:li>(en|zh)")
_MOST_TRIED = 60  # targets whose facts are gathered for one file
_WITH_PHOTOS = 15  # the same of a paper whose photos must be made small first
_NAMING = ("report", "record", "plan")  # papers whose title says whose they are

_NOTHING = Asked()

Outcome = Literal["ours", "altered", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file or code is. `said` tells it in words; `notes`: what became of the paper since (void, corrected)."""

    outcome: Outcome
    said: Text
    kind: str = ""
    number: str = ""
    version: int = 0
    issued_on: str = ""
    sha256: str = ""  # of the file
    notes: tuple[Text, ...] = ()


_UNKNOWN = tr("不是本局文书，或本机没有它的记录", "not a paper of ours, or nothing here knows it")
_OF = tr("知道是哪一份的，用 --of 指明对象再核验。", "If it is known what it is about, say so with --of.")
_CHOSEN = tr(
    "打印时另有选项的（--item、--to、--year 等），写上同样的选项再核验。",
    "If it was asked for with options (--item, --to, --year …), verify it with the same ones.",
)
_SYNC = tr("先同步再核验，本机可能还没有收到。", "Sync first: it may not have reached this laptop.")
_MERGED = tr(
    "合并成一个的 PDF 不能整份核验：请核验单份文件（documents batch --into 分开打印）。",
    "A PDF merged of several papers is not known as a whole: verify the single files (documents batch --into).",
)
_BY_FILE = tr("未编号制发的打印件没有登记校验码，请核验文件本身。", "The code of an unissued print is not kept: verify its file.")


def verify_file(desk: Desk, data: bytes, of: str = "", chosen: Asked = _NOTHING) -> Verdict:
    """Judge a file by its bytes.

    `of`: what an unissued print is about, and `chosen`: what else it was asked for (as given to `documents draft`), if
    known. Nothing of that stands in the file: what was chosen for an issued paper is kept with it.
    """
    if len(data) > LARGEST:
        return Verdict("unknown", tr("文件比任何文书都大", "the file is larger than any paper"))
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(_judged(desk, data, sha256, replace(chosen, target=of)), sha256=sha256)


def _judged(desk: Desk, data: bytes, sha256: str, said: Asked) -> Verdict:
    files = queries.issued_files(desk.store, sha256)
    if files:
        return _issued(desk, files[-1])
    codes = list(dict.fromkeys(_CODE.findall(data)))[:4]
    for _, version, head in codes:
        for paper in queries.papers_with_facts(desk.store, head.decode().lower()):
            if paper["version"] == int(version):
                altered = tr("是本局文书，但文件已被改动，与制发时不同", "a paper of ours, but the file is not as it was issued")
                return _of_paper(desk, paper, "altered", altered)
    for letters, _, head in codes:
        kind = BY_LETTERS.get(letters.decode())
        if kind is not None:
            return _unissued(desk, data, kind, head.decode().lower(), said)
    merged = (_MERGED,) if data.startswith(b"%PDF") and not codes else ()
    return Verdict("unknown", _UNKNOWN, notes=(_SYNC, *merged))


def verify_code(desk: Desk, code: str) -> Verdict:
    """Judge the code of a QR (FA1:…) or the check of twelve figures below it, as typed: which paper it stands on."""
    typed = code.strip().upper().replace("－", "-").replace("：", ":")
    full = _TYPED.fullmatch(typed)
    head = full[3] if full else typed.replace("-", "").replace(" ", "")
    if not _SHORT.fullmatch(head):
        raise BadInput(
            tr(f"不是文书上的校验码：{code}", f"not the code of a paper: {code}"),
            todo=tr("写作 FA1:… 或 14E1-4D26-55C8。", "Write FA1:… or 14E1-4D26-55C8."),
        )
    for paper in queries.papers_with_facts(desk.store, head.lower()):
        if full is None or paper["version"] == int(full[2]):
            said = tr(
                "这是本局制发的文书的校验码；请对照内容，或核验文件本身",
                "the code of a paper that was issued; compare what it says, or verify the file itself",
            )
            return _of_paper(desk, paper, "ours", said)
    return Verdict("unknown", _UNKNOWN, notes=(_SYNC, _BY_FILE))


# -- issued ----------------------------------------------------------------------------------------------
def _issued(desk: Desk, file: Row) -> Verdict:
    said = tr("是本局制发的文书，未被改动", "a paper of ours, unchanged")
    if file["owner_table"] == "paper":
        paper = desk.store.get("paper", RowId(file["owner_row"]))
        if paper is not None:
            return _of_paper(desk, paper, "ours", said)
    owner = desk.store.get(file["owner_table"], RowId(file["owner_row"])) if file["owner_table"] in ("notice", "service") else None
    kind = "service" if file["owner_table"] == "service" else "notice"
    notes = (tr(f"已作废：{owner['void']}", f"void since: {owner['void']}"),) if owner and owner["void"] else ()
    number = str(owner["number"]) if owner else str(file["file_name"]).removesuffix(".pdf")
    return Verdict("ours", said, kind, number, 1, str((owner or {}).get("issued_on") or ""), notes=notes)


def _of_paper(desk: Desk, paper: Row, outcome: Outcome, said: Text) -> Verdict:
    return Verdict(
        outcome,
        said,
        paper["kind"],
        paper["number"],
        paper["version"],
        paper["issued_on"],
        notes=tuple(_since(desk, paper)),
    )


def _since(desk: Desk, paper: Row) -> Iterator[Text]:
    """What became of a paper since it was issued."""
    if paper["void"] is not None:
        yield tr(f"已作废：{paper['void']}", f"void since: {paper['void']}")
    for other in versions_of(desk, paper):
        said = f"{local_time(other['_at'])}{'：' if other['reason'] else ''}{other['reason'] or ''}"
        if is_later(other, paper):
            yield tr(f"已由第{other['version']}版替代（{said}）", f"replaced by version {other['version']} ({said})")
        elif other["version"] == paper["version"] and other["id"] != paper["id"]:
            yield tr(
                f"另一台电脑也制发了同一文号的第{other['version']}版（{said}）",
                f"another laptop issued a version {other['version']} of this number too ({said})",
            )


# -- not issued ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Told:
    """What a file says of itself: when it was made, its title, its language."""

    made: datetime
    title: str
    lang: Literal["zh", "en"]


def _told(data: bytes) -> _Told | None:
    made, title, lang = _MADE.search(data), _TITLE.search(data), _LANG.search(data)
    if made is None:
        return None
    with suppress(ValueError):
        when = datetime.fromisoformat(made[1].decode())
        when = when if when.tzinfo else when.replace(tzinfo=SHANGHAI)
        words = html.unescape(title[1].decode("utf-8", "replace")) if title else ""
        return _Told(when, words, "en" if lang and lang[1] == b"en" else "zh")
    return None


def _unissued(desk: Desk, data: bytes, kind: Kind, head: str, said: Asked) -> Verdict:
    told = _told(data)
    if told is None:
        return Verdict("unknown", _UNKNOWN, kind.code)
    then = Desk(desk.workspace, to_ms(told.made))
    for asked in islice(_asked(desk, kind, told, said), _MOST_TRIED):
        try:
            facts = kind.gather(then, asked).facts
        except FieldauditError:  # not what it is about: there is no such paper of it
            continue
        if facts_sha256(facts).startswith(head):
            return _same_facts(desk, data, kind, facts)
    word, named = kind_word(kind.code), bool(said.target) or bool(_named(desk, kind.about, told.title))
    hints = ((_OF, not named), (_CHOSEN, not _has_choices(said)), (_SYNC, bool(kind.by)))
    return Verdict(
        "altered" if named else "unknown",
        Text(
            f"像是{word.zh}，但与现在登记的内容不同：此后登记有变化，打印时另有选项，或文件被改动、不是本局打印的",
            f"like a {word.en}, but not what is recorded now: that changed since, it was asked for with other options, or the file "
            "is altered or not ours",
        ),
        kind.code,
        notes=tuple(hint for hint, helps in hints if helps),
    )


def _same_facts(desk: Desk, data: bytes, kind: Kind, facts: Any) -> Verdict:
    """The facts are ours and unchanged; the bytes too, when any words, faces and head of this office give them again."""
    said: dict[str, Any] = {"kind": kind.code, "number": str(getattr(facts, "number", "")), "version": facts.version}
    draft_note = (tr("这是草稿，没有制发", "it is a draft, not issued"),) if facts.draft else ()
    faces_of_ours = dict.fromkeys((office_faces(), own_faces()))
    all_words = ever(desk, kind.code, getattr(facts, "lang", "zh"))
    for words, faces, head in product(all_words, faces_of_ours, heads_ever(desk, kind.code)):
        with suppress(FieldauditError):
            if render_kind(kind.code, facts, faces, words, head) == data:
                printed = tr(
                    "是本局打印、未编号制发的文书，内容与登记一致，未被改动",
                    "printed by us and not issued; it says what is recorded, unchanged",
                )
                return Verdict("ours", printed, notes=draft_note, **said)
    return Verdict(
        "altered",
        tr(
            "校验码与登记的内容一致，但文件与本机打印的不同：被改动过，或由另一版本的程序、另一种字体打印",
            "its code agrees with what is recorded, but the file is not what this laptop prints: altered, or printed by "
            "another version of the program or in other faces",
        ),
        notes=draft_note,
        **said,
    )


def _asked(desk: Desk, kind: Kind, told: _Told, said: Asked) -> Iterator[Asked]:
    """What the file may have been asked for, the likeliest first."""
    of = said.target
    if _has_choices(said):
        known = [of] if of or kind.about in ("", "form") else _targets(desk, kind, told.title)
        yield from (replace(said, target=target if kind.about else "", lang=told.lang) for target in known)
        return
    if kind.code in ("ledger", "blank"):
        homes = [*filter(None, (of,)), *(str(row["id"]) for row in _named(desk, "institution", told.title))]
        yield from _ledgers(desk, told.made.date(), homes) if kind.code == "ledger" else _blanks(desk, of, homes)
        return
    if of:
        yield Asked(target=of, lang=told.lang)
        return
    for target in _targets(desk, kind, told.title):
        yield Asked(target=target, lang=told.lang)


def _has_choices(said: Asked) -> bool:
    return replace(said, target="") != _NOTHING


def _targets(desk: Desk, kind: Kind, title: str) -> list[str]:
    """The rows that the title names; the newest ones, when it cannot name any. The newest first."""
    rows = _named(desk, kind.about, title)
    if not rows and kind.code not in _NAMING:
        rows = desk.store.find(kind.about)[-_WITH_PHOTOS if kind.code == "clearing" else -_MOST_TRIED :]
    return [str(row["id"]) for row in sorted(rows, key=lambda row: -int(row["id"]))]


def _named(desk: Desk, about: str, title: str) -> list[Row]:
    """The rows that the title names by their number or their home's name."""
    if about in ("", "form"):
        return []
    rows = desk.store.find(about)
    homes = {row["id"] for row in desk.store.find("institution") if row["name"] and row["name"] in title}
    home_of = "id" if about == "institution" else "institution"
    meant = [row for row in rows if row.get("number") and str(row["number"]) in title]
    return meant or [row for row in rows if row[home_of] in homes]


def _ledgers(desk: Desk, day: date, homes: Sequence[str]) -> Iterator[Asked]:
    """Those of the homes that it names, and the usual selections."""
    yield from (Asked(institution=home, overdue=overdue) for home in homes for overdue in (False, True))
    yield Asked()
    yield Asked(overdue=True)
    yield from (Asked(year=year) for year in (day.year, day.year - 1))
    for district in desk.store.find("district"):
        yield from (Asked(district=str(district["id"]), overdue=overdue) for overdue in (False, True))
    yield from (Asked(state=state) for state in ITEM_STATES)


def _blanks(desk: Desk, of: str, homes: Sequence[str]) -> Iterator[Asked]:
    """The checklist that it is said to be, and every form with and without the homes that it names."""
    if of:
        yield Asked(target=of)
    for form in sorted(desk.store.find("form"), key=lambda row: -int(row["id"])):
        target = f"{form['name']}@{form['version']}"
        yield from (Asked(target=target, institution=home) for home in homes)
        yield Asked(target=target)
