"""The map by mouse and keys: lasso, click, pan, zoom, selection."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.gui.widgets.map_cursor import next_ahead
from curator.gui.widgets.map_geometry import Points
from curator.gui.widgets.map_view import ARROWS, MapView, Series

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    """Sixty points in two groups far apart; keys 0 to 29 and 30 to 59."""
    made = MapView()
    qtbot.addWidget(made)
    made.resize(640, 480)
    rng = np.random.default_rng(4)
    places = np.vstack([rng.normal(size=(30, 2)), rng.normal(size=(30, 2)) + 12])
    positions = [(key, float(x), float(y)) for key, (x, y) in enumerate(places)]
    series = [Series("a", 1, "First", 1), Series("b", 2, "Second", 2)]
    made.set_content(Points.build(positions, {key: key // 30 for key in range(60)}), series)
    made.show()
    return made


def draw(view: MapView, corners: list[QPointF], modifier: Qt.KeyboardModifier) -> None:
    QTest.mousePress(view, LEFT, modifier, corners[0].toPoint())
    for corner in [*corners[1:], corners[0]]:
        event_at = corner.toPoint()
        QTest.mouseMove(view, event_at)
        view._extend_lasso(corner, modifier)
    QTest.mouseRelease(view, LEFT, modifier, corners[0].toPoint())


def box_round(view: MapView, keys: range) -> list[QPointF]:
    spots = [spot for key in keys if (spot := view.position_of(key)) is not None]
    left, right = min(s.x() for s in spots) - 6, max(s.x() for s in spots) + 6
    top, bottom = min(s.y() for s in spots) - 6, max(s.y() for s in spots) + 6
    return [QPointF(left, top), QPointF(right, top), QPointF(right, bottom), QPointF(left, bottom)]


def test_a_lasso_selects_what_it_encloses_and_shift_adds(view: MapView) -> None:
    draw(view, box_round(view, range(30)), Qt.KeyboardModifier.NoModifier)
    assert view.selected_keys() == list(range(30))
    draw(view, box_round(view, range(30, 60)), SHIFT)
    assert view.selected_keys() == list(range(60))
    draw(view, box_round(view, range(30, 60)), Qt.KeyboardModifier.NoModifier)
    assert view.selected_keys() == list(range(30, 60))


def test_a_click_picks_the_pattern_ctrl_toggles_the_case(view: MapView, qtbot: QtBot) -> None:
    spot = view.position_of(40)
    assert spot is not None
    with qtbot.waitSignal(view.pattern_picked) as picked:
        QTest.mouseClick(view, LEFT, pos=spot.toPoint())
    assert picked.args == ["b"]
    assert view.selected_keys() == []
    QTest.mouseClick(view, LEFT, CTRL, spot.toPoint())
    assert len(view.selected_keys()) == 1
    QTest.mouseClick(view, LEFT, pos=QPoint(4, 470))
    assert view.selected_keys() == []


def test_dragging_in_pan_mode_moves_every_point_alike(view: MapView) -> None:
    view.set_mode("pan")
    before = view.position_of(7)
    assert before is not None
    QTest.mousePress(view, LEFT, pos=QPoint(300, 200))
    QTest.mouseMove(view, QPoint(340, 230))
    QTest.mouseRelease(view, LEFT, pos=QPoint(340, 230))
    after = view.position_of(7)
    assert after is not None
    assert (round(after.x() - before.x()), round(after.y() - before.y())) == (40, 30)
    assert view.selected_keys() == []


def test_keys_zoom_pan_and_fit(view: MapView) -> None:
    view.setFocus()
    start = view._view
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view._view.scale > start.scale
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view._view == start


def test_arrows_go_from_point_to_point_and_shift_selects_the_range(view: MapView) -> None:
    view.set_current("a")
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Home)
    start = view.cursor_at.index
    assert start in range(30)
    QTest.keyClick(view, Qt.Key.Key_Right)
    second = view.cursor_at.index
    screen = view._screen()
    assert screen[second, 0] > screen[start, 0]
    assert view.selected_keys() == []
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    third = view.cursor_at.index
    chosen = view.selected_keys()
    assert {second, third} <= set(chosen)
    left, right = sorted((screen[second, 0], screen[third, 0]))
    top, bottom = sorted((screen[second, 1], screen[third, 1]))
    between = [
        key for key, (x, y) in enumerate(screen)
        if left <= x <= right and top <= y <= bottom
    ]  # fmt: skip
    assert set(between) <= set(chosen)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert set(view.selected_keys()) == set(chosen) - {third}
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_keys() == []


def test_ctrl_a_selects_the_current_pattern(view: MapView) -> None:
    view.set_current("b")
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_A, CTRL)
    assert view.selected_keys() == list(range(30, 60))


def test_keys_reach_every_point(view: MapView) -> None:
    """By arrows alone from the middle: nothing is possible by pointer only."""
    screen = view._screen()
    reached, waiting = {0}, [0]
    while waiting:
        index = waiting.pop()
        for ahead in ARROWS.values():
            found = next_ahead(screen, index, ahead)
            if found >= 0 and found not in reached:
                reached.add(found)
                waiting.append(found)
    assert len(reached) == 60


def test_the_cursor_stays_in_sight_when_zoomed_in(view: MapView) -> None:
    view.zoom(8)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in [Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 6, *[Qt.Key.Key_Up] * 6]:
        QTest.keyClick(view, key)
        spot = view._screen()[view.cursor_at.index]
        assert view.rect().contains(QPointF(float(spot[0]), float(spot[1])).toPoint())


def test_enter_opens_the_case_of_the_cursor_and_what_it_is_is_said(view: MapView) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    said: list[str] = []
    opened: list[int] = []
    view.said.connect(said.append)
    view.case_opened.connect(opened.append)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert said[-1].startswith(("First", "Second"))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [view._points.keys[view.cursor_at.index]]


def test_passes_are_scenery(view: MapView) -> None:
    before = view.grab().toImage()
    view.show_passes(np.array([[5.0, 7.0], [6.0, 5.0]], np.float32))
    assert view.grab().toImage() != before
    view.select(range(60))
    assert len(view.selected_keys()) == 60
    view.clear_selection()
    view.show_passes(np.zeros((0, 2), np.float32))
    assert view.grab().toImage() == before


def test_other_points_keep_the_selection_of_cases_still_there(view: MapView) -> None:
    view.select([3, 31])
    fewer = [(key, float(key), 0.0) for key in range(20)]
    view.set_content(Points.build(fewer, {}), [])
    assert view.selected_keys() == [3]


def test_labels_travel_with_the_map_and_settle_after_it(view: MapView, qtbot: QtBot) -> None:
    before = [label.box.center() for label in view._placed_labels()]
    view.pan(QPointF(25, -10))
    after = [label.box.center() for label in view._placed_labels()]
    moved = {
        (round(b.x() - a.x()), round(b.y() - a.y())) for a, b in zip(before, after, strict=True)
    }
    assert moved == {(25, -10)}
    view.zoom(1.3)
    qtbot.waitUntil(lambda: not view._rest.isActive())
    area = view.rect()
    assert all(area.contains(label.box.toRect()) for label in view._placed_labels())


def test_an_empty_map_paints(qtbot: QtBot) -> None:
    made = MapView()
    qtbot.addWidget(made)
    made.set_content(Points.build([], {}), [])
    made.resize(300, 200)
    assert not made.grab().isNull()
