"""Made `v2.tar.gz` with the program whose database format was 2 (run there, not here; kept to show what is in it).

    PYTHONPATH=OLD:OLD/tests/work:OLD/tests/store python make_v2.py v2.tar.gz        OLD: a checkout of that program

A bureau's first laptop as it lay on its disk, key in the clear: two homes, a visit with answers, a photo, a hazard with
its events, a notice and its service, approved on a second laptop and received back (sealed and received segments), an
annotation, homes merged, a cell in conflict, an unsealed tail; and of the second laptop an act that waits for a row
nobody made (parked) and one that format 2 could not read (quarantined): a paper issued. `facts.json` holds what its
tables said.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import pytest
from office_world import NOON, Office, found, jpeg, second_laptop

from fieldaudit.domain.core import Change, Commit, CommitId, RowId, Scope, SegmentHeader, make_id
from fieldaudit.domain.tables import TABLES
from fieldaudit.wire.columns import pack
from fieldaudit.wire.commits import encode_commit
from fieldaudit.wire.segments import seal_segment
from fieldaudit.work import inspect, notices, register, review

DISTRICT = Scope(1)  # of the home that is visited


def strange_segment(second: Office, first: Office) -> bytes:
    """What a newer program on the second laptop could have sealed: an annotation, a merge, an edit of nobody's row, a paper."""
    trust = second.workspace.store.trust
    seq = second.workspace.store._counters()[0]
    (photo,) = second.workspace.store.find("attachment", kind="photo")
    north = first.homes["北苑养老中心"]
    acts = (
        (
            "evidence.annotate",
            Change(
                "annotation",
                RowId(make_id(2, 900_001)),
                {"attachment": photo["id"], "shape": "arrow", "points_json": "[[0.1,0.1],[0.5,0.5]]", "colour": "red"},
                new=True,
            ),
        ),
        ("register.merge", Change("institution", north, {"merged_into": make_id(1, 900_002)})),
        ("register.edit", Change("institution", RowId(make_id(2, 900_003)), {"phone": "0475-1"})),
        (
            "paper.issue",
            Change(
                "paper",
                RowId(make_id(2, 900_004)),
                {
                    "kind": "plan",
                    "institution": north,
                    "number": "通民养案〔2026〕101号",
                    "provisional": 0,
                    "year": 2026,
                    "serial": 101,
                    "version": 1,
                    "issued_on": "2026-11-24",
                    "facts_json": "{}",
                    "facts_sha256": "0" * 64,
                },
                new=True,
            ),
        ),
    )
    commits = [
        Commit(
            CommitId(make_id(2, seq + n)),
            second.now + n << 16,
            second.now + n,
            second.now + n,
            second.people["科长"],
            DISTRICT,
            verb,
            (change,),
        )
        for n, (verb, change) in enumerate(acts, 1)
    ]
    ordinal, _, prev = second.workspace.store._chain_end(DISTRICT, 2)
    header = SegmentHeader(DISTRICT, 2, 1, ordinal + 1, commits[0].seq, commits[-1].seq, prev)
    assert trust.keys is not None
    body = pack([encode_commit(commit) for commit in commits], {})[0].body
    return seal_segment(header, body, trust.current_key(DISTRICT), trust.keys, os.urandom(12))


def lived(folder: Path, patch: pytest.MonkeyPatch) -> Office:
    """The first laptop's workspace, closed."""
    first = found(folder, patch)
    visit = first.draft("bars")
    inspect.attach(first.desk(), visit.id, "bars", jpeg(7), "外窗.jpg", "西侧外窗")
    visit.sign()
    inspect.finish(first.desk(), visit.id)
    visit.notice = notices.issue(first.desk(), visit.id)
    first.serve(visit.notice)
    second = second_laptop(first, folder / "second", "科长")
    stick = folder / "stick"
    first.sync(stick)
    second.now = first.now
    second.sync(stick)
    review.approve(second.desk("科长"), visit.id)
    home = first.homes["南山养老院"]
    register.edit(second.desk("科长"), home, {"phone": "0475-2"})
    register.edit(first.desk("甲"), home, {"phone": "0475-3"})
    second.sync(stick)
    first.now = second.now
    first.sync(stick)
    register.edit(first.desk("甲"), first.homes["北苑养老中心"], {"beds": 61})
    store = first.workspace.store
    assert store.receive(strange_segment(second, first)).status == "new"
    store.apply_received()
    first.draft("gas", home="南山养老院")  # not sealed
    second.workspace.close()
    return first


def facts(office: Office) -> dict[str, list[dict[str, Any]]]:
    """What the tables say."""
    store = office.workspace.store
    found = {table: store.query(f'SELECT * FROM "{table}" ORDER BY id') for table in TABLES}
    found["item_state"] = store.query("SELECT item AS id, state, due, served_on FROM item_state ORDER BY item")
    found["inspection_state"] = store.query("SELECT inspection AS id, state, approved_by FROM inspection_state ORDER BY inspection")
    for name, columns in (("conflict", "row, col"), ("parked", "cid"), ("quarantine", "cid, verb"), ("log", "id")):
        found[name] = store.query(f"SELECT {columns} FROM {name} ORDER BY 1")
    return found


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
            archive.add(path, "v2", filter=_nobodys)
    print({name: len(rows) for name, rows in said.items() if rows})


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = NOON // 1000
    return member


if __name__ == "__main__":
    main(Path(sys.argv[1]))
