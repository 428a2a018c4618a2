"""Photos that a dialog gathers before its act: chosen, dropped or pasted; only their names are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ..intake import Source, from_paths
from ..text import listed, tr
from .basic import Elided, button, row
from .files import choose_files
from .photos import accepts_files

PICTURES = ("*.jpg", "*.jpeg", "*.png", "*.heic", "*.heif", "*.webp", "*.tif", "*.tiff", "*.bmp")


class PhotoFiles(QWidget):
    """A button and the names of what was taken. `settled` after each change; `hint` stands where nothing was taken."""

    settled = Signal()

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.sources: list[Source] = []
        self._hint = hint or tr("photos.noneYet")
        self.add = button(tr("photos.addFiles"), self._choose, icon_name="image-plus", size="large")
        self.names = Elided(self._hint, "caption")
        row(self.add, self.names, gap=12, into=self).setStretch(1, 1)
        self.setFocusProxy(self.add)
        accepts_files(self, self.take)

    def take(self, files: Sequence[Path | Source]) -> None:
        """Add what was chosen or dropped; the same file is not added twice."""
        for one in files:
            self.sources += from_paths([one]) if isinstance(one, Path) else [one]
        self.names.set_text(listed(name for name, _read in self.sources) or self._hint)
        self.settled.emit()

    def _choose(self) -> None:
        self.take(choose_files(self, tr("photos.addFiles"), PICTURES))


def read_all(sources: Sequence[Source]) -> list[tuple[str, bytes]]:
    """In a worker: what the files hold. Raises BadInput, MachineError naming the file."""
    return [(name, read()) for name, read in sources]


__all__ = ["PhotoFiles", "read_all"]
