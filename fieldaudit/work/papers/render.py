"""Printing facts: one door from a kind of paper to the module that renders it.

Pure but for the faces, so that it can run in a child process. The papers are imported late: reportlab is slow to import,
and only who prints pays.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from ...documents.wording import KINDS, Wording
from ...errors import BadInput
from ...i18n import tr

if TYPE_CHECKING:
    from ...documents.typeset.artwork import Letterhead


class Paper(Protocol):
    """What a paper's module gives."""

    def render(self, facts: Any, faces: Any, *, words: Wording | None = None) -> bytes:
        """The PDF."""


def render_kind(kind: str, facts: Any, faces: Any, words: Wording | None, head: Letterhead | None = None) -> bytes:
    """The PDF of a paper of this kind; the same facts, faces, words and head give the same bytes. Raises BadInput."""
    paper: Paper = _module(kind)
    return paper.render(facts, faces, words=words, **({} if head is None else {"letterhead": head}))


def render_office(kind: str, facts: Any, words: Wording, head: Letterhead | None = None) -> bytes:
    """The same in the office's faces: everything it takes can be handed to another process."""
    return render_kind(kind, facts, office_faces(), words, head)


@cache
def office_faces() -> Any:
    """The faces that papers are printed in: the official ones where the machine has them. They are looked for once."""
    from ...documents import faces

    return faces.load_faces(official=faces.find_official())


def own_faces() -> Any:
    """The program's own faces alone."""
    from ...documents import faces

    return faces.load_faces()


def _module(kind: str) -> Any:
    from ...documents.papers import (
        blank,
        clearing,
        immediate,
        ledger,
        notice,
        plan,
        record,
        referral,
        reinspection,
        report,
        service,
    )

    modules: dict[str, Any] = {
        "notice": notice, "immediate": immediate, "service": service, "reinspection": reinspection, "plan": plan,
        "clearing": clearing, "report": report, "ledger": ledger, "referral": referral, "record": record, "blank": blank,
    }  # fmt: skip
    if kind not in modules:
        raise BadInput(tr(f"没有“{kind}”这种文书", f"there is no paper of kind {kind!r}"), todo=", ".join(KINDS))
    return modules[kind]
