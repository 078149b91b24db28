"""Text that is read: styled labels, elided lines, paragraphs with a line height."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStyle, QWidget

from curator.gui.theme import theme


def label(text: str, style: str = "body", color: str = "") -> QLabel:
    """A plain-text label in a text style; `color` is a token that replaces the style's own."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("textStyle", style)
    if color:
        made.setProperty("color", color)
    return made


def set_color(widget: QWidget, color: str) -> None:
    """Change a label's colour token."""
    if widget.property("color") != color:
        widget.setProperty("color", color)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def mirrored(widget: QWidget, box: QRect) -> QRect:
    """A box of a painted widget where it stands in the widget's direction."""
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), box)


def plain_tip(text: str) -> str:
    """A tool tip for any text: Qt would take what looks like HTML for HTML, and load its images."""
    if "<" not in text:
        return text
    from html import escape

    return f'<span style="white-space: pre-wrap">{escape(text)}</span>'


def rule(direction: str = "h") -> QFrame:
    """A 1 px rule, "h" or "v"."""
    made = QFrame()
    made.setProperty("rule", direction)
    return made


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs right to left."""
    for character in text[:500]:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return False
        if kind in ("R", "AL"):
            return True
    return False


def text_direction(text: str) -> Qt.LayoutDirection:
    """The direction of a text from its first strong letter."""
    right_to_left = runs_right_to_left(text)
    return Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight


def text_side(text: str) -> Qt.AlignmentFlag:
    """The side that a text of this direction starts on, for `QPainter.drawText`."""
    side = Qt.AlignmentFlag.AlignRight if runs_right_to_left(text) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class ElidedLabel(QWidget):
    """One line that ends in … where it does not fit; the whole text is its tool tip."""

    def __init__(self, text: str = "", style: str = "body", color: str = "text2") -> None:
        super().__init__()
        self._text = text
        self._style = style
        self._color = color
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_color(self, color: str) -> None:
        """Paint with another token."""
        self._color = color
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font(self._style))
        return QSize(metrics.horizontalAdvance(self._text) + 2, theme().line_height(self._style))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().line_height(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font(self._style))
        painter.setPen(theme().color(self._color))
        line = " ".join(self._text[:2000].split())
        painter.setLayoutDirection(text_direction(line))
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self._text[:2000]) if shown != line else "")
        painter.drawText(self.rect(), text_side(line), shown)


class InlineText(QWidget):
    """One line of parts in several styles, with a shorter wording for narrow windows.

    A part is (text, style, colour token).
    """

    Parts = Sequence[tuple[str, str, str]]

    def __init__(self, parts: Parts = (), short: Parts = ()) -> None:
        super().__init__()
        self._parts: InlineText.Parts = ()
        self._short: InlineText.Parts = ()
        self.compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_parts(parts, short)

    def set_parts(self, parts: Parts, short: Parts = ()) -> None:
        """Show other parts."""
        if (parts, short) == (self._parts, self._short):
            return
        self._parts, self._short = parts, short
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The long wording as plain text."""
        return "".join(text for text, _, _ in self._parts)

    def set_compact(self, compact: bool) -> None:
        """Use the short wording where there is one."""
        if compact != self.compact:
            self.compact = compact
            self.updateGeometry()
            self.update()

    def width_when(self, compact: bool) -> int:
        """How wide a wording is, in px."""
        parts = self._short if compact and self._short else self._parts
        widths = (
            QFontMetrics(theme().font(style)).horizontalAdvance(text) for text, style, _ in parts
        )
        return sum(widths)

    def sizeHint(self) -> QSize:
        return QSize(self.width_when(self.compact) + 1, theme().line_height("body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0
        for text, style, color in self._short if self.compact and self._short else self._parts:
            painter.setFont(theme().font(style))
            painter.setPen(theme().color(color))
            width = painter.fontMetrics().horizontalAdvance(text)
            place = QRect(left, 0, width + 2, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            left += width


class Paragraph(QWidget):
    """Wrapped plain text in a text style with its line height, which a QLabel cannot have."""

    def __init__(self, text: str = "", style: str = "body", color: str = "text2") -> None:
        super().__init__()
        self._text = text
        self._style = style
        self._color = color
        self.centered = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, color: str = "") -> None:
        """Show another text, in another token's colour where one is named."""
        self._text = text
        self._color = color or self._color
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _layouts(self, width: int) -> tuple[list[QTextLayout], int]:
        line_height = theme().line_height(self._style)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if self.centered:
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layouts: list[QTextLayout] = []
        top = 0
        for paragraph in self._text.split("\n"):
            # A number and its % stay on one line.
            whole = paragraph.replace(" %", "\u00a0%")
            layout = QTextLayout(whole, theme().font(self._style))
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1, width))
                line.setPosition(QPointF(0, top + (line_height - line.height()) / 2))
                top += line_height
            layout.endLayout()
            layouts.append(layout)
        return layouts, top

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._layouts(width)[1]

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font(self._style))
        width = max((metrics.horizontalAdvance(line) for line in self._text.split("\n")), default=0)
        width = min(width + 2, theme().px(560))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().line_height(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme().color(self._color))
        for layout in self._layouts(self.width())[0]:
            layout.draw(painter, QPointF(0, 0))


class SectionHeader(QWidget):
    """A pane's title with a quiet word beside it and room for controls at the right."""

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(12))
        self.title = label(title, "strong")
        self.detail = ElidedLabel(detail, "meta", "text3")
        self.detail.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.title)
        row.addWidget(self.detail, 1)
        self.row = row

    def set_detail(self, text: str) -> None:
        """Change the quiet word."""
        self.detail.set_text(text)

    def add(self, widget: QWidget) -> None:
        """Add a control at the right end."""
        self.row.addWidget(widget)


class KeyCap(QWidget):
    """One key as it stands on the keyboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_key(self, text: str) -> None:
        """Show another key, or nothing for ""."""
        self._text = text
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The key."""
        return self._text

    def sizeHint(self) -> QSize:
        return key_cap_size(self._text) if self._text else QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._text:
            painter = QPainter(self)
            paint_key_cap(painter, QRectF(self.rect()), self._text)


def key_cap_size(text: str) -> QSize:
    """How large a key cap is."""
    metrics = QFontMetrics(theme().font("metastrong"))
    width = max(theme().px(20), metrics.horizontalAdvance(text) + theme().px(11))
    return QSize(width, theme().px(20))


def paint_key_cap(painter: QPainter, box: QRectF, text: str) -> None:
    """Paint a key cap into `box`: light sides, a darker foot."""
    colors = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(colors.color("line"))
    painter.setBrush(colors.color("surface"))
    painter.drawRoundedRect(inner, 3, 3)
    painter.setPen(colors.color("ctl"))
    painter.drawLine(
        QPointF(inner.left() + 2, inner.bottom()), QPointF(inner.right() - 2, inner.bottom())
    )
    painter.setPen(colors.color("text"))
    painter.setFont(colors.font("metastrong"))
    painter.drawText(box.adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
