"""Verbs that mend what was recorded: undo, redo, institutions merge."""

from __future__ import annotations

from typing import Any

import click

from ..domain.core import Change, RowId
from ..domain.rights import label as verb_label
from ..i18n import Text, tr
from ..work import merging, register
from ..work import undo as acts
from ..work.cell_words import cells_text, column_word, table_word, value_text
from ..work.desk import Desk, local_time
from .base import Session, table
from .office import institutions
from .usage import Verb

_SHOWN, _LONGEST = 5, 80  # parts of an act that are told, characters of each
_AROUND = frozenset(("inspection", "institution", "owner_table", "owner_row", "form", "sha256", "object", "bytes"))
pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (undo, redo):
        root.add_command(command)
    institutions.add_command(merge)


@click.command(cls=Verb)
@click.argument("commit", required=False)
@click.option("--reason", default="", help="Why.")
@pass_session
def undo(session: Session, commit: str | None, reason: str) -> None:
    """Take an act back: your last one on this laptop, or the one with this id (see history)."""
    with session.desk(acting=True) as desk:
        outcome = acts.undo(desk, commit, reason)
        data = _told(desk, outcome)
    session.emit(data, _outcome_text(tr("已撤销", "Undone"), data))


@click.command(cls=Verb)
@click.option("--reason", default="", help="Why.")
@pass_session
def redo(session: Session, reason: str) -> None:
    """Restore what your last undo took back."""
    with session.desk(acting=True) as desk:
        outcome = acts.redo(desk, reason)
        data = _told(desk, outcome)
    session.emit(data, _outcome_text(tr("已恢复", "Restored"), data))


def _told(desk: Desk, outcome: acts.Outcome) -> dict[str, Any]:
    act = outcome.act
    return {
        "id": str(outcome.commit),
        "act": str(act.id),
        "verb": act.verb,
        "author": desk.name_of(act.author),
        "at": local_time(act.observed_at),
        "rows": [
            {"table": change.table, "id": str(change.row), "what": _what(desk, change)}
            for each in (act, *outcome.also)
            for change in each.changes
        ],
    }


def _what(desk: Desk, change: Change) -> str:
    """What a part of the act wrote, short enough for one line; of an answer the question too."""
    row = desk.store.get(change.table, change.row) or {}
    cells = {"path": row.get("path"), **change.cells} if change.table == "answer" else change.cells
    said = {name: value for name, value in cells.items() if value not in (None, "") and name not in _AROUND}
    text = cells_text(desk, change.table, said or cells)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _outcome_text(done: Text, data: dict[str, Any]) -> str:
    colon, act = tr("：", ": "), verb_label(data["verb"])
    lines = [f"{done}{colon}{act}  {data['author']}  {data['at']}  ({data['act']})"]
    lines += [f"  {table_word(row['table'])} {row['id']}  {row['what']}" for row in data["rows"][:_SHOWN]]
    rest = len(data["rows"]) - _SHOWN
    lines += [str(tr(f"  另有 {rest} 条", f"  and {rest} more"))] if rest > 0 else []
    return "\n".join([*lines, str(tr(f"操作编号 {data['id']}", f"this act's id {data['id']}"))])


@click.command("merge")
@click.argument("keep")
@click.argument("other")
@click.option("--reason", required=True, help="Why they are one home.")
@click.option("--take", multiple=True, help="A column whose value comes from OTHER, such as phone; repeat.")
@pass_session
def merge(session: Session, keep: str, other: str, reason: str, take: tuple[str, ...]) -> None:
    """Two register rows are one home: KEEP stays, everything of OTHER shows under it."""
    with session.desk(acting=True) as desk:
        kept, given_up = (RowId(register.find(desk, wanted)["id"]) for wanted in (keep, other))
        done = merging.merge(desk, kept, given_up, reason, take)
        rows = [
            {
                "column": column_word(name),
                "kept": value_text(desk, "institution", name, ours),
                "other": value_text(desk, "institution", name, theirs),
                "take": f"--take {name}",
            }
            for name, (ours, theirs) in done.differing.items()
        ]
        name = desk.row("institution", done.keep)["name"]
    data = {
        "id": str(done.keep),
        "merged": str(done.other),
        "inspections": done.inspections,
        "differing": {column: {"kept": ours, "other": theirs} for column, (ours, theirs) in done.differing.items()},
    }
    session.emit(data, lambda: _merged_text(name, done, rows))


def _merged_text(name: str, done: merging.Merged, rows: list[dict[str, Any]]) -> str:
    lines = [str(tr(f"已合并到 {name}，共 {done.inspections} 次检查", f"Merged into {name}: {done.inspections} inspections"))]
    if rows:
        more = tr(
            "两处不同的内容，保留的是前者；要取后者：undo，再合并并加 --take。",
            "Where the two differ the first is kept; to take the other: undo, then merge with --take.",
        )
        lines.append(str(more))
        columns = {
            "column": tr("栏目", "column"),
            "kept": tr("保留", "kept"),
            "other": tr("另一处", "the other"),
            "take": tr("取用", "to take it"),
        }
        lines.append(table(rows, columns, tr("没有不同", "no difference")))
    return "\n".join(lines)
