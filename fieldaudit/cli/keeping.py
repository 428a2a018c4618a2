"""Verbs that keep records safe: backup, restore, rebuild."""

from __future__ import annotations

from pathlib import Path

import click

from ..domain.calendar import local_date
from ..errors import Damaged, NotAllowed
from ..i18n import Text, tr
from ..store.backup import Backup, Restored, Written, restore, write_backup
from ..store.connection import HOW_TO_MEND, page_faults
from ..store.salvage import bring_back, mend, set_aside_blobs
from ..work.desk import local_time
from .base import Session, secret
from .usage import Verb

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (backup_verb, restore_verb, rebuild):
        root.add_command(command)


@click.command("backup", cls=Verb)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--no-photos", is_flag=True, help="Leave photos and papers out: they stay on this laptop and on the sticks.")
@click.option("--unprotected", is_flag=True, help="Let the file be opened without a passphrase (where the workspace does too).")
@pass_session
def backup_verb(session: Session, file: Path | None, no_photos: bool, unprotected: bool) -> None:
    """Write one file from which everything can be read again, checked by reading it back.

    It opens with the workspace's passphrase and holds no key of this laptop: whoever restores it reads everything, and
    records after enrolling as a new laptop. Default name: fieldaudit-DEVICE-DATE.zip in the current folder.
    """
    with session.desk(writing=True) as desk:
        workspace = desk.workspace
        today = local_date(desk.now).isoformat()
        target = file or Path(f"fieldaudit-{desk.store.trust.device}-{today}.zip")
        asked = not (workspace.protected or unprotected)
        passphrase = secret("FIELDAUDIT_PASSPHRASE", tr("备份的口令", "Passphrase of the backup")) if asked else None
        written = write_backup(workspace, target, desk.now, passphrase, photos=not no_photos)
        open_to_all = not (workspace.protected or asked)
    session.emit(
        {
            "file": str(written.path),
            "bytes": written.size,
            "photos": written.photos,
            "damaged_photos": list(written.damaged),
            "protected": not open_to_all,
        },
        lambda: _written_text(written, open_to_all),
    )


def _written_text(written: Written, open_to_all: bool) -> str:
    lines = [
        tr(
            f"已备份并核对：{written.path}（{written.size // 1000} KB，照片等 {written.photos} 件）",
            f"Backed up and read back: {written.path} ({written.size // 1000} KB, {written.photos} photos and papers)",
        )
    ]
    if written.damaged:
        lines.append(
            tr(
                f"本机有 {len(written.damaged)} 件照片等已损坏，未放入：{'、'.join(written.damaged)}；同步可补齐。",
                f"{len(written.damaged)} are damaged here and left out: {', '.join(written.damaged)}; a sync brings them.",
            )
        )
    if open_to_all:
        lines.append(tr("这份备份没有口令保护。", "Anyone can open this backup: it has no passphrase."))
    return "\n".join(map(str, lines))


@click.command("restore", cls=Verb)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--skip-damaged", is_flag=True, help="Go on without photos that are damaged in the backup; they are named.")
@pass_session
def restore_verb(session: Session, source: Path, folder: Path, skip_damaged: bool) -> None:
    """Make a workspace in a new FOLDER from a backup file or a snapshot.

    SOURCE may also be the folder of a damaged workspace: its newest snapshot is taken, with every later act that can
    still be read. The new workspace reads everything at once. To record, enrol it as a new laptop: enrol request,
    grant, accept.
    """
    if source.is_dir():
        restored = bring_back(source, folder, _ask, skip_damaged=skip_damaged)
    else:
        backup = Backup(source)
        restored = restore(backup, folder, _ask() if backup.protected else None, skip_damaged=skip_damaged)
    session.emit(
        {
            "workspace": str(restored.path),
            "device": restored.device,
            "taken_at": local_time(restored.taken_at),
            "photos": restored.photos,
            "damaged_photos": list(restored.damaged),
            "lost": [str(text) for text in restored.lost],
        },
        lambda: str(_restored_text(restored)),
    )


def _ask() -> str:
    return secret("FIELDAUDIT_PASSPHRASE", tr("口令", "Passphrase"))


def _restored_text(restored: Restored) -> Text:
    when = local_time(restored.taken_at)
    lost = "、".join(restored.damaged)
    zh = "".join(f"\n{text.zh}" for text in restored.lost) + (f"\n损坏而未恢复：{lost}" if lost else "")
    en = "".join(f"\n{text.en}" for text in restored.lost) + (f"\nDamaged and left out: {lost}" if lost else "")
    return Text(
        f"已恢复到 {restored.path}：设备 {restored.device} 在 {when} 的记录，照片等 {restored.photos} 件。{zh}\n"
        "现在可以查看；要记录，先以新电脑注册：fieldaudit enrol request --out 文件，再同步，把备份之后交出去的取回来。",
        f"Restored to {restored.path}: laptop {restored.device} as of {when}, {restored.photos} photos and papers.{en}\n"
        "Everything can be read now. To record, enrol it as a new laptop (fieldaudit enrol request --out FILE); a sync "
        "brings back what was handed over after the backup.",
    )


@click.command(cls=Verb)
@pass_session
def rebuild(session: Session) -> None:
    """Drop and remake all tables from the log; mend a damaged database or key file where that is enough.

    Damaged photos and papers are moved aside; the next sync fetches them again.
    """
    mended: list[Text] = []
    try:
        count, moved = _rebuilt(session)
    except (Damaged, NotAllowed):  # a damaged key file may look like a wrong passphrase
        mended = mend(session.workspace, _ask)
        if not mended:
            raise
        count, moved = _rebuilt(session)
    if moved:
        names = ", ".join(moved)
        mended.append(tr(f"已移到 damaged/，同步会补齐：{names}", f"moved to damaged/, a sync fetches them again: {names}"))
    session.emit(
        {"commits": count, "mended": [str(text) for text in mended]},
        "\n".join(map(str, [*mended, tr(f"已由 {count} 次操作重建", f"Rebuilt from {count} acts")])),
    )


def _rebuilt(session: Session) -> tuple[int, list[str]]:
    with session.desk() as desk:
        faults = page_faults(desk.store.connection)  # also of pages that a rebuild has no need to read
        if faults:
            raise Damaged(str(faults[0]), where=str(session.workspace), todo=HOW_TO_MEND)
        return desk.store.rebuild(), set_aside_blobs(desk.workspace.path)
