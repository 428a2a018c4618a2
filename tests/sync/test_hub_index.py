"""What a hub process knows of its store: kept up with little work, whatever other processes do there meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hub_world import chain, claim, current, wrapped
from store_world import FIRST, SECOND

from fieldaudit.sync.hub import index as index_module
from fieldaudit.sync.hub.limits import Limits
from fieldaudit.sync.hub.running import Hub
from fieldaudit.sync.hub.serve import Options, open_hub
from fieldaudit.sync.hub.state import HubState
from fieldaudit.wire.names import parse_name

pytestmark = pytest.mark.slow  # `make check` stays under a minute

BOTH = frozenset({FIRST, SECOND})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    claim(tmp_path, current(1))
    return tmp_path


def opened(folder: Path) -> Hub:
    return open_hub(Options(folder, limits=Limits(floor=0)))


def lay(folder: Path, *objects: tuple[str, bytes]) -> None:
    """Put as another process does."""
    for name, data in objects:
        path = folder / "objects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def ends(hub: Hub) -> dict[int, int]:
    hub.index.refresh()
    held = {(FIRST, 1): 999, (FIRST, 2): 999, (SECOND, 1): 999}
    return {device: end for scope, device, end, _ in hub.index.ends(held, BOTH) if scope == FIRST}


def test_segments_that_another_process_put_or_moved_aside_are_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segments = chain(2, 6)
    lay(folder, *segments[:2])
    hub = opened(folder)
    assert ends(hub) == {1: 0, 2: 2}
    lay(folder, *segments[2:5])
    hub.index.note(segments[2][0], parse_name(segments[2][0]))
    assert ends(hub) == {1: 0, 2: 5}, "one that was put here leads to all that follow"
    (folder / "objects" / segments[3][0]).unlink()
    assert ends(hub) == {1: 0, 2: 5}, "not looked at again yet"
    monkeypatch.setattr(index_module, "_SHARE", 1e9)
    hub.index._all.every = 0.0  # all from the beginning
    assert ends(hub) == {1: 0, 2: 3}
    lay(folder, *segments[3:])
    assert ends(hub) == {1: 0, 2: 6}
    hub.close()


def test_the_work_grows_with_what_is_new_not_with_what_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segments = chain(1, 300)
    lay(folder, *segments[:200])
    hub = opened(folder)
    looked: Counter[str] = Counter()
    head = hub.objects.head

    def counting(name: str) -> Any:
        looked["head"] += 1
        return head(name)

    monkeypatch.setattr(hub.objects, "head", counting)
    assert ends(hub)[1] == 200 and looked["head"] < 210
    hub.index._news.every = 0.0
    monkeypatch.setattr(index_module, "_SHARE", 1e9)
    for new in (0, 1, 50):
        lay(folder, *segments[200 : 200 + new])
        looked.clear()
        hub.index.refresh()
        found, more = hub.index.segments_after({(FIRST, 1): 200}, BOTH)
        assert ([name for name, _ in found], more) == ([name for name, _ in segments[200 : 200 + new]], False)
        assert looked["head"] <= 2 * new + 2
    hub.close()


def test_a_hub_that_another_process_claims_hears_of_it(tmp_path: Path) -> None:
    hub = opened(tmp_path)
    hub.wake()
    assert not hub.state.claimed
    claim(tmp_path, current(1))
    hub.wake()
    assert hub.state.claimed and hub.roster.bureau == hub.state.bureau
    hub.roster.refresh()
    assert hub.roster.known(1)
    hub.close()


def test_processes_that_start_a_hub_at_the_same_moment_are_the_same_hub(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: HubState.open(tmp_path / "hub"), range(8)))
    assert len({each.code for each in found}) == len({each.request() for each in found}) == 1
    assert [path.name for path in (tmp_path / "hub").iterdir()] == ["hub.json"]


def test_who_comes_while_the_certificates_are_read_for_the_first_time_waits_for_all(folder: Path) -> None:
    hub, reading, go_on = opened(folder), Event(), Event()
    get = hub.objects.get

    def slow(name: str) -> Any:
        if name.startswith("certs/900/"):  # the last one
            reading.set()
            go_on.wait(30)
        return get(name)

    hub.objects.get = slow  # type: ignore[method-assign]
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(hub.roster.refresh)
        assert reading.wait(30) and hub.roster.names
        second = pool.submit(lambda: (hub.roster.refresh(), sorted(hub.roster.names)))
        done = wait([second], 0.3).done
        go_on.set()
        first.result()
    assert not done and second.result()[1] == ["certs/1/1", "certs/900/1"]
    hub.close()


def test_a_key_that_another_process_moved_aside_is_no_longer_named_and_one_put_meanwhile_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module._Refreshed, "due", lambda _: True)
    gone, stays, comes = wrapped(FIRST, 1), wrapped(SECOND, 1), wrapped(FIRST, 1, 2)
    lay(folder, gone, stays)
    hub = opened(folder)
    hub.index.refresh()
    assert hub.index.keys_for(1, BOTH) == sorted([gone[0], stays[0]])
    (folder / "objects" / gone[0]).unlink()
    real = hub.objects.below

    def below(prefix: str) -> Iterator[tuple[str, int]]:
        listed = list(real(prefix))
        if prefix == "keys":
            lay(folder, comes)
            hub.index.note(comes[0], parse_name(comes[0]))  # put through this process while the store is asked
        return iter(listed)

    monkeypatch.setattr(hub.objects, "below", below)
    hub.index.refresh()
    assert hub.index.keys_for(1, BOTH) == sorted([comes[0], stays[0]])
