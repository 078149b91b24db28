"""What the current trial shows, in words, and the button that starts judging."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from curator.gui.page import KeyHint
from curator.gui.pages.trials_state import (
    FRESH_BASELINE,
    TrialRow,
    chance_sentence,
    result_sentence,
    run_lines,
)
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph

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


class TrialResult(QWidget):
    """Three lines: the figures, the paired test, what it was compared with."""

    judging_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._result = Paragraph("", "body", "text")
        self._test = Paragraph("", "meta", "text2")
        self._baseline = Paragraph(FRESH_BASELINE, "meta", "text3")
        self._judge = button("", "trial-judge", kind="primary")
        self._judge.clicked.connect(self.judging_asked)
        words = QVBoxLayout()
        words.setSpacing(px(3))
        for line in (self._result, self._test, self._baseline):
            words.addWidget(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(10), px(20), px(10))
        row.setSpacing(px(20))
        row.addLayout(words, 1)
        row.addWidget(self._judge, 0, Qt.AlignmentFlag.AlignTop)

    def text(self) -> str:
        """The first line: what was fixed and what broke."""
        return self._result.text()

    def show_row(self, row: TrialRow) -> None:
        """Tell a trial; one that is not judged to the end tells only that."""
        self._result.set_text(result_sentence(row))
        shown = not row.hidden and row.comparison.cases > 0
        if row.found is not None:
            # A run has its own fresh baseline: that is what it is compared with.
            if shown:
                self._result.set_text(row.found.sentence)
            self._test.set_text("\n".join(run_lines(row.found)))
            self._test.setVisible(shown and bool(self._test.text()))
            self._baseline.hide()
        else:
            self._test.set_text(chance_sentence(row.comparison) if shown else "")
            self._test.setVisible(shown)
            self._baseline.setVisible(shown)
        self._judge.setVisible(row.waiting > 0)
        self._judge.setText(f"Judge {counted(row.waiting, 'output')}")
        self._judge.setAccessibleName(self._judge.text())
