"""The editor of an ideal answer: plain text with a line height, quick with long texts too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit

from curator.gui.theme import theme
from curator.gui.widgets.reading_text import (
    AT_ONCE,
    InertDocument,
    filled,
    format_of,
    lay_out,
    wrap_mode,
)
from curator.gui.widgets.text_tints import SpanHighlighter


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
        self.highlighter.forget()
        if len(text) <= AT_ONCE:
            self.clear()
            self.setWordWrapMode(wrap_mode(text))
            self.setPlainText(text)
            self._format()
            return
        # A document that is complete before it is shown is laid out only where it is looked at.
        before, made = self.document(), filled(self, text, "case")
        made.setDocumentMargin(before.documentMargin())
        self.highlighter.setDocument(None)
        self.setWordWrapMode(wrap_mode(text))
        self.setDocument(made)
        self.highlighter.setDocument(made)
        before.deleteLater()
        self.textChanged.emit()

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
