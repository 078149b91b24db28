"""The selected points as a picture that follows the lasso: only what changes is drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from curator.gui.widgets.map_raster import Look, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TILE = 16
"""Device pixels a side: a change draws every tile again that its points touch."""


class PointLayer:
    """Some of the map's points on a canvas that is kept while others are chosen.

    The picture is the same, pixel by pixel, as `map_raster.render` of the chosen points: later
    points lie on top.
    """

    def __init__(
        self,
        screen: NDArray[np.float32],
        series: NDArray[np.int32],
        looks: Sequence[Look],
        size: tuple[int, int],
        ratio: float,
    ) -> None:
        """`screen`: (points, 2) logical pixels; `series` indexes `looks` from 0, -1 is the last;
        `size` in logical pixels."""
        self._ratio = ratio
        self._width, self._height = (max(1, round(side * ratio)) for side in size)
        stamps = [stamp(look, ratio) for look in looks]
        self._half = max(one.shape[0] // 2 for one in stamps)
        self._stamps = np.stack([_padded(one, self._half) for one in stamps])
        self._tile = max(TILE, 2 * self._half + 1)
        border = 2 * self._half
        columns = np.floor(screen[:, 0] * ratio).astype(np.int64) + border
        rows = np.floor(screen[:, 1] * ratio).astype(np.int64) + border
        # Whole tiles, with a border as wide as a stamp: no stamp needs clipping.
        self._tiles = tuple(
            -(-(side + 2 * border) // self._tile) for side in (self._height, self._width)
        )
        self._stride = self._tiles[1] * self._tile
        canvas = self._tiles[0] * self._tile * self._stride
        self._canvas = np.zeros(canvas, np.uint32)
        self._start = border * self._stride + border
        self._which = np.where(series < 0, len(looks) - 1, series)
        self._seen = (
            (columns >= self._half)
            & (columns < self._width + border + self._half)
            & (rows >= self._half)
            & (rows < self._height + border + self._half)
        )
        self._columns, self._rows = columns, rows
        self._drawn = np.zeros(len(screen), np.bool_)

    def show(self, chosen: NDArray[np.bool_]) -> None:
        """Make these the points that are drawn: (points,)."""
        wanted = chosen & self._seen
        changed = np.flatnonzero(wanted != self._drawn)
        self._drawn = wanted
        if not len(changed):
            return
        touched = np.zeros(self._tiles, np.bool_)
        for row, column in self._corners(changed):
            touched[row, column] = True
        tile = self._tile
        pixels = touched.repeat(tile, axis=0).repeat(tile, axis=1).reshape(-1)
        self._canvas[pixels] = 0
        points = np.flatnonzero(wanted)
        inside = np.zeros(len(points), np.bool_)
        for row, column in self._corners(points):
            inside |= touched[row, column]
        self._place(points[inside], pixels)

    def paint(self, painter: QPainter) -> None:
        """Draw the layer over the whole widget."""
        image = QImage(
            self._canvas[self._start :].data,
            self._width,
            self._height,
            4 * self._stride,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(self._ratio)
        painter.drawImage(QPointF(0, 0), image)

    def _corners(
        self, points: NDArray[np.intp]
    ) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """The tiles under the corners of the points' stamps, which are no wider than a tile."""
        columns, rows, half = self._columns[points], self._rows[points], self._half
        return [
            ((rows + down) // self._tile, (columns + across) // self._tile)
            for down in (-half, half)
            for across in (-half, half)
        ]

    def _place(self, points: NDArray[np.intp], pixels: NDArray[np.bool_]) -> None:
        """Stamp the points in their order, only on `pixels`: of a place written more than once
        numpy keeps the last."""
        reach = np.arange(-self._half, self._half + 1)
        spread = (reach[:, None] * self._stride + reach[None, :]).reshape(-1)
        where = self._rows[points] * self._stride + self._columns[points]
        colours = self._stamps[self._which[points]]
        targets = where[:, None] + spread[None, :]
        drawn = (colours != 0) & pixels[targets]
        self._canvas[targets[drawn]] = colours[drawn]


def _padded(pixels: NDArray[np.uint32], half: int) -> NDArray[np.uint32]:
    """A stamp in the middle of one of the widest's size, row by row."""
    return np.pad(pixels, half - pixels.shape[0] // 2).reshape(-1)
