"""Splitters with a 1 px rule and a wider grab, remembered by name."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from curator.gui.theme import theme
from curator.gui.theme.filling import fill


class _Handle(QSplitterHandle):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.rect()
        color = theme().color("accent" if self.hasFocus() else "line")
        if self.orientation() == Qt.Orientation.Horizontal:
            fill(painter, QRect(middle.width() // 2, 0, 1, middle.height()), color)
        else:
            fill(painter, QRect(0, middle.height() // 2, middle.width(), 1), color)


class Splitter(QSplitter):
    """A splitter whose sizes are kept in the settings under its name."""

    def __init__(self, name: str, orientation: Qt.Orientation, settings: QSettings) -> None:
        super().__init__(orientation)
        self.setObjectName(f"splitter-{name}")
        self._key = f"splitters/{name}"
        self._settings = settings
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._remember)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)

    def start(self, sizes: list[int]) -> None:
        """Restore the sizes that were left, else take these."""
        kept = self._settings.value(self._key)
        if isinstance(kept, list) and len(kept) == len(sizes):
            sizes = [int(size) for size in kept]
        self.setSizes(sizes)

    def _remember(self) -> None:
        self._settings.setValue(self._key, self.sizes())
