"""The map of failures: pan, zoom, fit, hover, lasso. The pattern list can do all of it too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.map_geometry import Points, View, inside, nearest
from curator.gui.widgets.map_label_layer import LabelLayer
from curator.gui.widgets.map_labels import Label, short_name
from curator.gui.widgets.map_painting import paint_hover, paint_lasso
from curator.gui.widgets.map_raster import Look, render, series_looks

Mode = Literal["lasso", "pan"]
HOVER_REACH = 12.0
LABELLED = 30
"""Largest groups that get a label; the list names the rest."""
WHEEL_STEP = 1.0015
KEY_PAN = 48.0
REST_MS = 140
"""Quiet time after zooming before the labels look for better places."""


@dataclass(frozen=True)
class Series:
    """A pattern as the map draws it: its rank in the list, name and colour for life."""

    pattern_id: str
    number: int
    name: str
    colour: int


class MapView(QWidget):
    """Failures as points. Selection is a set of case keys, changed by lasso, click or code."""

    selection_changed = Signal()
    pattern_picked = Signal(str)
    """Id of the pattern whose point was clicked, "" for none."""
    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAccessibleName("Map of failures")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._points = Points.build([], {})
        self._series: list[Series] = []
        self._describe: Callable[[int], str] = str
        self._mode: Mode = "lasso"
        self._current = -1
        self._view = View()
        self._fitted = True
        self._chosen = np.zeros(0, np.bool_)
        self._hover = -1
        self._lasso: list[QPointF] = []
        self._kept_lasso = QPolygonF()
        self._before_lasso = self._chosen
        self._drag_from: QPointF | None = None
        self._pressed_at: QPointF | None = None
        self._went_away = False
        self._labels = LabelLayer()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._place_again)
        self._forget_drawing()
        theme().changed.connect(self._theme_changed)

    # What is shown

    def set_content(
        self,
        points: Points,
        series: Sequence[Series],
        describe: Callable[[int], str] = str,
    ) -> None:
        """Show other points. Cases still there stay selected; the view is kept unless empty."""
        kept = set(self.selected_keys())
        refit = self._fitted or len(self._points) == 0
        self._points = points
        self._series = list(series)
        self._labels.set_texts(
            [f"{one.number}  {short_name(one.name)}" for one in series[:LABELLED]]
        )
        self._describe = describe
        self._hover = -1
        self._kept_lasso = QPolygonF()
        self._chosen = np.isin(points.keys, np.fromiter(kept, np.int64, len(kept)))
        count = len(points)
        self.setAccessibleDescription(
            f"{count:,} failures in {len(series)} patterns. "
            "Everything on the map can be done from the pattern list."
        )
        if refit:
            self.fit()
        self._forget_drawing()

    def set_current(self, pattern_id: str) -> None:
        """Marks the pattern that the list shows as current."""
        ids = [series.pattern_id for series in self._series]
        self._current = ids.index(pattern_id) if pattern_id in ids else -1
        self._forget_drawing()

    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """What dragging does: draw a lasso or move the map."""
        self._mode = mode
        self._stop_lasso()
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if mode == "pan" else Qt.CursorShape.CrossCursor
        )

    def fit(self) -> None:
        """Show everything."""
        self._fitted = True
        self._view = View.fit(self._points.xy, self.width(), self.height())
        self._labels.unplace()
        self._moved()

    def _place_again(self) -> None:
        self._labels.unplace()
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        self._fitted = False
        before = self._view
        self._view = before.zoomed(factor, at or QPointF(self.rect().center()))
        self._labels.carry(before, self._view)
        self._rest.start()
        self._moved()

    def pan(self, by: QPointF) -> None:
        self._fitted = False
        before = self._view
        self._view = before.panned(by)
        self._labels.carry(before, self._view)
        if not self._kept_lasso.isEmpty():
            self._kept_lasso.translate(by)
        self._moved(keep_lasso=True)

    # Selection

    def selected_keys(self) -> list[int]:
        """Case keys of the selected points, in the order of the points."""
        return [int(key) for key in self._points.keys[self._chosen]]

    def select(self, keys: Sequence[int], *, add: bool = False) -> None:
        """Select the points of these cases; `add` keeps what was selected."""
        wanted = np.isin(self._points.keys, np.asarray(list(keys), np.int64))
        self._kept_lasso = QPolygonF()
        self._choose(self._chosen | wanted if add else wanted)

    def clear_selection(self) -> None:
        self._kept_lasso = QPolygonF()
        self._choose(np.zeros(len(self._points), np.bool_))

    def position_of(self, key: int) -> QPointF | None:
        """Where a case's point is drawn, in the widget's pixels."""
        found = np.flatnonzero(self._points.keys == key)
        if len(found) == 0:
            return None
        x, y = self._screen()[int(found[0])]
        return QPointF(float(x), float(y))

    def _choose(self, chosen: NDArray[np.bool_]) -> None:
        if np.array_equal(chosen, self._chosen):
            self.update()
            return
        self._chosen = chosen
        self._selected_drawn = None
        self.update()
        self.selection_changed.emit()

    # Drawing

    def _forget_drawing(self) -> None:
        self._drawn: QPixmap | None = None
        self._selected_drawn: QPixmap | None = None
        self._on_screen: NDArray[np.float32] | None = None
        self.update()

    def _theme_changed(self) -> None:
        self._labels.forget()
        self._forget_drawing()

    def _moved(self, *, keep_lasso: bool = False) -> None:
        if not keep_lasso:
            self._kept_lasso = QPolygonF()
        self._hover = -1
        self._forget_drawing()

    def _screen(self) -> NDArray[np.float32]:
        if self._on_screen is None:
            self._on_screen = self._view.to_screen(self._points.xy)
        return self._on_screen

    def _looks(self, *, selected: bool = False) -> list[Look]:
        colours = [series.colour for series in self._series]
        return series_looks(colours, self._current, len(self._points), selected=selected)

    def _points_pixmap(self) -> QPixmap:
        if self._drawn is None:
            self._drawn = render(
                self._screen(),
                self._points.series,
                self._looks(),
                (self.width(), self.height()),
                self.devicePixelRatioF(),
            )
        return self._drawn

    def _selected_pixmap(self) -> QPixmap | None:
        if self._selected_drawn is None and self._chosen.any():
            self._selected_drawn = render(
                self._screen()[self._chosen],
                self._points.series[self._chosen],
                self._looks(selected=True),
                (self.width(), self.height()),
                self.devicePixelRatioF(),
            )
        return self._selected_drawn

    def _placed_labels(self) -> list[Label]:
        area = QSizeF(self.width(), self.height())
        return self._labels.labels(self._screen(), self._points.series, area)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        # Worked out before the painter exists: one left open by an error would crash Qt.
        points, selected, labels = (
            self._points_pixmap(), self._selected_pixmap(), self._placed_labels(),
        )  # fmt: skip
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        if self._lasso or not self._kept_lasso.isEmpty():
            paint_lasso(painter, QPolygonF(self._lasso) if self._lasso else self._kept_lasso)
        painter.drawPixmap(0, 0, points)
        if selected is not None:
            painter.drawPixmap(0, 0, selected)
        self._labels.ratio = self.devicePixelRatioF()
        self._labels.paint(painter, labels, self._current)
        if self._hover >= 0 and not self._lasso:
            self._paint_hovered(painter)
        if self.hasFocus() and self.property("keyboardFocus"):
            pen = theme().color("accent")
            painter.setPen(pen)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1.5, -1.5))
        painter.end()

    def _paint_hovered(self, painter: QPainter) -> None:
        x, y = self._screen()[self._hover]
        index = int(self._points.series[self._hover])
        name = self._series[index].name if index >= 0 else "Not in a pattern"
        text = self._describe(int(self._points.keys[self._hover]))
        paint_hover(painter, QPointF(float(x), float(y)), name, text, QRectF(self.rect()))

    # Pointer and keys

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
        steps = {
            Qt.Key.Key_Left: QPointF(KEY_PAN, 0),
            Qt.Key.Key_Right: QPointF(-KEY_PAN, 0),
            Qt.Key.Key_Up: QPointF(0, KEY_PAN),
            Qt.Key.Key_Down: QPointF(0, -KEY_PAN),
        }
        if key in steps:
            self.pan(steps[key])
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

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._hover = -1
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        else:
            self._labels.unplace()
            self._moved(keep_lasso=True)

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
