"""Laptops with whole workspaces (database and blobs) and sticks between them; homes, visits and photos on them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from store_world import ADMIN, COMMON, FIRST, INSPECTOR, NOW, SCOPES, SECOND, certificate, enrol, signed

from fieldaudit.domain.core import RowId, Scope
from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.store import Store, Workspace
from fieldaudit.store.verify import verify
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.session import Exchange, Outcome, Progress

DISTRICTS = {FIRST: "第一旗", SECOND: "第二县"}


_EVERYWHERE: Mapping[int, tuple[Scope, ...]] = MappingProxyType({})


def _quiet(_what: str, _done: int, _total: int) -> None:
    return


@dataclass
class Laptop:
    """One open workspace."""

    workspace: Workspace
    clock: int = NOW

    @classmethod
    def make(cls, path: Path, device: int, devices: int, scopes: Mapping[int, tuple[Scope, ...]] = _EVERYWHERE) -> Laptop:
        """A new laptop of a bureau of so many; the first one founds it with its districts. `scopes`: of whom not all."""
        workspace = Workspace.create(path, None)
        certificates = [certificate(n, scopes=scopes.get(n, SCOPES)) for n in range(1, devices + 1)]
        enrol(workspace.store, device, signed(*certificates), scopes.get(device, SCOPES))
        laptop = cls(workspace)
        if device == 1:
            rows = [laptop.store.create("district", name=name, scope=scope) for scope, name in DISTRICTS.items()]
            laptop.store.commit(COMMON, "bureau.create", ADMIN, rows, NOW)
        return laptop

    @property
    def store(self) -> Store:
        return self.workspace.store

    @property
    def blobs(self) -> BlobStore:
        return BlobStore(self.workspace.blobs, self.store.trust)

    def now(self) -> int:
        self.clock += 1000
        return self.clock

    # -- acts ------------------------------------------------------------------------------------
    def visit(self, scope: Scope = FIRST, name: str = "试验养老院") -> RowId:
        """A new home and an inspection begun there; gives the inspection."""
        home = self.store.create("institution", name=name)
        self.store.commit(scope, "register.import", INSPECTOR, [home], self.now())
        visit = self.store.create("inspection", institution=home.row, kind="routine")
        self.store.commit(scope, "inspection.begin", INSPECTOR, [visit], self.now())
        return visit.row

    def answer(self, visit: RowId, value: str, scope: Scope = FIRST) -> RowId:
        """One more answer of an inspection."""
        made = self.store.create("answer", inspection=visit, path="/fire/exit", value=value)
        self.store.commit(scope, "inspection.answer", INSPECTOR, [made], self.now())
        return made.row

    def photo(self, visit: RowId, plain: bytes, scope: Scope = FIRST, **cells: Any) -> str:
        """A photo of an inspection; gives the name of its sealed object."""
        name = self.blobs.put(plain, scope)
        usual = {"owner_table": "inspection", "owner_row": visit, "kind": "photo", "sha256": hashlib.sha256(plain).hexdigest()}
        made = self.store.create("attachment", **{**usual, "object": name, "bytes": len(plain), **cells})
        self.store.commit(scope, "inspection.attach", INSPECTOR, [made], self.now())
        return name

    # -- exchange --------------------------------------------------------------------------------
    def sync(self, stick: Path, progress: Progress = _quiet) -> Outcome:
        return Exchange(self.workspace, FolderCarrier(stick), self.now(), progress).run()

    def faults(self) -> list[str]:
        """Everything verify names: database and blobs."""
        owners = [(row["object"], row["sha256"]) for row in self.store.query("SELECT object, sha256 FROM attachment")]
        return [str(fault) for fault in (*verify(self.store), *self.blobs.verify(owners))]

    def photos(self) -> dict[str, bytes]:
        """sha256 -> the photo itself, of every attachment whose photo is here."""
        rows = self.store.query("SELECT sha256, object FROM attachment")
        return {row["sha256"]: self.blobs.get(row["object"]) for row in rows if row["object"] in self.blobs}


def picture(seed: int, size: int = 20_000) -> bytes:
    """Bytes that begin like a JPEG; the same for the same seed."""
    return b"\xff\xd8\xff\xe0" + hashlib.shake_256(bytes([seed])).digest(size)


def stick_files(stick: Path) -> dict[str, bytes]:
    """Everything of ours on a stick but its mark and what was set aside, by name."""
    root = stick / "fieldaudit"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in ("bad", "carrier")
    }
