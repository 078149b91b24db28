"""Find inside the case: a line over the texts, every place marked, Enter goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTextEdit

from curator.gui.theme import theme
from curator.gui.widgets.controls import icon_button
from curator.gui.widgets.conversation import Conversation
from curator.gui.widgets.found_marks import found_format, selection
from curator.gui.widgets.labels import label
from curator.gui.widgets.reading_text import ReadingText

MOST = 2_000
"""Places found at most: enough to see that the word is everywhere."""


class Place(NamedTuple):
    """Where a word was found: a range of a text in a conversation."""

    conversation: Conversation
    text: ReadingText
    start: int
    end: int


def spans_of(text: str, wanted: str, limit: int) -> list[tuple[int, int]]:
    """Ranges of `wanted` in UTF-16 units, which documents count in; letters in any case."""
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    found: list[tuple[int, int]] = []
    before, shift = 0, 0
    for match in pattern.finditer(text):
        shift += sum(letter > "\uffff" for letter in text[before : match.start()])
        inside = sum(letter > "\uffff" for letter in match[0])
        found.append((match.start() + shift, match.end() + shift + inside))
        shift += inside
        before = match.end()
        if len(found) >= limit:
            break
    return found


class FindBar(QFrame):
    """Esc closes it and gives the focus back. Built when it is first opened."""

    closed = Signal()

    def __init__(self, conversations: Sequence[Conversation]) -> None:
        super().__init__()
        self._conversations = conversations
        self.places: list[Place] = []
        self._current = -1
        self.setObjectName("find-bar")
        self.setProperty("win", True)
        self.hide()
        theme().changed.connect(self._follow_theme)

    def _build(self) -> None:
        px = theme().px
        self.field = QLineEdit()
        self.field.setObjectName("find")
        self.field.setAccessibleName("Find in this case")
        self.field.setPlaceholderText("Find in this case")
        self.field.setFixedWidth(px(260))
        self.field.textChanged.connect(lambda _: self.look())
        self.count = label("", "meta")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(8), px(20), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.field)
        for icon, words, name, step in (
            ("arrow-up", "Previous place (Shift+Enter)", "find-previous", -1),
            ("arrow-down", "Next place (Enter)", "find-next", 1),
        ):
            row.addWidget(icon_button(icon, words, name, lambda step=step: self.step(step)))
        row.addWidget(self.count)
        row.addStretch()
        row.addWidget(icon_button("close", "Close (Esc)", "find-close", self.close_bar, 14))

    def _follow_theme(self) -> None:
        # After the texts have taken the theme's new colours.
        QTimer.singleShot(0, self, self.look)

    def open_bar(self, suggested: str = "") -> None:
        """Show the line, ready to type over what was looked for before, or over a suggestion."""
        if self.layout() is None:
            self._build()
        if not self.field.text():
            self.field.setText(suggested)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.look()

    def close_bar(self) -> None:
        """Hide the line and the marks."""
        self.hide()
        self._mark([])
        self.closed.emit()

    def look(self) -> None:
        """Find what stands in the line, in everything that is shown; opens folded lines."""
        if self.isHidden():
            return
        wanted = self.field.text()
        found: list[Place] = []
        for conversation in self._conversations if wanted.strip() else ():
            for text in conversation.texts_with(wanted):
                spans = spans_of(text.toPlainText(), wanted, MOST - len(found))
                found += [Place(conversation, text, *span) for span in spans]
        self._current = 0 if found else -1
        self._mark(found)
        self._show_current()

    def step(self, step: int) -> None:
        """Go to the next or previous place, round the end."""
        if self.places:
            self._current = (self._current + step) % len(self.places)
            self._mark(self.places)
            self._show_current()

    def _mark(self, places: list[Place]) -> None:
        marks: dict[ReadingText, list[QTextEdit.ExtraSelection]] = {
            place.text: [] for place in (*self.places, *places)
        }
        for number, place in enumerate(places):
            marks[place.text].append(self._selection(place, number == self._current))
        for text, selections in marks.items():
            text.setExtraSelections(selections)
        self.places = places

    def _selection(self, place: Place, current: bool) -> QTextEdit.ExtraSelection:
        form = found_format("accent" if current else "sel")
        if current:
            form.setForeground(theme().color("surface"))
        return selection(place.text, place.start, place.end, form)

    def _show_current(self) -> None:
        total = len(self.places)
        if not self.field.text().strip():
            self.count.setText("")
        elif not total:
            self.count.setText("Not in this case")
        else:
            more = " or more" if total == MOST else ""
            self.count.setText(f"{self._current + 1:,} of {total:,}{more}")
            place = self.places[self._current]
            cursor = QTextCursor(place.text.document())
            cursor.setPosition(place.start)
            place.conversation.show_place(place.text, place.text.cursorRect(cursor))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_bar()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)
