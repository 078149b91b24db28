"""What a summary shows of the cases, asked before it is saved: it will be mailed around."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label
from curator.operations.reporting import SummaryOptions

CONTENT_WORDS = {
    "full": "Outputs, ideal answers and notes stand in it whole.",
    "excerpt": "Outputs and ideal answers are shortened around what differs.",
    "none": "No text of a case stands in it: counts, shares and rates only.",
}


class SummaryDialog(QDialog):
    """How much of the cases is shown, redaction, paper, and an earlier summary to compare with."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("summary-dialog")
        self.setWindowTitle("Summary for engineers")
        px = theme().px
        self.content = Segments("summary-content", "How much of the cases is shown")
        for value, words in (("full", "Full"), ("excerpt", "Excerpts"), ("none", "None")):
            self.content.add(value, words)
        self.content.set_value("excerpt")
        self._said = Paragraph(CONTENT_WORDS["excerpt"], "meta", "text3")
        self.content.chosen.connect(lambda value: self._said.set_text(CONTENT_WORDS[value]))
        self.redact = QCheckBox("Replace addresses, numbers and reviewers’ names")
        self.redact.setObjectName("summary-redact")
        self.redact.setAccessibleName(self.redact.text())
        self.paper = Segments("summary-paper", "Paper of a PDF file")
        self.paper.add("A4", "A4")
        self.paper.add("letter", "Letter")
        american = QLocale.system().measurementSystem() == (
            QLocale.MeasurementSystem.ImperialUSSystem
        )
        self.paper.set_value("letter" if american else "A4")
        self._since: Path | None = None
        self._earlier = ElidedLabel("Nothing", "body", "text2")
        self._choose = button("Choose", "summary-since", icon="folder", on_click=self._ask_earlier)
        self._choose.setAccessibleName("Choose an earlier summary, saved as JSON")
        self.save = button("Save …", "summary-save", kind="primary", on_click=self.accept)
        self.save.setDefault(True)
        cancel = button("Cancel", "summary-cancel", on_click=self.reject)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(10))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(1, px(300))
        for place, (words, widget) in enumerate(
            (
                ("Text of the cases", _left(self.content)),
                ("", self._said),
                ("Redaction", self.redact),
                ("PDF paper", _left(self.paper)),
                ("Compare with", _line(self._earlier, self._choose)),
            )
        ):
            grid.addWidget(label(words, "body"), place, 0)
            grid.addWidget(widget, place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(20))
        column.setSpacing(px(18))
        column.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column.addLayout(buttons)

    def options(self) -> SummaryOptions:
        """What was chosen."""
        return SummaryOptions.model_validate(
            {
                "content": self.content.value(),
                "redact": self.redact.isChecked(),
                "paper": self.paper.value(),
                "since": self._since,
            }
        )

    def compare_with(self, earlier: Path) -> None:
        """Compare with this summary, saved earlier as JSON."""
        self._since = earlier
        self._earlier.set_text(earlier.name)

    def _ask_earlier(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "An earlier summary", "", "Summary as JSON (*.json)"
        )
        if chosen:
            self.compare_with(Path(chosen))


def _left(widget: QWidget) -> QWidget:
    return _line(widget, None)


def _line(first: QWidget, last: QWidget | None) -> QWidget:
    held = QWidget()
    line = QHBoxLayout(held)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(first, 0 if last is None else 1)
    if last is None:
        line.addStretch()
    else:
        line.addWidget(last)
    return held
