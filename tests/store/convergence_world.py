"""A bureau of four laptops, a bureau's root that changes its mind, a carrier that hands over any part of anything twice, and
a fifth device that forges: what the tests of convergence play. Chooses nothing by itself: two numbers say what a step does.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from oracle import Known, Statement
from store_world import (
    FIRST,
    INSPECTOR,
    NOW,
    PEOPLE,
    SCOPES,
    SECOND,
    STRANGER,
    SUPERVISOR,
    Chain,
    act,
    certificate,
    enrol,
    new,
    signed,
)

from fieldaudit.domain.core import Change, Commit, CommitId, Revocation, RowId, Scope, make_id
from fieldaudit.errors import NotAllowed
from fieldaudit.store import Store, Workspace
from fieldaudit.store.backup import Backup, restore, write_backup
from fieldaudit.work.desk import Desk
from fieldaudit.work.undo import redo, undo

LAPTOPS = 4
HOSTILE, SPARE, NEWCOMER = LAPTOPS + 1, LAPTOPS + 2, LAPTOPS + 3  # SPARE: what the restored backup enrols as
FEW = 4  # homes made before people only edit
SKEW = {1: 0, 2: -7_200_000, 3: 5_400_000, 4: 86_400_000, SPARE: -1_800_000}  # ms that their clocks are off
NAMES = ("甲", "乙", "", None)
CELLS: dict[str, tuple[Any, ...]] = {
    "name": NAMES,
    "phone": ("甲\0一", "甲\0二", None),
    "beds": (0, 1, 120, None),
    "lon": (0, 1, 1.0, 122.25, None),
}
COLUMNS = tuple(CELLS)
Address = tuple[Scope, int]  # a chain: scope and device


@cache
def _blank() -> TemporaryDirectory[str]:
    """Workspaces of every device, enrolled and empty, to be copied: making one takes a hundred times longer."""
    folder = TemporaryDirectory()
    for device in (*range(1, LAPTOPS + 1), NEWCOMER):
        with Workspace.create(Path(folder.name) / f"laptop{device}", None) as workspace:
            enrol(workspace.store, device, signed(*(certificate(n) for n in {*range(1, HOSTILE + 1), device})))
    return folder


@contextmanager
def opened(folder: Path, device: int) -> Iterator[Workspace]:
    """The workspace of a device in this folder; new where there is none."""
    path = folder / f"laptop{device}"
    if not path.exists():
        shutil.copytree(Path(_blank().name) / path.name, path)
    with Workspace.open(path, None) as workspace:
        workspace.store.connection.execute("PRAGMA synchronous = OFF")  # durability is not what is tried here
        yield workspace


@dataclass
class Laptop:
    """One of the four, and what it must hold."""

    device: int
    opening: Any
    workspace: Workspace
    held: list[Known] = field(default_factory=list)  # applied
    waiting: list[Known] = field(default_factory=list)  # received, not applied
    arrived: Counter[Address] = field(default_factory=Counter)  # how much of each chain
    told: list[Statement] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return self.workspace.store

    def memory(self) -> tuple[list[Known], list[Known], Counter[Address], list[Statement]]:
        return copy(self.held), copy(self.waiting), copy(self.arrived), copy(self.told)


@dataclass
class Bureau:
    """Everybody, and the segments written so far, by chain."""

    folder: Path
    seen: Counter[str]  # what happened, over all examples
    laptops: list[Laptop] = field(default_factory=list)
    clock: int = NOW
    chains: dict[Address, list[tuple[bytes, tuple[Commit, ...]]]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    hostile: dict[Scope, Chain] = field(default_factory=dict)
    acts: int = 0  # of the hostile device
    saved: tuple[Path, Any] | None = None
    check: Callable[[Laptop], None] = lambda _: None

    def now(self, laptop: Laptop) -> int:
        self.clock += 1000
        return self.clock + SKEW[laptop.device]

    def begin(self) -> None:
        """Everybody knows a home of each district and a hazard, so that people meet at the same ones from the first step."""
        for n in range(2):
            self.create(self.laptops[0], n, n)
        self.hazard(self.laptops[0], 0, 0)
        self.exchange_everything()

    # -- what honest people do -------------------------------------------------------------------
    def record(self, laptop: Laptop, verb: str, changes: list[Change | None], scope: Scope, author: RowId = INSPECTOR) -> None:
        kept = [change for change in changes if change is not None]
        if kept:
            laptop.held.append((laptop.store.commit(scope, verb, author, kept, self.now(laptop))[0], None))

    def homes(self, laptop: Laptop) -> list[dict[str, Any]]:
        return laptop.store.query("SELECT * FROM institution ORDER BY id")

    def create(self, laptop: Laptop, a: int, b: int) -> None:
        """A new home; few, so that people meet at the same ones."""
        if sum(change.new for each in self.laptops for commit, _ in each.held for change in commit.changes) >= FEW:
            return self.edit(laptop, a, b)
        home = laptop.store.create("institution", name=NAMES[a % 4], lon=CELLS["lon"][b % 5])
        self.record(laptop, "register.import", [home], (FIRST, SECOND)[b % 2])

    def edit(self, laptop: Laptop, a: int, b: int) -> None:
        """Two columns of one home; by the new colleague where she was taken on."""
        own = laptop.store.trust.latest(laptop.device)
        assert own is not None
        author = STRANGER if b % 3 and STRANGER in dict(own.people) else INSPECTOR
        self.seen["acts of a new colleague"] += author == STRANGER
        for home in _chosen(self.homes(laptop)[: 2 + a % 3], a, 1):
            self.record(laptop, "register.edit", [self._edited(laptop, home, b, 2)], Scope(home["_scope"]), author)

    def edit_many(self, laptop: Laptop, a: int, b: int) -> None:
        """Several homes and a new one in one act."""
        scope = (FIRST, SECOND)[a % 2]
        here = [home for home in self.homes(laptop) if home["_scope"] == scope]
        edits = [self._edited(laptop, home, b + n, 1) for n, home in enumerate(_chosen(here, b, 3))]
        self.record(laptop, "register.import", [*edits, laptop.store.create("institution", beds=a)], scope)

    def settle(self, laptop: Laptop, a: int, b: int) -> None:
        """Somebody hears from a colleague and decides one of the conflicts."""
        self.meet(laptop, b, a)
        cells = laptop.store.query("SELECT * FROM conflict WHERE tbl = 'institution' ORDER BY row, col")
        for cell in _chosen(cells, a, 1):
            row = laptop.store.get("institution", cell["row"])
            assert row is not None
            values = CELLS.get(cell["col"], ("作废", None))
            change = laptop.store.edit("institution", cell["row"], **{cell["col"]: values[b % len(values)]})
            self.record(laptop, "conflict.settle", [change], Scope(row["_scope"]))
            self.seen["conflicts settled"] += 1

    def void(self, laptop: Laptop, a: int, b: int) -> None:
        for home in _chosen(self.homes(laptop), a, 1):
            change = laptop.store.edit("institution", home["id"], void=("重复", "停业", None)[b % 3])
            self.record(laptop, "register.edit", [change], Scope(home["_scope"]))

    def join(self, laptop: Laptop, a: int, b: int) -> None:
        """Two rows are one home, or are not after all."""
        for home in _chosen(self.homes(laptop), a, 1):
            (keep,) = _chosen(self.homes(laptop), b, 1)
            into = keep["id"] if keep["id"] != home["id"] else None
            change = laptop.store.edit("institution", home["id"], merged_into=into)
            self.record(laptop, "register.merge", [change], Scope(home["_scope"]))

    def hazard(self, laptop: Laptop, a: int, b: int) -> None:
        """A hazard is found; or something happens to one, legal or not."""
        store = laptop.store
        items = store.query("SELECT * FROM item ORDER BY id")
        if not items or a % 3 == 0:
            cells = {"severity": ("general", "major")[b % 2], "measure_kind": "repair", "term_days": 10, "term_kind": "calendar"}
            home = next((row["id"] for row in _chosen(self.homes(laptop), b, 1)), None)
            made = store.create("item", institution=home, finding="安全出口锁闭", **cells)
            return self.record(laptop, "inspection.answer", [made], FIRST)
        (item,) = _chosen(items, a, 1)
        facts = ('{"reason":"改造"}', '{"reason":"不实","equivalent":1}', "不是 JSON")[b % 3]
        kind = ("submitted", "disproved", "escalated", "extension_asked")[a // 2 % 4]
        verb, author = (("item.submit", INSPECTOR), ("item.end", SUPERVISOR))[b % 2]
        self.record(laptop, verb, [store.create("event", item=item["id"], kind=kind, facts_json=facts)], FIRST, author)

    def take_back(self, laptop: Laptop, a: int, b: int) -> None:
        """Undo an act of the register and redo it: all shows as before. Or leave it undone."""
        own = [commit for commit, _ in laptop.held if commit.device == laptop.device and commit.author == INSPECTOR]
        for act_ in _chosen([commit for commit in own if commit.verb.startswith("register.")][-3:], a, 1):
            before, count = shown(laptop.store), laptop.store.acts
            try:
                undo(Desk(laptop.workspace, self.now(laptop), INSPECTOR), str(act_.id))
                self.seen["undone"] += 1
                if b % 3:
                    redo(Desk(laptop.workspace, self.now(laptop), INSPECTOR))
                    self.seen["redone"] += 1
                    assert shown(laptop.store) == before
            except NotAllowed:
                self.seen["not undone"] += 1
            tail = laptop.store.tail()
            laptop.held += [(c, None) for c in tail if c.device == laptop.device and c.seq > count]

    def _edited(self, laptop: Laptop, home: dict[str, Any], b: int, columns: int) -> Change | None:
        names = [COLUMNS[(b + n) % len(COLUMNS)] for n in range(columns)]
        return laptop.store.edit("institution", home["id"], **{name: CELLS[name][b % len(CELLS[name])] for name in names})

    # -- what the bureau's root does -------------------------------------------------------------
    def certify(self, laptop: Laptop, a: int, b: int) -> None:
        """A new statement on somebody, sometimes on what was before; this laptop hears of it first."""
        device = laptop.device if a % 5 == 0 and laptop.device != SPARE else HOSTILE
        serial = 1 + max([each.serial for each in self.statements if each.device == device], default=1)
        statement: Statement = Revocation(
            device, serial, {scope: last for scope, last in ((FIRST, b % 4), (SECOND, a % 3)) if last}, self.clock
        )
        if device != HOSTILE:
            statement = certificate(device, serial=serial, valid_from=self.clock, people=(*PEOPLE, (STRANGER, "inspector")))
        elif a % 5 == 1:
            statement = certificate(device, serial=serial, valid_from=self.clock - 1000 * (b % 20), scopes=SCOPES[:2])
        elif a % 5 == 2:
            statement = certificate(device, serial=serial, valid_from=self.clock - 1000 * (b % 20), people=PEOPLE[2:])
        elif a % 5 == 3:
            statement = certificate(device, serial=serial, valid_from=self.clock)
        self.statements.append(statement)
        self._inform(laptop, [statement])
        if device != HOSTILE:
            self.edit(laptop, a, 1)  # she begins at once, before the others hear of her

    def tell(self, laptop: Laptop, a: int, b: int) -> None:
        """Some statements reach a laptop late, in any order."""
        unknown = [each for each in self.statements if each not in laptop.told]
        self._inform(laptop, _chosen(unknown, a, 1 + b % 2))

    def _inform(self, laptop: Laptop, statements: list[Statement]) -> None:
        self._apply(laptop)
        self.seen["judged anew"] += laptop.store.take_certificates(signed(*statements))[1]
        laptop.told += statements

    # -- what a hostile device does --------------------------------------------------------------
    def forge(self, laptop: Laptop, a: int, b: int) -> None:
        """An act that no store of ours would write: any row, any clock, future and random commits as base."""
        known = [c for each in self.laptops for commit, _ in each.held for c in commit.changes if c.table == "institution"]
        future = RowId(make_id(1 + a % LAPTOPS, 1 + b % 12))  # perhaps made already, perhaps never
        row = known[b % len(known)].row if known and a % 3 else future
        names = tuple(sorted({CommitId(make_id(1 + (a + n) % HOSTILE, 1 + (b + n) % 14)) for n in range(b % 4)}))
        table, column = ("item", "finding") if b % 11 == 10 else ("institution", COLUMNS[b % len(COLUMNS)])
        change = Change(table, row, {} if b % 13 == 12 else {column: _forged_value(b, a)})
        if names and change.cells:
            change = replace(change, base={column: names})
        self._forge((FIRST, SECOND)[a % 2], a, b, change)

    def steal(self, laptop: Laptop, a: int, b: int) -> None:
        """A row under another laptop's number, which that laptop may be about to use."""
        row = make_id(1 + a % LAPTOPS, 1 + b % 12)
        self._forge((FIRST, SECOND)[b % 2], 0, a, new("institution", row, name="冒名"))

    def contradict(self, laptop: Laptop, a: int, b: int) -> None:
        """It makes a row of its own twice: in other acts, districts or tables, or in an act that has to wait."""
        for n in (a, b):
            scope, row = (FIRST, SECOND)[n % 2], make_id(HOSTILE, 500)
            waits = Change("institution", RowId(make_id(1 + n % LAPTOPS, 1 + n % 12)), {"beds": n})
            if n % 5 == 0:
                self._forge(scope, 0, 1, new("item", row, finding="又一次"), verb="inspection.answer")
            else:
                self._forge(scope, 0, 1, new("institution", row, name="又一次"), *((waits,) if n % 5 == 1 else ()))

    def echo(self, laptop: Laptop, a: int, b: int) -> None:
        """It gives one number to two acts of two districts; both wait, perhaps for ever, or are refused."""
        for scope, n in ((FIRST, a), (SECOND, b)):
            row = RowId(make_id(1 + n % LAPTOPS, 1 + n % 40))
            self._forge(scope, (0, 16)[n % 3 == 0], b, Change("institution", row, {"phone": "丙"}))
            self.acts -= scope == FIRST

    def suppress(self, laptop: Laptop, a: int, b: int) -> None:
        """It names, to hide it, what somebody wrote a moment ago or is about to write."""
        edits = [
            (commit, change, COLUMNS.index(column))
            for commit, _ in laptop.held
            for change in commit.changes
            if change.table == "institution" and not change.new
            for column in change.cells
            if column in COLUMNS
        ]
        if edits:
            commit, change, number = edits[-1 - a % min(len(edits), 4)]
            names = (commit.id, CommitId(commit.id + 1 + b % 2))
            cells = {COLUMNS[number]: _forged_value(number, b)}
            self._forge(commit.scope, a, b, Change("institution", change.row, cells, base={COLUMNS[number]: names}))
            self._deliver(laptop, (commit.scope, HOSTILE), 9)

    def _forge(self, scope: Scope, a: int, b: int, *changes: Change, verb: str = "register.edit") -> None:
        self.acts += 1
        own = new("institution", make_id(HOSTILE, self.acts), name="伪")
        forged = act(
            HOSTILE,
            self.acts,
            *changes,
            *((own,) if a % 4 == 3 and changes[0].table == "institution" else ()),
            scope=scope,
            hlc=(self.clock + (-3_600_000, 0, 3_600_000, 86_400_000)[b % 4] << 16) + a % 3,
            verb="item.edit" if changes[0].table == "item" and not changes[0].new else verb,
            author=STRANGER if a % 17 == 16 else INSPECTOR,
        )
        chain = self.hostile.setdefault(scope, Chain(HOSTILE, scope))
        self.chains.setdefault((scope, HOSTILE), []).append((chain.seal(forged), (forged,)))

    # -- exchange --------------------------------------------------------------------------------
    def seal(self, laptop: Laptop, a: int, b: int) -> None:
        tail = laptop.store.tail()
        laptop.store.seal()
        for scope in (FIRST, SECOND):
            chain = self.chains.setdefault((scope, laptop.device), [])
            sql = "SELECT object FROM segment WHERE scope = ? AND device = ? AND ordinal > ?"
            for row in laptop.store.query(sql, (scope, laptop.device, len(chain))):
                chain.append((bytes(row["object"]), tuple(commit for commit in tail if commit.scope == scope)))

    def deliver(self, laptop: Laptop, a: int, b: int) -> None:
        """Some of one chain reaches a laptop, and something old reaches it again; it is not always applied at once."""
        chains = self._foreign(laptop)
        if chains:
            self._deliver(laptop, chains[a % len(chains)], 1 + b % 3, apply=b % 4 > 0)

    def _foreign(self, laptop: Laptop) -> list[Address]:
        return [address for address in sorted(self.chains) if address[1] != laptop.device]

    def _deliver(self, laptop: Laptop, address: Address, count: int, *, apply: bool = True) -> None:
        begin = laptop.arrived[address]
        for ordinal, (data, commits) in enumerate(self.chains.get(address, ())[begin : begin + count], begin + 1):
            status = laptop.store.receive(data).status
            if address[1] == SPARE and not any(each.device == SPARE for each in laptop.told):
                assert status == "unknown"  # its certificate comes later
                self.seen["of a device nobody told of"] += 1
                break
            assert status == "new"
            laptop.waiting += [(commit, ordinal) for commit in commits]
            laptop.arrived[address] = ordinal
        if laptop.arrived[address]:
            again = self.chains[address][count % laptop.arrived[address]][0]
            assert laptop.store.receive(again).status == "known"
            self.seen["received again"] += 1
        if apply:
            self._apply(laptop)

    def _apply(self, laptop: Laptop) -> None:
        laptop.store.apply_received()
        laptop.held += laptop.waiting
        laptop.waiting.clear()

    def meet(self, laptop: Laptop, a: int, b: int) -> None:
        """Two laptops give each other what they wrote themselves."""
        at = self.laptops.index(laptop)
        other = self.laptops[(at + 1 + a % (LAPTOPS - 1)) % LAPTOPS]
        for here, there in ((laptop, other), (other, laptop)):
            self.seal(there, 0, 0)
            for address in [address for address in sorted(self.chains) if address[1] == there.device]:
                self._deliver(here, address, len(self.chains[address]))

    def start_over(self, laptop: Laptop, a: int, b: int) -> None:
        """Rebuilding in the middle of everything changes nothing; nothing is left to apply either."""
        self._apply(laptop)
        self.check(laptop)
        laptop.store.rebuild()
        self.check(laptop)

    def exchange_everything(self) -> None:
        for laptop in self.laptops:
            self.seal(laptop, 0, 0)
        for laptop in self.laptops:
            self._inform(laptop, [each for each in self.statements if each not in laptop.told])
            for address in self._foreign(laptop):
                self._deliver(laptop, address, len(self.chains[address]))

    # -- a laptop is lost ------------------------------------------------------------------------
    def back_up(self, laptop: Laptop, a: int, b: int) -> None:
        self.seal(laptop, 0, 0)  # as the backup does; here to have its segments
        path = self.folder / "backup.zip"
        path.unlink(missing_ok=True)
        write_backup(laptop.workspace, path, self.clock, None)
        memory = laptop.memory()
        for scope in (FIRST, SECOND):
            memory[2][scope, laptop.device] = len(self.chains[scope, laptop.device])
        self.saved = path, (laptop, memory)

    def lose(self, laptop: Laptop, a: int, b: int) -> None:
        """The laptop that was backed up is lost with what it had not given to anybody; the backup goes on as another device."""
        if self.saved is None:
            return
        path, (laptop, memory) = self.saved
        self.saved = None
        self.seen["lost acts"] += len(laptop.store.tail())
        laptop.opening.__exit__(None, None, None)
        restore(Backup(path), self.folder / f"laptop{SPARE}", None)
        laptop.device, laptop.opening = SPARE, opened(self.folder, SPARE)
        laptop.workspace = laptop.opening.__enter__()
        laptop.held, laptop.waiting, laptop.arrived, laptop.told = memory
        own = certificate(SPARE)
        self.statements.append(own)
        enrol(laptop.store, SPARE, signed(own))
        laptop.told.append(own)
        laptop.store._begin()
        self.seen["restored"] += 1


def _chosen(rows: list[Any], n: int, count: int) -> list[Any]:
    return [rows[(n + k) % len(rows)] for k in range(min(count, len(rows)))]


def _forged_value(column: int, n: int) -> Any:
    name = COLUMNS[column % len(COLUMNS)]
    value = CELLS[name][n % 3]
    return float(value) if name == "lon" and value is not None else value


def shown(store: Store) -> list[Any]:
    """What a person sees of the register: the values, not who wrote them last."""
    homes = store.query("SELECT * FROM institution ORDER BY id")
    cells = [{column: value for column, value in row.items() if column not in ("_last", "_hlc")} for row in homes]
    conflicts = store.query("SELECT * FROM conflict ORDER BY row, col")
    return [cells, conflicts, store.query("SELECT * FROM home_of ORDER BY institution")]


@contextmanager
def bureau(seen: Counter[str]) -> Iterator[Bureau]:
    """Four laptops with real files, in a folder of their own."""
    with TemporaryDirectory() as folder:
        office = Bureau(Path(folder), seen)
        try:
            for device in range(1, LAPTOPS + 1):
                opening = opened(office.folder, device)
                office.laptops.append(Laptop(device, opening, opening.__enter__()))
            office.begin()
            yield office
        finally:
            for laptop in office.laptops:
                laptop.opening.__exit__(None, None, None)
