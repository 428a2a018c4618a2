"""Issuing papers, printing them again, and correcting them.

An issued paper is evidence: its row and its PDF are one act, and printing it again gives the same bytes. A correction is
a further version with the same number and day, which names the one it replaces; both are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from ...documents.facts import facts_json, facts_sha256
from ...documents.phrases import day
from ...domain.calendar import local_date
from ...domain.core import Change, RowId, Scope
from ...errors import BadInput, NotAllowed, OurBug
from ...i18n import Text, tr
from ...store import queries
from ...wire.canon import canonical
from ..desk import Desk, Row
from ..evidence import file_change
from ..office import Number, take_number
from ..sheet import open_sheet
from .catalogue import ISSUED, Kind, kind_named
from .head import head_of
from .parts import Asked, Gathered, edition, is_later, live_papers, versions_of
from .render import render_office
from .words import words_of

PDF = "application/pdf"
_OF_A_VERSION = ("generated_at", "version", "replaces")  # what differs between versions that say the same


# -- without issuing -------------------------------------------------------------------------------------
def gather(desk: Desk, kind: str, asked: Asked) -> Gathered:
    """The facts of a paper as they stand, not issued. Raises BadInput, NotAllowed."""
    return kind_named(kind).gather(desk, asked)


def print_facts(desk: Desk, kind: str, facts: Any) -> bytes:
    """Facts as PDF, in the office's words and faces, under its head."""
    return render_office(kind, facts, words_of(desk, kind, getattr(facts, "lang", "zh")), head_of(desk, kind))


def draft(desk: Desk, kind: str, asked: Asked) -> bytes:
    """A paper that is not issued: a draft of one that would be, or a print that is verified by its facts."""
    return print_facts(desk, kind, gather(desk, kind, asked).facts)


# -- issuing ---------------------------------------------------------------------------------------------
def issue(desk: Desk, kind: str, asked: Asked) -> RowId:
    """Issue a paper with a number of this laptop's lease, or its inspection's. Gives its row.

    Raises NotAllowed (role, state, issued already), BadInput (something the paper must say is missing).
    """
    what = _issuable(kind)
    _demand_right(desk, what)
    gathered = what.gather(desk, asked)
    _demand_ready(desk, what, gathered)
    number = _number(desk, what, gathered)
    facts = replace(gathered.facts, number=number.text, provisional=number.provisional, draft=False)
    return _keep(desk, what, gathered, facts, number)


def _issuable(kind: str) -> Kind:
    what = kind_named(kind)
    if kind in ISSUED:
        return what
    if kind in ("notice", "service"):
        raise NotAllowed(
            Text(f"{what.word.zh}要连同整改项一起办理", f"a {what.word.en} moves its hazards on as well"),
            todo=tr("用 notice issue 下达，用 notice serve 送达。", "Use notice issue, and notice serve."),
        )
    raise NotAllowed(
        Text(f"{what.word.zh}不编号制发", f"a {what.word.en} is not issued"),
        todo=tr("用 documents draft 打印，可按内容核验。", "Print it with documents draft; it verifies by its facts."),
    )


def _demand_right(desk: Desk, what: Kind) -> None:
    role = desk.role()
    if what.supervisor and role != "supervisor":
        raise NotAllowed(
            Text(f"{what.word.zh}须由科室负责人制发", f"a supervisor issues a {what.word.en}"), where=desk.name_of(desk.person)
        )
    if role not in ("inspector", "supervisor"):
        raise NotAllowed(
            Text(f"{what.word.zh}须由检查员或科室负责人制发", f"inspectors and supervisors issue a {what.word.en}"),
            where=desk.name_of(desk.person),
        )


def _demand_ready(desk: Desk, what: Kind, gathered: Gathered) -> None:
    """Refuse what is unfinished, and a second paper of a target that has one. Raises NotAllowed."""
    _demand_finished(desk, what, gathered)
    if what.once:
        of: dict[str, Any] = {what.about: getattr(gathered, what.about)}
        for paper in live_papers(desk, what.code, **of):
            if edition(paper) == getattr(gathered.facts, "lang", "zh"):
                said = f"{paper['number']}（{paper['version']}）"
                raise NotAllowed(
                    tr(f"已制发：{said}", f"issued already: {said}"),
                    where=str(what.word),
                    todo=tr("重印用 documents print，更正用 documents correct。", "Use documents print, or documents correct."),
                )


def _demand_finished(desk: Desk, what: Kind, gathered: Gathered) -> None:
    """Refuse a paper of a record that is open, also while it is being amended. Raises NotAllowed."""
    if what.by == "inspection" and gathered.inspection and not open_sheet(desk, gathered.inspection).state.locked:
        raise NotAllowed(
            Text(f"检查还没有完成，不能制发{what.word.zh}", f"the inspection is not finished: no {what.word.en} can be issued"),
            where=str(gathered.facts.number),
            todo=tr("先完成检查：inspect finish；或打印草稿：documents draft。", "First inspect finish; or documents draft."),
        )


def _number(desk: Desk, what: Kind, gathered: Gathered) -> Number:
    if what.by == "inspection":
        return Number(gathered.facts.number, 0, 0, False)
    return take_number(desk, what.code)


def paper_changes(
    desk: Desk, scope: Scope, kind: str, gathered: Gathered, facts: Any, number: Number, data: bytes, **more: Any
) -> list[Change]:
    """The paper's row and its file; `more`: cells that say what else it is about, replaces, and why."""
    made = desk.store.create(
        "paper",
        kind=kind,
        number=number.text,
        provisional=int(number.provisional),
        year=number.year or None,
        serial=number.serial or None,
        recipient=gathered.recipient or None,
        facts_json=facts_json(facts),
        facts_sha256=facts_sha256(facts),
        **{
            "asked_json": canonical(gathered.asked).decode(),
            "version": facts.version,
            "issued_on": local_date(desk.now).isoformat(),
            **{name: getattr(gathered, name) for name in ("institution", "inspection", "item", "notice")},
            **more,
        },
    )
    return [made, file_change(desk, scope, "paper", made.row, data, f"{_file_name(number.text, facts)}.pdf", "paper", PDF)]


def _file_name(number: str, facts: Any) -> str:
    return number if facts.version == 1 else f"{number}（第{facts.version}版）"


def _keep(desk: Desk, what: Kind, gathered: Gathered, facts: Any, number: Number, **more: Any) -> RowId:
    if gathered.institution is None:
        raise OurBug(tr("文书没有机构", "a paper is about no home"), where=what.code)
    scope = desk.scope_of(gathered.institution)
    changes = paper_changes(desk, scope, what.code, gathered, facts, number, print_facts(desk, what.code, facts), **more)
    desk.commit(scope, "paper.refer" if what.supervisor else "paper.issue", changes)
    desk.seal()
    return changes[0].row


# -- what is issued --------------------------------------------------------------------------------------
def paper_called(desk: Desk, wanted: RowId | str, kind: str = "", version: int | None = None, lang: str = "") -> Row:
    """An issued paper by number or id: its newest version, or the one asked for; a void one too. Raises BadInput.

    Of a report that was issued in two languages the Chinese one, unless `lang` says which.
    """
    rows = [row for row in queries.papers_called(desk.store, str(wanted)) if kind in ("", row["kind"])]
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    if len(kinds) > 1:
        raise BadInput(
            tr(f"“{wanted}”有几种文书，请用 --kind 指明", f"papers of several kinds have the number {wanted}: add --kind"),
            todo=", ".join(kinds),
        )
    editions = {edition(row) for row in rows}
    chosen = lang or ("zh" if "zh" in editions else "en")
    rows = [row for row in rows if version in (None, row["version"]) and edition(row) == chosen]
    if not rows:
        which = tr(f"{wanted} 第{version}版", f"{wanted}, version {version}") if version else tr(str(wanted), str(wanted))
        raise BadInput(
            tr(f"没有这份文书：{which.zh}", f"there is no such paper: {which.en}"),
            todo=tr("用 documents list 查看。", "See documents list."),
        )
    return rows[0]


def printed(desk: Desk, paper: Row) -> bytes:
    """The very bytes of an issued paper. Raises Damaged when they are altered, or are not on this laptop."""
    files = [row for row in queries.attachments(desk.store, RowId(paper["id"])) if row["kind"] == "paper"]
    if not files:
        raise OurBug(tr("已制发的文书没有文件", "an issued paper has no file"), where=str(paper["number"]))
    return kept_bytes(desk, files[0], str(paper["number"]))


def kept_bytes(desk: Desk, file: Row, where: str) -> bytes:
    """The bytes of an issued paper's file, as its hash says. Raises Damaged, OurBug."""
    data = desk.blobs.get(file["object"])
    if hashlib.sha256(data).hexdigest() != file["sha256"]:
        raise OurBug(tr("文书与登记的哈希不符", "the paper differs from its recorded hash"), where=where)
    return data


def describe(desk: Desk, row: Row) -> dict[str, Any]:
    """A paper for lists."""
    home = queries.home(desk.store, RowId(row["institution"])) if row["institution"] else None
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "number": row["number"],
        "version": row["version"],
        "edition": edition(row),
        "institution": home["name"] if home else None,
        "issued_on": row["issued_on"],
        "recipient": row["recipient"],
        "provisional": bool(row["provisional"]),
        "replaced": any(is_later(each, row) for each in versions_of(desk, row)),
        "void": row["void"],
        "reason": row["reason"],
    }


# -- correcting ------------------------------------------------------------------------------------------
def correct(desk: Desk, wanted: RowId | str, reason: str, kind: str = "", lang: str = "") -> RowId:
    """Issue a further version of a paper, from the facts as they are now, with the same number and day. Gives its row.

    Whoever may issue such a paper may correct it, also somebody else's. It moves nothing that rests on the paper: of a
    notice the hazards, their deadlines and the service stay as they are. Raises NotAllowed when nothing that it says has
    changed, it is void, or a later version stands already; BadInput without a reason.
    """
    old, reason = paper_called(desk, wanted, kind, lang=lang), reason.strip()
    what = kind_named(old["kind"])
    if not reason:
        raise BadInput(tr("更正要写明理由", "a correction needs a reason"), where=str(old["number"]))
    _demand_right(desk, what)
    if old["void"] is not None:
        raise NotAllowed(tr(f"文书已作废：{old['void']}", f"the paper is void: {old['void']}"), where=str(old["number"]))
    newest = versions_of(desk, old)[0]
    if is_later(newest, old):
        raise NotAllowed(
            tr(f"已由第{newest['version']}版替代", f"version {newest['version']} stands already"),
            where=f"{old['number']}（{old['version']}）",
            todo=tr("按文号更正最新一版。", "Correct the newest version, by its number."),
        )
    gathered = again(desk, what, old)
    _demand_finished(desk, what, gathered)
    facts = _next_version(gathered.facts, old)
    if _says_the_same(facts, old):
        raise NotAllowed(
            tr("文书内容没有变化，不必更正", "nothing that the paper says has changed: there is nothing to correct"),
            where=str(old["number"]),
            todo=tr("先更正登记的内容；重印用 documents print。", "First correct what is recorded; documents print reprints."),
        )
    number = Number(old["number"], old["year"] or 0, old["serial"] or 0, bool(old["provisional"]))
    cells = {name: old[name] for name in ("institution", "inspection", "item", "notice", "service", "issued_on", "asked_json")}
    return _keep(desk, what, gathered, facts, number, replaces_row=old["id"], reason=reason, **cells)


def again(desk: Desk, what: Kind, paper: Row) -> Gathered:
    """The facts of an issued paper as they are now, asked for as it was."""
    said: Mapping[str, Any] = json.loads(paper["asked_json"] or "{}")
    target = str(paper[what.about]) if what.about else ""
    asked = Asked(
        target=target,
        lang=said.get("lang", "zh"),
        items=tuple(said.get("items", ())),
        partners=tuple((name, basis) for name, basis in said.get("partners", ())),
        until=datetime.fromisoformat(said["until"]) if said.get("until") else None,
        protection=said.get("protection", ""),
        suspend=tuple(said.get("suspend", ())),
        recipient=said.get("recipient", ""),
    )
    return what.again(desk, asked, paper) if what.again else what.gather(desk, asked)


def _next_version(facts: Any, old: Row) -> Any:
    issued_on = date.fromisoformat(old["issued_on"])
    own = {field.name for field in fields(facts)}
    days = {name: issued_on for name in ("issued_on", "prepared_on") if name in own}
    return replace(
        facts,
        number=old["number"],
        provisional=bool(old["provisional"]),
        version=old["version"] + 1,
        replaces=version_text(old),
        draft=False,
        **days,
    )


def version_text(paper: Row) -> str:
    """A version as a later one names it: 第1版（2026年11月24日，校验 14E1-4D26-55C8）."""
    head = str(paper["facts_sha256"])[:12].upper()
    return f"第{paper['version']}版（{day(date.fromisoformat(paper['issued_on']))}，校验 {head[:4]}-{head[4:8]}-{head[8:]}）"


def _says_the_same(facts: Any, old: Row) -> bool:
    texts = (facts_json(facts), old["facts_json"])
    now, then = ({name: cell for name, cell in json.loads(text).items() if name not in _OF_A_VERSION} for text in texts)
    return now == then
