"""Keys named on the screen: every place that names one follows the key its action has now."""

from __future__ import annotations

import re
from typing import Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from curator.gui.action_spec import ActionSpec, shown, with_key
from curator.gui.actions import ACTIONS
from curator.gui.context import AppContext
from curator.gui.key_map import KeyMap
from curator.gui.widgets.controls import Segments

_ACTION, _WORDS = "namesKeyOf", "wordsBeforeKey"
_SPECS: dict[str, ActionSpec] = {spec.id: spec for spec in ACTIONS}
_IN_WORDS = re.compile(r" \(\{([\w-]+)\}\)")
W = TypeVar("W", bound=QWidget)


@runtime_checkable
class _ShowsKey(Protocol):
    """A key cap, or a button that holds one."""

    def set_key(self, key: str) -> None: ...


def names_key(widget: W, action: str) -> W:
    """Let a key cap, a segment, or the "(…)" at the end of a tool tip follow an action's key."""
    widget.setProperty(_ACTION, action)
    return widget


def ends_in_key(button: QPushButton, action: str) -> QPushButton:
    """Let a button's words end in an action's key."""
    button.setProperty(_WORDS, button.text())
    return names_key(button, action)


def key_of(settings: QSettings, action: str) -> str:
    """The key of an action as it is set, "" for none."""
    return KeyMap(settings).first(_SPECS[action])


def in_words(settings: QSettings, text: str) -> str:
    """A text in which " ({action id})" becomes the action's key, or nothing where it has none."""

    def key(found: re.Match[str]) -> str:
        now = key_of(settings, found[1])
        return f" ({now})" if now else ""

    return _IN_WORDS.sub(key, text)


class KeyWords:
    """Keeps what parts of the window say about keys true."""

    def __init__(self, context: AppContext, *parts: QWidget) -> None:
        self._settings = context.settings
        self._parts: list[QWidget] = []
        for part in parts:
            self.follow(part)
        context.keys_changed.connect(self._show_all)

    def follow(self, part: QWidget) -> None:
        """Show the keys within a part of the window as they are, now and after each change."""
        self._parts.append(part)
        self._show(part)

    def _show_all(self) -> None:
        for part in self._parts:
            self._show(part)

    def _show(self, part: QWidget) -> None:
        for widget in part.findChildren(QWidget):
            action = widget.property(_ACTION)
            if isinstance(action, str):
                _show_key(widget, key_of(self._settings, action))


def _show_key(widget: QWidget, key: str) -> None:
    if isinstance(widget, _ShowsKey) and not isinstance(widget, Segments):
        widget.set_key(shown(key))
        return
    if widget.toolTip():
        if widget.accessibleName() == widget.toolTip():
            widget.setAccessibleName(with_key(widget.accessibleName(), key))
        widget.setToolTip(with_key(widget.toolTip(), key))
    words = widget.property(_WORDS)
    if isinstance(words, str) and isinstance(widget, QAbstractButton):
        widget.setText(f"{words}  {shown(key)}" if key else words)
