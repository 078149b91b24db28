"""The search index follows openings and imports by itself, and never holds anybody up."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.gui.pages.import_page import ImportPage
from curator.model.work import IsCancelled, Progress
from curator.operations import projects
from curator.project import search
from tests.builders import incoming, new_project
from tests.gui.session import CTRL, Session


def waiting(path: Path) -> int:
    """How many cases are not in the index."""
    with projects.open_project(path) as project, project.reading() as connection:
        return search.waiting(connection)


def test_an_opened_project_is_indexed_quietly(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "project.curator"
    new_project(tmp_path, (incoming(line) for line in range(1, 1_200))).close()
    assert waiting(path) == 1_199
    session = Session(qtbot, path)
    session.rest()
    assert session.window.task_row.isHidden()
    session.quit()
    assert waiting(path) == 0


def test_closing_at_once_stops_it_and_loses_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "project.curator"
    new_project(tmp_path, (incoming(line) for line in range(1, 3_000))).close()
    session = Session(qtbot, path)
    session.press(Qt.Key.Key_P)
    session.press(Qt.Key.Key_W, modifier=CTRL)
    assert session.window.page.name == "start"
    session.quit()
    again = Session(qtbot, path)
    again.rest()
    again.quit()
    assert waiting(path) == 0


def test_an_import_is_indexed_and_found(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "project.curator"
    new_project(tmp_path, [incoming(1)]).close()
    log = tmp_path / "more.jsonl"
    rows = [{"id": f"n{n}", "input": f"Question {n}", "output": "A zeppelin."} for n in range(40)]
    log.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    session = Session(qtbot, path)
    page = session.window.pages["import"]
    assert isinstance(page, ImportPage)
    session.window.show_page("import")
    page.look_at(log)
    qtbot.waitUntil(page.progress.add.isEnabled)
    page.add_cases()
    session.rest()
    session.press(Qt.Key.Key_2, modifier=CTRL)
    session.press(Qt.Key.Key_Slash)
    session.type("zepp")
    session.press(Qt.Key.Key_Return)
    assert len(session.review.list.model.keys) == 40
    session.rest()
    session.quit()
    assert waiting(path) == 0


def test_work_runs_in_a_thread_and_its_result_comes_home(qtbot: QtBot) -> None:
    session = Session(qtbot, None)
    threads: list[threading.Thread] = []

    def work(_: Progress, __: IsCancelled) -> None:
        threads.append(threading.current_thread())

    def done(_: None) -> None:
        threads.append(threading.current_thread())

    session.window.context.background.run("Working", work, done, quiet=True)
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
    session.quit()
