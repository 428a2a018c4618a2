"""One package a page: `presenter` gathers what is shown and carries out acts, without widgets; `view` paints it.

Owns the list of pages. A page's modules are imported when it is first shown: the window must open quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .base import Page


def _today() -> type[Page]:
    from .today.view import TodayPage

    return TodayPage


def _institutions() -> type[Page]:
    from .institutions.view import InstitutionsPage

    return InstitutionsPage


def _register_import() -> type[Page]:
    from .register_import.view import ImportPage

    return ImportPage


def _home() -> type[Page]:
    from .home.view import HomePage

    return HomePage


def _inspections() -> type[Page]:
    from .inspections.view import InspectionsPage

    return InspectionsPage


def _checklist() -> type[Page]:
    from .checklist.view import ChecklistPage

    return ChecklistPage


def _finish() -> type[Page]:
    from .finish.view import FinishPage

    return FinishPage


def _photo() -> type[Page]:
    from .photo.view import PhotoPage

    return PhotoPage


def _tray() -> type[Page]:
    from .tray.view import TrayPage

    return TrayPage


def _rectification() -> type[Page]:
    from .rectification.view import RectificationPage

    return RectificationPage


def _plan() -> type[Page]:
    from .plan.view import PlanPage

    return PlanPage


def _reinspect() -> type[Page]:
    from .reinspect.view import ReinspectPage

    return ReinspectPage


def _documents() -> type[Page]:
    from .documents.view import DocumentsPage

    return DocumentsPage


def _serve() -> type[Page]:
    from .serve.view import ServePage

    return ServePage


def _overview() -> type[Page]:
    from .overview.view import OverviewPage

    return OverviewPage


def _review() -> type[Page]:
    from .review.view import ReviewPage

    return ReviewPage


def _sync() -> type[Page]:
    from .sync.view import SyncPage

    return SyncPage


def _settings() -> type[Page]:
    from .settings.view import SettingsPage

    return SettingsPage


def _office() -> type[Page]:
    from .office.view import OfficePage

    return OfficePage


def _help() -> type[Page]:
    from .help.view import HelpPage

    return HelpPage


PAGES: dict[str, Callable[[], type[Page]]] = {
    "today": _today,
    "institutions": _institutions,
    "import": _register_import,
    "home": _home,
    "inspections": _inspections,
    "checklist": _checklist,
    "finish": _finish,
    "photo": _photo,
    "tray": _tray,
    "rectification": _rectification,
    "plan": _plan,
    "reinspect": _reinspect,
    "documents": _documents,
    "serve": _serve,
    "overview": _overview,
    "review": _review,
    "sync": _sync,
    "settings": _settings,
    "office": _office,
    "help": _help,
}
# page -> the rail entry that stands for it
RAIL_OF = {
    "import": "institutions", "home": "institutions", "checklist": "inspections", "finish": "inspections", "photo": "inspections",
    "tray": "inspections", "plan": "rectification", "reinspect": "rectification", "serve": "documents", "review": "inspections",
    "office": "settings",
}  # fmt: skip


def page_class(name: str) -> type[Page]:
    """The class of a page."""
    return PAGES[name]()
