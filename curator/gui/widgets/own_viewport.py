"""Viewports that Qt for Python knows already."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea, *, filled: bool = True) -> QWidget:
    """Give a scroll area a viewport of ours, and return it.

    To tell what Qt's own one is, Qt for Python would make classes of all the widgets that Qt has:
    20 ms, once, while a project is opened (decision 0086).
    """
    viewport = QWidget()
    area.setViewport(viewport)
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(filled)
    return viewport
