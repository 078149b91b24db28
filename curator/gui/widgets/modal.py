"""What the large dialogs over a page have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from curator.gui.theme import theme


def as_modal(dialog: QDialog, parent: QWidget, name: str, title: str, wide: int, high: int) -> None:
    """Name a dialog, have it go when it is closed, and fit it into its window; in design px."""
    px = theme().px
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAccessibleName(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    rim = px(32)
    dialog.resize(min(px(wide), parent.width() - rim), min(px(high), parent.height() - rim))
