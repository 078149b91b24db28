"""Untrusted text, shown inert: plain text only, nothing loaded, nothing followed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSizeF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from curator.gui.code_colours import Code, Colour, may_hold_code
from curator.gui.links import ask_to_open
from curator.gui.theme import theme
from curator.gui.widgets.labels import plain_tip
from curator.gui.widgets.own_viewport import own_viewport
from curator.gui.widgets.rendered_text import LONGEST, code_blocks, render
from curator.gui.widgets.text_tints import SpanHighlighter
from curator.gui.word_changes import Span

AT_ONCE = 20_000
"""Letters up to which a text is laid out whole before it is painted: 25 ms at most."""
FIRST, SLICE = 8_000, 8_000
"""Letters of a longer one laid out before it is painted (several screens), and at a time after."""
RENDER_AFTER = 150
"""Milliseconds until the rest of a long rendered text follows, in one piece."""
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
    _finish(document, cursor, style, tight_blanks)


def fill(document: QTextDocument, text: str, style: str, *, tight_blanks: bool) -> None:
    """Put another plain text in, laid out as `lay_out` does, in one edit.

    Emptying, filling and formatting one after another are laid out one by one: that takes three
    times as long. Whatever else than plain text a document holds is to be cleared first.
    """
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.removeSelectedText()
    cursor.setBlockFormat(block_format(theme().line_height(style)))
    cursor.insertText(text, QTextCharFormat())
    _finish(document, cursor, style, tight_blanks)


def _finish(document: QTextDocument, cursor: QTextCursor, style: str, tight_blanks: bool) -> None:
    block = document.begin()
    while tight_blanks and block.isValid():
        if block.length() == 1:
            QTextCursor(block).setBlockFormat(format_of(block, style))
        block = block.next()
    cursor.endEditBlock()


def append(document: QTextDocument, more: str, style: str) -> None:
    """Add text after the last letter, formatted as `lay_out` does."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    block = cursor.block()
    if more.startswith("\n"):
        cursor.insertBlock(block_format(theme().line_height(style)))
        more = more[1:]
    cursor.insertText(more)
    while block.isValid():
        if block.length() == 1:
            QTextCursor(block).setBlockFormat(format_of(block, style))
        block = block.next()
    cursor.endEditBlock()


def slices_of(text: str) -> list[str]:
    """A text in pieces: what is painted first, then what follows between two events.

    Pieces are whole lines. A very long line is cut once, for the first paint; the rest of it
    comes in one piece, as it is laid out anew with each.
    """
    if len(text) <= AT_ONCE:
        return [text]
    end = text.find("\n", FIRST)
    if not 0 <= end <= 3 * FIRST:
        end = FIRST
    made = [text[:end]]
    while end < len(text):
        start = end
        end = text.find("\n", start + SLICE if text[start] == "\n" else start)
        end = end if end >= 0 else len(text)
        made.append(text[start:end])
    return made


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


def filled(parent: QTextEdit, text: str, style: str) -> InertDocument:
    """A document of its own with a long plain text: nothing is laid out before it is shown."""
    made = InertDocument(parent)
    made.setDefaultFont(theme().font(style))
    fill(made, text, style, tight_blanks=True)
    made.clearUndoRedoStacks()
    return made


class ReadingText(QTextEdit):
    """A read-only text as tall as it needs to be; it lives in a scroll area."""

    code_shown = Signal(object)
    """This text may hold code, which takes its colours when somebody has the time."""
    completed = Signal()
    """The rest of a long text is there too."""

    def __init__(self, style: str = "case", name: str = "text") -> None:
        super().__init__()
        self._tints: SpanHighlighter | None = None
        self._rest: list[str] = []
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._go_on)
        self.shown = 0
        """How many texts were shown here so far: tells an answer that comes too late."""
        self.setObjectName(name)
        self._style = style
        self._text, self._rendered = "", False
        self._styled = self._filling = False
        own_viewport(self, filled=False)
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
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme().changed.connect(self._restyle)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        del kind, name
        return _dot()

    def show_text(self, text: str, *, rendered: bool = False) -> None:
        """Show another text, as it is or with its Markdown rendered."""
        was_plain = not self._rendered
        self._text, self._rendered = text, rendered
        self.shown += 1
        self.setUpdatesEnabled(False)
        self._filling = True
        if not self._styled:
            self.setFont(theme().font(self._style))
            self._styled = True
        wrap, as_markdown = wrap_mode(text), rendered and len(text) <= LONGEST
        if as_markdown or not was_plain or wrap != self.wordWrapMode():
            # Emptied first: the text before would be laid out once more in the new mode.
            self.clear()
            self.setWordWrapMode(wrap)
        if self.extraSelections():
            self.setExtraSelections([])
        if self._tints is not None and self._tints.document() is not None:
            # Else each line of the new text would be asked about.
            self._tints.forget()
            self._tints.setDocument(None)
        first, *self._rest = slices_of(text)
        self._more.stop()
        if as_markdown:
            render(self.document(), first, self._style)
        else:
            fill(self.document(), first, self._style, tight_blanks=self._style == "case")
            self.setTextCursor(QTextCursor(self.document()))
        self._filling = False
        self._fit(self.document().size())
        self.setUpdatesEnabled(True)
        if self._rest:
            self._more.start(RENDER_AFTER if self._shows_markdown else 0)
        else:
            self._complete()

    @property
    def _shows_markdown(self) -> bool:
        return self._rendered and len(self._text) <= LONGEST

    def _go_on(self) -> None:
        """Lay out the next lines, between two events of the window."""
        if self._shows_markdown:
            self._rest = []
            render(self.document(), self._text, self._style)
        elif self._rest:
            append(self.document(), self._rest.pop(0), self._style)
        if self._rest:
            self._more.start(0)
        else:
            self._complete()
            self.completed.emit()

    def _complete(self) -> None:
        if may_hold_code(self._text):
            self.code_shown.emit(self)

    def show_all(self) -> None:
        """Lay out the rest of a long text now: somebody looks for something in it."""
        if self._rest:
            self._more.stop()
            if not self._shows_markdown:
                self._rest = ["".join(self._rest)]
            self._go_on()

    def tint(self, spans: Sequence[Span]) -> None:
        """Tint these ranges as removed; none for none."""
        if spans or self._tints is not None:
            self._with_tints().set_spans(spans)

    def rendered_code(self) -> list[Code] | None:
        """The code in rendered Markdown; None where the text is shown as it is."""
        return code_blocks(self.document()) if self._shows_markdown else None

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
        self._styled = False
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height is no reason to lay the lines out again, which the base class would."""
        if event.oldSize().width() != event.size().width():
            super().resizeEvent(event)
        else:
            self.verticalScrollBar().setRange(0, 0)

    def _fit(self, size: QSizeF) -> None:
        if self._filling:
            return  # once, when all of the text is there
        height = max(theme().line_height(self._style), round(size.height() + 0.49))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def wheelEvent(self, event: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        # The scroll area round it scrolls.
        event.ignore()  # pyright: ignore[reportAttributeAccessIssue]

    def focus_widget(self) -> QWidget:
        """What takes the focus."""
        return self
