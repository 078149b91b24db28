"""What the header says in Review: reviewed, failure rate, new patterns."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.labels import InlineText
from curator.model.figures import Figures
from curator.operations import reviewing
from curator.project.store import ProjectFile

REFRESH_AFTER = 150
"""Milliseconds after an act until the figures are worked out again, in a thread: not beside the
next key of somebody who marks as fast as keys can be struck."""


class ReviewedFigure(QWidget):
    """A bar and "412 of 2,000 reviewed"."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Reviewed")
        self.bar.setFixedWidth(theme().px(96))
        self.text = InlineText()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(10))
        row.addWidget(self.bar)
        row.addWidget(self.text)
        self.setProperty("win", True)

    def width_when(self, compact: bool) -> int:
        """How wide it is with a wording."""
        return self.text.width_when(compact) + (0 if compact else theme().px(106))

    def set_compact(self, compact: bool) -> None:
        """Without the bar, in short words."""
        self.bar.setVisible(not compact)
        self.text.set_compact(compact)

    def show_figures(self, figures: Figures) -> None:
        """Show a project's counts."""
        self.bar.setRange(0, max(1, figures.cases))
        self.bar.setValue(figures.reviewed)
        self.bar.setHidden(self.text.compact or not figures.cases)
        if not figures.cases:
            self.text.set_parts([("No cases yet", "body", "text3")])
            return
        reviewed, cases = f"{figures.reviewed:,}", f"{figures.cases:,}"
        self.text.set_parts(
            [(reviewed, "strong", "text"), (f" of {cases} reviewed", "body", "text2")],
            [(reviewed, "strong", "text"), (f" of {cases}", "body", "text2")],
        )


class ProgressHeader(QObject):
    """Keeps the figures fresh without holding up a key."""

    figures_changed = Signal(Figures)

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self.figures = Figures()
        self.reviewed = ReviewedFigure()
        self.rate = InlineText()
        self.fresh = InlineText()
        self._running = self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_AFTER)
        self._timer.timeout.connect(self._refresh)
        self._show(Figures())

    def widgets(self) -> list[QWidget]:
        """For the header, in order."""
        return [self.reviewed, self.rate, self.fresh]

    def refresh_soon(self) -> None:
        """Work the figures out again shortly, once for many acts."""
        self._timer.start()

    def refresh_now(self) -> None:
        """Work them out now: a page or project was just opened."""
        project = self._context.project
        self._show(reviewing.figures(project) if project is not None else Figures())

    def _refresh(self) -> None:
        project = self._context.project
        if project is None:
            return
        if self._running:
            self._again = True
            return
        self._running = True

        def done(figures: Figures) -> None:
            self._ended()
            if self._context.project is project:
                self._show(figures)

        self._context.background.run(
            "Counting", lambda _, __: _figures(project), done, failed=self._failed, quiet=True
        )

    def _failed(self, error: Exception) -> None:
        self._ended()
        self._context.message(str(error), kind="error")

    def _ended(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self._timer.start()

    def _show(self, figures: Figures) -> None:
        self.figures = figures
        self.reviewed.show_figures(figures)
        rate = figures.failure_rate
        if rate is None:
            self.rate.set_parts([("Failure rate after the first mark", "body", "text3")])
        else:
            value = f"{100 * rate.value:.1f} %"
            span = f"{100 * rate.low:.1f} to {100 * rate.high:.1f}"
            self.rate.set_parts(
                [
                    ("Failure rate ", "body", "text2"),
                    (value, "strong", "text"),
                    (f" (95 % interval {span})", "body", "text3"),
                ],
                [
                    ("Failures ", "body", "text2"),
                    (value, "strong", "text"),
                    (f" ({span})", "body", "text3"),
                ],
            )
            self.rate.setToolTip(f"From {rate.of:,} cases marked pass or fail in random order")
        fresh = f"{figures.new_in_last_50:,}"
        self.fresh.set_parts(
            [("New patterns in the last 50: ", "body", "text2"), (fresh, "strong", "text")],
            [("New, last 50: ", "body", "text2"), (fresh, "strong", "text")],
        )
        if figures.since_new:
            self.fresh.setToolTip(
                f"{figures.since_new:,} with nothing new: up to {figures.saturation:.0%} of cases "
                "may still hold something new"
            )
        self.figures_changed.emit(figures)


def _figures(project: ProjectFile) -> Figures:
    return reviewing.figures(project)
