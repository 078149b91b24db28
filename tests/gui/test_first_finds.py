"""In a large project the first finds are shown at once and the rest below them; nothing jumps."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.bench.review_project import build, words
from curator.gui.pages.review_loading import AT_ONCE
from curator.model.queue import CaseFilter, Queue
from curator.operations import reviewing
from curator.project.interruption import Interruption
from tests.gui.session import Session


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
    at_rest(made)
    return made


def at_rest(session: Session) -> None:
    """Nothing is looked for any more."""
    loader = session.review.loader
    session.qtbot.waitUntil(lambda: not loader.busy, timeout=10_000)
    session.rest()


def test_the_first_finds_are_shown_before_the_rest_which_comes_below(session: Session) -> None:
    review, model = session.review, session.review.list.model
    session.press(Qt.Key.Key_Slash)
    session.rest()  # the first cases were read
    common = words()[0][:3]
    session.type(common)
    session.qtbot.waitUntil(lambda: review.queue.search == common)
    first = list(model.keys)
    assert first
    assert review.list.count.text() == f"{len(first):,} so far…"
    assert "still looked for" in review.list.count.toolTip()
    row, key = review.list.row(), session.key
    top = review.list.table.rowViewportPosition(row)
    at_rest(session)
    queue = Queue(search=common)
    project = session.window.context.the_project()
    assert list(model.keys) == list(reviewing.queue_keys(project, queue))
    assert list(model.keys)[: len(first)] == first
    assert len(first) < len(model.keys)
    session.qtbot.waitUntil(lambda: review.list.count.text().endswith(" left"))
    assert f" of {len(model.keys):,} cases" in review.list.count.toolTip()
    assert (review.list.row(), session.key) == (row, key)
    assert review.list.table.rowViewportPosition(row) == top, "the rows stay where they are"
    session.quit()


def test_what_is_marked_before_the_rest_is_there_stays_in_view(session: Session) -> None:
    review, model = session.review, session.review.list.model
    review.show_queue(Queue(kind="unreviewed"))
    marked = session.key
    first = len(model.keys)
    session.press(Qt.Key.Key_P)
    going_on = session.key
    assert going_on != marked
    at_rest(session)
    assert len(model.keys) > first
    assert session.key == going_on
    assert model.keys[0] == marked, "it leaves the queue when that is chosen again"
    assert len(set(model.keys)) == len(model.keys)
    session.quit()


def test_a_further_letter_ends_the_search_before_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[bool] = []
    ask = Interruption.ask

    def asked(self: Interruption) -> None:
        stopped.append(session.review.loader.busy)
        ask(self)

    monkeypatch.setattr(Interruption, "ask", asked)
    word = words()[0]
    review = session.review
    # Nobody was at the search line, so that no first finds are known: all is looked for at once.
    review.show_queue(Queue(search=word[:2]))
    assert review.loader.busy
    review.show_queue(Queue(search=word))
    assert stopped[-1], "the one that ran was asked to stop"
    at_rest(session)
    project = session.window.context.the_project()
    assert review.queue.search == word
    assert review.list.model.keys == reviewing.queue_keys(project, Queue(search=word))
    session.quit()


def test_a_filter_shows_its_first_cases_at_once(session: Session) -> None:
    review = session.review
    review.show_queue(Queue(filter=CaseFilter(model="bench-1")))
    assert review.queue.filter.model == "bench-1"
    assert "so far…" in review.list.count.text()
    key = session.key
    at_rest(session)
    assert len(review.list.model.keys) == AT_ONCE + 200
    assert session.key == key
    review.show_queue(Queue(filter=CaseFilter(model="no such model")))
    at_rest(session)
    assert not review.list.model.keys
    assert review.empty.isVisible()
    session.quit()


def test_closing_the_project_ends_what_is_looked_for(session: Session) -> None:
    review = session.review
    review.show_queue(Queue(search=words()[0]))
    assert review.loader.busy
    session.window.keeper.close()
    session.qtbot.waitUntil(lambda: not review.loader.busy)
    assert session.window.context.project is None
    session.quit()
