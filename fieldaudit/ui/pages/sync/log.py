"""The sync log: the last exchanges from this laptop, and every laptop of the bureau as it was last seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QWidget

from ...days import moment
from ...shell.told import Overlay
from ...text import tr
from ...theme import px
from ...widgets.basic import PRIMARY, Elided, button, column, label, line, picture, row
from ...widgets.scrolling import scrolled
from .presenter import SyncPresenter

if TYPE_CHECKING:
    from ...shell.frame import Frame

_STATES = {"done": "sync.logDone", "cancelled": "sync.logStopped", "failed": "sync.logFailed"}


class SyncLog(Overlay):
    """A sheet over the window."""

    def __init__(self, over: Frame, presenter: SyncPresenter, lines: list[dict[str, Any]]) -> None:
        super().__init__(over, 720)
        inside = QWidget()
        whole = column(margins=(0, 0, 8, 0), gap=8, into=inside)
        whole.addWidget(label(tr("sync.devices"), "strong"))
        found = presenter.devices()
        devices = [[each[key] for key in ("name", "people", "act", "synced", "revoked")] for each in found]
        titles = (tr("sync.device"), tr("sync.people"), tr("sync.lastAct"), tr("sync.lastSeen"), "")
        marks = ["server" if each["kind"] == "hub" else "laptop" for each in found]
        whole.addLayout(_grid(devices, titles, marks))
        whole.addWidget(line())
        whole.addWidget(label(tr("sync.exchanges"), "strong"))
        if lines:
            rows = [[moment(each["at"], presenter.today()), each["place"], _outcome(each)] for each in lines]
            whole.addLayout(_grid(rows, (tr("sync.when"), tr("sync.carrier"), tr("sync.outcome"))))
        else:
            whole.addWidget(label(tr("sync.noExchange"), "", "muted", wrap=True))
        whole.addStretch(1)
        area = scrolled(inside)
        area.setMinimumHeight(px(min(480, max(240, over.height() - 240))))
        self._close = button(tr("frame.understood"), self.close_it, kind=PRIMARY)
        self.content.addWidget(label(tr("sync.log"), "heading"))
        self.content.addWidget(area)
        self.content.addLayout(row(1, self._close))
        self.setAccessibleName(tr("sync.log"))

    def first(self) -> QWidget:
        """The button."""
        return self._close


def _outcome(each: dict[str, Any]) -> str:
    words = tr(_STATES[each["state"]]) if each["state"] in _STATES else ""
    if each["state"] == "failed":
        return f"{words} · {each.get('why', '')}"
    put, got = each.get("put", {}), each.get("got", {})
    if not put:
        return words
    counted = {"put": put.get("segments", 0), "photos": put.get("blobs", 0)}
    said = tr("sync.logCounts", **counted, got=got.get("segments", 0), files=got.get("blobs", 0))
    bad = tr("sync.logBad", len(each["bad"])) if each.get("bad") else ""
    return " · ".join(filter(None, (words, said, bad)))


def _grid(rows: list[list[str]], titles: tuple[str, ...], marks: Sequence[str] = ()) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(px(16))
    made.setVerticalSpacing(px(8))
    for at, title in enumerate(titles):
        made.addWidget(label(title, "caption"), 0, at)
    for down, cells in enumerate(rows, 1):
        for at, text in enumerate(cells):
            wraps = at == (1 if len(titles) > 3 else len(titles) - 1)
            shown = label(text, "table", wrap=wraps) if wraps or at != 1 else Elided(text, "table")
            if at == 0 and marks:
                made.addLayout(row(picture(marks[down - 1], "text_secondary", 18), shown, 1), down, at)
            else:
                made.addWidget(shown, down, at)
    made.setColumnStretch(1, 1)
    if len(titles) == 3:
        made.setColumnStretch(2, 2)
    return made
