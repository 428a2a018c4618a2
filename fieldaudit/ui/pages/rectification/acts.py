"""The bar of what may be done with the rows that are chosen; it takes the place of the count, so that no row moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame

from ....domain.calendar import local_date
from ....work.bulk import Bulk
from ...text import tr
from ...theme import px
from ...widgets.basic import button, label, row
from ...widgets.menus import more_menu
from .asking import ask_extension, ask_money, ask_words

if TYPE_CHECKING:
    from .view import RectificationPage


class BulkBar(QFrame):
    """How many are chosen, and the acts of the person at the keyboard."""

    def __init__(self, page: RectificationPage) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._page, self._items = page, list[int]()
        self.chosen = label("", "strong")
        self.homes = label("", "table", "muted")
        self.buttons = [
            button(words, do, icon_name=mark, size="small")
            for words, do, mark in (
                (tr("rectification.reinspect"), self._reinspect, "clipboard-list"),
                (tr("rectification.extend"), self._extend, "calendar"),
                (tr("rectification.responsible"), self._responsible, "user-round"),
                (tr("rectification.clear"), self._clear, "check-check"),
            )
        ]
        acts = page.session.role in ("inspector", "supervisor")
        self.more = more_menu(self._more, tr("rectification.more"), size="small")
        self.cancel = button(tr("rectification.unselect"), page.table.clear_selection, kind="text", icon_name="x")
        row(self.chosen, self.homes, *self.buttons, self.more, 1, self.cancel, margins=(16, 0, 16, 0), gap=8, into=self)
        for each in self.buttons:
            each.setVisible(acts)
        self.setMinimumHeight(px(56))

    def fold(self, narrow: bool) -> None:
        """Less room: the rarer acts are in the menu only."""
        self.homes.setVisible(not narrow)
        acts = self._page.session.role in ("inspector", "supervisor")
        for each in self.buttons[2:]:
            each.setVisible(acts and not narrow)

    def show_chosen(self, items: Sequence[int], homes: int | None) -> None:
        """These rows are chosen, of so many homes."""
        self._items = list(items)
        self.chosen.setText(tr("rectification.chosen", len(items)))
        self.homes.setText(tr("rectification.homes", homes) if homes is not None else "")

    def _more(self) -> list[Any]:
        page = self._page
        export = [
            (tr("rectification.export_chosen"), lambda: page.save_as("xlsx", self._items), "download"),
        ]
        if page.session.role not in ("inspector", "supervisor"):
            return export
        acts: list[Any] = [
            (tr("rectification.submit"), self._submit, "check"),
            (tr("rectification.responsible"), self._responsible, "user-round"),
            (tr("rectification.money"), self._money),
            (tr("rectification.contingency"), self._contingency),
            (tr("rectification.clear"), self._clear, "check-check"),
        ]
        if page.session.role == "supervisor":
            acts += [None, (tr("rectification.grant"), self._grant), (tr("rectification.refuse"), self._refuse)]
        return [*acts, None, *export]

    # -- each act: what is asked, what is done, what is said ---------------------------------------------
    def _count(self) -> str:
        return tr("rectification.items", len(self._items))

    def _run(self, do: Callable[[list[int]], Bulk], said: Callable[[str], str]) -> None:
        self._page.run(do, said)

    def _ask(
        self,
        title: str,
        name: str,
        verb: str,
        do: Callable[[list[int], str], Bulk],
        said: Callable[[str], str],
        *,
        needed: bool,
        long: bool = False,
    ) -> None:
        def yes(words: str) -> None:
            self._run(lambda items: do(items, words), said)

        ask_words(self._page.frame, title, tr("rectification.each_judged"), name, verb, yes, needed=needed, long=long).open()

    def _reinspect(self) -> None:
        homes = self._page.presenter.homes_of(self._items)
        if homes:
            self._page.frame.go("reinspect", institution=homes[0], items=tuple(self._items))

    def _extend(self) -> None:
        page = self._page
        title, today = tr("rectification.ask_extend", items=self._count()), local_date(page.session.clock())
        ask_extension(
            page.frame, title, tr("rectification.each_judged"), today,
            lambda to, why: self._run(
                lambda items: page.presenter.extend(items, to, why), lambda items: tr("rectification.done_extend", items=items)
            ),
        ).open()  # fmt: skip

    def _submit(self) -> None:
        title, name = tr("rectification.ask_submit", items=self._count()), tr("rectification.note")
        self._ask(
            title,
            name,
            tr("rectification.submit"),
            self._page.presenter.submit,
            lambda items: tr("rectification.done_submit", items=items),
            needed=False,
        )

    def _clear(self) -> None:
        title, name = tr("rectification.ask_clear", items=self._count()), tr("rectification.opinion")
        self._ask(
            title,
            name,
            tr("rectification.clear"),
            self._page.presenter.clear,
            lambda items: tr("rectification.done_clear", items=items),
            needed=False,
        )

    def _grant(self) -> None:
        title, name = tr("rectification.ask_grant", items=self._count()), tr("rectification.note")
        self._ask(
            title,
            name,
            tr("rectification.grant"),
            self._page.presenter.grant,
            lambda items: tr("rectification.done_grant", items=items),
            needed=False,
        )

    def _refuse(self) -> None:
        title, name = tr("rectification.ask_refuse", items=self._count()), tr("rectification.reason")
        self._ask(
            title,
            name,
            tr("rectification.refuse"),
            self._page.presenter.refuse,
            lambda items: tr("rectification.done_refuse", items=items),
            needed=True,
        )

    def _responsible(self) -> None:
        self._edit("responsible", tr("rectification.who"), long=False)

    def _contingency(self) -> None:
        self._edit("contingency", tr("rectification.plan_label"), long=True)

    def _edit(self, cell: str, name: str, *, long: bool) -> None:
        self._ask(tr("rectification.ask_edit", items=self._count()), name, tr("rectification.change"),
                  lambda items, words: self._page.presenter.edit(items, {cell: words}),
                  lambda items: tr("rectification.done_edit", items=items), needed=True, long=long)  # fmt: skip

    def _money(self) -> None:
        def yes(amount: float) -> None:
            self._run(
                lambda items: self._page.presenter.edit(items, {"budget_yuan": amount}),
                lambda items: tr("rectification.done_edit", items=items),
            )

        ask_money(self._page.frame, tr("rectification.ask_edit", items=self._count()), tr("rectification.each_judged"), yes).open()


__all__ = ["BulkBar"]
