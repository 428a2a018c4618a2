"""Many papers at once: each into its own file of a folder, on every core; a batch that was cut off goes on where it stopped.

Owns the folder and its journal. A paper is a file once it is whole on the disk and its hash is in the journal; until then it
is not there. What is printed, and of which facts, is the caller's: facts are gathered here one after another (the database
knows one reader), rendering them is pure and happens in other processes.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import BadInput, Damaged, FieldauditError, MachineError, NotAllowed, Refused
from ..i18n import tr
from ..store.files import disk_errors, make_folder, publish, sync_folder, temporary_name, write_durably, writing

JOURNAL = ".batch.jsonl"
_LATEST = 4_102_444_800_000  # ms: the year 2100, later than any clock
_ITS_OWN = (Refused, Damaged)  # what is wrong with one paper is nothing to the others
_AHEAD = 2  # papers gathered and not yet rendered, for each process: memory stays flat, nobody waits


@dataclass(frozen=True, slots=True)
class Unrendered:
    """Facts of a paper still to be rendered: `render(*arguments)`, a function of a module that another process can call."""

    render: Callable[..., bytes]
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper of a batch: its file's name, its title in a merged file, where its bytes come from, and of which row it is."""

    file: str
    title: str
    make: Callable[[], bytes | Unrendered]
    of: str = ""


@dataclass(slots=True)
class Done:
    """How a batch ended. `refused`: papers that cannot be printed as things stand, or whose kept file is not here, and why."""

    folder: Path
    files: list[str] = field(default_factory=list)
    kept: int = 0  # of them made by an earlier run
    refused: dict[str, FieldauditError] = field(default_factory=dict)
    cancelled: bool = False


@dataclass(slots=True)
class Journal:
    """What a folder's batch was asked for, by which clock, and which files are whole (name -> SHA-256, of which row)."""

    folder: Path
    asked: Mapping[str, Any]
    clock: int
    done: dict[str, tuple[str, str]] = field(default_factory=dict)

    def note(self, paper: Wanted, sha256: str) -> None:
        """A file is whole. Durable before the next is begun."""
        self.done[paper.file] = (sha256, paper.of)
        _append(self.folder / JOURNAL, {"file": paper.file, "sha256": sha256, "of": paper.of})

    def whole(self, paper: Wanted) -> bool:
        """Whether the paper's file is there as it was written; an altered one, or another paper's, is made again.

        Homes of one name are told apart by -2, -3: one that a sync brought since may now have the other's name.
        """
        path = self.folder / paper.file
        return path.is_file() and self.done.get(paper.file) == (hashlib.sha256(path.read_bytes()).hexdigest(), paper.of)


def open_journal(folder: Path, asked: Mapping[str, Any], now: int) -> Journal:
    """Begin a batch in an empty or new folder, or go on with the one that was cut off there, by its clock.

    What goes on prints what is recorded by then, under the time of the first run: of a record that changed in between the
    papers made before say the old facts, those made after the new, each with the hash of its own. Raises BadInput when the
    folder holds something else, or a batch that was asked for something else.
    """
    path = folder / JOURNAL
    if path.is_file():
        return _resumed(folder, path, asked)
    if folder.is_dir() and any(folder.iterdir()):
        raise BadInput(
            tr("文件夹不是空的，也没有未完成的批量打印", "the folder is not empty and holds no unfinished batch"),
            where=str(folder),
            todo=tr("换一个空文件夹。", "Choose an empty folder."),
        )
    with disk_errors(folder):
        make_folder(folder)
        _append(path, {"fieldaudit": "batch/1", "asked": asked, "clock": now})
        sync_folder(folder)
    return Journal(folder, asked, now)


def _resumed(folder: Path, path: Path, asked: Mapping[str, Any]) -> Journal:
    lines = _whole_lines(path)
    if not lines or not _begins(lines[0]):
        raise BadInput(tr("批量打印的记录无法读取", "the batch's journal cannot be read"), where=str(path),
                       todo=tr("换一个空文件夹。", "Choose an empty folder."))  # fmt: skip
    if lines[0]["asked"] != json.loads(json.dumps(asked)):
        was = "，".join(f"{name}={value}" for name, value in lines[0]["asked"].items())
        raise BadInput(
            tr(f"文件夹中未完成的批量打印是另一种：{was}", f"this folder holds an unfinished batch of something else: {was}"),
            where=str(folder),
            todo=tr("用同样的条件继续，或换一个空文件夹。", "Go on with the same selection, or choose an empty folder."),
        )
    write_durably(path, b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines))  # without a cut line
    noted = {
        line["file"]: (str(line.get("sha256")), str(line.get("of", ""))) for line in lines[1:] if isinstance(line.get("file"), str)
    }
    return Journal(folder, asked, int(lines[0]["clock"]), noted)


def _begins(line: Mapping[str, Any]) -> bool:
    """Whether a journal's first line is one; it may have been edited by hand."""
    asked, clock = line.get("asked"), line.get("clock")
    return line.get("fieldaudit") == "batch/1" and isinstance(asked, dict) and isinstance(clock, int) and 0 < clock < _LATEST


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    """The journal's lines; a last one that was cut off tells nothing."""
    found: list[dict[str, Any]] = []
    with disk_errors(path):
        data = path.read_bytes()
    for line in data.split(b"\n"):
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            break
        if not isinstance(said, dict):
            break
        found.append(said)
    return found


def _append(path: Path, line: Mapping[str, Any]) -> None:
    with disk_errors(path), open(path, "ab") as file:
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


# -- running -----------------------------------------------------------------------------------------------


def run(
    journal: Journal, papers: Sequence[Wanted], progress: Callable[[int, int, str], None] = lambda done, of, name: None,
    cancelled: Callable[[], bool] = lambda: False, processes: int | None = None,
) -> Done:  # fmt: skip
    """Make every paper that is not there yet; gives what became of each.

    `progress(done, of, file)` after each; `cancelled()` is asked before each: those begun are finished, then it stops.
    A paper that is refused (a plan of no hazard), or whose kept bytes are damaged or not on this laptop yet, does not stop
    the others. Raises MachineError (disk full …): the files that
    are there are whole, and the same call goes on with the rest.
    """
    done = Done(journal.folder)
    waiting = []
    for paper in papers:
        if journal.whole(paper):
            done.files.append(paper.file)
            done.kept += 1
        else:
            waiting.append(paper)
    of = len(papers)
    with _Renderers(processes) as renderers:
        for paper, made in renderers.rendered(_until(waiting, cancelled, done)):
            if isinstance(made, FieldauditError):
                done.refused[paper.file] = made
            else:
                write_durably(journal.folder / paper.file, made)
                journal.note(paper, hashlib.sha256(made).hexdigest())
                done.files.append(paper.file)
            progress(len(done.files) + len(done.refused), of, paper.file)
    return done


def finish(journal: Journal) -> None:
    """The batch is complete: its folder is left with the papers alone."""
    with disk_errors(journal.folder):
        (journal.folder / JOURNAL).unlink(missing_ok=True)
        sync_folder(journal.folder)


def _until(papers: Iterable[Wanted], cancelled: Callable[[], bool], done: Done) -> Iterable[Wanted]:
    for paper in papers:
        if cancelled():
            done.cancelled = True
            return
        yield paper


class _Renderers:
    """Processes that render; kept bytes pass them by. Results come in the order asked."""

    def __init__(self, processes: int | None) -> None:
        self._count = processes if processes is not None else os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Renderers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def rendered(self, papers: Iterable[Wanted]) -> Iterator[tuple[Wanted, bytes | FieldauditError]]:
        """Each paper with its bytes, or with why it cannot be printed. Raises MachineError when a process was ended."""
        try:
            yield from self._in_order(papers)
        except BrokenProcessPool:  # told by whatever is asked of it next
            raise MachineError(
                tr("打印进程被系统中止（内存不足？）", "a printing process was ended by the system (out of memory?)"),
                todo=tr("再运行一次，从断处继续。", "Run it again: it goes on where it stopped."),
            ) from None

    def _in_order(self, papers: Iterable[Wanted]) -> Iterator[tuple[Wanted, bytes | FieldauditError]]:
        ahead: deque[tuple[Wanted, bytes | FieldauditError | Future[bytes]]] = deque()
        for paper in papers:
            ahead.append((paper, self._begun(paper)))
            if len(ahead) > _AHEAD * self._count:
                yield self._finished(*ahead.popleft())
        while ahead:
            yield self._finished(*ahead.popleft())

    def _begun(self, paper: Wanted) -> bytes | FieldauditError | Future[bytes]:
        try:
            made = paper.make()
            if isinstance(made, bytes):
                return made
            if self._count < 2:
                return made.render(*made.arguments)
        except _ITS_OWN as error:
            return error
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork would share the database's file
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_deaf)
        return self._pool.submit(made.render, *made.arguments)

    def _finished(
        self, paper: Wanted, made: bytes | FieldauditError | Future[bytes]
    ) -> tuple[Wanted, bytes | FieldauditError]:
        try:
            return paper, made.result() if isinstance(made, Future) else made
        except _ITS_OWN as error:
            return paper, error


def _deaf() -> None:
    """Ctrl+C is for the parent, which finishes what was begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def demand_papers(papers: Sequence[Wanted]) -> None:
    """Raises NotAllowed for a selection of nothing."""
    if not papers:
        raise NotAllowed(tr("没有符合条件的文书", "no paper matches the selection"))


# -- one file ----------------------------------------------------------------------------------------------


def merged(journal: Journal, papers: Sequence[Wanted], done: Done, target: Path, title: str) -> None:
    """Put the files of a finished batch into one PDF at `target`, in the order asked. Raises Damaged, MachineError."""
    titles = {paper.file: paper.title for paper in papers}
    order = {paper.file: place for place, paper in enumerate(papers)}
    paths = [(titles[name], journal.folder / name) for name in sorted(done.files, key=order.__getitem__)]
    temporary = temporary_name(target)
    with writing(target, temporary):
        _merge(paths, temporary, title)
        publish(temporary, target)


def _merge(paths: Sequence[tuple[str, Path]], out: Path, title: str) -> None:
    from ..documents.merge import merge

    with ExitStack() as opened:
        files = [(name, opened.enter_context(open(path, "rb"))) for name, path in paths]
        with open(out, "wb") as file:
            merge(files, file, title)
