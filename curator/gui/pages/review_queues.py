"""Which queues Review offers, what each shows and why, and what it says when it is empty."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from curator.gui.context import AppContext
from curator.gui.item_models.case_list import CaseListModel
from curator.gui.key_words import in_words
from curator.gui.pages.review_left import CountLeft
from curator.gui.widgets.case_list import CaseListPanel
from curator.gui.widgets.labels import plain_tip
from curator.gui.widgets.queue_offer import Offer
from curator.model.figures import Figures
from curator.model.pattern import Pattern
from curator.model.queue import CaseFilter, Queue
from curator.model.review import Mark
from curator.operations import reviewing
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from curator.gui.widgets.queue_popup import QueuePopup

SWEEP = "Drift sweep: "
"""How the titles of queues of earlier passes begin; their marks say so in the log."""
PATTERNS_OFFERED = 12
SKIPPED = CaseFilter(mark=Mark.SKIP)

OFFERS = (
    Offer(
        "random",
        "All cases, random order",
        "Drawn by lot: the failure rate follows from these marks alone.",
        Queue(),
    ),
    Offer(
        "unreviewed",
        "Not reviewed, random order",
        "The same order without the cases that are done.",
        Queue(kind="unreviewed"),
    ),
    Offer("failures", "Failures", "To look at them again, or tag them.", Queue(kind="failures")),
    Offer(
        "needs-ideal",
        "Failures without ideal answer",
        "The second pass: write the perfect answer. Drafts wait here too.",
        Queue(kind="needs-ideal"),
    ),
    Offer(
        "more-like-this",
        "More like this",
        "Nearest to the one in view, then to what you fail. Not in the failure rate.",
    ),
    Offer(
        "likely",
        "Most likely to fail",
        "Learned from the marks, again as they come. Not in the failure rate.",
    ),
    Offer(
        "disagreements",
        "Disagreements",
        "Cases that two reviewers marked differently: settle which is right.",
        Queue(kind="disagreements"),
    ),
    Offer(
        "second-opinion",
        "Second opinion",
        "Marked by others, not by you: measures whether people agree.",
        Queue(kind="second-opinion"),
    ),
    Offer(
        "sweep",
        "Drift sweep",
        "Passes nearest to the newest tag: were they judged by an older standard?",
    ),
    Offer("passes", "Passes", "To look at them again.", Queue(kind="passes")),
    Offer(
        "skipped",
        "Skipped",
        "Put off before: decide now.",
        Queue(kind="random", filter=SKIPPED, title="Skipped"),
    ),
    Offer("all", "All cases, as imported", "In the order of the files.", Queue(kind="all")),
)
TITLES = {offer.name: offer.title for offer in OFFERS}

EMPTY = {
    "unreviewed": ("Everything is reviewed", "Every case of this project has a mark."),
    "failures": ("No failures yet", "Cases you mark fail ({mark-fail}) come together here."),
    "passes": ("No passes yet", "Cases you mark pass ({mark-pass}) come together here."),
    "needs-ideal": (
        "No failure waits for an ideal answer",
        "Failures come here until their ideal answer is written.",
    ),
    "disagreements": (
        "No disagreements",
        "Cases that two reviewers marked differently come together here.",
    ),
    "second-opinion": (
        "Nothing waits for your opinion",
        "Cases that others marked and you did not come together here.",
    ),
    "pattern": ("No cases in this pattern", "Patterns hold failures that fail alike."),
    "cases": ("None of these cases is left", "They may have been taken out of the project."),
}

SKIPPED_WORDS = "Cases you skip ({mark-skip}) come together here."
IN_ORDER = ("failures", "passes", "needs-ideal", "cases", "pattern", "disagreements")
"""Queues of cases that may all have marks: gone through row by row."""


def goes_in_order(queue: Queue) -> bool:
    """Whether the next case is the next row, marked or not."""
    return queue.kind in IN_ORDER or queue.filter.mark is not None


def known_patterns(project: ProjectFile) -> tuple[Pattern, ...]:
    """The patterns as they stand; their stage is loaded when a person looks for them."""
    from curator.operations import patterns

    return patterns.current(project).patterns


def row_after(queue: Queue, model: CaseListModel, row: int, first_time: bool) -> int | None:
    """Where to go after a mark: after a first one to the next case without; None at the end."""
    by_mark = first_time and not goes_in_order(queue) and queue.kind != "second-opinion"
    following = model.next_unmarked(row) if by_mark else None
    if following is None:
        following = row + 1
    return following if following < len(model.keys) else None


def end_words(queue: Queue, waiting: int) -> tuple[str, str]:
    """What is said at the end of a queue, and what is offered: `waiting` ideal answers."""
    if queue.kind == "needs-ideal" or (queue.title and queue.kind != "pattern"):
        return "End of the queue.", "Back to all cases"
    if not waiting:
        return "End of the queue.", "Find the likeliest failures" if queue.kind == "random" else ""
    word = "failure has" if waiting == 1 else "failures have"
    return f"End of the queue. {waiting:,} {word} no ideal answer yet.", "Write ideal answers"


def _counts(project: ProjectFile, reviewer: str) -> dict[str, int]:
    """Cases left in the queues whose number is not among the figures."""
    wanted = {
        "needs-ideal": Queue(kind="needs-ideal"),
        "disagreements": Queue(kind="disagreements"),
        "second-opinion": Queue(kind="second-opinion", reviewer=reviewer),
    }
    return {name: len(reviewing.queue_keys(project, queue)) for name, queue in wanted.items()}


class QueueChooser(QObject):
    """The list of queues over the case list."""

    chosen = Signal(Queue)
    work_out = Signal(str)
    """A queue that is worked out first: "more-like-this", "likely" or "sweep"."""

    def __init__(self, context: AppContext, panel: CaseListPanel) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._queue = Queue()
        self._counted: dict[str, int] = {}
        self.figures = Figures()
        self._left = CountLeft(context, panel)
        panel.queue.clicked.connect(self.open)
        panel.keys_shown.connect(self.show_left)

    @cached_property
    def popup(self) -> QueuePopup:
        """The list that opens; built when it is first wanted."""
        from curator.gui.widgets.queue_popup import QueuePopup

        popup = QueuePopup(self._panel.queue)
        popup.chosen.connect(self._take)
        return popup

    def open(self) -> None:
        """Open the list; counts that need a look at the project come a moment later."""
        project = self._context.project
        if project is None:
            return
        self.popup.show_offers(self.offers())
        self.popup.open_under(self._panel.queue)
        self.popup.show_offers(self.offers())
        reviewer = self._context.reviewer

        def done(counted: dict[str, int]) -> None:
            self._counted = counted
            if self.popup.isVisible() and self._context.project is project:
                self.popup.show_offers(self.offers())

        self._context.background.run(
            "Counting", lambda _, __: _counts(project, reviewer), done, quiet=True
        )

    def offers(self) -> list[Offer]:
        """Every queue, then the patterns."""
        figures = self.figures
        left = figures.cases - figures.reviewed
        counts = self._counted | {
            "random": left,
            "unreviewed": left,
            "failures": figures.failed,
            "passes": figures.passed,
            "skipped": figures.skipped,
            "all": figures.cases,
        }
        made = [replace(one, count=counts.get(one.name)) for one in OFFERS]
        if self._context.project is not None:
            found = known_patterns(self._context.project)
            for pattern in found[:PATTERNS_OFFERED]:
                title = f"Pattern: {pattern.name}"
                queue = Queue(kind="pattern", pattern_id=pattern.id, title=title)
                why = "Failures that fail alike."
                made.append(Offer("pattern", title, why, queue, len(pattern.members)))
        return [replace(one, current=self._is_current(one)) for one in made]

    def _is_current(self, offer: Offer) -> bool:
        if offer.queue is None:
            return bool(self._queue.title) and self._queue.title.startswith(offer.title)
        same = ("kind", "pattern_id", "title")
        mine, theirs = self._queue, offer.queue
        return all(getattr(mine, name) == getattr(theirs, name) for name in same)

    def _take(self, offer: Offer) -> None:
        if offer.queue is None:
            self.work_out.emit(offer.name)
            return
        queue = offer.queue
        update: dict[str, object] = {
            "search": self._queue.search,
            "order": self._queue.order,
            "reviewer": self._context.reviewer,
        }
        if queue.filter.is_empty and self._queue.title != TITLES["skipped"]:
            update["filter"] = self._queue.filter
        self.chosen.emit(queue.model_copy(update=update))

    def show_queue(self, queue: Queue) -> None:
        """Show which queue is gone through."""
        self._queue = queue
        title = queue.title or TITLES.get(queue.kind, "Chosen cases")
        shown = title if len(title) <= 34 else f"{title[:33]}…"
        self._panel.queue.setText(shown.replace("&", "&&"))
        why = self._why(queue)
        self._panel.queue.setToolTip(plain_tip(f"{title}\n{why}".strip()))
        self._panel.queue.setAccessibleName(f"Queue: {title}")
        self._panel.queue.setAccessibleDescription(why)

    def _why(self, queue: Queue) -> str:
        """What the queue shows and why, in a sentence."""
        if queue.kind == "pattern":
            return "Failures that fail alike."
        by_title = [one for one in OFFERS if queue.title and queue.title.startswith(one.title)]
        of_kind = [one for one in OFFERS if one.name == queue.kind and not queue.title]
        return next((one.why for one in by_title + of_kind), "Cases that were chosen elsewhere.")

    def show_left(self) -> None:
        """Say how many cases of the queue are left."""
        self._left.show_queue(self._queue, self.figures)

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
        if queue.title == TITLES["skipped"]:
            text = in_words(self._context.settings, SKIPPED_WORDS)
            return "No skipped cases", text, "Show all cases"
        if not queue.filter.is_empty:
            return (
                "No case fits these filters",
                "All of them have to fit at once: take one away.",
                "Clear the filters",
            )
        title, text = EMPTY.get(queue.kind, ("No cases here", ""))
        return title, in_words(self._context.settings, text), "Show all cases"
