"""The first screen: the sample, recent projects, files that are dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.gui.pages.import_page import ImportPage
from curator.gui.pages.start import RecentRow, StartPage
from curator.gui.widgets.controls import MessageRow
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
