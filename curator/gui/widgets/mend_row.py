"""A rejected row: its bytes as they came beside a field in which it is mended."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from curator.gui.context import AppContext
from curator.gui.key_words import names_key
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, SectionHeader, rule
from curator.gui.widgets.row_field import RowField
from curator.gui.widgets.splitter import Splitter
from curator.importing import RowText
from curator.importing.encodings import spoken
from curator.model.case import RejectedRow
from curator.model.pace import size_words

_COLUMN = re.compile(r"(?:line (\d+),? )?column (\d+)")

_FEW_BYTES = 10_000


class MendRow(QWidget):
    """Says why a row was rejected; what is typed beside it is tried again."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        px = theme().px
        self.icon = QLabel()
        self.icon.setAccessibleName("")
        self._follow_theme()
        theme().changed.connect(self._follow_theme)
        self.reason = Paragraph("", "body", "text")
        self.raw_header = SectionHeader("As it came")
        self.raw = RowField("rejected-row", "The rejected row as it came", read_only=True)
        self.field_header = SectionHeader("Mended")
        self.field = RowField("mend-row", "The row, to be mended")
        self.again = button("Try again", "mend-try", kind="primary")
        self.again.setToolTip("Read the mended row like the others (Ctrl+Return)")
        names_key(self.again, "mend-try")
        self.restore = button("As it came", "mend-restore")
        self.restore.setToolTip("Start again from the row as it came (Ctrl+R)")
        names_key(self.restore, "mend-restore")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._why())
        column.addWidget(rule())
        self.panes = Splitter("import-mend", Qt.Orientation.Horizontal, context.settings)
        self.panes.addWidget(_pane(self.raw_header, self.raw))
        self.panes.addWidget(_pane(self.field_header, self.field))
        self.panes.start([px(460), px(480)])
        column.addWidget(self.panes, 1)

    def _why(self) -> QWidget:
        px = theme().px
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(px(20), px(8), px(16), px(8))
        line.setSpacing(px(12))
        line.addWidget(self.icon)
        line.addWidget(self.reason, 1)
        line.setAlignment(self.reason, Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.restore, self.again):
            line.addWidget(widget)
        return bar

    def _follow_theme(self) -> None:
        self.icon.setPixmap(theme().pixmap("warning", 18, "warn"))

    def show_row(self, row: RejectedRow, kept_in: str, found: RowText) -> None:
        """Show a row with its reason, ready to be mended."""
        self._say(row, "text")
        size = f"{row.size:,} bytes" if row.size < _FEW_BYTES else size_words(row.size)
        self.raw_header.set_detail(f"Line {row.line:,}, {size}, stays in {kept_in}")
        self.raw.show_row(found.came)
        self.field.show_row(found.text)
        self.field_header.set_detail(
            ""
            if found.declared
            else f"Read as {spoken(found.encoding)}: look over the letters beyond A to Z"
        )
        self._let_mend(usable=True)
        self.field.go_to(place_of(row.reason, found.text))

    def show_only(self, row: RejectedRow, why: str) -> None:
        """Show what is known of a row that cannot be mended here, and why not."""
        self._say(row, "text")
        self.raw_header.set_detail(f"The beginning of line {row.line:,}" if row.raw else "")
        self.raw.show_row(row.raw.decode("utf-8", "backslashreplace"))
        self.field.show_row("")
        self.field_header.set_detail(why)
        self._let_mend(usable=False)

    def still_rejected(self, row: RejectedRow) -> None:
        """A try ended in another rejection."""
        self._say(row, "fail", "Still rejected: ")
        self.field.go_to(place_of(row.reason, self.field.row))

    def trying(self) -> None:
        """Until the answer is there nothing is tried twice."""
        self.again.setEnabled(False)

    def tried(self) -> None:
        """The answer is there."""
        self.again.setEnabled(True)

    def _let_mend(self, *, usable: bool) -> None:
        for widget in (self.again, self.restore, self.field):
            widget.setEnabled(usable)

    def _say(self, row: RejectedRow, color: str, before: str = "") -> None:
        place = f"Line {row.line:,}" + (f", field {row.field}" if row.field else "")
        self.reason.set_text(f"{before}{place}: {row.reason}.", color)


def _pane(header: SectionHeader, body: RowField) -> QWidget:
    px = theme().px
    pane = QWidget()
    column = QVBoxLayout(pane)
    column.setContentsMargins(px(20), px(10), px(16), px(12))
    column.setSpacing(px(6))
    column.addWidget(header)
    column.addWidget(body, 1)
    return pane


def place_of(reason: str, text: str) -> int:
    """Where in a row its trouble is, as its reason says; its beginning where it does not."""
    found = _COLUMN.search(reason)
    if found is None:
        return 0
    line, column = found.groups()
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: int(line) - 1]) if line else 0
    return min(start + int(column) - 1, len(text))
