"""The verb `institutions import`: how a register file was read, what storing it would do, and every correction of both."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..errors import BadInput
from ..i18n import Text, tr
from ..work import register as acts
from ..work.cell_words import column_word, value_text
from ..work.desk import Desk
from ..work.register_file import Register, RegisterSheet, RowFault, SkippedRow, header_rows, read_register
from ..work.register_headings import FIELD_WORDS, asked_columns
from ..work.register_preview import ImportPreview, NewHome, UpdatedHome, asked_twins, spot_key, spot_text
from ..work.register_refused import refused_csv, refused_workbook
from ..work.register_table import Reading
from ..work.register_text import DELIMITERS, ENCODINGS
from .base import Session, read_file, write_file
from .usage import Verb

pass_session = click.make_pass_decorator(Session)

_KINDS = {"total": tr("合计行", "a total"), "note": tr("说明", "a note"), "header": tr("重复的表头", "the header again")}
_MARKS = {"comma": tr("逗号", "comma"), "tab": tr("制表符", "tab"), "semicolon": tr("分号", "semicolon"), "bar": tr("竖线", "bar")}


@click.command("import", cls=Verb)
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--yes", is_flag=True, help="Store what the preview shows (without it: preview only).")
@click.option(
    "--refused", default=None, type=click.Path(dir_okay=False), help="Where to write the refused rows to mend (.csv or .xlsx)."
)
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), default=None, help="Encoding of a text file (default: found out).")
@click.option("--delimiter", type=click.Choice(list(DELIMITERS)), default=None, help="What parts its columns (default: found out).")
@click.option("--sheet", default="", help="Sheet to read (default: the one with the most known headings).")
@click.option("--all-sheets", is_flag=True, help="Read every sheet that is a register, e.g. one for each district.")
@click.option("--header-rows", default="", metavar="ROW[-ROW]", help="Rows of the header as the spreadsheet counts, e.g. 3 or 3-4.")
@click.option(
    "--map", "columns", multiple=True, metavar="HEADING=COLUMN",
    help="What a column is: name, code, district, phone …, extra (keep as it is) or - (leave out); HEADING may be its letter.",
)
@click.option(
    "--twin", "twins", multiple=True, metavar="ROW=ID|new|skip",
    help="Decide of a row: it is the home ID, a new one, or left out; ROW is SHEET!ROW with --all-sheets.",
)
@pass_session
def institutions_import(
    session: Session,
    file: str,
    yes: bool,
    refused: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str,
    all_sheets: bool,
    header_rows: str,
    columns: tuple[str, ...],
    twins: tuple[str, ...],
) -> None:
    """Preview a CSV or XLSX register, and with --yes store it."""
    if sheet and all_sheets:
        raise BadInput(tr("--sheet 与 --all-sheets 只能用一个", "--sheet and --all-sheets exclude each other"))
    reading = Reading(encoding or "", delimiter or "", sheet, all_sheets, _rows(header_rows), asked_columns(columns))
    register = read_register(read_file(file), Path(file).name, reading)
    _can_hold(register, refused)
    decisions = asked_twins(twins)
    with session.desk(acting=yes) as desk:
        seen = acts.look(desk, register, decisions)
        text = _Told(register, seen, desk).text(file, yes, refused, twins)
        stored = acts.take(desk, seen) if yes else None
    if refused and seen.refused:
        write = refused_workbook if refused.lower().endswith(".xlsx") else refused_csv
        write_file(refused, write(register, seen.refused))
    session.emit({**counts(seen), "stored": stored, **_details(register, seen)}, text)


def _rows(text: str) -> tuple[int, int] | None:
    """`--header-rows` as (first, last). Raises BadInput."""
    if not text:
        return None
    found = re.fullmatch(r"([1-9]\d{0,6})(?:-([1-9]\d{0,6}))?", text.strip())
    first = int(found[1]) if found else 0
    last = int(found[2]) if found and found[2] else first
    if not found or last not in (first, first + 1):
        raise BadInput(
            tr("表头是一行或相邻的两行", "a header is one row, or two that follow each other"),
            where=f"--header-rows {text}",
            todo=tr("写作 3 或 3-4。", "Write it as 3 or 3-4."),
        )
    return first, last


def _can_hold(register: Register, refused: str | None) -> None:
    if refused and len(register.sheets) > 1 and not refused.lower().endswith(".xlsx"):
        raise BadInput(
            tr("几个工作表的拒收行要写成 .xlsx", "the refused rows of several sheets need an .xlsx"),
            where=refused,
            todo=tr("把 --refused 的文件名改成 .xlsx。", "Name the file of --refused .xlsx."),
        )


def counts(seen: ImportPreview) -> dict[str, int]:
    """How many rows end how."""
    return {
        "new": len(seen.new),
        "updated": len(seen.updated),
        "unchanged": len(seen.unchanged),
        "refused": len(seen.refused),
        "skipped": len(seen.skipped),
        "twins": len(seen.twins),
    }


def _details(register: Register, seen: ImportPreview) -> dict[str, Any]:
    return {
        "reading": {
            "encoding": register.encoding or None,
            "encoding_why": str(register.encoding_why),
            "delimiter": register.delimiter or None,
            "sheets": [_sheet(sheet) for sheet in register.sheets],
            "other_sheets": [{"name": each.name, "register": each.register, "hidden": each.hidden} for each in register.others],
            "options": register.options,
        },
        "refused_rows": [_fault(fault) for row in seen.refused for fault in row.faults],
        "updated_rows": [
            {**_at(row.sheet, row.row), "id": str(row.id), "name": row.name,
             "changes": {column: {"before": before, "after": after} for column, (before, after) in row.changes.items()}}
            for row in seen.updated
        ],
        "twin_rows": [_twins(register, row) for row in seen.twins],
        "skipped_rows": [{**_at(skip.sheet, skip.row), "kind": skip.kind, "text": skip.text} for skip in seen.skipped],
        "warnings": [_fault(fault) for fault in seen.warnings],
        "unknown_columns": list(seen.unknown_columns),
    }  # fmt: skip


def _twins(register: Register, row: NewHome) -> dict[str, Any]:
    twins = [{"id": str(twin.id) if twin.id else None, "name": twin.name, "reason": str(twin.reason)} for twin in row.twins]
    key = spot_key(register, row.sheet, row.row)
    return {**_at(row.sheet, row.row), "key": key, "name": row.cells.get("name"), "twins": twins}


def _at(sheet: str, row: int) -> dict[str, Any]:
    return {"sheet": sheet or None, "row": row}


def _fault(fault: RowFault) -> dict[str, Any]:
    return {**_at(fault.sheet, fault.row), "column": fault.column, "key": fault.key, "reason": str(fault.reason)}


def _sheet(sheet: RegisterSheet) -> dict[str, Any]:
    return {
        "name": sheet.name or None,
        "header_rows": header_rows(sheet),
        "rows": len(sheet.rows),
        "columns": [
            {"column": each.letter, "heading": each.label, "meaning": each.field or "extra", "why": str(each.why)}
            for each in sheet.columns
        ],
        "hidden_rows": list(sheet.hidden_rows),
        "hidden_columns": list(sheet.hidden_columns),
    }


# -- told to a person --------------------------------------------------------------------------------
class _Told:
    """The preview in words."""

    def __init__(self, register: Register, seen: ImportPreview, desk: Desk) -> None:
        self.register, self.seen, self.desk = register, seen, desk

    def text(self, file: str, stored: bool, refused: str | None, twins: tuple[str, ...]) -> str:
        """Reading, then outcome, then what to do next."""
        lines = [*self._reading(), *self._outcome(), *self._next(file, stored, refused, twins)]
        return "\n".join(map(str, lines))

    def _reading(self) -> Iterator[Text]:
        register = self.register
        if register.encoding:
            mark, why = _MARKS[register.delimiter], register.encoding_why
            yield tr(f"编码 {register.encoding}：{why.zh}；分隔符：{mark.zh}",
                     f"encoding {register.encoding}: {why.en}; delimiter: {mark.en}")  # fmt: skip
        for sheet in register.sheets:
            yield from self._sheet(sheet)
        others = [sheet for sheet in register.others if sheet.register]
        if others:
            names = "、".join(sheet.name for sheet in others)
            yield tr(f"还有像名册的工作表没有读：{names}（用 --sheet 名称 选一个，或 --all-sheets 全部读）",
                     f"sheets that look like registers too and are not read: {names} (--sheet NAME, or --all-sheets)")  # fmt: skip
        rest = [sheet for sheet in register.others if not sheet.register]
        if rest:
            names = "、".join(f"{sheet.name}{tr('（隐藏）', ' (hidden)')}" if sheet.hidden else sheet.name for sheet in rest)
            yield tr(f"没有读的其他工作表：{names}", f"other sheets, not read: {names}")

    def _sheet(self, sheet: RegisterSheet) -> Iterator[Text]:
        zh, en = (f"工作表“{sheet.name}”，", f"sheet “{sheet.name}”, ") if sheet.name else ("", "")
        rows = header_rows(sheet)
        yield tr(f"{zh}表头在第 {rows} 行，其下 {len(sheet.rows)} 家", f"{en}header in row {rows}, {len(sheet.rows)} homes below")
        for each in sheet.columns:
            word, mine = FIELD_WORDS[each.field], f"  {each.letter} {each.label} → "
            yield tr(f"{mine}{word.zh}：{each.why.zh}", f"{mine}{word.en}: {each.why.en}")
        if sheet.hidden_rows or sheet.hidden_columns:
            rows, columns = _ranges(sheet.hidden_rows) or "-", "、".join(sheet.hidden_columns) or "-"
            yield tr(f"  注意，隐藏的行（{rows}）和列（{columns}）也读了",
                     f"  note, hidden rows ({rows}) and columns ({columns}) are read too")  # fmt: skip

    def _outcome(self) -> Iterator[Text]:
        seen = self.seen
        yield tr("新增 {new}，更新 {updated}，未变 {unchanged}，拒收 {refused}，跳过 {skipped}",
                 "new {new}, updated {updated}, unchanged {unchanged}, refused {refused}, skipped {skipped}").format(
                     **counts(seen))  # fmt: skip
        for row in seen.refused:
            for fault in row.faults:
                yield _line(fault, tr("", ""))
        for change in seen.updated:
            yield self._change(change)
        for new in seen.twins:
            spot, key = spot_text(new.sheet, new.row), spot_key(self.register, new.sheet, new.row)
            name = new.cells["name"]
            for twin in new.twins:
                yes, no = f"--twin {key}={twin.id or 'skip'}", f"--twin {key}=new"
                yield tr(f"  疑似同一家，{spot.zh}“{name}”{twin.reason.zh}（是：{yes}；不是：{no}）",
                         f"  a twin? {spot.en} “{name}” {twin.reason.en} (yes: {yes}; no: {no})")  # fmt: skip
        for fault in seen.warnings:
            yield _line(fault, tr("注意，", "note, "))
        yield from map(_skipped, (skip for skip in seen.skipped if skip.kind != "blank"))

    def _change(self, change: UpdatedHome) -> Text:
        spot = spot_text(change.sheet, change.row)

        def shown(column: str, value: Any) -> str:
            return value_text(self.desk, "institution", column, value)

        told = "；".join(f"{column_word(column)} {shown(column, before)} → {shown(column, after)}"
                        for column, (before, after) in change.changes.items())  # fmt: skip
        return tr(f"  更新，{spot.zh}“{change.name}”：{told}", f"  updated, {spot.en} “{change.name}”: {told}")

    def _next(self, file: str, stored: bool, refused: str | None, twins: tuple[str, ...]) -> Iterator[Text]:
        seen = self.seen
        if seen.unknown_columns:
            names = ", ".join(seen.unknown_columns)
            yield tr(f"不认识的列（原样保留）：{names}", f"unknown columns (kept as they are): {names}")
        if seen.twins:
            yield tr(f"{len(seen.twins)} 行疑似同一家，未经决定，按新机构对待；也可以后用 institutions merge 合并。",
                     f"{len(seen.twins)} rows are probably homes already known; undecided, they are taken as new, and may be "
                     "joined later with institutions merge.")  # fmt: skip
        if seen.refused and refused:
            yield tr(f"拒收的行已写入 {refused}，改好后可再导入。", f"Refused rows are in {refused}: mend and import it.")
        decided = [word for twin in twins for word in ("--twin", twin)]
        line = shlex.join(["fieldaudit", "institutions", "import", file, *self.register.options, *decided])
        yield tr(f"照此再读：{line}", f"To read it this way again: {line}")
        preview = tr("这只是预览；加 --yes 入库。", "This is a preview; add --yes to store it.")
        yield tr("已入库。", "Stored.") if stored else preview


def _line(fault: RowFault, mark: Text) -> Text:
    spot = spot_text(fault.sheet, fault.row)
    return tr(f"  {mark.zh}{spot.zh}：{fault.reason.zh}", f"  {mark.en}{spot.en}: {fault.reason.en}")


def _skipped(skip: SkippedRow) -> Text:
    spot, kind = spot_text(skip.sheet, skip.row), _KINDS[skip.kind]
    return tr(f"  跳过，{spot.zh}：{kind.zh}“{skip.text}”", f"  skipped, {spot.en}: {kind.en} “{skip.text}”")


def _ranges(rows: tuple[int, ...]) -> str:
    """Row numbers with runs drawn together: 3-7、9."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
