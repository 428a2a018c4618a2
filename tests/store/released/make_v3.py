"""Made `v3.tar.gz` with the program whose database format was 3 (run there, not here; kept to show what is in it).

    PYTHONPATH=OLD:OLD/tests/work:OLD/tests/store python make_v3.py v3.tar.gz        OLD: a checkout of that program

The same bureau as `make_v2.py` made, after its exchanges over a stick: handed over, confirmed and receipts. Format 3 could read
everything in it: nothing is quarantined.
"""

from __future__ import annotations

import json
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import pytest
from make_v2 import _nobodys, facts, lived


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        first = lived(Path(temporary), patch)
        said = facts(first)
        first.workspace.close()
        path = Path(temporary) / "first"
        (path / "facts.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        (path / "lock").unlink()
        shutil.rmtree(path / "cache")
        with tarfile.open(target, "w:gz") as archive:
            archive.add(path, "v3", filter=_nobodys)
    print({name: len(rows) for name, rows in said.items() if rows})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
