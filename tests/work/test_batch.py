"""Promises of a batch: every paper once and whole, cut off at any moment it goes on, and what is refused stops nobody else."""

from __future__ import annotations

import io
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from batch_child import SIZE, made, wanted
from hypothesis import given
from hypothesis import strategies as st

from fieldaudit.errors import BadInput, Damaged, FieldauditError, MachineError, NotAllowed, OurBug, Refused
from fieldaudit.i18n import tr
from fieldaudit.work.batch import JOURNAL, Unrendered, Wanted, demand_papers, finish, merged, open_journal, run

CHILD = Path(__file__).with_name("batch_child.py")
ASKED = {"kind": "report", "district": None}


def pdfs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.pdf"))}


def expected(count: int) -> dict[str, bytes]:
    return {f"{n:03}.pdf": made(n) for n in range(1, count + 1)}


@pytest.mark.parametrize("processes", [1, pytest.param(3, marks=pytest.mark.slow)])
def test_every_paper_becomes_its_file_in_the_order_asked(processes: int, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    journal = open_journal(tmp_path / "papers", ASKED, 5)
    done = run(journal, wanted(9), lambda *said: told.append(said), processes=processes)
    assert pdfs(tmp_path / "papers") == expected(9)
    assert done.files == sorted(expected(9)) and done.kept == 0 and not done.cancelled
    assert told == [(n, 9, f"{n:03}.pdf") for n in range(1, 10)]
    finish(journal)
    assert sorted(path.name for path in (tmp_path / "papers").iterdir()) == sorted(expected(9))


def test_a_cancelled_batch_stops_after_what_was_begun_and_goes_on_by_its_own_clock(tmp_path: Path) -> None:
    made_now: list[str] = []
    stop = iter([False] * 4 + [True] * 99)
    first = run(open_journal(tmp_path, ASKED, 5), wanted(9), lambda *said: made_now.append(said[2]), lambda: next(stop), 1)
    assert first.cancelled and first.files == made_now == [f"{n:03}.pdf" for n in range(1, 5)]
    again: list[str] = []
    journal = open_journal(tmp_path, ASKED, 999)
    assert journal.clock == 5, "what is made later prints the same time as what was made before"
    second = run(journal, wanted(9), lambda *said: again.append(said[2]), processes=1)
    assert second.kept == 4 and again == [f"{n:03}.pdf" for n in range(5, 10)]
    assert pdfs(tmp_path) == expected(9)


def test_a_file_that_was_altered_or_removed_meanwhile_is_made_again(tmp_path: Path) -> None:
    run(open_journal(tmp_path, ASKED, 5), wanted(3), processes=1)
    (tmp_path / "001.pdf").write_bytes(b"altered")
    (tmp_path / "003.pdf").unlink()
    assert run(open_journal(tmp_path, ASKED, 5), wanted(3), processes=1).kept == 1
    assert pdfs(tmp_path) == expected(3)


def refuse(why: str) -> bytes:
    raise NotAllowed(why)


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_what_is_refused_is_named_and_stops_nobody_else(processes: int, tmp_path: Path) -> None:
    papers = wanted(4)
    papers[1] = replace(papers[1], make=lambda: refuse("没有整改项"))
    papers[2] = replace(papers[2], make=lambda: Unrendered(refuse, ("缺少必填项",)))
    told: list[int] = []
    done = run(open_journal(tmp_path, ASKED, 5), papers, lambda *said: told.append(said[0]), processes=processes)
    assert {name: str(why.what) for name, why in done.refused.items()} == {"002.pdf": "没有整改项", "003.pdf": "缺少必填项"}
    assert sorted(pdfs(tmp_path)) == ["001.pdf", "004.pdf"] and told == [1, 2, 3, 4]


def lacking(kind: type[FieldauditError]) -> bytes:
    raise kind(tr("缺少必填项", "a field is missing"), where="2026-1-17 走道", safe=tr("未动", "untouched"),
               todo=tr("补填", "fill it in"))  # fmt: skip


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", [BadInput, NotAllowed, Damaged])
def test_what_is_wrong_with_one_paper_comes_back_whole_wherever_it_was_found(
    kind: type[FieldauditError], processes: int, tmp_path: Path
) -> None:
    papers = [
        Wanted("甲.pdf", "甲", lambda: Unrendered(lacking, (kind,))), Wanted("乙.pdf", "乙", lambda: lacking(kind)), *wanted(1),
    ]  # fmt: skip
    done = run(open_journal(tmp_path, ASKED, 5), papers, processes=processes)
    assert list(pdfs(tmp_path)) == ["001.pdf"]
    for error in (done.refused["甲.pdf"], done.refused["乙.pdf"]):
        assert (type(error), error.where, str(error.safe)) == (kind, "2026-1-17 走道", "未动")
        assert (error.what, error.todo) == (tr("缺少必填项", "a field is missing"), tr("补填", "fill it in"))


def test_a_fault_of_the_machine_stops_the_batch(tmp_path: Path) -> None:
    for kind in (MachineError, OurBug):
        with pytest.raises(kind):
            run(open_journal(tmp_path, ASKED, 5), [Wanted("甲.pdf", "甲", lambda kind=kind: lacking(kind))], processes=1)  # type: ignore[misc]


@given(
    st.sampled_from([FieldauditError, Refused, BadInput, NotAllowed, MachineError, Damaged, OurBug]),
    st.one_of(st.text(), st.builds(tr, st.text(), st.text())), st.text(), st.text(), st.builds(tr, st.text(), st.text()),
)  # fmt: skip
def test_every_error_of_ours_crosses_from_process_to_process(
    kind: type[FieldauditError], what: Any, where: str, safe: str, todo: Any
) -> None:
    crossed = pickle.loads(pickle.dumps(kind(what, where=where, safe=safe, todo=todo)))
    assert type(crossed) is kind
    assert (crossed.what, crossed.where, crossed.safe, crossed.todo) == (what, where, safe, todo)


def test_a_file_of_another_paper_of_the_same_name_is_made_again(tmp_path: Path) -> None:
    """A sync between two runs brought a home that takes the first place among those of one name."""
    first = [Wanted("方案.pdf", "方案", lambda: b"of 7", of="7")]
    run(open_journal(tmp_path, ASKED, 5), first)
    both = [Wanted("方案.pdf", "方案", lambda: b"of 3", of="3"), Wanted("方案-2.pdf", "方案", lambda: b"of 7", of="7")]
    assert run(open_journal(tmp_path, ASKED, 5), both).kept == 0
    assert pdfs(tmp_path) == {"方案-2.pdf": b"of 7", "方案.pdf": b"of 3"}


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"不是空的"):
        open_journal(tmp_path, ASKED, 5)
    other = tmp_path / "other"
    run(open_journal(other, ASKED, 5), wanted(1), processes=1)
    with pytest.raises(BadInput, match="另一种"):
        open_journal(other, {"kind": "plan"}, 5)
    (other / JOURNAL).write_text("not a journal\n")
    with pytest.raises(BadInput, match="无法读取"):
        open_journal(other, ASKED, 5)
    with pytest.raises(NotAllowed):
        demand_papers([])


def test_a_journal_cut_in_the_middle_of_a_line_costs_that_file_alone(tmp_path: Path) -> None:
    run(open_journal(tmp_path, ASKED, 5), wanted(3), processes=1)
    journal = tmp_path / JOURNAL
    journal.write_bytes(journal.read_bytes()[:-20])
    assert run(open_journal(tmp_path, ASKED, 5), wanted(3), processes=1).kept == 2
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [line.get("file") for line in lines] == [None, "001.pdf", "002.pdf", "003.pdf"]


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 7])
def test_killed_in_the_middle_what_was_told_is_whole_and_the_rest_follows(after: int, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    child = subprocess.Popen([sys.executable, str(CHILD), str(folder), "40", "2"], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = [child.stdout.readline().split()[1] for _ in range(after)]
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    found = pdfs(folder)
    assert set(told) <= set(found)
    assert all(data == expected(40)[name] for name, data in found.items()), "no half-written file has a paper's name"
    done = run(open_journal(folder, {"kind": "report"}, 9), wanted(40), processes=1)
    assert done.kept >= after and pdfs(folder) == expected(40)


@pytest.mark.slow
def test_disk_full_in_a_batch_of_200_leaves_whole_files_and_the_rest_is_made_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    room = 80 * SIZE
    script = f"""
mount -t tmpfs -o size={room + 400_000} tmpfs {disk}
trap 'umount -l {disk}' EXIT
{sys.executable} {CHILD} {disk}/papers 200 2 > {tmp_path}/first
cp -a {disk}/papers {tmp_path}/half
mount -o remount,size=100m {disk}
{sys.executable} {CHILD} {disk}/papers 200 2 > {tmp_path}/second
cp -a {disk}/papers {tmp_path}/whole
"""
    run_it = ["sh", "-euc", script]
    subprocess.run(run_it if os.geteuid() == 0 else ["unshare", "-Urm", *run_it], check=True)
    first = (tmp_path / "first").read_text().splitlines()
    told = [line.split()[1] for line in first if line.startswith("file ")]
    assert first[-1].startswith("full ") and "磁盘" in first[-1] and 0 < len(told) < 200
    half = pdfs(tmp_path / "half")
    assert set(told) <= set(half) and all(data == expected(200)[name] for name, data in half.items())
    assert not [path for path in (tmp_path / "half").iterdir() if path.name.endswith(".part")]
    second = [line for line in (tmp_path / "second").read_text().splitlines() if line.startswith("file ")]
    assert len(second) == 200 - len(told), "nothing that was whole is made again"
    assert pdfs(tmp_path / "whole") == expected(200)


def test_kept_bytes_pass_as_they_are(tmp_path: Path) -> None:
    papers = [Wanted("一.pdf", "一", lambda: b"%PDF kept")]
    assert run(open_journal(tmp_path, ASKED, 5), papers).files == ["一.pdf"]
    assert pdfs(tmp_path) == {"一.pdf": b"%PDF kept"}


def test_no_more_papers_are_held_than_are_being_made(tmp_path: Path) -> None:
    begun: list[int] = []
    held: list[int] = []

    def begin(number: int) -> bytes:
        begun.append(number)
        return made(number)

    papers = [Wanted(f"{n:02}.pdf", "", lambda n=n: begin(n)) for n in range(30)]  # type: ignore[misc]
    run(open_journal(tmp_path, ASKED, 5), papers, lambda done, *_: held.append(len(begun) - done), processes=1)
    assert len(held) == 30 and max(held) <= 2


def heard_by_a_child() -> bytes:
    return b"nothing" if signal.getsignal(signal.SIGINT) is signal.SIG_IGN else b"Ctrl+C"


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl+C reaches this process, also where the tests run in the background: what is ignored here is ignored by children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("heard")
def test_ctrl_c_is_for_the_parent_and_a_child_that_the_system_ends_is_said_and_what_was_made_stays(tmp_path: Path) -> None:
    papers = [Wanted("0.pdf", "", lambda: Unrendered(heard_by_a_child, ())), *wanted(9)]
    papers[8] = Wanted("8.pdf", "", lambda: Unrendered(os._exit, (9,)))  # type: ignore[arg-type]
    with pytest.raises(MachineError, match="打印进程被系统中止"):
        run(open_journal(tmp_path, ASKED, 5), papers, processes=2)
    found = pdfs(tmp_path)
    assert found.pop("0.pdf") == b"nothing" and all(expected(9)[name] == data for name, data in found.items())
    done = run(open_journal(tmp_path, ASKED, 5), [papers[0], *wanted(9)], processes=1)
    assert done.kept == len(found) + 1 and len(done.files) == 10


@pytest.mark.parametrize("clock", [0, -1, 4_102_444_800_000, 10**18, "5", None, 5.0])
def test_a_journal_whose_clock_is_none_is_not_gone_on_with(clock: object, tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_text(json.dumps({"fieldaudit": "batch/1", "asked": ASKED, "clock": clock}) + "\n")
    with pytest.raises(BadInput, match="无法读取"):
        open_journal(tmp_path, ASKED, 5)


def pdf(pages: int) -> bytes:
    data = io.BytesIO()
    with pikepdf.new() as made_:
        for _ in range(pages):
            made_.add_blank_page()
        made_.save(data)
    return data.getvalue()


def test_a_merged_file_has_the_papers_in_the_order_asked_whichever_were_made_first(tmp_path: Path) -> None:
    papers = [Wanted(f"{n}.pdf", f"第{n}份", lambda n=n: pdf(n)) for n in (3, 1, 2)]  # type: ignore[misc]
    run(open_journal(tmp_path / "parts", ASKED, 5), papers[2:], processes=1)
    journal = open_journal(tmp_path / "parts", ASKED, 5)
    done = run(journal, [*papers, Wanted("4.pdf", "第4份", lambda: refuse("缺少必填项"))], processes=1)
    assert done.files == ["2.pdf", "3.pdf", "1.pdf"]
    merged(journal, papers, done, tmp_path / "all.pdf", "三份")
    with pikepdf.open(tmp_path / "all.pdf") as whole:
        with whole.open_outline() as outline:
            said = [(entry.title, whole.pages.index(pikepdf.Page(entry.destination[0]))) for entry in outline.root]
        assert said == [("第3份", 0), ("第1份", 3), ("第2份", 4)] and len(whole.pages) == 6
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["all.pdf"]
    (tmp_path / "parts" / "1.pdf").write_bytes(b"no PDF")
    with pytest.raises(Damaged, match="第1份"):
        merged(journal, papers, done, tmp_path / "again.pdf", "三份")
    assert not (tmp_path / "again.pdf").exists()
