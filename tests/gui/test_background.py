"""Background work: what it made and looked at is let go of when it is applied."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from curator.gui.background import BackgroundRunner
from curator.gui.collector import Collector


class Large:
    """Stands for the keys of a million cases."""


@pytest.fixture
def no_garbage_collector() -> Iterator[None]:
    """Only what nobody refers to goes away."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collector")
def test_a_result_is_kept_by_whoever_took_it_alone(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    taken: list[Large] = []
    seen: list[weakref.ref[Large]] = []
    looked_at = Large()
    seen.append(weakref.ref(looked_at))

    def work(_: object, __: object, given: Large = looked_at) -> Large:
        assert isinstance(given, Large)
        return Large()

    def done(made: Large) -> None:
        seen.append(weakref.ref(made))
        taken.append(made)

    task = runner.run("Making", work, done, quiet=True)
    del work, looked_at
    qtbot.waitUntil(lambda: task.done)
    assert seen[1]() is taken[0]
    taken.clear()
    assert [ref() for ref in seen] == [None, None]


class OurLabel(QLabel):
    """A widget of a class of our own: Qt for Python destroys these wherever they are found."""


def test_garbage_with_widgets_is_destroyed_on_the_main_thread_alone(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    main = threading.get_ident()
    destroyed_in: list[int] = []

    def leave_garbage() -> None:
        """Widgets, actions and timers that only refer to themselves."""
        for made in (OurLabel("x"), QAction("x"), QTimer(), QTextDocument("x")):
            made.destroyed.connect(
                lambda *_: destroyed_in.append(threading.get_ident()),
                Qt.ConnectionType.DirectConnection,
            )
            ring: list[object] = [made]
            ring.append(ring)

    def work(_: object, __: object) -> int:
        kept = [[number] for number in range(300_000)]
        return len(kept)

    for _ in range(3):
        leave_garbage()
        task = runner.run("Allocating", work, lambda _: None, quiet=True)
        qtbot.waitUntil(lambda task=task: task.done)
    assert gc.isenabled()
    gc.collect()
    assert len(destroyed_in) == 12
    assert set(destroyed_in) == {main}


def test_garbage_is_searched_for_while_a_thread_works(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    seen: list[weakref.ref[Large]] = []
    go_on = threading.Event()

    def work(_: object, __: object) -> None:
        one = Large()
        seen.append(weakref.ref(one))
        ring: list[object] = [one]
        ring.append(ring)
        del one, ring
        kept = [[number] for number in range(2_000)]
        assert kept
        go_on.wait(20)

    task = runner.run("Leaving garbage", work, lambda _: None, quiet=True)
    qtbot.waitUntil(lambda: bool(seen) and seen[0]() is None)
    assert not task.done
    go_on.set()
    qtbot.waitUntil(lambda: task.done)


def test_stopping_lets_python_search_again(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    runner.run("Working", lambda *_: None, lambda _: None, quiet=True)
    assert not gc.isenabled()
    runner.stop_all()
    assert gc.isenabled()


def test_a_task_that_ended_keeps_nobody_who_asked(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    asker = Large()
    seen = weakref.ref(asker)

    def done(_: None, asker: Large = asker) -> None:
        assert asker is not None

    task = runner.run("Working", lambda *_: None, done, quiet=True)
    del done, asker
    qtbot.waitUntil(lambda: task.done)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert seen() is None


def test_nothing_is_applied_or_started_after_closing(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    applied: list[str] = []
    task = runner.run("Working", lambda *_: None, lambda _: applied.append("late"), quiet=True)
    runner.close()
    qtbot.waitUntil(lambda: task.done)
    runner.run("Again", lambda *_: None, lambda _: applied.append("after"), quiet=True)
    assert not runner.busy
    assert applied == []


def test_an_end_that_nobody_hears_any_more_is_dropped(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    applied: list[str] = []
    runner.run("Working", lambda *_: None, lambda _: applied.append("late"), quiet=True)
    runner.stop_all()
    runner.deleteLater()
    QCoreApplication.sendPostedEvents(runner, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
    assert applied == []


def test_even_old_garbage_is_found_while_a_thread_works_for_hours() -> None:
    collector, usual = Collector(), gc.get_threshold()
    ring: list[object] = [Large()]
    ring.append(ring)
    seen = weakref.ref(ring[0])
    gc.collect()
    collector.hold("a trial")
    try:
        gc.set_threshold(1, 1, 1)
        del ring
        kept: list[list[int]] = []
        for _ in range(1_000):
            kept.extend([number] for number in range(10))
            collector.sweep()
        assert seen() is None
    finally:
        gc.set_threshold(*usual)
        collector.release("a trial")
    assert gc.isenabled()
