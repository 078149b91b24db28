"""How long a case was on the screen is kept with its mark, by the real keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.operations import projects
from curator.operations.snapshots import take_snapshot
from tests.builders import add_cases, incoming
from tests.gui.session import Session

Key = Qt.Key


def test_a_mark_made_at_a_glance_is_known_as_one(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "haste.curator"
    with projects.create_project(path) as opened:
        add_cases(opened, [incoming(line) for line in range(1, 4)])
    session = Session(qtbot, path)
    project = session.window.context.the_project()
    first = session.key
    session.press(Key.Key_P)
    second = session.key
    session.press(Key.Key_P)
    found = take_snapshot(project)
    assert set(found.mark_seconds) == {first, second}
    # Two keys pressed by a test: no one reads that fast.
    assert all(seconds < 60 for seconds in found.mark_seconds.values())
    assert found.marked_together == ()
    session.quit()
