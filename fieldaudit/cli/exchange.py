"""Verbs of exchange and trust: sync, history, conflicts, quarantine, verify, rebuild, demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..domain.core import RowId
from ..domain.rights import label as verb_label
from ..errors import Damaged
from ..i18n import Text, tr
from ..store.history import quarantine as quarantined
from ..store.workspace import page_damage, read_key
from ..sync.carrier import FolderCarrier
from ..sync.proof import verify_carrier
from ..sync.session import Exchange
from ..sync.session import status as sync_state
from ..work import records
from ..work.desk import Desk
from ..work.inspect import local_time
from ..work.office import devices
from .base import Session, fields, now_ms, table
from .usage import Verb, Verbs
from .words import cells_text, column_word, table_word, value_text

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (sync, history, conflicts, quarantine, verify, rebuild, demo):
        root.add_command(command)


@click.group(cls=Verbs)
def sync() -> None:
    """Exchange with other laptops through a carrier."""


@sync.command("folder")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@pass_session
def sync_folder(session: Session, folder: Path) -> None:
    """Exchange through a folder, such as a USB stick: give what it lacks, take what we lack."""
    with session.desk() as desk:
        outcome = Exchange(desk.workspace, FolderCarrier(folder), desk.now).run()
    data = outcome.as_json()
    session.emit(data, lambda: _outcome_text(data))


def _outcome_text(data: dict[str, Any]) -> str:
    lines = [
        str(
            tr(
                f"放入：记录 {data['put']['segments']} 段，照片等 {data['put']['blobs']} 件",
                f"given: {data['put']['segments']} segments, {data['put']['blobs']} photos and papers",
            )
        ),
        str(
            tr(
                f"取得：记录 {data['got']['segments']} 段，照片等 {data['got']['blobs']} 件",
                f"taken: {data['got']['segments']} segments, {data['got']['blobs']} photos and papers",
            )
        ),
    ]
    if data["waiting_photos"]:
        lines.append(
            str(
                tr(
                    f"还有 {data['waiting_photos']} 件照片等不在本机也不在介质上",
                    f"{data['waiting_photos']} photos are neither here nor on the carrier yet",
                )
            )
        )
    lines += [
        str(tr(f"坏文件 {each['name']}：{each['reason']}", f"bad object {each['name']}: {each['reason']}")) for each in data["bad"]
    ]
    return "\n".join(lines)


@sync.command("status")
@pass_session
def sync_status(session: Session) -> None:
    """What is only here, what was handed over, what is missing."""
    with session.desk() as desk:
        data: dict[str, Any] = dict(sync_state(desk.workspace))
        segments = {row["device"]: row["segments"] for row in data["devices"]}
        data["protected"] = desk.workspace.protected
        data["devices"] = [
            {"device": each["id"], **each, "id": str(each["id"]), "segments": segments.get(each["id"], 0)} for each in devices(desk)
        ]
    session.emit(data, lambda: _status_text(data))


def _status_text(data: dict[str, Any]) -> str:
    lines = [
        fields(
            {
                tr("本机", "this laptop"): tr(f"设备 {data['device']}", f"laptop {data['device']}"),
                tr("尚未封存的操作", "acts not sealed yet"): data["unsealed_acts"],
                tr("只在本机的记录段", "segments only here"): data["segments_only_here"],
                tr("只在本机的照片等", "photos and papers only here"): data["photos_only_here"],
                tr("还没有收到的照片等", "photos and papers not here yet"): data["photos_not_here"],
                tr("等待前文的操作", "acts waiting for earlier ones"): data["parked"],
                tr("被隔离的操作", "acts in quarantine"): data["quarantined"],
                tr("冲突", "conflicts"): data["conflicts"],
                tr("分叉的记录", "forked chains"): data["forks"],
            }
        )
    ]
    if not data["protected"]:
        lines.append(str(tr("未加保护：密钥就在数据旁边（只用于演示）", "unprotected: the key lies beside the data (demos only)")))
    for each in data["carriers"]:
        when = local_time(each["last_sync"])
        lines.append(str(tr(f"介质 {each['place']}：上次同步 {when}", f"carrier {each['place']}: last sync {when}")))
    for each in data["devices"]:
        people = "、".join(each["people"])
        ended = tr("，已吊销", ", revoked") if each["revoked"] else tr("", "")
        lines.append(
            str(
                tr(
                    f"设备 {each['id']}：记录 {each['segments']} 段，人员 {people}{ended.zh}",
                    f"laptop {each['id']}: {each['segments']} segments, people {people}{ended.en}",
                )
            )
        )
    if not data["carriers"]:
        lines.append(str(tr("还没有同步过。", "Never synced.")))
    return "\n".join(lines)


@click.command(cls=Verb)
@click.argument("row")
@pass_session
def history(session: Session, row: str) -> None:
    """Every change of a record: who, when, what, on which laptop."""
    with session.desk() as desk:
        rows = records.history_of(desk, row)
        shown = [
            {**each, "verb": verb_label(each["verb"]), "cells": cells_text(desk, each["table"], each["cells"])} for each in rows
        ]
    session.emit(
        rows,
        lambda: table(
            shown,
            {
                "at": tr("时间", "when"),
                "author": tr("人员", "who"),
                "device": tr("设备", "laptop"),
                "verb": tr("操作", "act"),
                "cells": tr("内容", "cells"),
            },
            tr("没有这条记录", "no such record"),
        ),
    )


@click.group(cls=Verbs)
def conflicts() -> None:
    """Cells that two people changed without knowing of each other."""


@conflicts.command("list")
@pass_session
def conflicts_list(session: Session) -> None:
    """List the conflicts with every value, author and time."""
    with session.desk() as desk:
        rows = records.conflict_list(desk)
        texts = [_conflict_text(desk, row) for row in rows]
    session.emit(rows, "\n".join(texts) or tr("没有冲突", "no conflicts"))


def _conflict_text(desk: Desk, row: dict[str, Any]) -> str:
    held = desk.store.get(row["table"], RowId(int(row["id"]))) or {}
    name = next((str(held[column]) for column in ("name", "number", "path", "finding") if held.get(column)), "")
    lines = [f"{row['id']} {row['column']}  {table_word(row['table'])} {name}  {column_word(row['column'])}"]
    lines += [
        f"  {value_text(desk, row['table'], row['column'], value['value'])}  {value['author']}  {value['at']}  ({value['commit']})"
        for value in row["values"]
    ]
    return "\n".join(lines)


@conflicts.command("settle")
@click.argument("row")
@click.argument("column")
@click.option("--value", default=None, help="The value that holds.")
@click.option("--take", default=None, help="Or the commit whose value holds.")
@pass_session
def conflicts_settle(session: Session, row: str, column: str, value: str | None, take: str | None) -> None:
    """Settle a conflict: the value that holds from now on."""
    with session.desk(acting=True) as desk:
        chosen = records.settle(desk, row, column, value, take)
    session.emit({"id": row, "column": column, "value": chosen}, tr(f"已定为：{chosen}", f"Settled: {chosen}"))


@click.group(cls=Verbs)
def quarantine() -> None:
    """What arrived but was not admitted."""


@quarantine.command("list")
@pass_session
def quarantine_list(session: Session) -> None:
    """List the quarantined acts with the reason."""
    with session.desk() as desk:
        rows = [
            {
                "id": str(row["cid"]),
                "verb": row["verb"],
                "author": desk.name_of(row["author"]),
                "scope": row["scope"],
                "reason": str(Text(row["reason_zh"], row["reason_en"])),
            }
            for row in quarantined(desk.store)
        ]
    session.emit(
        rows,
        lambda: table(
            [{**row, "verb": verb_label(row["verb"])} for row in rows],
            {"id": tr("编号", "id"), "verb": tr("操作", "act"), "author": tr("人员", "who"), "reason": tr("原因", "reason")},
            tr("没有被隔离的记录", "nothing in quarantine"),
        ),
    )


@click.command(cls=Verb)
@click.option(
    "--carrier",
    "folder",
    default=None,
    type=click.Path(file_okay=False, path_type=Path),
    help="Also check the objects in this folder.",
)
@pass_session
def verify(session: Session, folder: Path | None) -> None:
    """Recompute every chain, signature, table and hash; name what differs. Exit 1 when something does."""
    try:
        with session.desk() as desk:
            found = records.verify_all(desk)
            if folder is not None:
                found += verify_carrier(desk.workspace, FolderCarrier(folder))
    except Damaged:
        key, _ = read_key(session.workspace, session.passphrase())
        found = [tr(f"数据库：{line}", f"database: {line}") for line in page_damage(session.workspace, key)]
        if not found:
            raise
    session.emit({"whole": not found, "found": [str(text) for text in found]}, "" if found else tr("完好", "whole"))
    if found:
        raise Damaged(
            tr(f"{len(found)} 处不符", f"{len(found)} differences"),
            where=str(session.workspace),
            safe=tr("没有改动任何内容。", "Nothing was changed."),
            todo="\n".join(f"  {text}" for text in found),
        )


@click.command(cls=Verb)
@pass_session
def rebuild(session: Session) -> None:
    """Drop and remake all tables from the log."""
    with session.desk() as desk:
        count = desk.store.rebuild()
    session.emit({"commits": count}, tr(f"已由 {count} 次操作重建", f"Rebuilt from {count} acts"))


@click.command(cls=Verb)
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="An empty or new folder.")
@pass_session
def demo(session: Session, into: Path) -> None:
    """Make a bureau to try: two laptops, a stick, 60 homes, three months of work. Every PIN is 0000."""
    from ..demo.play import play

    data = play(into, now_ms())
    session.emit(data, lambda: "\n".join(f"{name}: {value}" for name, value in data.items()))
