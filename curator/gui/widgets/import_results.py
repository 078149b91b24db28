"""What an import will bring, what it brought, and how far it is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, SectionHeader, label, rule
from curator.gui.widgets.plain_table import PlainColumn, PlainTable
from curator.gui.widgets.splitter import Splitter
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import FilePreview, ImportReport
from curator.model.message import user_text

PREVIEW = (
    PlainColumn("Line", 76, "body", "text3"),
    PlainColumn("Input", 0, "body", "text"),
    PlainColumn("Output"),
    PlainColumn("Model", 140, optional=True),
    PlainColumn("Time", 116, optional=True),
)
REJECTED = (
    PlainColumn("Line", 76, "body", "text3"),
    PlainColumn("Field", 120, "mono", optional=True),
    PlainColumn("Reason", 0, "body", "text"),
    PlainColumn("Text", 0, "mono", "text2"),
)


def short_time(created_at: str) -> str:
    """ "2 Jun 08:14"; what is no ISO time stays as it is."""
    try:
        moment = datetime.fromisoformat(created_at)
    except ValueError:
        return created_at
    return f"{moment.day} {moment:%b %H:%M}"


def preview_row(case: IncomingCase) -> list[str]:
    """A case as the preview shows it."""
    when = short_time(case.created_at or "")
    return [f"{case.line:,}", user_text(case.input), case.output.text, case.model or "", when]


def rejected_row(row: RejectedRow) -> list[str]:
    """A rejected row as the table shows it."""
    text = row.raw[:400].decode("utf-8", errors="replace")
    reason = row.reason[:1].upper() + row.reason[1:]
    return [f"{row.line:,}", row.field or "", reason, text]


class ImportResults(QWidget):
    """Preview above, rejected rows below."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rejected_file: Path | None = None
        self.preview_header = SectionHeader("Preview")
        self.preview = PlainTable("preview", "Preview of the cases", PREVIEW)
        self.rejected_header = SectionHeader("Rejected rows")
        self.rejected = PlainTable("rejected", "Rejected rows", REJECTED)
        self.show_file = button("Show file", "rejected-show", icon="folder-open")
        self.show_file.clicked.connect(self._show_file)
        self.rejected_header.add(self.show_file)
        self.warning = QLabel()
        theme().changed.connect(self._refresh_icon)
        self._refresh_icon()
        self.rows = Splitter("import-rows", Qt.Orientation.Vertical, context.settings)
        self.rows.addWidget(self._pane(self.preview_header, self.preview, None))
        self.rejected_pane = self._pane(self.rejected_header, self.rejected, self.warning)
        self.rows.addWidget(self.rejected_pane)
        self.rows.start([px(520), px(280)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)

    def _refresh_icon(self) -> None:
        self.warning.setPixmap(theme().pixmap("warning", 18, "warn"))

    def _pane(self, header: SectionHeader, table: PlainTable, icon: QLabel | None) -> QWidget:
        px = theme().px
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QWidget()
        if icon is not None:
            bar.setProperty("win", True)
            bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(bar)
        line.setContentsMargins(px(20), 0, px(20), 0)
        line.setSpacing(px(12))
        bar.setFixedHeight(px(43))
        if icon is not None:
            line.addWidget(icon)
        line.addWidget(header, 1)
        column.addWidget(bar)
        column.addWidget(rule())
        column.addWidget(table, 1)
        return pane

    def show_preview(self, preview: FilePreview) -> None:
        """Show the first rows as they will look in Review."""
        self.preview.set_rows([preview_row(case) for case in preview.rows])
        if preview.rows:
            last = preview.rows[-1].line
            first = preview.rows[0].line
            self.preview_header.set_detail(
                f"Lines {first:,} to {last:,}, as they will look in Review"
            )
        else:
            self.preview_header.set_detail("Nothing to show yet")
        rows = preview.rejected
        self.rejected_pane.setVisible(bool(rows))
        self.rejected.set_rows([rejected_row(row) for row in rows])
        self.rejected_header.title.setText(_rejected_words(len(rows)))
        self.rejected_header.set_detail("Among the first rows. Nothing is lost: they are kept.")
        self.show_file.hide()

    def show_report(self, report: ImportReport) -> None:
        """Show what an import rejected."""
        self.rejected_pane.setVisible(bool(report.rejected))
        self.rejected.set_rows([rejected_row(row) for row in report.rejected[:2000]])
        self.rejected_header.title.setText(_rejected_words(report.rejected_count))
        if report.rejected_files:
            self._rejected_file = Path(report.rejected_files[0])
            name = self._rejected_file.name
            self.rejected_header.set_detail(f"Kept unchanged in {name}. Nothing is lost.")
        self.show_file.setVisible(bool(report.rejected_files))

    def _show_file(self) -> None:
        if self._rejected_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._rejected_file.parent)))


def _rejected_words(count: int) -> str:
    return "1 rejected row" if count == 1 else f"{count:,} rejected rows"


class ProgressRow(QWidget):
    """56 px at the foot: what comes next, or how far it is."""

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setFixedHeight(px(56))
        self.setProperty("win", True)
        self._size = 0
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Import progress")
        self.bar.setFixedWidth(px(320))
        self.words = ElidedLabel("", "body", "text")
        self.detail = label("", "body", "text3")
        self.stop = button("Stop", "import-stop")
        self.stop.setToolTip("What was read stays, in whole batches")
        self.add = button("Add cases", "import-add", kind="primary")
        self.review = button("Review the cases", "import-review", kind="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), 0, px(16), 0)
        row.setSpacing(px(16))
        row.addWidget(self.bar)
        row.addWidget(self.words, 1)
        for widget in (self.detail, self.stop, self.add, self.review):
            row.addWidget(widget)
        self.wait("")

    def _show(self, *, bar: bool, stop: bool, add: bool, review: bool) -> None:
        self.bar.setVisible(bar)
        self.stop.setVisible(stop)
        self.add.setVisible(add)
        self.review.setVisible(review)

    def wait(self, words: str) -> None:
        """Nothing can be done yet."""
        self.words.set_text(words)
        self.detail.setText("")
        self._show(bar=False, stop=False, add=True, review=False)
        self.add.setEnabled(False)

    def ready(self, usable: bool, rows: bool) -> None:
        """The file can be added, or not yet."""
        words = "Ready to add" if usable and rows else "No case in the first rows"
        self.words.set_text(words if usable else "Choose the fields first")
        self.detail.setText("")
        self._show(bar=False, stop=False, add=True, review=False)
        self.add.setEnabled(usable)

    def start(self, size: int) -> None:
        """An import begins."""
        self._size = size
        self.bar.setRange(0, 1000)
        self.bar.setValue(0)
        self.words.set_text("Reading")
        self._show(bar=True, stop=True, add=False, review=False)

    def show_progress(self, done: int, total: int) -> None:
        """So many bytes of the file are read."""
        if total:
            self.bar.setValue(round(1000 * done / total))
            self.words.set_text(f"Read {done / 1e6:,.1f} of {total / 1e6:,.1f} MB")

    def finished(self, report: ImportReport) -> None:
        """What came of it, and where to go."""
        word = "case" if report.imported == 1 else "cases"
        parts = [f"{report.imported:,} {word} added"]
        if report.duplicates:
            word = "duplicate" if report.duplicates == 1 else "duplicates"
            parts.append(f"{report.duplicates:,} {word} left out")
        if report.rejected:
            parts.append(_rejected_words(report.rejected_count))
        if report.suggestions:
            parts.append(f"{report.suggestions:,} suggestions wait in Review")
        if report.cancelled:
            parts.append("stopped before the end")
        self.words.set_text(", ".join(parts))
        self._show(bar=False, stop=False, add=False, review=True)
        self.review.setEnabled(True)
