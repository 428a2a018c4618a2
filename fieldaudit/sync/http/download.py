"""Taking objects from a hub: small ones whole, several at once; large ones by ranges that are kept until all are there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from ...errors import MachineError, machine_reason
from ...i18n import tr
from ...store.files import demand_space, disk_errors
from .crew import Job
from .faults import wrong
from .line import Answer, Line

Got = tuple[str, bytes | None]

_STALE_MS = 30 * 24 * 3600 * 1000
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
        """Objects whose sizes are known, in their order or as they come."""
        yield from self._crew.run(self._jobs(wanted.items()), ordered=ordered)

    def _jobs(self, wanted: Iterable[tuple[str, int]]) -> Iterator[Job[Got]]:
        for name, size in wanted:
            if size > _MOST:
                raise wrong(self._line.settings.url, tr(f"{name} 太大", f"{name} is too large"))
            yield Job(size, partial(self._one, name, size))

    def _one(self, name: str, size: int) -> Got:
        if name.startswith("blobs/") and size > self._line.chunk:
            return name, self._by_ranges(name, size)
        return name, self.get(name, max(size, 1))

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
