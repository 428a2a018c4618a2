"""Who may say what: certificates, revocations, scope keys and this device's own keys, as kept in the database.

Owns the tables `certificate`, `scope_key`, `key_object` and `local`; decides admission (pure rule in
`domain.rights`) with the certificate that governs a commit's time. Issues certificates where the bureau's key is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import sqlcipher3

from ..domain.core import HLC_SHIFT, Certificate, Commit, Revocation, RowId, Scope, device_of, hlc_ms
from ..domain.rights import admit as admit_by_rights
from ..errors import Damaged, NotAllowed
from ..i18n import Text, tr
from ..wire.certs import read_certificate, sign_certificate, sign_revocation
from ..wire.keys import BUREAU_DEVICE, BureauKey, DeviceKeys, ScopeKey, check_scope_key, open_scope_key, seal_scope_key
from ..wire.names import scope_key_name

YEAR_MS = 365 * 24 * 3600 * 1000
CERTIFICATE_YEARS = 3
ISSUE_GAP = 1_000  # serials of certificates and epochs of keys that a successor of a lost root leaves free


class Trust:
    """The trust state of one workspace; reads lazily, keeps it in memory."""

    def __init__(self, connection: sqlcipher3.Connection) -> None:
        self._connection = connection
        self.certificates: dict[int, list[Certificate]] = {}
        self.revocations: dict[int, Revocation] = {}
        self.scope_keys: dict[tuple[Scope, int], ScopeKey] = {}
        self.reload()

    def reload(self) -> None:
        """Read everything again from the tables."""
        local = self.local
        self.device = int(local("device") or 0)
        keys = local("device_keys")
        self.keys = DeviceKeys.from_bytes(keys) if keys else None
        bureau = local("bureau_key")
        self.bureau = BureauKey.from_seed(bureau) if bureau else None
        self.bureau_public: bytes = local("bureau_public") or b""
        self.certificates.clear()
        self.revocations.clear()
        for (data,) in self._connection.execute("SELECT object FROM certificate ORDER BY device, serial"):
            self._know(read_certificate(data, self.bureau_public))
        self.scope_keys = {
            (Scope(scope), epoch): ScopeKey(Scope(scope), epoch, key)
            for scope, epoch, key in self._connection.execute("SELECT scope, epoch, key FROM scope_key")
        }

    # -- local state -----------------------------------------------------------------------------
    def local(self, key: str) -> Any:
        """A value of this workspace's own state (never a fact, never travels), or None."""
        row = self._connection.execute("SELECT value FROM local WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0]

    def set_local(self, **values: bytes | int | str) -> None:
        """Write local state; the caller holds the transaction."""
        self._connection.executemany(
            "INSERT INTO local VALUES(?,?) ON CONFLICT DO UPDATE SET value = excluded.value", list(values.items())
        )

    def drop_bureau_key(self) -> None:
        """Whoever was granted by the bureau is not the bureau (an old copy of it). The caller holds the transaction."""
        self._connection.execute("DELETE FROM local WHERE key = 'bureau_key'")
        self.bureau = None

    # -- reading certificates ----------------------------------------------------------------------
    def _know(self, statement: Certificate | Revocation) -> None:
        if isinstance(statement, Revocation):
            known = self.revocations.get(statement.device)
            if known is None or statement.serial > known.serial:
                self.revocations[statement.device] = statement
        else:
            self.certificates.setdefault(statement.device, []).append(statement)

    def governing(self, device: int, hlc: int) -> Certificate | None:
        """The certificate that applies to a device at a clock reading."""
        fitting = [c for c in self.certificates.get(device, ()) if c.valid_from << HLC_SHIFT <= hlc]
        return max(fitting, key=lambda c: (c.valid_from, c.serial), default=None)

    def latest(self, device: int) -> Certificate | None:
        """The newest certificate of a device."""
        return max(self.certificates.get(device, ()), key=lambda c: (c.valid_from, c.serial), default=None)

    def sign_key(self, device: int) -> bytes | None:
        """The signing key of a device, or None while no certificate of it is known."""
        known = self.certificates.get(device)
        return min(known, key=lambda c: c.serial).sign_key if known else None

    def role_at(self, device: int, hlc: int, person: RowId) -> str:
        """The role in which a person acted on a device at that time ("" if none)."""
        certificate = self.governing(device, hlc)
        return dict(certificate.people).get(person, "") if certificate else ""

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes this device may hold; without a certificate (a workspace brought back), those it has keys of."""
        own = self.latest(self.device)
        return own.scopes if own else tuple(sorted({scope for scope, _ in self.scope_keys}))

    def waits(self, device: int, hlc: int) -> bool:
        """Is no certificate known that was in force on a device at that time? One may still arrive."""
        return not _in_force(self.governing(device, hlc), hlc)

    def ended(self, device: int, scope: Scope, ordinal: int | None) -> bool:
        """Does a segment (None: the unsealed tail) lie after the last one that a revocation of its device accepts?"""
        revoked = self.revocations.get(device)
        return revoked is not None and (ordinal is None or ordinal > revoked.last.get(scope, 0))

    def admit(self, commit: Commit, ordinal: int | None) -> Text | None:
        """None, or why a commit may not enter the tables. `ordinal`: its segment's (None: not sealed yet)."""
        device = commit.device
        if self.ended(device, commit.scope, ordinal):
            return tr("设备证书已吊销", "the device's certificate was revoked")
        governing = self.governing(device, commit.hlc)
        if _in_force(governing, commit.hlc) and any(change.new and device_of(change.row) != device for change in commit.changes):
            return tr("用别的设备的编号建立记录", "makes a row under another device's number")
        return admit_by_rights(commit, governing)

    # -- keys --------------------------------------------------------------------------------------
    def current_key(self, scope: Scope) -> ScopeKey:
        """The newest key of a scope. Raises NotAllowed when this device holds none."""
        epochs = [epoch for held, epoch in self.scope_keys if held == scope]
        if not epochs:
            raise NotAllowed(
                tr("本机没有该地区的密钥", "this laptop holds no key for that district"),
                where=f"scope {scope}",
                todo=tr("请管理员为本机授权该地区。", "Ask the admin to grant this laptop that district."),
            )
        return self.scope_keys[scope, max(epochs)]

    def key(self, scope: Scope, epoch: int) -> ScopeKey | None:
        """A scope key by epoch, or None."""
        return self.scope_keys.get((scope, epoch))

    def add_scope_key(self, key: ScopeKey) -> None:
        """Keep a scope key; the caller holds the transaction."""
        self._connection.execute("INSERT OR IGNORE INTO scope_key VALUES(?,?,?)", (key.scope, key.epoch, key.key))
        self.scope_keys[key.scope, key.epoch] = key

    def new_scope_key(self, scope: Scope) -> ScopeKey:
        """A fresh key of the next epoch (root only); the caller holds the transaction."""
        epoch = max((e for held, e in self.scope_keys if held == scope), default=0)
        epoch = max(epoch, self._floor()) + 1
        key = ScopeKey(scope, epoch, os.urandom(32))
        self.add_scope_key(key)
        return key

    # -- taking in and issuing ---------------------------------------------------------------------
    def take_certificate(self, data: bytes) -> Certificate | Revocation | None:
        """Keep a certificate or revocation signed by our bureau; None if known. The caller holds the transaction."""
        statement = read_certificate(data, self.bureau_public)
        known = self._connection.execute(
            "SELECT 1 FROM certificate WHERE device = ? AND serial = ?", (statement.device, statement.serial)
        ).fetchone()
        if known:
            return None
        self._connection.execute("INSERT INTO certificate VALUES(?,?,?)", (statement.device, statement.serial, data))
        self._know(statement)
        return statement

    def take_key_object(self, name: str, data: bytes) -> bool:
        """Keep a wrapped scope key that travels; open it if it is for this device. True when it opened a new key.

        Raises Damaged unless our bureau signed it and it is what its name says: a carrier may plant anything.
        """
        address = check_scope_key(data, self.bureau_public)
        if scope_key_name(address.scope, address.epoch, address.device) != name:
            raise Damaged(tr("名称与内容不符", "its name is not that of its content"), where=name)
        self._connection.execute("INSERT OR IGNORE INTO key_object VALUES(?,?)", (name, data))
        keys = self._receivers().get(address.device)
        if keys is None:
            return False
        key = open_scope_key(data, self.bureau_public, address.device, keys)
        if (key.scope, key.epoch) in self.scope_keys:
            return False
        self.add_scope_key(key)
        return True

    def _receivers(self) -> dict[int, DeviceKeys]:
        """As which devices this workspace can open a wrapped key: itself, and the bureau where its key is."""
        own = {self.device: self.keys} if self.keys is not None else {}
        return own if self.bureau is None else {**own, BUREAU_DEVICE: self.bureau.receiver()}

    def take_granted_key(self, data: bytes) -> None:
        """Keep a scope key wrapped for this device that came with its grant; the caller holds the transaction."""
        assert self.keys is not None  # a grant answers this device's own request
        key = open_scope_key(data, self.bureau_public, self.device, self.keys)
        self.take_key_object(scope_key_name(key.scope, key.epoch, self.device), data)

    def _bureau(self) -> BureauKey:
        if self.bureau is None:
            raise NotAllowed(
                tr(
                    "只有建立本局的工作区（存有本局密钥）才能签发证书",
                    "only the workspace that ran init (it holds the bureau's key) can issue certificates",
                ),
                todo=tr("请在那台电脑上操作。", "Do this on that laptop."),
            )
        return self.bureau

    def _next_serial(self, device: int) -> int:
        last = self._connection.execute("SELECT coalesce(max(serial), 0) FROM certificate WHERE device = ?", (device,))
        return max(int(last.fetchone()[0]), self._floor()) + 1

    def _floor(self) -> int:
        return int(self.local("issue_floor") or 0)

    def leave_gap(self) -> None:
        """Let serials and epochs go on from the next thousand: a lost root may have issued some that were never seen here,
        and no number may mean two things. The caller holds the transaction.
        """
        serials = self._connection.execute("SELECT coalesce(max(serial), 0) FROM certificate").fetchone()[0]
        highest = max(int(serials), max((epoch for _, epoch in self.scope_keys), default=0))
        self.set_local(issue_floor=(highest // ISSUE_GAP + 1) * ISSUE_GAP)

    def issue(
        self,
        device: int,
        sign_key: bytes,
        receive_key: bytes,
        people: Iterable[tuple[RowId, str]],
        scopes: Iterable[Scope],
        now_ms: int,
        kind: str = "laptop",
    ) -> tuple[Certificate, bytes]:
        """Sign and keep a certificate for a device; the caller holds the transaction. Raises NotAllowed off the root."""
        certificate = Certificate(
            device,
            self._next_serial(device),
            kind,
            sign_key,
            receive_key,
            tuple(sorted(set(people))),
            tuple(sorted({Scope(0), *scopes})),
            now_ms,
            now_ms + CERTIFICATE_YEARS * YEAR_MS,
        )
        data = sign_certificate(self._bureau(), certificate)
        self.take_certificate(data)
        return certificate, data

    def reissue(self, device: int, people: Mapping[RowId, str], now_ms: int, scopes: Iterable[Scope] = ()) -> Certificate:
        """Issue a device's next certificate with these people and scopes added to what it has."""
        old = self.latest(device)
        if old is None:
            raise NotAllowed(tr(f"没有编号为 {device} 的设备", f"there is no device {device}"))
        merged = {**dict(old.people), **people}
        certificate, _ = self.issue(
            device, old.sign_key, old.receive_key, merged.items(), {*old.scopes, *scopes}, max(now_ms, old.valid_from + 1), old.kind
        )
        return certificate

    def wrap_keys_for(self, certificate: Certificate) -> list[bytes]:
        """Wrap every held key of the certificate's scopes for its device; kept so that they travel by any carrier.

        A hub keeps what it cannot read: nothing is wrapped for it.
        """
        if certificate.kind == "hub":
            return []
        held = [key for _, key in sorted(self.scope_keys.items()) if key.scope in certificate.scopes]
        return [self._wrap(key, certificate.device, certificate.receive_key) for key in held]

    def _wrap(self, key: ScopeKey, device: int, receive_key: bytes) -> bytes:
        data = seal_scope_key(self._bureau(), key, device, receive_key)
        name = scope_key_name(key.scope, key.epoch, device)
        self._connection.execute("INSERT OR IGNORE INTO key_object VALUES(?,?)", (name, data))
        return data

    def revoke(self, device: int, last: Mapping[Scope, int], now_ms: int) -> Revocation:
        """End a device after these segments, and start a new epoch of each scope it held for all others.

        A device that is revoked already gets another line and no new epochs. The caller holds the transaction.
        """
        ended = self.latest(device)
        if ended is None:
            raise NotAllowed(tr(f"没有编号为 {device} 的设备", f"there is no device {device}"))
        before = self.revocations.get(device)
        at = now_ms if before is None else before.at
        revocation = Revocation(device, self._next_serial(device), {scope: n for scope, n in last.items() if n}, at)
        self.take_certificate(sign_revocation(self._bureau(), revocation))
        if before is None:
            self._start_epochs(ended.scopes)
        return revocation

    def _start_epochs(self, scopes: Iterable[Scope]) -> None:
        """A new key of each scope for every device that is not revoked, and for the bureau itself."""
        for scope in scopes:
            self.new_scope_key(scope)
        for other in self.certificates:
            latest = self.latest(other)
            if other not in self.revocations and other != self.device and latest is not None:
                self.wrap_keys_for(latest)
        for _, key in sorted(self.scope_keys.items()):
            self._wrap(key, BUREAU_DEVICE, self._bureau().receiver().receive_public)


def _in_force(certificate: Certificate | None, hlc: int) -> bool:
    return certificate is not None and certificate.valid_from <= hlc_ms(hlc) <= certificate.valid_to
