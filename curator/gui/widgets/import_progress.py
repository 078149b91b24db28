"""The foot of the import page: what comes next, or how far it is, how fast, how long still."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from curator.gui.key_words import names_key
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, KeyCap, label
from curator.model.importing import ImportReport
from curator.model.pace import Pace, left_words, size_words


def count_words(count: int, word: str) -> str:
    """ "1 case", "2,000 cases"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


class ProgressRow(QWidget):
    """56 px."""

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setFixedHeight(px(56))
        self.setProperty("win", True)
        self._pace = Pace()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Import progress")
        self.bar.setMinimumWidth(px(120))
        self.bar.setMaximumWidth(px(320))
        self.words = ElidedLabel("", "body", "text")
        self.detail = label("", "body", "text3")
        self.stop = button("Stop", "import-stop")
        self.stop.setToolTip("What was read stays, in whole batches (Esc)")
        names_key(self.stop, "import-stop")
        self.stop_key = names_key(KeyCap("Esc"), "import-stop")
        self.add = button("Add cases", "import-add", kind="primary")
        self.suggestions = button("Look at the suggestions", "import-suggestions")
        self.review = button("Review the cases", "import-review", kind="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), 0, px(16), 0)
        row.setSpacing(px(16))
        row.addWidget(self.bar, 1)
        row.addWidget(self.words, 2)
        for widget in (self.detail, self.stop, self.stop_key):
            row.addWidget(widget)
        for widget in (self.suggestions, self.add, self.review):
            row.addWidget(widget)
        self.wait("")

    def _show(self, what: str, *, suggestions: bool = False) -> None:
        self.bar.setVisible(what == "running")
        self.stop.setVisible(what == "running")
        self.stop_key.setVisible(what == "running")
        self.add.setVisible(what == "ready")
        self.review.setVisible(what == "done")
        self.suggestions.setVisible(suggestions)
        self.detail.setText("")

    def wait(self, words: str) -> None:
        """Nothing can be done yet."""
        self.words.set_text(words)
        self._show("ready")
        self.add.setEnabled(False)

    def ready(self, words: str, *, usable: bool) -> None:
        """The files can be added, or not yet."""
        self.words.set_text(words)
        self._show("ready")
        self._offer("Add cases")
        self.add.setEnabled(usable)

    def _offer(self, words: str, kind: str = "primary") -> None:
        self.add.setText(words)
        self.add.setProperty("kind", kind)
        self.add.style().unpolish(self.add)
        self.add.style().polish(self.add)
        self.add.setAccessibleName(words)
        self.add.setVisible(True)
        self.add.setEnabled(True)

    def start(self) -> None:
        """An import begins."""
        self._pace = Pace()
        self._pace.note(time.monotonic(), 0)
        self.bar.setRange(0, 1000)
        self.bar.setValue(0)
        self.words.set_text("Reading")
        self.stop.setEnabled(True)
        self._show("running")

    def stopping(self) -> None:
        """A stop was asked for: the batch in hand is finished."""
        self.words.set_text("Stopping after this batch")
        self.stop.setEnabled(False)

    def show_progress(self, done: int, total: int) -> None:
        """So many bytes of the files are read."""
        if not total or not self.stop.isEnabled():
            return
        done = min(done, total)
        self._pace.note(time.monotonic(), done)
        self.bar.setValue(round(1000 * done / total))
        parts = [f"Read {size_words(done)} of {size_words(total)}"]
        rate = self._pace.rate
        if rate > 0 and done < total:
            parts += [f"{size_words(rate)} a second", left_words((total - done) / rate)]
        self.words.set_text(", ".join(parts))

    def finished(self, report: ImportReport) -> None:
        """What came of it, and where to go."""
        parts = [f"{count_words(report.imported, 'case')} added"]
        if report.sampled_from is not None:
            parts[0] += f", a sample of {report.sampled_from:,}"
        if report.duplicates:
            parts.append(f"{report.duplicates:,} there already")
        if report.rejected:
            parts.append(count_words(report.rejected_count, "rejected row"))
        if report.suggestions:
            parts.append(count_words(report.suggestions, "suggestion"))
        if report.cancelled:
            parts.append("stopped before the end")
        self.words.set_text(", ".join(parts))
        self._show("done", suggestions=bool(report.suggestions))
        if report.cancelled:
            self._offer("Go on", kind="")
