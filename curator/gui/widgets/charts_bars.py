"""Bars: how the rows of a dataset are split, and how many cases each pattern brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.marks import paint_pattern_shape


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


@dataclass(frozen=True)
class ParetoRow:
    """One bar: a pattern's name, colour and how many cases it counts."""

    name: str
    colour: int
    count: int
    note: str = ""
    """What is said after the count ("4 held out")."""


class ParetoChart(QWidget):
    """Counts as bars in a shared scale, the largest first as given; a table in a picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ParetoRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        theme().changed.connect(self.update)

    def set_rows(self, rows: Sequence[ParetoRow]) -> None:
        self._rows = tuple(rows)
        self.setAccessibleName("Cases by pattern")
        self.setAccessibleDescription(", ".join(f"{row.name}: {row.count:,}" for row in self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), max(1, len(self._rows)) * theme().px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        largest = max((row.count for row in self._rows), default=1) or 1
        high = theme().px(30)
        for index, row in enumerate(self._rows):
            self._paint_row(painter, row, QRectF(0, index * high, self.width(), high), largest)
        painter.end()

    def _paint_row(self, painter: QPainter, row: ParetoRow, box: QRectF, largest: int) -> None:
        px = theme().px
        metrics = QFontMetricsF(theme().font("body"))
        numbers = px(132) if any(r.note for r in self._rows) else px(56)
        bar = QRectF(box.right() - numbers - px(96), box.center().y() - 4, px(96), 8)
        mark = QRectF(box.left() + px(2), box.center().y() - px(5), px(10), px(10))
        paint_pattern_shape(painter, mark, row.colour)
        name = QRectF(
            box.left() + px(22), box.top(), bar.left() - box.left() - px(34), box.height()
        )
        painter.setFont(theme().font("body"))
        painter.setPen(theme().color("text"))
        centre = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(
            name, centre, metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, name.width())
        )
        painter.fillRect(bar, theme().color("sunken"))
        filled = QRectF(bar.left(), bar.top(), bar.width() * row.count / largest, bar.height())
        painter.fillRect(filled, theme().color("ctl"))
        painter.setFont(theme().font("strong"))
        count = QRectF(bar.right() + px(8), box.top(), px(44), box.height())
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(count, right, f"{row.count:,}")
        if row.note:
            painter.setFont(theme().font("meta"))
            painter.setPen(theme().color("text3"))
            note = QRectF(count.right() + px(8), box.top(), px(72), box.height())
            painter.drawText(note, centre, row.note)
