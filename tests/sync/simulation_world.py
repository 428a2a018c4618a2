"""Six laptops, two sticks and a hub, played from a number: who does what in which order, and what goes wrong meanwhile.

A schedule is a list of steps that a seed gives; `play` runs it, heals the world and demands that nothing is lost and all agree.
`python tests/sync/simulation_world.py SEED` prints and plays one again. The acts are those of `convergence_world`, what must
come of them says `oracle`. A laptop that is killed goes on from a copy of its files as they lay at that moment.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1] / "store"))

from convergence_world import Bureau, Laptop
from mortal_hub import CHUNK, DEATHS, HUB, Front, hub_state, serving
from oracle import Known, Statement, picture_in, picture_of, states_in, states_of
from store_world import INSPECTOR, NOW, SCOPES, certificate, contents, enrol, objects, signed

from fieldaudit.domain.core import CommitId, Revocation, Scope
from fieldaudit.errors import MachineError, NotAllowed
from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.store import Workspace, at_hub, exchange
from fieldaudit.store.backup import Backup, restore, write_backup
from fieldaudit.store.connection import transaction
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.verify import verify
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.course import Outcome
from fieldaudit.sync.http import HttpCarrier, Settings
from fieldaudit.sync.session import Exchange, proof
from fieldaudit.wire.names import blob_name_of, certificate_name, segment_name

DEVICES, SPARE = 6, 7  # SPARE: what the restored backup is enrolled as
NARROW = (5, 6)  # laptops of the first district only
DAY = 24 * 3600 * 1000
ROUNDS = 6  # in which everybody must have everything once all is well
NOBODY = "http://127.0.0.1:1"  # where a partition leaves a laptop
Scheduled = tuple[str, int, int, int, str, int]  # step, device, two numbers, what goes wrong, and when

POINTS = (
    *("before begin", "after begin", "after get", "before give", "after give", "before fetch", "after fetch"),
    *("before stored", "after stored", "before end", "at receive", "at apply", "at segments", "at photos"),
)  # where a laptop is killed: around the calls of a carrier, and where an exchange says how far it is
STATEMENTS = [certificate(device, scopes=SCOPES[:2] if device in NARROW else SCOPES) for device in range(1, DEVICES + 1)]


# -- a laptop that can be killed ---------------------------------------------------------------------------
class Killed(BaseException):
    """This laptop's process is no more."""


@dataclass
class Strike:
    """Kills at the n-th time that a point is reached."""

    point: str = ""
    left: int = 1

    def __call__(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                raise Killed

    def progress(self) -> Callable[[str, int, int], None]:
        """Reports of how far it is; the same one again is only breath."""
        before: list[tuple[str, int, int]] = []

        def told(what: str, done: int, total: int) -> None:
            if before[-1:] != [(what, done, total)]:
                before.append((what, done, total))
                self(f"at {what}")

        return told


class Watched:
    """A carrier whose calls are points to be killed at."""

    def __init__(self, carrier: Any, strike: Strike) -> None:
        self._carrier, self._strike = carrier, strike

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._carrier, name)
        return partial(self._call, name, found) if name in ("begin", "get", "give", "fetch", "stored", "end") else found

    def _call(self, name: str, call: Callable[..., Any], *given: Any) -> Any:
        self._strike(f"before {name}")
        result = call(*given)
        if name in ("give", "fetch"):
            return self._each(name, result)
        self._strike(f"after {name}")
        return result

    def _each(self, name: str, results: Iterator[Any]) -> Iterator[Any]:
        for result in results:
            self._strike(f"after {name}")
            yield result


@dataclass
class Field(Laptop):
    """A laptop of the simulation: its clock is off, and more so each time it is looked at."""

    skew: int = 0
    drift: int = 0
    parted: bool = False  # from the hub
    killed: bool = False

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return self.store.trust.scopes()

    @property
    def blobs(self) -> BlobStore:
        return BlobStore(self.workspace.blobs, self.store.trust)

    def faults(self) -> list[str]:
        owners = [(row["object"], row["sha256"]) for row in self.store.query("SELECT object, sha256 FROM attachment")]
        return [str(fault) for fault in (*verify(self.store), *self.blobs.verify(owners))]

    def objects(self) -> set[tuple[Scope, str]]:
        """Scope and object of every attached photo that is here."""
        rows = self.store.query("SELECT _scope, object FROM attachment")
        return {(row["_scope"], row["object"]) for row in rows if row["object"] in self.blobs}


@cache
def _blank() -> tuple[TemporaryDirectory[str], list[Known]]:
    """Workspaces of all laptops, which know each other and a few homes; the acts that made those."""
    folder, seen = TemporaryDirectory(), Counter[str]()
    root = Bureau(Path(folder.name), seen)
    for device in range(1, DEVICES + 1):
        workspace = Workspace.create(Path(folder.name) / str(device), None)
        enrol(workspace.store, device, signed(*STATEMENTS), STATEMENTS[device - 1].scopes)
        root.laptops.append(Field(device, None, workspace))
    first = root.laptops[0]
    first.store.take_certificates([hub_state().certificate])
    with _clock_of(root):
        for n in range(2):
            root.create(first, n, n)
        root.hazard(first, 0, 0)
    first.store.seal()
    for other in root.laptops[1:]:
        for scope in other.store.trust.scopes():
            for data in objects(first.store, scope=scope):
                other.store.receive(data)
        other.store.apply_received()
    for laptop in root.laptops:
        laptop.workspace.close()
    return folder, first.held


@contextlib.contextmanager
def _clock_of(root: Bureau) -> Iterator[None]:
    root.now = lambda _laptop: NOW  # type: ignore[method-assign]
    yield


# -- everybody -----------------------------------------------------------------------------------------------
@dataclass
class City(Bureau):
    """The world of one schedule. The methods that a schedule names take (laptop, a, b)."""

    front: Front = field(default_factory=Front)
    acknowledged: set[str] = field(default_factory=set)  # names in the hub's receipts
    claimed: Counter[tuple[Scope, int]] = field(default_factory=Counter)  # how much of a chain others have said to hold
    lost: list[Laptop] = field(default_factory=list)
    line: Revocation | None = None
    photos: dict[str, bytes] = field(default_factory=dict)  # object -> the photo itself
    trouble: str = ""
    when: int = 0
    _copies: int = 0

    @classmethod
    def begin_with(cls, folder: Path, front: Front, seed: int, seen: Counter[str]) -> City:
        city, chance = cls(folder, seen, front=front), Random(f"clocks {seed}")
        blank, known = _blank()
        for device in range(1, DEVICES + 1):
            shutil.copytree(Path(blank.name) / str(device), folder / str(device))
            laptop = Field(device, None, Workspace.open(folder / str(device), None))
            laptop.skew, laptop.drift = chance.randint(-3 * DAY, 3 * DAY), chance.randint(-800, 60_000)
            city.laptops.append(laptop)
        city.laptops[0].held += known
        for stick in range(2):
            (folder / f"stick{stick}").mkdir()
        store = folder / "hub"
        for data, who in ((hub_state().certificate, HUB), *zip(signed(*STATEMENTS), range(1, DEVICES + 1), strict=True)):
            path = store / certificate_name(who, 1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        front.clock, front.left = NOW, None
        front.start(store)
        return city

    def close(self) -> None:
        self.front.stop()
        for laptop in self.laptops:
            laptop.workspace.close()

    def now(self, laptop: Laptop) -> int:
        assert isinstance(laptop, Field)
        self.clock += 1000
        self.front.clock, laptop.skew = self.clock, laptop.skew + laptop.drift
        return self.clock + laptop.skew

    @property
    def root(self) -> Field:
        return self.laptops[0]  # type: ignore[return-value]

    def revoked(self, laptop: Laptop) -> bool:
        return self.line is not None and self.line.device == laptop.device

    # -- acts --------------------------------------------------------------------------------------
    def meet(self, laptop: Laptop, a: int, b: int) -> None:
        """Nobody meets but over sticks and the hub."""

    def photo(self, laptop: Laptop, a: int, b: int) -> None:
        """A photo of a home; one in four comes in two parts."""
        homes = self.homes(laptop)
        home = homes[a % len(homes)]
        size, scope = (CHUNK + 5_000 if b % 4 == 0 else 2_000), Scope(home["_scope"])
        plain = b"\xff\xd8\xff\xe0" + hashlib.shake_256(f"{len(self.photos)} {a} {b}".encode()).digest(size)
        assert isinstance(laptop, Field)
        object_ = laptop.blobs.put(plain, scope)
        self.photos[object_] = plain
        cells = {"owner_table": "institution", "owner_row": home["id"], "kind": "photo", "bytes": size, "object": object_}
        made = laptop.store.create("attachment", **cells, sha256=hashlib.sha256(plain).hexdigest())
        self.record(laptop, "inspection.attach", [made], scope, INSPECTOR)

    def clock_set(self, laptop: Field, a: int, b: int) -> None:
        """Its battery was empty, or somebody set it: any time within three days."""
        laptop.skew = (a - 20) * 3 * DAY // 20

    # -- exchange ------------------------------------------------------------------------------------
    def hub(self, laptop: Field, a: int, b: int) -> Outcome | None:
        """An exchange over the hub."""
        if self.trouble in DEATHS:
            self.front.start(how=self.trouble, left=self.when)
            self.front.prompt = b % 2 == 0
        self.front.left = self.when * 3 if self.trouble == "cut" else None
        away = laptop.parted or self.trouble == "cut" or self.front.doomed
        try:
            with HttpCarrier(laptop.workspace, Settings(NOBODY if laptop.parted else self.front.url)) as carrier:
                return self._exchange(laptop, carrier)
        except MachineError:
            self.seen["hub out of reach"] += 1
            if not away:
                raise
        except NotAllowed:
            self.seen["refused by the hub"] += 1
            if not self.revoked(laptop) and laptop.device != SPARE:  # whose certificate the hub has not yet
                raise
        finally:
            self.front.left = None
            self._take_notes(laptop)
        return None

    def stick(self, laptop: Field, a: int, b: int) -> Outcome | None:
        """An exchange over one of the sticks."""
        try:
            return self._exchange(laptop, FolderCarrier(self.folder / f"stick{a % 2}"))
        finally:
            self._take_notes(laptop)

    def hub_twice(self, laptop: Field, a: int, b: int) -> None:
        self.hub(laptop, a, b)
        self.trouble = ""
        self.hub(laptop, a, b)

    def stick_twice(self, laptop: Field, a: int, b: int) -> None:
        self.stick(laptop, a, b)
        self.trouble = ""
        self.stick(laptop, a, b)

    def _exchange(self, laptop: Field, carrier: Any) -> Outcome | None:
        strike = Strike(self.trouble, self.when)
        try:
            outcome = Exchange(laptop.workspace, Watched(carrier, strike), self.now(laptop), strike.progress()).run()  # type: ignore[arg-type]
        except Killed:
            self.seen[f"{carrier.kind}: {self.trouble}"] += 1
            self._kill(laptop)
            return None
        self.seen[f"exchanges with a {carrier.kind}"] += 1
        assert carrier.kind == "folder" or outcome.put_again == 0, "the hub has lost what it acknowledged"
        return outcome

    def _kill(self, laptop: Field) -> None:
        """Its files as they lie go on; what it would have done on closing goes with the old ones."""
        old = laptop.workspace.path
        self._copies += 1
        new = self.folder / f"{laptop.device}-{self._copies}"
        shutil.copytree(old, new, ignore=shutil.ignore_patterns("lock"))
        laptop.workspace.close()
        shutil.rmtree(old)
        laptop.workspace, laptop.killed = Workspace.open(new, None), True

    def _take_notes(self, laptop: Field) -> None:
        """What a laptop is told to be safe must be there at the end."""
        self.acknowledged |= at_hub.confirmed_by(laptop.store).keys()
        for (scope, device), said in exchange.claims(laptop.store).items():
            last = max([last for who, last in said.items() if who != device], default=0)
            self.claimed[scope, device] = max(last, self.claimed[scope, device])

    # -- what happens to carriers and laptops ----------------------------------------------------------
    def hub_again(self, laptop: Field, a: int, b: int) -> None:
        """The hub's process is ended and another one begins; or it stays away."""
        self.front.stop()
        if b % 4:
            self.front.start()

    def part(self, laptop: Field, a: int, b: int) -> None:
        """Some laptops do not reach the hub until the next change."""
        for each in self.laptops:
            each.parted = bool((a * 41 + b) >> each.device & 1)  # type: ignore[attr-defined]

    def stick_copied(self, laptop: Field, a: int, b: int) -> None:
        """The other stick becomes a copy of this one."""
        shutil.rmtree(self.folder / f"stick{1 - a % 2}")
        shutil.copytree(self.folder / f"stick{a % 2}", self.folder / f"stick{1 - a % 2}")

    def stick_kept(self, laptop: Field, a: int, b: int) -> None:
        """Somebody keeps a stick as it is; later it is used again as it was."""
        old = self.folder / "kept"
        stick = self.folder / f"stick{a % 2}"
        if old.exists():
            shutil.rmtree(stick)
            old.rename(stick)
            self.seen["old sticks brought back"] += 1
        else:
            shutil.copytree(stick, old)

    def back_up(self, laptop: Laptop, a: int, b: int) -> None:
        write_backup(laptop.workspace, self.folder / "backup.zip", self.now(laptop), None)
        self.saved = self.folder / "backup.zip", list(laptop.held)

    def lose(self, laptop: Laptop, a: int, b: int) -> None:
        """A laptop is lost; what was backed up of it goes on under another number, once the root's certificate has come about."""
        assert self.saved is not None and isinstance(laptop, Field)
        path, held = self.saved
        laptop.workspace.close()
        self.lost.append(laptop)
        folder = self.folder / str(SPARE)
        restore(Backup(path), folder, None)
        own = certificate(SPARE, scopes=STATEMENTS[laptop.device - 1].scopes)
        spare = Field(SPARE, None, Workspace.open(folder, None), held=held, skew=-laptop.skew, drift=laptop.drift)
        self.laptops[laptop.device - 1] = spare
        enrol(spare.store, SPARE, signed(own), own.scopes)
        spare.store._begin()
        self.root.store.take_certificates(signed(own))
        with transaction(self.root.store.connection, "keys"):
            self.root.store.trust.wrap_keys_for(own)
        self.seen["backups restored"] += 1

    def revoke(self, laptop: Field, a: int, b: int) -> None:
        """The root ends a laptop: what the root holds of it counts, what comes later does not. All others get new keys."""
        trust, last = self.root.store.trust, exchange.last_ordinals(self.root.store, laptop.device)
        with transaction(self.root.store.connection, "revoke"):
            self.line = trust.revoke(laptop.device, last, self.clock)
        self.root.store.trust_changed([self.line])


# -- a schedule ------------------------------------------------------------------------------------------------
_ACTS = (
    *("create", "edit", "edit", "edit", "edit_many", "settle", "void", "join", "hazard", "hazard", "take_back"),
    *("photo", "photo"),
)
_PLAIN = ("edit", "photo", "hazard")  # what somebody whom the bureau has ended still does
_ROADS = ("hub", "hub", "hub", "hub", "stick", "stick", "stick", "hub_twice", "stick_twice")
_SELDOM = ("after fetch", "at photos", "after stored", "at receive", "at apply") * 2  # reached only when there is news
_EVENTS = ("hub_again", "part", "part", "stick_copied", "stick_kept", "stick_kept", "clock_set")


def schedule(seed: int) -> list[Scheduled]:
    """What a seed says: acts and exchanges, some of which go wrong; a backup and its use; a revocation."""
    chance = Random(seed)
    lost, ended = chance.sample(range(2, DEVICES + 1), 2)
    steps: list[Scheduled] = []
    for _ in range(chance.randint(22, 28)):
        names = chance.choices((_ACTS, _ROADS, _EVENTS), (48, 42, 10))[0]
        a, b = chance.randrange(41), chance.randrange(41)
        trouble, when = "", 0
        name = chance.choice(names)
        if names is _ROADS and chance.random() < 0.7:
            trouble, when = chance.choice((*POINTS, *_SELDOM, *DEATHS, "cut", "cut")), chance.choice((1, 1, 1, 1, 2, 2, 3, 4))
            trouble = trouble if name.startswith("hub") or trouble in POINTS else ""
        device = chance.randint(1, DEVICES)
        if name == "settle":  # of what somebody just heard
            steps.append(("hub", device, a, b, "", 0))
        steps.append((name, device, a, b, trouble, when))
    saved, gone = sorted(chance.sample(range(3, len(steps)), 2))
    steps.insert(gone, ("lose", lost, 0, 0, "", 0))
    steps.insert(saved, ("back_up", lost, 0, 0, "", 0))
    steps.insert(chance.randrange(6, len(steps)), ("revoke", ended, 0, 0, "", 0))
    return steps


def play(seed: int, folder: Path, front: Front, seen: Counter[str]) -> None:
    """Run a schedule and heal the world; AssertionError with the seed and all steps for whatever is not as it must be."""
    steps, done = schedule(seed), 0
    city = City.begin_with(folder, front, seed, seen)
    try:
        for done, step in enumerate(steps, 1):  # noqa: B007 - told below
            _do(city, *step)
        done += 1
        heal(city, by_stick=seed % 2 == 1)
        check(city)
    except Exception as error:
        told = "\n".join(f"{n:3} {' '.join(map(str, step))}{' <--' if n == done else ''}" for n, step in enumerate(steps, 1))
        raise AssertionError(f"seed {seed} fails{' while healing' if done > len(steps) else ''}: {error!r}\n{told}") from error
    finally:
        city.close()
    seen["schedules"] += 1


def _do(city: City, name: str, device: int, a: int, b: int, trouble: str, when: int) -> None:
    laptop = city.laptops[device - 1]
    if city.revoked(laptop) and name in _ACTS:
        name = _PLAIN[a % len(_PLAIN)]
    if device in NARROW and name in _ACTS:
        a, b = a & ~1, b & ~1  # the first district
    city.trouble, city.when = trouble, when
    try:
        getattr(city, name)(laptop, a, b)
    except NotAllowed:
        if name not in _PLAIN or laptop.device not in laptop.store.trust.revocations:
            raise
        city.seen["acts of who knows that he was ended"] += 1


# -- the end of it ---------------------------------------------------------------------------------------------
def heal(city: City, by_stick: bool = False) -> None:
    """Everything works again, and everybody meets at the hub until nothing is new; or once, and then over a stick."""
    city.trouble = ""
    city.front.start()
    for each in city.laptops:
        each.parted = False  # type: ignore[attr-defined]
    ended = [each for each in city.laptops if city.revoked(each)]
    for each in (*ended, city.root):  # whoever was ended hands over by a stick what it still has
        for stick in range(2):
            city.stick(each, stick, 0)  # type: ignore[arg-type]
    for each in survivors(city):
        city.hub(each, 0, 0)
    meet, order = (city.stick, -1) if by_stick else (city.hub, 1)  # who came to the hub last knows most
    for each in survivors(city)[::order] * ROUNDS:
        if _agree(survivors(city)):
            break
        meet(each, 0, 0)
    moved = _moved(city) and _moved(city)  # what another found torn at the hub since the root's last visit it has put again now
    assert not moved, f"it never becomes quiet: {moved}"


def _moved(city: City) -> dict[str, int]:
    """What the root puts and gets when it comes to the hub once more."""
    outcome = city.hub(city.root, 0, 0)
    assert outcome is not None
    moved = {kind: outcome.put[kind] + outcome.got[kind] for kind in ("segments", "blobs", "certs", "keys")}
    return {kind: count for kind, count in moved.items() if count}


def _agree(laptops: list[Field]) -> bool:
    """Does everybody hold the same of each district?"""
    said: dict[Scope, list[Any]] = defaultdict(list)
    for each in laptops:
        proven, photos = proof(each.workspace), each.objects()
        for scope in each.scopes:
            said[scope].append((proven[str(scope)], {object_ for of, object_ in photos if of == scope}))
    return all(one == alike[0] for alike in said.values() for one in alike)


def survivors(city: City) -> list[Field]:
    return [each for each in city.laptops if not city.revoked(each)]  # type: ignore[misc]


def check(city: City) -> None:
    """Nothing is lost, all agree, and what they agree on is what follows from the set of acts."""
    everybody = survivors(city)
    known = _known(city)
    for scopes in sorted({each.scopes for each in everybody}):
        _check_alike([each for each in everybody if each.scopes == scopes], scopes, known, city)
    for each in everybody:
        if each.killed or each.device in (1, SPARE):  # the others hold the same, and were never harmed
            assert each.faults() == [], f"verify of {each.device}"
        assert all(each.blobs.get(object_) == city.photos[object_] for _, object_ in each.objects()), "photos are altered"
        own = [commit for commit, _ in each.held if commit.device == each.device]
        assert {(commit.id, commit.scope) for commit in own} <= {(commit.id, commit.scope) for commit, _ in known}, "acts are lost"
    _check_acknowledged(city, everybody)


def _known(city: City) -> list[Known]:
    """Every act that reached the root, and in which segment; all of them were noted when they were done."""
    noted = {(commit.id, commit.scope): commit for each in (*city.laptops, *city.lost) for commit, _ in each.held}
    found = [(commit, exchange.segment_of(city.root.store, commit.scope, commit.id)) for commit in noted.values()]
    return [(commit, ordinal) for commit, ordinal in found if ordinal is not None]


def _check_alike(alike: list[Field], scopes: tuple[Scope, ...], known: list[Known], city: City) -> None:
    here = [(commit, ordinal) for commit, ordinal in known if commit.scope in scopes]
    out = {(commit.id, commit.scope) for commit, ordinal in here if _ended(commit.device, commit.scope, ordinal, city.line)}
    fine = [commit for commit, _ in here if (commit.id, commit.scope) not in out]
    truth = picture_of(fine)
    own = [certificate(SPARE)] if city.lost else []
    statements: list[Statement] = [*STATEMENTS, *own, *([city.line] if city.line else [])]
    first, *others = alike
    found = picture_in(first.store)
    assert (found.conflicts, found.heads) == (truth.conflicts, truth.heads), "conflicts"
    assert found.rows == truth.rows, "rows"
    assert (found.parked, found.foreign) == (truth.parked, truth.foreign), "parked"
    assert _quarantined(first) == out | truth.foreign, "quarantine"
    assert states_in(first.store) == states_of(truth, fine, statements), "states"
    agreed, proven, photos = contents(first.store, COMPARED), proof(first.workspace), first.objects()
    for other in others:
        assert proof(other.workspace) == proven, "chains"
        assert contents(other.store, COMPARED) == agreed, "tables"
        assert other.objects() == photos, "photos"
    for name, size in (("conflicts", len(truth.conflicts)), ("quarantined", len(out)), ("parked", len(truth.parked))):
        city.seen[f"ends with {name}"] += size > 0


def _ended(device: int, scope: Scope, ordinal: int | None, line: Revocation | None) -> bool:
    return line is not None and line.device == device and (ordinal is None or ordinal > line.last.get(scope, 0))


def _quarantined(laptop: Laptop) -> set[tuple[CommitId, Scope]]:
    return {(row["cid"], row["scope"]) for row in laptop.store.query("SELECT cid, scope FROM quarantine")}


def _check_acknowledged(city: City, everybody: list[Field]) -> None:
    """What a receipt of the hub named lies there, whole; what anybody said to hold everybody holds."""
    segments = {
        segment_name(Scope(row["scope"]), row["device"], row["ordinal"]): bytes(row["object"])
        for row in city.root.store.query("SELECT scope, device, ordinal, object FROM segment")
    }
    photos = {blob_name_of(scope, object_) for scope, object_ in city.root.objects()}
    for name in sorted(city.acknowledged):
        there = city.folder / "hub" / name
        assert there.is_file(), f"{name} was acknowledged and is gone"
        if name.startswith("segments/"):
            assert there.read_bytes() == segments.get(name), f"{name} was acknowledged"
        else:
            assert hashlib.sha256(there.read_bytes()).hexdigest() == name[-64:]
            assert name in photos or city.line is not None, f"{name} was acknowledged and the root lacks it"
    for each in everybody:
        frontier = exchange.frontier(each.store)
        short = {chain: last for chain, last in city.claimed.items() if chain[0] in each.scopes and frontier.get(chain, 0) < last}
        assert short == {}, f"{each.device} lacks what others said to hold"
    city.seen["acknowledged objects"] += len(city.acknowledged)


def quick(patch: Callable[[Any, str, Any], None]) -> None:
    """One thread a carrier, so that the order is the same each time; nobody waits before trying again."""
    from fieldaudit.sync.http import line
    from fieldaudit.sync.hub import logs

    patch(line, "HANDS", 1)
    patch(line, "wait_before", lambda _attempt: 0.0)
    patch(logs, "say", lambda _event, **_fields: None)


if __name__ == "__main__":
    quick(setattr)
    with serving() as running, TemporaryDirectory() as place:
        for line_ in schedule(int(sys.argv[1])):
            print(*line_)
        happened: Counter[str] = Counter()
        play(int(sys.argv[1]), Path(place), running, happened)
        print(dict(sorted(happened.items())))
