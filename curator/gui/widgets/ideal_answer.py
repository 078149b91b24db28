"""The ideal answer: written here, with its changes from the output beside or behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from curator.gui.key_words import names_key
from curator.gui.theme import theme
from curator.gui.widgets.answer_edit import AnswerEdit
from curator.gui.widgets.answer_notices import AnswerNotices
from curator.gui.widgets.changes_view import ChangesView
from curator.gui.widgets.controls import Segments, button, icon_button, segments
from curator.gui.widgets.labels import KeyCap, SectionHeader, label
from curator.gui.word_changes import TINT_LIMIT, Changes, Span, word_changes
from curator.reviewing.found_words import in_units

CHANGES_AFTER = 80
"""Milliseconds after the last key until changes are marked again."""
COMPARED_AT_ONCE = 20_000
"""Letters of output and answer up to which they are compared at once: 5 ms; else aside."""
Compare = Callable[[], Changes]
Aside = Callable[[Compare, Callable[[Changes], None]], None]


def _now(compare: Compare, done: Callable[[Changes], None]) -> None:
    done(compare())


class IdealAnswer(QWidget):
    """Closed it is one line; open it is the editor with its changes."""

    open_wanted = Signal()
    left = Signal()
    escaped = Signal()
    changes_found = Signal(object)
    from_output_wanted = Signal()
    state_chosen = Signal()
    """A person said whether this is a draft or an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.output = ""
        """What changes are counted from, its line ends as a document has them."""
        self._added: list[Span] = []
        self.aside: Aside = _now
        """Compares long texts off the UI thread, where somebody gave a way to."""
        self._compared: tuple[str, str] | None = None
        """What is being compared aside: output and answer."""
        self.is_open = False
        self.view = "write"
        self.side_by_side = False
        self.changes = Changes()
        self._viewed: Changes | None = None
        self._make_header()
        self.editor = AnswerEdit()
        self.notices = AnswerNotices()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHANGES_AFTER)
        self._timer.timeout.connect(self.find_changes)
        self.editor.textChanged.connect(self._timer.start)
        self.editor.left.connect(self.left)
        self.editor.escaped.connect(self.escaped)
        self.close_answer()

    def _make_header(self) -> None:
        self.header = SectionHeader("Ideal answer")
        self.write_button = button("Write", "ideal-write", kind="quiet", icon="rename")
        self.write_button.clicked.connect(self.open_wanted)
        self.restart = button("Start from…", "ideal-restart", kind="quiet", icon="restore")
        self.restart.setToolTip("Start from another text or version (Ctrl+R)")
        self.restart.clicked.connect(self.from_output_wanted)
        self.previous = icon_button("arrow-up", "Previous change (Alt+Up)", "change-previous")
        self.next = icon_button("arrow-down", "Next change (Alt+Down)", "change-next")
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.views = Segments("ideal-view", "Write or see the changes")
        self.views.add("write", "Write")
        self.views.add("changes", "Output → ideal")
        self.views.set_value("write")
        self.views.chosen.connect(self.show_view)
        self.write_key = KeyCap("E")
        for widget in (self.write_button, self.write_key, self.restart, self.views):
            self.header.add(widget)

    def _lay_out(self) -> None:
        px = theme().px
        self.saved = label("", "meta")
        self.saved.setObjectName("ideal-saved")
        self.changes_header = SectionHeader("Output → ideal")
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(px(20), px(10), px(20), px(8))
        self.grid.setHorizontalSpacing(px(20))
        self.grid.setVerticalSpacing(px(8))
        self.grid.addWidget(self.header, 0, 0)
        self.grid.addWidget(self.editor, 1, 0)
        self.grid.addWidget(self.notices, 2, 0)
        self.state = segments(
            "ideal-state",
            "Draft or accepted",
            [("draft", "Draft"), ("accepted", "Accepted")],
            lambda _: self.state_chosen.emit(),
        )
        self.state.setToolTip("A draft stays in its queue and out of exports (Alt+A)")
        names_key(self.state, "ideal-state")
        foot = QHBoxLayout()
        foot.addWidget(self.saved)
        foot.addStretch()
        foot.addWidget(self.state)
        self.grid.addLayout(foot, 3, 0)
        self.grid.setRowStretch(1, 1)
        for header in (self.header, self.changes_header):
            header.setFixedHeight(px(32))

    @cached_property
    def changes_view(self) -> ChangesView:
        """The changes as a text of their own; built when they are first looked at."""
        return ChangesView()

    @property
    def _has_changes_view(self) -> bool:
        return "changes_view" in self.__dict__

    def show_answer(self, output: str, ideal: str | None, saved: str, accepted: bool) -> None:
        """Show a case's ideal answer, or closed where there is none."""
        self._forget_changes()
        self.output = output.replace("\r\n", "\n").replace("\r", "\n")
        self.state.set_value("accepted" if accepted else "draft")
        self.saved.setText(saved)
        if ideal is None and not self.is_open and self.editor.document().isEmpty():
            return  # closed and empty it stays: nothing to lay out
        if ideal is None:
            self.editor.show_text("")
            self.close_answer()
            self.find_changes()
        else:
            if self.editor.toPlainText() != ideal:
                self.editor.show_text(ideal)
            self.open_answer()
            self.find_changes()

    def _forget_changes(self) -> None:
        """Another case, or another text: what is known of the old one's changes is not true."""
        self.changes, self._added, self._compared = Changes(), [], None

    def prefill(self, text: str) -> None:
        """Start writing from a text."""
        self._forget_changes()
        self.editor.show_text(text)
        self.open_answer()
        self.find_changes()

    def open_answer(self) -> None:
        """Show the editor."""
        self.is_open = True
        self._arrange()

    def close_answer(self) -> None:
        """One line only."""
        self.is_open = False
        self._arrange()

    def show_view(self, view: str) -> None:
        """ "write" or "changes"; side by side shows both."""
        self.view = view
        self.views.set_value(view)
        focused = self.editor.hasFocus() or (
            self._has_changes_view and self.changes_view.hasFocus()
        )
        self._arrange()
        if focused:
            target = self.editor if view == "write" else self.changes_view
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_view(self) -> None:
        """From writing to the changes and back, where only one of them is shown."""
        if self.is_open and not self.side_by_side:
            self.show_view("write" if self.view == "changes" else "changes")

    def set_side_by_side(self, both: bool) -> None:
        """Editor and changes next to each other: focused review."""
        self.side_by_side = both
        self._arrange()

    def _arrange(self) -> None:
        both, opened = self.side_by_side, self.is_open
        write = opened and (both or self.view == "write")
        changes = opened and (both or self.view == "changes")
        column = 1 if both else 0
        self.grid.addWidget(self.changes_header, 0, 1)
        if changes or self._has_changes_view:
            self.grid.addWidget(self.changes_view, 1, column)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1 if both and opened else 0)
        self.changes_header.setVisible(both and opened)
        steps = self.changes_header if both else self.header
        for place, one in enumerate((self.previous, self.next)):
            steps.row.insertWidget(steps.row.count() if both else 2 + place, one)
            one.setVisible(changes)
        self.saved.setVisible(opened)
        self.state.setVisible(opened)
        self.write_button.setVisible(not opened)
        self.write_key.setVisible(not opened)
        self.views.setVisible(opened and not both)
        self.restart.setVisible(write)
        self.restart.setText(" Start from…" if both else "")
        self.editor.setVisible(write)
        if self._has_changes_view:
            self.changes_view.setVisible(changes)
        self._show_changes()
        self._say_changes()

    def _say_changes(self) -> None:
        sentence = self.changes.sentence
        if not self.is_open:
            self.header.set_detail("Not written yet")
        else:
            self.header.set_detail("" if self.side_by_side else sentence)
            self.changes_header.set_detail(sentence)

    def focus_editor(self) -> None:
        """The editor takes the focus."""
        if self.view != "write" and not self.side_by_side:
            self.show_view("write")
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # The editor may have had no size yet when its cursor was placed.
        QTimer.singleShot(0, self.editor, self._show_cursor)

    def _show_cursor(self) -> None:
        if self.editor.textCursor().atStart():
            self.editor.verticalScrollBar().setValue(0)
        self.editor.ensureCursorVisible()

    @property
    def accepted(self) -> bool:
        """Whether the answer counts, or waits as a draft."""
        return self.state.value() != "draft"

    def toggle_state(self) -> None:
        """From draft to accepted, or back."""
        self.state.set_value("draft" if self.accepted else "accepted")
        self.state_chosen.emit()

    def text(self) -> str:
        """What stands in the editor."""
        return self.editor.toPlainText()

    def find_changes(self) -> None:
        """Work out and mark the changes: now, or of long texts a moment later."""
        self._timer.stop()
        text, output = self.text(), self.output
        if not self.is_open:
            self._mark(text, Changes())
        elif len(text) + len(output) <= COMPARED_AT_ONCE:
            self._mark(text, word_changes(output, text))
        elif self._compared is None:
            self._compared = (output, text)
            came = partial(self._came, output, text)
            self.aside(lambda: word_changes(output, text), came)

    def _came(self, output: str, text: str, changes: Changes) -> None:
        """Long texts were compared; what was typed or shown meanwhile is compared next."""
        if self._compared == (output, text):
            self._compared = None
        if not self.is_open:
            return
        if (output, text) == (self.output, self.text()):
            self._mark(text, changes)
        elif self._compared is None and not self._timer.isActive():
            self.find_changes()

    def _mark(self, text: str, changes: Changes) -> None:
        self.changes = changes
        tinted = self.changes.share <= TINT_LIMIT
        self._added = in_units(text, self.changes.added)
        self.editor.highlighter.set_spans(self._added if tinted else [])
        if self.is_open:
            self._say_changes()
            self._show_changes()
        self.changes_found.emit(self.changes)

    def _show_changes(self) -> None:
        """Put them into their view, where that is to be seen."""
        seen = self._has_changes_view and not self.changes_view.isHidden()
        if seen and self._viewed is not self.changes:
            self._viewed = self.changes
            self.changes_view.show_changes(self.changes)

    def step(self, step: int) -> None:
        """Put the cursor on the next or previous change."""
        if not self.is_open or not self._added:
            return
        cursor = self.editor.textCursor()
        here = cursor.position()
        spans = self._added
        if step > 0:
            span = next((one for one in spans if one[0] > here), spans[0])
        else:
            span = next((one for one in reversed(spans) if one[0] < here), spans[-1])
        cursor.setPosition(span[0])
        self.editor.setTextCursor(cursor)
        self.editor.ensureCursorVisible()
        if not self.side_by_side and self.view == "write":
            self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
