"""One painting for one change, however many widgets it moves."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent

NESTED = 6
"""Layouts in one another from a text to the page: each asks the one around it a round later."""


def settle_layouts() -> None:
    """Let every layout that waits be worked out now, before the window is painted.

    Left to the event loop, a layout inside a layout is settled a round later each, and what it
    moves is painted once more: a case took two and a half paintings.
    """
    for _ in range(NESTED):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
