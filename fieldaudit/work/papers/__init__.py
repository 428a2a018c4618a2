"""Papers from the workspace: gathering the facts of each, issuing, printing again, correcting, verifying, and the words.

    gather(desk, "report", Asked(target="2026-1-17")).facts      facts alone; `render.render_kind` prints them anywhere
    issue(desk, "clearing", Asked(target=item))                  a row, a number, bytes that are kept
    correct(desk, number, reason), printed(desk, paper)
    verify_file(desk, data, name), verify_code(desk, code)
    words_of(desk, "notice")                                     the office's words, or the program's

The papers themselves are pure (`documents`). One module of facts for each paper, or for a few that belong together.
"""

from .catalogue import ISSUED, KINDS, Kind, kind_named, kind_word
from .issuing import correct, describe, draft, gather, issue, paper_called, print_facts, printed
from .orders import notice_facts, service_facts
from .parts import Asked, Gathered, party_of
from .plan import plan_facts
from .render import render_kind
from .report import report_facts
from .verify import LARGEST, Verdict, verify_code, verify_file
from .words import words_of

__all__ = [
    "ISSUED", "KINDS", "LARGEST", "Asked", "Gathered", "Kind", "Verdict", "correct", "describe", "draft", "gather", "issue",
    "kind_named", "kind_word", "notice_facts", "paper_called", "party_of", "plan_facts", "print_facts", "printed", "render_kind",
    "report_facts", "service_facts", "verify_code", "verify_file", "words_of",
]  # fmt: skip
