"""Search as you type over a whole city's register and hazards, against the bare full-text queries.

The floor is one bare MATCH for each kind of row on the very same tables, encrypted, in the same run; ours adds ranking,
and reading what is shown from the facts. Everything is typed letter by letter, as a person would.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from _laptops import DISTRICT, NOW, PERSON, file_of, hurried, laptop
from _table import Line, percentile, print_table, wants_small

from fieldaudit.domain.core import RowId, make_id
from fieldaudit.store import Store, Workspace
from fieldaudit.store.connection import transaction
from fieldaudit.store.search import search
from fieldaudit.store.searchable import refresh

FRAME = 16  # ms
PLACES = ("北苑", "城西", "长乐", "东河", "青山", "朝阳", "石湖", "河口", "南关", "新桥")
NAMES = ("幸福", "夕阳红", "松鹤", "康宁", "颐和", "福寿", "安泰", "仁爱", "春晖", "金色年华")
ENDS = ("养老院", "敬老院", "护理院", "老年公寓", "养老服务中心")
FINDINGS = (
    "安全出口锁闭",
    "疏散通道堆放杂物",
    "灭火器压力不足",
    "应急照明损坏",
    "窗口设有铁栅栏",
    "电动自行车室内充电",
    "燃气报警器未安装",
)
ROOMS = ("一层走廊", "二层活动室", "厨房", "三层东侧楼梯", "配电间", "地下室", "院内")
MEASURES = ("拆除", "清理并专人巡查", "更换", "委托有资质单位维修", "停用并张贴告示")
TYPED = (
    "幸福养老院",
    "xfyly",
    "cly",
    "长乐松鹤",
    "330104",
    "灭火器",
    "压力不足 厨房",
    "号房 铁栅栏",
    "房安",
    "楼",
    "层燃气充",
    "13800001234",
    "ABC",
    "2026-1-7",
)


def fill(store: Store, homes: int, items: int) -> float:
    """Write facts straight into their tables, as a received city would leave them; seconds to make them searchable."""
    home_ids, item_ids = ([RowId(make_id(2, first + n)) for n in range(count)] for first, count in ((1, homes), (homes + 1, items)))
    with hurried(store), transaction(store.connection):
        store.connection.executemany(
            "INSERT INTO institution(id, name, code, address, head, phone, _commit, _last, _hlc, _scope, _by, _at) "
            "VALUES(?,?,?,?,'负责人',?,1,1,1,1,1,1)",
            [
                (
                    row,
                    f"{PLACES[n % 10]}{NAMES[n // 10 % 10]}{ENDS[n // 100 % 5]}（{n // 500}部）",
                    f"3301{n:06d}",
                    f"{PLACES[n % 7]}路{n}号",
                    f"138{n:08d}",
                )
                for n, row in enumerate(home_ids)
            ],
        )
        store.connection.executemany(
            "INSERT INTO item(id, institution, place, finding, measure, _commit, _last, _hlc, _scope, _by, _at) "
            "VALUES(?,?,?,?,?,1,1,1,1,1,1)",
            [
                (row, home_ids[n % homes], f"{ROOMS[n % 7]}{n % 400}号房", FINDINGS[n // 7 % 7], MEASURES[n // 49 % 5])
                for n, row in enumerate(item_ids)
            ],
        )
        store.connection.executemany(
            "INSERT INTO item_state VALUES(?,?,'found',NULL,NULL,NULL,0,NULL,NULL,0,NULL,0,0,0,0,0,'[]',NULL,'[]',1)",
            [(row, home_ids[n % homes]) for n, row in enumerate(item_ids)],
        )
        begin = time.perf_counter()
        refresh(store.connection, {"institution": set(home_ids), "item": set(item_ids)})
    return time.perf_counter() - begin


def bare(store: Store, typed: str) -> None:
    """One MATCH for each of the two kinds."""
    phrase = " ".join(f'"{" ".join(word) if not word.isascii() else word}"' for word in typed.split())
    for kind in ("institution", "item"):
        store.connection.execute(f"SELECT rowid FROM search_{kind} WHERE search_{kind} MATCH ? LIMIT 20", (phrase,)).fetchall()


def timed(store: Store, rounds: int) -> Iterator[tuple[str, float, float]]:
    """(text, ms of ours, ms of the bare queries) for everything typed, letter by letter: the best of a few rounds."""
    for typed in TYPED:
        for end in range(1, len(typed) + 1):
            part = typed[:end]
            ours, floor = [], []
            for _ in range(rounds):
                begin = time.perf_counter()
                search(store, part, ("institution", "item"))
                between = time.perf_counter()
                bare(store, part)
                ours.append((between - begin) * 1000)
                floor.append((time.perf_counter() - between) * 1000)
            yield part, min(ours), min(floor)


def one_hazard(workspace: Workspace, times: int) -> Iterator[Line]:
    """What a new hazard costs because it can be searched at once: the same commits with and without its words."""
    store = workspace.store

    def durable(texts: bool) -> list[float]:
        taken = []
        for n in range(times):
            cells = {"finding": f"{FINDINGS[n % 7]}{n}", "place": ROOMS[n % 7]} if texts else {}
            begin = time.perf_counter()
            store.commit(DISTRICT, "inspection.answer", PERSON, [store.create("item", institution=make_id(2, 1), **cells)], NOW + n)
            taken.append((time.perf_counter() - begin) * 1000)
        return taken

    yield Line(
        "one new hazard, p50; floor: one without a word",
        percentile(durable(True), 0.5),
        percentile(durable(False), 0.5),
        None,
        "ms",
    )


def measure(folder: Path, homes: int, items: int, rounds: int) -> Iterator[Line]:
    with laptop(folder / "city", 1) as workspace:
        store = workspace.store
        seconds = fill(store, homes, items)
        words = store.query("SELECT sum(length(block)) AS n FROM search_item_data")[0]["n"] / 1000
        texts = store.query("SELECT sum(length(cast(finding || place || measure AS blob))) AS n FROM item")[0]["n"] / 1000
        yield Line(f"{homes:,} homes and {items:,} hazards made searchable", seconds, None, None)
        yield Line("  size of the hazards' words, against the texts themselves", words, texts, None, "KB")
        yield Line("  the whole file", file_of(workspace).stat().st_size / 1000, None, None, "KB")
        found = list(timed(store, rounds))
        typed, ours, floor = max(found, key=lambda each: each[1] - each[2])
        yield Line(
            f"{len(found)} texts typed letter by letter, p50",
            percentile([each[1] for each in found], 0.5),
            percentile([each[2] for each in found], 0.5),
            None,
            "ms",
        )
        yield Line(
            "  the slowest of ours and of the bare ones", max(each[1] for each in found), max(each[2] for each in found), None, "ms"
        )
        yield Line(f"  the most that ours took beyond the bare query ({typed})", ours - floor, None, FRAME, "ms")
        yield from one_hazard(workspace, 200)
        yield Line("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, None, None, "MB")


def main() -> None:
    small = wants_small(__doc__ or "")
    homes, items = (1_000, 50_000) if small else (10_000, 500_000)
    with TemporaryDirectory() as folder:
        print_table("search", measure(Path(folder), homes, items, 5))


if __name__ == "__main__":
    main()
