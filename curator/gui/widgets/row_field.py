"""A field for one row of a file: every character that came goes back as it came."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from curator.gui.theme import theme

_PICTURES = {"\r": "\u240d", "\0": "\u2400", "\u2028": "\u2424", "\u2029": "\u240a"}
"""Characters that a text document takes for ends of lines or drops, and their pictures."""
_LOST = (*_PICTURES, "\ufdd0", "\ufdd1")
_PRIVATE = range(0xE000, 0xF8FF)


def pictured(text: str) -> tuple[str, dict[str, str]]:
    """The text with pictures for what a field cannot hold, and what each picture stands for.

    A picture that the text holds itself is not used; a character of the private area is then.
    """
    used = set(text)
    free = (chr(code) for code in _PRIVATE if chr(code) not in used)
    back: dict[str, str] = {}
    for lost in _LOST:
        if lost in used:
            picture = _PICTURES.get(lost, "")
            picture = picture if picture and picture not in used else next(free)
            text = text.replace(lost, picture)
            back[picture] = lost
    return text, back


class RowField(QPlainTextEdit):
    """One row, on as many lines as it needs; plain text in a fixed font."""

    escaped = Signal()

    def __init__(self, name: str, accessible_name: str, *, read_only: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setReadOnly(read_only)
        self.setProperty("reading" if read_only else "field", True)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        if read_only:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._back: dict[str, str] = {}
        self._follow_theme()
        theme().changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self.setFont(theme().font("mono"))
        self.document().setDocumentMargin(theme().px(8))

    def show_row(self, text: str) -> None:
        """Start from another text; what was typed before cannot be undone into it."""
        shown, self._back = pictured(text)
        self.setPlainText(shown)

    def put(self, text: str) -> None:
        """Another text as a step that can be undone."""
        shown, self._back = pictured(text)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(shown)

    @property
    def row(self) -> str:
        """The text as it is written into a file."""
        # toPlainText would turn no-break spaces into plain ones.
        text = self.document().toRawText().replace("\u2029", "\n")
        for picture, meant in self._back.items():
            text = text.replace(picture, meant)
        return text

    def go_to(self, place: int) -> None:
        """Put the cursor before a character, counted from 0."""
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(place, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        """Esc leaves the field, whatever else it does on the page."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
