"""The app with its import page in front, driven by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from curator.gui.pages.import_page import ImportPage
from curator.gui.widgets.controls import MessageRow
from curator.project.store import ProjectFile
from tests.gui.session import Session

Key = Qt.Key
CHAT = '{"input": "How?", "output": "So."}\n'


class Importing(Session):
    """A session whose subject is the import page."""

    @property
    def page(self) -> ImportPage:
        page = self.window.pages["import"]
        assert isinstance(page, ImportPage)
        return page

    @property
    def project(self) -> ProjectFile:
        return self.window.context.the_project()

    def drop(self, *files: Path, on: QWidget | None = None) -> None:
        """Drag files onto a place of the window and let go."""
        target = on or self.window
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        place, copy = QPoint(300, 300), Qt.DropAction.CopyAction
        QApplication.sendEvent(target, QDragEnterEvent(place, copy, data, left, none))
        QApplication.sendEvent(target, QDropEvent(place.toPointF(), copy, data, left, none))
        self.rest()

    def add(self) -> None:
        """Press Add cases and wait for the end."""
        self.page.progress.add.setFocus()
        self.press(Key.Key_Space)
        self.qtbot.waitUntil(self.page.progress.review.isVisible, timeout=20_000)
        self.rest()

    def choose(self, combo: QComboBox, value: str) -> None:
        """Open a box, go to a row of its list and take it."""
        QApplication.processEvents()
        combo.setFocus()
        assert self.focused is combo
        wanted = combo.findData(value)
        assert wanted >= 0, value
        self.press(Key.Key_Down)
        view = combo.view()
        self.qtbot.waitUntil(view.isVisible)
        while (row := view.currentIndex().row()) != wanted:
            QTest.keyClick(view, Key.Key_Down if row < wanted else Key.Key_Up)
            assert view.currentIndex().row() != row
        QTest.keyClick(view, Key.Key_Return)
        self.qtbot.waitUntil(lambda: not view.isVisible())
        self.to_front()
        main = self.window.windowHandle()
        self.qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is main)
        self.rest()

    def field(self, column: str) -> QComboBox:
        """What a column is taken for."""
        combo = self.page.mapping.findChild(QComboBox, f"field-{column}")
        assert combo is not None
        return combo

    def shown(self) -> list[Sequence[str]]:
        """The preview's rows."""
        return list(self.page.results.preview.rows.rows)

    def messages(self) -> list[str]:
        """What the message rows say."""
        QApplication.processEvents()
        return [row.text for row in self.window.findChildren(MessageRow) if not row.isHidden()]

    def click(self, button: QWidget) -> None:
        """Click with the mouse."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()


Start = Callable[[], Importing]


def table(folder: Path, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_text("frage,antwort,quelle\nq1,a1,x\nq2,a2,y\n", encoding="utf-8")
    return path
