"""Where the review stands, in sentences: opened from the header."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.labels import Paragraph, label
from curator.gui.widgets.marks import IntervalMark
from curator.model.figures import Figures

WIDTH = 420
MINUTE, HOUR = 60, 3600
FASTEST = 0.3
"""Seconds a case under which marks came from a file, not from a person's keys."""


def time_words(seconds: float) -> str:
    """ "12 seconds", "40 minutes", "3.5 hours"."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} seconds"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} minutes"
    return f"{seconds / HOUR:.1f} hours"


def sentences(figures: Figures) -> list[tuple[str, str]]:
    """(heading, sentence) of everything that is known of the progress."""
    reviewed = (
        f"{figures.reviewed:,} of {figures.cases:,}: {figures.passed:,} passed, "
        f"{figures.failed:,} failed, {figures.skipped:,} skipped. "
        f"{figures.ideal_answers:,} with an ideal answer."
    )
    return [
        ("Reviewed", reviewed),
        ("Failure rate", _rate(figures)),
        ("Pace", _pace(figures)),
        ("Saturation", _saturation(figures)),
        ("Self-agreement", _agreement(figures)),
    ]


def _rate(figures: Figures) -> str:
    rate = figures.failure_rate
    if rate is None:
        return "Known after the first mark in random order."
    return (
        f"{100 * rate.value:.1f} % (95 % interval {100 * rate.low:.1f} to "
        f"{100 * rate.high:.1f}), from {rate.of:,} cases marked in random order."
    )


def _pace(figures: Figures) -> str:
    pace, left = figures.seconds_per_case, figures.seconds_left
    if pace is None or left is None or pace < FASTEST:
        return "Known after five marks made here."
    rest = f"about {time_words(left)} left" if left > 0 else "nothing left"
    return f"{time_words(pace)} a case, pauses left out; {rest} at this pace."


def _saturation(figures: Figures) -> str:
    if not figures.random_prefix:
        return "Known after the first mark in random order."
    bound = f"up to {100 * figures.saturation:.0f} % of cases may still hold something new"
    if not figures.since_new:
        return f"The latest case brought something new: {bound}."
    return f"{figures.since_new:,} with nothing new: {bound}."


def _agreement(figures: Figures) -> str:
    if not figures.repeats:
        return "Blind repeats measure it; they are off until you choose how many."
    count = "1 repeat" if figures.repeats == 1 else f"{figures.repeats:,} repeats"
    return f"{figures.repeats_agreeing:,} of {count} marked the same way as before."


class ProgressPopover(QFrame):
    """Esc or a click elsewhere closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        px = theme().px
        self.setObjectName("progress")
        self.setAccessibleName("Progress")
        self.setProperty("boxed", True)
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(px(WIDTH))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(20), px(16), px(20), px(16))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(10))
        self._grid.setColumnStretch(1, 1)
        self._texts: list[Paragraph] = []
        self.interval = IntervalMark()
        for row, (heading, _) in enumerate(sentences(Figures())):
            name = label(heading, "medium")
            self._grid.addWidget(name, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            text = Paragraph("", "body", "text")
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            self._grid.addWidget(text, 2 * row, 1)
            self._texts.append(text)
        self._grid.addWidget(self.interval, 3, 1)

    def show_figures(self, figures: Figures) -> None:
        """Show a project's figures."""
        found = sentences(figures)
        for text, (_, words) in zip(self._texts, found, strict=True):
            text.set_text(words)
        self.setAccessibleDescription(" ".join(f"{name}: {words}" for name, words in found))
        rate = figures.failure_rate
        self.interval.setVisible(rate is not None)
        if rate is not None:
            self.interval.set_share(rate.value, rate.low, rate.high)

    def text(self) -> str:
        """Everything it says."""
        return self.accessibleDescription()

    def open_under(self, anchor: QWidget) -> None:
        """Open at a widget's lower edge."""
        layout = self._grid
        layout.invalidate()
        width = self.width()
        self.setFixedHeight(max(self.sizeHint().height(), layout.totalHeightForWidth(width)))
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height() + theme().px(8))))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_I):
            self.hide()
        else:
            super().keyPressEvent(event)
