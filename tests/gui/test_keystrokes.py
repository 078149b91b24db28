"""What triage costs a reviewer in keys: one a case, and two more a failure."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import projects, reviewing
from tests.builders import add_cases, incoming, judged
from tests.gui.session import ALT, Session

FAILURES = {2, 3, 7, 8, 11, 14, 17, 19}
CASES = 20
NOTE = "wrong plan"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Twenty cases to triage, and one that is done, for its tag."""
    path = tmp_path / "triage.curator"
    with projects.create_project(path) as opened:
        done = incoming(1, review=judged(Mark.FAIL, note="invoice", tags=["policy"]))
        add_cases(opened, [done, *(incoming(line) for line in range(2, CASES + 2))])
    return path


class Mouse(QObject):
    """Counts what a mouse does."""

    clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        self.clicks += event.type() == QEvent.Type.MouseButtonPress
        return False


def test_twenty_cases_by_keys_alone(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    mouse = Mouse()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(mouse)
    passed, failed = [], []
    for place in range(CASES):
        if place in FAILURES:
            failed.append(session.key)
            session.press(Qt.Key.Key_F)
            session.type(NOTE)
            session.press(Qt.Key.Key_1, modifier=ALT)
            session.press(Qt.Key.Key_Return)
        else:
            passed.append(session.key)
            session.press(Qt.Key.Key_P)
    typed = len(NOTE) * len(FAILURES)
    application.removeEventFilter(mouse)
    assert session.keys <= CASES + typed + 2 * len(FAILURES)
    assert mouse.clicks == 0
    session.quit()

    with projects.open_project(project) as kept:
        assert len(reviewing.queue_keys(kept, Queue(kind="unreviewed"))) == 0
        for key in passed:
            assert reviewing.review(kept, key).mark is Mark.PASS
        for key in failed:
            review = reviewing.review(kept, key)
            assert (review.mark, review.note, review.tags) == (Mark.FAIL, NOTE, ("policy",))
