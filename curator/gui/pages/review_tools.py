"""What Review offers beside the case: queues that are worked out, filters, repeats, tags."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from curator.gui.ask import ask_line
from curator.gui.pages.review_code import AnswerColours, CodeColours
from curator.gui.pages.review_filters import FilterChooser
from curator.gui.pages.review_queues import SWEEP, end_words
from curator.gui.pages.review_repeats import Repeats
from curator.gui.pages.review_screen import ReviewScreen
from curator.gui.pages.review_severity import SeverityKeys
from curator.gui.pages.review_spelling import SpellingDesk
from curator.gui.pages.review_worked import WorkedQueues, follows_marks
from curator.model.changes import Changed
from curator.model.queue import Queue
from curator.operations import reviewing, suggestions

if TYPE_CHECKING:
    from curator.gui.widgets.progress_popover import ProgressPopover

LEARN_AFTER = 5
"""Acts after which a queue that follows from the marks is worked out again."""
FOR_ONESELF = ("unreviewed", "second-opinion")
"""Queues in which others' judgements stay hidden until one's own; in the other queues a
reviewer looks at, or goes on working with, what others wrote."""


class ReviewTools(QObject):
    """Owned by the page; knows it, so that the page stays about the case."""

    def __init__(self, page: ReviewScreen) -> None:
        super().__init__(page.list)
        self._page = page
        self.worked = WorkedQueues(page.context)
        self.worked.sorted_again.connect(self._keep_order)
        self._marks = 0
        self._order: list[int] = []
        self._remarks: dict[int, str] = {}
        self.repeats = Repeats(page)
        self.spelling = SpellingDesk(page.context, page.case.ideal)
        self.colours = CodeColours(page.context, page.case.input, page.case.output)
        self.answer_colours = AnswerColours(page.context, page.case.ideal)
        self.severity = SeverityKeys(page)
        self.filters = FilterChooser(page.context, page.list)
        self.filters.changed.connect(page.show_queue)
        for figure in page.progress.widgets():
            figure.setCursor(Qt.CursorShape.PointingHandCursor)
            figure.installEventFilter(self)
        page.list.search.begun.connect(self._prepare_search)
        page.case.find_bar.closed.connect(page.focus_case)
        page.acts.shown.connect(page.case.mark_searched)
        page.chooser.work_out.connect(self._work_out)
        page.acts.tag_born.connect(self._tag_born)
        page.case.suggested.only_wanted.connect(page.acts.accept_only)
        page.case.suggested.all_wanted.connect(self.open_suggestions)
        self.worked.ready.connect(self._show_worked)

    @cached_property
    def popover(self) -> ProgressPopover:
        """What a click on the figures opens; made for the first."""
        from curator.gui.widgets.progress_popover import ProgressPopover

        return ProgressPopover(self._page.list)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Action id -> what it does."""
        return {
            **self.severity.handlers(),
            "queue": self._open_queues,
            "blind-repeats": self.repeats.ask,
            "filter": self._open_filters,
            "find": self._open_find,
            "markdown": self._toggle_markdown,
            "manage-tags": self._open_tags,
            "suggestions": self.open_suggestions,
            "progress": self.open_progress,
            "go-to-case": self._ask_case,
            "more-like-this": lambda: self._work_out("more-like-this"),
        }

    # Queues

    def show_queue(self, queue: Queue) -> None:
        """Show what is known about the queue that is gone through now."""
        words = tuple(queue.search.split())
        self._page.list.model.searched = words
        self._page.case.set_searched(words)
        self._page.chooser.show_queue(queue)
        self.filters.show_queue(queue)
        self._marks, self._order = 0, []
        page = self._page
        page.acts.own_only = queue.kind in FOR_ONESELF
        # Where one's own opinion is asked for, the list does not give the others' away either.
        blind = queue.kind == "second-opinion"
        project = page.context.the_project()
        page.list.model.masked = set(reviewing.queue_keys(project, queue)) if blind else set()

    def _prepare_search(self) -> None:
        if self._page.context.project is not None:
            self._page.loader.prepare_search(self._page.queue)

    def project_opened(self) -> None:
        """Another project: other settings, a new count."""
        self.repeats.project_opened()
        self.severity.project_opened()

    def changed(self, change: Changed) -> None:
        """A deed was done: a case that one has marked oneself is shown as it is."""
        self.repeats.changed(change)
        self.severity.changed(change)
        page = self._page
        if change.cases and follows_marks(page.queue):
            self._marks += 1
            if self._marks >= LEARN_AFTER:
                self._marks = 0
                gone = list(page.list.model.keys[: page.list.row() + 1])
                self.worked.learn_again(page.queue, gone)
        masked = page.list.model.masked
        me, project = page.context.reviewer, page.context.the_project()
        for key in masked.intersection(change.cases):
            if any(one.reviewer == me for one in reviewing.marks_of_case(project, key)):
                masked.discard(key)

    def _keep_order(self, keys: list[int], remarks: dict[int, str]) -> None:
        self._order = keys if follows_marks(self._page.queue) else []
        self._remarks = remarks

    def sort_again(self, following: int) -> None:
        """What is nearest, or likeliest to fail, by now comes next, from the row `following` on."""
        if not self._order:
            return
        page, found, self._order = self._page, self._order, []
        gone = page.list.model.keys[:following]
        seen = set(gone)
        page.list.table.remarks |= self._remarks
        page.replace_keys(array("q", [*gone, *(key for key in found if key not in seen)]))

    def _open_filters(self) -> None:
        if self._page.list.isHidden():
            self._page.toggle_list()
        self.filters.open()

    def _ask_case(self) -> None:
        ask_line(self._page.window(), "Go to a case", "The case's id:", self.go_to_case)

    def go_to_case(self, public_id: str) -> None:
        """Show the case with this id, in this queue or among all cases."""
        page = self._page
        key = reviewing.key_of_id(page.context.the_project(), public_id)
        if key is None:
            page.context.message(f"There is no case with the id “{public_id}”.")
            return

        def go() -> None:
            row = page.list.model.row_of(key)
            if row is not None:
                page.list.go_to(row)
            page.focus_case()

        if page.list.model.row_of(key) is None:
            page.show_queue(Queue(), go)
        else:
            go()

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

    def show_emptiness(self, empty: bool, focused: QWidget | None) -> None:
        """Say why nothing is shown, in the case's place, or show cases again.

        `focused` was it before: what is hidden loses the focus, in the end to the rail.
        """
        page = self._page
        gone = page.case if empty else page.empty
        lost = focused is not None and (focused is page.list.table or gone.isAncestorOf(focused))
        page.case.setVisible(not empty)
        page.empty.setVisible(empty)
        if empty:
            page.empty.say(*page.chooser.emptiness(page.queue, page.progress.figures.cases))
        if lost:
            page.focus_case()

    def empty_action(self) -> None:
        """What the button of an empty queue does."""
        page = self._page
        if not page.progress.figures.cases:
            page.context.request_page("import")
        elif page.queue.search:
            page.list.search.clear()
        elif not page.queue.filter.is_empty:
            self.filters.clear()
        else:
            page.show_queue(Queue())

    # The case's text, progress, tags

    def _open_find(self) -> None:
        """Find in the case: what the list was searched for, until another word is typed."""
        bar, words = self._page.case.find_bar, self._page.list.model.searched
        bar.open_bar(words[0] if words else "")

    def _toggle_markdown(self) -> None:
        rendered = self._page.case.toggle_rendered()
        self._page.context.status("Markdown rendered" if rendered else "Text as logged")

    def open_progress(self) -> None:
        """Say where the review stands, in sentences."""
        progress = self._page.progress
        if self._page.context.project is not None:
            self.popover.show_figures(progress.figures)
            self.popover.open_under(progress.reviewed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a figure in the header opens them all."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.open_progress()
        return super().eventFilter(watched, event)

    def open_suggestions(self) -> None:
        """Everything the data suggests, to be accepted by origin or whole."""
        page = self._page
        page.acts.save()
        from curator.gui.widgets.suggestions_dialog import SuggestionsDialog

        dialog = SuggestionsDialog(page.window())
        project, who = page.context.the_project(), page.context.reviewer

        def accept(origin: str | None, kind: str) -> None:
            page.context.attempt(
                lambda: suggestions.accept(project, who, origin=origin, kind=kind or None)
            )
            dialog.show_waiting(suggestions.by_origin(project))

        dialog.accept_wanted.connect(accept)
        dialog.show_waiting(suggestions.by_origin(project))
        dialog.open()
        dialog.all.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_tags(self) -> None:
        page = self._page
        page.acts.save()
        from curator.gui.widgets.tag_manager import TagManager

        dialog = TagManager(page.window())
        project, who = page.context.the_project(), page.context.reviewer

        def rename(tag: str, name: str) -> None:
            page.context.attempt(lambda: reviewing.rename_tag(project, tag, name, who))
            dialog.show_tags(reviewing.tag_counts(project), name)

        dialog.renamed.connect(rename)
        dialog.show_tags(reviewing.tag_counts(project))
        dialog.open()
        dialog.name.setFocus(Qt.FocusReason.OtherFocusReason)
