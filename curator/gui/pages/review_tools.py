"""What Review offers beside the case: queues that are worked out, filters, repeats, tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from curator.gui.pages.review_queues import SWEEP, end_words
from curator.gui.pages.review_worked import WorkedQueues
from curator.model.queue import CaseFilter, Queue
from curator.operations import reviewing

if TYPE_CHECKING:
    from curator.gui.pages.review import ReviewPage


class ReviewTools(QObject):
    """Owned by the page; knows it, so that the page stays about the case."""

    def __init__(self, page: ReviewPage) -> None:
        super().__init__(page)
        self._page = page
        self.worked = WorkedQueues(page.context)
        page.chooser.work_out.connect(self._work_out)
        page.acts.tag_born.connect(self._tag_born)
        self.worked.ready.connect(self._show_worked)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Action id -> what it does."""
        return {
            "queue": self._open_queues,
            "more-like-this": lambda: self._work_out("more-like-this"),
        }

    # Queues

    def _open_queues(self) -> None:
        if self._page.list.isHidden():
            self._page.toggle_list()
        self._page.chooser.open()

    def _work_out(self, name: str) -> None:
        self.worked.work_out(name, self._page.current_case)

    def _tag_born(self, tag: str) -> None:
        self.worked.tag_is_new(tag, self._page.progress.figures.passed)

    def _show_worked(self, queue: Queue, remarks: dict[int, str]) -> None:
        self._page.acts.save()
        self._page.show_queue(queue)
        self._page.list.table.remarks = remarks
        self._page.list.table.viewport().update()
        self._page.focus_case()

    def mark_context(self) -> str:
        """Why a case is looked at again, for the log; "" for a first look."""
        title = self._page.queue.title
        return title[0].lower() + title[1:] if title.startswith(SWEEP) else ""

    def end_of_queue(self) -> None:
        """Say that it is the end, and what comes next."""
        page = self._page
        page.acts.save()
        needs = Queue(kind="needs-ideal")
        waiting = len(reviewing.queue_keys(page.context.the_project(), needs))
        words, action = end_words(page.queue, waiting)
        deeds: dict[str, Callable[[], None]] = {
            "Write ideal answers": lambda: page.show_queue(needs),
            "Back to all cases": lambda: page.show_queue(Queue()),
            "Find the likeliest failures": self.worked.likely,
        }
        page.context.message(words, action=action, on_action=deeds.get(action))

    def empty_action(self) -> None:
        """What the button of an empty queue does."""
        page = self._page
        if not page.progress.figures.cases:
            page.context.request_page("import")
        elif page.queue.search:
            page.list.search.clear()
        elif not page.queue.filter.is_empty:
            page.show_queue(page.queue.model_copy(update={"filter": CaseFilter(), "title": ""}))
        else:
            page.show_queue(Queue())
