"""The map of 20,000 failures answers the pointer within a frame of 16 ms."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.gui.widgets.map_geometry import Points
from curator.gui.widgets.map_view import MapView, Series

POINTS, PATTERNS = 20_000, 60
FRAME_MS = 16.0
STEPS = 40


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    made = MapView()
    qtbot.addWidget(made)
    made.resize(640, 720)
    rng = np.random.default_rng(8)
    middles = rng.normal(size=(PATTERNS, 2)) * 10
    of = rng.integers(PATTERNS, size=POINTS)
    places = middles[of] + rng.normal(size=(POINTS, 2))
    positions = [(key, float(x), float(y)) for key, (x, y) in enumerate(places)]
    series = [
        Series(str(n), n + 1, f"Way to fail {n}", n + 1 if n < 8 else 0) for n in range(PATTERNS)
    ]
    made.set_content(Points.build(positions, dict(enumerate(of.tolist()))), series)
    made.show()
    made.grab()
    return made


def measure(view: MapView, step: Callable[[float], None]) -> tuple[float, float]:
    """Median and 99th percentile of a step with its repaint, in ms of processor time."""
    took: list[float] = []
    for place in range(STEPS):
        started = time.process_time()
        step(place / STEPS)
        view.repaint()
        took.append(1000 * (time.process_time() - started))
    return float(np.median(took)), float(np.percentile(took, 99))


def on_circle(share: float) -> QPointF:
    angle = 2 * math.pi * share
    return QPointF(320 + 260 * math.cos(angle), 360 + 260 * math.sin(angle))


def test_hover_lasso_pan_and_zoom_stay_within_a_frame(view: MapView) -> None:
    def lasso(share: float) -> None:
        view._extend_lasso(on_circle(share), Qt.KeyboardModifier.NoModifier)

    told = {"hover": measure(view, lambda share: view._hover_at(on_circle(share)))}
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=on_circle(0).toPoint())
    told["lasso"] = measure(view, lasso)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(320, 360))
    assert len(view.selected_keys()) > POINTS // 10
    view.clear_selection()
    told["pan"] = measure(view, lambda _: view.pan(QPointF(1, 1)))
    told["zoom"] = measure(view, lambda share: view.zoom(1.02 if share < 0.5 else 1 / 1.02))
    print({name: f"{median:.1f} / {worst:.1f} ms" for name, (median, worst) in told.items()})
    assert told["hover"][0] < FRAME_MS
    # Twice a frame: a machine that is busy elsewhere works slower in processor time, too.
    assert told["lasso"][0] < FRAME_MS
    assert told["lasso"][1] < 2 * FRAME_MS
    assert told["pan"][0] < 3 * FRAME_MS
    assert told["zoom"][0] < 3 * FRAME_MS
