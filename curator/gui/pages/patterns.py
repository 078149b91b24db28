"""The patterns page: which ways the model fails, how often, and what would fix each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from curator.gui.context import AppContext
from curator.gui.item_models.pattern_difference import difference
from curator.gui.item_models.pattern_list import Order, pattern_rows
from curator.gui.page import KeyHint, Page
from curator.gui.pages.patterns_deeds import FIX_OF_ACTION, PatternDeeds
from curator.gui.pages.patterns_detail import DetailContent
from curator.gui.pages.patterns_grouping import GroupingFlow
from curator.gui.pages.patterns_header import KEY_STRIP, PatternsHeader
from curator.gui.pages.patterns_list_figures import Trends
from curator.gui.pages.patterns_list_head import LENS_WORDS, ORDER_WORDS
from curator.gui.pages.patterns_map_tools import MAP_STRIP, MapTools
from curator.gui.pages.patterns_panes import PatternPanes
from curator.gui.pages.patterns_picker import PatternPicker
from curator.gui.pages.patterns_selection import SelectionDeeds
from curator.gui.pages.patterns_state import (
    FEWEST,
    PatternsState,
    case_describer,
    count_patterns,
    empty_words,
    read_state,
    read_story,
)
from curator.gui.pages.patterns_tools import PatternTools
from curator.gui.state_reader import StateReader
from curator.gui.widgets.controls import EmptyState
from curator.model.changes import Changed
from curator.model.pattern import Fix, Lens
from curator.operations import reviewing

if TYPE_CHECKING:
    from curator.gui.pages.patterns_map import MapPane


class PatternsPage(Page):
    """List, map, detail. Everything on the map can be done from the list and the panel."""

    name = "patterns"
    title = "Patterns"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._state: PatternsState | None = None
        self._reader = StateReader(
            context, "Reading patterns", read_state, self._show_state, self.isVisible
        )
        self._wanted: str | None = None
        self._came = False
        """Whether the page came to the front and the list has not had the keys since."""
        self._rail = ""
        self._order: Order = "count"
        self._deeds = PatternDeeds(context)
        self._flow = GroupingFlow(context, self)
        self.tools = PatternTools(context, self, self._deeds, self._flow)
        self._header = PatternsHeader(self.group_again)
        self._panes = PatternPanes(context.settings)
        self._pane, self._detail = self._panes.list, self._panes.detail
        self._map_tools = MapTools(context, self._panes)
        self._selection = SelectionDeeds(context, self._panes, self._deeds, self)
        self._pane.add_foot(self.tools.grain)
        self.tools.follow(self._pane.current, self._pane.go_to)
        self._empty = EmptyState("", "", "Go to Review", self._empty_action)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._panes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._wire()

    def _wire(self) -> None:
        """Who hears whom: everything, here."""
        self._pane.current_changed.connect(self._show_pattern)
        self._pane.opened.connect(lambda _: self._open_all())
        self._pane.order_chosen.connect(self._choose_order)
        self._pane.lens_chosen.connect(self._choose_lens)
        detail = self._detail
        detail.renamed.connect(self._rename)
        detail.merge_asked.connect(self._ask_merge)
        detail.pin_asked.connect(self._pin)
        detail.accept_asked.connect(self._accept_pattern)
        detail.fix_chosen.connect(self._set_fix)
        detail.case_opened.connect(self._open_case)
        detail.all_opened.connect(self._open_all)
        detail.keys_selected.connect(self._panes.select)
        detail.taken.connect(lambda key, target: self._deeds.move([key], target))
        detail.split_asked.connect(self.tools.split)
        detail.suggest_asked.connect(self.tools.suggest_name)
        detail.dissolve_asked.connect(self.tools.dissolve)
        detail.next_asked.connect(self.tools.review_next)
        detail.describe_asked.connect(self.tools.describe)
        detail.why_asked.connect(lambda key: self.tools.why(key, detail.say_why))
        self.tools.keeper.figured.connect(self._show_figures)
        self.tools.keeper.figured.connect(
            lambda: self._pane.show_trends(Trends.of(self.tools.keeper.figures))
        )
        self._panes.difference.accepted.connect(self._flow.accept)
        self._panes.difference.refused.connect(self._flow.leave)
        self._flow.busy_changed.connect(self._busy_changed)
        self._flow.found_changed.connect(self._found_changed)

    # What the window asks

    def header_widgets(self) -> list[QWidget]:
        return list(self._header.facts)

    def header_right(self) -> list[QWidget]:
        return [self._header.waiting, self._header.group_button]

    def key_strip(self) -> list[KeyHint]:
        if self._map_tools.has_keys():
            return MAP_STRIP
        return KEY_STRIP if self._is_listed() else KEY_STRIP[-1:]

    def handlers(self) -> dict[str, Callable[[], None]]:
        fixes = {action: self._fix_setter(fix) for action, fix in FIX_OF_ACTION.items()}
        return {
            "pattern-next": lambda: self._pane.step(1),
            "pattern-previous": lambda: self._pane.step(-1),
            "pattern-open": self._open_all,
            "pattern-rename": self._detail.start_rename,
            "pattern-merge": self._ask_merge,
            "pattern-pin": self._pin,
            "pattern-accept": self._accept_pattern,
            "pattern-split": self.tools.split,
            "pattern-dissolve": self.tools.dissolve,
            "pattern-describe": self._describe,
            "pattern-suggest": self.tools.suggest_name,
            "pattern-review": self.tools.review_next,
            "pattern-undo": lambda: self.context.action_requested.emit("undo"),
            "pattern-tree": self.tools.show_tree,
            "pattern-grain": lambda: self.tools.grain.slider.setFocus(
                Qt.FocusReason.ShortcutFocusReason
            ),
            "patterns-ask": self.tools.ask_next,
            "patterns-embedder": self.tools.choose_embedder,
            **fixes,
            **self._map_tools.handlers(),
            "selection-new": self._selection.name,
            "selection-move": self._selection.ask_move,
            "patterns-group": self.group_again,
        }

    def action_enabled(self, action: str) -> bool:
        row = self._pane.current()
        if action == "patterns-group":
            return self._is_listed() and not self._flow.busy
        if action.startswith(("selection", "map")):
            return self._panes.map is not None
        if action.startswith("pattern-") and action not in (
            "pattern-next", "pattern-previous", "pattern-open", "pattern-undo", "pattern-tree",
            "pattern-grain",
        ):  # fmt: skip
            return row is not None and bool(row.pattern_id) and self._flow.found is None
        return True

    def rail_count(self) -> str:
        return self._rail

    def focus_areas(self) -> list[QWidget]:
        areas: list[QWidget] = [self._pane.view]
        if self._panes.map is not None:
            areas.append(self._panes.map.map)
        return [*areas, self._panes.side]

    def project_opened(self) -> None:
        self._state = None
        self._reader.stale = True
        self._wanted = None
        self._flow.leave()
        self.tools.keeper.forget()
        self._show_count("")
        if self.context.project is not None:
            self._reader.read() if self.isVisible() else count_patterns(
                self.context, self._show_count
            )

    def _show_count(self, words: str) -> None:
        self._rail = words
        self.rail_changed.emit()

    def changed(self, change: Changed) -> None:
        if change.cases or change.imported or change.patterns or change.trials:
            self._reader.stale = True
            if self.isVisible():
                self._reader.read()

    def activated(self) -> None:
        self._came = True
        if self._reader.stale and self.context.project is not None:
            self._reader.read()
        else:
            self._ensure_grouped()
        self._take_focus()

    def _take_focus(self) -> None:
        focused = QApplication.focusWidget()
        elsewhere = focused is None or not self.isAncestorOf(focused)
        if self.isVisible() and (elsewhere or self._came):
            front = self._pane.view if self._is_listed() else self._empty.button
            front.setFocus(Qt.FocusReason.OtherFocusReason)
            self._came = not self._is_listed()

    # Reading and showing

    def _show_state(self, state: PatternsState) -> None:
        self._state = state
        self._show_count(f"{len(state.patterns.patterns):,}")
        listed = self._is_listed()
        self._stack.setCurrentWidget(self._panes if listed else self._empty)
        self._header.show(state)
        self._busy_changed()
        self.header_changed.emit()
        if listed:
            describe = case_describer(self.context.the_project())
            self._make_map().show_patterns(state.patterns, describe)
            self._map_tools.show_patterns(state.patterns)
            rows = pattern_rows(state.patterns, self._order)
            self._pane.show_lens(state.patterns.lens)
            self._pane.set_rows(rows, self._wanted)
            current = self._pane.current()
            if current is not None:
                self._show_pattern(current.pattern_id)
        else:
            self._empty.say(*empty_words(state.figures))
        self._take_focus()
        self.key_strip_changed.emit()
        self._ensure_grouped()
        if listed and state.grouped and not self._flow.busy:
            self.tools.keeper.refresh()

    def _is_listed(self) -> bool:
        """Whether there are patterns, or failures enough to look for some."""
        return self._state is not None and self._state.listed

    def _empty_action(self) -> None:
        empty = self._state is None or self._state.figures.cases == 0
        self.context.request_page("import" if empty else "review")

    def _make_map(self) -> MapPane:
        made = self._panes.map
        pane = self._panes.make_map()
        if made is None:
            pane.map.pattern_picked.connect(self._pane.go_to)
            pane.map.case_opened.connect(self._open_case)
            pane.map.focus_changed.connect(self.key_strip_changed)
            self._map_tools.wire(pane)
            pane.bar.new_pattern.connect(self._selection.make)
            pane.bar.move_asked.connect(self._selection.ask_move)
            pane.bar.review_asked.connect(self._selection.review)
        return pane

    def _show_pattern(self, pattern_id: str) -> None:
        row, state = self._pane.current(), self._state
        if row is None or state is None:
            return
        project = self.context.the_project()
        # Where there is nothing else to look at, nobody chose the cases in none.
        self._wanted = pattern_id if state.patterns.patterns else None
        pattern = state.pattern(pattern_id) if pattern_id else None
        likely = state.likely(pattern_id)
        content = DetailContent(
            row=row,
            pattern=pattern,
            story=read_story(project, state, pattern) if pattern else None,
            keys=state.members(pattern_id),
            likely_keys=tuple(likely),
            likely=likely,
        )
        self._detail.show_content(content, lambda keys: reviewing.lines(project, keys))
        self._show_figures()
        self.tools.fold(content.keys, self._detail.cases.fold)
        if self._panes.map is not None:
            self._panes.map.map.set_current(pattern_id)

    def _show_figures(self) -> None:
        self._detail.figures.show_figures(self.tools.keeper.figures.get(self._current_id()))

    def _describe(self) -> None:
        state = self._state
        pattern = state.pattern(self._current_id()) if state is not None else None
        if pattern is not None:
            self.tools.describe(pattern.description)

    # Deeds on the current pattern

    def _current_id(self) -> str:
        row = self._pane.current()
        return row.pattern_id if row is not None else ""

    def _rename(self, name: str) -> None:
        self._deeds.rename(self._current_id(), name)
        self._pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept_pattern(self) -> None:
        row = self._pane.current()
        if row is not None and row.pattern_id and not row.by_people:
            self._rename(row.name)

    def _pin(self) -> None:
        row = self._pane.current()
        if row is not None and row.pattern_id:
            self._deeds.pin(row.pattern_id, locked=not row.locked)

    def _fix_setter(self, fix: Fix) -> Callable[[], None]:
        return lambda: self._set_fix(fix)

    def _set_fix(self, fix: str) -> None:
        if self._current_id():
            self._deeds.set_fix(self._current_id(), fix)

    def _ask_merge(self) -> None:
        row = self._pane.current()
        if row is None or not row.pattern_id:
            return
        others = [one for one in self._pane.model.rows() if one.pattern_id != row.pattern_id]
        picker = PatternPicker(self, f"Merge “{row.name}” into", others)
        picker.picked.connect(lambda into: self._merge(into, row.pattern_id))
        picker.open()

    def _merge(self, into: str, source: str) -> None:
        self._wanted = into
        self._deeds.merge(into, source)

    def _open_all(self) -> None:
        row, state = self._pane.current(), self._state
        if row is not None and state is not None:
            title = f"Pattern: {row.name}" if row.pattern_id else row.name
            self.context.show_cases(state.members(row.pattern_id), title)

    def _open_case(self, key: int) -> None:
        """Opens the case, with its pattern's other cases after it."""
        row, state = self._pane.current(), self._state
        if row is None or state is None:
            return
        others = [one for one in state.members(row.pattern_id) if one != key]
        self.context.show_cases([key, *others], f"Pattern: {row.name}")

    # Order, lens, grouping

    def _choose_order(self, order: str) -> None:
        self._order = next(one for one in ORDER_WORDS if one == order)
        self._pane.show_order(self._order)
        if self._state is not None:
            self._pane.set_rows(pattern_rows(self._state.patterns, self._order), self._wanted)

    def _choose_lens(self, lens: str) -> None:
        self._group(next(one for one in LENS_WORDS if one == lens))

    def group_again(self) -> None:
        """Group everything afresh; nothing changes until the difference is accepted."""
        if self._state is not None:
            self._group(self._state.patterns.lens)

    def _group(self, lens: Lens) -> None:
        if self._state is not None:
            self._flow.group(self._state.figures.failed, lens)

    def _ensure_grouped(self) -> None:
        state = self._state
        if state is None or state.grouped or state.figures.failed < FEWEST:
            return
        if self.isVisible():
            self._flow.propose_first(state.figures.failed)

    def _busy_changed(self) -> None:
        self._header.group_button.setEnabled(self._is_listed() and not self._flow.busy)
        if self._state is not None and not self._flow.busy:
            self._pane.show_lens(self._state.patterns.lens)

    def _found_changed(self) -> None:
        found = self._flow.found
        if found is None or self._state is None:
            self._panes.show_difference(shown=False)
            self.tools.grain.put_back()
            if self.isVisible():
                self._pane.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._panes.difference.show_difference(difference(self._state.patterns, found))
        self._panes.show_difference(shown=True)
        self._panes.show_side("detail")
        self._panes.difference.take_focus()
