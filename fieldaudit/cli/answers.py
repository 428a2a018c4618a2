"""Verbs of a checklist's answers as files, and of a draft's form version: inspect export, inspect upgrade."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from ..domain.terms import label
from ..errors import BadInput, MachineError, machine_reason
from ..i18n import language, tr
from ..store import queries
from ..work import inspect as acts
from ..work import versions
from ..work.cell_words import column_word
from ..work.desk import Desk, local_time
from ..xform import Upgrade, as_json, csv_bytes, table
from .base import Session, write_file

pass_session = click.make_pass_decorator(Session)

_HOME_COLUMNS = ("institution", "started_at", "state")


@click.command("upgrade")
@click.argument("inspection")
@click.option("--to", "version", default="", help="Version of the form (default: the newest).")
@pass_session
def inspect_upgrade(session: Session, inspection: str, version: str) -> None:
    """Carry a draft over to a newer version of its form; what does not fit is listed with its value."""
    with session.desk(acting=True) as desk:
        found = versions.upgrade(desk, inspection, version)
        form = acts.open_sheet(desk, inspection).form
    session.emit(
        {
            "form": form.name,
            "version": form.version,
            "carried": len(found.answers),
            "moved": dict(found.moved),
            "unfit": [{"path": each.path, "value": each.value, "text": str(each.line)} for each in found.unfit],
            "to_answer": [{"path": each.path, "label": str(each.label)} for each in found.to_answer],
        },
        lambda: "\n".join(_told(found, form.version)),
    )


def _told(found: Upgrade, version: str) -> Iterator[str]:
    yield str(tr(f"已换用版本 {version}", f"carried over to version {version}"))
    yield from (f"  {old} → {new}" for old, new in found.moved.items())
    if found.unfit:
        yield str(tr("没有保留的回答（操作历史中可查）：", "answers that were not carried over (the history keeps them):"))
        yield from (f"  {each.line}" for each in found.unfit)
    if found.to_answer:
        yield str(tr("新版本要求填写：", "the new version asks for:"))
        yield from (f"  {each.label} ({each.path})" for each in found.to_answer)


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False))
@click.argument("inspections", nargs=-1)
@click.option("--format", "kind", type=click.Choice(["csv", "json", "xml"]), default="csv", show_default=True, help="Kind of file.")
@click.option("--labels", is_flag=True, help="The words of the form instead of its names and codes (csv, json).")
@pass_session
def inspect_export(session: Session, folder: str, inspections: tuple[str, ...], kind: str, labels: bool) -> None:
    """Write answers into FOLDER: a table for each form and repeat, JSON, or the records' XML; default: all that are finished."""
    with session.desk() as desk:
        sheets = _sheets(desk, inspections)
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise MachineError(
                tr("不能建立文件夹：{why}", "cannot make the folder: {why}").format(why=machine_reason(error)), where=folder
            ) from None
        written = []
        for name, data in _files(desk, sheets, kind, language() if labels else None):
            write_file(str(Path(folder) / name), data)
            written.append(name)
    session.emit({"folder": folder, "files": written, "inspections": len(sheets)}, "\n".join(written))


def _sheets(desk: Desk, wanted: Sequence[str]) -> list[acts.Sheet]:
    """The inspections named, else every locked one. Raises BadInput when there is none."""
    ids = wanted or [
        str(row["id"]) for row in reversed(queries.inspections(desk.store)) if row["state"] not in ("draft", "no_access")
    ]
    if not ids:
        raise BadInput(
            tr("还没有完成的检查", "no inspection is finished yet"), todo=tr("写明检查编号可导出草稿。", "Name drafts by number.")
        )
    return [acts.open_sheet(desk, each) for each in ids]


def _files(desk: Desk, sheets: list[acts.Sheet], kind: str, words: str | None) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file; inspections of one form version share theirs."""
    if kind == "xml":
        for sheet in sheets:
            yield (
                f"{sheet.row['number']}.xml",
                acts.evidence_of(desk, sheet.id) if sheet.state.locked else acts.frozen_record(desk, sheet),
            )
        return
    versions_: dict[int, list[acts.Sheet]] = {}
    for sheet in sheets:
        versions_.setdefault(int(sheet.row["form"]), []).append(sheet)
    for together in versions_.values():
        form = together[0].form
        name = f"{form.name}-{form.version}".removesuffix("-")
        if kind == "json":
            yield f"{name}.json", _as_json(desk, together, words)
        else:
            yield from _tables(desk, together, name, words)


def _as_json(desk: Desk, sheets: list[acts.Sheet], words: str | None) -> bytes:
    found = [
        {
            "number": sheet.row["number"],
            **dict(zip(_HOME_COLUMNS, _home_cells(desk, sheet, None), strict=True)),
            "answers": as_json(sheet.record, words),
        }
        for sheet in sheets
    ]
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def _tables(desk: Desk, sheets: list[acts.Sheet], name: str, words: str | None) -> Iterator[tuple[str, bytes]]:
    keys = [f"No.{sheet.row['number']}" for sheet in sheets]  # 2026-1-17 by itself is a date to Excel
    tables = table([sheet.record for sheet in sheets], sheets[0].form, language=words, keys=keys)
    heads = tuple(str(column_word(column)) if words else column for column in _HOME_COLUMNS)
    for at, each in enumerate(tables):
        if at == 0:
            heads = tuple(f"{head} ({column_word('inspection') if words else 'inspection'})" if head in each.columns else head
                          for head in heads)  # a question of that name keeps it
            homes = [_home_cells(desk, sheet, words) for sheet in sheets]
            rows = tuple((*home, *row) for row, home in zip(each.rows, homes, strict=True))
            each = replace(each, columns=(*heads, *each.columns), rows=rows)
        yield f"{name}.csv" if at == 0 else f"{name}.{each.path.replace('/', '-')}.csv", csv_bytes(each)


def _home_cells(desk: Desk, sheet: acts.Sheet, words: str | None) -> tuple[str, str, str]:
    state = str(label("inspection_state", sheet.state.state)) if words else sheet.state.state
    return str(desk.row("institution", sheet.row["institution"])["name"]), local_time(sheet.row["started_at"]), state
