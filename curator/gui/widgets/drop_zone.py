"""Where files are dropped, and what is read from a drag or the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from curator.gui.key_words import ends_in_key, names_key
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import label

TITLE = "Drop a file of inputs and outputs here"
KINDS = "JSON Lines, JSON, CSV, TSV, Excel or Parquet, or a folder of them"


def files_of(data: QMimeData) -> list[Path]:
    """The local files and folders of a drag or of the clipboard."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class Picture(QLabel):
    """An icon that follows the theme."""

    def __init__(self, icon: str, size: int, color: str = "text2") -> None:
        super().__init__()
        self._what = (icon, size, color)
        self._refresh()
        theme().changed.connect(self._refresh)

    def show_icon(self, icon: str, color: str) -> None:
        """Show another icon."""
        self._what = (icon, self._what[1], color)
        self._refresh()

    def _refresh(self) -> None:
        self.setPixmap(theme().pixmap(*self._what))


class DropZone(QFrame):
    """Says what can be dropped; the window takes the drop, wherever it falls."""

    def __init__(self, name: str) -> None:
        super().__init__()
        px = theme().px
        self.setObjectName("dropZone")
        self.setMinimumHeight(px(264))
        self._over = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(px(20),) * 4)
        self.column.setSpacing(px(6))
        self.column.addStretch(1)
        self.column.addWidget(Picture("import", 30), 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addSpacing(px(10))
        for text, style in ((TITLE, "leadstrong"), (KINDS, "body")):
            words = label(text, style)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setWordWrap(True)
            self.column.addWidget(words)
        self.column.addSpacing(px(14))
        self.choose: QPushButton = button("Choose a file", f"{name}-choose", kind="primary")
        ends_in_key(self.choose, "open-file")
        self.paste: QPushButton = button("Paste", f"{name}-paste")
        self.paste.setToolTip("JSON, JSON Lines or table cells from the clipboard (Ctrl+V)")
        names_key(self.paste, "paste")

    def set_over(self, over: bool) -> None:
        """Whether something that can be dropped is held over the window."""
        if over != self._over:
            self._over = over
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        # A style sheet's dashes are dots at 1 px.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().color("accent" if self._over else "ctl"), 2 if self._over else 1)
        pen.setDashPattern([3, 3] if self._over else [4, 3])
        painter.setPen(pen)
        painter.setBrush(theme().color("sel" if self._over else "surface"))
        edge = 1.0 if self._over else 0.5
        painter.drawRoundedRect(self.rect().toRectF().adjusted(edge, edge, -edge, -edge), 6, 6)
