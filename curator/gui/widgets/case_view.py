"""One case: header, input beside output, what is wrong, ideal answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from curator.gui.theme import theme
from curator.gui.widgets.controls import MarkSegments, button, icon_button
from curator.gui.widgets.conversation import Block, Conversation, blocks_of
from curator.gui.widgets.find_bar import FindBar
from curator.gui.widgets.found_marks import mark_in_line, mark_in_text
from curator.gui.widgets.ideal_answer import IdealAnswer
from curator.gui.widgets.labels import ElidedLabel, KeyCap, SectionHeader, label, plain_tip, rule
from curator.gui.widgets.note_tags import NoteTags
from curator.gui.widgets.others_bar import OthersBar
from curator.gui.widgets.splitter import Splitter
from curator.gui.widgets.suggestion_bar import SuggestionBar
from curator.gui.word_changes import TINT_LIMIT, Changes
from curator.model.case import Case, Suggestion
from curator.model.review import Mark, Review
from curator.reviewing.found_words import in_units

NARROW_WINDOW = 1000
NARROW_CASE = 760
"""Widths of window and case in px under which output, ideal answer and changes are tabs."""
TABS = ("output", "ideal", "changes")


def case_detail(case: Case) -> str:
    """ "support-prod-v7 · 12 June 2026 · run in 1.9 s"."""
    parts = [case.model or "", _day(case.created_at), _duration(case)]
    return " · ".join(part for part in parts if part)


def _day(created_at: str | None) -> str:
    if not created_at:
        return ""
    try:
        moment = datetime.fromisoformat(created_at.replace("Z", "+00:00"))
    except ValueError:
        return created_at[:24]
    return f"{moment.day} {moment:%B %Y}"


def _duration(case: Case) -> str:
    for source in (case.metadata, case.usage):
        value = source.get("latency_ms")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"run in {value / 1000:.1f} s"
    return ""


class CaseView(QWidget):
    """Shows what it is told; emits what a person did."""

    mark_chosen = Signal(str)
    accept_wanted = Signal()
    list_wanted = Signal()
    focus_left = Signal()
    tab_chosen = Signal(str)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.focused_review = False
        self._narrow = False
        self.mark_changes_on = True
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.marks = MarkSegments()
        self.note_tags = NoteTags()
        self.ideal = IdealAnswer()
        self.input = Conversation("input", "Input")
        self.output = Conversation("output", "Output")
        self.rendered = False
        self._searched: tuple[str, ...] = ()
        self.find_bar = FindBar((self.input, self.output))
        self.tabs = QTabBar()
        self._make_tabs()
        self.mark_changes = QCheckBox("Mark changes")
        self.mark_changes.setObjectName("mark-changes")
        self.mark_changes.setAccessibleName("Mark changes")
        self.mark_changes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.mark_changes.setChecked(True)
        self.output_header = SectionHeader("Output")
        self.output_header.add(self.mark_changes)
        self.suggested = SuggestionBar()
        self.suggested.accept_wanted.connect(self.accept_wanted)
        self.others = OthersBar()
        self.columns = Splitter("review-columns", Qt.Orientation.Horizontal, settings)
        self.rows = Splitter("review-rows", Qt.Orientation.Vertical, settings)
        self._rows_set = False
        self._assemble()
        self.marks.chosen.connect(self.mark_chosen)
        self.find_bar.closed.connect(self.mark_searched)
        for conversation in (self.input, self.output):
            conversation.completed.connect(self.mark_searched)
        self.rows.installEventFilter(self)
        self.note_tags.height_changed.connect(self._arrange_rows)
        self.ideal.changes_found.connect(self._tint_output)
        self.mark_changes.toggled.connect(lambda _: self._tint_output(self.ideal.changes))
        self.tabs.currentChanged.connect(lambda _: self.arrange())

    def _make_tabs(self) -> None:
        self.tabs.setObjectName("case-tabs")
        self.tabs.setAccessibleName("Output or ideal answer")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        for text in ("Output", "Ideal answer", "Output → ideal"):
            self.tabs.addTab(text)
        self.tabs.hide()

    def _assemble(self) -> None:
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(rule())
        column.addWidget(self.find_bar)
        column.addWidget(self.columns, 1)
        left = self.input_pane = self._pane(SectionHeader("Input"), self.input)
        output_pane = self._pane(self.output_header, self.output)
        self.output_pane = output_pane
        lower = QWidget()
        lower_column = QVBoxLayout(lower)
        lower_column.setContentsMargins(0, 0, 0, 0)
        lower_column.setSpacing(0)
        self.above_note = rule()
        for widget in (self.suggested, self.others, self.note_tags, rule()):
            lower_column.addWidget(widget)
        lower_column.addWidget(self.ideal, 1)
        self.below = lower
        self.rows.addWidget(output_pane)
        self.rows.addWidget(lower)
        self.rows.setStretchFactor(0, 1)
        self.rows.setStretchFactor(1, 1)
        right = QWidget()
        right_column = QVBoxLayout(right)
        right_column.setContentsMargins(0, 0, 0, 0)
        right_column.setSpacing(0)
        tab_row = QHBoxLayout()
        tab_row.setContentsMargins(px(20), 0, px(20), 0)
        tab_row.addWidget(self.tabs)
        right_column.addLayout(tab_row)
        self.tab_rule = rule()
        right_column.addWidget(self.tab_rule)
        right_column.addWidget(self.rows, 1)
        self.columns.addWidget(left)
        self.columns.addWidget(right)
        self.columns.setStretchFactor(0, 0)
        self.columns.setStretchFactor(1, 1)
        self.columns.start([px(416), px(648)])

    def _header(self) -> QWidget:
        px = theme().px
        bar = self.header_bar = QWidget()
        bar.setFixedHeight(px(48))
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(20), 0, px(20), 0)
        row.setSpacing(px(12))
        self.show_list = icon_button("sidebar-show", "Show the case list (Ctrl+B)", "show-list")
        self.show_list.clicked.connect(self.list_wanted)
        self.leave_focus = button("Leave focus", "leave-focus", kind="quiet", icon="shrink")
        self.leave_focus.clicked.connect(self.focus_left)
        self.leave_key = KeyCap("F11")
        self.title = label("", "strong")
        self.detail = ElidedLabel("", "body", "text3")
        self.detail.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (self.show_list, self.leave_focus, self.leave_key, self.title):
            row.addWidget(widget)
        row.addWidget(self.detail, 1)
        row.addWidget(self.marks)
        return bar

    def _pane(self, header: QWidget, body: QWidget) -> QWidget:
        px = theme().px
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, px(10), 0, 0)
        column.setSpacing(px(8))
        line = QHBoxLayout()
        line.setContentsMargins(px(20), 0, px(20), 0)
        header.setFixedHeight(px(30))
        line.addWidget(header)
        column.addLayout(line)
        column.addWidget(body, 1)
        return pane

    # What is shown

    def show_case(self, case: Case, review: Review, suggestions: Sequence[Suggestion]) -> None:
        """Show another case from its start."""
        name = case.id if len(case.id) <= 28 else f"{case.id[:27]}…"
        self.title.setText(f"Case {name}")
        self.title.setToolTip(plain_tip(case.id))
        self.detail.set_text(case_detail(case))
        self.input.show_messages(case.input)
        blocks = blocks_of(case.output, caption=False)
        if case.expected:
            blocks.append(Block("Expected answer, came with the data", case.expected))
        blocks += [
            Block(f"Suggested ideal answer, {one.origin or 'came with the data'}", one.value)
            for one in suggestions
            if one.kind == "ideal"
        ]
        self.output.show_blocks(blocks)
        self.tabs.setCurrentIndex(0)
        self.show_suggestions(suggestions)
        self.show_mark(review.mark)
        self.find_bar.look()

    def toggle_rendered(self) -> bool:
        """Render Markdown, or show every text as it is; whether it is rendered now."""
        self.rendered = not self.rendered
        for conversation in (self.input, self.output):
            conversation.set_rendered(self.rendered)
        self._tint_output(self.ideal.changes)
        self.find_bar.look()
        self.mark_searched()
        return self.rendered

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Judgements from the data: shown as such, never as marks."""
        self.suggested.show_suggestions(suggestions)

    def set_searched(self, words: tuple[str, ...]) -> None:
        """Mark these words in every case that is shown from now on."""
        if self._searched and not words:
            self._searched = words
            self.mark_searched(again=True)
        self._searched = words

    def mark_searched(self, *, again: bool = False) -> None:
        """Mark the words of the list's search in all texts; finding in the case comes first."""
        if not self._searched and not again:
            return
        if self.find_bar.isHidden():
            for text in (*self.input.texts(), *self.output.texts()):
                mark_in_text(text, self._searched)
        mark_in_text(self.ideal.editor, self._searched)
        mark_in_line(self.note_tags.note, self._searched)

    def show_mark(self, mark: Mark | None) -> None:
        """Show the case's mark."""
        self.marks.set_value(mark.value if mark else None)

    def _tint_output(self, changes: Changes) -> None:
        wanted = not self.rendered and self.mark_changes.isChecked() and changes.share <= TINT_LIMIT
        main = self.output.main_text()
        if main is not None:
            tinted = changes.removed if wanted and self.ideal.is_open else []
            main.tint(in_units(self.ideal.output, tinted))
        self.mark_changes.setVisible(self.ideal.is_open)

    def focus_areas(self) -> list[QWidget]:
        """The panes that F6 goes round."""
        return [self.input, self.output, self.note_tags.note, self.ideal.editor]

    def focus_order(self) -> list[QWidget]:
        """What Tab goes through, from the marks to the ideal answer."""
        note_tags = self.note_tags
        above = [self.header_bar, self.find_bar, self.input_pane, self.tabs, self.output_pane]
        written = [self.suggested, self.others, *note_tags.focus_order(), self.ideal]
        return [*above, *written]

    # How it is arranged

    def set_focused_review(self, on: bool) -> None:
        """Editor and changes side by side, nothing else but the input."""
        self.focused_review = on
        self.arrange()

    def arrange(self) -> None:
        """Follow the width, focused review, and whether an ideal answer is open."""
        narrow = self._narrow
        both = self.focused_review and not narrow
        tab = TABS[self.tabs.currentIndex()] if narrow else ""
        self.tabs.setVisible(narrow)
        self.tab_rule.setVisible(narrow)
        self.leave_focus.setVisible(self.focused_review)
        self.leave_key.setVisible(self.focused_review)
        self.output_header.setVisible(not narrow)
        self.ideal.set_side_by_side(both)
        if narrow and tab in ("ideal", "changes"):
            self.ideal.views.set_value("write" if tab == "ideal" else "changes")
            self.ideal.view = "write" if tab == "ideal" else "changes"
            self.ideal.open_answer() if self.ideal.is_open else self.ideal.close_answer()
        if narrow:
            self.ideal.views.hide()
        self.ideal.setVisible(not narrow or tab != "output")
        # Where output and answer are tabs there is room for the editor or the tags, not both.
        self.note_tags.setVisible(not narrow or tab == "output")
        self.note_tags.set_compact(narrow)
        self.output_pane.setVisible(
            (not narrow or tab == "output") and not (both and self.ideal.is_open)
        )
        self._arrange_rows()

    def _arrange_rows(self) -> None:
        opened = self.ideal.is_open and self.ideal.isVisibleTo(self)
        if opened:
            self.below.setMaximumHeight(16_777_215)
            height, width = self.rows.height(), self.rows.width()
            tags_shown = self.note_tags.isVisibleTo(self)
            fixed = max(0, self.note_tags.heightForWidth(width)) if tags_shown else 0
            # The layout's own minimum is that of tags in a column as narrow as can be.
            self.below.setMinimumHeight(fixed + theme().px(140))
            if not self._rows_set and height > 0:
                # Output and editor share what note and tags leave.
                output = max(theme().px(120), int((height - fixed) * 0.45))
                self.rows.start([output, max(1, height - output)])
                self._rows_set = True
        else:
            self._rows_set = False
            layout = self.below.layout()
            width = self.rows.width()
            # At once, not by an event later: the height is asked for right after.
            self.ideal.grid.invalidate()
            self.ideal.updateGeometry()
            if layout is not None:
                layout.invalidate()
            height = layout.totalHeightForWidth(width) if layout is not None else 0
            self.below.setFixedHeight(max(height, theme().px(100)))
            self.rows.setSizes([10_000, 1])
        handle = self.rows.handle(1)
        if handle is not None:
            handle.setEnabled(opened)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.rows and event.type() == QEvent.Type.Resize:
            # Tags wrap by the width, which the column has only now.
            self._arrange_rows()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = theme().px
        narrow = self.window().width() < px(NARROW_WINDOW) or self.width() < px(NARROW_CASE)
        self.marks.show_keys(self.width() >= theme().px(620))
        if narrow != self._narrow:
            self._narrow = narrow
            self.arrange()

    def focus_note(self) -> None:
        """The note line takes the focus; where there are tabs, on the output's."""
        if self._narrow:
            self.tabs.setCurrentIndex(0)
        self.note_tags.focus_note()

    def focus_tags(self) -> None:
        """The tag field takes the focus; where there are tabs, on the output's."""
        if self._narrow:
            self.tabs.setCurrentIndex(0)
        self.note_tags.focus_tags()

    def open_ideal_tab(self) -> None:
        """Where there are tabs, the one with the editor."""
        if self._narrow:
            self.tabs.setCurrentIndex(1)
