"""Keeps what was learned of the patterns in the background: the study, and every figure."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from curator.gui.background import Task
from curator.gui.context import AppContext
from curator.model.pattern_figures import PatternFigures
from curator.model.work import IsCancelled, Progress
from curator.operations import pattern_figures, pattern_study
from curator.operations.pattern_study import PatternStudy

Use = Callable[[PatternStudy], object]


class StudyKeeper(QObject):
    """One study and one set of figures of the project as it stands; older ones are let go."""

    studied = Signal()
    """`study` is there, or gone."""
    figured = Signal()
    """`figures` are there."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._tasks: list[Task[PatternStudy] | Task[dict[str, PatternFigures]]] = []
        self._waiting: list[Use] = []
        self._turn = 0
        self.study: PatternStudy | None = None
        self.figures: dict[str, PatternFigures] = {}

    def forget(self) -> None:
        """The project changed, or another was opened: nothing kept holds any more."""
        self._turn += 1
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._waiting.clear()
        self.study = None
        self.studied.emit()

    def refresh(self) -> None:
        """Look at the project anew, in the background and quietly."""
        self.forget()
        project, turn = self._context.the_project(), self._turn

        def make(progress: Progress, is_cancelled: IsCancelled) -> PatternStudy:
            return pattern_study.make_study(
                project, afresh=True, progress=progress, is_cancelled=is_cancelled
            )

        def made(found: PatternStudy) -> None:
            if turn != self._turn:
                return
            self.study = found
            waiting, self._waiting = self._waiting, []
            self.studied.emit()
            for use in waiting:
                use(found)

        def count(progress: Progress, is_cancelled: IsCancelled) -> dict[str, PatternFigures]:
            return pattern_figures.pattern_figures(
                project, progress=progress, is_cancelled=is_cancelled
            )

        def counted(found: dict[str, PatternFigures]) -> None:
            if turn == self._turn:
                self.figures = found
                self.figured.emit()

        run = self._context.background.run
        self._tasks = [
            run("Studying the patterns", make, made, quiet=True),
            run("Working out the patterns' figures", count, counted, quiet=True),
        ]

    def need(self, use: Use) -> None:
        """Use the study now, or as soon as it is made."""
        if self.study is not None:
            use(self.study)
        else:
            self._waiting.append(use)
            self._context.status("Looking at the patterns first")
