"""Review: one case fills the screen, one key marks it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from curator.gui.context import AppContext
from curator.gui.page import KeyHint, Page
from curator.gui.pages.review_acts import CaseActs
from curator.gui.pages.review_ahead import LookAhead
from curator.gui.pages.review_caps import show_keys
from curator.gui.pages.review_handlers import can_do, handlers_of
from curator.gui.pages.review_ideal import IdealDesk
from curator.gui.pages.review_keys import CASE_KEYS, EDITOR_KEYS, NOTE_KEYS, SEVERITY_KEYS
from curator.gui.pages.review_loading import CaseRows, LoadedQueue, QueueLoader
from curator.gui.pages.review_queues import QueueChooser, row_after
from curator.gui.pages.review_tools import ReviewTools
from curator.gui.theme import theme
from curator.gui.widgets.case_list import CaseListPanel
from curator.gui.widgets.case_view import CaseView
from curator.gui.widgets.controls import EmptyState, button
from curator.gui.widgets.progress_header import ProgressHeader
from curator.gui.widgets.reviewer_row import ReviewerRow
from curator.gui.widgets.splitter import Splitter
from curator.model.case import Case
from curator.model.changes import Changed
from curator.model.figures import Figures
from curator.model.queue import Queue
from curator.model.review import Mark

LIST_WIDTH = 296
LIST_HIDDEN_BELOW = 1200


class ReviewPage(Page):
    """Lists a queue, shows a case, turns keys into acts. Every act is saved as it happens."""

    name = "review"
    title = "Review"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.queue = self._wanted = Queue()
        self._list_wanted = True
        self._wide: bool | None = None
        self._strip: Sequence[KeyHint] = CASE_KEYS
        self._writing_pass = self._going_on = False
        rows = CaseRows(context)
        self.list = CaseListPanel(rows.fetch, rows.locate)
        self.case = CaseView(context.settings)
        self.acts = CaseActs(context, self.case)
        self.desk = IdealDesk(context, self.case, self.acts)
        self.loader = QueueLoader(context)
        self.chooser = QueueChooser(context, self.list)
        self.progress = ProgressHeader(context)
        self.reviewer_row = ReviewerRow(context)
        self.empty = EmptyState("", "", late=True)
        self.focus_button = button("Focus", "focus-review", kind="quiet", icon="expand")
        self.panes = Splitter("review-list", Qt.Orientation.Horizontal, context.settings)
        self.tools = ReviewTools(self)
        self.ahead = LookAhead(context, self.list, self.acts)
        self._assemble()
        self._wire()

    def _assemble(self) -> None:
        self.panes.addWidget(self.list)
        self.panes.addWidget(self.case)
        self.panes.addWidget(self.empty)
        self.panes.setStretchFactor(1, 1)
        self.panes.setStretchFactor(2, 1)
        self.list.setMinimumWidth(theme().px(220))
        self.panes.start([theme().px(LIST_WIDTH), theme().px(1064), theme().px(1064)])
        self.empty.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.reviewer_row)
        column.addWidget(self.panes, 1)

    def _wire(self) -> None:
        case, ideal, note_tags = self.case, self.case.ideal, self.case.note_tags
        self.list.current_changed.connect(self._show_row)
        self.list.search_changed.connect(self._search)
        self.list.hide_wanted.connect(self.toggle_list)
        self.list.left.connect(self.focus_case)
        self.chooser.chosen.connect(self.show_queue)
        case.mark_chosen.connect(lambda mark: self.mark(Mark(mark)))
        case.accept_wanted.connect(self.acts.accept)
        case.list_wanted.connect(self.toggle_list)
        case.focus_left.connect(self.toggle_focus)
        note_tags.note_left.connect(self.acts.save_note)
        note_tags.note_entered.connect(self._after_note)
        note_tags.tags_changed.connect(self.acts.save_tags)
        note_tags.tags_entered.connect(self._after_note)
        note_tags.escaped.connect(self.focus_case)
        ideal.open_wanted.connect(self.acts.write_ideal)
        ideal.left.connect(self.acts.save_ideal)
        ideal.escaped.connect(self.focus_case)
        ideal.state_chosen.connect(self.acts.choose_state)
        self.focus_button.clicked.connect(self.toggle_focus)
        self.progress.figures_changed.connect(self._figures_changed)
        self.reviewer_row.given.connect(self.focus_case)
        self.context.taken_back.connect(self._show_taken_back)
        self.empty.acted.connect(self.tools.empty_action)
        self.context.keys_changed.connect(lambda: show_keys(self))
        show_keys(self)

    @property
    def current_case(self) -> Case | None:
        """The case that is shown."""
        return self.acts.case

    # Hooks of the window

    def header_widgets(self) -> list[QWidget]:
        return self.progress.widgets()

    def header_right(self) -> list[QWidget]:
        return [self.focus_button]

    def key_strip(self) -> list[KeyHint]:
        return list(self._strip)

    def rail_count(self) -> str:
        left = self.progress.figures.cases - self.progress.figures.reviewed
        return f"{left:,} left" if self.progress.figures.cases else ""

    def focus_areas(self) -> list[QWidget]:
        return [self.list.table, *self.case.focus_areas()]

    def focus_order(self) -> list[QWidget]:
        return [self.list, *self.case.focus_order()]

    def handlers(self) -> dict[str, Callable[[], None]]:
        return handlers_of(self, self.tools)

    def action_enabled(self, action: str) -> bool:
        return can_do(self, action)

    def note_place(self) -> tuple[int, int]:
        # Over the input's foot, which is seldom full.
        edge = theme().px(16)
        return self.case.x() + edge, max(theme().px(300), self.case.input.width() - 2 * edge)

    def project_opened(self) -> None:
        self.acts.forget()
        self.loader.forget()
        self.tools.project_opened()
        self.list.search.blockSignals(True)
        self.list.search.clear()
        self.list.search.blockSignals(False)
        self.reviewer_row.refresh()
        self.progress.refresh_now()
        if self.context.project is not None:
            self.show_queue(Queue())

    def changed(self, change: Changed) -> None:
        if self.context.project is None:
            return
        self.loader.forget(change)
        self.tools.changed(change)
        if change.imported:
            self.show_queue(self._wanted)
        if change.tags:
            self.acts.refresh_tags()
        if change.cases:
            self.list.model.refresh(change.cases)
            shown = self.acts.case
            if shown is not None and shown.key in change.cases and not self._going_on:
                self.acts.refresh()
        self.progress.refresh_soon()

    def activated(self) -> None:
        self.progress.refresh_soon()
        self._follow_width()
        self.focus_case()

    def leaving(self) -> None:
        self.acts.save()

    # Queues

    def show_queue(self, queue: Queue, then: Callable[[], None] | None = None) -> None:
        """Go through a queue, a large one from the background; `then` when all of it is shown."""
        self._wanted = queue

        def show(loaded: LoadedQueue) -> None:
            self._show_loaded(loaded)
            if then is not None:
                then()

        self.loader.load(queue, show, in_parts=then is None)

    def _show_loaded(self, loaded: LoadedQueue) -> None:
        queue = loaded.queue
        if loaded.part == "rest":
            self.list.add_keys(loaded.keys)
            return
        self.acts.save()
        self.acts.forget()
        self.queue = queue
        self.tools.show_queue(queue)
        self.list.table.remarks = {}
        self._writing_pass = queue.kind == "needs-ideal"
        focused = QApplication.focusWidget()
        self.list.show_keys(loaded.keys, None, counting=loaded.part == "finds")
        self.acts.refresh_tags()
        self.tools.show_emptiness(not loaded.keys, focused)
        if loaded.start is not None:
            self.list.go_to(loaded.start)

    def replace_keys(self, keys: array[int]) -> None:
        """The same queue in another order; no case is shown until one is gone to."""
        self.queue = self._wanted = self.queue.model_copy(update={"keys": tuple(keys)})
        self.list.show_keys(keys, None)

    def show_cases(self, keys: Sequence[int], title: str) -> None:
        """A queue of chosen cases."""
        self.show_queue(Queue(kind="cases", keys=tuple(keys), title=title))
        self.focus_case()

    def _search(self, text: str) -> None:
        if self.context.project is not None:
            self.show_queue(self._wanted.model_copy(update={"search": text}))

    # The case

    def _show_row(self, row: int) -> None:
        keys = self.list.model.keys
        self.acts.show(keys[row] if 0 <= row < len(keys) else None)

    def _show_taken_back(self, change: Changed) -> None:
        if change.cases and self.acts.case is not None and self.acts.case.key not in change.cases:
            row = self.list.model.row_of(change.cases[0])
            if row is not None:
                self.list.go_to(row)
        self.focus_case()

    # Acts

    def mark(self, mark: Mark) -> None:
        """Mark the case, or all selected ones; then on to the note or the next case."""
        if self.acts.case is None:
            return
        if self.tools.repeats.active:
            self.tools.repeats.mark(mark)
            return
        self.acts.save()
        first_time = self.acts.review is None or self.acts.review.mark is None
        selected = self.list.selected_keys() if not self.list.isHidden() else []
        keys = selected if len(selected) > 1 else [self.acts.case.key]
        # A case that is left at once need not be read again: the next one is shown.
        self._going_on = self.auto_advance and len(keys) == 1 and mark is not Mark.FAIL
        done = self.acts.mark(keys, mark, self.tools.mark_context())
        self._going_on = False
        if not done:
            return
        if first_time and len(keys) == 1:
            self.tools.repeats.count()
        if len(keys) > 1:
            self.context.status(f"Marked {len(keys)} cases {mark.value}")
        elif mark is Mark.FAIL:
            self.case.focus_note()
        elif self.auto_advance:
            self.advance(first_time)

    # Moving

    @property
    def auto_advance(self) -> bool:
        return self.context.settings.value("autoAdvance", "true") in (True, "true")

    def toggle_auto_advance(self) -> None:
        on = not self.auto_advance
        self.context.settings.setValue("autoAdvance", "true" if on else "false")
        self.context.status("Going on after a mark" if on else "Staying after a mark")

    def _after_note(self) -> None:
        if self.tools.repeats.active:
            self.tools.repeats.go_on()
        elif self.auto_advance:
            self.advance(first_time=True)
        else:
            self.focus_case()

    def save_and_next(self) -> None:
        if self.tools.repeats.active:
            self.tools.repeats.go_on()
            return
        writing = self.case.ideal.editor.hasFocus()
        self.acts.save(as_it_is=writing)
        self.advance(first_time=not writing)
        if writing and self._writing_pass and self.acts.case is not None:
            self.acts.write_ideal()

    def advance(self, first_time: bool) -> None:
        """To the next case: after a first mark to the next without one."""
        following = row_after(self.queue, self.list.model, self.list.row(), first_time)
        if following is not None and self.tools.repeats.interpose(following):
            return
        if following is not None:
            self.tools.sort_again(following)
            following = min(following, len(self.list.model.keys) - 1)
        if following is not None:
            self.list.go_to(following)
        self.focus_case()
        if following is None:
            self.acts.refresh()
            self.tools.end_of_queue()

    def step(self, step: int) -> None:
        row = self.list.row() + step
        if 0 <= row < len(self.list.model.keys):
            self.list.go_to(row)

    def focus_case(self) -> None:
        """Letters act again."""
        target: QWidget = self.list.table
        if self.list.isHidden() or self.list.table.isHidden():
            target = self.case.input if not self.case.isHidden() else self.empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_strip(CASE_KEYS)

    # Looks

    def focus_search(self) -> None:
        if self.list.isHidden():
            self.toggle_list()
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    def toggle_list(self) -> None:
        self._list_wanted = self.list.isHidden()
        self._show_list(self._list_wanted)
        self.focus_case()

    def _show_list(self, shown: bool) -> None:
        focused = self.focusWidget()
        in_list = focused is not None and self.list.isAncestorOf(focused)
        self.list.setVisible(shown)
        if in_list and not shown:
            self.focus_case()
        self.case.show_list.setVisible(not shown and not self.case.focused_review)

    def toggle_focus(self) -> None:
        on = not self.case.focused_review
        self.shows_rail = self.shows_header = self.shows_menu = not on
        self._show_list(not on and self._list_wanted)
        self.case.set_focused_review(on)
        self.case.show_list.setVisible(not on and not self._list_wanted)
        self.chrome_changed.emit()
        self.focus_case()

    def _show_strip(self, hints: Sequence[KeyHint]) -> None:
        if hints is not self._strip:
            self._strip = hints
            self.key_strip_changed.emit()

    def focus_moved(self, now: QWidget | None) -> None:
        """The focus went to another widget: show the keys that act there."""
        if now is self.case.ideal.editor:
            self._show_strip(EDITOR_KEYS)
        elif self.case.note_tags.typing():
            self._show_strip(SEVERITY_KEYS if self.tools.severity.on else NOTE_KEYS)
        elif now is not None and self.isAncestorOf(now):
            self._show_strip(CASE_KEYS)

    def _figures_changed(self, figures: Figures) -> None:
        self.chooser.figures = figures
        self.chooser.show_left()
        self.header_changed.emit()
        self.rail_changed.emit()

    def _follow_width(self) -> None:
        window = self.window().width()
        if not self.case.focused_review:
            self._show_list(self._list_wanted and window >= theme().px(LIST_HIDDEN_BELOW))
        if self.list.row() >= 0:
            QTimer.singleShot(0, self.list, self.list.show_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.window().width() >= theme().px(LIST_HIDDEN_BELOW)
        if wide != self._wide:
            self._wide = wide
            self._follow_width()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(300))
