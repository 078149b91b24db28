"""The reason for the pin of PySide6: see docs/decisions/0002-pyside6-pin.md."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 100_000


def test_calls_that_return_none_keep_their_references(qtbot: QtBot) -> None:
    """PySide6 6.12.0 loses a reference to None on most calls and dies after some thousands."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)

    for _ in range(CALLS):
        label.setText("x")

    # On Python 3.12 and later None is immortal and its count does not move at all.
    assert sys.getrefcount(None) > before - CALLS / 100
