"""The same facts give the same bytes: again, after other papers, and in another process with other hashing."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from golden import EXAMPLES
from hypothesis import Phase, given, settings
from paper_checker import KINDS
from paper_examples_orders import IMMEDIATE
from paper_strategies import STRATEGIES, Facts, render

pytestmark = pytest.mark.slow  # each lays out papers

# The other process: prints the hash of each paper of the facts it is given.
_PRINT = """
import hashlib, pickle, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from paper_strategies import render
for kind, facts in pickle.loads(Path(sys.argv[2]).read_bytes()):
    print(hashlib.sha256(render(kind, facts)).hexdigest())
"""


def drawn(kind: str, count: int) -> list[Facts]:
    """Facts of chance, kept."""
    kept: list[Facts] = []

    @given(facts=STRATEGIES[kind])
    @settings(max_examples=count, phases=(Phase.generate,))
    def keep(facts: Facts) -> None:
        kept.append(facts)

    keep()
    return kept


def test_the_same_facts_give_the_same_bytes_in_any_process_and_order(tmp_path: Path) -> None:
    papers = [(kind, facts) for kind in KINDS for facts in drawn(kind, 3)]
    once = [hashlib.sha256(render(kind, facts)).hexdigest() for kind, facts in papers]
    backwards = [hashlib.sha256(render(kind, facts)).hexdigest() for kind, facts in reversed(papers)]
    assert once == backwards[::-1]
    kept = tmp_path / "facts"
    kept.write_bytes(pickle.dumps(papers))
    for seed, zone in (("1", "UTC"), ("4711", "Asia/Shanghai")):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", _PRINT, str(Path(__file__).parent), str(kept)]
        said = subprocess.run(command, env=surroundings, cwd=tmp_path, capture_output=True, check=True, text=True)
        assert said.stdout.split() == once


def test_three_hundred_other_papers_in_between_change_nothing() -> None:
    """More than the caches of lines and subsets hold: what they keep and what they forget shows nowhere."""
    papers = [facts() for facts in EXAMPLES.values()]
    once = [hashlib.sha256(render(kind, facts)).hexdigest() for kind, facts in papers]
    for number in range(300):
        rare = "".join(chr(0x4E00 + (37 * number + 61 * at) % 20000) for at in range(90))
        lines = [replace(hazard, finding=f"第{at}处{rare[at::3]}") for at, hazard in enumerate(IMMEDIATE.hazards)]
        render("immediate", replace(IMMEDIATE, hazards=tuple(lines), bureau=f"第{number}局{rare[:4]}"))
    assert [hashlib.sha256(render(kind, facts)).hexdigest() for kind, facts in papers] == once


def test_no_clock_and_no_machine_is_in_a_paper() -> None:
    for kind in KINDS:
        pdf = render(kind, drawn(kind, 1)[0])
        for word in (os.environ.get("USER") or "nobody-at-all", os.uname().nodename, str(Path.home())):
            assert len(word) < 4 or word.encode() not in pdf
