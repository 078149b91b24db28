"""A line of text to type."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit


def line_field(name: str, words: str, tip: str) -> QLineEdit:
    """`words` is the accessible name, `tip` what stands in the empty field."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setPlaceholderText(tip)
    return made
