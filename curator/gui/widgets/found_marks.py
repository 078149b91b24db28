"""Marks what was searched for: in texts, in fields, in a painted line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRect, Qt
from PySide6.QtGui import (
    QInputMethodEvent,
    QPainter,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QTextEdit

from curator.gui.theme import theme
from curator.gui.widgets.labels import runs_right_to_left, text_direction
from curator.reviewing.found_words import Span, in_units, word_spans


def found_format(ground: str = "sel") -> QTextCharFormat:
    """How a found word looks: on a ground of its own."""
    form = QTextCharFormat()
    form.setBackground(theme().color(ground))
    return form


def selection(
    text: QTextEdit, start: int, end: int, form: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    """A range of a text in a format of its own, which is no part of the text."""
    made = QTextEdit.ExtraSelection()
    cursor = QTextCursor(text.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    made.format = form  # pyright: ignore[reportAttributeAccessIssue]
    made.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue]
    return made


def mark_in_text(text: QTextEdit, words: Sequence[str]) -> int:
    """Mark these words in a text; how many places there are."""
    if not words:
        if text.extraSelections():
            text.setExtraSelections([])
        return 0
    plain, form = text.toPlainText(), found_format()
    spans = in_units(plain, word_spans(plain, words))
    text.setExtraSelections([selection(text, *span, form) for span in spans])
    return len(spans)


def mark_in_line(field: QLineEdit, words: Sequence[str]) -> list[Span]:
    """Mark these words in a line. Qt takes formats of a line from input methods alone."""
    plain = field.text()
    spans = in_units(plain, word_spans(plain, words)) if words else []
    kind = QInputMethodEvent.AttributeType.TextFormat
    here = field.cursorPosition()
    form = found_format()
    marks = [
        QInputMethodEvent.Attribute(kind, start - here, end - start, form) for start, end in spans
    ]
    QCoreApplication.sendEvent(field, QInputMethodEvent("", marks))
    return spans


def paint_found(
    painter: QPainter, box: QRect, text: str, words: Sequence[str], *, on_selected: bool, ltr: bool
) -> None:
    """Paint one line, which fits, in the painter's font and pen, its found words marked."""
    layout = QTextLayout(text, painter.font())
    direction = text_direction("" if ltr else text)
    right = not ltr and runs_right_to_left(text)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(direction)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    formats: list[QTextLayout.FormatRange] = []
    for start, end in in_units(text, word_spans(text, words, 20)):
        made = QTextLayout.FormatRange()
        made.start = start  # pyright: ignore[reportAttributeAccessIssue]
        made.length = end - start  # pyright: ignore[reportAttributeAccessIssue]
        form = found_format("surface" if on_selected else "sel")
        made.format = form  # pyright: ignore[reportAttributeAccessIssue]
        formats.append(made)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    top = box.top() + (box.height() - line.height()) / 2
    layout.draw(painter, QPointF(box.left(), top))
