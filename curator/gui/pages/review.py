"""Review: one case fills the screen, one key marks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.gui.context import AppContext
from curator.gui.page import KeyHint, Page
from curator.gui.pages.review_queues import QueueChooser
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
from curator.model.queue import CaseLine, Queue
from curator.model.review import Mark, Review
from curator.operations import reviewing

LIST_WIDTH = 296
LIST_HIDDEN_BELOW = 1200

CASE_KEYS = (
    KeyHint(("F",), "Fail", "mark-fail"),
    KeyHint(("P",), "Pass", "mark-pass"),
    KeyHint(("S",), "Skip", "mark-skip"),
    KeyHint(("N",), "Note", "note", group=True),
    KeyHint(("T",), "Tags", "tags"),
    KeyHint(("E",), "Ideal answer", "ideal"),
    KeyHint(("Z",), "Undo", "undo-case", group=True),
    KeyHint(("J", "K"), "Next, previous", "next-case"),
    KeyHint(("/",), "Search", "search", group=True),
    KeyHint(("Ctrl K",), "Commands", "commands"),
)
NOTE_KEYS = (
    KeyHint(("Enter",), "Save and next", "save-next"),
    KeyHint(("Alt 1–9",), "Tag"),
    KeyHint(("Tab",), "Tags", "tags"),
    KeyHint(("Ctrl E",), "Ideal answer", "ideal"),
    KeyHint(("Esc",), "Back to the case", "leave-field"),
    KeyHint(("Ctrl K",), "Commands", "commands", group=True),
)
EDITOR_KEYS = (
    KeyHint(("Ctrl Enter",), "Save and next", "save-next"),
    KeyHint(("Esc",), "Leave the editor", "leave-field"),
    KeyHint(("Ctrl D",), "Show or hide changes", "toggle-changes", group=True),
    KeyHint(("Alt ↓",), "Next change", "next-change"),
    KeyHint(("Ctrl R",), "Start from output", "from-output"),
    KeyHint(("Ctrl K",), "Commands", "commands", group=True),
)


class ReviewPage(Page):
    """Lists a queue, shows a case, turns keys into acts. Every act is saved as it happens."""

    name = "review"
    title = "Review"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.queue = Queue()
        self._case: Case | None = None
        self._review: Review | None = None
        self._known_tags: list[str] = []
        self._list_wanted = True
        self._wide: bool | None = None
        self._strip: Sequence[KeyHint] = CASE_KEYS
        self._writing_pass = False
        self.list = CaseListPanel(self._fetch)
        self.case = CaseView(context.settings)
        self.chooser = QueueChooser(context, self.list)
        self.progress = ProgressHeader(context)
        self.reviewer_row = ReviewerRow(context)
        self.empty = EmptyState("", "")
        self.focus_button = button("Focus", "focus-review", kind="quiet", icon="expand")
        self.panes = Splitter("review-list", Qt.Orientation.Horizontal, context.settings)
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
        self.list.hide_wanted.connect(self._toggle_list)
        self.list.left.connect(self.focus_case)
        self.chooser.chosen.connect(self.show_queue)
        case.mark_chosen.connect(lambda mark: self.mark(Mark(mark)))
        case.accept_wanted.connect(self._accept)
        case.list_wanted.connect(self._toggle_list)
        case.focus_left.connect(self._toggle_focus)
        note_tags.note_left.connect(self._save_note)
        note_tags.note_entered.connect(self._after_note)
        note_tags.tags_changed.connect(self._save_tags)
        note_tags.tags_entered.connect(self._after_note)
        note_tags.escaped.connect(self.focus_case)
        ideal.open_wanted.connect(self._write_ideal)
        ideal.left.connect(self._save_ideal)
        ideal.escaped.connect(self.focus_case)
        ideal.from_output_wanted.connect(self._start_from_output)
        self.focus_button.clicked.connect(self._toggle_focus)
        self.progress.figures_changed.connect(self._figures_changed)
        self.reviewer_row.given.connect(self.focus_case)
        self.context.taken_back.connect(self._show_taken_back)
        self.empty.button.clicked.connect(self._empty_action)

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
        case = self.case
        areas: list[QWidget] = [self.list.table, case.input, case.output, case.note_tags.note]
        return [*areas, case.ideal.editor]

    def handlers(self) -> dict[str, Callable[[], None]]:
        ideal = self.case.ideal
        tags = {
            f"tag-{place}": partial(self.case.note_tags.toggle_place, place)
            for place in range(1, 10)
        }
        return {
            **tags,
            "mark-fail": lambda: self.mark(Mark.FAIL),
            "mark-pass": lambda: self.mark(Mark.PASS),
            "mark-skip": lambda: self.mark(Mark.SKIP),
            "note": self.case.note_tags.focus_note,
            "tags": self.case.note_tags.focus_tags,
            "ideal": self._write_ideal,
            "leave-field": self.focus_case,
            "next-case": lambda: self._step(1),
            "previous-case": lambda: self._step(-1),
            "undo-case": lambda: self.context.action_requested.emit("undo"),
            "search": self._focus_search,
            "toggle-list": self._toggle_list,
            "focus": self._toggle_focus,
            "save-next": self._save_and_next,
            "toggle-changes": self._toggle_changes,
            "next-change": lambda: ideal.step(1),
            "previous-change": lambda: ideal.step(-1),
            "from-output": self._start_from_output,
            "accept": self._accept,
            "auto-advance": self._toggle_auto_advance,
        }

    def action_enabled(self, action: str) -> bool:
        if action in ("search", "toggle-list", "auto-advance"):
            return True
        if action in ("next-change", "previous-change", "toggle-changes", "from-output"):
            return self.case.ideal.is_open
        if action == "accept":
            return not self.case.suggested.isHidden()
        return self._case is not None

    def note_place(self) -> tuple[int, int]:
        # Over the input's foot, which is seldom full.
        edge = theme().px(16)
        return self.case.x() + edge, max(theme().px(300), self.case.input.width() - 2 * edge)

    def project_opened(self) -> None:
        self._case = self._review = None
        self._known_tags = []
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
        if change.imported:
            self.show_queue(self.queue)
        if change.cases:
            self.list.model.refresh(change.cases)
            self._refresh_tags()
            if self._case is not None and self._case.key in change.cases:
                self._refresh_review()
        self.progress.refresh_soon()

    def activated(self) -> None:
        self.progress.refresh_now()
        self._follow_width()
        self.focus_case()

    def leaving(self) -> None:
        self._save_all()

    # Queues

    def _fetch(self, keys: Sequence[int]) -> list[CaseLine]:
        return reviewing.lines(self.context.the_project(), keys)

    def show_queue(self, queue: Queue) -> None:
        """Go through another queue: the random one from its first case without a mark."""
        self._save_all()
        self._case = None
        self.queue = queue
        keys = reviewing.queue_keys(self.context.the_project(), queue)
        self.chooser.show_queue(queue)
        self._writing_pass = queue.kind == "needs-ideal"
        start: int | None = 0 if keys else None
        self.list.show_keys(keys, None)
        if keys and queue.kind in ("random", "all", "unreviewed"):
            start = self.list.model.next_unmarked(-1) or 0
        self._refresh_tags()
        self._show_emptiness(not keys)
        if start is not None:
            self.list.go_to(start)

    def show_cases(self, keys: Sequence[int], title: str) -> None:
        """A queue of chosen cases."""
        self.show_queue(Queue(kind="cases", keys=tuple(keys), title=title))
        self.focus_case()

    def _search(self, text: str) -> None:
        if text != self.queue.search and self.context.project is not None:
            self.show_queue(self.queue.model_copy(update={"search": text}))

    def _show_emptiness(self, empty: bool) -> None:
        self.case.setVisible(not empty)
        self.empty.setVisible(empty)
        if empty:
            self.empty.say(*self.chooser.emptiness(self.queue, self.progress.figures.cases))

    def _empty_action(self) -> None:
        if not self.progress.figures.cases:
            self.context.request_page("import")
        elif self.queue.search:
            self.list.search.clear()
        else:
            self.show_queue(Queue())

    # The case

    def _show_row(self, row: int) -> None:
        keys = self.list.model.keys
        key = keys[row] if 0 <= row < len(keys) else None
        if self._case is not None and key == self._case.key:
            return
        self._save_all()
        if key is None:
            self._case = self._review = None
            return
        project = self.context.the_project()
        self._case = reviewing.case(project, key)
        self._review = reviewing.review(project, key)
        self.case.show_case(self._case, self._review, reviewing.suggestions_of(project, key))
        self._show_review()
        self.case.arrange()

    def _refresh_review(self) -> None:
        if self._case is None:
            return
        project = self.context.the_project()
        self._review = reviewing.review(project, self._case.key)
        self.case.show_mark(self._review.mark)
        self.case.show_suggestions(reviewing.suggestions_of(project, self._case.key))
        self._show_review()
        self.case.arrange()

    def _show_review(self) -> None:
        if self._case is None or self._review is None:
            return
        review = self._review
        self.case.note_tags.show_review(review.note, review.tags, self._known_tags)
        ideal = self.case.ideal
        # An answer that is being written stays: its deed comes when the editor is left.
        if not (ideal.editor.hasFocus() and review.ideal is None and ideal.is_open):
            ideal.show_answer(self._case.answered, review.ideal, _saved_words(review))

    def _refresh_tags(self) -> None:
        self._known_tags = [tag for tag, _ in reviewing.tag_counts(self.context.the_project())]

    def _show_taken_back(self, change: Changed) -> None:
        if change.cases and self._case is not None and self._case.key not in change.cases:
            row = self.list.model.row_of(change.cases[0])
            if row is not None:
                self.list.go_to(row)
        self.focus_case()

    # Acts

    def mark(self, mark: Mark) -> None:
        """Mark the case, or all selected ones; then on to the note or the next case."""
        if self._case is None:
            return
        self._save_all()
        first_time = self._review is None or self._review.mark is None
        selected = self.list.selected_keys() if not self.list.isHidden() else []
        keys = selected if len(selected) > 1 else [self._case.key]
        project, reviewer = self.context.the_project(), self.context.reviewer
        if not self.context.attempt(lambda: reviewing.mark_cases(project, keys, mark, reviewer)):
            return
        if len(keys) > 1:
            self.context.status(f"Marked {len(keys)} cases {mark.value}")
        elif mark is Mark.FAIL:
            self.case.note_tags.focus_note()
        elif self._auto_advance:
            self._advance(first_time)

    def _save_note(self, note: str) -> None:
        if self._case is None or self._review is None or note.strip() == self._review.note:
            return
        project, key, reviewer = self.context.the_project(), self._case.key, self.context.reviewer
        self.context.attempt(lambda: reviewing.write_note(project, key, note, reviewer))

    def _save_tags(self, tags: list[str]) -> None:
        if self._case is None:
            return
        project, key, reviewer = self.context.the_project(), self._case.key, self.context.reviewer
        self.context.attempt(lambda: reviewing.set_tags(project, key, tags, reviewer))

    def _save_ideal(self) -> None:
        ideal = self.case.ideal
        if self._case is None or self._review is None or not ideal.is_open:
            return
        text = ideal.text().strip("\n")
        kept = self._review.ideal
        if not text.strip():
            new = None
        elif kept is None and text == self._case.answered.strip("\n"):
            return  # only the prefill: nobody wrote an answer
        else:
            new = text
        if new == kept:
            return
        project, key, reviewer = self.context.the_project(), self._case.key, self.context.reviewer
        self.context.attempt(lambda: reviewing.write_ideal(project, key, new, reviewer))

    def _save_all(self) -> None:
        if self._case is not None and self.context.project is not None:
            self._save_note(self.case.note_tags.note.text())
            self._save_ideal()

    def _accept(self) -> None:
        if self._case is None:
            return
        project, key, reviewer = self.context.the_project(), self._case.key, self.context.reviewer
        self.context.attempt(lambda: reviewing.accept_suggestions(project, [key], reviewer))

    # Moving

    @property
    def _auto_advance(self) -> bool:
        return self.context.settings.value("autoAdvance", "true") in (True, "true")

    def _toggle_auto_advance(self) -> None:
        on = not self._auto_advance
        self.context.settings.setValue("autoAdvance", "true" if on else "false")
        self.context.status("Going on after a mark" if on else "Staying after a mark")

    def _after_note(self) -> None:
        if self._auto_advance:
            self._advance(first_time=True)
        else:
            self.focus_case()

    def _save_and_next(self) -> None:
        writing = self.case.ideal.editor.hasFocus()
        self._save_all()
        self._advance(first_time=not writing)
        if writing and self._writing_pass and self._case is not None:
            self._write_ideal()

    def _advance(self, first_time: bool) -> None:
        """To the next case: after a first mark to the next without one."""
        row = self.list.row()
        following = self.list.model.next_unmarked(row) if first_time else None
        if following is None or self.queue.kind in ("failures", "needs-ideal", "cases", "pattern"):
            following = row + 1
        if following < len(self.list.model.keys):
            self.list.go_to(following)
            self.focus_case()
        else:
            self.focus_case()
            self._end_of_queue()

    def _end_of_queue(self) -> None:
        self._save_all()
        needs = Queue(kind="needs-ideal")
        waiting = len(reviewing.queue_keys(self.context.the_project(), needs))
        if waiting and self.queue.kind != "needs-ideal":
            word = "failure has" if waiting == 1 else "failures have"
            self.context.message(
                f"End of the queue. {waiting:,} {word} no ideal answer yet.",
                action="Write ideal answers",
                on_action=lambda: self.show_queue(needs),
            )
        else:
            self.context.message("End of the queue.")

    def _step(self, step: int) -> None:
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

    # Writing and looks

    def _write_ideal(self) -> None:
        if self._case is None:
            return
        ideal = self.case.ideal
        self.case.open_ideal_tab()
        if not ideal.is_open:
            ideal.prefill(self._case.answered)
        self.case.arrange()
        ideal.focus_editor()

    def _start_from_output(self) -> None:
        if self._case is not None:
            self.case.ideal.editor.selectAll()
            self.case.ideal.editor.insertPlainText(self._case.answered)
            self.case.ideal.focus_editor()

    def _toggle_changes(self) -> None:
        ideal = self.case.ideal
        if ideal.side_by_side or not ideal.is_open:
            return
        ideal.show_view("write" if ideal.view == "changes" else "changes")

    def _focus_search(self) -> None:
        if self.list.isHidden():
            self._toggle_list()
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    def _toggle_list(self) -> None:
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

    def _toggle_focus(self) -> None:
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
            self._show_strip(NOTE_KEYS)
        elif now is not None and self.isAncestorOf(now):
            self._show_strip(CASE_KEYS)

    def _figures_changed(self, _: Figures) -> None:
        self.header_changed.emit()
        self.rail_changed.emit()

    def _follow_width(self) -> None:
        window = self.window().width()
        if not self.case.focused_review:
            self._show_list(self._list_wanted and window >= theme().px(LIST_HIDDEN_BELOW))
        if self.list.row() >= 0:
            QTimer.singleShot(0, self.list.show_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.window().width() >= theme().px(LIST_HIDDEN_BELOW)
        if wide != self._wide:
            self._wide = wide
            self._follow_width()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(300))


def _saved_words(review: Review) -> str:
    if review.ideal is None:
        return "Saved as you leave the editor"
    try:
        moment = datetime.fromisoformat(review.ideal_at).astimezone()
        when = f"Saved {moment:%H:%M}"
        if moment.date() != datetime.now().astimezone().date():
            when = f"Saved {moment.day} {moment:%B, %H:%M}"
    except ValueError:
        when = "Saved"
    return when if review.ideal_accepted else f"{when}, a draft"
