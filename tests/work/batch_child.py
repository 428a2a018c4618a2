"""A batch of made-up papers in a process of its own, to be killed or to run out of disk.

    python batch_child.py FOLDER COUNT [PROCESSES]      says "file NAME" for each that is whole, "full" when the disk is
"""

from __future__ import annotations

import sys
from pathlib import Path

from fieldaudit.errors import MachineError
from fieldaudit.work.batch import Unrendered, Wanted, open_journal, run

SIZE = 60_000


def made(number: int) -> bytes:
    """The bytes of one paper: the same every time."""
    return f"%PDF {number}\n".encode() * (SIZE // 10)


def wanted(count: int, kept: bool = False) -> list[Wanted]:
    """That many papers; `kept`: their bytes are at hand, nothing is to be rendered."""
    return [
        Wanted(f"{n:03}.pdf", f"第{n}份", (lambda n=n: made(n)) if kept else (lambda n=n: Unrendered(made, (n,))))
        for n in range(1, count + 1)
    ]  # fmt: skip


def main() -> None:
    folder, count, processes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    try:
        journal = open_journal(folder, {"kind": "report"}, 1)
        run(journal, wanted(count), lambda done, of, name: print("file", name, flush=True), processes=processes)
    except MachineError as error:
        print("full", str(error).replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
