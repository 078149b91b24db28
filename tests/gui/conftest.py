"""Tests of the screens: settings in Qt's test locations, Qt's own warnings are failures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths


@pytest.fixture(scope="session", autouse=True)
def qt_test_places(isolated_home: Path) -> None:
    """Qt's standard places and settings files inside the tests' home."""
    QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(isolated_home / "config")
    )


@pytest.fixture(autouse=True)
def fresh_settings(qt_test_places: None, isolated_home: Path) -> None:
    """Each test starts without anything remembered from another."""
    for remembered in (isolated_home / "config").rglob("*.ini"):
        remembered.unlink()
