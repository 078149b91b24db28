"""What can be done with the cases selected on the map or in the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from curator.gui.context import AppContext
from curator.gui.pages.patterns_deeds import PatternDeeds
from curator.gui.pages.patterns_panes import PatternPanes
from curator.gui.pages.patterns_picker import PatternPicker
from curator.gui.widgets.charts_words import counted


class SelectionDeeds:
    """Named, moved, reviewed: always the selection of the moment."""

    def __init__(
        self, context: AppContext, panes: PatternPanes, deeds: PatternDeeds, page: QWidget
    ) -> None:
        self._context = context
        self._panes = panes
        self._deeds = deeds
        self._page = page

    def _selected_or_told(self) -> list[int]:
        keys = self._panes.selected_keys()
        if not keys:
            self._context.status("Select cases first: on the map, or in the list of cases")
        return keys

    def name(self) -> None:
        """Ask for the name of a pattern to be made of the selection."""
        if self._panes.map is not None and self._selected_or_told():
            self._panes.show_side("map")
            self._panes.map.bar.start_naming()

    def make(self, name: str) -> None:
        """Make a pattern of the selection."""
        if self._deeds.make(name, self._panes.selected_keys()):
            self._panes.clear_selection()

    def ask_move(self) -> None:
        """Ask where the selection shall go."""
        keys = self._selected_or_told()
        if not keys:
            return
        title = f"Move {counted(len(keys), 'case')} to"
        rows = self._panes.list.model.rows()
        picker = PatternPicker(self._page, title, rows, allow_none=True, allow_new=True)
        picker.picked.connect(lambda target: self._move(keys, target))
        picker.named.connect(self.make)
        picker.open()

    def _move(self, keys: Sequence[int], target: str) -> None:
        if self._deeds.move(keys, target):
            self._panes.clear_selection()

    def review(self) -> None:
        """Open the selected cases in Review."""
        self._context.show_cases(self._panes.selected_keys(), "Cases selected on the map")
