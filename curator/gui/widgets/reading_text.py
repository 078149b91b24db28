"""Untrusted text, shown inert: plain text only, nothing loaded, nothing followed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from curator.gui.code_colours import Code, Colour, may_hold_code
from curator.gui.links import ask_to_open
from curator.gui.theme import theme
from curator.gui.widgets.labels import plain_tip
from curator.gui.widgets.rendered_text import LONGEST, code_blocks, render
from curator.gui.widgets.text_tints import SpanHighlighter
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

    code_shown = Signal(object)
    """This text may hold code, which takes its colours when somebody has the time."""

    def __init__(self, style: str = "case", name: str = "text") -> None:
        super().__init__()
        self._tints: SpanHighlighter | None = None
        self.shown = 0
        """How many texts were shown here so far: tells an answer that comes too late."""
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
        self.shown += 1
        self.setUpdatesEnabled(False)
        self.setFont(theme().font(self._style))
        # Emptied first: the text before would be laid out once more in the new mode.
        self.clear()
        self.setExtraSelections([])
        if self._tints is not None and self._tints.document() is not None:
            # Else each line of the new text would be asked about.
            self._tints.forget()
            self._tints.setDocument(None)
        self.setWordWrapMode(wrap_mode(text))
        if rendered and len(text) <= LONGEST:
            render(self.document(), text, self._style)
        else:
            self.setPlainText(text)
            lay_out(self.document(), self._style, tight_blanks=self._style == "case")
        self._fit(self.document().size())
        self.setUpdatesEnabled(True)
        if may_hold_code(text):
            self.code_shown.emit(self)

    def tint(self, spans: Sequence[Span]) -> None:
        """Tint these ranges as removed; none for none."""
        if spans or self._tints is not None:
            self._with_tints().set_spans(spans)

    def rendered_code(self) -> list[Code] | None:
        """The code in rendered Markdown; None where the text is shown as it is."""
        rendered = self._rendered and len(self._text) <= LONGEST
        return code_blocks(self.document()) if rendered else None

    def colour(self, colours: Sequence[Colour]) -> None:
        """Give parts of code their colours; ranges count UTF-16 units."""
        if colours or self._tints is not None:
            self._with_tints().set_colours(colours)

    def colours(self) -> list[Colour]:
        """What is coloured."""
        return list(self._tints.colours) if self._tints is not None else []

    def _with_tints(self) -> SpanHighlighter:
        if self._tints is None:
            self._tints = SpanHighlighter(self.document(), "removed")
        elif self._tints.document() is None:
            self._tints.setDocument(self.document())
        return self._tints

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
