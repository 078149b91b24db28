"""Whole sessions: triage, the second pass over ideal answers, and a program that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import ideal_answers, projects, reviewing
from tests.builders import add_cases, incoming
from tests.gui.session import ALT, CTRL, Session

Key = Qt.Key
CASES = 50
ANSWERS = 10

KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, Qt
from tests.gui.session import CTRL, Session

class Wait:
    def waitUntil(self, done):
        while not done():
            QCoreApplication.processEvents()

session = Session(Wait(), Path(sys.argv[1]))
session.press(Qt.Key.Key_P)
session.press(Qt.Key.Key_F)
session.type("wrong price")
session.press(Qt.Key.Key_Return)
session.press(Qt.Key.Key_E)
session.press(Qt.Key.Key_End, modifier=CTRL)
session.type(" Half")
ideal = session.review.case.ideal
Wait().waitUntil(lambda: ideal.saved.text() == "Draft kept")
print(session.window.context.reviewer, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> None:
    """Settings of this test's own."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "ini"))


def project_of(folder: Path, cases: int) -> Path:
    path = folder / "pass.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line) for line in range(1, cases + 1)])
    return path


def test_fifty_cases_and_then_ten_ideal_answers(qtbot: QtBot, tmp_path: Path) -> None:
    path = project_of(tmp_path, CASES)
    session = Session(qtbot, path)
    failed: list[int] = []
    for place in range(CASES):
        if place % 5:
            session.press(Key.Key_S if place % 7 == 0 else Key.Key_P)
            continue
        failed.append(session.key)
        session.press(Key.Key_F)
        session.type("wrong")
        if place == 0:
            session.press(Key.Key_Tab)
            session.type("price")
            session.press(Key.Key_Return, Key.Key_Return)
        else:
            session.press(Key.Key_1, modifier=ALT)
            session.press(Key.Key_Return)
    assert len(failed) == ANSWERS
    session.rest()
    session.press(Key.Key_Q)
    session.rest()
    popup = session.review.chooser.popup
    names = [offer.name for offer in popup.offers()]
    popup.rows.setCurrentIndex(popup.model.index(0, 0))
    session.press(*[Key.Key_Down] * names.index("needs-ideal"), Key.Key_Return)
    assert set(session.review.list.model.keys) == set(failed)
    session.press(Key.Key_E)
    for _ in range(ANSWERS):
        assert session.focused is session.review.case.ideal.editor
        session.press(Key.Key_End, modifier=CTRL)
        session.type(" Ok.")
        session.press(Key.Key_Return, modifier=CTRL)
    session.press(Key.Key_Escape)
    session.quit()
    with projects.open_project(path) as kept:
        assert len(reviewing.queue_keys(kept, Queue(kind="needs-ideal"))) == 0
        for key in failed:
            review = reviewing.review(kept, key)
            assert (review.mark, review.note, review.tags) == (Mark.FAIL, "wrong", ("price",))
            assert review.ideal is not None
            assert review.ideal.endswith(" Ok.")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill signal on Windows")
def test_a_killed_program_loses_nothing_that_was_acknowledged(qtbot: QtBot, tmp_path: Path) -> None:
    path = project_of(tmp_path, 4)
    root = Path(__file__).parents[2]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)],
        capture_output=True,
        text=True,
        env=env,
        cwd=root,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    who = done.stdout.strip()
    with projects.open_project(path) as kept:
        keys = reviewing.queue_keys(kept, Queue())
        found = [reviewing.review(kept, key) for key in keys]
        assert [one.mark for one in found] == [Mark.PASS, Mark.FAIL, None, None]
        assert found[1].note == "wrong price"
        draft = ideal_answers.draft(kept, keys[2], who)
        assert draft is not None
        assert draft.endswith(" Half")
    session = Session(qtbot, path)
    assert session.key == keys[2]
    notices = session.review.case.ideal.notices.notices
    assert [one.text.partition(":")[0] for one in notices] == ["Typed before and not handed in"]
    session.quit()
