"""Large projects: few rows are fetched, large queues come from the background, nothing stalls."""

from __future__ import annotations

import json
import threading
import time
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.bench.review_project import build, words
from curator.gui.application import make_application, open_window, start
from curator.gui.item_models.case_list import PAGE
from curator.gui.pages.review import ReviewPage
from curator.gui.pages.review_loading import AT_ONCE
from curator.gui.widgets.case_list import CaseListPanel
from curator.model.changes import Changed
from curator.model.queue import CaseLine, Queue
from curator.operations import importing, reviewing
from tests.builders import new_project
from tests.gui.session import Session

MANY = 100_000


def test_a_list_of_100_000_cases_loads_what_is_looked_at(qtbot: QtBot) -> None:
    pages: list[int] = []

    def fetch(keys: Sequence[int]) -> list[CaseLine]:
        pages.append(len(keys))
        return [CaseLine(key=key, id=f"c{key}", preview=f"Case {key}") for key in keys]

    panel = CaseListPanel(fetch)
    qtbot.addWidget(panel)
    panel.resize(296, 700)
    panel.show()
    panel.show_keys(array("q", range(1, MANY + 1)), 0)
    panel.grab()
    assert len(pages) <= 2, "opening"
    rows = panel.table.viewport().height() // panel.table.rowHeight(0)
    for _ in range(40):
        QTest.keyClick(panel.table, Qt.Key.Key_PageDown)
        panel.grab()
    assert panel.row() > 30 * rows
    assert len(pages) <= 3 + 42 * rows // PAGE, "a page of the screen at a time"
    before = len(pages)
    QTest.keyClick(panel.table, Qt.Key.Key_End)
    panel.go_to(MANY - 1)
    panel.grab()
    assert panel.row() == MANY - 1
    assert len(pages) <= before + 3, "jumping to the end passes nothing by"
    assert max(pages) <= PAGE


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A project too large for queues at once."""
    path = tmp_path_factory.mktemp("large") / "large.curator"
    return build(path, AT_ONCE + 200).read_bytes()


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, large: bytes) -> Session:
    path = tmp_path / "large.curator"
    path.write_bytes(large)
    made = Session(qtbot, path)
    made.qtbot.waitUntil(lambda: made.review.current_case is not None)
    made.rest()
    return made


def test_a_large_project_shows_its_first_case_at_once_and_the_rest_after_it(
    qtbot: QtBot, tmp_path: Path, large: bytes
) -> None:
    path = tmp_path / "large.curator"
    path.write_bytes(large)
    window = start(make_application(["curator"]), path)
    review = window.pages["review"]
    assert isinstance(review, ReviewPage)
    assert review.current_case is not None, "before anything came from the background"
    shown, row = review.current_case.key, review.list.row()
    assert len(review.list.model.keys) == AT_ONCE
    review.step(1)
    qtbot.waitUntil(lambda: not review.loader.busy)
    keys = review.list.model.keys
    assert keys == reviewing.queue_keys(window.context.the_project(), Queue())
    assert len(keys) > AT_ONCE
    assert keys[row] == shown
    assert (review.list.row(), review.current_case.key) == (row + 1, keys[row + 1])
    assert f"{len(keys):,} cases" in review.list.count.toolTip()
    window.close()
    window.deleteLater()


def test_what_was_asked_for_last_is_shown(session: Session) -> None:
    review = session.review
    review.show_queue(Queue(kind="unreviewed"))  # from the background
    review.show_queue(Queue(kind="failures"))  # at once
    session.rest()
    assert review.queue.kind == "failures"
    project = session.window.context.the_project()
    assert review.list.model.keys == reviewing.queue_keys(project, Queue(kind="failures"))
    session.quit()


def test_the_rest_of_a_large_queue_waits_for_the_first_painting(
    qtbot: QtBot, tmp_path: Path, large: bytes
) -> None:
    path = tmp_path / "large.curator"
    path.write_bytes(large)
    make_application(["curator"])
    window = open_window(path, QSettings())
    review = window.pages["review"]
    assert isinstance(review, ReviewPage)
    for _ in range(3):
        QCoreApplication.processEvents()
    assert not window.context.background.busy
    assert len(review.list.model.keys) == AT_ONCE
    window.show()
    qtbot.waitUntil(lambda: not window.context.awaits_painting and not review.loader.busy)
    assert len(review.list.model.keys) == AT_ONCE + 200
    window.close()
    window.deleteLater()


def test_a_large_queue_comes_from_the_background(session: Session) -> None:
    project = session.window.context.the_project()
    model = session.review.list.model
    assert list(model.keys) == list(reviewing.queue_keys(project, Queue()))
    marked = {key for key in model.keys if reviewing.review(project, key).mark}
    first_open = next(key for key in model.keys if key not in marked)
    assert session.key == first_open, "it opens on the first case without a mark"
    shown: list[str] = []
    session.review.show_queue(Queue(kind="all"), lambda: shown.append("all"))
    assert not shown, "it is not waited for"
    assert session.key == first_open, "the case stays until the new queue is there"
    session.qtbot.waitUntil(lambda: bool(shown))
    assert list(model.keys) == sorted(model.keys)
    session.quit()


def test_of_searches_typed_fast_the_last_one_stays(session: Session) -> None:
    project = session.window.context.the_project()
    word = words()[40]
    session.press(Qt.Key.Key_Slash)
    session.type(word)
    expected = list(reviewing.queue_keys(project, Queue(search=word)))
    model = session.review.list.model
    session.qtbot.waitUntil(lambda: list(model.keys) == expected)
    session.rest()
    assert list(model.keys) == expected
    session.press(Qt.Key.Key_Escape)
    session.qtbot.waitUntil(lambda: len(model.keys) == AT_ONCE + 200)
    session.rest()
    session.quit()


def longest_stall(session: Session, work: Callable[[], object]) -> float:
    """Seconds between two turns of the event loop, at most, while work runs in the background."""
    ended: list[bool] = []
    session.window.context.background.run(
        "Working", lambda _, __: work(), lambda _: ended.append(True), quiet=True
    )
    worst, latest = 0.0, time.perf_counter()

    def tick() -> None:
        nonlocal worst, latest
        now = time.perf_counter()
        worst, latest = max(worst, now - latest), now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(5)
    session.qtbot.waitUntil(lambda: bool(ended), timeout=120_000)
    timer.stop()
    return worst


@pytest.mark.slow
def test_an_import_of_20_000_rows_never_holds_the_window_up(qtbot: QtBot, tmp_path: Path) -> None:
    new_project(tmp_path).close()
    log = tmp_path / "log.jsonl"
    text = "All your questions are answered in the order in which they came. " * 8
    with log.open("w", encoding="utf-8") as file:
        for number in range(20_000):
            row = {"id": f"n{number}", "input": f"Question {number}?", "output": text}
            file.write(json.dumps(row) + "\n")
    session = Session(qtbot, tmp_path / "project.curator")
    project = session.window.context.the_project()
    stop = threading.Event()

    def count() -> None:
        end = time.perf_counter() + 2
        number = 0
        while time.perf_counter() < end and not stop.is_set():
            number += 1

    # What this machine does at best, other programs on it included: a thread that only counts.
    floor = longest_stall(session, count)
    worst = longest_stall(session, lambda: importing.import_files(project, [log]))
    assert reviewing.case_count(project) == 20_000
    assert worst <= max(0.1, 4 * floor), f"{1000 * worst:.0f} ms, floor {1000 * floor:.0f} ms"
    session.window.context.did(Changed(imported=True))
    session.qtbot.waitUntil(lambda: session.review.current_case is not None)
    session.rest()
    session.quit()
