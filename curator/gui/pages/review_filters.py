"""What narrows and sorts the case list: chosen from a menu, shown as chips, kept by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from curator.gui.ask import ask_line, ask_lines
from curator.gui.context import AppContext
from curator.gui.pages.review_queues import known_patterns
from curator.gui.widgets.case_list import CaseListPanel
from curator.model.queue import CaseFilter, Order, Queue
from curator.model.review import Mark, Severity
from curator.model.value import JsonValue
from curator.operations import projects, reviewing

ORDERS: dict[Order, str] = {
    "random": "Random order",
    "imported": "As imported",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "id": "By id",
}
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""A day, month or year as it begins an ISO 8601 time: what cases' own times are compared with."""
SAVED = "saved_filters"
TYPES: dict[str, type[StrEnum]] = {"mark": Mark, "severity": Severity}
"""Fields of a filter that are one of a few words, or None."""
SHOWN_VALUES = 40
"""Values of one kind in the menu at most; search finds the rest."""


def words_of(chosen: CaseFilter, order: Order | None, pattern: str) -> list[tuple[str, str]]:
    """(chip, words) of everything that narrows or sorts."""
    rows = [
        ("mark", chosen.mark.value.capitalize() if chosen.mark else ""),
        ("severity", f"Severity: {chosen.severity.value}" if chosen.severity else ""),
        ("tag", f"Tag: {chosen.tag}" if chosen.tag else ""),
        ("pattern_id", f"Pattern: {pattern}" if chosen.pattern_id else ""),
        ("model", f"Model: {chosen.model}" if chosen.model else ""),
        ("reviewer", f"Reviewer: {chosen.reviewer}" if chosen.reviewer else ""),
        ("since", f"From {chosen.since}" if chosen.since else ""),
        ("until", f"Until {chosen.until}" if chosen.until else ""),
        *((f"metadata.{name}", f"{name}: {value}") for name, value in chosen.metadata.items()),
        ("order", ORDERS[order] if order else ""),
    ]
    return [row for row in rows if row[1]]


class FilterChooser(QObject):
    """The filter menu and its chips. `changed` carries the queue as it is to be narrowed."""

    changed = Signal(Queue)

    def __init__(self, context: AppContext, panel: CaseListPanel) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._queue = Queue()
        self.menu = QMenu(panel)
        self.menu.setObjectName("filter-menu")
        self.menu.setAccessibleName("Filter and sort")
        panel.filter_button.clicked.connect(self.open)
        panel.filters.taken_away.connect(self._take_away)

    def open(self) -> None:
        """Open the menu under its button."""
        if self._context.project is None:
            return
        self._fill()
        button = self._panel.filter_button
        self.menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def show_queue(self, queue: Queue) -> None:
        """Show what narrows this queue."""
        self._queue = queue
        chosen = queue.filter
        if queue.title == "Skipped":
            chosen = chosen.model_copy(update={"mark": None})
        self._panel.filters.show_chips(words_of(chosen, queue.order, self._pattern_name()))

    def _pattern_name(self) -> str:
        wanted, project = self._queue.filter.pattern_id, self._context.project
        if not wanted or project is None:
            return ""
        found = known_patterns(project)
        return next((one.name for one in found if one.id == wanted), "one that is gone")

    # Menu

    def _fill(self) -> None:
        project = self._context.the_project()
        self.menu.clear()
        marks = [
            (mark.value, mark.value.capitalize()) for mark in (Mark.FAIL, Mark.PASS, Mark.SKIP)
        ]
        self._values("Mark", "mark", marks)
        if projects.settings(project).get("severity") is True:
            levels = [(one.value, one.value.capitalize()) for one in reversed(Severity)]
            self._values("Severity", "severity", levels)
        tags = [(tag, f"{tag} ({count})") for tag, count in reviewing.tag_counts(project)]
        self._values("Tag", "tag", tags)
        found = known_patterns(project)
        self._values("Pattern", "pattern_id", [(one.id, one.name) for one in found])
        self._values("Model", "model", [(one, one) for one in reviewing.model_names(project)])
        names = [(one, one) for one in reviewing.reviewer_names(project)]
        self._values("Reviewer", "reviewer", names)
        self.menu.addAction("Date…", self._ask_dates)
        self.menu.addAction("Metadata field…", self._ask_field)
        self.menu.addSeparator()
        self._orders()
        self.menu.addSeparator()
        self._saved()

    def _values(self, title: str, name: str, rows: Sequence[tuple[str, str]]) -> None:
        menu = self.menu.addMenu(title)
        menu.setEnabled(bool(rows))
        present = getattr(self._queue.filter, name)
        for value, words in rows[:SHOWN_VALUES]:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(present == value)
            new: object = TYPES[name](value) if name in TYPES else value
            action.triggered.connect(partial(self._set, **{name: new}))

    def _orders(self) -> None:
        menu = self.menu.addMenu("Sort")
        for order, words in ORDERS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(self._queue.order == order)
            action.triggered.connect(partial(self._sort, order))

    def _saved(self) -> None:
        kept = self._kept()
        for name in kept:
            self.menu.addAction(name.replace("&", "&&"), partial(self._use, name))
        narrowed = not self._queue.filter.is_empty
        save = self.menu.addAction("Save these filters…", self._ask_name)
        save.setEnabled(narrowed)
        if kept:
            forget = self.menu.addMenu("Forget")
            for name in kept:
                forget.addAction(name.replace("&", "&&"), partial(self._forget, name))
        clear = self.menu.addAction("Clear all", self.clear)
        clear.setEnabled(narrowed or self._queue.order is not None)

    # What is chosen

    def _set(self, *_: bool, **fields: object) -> None:
        narrowed = self._queue.filter.model_copy(update=fields)
        title = "" if self._queue.title == "Skipped" else self._queue.title
        self.changed.emit(self._queue.model_copy(update={"filter": narrowed, "title": title}))

    def _sort(self, order: Order, _: bool = False) -> None:
        self.changed.emit(self._queue.model_copy(update={"order": order}))

    def _take_away(self, name: str) -> None:
        if name == "order":
            self.changed.emit(self._queue.model_copy(update={"order": None}))
        elif name.startswith("metadata."):
            kept = dict(self._queue.filter.metadata)
            kept.pop(name.removeprefix("metadata."), None)
            self._set(metadata=kept)
        else:
            taken: dict[str, object] = {name: None if name in TYPES else ""}
            self._set(**taken)

    def clear(self) -> None:
        """Take every filter and the order away."""
        update: dict[str, object] = {"filter": CaseFilter(), "order": None}
        if self._queue.title == "Skipped":
            update["title"] = ""
        self.changed.emit(self._queue.model_copy(update=update))

    def _ask_dates(self) -> None:
        chosen = self._queue.filter
        rows = [("From", chosen.since, "2026-06-01"), ("Until", chosen.until, "2026-06-30")]
        ask_lines(self._panel.window(), "Cases of these days", rows, self._take_dates)

    def _take_dates(self, dates: Sequence[str]) -> None:
        wrong = next((one for one in dates if one and not _DAY.fullmatch(one)), None)
        if wrong is not None:
            words = f"“{wrong}” is no date: write 2026-06-30, or 2026-06 for the whole month."
            self._context.message(words, kind="warning")
        else:
            self._set(since=dates[0], until=dates[1])

    def _ask_field(self) -> None:
        rows = [("Field", "", "customer_tier"), ("Value", "", "gold")]
        ask_lines(self._panel.window(), "Cases with this in their metadata", rows, self._take_field)

    def _take_field(self, found: Sequence[str]) -> None:
        if found[0]:
            self._set(metadata=self._queue.filter.metadata | {found[0]: found[1]})

    # Kept by name

    def _kept(self) -> dict[str, JsonValue]:
        kept = projects.settings(self._context.the_project()).get(SAVED)
        return dict(kept) if isinstance(kept, dict) else {}

    def _ask_name(self) -> None:
        ask_line(self._panel.window(), "Save these filters", "A name for them:", self._keep)

    def _keep(self, name: str) -> None:
        value: JsonValue = self._queue.filter.model_dump(mode="json")
        kept = self._kept()
        kept[name] = {"filter": value, "order": self._queue.order}
        self._write(kept)
        self._context.status(f"Saved the filters as {name}")

    def _forget(self, name: str) -> None:
        self._write({one: value for one, value in self._kept().items() if one != name})

    def _write(self, kept: dict[str, JsonValue]) -> None:
        project, who = self._context.the_project(), self._context.reviewer
        self._context.attempt(lambda: projects.set_setting(project, SAVED, kept or None, who))

    def _use(self, name: str) -> None:
        kept = self._kept().get(name)
        try:
            found = Queue.model_validate(kept)
        except ValueError:
            self._context.message(f"The saved filters “{name}” cannot be read.", kind="warning")
            return
        update = {"filter": found.filter, "order": found.order}
        self.changed.emit(self._queue.model_copy(update=update))
