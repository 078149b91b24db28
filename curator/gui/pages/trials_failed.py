"""Calls of a run that gave no output, each with its reason, and another try."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph
from curator.gui.widgets.modal import as_modal
from curator.model.trial import TrialCall
from curator.operations import reviewing, trial_runs
from curator.project.store import ProjectFile

SHOWN = 2_000
"""Rows at most."""


def read_failed(project: ProjectFile, uid: str) -> list[tuple[int, str]]:
    """Case keys and lines: which case, which variant, what kind, why."""
    calls = trial_runs.failed_calls(project, uid)
    names = reviewing.ids_of_keys(project, [one.case_key for one in calls])
    of_trial = trial_runs.variants_of(project, uid)

    def words(one: TrialCall) -> str:
        tries = counted(one.attempts, "try", "tries")
        place = f"{names.get(one.case_key, '')}, {of_trial.get(one.trial_key, '')}"
        return f"{place}: {one.failure} after {tries}. {one.reason}"

    return [(one.case_key, words(one)) for one in calls]


class FailedCallsDialog(QDialog):
    """`retry_asked` and `cases_asked` carry the run's uid and the keys of the cases."""

    retry_asked = Signal(str)
    cases_asked = Signal(list)

    def __init__(self, context: AppContext, parent: QWidget, uid: str) -> None:
        super().__init__(parent)
        self._uid = uid
        self._keys: list[int] = []
        px = theme().px
        as_modal(self, parent, "failed-dialog", "Calls without an answer", 760, 480)
        self.about = Paragraph("", "body", "text2")
        self.list = QListWidget()
        self.list.setObjectName("failed-list")
        self.list.setAccessibleName("Calls without an answer")
        self.list.setProperty("boxedList", True)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.again = button("Try these again", "failed-retry", kind="primary", on_click=self._retry)
        self.show_cases = button("Open the cases", "failed-open", on_click=self._open)
        close = button("Close", "failed-close", on_click=self.accept)
        foot = QHBoxLayout()
        for one in (self.again, self.show_cases, close):
            one.setAutoDefault(False)
        foot.addWidget(self.again)
        foot.addWidget(self.show_cases)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(12))
        column.addWidget(self.about)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        project = context.the_project()

        def done(rows: list[tuple[int, str]]) -> None:
            if shiboken6.isValid(self):
                self._fill(rows)

        context.background.run(
            "Reading the failed calls", lambda *_: read_failed(project, uid), done, quiet=True
        )

    def _fill(self, rows: list[tuple[int, str]]) -> None:
        self._keys = list(dict.fromkeys(key for key, _ in rows))
        self.about.set_text(
            f"{counted(len(rows), 'call')} gave no output. They count neither as passing nor as "
            "failing. Trying again sends and pays for these alone; answers that are kept stay."
        )
        self.list.addItems([words for _, words in rows[:SHOWN]])

    def _retry(self) -> None:
        self.accept()
        self.retry_asked.emit(self._uid)

    def _open(self) -> None:
        self.accept()
        self.cases_asked.emit(self._keys)
