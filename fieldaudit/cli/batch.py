"""The verb that prints many papers at once: documents batch."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from ..domain.terms import INSPECTION_STATES
from ..errors import BadInput, FieldauditError
from ..i18n import tr
from ..work import batch, papers
from ..work.papers.selection import Selection, selected
from .base import Session
from .documents import documents
from .usage import Verb

pass_session = click.make_pass_decorator(Session)
STOPPED = 130  # exit status after Ctrl+C, as of any program


def register_on(root: click.Group) -> None:
    """Hang the verb on its group."""
    documents.add_command(documents_batch)


@click.command("batch", cls=Verb)
@click.argument("kind", type=click.Choice(list(papers.KINDS)))
@click.option("--into", "folder", default=None, type=click.Path(file_okay=False, path_type=Path), help="A folder: one file each.")
@click.option("--merge", "merge", default=None, type=click.Path(dir_okay=False, path_type=Path), help="One PDF instead.")
@click.option("--issued", is_flag=True, help="Issued papers as they were kept, also of reports, records and plans.")
@click.option("--institution", default="", help="Only of this home.")
@click.option("--district", default="", help="Only of this district.")
@click.option("--state", type=click.Choice(list(INSPECTION_STATES)), default=None, help="Only inspections in this state.")
@click.option("--since", default="", help="Only issued or inspected from this day on: 2026-11-01.")
@click.option("--until", default="", help="Only issued or inspected up to this day.")
@click.option("--form", default="", help="The form of blank checklists (default: fire_safety).")
@click.option("--edition", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language (report, plan).")
@click.option("--processes", type=click.IntRange(1, 64), default=None, help="How many print at once (default: every core).")
@pass_session
def documents_batch(
    session: Session, /, kind: str, folder: Path | None, merge: Path | None, processes: int | None, **given: Any
) -> None:
    """Print every paper of a selection into a folder, or into one PDF.

    Reports and records of finished inspections, plans and ledgers of every home with hazards, and blank checklists of every
    home are printed from what is recorded now; of all other kinds the issued papers' own bytes are written. Ctrl+C stops
    after what was begun; the same line goes on where it stopped, as after a full disk or a power cut, under the time of the
    first run but from what is recorded by then.
    """
    if (folder is None) == (merge is None):
        raise click.UsageError(str(tr("用 --into 或 --merge 之一", "give --into or --merge")), click.get_current_context())
    wanted = Selection(kind=kind, lang=given.pop("edition"), state=given.pop("state") or "", **given)
    if merge is not None and merge.exists():
        raise BadInput(tr("文件已存在，不会覆盖", "the file exists already and is not overwritten"), where=str(merge))
    parts = folder or _parts(merge)
    with session.desk() as desk, _stopping() as stopped:
        chosen = selected(desk, wanted)
        batch.demand_papers(chosen)
        asked = {**wanted.asked(), "laptop": desk.store.trust.device}  # two laptops never share a folder's batch
        journal = batch.open_journal(parts, asked, desk.now)
        desk.now = journal.clock  # what is printed later says the same time as what was printed before
        done = batch.run(journal, chosen, _progress, lambda: bool(stopped), processes)
        if merge is not None and not done.cancelled:
            if done.files:  # a PDF of no page is none
                batch.merged(journal, chosen, done, merge, f"{papers.kind_word(kind).zh}（{len(done.files)}份）")
            shutil.rmtree(parts)
        elif not done.cancelled:
            batch.finish(journal)
    _tell(session, done, merge or parts)
    if done.cancelled:
        click.get_current_context().exit(STOPPED)


def _parts(merge: Path | None) -> Path:
    """Where the papers of one file wait for the last of them."""
    assert merge is not None
    return merge.with_name(f".{merge.name}.parts")


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """Ctrl+C is noted, and what was begun is finished; a second one ends at once."""
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if noted:
            raise KeyboardInterrupt
        noted.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)


def _progress(done: int, of: int, name: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{of}", nl=done == of, err=True)


def _tell(session: Session, done: batch.Done, out: Path) -> None:
    refused = {name: _why(error) for name, error in done.refused.items()}
    lines = [str(tr(f"{out}：{len(done.files)} 份", f"{out}: {len(done.files)} papers"))]
    if done.kept:
        lines.append(str(tr(f"其中 {done.kept} 份是上次印好的", f"{done.kept} of them were there from the last time")))
    if done.cancelled:
        lines.append(str(tr("已停止；再运行同样的命令即可继续", "stopped; the same line goes on from here")))
    lines += [f"{tr('未印', 'not printed')}：{name}　{why}" for name, why in refused.items()]
    data = {"out": out, "papers": len(done.files), "kept": done.kept, "cancelled": done.cancelled, "refused": refused}
    session.emit(data, "\n".join(lines))


def _why(error: FieldauditError) -> str:
    """Where and what is wrong with one paper, and what to do about it."""
    told = f"{error.where}：{error.what}" if error.where else str(error.what)
    return "；".join(filter(None, (told.rstrip("。"), str(error.todo))))
