"""Draws many points at once: small stamps placed by numpy, the topmost point wins a pixel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPathStroker, QPen, QPixmap

from curator.gui.theme import theme
from curator.gui.widgets.map_shapes import shape_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


FAINTEST = 48
"""Pixels of a stamp fainter than this (of 255) are left out: they would only eat neighbours."""


PASS_STRENGTH = 0.45
"""How much of the colour of a pass is left on the map: seen, but never before a failure."""

FEW = 3_000
"""Up to so many points painting them one by one is quicker than by numpy."""


@dataclass(frozen=True)
class Look:
    """How one series of points looks: shape and colour number, fill, edge, the ground it lies
    on, size in pixels."""

    shape: int
    fill: QColor
    edge: QColor
    ground: QColor
    size: float
    edge_width: float = 1.0


def point_size(count: int) -> float:
    """8 px while points are few, a little more for a handful, less for thousands."""
    if count <= 150:
        return 10.0
    if count <= 1_500:
        return 8.0
    if count <= 6_000:
        return 6.5
    return 5.0 if count <= 30_000 else 3.5


def series_looks(colours: Sequence[int], current: int, count: int, *, selected: bool) -> list[Look]:
    """The looks of all series in the theme's colours, and of points in none as the last.

    Selected points are larger with a dark edge; the current series, if grey, takes the accent.
    """
    size = point_size(count) * theme().scale
    edge = theme().color("text" if selected else "surface")
    ground = theme().color("surface")
    looks = [Look(one, theme().color(f"p{one}"), edge, ground, size) for one in (*colours, 0)]
    if 0 <= current < len(colours) and colours[current] == 0:
        looks[current] = replace(looks[current], fill=theme().color("accent"))
    if selected:
        looks = [replace(look, size=size + 1, edge_width=1.5) for look in looks]
    return looks


def pass_look(count: int) -> Look:
    """A pass beside `count` failures: half a point, faint, below everything else."""
    ground = theme().color("surface")
    size = max(3.0, point_size(count) * 0.55) * theme().scale
    return Look(1, _mixed(theme().color("pass"), ground, PASS_STRENGTH), ground, ground, size, 0.5)


def _mixed(colour: QColor, ground: QColor, strength: float) -> QColor:
    return QColor.fromRgbF(
        strength * colour.redF() + (1 - strength) * ground.redF(),
        strength * colour.greenF() + (1 - strength) * ground.greenF(),
        strength * colour.blueF() + (1 - strength) * ground.blueF(),
    )


def stamp(look: Look, ratio: float) -> NDArray[np.uint32]:
    """One point's pixels; painting them takes a millisecond, so they are kept."""
    return _stamp(
        look.shape,
        (look.fill.rgb(), look.edge.rgb(), look.ground.rgb()),
        look.size,
        look.edge_width,
        ratio,
    )


@lru_cache(maxsize=256)
def _stamp(
    shape: int, colours: tuple[int, int, int], size: float, edge_width: float, ratio: float
) -> NDArray[np.uint32]:
    """One point as opaque ARGB, square with an odd side; 0 where nothing is drawn.

    Smooth edges are blended with the ground once, here, so that placing needs no blending.
    """
    fill, edge, ground = (QColor.fromRgb(colour) for colour in colours)
    look = Look(shape, fill, edge, ground, size, edge_width)
    outer = look.size + 2 * look.edge_width
    half = int(np.ceil(outer * ratio * 0.56)) + 1
    side = 2 * half + 1
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half + 0.5, half + 0.5)
    painter.scale(ratio, ratio)
    _paint_point(painter, look)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(side, side).copy()
    alpha = pixels >> np.uint32(24)
    return np.where(alpha >= FAINTEST, _over(pixels, alpha, look.ground), np.uint32(0)).astype(
        np.uint32
    )


def _paint_point(painter: QPainter, look: Look) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if look.shape == 0:
        painter.setBrush(look.edge)
        painter.drawEllipse(QPointF(0, 0), look.size * 0.48, look.size * 0.48)
        painter.setPen(QPen(look.fill, max(1.1, look.size / 7)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(0, 0), look.size * 0.36, look.size * 0.36)
        return
    path = shape_path(look.shape, look.size)
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * look.edge_width)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(look.edge)
    painter.drawPath(path.united(stroker.createStroke(path)))
    painter.setBrush(look.fill)
    painter.drawPath(path)


def _over(
    pixels: NDArray[np.uint32], alpha: NDArray[np.uint32], ground: QColor
) -> NDArray[np.uint32]:
    """Premultiplied pixels laid over the ground's colour, opaque."""
    opaque = np.full_like(pixels, 0xFF000000)
    for shift, level in ((0, ground.blue()), (8, ground.green()), (16, ground.red())):
        channel = (pixels >> np.uint32(shift)) & np.uint32(0xFF)
        mixed = channel + (np.uint32(level) * (255 - alpha) + 127) // 255
        opaque |= np.minimum(mixed, 255).astype(np.uint32) << np.uint32(shift)
    return opaque


def render(
    screen: NDArray[np.float32],
    series: NDArray[np.int32],
    looks: Sequence[Look],
    size: tuple[int, int],
    ratio: float,
) -> QPixmap:
    """All points on a transparent pixmap of `size` logical pixels.

    `series` indexes `looks` from 0, -1 is the last look. Later points lie on top.
    """
    width, height = max(1, round(size[0] * ratio)), max(1, round(size[1] * ratio))
    stamps = [stamp(look, ratio) for look in looks]
    half = max((s.shape[0] // 2 for s in stamps), default=0)
    columns = np.floor(screen[:, 0] * ratio).astype(np.int64)
    rows = np.floor(screen[:, 1] * ratio).astype(np.int64)
    seen = np.flatnonzero(
        (columns >= -half) & (columns < width + half) & (rows >= -half) & (rows < height + half)
    )
    if len(seen) <= FEW:
        places = np.column_stack((columns[seen], rows[seen]))
        which = np.where(series[seen] < 0, len(looks) - 1, series[seen])
        return _painted(places, which, stamps, (width, height), ratio)
    # A border as wide as a whole stamp on every side: no stamp needs clipping.
    border = 2 * half
    stride = width + 2 * border
    canvas = np.zeros(stride * (height + 2 * border), np.uint32)
    top = np.full(canvas.shape, -1, np.int32)
    where = (rows[seen] + border) * stride + columns[seen] + border
    which = np.where(series[seen] < 0, len(looks) - 1, series[seen])
    for index, pixels in enumerate(stamps):
        chosen = np.flatnonzero(which == index)
        _place(canvas, top, where[chosen], chosen.astype(np.int32), pixels, stride)
    whole = canvas.reshape(height + 2 * border, stride)
    drawn = whole[border : border + height, border : border + width]
    return _pixmap(np.ascontiguousarray(drawn), ratio)


def _painted(
    places: NDArray[np.int64],
    which: NDArray[np.int32],
    stamps: Sequence[NDArray[np.uint32]],
    size: tuple[int, int],
    ratio: float,
) -> QPixmap:
    """The same pixels, stamp by stamp: quicker while there are few."""
    pictures = [_pixmap(pixels, 1.0) for pixels in stamps]
    halves = [pixels.shape[0] // 2 for pixels in stamps]
    pixmap = QPixmap(*size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    for (column, row), index in zip(places.tolist(), which.tolist(), strict=True):
        half = halves[index]
        painter.drawPixmap(column - half, row - half, pictures[index])
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _place(
    canvas: NDArray[np.uint32],
    top: NDArray[np.int32],
    where: NDArray[np.int64],
    order: NDArray[np.int32],
    pixels: NDArray[np.uint32],
    stride: int,
) -> None:
    half = pixels.shape[0] // 2
    for row, column in np.argwhere(pixels):
        target = where + ((int(row) - half) * stride + int(column) - half)
        wins = order > top[target]
        target = target[wins]
        top[target] = order[wins]
        canvas[target] = pixels[row, column]


def _pixmap(pixels: NDArray[np.uint32], ratio: float) -> QPixmap:
    height, width = pixels.shape
    data = pixels.tobytes()
    borrowed = QImage(data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # A pixmap may go on using the image's memory, which ends with `data`: so it gets its own.
    pixmap = QPixmap.fromImage(borrowed.copy())
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
