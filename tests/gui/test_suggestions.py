"""Judgements that came with the data, accepted in the real window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from curator.gui.widgets.suggestions_dialog import SuggestionsDialog
from curator.model.review import Mark
from curator.operations import reviewing, suggestions
from tests.builders import add_cases, incoming, judged, new_project
from tests.gui.session import CTRL, SHIFT, Session
from tests.gui.test_accessibility import problems


def suggested(folder: Path) -> Path:
    """Four cases that two tools have judged."""
    project = new_project(folder)
    rows = [
        incoming(n, review=judged(Mark.FAIL, note="slow")).model_copy(
            update={"origin": "Langfuse score right" if n < 3 else "column ok"}
        )
        for n in range(1, 5)
    ]
    add_cases(project, rows, as_acts=False)
    project.close()
    return project.path


def test_one_by_one_by_origin_and_all_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, suggested(tmp_path))
    session.rest()
    project = session.window.context.the_project()
    bar = session.review.case.suggested
    assert bar.isVisible()
    assert "Fail" in bar.words.text()
    assert "slow" in bar.words.toolTip() + bar.words.text()
    assert reviewing.figures(project).reviewed == 0
    # A accepts this case's and stays.
    first = session.key
    session.press(Qt.Key.Key_A)
    assert reviewing.review(project, first).mark is Mark.FAIL
    assert bar.isHidden()
    session.press(Qt.Key.Key_J)
    # One of several: the menu's first row is the mark alone.
    second = session.key
    only = bar.more.menu().actions()[0]
    assert only.text() == "Accept only: Fail"
    only.trigger()
    found = reviewing.review(project, second)
    assert (found.mark, found.note) == (Mark.FAIL, "")
    # All of one origin, then all there are.
    session.press(Qt.Key.Key_A, modifier=CTRL | SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SuggestionsDialog)
    assert session.focused is dialog.all
    assert problems(dialog) == []
    left = dialog.findChild(QPushButton, "accept-origin-column ok")
    assert left is not None
    left.click()
    assert {one.origin for one in suggestions.by_origin(project)} == {"Langfuse score right"}
    dialog.all.setFocus()
    session.press(Qt.Key.Key_Space)
    assert suggestions.by_origin(project) == []
    assert not dialog.all.isEnabled()
    session.press(Qt.Key.Key_Escape)
    session.to_front()
    assert reviewing.figures(project).failed == 4
    session.rest()
    session.quit()
