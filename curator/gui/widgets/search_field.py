"""The search line over a list of cases."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from curator.gui.theme import theme
from curator.gui.widgets.labels import key_cap_size, mirrored, paint_key_cap


class SearchField(QLineEdit):
    """A search line with its key cap."""

    begun = Signal()
    """Somebody comes to search: the focus is here."""
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName("Search cases")
        self.setPlaceholderText("Search cases")
        self.setClearButtonEnabled(False)
        self._key = "/"
        # Made here: an action that Qt makes is lost to Python once another window had one there.
        self._icon = QAction(theme().icon("search", 16), "", self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        theme().changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self._icon.setIcon(theme().icon("search", 16))

    def set_key(self, key: str) -> None:
        """Another key on its cap, "" for none."""
        self._key = key
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key and not self.hasFocus() and not self.text():
            size = key_cap_size(self._key)
            top = (self.height() - size.height()) / 2
            left = self.width() - size.width() - theme().px(8)
            box = QRect(left, round(top), size.width(), size.height())
            paint_key_cap(QPainter(self), QRectF(mirrored(self, box)), self._key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.begun.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            self.escaped.emit()
            return
        super().keyPressEvent(event)
