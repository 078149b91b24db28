"""A conversation: one block a message, boilerplate folded to a line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from curator.gui.image_words import image_bytes, image_words, is_image
from curator.gui.theme import theme
from curator.gui.widgets.labels import label, mirrored, runs_right_to_left
from curator.gui.widgets.reading_text import ReadingText
from curator.model.message import Message
from curator.model.value import JsonValue

if TYPE_CHECKING:
    from curator.gui.widgets.picture_view import PictureView

ROLE_WORDS = {
    "user": "User",
    "assistant": "Assistant",
    "system": "System",
    "developer": "System",
    "tool": "Tool result",
    "function": "Tool result",
}
FOLDED_ROLES = frozenset({"system", "developer", "tool", "function"})
REASONING_PARTS = frozenset({"reasoning", "thinking"})


class Block(NamedTuple):
    """One thing to show: a text under a caption, or a folded line."""

    caption: str
    text: str
    folded: bool = False
    fixed: bool = False
    preview: str = ""
    size: str = ""
    main: bool = False
    """The message's own text, which changes are marked in."""
    picture: bytes | None = None
    """An image that came with the case."""


def size_words(text: str) -> str:
    """ "184 words", or what a JSON text holds: "14 fields", "9 rows"."""
    stripped = text.strip()
    if stripped[:1] in ("{", "["):
        try:
            value = json.loads(stripped)
        except ValueError:
            value = None
        if isinstance(value, dict):
            return _count(len(value), "field")
        if isinstance(value, list):
            return _count(len(value), "row")
    return _count(len(text.split()), "word")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def blocks_of(message: Message, *, caption: bool = True) -> list[Block]:
    """What there is to show of one message."""
    found: list[Block] = []
    role = ROLE_WORDS.get(message.role, message.role.capitalize())
    found += _hidden_parts(message)
    text = message.content or message.refusal or ""
    if text and message.role in FOLDED_ROLES:
        fixed = message.role in ("tool", "function")
        title = f"{role} {message.name}" if message.name else role
        found.append(
            Block(title, text, True, fixed, " ".join(text[:400].split()), size_words(text))
        )
    elif text or not message.tool_calls:
        who = f"{role} ({message.name})" if message.name else role
        who = f"{who}, refused" if message.refusal and not message.content else who
        found.append(Block(who if caption else "", text, main=True))
    for call in message.tool_calls:
        preview = " ".join(f"{call.name}({call.arguments[:400]})".split())
        text = _pretty(call.arguments)
        found.append(Block("Tool call", text, True, True, preview, size_words(call.arguments)))
    return found


def _hidden_parts(message: Message) -> list[Block]:
    found: list[Block] = []
    thought = message.extra.get("reasoning_content") or message.extra.get("reasoning")
    if isinstance(thought, str) and thought:
        found.append(_reasoning(thought))
    found += map(_reasoning, _reasoning_items(message.extra.get("output")))
    for part in message.parts:
        kind = str(part.get("type", ""))
        if is_image(part):
            data = image_bytes(part)
            words = image_words(part)
            words = words if data is None else f"{words}, from the data itself"
            found.append(Block("Image", "", True, False, words, "", picture=data))
        elif "audio" in kind or "file" in kind:
            found.append(Block(kind.replace("_", " ").capitalize(), "", True, False, "not loaded"))
        elif kind in REASONING_PARTS:
            names = ("text", "thinking", "reasoning", "content")
            text = next((part[name] for name in names if part.get(name)), None)
            if isinstance(text, str) and text:
                found.append(_reasoning(text))
    return found


def _reasoning_items(output: JsonValue) -> list[str]:
    """What the reasoning items of a Responses output say, where they say anything."""
    items = [item for item in output if isinstance(item, dict)] if isinstance(output, list) else []
    found: list[str] = []
    for item in items:
        if item.get("type") != "reasoning":
            continue
        for name in ("summary", "content"):
            said = item.get(name)
            parts = said if isinstance(said, list) else []
            texts = [part.get("text") for part in parts if isinstance(part, dict)]
            found += [text for text in texts if isinstance(text, str) and text]
    return found


def _reasoning(text: str) -> Block:
    return Block("Reasoning", text, True, False, " ".join(text[:400].split()), size_words(text))


def _pretty(text: str) -> str:
    """JSON indented where it is JSON, else as logged."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except ValueError:
        return text


class FoldRow(QToolButton):
    """A line that unfolds: chevron, title, the beginning, the size."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fold")
        self.setProperty("fold", True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.block = Block("", "")

    def show_block(self, block: Block) -> None:
        """Show another folded block, closed."""
        self.block = block
        self.setChecked(False)
        self.setEnabled(bool(block.text))
        self.setAccessibleName(f"{block.caption}, {block.size}, folded: {block.preview[:80]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors, px = theme(), theme().px
        painter = QPainter(self)
        middle = self.height() // 2
        if self.block.text:
            name = "chevron-down" if self.isChecked() else "chevron-right"
            box = QRect(px(8), middle - px(8), px(16), px(16))
            painter.drawPixmap(mirrored(self, box).topLeft(), colors.pixmap(name, 16, "text2"))
        left = px(31)
        both = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(colors.font("metastrong"))
        strong = colors.font("strong")
        strong.setPixelSize(colors.font("meta").pixelSize())
        painter.setFont(strong)
        painter.setPen(colors.color("text"))
        title = painter.fontMetrics().elidedText(
            self.block.caption, Qt.TextElideMode.ElideRight, self.width() // 2
        )
        title_box = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(mirrored(self, title_box), both, title)
        left += painter.fontMetrics().horizontalAdvance(title) + px(9)
        meta = QFontMetrics(colors.font("meta"))
        size_width = meta.horizontalAdvance(self.block.size) + px(11)
        room = self.width() - left - size_width - px(12)
        painter.setFont(colors.font("mono" if self.block.fixed else "meta"))
        painter.setPen(colors.color("text2"))
        preview = painter.fontMetrics().elidedText(
            self.block.preview, Qt.TextElideMode.ElideRight, max(0, room)
        )
        preview_box = QRect(left, 0, max(0, room), self.height())
        painter.drawText(mirrored(self, preview_box), both, preview)
        painter.setFont(colors.font("meta"))
        end = QRect(self.width() - size_width, 0, size_width, self.height())
        painter.drawText(mirrored(self, end), both, self.block.size)


class BlockView(QWidget):
    """One block; made once and shown again for other cases."""

    def __init__(self) -> None:
        super().__init__()
        self.caption = label("", "meta")
        self.fold = FoldRow()
        self.text = ReadingText("case", "message-text")
        self.fixed = ReadingText("monocase", "message-fixed")
        self.block = Block("", "")
        self.rendered = False
        self.picture: PictureView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(3))
        for widget in (self.caption, self.fold, self.text, self.fixed):
            column.addWidget(widget)
        self.fold.toggled.connect(self._unfold)

    def show_block(self, block: Block) -> None:
        """Show another block."""
        self.block = block
        self.caption.setVisible(not block.folded and bool(block.caption))
        self.caption.setText(block.caption)
        # Captions of right-to-left texts stand on their side.
        side = (
            Qt.AlignmentFlag.AlignRight
            if runs_right_to_left(block.text)
            else Qt.AlignmentFlag.AlignLeft
        )
        self.caption.setAlignment(side)
        self._show_picture(block)
        self.fold.setVisible(block.folded)
        self.text.setVisible(not block.folded)
        self.fixed.setVisible(False)
        if block.folded:
            self.fold.show_block(block)
            self.text.show_text("")
        else:
            self.text.show_text(block.text, rendered=self.rendered)
            self.text.setAccessibleName(block.caption or "Text")

    def _show_picture(self, block: Block) -> None:
        """The image under its line; the view for it is made when the first one comes."""
        if block.picture is None and self.picture is None:
            return
        from curator.gui.widgets.picture_view import PictureView, decoded

        image = decoded(block.picture) if block.picture is not None else None
        if image is not None and self.picture is None:
            self.picture = PictureView()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.picture)
        if self.picture is not None:
            self.picture.setVisible(image is not None)
            if image is not None:
                self.picture.show_image(image, block.preview)

    def _unfold(self, unfolded: bool) -> None:
        shown = self.fixed if self.block.fixed else self.text
        if unfolded:
            shown.show_text(self.block.text, rendered=self.rendered and not self.block.fixed)
            shown.setAccessibleName(self.block.caption)
        shown.setVisible(unfolded)

    def shown_text(self) -> ReadingText:
        """The text of this block, unfolded where it was folded."""
        if self.block.folded:
            self.fold.setChecked(True)
        return self.fixed if self.block.folded and self.block.fixed else self.text


class Conversation(QScrollArea):
    """Blocks under one another, with one margin; the widgets are used again."""

    code_shown = Signal(object)
    """One of the texts may hold code."""
    completed = Signal()
    """The rest of a long text is there too."""

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._views: list[BlockView] = []
        self._blocks: list[Block] = []
        self._rendered = False
        inside = QWidget()
        inside.setProperty("plain", True)
        self._column = QVBoxLayout(inside)
        px = theme().px
        self._column.setContentsMargins(px(20), 0, px(20), px(20))
        self._column.setSpacing(px(14))
        self._column.addStretch(1)
        self.setWidget(inside)

    def show_messages(self, messages: Sequence[Message], *, caption: bool = True) -> None:
        """Show another conversation from its start."""
        blocks = [block for one in messages for block in blocks_of(one, caption=caption)]
        self.show_blocks(blocks)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show these blocks from the start."""
        self._blocks = list(blocks)
        while len(self._views) < len(blocks):
            view = BlockView()
            view.text.code_shown.connect(self.code_shown)
            view.fixed.code_shown.connect(self.code_shown)
            view.text.completed.connect(self.completed)
            view.fixed.completed.connect(self.completed)
            self._column.insertWidget(len(self._views), view)
            self._views.append(view)
        for place, view in enumerate(self._views):
            view.setVisible(place < len(blocks))
            if place < len(blocks):
                view.rendered = self._rendered
                view.show_block(blocks[place])
        self.verticalScrollBar().setValue(0)

    def main_text(self) -> ReadingText | None:
        """The view of the message's own text."""
        for place, block in enumerate(self._blocks):
            if block.main:
                return self._views[place].text
        return None

    def set_rendered(self, rendered: bool) -> None:
        """Show Markdown rendered, or every text as it is."""
        if rendered != self._rendered:
            self._rendered = rendered
            self.show_blocks(self._blocks)

    def texts(self) -> list[ReadingText]:
        """The texts in sight: not those behind a closed fold."""
        shown = zip(self._views, self._blocks, strict=False)
        return [
            view.shown_text() for view, block in shown if not block.folded or view.fold.isChecked()
        ]

    def texts_with(self, wanted: str) -> list[ReadingText]:
        """Texts that hold these letters in any case; folded ones are opened."""
        pattern = re.compile(re.escape(wanted), re.IGNORECASE)
        shown = zip(self._views, self._blocks, strict=False)
        found = [view.shown_text() for view, block in shown if pattern.search(block.text)]
        for text in found:
            text.show_all()
        return found

    def show_place(self, text: ReadingText, box: QRect) -> None:
        """Scroll a place of a text into view."""
        layout = self._column
        layout.activate()
        inside = self.widget()
        if inside is None:
            return
        top = text.mapTo(inside, box.topLeft()).y()
        margin = self.viewport().height() // 3
        self.ensureVisible(0, top, 0, margin)
