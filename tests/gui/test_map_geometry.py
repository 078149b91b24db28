"""Fitting, zooming and selecting on the map, against plain geometry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QPolygonF

from curator.gui.widgets import map_raster
from curator.gui.widgets.map_geometry import ZOOM_MAX, ZOOM_MIN, Points, View, inside, nearest
from curator.gui.widgets.map_labels import place_labels, short_name
from curator.gui.widgets.map_raster import Look, render


def scattered(count: int, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, 2)).astype(np.float32)


def test_points_keep_their_pattern_and_strangers_are_in_none() -> None:
    points = Points.build([(7, 0.5, 1.5), (9, 2.0, 3.0)], {7: 2})
    assert points.keys.tolist() == [7, 9]
    assert points.series.tolist() == [2, -1]
    assert points.xy.tolist() == [[0.5, 1.5], [2.0, 3.0]]


def test_fit_shows_every_point_inside_the_margin() -> None:
    screen = View.fit(scattered(500), 640, 480, margin=50).to_screen(scattered(500))
    assert screen[:, 0].min() >= 49.9
    assert screen[:, 0].max() <= 590.1
    assert screen[:, 1].min() >= 49.9
    assert screen[:, 1].max() <= 430.1


def test_fit_of_nothing_and_of_one_point_is_usable() -> None:
    assert View.fit(np.empty((0, 2), np.float32), 300, 200).scale == 1.0
    one = np.array([[5.0, 5.0]], np.float32)
    assert np.allclose(View.fit(one, 300, 200).to_screen(one), [[150, 100]], atol=0.5)


@given(factor=st.floats(0.1, 10), x=st.floats(0, 640), y=st.floats(0, 480), steps=st.integers(1, 6))
def test_zoom_keeps_what_is_under_the_pointer_and_stays_in_limits(
    factor: float, x: float, y: float, steps: int
) -> None:
    view = View.fit(scattered(50), 640, 480)
    at = QPointF(x, y)
    plane = ((x - view.dx) / view.scale, (y - view.dy) / view.scale)
    for _ in range(steps):
        view = view.zoomed(factor, at)
    assert abs(plane[0] * view.scale + view.dx - x) < 1e-6
    assert abs(plane[1] * view.scale + view.dy - y) < 1e-6
    assert ZOOM_MIN * 0.999 <= view.scale / view.fitted <= ZOOM_MAX * 1.001


def test_nearest_respects_its_reach() -> None:
    screen = np.array([[10, 10], [30, 10]], np.float32)
    assert nearest(screen, QPointF(28, 12), 8) == 1
    assert nearest(screen, QPointF(20, 40), 8) == -1
    assert nearest(np.empty((0, 2), np.float32), QPointF(0, 0), 8) == -1


@given(
    corners=st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 150)), min_size=3, max_size=12, unique=True
    ),
    seed=st.integers(0, 1000),
)
def test_lasso_agrees_with_exact_geometry_away_from_its_edge(
    corners: list[tuple[int, int]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    screen = (rng.random((60, 2)) * (220, 170) - 10).astype(np.float32)
    outline = QPolygonF([QPointF(x, y) for x, y in corners])
    chosen = inside(screen, outline)
    for (x, y), got in zip(screen.tolist(), chosen.tolist(), strict=True):
        around = {
            outline.containsPoint(QPointF(x + dx, y + dy), Qt.FillRule.OddEvenFill)
            for dx in (-1.5, 0, 1.5)
            for dy in (-1.5, 0, 1.5)
        }
        if len(around) == 1 and _far_from_every_edge(x, y, corners):
            assert got in around


def _far_from_every_edge(x: float, y: float, corners: list[tuple[int, int]]) -> bool:
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
        near = (ax + along * (bx - ax) - x) ** 2 + (ay + along * (by - ay) - y) ** 2
        if near < 4:
            return False
    return True


def test_a_line_selects_nothing() -> None:
    line = QPolygonF([QPointF(0, 0), QPointF(10, 10)])
    assert not inside(np.array([[5, 5]], np.float32), line).any()


def looks() -> list[Look]:
    white = QColor("white")
    return [
        Look(1, QColor("#ff0000"), white, white, 8),
        Look(2, QColor("#0000ff"), white, white, 8),
        Look(0, QColor("#777777"), white, white, 8),
    ]


def test_points_are_drawn_in_their_colours_and_later_ones_lie_on_top(qapp: object) -> None:
    screen = np.array([[20.5, 20.5], [60.5, 20.5], [60.5, 20.5], [-300, 5]], np.float32)
    series = np.array([0, 0, 1, 1], np.int32)
    image = render(screen, series, looks(), (100, 40), 1.0).toImage()
    assert image.pixelColor(20, 20) == QColor("#ff0000")
    assert image.pixelColor(60, 20) == QColor("#0000ff")
    assert image.pixelColor(40, 20).alpha() == 0


def test_no_pattern_is_a_hollow_ring(qapp: object) -> None:
    image = render(
        np.array([[20.5, 20.5]], np.float32), np.array([-1], np.int32), looks(), (40, 40), 2.0
    ).toImage()
    assert image.width() == 80
    assert image.pixelColor(41, 41) == QColor("white")


def test_points_over_every_border_do_not_wrap_around(qapp: object) -> None:
    screen = np.array([[-1, 20], [99.9, 20], [50, -1], [50, 39.9]], np.float32)
    image = render(screen, np.zeros(4, np.int32), looks(), (100, 40), 1.0).toImage()
    assert image.pixelColor(97, 20).alpha() == 255
    assert image.pixelColor(92, 20).alpha() == 0
    assert image.pixelColor(8, 20).alpha() == 0


@pytest.mark.parametrize("few", [map_raster.FEW, -1])
@example(x=104.0, y=44.0, ratio=1.0)
@example(x=-4.0, y=-4.0, ratio=1.0)
@given(x=st.floats(-20, 120), y=st.floats(-20, 60), ratio=st.sampled_from([1.0, 1.25, 2.0, 3.0]))
def test_a_point_anywhere_near_the_border_is_drawn_or_left_out(
    qapp: object, few: int, x: float, y: float, ratio: float
) -> None:
    screen = np.array([[x, y]], np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(map_raster, "FEW", few)
        image = render(screen, np.zeros(1, np.int32), looks(), (100, 40), ratio).toImage()
    if 0 <= x < 99 and 0 <= y < 39:
        assert image.pixelColor(int(x * ratio), int(y * ratio)).alpha() == 255


def test_labels_avoid_each_other_and_stay_inside() -> None:
    rng = np.random.default_rng(5)
    series = rng.integers(0, 6, 300).astype(np.int32)
    centres = rng.random((6, 2)) * (500, 400) + 50
    screen = (centres[series] + rng.normal(size=(300, 2)) * 25).astype(np.float32)
    area = QSizeF(600, 500)
    labels = place_labels(screen, series, [QSizeF(110, 18)] * 6, area)
    assert labels
    for index, label in enumerate(labels):
        assert label.box.left() >= 0
        assert label.box.right() <= 600
        assert label.box.top() >= 0
        assert label.box.bottom() <= 500
        assert not any(label.box.intersects(other.box) for other in labels[index + 1 :])


def test_a_lonely_group_is_labelled_clear_of_its_points() -> None:
    screen = (scattered(40) * 20 + (300, 250)).astype(np.float32)
    (label,) = place_labels(screen, np.zeros(40, np.int32), [QSizeF(100, 18)], QSizeF(600, 500))
    covered = [label.box.contains(x, y) for x, y in screen.tolist()]
    assert not any(covered)


def test_short_name_cuts_between_words() -> None:
    assert short_name("Promises a refund") == "Promises a refund"
    assert short_name("Unspecified code despite detail in the note") == "Unspecified code despite…"
    assert short_name("x" * 60) == "x" * 23 + "…"
