"""What a power cut would find: each thing is durable before anything that counts on it, in the order of the calls made.

A kill loses nothing that the system was given; a power cut loses what was not fsynced. So the calls of a run that
nobody disturbs are read in their order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from kill_points import Call, Run

pytestmark = pytest.mark.slow

SYNCS = ("fsync", "fdatasync")
MAKES = ("mkdir", "mkdirat")


def phases(run: Run, *kinds: str) -> list[list[Call]]:
    """The calls of each phase of these kinds, without those that failed or spoke."""
    found: dict[int, list[Call]] = {}
    for call in run.calls:
        if call.phase.split(" ")[0] in kinds and call.worked and not call.path.startswith(("doing ", "ack ")):
            found.setdefault(call.act, []).append(call)
    return list(found.values())


def places(calls: Sequence[Call], names: Sequence[str], ending: str) -> list[int]:
    """Where among the calls those of these names on such a file stand."""
    return [n for n, call in enumerate(calls) if call.name in names and call.path.endswith(ending)]


def durable_folders(calls: Sequence[Call]) -> bool:
    """Is the folder above each folder that is made fsynced after it?"""
    made = [(n, os.path.dirname(call.path)) for n, call in enumerate(calls) if call.name in MAKES]
    return all(any(call.name in SYNCS and call.path == above for call in calls[n:]) for n, above in made)


def test_an_act_a_sealing_and_a_rebuild_are_fsynced_before_they_are_acknowledged(rehearsed: Callable[[str], Run]) -> None:
    found = phases(rehearsed("desk"), "act", "photo", "seal", "rebuild")
    assert len(found) == 6 + 2 + 2 + 1
    for calls in found:
        assert places(calls, SYNCS, "-wal")[-1] > places(calls, ("pwrite64",), "-wal")[-1]


def test_a_photo_is_fsynced_named_and_its_folders_fsynced_before_the_log_names_it(rehearsed: Callable[[str], Run]) -> None:
    for calls in phases(rehearsed("desk"), "photo"):
        before = calls[: places(calls, ("pwrite64",), "-wal")[0]]
        renamed = next(n for n, call in enumerate(before) if call.name.startswith("rename"))
        assert places(before, ("write",), ".part")[-1] < places(before, SYNCS, ".part")[-1] < renamed
        folder = os.path.dirname(before[renamed].path)
        assert any(call.name in SYNCS and call.path == folder for call in before[renamed:])
        assert durable_folders(before)


@pytest.mark.parametrize("phase", ["backup", "snapshot"])
def test_a_backup_is_fsynced_before_it_bears_its_name_and_that_before_it_is_acknowledged(
    rehearsed: Callable[[str], Run], phase: str
) -> None:
    (calls,) = phases(rehearsed("desk"), phase)
    named = next(n for n, call in enumerate(calls) if call.name.startswith("rename") and call.path.endswith(".zip"))
    parts = places(calls[:named], ("write", "pwrite64"), ".part")
    assert parts and places(calls[:named], SYNCS, ".part")[-1] > parts[-1]
    assert any(call.name in SYNCS and call.path == os.path.dirname(calls[named].path) for call in calls[named:])
    assert durable_folders(calls)


def test_a_segment_is_durable_here_before_it_is_put_and_whole_there_before_it_bears_its_name(
    rehearsed: Callable[[str], Run],
) -> None:
    (calls,) = phases(rehearsed("giving"), "sync")
    put = next(n for n, call in enumerate(calls) if "stick/fieldaudit/segments" in call.path)
    written = places(calls[:put], ("pwrite64",), "-wal")
    assert written and places(calls[:put], SYNCS, "-wal")[-1] > written[-1], "sealed, and that is sure"
    names = [n for n, call in enumerate(calls) if call.name.startswith("rename") and "stick/" in call.path]
    assert len(names) > 20
    for n in names:
        assert calls[n - 1].name in SYNCS and Path(calls[n - 1].path).name.startswith(f".{Path(calls[n].path).name}.")
        assert calls[n + 1].name in SYNCS and calls[n + 1].path == os.path.dirname(calls[n].path)
    assert durable_folders([call for call in calls if "stick/" in call.path])


def test_the_old_database_is_copied_for_good_before_a_migration_writes(rehearsed: Callable[[str], Run]) -> None:
    (calls,) = phases(rehearsed("migrating"), "migration")
    before = calls[: places(calls, ("pwrite64",), "fieldaudit.db-wal")[0]]
    named = next(n for n, call in enumerate(before) if call.name.startswith("rename") and "before-format-" in call.path)
    assert places(before[:named], SYNCS, ".part")[-1] > places(before[:named], ("pwrite64",), ".part")[-1]
    assert any(call.name in SYNCS and call.path == os.path.dirname(before[named].path) for call in before[named:])
    assert durable_folders(before)
    assert places(calls, SYNCS, "fieldaudit.db-wal")[-1] > places(calls, ("pwrite64",), "fieldaudit.db-wal")[-1]


def test_a_workspace_is_brought_back_for_good_before_it_bears_its_name(rehearsed: Callable[[str], Run]) -> None:
    (calls,) = phases(rehearsed("restoring"), "restore")
    named = next(n for n, call in enumerate(calls) if call.name.startswith("rename") and call.path.endswith("/restored"))
    before, after = calls[:named], calls[named + 1 :]
    for ending in ("fieldaudit.db", ".part"):
        written = places(before, ("write", "pwrite64"), ending)
        assert written and places(before, SYNCS, ending)[-1] > written[-1], ending
    assert [(call.name in SYNCS, call.path) for call in after] == [(True, os.path.dirname(calls[named].path))]
