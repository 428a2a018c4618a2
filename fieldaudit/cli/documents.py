"""Verbs of the printed papers: draft, issue, print, list, correct, verify, and the office's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from ..documents.wording import ENGLISH
from ..documents.wording import KINDS as WORDED
from ..domain.calendar import SHANGHAI, local_date
from ..domain.core import RowId
from ..domain.terms import ITEM_STATES
from ..i18n import Text, tr
from ..store import queries
from ..work import papers, register
from ..work.papers import Asked, kind_word, words
from ..work.papers import head as heads
from .base import Session, day, fields, moment, must_be_writable, read_head, table, write_file
from .usage import Verbs

pass_session = click.make_pass_decorator(Session)
ALTERED, UNKNOWN = 3, 4  # exit status of verify
_LANGS = click.Choice(["zh", "en"])


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    root.add_command(documents)


@click.group(cls=Verbs)
def documents() -> None:
    """Papers: draft, issue with a number, print again, correct, verify."""


def _choices(command: Any) -> Any:
    """The options that say what is chosen for a paper; each kind takes its own."""
    for option in reversed((
        click.option("--item", "items", multiple=True, help="Only these hazards; repeat (notice, immediate, referral)."),
        click.option("--due", default=None, help="Print this date instead of terms: 2026-12-01 (notice)."),
        click.option("--until", default=None, help="When the rest must be put right: 2026-11-25T18:00 (immediate)."),
        click.option("--protection", default="", help="How people are protected until then (immediate)."),
        click.option("--suspend", multiple=True, help="Hazards for which suspension begins; repeat (reinspection)."),
        click.option("--to", "recipient", default="", help="The agency it goes to, if not the one referred to (referral)."),
        click.option("--institution", default="", help="Only of this home (ledger); the home to print on it (blank)."),
        click.option("--district", default="", help="Only of this district (ledger)."),
        click.option("--state", type=click.Choice(list(ITEM_STATES)), default=None, help="Only in this state (ledger)."),
        click.option("--year", type=int, default=None, help="Only found in this year (ledger)."),
        click.option("--overdue", is_flag=True, help="Only what is overdue (ledger)."),
        click.option("--rounds", type=click.IntRange(1, 50), default=3, show_default=True,
                     help="How often a repeated group is printed (blank)."),
    )):  # fmt: skip
        command = option(command)
    return command


def _asking(command: Any) -> Any:
    """The same and the language."""
    edition = click.option("--edition", type=_LANGS, default="zh", show_default=True, help="Language of the paper (report, plan).")
    return edition(_choices(command))


_TAKES = {
    "items": ("notice", "immediate", "referral"),
    "due": ("notice",),
    "until": ("immediate",),
    "protection": ("immediate",),
    "suspend": ("reinspection",),
    "recipient": ("referral",),
    "institution": ("ledger", "blank"),
    "district": ("ledger",),
    "state": ("ledger",),
    "year": ("ledger",),
    "overdue": ("ledger",),
}


def _asked(kind: str, target: str | None, edition: str, rounds: int, given: dict[str, Any]) -> Asked:
    """What is asked for. Raises UsageError for an option that this kind does not take."""
    for name, value in given.items():
        if value and kind not in _TAKES[name]:
            raise _wrong(tr(f"{kind} 没有选项 {name}", f"{kind} takes no option {name}"))
    if edition != "zh" and kind not in ENGLISH:
        raise _wrong(tr(f"{kind} 没有英文版", f"{kind} has no English edition"))
    if papers.kind_named(kind).about not in ("", "form") and target is None:
        raise _wrong(tr("要写明对象", "say what it is about"))
    if target is not None and not papers.kind_named(kind).about:
        raise _wrong(tr(f"{kind} 不写对象，用 --institution 等选择", f"{kind} takes no TARGET: choose with --institution …"))
    return replace(_chosen(rounds, given), target=target or "", lang="en" if edition == "en" else "zh")


def _chosen(rounds: int, given: dict[str, Any]) -> Asked:
    """The choices as they were typed, whatever they are for."""
    until = moment(given["until"]) if given.get("until") else None
    return Asked(
        items=given.get("items") or (),
        due=day(given["due"]) if given.get("due") else None,
        until=datetime.fromtimestamp(until / 1000, SHANGHAI) if until is not None else None,
        protection=given.get("protection") or "",
        suspend=given.get("suspend") or (),
        recipient=given.get("recipient") or "",
        institution=given.get("institution") or "",
        district=given.get("district") or "",
        state=given.get("state") or "",
        year=given.get("year"),
        overdue=bool(given.get("overdue")),
        rounds=rounds,
    )


def _wrong(said: Text) -> click.UsageError:
    return click.UsageError(str(said), click.get_current_context())


_ABOUT = """KIND is one of: notice, immediate, report, record (TARGET: an inspection), service, reinspection (a notice),
plan, referral (a home), clearing (a plan item), blank (a form's name; fire_safety), ledger (no TARGET)."""


@documents.command("draft", help=f"""Print a paper without issuing it.

    Papers that would be issued say that they are drafts; reports, plans, ledgers, records and blank checklists carry the
    hash of their facts and verify by them.

    {_ABOUT}""")  # fmt: skip
@click.argument("kind", type=click.Choice(list(papers.KINDS)))
@click.argument("target", required=False)
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="The PDF to write.")
@_asking
@pass_session
def documents_draft(
    session: Session, /, kind: str, target: str | None, out: str, edition: str, rounds: int, **given: Any
) -> None:
    """Print a paper without issuing it."""
    asked = _asked(kind, target, edition, rounds, given)
    with session.desk() as desk:
        write_file(out, papers.draft(desk, kind, asked))
    session.emit({"file": out}, out)


@documents.command("issue", help=f"""Issue a paper: a number, and bytes that are kept.

    A notice and its proof of service are issued with notice issue and notice serve. A letter of referral is a supervisor's.

    {_ABOUT}""")  # fmt: skip
@click.argument("kind", type=click.Choice(list(papers.KINDS)))
@click.argument("target", required=False)
@click.option("--out", default=None, type=click.Path(dir_okay=False), help="Also write the PDF here.")
@_asking
@pass_session
def documents_issue(
    session: Session, /, kind: str, target: str | None, out: str | None, edition: str, rounds: int, **given: Any
) -> None:
    """Issue a paper."""
    asked = _asked(kind, target, edition, rounds, given)
    if out:
        must_be_writable(out)
    with session.desk(acting=True) as desk:
        made = papers.issue(desk, kind, asked)
        row = desk.row("paper", made)
        if out:
            write_file(out, papers.printed(desk, row))
        said = papers.describe(desk, row)
    session.emit(said, _issued_text(said))


def _issued_text(said: dict[str, Any]) -> str:
    text = str(tr(
        f"{kind_word(said['kind']).zh} {said['number']}，第{said['version']}版（编号 {said['id']}）",
        f"{kind_word(said['kind']).en} {said['number']}, version {said['version']} (id {said['id']})"))  # fmt: skip
    if said["provisional"]:
        more = tr(
            "文号已用完，这是临时编号；请管理员用 numbers lease 分配。",
            "No number is left: this one is provisional; ask the admin for numbers lease.",
        )
        text += f"\n{more}"
    return text


_kind_option = click.option(
    "--kind", type=click.Choice(list(papers.KINDS)), default=None, help="Of which kind it is, if several have the number."
)

_edition_option = click.option("--edition", type=_LANGS, default=None, help="Of which language, if it was issued in two.")


@documents.command("print")
@click.argument("wanted", metavar="NUMBER")
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="The PDF to write.")
@_kind_option
@_edition_option
@click.option("--version", "version", type=int, default=None, help="This version (default: the newest).")
@pass_session
def documents_print(
    session: Session, wanted: str, out: str, kind: str | None, edition: str | None, version: int | None
) -> None:
    """Write the own bytes of an issued paper, by its number or id."""
    with session.desk() as desk:
        row = papers.paper_called(desk, wanted, kind or "", version, edition or "")
        write_file(out, papers.printed(desk, row))
        said = papers.describe(desk, row)
    session.emit({"file": out, **said}, out)


@documents.command("list")
@click.option("--institution", default=None, help="Only of this home.")
@click.option("--kind", type=click.Choice(list(papers.KINDS)), default=None, help="Only of this kind.")
@pass_session
def documents_list(session: Session, institution: str | None, kind: str | None) -> None:
    """List the issued papers, void and corrected ones too, the newest first."""
    with session.desk() as desk:
        home = RowId(register.find(desk, institution)["id"]) if institution is not None else None
        rows = [papers.describe(desk, row) for row in queries.papers(desk.store, home) if kind in (None, row["kind"])]
    session.emit(rows, lambda: _table(rows))


def _table(rows: list[dict[str, Any]]) -> str:
    shown = [{**row, "kind": kind_word(row["kind"])} for row in rows]
    return table(
        shown,
        {
            "id": tr("编号", "id"),
            "kind": tr("文书", "paper"),
            "number": tr("文号", "number"),
            "version": tr("版次", "version"),
            "edition": tr("语言", "language"),
            "institution": tr("机构", "home"),
            "issued_on": tr("日期", "issued"),
            "replaced": tr("已替代", "replaced"),
            "void": tr("作废", "void"),
        },
        tr("没有文书", "no papers"),
    )


@documents.command("correct")
@click.argument("wanted", metavar="NUMBER")
@click.option("--reason", required=True, help="Why.")
@_kind_option
@_edition_option
@click.option("--out", default=None, type=click.Path(dir_okay=False), help="Also write the PDF here.")
@pass_session
def documents_correct(
    session: Session, wanted: str, reason: str, kind: str | None, edition: str | None, out: str | None
) -> None:
    """Issue a further version of a paper, from what is recorded now; it names the version it replaces, and both are kept."""
    if out:
        must_be_writable(out)
    with session.desk(acting=True) as desk:
        row = desk.row("paper", papers.correct(desk, wanted, reason, kind or "", edition or ""))
        if out:
            write_file(out, papers.printed(desk, row))
        said = papers.describe(desk, row)
    session.emit(said, _issued_text(said))


@documents.command("verify")
@click.argument("file", required=False, type=click.Path(dir_okay=False))
@click.option("--code", default=None, help="The code of its QR (FA1:…), or the check of twelve figures beside it, instead.")
@click.option("--of", "of", default="", help="What an unissued print is about, as given to documents draft.")
@_choices
@pass_session
def documents_verify(session: Session, /, file: str | None, code: str | None, of: str, rounds: int, **given: Any) -> None:
    """Is this file a paper of ours, and unchanged?

    An unissued print is known by its facts: one that was asked for with options is verified with the same ones.
    Exit status 0: ours and unchanged; 3: ours but altered, or the facts changed since; 4: nothing here knows it.
    """
    if bool(file) == bool(code):
        raise _wrong(tr("写文件名，或用 --code", "give a file, or --code"))
    with session.desk() as desk:
        if code:
            verdict = papers.verify_code(desk, code)
        else:
            verdict = papers.verify_file(desk, read_head(str(file), papers.LARGEST + 1), of, _chosen(rounds, given))
    session.emit(
        {
            "outcome": verdict.outcome,
            "said": str(verdict.said),
            "kind": verdict.kind,
            "number": verdict.number,
            "version": verdict.version,
            "issued_on": verdict.issued_on,
            "sha256": verdict.sha256,
            "notes": [str(note) for note in verdict.notes],
        },
        lambda: _verdict_text(verdict),
    )
    click.get_current_context().exit({"ours": 0, "altered": ALTERED, "unknown": UNKNOWN}[verdict.outcome])


def _verdict_text(verdict: papers.Verdict) -> str:
    told = fields({
        tr("文书", "Paper"): kind_word(verdict.kind) if verdict.kind else "",
        tr("文号", "Number"): verdict.number,
        tr("版次", "Version"): verdict.version or "",
        tr("日期", "Issued"): verdict.issued_on,
        tr("文件哈希", "Hash of the file"): verdict.sha256,
    })  # fmt: skip
    return "\n".join(filter(None, [str(verdict.said), told, *map(str, verdict.notes)]))


# -- the office's words --------------------------------------------------------------------------------
@documents.group(cls=Verbs)
def wording() -> None:
    """The office's own words of each kind of paper: sentences, headings, labels, column widths."""


_worded = click.argument("kind", type=click.Choice(list(WORDED)))
_edition = click.option("--edition", type=_LANGS, default="zh", show_default=True, help="Language of the paper.")


@wording.command("list")
@pass_session
def wording_list(session: Session) -> None:
    """Every kind of paper, and since when the office has words of its own."""
    with session.desk() as desk:
        rows = [
            {
                "kind": each.kind,
                "edition": each.lang,
                "own": each.row is not None,
                "since": local_date(each.row["_at"]) if each.row else None,
                "by": desk.name_of(each.row["_by"]) if each.row else "",
                "reason": (each.row["reason"] or "") if each.row else "",
            }
            for each in words.listed(desk)
        ]
    session.emit(rows, lambda: _wordings(rows))


def _wordings(rows: list[dict[str, Any]]) -> str:
    return table(
        rows,
        {
            "kind": tr("文书", "paper"),
            "edition": tr("语言", "language"),
            "own": tr("本局用语", "office's own"),
            "since": tr("设定", "since"),
            "by": tr("设定人", "by"),
            "reason": tr("理由", "reason"),
        },
        tr("没有", "none"),
    )


@wording.command("show")
@_worded
@_edition
@click.option("--shipped", is_flag=True, help="The program's own words, whatever the office has set.")
@click.option("--out", default=None, type=click.Path(dir_okay=False), help="Write them here, to be changed.")
@pass_session
def wording_show(session: Session, kind: str, edition: str, shipped: bool, out: str | None) -> None:
    """The words of a paper as a TOML file, to copy and change."""
    with session.desk() as desk:
        text = words.text_of(desk, kind, edition, own=not shipped)
    if out:
        write_file(out, text.encode())
    session.emit({"kind": kind, "edition": edition, "text": text}, out or text.rstrip("\n"))


@wording.command("check")
@_worded
@click.argument("file", type=click.Path(dir_okay=False))
@_edition
@pass_session
def wording_check(session: Session, kind: str, file: str, edition: str) -> None:
    """Whether a file of words would fit: names file, line and entry of what does not."""
    words.check(kind, read_head(file, words.MAX_WORDS + 1), file, edition)
    session.emit({"file": file, "fits": True}, tr("可以使用", "It fits"))


@wording.command("set")
@_worded
@click.argument("file", type=click.Path(dir_okay=False))
@_edition
@click.option("--reason", default="", help="Why.")
@pass_session
def wording_set(session: Session, kind: str, file: str, edition: str, reason: str) -> None:
    """Set the office's words of a paper, on every laptop once it syncs (the administrator)."""
    with session.desk(acting=True) as desk:
        words.put(desk, kind, read_head(file, words.MAX_WORDS + 1), file, edition, reason)
    session.emit({"kind": kind, "edition": edition}, tr("已设定", "Set"))


@wording.command("reset")
@_worded
@_edition
@click.option("--reason", default="", help="Why.")
@pass_session
def wording_reset(session: Session, kind: str, edition: str, reason: str) -> None:
    """Go back to the program's own words (the administrator)."""
    with session.desk(acting=True) as desk:
        words.reset(desk, kind, edition, reason)
    session.emit({"kind": kind, "edition": edition}, tr("已恢复原文", "The program's own words again"))


# -- the office's own head -------------------------------------------------------------------------------
@documents.group(cls=Verbs)
def head() -> None:
    """The office's own head over notices, orders, opinions and letters."""


@head.command("set")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--reason", default="", help="Why.")
@pass_session
def head_set(session: Session, file: str, reason: str) -> None:
    """Set a picture (PNG, JPEG; 156 mm wide) or one page of PDF as head, on every laptop once it syncs (the administrator)."""
    with session.desk(acting=True) as desk:
        heads.put_head(desk, read_head(file, heads.MAX_HEAD + 1), file, reason)
    session.emit({"file": file}, tr("已设定", "Set"))


@head.command("show")
@click.option("--out", default=None, type=click.Path(dir_okay=False), help="Write the file that was set here.")
@pass_session
def head_show(session: Session, out: str | None) -> None:
    """Which file is the office's head."""
    with session.desk() as desk:
        held = heads.head_file(desk)
    if held and out:
        write_file(out, held[1])
    data = {"file": held[0], "bytes": len(held[1])} if held else {"file": None}
    session.emit(data, out or (f"{held[0]}，{len(held[1])}" if held else tr("没有设定版头", "no head is set")))


@head.command("remove")
@click.option("--reason", default="", help="Why.")
@pass_session
def head_remove(session: Session, reason: str) -> None:
    """Go back to the program's plain heads (the administrator)."""
    with session.desk(acting=True) as desk:
        heads.take_head_away(desk, reason)
    session.emit({}, tr("已取消版头", "The program's plain heads again"))
