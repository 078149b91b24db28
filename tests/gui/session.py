"""The app as a person has it: started for real, driven by keys on the window in front."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from curator.gui.application import make_application, start
from curator.gui.main_window import MainWindow
from curator.gui.pages.review import ReviewPage
from curator.model.case import Case
from curator.operations.demo import build_sample

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@cache
def _sample() -> bytes:
    with tempfile.TemporaryDirectory(prefix="curator-sample-") as folder:
        path = Path(folder) / "sample.curator"
        build_sample(path).close()
        return path.read_bytes()


def sample_copy(folder: Path) -> Path:
    """The sample project as it ships, in a file of the test's own."""
    path = folder / "sample.curator"
    path.write_bytes(_sample())
    return path


class Session:
    """One run of the app, from start to quit."""

    def __init__(self, qtbot: QtBot, project: Path | None) -> None:
        self.qtbot = qtbot
        self.keys = 0
        self.window: MainWindow = start(make_application(["curator"]), project)
        self.to_front()

    def to_front(self) -> None:
        """Make the window the active one, as a window manager would."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def review(self) -> ReviewPage:
        """The review page."""
        page = self.window.pages["review"]
        assert isinstance(page, ReviewPage)
        return page

    @property
    def case(self) -> Case:
        """The case that is shown."""
        case = self.review.current_case
        assert case is not None
        return case

    @property
    def key(self) -> int:
        """The shown case's key."""
        return self.case.key

    @property
    def focused(self) -> QWidget | None:
        """What has the focus."""
        return QApplication.focusWidget()

    def press(
        self,
        *pressed: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press keys one after another, wherever the focus is."""
        for one in pressed:
            self.keys += 1
            QTest.keyClick(self._window_in_front(), one, modifier)
            QCoreApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        for letter in text:
            self.keys += 1
            window = self._window_in_front()
            QTest.keyClick(window, letter)  # pyright: ignore[reportArgumentType, reportCallIssue]
        QCoreApplication.processEvents()

    def _window_in_front(self) -> QWindow:
        popup = QApplication.activePopupWidget()
        window = popup.windowHandle() if popup is not None else QGuiApplication.focusWindow()
        assert window is not None
        return window

    def shown_marks(self, keys: Sequence[int]) -> list[str]:
        """The marks that the case list shows for these cases, "" for none."""
        model = self.review.list.model
        found: list[str] = []
        for key in keys:
            row = model.row_of(key)
            line = model.line(row) if row is not None else None
            assert line is not None
            found.append(line.mark.value if line.mark else "")
        return found

    def show(self, key: int) -> None:
        """Go to a case with J and K."""
        row = self.review.list.model.row_of(key)
        assert row is not None
        while self.review.list.row() != row:
            self.press(Qt.Key.Key_J if self.review.list.row() < row else Qt.Key.Key_K)

    def rest(self) -> None:
        """Until nothing runs in the background, and all of the queue is known."""
        background, pages = self.window.context.background, self.window.pages

        def is_over() -> bool:
            loading = any(isinstance(one, ReviewPage) and one.loader.busy for one in pages.built())
            return not background.busy and not loading

        self.qtbot.waitUntil(is_over, timeout=30_000)

    def quit(self) -> None:
        """Ctrl+Q; the window and all it holds are gone."""
        self.press(Qt.Key.Key_Q, modifier=CTRL)
        assert not self.window.isVisible()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
