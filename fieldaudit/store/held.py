"""What arrived and is not in the tables: why, and what would let it in.

Quarantined acts, acts that wait for a certificate or an earlier record, forked chains, segments that cannot be read or
opened. Reads only; who decides is `trust`, `merge` and `store`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.core import CommitId, RowId, Scope, device_of, hlc_ms
from ..domain.rights import VERBS
from ..i18n import Text, tr
from ..wire.segments import decode_commit, read_header
from .exchange import segment_of
from .store import Store

QUARANTINED, WAITING = "quarantined", "waiting"


@dataclass(frozen=True, slots=True)
class Held:
    """One act, or one whole segment (`commit` None), that is kept but not in the tables."""

    state: str  # QUARANTINED: somebody must decide or nothing will help; WAITING: goes in by itself when something comes
    device: int
    scope: Scope
    reason: Text
    todo: Text
    segment: int | None = None  # its ordinal; None: not sealed yet
    commit: CommitId | None = None
    verb: str = ""
    author: RowId | None = None
    at: int | None = None  # ms, by the device's clock


def held_back(store: Store) -> list[Held]:
    """Everything that is kept but not in the tables, by device and time."""
    found = [*_quarantined(store), *_parked(store), *forked(store), *_strays(store), *_unread(store)]
    return sorted(found, key=lambda held: (held.device, held.at or 0, held.scope, held.segment or 0))


def waiting_for_certificate(store: Store) -> int:
    """How many acts wait for a certificate of their device."""
    rows = store.query("SELECT cid, scope, hlc FROM quarantine")
    return sum(_waits(store, row, segment_of(store, Scope(row["scope"]), CommitId(row["cid"]))) for row in rows)


def quarantined(store: Store) -> int:
    """How many acts are quarantined, those that only wait for a certificate not counted."""
    every: int = store.query("SELECT count(*) AS n FROM quarantine")[0]["n"]
    return every - waiting_for_certificate(store)


def _waits(store: Store, row: dict[str, Any], segment: int | None) -> bool:
    device = device_of(row["cid"])
    return store.trust.waits(device, row["hlc"]) and not store.trust.ended(device, Scope(row["scope"]), segment)


def _quarantined(store: Store) -> Iterator[Held]:
    for row in store.query("SELECT * FROM quarantine"):
        commit, scope = CommitId(row["cid"]), Scope(row["scope"])
        segment = segment_of(store, scope, commit)
        waits = _waits(store, row, segment)
        yield Held(
            WAITING if waits else QUARANTINED,
            device_of(commit),
            scope,
            Text(row["reason_zh"], row["reason_en"]),
            _certificate_todo(device_of(commit)) if waits else _todo(store, row, segment),
            segment,
            commit,
            row["verb"],
            RowId(row["author"]),
            hlc_ms(row["hlc"]),
        )


def _certificate_todo(device: int) -> Text:
    return tr(
        f"等待当时有效的证书：与持有设备 {device} 新证书的电脑或 U 盘同步后自动收录",
        f"waits for a certificate in force then: sync with a laptop or stick that has device {device}'s; it goes in by itself",
    )


def _todo(store: Store, row: dict[str, Any], segment: int | None) -> Text:
    """What would let a quarantined act in, or that nothing will."""
    device, scope = device_of(row["cid"]), Scope(row["scope"])
    if store.trust.ended(device, scope, segment):
        return tr(
            f"如确为丢失前所作，管理员可抬高界线：enrol revoke {device} --line",
            f"if it was made before the laptop was lost, the admin may raise the line: enrol revoke {device} --line",
        )
    if row["verb"] not in VERBS:
        return tr("可能由更新版本的程序写成：升级后运行 rebuild", "perhaps written by a newer program: update, then run rebuild")
    governing = store.trust.governing(device, row["hlc"])
    listed = governing is not None and scope in governing.scopes and any(row["author"] == person for person, _ in governing.people)
    if not listed:
        return tr(
            "只有当时有效而尚未到达的证书才能使其收录；否则请有权的人重新办理",
            "only a certificate that was in force then and has not arrived yet would admit it; else have it done again by who may",
        )
    return tr(
        f"不会收录：设备 {device} 的程序写不出这样的操作，请查问；必要时 enrol revoke {device}",
        f"it will not be admitted: device {device} wrote what the program never writes; ask its users, revoke it if need be",
    )


def _parked(store: Store) -> Iterator[Held]:
    for row in store.query("SELECT * FROM parked"):
        commit = decode_commit(row["body"])
        yield Held(
            WAITING,
            commit.device,
            commit.scope,
            tr("所改的记录还没有到达", "the record it changes has not arrived yet"),
            tr(
                f"与持有设备 {device_of(row['row'])} 记录的电脑或 U 盘同步后自动收录",
                f"sync with a laptop or stick that holds the records of device {device_of(row['row'])}; it goes in by itself",
            ),
            segment_of(store, commit.scope, commit.id),
            commit.id,
            commit.verb,
            commit.author,
            hlc_ms(commit.hlc),
        )


def forked(store: Store) -> Iterator[Held]:
    """The first segment of each chain of which two branches exist."""
    for row in store.query("SELECT scope, device, min(ordinal) AS ordinal FROM fork GROUP BY scope, device"):
        device = row["device"]
        yield Held(
            QUARANTINED,
            device,
            Scope(row["scope"]),
            tr("同一序号有两段不同的记录（工作区被复制）", "two different segments at one place (the workspace was copied)"),
            tr(
                f"自此两支都不算数：管理员 enrol revoke {device}；两份都同步后，要用的那份以 enrol request 重新注册",
                f"Neither branch counts from here: the admin runs enrol revoke {device}; both sync; enrol anew the one in use",
            ),
            row["ordinal"],
        )


def _strays(store: Store) -> Iterator[Held]:
    """Acts recorded in a copy of a workspace, whose numbers other acts of that device had taken."""
    for row in store.query("SELECT body FROM stray ORDER BY cid"):
        commit = decode_commit(row["body"])
        yield Held(
            QUARANTINED,
            commit.device,
            commit.scope,
            tr(
                "在工作区的旧副本中所作，其编号已被别的操作占用",
                "made in an old copy of the workspace; its number was taken by another act",
            ),
            tr("不会收录：请照此重新办理", "it will not go in: have it done again"),
            None,
            commit.id,
            commit.verb,
            commit.author,
            hlc_ms(commit.hlc),
        )


def _unread(store: Store) -> Iterator[Held]:
    """Segments whose author signed what cannot be read, and those whose key is not here."""
    columns = "scope, device, ordinal, applied, substr(object, 1, 1024) AS head"
    for row in store.query(f"SELECT {columns} FROM segment WHERE applied <> 1"):
        scope, place = Scope(row["scope"]), (row["device"], Scope(row["scope"]))
        if row["applied"] == 0 and store.trust.key(scope, read_header(row["head"]).epoch) is None:
            reason, todo = (
                tr("本机还没有这一期的密钥", "the key of that epoch has not reached this laptop"),
                tr("再次同步；仍没有则请管理员重新授权本机", "sync again; if it stays so, the admin grants this laptop again"),
            )
            yield Held(WAITING, *place, reason, todo, row["ordinal"])
        elif row["applied"] != 0:
            reason, todo = (
                tr("已签名但内容读不出来", "signed, but what it says cannot be read"),
                tr(f"不会收录：查问设备 {row['device']}", f"it will not be admitted: ask the users of device {row['device']}"),
            )
            yield Held(QUARANTINED, *place, reason, todo, row["ordinal"])


__all__ = ["QUARANTINED", "WAITING", "Held", "held_back", "quarantined", "waiting_for_certificate"]
