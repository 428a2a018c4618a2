"""Settings: what is chosen counts at once, PINs by whom they may be set, a backup that reads back, everything checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store.backup import Backup
from fieldaudit.ui.jobs import Cancelled, Job
from fieldaudit.ui.pages.settings.presenter import SettingsPresenter
from fieldaudit.ui.pages.settings.view import PinDialog
from fieldaudit.ui.session import Session
from fieldaudit.ui.theme import px

Open = Callable[..., Session]


def test_ones_own_pin_needs_the_old_one_and_others_are_the_administrators(open_session: Open) -> None:
    session = open_session("inspector")
    presenter = SettingsPresenter(session)
    people = {person["id"]: person for person in presenter.people()}
    me = session.person
    assert me is not None and presenter.needs_old(people[me]) and presenter.may_set(me)
    assert not any(presenter.may_set(RowId(other)) for other in people if other != me)
    with pytest.raises(NotAllowed):
        presenter.set_pin(me, "1111", "2222", "2222")
    with pytest.raises(BadInput):
        presenter.set_pin(me, "0000", "2222", "2223")
    presenter.set_pin(me, "0000", "2222", "2222")
    session.lock()
    session.sign_in(me, "2222")


def test_a_backup_is_written_in_the_background_and_reads_back(open_session: Open, tmp_path: Path) -> None:
    session = open_session("inspector")
    presenter, told = SettingsPresenter(session), []
    job = Job("")
    job.on_change.append(lambda changed: told.append(changed.done))
    target = tmp_path / presenter.backup_name()
    written = presenter.back_up(job, target, "a passphrase")
    assert written.path == target and written.photos > 100 and told[-1] >= written.photos
    assert Backup(target).protected and not Backup(target).faults()


def test_a_cancelled_backup_leaves_no_file(open_session: Open, tmp_path: Path) -> None:
    session, job = open_session("inspector"), Job("")
    job.on_change.append(lambda changed: changed.cancel() if changed.done == 3 else None)
    with pytest.raises(Cancelled):
        SettingsPresenter(session).back_up(job, tmp_path / "cut.zip", "a passphrase")
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_everything_is_checked_and_a_spoilt_photo_is_named(open_session: Open) -> None:
    session = open_session("inspector")
    presenter = SettingsPresenter(session)
    assert presenter.verify(Job("")) == []
    blob = next(path for path in (session.path / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(blob.read_bytes()[:-1] + b"\0")
    assert any(blob.name in words for words in presenter.verify(Job("")))


def test_a_language_counts_at_once_and_a_second_press_changes_nothing(qt: Any, frame_at: Callable[..., Any]) -> None:
    from fieldaudit.ui.widgets.segments import Toggle

    frame, asked = frame_at("settings"), []
    frame.relabelled.connect(lambda: asked.append(frame.settings.language()))
    language = frame.page.findChildren(Toggle)[0]
    language.chosen.emit("en")
    language.chosen.emit(None)
    assert asked == ["en"] and frame.settings.language() == "en"


def test_text_grows_with_the_setting(qt: Any) -> None:
    from fieldaudit.ui import theme

    theme.apply("light", 1.5)
    assert px(14) == 21
    theme.apply("light", 1)
    assert px(14) == 14


def test_a_pin_dialog_says_what_is_wrong_in_place(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("settings", section="people")
    me = next(person for person in frame.page.presenter.people() if person["id"] == frame.session.person)
    frame.page._change_pin(me)
    dialog = frame.window().findChild(PinDialog)
    dialog.old.setText("9999")
    dialog.new.setText("1234")
    dialog.again.setText("1234")
    dialog.save.click()
    assert dialog.isVisible() and dialog._fault.text()
    dialog.old.setText("0000")
    dialog.save.click()
    assert not dialog.isVisible() and frame.toasts.isVisible()


def test_every_kind_of_paper_is_listed_with_its_words(open_session: Open) -> None:
    presenter = SettingsPresenter(open_session("inspector"))
    assert len(presenter.wordings()) >= 10
    assert "=" in presenter.wording_text(0) and "ISC" in presenter.licences()
