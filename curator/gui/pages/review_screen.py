"""What the parts of the review page may know of it: enough to show cases and go on."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from curator.gui.context import AppContext
from curator.gui.pages.review_acts import CaseActs
from curator.gui.pages.review_ideal import IdealDesk
from curator.gui.pages.review_loading import QueueLoader
from curator.gui.pages.review_queues import QueueChooser
from curator.gui.widgets.case_list import CaseListPanel
from curator.gui.widgets.case_view import CaseView
from curator.gui.widgets.controls import EmptyState
from curator.gui.widgets.progress_header import ProgressHeader
from curator.model.case import Case
from curator.model.queue import Queue
from curator.model.review import Mark


class ReviewScreen(Protocol):
    """The review page as its tools, repeats and handlers see it."""

    context: AppContext
    queue: Queue
    list: CaseListPanel
    case: CaseView
    acts: CaseActs
    desk: IdealDesk
    loader: QueueLoader
    chooser: QueueChooser
    empty: EmptyState
    progress: ProgressHeader

    @property
    def current_case(self) -> Case | None:
        """The case that is shown."""
        ...

    def window(self) -> QWidget:
        """The window round it."""
        ...

    def show_queue(self, queue: Queue, then: Callable[[], None] | None = None) -> None:
        """Go through another queue."""
        ...

    def replace_keys(self, keys: array[int]) -> None:
        """The same queue in another order."""
        ...

    def mark(self, mark: Mark) -> None:
        """Mark the case, or all selected ones."""
        ...

    def step(self, step: int) -> None:
        """Rows down (or up) from the current one."""
        ...

    def save_and_next(self) -> None:
        """Keep what is typed and go on."""
        ...

    def focus_case(self) -> None:
        """Letters act again."""
        ...

    def focus_search(self) -> None:
        """The search line takes the focus."""
        ...

    def toggle_list(self) -> None:
        """Show or hide the case list."""
        ...

    def toggle_focus(self) -> None:
        """Focused review, or everything."""
        ...

    def toggle_auto_advance(self) -> None:
        """Go on after a mark, or stay."""
        ...

    def show_cases(self, keys: Sequence[int], title: str) -> None:
        """A queue of chosen cases."""
        ...
