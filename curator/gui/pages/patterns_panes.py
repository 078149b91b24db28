"""The page's panes side by side: list, map, detail; one beside the list where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from curator.gui.pages.patterns_change import DifferencePanel
from curator.gui.pages.patterns_detail import PatternDetail
from curator.gui.pages.patterns_list import PatternListPane
from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments
from curator.gui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from curator.gui.pages.patterns_map import MapPane

NARROW_BELOW = 1080
LOW_BELOW = 560
"""Height of the page below which the foot of the list folds."""


class PatternPanes(QWidget):
    """Holds the panes and nothing else: who hears whom is the page's matter."""

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.list = PatternListPane()
        self.detail = PatternDetail()
        self.difference = DifferencePanel()
        self.map: MapPane | None = None
        self.side = QStackedWidget()
        self.side.addWidget(self.detail)
        self.side.addWidget(self.difference)
        self._switch = Segments("patterns-pane", "What stands beside the list")
        self._switch.add("detail", "Details")
        self._switch.add("map", "Map")
        self._switch.set_value("detail")
        self._switch.chosen.connect(lambda _: self._fit())
        self._bar = QWidget()
        self._bar.setProperty("surface", True)
        self._bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(8))
        row.addWidget(self._switch)
        row.addStretch()
        self._inner = Splitter("patterns-inner", Qt.Orientation.Horizontal, settings)
        self._inner.addWidget(self.side)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._inner, 1)
        self._outer = Splitter("patterns", Qt.Orientation.Horizontal, settings)
        self._outer.addWidget(self.list)
        self._outer.addWidget(right)
        self._outer.setStretchFactor(1, 1)
        self._outer.start([theme().px(424), theme().px(936)])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._outer)

    def make_map(self) -> MapPane:
        """The map on first need: it brings numpy, too slow to load while the window starts."""
        if self.map is None:
            from curator.gui.pages.patterns_map import MapPane

            self.map = MapPane()
            self._inner.insertWidget(0, self.map)
            self._inner.setStretchFactor(0, 1)
            self._inner.start([theme().px(552), theme().px(384)])
            self._fit()
        return self.map

    def select(self, keys: Sequence[int]) -> None:
        """Select these cases on the map, where there is one."""
        if self.map is not None:
            self.map.map.select(keys)

    def selected_keys(self) -> list[int]:
        """Cases selected on the map or in the list in front."""
        keys = self.map.map.selected_keys() if self.map is not None else []
        return list(dict.fromkeys([*keys, *self.detail.selected_keys()]))

    def clear_selection(self) -> None:
        if self.map is not None:
            self.map.map.clear_selection()

    def show_side(self, side: str) -> None:
        """Bring "map" or "detail" to the front where there is room for one of them."""
        self._switch.set_value(side)
        self._fit()

    def show_difference(self, *, shown: bool) -> None:
        """The difference of a new grouping takes the detail's place."""
        self.side.setCurrentWidget(self.difference if shown else self.detail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.list.set_low(low=self.height() < theme().px(LOW_BELOW))
        narrow = self.width() < theme().px(NARROW_BELOW)
        self._bar.setVisible(narrow)
        if self.map is None:
            return
        shows_map = self._switch.value() == "map"
        self.map.setVisible(not narrow or shows_map)
        self.side.setVisible(not narrow or not shows_map)
        self.map.show_keys(shown=not narrow)
