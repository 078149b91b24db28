"""Places pattern names beside their points: close, inside the map, over as few as possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSizeF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_CELL = 6
"""Side of a cell of the occupancy grid in logical pixels."""
_GAP = 8
_POINT = 5
"""Radius of a drawn point: a label must clear its edge, not only its middle."""
SHORT_NAME = 24
"""Longest label in characters; the full name stands in the list and in the tool tip."""


@dataclass(frozen=True)
class Label:
    """A placed label: index of its pattern and the box its text is drawn in."""

    series: int
    box: QRectF


def short_name(name: str, limit: int = SHORT_NAME) -> str:
    """The first words of a name that fit, with an ellipsis where something was left out."""
    name = " ".join(name.split())
    if len(name) <= limit:
        return name
    cut = name[: limit + 1].rsplit(" ", 1)[0]
    if not limit // 2 <= len(cut) <= limit:
        cut = name[: limit - 1]
    return cut.rstrip(" ,;:.-") + "…"


def place_labels(
    screen: NDArray[np.float32],
    series: NDArray[np.int32],
    sizes: Sequence[QSizeF],
    area: QSizeF,
) -> list[Label]:
    """One label per series with visible points, larger groups first.

    `screen` (n, 2) point positions in logical pixels; `sizes` the text boxes by series.
    A group without a place that stays clear of other labels gets none: the list names it.
    """
    grid = _occupancy(screen, area)
    visible = (
        (screen[:, 0] >= 0)
        & (screen[:, 0] <= area.width())
        & (screen[:, 1] >= 0)
        & (screen[:, 1] <= area.height())
    )
    labels: list[Label] = []
    counts = [int(np.count_nonzero(visible & (series == index))) for index in range(len(sizes))]
    for index in sorted(range(len(sizes)), key=lambda i: (-counts[i], i)):
        if counts[index] == 0:
            continue
        box = _best_place(screen[visible & (series == index)], sizes[index], area, grid, labels)
        if box is not None:
            labels.append(Label(index, box))
    return labels


def _occupancy(screen: NDArray[np.float32], area: QSizeF) -> NDArray[np.int64]:
    """Summed-area table of the number of points per cell: a box is counted in four look-ups."""
    columns, rows = int(area.width()) // _CELL + 2, int(area.height()) // _CELL + 2
    grid = np.zeros((rows + 1, columns + 1), np.int64)
    cx = np.floor(screen[:, 0] / _CELL).astype(np.int64)
    cy = np.floor(screen[:, 1] / _CELL).astype(np.int64)
    inside = (cx >= 0) & (cx < columns) & (cy >= 0) & (cy < rows)
    np.add.at(grid, (cy[inside] + 1, cx[inside] + 1), 1)
    return grid.cumsum(axis=0).cumsum(axis=1)


def _points_under(box: QRectF, grid: NDArray[np.int64]) -> int:
    rows, columns = grid.shape
    left = min(max(int(box.left()) // _CELL, 0), columns - 1)
    right = min(max(int(box.right()) // _CELL + 1, 0), columns - 1)
    top = min(max(int(box.top()) // _CELL, 0), rows - 1)
    bottom = min(max(int(box.bottom()) // _CELL + 1, 0), rows - 1)
    return int(grid[bottom, right] - grid[top, right] - grid[bottom, left] + grid[top, left])


def _best_place(
    points: NDArray[np.float32],
    size: QSizeF,
    area: QSizeF,
    grid: NDArray[np.int64],
    placed: Sequence[Label],
) -> QRectF | None:
    best: QRectF | None = None
    best_cost = float("inf")
    centre = np.median(points, axis=0)
    for box in _candidates(points, size):
        box = _kept_inside(box, area)
        if any(box.adjusted(-4, -2, 4, 2).intersects(label.box) for label in placed):
            continue
        away = abs(box.center().x() - centre[0]) + abs(box.center().y() - centre[1])
        clear = box.adjusted(-_POINT, -_POINT, _POINT, _POINT)
        cost = 240.0 * _points_under(clear, grid) + float(away)
        if cost < best_cost:
            best, best_cost = box, cost
    return best


def _candidates(points: NDArray[np.float32], size: QSizeF) -> list[QRectF]:
    """Above, below and beside the group's bulk, at three reaches, slid along each side."""
    boxes: list[QRectF] = []
    w, h = size.width(), size.height()
    for share in (0, 4, 12):
        left, top = np.percentile(points, share, axis=0)
        right, bottom = np.percentile(points, 100 - share, axis=0)
        for slide in (0.5, 0.25, 0.75, 0.0, 1.0):
            x = left + (right - left) * slide - w / 2
            y = top + (bottom - top) * slide - h / 2
            boxes += [
                QRectF(x, top - _GAP - h, w, h),
                QRectF(x, bottom + _GAP, w, h),
                QRectF(right + _GAP, y, w, h),
                QRectF(left - _GAP - w, y, w, h),
            ]
    return boxes


def _kept_inside(box: QRectF, area: QSizeF) -> QRectF:
    x = min(max(box.left(), 4), max(4, area.width() - box.width() - 4))
    y = min(max(box.top(), 4), max(4, area.height() - box.height() - 4))
    return QRectF(x, y, box.width(), box.height())
