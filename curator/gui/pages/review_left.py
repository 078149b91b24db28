"""How many cases of the queue in front are left: the line over the case list."""

from __future__ import annotations

from PySide6.QtCore import QObject

from curator.gui.context import AppContext
from curator.gui.widgets.case_list import CaseListPanel
from curator.model.figures import Figures
from curator.model.queue import Queue
from curator.operations import queue_left

WAITS = {
    "needs-ideal": "still need an ideal answer",
    "disagreements": "are still disagreed on",
    "second-opinion": "still wait for your mark",
}
OF_SHORT = 10_000
"""Cases up to which there is room for how many of how many are left."""


class CountLeft(QObject):
    """Counts what waits in a thread, and rows from the one in view on at once."""

    def __init__(self, context: AppContext, panel: CaseListPanel) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._queue = Queue()
        self._keys = panel.model.keys
        self._running = self._again = False
        panel.current_changed.connect(self._moved)

    def show_queue(self, queue: Queue, figures: Figures) -> None:
        """Say what is left of a queue that is shown now, or in which marks were made."""
        self._queue = queue
        panel, total = self._panel, len(self._panel.model.keys)
        whole = queue.kind in queue_left.BY_MARK and queue.filter.is_empty
        if panel.counting or not total:
            panel.show_count()
        elif whole and not queue.search.strip() and figures.cases:
            self._say(figures.cases - figures.reviewed, total, whole=True)
        elif queue_left.is_counted(queue):
            if panel.model.keys is not self._keys:
                panel.show_count()
            self._count()
        else:
            self._moved(panel.row())
        self._keys = panel.model.keys

    def _moved(self, row: int) -> None:
        """Where one goes from row to row, what comes after the row in view is left."""
        panel = self._panel
        if panel.counting or queue_left.is_counted(self._queue) or row < 0:
            return
        total = len(panel.model.keys)
        after = total - row - 1
        comes = "1 comes" if after == 1 else f"{after:,} come"
        tip = f"Number {row + 1:,} of {_cases(total)}; {comes} after it"
        panel.show_count(f"{after + 1:,} left", tip)

    def _count(self) -> None:
        project = self._context.project
        if project is None:
            return
        if self._running:
            self._again = True
            return
        self._running, self._again = True, False
        queue, keys = self._queue, self._panel.model.keys

        def ended(left: int | None) -> None:
            self._running = False
            if self._again:
                self._count()
            elif left is not None and queue == self._queue and keys is self._panel.model.keys:
                self._say(left, len(keys), whole=False)

        self._context.background.run(
            "Counting what is left",
            lambda _, __: queue_left.left_of(project, queue, keys),
            ended,
            failed=lambda _: ended(None),
            quiet=True,
        )

    def _say(self, left: int, total: int, *, whole: bool) -> None:
        waits = WAITS.get(self._queue.kind, "have no mark yet")
        of_all = not whole and left < total < OF_SHORT
        words = f"{left:,} of {total:,} left" if of_all else f"{left:,} left"
        self._panel.show_count(words, f"{left:,} of {_cases(total)} {waits}")


def _cases(count: int) -> str:
    return f"{count:,} {'case' if count == 1 else 'cases'}"
