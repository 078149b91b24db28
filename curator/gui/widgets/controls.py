"""Buttons, segments, chips, message rows and empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from curator.gui.theme import theme
from curator.gui.widgets.labels import (
    Paragraph,
    key_cap_size,
    label,
    mirrored,
    paint_key_cap,
    plain_tip,
)
from curator.gui.widgets.marks import status_icon
from curator.model.review import Mark


def button(
    text: str,
    name: str,
    *,
    kind: str = "",
    icon: str = "",
    on_click: Callable[[], object] | None = None,
) -> QPushButton:
    """A push button; `kind` is "", "primary", "quiet" or "link"; `name` its object name."""
    # Qt sets icon and text 4 px apart; the design wants 8.
    made = QPushButton(f" {text}" if icon else text)
    made.setObjectName(name)
    made.setAccessibleName(text)
    # Clicking must not take the focus from the case: its letters go on working.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        theme().set_icon(made, icon, 16, "accent" if kind == "link" else "text2")
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


def icon_button(
    icon: str, words: str, name: str, on_click: Callable[[], object] | None = None, size: int = 16
) -> QToolButton:
    """A button that is only an icon; `words` is its tool tip and accessible name."""
    made = QToolButton()
    made.setObjectName(name)
    made.setProperty("kind", "icon")
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    theme().set_icon(made, icon, size)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


def menu_button(text: str, name: str, big: bool = False) -> QToolButton:
    """A quiet button with a chevron that opens a menu (`setMenu`)."""
    made = QToolButton()
    made.setObjectName(name)
    made.setText(text)
    made.setAccessibleName(text)
    made.setProperty("kind", "menu")
    made.setProperty("big", big)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    # The chevron follows the text, as a button's icon does in the other direction.
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    theme().set_icon(made, "chevron-down", 14)
    return made


class KeyedButton(QToolButton):
    """A segment: icon, text and key cap, as wide when chosen (bold) as when not."""

    def __init__(self, text: str, key: str = "") -> None:
        super().__init__()
        self.setText(text)
        self._key = key
        self._wanted = True
        self._key_shown = bool(key)

    @property
    def key(self) -> str:
        """What stands on the key cap."""
        return self._key

    def set_key(self, key: str) -> None:
        """Another key, "" for none."""
        self._key = key
        self.setAccessibleName(f"{self.text()}, key {key}" if key else self.text())
        self.show_key(self._wanted)

    def show_key(self, shown: bool) -> None:
        """Show or hide the key cap."""
        self._wanted = shown
        self._key_shown = shown and bool(self._key)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = theme().px
        width = QFontMetrics(theme().font("strong")).horizontalAdvance(self.text()) + px(24)
        if not self.icon().isNull():
            width += self.iconSize().width() + px(8)
        if self._key_shown:
            width += key_cap_size(self._key).width() + px(8)
        return QSize(width, px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        px = theme().px
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()  # pyright: ignore[reportAttributeAccessIssue]
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        left = px(12)
        if not self.icon().isNull():
            size = self.iconSize()
            top = (self.height() - size.height()) // 2
            box = QRect(left, top, size.width(), size.height())
            self.icon().paint(painter, mirrored(self, box))
            left += size.width() + px(8)
        token = str(self.property("tone") or "text") if self.isChecked() else "text2"
        token = "text3" if not self.isEnabled() else "text2" if token == "skip" else token
        painter.setPen(theme().color(token))
        painter.setFont(theme().font("strong" if self.isChecked() else "body"))
        room = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(
            mirrored(self, room),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        if self._key_shown:
            cap = key_cap_size(self._key)
            right = self.width() - cap.width() - px(10)
            top = (self.height() - cap.height()) / 2
            box = QRect(round(right), round(top), cap.width(), cap.height())
            paint_key_cap(painter, QRectF(mirrored(self, box)), self._key)


class Segments(QFrame):
    """Joined buttons of which one is chosen, or none. `chosen` fires on a person's choice."""

    chosen = Signal(str)

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name = name
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons: dict[str, KeyedButton] = {}

    def add(
        self, value: str, text: str, *, key: str = "", icon: str = "", tone: str = ""
    ) -> KeyedButton:
        """Add a segment; `tone` "fail" or "pass" colours it when chosen."""
        made = KeyedButton(text, key)
        made.setObjectName(f"{self._name}-{value}")
        made.setAccessibleName(f"{text}, key {key}" if key else text)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setProperty("segment", True)
        made.setProperty("tone", tone)
        if icon:
            theme().set_icon(made, icon, 16)
        made.clicked.connect(lambda: self._choose(value))
        self._group.addButton(made)
        self._row.addWidget(made)
        self.buttons[value] = made
        places = list(self.buttons.values())
        for place, one in enumerate(places):
            last = place == len(places) - 1
            one.setProperty("place", "last" if last else "first" if place == 0 else "")
            one.style().unpolish(one)
            one.style().polish(one)
        return made

    def _choose(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit(value)

    def set_value(self, value: str | None) -> None:
        """Show a choice without emitting; None shows none."""
        for name, one in self.buttons.items():
            one.setChecked(name == value)

    def value(self) -> str | None:
        """The chosen value."""
        return next((name for name, one in self.buttons.items() if one.isChecked()), None)

    def set_key(self, value: str, key: str) -> None:
        """Another key for a segment, "" for none."""
        self.buttons[value].set_key(key)

    def show_keys(self, shown: bool) -> None:
        """Show or hide all key caps: narrow windows have no room."""
        for one in self.buttons.values():
            one.show_key(shown)


class MarkSegments(Segments):
    """Fail, pass, skip."""

    def __init__(self) -> None:
        super().__init__("mark", "Mark")
        for mark, text, key in (
            (Mark.FAIL, "Fail", "F"),
            (Mark.PASS, "Pass", "P"),
            (Mark.SKIP, "Skip", "S"),
        ):
            self.add(mark.value, text, key=key, tone=mark.value)
        self.refresh_icons()
        theme().changed.connect(self.refresh_icons)

    def refresh_icons(self) -> None:
        """Paint the marks in the theme's colours."""
        for value, one in self.buttons.items():
            one.setIcon(status_icon(Mark(value)))
            one.setIconSize(QSize(theme().px(14), theme().px(14)))


class TagChip(QToolButton):
    """A tag that can be on or off; a digit before it is its key."""

    def __init__(self, tag: str, place: int = 0, *, suggested: bool = False) -> None:
        super().__init__()
        self.tag = tag
        digit = f"{place}  " if 0 < place < 10 else ""
        shown = tag if len(tag) <= 32 else f"{tag[:31]}…"
        self.setText(f"{digit}{shown}".replace("&", "&&"))
        self.setToolTip(plain_tip(tag) if shown != tag else "")
        self.setObjectName(f"tag-{tag}")
        self.setAccessibleName(f"Suggested tag {tag}" if suggested else f"Tag {tag}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("chip", True)
        self.setProperty("suggested", suggested)

    def sizeHint(self) -> QSize:
        # As wide on (medium) as off: a digit must not move its neighbours.
        text = self.text().replace("&&", "&")
        width = QFontMetrics(theme().font("metastrong")).horizontalAdvance(text)
        return QSize(width + theme().px(20), theme().px(26))


class MessageRow(QFrame):
    """A row under the header: 3 px edge, icon, text, one action, and a way to put it away."""

    dismissed = Signal()

    ICONS: ClassVar = {
        "error": ("error", "fail"),
        "warning": ("warning", "warn"),
        "note": ("info", "text2"),
    }

    def __init__(
        self,
        kind: str,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        closable: bool = True,
    ) -> None:
        super().__init__()
        self.kind = kind
        self.text = text
        self.setObjectName(f"message-{kind}")
        self.setProperty("messageRow", kind)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme().px(edge) for edge in (13, 8, 12, 8)))
        row.setSpacing(theme().px(10))
        icon, color = self.ICONS[kind]
        picture = QLabel()
        picture.setPixmap(theme().pixmap(icon, 18, color))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        first, _, rest = text.partition("\n")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Paragraph(first, "strong" if rest else "body", "text"))
        if rest:
            words.addWidget(Paragraph(rest, "body", "text2"))
        row.addLayout(words, 1)
        if action:
            self.action_button = button(action, "message-action", kind="link")
            # The words wrap instead: a button cut at both ends says nothing.
            self.action_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self.action_button.setMinimumWidth(self.action_button.sizeHint().width())
            self.action_button.clicked.connect(self.dismissed)
            if on_action is not None:
                self.action_button.clicked.connect(lambda: on_action())
            row.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignTop)
        if closable:
            close = icon_button("close", "Put this message away", "message-close", size=14)
            close.clicked.connect(self.dismissed)
            row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)


class EmptyState(QWidget):
    """What is missing, what makes it appear, and one button; `late`: built when it has words."""

    acted = Signal()

    def __init__(
        self,
        title: str,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        late: bool = False,
    ) -> None:
        super().__init__()
        if on_action is not None:
            self.acted.connect(on_action)
        if not late:
            self._build(title, text, action)

    def _build(self, title: str, text: str, action: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(32),) * 4)
        column.setSpacing(theme().px(4))
        column.addStretch(2)
        self.title, self.text = label(title, "strong"), label(text, "body")
        for words in (self.title, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setWordWrap(True)
            column.addWidget(words)
        self.button = button(action, "empty-action", on_click=self.acted.emit)
        if not action:
            # Without a parent yet, showing it would open a window of its own.
            self.button.hide()
        line = QHBoxLayout()
        line.setContentsMargins(0, theme().px(12), 0, 0)
        line.addStretch()
        line.addWidget(self.button)
        line.addStretch()
        column.addLayout(line)
        column.addStretch(3)

    def say(self, title: str, text: str, action: str = "") -> None:
        """Change the words; an empty `action` hides the button."""
        if self.layout() is None:
            self._build(title, text, action)
        self.title.setText(title)
        self.text.setText(text)
        self.button.setText(action)
        self.button.setAccessibleName(action)
        self.button.setVisible(bool(action))


def segments(
    name: str,
    accessible_name: str,
    rows: Sequence[tuple[str, str]],
    on_choice: Callable[[str], object],
) -> Segments:
    """Segments from (value, text) rows."""
    made = Segments(name, accessible_name)
    for value, text in rows:
        made.add(value, text)
    made.chosen.connect(lambda value: on_choice(value))
    return made
