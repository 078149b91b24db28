"""Long work off the UI thread: progress, cancel, errors and results, once for all pages."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from curator.errors import Cancelled, CuratorError
from curator.gui.collector import collector
from curator.model.work import IsCancelled, Progress

Result = TypeVar("Result")

PROGRESS_INTERVAL = 0.05
"""Seconds between two progress signals: more would only keep the UI thread busy."""
SWITCH_SECONDS = 0.0005
"""How long the window's thread may wait for the interpreter while a thread of ours runs Python."""
SWEEP_MILLISECONDS = 100
"""Between two looks whether garbage is to be searched for, while a thread works."""


class TaskSignals(QObject):
    """Emitted in the worker thread, received on the main thread."""

    progressed = Signal(int, int)


class Task(QRunnable, Generic[Result]):
    """One piece of running work. Pages may connect to `signals` and call `cancel`."""

    def __init__(
        self,
        title: str,
        work: Callable[[Progress, IsCancelled], Result],
        runner: BackgroundRunner,
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.title = title
        # Of the runner: the thread may be the last that refers to a task, and must not destroy it.
        self.signals = TaskSignals(runner)
        self.result: Result | None = None
        self.error: Exception | None = None
        self.done = False
        self.cancelled = False
        self.quiet = False
        self._work: Callable[[Progress, IsCancelled], Result | None] = work
        self._told = 0.0
        self._tell_end: Callable[[object], None] = runner.task_ended.emit

    def let_go(self) -> None:
        """Forget the work and its result; whether it ended and was cancelled stays known."""
        self.result = None
        self._work = _nothing
        self._tell_end = _nobody
        self.signals.deleteLater()

    def cancel(self) -> None:
        """Ask the work to stop; it ends at its next look."""
        self.cancelled = True

    def run(self) -> None:
        """Run in the worker thread: nothing here may touch a widget."""
        try:
            self.result = self._work(self._progress, lambda: self.cancelled)
        # A worker must hand every failure to the main thread, where it is told or reported.
        except Exception as error:  # noqa: BLE001
            self.error = error
        self._tell_end(self)

    def _progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told >= PROGRESS_INTERVAL or done == total:
            self._told = now
            self.signals.progressed.emit(done, total)


def _nothing(_: Progress, __: IsCancelled) -> None:
    """The work of a task that has ended."""


def _nobody(_: object) -> None:
    """Whom a task tells that it ended, once it has been heard."""


class BackgroundRunner(QObject):
    """Starts tasks and applies their results on the main thread."""

    started = Signal(object)
    ended = Signal(object)
    failed = Signal(CuratorError)
    task_ended = Signal(object)
    """Emitted in the worker thread; others hear `ended`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        sys.setswitchinterval(SWITCH_SECONDS)
        self._tasks: dict[Task[object], Callable[[], None]] = {}
        # To a method of ours: Qt for Python keeps what a closure refers to for as long as the
        # signal's object lives, and calls a closure that is gone when the object is.
        self.task_ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._closed = False
        self._sweep = QTimer(self)
        self._sweep.setInterval(SWEEP_MILLISECONDS)
        self._sweep.timeout.connect(collector.sweep)

    def run(
        self,
        title: str,
        work: Callable[[Progress, IsCancelled], Result],
        done: Callable[[Result], None],
        *,
        failed: Callable[[CuratorError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        quiet: bool = False,
    ) -> Task[Result]:
        """Run `work(progress, is_cancelled)` in a thread, then `done(result)` here.

        `title` heads the progress row ("Grouping 271 failures"); `quiet` leaves showing it to
        the page. A CuratorError goes to `failed`, else to a message row; `Cancelled` to
        `cancelled`; anything else is a bug and goes to the crash report.
        """
        task = Task(title, work, self)
        task.quiet = quiet
        if self._closed:
            task.cancel()
            return task
        self._tasks[task] = lambda: self._apply(task, done, failed, cancelled)  # pyright: ignore[reportArgumentType]
        self.started.emit(task)
        collector.hold(task)
        self._sweep.start()
        self._pool.start(task)
        return task

    @Slot(object)
    def _finish(self, task: Task[object]) -> None:
        apply = self._tasks.pop(task)
        collector.release(task)
        if not self._tasks:
            self._sweep.stop()
        task.done = True
        try:
            if not self._closed:
                self.ended.emit(task)
                apply()
        finally:
            # Whoever keeps the task does not keep its result or what its work looked at.
            task.let_go()

    def _apply(
        self,
        task: Task[Result],
        done: Callable[[Result], None],
        failed: Callable[[CuratorError], None] | None,
        cancelled: Callable[[], None] | None,
    ) -> None:
        error = task.error
        if error is None:
            done(task.result)  # pyright: ignore[reportArgumentType]
        elif isinstance(error, Cancelled):
            if cancelled is not None:
                cancelled()
        elif isinstance(error, CuratorError):
            if failed is not None:
                failed(error)
            else:
                self.failed.emit(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    @property
    def busy(self) -> bool:
        """Whether anything is running."""
        return bool(self._tasks)

    def stop_all(self) -> None:
        """Cancel everything and wait for it: before a project closes."""
        for task in list(self._tasks):
            task.cancel()
        self._pool.waitForDone()
        for task in self._tasks:
            # Their ends may come when nobody hears of them any more.
            collector.release(task)

    def close(self) -> None:
        """The window goes: stop everything; nothing is started or applied any more."""
        self._closed = True
        self.stop_all()
