"""The map's pane: its tools, the map, what is selected and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from curator.gui.item_models.pattern_list import pattern_rows
from curator.gui.key_words import names_key
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import Segments, button, icon_button
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.gui.widgets.map_geometry import Points, gathered
from curator.gui.widgets.map_view import MapView, Mode, Series
from curator.model.pattern import Lens, PatternSet

NEARNESS: dict[Lens, str] = {
    "wrong": "Near points failed alike: note, tags and change. Axes have no meaning.",
    "asked": "Near points have similar inputs. Axes have no meaning.",
    "answered": "Near points have similar outputs. Axes have no meaning.",
    "all": "Near points have similar input, output and note. Axes have no meaning.",
}


class SelectionBar(QFrame):
    """ "17 selected: New pattern, Move to, Review". Naming a new pattern happens in place."""

    new_pattern = Signal(str)
    move_asked = Signal()
    review_asked = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("popup")
        px = theme().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(13), px(4), px(6), px(4))
        row.setSpacing(px(6))
        self._count = label("", "strong")
        row.addWidget(self._count)
        row.addSpacing(px(4))
        row.addWidget(rule("v"))
        self._new = button("New pattern", "selection-new", kind="link")
        self._new.clicked.connect(self.start_naming)
        self._move = button("Move to", "selection-move", kind="link")
        self._move.clicked.connect(self.move_asked)
        self._review = button("Review", "selection-review", kind="link")
        self._review.clicked.connect(self.review_asked)
        self._name = QLineEdit()
        self._name.setObjectName("selection-name")
        self._name.setAccessibleName("Name of the new pattern")
        self._name.setPlaceholderText("Name of the new pattern")
        self._name.setMinimumWidth(px(220))
        self._name.returnPressed.connect(self._named)
        self._name.installEventFilter(self)
        self._make = button("Make it", "selection-make", kind="primary")
        self._make.clicked.connect(self._named)
        close = icon_button("close", "Select nothing", "selection-clear", size=14)
        close.clicked.connect(self.cleared)
        self._deeds = (self._new, self._move, self._review)
        for one in (*self._deeds, self._name, self._make, close):
            row.addWidget(one)
        self._show_naming(naming=False)

    def set_count(self, count: int) -> None:
        self._count.setText(f"{count:,} selected")
        self.setAccessibleName(f"{counted(count, 'case')} selected")
        if count == 0:
            self._show_naming(naming=False)
        self.setVisible(count > 0)
        self.adjustSize()

    def start_naming(self) -> None:
        """Ask for the new pattern's name, here."""
        self._show_naming(naming=True)
        self._name.clear()
        self._name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_naming(self, *, naming: bool) -> None:
        for one in self._deeds:
            one.setVisible(not naming)
        self._name.setVisible(naming)
        self._make.setVisible(naming)
        self.adjustSize()

    def _named(self) -> None:
        name = self._name.text().strip()
        if name:
            self._show_naming(naming=False)
            self.new_pattern.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._name
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            if event.type() == QEvent.Type.KeyPress:
                self._show_naming(naming=False)
            event.accept()
            return True
        return super().eventFilter(watched, event)


class MapPane(QWidget):
    """Tools above, map, caption below; the selection bar floats over the map's foot."""

    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.map = MapView()
        self.map.setObjectName("pattern-map")
        self.map.selection_changed.connect(self._selection_changed)
        self.bar = SelectionBar()
        self.bar.setParent(self)
        self.bar.cleared.connect(self.map.clear_selection)
        self._tools = Segments("map-tool", "What dragging on the map does")
        names_key(self._tools.add("lasso", "Lasso", key="L", icon="lasso"), "map-lasso")
        names_key(self._tools.add("pan", "Pan", key="H", icon="hand"), "map-pan")
        self._tools.set_value("lasso")
        self._tools.chosen.connect(self._tool_chosen)
        self._fit = button("Fit", "map-fit", icon="fit", on_click=self.map.fit)
        self.passes = QCheckBox("Passes")
        self.passes.setObjectName("map-passes")
        self.passes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.passes.setToolTip(
            "Show passing cases faintly, each beside the failures most like it (P)"
        )
        names_key(self.passes, "map-passes")
        self._caption = Paragraph(NEARNESS["wrong"], "meta", "text3")
        self._plane = np.zeros((0, 2), np.float32)
        self._lay_out()
        self.bar.set_count(0)
        self.set_tool("lasso")

    def _lay_out(self) -> None:
        px = theme().px
        tools = QHBoxLayout()
        tools.setContentsMargins(px(12), px(8), px(12), 0)
        tools.setSpacing(px(8))
        tools.addWidget(self._tools)
        tools.addWidget(self._fit)
        tools.addWidget(self.passes)
        tools.addStretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(px(16), 0, px(16), px(10))
        foot.addWidget(self._caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(tools)
        column.addWidget(self.map, 1)
        column.addLayout(foot)

    def show_patterns(self, found: PatternSet, describe: Callable[[int], str]) -> None:
        """Show a grouping, numbered as the list numbers it."""
        rows = [row for row in pattern_rows(found) if row.pattern_id]
        series = [Series(row.pattern_id, row.number, row.name, row.colour) for row in rows]
        place = {row.pattern_id: index for index, row in enumerate(rows)}
        series_of = {key: place[one.id] for one in found.patterns for key in one.members}
        self.map.set_content(Points.build(found.positions, series_of), series, describe)
        self._plane = np.array([(x, y) for _, x, y in found.positions], np.float32).reshape(-1, 2)
        self._caption.set_text(NEARNESS[found.lens])
        self._selection_changed()

    def show_passes(self, places: Sequence[tuple[int, float, float]]) -> None:
        """Passes by case key, x and y in the plane of the grouping shown; none hides them."""
        xy = np.array([(x, y) for _, x, y in places], np.float32).reshape(-1, 2)
        self.map.show_passes(gathered(xy, self._plane))

    def set_tool(self, tool: Mode) -> None:
        self._tools.set_value(tool)
        self.map.set_mode(tool)

    def show_keys(self, *, shown: bool) -> None:
        """Key caps on the tools, where there is room."""
        self._tools.show_keys(shown)

    def _tool_chosen(self, tool: str) -> None:
        self.map.set_mode("pan" if tool == "pan" else "lasso")

    def _selection_changed(self) -> None:
        self.bar.set_count(len(self.map.selected_keys()))
        self._place_bar()
        self.selection_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def _place_bar(self) -> None:
        self.bar.adjustSize()
        size = self.bar.sizeHint().boundedTo(self.size())
        foot = self.map.geometry().bottom() - theme().px(8)
        self.bar.setGeometry(
            QRect(theme().px(12), foot - size.height(), size.width(), size.height())
        )
        self.bar.raise_()
