"""Records without end, to be killed: says "n" once act n is durable, "sealed" once a sealing is.

Act n makes a home named n, makes the one before it void and writes n into the first home's beds: all or nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from store_world import FIRST, INSPECTOR, NOW

from fieldaudit.store import Workspace


def main(path: Path) -> None:
    with Workspace.open(path, None) as workspace:
        store = workspace.store
        homes = store.query("SELECT id, name FROM institution ORDER BY id")
        first, last = homes[0]["id"], homes[-1]["id"]
        n = len(homes) - 1
        while True:
            n += 1
            made = store.create("institution", name=str(n))
            changes = [made, store.edit("institution", first, beds=n)]
            if last != first:
                changes.append(store.edit("institution", last, void="前一家"))
            store.commit(FIRST, "register.edit", INSPECTOR, changes, NOW + n)
            last = made.row
            print(n, flush=True)
            if n % 4 == 0:
                store.seal()
                print("sealed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
