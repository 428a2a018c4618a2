"""Where everything is: only here, handed over, or confirmed by another device; what others hold and we do not.

*Handed over* means that it was put on a carrier (which may have been lost since); *confirmed* that another certified
device has signed a statement that it holds it: the frontier of a segment, or a receipt, be it a hub's. Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..domain.core import CommitId, RowId, Scope, device_of
from ..evidence.blobs import BlobStore
from ..i18n import Text, tr
from ..store import Store, Workspace, at_hub, exchange, waiting
from ..store.held import forked, quarantined, waiting_for_certificate
from ..wire.names import blob_name_of, segment_name

HERE, HANDED, CONFIRMED = STATES = ("here", "handed", "confirmed")
DAY_MS = 24 * 3600 * 1000
WARN_MS = 30 * DAY_MS  # how long before its end a certificate is warned about


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one thing is: its state, the other devices that hold it, the carriers it was put on."""

    state: str
    devices: tuple[int, ...] = ()
    carriers: tuple[str, ...] = ()


class Places:
    """What is known of where things are, read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._store = workspace.store
        self._handed = exchange.handed(self._store)
        self._claims = exchange.claims(self._store)
        self._hubs = at_hub.confirmed_by(self._store)
        self._photos = {receipt.device: receipt for receipt in exchange.receipts(self._store)}

    def of_segment(self, scope: Scope, device: int, ordinal: int) -> Whereabouts:
        """Where a segment is; its author holds it."""
        return self._of(segment_name(scope, device, ordinal), self._holders(scope, device, ordinal))

    def of_commit(self, scope: Scope, cid: CommitId) -> Whereabouts:
        """Where an act is; one that is not sealed yet is only here."""
        ordinal = exchange.segment_of(self._store, scope, cid)
        return Whereabouts(HERE) if ordinal is None else self.of_segment(scope, device_of(cid), ordinal)

    def of_photo(self, scope: Scope, object_: str, cid: CommitId) -> Whereabouts:
        """Where a photo is (`cid`: the act that attached it); a device holds it that knows of it and does not lack it."""
        ordinal = exchange.segment_of(self._store, scope, cid)
        knowing = () if ordinal is None else self._holders(scope, device_of(cid), ordinal)
        return self._of(blob_name_of(scope, object_), [device for device in knowing if self._has_photo(device, object_)])

    def of_record(self, table: str, row: RowId) -> Whereabouts:
        """Where a record is with all that belongs to it: as safe as its least safe part."""
        scope = Scope((self._store.get(table, row) or {})["_scope"])
        parts = [self.of_commit(scope, cid) for cid in exchange.commits_of(self._store, table, row)]
        files = [each for keeper in waiting.keepers(self._store, table, row) for each in exchange.attachments(self._store, keeper)]
        parts += [self.of_photo(scope, object_, cid) for _, object_, scope, cid in files]
        if not parts:
            return Whereabouts(HERE)
        least = min(parts, key=lambda part: STATES.index(part.state)).state
        devices = set(parts[0].devices).intersection(*(part.devices for part in parts))
        carriers = set(parts[0].carriers).intersection(*(part.carriers for part in parts))
        return Whereabouts(least, tuple(sorted(devices)), tuple(sorted(carriers)))

    def _holders(self, scope: Scope, device: int, ordinal: int) -> list[int]:
        """The other devices that hold a segment: its author, and whoever says so."""
        said = {who for who, last in self._claims.get((scope, device), {}).items() if last >= ordinal}
        author = {device} - self._store.trust.revocations.keys()
        return sorted((said | author) - {self._store.trust.device})

    def _has_photo(self, device: int, object_: str) -> bool:
        said = self._photos.get(device)
        return said is not None and said.lacking is not None and object_ not in said.lacking

    def _of(self, name: str, devices: Iterable[int]) -> Whereabouts:
        holders = tuple(sorted({*devices, *self._hubs.get(name, ())}))
        carriers = self._handed.get(name, ())
        return Whereabouts(CONFIRMED if holders else HANDED if carriers else HERE, holders, carriers)


@dataclass(frozen=True, slots=True)
class Missing:
    """Segments of a chain that other devices say they hold and that have not reached this one."""

    scope: Scope
    device: int
    have: int  # last one here
    said: int  # last one that somebody holds
    by: tuple[int, ...]  # who says so


def missing(store: Store) -> list[Missing]:
    """Every chain of our scopes of which others hold more than this device."""
    here = exchange.frontier(store)
    return [
        Missing(scope, device, here.get((scope, device), 0), max(said.values()), tuple(sorted(said)))
        for (scope, device), everyone in sorted(exchange.claims(store).items())
        if scope in store.trust.scopes()
        and (said := {who: last for who, last in everyone.items() if last > here.get((scope, device), 0)})
    ]


def missing_text(store: Store, lack: Missing) -> Text:
    """What is missing, in a sentence that says what to do."""
    by, where = "、".join(map(str, lack.by)), scope_word(store, lack.scope)
    run = f"{lack.have + 1}–{lack.said}" if lack.said > lack.have + 1 else str(lack.said)
    if lack.device == store.trust.device:
        return tr(
            f"设备 {by} 说它有本机的记录第 {run} 段（{where.zh}），本机却没有：本工作区可能是旧副本，请停用并重新注册",
            f"device {by} says it holds segment {run} of this laptop ({where.en}) that is not here: "
            "this may be an old copy of the workspace; stop using it and enrol again",
        )
    return tr(
        f"缺设备 {lack.device} 的记录第 {run} 段（{where.zh}）：设备 {by} 已有；可能在别的 U 盘上，或介质较旧、扣下了内容",
        f"segment {run} of device {lack.device} ({where.en}) is missing: device {by} holds it; "
        "it may be on another stick, or the carrier is old or withholds it",
    )


def scope_word(store: Store, scope: Scope) -> Text:
    """A scope as people call it: the district's name."""
    if scope == 0:
        return tr("全局", "common")
    named = store.find("district", scope=scope)
    return Text(named[0]["name"], named[0]["name"]) if named else tr(f"范围 {scope}", f"scope {scope}")


def warnings(store: Store, now: int) -> list[Text]:
    """What the people at this laptop must know: it was revoked, its certificate ends, others hold more."""
    own = store.trust.latest(store.trust.device)
    found = [*fork_texts(store), *(missing_text(store, lack) for lack in missing(store))]
    if store.trust.device in store.trust.revocations:
        found.insert(0, revoked_text())
    elif own is not None and own.valid_to < now + WARN_MS:
        found.insert(0, _ends_text(tr("本机", "this laptop"), store.trust.device, own.valid_to, now))
    if store.trust.bureau is not None:  # only here can others' be renewed
        for device in sorted(store.trust.certificates.keys() - store.trust.revocations.keys() - {store.trust.device}):
            latest = store.trust.latest(device)
            if latest is not None and latest.valid_to < now + WARN_MS:
                found.append(_ends_text(tr(f"设备 {device}", f"device {device}"), device, latest.valid_to, now))
    return found


def fork_texts(store: Store) -> list[Text]:
    """Each forked chain: whose, of which district, from where on, and what to do."""
    found = []
    for held in forked(store):
        where = scope_word(store, held.scope)
        zh = f"设备 {held.device} 在{where.zh}的记录自第 {held.segment} 段分叉"
        en = f"The chain of device {held.device} in {where.en} forks at segment {held.segment}"
        found.append(tr(f"{zh}：{held.reason.zh}。{held.todo.zh}。", f"{en}: {held.reason.en}. {held.todo.en}."))
    return found


def revoked_text() -> Text:
    """For a revoked device that comes back."""
    return tr(
        "本机已被吊销：此后的记录不再被收录（交出后保留备查）。请停用，并用新工作区重新注册",
        "this laptop was revoked: what it records is not admitted any more (it is kept aside once handed over); "
        "stop using it and enrol a fresh workspace",
    )


def _ends_text(whose: Text, device: int, valid_to: int, now: int) -> Text:
    days = max(0, (valid_to - now) // DAY_MS)
    when = tr(f"还有 {days} 天到期", f"ends in {days} days") if valid_to >= now else tr("已过期", "has expired")
    return tr(
        f"{whose.zh}的证书{when.zh}：管理员在建局的电脑上对已列的人运行 people add 姓名 --role 角色 --device {device} 续期，再同步",
        f"the certificate of {whose.en} {when.en}: on the bureau's first laptop the admin renews it with "
        f"people add NAME --role ROLE --device {device} (anyone listed there), then sync",
    )


def status(workspace: Workspace, now: int) -> dict[str, object]:
    """What is only here, handed over or confirmed; what of each device is here; what is missing or waits."""
    store, places = workspace.store, Places(workspace)
    own = store.trust.device
    chains = [(Scope(row["scope"]), row["device"], row["ordinal"]) for row in exchange.segments(store)]
    segments = Counter(places.of_segment(*chain).state for chain in chains if chain[1] == own)
    attached = exchange.attachments(store)
    blobs = BlobStore(workspace.blobs, store.trust)
    photos = Counter(places.of_photo(scope, object_, cid).state for id_, object_, scope, cid in attached if device_of(id_) == own)
    return {
        "device": own,
        **exchange.counters(store),
        "quarantined": quarantined(store),
        "waiting_for_certificate": waiting_for_certificate(store),
        **{f"segments_{word}": segments[state] for state, word in _WORDS.items()},
        **{f"photos_{word}": photos[state] for state, word in _WORDS.items()},
        "photos_not_here": sum(object_ not in blobs for _, object_, _, _ in attached),
        "carriers": exchange.carriers(store),
        "devices": [{**row, "here": row["device"] == own} for row in exchange.segments_per_device(store)],
        "missing": [
            {"scope": lack.scope, "device": lack.device, "have": lack.have, "said": lack.said, "by": list(lack.by)}
            for lack in missing(store)
        ],
        "warnings": [str(text) for text in warnings(store, now)],
    }


_WORDS = {HERE: "only_here", HANDED: "handed_over", CONFIRMED: "confirmed"}
