"""The window on a stage's page, on the sample project with patterns and a trial."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from curator.gui.application import make_application, open_window
from curator.gui.main_window import MainWindow
from curator.gui.page import Page
from curator.gui.theme import theme
from curator.operations import demo, patterns
from curator.project.store import ProjectFile

REVIEWER = "Ada"
NO_KEYS = Qt.KeyboardModifier.NoModifier
PageType = TypeVar("PageType", bound=Page)
MakeStage = Callable[[Path, str], "StageWindow"]


@cache
def _grouped_sample() -> bytes:
    with tempfile.TemporaryDirectory(prefix="curator-stages-") as folder:
        path = Path(folder) / "sample.curator"
        with demo.build_sample(path) as project:
            patterns.ensure_grouped(project)
            demo.import_better_prompt(project)
        return path.read_bytes()


def grouped_sample(folder: Path) -> Path:
    """The sample, grouped and with its trial, in a file of the test's own."""
    path = folder / "sample.curator"
    path.write_bytes(_grouped_sample())
    return path


@pytest.fixture(scope="module")
def shared_window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """One window for a module's tests: each opens a project of its own in it."""
    make_application(["curator"])
    theme().choose("light")
    place = tmp_path_factory.mktemp("window") / "settings.ini"
    settings = QSettings(str(place), QSettings.Format.IniFormat)
    settings.setValue("reviewer", REVIEWER)
    window = open_window(None, settings)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def make_stage(qtbot: QtBot, shared_window: MainWindow) -> Iterator[MakeStage]:
    """Opens a project on a page; puts the window away afterwards."""
    made: list[StageWindow] = []

    def make(project: Path, page: str) -> StageWindow:
        made.append(StageWindow(qtbot, shared_window, project, page))
        return made[-1]

    yield make
    for one in made:
        one.put_away()


class StageWindow:
    """The real window with one page in front, driven by keys."""

    def __init__(self, qtbot: QtBot, window: MainWindow, project: Path, page: str) -> None:
        self.qtbot = qtbot
        self.window = window
        self.opened: list[tuple[list[int], str]] = []
        window.context.cases_requested.connect(self._cases_opened)
        window.resize(1440, 900)
        window.open_project(project)
        window.show()
        self._activate()
        self.go_to(page)

    def _activate(self) -> None:
        """Bring the window to the front; offscreen, a hidden one returns only from behind."""
        other = QWidget()
        other.show()
        other.activateWindow()
        self.qtbot.waitUntil(other.isActiveWindow)
        self.window.activateWindow()
        other.close()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def _cases_opened(self, keys: list[int], title: str) -> None:
        self.opened.append((list(keys), title))

    def put_away(self) -> None:
        """Close the project and hide the window for the next test."""
        self.settle()
        self.window.context.cases_requested.disconnect(self._cases_opened)
        self.window.keeper.close()
        self.window.hide()
        QCoreApplication.processEvents()

    @property
    def project(self) -> ProjectFile:
        return self.window.context.the_project()

    def page(self, kind: type[PageType]) -> PageType:
        """The page in front, as what it is."""
        found = self.window.page
        assert isinstance(found, kind)
        return found

    def go_to(self, page: str) -> None:
        self.window.show_page(page)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is worked out any more."""
        self.qtbot.waitUntil(self._calm, timeout=20_000)

    def _calm(self) -> bool:
        QCoreApplication.processEvents()
        return not self.window.context.background.busy

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press keys one after another on whatever has the focus."""
        for key in keys:
            QTest.keyClick(self._target(), key, modifier)
            self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self._target(), text)
        self.settle()

    def _target(self) -> QWidget:
        dialog = QApplication.activeModalWidget()
        focused = QApplication.focusWidget()
        return focused or dialog or self.window
