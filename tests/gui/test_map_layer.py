"""The selected points' layer: after any change the same picture as drawn from nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from curator.gui.widgets.map_layer import PointLayer
from curator.gui.widgets.map_raster import Look, render

SIZE = (120, 80)
LOOKS = [
    Look(shape, QColor(fill), QColor("black"), QColor("white"), size, 1.5)
    for shape, fill, size in ((1, "red", 7.0), (2, "blue", 9.0), (0, "grey", 7.0))
]


def pixels(picture: QPixmap) -> NDArray[np.uint32]:
    image = picture.toImage()
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()].copy()


def painted(layer: PointLayer, ratio: float) -> NDArray[np.uint32]:
    picture = QPixmap(round(SIZE[0] * ratio), round(SIZE[1] * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    layer.paint(painter)
    painter.end()
    return pixels(picture)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_changes_leave_the_picture_that_drawing_everything_gives(
    qapp: object, ratio: float
) -> None:
    rng = np.random.default_rng(7)
    # Some lie beyond every edge, and most lie over one another.
    screen = (rng.random((400, 2)) * (160, 110) - (20, 15)).astype(np.float32)
    series = rng.integers(-1, 2, 400).astype(np.int32)
    layer = PointLayer(screen, series, LOOKS, SIZE, ratio)
    for share in (0.5, 0.6, 0.1, 0.0, 1.0, 0.9):
        chosen = rng.random(400) < share
        layer.show(chosen)
        whole = pixels(render(screen[chosen], series[chosen], LOOKS, SIZE, ratio))
        assert np.array_equal(painted(layer, ratio), whole)
        assert whole.any() == (share > 0)
