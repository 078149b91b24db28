"""What an import will bring, each row beside its case, and what it could not take."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.conversation import Block, Conversation, blocks_of
from curator.gui.widgets.labels import SectionHeader, rule
from curator.gui.widgets.mend_row import MendRow
from curator.gui.widgets.plain_table import PlainColumn, PlainTable
from curator.gui.widgets.splitter import Splitter
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import FilePreview, ImportReport
from curator.model.message import user_text

PREVIEW = (
    PlainColumn("Line", 76, "body", "text3"),
    PlainColumn("Input", 0, "body", "text"),
    PlainColumn("Output"),
    PlainColumn("Suggested", 96, optional=True),
    PlainColumn("Model", 140, optional=True),
    PlainColumn("Time", 116, optional=True),
)
REJECTED = (
    PlainColumn("Line", 76, "body", "text3"),
    PlainColumn("File", 150, "body", "text2", optional=True),
    PlainColumn("Field", 120, "mono", optional=True),
    PlainColumn("Reason", 0, "body", "text"),
    PlainColumn("Text", 0, "mono", "text2"),
    PlainColumn("", 96, "medium", "accent", optional=True),
)
FIX = "Fix line"


SHOWN = 2_000
"""Rejected rows that the table shows; the file beside the project has them all."""


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
    mark = case.review.mark
    said = mark.value.capitalize() if mark else "Ideal answer" if case.review.ideal else ""
    asked, answered = user_text(case.input), case.output.text
    return [f"{case.line:,}", asked, answered, said, case.model or "", when]


def rejected_row(row: RejectedRow, *, with_file: bool, mends: bool) -> list[str]:
    """A rejected row as the table shows it."""
    text = row.raw[:400].decode("utf-8", errors="replace")
    reason = row.reason[:1].upper() + row.reason[1:]
    return [
        f"{row.line:,}",
        row.file if with_file else "",
        row.field or "",
        reason,
        text,
        FIX * mends,
    ]


def rejected_rows(
    rows: Sequence[RejectedRow], can_mend: Callable[[RejectedRow], bool]
) -> list[list[str]]:
    """Rejected rows, with their file where there are several."""
    with_file = len({row.file for row in rows}) > 1
    return [rejected_row(row, with_file=with_file, mends=can_mend(row)) for row in rows[:SHOWN]]


class RowBesideCase(QWidget):
    """One row as it lies in the file, beside the case it becomes."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        px = theme().px
        self.raw_header = SectionHeader("In the file")
        self.case_header = SectionHeader("As a case")
        self.raw = QTextEdit()
        self.raw.setObjectName("raw-row")
        self.raw.setAccessibleName("The row as it lies in the file")
        self.raw.setReadOnly(True)
        self.raw.setAcceptRichText(False)
        self.raw.setTabChangesFocus(True)
        self.raw.setProperty("reading", True)
        self.raw.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._follow_theme()
        theme().changed.connect(self._follow_theme)
        self.case = Conversation("as-case", "The row as a case")
        self.panes = Splitter("import-beside", Qt.Orientation.Horizontal, context.settings)
        for header, body in ((self.raw_header, self.raw), (self.case_header, self.case)):
            pane = QWidget()
            column = QVBoxLayout(pane)
            column.setContentsMargins(0, px(10), 0, 0)
            column.setSpacing(px(6))
            line = QHBoxLayout()
            line.setContentsMargins(px(20), 0, px(20), 0)
            line.addWidget(header)
            column.addLayout(line)
            column.addWidget(body, 1)
            self.panes.addWidget(pane)
        self.panes.start([px(460), px(480)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)

    def _follow_theme(self) -> None:
        self.raw.setFont(theme().font("mono"))
        margin = theme().px(20)
        self.raw.document().setDocumentMargin(margin)

    def show_case(self, case: IncomingCase, raw: str) -> None:
        """Show one row both ways."""
        self.raw_header.set_detail(f"Line {case.line:,}, as it lies there")
        self.case_header.set_detail(", ".join(_about(case)))
        self.raw.setPlainText(raw)
        blocks = [block for one in case.input for block in blocks_of(one)]
        blocks += blocks_of(case.output)
        for title, text in (("Expected answer", case.expected), ("Note", case.review.note)):
            if text:
                blocks.append(Block(title, text))
        if case.review.ideal:
            blocks.append(Block("Suggested ideal answer", case.review.ideal))
        if case.metadata:
            kept = json.dumps(case.metadata, ensure_ascii=False, indent=2)
            names = ", ".join(case.metadata)
            count = len(case.metadata)
            words = f"{count:,} {'field' if count == 1 else 'fields'}"
            blocks.append(Block("Extra fields", kept, True, True, names, words))
        self.case.show_blocks(blocks)

    def show_rows(self, preview: FilePreview) -> None:
        """Show the first rows as they lie in the file, before it is known what their cases are."""
        self.raw_header.set_detail("The first rows, as they lie there")
        self.case_header.set_detail("Not known yet")
        self.raw.setPlainText("\n".join(preview.raw.values()))
        self.case.show_blocks([])


def _about(case: IncomingCase) -> list[str]:
    parts = [f"id {case.id}"] if case.id else []
    if case.model:
        parts.append(case.model)
    mark = case.review.mark
    if mark is not None:
        origin = f" by {case.origin}" if case.origin else ""
        parts.append(f"suggested{origin}: {mark.value}")
    return parts


class ImportResults(QWidget):
    """Preview above, rejected rows below."""

    mending_shown = Signal()
    """A rejected row came in front, or left it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rejected_file: Path | None = None
        self.preview_header = SectionHeader("Preview")
        self.preview = PlainTable("preview", "Preview of the cases", PREVIEW)
        self.beside = RowBesideCase(context)
        self.mend = MendRow(context)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.beside)
        self.middle.addWidget(self.mend)
        self._shown: FilePreview | None = None
        self._all_rejected = self._mended = 0
        self._low = False
        self.rejected_header = SectionHeader("Rejected rows")
        self.rejected = PlainTable("rejected", "Rejected rows", REJECTED)
        self.show_file = button("Show file", "rejected-show", icon="folder-open")
        self.show_file.clicked.connect(self._show_file)
        self.rejected_header.add(self.show_file)
        self.warning = QLabel()
        theme().changed.connect(self._refresh_icon)
        self._refresh_icon()
        self.rows = Splitter("import-rows", Qt.Orientation.Vertical, context.settings)
        self.preview_pane = self._pane(self.preview_header, self.preview, None)
        self.rows.addWidget(self.preview_pane)
        self.rejected_pane = self._pane(self.rejected_header, self.rejected, self.warning)
        self.rows.addWidget(self.middle)
        self.rows.addWidget(self.rejected_pane)
        for place, stretch in enumerate((3, 2, 2)):
            self.rows.setStretchFactor(place, stretch)
        self.rows.start([px(300), px(250), px(200)])
        self.preview.selectionModel().currentRowChanged.connect(lambda now, _: self._show_row(now))
        self.preview.clicked.connect(self._show_row)
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

    def set_low(self, low: bool) -> None:
        """Where the window is low, the row beside its case makes room for the table."""
        self._low = low
        seen = self._shown is not None and bool(self._shown.rows or self._shown.raw)
        self.middle.setVisible(self.mends or (not low and seen))
        self.preview_pane.setVisible(not (low and self.mends))

    @property
    def mends(self) -> bool:
        """Whether a rejected row is in front."""
        return self.middle.currentWidget() is self.mend

    def show_mending(self, mends: bool) -> None:
        """Show the rejected row in front, or the preview's row beside its case."""
        changed = mends is not self.mends
        self.middle.setCurrentWidget(self.mend if mends else self.beside)
        self.set_low(self._low)
        if changed:
            self.mending_shown.emit()

    def show_preview(self, preview: FilePreview) -> None:
        """Show the first rows as they will look in Review."""
        self._shown = preview
        before = self.preview.currentIndex().row()
        self.preview.set_rows([preview_row(case) for case in preview.rows])
        self.show_mending(False)
        if preview.rows:
            self.preview.selectRow(min(max(0, before), len(preview.rows) - 1))
            last = preview.rows[-1].line
            first = preview.rows[0].line
            self.preview_header.set_detail(
                f"Lines {first:,} to {last:,}, as they will look in Review"
                if last > first
                else f"Line {first:,}, as it will look in Review"
            )
        else:
            self.beside.show_rows(preview)
            self.preview_header.set_detail("Nothing to show yet")
        rows = preview.rejected
        self.rejected_pane.setVisible(bool(rows))
        self.rejected.set_rows(rejected_rows(rows, lambda _: False))
        self.rejected_header.title.setText(_rejected_words(len(rows)))
        self.rejected_header.set_detail(
            f"Among the first {preview.looked_at:,} rows. An import keeps their bytes in a file "
            "beside the project."
        )
        self.show_file.hide()

    def _show_row(self, now: QModelIndex) -> None:
        shown = self._shown
        if shown is not None and 0 <= now.row() < len(shown.rows):
            case = shown.rows[now.row()]
            self.show_mending(False)
            self.beside.show_case(case, shown.raw.get(case.line, ""))

    def show_report(self, report: ImportReport) -> None:
        """Show what an import rejected."""
        self._mended = 0
        self._all_rejected = report.rejected_count
        self.rejected_header.title.setText(_rejected_words(report.rejected_count))
        if report.rejected_files:
            self._rejected_file = Path(report.rejected_files[0])
            names = ", ".join(Path(one).name for one in report.rejected_files[:2])
            more = len(report.rejected_files) - 2
            names = f"{names} and {more:,} more" if more > 0 else names
            self.rejected_header.set_detail(f"Kept unchanged in {names}. Nothing is lost.")
        elif report.rejected:
            self.rejected_header.set_detail("Nothing of these could be read.")
        self.show_file.setVisible(bool(report.rejected_files))

    def show_rejected(
        self, rows: Sequence[RejectedRow], can_mend: Callable[[RejectedRow], bool]
    ) -> None:
        """List the rows that are still rejected, those that can be mended with a link."""
        self.rejected.set_rows(rejected_rows(rows, can_mend))
        self.rejected_pane.setVisible(bool(rows))

    def row_is_in(
        self, left: Sequence[RejectedRow], can_mend: Callable[[RejectedRow], bool]
    ) -> None:
        """One more row was mended: it leaves the list."""
        self._mended += 1
        words = _rejected_words(self._all_rejected - self._mended)
        self.rejected_header.title.setText(f"{words}, {self._mended:,} mended")
        self.show_rejected(left, can_mend)

    def _show_file(self) -> None:
        if self._rejected_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._rejected_file.parent)))


def _rejected_words(count: int) -> str:
    return "1 rejected row" if count == 1 else f"{count:,} rejected rows"
