"""Grouping in the background: started, stopped, shown as a difference, accepted or left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.widgets.charts_words import counted
from curator.model.changes import Changed
from curator.model.pattern import Lens, PatternSet
from curator.model.work import IsCancelled, Progress
from curator.operations import patterns

Work = Callable[[Progress, IsCancelled], PatternSet]


class GroupingFlow(QObject):
    """One grouping at a time; what it found waits here until a person decides."""

    busy_changed = Signal()
    found_changed = Signal()

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.busy = False
        self.found: PatternSet | None = None

    def propose_first(self, failures: int) -> None:
        """The first grouping needs no question: it only proposes."""
        project = self._context.the_project()
        self._start(
            failures,
            lambda progress, is_cancelled: patterns.ensure_grouped(
                project, progress=progress, is_cancelled=is_cancelled
            ),
            lambda _: self._context.did(Changed(patterns=True)),
        )

    def group(self, failures: int, lens: Lens) -> None:
        """Group afresh by a lens; `found` then holds the result until it is decided."""
        project = self._context.the_project()
        self._start(
            failures,
            lambda progress, is_cancelled: patterns.group(
                project, lens=lens, progress=progress, is_cancelled=is_cancelled
            ),
            self._keep,
        )

    def show_found(self, found: PatternSet) -> None:
        """Another grouping that waits for a person's decision."""
        if not self.busy:
            self._keep(found)

    def accept(self) -> None:
        """Make the waiting grouping the current one."""
        found, project = self.found, self._context.the_project()
        self.leave()
        if found is not None:
            reviewer = self._context.reviewer
            self._context.attempt(lambda: patterns.accept_grouping(project, found, reviewer))

    def leave(self) -> None:
        """Forget the waiting grouping: nothing was changed."""
        if self.found is not None:
            self.found = None
            self.found_changed.emit()

    def _start(self, failures: int, work: Work, done: Callable[[PatternSet], object]) -> None:
        if self.busy:
            return
        project = self._context.the_project()
        self.leave()
        self._set_busy(True)

        def finished(found: PatternSet) -> None:
            self._set_busy(False)
            if self._context.project is project:
                done(found)

        self._context.background.run(
            f"Grouping {counted(failures, 'failure')}",
            work,
            finished,
            failed=self._failed,
            cancelled=lambda: self._set_busy(False),
        )

    def _keep(self, found: PatternSet) -> None:
        self.found = found
        self.found_changed.emit()

    def _failed(self, error: CuratorError) -> None:
        self._set_busy(False)
        self._context.message(f"{error.sentence}\nThe patterns stay as they were.", kind="error")

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()
