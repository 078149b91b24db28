"""The ideal answer: written here, with its changes from the output beside or behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button, icon_button
from curator.gui.widgets.labels import SectionHeader, label
from curator.gui.widgets.reading_text import (
    InertDocument,
    SpanHighlighter,
    block_format,
    change_format,
    lay_out,
)
from curator.gui.word_changes import TINT_LIMIT, Changes, word_changes

CHANGES_AFTER = 80
"""Milliseconds after the last key until changes are marked again."""


class AnswerEdit(QTextEdit):
    """Plain text with a line height; says when it is left."""

    left = Signal()
    escaped = Signal()

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
        self.restyle()
        theme().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Font and line height of the theme, without a step to undo."""
        self.setFont(theme().font("case"))
        self.document().setDefaultFont(theme().font("case"))
        self._format()

    def show_text(self, text: str) -> None:
        """Start from another text; what was typed before cannot be undone into it."""
        self.setPlainText(text)
        self._format()

    def _format(self) -> None:
        self.document().setUndoRedoEnabled(False)
        lay_out(self.document(), "case", tight_blanks=False)
        cursor = self.textCursor()
        cursor.setBlockFormat(block_format(theme().line_height("case")))
        self.document().setUndoRedoEnabled(True)

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
        theme().changed.connect(lambda: self.show_changes(self._changes))

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
    view_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._output = ""
        self.is_open = False
        self.view = "write"
        self.side_by_side = False
        self.header = SectionHeader("Ideal answer")
        self.write_button = button("Write", "ideal-write", kind="quiet", icon="rename")
        self.write_button.clicked.connect(self.open_wanted)
        self.restart = button("Start from output", "ideal-restart", kind="quiet", icon="restore")
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
        for widget in (self.write_button, self.previous, self.next, self.restart, self.views):
            self.header.add(widget)
        self.editor = AnswerEdit()
        self.changes_view = ChangesView()
        self.saved = label("", "meta")
        self.saved.setObjectName("ideal-saved")
        self.body = QWidget()
        body = QHBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(20))
        body.addWidget(self.editor, 1)
        body.addWidget(self.changes_view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(10), px(20), px(8))
        column.setSpacing(px(8))
        column.addWidget(self.header)
        column.addWidget(self.body, 1)
        column.addWidget(self.saved)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHANGES_AFTER)
        self._timer.timeout.connect(self.find_changes)
        self.changes = Changes()
        self.editor.textChanged.connect(self._timer.start)
        self.editor.left.connect(self.left)
        self.editor.escaped.connect(self.escaped)
        self.close_answer()

    def show_answer(self, output: str, ideal: str | None, saved: str) -> None:
        """Show a case's ideal answer, or closed where there is none."""
        self._output = output
        self.saved.setText(saved)
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
        self._arrange()
        self.view_chosen.emit(view)

    def set_side_by_side(self, both: bool) -> None:
        """Editor and changes next to each other: focused review."""
        self.side_by_side = both
        self._arrange()

    def _arrange(self) -> None:
        self.body.setVisible(self.is_open)
        self.saved.setVisible(self.is_open)
        self.write_button.setVisible(not self.is_open)
        self.views.setVisible(self.is_open and not self.side_by_side)
        self.restart.setVisible(self.is_open and (self.side_by_side or self.view == "write"))
        steps = self.is_open and (self.side_by_side or self.view == "changes")
        self.previous.setVisible(steps)
        self.next.setVisible(steps)
        self.editor.setVisible(self.side_by_side or self.view == "write")
        self.changes_view.setVisible(self.side_by_side or self.view == "changes")
        self.header.set_detail(self.changes.sentence if self.is_open else "Not written yet")

    def focus_editor(self) -> None:
        """The editor takes the focus."""
        if self.view != "write" and not self.side_by_side:
            self.show_view("write")
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def text(self) -> str:
        """What stands in the editor."""
        return self.editor.toPlainText()

    def find_changes(self) -> None:
        """Work out and mark the changes now."""
        self._timer.stop()
        self.changes = word_changes(self._output, self.text()) if self.is_open else Changes()
        tinted = self.changes.share <= TINT_LIMIT
        self.editor.highlighter.set_spans(self.changes.added if tinted else [])
        if self.is_open:
            self.header.set_detail(self.changes.sentence)
            self.changes_view.show_changes(self.changes)
        self.changes_found.emit(self.changes)

    def step(self, step: int) -> None:
        """Put the cursor on the next or previous change."""
        if not self.is_open or not self.changes.added:
            return
        cursor = self.editor.textCursor()
        here = cursor.position()
        spans = self.changes.added
        if step > 0:
            span = next((one for one in spans if one[0] > here), spans[0])
        else:
            span = next((one for one in reversed(spans) if one[0] < here), spans[-1])
        cursor.setPosition(span[0])
        self.editor.setTextCursor(cursor)
        self.editor.ensureCursorVisible()
        if not self.side_by_side and self.view == "write":
            self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
