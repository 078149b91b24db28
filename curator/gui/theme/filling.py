"""Filling a rectangle with a colour, without what Qt for Python makes for `fillRect`."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter


def fill(painter: QPainter, box: QRect, color: QColor) -> None:
    """As `fillRect`, whose first call has Qt for Python make the classes of all gradients."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(box)
    painter.restore()
