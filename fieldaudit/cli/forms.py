"""Verbs of the checklists: forms list, check, diff, docs, show, publish."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ..domain.citations import Law
from ..domain.core import RowId
from ..errors import BadInput, Refused
from ..i18n import Text, language, tr
from ..work import forms as acts
from ..work.desk import Desk
from ..work.office import shipped_laws
from ..xform import Change, Fault, Form, diff, listing, reference
from .base import Session, read_file, table, write_file
from .usage import Verbs

pass_session = click.make_pass_decorator(Session)

media_option = click.option(
    "--media",
    type=click.Path(file_okay=False),
    default=None,
    help="Folder of the CSV, GeoJSON and XML lists the form draws from (default: FORM-media beside it, if it is there).",
)
language_option = click.option(
    "--language", "wanted", default="", help="Language of the form to print, by its code (default: that of --lang)."
)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    root.add_command(forms)


@click.group(cls=Verbs)
def forms() -> None:
    """The checklists."""


@forms.command("list")
@pass_session
def forms_list(session: Session) -> None:
    """List the forms of this workspace."""
    with session.desk() as desk:
        rows = [
            {
                "id": str(row["id"]),
                "name": row["name"],
                "version": row["version"],
                "title": row["title_zh"],
                "title_en": row["title_en"],
                "sha256": row["sha256"],
            }
            for row in desk.store.find("form")
        ]
    session.emit(
        rows,
        lambda: table(
            rows,
            {"name": tr("名称", "name"), "version": tr("版本", "version"), "title": tr("标题", "title")},
            tr("还没有检查表", "no forms yet"),
        ),
    )


@forms.command("check")
@click.argument("file", type=click.Path(dir_okay=False))
@media_option
@pass_session
def forms_check(session: Session, file: str, media: str | None) -> None:
    """Check a form file (.md, .xlsx, .xls, .csv, .xml): every fault with its sheet and row; exit status 1 if it has any."""
    found = acts.check_file(read_file(file), Path(file).name, data_files(file, media))
    faults = [fault for fault in found if fault.severe]
    remarks = [fault for fault in found if not fault.severe]
    session.emit(
        [_fault_data(number, fault) for number, fault in enumerate(found, 1)],
        lambda: "\n".join([*map(str, remarks), *([] if faults else [str(_nothing(remarks))])]),
    )
    if faults:
        raise Refused(
            Text(f"{file}：{len(faults)} 处问题", f"{file}: {len(faults)} faults"),
            safe="",
            todo="\n".join(f"  {fault.line}" for fault in faults),
        )


def _nothing(remarks: list[Fault]) -> Text:
    if remarks:
        return tr(f"没有必须改正的问题（{len(remarks)} 条提示）", f"nothing that must be mended ({len(remarks)} remarks)")
    return tr("没有发现问题", "no fault found")


def _fault_data(number: int, fault: Fault) -> dict[str, Any]:
    return {
        "id": str(number),
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "severe": fault.severe,
        "text": str(fault.text),
    }


@forms.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@pass_session
def forms_diff(session: Session, old: str, new: str) -> None:
    """What changed between two forms, each a file or a published NAME or NAME@VERSION, and whether answers carry over."""
    (before, _), (after, _) = _forms(session, old, new)
    changes = diff(before, after)
    session.emit(
        [
            {"kind": change.kind, "path": change.path, "text": str(change.line), "answers_carry_over": change.carries}
            for change in changes
        ],
        lambda: "\n".join(map(_line, changes)) or str(tr("没有差别", "no difference")),
    )


def _line(change: Change) -> str:
    return (
        str(change.line)
        if change.carries == "all"
        else str(tr(f"{change.line.zh}（{change.after.zh}）", f"{change.line.en} ({change.after.en})"))
    )


@forms.command("docs")
@click.option("--out", type=click.Path(dir_okay=False), default=None, help="Write the page into this file.")
@pass_session
def forms_docs(session: Session, out: str | None) -> None:
    """What a form may hold, from the program itself: question types, functions, columns, fa: columns."""
    _page(session, reference(language()), out)


@forms.command("show")
@click.argument("form", metavar="FORM")
@language_option
@click.option("--out", type=click.Path(dir_okay=False), default=None, help="Write the page into this file.")
@pass_session
def forms_show(session: Session, form: str, wanted: str, out: str | None) -> None:
    """Every question of a form (a file, or a published NAME or NAME@VERSION) as a page to read and check on paper."""
    ((found, laws),) = _forms(session, form)
    _page(session, listing(found, wanted or language(), laws), out)


@forms.command("publish")
@click.argument("file", type=click.Path(dir_okay=False))
@media_option
@pass_session
def forms_publish(session: Session, file: str, media: str | None) -> None:
    """Make a form version known to every laptop (admin). Inspections already begun keep the version they began with."""
    data, files = read_file(file), data_files(file, media)
    with session.desk(acting=True) as desk:
        made = acts.publish(desk, data, Path(file).name, files)
        row = desk.row("form", made)
    session.emit(
        {"id": str(made), "name": row["name"], "version": row["version"], "sha256": row["sha256"]},
        tr(
            f"检查表 {row['name']}{_version(row).zh}已发布（别的电脑同步后可用）",
            f"Form {row['name']}{_version(row).en} is published (on another laptop after a sync)",
        ),
    )


def _version(row: Mapping[str, Any]) -> Text:
    said = row["version"]
    return Text(f" 版本 {said} ", f" version {said}") if said else tr("（没有版本号）", " (without a version)")


# -- what a form stands in -----------------------------------------------------------------------------
def data_files(file: str, media: str | None) -> dict[str, bytes]:
    """The lists of a form's media folder by name. Raises BadInput for a folder that was named and is not there."""
    folder = Path(media) if media is not None else Path(file).with_name(f"{Path(file).stem}-media")
    if not folder.is_dir():
        if media is not None:
            raise BadInput(tr("没有这个文件夹", "there is no such folder"), where=media)
        return {}
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in acts.DATA_FILES)
    return {path.name: read_file(str(path)) for path in found}


def _forms(session: Session, *wanted: str) -> list[tuple[Form, Mapping[str, Law]]]:
    """The forms named, with the laws they cite: files where there are such files, else published ones."""
    if all(Path(each).is_file() for each in wanted):
        return [_of_file(each) for each in wanted]
    with session.desk() as desk:
        return [_of_file(each) if Path(each).is_file() else _published(desk, each) for each in wanted]


def _of_file(file: str) -> tuple[Form, Mapping[str, Law]]:
    return acts.compile_file(read_file(file), Path(file).name, data_files(file, None)), shipped_laws()


def _published(desk: Desk, wanted: str) -> tuple[Form, Mapping[str, Law]]:
    if Path(wanted).suffix.lower() in acts.FORM_FILES:
        raise BadInput(tr("没有这个文件", "there is no such file"), where=wanted)
    name, _, version = wanted.partition("@")
    return acts.open_form(desk, RowId(acts.newest(desk, name, version)["id"])), desk.laws()


def _page(session: Session, page: str, out: str | None) -> None:
    if out is None:
        session.emit({"page": page}, page.rstrip("\n"))
        return
    write_file(out, page.encode())
    session.emit({"file": out}, out)
