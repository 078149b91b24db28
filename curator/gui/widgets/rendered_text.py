"""Markdown of a model's text, rendered inert: no HTML, no image, links that only say where."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from curator.gui.code_colours import LANGUAGES, Code, fence_language
from curator.gui.image_words import data_words
from curator.gui.theme import theme

FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
_DATA_IMAGE = re.compile(r"!\[([^\]]{0,200})\]\(\s*(data:[^)\s]{0,2000000})\s*\)")
_IMAGE = re.compile(r"!\[([^\]]{0,200})\]")


LONGEST = 300_000
"""Letters above which a text stays as it is: rendering takes 0.5 s for 200,000."""


def without_images(text: str) -> str:
    """Markdown whose images are words: an embedded one says its type and size."""
    text = _DATA_IMAGE.sub(lambda found: f"(Image not shown: {data_words(found[2])})", text)
    return _IMAGE.sub(lambda found: f"[Image not shown: {found[1] or 'no words'}]", text)


def render(document: QTextDocument, text: str, style: str) -> None:
    """Show Markdown in a document that loads nothing, in the theme's colours."""
    document.setMarkdown(without_images(text), FEATURES)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _rule_table(frame)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        QTextCursor(block).mergeBlockFormat(_spacing(block, style))
        parts = []
        place = block.begin()
        while not place.atEnd():
            part = place.fragment()
            parts.append((part.position(), part.length(), part.charFormat()))
            place += 1
        for start, length, form in parts:
            _colour(document, start, length, form, block.blockFormat())
        block = block.next()
    cursor.endEditBlock()


def code_blocks(document: QTextDocument) -> list[Code]:
    """The fenced code of rendered Markdown, where its language is known.

    Places count characters of the document's plain text.
    """
    found: list[Code] = []
    plain = document.toPlainText()
    start, lines, language = 0, [], ""
    block = document.begin()
    while True:
        form = block.blockFormat() if block.isValid() else QTextBlockFormat()
        name = str(form.property(QTextFormat.Property.BlockCodeLanguage) or "")
        fenced = form.hasProperty(QTextFormat.Property.BlockCodeFence)
        if lines and (not fenced or name != language):
            code = "\n".join(lines)
            if lexer := fence_language(language, code):
                found.append(Code(start, code, lexer))
            lines = []
        if not block.isValid():
            return found
        if fenced and (not name or name.lower() in LANGUAGES):
            if not lines:
                start, language = _characters(plain, block.position()), name
            lines.append(block.text())
        block = block.next()


def _characters(text: str, units: int) -> int:
    """How many characters so many UTF-16 units of a text are."""
    if text.isascii():
        return units
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _spacing(block: QTextBlock, style: str) -> QTextBlockFormat:
    """The theme's line height, and half a line between paragraphs."""
    present, line = block.blockFormat(), theme().line_height(style)
    form = QTextBlockFormat()
    form.setLineHeight(line, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    follows_alike = _kind(block) and _kind(block) == _kind(block.next())
    in_table = QTextCursor(block).currentTable() is not None
    form.setTopMargin(0)
    # Code wraps too: what does not fit could not be scrolled to.
    form.setNonBreakableLines(False)
    form.setBottomMargin(0 if follows_alike or in_table else line / 2)
    if present.hasProperty(QTextFormat.Property.BlockQuoteLevel):
        form.setLeftMargin(theme().px(16))
    return form


def _kind(block: QTextBlock) -> str:
    """ "code" or "list" of blocks that stand close to their like."""
    if not block.isValid():
        return ""
    if block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence):
        return "code"
    return "list" if block.textList() is not None else ""


def _colour(
    document: QTextDocument,
    start: int,
    length: int,
    form: QTextCharFormat,
    block: QTextBlockFormat,
) -> None:
    """Code in the fixed font on a ground of its own, links in the accent colour."""
    made = QTextCharFormat()
    if form.isAnchor():
        made.setForeground(QBrush(theme().color("accent")))
        made.setFontUnderline(True)
    elif form.fontFixedPitch() or block.hasProperty(QTextFormat.Property.BlockCodeFence):
        made.setFontFamilies(theme().font("monocase").families())
        made.setBackground(QBrush(theme().color("hover")))
    elif block.headingLevel():
        size = max(0, 2 - block.headingLevel())
        made.setProperty(QTextFormat.Property.FontSizeAdjustment, size)
    elif block.hasProperty(QTextFormat.Property.BlockQuoteLevel):
        made.setForeground(QBrush(theme().color("text2")))
    else:
        return
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(made)


def _rule_table(table: QTextTable) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(theme().color("line")))
    form.setCellPadding(theme().px(6))
    form.setCellSpacing(0)
    form.setTopMargin(theme().px(8))
    form.setBottomMargin(theme().px(8))
    form.setWidth(QTextLength(QTextLength.Type.VariableLength, 0))
    form.setAlignment(Qt.AlignmentFlag.AlignLeft)
    table.setFormat(form)
    first = table.cellAt(0, 0).firstCursorPosition()
    # Qt's reader leaves an empty line before the first cell's words.
    last = table.cellAt(0, 0).lastCursorPosition()
    if first.block().length() == 1 and first.block() != last.block():
        first.deleteChar()
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        cursor = table.cellAt(0, 0).firstCursorPosition()
        end = table.cellAt(0, 0).lastCursorPosition().position()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(bold)
