"""Tags are completed, renamed and merged; progress is told in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.gui.widgets.progress_popover import sentences, time_words
from curator.gui.widgets.tag_manager import TagManager
from curator.model.figures import Figures
from curator.model.review import Mark
from curator.operations import projects, reviewing
from tests.builders import add_cases, incoming, judged
from tests.gui.session import CTRL, Session

Key = Qt.Key


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "tags.curator"
    with projects.create_project(path) as opened:
        tags = (["wrong plan"], ["plan"], ["tone", "wrong plan"])
        done = [
            incoming(line, review=judged(Mark.FAIL, tags=of_case))
            for line, of_case in enumerate(tags, 1)
        ]
        add_cases(opened, [*done, incoming(9)])
    return path


def dialog(session: Session) -> TagManager:
    session.press(Key.Key_T, modifier=CTRL)
    found = QApplication.activeModalWidget()
    assert isinstance(found, TagManager)
    return found


def test_a_tag_is_renamed_with_all_its_uses_and_back(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    opened = session.window.context.the_project()
    manager = dialog(session)
    assert manager.tag() == "wrong plan"
    session.type("invented plan")
    session.press(Key.Key_Return)
    assert manager.isVisible()
    assert manager.tag() == "invented plan"
    session.press(Key.Key_Escape)
    session.to_front()
    assert dict(reviewing.tag_counts(opened)) == {"invented plan": 2, "plan": 1, "tone": 1}
    session.press(Key.Key_Z)
    assert dict(reviewing.tag_counts(opened)) == {"wrong plan": 2, "plan": 1, "tone": 1}
    session.quit()


def test_the_name_of_another_tag_merges_the_two(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    manager = dialog(session)
    session.type("plan")
    assert manager.rename.text() == "Merge"
    assert "become one tag" in manager.words.text()
    session.press(Key.Key_Return)
    opened = session.window.context.the_project()
    assert dict(reviewing.tag_counts(opened)) == {"plan": 3, "tone": 1}
    session.press(Key.Key_Escape)
    session.to_front()
    session.quit()


def test_a_tag_that_is_known_is_completed(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    session.press(Key.Key_F, Key.Key_Escape, Key.Key_T)
    field = session.review.case.note_tags.tag_field
    QTest.keyClicks(field, "wro")
    completer = field.completer()
    assert completer is not None
    assert completer.currentCompletion() == "wrong plan"
    popup = completer.popup()
    assert popup is not None
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Return)
    assert not popup.isVisible()
    if field.text():
        session.press(Key.Key_Return)
    session.press(Key.Key_Escape)
    opened = session.window.context.the_project()
    assert reviewing.review(opened, session.key).tags == ("wrong plan",)
    session.quit()


def test_progress_opens_by_its_key_and_says_everything(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    session.press(Key.Key_I)
    popover = session.review.tools.popover
    assert popover.isVisible()
    assert "3 of 4: 0 passed, 3 failed" in popover.text()
    session.press(Key.Key_Escape)
    assert not popover.isVisible()
    session.quit()


def test_saturation_pace_and_agreement_in_words() -> None:
    figures = Figures(
        cases=100,
        reviewed=40,
        random_prefix=40,
        since_new=20,
        saturation=0.139,
        seconds_per_case=30.0,
        repeats=5,
        repeats_agreeing=4,
    )
    said = dict(sentences(figures))
    assert said["Saturation"] == (
        "20 with nothing new: up to 14 % of cases may still hold something new."
    )
    assert said["Pace"] == (
        "30 seconds a case, pauses left out; about 30 minutes left at this pace."
    )
    assert said["Self-agreement"] == "4 of 5 repeats marked the same way as before."
    assert time_words(3 * 3600) == "3.0 hours"
