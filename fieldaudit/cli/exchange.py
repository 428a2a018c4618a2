"""Verbs of exchange and trust: sync, history, conflicts, quarantine, verify, demo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..domain.core import RowId
from ..domain.rights import label as verb_label
from ..errors import BadInput, Damaged
from ..i18n import Text, tr
from ..store.connection import HOW_TO_MEND
from ..store.held import WAITING, Held, held_back
from ..store.history import table_of
from ..store.keyfile import read_key
from ..store.workspace import page_damage
from ..sync.carrier import FolderCarrier
from ..sync.http import Settings, hub_of, sync_with
from ..sync.proof import verify_carrier
from ..sync.session import Exchange
from ..sync.status import CONFIRMED, HANDED, HERE, Places, Whereabouts, fork_texts, scope_word
from ..sync.status import status as sync_state
from ..work import records
from ..work.cell_words import cells_text, column_word, table_word, value_text
from ..work.desk import Desk, as_row_id, local_time
from ..work.office import devices
from .base import Session, fields, now_ms, table
from .usage import Verb, Verbs

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (sync, history, conflicts, quarantine, verify, demo):
        root.add_command(command)


@click.group(cls=Verbs)
def sync() -> None:
    """Exchange with other laptops through a carrier."""


@sync.command("folder")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@pass_session
def sync_folder(session: Session, folder: Path) -> None:
    """Exchange through a folder, such as a USB stick: give what it lacks, take what we lack."""
    with session.desk(writing=True) as desk:
        outcome = Exchange(desk.workspace, FolderCarrier(folder), desk.now).run()
    data = outcome.as_json()
    session.emit(data, lambda: _outcome_text(data))


@sync.command("hub")
@click.argument("url", required=False)
@click.option("--ca", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Trust this file of certificates for TLS.")
@click.option("--limit", type=click.IntRange(0), metavar="KB", help="At most so many KB a second; 0: no limit.")
@click.option("--proxy", help="Go through this proxy instead of the one the environment names; '' to forget it.")
@pass_session
def sync_hub(session: Session, url: str | None, ca: Path | None, limit: int | None, proxy: str | None) -> None:
    """Exchange with the bureau's hub at URL; URL and options are remembered once it went well."""
    with session.desk(writing=True) as desk:
        before = hub_of(desk.workspace)
        if url is None and before is None:
            raise BadInput(
                tr("还不知道集中站的网址", "the hub's address is not known yet"),
                todo=tr("写成 fieldaudit sync hub 网址。", "Give it: fieldaudit sync hub URL."),
            )
        asked: dict[str, Any] = {} if url is None else {"url": url}
        asked |= {} if ca is None else {"ca": str(ca.resolve())}
        asked |= {} if limit is None else {"limit": limit * 1000}
        asked |= {} if proxy is None else {"proxy": proxy}
        settings = Settings(asked.pop("url"), **asked) if before is None else replace(before, **asked)
        outcome = sync_with(desk.workspace, settings, desk.now)
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
    if data["confirmed"]:
        lines.append(str(tr(f"集中站确认：{data['confirmed']} 件", f"confirmed by the hub: {data['confirmed']} objects")))
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
    return "\n".join([*lines, *(_note(text) for text in data["told"])])


def _note(text: str) -> str:
    return str(tr(f"注意：{text}", f"Note: {text}"))


@sync.command("status")
@click.argument("record", required=False)
@pass_session
def sync_status(session: Session, record: str | None) -> None:
    """What is only here, handed over, or confirmed by another laptop; what is missing. RECORD: where that one is."""
    with session.desk() as desk:
        if record is not None:
            return _record_status(session, desk, record)
        data: dict[str, Any] = dict(sync_state(desk.workspace, desk.now))
        segments = {row["device"]: row["segments"] for row in data["devices"]}
        data["protected"] = desk.workspace.protected
        data["devices"] = [
            {"device": each["id"], **each, "id": str(each["id"]), "segments": segments.get(each["id"], 0)} for each in devices(desk)
        ]
    session.emit(data, lambda: _status_text(data))


def _record_status(session: Session, desk: Desk, record: str) -> None:
    """Where one record is, with all that belongs to it."""
    row = as_row_id(record)
    name = table_of(desk.store, row) if row else None
    if row is None or name is None:
        raise BadInput(
            tr(f"没有这条记录：{record}", f"there is no such record: {record}"),
            todo=tr("编号见各 list、show 命令。", "The list and show verbs give the ids."),
        )
    found = Places(desk.workspace).of_record(name, row)
    data = {"id": str(row), "table": name, "state": found.state, "devices": found.devices, "carriers": found.carriers}
    session.emit(data, _where_words(found))


def _where_words(found: Whereabouts) -> Text:
    by, on = "、".join(map(str, found.devices)), "、".join(found.carriers)
    put = tr(f"，已放入 {on}", f"; put on {on}") if on else tr("", "")
    return {
        HERE: tr("只在本机（至少有一部分还没有交出）", "only here (a part of it at least was not handed over yet)"),
        HANDED: tr(f"已交出，尚无别的设备确认{put.zh}", f"handed over, no other device has confirmed it yet{put.en}"),
        CONFIRMED: tr(
            f"已确认：{f'设备 {by} 持有全部' if by else '各部分都有别的设备持有'}{put.zh}",
            f"confirmed: {f'device {by} holds all of it' if by else 'other devices hold each part'}{put.en}",
        ),
    }[found.state]


def _status_text(data: dict[str, Any]) -> str:
    lines = [
        fields(
            {
                tr("本机", "this laptop"): tr(f"设备 {data['device']}", f"laptop {data['device']}")
                if data["device"]
                else tr("尚未注册", "not enrolled"),
                tr("尚未封存的操作", "acts not sealed yet"): data["unsealed_acts"],
                tr("记录段", "segments"): _three(data, "segments"),
                tr("照片等", "photos and papers"): _three(data, "photos"),
                tr("还没有收到的照片等", "photos and papers not here yet"): data["photos_not_here"],
                tr("等待前文的操作", "acts waiting for earlier ones"): data["parked"],
                tr("等待证书的操作", "acts waiting for a certificate"): data["waiting_for_certificate"],
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
    return "\n".join([*lines, *(_note(text) for text in data["warnings"])])


def _three(data: dict[str, Any], what: str) -> Text:
    here, handed, confirmed = (data[f"{what}_{word}"] for word in ("only_here", "handed_over", "confirmed"))
    return tr(
        f"只在本机 {here}，已交出未确认 {handed}，已有别的设备确认 {confirmed}",
        f"only here {here}, handed over but not confirmed {handed}, confirmed by another device {confirmed}",
    )


@click.command(cls=Verb)
@click.argument("row")
@pass_session
def history(session: Session, row: str) -> None:
    """Every change of a record: who, when, what, on which laptop; of a home also of the rows merged into it."""
    with session.desk() as desk:
        rows = records.history_of(desk, row)
        shown = [
            {
                **each,
                "verb": verb_label(each["verb"]),
                "cells": cells_text(desk, each["table"], each["cells"]),
                "late": each["entered_at"] if each["late"] else "",
            }
            for each in rows
        ]
        several = len({each["row"] for each in rows}) > 1
    session.emit(
        rows,
        lambda: table(
            shown,
            {
                "id": tr("编号", "id"),
                **({"row": tr("记录", "row")} if several else {}),
                "at": tr("时间", "when"),
                "late": tr("补录", "entered late"),
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
    """List what arrived but does not count, the reason and what to do; apart from it what only waits for something."""
    with session.desk() as desk:
        rows = [_held_row(desk, held) for held in held_back(desk.store)]
    session.emit(rows, lambda: _held_text(rows))


def _held_row(desk: Desk, held: Held) -> dict[str, Any]:
    segment = "" if held.segment is None else f"segments/{held.scope}/{held.device}/{held.segment}"
    return {
        "id": str(held.commit) if held.commit is not None else segment,
        "state": held.state,
        "device": held.device,
        "scope": held.scope,
        "district": str(scope_word(desk.store, held.scope)),
        "segment": held.segment,
        "at": None if held.at is None else local_time(held.at),
        "verb": held.verb,
        "author": desk.name_of(held.author),
        "reason": str(held.reason),
        "todo": str(held.todo),
    }


def _held_text(rows: list[dict[str, Any]]) -> str:
    """Two lists, each thing with its reason and what to do below it."""
    waiting = [row for row in rows if row["state"] == WAITING]
    refused = [row for row in rows if row["state"] != WAITING]
    lines = [] if refused else [str(tr("没有被隔离的记录", "nothing in quarantine"))]
    for title, listed in (
        (tr("被隔离（保留，但不算数）", "In quarantine (kept, does not count)"), refused),
        (tr("等待中（到齐后自动收录）", "Waiting (goes in by itself when what it lacks arrives)"), waiting),
    ):
        if listed:
            lines += [str(title), *(line for row in listed for line in _held_lines(row))]
    return "\n".join(lines)


def _held_lines(row: dict[str, Any]) -> list[str]:
    device = tr(f"设备 {row['device']}", f"device {row['device']}")
    segment = "" if row["segment"] is None else tr(f"第 {row['segment']} 段", f"segment {row['segment']}")
    act = verb_label(row["verb"]) if row["verb"] else ""
    parts = (row["id"], device, row["district"], segment, row["at"] or "", row["author"], act)
    head = "  ".join(str(part) for part in parts if str(part))
    return [f"  {head}", f"    {row['reason']}", f"    → {row['todo']}"]


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
            todo = [HOW_TO_MEND] if found else []
            if folder is not None:
                found += verify_carrier(desk.workspace, FolderCarrier(folder))
            forks = [str(text) for text in fork_texts(desk.store)]
    except Damaged:
        forks, todo = [], [HOW_TO_MEND]
        key, _ = read_key(session.workspace, session.passphrase())
        found = [tr(f"数据库：{line}", f"database: {line}") for line in page_damage(session.workspace, key)]
        if not found:
            raise
    said = "" if found else "\n".join([str(tr("完好", "whole")), *forks])  # a fork is no damage: every segment is what was signed
    session.emit({"whole": not found, "found": [str(text) for text in found], "forks": forks}, said)
    if found:
        raise Damaged(
            tr(f"{len(found)} 处不符", f"{len(found)} differences"),
            where=str(session.workspace),
            safe=tr("没有改动任何内容。", "Nothing was changed."),
            todo="\n".join([*(f"  {text}" for text in found), *map(str, todo)]),
        )


@click.command(cls=Verb)
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="An empty or new folder.")
@pass_session
def demo(session: Session, into: Path) -> None:
    """Make a bureau to try: two laptops, a stick, 60 homes, three months of work. Every PIN is 0000."""
    from ..demo.play import play

    data = play(into, now_ms())
    session.emit(data, lambda: "\n".join(f"{name}: {value}" for name, value in data.items()))
