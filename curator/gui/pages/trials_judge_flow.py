"""Blind judging from the first case to the last: what waits, what was skipped, when it ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from curator.gui.context import AppContext
from curator.gui.pages.trials_judging import JudgingPanel
from curator.gui.pages.trials_state import TrialRow, TrialsState, read_case
from curator.gui.widgets.charts_words import counted
from curator.operations import trial_results, trials
from curator.operations.trials import Choice

CHOICE_OF_ACTION: dict[str, Choice] = {
    "judge-a": "a",
    "judge-b": "b",
    "judge-good": "both good",
    "judge-wrong": "both wrong",
}
_CHOICE_BY_WORD: dict[str, Choice] = {choice: choice for choice in CHOICE_OF_ACTION.values()}
SAMPLE = 40
"""Outputs that a person judges to be compared with a judge (own): half of either mark."""
EVERY = 1_000_000_000


class JudgeFlow(QObject):
    """What is judged now. `changed` when judging starts or ends; `uid` is "" without it."""

    changed = Signal()

    def __init__(
        self, context: AppContext, panel: JudgingPanel, state: Callable[[], TrialsState]
    ) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._state = state
        self._sample: list[int] | None = None
        self._skipped: set[int] = set()
        self.uid = ""
        self.queue: list[int] = []

    def start(self, uid: str, *, sample: bool = False) -> None:
        """Judge what waits in a trial, or a sample of what its judge has judged already."""
        row, project = self._state().row(uid), self._context.the_project()
        self._sample = trial_results.queue_to_compare(project, uid, SAMPLE) if sample else None
        if row is None or not (self._sample or row.waiting):
            return
        self.uid, self._skipped = uid, set()
        self.changed.emit()
        self.next()
        self._panel.a.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Leave off; what was judged is kept."""
        self.uid = ""
        self.changed.emit()

    def next(self) -> None:
        """Show the next case, or end."""
        project, row = self._context.the_project(), self._state().row(self.uid)
        if row is None:
            self.stop()
            return
        waiting = self._waiting()
        self.queue = [key for key in waiting if key not in self._skipped]
        if not self.queue:
            self._all_judged(row, len(waiting))
            return
        total = row.total if self._sample is None else len(self._sample)
        self._panel.show_progress(row.variant, total - len(waiting), total)
        self._panel.show_case(read_case(project, self.uid, self.queue[0], self._state()))

    def _waiting(self) -> list[int]:
        project = self._context.the_project()
        if self._sample is None:
            return trials.judging_queue(project, self.uid)
        unseen = set(trial_results.queue_to_compare(project, self.uid, EVERY))
        return [key for key in self._sample if key in unseen]

    def _all_judged(self, row: TrialRow, left: int) -> None:
        self.stop()
        if left:
            self._context.message(f"{counted(left, 'output')} skipped, the rest is judged.")
        elif self._sample is None:
            self._context.status(f"All outputs of {row.variant} are judged")
        else:
            self._context.status(f"The judge of {row.variant} is compared with you now")

    def voter(self, choice: Choice) -> Callable[[], None]:
        """What a key does."""
        return lambda: self.judge(choice)

    def judge(self, choice: str) -> None:
        """Judge the case in front."""
        known = _CHOICE_BY_WORD.get(choice)
        if not self.uid or not self.queue or known is None:
            return
        project, reviewer = self._context.the_project(), self._context.reviewer
        key, trial = self.queue[0], self.uid
        self._context.attempt(lambda: trials.judge(project, trial, key, known, reviewer))

    def skip(self) -> None:
        """Leave the case in front for later."""
        if self.uid and self.queue:
            self._skipped.add(self.queue[0])
            self.next()
