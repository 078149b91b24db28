"""Pages are built when they are wanted, the others when nobody does anything."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from curator.gui.page_shelf import QUIET_MILLISECONDS
from curator.gui.pages import PAGES, page_class
from tests.gui.session import CTRL, Session, sample_copy


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched.objectName())
        return False


def test_a_page_is_listed_as_it_calls_itself() -> None:
    for spec in PAGES:
        assert (page_class(spec).name, page_class(spec).title) == (spec.name, spec.title)


def test_a_project_opens_with_the_page_in_front_alone(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    assert [page.name for page in session.window.pages.built()] == ["review"]
    session.press(Qt.Key.Key_1, modifier=CTRL)
    assert session.window.page.name == "import"
    assert [page.name for page in session.window.pages.built()] == ["review", "import"]
    session.rest()
    session.quit()


def test_the_other_pages_come_by_themselves_and_open_no_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    windows = Windows()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(windows)
    focused = session.focused
    qtbot.waitUntil(lambda: len(session.window.pages.built()) == len(PAGES), timeout=20_000)
    assert windows.shown == []
    assert session.focused is focused
    assert session.window.page is session.review
    rows = session.window.rail.model
    session.rest()
    assert rows.data(rows.index(rows.names.index("import")), Qt.ItemDataRole.UserRole)
    session.quit()


def test_a_mark_puts_the_other_pages_off(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    timer = session.window.pages._timer
    for _ in range(4):
        timer.start(1)
        session.press(Qt.Key.Key_P)
        assert timer.interval() == QUIET_MILLISECONDS
    session.rest()
    session.quit()


def test_a_hand_on_the_wheel_puts_the_other_pages_off(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    session.press(Qt.Key.Key_J)
    timer, table = session.window.pages._timer, session.review.list.table
    handle = session.window.windowHandle()
    assert handle is not None
    place = QPointF(table.mapTo(session.window, table.rect().center()))
    timer.start(1)
    turn = QWheelEvent(
        place,
        QPointF(handle.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(handle, turn)
    assert timer.interval() == QUIET_MILLISECONDS
    session.rest()
    session.quit()


def test_a_window_that_closed_builds_no_more_pages(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    session.rest()
    session.press(Qt.Key.Key_Q, modifier=CTRL)
    session.window.pages.put_off()
    assert not session.window.pages._timer.isActive()
    session.window.deleteLater()
