"""The map's nine shapes: one per colour, so that colour is never the only sign."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath


def shape_path(colour: int, size: float, centre: QPointF | None = None) -> QPainterPath:
    """Outline of the shape that belongs to a pattern's colour, `size` pixels across.

    0 is the hollow ring's outer circle. The radii even out the optical weight.
    """
    path = _unit_path(colour)
    half = size / 2
    at = centre or QPointF(0, 0)
    scaled = QPainterPath()
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        x, y = element.x * half + at.x(), element.y * half + at.y()
        if element.isMoveTo():
            scaled.moveTo(x, y)
        else:
            scaled.lineTo(x, y)
    scaled.closeSubpath()
    return scaled


def _unit_path(colour: int) -> QPainterPath:
    if colour == 2:
        return _polygon([(-0.84, -0.84), (0.84, -0.84), (0.84, 0.84), (-0.84, 0.84)])
    if colour == 3:
        return _polygon([(0, -0.95), (1.02, 0.84), (-1.02, 0.84)])
    if colour == 4:
        return _polygon([(0, -1.12), (1.12, 0), (0, 1.12), (-1.12, 0)])
    if colour == 5:
        return _plus(0.0)
    if colour == 6:
        return _polygon([(0, 0.95), (1.02, -0.84), (-1.02, -0.84)])
    if colour == 7:
        return _polygon(
            [(math.cos(math.radians(a)), math.sin(math.radians(a))) for a in range(0, 360, 60)]
        )
    if colour == 8:
        return _plus(45.0)
    ring = QPainterPath()
    ring.addEllipse(QRectF(-0.95, -0.95, 1.9, 1.9))
    return _flattened(ring)


def _plus(turn: float) -> QPainterPath:
    long, wide = 1.08, 0.4
    corners = [
        (-wide, -long), (wide, -long), (wide, -wide), (long, -wide), (long, wide), (wide, wide),
        (wide, long), (-wide, long), (-wide, wide), (-long, wide), (-long, -wide), (-wide, -wide),
    ]  # fmt: skip
    angle = math.radians(turn)
    cos, sin = math.cos(angle), math.sin(angle)
    return _polygon([(x * cos - y * sin, x * sin + y * cos) for x, y in corners])


def _polygon(corners: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath(QPointF(*corners[0]))
    for x, y in corners[1:]:
        path.lineTo(x, y)
    path.closeSubpath()
    return path


def _flattened(path: QPainterPath) -> QPainterPath:
    """Straight segments only, so that scaling may copy point by point."""
    corners = [(math.cos(a * math.pi / 24), math.sin(a * math.pi / 24)) for a in range(48)]
    radius = path.boundingRect().width() / 2
    return _polygon([(x * radius, y * radius) for x, y in corners])
