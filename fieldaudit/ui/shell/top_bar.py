"""The bar over the page: title, actions of the page, search and the pill of what is only here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ...domain.core import Touched
from ..pages.base import Page
from ..text import tr
from ..theme import icon, px
from ..widgets.basic import Elided, button, emptied, kbd, label, picture

if TYPE_CHECKING:
    from .frame import Frame


class TopBar(QWidget):
    """56 high. The pill is quiet: it says how much is only here and never blocks."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(px(56))
        self._frame = frame
        self._back = button(kind="icon", icon_name="chevron-left", name=tr("frame.back"), pressed=frame.back)
        self.title: QLabel = label("", "title")
        self.subtitle = Elided("", "table", "muted")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(px(8))
        self._search = self._search_field()
        self._glass = button(kind="icon", icon_name="search", name=tr("frame.search"), pressed=frame.search)
        self.pill = QPushButton()
        self.pill.setObjectName("pill")
        self.pill.setIcon(icon("laptop", "text_secondary", 18))
        self.pill.clicked.connect(lambda: frame.go("sync"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(24), 0, px(16), 0)
        layout.setSpacing(px(12))
        for part in (self._back, self.title, self.subtitle):
            layout.addWidget(part, 1 if part is self.subtitle else 0)
        layout.addLayout(self._actions)
        for part in (self._search, self._glass, self.pill):
            layout.addWidget(part)
        self.show_pill()

    def _search_field(self) -> QPushButton:
        """Looks like a field, opens the palette."""
        made = QPushButton()
        made.setAccessibleName(tr("frame.search"))
        made.setFixedSize(px(248), px(36))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.setProperty("kind", "field")
        made.clicked.connect(lambda: self._frame.search())
        inner = QHBoxLayout(made)
        inner.setContentsMargins(px(10), 0, px(8), 0)
        inner.addWidget(picture("search", "text_secondary", 18))
        inner.addWidget(Elided(tr("frame.searchHint"), "table", "muted"), 1)
        inner.addWidget(kbd("Ctrl K"))
        return made

    def show_page(self, page: Page) -> None:
        """Title, actions and way back of a page."""
        self.title.setText(page.title())
        self.subtitle.set_text(page.subtitle())
        self._back.setVisible(page.back)
        emptied(self._actions)
        for each in page.bar():
            self._actions.addWidget(each)
        self._page = page
        self.set_compact(self._frame.rail.compact)

    def retitle(self) -> None:
        """The page's title or subtitle changed."""
        self.title.setText(self._page.title())
        self.subtitle.set_text(self._page.subtitle())

    def set_compact(self, compact: bool) -> None:
        """Only the icon of the search, only the number of the pill."""
        page = getattr(self, "_page", None)
        wide = not compact and (page is None or page.searches)
        self._search.setVisible(wide)
        self._glass.setVisible(not wide)

    def show_pill(self) -> None:
        """Count what is only here."""
        self.pill.setText(tr("frame.onlyHere", 0))

    def touched(self, touched: Touched) -> None:
        """Something was recorded, or handed over."""
        self.show_pill()
