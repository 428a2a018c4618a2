"""The checklist page: sections, cards, aside; keys; what the presenter does is shown here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ....domain.calendar import local_date
from ....domain.core import RowId, Touched
from ....errors import FieldauditError
from ...intake import from_clipboard, take_photos
from ...text import capital, tr
from ...theme import TOKENS, px
from ...widgets.bars import Progress
from ...widgets.basic import PRIMARY, Elided, button, column, emptied, frame, label, line, picture, row
from ...widgets.fields import settled_in
from ...widgets.files import choose_files
from ...widgets.keys import hint_bar
from ...widgets.states import EmptyState, LockStrip
from ..base import Page
from . import accessible, words
from .aside import Aside
from .asking import Asking
from .boxes import part_width
from .cards import CardList
from .from_phone import from_phone
from .keyboard import Keys
from .live import LiveCard
from .presenter import ChecklistPresenter
from .rows import Card
from .sections_pane import SectionButton, SectionsPane

if TYPE_CHECKING:
    from ...shell.frame import Frame

WIDE, NARROW = TOKENS["layout"]["breakpoints"]["wide"], TOKENS["layout"]["breakpoints"]["normal"]
SHORT = TOKENS["layout"]["breakpoints"]["short_height"] - TOKENS["layout"]["top_bar"]
PANES, PANES_WIDE = TOKENS["layout"]["checklist"], TOKENS["layout"]["checklist_wide"]
PHOTOS = ("*.jpg", "*.jpeg", "*.png", "*.heic", "*.heif", "*.webp", "*.tif", "*.tiff", "*.pdf")
FILTER_KEYS = {"all": "checklist.all", "open": "checklist.open", "fails": "checklist.fails", "remarks": "checklist.remarked"}


class ChecklistPage(Page):
    """One visit's checklist. Arguments: `inspection`, and `path` of the question to stand on."""

    dense = True
    searches = False
    back = True
    stacked = True

    def __init__(self, frame: Frame, **arguments: Any) -> None:
        super().__init__(frame, **arguments)
        accessible.install()
        inspection = RowId(arguments["inspection"])
        settings = frame.settings

        def keep(path: str) -> None:
            settings.put(f"place/{inspection}", path)

        self.presenter = ChecklistPresenter(
            frame.session, inspection, str(arguments.get("path") or ""), settings.text(f"place/{inspection}"), keep
        )
        self.keys, self.asking = Keys(self), Asking(self)
        self.cards, self.pane, self.aside = CardList(frame), SectionsPane(), Aside(frame)
        self.narrow_sections, self.chips = SectionButton(), dict[str, QPushButton]()
        self._progress, self._answered, self._narrow_answered = Progress(0, 1), label("", "table"), label("", "table")
        self._narrow_progress = Progress(0, 1)
        self._saved = label("", "table", "secondary")
        self._folded: bool | None = None
        self._side = px(16)
        self._finish: QPushButton | None = None
        self._undo: QPushButton
        self._in_bar: QWidget | None = None
        self._later_all = QTimer(self)  # after the size has settled
        self._later_all.setSingleShot(True)
        self._later_all.setInterval(0)
        self._later_all.timeout.connect(self.show_all)
        self._build()
        self._wire()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(0)
        self._settled.timeout.connect(self._first_focus)
        self._later = QTimer(self)  # the aside follows when the keys rest: moving must not wait for it
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self._show_aside)

    # -- the page in the frame ---------------------------------------------------------------------------
    def title(self) -> str:
        """The home."""
        return self.presenter.title()

    def subtitle(self) -> str:
        """Checklist, day, inspectors."""
        form, day, names = self.presenter.head()
        who = tr("checklist.two", first=names[0], second=names[1]) if len(names) == 2 else "".join(names)
        return " · ".join([form, day, who])

    def address(self) -> dict[str, Any]:
        """Back to this question."""
        return {"inspection": self.presenter.inspection, "path": self.presenter.path}

    def bar(self) -> list[QWidget]:
        """How far, when it was saved, undo."""
        far = QWidget()
        column(1, self._answered, self._progress, 1, gap=4, into=far)
        far.setFixedWidth(px(136))
        saved = self._saved_part = QWidget()
        row(picture("check-check", "text_secondary", 18), self._saved, gap=6, into=saved)
        verb, tip = tr("checklist.undo"), tr("checklist.undoTip")
        self._undo = button(kind="icon", icon_name="undo-2", name=verb, pressed=self.undo, tip=tip)
        self._in_bar = far
        return [far, saved, self._undo]

    def bar_end(self) -> QWidget:
        """Finish."""
        self._finish = button(tr("checklist.finish"), self._to_finish, kind=PRIMARY)
        return self._finish

    def start(self) -> None:
        """It is shown: lay out for the size and take the focus."""
        self._arrange()
        self.show_all()
        self._settled.start()

    def _first_focus(self) -> None:
        """Once it is really on the screen: before that nothing can have the focus."""
        self.cards.reveal()
        self.cards.take_focus()

    def leave(self) -> None:
        """What is being typed becomes durable."""
        self._later.stop()
        if self.cards.live is not None:
            self.cards.live.flush()

    def touched(self, touched: Touched) -> None:
        """Written here or by a sync."""
        if self.presenter.touched(touched):
            self.show_all()

    # -- building ----------------------------------------------------------------------------------------
    def _build(self) -> None:
        self._whole = QHBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._narrow_bar = self._make_narrow_bar()
        self._strips = QVBoxLayout()
        self._head = self._make_head()
        self._hints = hint_bar([
            ("↑\u00a0↓", tr("checklist.keyMove")), ("1\u00a02\u00a03", tr("checklist.keyAnswer")), ("P", tr("checklist.keyPhoto")),
            ("N", tr("checklist.keyNote")), ("Ctrl\u00a0Enter", tr("checklist.keyNext")),
        ])  # fmt: skip
        self._empty = EmptyState(icon_name="clipboard-check", title=tr("checklist.nothing"), words=tr("checklist.nothingWords"))
        for part in (self._narrow_bar, self._head):
            middle.addWidget(part)
        middle.insertLayout(1, self._strips)
        middle.addWidget(self._empty, 1)
        middle.addWidget(self.cards, 1)
        self._hints_edge = line()
        middle.addWidget(self._hints_edge)
        middle.addWidget(self._hints)
        self._edge = frame("column")
        self._whole.addWidget(self.pane)
        self._whole.addWidget(self._edge)
        self._whole.addLayout(middle, 1)
        self._whole.addWidget(self.aside)
        self.cards.setAccessibleName(tr("checklist.questions"))

    def _make_narrow_bar(self) -> QFrame:
        made = frame("pane")
        made.setObjectName("topBar")
        made.setFixedHeight(px(52))
        self._basis = button(tr("checklist.basis"), self.toggle_aside, size="large", icon_name="book-open")
        self._basis.setToolTip("I")
        far = QWidget()
        column(1, self._narrow_answered, self._narrow_progress, 1, gap=4, into=far)
        far.setFixedWidth(px(112))
        self._narrow_next = button(tr("checklist.next"), self.next_open, size="large")
        self._narrow_next.setToolTip("Ctrl+Enter")
        inside = row(self.narrow_sections, far, 1, self._narrow_next, self._basis, margins=(16, 4, 16, 4), into=made)
        inside.setStretch(0, 1)
        return made

    def _make_head(self) -> QWidget:
        made = QWidget()
        made.setFixedHeight(px(56))
        self._section_name, self._section_count = Elided("", "heading"), label("", "table", "secondary")
        self._section_name.setSizePolicy(self._section_count.sizePolicy())
        chips = QHBoxLayout()
        chips.setSpacing(px(8))
        for name in FILTER_KEYS:
            chip = button("", partial(self.filter, name), kind="filter")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.chips[name] = chip
            chips.addWidget(chip)
        self._folder = button(kind="icon", icon_name="folder-open", name=tr("checklist.tray"), pressed=self._to_tray)
        inside = row(self._section_name, self._section_count, 1, margins=(16, 0, 16, 0), into=made)
        inside.addLayout(chips)
        self._head_line = inside
        inside.addWidget(self._folder)
        return made

    def _wire(self) -> None:
        self.cards.stood.connect(self._stood)
        self.cards.pressed.connect(self._pressed_at)
        self.cards.dropped.connect(self._take)
        self.cards.reshaped.connect(self._later_all.start)
        for sections in (self.pane, self.narrow_sections):
            sections.chosen.connect(self.go_section)
        self.pane.next_wanted.connect(self.next_open)
        self.aside.hazard_opened.connect(self._to_plan)
        self.aside.photo_opened.connect(lambda attachment: self.frame.go("photo", attachment=attachment))
        self.frame.narrowed.connect(lambda _narrow: self._arrange())

    def is_narrow(self) -> bool:
        """Are the side panes folded?"""
        return self.frame.width() < px(NARROW)

    def _arrange(self) -> None:
        """Panes for the width and height there is."""
        narrow, wide = self.is_narrow(), self.frame.width() >= px(WIDE)
        if self._folded is not None and self._folded != narrow:
            self._later_all.start()
        self._folded = narrow
        sizes = PANES_WIDE if wide else PANES
        self.pane.setFixedWidth(px(sizes["sections"]))
        self.pane.setVisible(not narrow)
        self._edge.setVisible(not narrow)
        self.cards.pad = 8 if narrow else 1
        self._narrow_bar.setVisible(narrow)
        self._head.setVisible(not narrow)
        for part in (self._hints, self._hints_edge):
            part.setVisible(not narrow and self.height() >= px(SHORT) and self.presenter.editable)
        self._place_aside(narrow, sizes["aside"])
        panes = 0 if narrow else px(sizes["sections"]) + px(sizes["aside"]) + 2
        side = px(16) + max(0, self.width() - panes - 2 * px(16) - px(PANES["cards_max"])) // 2
        self._head_line.setContentsMargins(side, 0, side, 0)
        self._side = side
        self._place_strips()
        if self._in_bar is not None and self._in_bar.parent() is not None:
            self._in_bar.setVisible(not narrow)

    def _place_aside(self, narrow: bool, width: int) -> None:
        """Beside the cards, or as a drawer over them."""
        self.aside.setFixedWidth(px(width))
        inside = self._whole.indexOf(self.aside) >= 0
        if narrow and inside:
            self._whole.removeWidget(self.aside)
            self.aside.setParent(self)
            self.aside.hide()
        elif not narrow and not inside:
            self._whole.addWidget(self.aside)
            self.aside.show()
        if narrow and self.aside.isVisible():
            top = self._narrow_bar.height()
            self.aside.setGeometry(self.width() - self.aside.width(), top, self.aside.width(), self.height() - top)
            self.aside.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size."""
        super().resizeEvent(event)
        self._arrange()

    # -- showing -----------------------------------------------------------------------------------------
    def show_all(self) -> None:
        """Everything as the presenter has it now."""
        shown = self.presenter
        self.cards.part, self.cards.editable = part_width([card for each in shown.sections for card in each.cards]), shown.editable
        self._show_cards()
        current = shown.section.path if shown.section else ""
        self.pane.show_sections(shown.sections, current)
        self.narrow_sections.show_sections(shown.sections, current)
        self._show_head()
        self._show_bar()
        self._show_strips()
        self._later.start()

    def _show_cards(self) -> None:
        shown, card = self.presenter, self.presenter.card
        self._empty.setVisible(card is None)
        self.cards.setVisible(card is not None)
        live, held = self.cards.live, ""
        if card is None:
            self.cards.show_cards([], "", None)
            return
        if live is None or not self._fits(live, card):
            held = live.held() if live is not None and live.card.path == card.path else ""
            if live is not None:
                live.flush()
                card = shown.card or card
            live = self._new_live(card)
        hint = card.hint if self.is_narrow() and not card.value else ""
        live.show_card(card, shown.hazard(card), shown.photos(card), shown.faults, hint)
        self.cards.show_cards(shown.cards(), card.path, live)
        if held:
            live.hold(held)

    def _fits(self, live: LiveCard, card: Card) -> bool:
        """Can the live card go on showing this one?"""
        old = live.card
        same = old.path == card.path and old.kind == card.kind and old.options == card.options and old.label == card.label
        return same and live.columns == self.cards.columns() and live.editable == self.presenter.editable

    def _new_live(self, card: Card) -> LiveCard:
        live = LiveCard(self.frame, self.cards.columns(), card, editable=self.presenter.editable)
        live.pressed.connect(lambda name: self.press(name))
        live.given.connect(self.give)
        live.noted.connect(lambda text, path=card.path: self.do(lambda: self.presenter.note(path, text)))
        live.hazard_edited.connect(self._edit_hazard)
        live.graded.connect(self.asking.grade)
        live.term_picked.connect(self._pick_day)
        live.fix_wanted.connect(self.asking.fix)
        live.photo_opened.connect(lambda attachment: self.frame.go("photo", attachment=attachment))
        live.photo_removed.connect(lambda attachment: self.frame.go("photo", attachment=attachment))
        live.photos_wanted.connect(self.choose_photos)
        live.phone_wanted.connect(lambda: from_phone(self))
        live.files_given.connect(lambda files, path=card.path: self._take(path, files))
        live.added.connect(self.add)
        live.removed.connect(self.asking.remove)
        return live

    def _show_head(self) -> None:
        shown, section = self.presenter, self.presenter.section
        self._section_name.set_text(section.name if section else "")
        self._section_count.setText(f"{section.done} / {section.wanted}" if section and section.wanted else "")
        cards = section.cards if section else []
        counts = {"open": sum(card.open for card in cards), "fails": sum(card.fails for card in cards),
                  "remarks": sum(bool(card.remarks) for card in cards)}  # fmt: skip
        for name, chip in self.chips.items():
            chip.setText(" ".join([tr(FILTER_KEYS[name]), *([str(counts[name])] if name in counts else [])]))
            chip.setChecked(shown.filter == name)
            chip.setVisible(name in ("all", "open") or counts[name] > 0 or shown.filter == name)
        self._folder.setVisible(shown.editable)

    def _show_bar(self) -> None:
        done, wanted = self.presenter.answered()
        for said, bar in ((self._answered, self._progress), (self._narrow_answered, self._narrow_progress)):
            said.setText(tr("checklist.answered", done=done, wanted=wanted))
            bar.set_progress(done, wanted)
        at = self.presenter.saved_at()
        time = words.clock(at) if at is not None else ""
        if self._finish is not None and self._finish.parent() is not None:  # else it would be a window of its own
            self._saved_part.setVisible(bool(time))
            self._finish.setVisible(self.presenter.editable)
            self._undo.setVisible(self.presenter.editable)
        self._saved.setText(tr("checklist.savedAt", time=time) if time and not self.is_narrow() else time)

    def _show_strips(self) -> None:
        """Why nothing can be written, or that there is a newer version."""
        shown = self.presenter
        wanted = (shown.editable, shown.sheet.state.state, shown.newer_version())
        if wanted == getattr(self, "_stripped", None):
            return
        self._stripped = wanted
        emptied(self._strips)
        if not shown.editable:
            state, reason = capital(shown.locked_words()), shown.said_on_return()
            said = tr("checklist.stateReason", state=state, reason=reason) if reason else state
            words_at = tr("checklist.locked", state=said) if shown.sheet.state.locked else tr("checklist.notYours")
            may = shown.may_amend()
            self._strips.addWidget(LockStrip(words_at, tr("checklist.amend") if may else "", self.asking.amend if may else None))
        elif shown.newer_version():
            self._strips.addWidget(self._version_strip(shown.newer_version()))
        self._arrange()

    def _place_strips(self) -> None:
        """As wide as the cards."""
        self._strips.setContentsMargins(self._side, px(8 if self._strips.count() else 0), self._side, 0)

    def _version_strip(self, version: str) -> QFrame:
        made = frame("ok")
        words_at: QLabel = label(tr("checklist.newer", version=version), wrap=True)
        inside = row(picture("info", "ok_text", 18), words_at, margins=(12, 6, 8, 6), into=made)
        inside.setStretch(1, 1)
        inside.addWidget(button(tr("checklist.upgrade"), self.asking.upgrade, size="small"))
        return made

    def _show_aside(self) -> None:
        card = self.presenter.card
        if card is not None:
            self.aside.show_question(card, self.presenter.basis(card), self.presenter.before(card))
        today = local_date(self.session.clock())
        self.aside.show_hazards(self.presenter.open_hazards(), self.presenter.inspection, today)

    # -- acts --------------------------------------------------------------------------------------------
    def do(self, act: Callable[[], object]) -> bool:
        """Carry out an act and show what is stored; a refusal is told and changes nothing on the page but what was typed."""
        try:
            act()
        except FieldauditError as error:
            self.show_all()
            self.frame.show_error(error)
            return False
        self.show_all()
        return True

    def give(self, path: str, value: str) -> None:
        """Record an answer that was typed."""
        self.do(lambda: self.presenter.answer(path, value))

    def press(self, name: str) -> None:
        """Press a choice of the current card."""
        card = self.presenter.card
        if card is not None and self.presenter.editable:
            before = card.fails
            self.do(lambda: self.presenter.press(card, name))
            now, live, focus = self.presenter.card, self.cards.live, QApplication.focusWidget()
            if now is not None and now.fails and not before:
                self.cards.reveal()
            if live is not None and live.segments is not None and focus is not None and live.segments.isAncestorOf(focus):
                live.segments.setFocus(Qt.FocusReason.OtherFocusReason)  # on the chosen one: Tab goes on from there

    def _pressed_at(self, path: str, name: str) -> None:
        """A segment of a card that was resting: it is the current one by now."""
        if self.presenter.path == path:
            self.press(name)

    def _edit_hazard(self, name: str, text: str) -> None:
        card = self.presenter.card
        hazard = self.presenter.hazard(card) if card is not None else None
        if hazard is not None:
            self.do(lambda: self.presenter.edit_hazard(hazard, name, text))

    def _pick_day(self, end: date) -> None:
        card = self.presenter.card
        hazard = self.presenter.hazard(card) if card is not None else None
        if hazard is not None and not self.do(lambda: self.presenter.pick_day(hazard, end)):
            self.cards.take_focus()

    def undo(self) -> None:
        """Take back the last act; one stands where it was."""
        if self.cards.live is not None:
            self.cards.live.flush()
        if self.do(self.presenter.undo):
            self.frame.toasts.say(tr("frame.undone"))
            self.cards.reveal()
            self.cards.take_focus()

    def add(self) -> None:
        """One more of the repeat one stands on."""
        card = self.presenter.card
        if card is not None and card.kind == "add" and self.presenter.editable:
            self.do(lambda: self.presenter.add_instance(card.path))
            self._moved()

    # -- photos ------------------------------------------------------------------------------------------
    def choose_photos(self) -> None:
        """Choose files for the current question."""
        card = self.presenter.card
        if card is not None and card.asks and self.presenter.editable:
            self._take(card.path, list(choose_files(self, tr("checklist.choosePhotos"), PHOTOS)))

    def paste(self) -> None:
        """The picture or the files on the clipboard, to the current question."""
        card = self.presenter.card
        if card is not None and card.asks:
            self._take(card.path, list(from_clipboard()))

    def _take(self, path: str, files: list[Any]) -> None:
        if files and self.presenter.editable:
            self.presenter.go(path)
            self.show_all()
            take_photos(self.frame, self.presenter.inspection, path, files)

    # -- going -------------------------------------------------------------------------------------------
    def _moved(self) -> None:
        self.show_all()
        self.cards.reveal()
        self.cards.take_focus()

    def flushed(self) -> bool:
        """Leaving a card: what is typed in it becomes durable first; False if it could not be (it was told)."""
        return self.cards.live is None or settled_in(self.cards.live)

    def go(self, move: Callable[[], object]) -> None:
        """Settle what is typed, move, and show where one stands; one stays where something typed could not be stored."""
        if self.flushed():
            move()
            self._moved()

    def _stood(self, path: str, part: str) -> None:
        self.go(lambda: self.presenter.go(path))
        live, card = self.cards.live, self.presenter.card
        if card is not None and card.kind == "add":
            self.add()
        elif part in ("figure", "field") and live is not None and (field := live.field()) is not None:
            field.setFocus(Qt.FocusReason.MouseFocusReason)

    def step(self, by: int) -> None:
        """The next card, or the one before."""
        self.go(lambda: self.presenter.step(by))

    def step_section(self, by: int) -> None:
        """The next section, or the one before."""
        self.go(lambda: self.presenter.step_section(by))

    def go_section(self, path: str) -> None:
        """To a section's first open card."""
        self.go(lambda: self.presenter.go_section(path))

    def next_open(self) -> None:
        """On to the next question that wants an answer."""
        if not self.flushed():
            return
        if self.presenter.next_open():
            self._moved()
        else:
            self.frame.toasts.say(tr("checklist.allAnswered"))

    def filter(self, name: str) -> None:
        """Show all cards, or only some."""
        self.presenter.filter = name
        self._moved()

    def go_back(self) -> None:
        """To where one came from (the finish sheet), with everything durable that is typed."""
        self.flushed()
        self.frame.back()

    def _to_finish(self) -> None:
        self.flushed()
        self.frame.go("finish", inspection=self.presenter.inspection)

    def _to_tray(self) -> None:
        self.flushed()
        self.frame.go("tray", inspection=self.presenter.inspection, path=self.presenter.path)

    def _to_plan(self, item: int) -> None:
        self.flushed()
        self.frame.go("plan", institution=self.presenter.sheet.row["institution"], item=item)

    def toggle_aside(self) -> None:
        """The keyboard to the aside; in a narrow window open or close it."""
        if self.is_narrow():
            self.aside.setVisible(not self.aside.isVisible())
            self._arrange()
        self.aside.focus_first() if self.aside.isVisible() else self.cards.take_focus()

    # -- the keyboard ------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Chords work everywhere; single keys never while somebody types."""
        if not self.keys.press(event):
            super().keyPressEvent(event)
