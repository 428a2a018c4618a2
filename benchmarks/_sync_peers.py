"""What others would carry between two laptops: geodiff's changesets and those of SQLite's session extension.

Both work on a plain file, without a log, without keys, and hold only the five columns of content. What they make goes
over the same road: put as one object, fsynced, by HTTP to a process of its own, and got from there.
"""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from _hub import child
from _laptops import Answer

from fieldaudit.domain.core import make_id

TABLE = "CREATE TABLE answer(id INTEGER PRIMARY KEY, inspection INTEGER, path TEXT, value TEXT, note TEXT)"
Cell = tuple[int, str, str]  # row, column, value
Carry = tuple[float, float]  # seconds, KB


# -- the road ------------------------------------------------------------------------------------------------


class Road:
    """Puts and gets objects at a server that fsyncs."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(address.removeprefix("http://"))

    def over(self, data: bytes) -> bytes:
        """There and back."""
        for method, body in (("PUT", data), ("GET", None)):
            self._connection.request(method, "/object", body)
            got = self._connection.getresponse().read()
        assert got == data
        return got


@contextmanager
def road(folder: Path) -> Iterator[Road]:
    """A road whose server keeps its objects in a folder."""
    with child([sys.executable, __file__, str(folder)]) as (_, told):
        yield Road(told["address"])


def _serve(folder: Path) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            with open(folder / "object", "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            self._say(b"")

        def do_GET(self) -> None:
            self._say((folder / "object").read_bytes())

        def _say(self, data: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(json.dumps({"address": f"127.0.0.1:{server.server_port}"}), flush=True)
    server.serve_forever()


# -- files ---------------------------------------------------------------------------------------------------


def plain_file(path: Path, rows: Iterable[Answer] = ()) -> Path:
    """A plain database with these answers."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(TABLE)
        connection.executemany("INSERT INTO answer VALUES(?,?,?,?,?)", [(make_id(1, n), *row) for n, row in enumerate(rows, 1)])
    return path


def changed(path: Path, cells: Iterable[Cell]) -> Path:
    """Change these cells."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for row, column, value in cells:
            connection.execute(f"UPDATE answer SET {column} = ? WHERE id = ?", (value, row))
    return path


def _copy(source: Path, name: str) -> Path:
    return Path(shutil.copy(source, source.with_name(name)))


# -- geodiff -------------------------------------------------------------------------------------------------


class GeoDiff:
    """Mergin Maps' geodiff: a changeset from two copies of a file, rebased where both sides changed."""

    name = "geodiff"

    def __init__(self) -> None:
        import pygeodiff

        self._tool: Any = pygeodiff.GeoDiff()

    def insert(self, folder: Path, rows: list[Answer], over: Road) -> Carry:
        """All rows from one file to an empty one."""
        base, mine, theirs = (plain_file(folder / f"{name}.db", given) for name, given in (("base", ()), ("a", rows), ("b", ())))
        begin = time.perf_counter()
        data = self._made(base, mine, over)
        self._tool.apply_changeset(str(theirs), str(folder / "changes"))
        seconds = time.perf_counter() - begin
        _demand(theirs, len(rows))
        return seconds, len(data) / 1000

    def both_ways(self, folder: Path, rows: list[Answer], sides: tuple[list[Cell], list[Cell]], over: Road) -> Carry:
        """B takes A's edits under its own (its own are rebased), then A takes B's."""
        base = plain_file(folder / "base.db", rows)
        mine, theirs = (changed(_copy(base, f"{name}.db"), cells) for name, cells in zip("ab", sides, strict=True))
        begin = time.perf_counter()
        first = self._made(base, mine, over)
        merged = _copy(base, "merged.db")
        self._tool.apply_changeset(str(merged), str(folder / "changes"))
        self._tool.rebase(str(base), str(merged), str(theirs), str(folder / "conflicts"))
        second = self._made(merged, theirs, over)
        self._tool.apply_changeset(str(mine), str(folder / "changes"))
        return time.perf_counter() - begin, (len(first) + len(second)) / 1000

    def _made(self, base: Path, modified: Path, over: Road) -> bytes:
        """The changeset, carried; lies in `changes` then."""
        path = base.with_name("changes")
        self._tool.create_changeset(str(base), str(modified), str(path))
        data = over.over(path.read_bytes())
        path.write_bytes(data)
        return data


# -- the session extension -----------------------------------------------------------------------------------


class Session:
    """SQLite's session extension: records while rows are written. Only taking the changeset and applying it is timed."""

    name = "session"

    def __init__(self) -> None:
        import apsw

        self._apsw: Any = apsw

    def insert(self, folder: Path, rows: list[Answer], over: Road) -> Carry:
        """All rows from one file to an empty one."""
        mine, theirs = (self._apsw.Connection(str(plain_file(folder / f"{name}.db"))) for name in "ab")
        full = [(make_id(1, n), *row) for n, row in enumerate(rows, 1)]
        session = self._recorded(mine, lambda: mine.executemany("INSERT INTO answer VALUES(?,?,?,?,?)", full))
        begin = time.perf_counter()
        data = over.over(session.changeset())
        self._take(data, theirs)
        seconds = time.perf_counter() - begin
        session.close()
        for each in (mine, theirs):
            each.close()
        _demand(folder / "b.db", len(rows))
        return seconds, len(data) / 1000

    def both_ways(self, folder: Path, rows: list[Answer], sides: tuple[list[Cell], list[Cell]], over: Road) -> Carry:
        """Each takes the other's changeset; where both changed a cell, the one that comes wins."""
        base = plain_file(folder / "base.db", rows)
        here = [self._apsw.Connection(str(_copy(base, f"{name}.db"))) for name in "ab"]
        sessions = [self._recorded(each, lambda each=each, cells=cells: _edit(each, cells))
                    for each, cells in zip(here, sides, strict=True)]  # fmt: skip
        begin = time.perf_counter()
        data = [over.over(session.changeset()) for session in sessions]
        self._take(data[0], here[1])
        self._take(data[1], here[0])
        seconds = time.perf_counter() - begin
        for each in (*sessions, *here):
            each.close()
        return seconds, sum(map(len, data)) / 1000

    def _recorded(self, connection: Any, write: Callable[[], object]) -> Any:
        session = self._apsw.Session(connection, "main")
        session.attach()
        with connection:
            write()
        return session

    def _take(self, data: bytes, connection: Any) -> None:
        kinds = (self._apsw.SQLITE_CHANGESET_DATA, self._apsw.SQLITE_CHANGESET_CONFLICT)
        replace, omit = self._apsw.SQLITE_CHANGESET_REPLACE, self._apsw.SQLITE_CHANGESET_OMIT
        self._apsw.Changeset.apply(data, connection, conflict=lambda reason, _: replace if reason in kinds else omit)


def _edit(connection: Any, cells: Iterable[Cell]) -> None:
    for row, column, value in cells:
        connection.execute(f"UPDATE answer SET {column} = ? WHERE id = ?", (value, row))


def _demand(path: Path, count: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (count,)


Peer = GeoDiff | Session


def peers() -> list[Peer]:
    """Those that are installed."""
    return [kind() for kind in (GeoDiff, Session) if kind.name not in lacking()]


def lacking() -> list[str]:
    """Those that are not (extra `bench`)."""
    modules = {GeoDiff.name: "pygeodiff", Session.name: "apsw"}
    return [name for name, module in modules.items() if importlib.util.find_spec(module) is None]


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
