"""The key strip: the keys that matter now, clickable, and a quiet word at its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from curator.gui.page import KeyHint
from curator.gui.theme import theme
from curator.gui.widgets.labels import key_cap_size, label, paint_key_cap, rule

HEIGHT = 40


class StripButton(QToolButton):
    """Key caps and a word."""

    def __init__(self, hint: KeyHint) -> None:
        super().__init__()
        self.hint = hint
        self.setProperty("strip", True)
        self.setObjectName(f"strip-{hint.action or hint.text}")
        keys = f", key {' or '.join(hint.keys)}" if hint.keys else ""
        self.setAccessibleName(f"{hint.text}{keys}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        px = theme().px
        width = sum(key_cap_size(key).width() + px(6) for key in self.hint.keys)
        width += QFontMetrics(theme().font("meta")).horizontalAdvance(self.hint.text) + px(12)
        return QSize(width, px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        left = theme().px(5)
        for key in self.hint.keys:
            size = key_cap_size(key)
            top = (self.height() - size.height()) / 2
            paint_key_cap(painter, QRectF(left, top, size.width(), size.height()), key)
            left += size.width() + theme().px(6)
        painter.setFont(theme().font("meta"))
        painter.setPen(theme().color("text2"))
        room = self.rect().adjusted(left + theme().px(1), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.hint.text)


class KeyStrip(QFrame):
    """40 px. Hints that do not fit are left out, the last one (commands) stays."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keyStrip")
        self._row = QHBoxLayout(self)
        self._hints: list[KeyHint] = []
        self._items: list[tuple[QWidget | None, StripButton]] = []
        self.word = label("", "meta", "text2")
        self.word.setObjectName("strip-word")
        self._row.addStretch(1)
        self._row.addWidget(self.word)
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        px = theme().px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(14), 1, px(20), 0)
        self._row.setSpacing(px(6))

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show other keys."""
        if list(hints) == self._hints:
            return
        self._hints = list(hints)
        for divider, one in self._items:
            for widget in (divider, one):
                if widget is not None:
                    self._row.removeWidget(widget)
                    widget.hide()
                    widget.deleteLater()
        self._items = []
        for hint in hints:
            divider = rule("v") if hint.group and self._items else None
            if divider is not None:
                divider.setFixedHeight(theme().px(16))
                self._row.insertWidget(self._row.count() - 2, divider)
            made = StripButton(hint)
            made.clicked.connect(lambda _=False, name=hint.action: self.asked.emit(name))
            self._row.insertWidget(self._row.count() - 2, made)
            self._items.append((divider, made))
        self.fit()

    def set_word(self, text: str) -> None:
        """The quiet word at the end."""
        self.word.setText(text)
        self.fit()

    def fit(self) -> None:
        """Leave out hints from the end, but not the last, until the rest fits."""
        gap = self._row.spacing()
        width = self.width()
        room = width - theme().px(40) - self.word.sizeHint().width()
        widths = [
            one.sizeHint().width() + gap + (gap + 1 if divider else 0)
            for divider, one in self._items
        ]
        shown = [True] * len(widths)
        for place in range(len(widths) - 2, -1, -1):
            if sum(width for width, on in zip(widths, shown, strict=True) if on) <= room:
                break
            shown[place] = False
        for (divider, one), on in zip(self._items, shown, strict=True):
            one.setVisible(on)
            if divider is not None:
                divider.setVisible(on)
        # Showing hints can lay the window out anew: what fitted the old width may not fit now.
        if self.width() != width:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
