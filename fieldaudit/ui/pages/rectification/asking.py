"""The dialogs before acts on hazards: what is asked for, one reason; and the list of what was refused. Knows no act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ....work.bulk import Bulk
from ...intake import Source
from ...shell.told import Overlay
from ...text import capital, tr
from ...theme import px
from ...widgets.basic import PRIMARY, button, column, label, row
from ...widgets.fields import DayField, Field, Line, Note, NumberField
from ...widgets.photo_files import PhotoFiles
from ...widgets.scrolling import scrolled

Input = Line | Note | DayField | NumberField


class Ask(Overlay):
    """Fields, what will happen, and the verb. `done(values)` is called with what stands in the fields, in their order.

    `checks` gives the words for what is wrong, or "": the verb waits until nothing is.
    """

    def __init__(
        self,
        over: QWidget,
        title: str,
        told: str,
        fields: Sequence[Field],
        verb: str,
        done: Callable[[], object],
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(over)
        self._fields, self._done, self._ready = list(fields), done, ready
        self.content.addWidget(label(title, "heading", wrap=True))
        if told:
            self.content.addWidget(label(told, "", "secondary", wrap=True))
        for field in fields:
            self.content.addWidget(field)
            for signal in ("textChanged", "settled"):
                getattr(field.widget, signal).connect(self._look)
        self.yes: QPushButton = button(verb, self._yes, kind=PRIMARY)
        self.no: QPushButton = button(tr("frame.cancel"), self.close_it)
        self.content.addLayout(row(1, self.no, self.yes))
        self.setAccessibleName(title)
        self._look()

    def first(self) -> QWidget:
        """The first field, or the verb."""
        return self._fields[0].widget if self._fields else self.yes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line is the verb."""
        focused = self.window().focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QLineEdit):
            self._yes()
        else:
            super().keyPressEvent(event)

    def _look(self, *_values: object) -> None:
        self.yes.setEnabled(self._ready())

    def _yes(self) -> None:
        for field in self._fields:
            if isinstance(field.widget, DayField | Line | Note):
                field.widget.flush()
        if self._ready():
            self.close_it()
            self._done()


def ask_extension(over: QWidget, title: str, told: str, today: date, done: Callable[[date, str], object]) -> Ask:
    """Until when, and why."""
    until, why = DayField(), Line()

    def ready() -> bool:
        return bool(until.text().strip() and why.text().strip())

    def yes() -> None:
        day = until.day()
        if day is not None:
            done(day, why.text().strip())

    fields = [Field(tr("rectification.until"), until), Field(tr("rectification.reason"), why)]
    until.setPlaceholderText(today.isoformat())
    return Ask(over, title, told, fields, tr("rectification.extend"), yes, lambda: ready() and _is_day(until))


def _is_day(field: DayField) -> bool:
    from ...widgets.fields import read_day

    try:
        return read_day(field.text()) is not None
    except ValueError:
        return False


def ask_words(
    over: QWidget,
    title: str,
    told: str,
    name: str,
    verb: str,
    done: Callable[[str], object],
    *,
    needed: bool,
    text: str = "",
    long: bool = False,
) -> Ask:
    """One text: a reason, a note, who is responsible."""
    field: Line | Note = Note(text=text) if long else Line(text=text)
    return Ask(
        over,
        title,
        told,
        [Field(name, field)],
        verb,
        lambda: done(field.text().strip()),
        lambda: not needed or bool(field.text().strip()),
    )


def ask_submission(over: QWidget, title: str, verb: str, done: Callable[[str, list[Source]], object]) -> Ask:
    """The home's note, and photos of what it did."""
    note, photos = Note(), PhotoFiles()
    photos.add.setAccessibleName(tr("rectification.photos_after"))
    made = Ask(over, title, "", [Field(tr("rectification.note"), note)], verb, lambda: done(note.text().strip(), photos.sources))
    made.content.insertWidget(made.content.count() - 1, Field(tr("rectification.photos_after"), photos))
    return made


def ask_money(over: QWidget, title: str, told: str, done: Callable[[float], object]) -> Ask:
    """An amount in yuan; 0 says that no money is needed."""
    field = NumberField(tr("rectification.yuan_unit"))

    def read() -> float | None:
        try:
            return float(field.said().replace(",", ""))
        except ValueError:
            return None

    def yes() -> None:
        amount = read()
        if amount is not None:
            done(amount)

    wanted = Field(tr("rectification.money_label"), field)
    return Ask(over, title, told, [wanted], tr("rectification.change"), yes, lambda: read() is not None)


class Refusals(Overlay):
    """What of an act on many was left as it is, each with its reason."""

    stays = True

    def __init__(self, over: QWidget, found: Bulk, done: str) -> None:
        super().__init__(over, 560)
        title = tr("rectification.some_refused", len(found.refused))
        self.content.addWidget(label(title, "heading", wrap=True))
        if found.done:
            self.content.addWidget(label(tr("rectification.others_done", done=done), "", "secondary", wrap=True))
        inside = QWidget()
        lines = column(into=inside, gap=10)
        for each in found.refused:
            lines.addLayout(
                column(
                    label(each.words, "strong", wrap=True), label(capital(str(each.why)), "table", "secondary", wrap=True), gap=2
                )
            )
        lines.addStretch(1)
        area = scrolled(inside)
        area.setAccessibleName(tr("rectification.refused_list"))
        area.setFixedHeight(min(px(320), px(52) * len(found.refused) + px(8)))
        self.content.addWidget(area)
        self._ok = button(tr("frame.understood"), self.close_it, kind=PRIMARY)
        self.content.addLayout(row(1, self._ok))
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(f"{each.words}: {each.why}" for each in found.refused))

    def first(self) -> QWidget:
        """The button."""
        return self._ok


__all__ = ["Ask", "Refusals", "ask_extension", "ask_money", "ask_submission", "ask_words"]
