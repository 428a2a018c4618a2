"""Taking objects from a hub: small ones whole, several at once; large ones by ranges that are kept until all are there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ...errors import MachineError, machine_reason
from ...i18n import tr
from ...store.files import demand_space, disk_errors
from ...wire.canon import canonical
from ...wire.hub import MAX_BULK, MAX_NAMED
from .crew import Job
from .faults import wrong
from .line import Answer, Line
from .reading import fields_of, sizes, unreadable

Got = tuple[str, bytes | None]

_STALE_MS = 30 * 24 * 3600 * 1000
_HANDFUL = 256 * 1024  # bytes that are asked for at once, in objects that are no larger
_NAMES_MOST = 1_000_000  # bytes of the list of them
_MOST = 80_000_000  # bytes; no object is larger


class Downloads:
    """What comes down over one line. `folder`: where begun large objects lie."""

    def __init__(self, line: Line, folder: Path) -> None:
        self._line, self._crew, self._folder = line, line.crew, folder

    def get(self, name: str, most: int = _MOST) -> bytes | None:
        """One object whole, or None."""
        answer = self._line.ask("GET", f"/v1/objects/{name}", most=most)
        return None if answer.status == 404 else self._body(answer, 200)

    def _body(self, answer: Answer, status: int) -> bytes:
        if answer.status != status:
            raise wrong(self._line.settings.url, tr(f"HTTP {answer.status}", f"HTTP {answer.status}"))
        return answer.body

    def many(self, wanted: Mapping[str, int], *, ordered: bool = False) -> Iterator[Got]:
        """Objects whose sizes are known, in their order or as they come; small ones by the handful."""
        for some in self._crew.run(self._jobs(wanted.items()), ordered=ordered):
            yield from some

    def _jobs(self, wanted: Iterable[tuple[str, int]]) -> Iterator[Job[Iterable[Got]]]:
        handful, held = list[str](), 0
        for name, size in wanted:
            if size > _MOST:
                raise wrong(self._line.settings.url, tr(f"{name} 太大", f"{name} is too large"))
            if handful and (held + size > _HANDFUL or len(handful) == MAX_NAMED):
                yield Job(held, partial(self._handful, handful))
                handful, held = [], 0
            if size > _HANDFUL:
                yield Job(size, partial(self._one, name, size))
            else:
                handful, held = [*handful, name], held + size
        if handful:
            yield Job(held, partial(self._handful, handful))

    def small(self, names: Sequence[str]) -> dict[str, bytes | None]:
        """Small objects, in their order, by one request or few; None for what is not there."""
        found: dict[str, bytes | None] = {}
        while len(rest := names[len(found) :]) > 1:
            answer = self._line.ask("POST", "/v1/fetch", canonical({"names": rest}), most=MAX_BULK + _NAMES_MOST)
            before = len(found)
            found.update(self._taken(rest, self._body(answer, 200)))
            if len(found) == before:
                raise unreadable(self._line)
        return found | {name: self.get(name, 2 * MAX_BULK) for name in rest}

    def _taken(self, names: Sequence[str], data: bytes) -> Iterator[Got]:
        """What an answer holds: how long its list is, the list of names and sizes, and the objects one after the other."""
        end = 4 + int.from_bytes(data[:4], "big")
        listed = sizes(self._line, fields_of(self._line, Answer(200, {}, data[4:end])).get("objects"))
        if [*listed] != [*names[: len(listed)]] or end + sum(listed.values()) != len(data):
            raise unreadable(self._line)
        for name, size in listed.items():
            yield name, data[end : end + size] if size else self.get(name, 2 * MAX_BULK)
            end += size

    def _handful(self, names: Sequence[str]) -> list[Got]:
        return [*self.small(names).items()]

    def _one(self, name: str, size: int) -> list[Got]:
        if name.startswith("blobs/") and size > self._line.chunk:
            return [(name, self._by_ranges(name, size))]
        return [(name, self.get(name, max(size, 1)))]

    def _by_ranges(self, name: str, size: int) -> bytes | None:
        """A large object; what of it was fetched before is not fetched again."""
        path, digest = self._part(name), name[-64:]
        for _ in range(2):
            if not self._fill(path, name, size):
                return None
            data = _read(path)
            if hashlib.sha256(data).hexdigest() == digest:
                break
            path.unlink()
        return data  # what is not its name is refused by who keeps it

    def kept(self, name: str) -> None:
        """An object was kept, or refused: what was begun of it may go."""
        self._part(name).unlink(missing_ok=True)

    def sweep(self, now_ms: int) -> int:
        """Delete what was begun long ago; gives how many."""
        old = [path for path in self._folder.glob("*.begun") if path.stat().st_mtime * 1000 < now_ms - _STALE_MS]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _part(self, name: str) -> Path:
        return self._folder / f"{name[-64:]}.begun"  # no name of what is swept when a workspace is opened

    def _fill(self, path: Path, name: str, size: int) -> bool:
        """Fetch what follows the bytes that are here; False when it is not there any more."""
        with disk_errors(path):
            path.parent.mkdir(exist_ok=True)
            here = path.stat().st_size if path.exists() else 0
        if here > size:
            path.unlink()
            here = 0
        demand_space(self._folder, size - here)
        while here < size:
            end = min(here + self._line.chunk, size)
            answer = self._line.ask("GET", f"/v1/objects/{name}", most=end - here, Range=f"bytes={here}-{end - 1}")
            if answer.status == 404:
                return False
            body = self._body(answer, 206)
            if len(body) != end - here:
                raise wrong(self._line.settings.url, tr("长度不对", "of another length"))
            with disk_errors(path), open(path, "ab") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            here = end
        return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MachineError(
            tr("读不出来：{why}", "cannot read: {why}").format(why=machine_reason(error)), where=str(path),
            todo=tr("检查磁盘后重试。", "Check the disk and try again."),
        ) from error  # fmt: skip
