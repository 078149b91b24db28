"""Tests of the screens: settings of their own, and no window left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from tests.gui.import_session import Start


@pytest.fixture(scope="session", autouse=True)
def qt_test_places(isolated_home: Path) -> None:
    """Qt's standard places and settings files inside the tests' home."""
    QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(isolated_home / "config")
    )


@pytest.fixture(autouse=True)
def fresh_settings(qt_test_places: None) -> None:
    """Each test starts without anything remembered from another."""
    # Removing the file would not do: Qt keeps the values of a process in memory too.
    settings = QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Curator", "Curator"
    )
    settings.clear()
    settings.sync()


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """A test gives its windows to qtbot.addWidget or closes them; one left open is a leak."""
    yield
    left = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    names = [f"{type(window).__name__} {window.objectName()!r}" for window in left]
    for window in left:
        window.close()
        window.deleteLater()
    assert not left, f"windows left open: {', '.join(names)}"


@pytest.fixture
def start(qtbot: QtBot) -> Start:
    """Starts the app without a project, to bring files in."""
    from tests.gui.import_session import Importing

    return lambda: Importing(qtbot, None)
