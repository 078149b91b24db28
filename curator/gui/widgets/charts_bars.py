"""Bars: how the rows of a dataset are split, and how many cases each pattern brings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.gui.theme import theme


class SplitBar(QWidget):
    """Train, validation and held-out rows as parts of one bar: filled, tinted, hollow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = (0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_counts(self, train: int, validation: int, held_out: int) -> None:
        self._counts = (train, validation, held_out)
        self.setAccessibleName(
            f"{train:,} rows for training, {validation:,} for validation, {held_out:,} held out"
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        total = sum(self._counts)
        if total == 0:
            painter.fillRect(self.rect(), theme().color("sunken"))
            painter.end()
            return
        parts = [count for count in self._counts if count]
        gap = 2.0
        free = self.width() - gap * (len(parts) - 1)
        x = 0.0
        for index, count in enumerate(self._counts):
            if not count:
                continue
            width = max(3.0, free * count / total)
            box = QRectF(x, 0, min(width, self.width() - x), self.height())
            self._paint_part(painter, index, box)
            x += width + gap
        painter.end()

    def _paint_part(self, painter: QPainter, index: int, box: QRectF) -> None:
        accent = theme().color("accent")
        if index == 0:
            painter.fillRect(box, accent)
            return
        painter.setPen(QPen(accent if index == 1 else theme().color("ctl"), 1))
        painter.setBrush(theme().color("sel" if index == 1 else "win"))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


class CountBar(QWidget):
    """One pattern's rows in a scale shared with its neighbours: to train on, then held out."""

    def __init__(self, train: int, held_out: int, largest: int) -> None:
        super().__init__()
        self._parts = (train, held_out)
        self._largest = largest
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(96), theme().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("sunken"))
        train, held_out = (self.width() * part / self._largest for part in self._parts)
        painter.fillRect(QRectF(0, 0, train, self.height()), theme().color("accent"))
        held = QRectF(train, 0, held_out, self.height())
        painter.fillRect(held, theme().color("ctl"))
        painter.end()
