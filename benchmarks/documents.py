"""The inspection report of 40 questions and 12 photos in a batch, against typst, fpdf2, WeasyPrint and a floor.

Every printer makes the same reports in the same run, in turn, after two to warm up; the figure is the mean of a batch, the
better of two batches of different reports. The last peer is a floor: reportlab's canvas with text cut by counting cells, no
breaking rules, no grid, no PDF/A. The peers print four pages; ours prints more of the same facts on six: section counts,
boxes, a list of photos with their hashes, signatures, the proof strip. Size is what a report takes beyond its own JPEGs.
Memory is this process's after 500 reports, against after 100. The first notice is timed from a new process's start to its
bytes, imports and faces included.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from _report_peers import HOW, PEERS, Printer
from _reports import file_of, pictures, questions, report, texts
from _table import Line, print_table, wants_small

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import ReportFacts
from fieldaudit.documents.papers import report as paper

TARGETS = {"typst": 1.0, "fpdf2": 1 / 4, "WeasyPrint": 0.083, "reportlab canvas": None}
SLOW = {"fpdf2": 8, "WeasyPrint": 4}  # reports that are enough to know a slow peer's time
_FIRST = """
from datetime import date, datetime
from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import HazardLine, Inspector, NoticeFacts, Party
from fieldaudit.documents.papers import notice
at = datetime(2026, 11, 24, 9, 20)
line = HazardLine("南侧外窗", "major", "南侧14樘外窗装固定式防盗网", ("《中华人民共和国消防法》第二十八条",), "拆除防盗网", 7)
facts = NoticeFacts(
    bureau="通辽市民政局", number="通民养改〔2026〕1号", party=Party("松涛里养老公寓", "通辽市甲区林荫路18号"),
    started_at=at, ended_at=at, inspectors=(Inspector("检查员甲", "15050000017"), Inspector("检查员乙", "15050000023")),
    hazards=(line,), mode="by_term", issued_on=date(2026, 11, 24), review_body="通辽市人民政府", generated_at=at)
notice.render(facts, load_faces())
"""


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def batch(printer: Callable[[int], object], start: int, many: int) -> float:
    """Seconds a report, of the reports from `start`: nobody has printed them before."""
    return seconds(lambda: [printer(number) for number in range(start, start + many)]) / many


def resident() -> float:
    """This process's memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def installed(folder: Path) -> tuple[dict[str, Printer], list[str]]:
    """The peers that are here, and the names of those that are not."""
    here, missing = {}, []
    for name, make in PEERS.items():
        try:
            here[name] = make(folder)
        except ImportError:
            missing.append(name)
    return here, missing


def compare(peers: dict[str, Printer], many: int, facts: Sequence[ReportFacts]) -> list[Line]:
    """Ours beside each peer, in turn."""
    faces, said = load_faces(), [texts(one) for one in facts]
    works: dict[str, Callable[[int], object]] = {"": lambda number: paper.render(facts[number], faces)}
    works.update({name: lambda number, do=printer: do(said[number]) for name, printer in peers.items()})  # type: ignore[misc]
    for work in works.values():
        work(2 * many), work(2 * many + 1)
    rounds = [{name: batch(work, start, min(many, SLOW.get(name, many))) for name, work in works.items()} for start in (0, many)]
    best = {name: min(one[name] for one in rounds) for name in works}
    lines = [Line(f"a report in a batch of {many}, against {name}", best[""], best[name], TARGETS[name]) for name in peers]
    return lines + [size_line(name, printer, facts[0]) for name, printer in peers.items()]


def size_line(name: str, printer: Printer, facts: ReportFacts) -> Line:
    """What the peer's report takes beyond its photos, for the record."""
    return Line(f"size beyond its JPEGs, {name}", beyond(printer(texts(facts)), facts), None, None, "KB")


def beyond(pdf: bytes, facts: ReportFacts) -> float:
    """KB beyond the photos."""
    jpegs = {photo.jpeg or b"" for one in facts.hazards for photo in one.photos}
    return (len(pdf) - sum(map(len, jpegs))) / 1e3


def memory(facts: Sequence[ReportFacts], few: int, many: int) -> Line:
    """Resident memory after `many` reports against after `few`."""
    faces = load_faces()
    for number in range(few):
        paper.render(facts[number % len(facts)], faces)
    before = resident()
    for number in range(few, many):
        paper.render(facts[number % len(facts)], faces)
    return Line(f"memory after {many} reports against after {few}", resident(), before, 1.05, "MB")


def first() -> float:
    """From a new process's start to its first notice."""
    return statistics.median(seconds(lambda: subprocess.run([sys.executable, "-c", _FIRST], check=True)) for _ in range(5))


def main() -> None:
    """Run and print."""
    small = wants_small(__doc__ or "")
    many = 20 if small else 100
    pool, asked = pictures(), questions()
    facts = [report(number, asked, pool) for number in range(2 * many + 2)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for jpeg in pool:
            (folder / file_of(jpeg)).write_bytes(jpeg)
        peers, missing = installed(folder)
        lines = compare(peers, many, facts)
    pdfs = [paper.render(one, load_faces()) for one in facts[:10]]
    lines.append(Line("size beyond its JPEGs, ours (largest of ten)", max(map(beyond, pdfs, facts)), None, 120, "KB"))
    varied = [report(number, asked, pool) for number in range(500)]
    lines.append(memory(varied, 20 if small else 100, 100 if small else 500))
    lines.append(Line("first notice after process start", first(), None, 0.5))
    print_table("documents: inspection report of 40 questions and 12 photos, four pages as others print it, six as ours", lines)
    for peer in missing:
        print(f"{peer} is not installed and was left out: {HOW}")


if __name__ == "__main__":
    main()
