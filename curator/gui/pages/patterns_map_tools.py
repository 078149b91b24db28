"""The map's keys and tools: lasso, pan, passes, going from point to point."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from curator.gui.context import AppContext
from curator.gui.page import KeyHint
from curator.gui.pages.patterns_panes import PatternPanes
from curator.model.pattern import PatternSet
from curator.operations import pattern_map

if TYPE_CHECKING:
    from curator.gui.background import Task
    from curator.gui.pages.patterns_map import MapPane

Places = tuple[tuple[int, float, float], ...]

MAP_STRIP = [
    KeyHint(("← ↑ → ↓",), "Next point", "map-points"),
    KeyHint(("Shift →",), "Select a range", "map-points"),
    KeyHint(("Space",), "Select one", "map-points"),
    KeyHint(("Ctrl A",), "Select the pattern", "map-select"),
    KeyHint(("Enter",), "Open case", "map-points"),
    KeyHint(("N",), "New pattern", "selection-new", group=True),
    KeyHint(("V",), "Move to", "selection-move"),
    KeyHint(("L",), "Lasso", "map-lasso", group=True),
    KeyHint(("P",), "Passes", "map-passes"),
    KeyHint(("Ctrl K",), "Commands", "commands"),
]
"""The keys that matter while the map has them."""


class MapTools:
    """What the page asks of its map, once there is one."""

    def __init__(self, context: AppContext, panes: PatternPanes) -> None:
        self._context = context
        self._panes = panes
        self._task: Task[Places] | None = None
        self._shown: PatternSet | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What the actions of the map do."""
        return {
            "map-lasso": lambda: self._use_tool("lasso"),
            "map-pan": lambda: self._use_tool("pan"),
            "map-fit": self._fit,
            "map-points": self._to_front,
            "map-select": self._select_pattern,
            "map-passes": self._toggle_passes,
        }

    def wire(self, pane: MapPane) -> None:
        """Hear what the map's own controls say."""
        pane.passes.toggled.connect(lambda _: self._show_passes())
        pane.map.said.connect(self._context.status)

    def has_keys(self) -> bool:
        """Whether the map has the keyboard."""
        return self._panes.map is not None and self._panes.map.map.hasFocus()

    def show_patterns(self, found: PatternSet) -> None:
        """Other patterns are shown: their passes, where passes are wanted."""
        self._shown = found
        self._show_passes()

    def _fit(self) -> None:
        if self._panes.map is not None:
            self._panes.map.map.fit()

    def _use_tool(self, tool: str) -> None:
        if self._panes.map is not None:
            self._panes.map.set_tool("pan" if tool == "pan" else "lasso")
            self._to_front()

    def _to_front(self) -> None:
        if self._panes.map is not None:
            self._panes.show_side("map")
            self._panes.map.map.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _select_pattern(self) -> None:
        if self._panes.map is not None:
            self._panes.show_side("map")
            self._panes.map.map.select_pattern()

    def _toggle_passes(self) -> None:
        if self._panes.map is not None:
            self._panes.show_side("map")
            self._panes.map.passes.toggle()

    def _show_passes(self) -> None:
        """Place them in the background; the latest patterns alone are answered."""
        pane, found = self._panes.map, self._shown
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if pane is None or found is None:
            return
        if not pane.passes.isChecked():
            pane.show_passes(())
            return
        project = self._context.the_project()

        def done(places: Places) -> None:
            if self._context.project is project and self._shown is found:
                pane.show_passes(places)
                if not places:
                    self._context.status("No case is marked pass yet")

        self._task = self._context.background.run(
            "Placing passes on the map",
            lambda _, is_cancelled: pattern_map.passes_on_map(project, found, is_cancelled),
            done,
        )
