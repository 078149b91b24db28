"""Colours, type, icons and style sheet."""

from curator.gui.theme.theme import Theme, theme

__all__ = ["Theme", "theme"]
