"""The map's place for the keyboard: a cursor that goes from point to point, and ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDEWAYS = 2.0
"""How much dearer a pixel aside is than a pixel ahead: the next point looked for is ahead."""
RANGE_MARGIN = 6.0
"""A range reaches this far round its two points, so that both are seen to be in it."""


class MapCursor:
    """Indices into the map's points; -1 where there is none."""

    def __init__(self) -> None:
        self.index = -1
        self.anchor = -1
        """Where a range began."""

    def forget(self) -> None:
        """The points are others now."""
        self.index = self.anchor = -1

    def go(self, index: int) -> None:
        """To a point; a range begins anew there."""
        self.index = self.anchor = index

    def step(self, screen: NDArray[np.float32], ahead: QPointF) -> bool:
        """To the next point of `screen` (n, 2) in a direction; whether there is one."""
        found = next_ahead(screen, self.index, ahead)
        if found < 0:
            return False
        self.index = found
        return True

    def range(self, screen: NDArray[np.float32]) -> QRectF:
        """The box between where the range began and the cursor, empty without a cursor."""
        if self.index < 0 or self.anchor < 0:
            return QRectF()
        (left, top), (right, bottom) = screen[self.anchor].tolist(), screen[self.index].tolist()
        box = QRectF(QPointF(left, top), QPointF(right, bottom)).normalized()
        return box.adjusted(-RANGE_MARGIN, -RANGE_MARGIN, RANGE_MARGIN, RANGE_MARGIN)


def next_ahead(screen: NDArray[np.float32], index: int, ahead: QPointF) -> int:
    """The nearest point more ahead than aside of point `index`, else the nearest at all ahead.

    Points drawn on the same pixel count as one. -1 where nothing lies ahead.
    """
    if not 0 <= index < len(screen):
        return -1
    away = screen - screen[index]
    forward = away[:, 0] * np.float32(ahead.x()) + away[:, 1] * np.float32(ahead.y())
    aside = np.abs(away[:, 0] * np.float32(ahead.y()) - away[:, 1] * np.float32(ahead.x()))
    for wanted in (forward >= np.maximum(aside, 1), forward >= 1):
        rows = np.flatnonzero(wanted)
        if len(rows):
            cost = forward[rows] + SIDEWAYS * aside[rows]
            return int(rows[cost.argmin()])
    return -1


def central(screen: NDArray[np.float32], among: NDArray[np.bool_]) -> int:
    """The point in the middle of some, -1 of none."""
    rows = np.flatnonzero(among)
    if not len(rows):
        return -1
    away = screen[rows] - np.median(screen[rows], axis=0)
    return int(rows[(away * away).sum(axis=1).argmin()])


def within(screen: NDArray[np.float32], box: QRectF) -> NDArray[np.bool_]:
    """Which points lie in a box, its edges included."""
    return (
        (screen[:, 0] >= box.left())
        & (screen[:, 0] <= box.right())
        & (screen[:, 1] >= box.top())
        & (screen[:, 1] <= box.bottom())
    )
