"""What the current trial shows, in words, what it is compared with, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from curator.gui.page import KeyHint
from curator.gui.pages.trials_state import (
    FRESH_BASELINE,
    TrialRow,
    TrialsState,
    chance_sentence,
    part_lines,
    preference_line,
    result_sentence,
    run_lines,
)
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label
from curator.trials.verdicts import BY_PEOPLE

TABLE_KEYS = [
    KeyHint(("↑", "↓"), "Trial"),
    KeyHint(("←", "→"), "Pattern"),
    KeyHint(("Enter",), "Open the cell's cases"),
    KeyHint(("J",), "Judge", "trial-judge", group=True),
    KeyHint(("V",), "Variants", "trial-variants"),
    KeyHint(("R",), "Run", "trial-run"),
    KeyHint(("Ctrl K",), "Commands", "commands", group=True),
]
JUDGING_KEYS = [
    KeyHint(("A",), "A is better", "judge-a"),
    KeyHint(("B",), "B is better", "judge-b"),
    KeyHint(("G",), "Both good", "judge-good"),
    KeyHint(("W",), "Both wrong", "judge-wrong"),
    KeyHint(("S",), "Skip", "judge-skip", group=True),
    KeyHint(("D",), "Mark differences", "judge-differences"),
    KeyHint(("I",), "Ideal answer", "judge-ideal"),
    KeyHint(("Z",), "Undo", "judge-undo", group=True),
    KeyHint(("Ctrl K",), "Commands", "commands"),
]
TALLEST = 190
"""Height of the words at most; longer ones scroll, the cases below stay in sight."""


class TrialResult(QWidget):
    """The figures, the paired test, what it was compared with; at the right what can be done."""

    judging_asked = Signal()
    comparing_asked = Signal()
    """Judge some of what a judge has judged, blind, to know its agreement."""
    failed_asked = Signal()
    against_chosen = Signal(str, str)
    """A run's uid and the variant that its others are to be compared with, "" the baseline."""

    def __init__(self) -> None:
        super().__init__()
        self._run = ""
        self._result = Paragraph("", "body", "text")
        self._test = Paragraph("", "meta", "text2")
        self._baseline = Paragraph(FRESH_BASELINE, "meta", "text3")
        self._judge = button("", "trial-judge", kind="primary")
        self._judge.clicked.connect(self.judging_asked)
        self.compare = button("Judge 40 yourself", "trial-compare")
        self.compare.setToolTip("Blind, to know how far the judge agrees with you")
        self.compare.clicked.connect(self.comparing_asked)
        self.failed = button("", "trial-failed", kind="link")
        self.failed.clicked.connect(self.failed_asked)
        self._against_words = label("Compared with", "meta", "text3")
        self.against = QComboBox()
        self.against.setObjectName("trial-against")
        self.against.setAccessibleName("Compared with")
        self.against.setMaximumWidth(theme().px(220))
        self.against.activated.connect(self._against_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        px = theme().px
        inside = QWidget()
        inside.setProperty("plain", True)
        words = QVBoxLayout(inside)
        words.setContentsMargins(0, 0, px(8), 0)
        words.setSpacing(px(3))
        for line in (self._result, self._test, self._baseline):
            words.addWidget(line)
        words.addStretch()
        self.words = _FittingArea(inside)
        deeds = QVBoxLayout()
        deeds.setSpacing(px(6))
        for one in (self._judge, self.compare, self.failed, self._against_words, self.against):
            deeds.addWidget(one)
        deeds.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(10), px(20), px(10))
        row.setSpacing(px(20))
        row.addWidget(self.words, 1)
        row.addLayout(deeds)

    def text(self) -> str:
        """The first line: what was fixed and what broke."""
        return self._result.text()

    def details(self) -> str:
        """The lines below it."""
        return self._test.text()

    def show_row(self, row: TrialRow, state: TrialsState) -> None:
        """Tell a trial; one that is not judged to the end tells only that."""
        shown = not row.hidden and row.comparison.cases > 0
        self._result.set_text(result_sentence(row))
        lines: list[str] = []
        if row.found is not None:
            # A run has its own fresh baseline: that is what it is compared with.
            if shown:
                self._result.set_text(row.found.sentence)
            lines += run_lines(row.found)
        else:
            lines.append(chance_sentence(row.comparison))
        lines += part_lines(row, state.held_out)
        lines += [*preference_line(row), *row.warnings]
        self._test.set_text("\n".join(lines) if shown else "")
        self._test.setVisible(shown and bool(lines))
        self._baseline.setVisible(shown and row.found is None)
        self._show_deeds(row, state, shown=shown)
        self.words.fit()

    def set_room(self, high: int) -> None:
        """Be so tall at most; longer words scroll."""
        self.words.most = max(theme().px(60), min(theme().px(TALLEST), high - theme().px(20)))
        self.words.fit()

    def _show_deeds(self, row: TrialRow, state: TrialsState, *, shown: bool) -> None:
        self._judge.setVisible(row.waiting > 0)
        self._judge.setText(f"Judge {counted(row.waiting, 'output')}")
        self._judge.setAccessibleName(self._judge.text())
        by_program = row.found is not None and row.found.judge not in BY_PEOPLE
        self.compare.setVisible(shown and by_program)
        failed = sum(row.found.failures.values()) if row.found is not None else 0
        self.failed.setVisible(failed > 0)
        self.failed.setText(f"{counted(failed, 'call')} without an answer")
        self.failed.setAccessibleName(self.failed.text())
        self._run = row.comparison.trial.run_uid
        of_run = [one for one in state.rows if self._run and self._run == one.run_uid]
        here = {one.variant for one in of_run}
        # The latest trial of a variant counts, wherever it ran.
        others = {one.variant: None for one in state.rows if one.variant not in here}
        offered = bool(of_run) and (len(of_run) > 2 or bool(others) or bool(row.against))
        self._against_words.setVisible(offered)
        self.against.setVisible(offered)
        self.against.clear()
        self.against.addItem("Fresh baseline", "")
        for one in of_run:
            if not one.is_fresh_baseline:
                self.against.addItem(one.variant, one.variant)
        for name in others:
            self.against.addItem(f"{name}, of another run", name)
        self.against.setCurrentIndex(max(0, self.against.findData(row.against)))

    def _against_chosen(self, place: int) -> None:
        self.against_chosen.emit(self._run, str(self.against.itemData(place)))


class _FittingArea(QScrollArea):
    """As tall as its words, up to a bound."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.most = theme().px(TALLEST)
        self.setObjectName("trial-words")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def fit(self) -> None:
        layout = self._inside.layout()
        wide = max(1, self.viewport().width())
        wanted = layout.totalHeightForWidth(wide) + 2 if layout is not None else 0
        # A layout of wrapped lines asks for the height that they have at their narrowest.
        self._inside.setMinimumHeight(max(1, wanted))
        self.setFixedHeight(min(max(wanted, theme().px(36)), self.most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
