"""The film under a photo: its neighbours, and where another is dropped, pasted or chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from ....domain.core import RowId
from ....work.desk import Row
from ....work.evidence import shapes_by
from ...intake import Source
from ...text import tr
from ...theme import px
from ...widgets.basic import Elided, emptied
from ...widgets.files import choose_files
from ...widgets.photos import PATTERNS, AddPhoto, Thumb, accepts_files

if TYPE_CHECKING:
    from ...shell.frame import Frame


class Film(QFrame):
    """92 high; the photo shown has a frame."""

    opened = Signal(object)  # attachment
    files_given = Signal(list)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._adds = frame, False
        self.setObjectName("footer")
        self.setFixedHeight(px(92))
        self._strip = QWidget()
        self._line = QHBoxLayout(self._strip)
        self._line.setContentsMargins(px(4), px(4), px(4), px(4))
        self._line.setSpacing(px(12))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._strip)
        self._hint = Elided(tr("photo.how"), "caption")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(px(16), px(4), px(24), px(4))
        whole.addWidget(self._area, 3)
        whole.addWidget(self._hint, 2)
        accepts_files(self, self._given)

    def show_rows(self, rows: Sequence[Row], current: RowId, *, adds: bool) -> None:
        """These photos; this one is shown."""
        self._adds = adds
        self._hint.setVisible(adds)
        emptied(self._line)
        drawn, size = shapes_by(self._frame.session.desk(), rows), QSize(px(80), px(60))
        shown: Thumb | None = None
        for each in rows:
            cell = Thumb(self._frame, each, drawn.get(each["id"], ()), size)
            cell.clicked.connect(lambda _checked=False, id_=each["id"]: self.opened.emit(id_))
            cell.set_current(each["id"] == current)
            shown = cell if each["id"] == current else shown
            self._line.addWidget(cell)
        if adds:
            add = AddPhoto(size)
            add.clicked.connect(lambda: self._given(list(choose_files(self, tr("photo.choose"), PATTERNS))))
            self._line.addWidget(add)
        self._line.addStretch(1)
        if shown is not None:
            self._strip.adjustSize()
            self._area.ensureWidgetVisible(shown)

    def _given(self, files: list[Path | Source]) -> None:
        if files and self._adds:
            self.files_given.emit(files)
