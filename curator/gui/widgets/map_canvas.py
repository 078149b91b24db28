"""The map as a picture: points, passes, labels, what is selected, and the view of the plane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.map_cursor import MapCursor
from curator.gui.widgets.map_geometry import Points, View
from curator.gui.widgets.map_label_layer import LabelLayer
from curator.gui.widgets.map_labels import Label, short_name
from curator.gui.widgets.map_layer import PointLayer
from curator.gui.widgets.map_painting import paint_hover, paint_lasso
from curator.gui.widgets.map_raster import Look, pass_look, render, series_looks

NAMED = 12
"""Up to so many patterns every label has a name."""
LABELLED = 30
"""Largest groups that get a label; the list names the rest."""
REST_MS = 140
"""Quiet time after zooming before the labels look for better places."""


@dataclass(frozen=True)
class Series:
    """A pattern as the map draws it: its rank in the list, name and colour for life."""

    pattern_id: str
    number: int
    name: str
    colour: int


class MapCanvas(QWidget):
    """Failures as points. Selection is a set of case keys; what changes it is the view's matter."""

    selection_changed = Signal()

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
        self._passes = np.zeros((0, 2), np.float32)
        self.cursor_at = MapCursor()
        self._current = -1
        self._view = View()
        self._fitted = True
        self._chosen = np.zeros(0, np.bool_)
        self._hover = -1
        self._lasso: list[QPointF] = []
        self._kept_lasso = QPolygonF()
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
        self._name_labels()
        self._describe = describe
        self._hover = -1
        self._passes = np.zeros((0, 2), np.float32)
        self.cursor_at.forget()
        self._kept_lasso = QPolygonF()
        self._chosen = np.isin(points.keys, np.fromiter(kept, np.int64, len(kept)))
        count = len(points)
        self.setAccessibleDescription(
            f"{count:,} failures in {len(series)} patterns. "
            "Everything on the map can be done from the pattern list."
        )
        self._labels.unplace()
        if refit:
            self.fit()
        self._forget_drawing()

    def set_current(self, pattern_id: str) -> None:
        """Marks the pattern that the list shows as current."""
        ids = [series.pattern_id for series in self._series]
        current = ids.index(pattern_id) if pattern_id in ids else -1
        at = self.cursor_at.index
        if current != self._current and at >= 0 and self._points.series[at] != current:
            self.cursor_at.forget()
        self._current = current
        self._name_labels()
        self._forget_drawing()

    def _name_labels(self) -> None:
        """Number and name; of the grey ones beyond the colours the number alone is calmer."""
        current = self._current
        self._labels.set_texts(
            [
                f"{one.number}  {short_name(one.name)}"
                if one.colour or place == current or len(self._series) <= NAMED
                else str(one.number)
                for place, one in enumerate(self._series[:LABELLED])
            ]
        )

    def show_passes(self, xy: NDArray[np.float32]) -> None:
        """Passes, faint below the failures: (n, 2) in the plane of the failures; none hides them.

        They are scenery: nothing selects them, and other points forget them.
        """
        self._passes = xy
        self._forget_drawing()

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
        self.update()
        self.selection_changed.emit()

    # Drawing

    def _forget_drawing(self) -> None:
        self._drawn: QPixmap | None = None
        self._selected_layer: PointLayer | None = None
        self._passes_drawn: QPixmap | None = None
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

    def _selected_points(self) -> PointLayer | None:
        """The selected points; while a lasso grows, only its changes are drawn."""
        if not self._chosen.any():
            return None
        if self._selected_layer is None:
            self._selected_layer = PointLayer(
                self._screen(),
                self._points.series,
                self._looks(selected=True),
                (self.width(), self.height()),
                self.devicePixelRatioF(),
            )
        self._selected_layer.show(self._chosen)
        return self._selected_layer

    def _passes_pixmap(self) -> QPixmap | None:
        if self._passes_drawn is None and len(self._passes):
            self._passes_drawn = render(
                self._view.to_screen(self._passes),
                np.zeros(len(self._passes), np.int32),
                [pass_look(len(self._points))],
                (self.width(), self.height()),
                self.devicePixelRatioF(),
            )
        return self._passes_drawn

    def _placed_labels(self) -> list[Label]:
        area = QSizeF(self.width(), self.height())
        return self._labels.labels(self._screen(), self._points.series, area)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        # Worked out before the painter exists: one left open by an error would crash Qt.
        points, passes, selected, labels = (
            self._points_pixmap(), self._passes_pixmap(), self._selected_points(),
            self._placed_labels(),
        )  # fmt: skip
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        if self._lasso or not self._kept_lasso.isEmpty():
            paint_lasso(painter, QPolygonF(self._lasso) if self._lasso else self._kept_lasso)
        if passes is not None:
            painter.drawPixmap(0, 0, passes)
        painter.drawPixmap(0, 0, points)
        if selected is not None:
            selected.paint(painter)
        self._labels.ratio = self.devicePixelRatioF()
        self._labels.paint(painter, labels, self._current)
        keys = self.hasFocus() and bool(self.property("keyboardFocus"))
        pointed = self._hover if self._hover >= 0 else self.cursor_at.index if keys else -1
        if pointed >= 0 and not self._lasso:
            self._paint_pointed(painter, pointed)
        if keys:
            pen = theme().color("accent")
            painter.setPen(pen)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1.5, -1.5))
        painter.end()

    def _paint_pointed(self, painter: QPainter, place: int) -> None:
        x, y = self._screen()[place]
        name, text = self.words_of(place)
        paint_hover(painter, QPointF(float(x), float(y)), name, text, QRectF(self.rect()))

    def words_of(self, place: int) -> tuple[str, str]:
        """The pattern's name and the start of the case of the point at `place`."""
        index = int(self._points.series[place])
        name = self._series[index].name if index >= 0 else "Not in a pattern"
        return name, self._describe(int(self._points.keys[place]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        else:
            self._labels.unplace()
            self._moved(keep_lasso=True)
