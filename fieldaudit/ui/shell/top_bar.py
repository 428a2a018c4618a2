"""The bar over the page: title, actions of the page, search and the pill of what is only here.

The pill counts in the background, a moment after the last change; it never blocks and never nags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ...domain.core import Touched
from ..jobs import Job
from ..pages.base import Page
from ..standing import Standing, StandingReader
from ..text import tr
from ..theme import icon, px
from ..widgets.basic import Elided, PushButton, button, emptied, kbd, label, picture, set_state

if TYPE_CHECKING:
    from .frame import Frame

AFTER = 400  # ms of quiet before it counts again


class _SearchButton(PushButton):
    """248 x 36, whatever the stylesheet says of buttons."""

    def sizeHint(self) -> QSize:
        """Fixed."""
        return QSize(px(248), px(36))


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
        self.pill = PushButton()
        self.pill.setObjectName("pill")
        self.pill.clicked.connect(lambda: frame.go("sync"))
        self.standing: Standing | None = None  # as last counted
        self.reader = StandingReader(frame.session)
        self._counting, self._again = False, False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(AFTER)
        self._rest.timeout.connect(self.count)
        layout = self._whole = QHBoxLayout(self)
        layout.setContentsMargins(px(24), 0, px(16), 0)
        layout.setSpacing(px(12))
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.addWidget(self.title)
        self._words.addWidget(self.subtitle, 1)
        self._primary = QHBoxLayout()
        layout.addWidget(self._back)
        layout.addLayout(self._words, 1)
        layout.addLayout(self._actions)
        for end in (self._search, self._glass, self.pill):
            layout.addWidget(end, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(self._primary)
        self._compact = False
        self.show_pill()
        frame.hub.changed.connect(self.show_pill)
        self._rest.start()

    def _search_field(self) -> PushButton:
        """Looks like a field, opens the palette."""
        made = _SearchButton()
        made.setAccessibleName(tr("frame.search"))
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
        self._whole.setContentsMargins(px(12 if page.back else 24), 0, px(16), 0)
        self._stack(page.stacked)
        emptied(self._actions)
        emptied(self._primary)
        for each in page.bar():
            self._actions.addWidget(each)
            if not each.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                each.show()  # now, not with the next event: what is hidden takes no focus
        if (primary := page.bar_end()) is not None:
            self._primary.addWidget(primary)
        self._page = page
        self.set_compact(self._frame.rail.compact)

    def _stack(self, stacked: bool) -> None:
        """The subtitle below the title, which is then smaller, or beside it."""
        down = QBoxLayout.Direction.TopToBottom
        self._words.setDirection(down if stacked else QBoxLayout.Direction.LeftToRight)
        self._words.setSpacing(0 if stacked else px(12))
        self._words.setContentsMargins(0, px(6 if stacked else 0), 0, px(6 if stacked else 0))
        set_state(self.title, role="heading" if stacked else "title")
        set_state(self.subtitle, role="caption" if stacked else "table")

    def is_action(self, widget: QWidget) -> bool:
        """Is it one of the page's actions?"""
        return self._actions.indexOf(widget) >= 0 or self._primary.indexOf(widget) >= 0

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
        self._compact = compact
        self.show_pill()

    # -- the pill ------------------------------------------------------------------------------------
    def show_pill(self) -> None:
        """As last counted; nothing before that."""
        standing = self.standing
        here = standing.here if standing is not None else 0
        handed = standing is not None and standing.handed > 0
        hub = self._frame.hub
        offline = hub.settings is not None and hub.reachable is False
        words, tip = tr("frame.allConfirmed"), tr("frame.allConfirmedTip")
        if here:
            words, tip = tr("frame.onlyHere", here), tr("frame.onlyHereTip", here)
        elif handed:
            words, tip = tr("frame.allHanded"), tr("frame.allHandedTip")
        if offline:
            words, tip = tr("hub.offline", words=words), f"{tr('hub.offlineTip')}\n{tip}"
        mark = "cloud-off" if offline else "laptop" if here else "cloud" if hub.reachable else "check-check"
        shown = words if not self._compact else str(here) if here else ""
        self.pill.setText(f" {shown}" if shown else "")  # room between the icon and the words
        self.pill.setIcon(icon(mark, "text_secondary", 18))
        self.pill.setAccessibleName(words)
        self.pill.setToolTip(tip)
        self.pill.setVisible(standing is not None)

    def touched(self, _touched: Touched) -> None:
        """Something was recorded: count again when it is quiet."""
        self._rest.start()

    def count(self) -> None:
        """Count again, in the background; also after something was handed over."""
        self._rest.stop()
        self._again = self._counting
        if not self._counting:
            self._counting = True
            self._frame.start_job(Job("", quiet=True), lambda _job: self.reader.look(), self._counted)

    def _counted(self, job: Job) -> None:
        self._counting = False
        if isinstance(job.result, Standing):
            self.standing = job.result
            self.show_pill()
        if self._again:
            self.count()
