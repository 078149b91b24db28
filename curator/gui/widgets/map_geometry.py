"""Where the map's points stand on screen: fitting, panning, zooming, hit tests, the lasso."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ZOOM_MIN = 0.5
"""Smallest zoom, relative to the fitted view."""
ZOOM_MAX = 60.0


@dataclass(frozen=True)
class Points:
    """Failures on the map, one array entry each.

    `keys` int64 case keys; `xy` (n, 2) float32 in the embedding plane, axes without meaning;
    `series` int32 index of the pattern in the list's order, -1 for none.
    """

    keys: NDArray[np.int64]
    xy: NDArray[np.float32]
    series: NDArray[np.int32]

    @staticmethod
    def build(positions: Sequence[tuple[int, float, float]], series_of: dict[int, int]) -> Points:
        """Points from a pattern set's positions and each case's pattern index."""
        count = len(positions)
        keys = np.fromiter((p[0] for p in positions), np.int64, count)
        xy = np.empty((count, 2), np.float32)
        xy[:, 0] = np.fromiter((p[1] for p in positions), np.float32, count)
        xy[:, 1] = np.fromiter((p[2] for p in positions), np.float32, count)
        series = np.fromiter((series_of.get(p[0], -1) for p in positions), np.int32, count)
        return Points(keys, gathered(xy), series)

    def __len__(self) -> int:
        return len(self.keys)


STRETCH_MAX = 1.5
"""How much longer one axis may be drawn to fill the pane."""
REACH = 1.6
"""Half-spreads from the middle beyond which points are drawn closer than they lie."""


def gathered(
    xy: NDArray[np.float32], like: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Far strays drawn nearer, so that one of them does not shrink all the others.

    Distances beyond `REACH` half-spreads (5 % to 95 %) grow with their logarithm only; order
    and direction stay. The axes have no meaning, so nothing that could be read is lost.
    `like`: points by whose spread `xy` is drawn, itself where there are none.
    """
    by = xy if like is None else like
    if len(by) < 3:
        return xy
    low, middle, high = np.percentile(by, (5, 50, 95), axis=0)
    half = np.maximum((high - low) / 2, 1e-6)
    away = (xy - middle) / half
    far = np.abs(away)
    nearer = np.where(far > REACH, REACH + 0.35 * np.log1p(np.maximum(far - REACH, 0)), far)
    return (middle + np.sign(away) * nearer * half).astype(np.float32)


@dataclass(frozen=True)
class View:
    """Maps the plane to the screen: screen = plane * scale + offset, in logical pixels.

    Upright distances are `stretch` times as long: the axes have no meaning, the pane has.
    """

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    fitted: float = 1.0
    """The scale at which everything fits: zoom limits count from it."""
    stretch: float = 1.0

    @staticmethod
    def fit(xy: NDArray[np.float32], width: float, height: float, margin: float = 56) -> View:
        """The view that shows every point, centred, with room for labels at the edges."""
        if len(xy) == 0:
            return View(1.0, width / 2, height / 2, 1.0)
        low, high = xy.min(axis=0), xy.max(axis=0)
        span = np.where(high - low > 1e-4, high - low, 1.0)
        free_w, free_h = max(width - 2 * margin, 40), max(height - 2 * margin, 40)
        across, upright = float(free_w / span[0]), float(free_h / span[1])
        stretch = min(max(upright / across, 1 / STRETCH_MAX), STRETCH_MAX)
        scale = min(across, upright / stretch)
        centre = (low + high) / 2
        return View(
            scale,
            width / 2 - float(centre[0]) * scale,
            height / 2 - float(centre[1]) * scale * stretch,
            scale,
            stretch,
        )

    def to_screen(self, xy: NDArray[np.float32]) -> NDArray[np.float32]:
        scale = np.array((self.scale, self.scale * self.stretch), np.float32)
        return xy * scale + np.array((self.dx, self.dy), np.float32)

    def panned(self, by: QPointF) -> View:
        return replace(self, dx=self.dx + by.x(), dy=self.dy + by.y())

    def zoomed(self, factor: float, at: QPointF) -> View:
        """Zoomed so that what is under `at` stays there."""
        target = min(max(self.scale * factor, self.fitted * ZOOM_MIN), self.fitted * ZOOM_MAX)
        ratio = target / self.scale
        return replace(
            self,
            scale=target,
            dx=at.x() - (at.x() - self.dx) * ratio,
            dy=at.y() - (at.y() - self.dy) * ratio,
        )


def nearest(screen: NDArray[np.float32], at: QPointF, reach: float) -> int:
    """Index of the point nearest to `at` within `reach` pixels, else -1."""
    if len(screen) == 0:
        return -1
    dx = screen[:, 0] - np.float32(at.x())
    dy = screen[:, 1] - np.float32(at.y())
    distance = dx * dx + dy * dy
    best = int(distance.argmin())
    return best if distance[best] <= reach * reach else -1


def inside(screen: NDArray[np.float32], outline: QPolygonF) -> NDArray[np.bool_]:
    """Which points lie inside the closed outline, to the pixel.

    The outline is filled once into a bitmap and every point looks itself up: the time does
    not grow with the number of corners, so the count can follow the pointer.
    """
    result = np.zeros(len(screen), np.bool_)
    if outline.count() < 3 or len(screen) == 0:
        return result
    box = outline.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1)
    candidates = np.flatnonzero(
        (screen[:, 0] >= box.left())
        & (screen[:, 0] <= box.right())
        & (screen[:, 1] >= box.top())
        & (screen[:, 1] <= box.bottom())
    )
    if len(candidates) == 0:
        return result
    mask = _filled(outline, QRectF(box))
    columns = np.floor(screen[candidates, 0]).astype(np.intp) - box.left()
    rows = np.floor(screen[candidates, 1]).astype(np.intp) - box.top()
    np.clip(columns, 0, mask.shape[1] - 1, out=columns)
    np.clip(rows, 0, mask.shape[0] - 1, out=rows)
    result[candidates] = mask[rows, columns] > 0
    return result


def _filled(outline: QPolygonF, box: QRectF) -> NDArray[np.uint8]:
    image = QImage(int(box.width()) + 1, int(box.height()) + 1, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-box.topLeft())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("white"))
    painter.drawPolygon(outline, Qt.FillRule.OddEvenFill)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].copy()
