"""Which queues Review offers, and what each says."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from curator.gui.context import AppContext
from curator.gui.item_models.case_list import CaseListModel
from curator.gui.widgets.case_list import CaseListPanel
from curator.gui.widgets.labels import plain_tip
from curator.model.queue import Queue
from curator.operations import patterns

TITLES = {
    "random": "All cases, random order",
    "unreviewed": "Not reviewed, random order",
    "failures": "Failures",
    "passes": "Passes",
    "needs-ideal": "Failures without ideal answer",
    "all": "All cases, as imported",
}

EMPTY = {
    "unreviewed": ("Everything is reviewed", "Every case of this project has a mark."),
    "failures": ("No failures yet", "Cases you mark fail (F) come together here."),
    "passes": ("No passes yet", "Cases you mark pass (P) come together here."),
    "needs-ideal": (
        "No failure waits for an ideal answer",
        "Failures come here until their ideal answer is written.",
    ),
    "pattern": ("No cases in this pattern", "Patterns hold failures that fail alike."),
    "cases": ("None of these cases is left", "They may have been taken out of the project."),
}


IN_ORDER = ("failures", "passes", "needs-ideal", "cases", "pattern")
"""Queues of cases that may all have marks: gone through row by row."""


def row_after(queue: Queue, model: CaseListModel, row: int, first_time: bool) -> int | None:
    """Where to go after a mark: after a first one to the next case without; None at the end."""
    following = model.next_unmarked(row) if first_time and queue.kind not in IN_ORDER else None
    if following is None:
        following = row + 1
    return following if following < len(model.keys) else None


def end_words(queue: Queue, waiting: int) -> tuple[str, str]:
    """What is said at the end of a queue, and what is offered: `waiting` ideal answers."""
    if not waiting or queue.kind == "needs-ideal":
        return "End of the queue.", ""
    word = "failure has" if waiting == 1 else "failures have"
    return f"End of the queue. {waiting:,} {word} no ideal answer yet.", "Write ideal answers"


class QueueChooser(QObject):
    """The menu of queues over the case list."""

    chosen = Signal(Queue)

    def __init__(self, context: AppContext, panel: CaseListPanel) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._queue = Queue()
        panel.queue_menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        menu = self._panel.queue_menu
        menu.clear()
        for kind, title in TITLES.items():
            self._add(title, Queue(kind=kind))  # pyright: ignore[reportArgumentType]
        if self._context.project is None:
            return
        found = patterns.current(self._context.project)
        if found.patterns:
            menu.addSeparator()
        for pattern in found.patterns[:12]:
            title = f"Pattern: {pattern.name}"
            queue = Queue(kind="pattern", pattern_id=pattern.id, title=title)
            self._add(f"{title} ({len(pattern.members)})", queue)

    def _add(self, title: str, queue: Queue) -> None:
        action = self._panel.queue_menu.addAction(title.replace("&", "&&"))
        action.setCheckable(True)
        same = (queue.kind, queue.pattern_id) == (self._queue.kind, self._queue.pattern_id)
        action.setChecked(same)
        action.triggered.connect(lambda: self.chosen.emit(self._with_search(queue)))

    def _with_search(self, queue: Queue) -> Queue:
        return queue.model_copy(update={"search": self._queue.search})

    def show_queue(self, queue: Queue) -> None:
        """Show which queue is gone through."""
        self._queue = queue
        title = queue.title or TITLES.get(queue.kind, "Chosen cases")
        shown = title if len(title) <= 34 else f"{title[:33]}…"
        self._panel.queue.setText(shown.replace("&", "&&"))
        self._panel.queue.setToolTip(plain_tip(title) if shown != title else "")
        self._panel.queue.setAccessibleName(f"Queue: {title}")

    def emptiness(self, queue: Queue, cases: int) -> tuple[str, str, str]:
        """What an empty queue says: title, text, button."""
        if not cases:
            return (
                "No cases yet",
                "A file of logged inputs and outputs brings them.",
                "Import a file",
            )
        if queue.search.strip():
            return (
                f"Nothing found for “{queue.search.strip()}”",
                "Search looks in input, output, note, ideal answer and tags for all words.",
                "Clear the search",
            )
        title, text = EMPTY.get(queue.kind, ("No cases here", ""))
        return title, text, "Show all cases"
