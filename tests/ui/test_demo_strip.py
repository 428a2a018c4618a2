"""The strip over the demo: what lies over the page leaves it in sight, and it leads on from there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from places import MOMENT, overlay, page_of, rest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldaudit.ui.pages.serve.view import ServePage
from fieldaudit.ui.print_panel import PaperDialog
from fieldaudit.ui.services import Services
from fieldaudit.ui.settings import Settings
from fieldaudit.ui.shell.demo_bar import DemoBar
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.text import tr
from fieldaudit.ui.walk import SHOTS


@pytest.mark.slow  # a whole demo is copied and opened
@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_a_paper_over_the_page_leaves_the_tours_strip_in_sight_and_at_hand(
    demo: Path, tmp_path: Path, qt: QApplication, size: tuple[int, int]
) -> None:
    shutil.copytree(demo, tmp_path / "demo")
    window = Window(tmp_path / "demo" / "inspector", Services(clock=lambda: MOMENT), Settings())
    window.resize(*size)
    window.show()
    try:
        window.open_demo(tmp_path / "demo")
        assert window.frame is not None and window.session is not None
        strip = window.findChild(DemoBar)
        _press(strip, tr("demo.tour"))
        rest(window)
        shot = next(each for each in SHOTS if each.name == "serve")
        window.frame.go("serve", **(shot.where(window.session.desk()) or {}))
        page = page_of(window)
        assert isinstance(page, ServePage)
        page.see.click()
        rest(window)
        paper = overlay(window)
        assert isinstance(paper, PaperDialog)
        bottom = strip.mapTo(window, strip.rect().bottomLeft()).y()
        assert paper.geometry().top() == bottom + 1 and paper.geometry().bottom() == window.rect().bottom()
        assert paper.rect().contains(paper.box.geometry())
        for each in (*strip.findChildren(QLabel), *strip.findChildren(QPushButton)):
            if each.isVisible():
                assert window.childAt(each.mapTo(window, QPoint(each.width() // 2, each.height() // 2))) is each
        _press(strip, tr("tour.next"))  # two lines stay two lines; the paper goes with its page
        rest(window)
        assert overlay(window) is None
    finally:
        window.close()
        window.deleteLater()


def _press(strip: DemoBar, words: str) -> None:
    next(each for each in strip.findChildren(QPushButton) if each.text() == words and each.isVisible()).click()
