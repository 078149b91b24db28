"""The first screen: the sample, recent projects, files that are dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from curator.gui.pages.import_page import ImportPage
from curator.gui.pages.start import RecentRow, StartPage
from curator.gui.recent import KEPT, remember
from curator.gui.widgets.controls import MessageRow
from curator.model.figures import Figures
from curator.operations import projects
from tests.builders import incoming, new_project
from tests.gui.session import Session


def start_page(session: Session) -> StartPage:
    page = session.window.pages["start"]
    assert isinstance(page, StartPage)
    return page


def test_the_sample_opens_from_the_first_screen(qtbot: QtBot) -> None:
    session = Session(qtbot, None)
    page = start_page(session)
    assert session.focused is page.choose
    page.sample.setFocus()
    session.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.window.context.project is not None, timeout=60_000)
    assert session.window.page is session.review
    session.rest()
    assert session.case.answered
    first = session.window.context.the_project().path
    session.quit()

    # The second time it is there already, as it was left.
    again = Session(qtbot, None)
    start_page(again).sample.click()
    assert again.window.context.the_project().path == first
    again.rest()
    again.quit()


def test_recent_projects_are_a_click_away(qtbot: QtBot, tmp_path: Path) -> None:
    new_project(tmp_path, (incoming(line) for line in range(1, 5))).close()
    path = tmp_path / "project.curator"
    session = Session(qtbot, path)
    session.press(Qt.Key.Key_P)
    session.quit()

    again = Session(qtbot, None)
    # other tests of this process may have left their own projects, older ones, below
    row = again.window.findChildren(RecentRow)[0]
    assert row.project.figures == "1 of 4 reviewed"
    row.click()
    assert again.window.context.the_project().path == path
    again.rest()
    again.quit()


def test_a_project_that_cannot_be_read_is_told_and_costs_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.curator"
    broken.write_bytes(b"not a project")
    session = Session(qtbot, broken)
    assert session.window.page is start_page(session)
    texts = [row.text for row in session.window.findChildren(MessageRow)]
    assert len(texts) == 1
    assert "broken.curator" in texts[0]
    session.quit()
    assert broken.read_bytes() == b"not a project"


def test_a_dropped_file_is_looked_at_and_becomes_a_project(qtbot: QtBot, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"id": "a", "input": "How?", "output": "So."}\n', encoding="utf-8")
    session = Session(qtbot, None)
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(log))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place, copy = QPoint(400, 400), Qt.DropAction.CopyAction
    QApplication.sendEvent(start_page(session), QDragEnterEvent(place, copy, dragged, left, none))
    QApplication.sendEvent(
        start_page(session), QDropEvent(place.toPointF(), copy, dragged, left, none)
    )
    page = session.window.pages["import"]
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(page.progress.add.isEnabled)
    assert session.focused is page.progress.add
    session.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.focused is page.progress.review)
    session.press(Qt.Key.Key_Space)
    assert session.window.page is session.review
    assert session.case.id == "a"
    session.rest()
    session.quit()
    with projects.open_project(tmp_path / "log.curator") as made:
        assert made.name


def recent_rows(session: Session) -> list[RecentRow]:
    return [
        row
        for row in start_page(session).findChildren(RecentRow)
        if not row.isHidden() and row.parent() is not None
    ]


def test_without_projects_the_list_says_so(qtbot: QtBot) -> None:
    session = Session(qtbot, None)
    page = start_page(session)
    assert recent_rows(session) == []
    texts = [one.text() for one in page.findChildren(QLabel) if not one.isHidden()]
    assert "Projects you open stand here." in texts
    session.quit()


def test_a_project_whose_file_is_gone_is_told_and_can_be_taken_off(
    qtbot: QtBot, tmp_path: Path
) -> None:
    new_project(tmp_path, [incoming(1)]).close()
    path = tmp_path / "project.curator"
    session = Session(qtbot, path)
    session.rest()
    session.quit()
    path.unlink()

    again = Session(qtbot, None)
    (row,) = recent_rows(again)
    assert row.project.missing
    assert str(tmp_path) in row.accessibleName()
    row.click()
    (told,) = [one for one in again.window.findChildren(MessageRow) if not one.text.isspace()]
    assert told.text.startswith("project.curator is no longer in")
    assert again.window.page is start_page(again)
    told.action_button.click()
    QApplication.processEvents()
    assert recent_rows(again) == []
    again.quit()


def test_many_projects_are_kept_the_latest_first(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Curator", "Curator"
    )
    for number in range(KEPT + 3):
        path = tmp_path / f"p{number}.curator"
        path.write_bytes(b"")
        remember(settings, path, f"Project {number}", Figures(cases=number, reviewed=0))
    settings.sync()
    session = Session(qtbot, None)
    names = [row.project.name for row in recent_rows(session)]
    assert names == [f"Project {number}" for number in range(KEPT + 2, 2, -1)]
    session.quit()


def test_something_held_over_the_window_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, None)
    zone = start_page(session).drop_zone
    before = zone.grab().toImage()
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(1, 1), Qt.DropAction.CopyAction, dragged, left, none)
    QApplication.sendEvent(session.window, enter)
    assert enter.isAccepted()
    assert zone.grab().toImage() != before
    QApplication.sendEvent(session.window, QDragLeaveEvent())
    assert zone.grab().toImage() == before
    words = QMimeData()
    words.setText("only words")
    refused = QDragEnterEvent(QPoint(1, 1), Qt.DropAction.CopyAction, words, left, none)
    QApplication.sendEvent(session.window, refused)
    assert zone.grab().toImage() == before
    session.quit()
