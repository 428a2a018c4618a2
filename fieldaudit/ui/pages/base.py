"""What every page is: a widget that knows its title, its actions in the top bar, and what to do when rows were touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ...domain.core import Touched
from ..jobs import Job
from ..widgets.fields import settled_in

if TYPE_CHECKING:
    from ..shell.frame import Frame


class Page(QWidget):
    """A page in the frame. It is made anew each time it is gone to, with the arguments of its address."""

    dense = False  # padding 20 instead of 24
    searches = True  # the top bar shows the search field (else its icon)
    back = False  # the top bar shows a way back
    stacked = False  # the top bar shows the subtitle below the title: there is much to say beside them

    def __init__(self, frame: Frame, **arguments: Any) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setProperty("ring", "none")
        self.frame = frame
        self.session = frame.session
        self.arguments = arguments

    def title(self) -> str:
        """What the top bar says."""
        return ""

    def subtitle(self) -> str:
        """The muted words beside the title."""
        return ""

    def bar(self) -> list[QWidget]:
        """Widgets of the top bar, left of search and pill."""
        return []

    def bar_end(self) -> QWidget | None:
        """The page's primary button where it stands last in the top bar, right of the pill."""
        return None

    def start(self) -> None:
        """It is on the screen now: read, show, take the focus."""

    def touched(self, touched: Touched) -> None:
        """Rows were written (here or by a sync): read those again that are shown."""

    def shows(self, job: Job) -> bool:
        """Does it show this work itself, so that the tray need not?"""
        return False

    def address(self) -> dict[str, Any]:
        """Arguments that lead back to what is shown now (the question, the row), for `back` and a change of language."""
        return self.arguments

    def settle(self) -> bool:
        """Make durable what is typed; False if that could not be: the person was told why, and the page must stay."""
        return settled_in(self)

    def leave(self) -> None:
        """Another page takes its place: stop timers and background wishes."""
