"""Output → ideal as one text; after an edit only what became another is put in anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from curator.gui.theme import theme
from curator.gui.widgets.reading_text import InertDocument, block_format, format_of
from curator.gui.widgets.text_tints import change_format
from curator.gui.word_changes import Changes, Kind

Piece = tuple[Kind, str]


class ChangesView(QTextEdit):
    """Removed struck, added underlined. Read-only."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("changes")
        self.setAccessibleName("Output to ideal answer")
        self.setDocument(InertDocument(self))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setProperty("reading", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(theme().px(4))
        self._pieces: list[Piece] = []
        theme().changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        pieces, self._pieces = self._pieces, []
        self._show(pieces, whole=True)

    def show_changes(self, changes: Changes) -> None:
        """Show a merged text."""
        self._show([(kind, _as_document(text)) for kind, text in changes.pieces], whole=False)

    def _show(self, pieces: list[Piece], *, whole: bool) -> None:
        start, end, new = (0, 0, pieces) if whole else difference(self._pieces, pieces)
        fresh = whole or not self._pieces
        self._pieces = pieces
        self.setUpdatesEnabled(False)
        document = self._made() if fresh else self.document()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        if fresh:
            cursor.setBlockFormat(block_format(theme().line_height("case")))
        else:
            cursor.setPosition(start)
            last = document.characterCount() - 1
            cursor.setPosition(last - end, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        first = cursor.block().previous()
        for kind, text in new:
            form = QTextCharFormat() if kind == "kept" else change_format(kind, merged=True)
            cursor.insertText(text, form)
        self._tighten(first if first.isValid() else document.begin(), cursor)
        cursor.endEditBlock()
        if fresh:
            before = self.document()
            self.setDocument(document)
            before.deleteLater()
        self.setUpdatesEnabled(True)

    def _made(self) -> InertDocument:
        """A document to fill; it is laid out when it is shown, where it is looked at."""
        made = InertDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDocumentMargin(theme().px(4))
        made.setDefaultFont(theme().font("case"))
        return made

    def _tighten(self, block: QTextBlock, until: QTextCursor) -> None:
        """Give the lines up to a place, and one more, the height that they have now."""
        last = until.block().next().position() if until.block().next().isValid() else -1
        while block.isValid() and (last < 0 or block.position() <= last):
            form = format_of(block, "case")
            if block.blockFormat() != form:
                QTextCursor(block).setBlockFormat(form)
            block = block.next()


def difference(old: list[Piece], new: list[Piece]) -> tuple[int, int, list[Piece]]:
    """Where two merged texts differ: UTF-16 units alike at the start and at the end, and the new
    pieces between.
    """
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    start = sum(_units(text) for _, text in old[:head])
    end = sum(_units(text) for _, text in old[len(old) - tail :])
    if before and after and before[0][0] == after[0][0]:
        alike = _common(before[0][1], after[0][1])
        start += _units(before[0][1][:alike])
        before, after = _cut_start(before, alike), _cut_start(after, alike)
    if before and after and before[-1][0] == after[-1][0]:
        alike = _common(before[-1][1][::-1], after[-1][1][::-1])
        end += _units(after[-1][1][len(after[-1][1]) - alike :])
        after = _cut_end(after, alike)
    return start, end, after


def _common(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _cut_start(pieces: list[Piece], length: int) -> list[Piece]:
    kind, text = pieces[0]
    return [(kind, text[length:]), *pieces[1:]]


def _cut_end(pieces: list[Piece], length: int) -> list[Piece]:
    kind, text = pieces[-1]
    return [*pieces[:-1], (kind, text[: len(text) - length])]


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _as_document(text: str) -> str:
    """Line ends as a document counts them: one unit each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
