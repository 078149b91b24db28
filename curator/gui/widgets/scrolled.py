"""A form that scrolls where the window is low."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from curator.gui.theme import theme


def scrolled(inside: QWidget, name: str, words: str) -> QScrollArea:
    """A scroll area round a form, as wide as it asks to be; `words` is its accessible name."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setAccessibleName(words)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    # Its own minimum and the scroll bar beside it.
    area.setMinimumWidth(inside.minimumSizeHint().width() + theme().px(14))
    return area
