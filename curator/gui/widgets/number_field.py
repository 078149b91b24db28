"""A whole number to type or step through."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox

from curator.gui.theme import theme

WIDTH = 80


def number_field(
    name: str, words: str, least: int, most: int, value: int, *, zero: str = ""
) -> QSpinBox:
    """`words` is the accessible name, `zero` what stands for the least value."""
    made = QSpinBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setRange(least, most)
    made.setSpecialValueText(zero)
    made.setValue(value)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    made.setFixedWidth(theme().px(WIDTH))
    return made
