"""Tab goes in the order in which a page is read: pane by pane as they are laid out, in each from the top left.

Qt's own order is that in which widgets were made, so rows that are shown anew would come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from .scrolling import scroll_into_view

_REASONS = (Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.TabFocusReason)


def move_focus(root: QWidget, forward: bool) -> bool:
    """Give the focus to the next stop of `root`, or to the one before; round at the ends. False where there is none."""
    now = root.window().focusWidget()
    stops = [each for each in in_reading_order(root) if each is now or takes_tab(each)]
    if not stops or stops == [now]:
        return False
    at = stops.index(now) if now in stops else -1 if forward else 0
    to = stops[(at + (1 if forward else -1)) % len(stops)]
    to.setFocus(_REASONS[forward])
    scroll_into_view(to, 8)
    return True


def takes_tab(widget: QWidget) -> bool:
    """Does Tab stop here? Not at what takes no room: nobody could see it."""
    return (
        not widget.size().isEmpty()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )


@runtime_checkable
class Ordered(Protocol):
    """Something that knows better in which order it is gone through."""

    def tab_stops(self) -> list[QWidget]:
        """Its stops, first to last."""
        ...


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that is visible in it: by its layouts, then what no layout places, from the top left."""
    if isinstance(widget, Ordered):
        first = [widget, *(each for each in widget.tab_stops() if each.isVisible())]
        yield from first
        yield from (each for each in _inside(widget) if each not in first)
    else:
        yield widget
        yield from _inside(widget)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    children = [each for each in widget.children() if isinstance(each, QWidget) and each.isVisible() and not each.isWindow()]
    laid = {each: at for at, each in enumerate(_laid_out(widget.layout(), children))}
    for child in sorted(children, key=lambda each: (laid.get(each, len(laid)), each.y(), each.x())):
        yield from in_reading_order(child)


def _laid_out(layout: QLayout | None, widgets: list[QWidget]) -> Iterator[QWidget]:
    """Which of some widgets are in a layout, or in those inside it, as they stand.

    Never asks for the layout's items: Python would keep them when Qt has freed them, and take what comes to lie there for one.
    """
    if layout is None:
        return
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    places: list[tuple[int, QLayout | QWidget]] = [(layout.indexOf(widget), widget) for widget in widgets]
    places += [(layout.indexOf(each), each) for each in inner]
    if isinstance(layout, QGridLayout):
        places = [(_cell(layout, at), each) for at, each in places if at >= 0]
    for at, each in sorted(places, key=lambda place: place[0]):
        if at < 0:
            continue
        if isinstance(each, QLayout):
            yield from _laid_out(each, widgets)
        else:
            yield each


def _cell(grid: QGridLayout, at: int) -> int:
    """Row by row, each from the left."""
    line, across, *_ = cast(tuple[int, int, int, int], grid.getItemPosition(at))
    return line * 1_000 + across


__all__ = ["in_reading_order", "move_focus", "takes_tab"]
