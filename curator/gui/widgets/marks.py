"""Small painted marks: a case's status, an interval, a pattern's shape."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.gui.theme import theme
from curator.model.review import Mark

MARK_WORDS = {Mark.FAIL: "Fail", Mark.PASS: "Pass", Mark.SKIP: "Skipped", None: "Not reviewed"}


def paint_status(painter: QPainter, box: QRectF, mark: Mark | None, muted: bool = False) -> None:
    """Hollow ring, filled disc with cross, ring with tick, ring with dash."""
    colors = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = min(box.width(), box.height())
    unit = size / 14
    centre = box.center()
    token = {Mark.FAIL: "fail", Mark.PASS: "pass", Mark.SKIP: "text3", None: "ctl"}[mark]
    color = colors.color("text3" if muted else token)
    pen = QPen(color, 1.4 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)

    def at(x: float, y: float) -> QPointF:
        return QPointF(centre.x() + x * unit, centre.y() + y * unit)

    if mark is Mark.FAIL:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(centre, 6.4 * unit, 6.4 * unit)
        cross = QPen(colors.color("surface"), 1.6 * unit)
        cross.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(cross)
        painter.drawLine(at(-2, -2), at(2, 2))
        painter.drawLine(at(2, -2), at(-2, 2))
    elif mark is Mark.PASS:
        painter.drawEllipse(centre, 5.8 * unit, 5.8 * unit)
        painter.drawPolyline(QPolygonF([at(-2.5, 0.2), at(-0.7, 2), at(2.7, -1.8)]))
    elif mark is Mark.SKIP:
        painter.drawEllipse(centre, 5.8 * unit, 5.8 * unit)
        painter.drawLine(at(-2.5, 0), at(2.5, 0))
    else:
        painter.drawEllipse(centre, 5 * unit, 5 * unit)
    painter.restore()


def status_icon(mark: Mark | None, size: int = 14) -> QIcon:
    """A status mark as an icon for a button; the fail mark keeps its colour when checked."""
    ratio = 3.0
    pixels = theme().px(size)
    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_status(painter, QRectF(0, 0, pixels, pixels), mark)
    painter.end()
    return QIcon(pixmap)


class StatusMark(QWidget):
    """A case's mark as a shape."""

    def __init__(self, mark: Mark | None = None, size: int = 14) -> None:
        super().__init__()
        self._size = size
        self._mark: Mark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_mark(mark)

    def set_mark(self, mark: Mark | None) -> None:
        """Show another mark."""
        self._mark = mark
        self.setAccessibleName(MARK_WORDS[mark])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_status(QPainter(self), QRectF(self.rect()), self._mark)


def paint_interval(
    painter: QPainter, box: QRectF, value: float, low: float, high: float, scale: float = 1.0
) -> None:
    """A share with its interval: 1 px track, 6 px band, 2 px tick. `scale` is the right end."""
    colors = theme()
    painter.save()
    middle = round(box.center().y())

    def x(share: float) -> float:
        return box.left() + min(1.0, max(0.0, share / scale)) * box.width()

    painter.fillRect(QRectF(box.left(), middle, box.width(), 1), colors.color("line"))
    width = max(2.0, x(high) - x(low))
    painter.fillRect(QRectF(x(low), middle - 3, width, 6), colors.color("ctl"))
    tick = min(max(x(value) - 1, box.left()), box.right() - 2)
    painter.fillRect(QRectF(tick, middle - 6, 2, 12), colors.color("text"))
    painter.restore()


class IntervalMark(QWidget):
    """A share with its 95 % interval on a track from 0 to `scale`."""

    def __init__(self, value: float = 0, low: float = 0, high: float = 0, scale: float = 1) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._scale = scale
        self.set_share(value, low, high)

    def set_share(self, value: float, low: float, high: float) -> None:
        """Show another share; all three from 0 to 1."""
        self._share = (value, low, high)
        self.setAccessibleName(f"{value:.0%}, interval {low:.0%} to {high:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(96), theme().px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_interval(QPainter(self), QRectF(self.rect()), *self._share, scale=self._scale)


PATTERN_SHAPES = (
    "ring",
    "disc",
    "square",
    "triangle up",
    "diamond",
    "plus",
    "triangle down",
    "hexagon",
    "cross",
)
"""Shape by a pattern's colour number, 0 (grey) to 8."""


def _corners(colour: int) -> list[tuple[float, float]]:
    """Corner points of a shape in a circle of radius 1; discs and crosses have none."""
    if colour == 2:
        return [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)]
    if colour == 3:
        return [(0, -1), (1.05, 0.9), (-1.05, 0.9)]
    if colour == 4:
        return [(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)]
    if colour == 6:
        return [(0, 1), (1.05, -0.9), (-1.05, -0.9)]
    if colour == 7:
        return [(math.cos(k * math.pi / 3), math.sin(k * math.pi / 3)) for k in range(6)]
    return []


def paint_pattern_shape(painter: QPainter, box: QRectF, colour: int) -> None:
    """A pattern's shape in its colour; 0 is a hollow grey ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = min(box.width(), box.height()) / 2
    centre = box.center()
    color = theme().color(f"p{colour}")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    corners = _corners(colour)
    if corners:
        painter.drawPolygon(
            QPolygonF(
                [QPointF(centre.x() + x * radius, centre.y() + y * radius) for x, y in corners]
            )
        )
    elif colour == 1:
        painter.drawEllipse(centre, radius, radius)
    elif colour in (5, 8):
        painter.translate(centre)
        painter.rotate(45 if colour == 8 else 0)
        thick = radius * 0.72
        painter.drawRect(QRectF(-radius, -thick / 2, 2 * radius, thick))
        painter.drawRect(QRectF(-thick / 2, -radius, thick, 2 * radius))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, max(1.4, radius / 4)))
        painter.drawEllipse(centre, radius * 0.8, radius * 0.8)
    painter.restore()


class PatternShape(QWidget):
    """A pattern's shape and colour."""

    def __init__(self, colour: int = 0, size: int = 12) -> None:
        super().__init__()
        self._colour = colour
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_colour(self, colour: int) -> None:
        """Show another pattern's shape."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_pattern_shape(QPainter(self), QRectF(self.rect()), self._colour)
