"""Untrusted text, shown inert: plain text only, nothing loaded, nothing followed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from curator.gui.links import ask_to_open
from curator.gui.theme import theme
from curator.gui.widgets.labels import plain_tip
from curator.gui.widgets.rendered_text import LONGEST, render
from curator.gui.word_changes import Span

LONGEST_RUN = 2_000
"""Characters without a blank above which lines break anywhere: else layout takes seconds."""


def block_format(line_height: int) -> QTextBlockFormat:
    """A line height in px that taller scripts may exceed."""
    made = QTextBlockFormat()
    made.setLineHeight(line_height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    return made


def format_of(block: QTextBlock, style: str) -> QTextBlockFormat:
    """The format of a line: an empty one between others takes half the height."""
    line = theme().line_height(style)
    inner = block.previous().isValid() and block.next().isValid()
    if block.length() > 1 or not inner:
        return block_format(line)
    half = QTextBlockFormat()
    half.setLineHeight(line // 2, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return half


def lay_out(document: QTextDocument, style: str, *, tight_blanks: bool) -> None:
    """Give a document its line height; empty lines between paragraphs take half of one."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    # One edit: the layout is worked out once, at its end.
    cursor.beginEditBlock()
    cursor.setBlockFormat(block_format(theme().line_height(style)))
    block = document.begin()
    while tight_blanks and block.isValid():
        if block.length() == 1:
            QTextCursor(block).setBlockFormat(format_of(block, style))
        block = block.next()
    cursor.endEditBlock()


def wrap_mode(text: str) -> QTextOption.WrapMode:
    """At words, or anywhere where a run without blanks is too long for that."""
    longest = max((len(run) for run in text.split()), default=0) if len(text) > LONGEST_RUN else 0
    if longest > LONGEST_RUN:
        return QTextOption.WrapMode.WrapAnywhere
    return QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


class SpanHighlighter(QSyntaxHighlighter):
    """Tints character ranges: "removed" on failbg, "added" on passbg, both underlined."""

    def __init__(self, document: QTextDocument, kind: str) -> None:
        super().__init__(document)
        self._kind = kind
        self._spans: list[Span] = []
        self._ends: list[int] = []
        theme().changed.connect(self.rehighlight)

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Tint these ranges instead."""
        if list(spans) == self._spans:
            return
        self._spans = sorted(spans)
        self._ends = [end for _, end in self._spans]
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        end = start + len(text)
        place = bisect_left(self._ends, start + 1)
        form = change_format(self._kind)
        while place < len(self._spans) and self._spans[place][0] < end:
            first, last = self._spans[place]
            first, last = max(first, start), min(last, end)
            self.setFormat(first - start, last - first, form)
            place += 1


def change_format(kind: str, *, merged: bool = False) -> QTextCharFormat:
    """How changed words look; in the merged view they also take the colour, and strike."""
    removed = kind == "removed"
    form = QTextCharFormat()
    form.setBackground(theme().color("failbg" if removed else "passbg"))
    color = theme().color("fail" if removed else "pass")
    if merged:
        form.setForeground(color)
    if merged and removed:
        form.setFontStrikeOut(True)
    else:
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(color)
    return form


class InertDocument(QTextDocument):
    """Loads nothing, from nowhere: what is asked for is a transparent dot."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        del kind, name
        return _dot()


def _dot() -> QImage:
    # Returning nothing would let the base class load local files.
    dot = QImage(1, 1, QImage.Format.Format_ARGB32)
    dot.fill(Qt.GlobalColor.transparent)
    return dot


class ReadingText(QTextEdit):
    """A read-only text as tall as it needs to be; it lives in a scroll area."""

    def __init__(self, style: str = "case", name: str = "text") -> None:
        super().__init__()
        self.setObjectName(name)
        self._style = style
        self._text, self._rendered = "", False
        self.setDocument(InertDocument(self))
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("reading", True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme().changed.connect(self._restyle)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        del kind, name
        return _dot()

    def show_text(self, text: str, *, rendered: bool = False) -> None:
        """Show another text, as it is or with its Markdown rendered."""
        self._text, self._rendered = text, rendered
        self.setUpdatesEnabled(False)
        self.setFont(theme().font(self._style))
        # Emptied first: the text before would be laid out once more in the new mode.
        self.clear()
        self.setExtraSelections([])
        self.setWordWrapMode(wrap_mode(text))
        if rendered and len(text) <= LONGEST:
            render(self.document(), text, self._style)
        else:
            self.setPlainText(text)
            lay_out(self.document(), self._style, tight_blanks=self._style == "case")
        self._fit(self.document().size())
        self.setUpdatesEnabled(True)

    def _restyle(self) -> None:
        self.show_text(self._text, rendered=self._rendered)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Over a link, say where it goes."""
        super().mouseMoveEvent(event)
        target = self.anchorAt(event.position().toPoint())
        self.setToolTip(plain_tip(target) if target else "")
        shape = Qt.CursorShape.PointingHandCursor if target else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A link opens only after a question."""
        super().mouseReleaseEvent(event)
        target = self.anchorAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if target and left and not self.textCursor().hasSelection():
            ask_to_open(self.window(), target)

    def _fit(self, size: QSizeF) -> None:
        height = max(theme().line_height(self._style), round(size.height() + 0.49))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def wheelEvent(self, event: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        # The scroll area round it scrolls.
        event.ignore()  # pyright: ignore[reportAttributeAccessIssue]

    def focus_widget(self) -> QWidget:
        """What takes the focus."""
        return self
