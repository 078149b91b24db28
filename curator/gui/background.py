"""Long work off the UI thread: progress, cancel, errors and results, once for all pages."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from curator.errors import Cancelled, CuratorError
from curator.model.work import IsCancelled, Progress

Result = TypeVar("Result")

PROGRESS_INTERVAL = 0.05
"""Seconds between two progress signals: more would only keep the UI thread busy."""


class TaskSignals(QObject):
    """Emitted in the worker thread, received on the main thread."""

    progressed = Signal(int, int)
    ended = Signal()


class Task(QRunnable, Generic[Result]):
    """One piece of running work. Pages may connect to `signals` and call `cancel`."""

    def __init__(self, title: str, work: Callable[[Progress, IsCancelled], Result]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.title = title
        self.signals = TaskSignals()
        self.result: Result | None = None
        self.error: Exception | None = None
        self.done = False
        self.cancelled = False
        self.quiet = False
        self._work: Callable[[Progress, IsCancelled], Result | None] = work
        self._told = 0.0

    def let_go(self) -> None:
        """Forget the work and its result; whether it ended and was cancelled stays known."""
        self.result = None
        self._work = _nothing

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
        self.signals.ended.emit()

    def _progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told >= PROGRESS_INTERVAL or done == total:
            self._told = now
            self.signals.progressed.emit(done, total)


def _nothing(_: Progress, __: IsCancelled) -> None:
    """The work of a task that has ended."""


class BackgroundRunner(QObject):
    """Starts tasks and applies their results on the main thread."""

    started = Signal(object)
    ended = Signal(object)
    failed = Signal(CuratorError)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._tasks: list[Task[object]] = []

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
        task = Task(title, work)
        task.quiet = quiet
        self._tasks.append(task)  # pyright: ignore[reportArgumentType]

        def finish() -> None:
            self._tasks.remove(task)  # pyright: ignore[reportArgumentType]
            task.done = True
            self.ended.emit(task)
            try:
                self._apply(task, done, failed, cancelled)
            finally:
                # A task and its signals hold each other: without this its result, and what
                # its work looked at, would stay until the next search for garbage.
                task.let_go()

        # A bound slot on self makes the connection queued to this thread.
        task.signals.ended.connect(finish, Qt.ConnectionType.QueuedConnection)
        self.started.emit(task)
        self._pool.start(task)
        return task

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
