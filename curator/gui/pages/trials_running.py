"""A run under way: its progress in calls, money and time, and the ways to hold or end it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from curator.errors import CuratorError
from curator.gui.background import Task
from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label, rule
from curator.model.trial_run import RunPlan, RunProgress, RunStatus
from curator.operations import trial_runs
from curator.trials.run_control import RunControl


def progress_words(now: RunProgress) -> str:
    """ "812 of 1,500 calls · 96 a minute · $0.21 so far · about 7 min left"."""
    parts = [f"{now.done:,} of {counted(now.total, 'call')}"]
    if now.failed:
        parts.append(f"{now.failed:,} without an answer")
    if now.rate > 0:
        parts.append(f"{now.rate:,.0f} a minute")
    parts.append("cost unknown" if now.spent is None else f"${now.spent:,.2f} so far")
    if now.paused:
        parts.append(f"paused, {now.in_flight:,} still coming in" if now.in_flight else "paused")
    elif now.waiting > 0:
        parts.append(f"the server asks to wait {now.waiting:.0f} s")
    elif now.seconds_left is not None:
        parts.append(f"about {_duration(now.seconds_left)} left")
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds)):d} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


class TrialRuns(QObject):
    """Starts, holds, resumes and ends runs; one at a time. Signals arrive on the main thread."""

    progressed = Signal(object)
    """A RunProgress."""
    changed = Signal()
    """A run started or ended, or can be resumed."""

    def __init__(self, context: AppContext, page: QWidget) -> None:
        super().__init__(page)
        self._in_sight = page.isVisible
        self._context = context
        self._control: RunControl | None = None
        self._task: Task[RunStatus] | None = None
        self.uid = ""
        """The run under way; "" without one."""
        self.waiting: RunStatus | None = None
        """The latest run that can be resumed."""
        self.limit_text = ""
        """The spending limit in dollars that it is to be resumed with."""

    @property
    def running(self) -> bool:
        return self._task is not None

    @property
    def paused(self) -> bool:
        return self._control is not None and self._control.paused

    def start(self, plan: RunPlan) -> None:
        """Make the run and send its first calls."""
        if self.running:
            self._context.message("A run is under way. Stop it, or wait for its end.")
            return
        try:
            uid = trial_runs.start_run(self._context.the_project(), plan)
        except CuratorError as error:
            self._context.message(f"Nothing was sent.\n{error.sentence}", kind="error")
            return
        self.resume(uid)

    def resume(
        self, uid: str, *, retry_failures: bool = False, spending_limit: float | None = None
    ) -> None:
        """Run what is left; answers that are kept are not asked for again."""
        if self.running:
            return
        project, control = self._context.the_project(), RunControl()
        self._control, self.uid, self.waiting = control, uid, None

        def done(found: RunStatus) -> None:
            self._ended()
            if self._context.project is project:
                self._context.did(trial_runs.changed(found))
                # In sight of the run's bar the same sentence stands there.
                if found.sentence and not self._in_sight():
                    self._context.message(f"The run stopped.\n{found.sentence}", kind="warning")

        def failed(error: CuratorError) -> None:
            self._ended()
            self._context.message(f"The run stopped.\n{error.sentence}", kind="error")

        def work(_: object, is_cancelled: object) -> RunStatus:
            def tell(now: RunProgress) -> None:
                # Closing the project cancels the task: the run hears of it here.
                if callable(is_cancelled) and is_cancelled():
                    control.cancel()
                self.progressed.emit(now)

            return trial_runs.run(
                project,
                uid,
                progress=tell,
                control=control,
                retry_failures=retry_failures,
                spending_limit=spending_limit,
            )

        self._task = self._context.background.run(
            "Running a trial", work, done, failed=failed, cancelled=self._ended, quiet=True
        )
        self.changed.emit()

    def _ended(self) -> None:
        self._task = self._control = None
        self.uid = ""
        self.changed.emit()

    def hold_or_go_on(self) -> None:
        """Pause, or continue after a pause."""
        if self._control is None:
            return
        if self._control.paused:
            self._control.go_on()
        else:
            self._control.pause()
        self.changed.emit()

    def stop(self) -> None:
        """Send nothing more; what is in flight still comes in."""
        if self._control is not None:
            self._control.go_on()
            self._control.cancel()

    def resume_waiting(self) -> None:
        """Resume the latest unfinished run, with the limit that was written beside it."""
        if self.waiting is None:
            return
        text = self.limit_text.strip().replace(",", ".")
        try:
            limit = float(text) if text and self.waiting.spending_limit is not None else None
        except ValueError:
            limit = 0.0
        if limit is not None and not 0 < limit < float("inf"):
            self._context.message(
                f"“{text}” is not a spending limit: write dollars above zero.", kind="error"
            )
            return
        self.resume(self.waiting.uid, spending_limit=limit)

    def retry(self, uid: str) -> None:
        """Send the calls of a run again that gave no output."""
        if self.running:
            self._context.message("A run is under way. Stop it, or wait for its end.")
        else:
            self.resume(uid, retry_failures=True)


class RunBar(QFrame):
    """One row: progress while a run is under way, else what can be resumed; hidden otherwise."""

    def __init__(self, runs: TrialRuns) -> None:
        super().__init__()
        self._runs = runs
        px = theme().px
        self.setObjectName("run-bar")
        self.setProperty("win", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("", "strong", "text")
        self.words = ElidedLabel("", "body", "text2")
        self.words.setObjectName("run-progress")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the run")
        self.hold = button("Pause", "run-pause", on_click=runs.hold_or_go_on)
        self.stop = button("Stop", "run-stop", on_click=runs.stop)
        self.resume = button("Resume", "run-resume", kind="primary", on_click=runs.resume_waiting)
        self.reason = Paragraph("", "meta", "text2")
        self._limit_words = label("Limit, $", "body", "text2")
        self.limit = QLineEdit()
        self.limit.setObjectName("run-new-limit")
        self.limit.setAccessibleName("Spending limit in dollars")
        self.limit.setFixedWidth(px(90))
        self.limit.textChanged.connect(self._limit_typed)
        self.limit.returnPressed.connect(runs.resume_waiting)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self._title)
        line.addWidget(self.words, 1)
        for one in (self._limit_words, self.limit, self.resume, self.hold, self.stop):
            line.addWidget(one)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(20), px(8), px(20), px(8))
        inside.setSpacing(px(6))
        inside.addLayout(line)
        inside.addWidget(self.bar)
        inside.addWidget(self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inside)
        column.addWidget(rule())
        runs.progressed.connect(self._progressed)
        runs.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is true now."""
        runs, waiting = self._runs, self._runs.waiting
        self.setVisible(runs.running or waiting is not None)
        for one in (self.hold, self.stop, self.bar):
            one.setVisible(runs.running)
        self.resume.setVisible(not runs.running)
        limited = not runs.running and waiting is not None and waiting.spending_limit is not None
        self._limit_words.setVisible(limited)
        self.limit.setVisible(limited)
        if limited and waiting is not None:
            self.limit.setText(f"{waiting.spending_limit:g}")
        words = "Go on" if runs.paused else "Pause"
        self.hold.setText(words)
        self.hold.setAccessibleName(words)
        self.reason.hide()
        if runs.running:
            self._title.setText("Running a trial")
            if self.words.text().startswith("Stopped"):
                self.words.set_text("Starting")
        elif waiting is not None:
            self._title.setText("A run can be resumed")
            self.words.set_text(
                f"Stopped at {waiting.done:,} of {counted(waiting.total, 'call')}: "
                f"{', '.join(waiting.variants)}"
            )
            self.reason.set_text(waiting.sentence)
            self.reason.setVisible(bool(waiting.sentence))

    def _limit_typed(self, text: str) -> None:
        self._runs.limit_text = text

    def _progressed(self, now: RunProgress) -> None:
        self.bar.setRange(0, now.total)
        self.bar.setValue(now.done)
        self.words.set_text(progress_words(now))
