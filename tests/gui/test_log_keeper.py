"""What was marked is copied from the log into the file in a pause, not by the next mark."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.gui import log_keeper
from tests.gui.session import Session, sample_copy


def _acts_in_the_file_alone(session: Session, folder: Path) -> int:
    project = session.window.context.the_project()
    alone = folder / "alone.db"
    alone.write_bytes(project.path.read_bytes())
    with closing(sqlite3.connect(alone)) as connection:
        return int(connection.execute("SELECT count(*) FROM acts").fetchone()[0])


def test_a_pause_after_some_acts_settles_them(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_keeper, "FEWEST", 5)
    session = Session(qtbot, sample_copy(tmp_path))
    keeper = session.window.keeper.log
    keeper.settle()
    session.rest()
    before = _acts_in_the_file_alone(session, tmp_path)
    for _ in range(5):
        session.press(Qt.Key.Key_S)
    marked = keeper.acts
    assert marked >= 5
    assert _acts_in_the_file_alone(session, tmp_path) == before, "no mark copies the log"
    qtbot.waitUntil(lambda: keeper.acts == 0, timeout=2 * log_keeper.IDLE)
    session.rest()
    assert _acts_in_the_file_alone(session, tmp_path) == before + marked
    session.quit()
