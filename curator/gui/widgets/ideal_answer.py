"""The ideal answer: written here, with its changes from the output beside or behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTextEdit, QWidget

from curator.gui.key_words import names_key
from curator.gui.theme import theme
from curator.gui.widgets.answer_notices import AnswerNotices
from curator.gui.widgets.controls import Segments, button, icon_button, segments
from curator.gui.widgets.labels import KeyCap, SectionHeader, label
from curator.gui.widgets.reading_text import (
    InertDocument,
    format_of,
    lay_out,
    wrap_mode,
)
from curator.gui.widgets.text_tints import SpanHighlighter, change_format
from curator.gui.word_changes import TINT_LIMIT, Changes, Span, word_changes
from curator.reviewing.found_words import in_units

CHANGES_AFTER = 80
"""Milliseconds after the last key until changes are marked again."""


class AnswerEdit(QTextEdit):
    """Plain text with a line height; says when it is left."""

    left = Signal()
    escaped = Signal()
    menu_opening = Signal(object, int)
    """The menu of a right click, and the place it was asked for at: rows can be put in."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ideal-answer")
        self.setAccessibleName("Ideal answer")
        self.setPlaceholderText("What a perfect answer would have been")
        self.setDocument(InertDocument(self))
        self.setAcceptRichText(False)
        self.setProperty("field", True)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(theme().px(4))
        self.highlighter = SpanHighlighter(self.document(), "added")
        self._formatting = False
        self.restyle()
        self.textChanged.connect(self._follow_blanks)
        theme().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Font and line height of the theme, without a step to undo."""
        self.setFont(theme().font("case"))
        self.document().setDefaultFont(theme().font("case"))
        self._format()

    def show_text(self, text: str) -> None:
        """Start from another text; what was typed before cannot be undone into it."""
        self.clear()
        self.setWordWrapMode(wrap_mode(text))
        self.setPlainText(text)
        self._format()

    def _format(self) -> None:
        self._formatting = True
        self.document().setUndoRedoEnabled(False)
        lay_out(self.document(), "case", tight_blanks=True)
        self.document().setUndoRedoEnabled(True)
        self._formatting = False

    def _follow_blanks(self) -> None:
        """Lines that became empty or full take their height, within the same undo step."""
        if self._formatting:
            return
        self._formatting = True
        block = self.textCursor().block().previous()
        for _ in range(3):
            if block.isValid() and block.blockFormat() != format_of(block, "case"):
                cursor = QTextCursor(block)
                cursor.joinPreviousEditBlock()
                cursor.setBlockFormat(format_of(block, "case"))
                cursor.endEditBlock()
            block = block.next() if block.isValid() else self.document().begin()
        self._formatting = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.textCursor().atStart():
            self.verticalScrollBar().setValue(0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual rows, and those of whoever listens."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        here = event.globalPos()
        if not by_mouse:
            here = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        menu = self.createStandardContextMenu()
        menu.setObjectName("ideal-menu")
        menu.setAccessibleName("Ideal answer")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu, cursor.position())
        menu.popup(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class ChangesView(QTextEdit):
    """Output → ideal, merged: removed struck, added underlined. Read-only."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("changes")
        self.setAccessibleName("Output to ideal answer")
        self.setDocument(InertDocument(self))
        self.setReadOnly(True)
        self.setProperty("reading", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(theme().px(4))
        self._changes = Changes()
        theme().changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self.show_changes(self._changes)

    def show_changes(self, changes: Changes) -> None:
        """Show a merged text."""
        self._changes = changes
        self.setUpdatesEnabled(False)
        self.clear()
        font = theme().font("case")
        self.document().setDefaultFont(font)
        cursor = QTextCursor(self.document())
        plain = cursor.charFormat()
        for kind, text in changes.pieces:
            form = plain if kind == "kept" else change_format(kind, merged=True)
            cursor.insertText(text, form)
        lay_out(self.document(), "case", tight_blanks=True)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setUpdatesEnabled(True)


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
        px = theme().px
        self.output = ""
        """What changes are counted from, its line ends as a document has them."""
        self._added: list[Span] = []
        self.is_open = False
        self.view = "write"
        self.side_by_side = False
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
        self.editor = AnswerEdit()
        self.changes_view = ChangesView()
        self.saved = label("", "meta")
        self.saved.setObjectName("ideal-saved")
        self.changes_header = SectionHeader("Output → ideal")
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(px(20), px(10), px(20), px(8))
        self.grid.setHorizontalSpacing(px(20))
        self.grid.setVerticalSpacing(px(8))
        self.grid.addWidget(self.header, 0, 0)
        self.grid.addWidget(self.editor, 1, 0)
        self.notices = AnswerNotices()
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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHANGES_AFTER)
        self._timer.timeout.connect(self.find_changes)
        self.changes = Changes()
        self.editor.textChanged.connect(self._timer.start)
        self.editor.left.connect(self.left)
        self.editor.escaped.connect(self.escaped)
        self.close_answer()

    def show_answer(self, output: str, ideal: str | None, saved: str, accepted: bool) -> None:
        """Show a case's ideal answer, or closed where there is none."""
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

    def prefill(self, text: str) -> None:
        """Start writing from a text."""
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
        focused = self.editor.hasFocus() or self.changes_view.hasFocus()
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
        self.changes_view.setVisible(changes)
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
        """Work out and mark the changes now."""
        self._timer.stop()
        text = self.text()
        self.changes = word_changes(self.output, text) if self.is_open else Changes()
        tinted = self.changes.share <= TINT_LIMIT
        self._added = in_units(text, self.changes.added)
        self.editor.highlighter.set_spans(self._added if tinted else [])
        if self.is_open:
            self._say_changes()
            self.changes_view.show_changes(self.changes)
        self.changes_found.emit(self.changes)

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
