"""The map of failures: pan, zoom, fit, hover, lasso. The pattern list can do all of it too."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from curator.gui.widgets.map_canvas import MapCanvas, Series
from curator.gui.widgets.map_cursor import central, within
from curator.gui.widgets.map_geometry import inside, nearest
from curator.gui.widgets.map_labels import short_name

__all__ = ["MapView", "Mode", "Series"]

Mode = Literal["lasso", "pan"]
HOVER_REACH = 12.0
WHEEL_STEP = 1.0015
KEY_PAN = 48.0
SAID = 60
"""Characters of a case that are said when the cursor comes to it."""
EDGE = 24.0
"""The cursor's point is kept this far from the edges."""
CTRL = Qt.KeyboardModifier.ControlModifier
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class MapView(MapCanvas):
    """Mouse: drag a lasso or the map, click, wheel. Keys: arrows go from point to point, Shift
    selects the range, Space one, Ctrl+A the current pattern; Ctrl+arrows move the map."""

    pattern_picked = Signal(str)
    """Id of the pattern whose point was clicked, "" for none."""
    case_opened = Signal(int)
    focus_changed = Signal()
    said = Signal(str)
    """What a screen reader should say of the keyboard's place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self._mode: Mode = "lasso"
        self._ranging = False
        self._before_range = self._chosen
        self._before_lasso = self._chosen
        self._drag_from: QPointF | None = None
        self._pressed_at: QPointF | None = None
        self._went_away = False

    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """What dragging does: draw a lasso or move the map."""
        self._mode = mode
        self._stop_lasso()
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if mode == "pan" else Qt.CursorShape.CrossCursor
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        panning = self._mode == "pan" or event.button() == Qt.MouseButton.MiddleButton
        self._went_away = False
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = at
        if panning:
            self._drag_from = at
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._before_lasso = self._chosen.copy()
            self._lasso = [at]
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed_at is not None and _far(self._pressed_at, at):
            self._went_away = True
        if self._drag_from is not None:
            self.pan(at - self._drag_from)
            self._drag_from = at
        elif self._lasso:
            self._extend_lasso(at, event.modifiers())
        else:
            self._hover_at(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # A lasso ends near where it began: what counts is that the pointer went away at all.
        moved = self._went_away
        self._drag_from = None
        if self._lasso and moved:
            self._kept_lasso = QPolygonF(self._lasso) if self._chosen.any() else QPolygonF()
        self._lasso = []
        if self._pressed_at is not None and not moved:
            self._clicked(event.position(), event.modifiers())
        self._pressed_at = None
        self.set_mode(self._mode)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = nearest(self._screen(), event.position(), HOVER_REACH)
        if index >= 0:
            self.case_opened.emit(int(self._points.keys[index]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.pixelDelta().y() * 4
        self.zoom(WHEEL_STEP**turn, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._arrow(ARROWS[key], event.modifiers())
        elif key == Qt.Key.Key_Space and self.cursor_at.index >= 0:
            self._toggle(self.cursor_at.index)
        elif key == Qt.Key.Key_A and event.modifiers() & CTRL:
            self.select_pattern()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cursor_at.index >= 0:
            self.case_opened.emit(int(self._points.keys[self.cursor_at.index]))
        elif key == Qt.Key.Key_Home:
            self._start_cursor(afresh=True)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom(0.8)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Escape and (self._chosen.any() or self._lasso):
            self._stop_lasso()
            self.clear_selection()
        else:
            super().keyPressEvent(event)

    # The keyboard's cursor

    def _arrow(self, ahead: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Plain: to the next point. Shift: the range up to it too. Ctrl: move the map."""
        if modifiers & CTRL:
            self.pan(ahead * -KEY_PAN)
            return
        extends = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        cursor = self.cursor_at
        if cursor.index < 0:
            self._start_cursor()
        elif cursor.step(self._screen(), ahead) and not extends:
            cursor.go(cursor.index)
            self._ranging = False
        self._bring_into_view(cursor.index)
        if extends and cursor.index >= 0:
            self._extend_range()
        self._point_out()

    def _start_cursor(self, *, afresh: bool = False) -> None:
        """The cursor on the current pattern's middle, else on that of everything."""
        series, screen = self._points.series, self._screen()
        of_current = series == self._current if self._current >= 0 else np.zeros(0, np.bool_)
        among = of_current if of_current.any() else np.ones(len(series), np.bool_)
        self.cursor_at.go(central(screen, among))
        self._ranging = False
        if afresh:
            self._bring_into_view(self.cursor_at.index)
            self._point_out()

    def _extend_range(self) -> None:
        """Select the box from where the range began, with what was selected before it."""
        if not self._ranging:
            self._ranging = True
            self._before_range = self._chosen.copy()
        box = self.cursor_at.range(self._screen())
        self._kept_lasso = QPolygonF(box)
        self._choose(self._before_range | within(self._screen(), box))

    def _bring_into_view(self, place: int) -> None:
        """Move the map just so far that the cursor's point is seen."""
        if place < 0:
            return
        x, y = (float(one) for one in self._screen()[place])
        room = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        by = QPointF(
            min(max(x, room.left()), room.right()) - x, min(max(y, room.top()), room.bottom()) - y
        )
        if not by.isNull():
            self.pan(by)

    def _point_out(self) -> None:
        """Show and say where the cursor is."""
        self._hover = -1
        self.setProperty("keyboardFocus", True)
        self.update()
        place = self.cursor_at.index
        if place >= 0:
            name, text = self.words_of(place)
            chosen = ", selected" if self._chosen[place] else ""
            self.said.emit(f"{name}{chosen}: {short_name(text, SAID)}")

    def _toggle(self, place: int) -> None:
        chosen = self._chosen.copy()
        chosen[place] = not chosen[place]
        self._kept_lasso = QPolygonF()
        self._ranging = False
        self._choose(chosen)
        self._point_out()

    def select_pattern(self) -> None:
        """Select every case of the current pattern, beside what is selected."""
        place = self.cursor_at.index
        series = self._current
        if series < 0 and place >= 0:
            series = int(self._points.series[place])
        self._kept_lasso = QPolygonF()
        self._ranging = False
        self._choose(self._chosen | (self._points.series == series))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        self.setProperty("keyboardFocus", not mouse)
        if not mouse and self.cursor_at.index < 0:
            self._start_cursor()
        self.update()
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.focus_changed.emit()

    # The pointer again

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._hover = -1
        self.update()

    def _hover_at(self, at: QPointF) -> None:
        index = nearest(self._screen(), at, HOVER_REACH)
        if index != self._hover:
            self._hover = index
            self.update()

    def _extend_lasso(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._kept_lasso = QPolygonF()
        self._lasso.append(at)
        chosen = inside(self._screen(), QPolygonF(self._lasso))
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            chosen = chosen | self._before_lasso
        self._choose(chosen)

    def _stop_lasso(self) -> None:
        self._lasso = []
        self._drag_from = None
        self.update()

    def _clicked(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        index = nearest(self._screen(), at, HOVER_REACH)
        self._ranging = False
        if index >= 0:
            self.cursor_at.go(index)
        if index < 0:
            self.clear_selection()
        elif modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            chosen = self._chosen.copy()
            chosen[index] = not chosen[index]
            self._kept_lasso = QPolygonF()
            self._choose(chosen)
        else:
            series = int(self._points.series[index])
            self.pattern_picked.emit(self._series[series].pattern_id if series >= 0 else "")


def _far(one: QPointF, other: QPointF) -> bool:
    return (one - other).manhattanLength() > 4
