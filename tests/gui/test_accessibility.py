"""Everything that takes the focus says what it is: on every page, with and without cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from curator.gui.pages import PAGES as SPECS
from curator.operations import patterns, projects
from tests.gui.session import SHIFT, Session, sample_copy

PAGES = tuple(spec.name for spec in SPECS)
ROLES_WITHOUT_MEANING = {
    QAccessible.Role.NoRole,
    QAccessible.Role.Client,
    QAccessible.Role.Pane,
    QAccessible.Role.Window,
}


def focusable(window: QWidget) -> Iterator[QWidget]:
    """Widgets in sight that Tab or a click can reach; not the parts Qt puts into them."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        inside = widget.parentWidget()
        part = widget.objectName().startswith("qt_") or isinstance(inside, QAbstractSpinBox)
        if not part and widget.focusProxy() is None:
            yield widget


def problems(window: QWidget) -> list[str]:
    """What a screen reader could not say of the widgets in sight."""
    found: list[str] = []
    for widget in focusable(window):
        what = f"{type(widget).__name__} {widget.objectName()!r}"
        seen = QAccessible.queryAccessibleInterface(widget)
        if seen is None:
            found.append(f"{what} is not in the accessibility tree")
            continue
        if not widget.objectName():
            found.append(f"{what} has no object name")
        if not seen.text(QAccessible.Text.Name).strip():
            found.append(f"{what} has no name")
        # A scroll area is a pane by nature, and Qt lets Python give painted widgets no role of
        # their own: for both, the name says it.
        kinds = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("curator")]
        painted = any("paintEvent" in vars(kind) for kind in kinds)
        own = isinstance(widget, QAbstractScrollArea) or painted
        if seen.role() in ROLES_WITHOUT_MEANING and not own:
            found.append(f"{what} has the role {seen.role().name}")
    return found


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = sample_copy(tmp_path_factory.mktemp("names"))
    with projects.open_project(path) as project:
        patterns.ensure_grouped(project)
    return path


def test_every_page_says_what_it_holds(qtbot: QtBot, grouped: Path) -> None:
    session = Session(qtbot, grouped)
    for name in PAGES:
        session.window.show_page(name)
        session.rest()
        qtbot.wait(50)
        assert session.window.page.name == name
        assert list(focusable(session.window)), name
        assert problems(session.window) == [], name
    session.to_front()
    session.quit()


def test_the_review_page_says_what_it_holds_while_one_writes(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    session.press(Qt.Key.Key_E)
    assert problems(session.window) == []
    session.press(Qt.Key.Key_Escape, Qt.Key.Key_F11)
    assert problems(session.window) == []
    session.window.resize(880, 520)
    session.press(Qt.Key.Key_T)
    assert problems(session.window) == []
    session.press(Qt.Key.Key_Escape)
    session.quit()


def test_an_empty_project_says_what_is_missing(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "empty.curator"
    projects.create_project(path).close()
    session = Session(qtbot, path)
    assert session.window.page.name == "import"
    for name in PAGES:
        session.window.show_page(name)
        session.rest()
        assert problems(session.window) == [], name
    session.to_front()
    session.quit()


def test_tab_goes_round_the_review_page_and_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    """No field keeps the focus: Tab reaches input, mark, note and ideal answer, and returns."""
    session = Session(qtbot, sample_copy(tmp_path))
    session.press(Qt.Key.Key_E)
    session.press(Qt.Key.Key_Escape)
    start = session.focused
    seen: list[QWidget] = []
    for _ in range(120):
        session.press(Qt.Key.Key_Tab)
        assert session.focused is not None
        seen.append(session.focused)
        if session.focused is start:
            break
    names = {widget.objectName() for widget in seen}
    assert {"rail-list", "input", "output", "note", "ideal-answer", "mark-fail"} <= names
    assert seen[-1] is start
    assert all(isinstance(one, QWidget) for one in seen)
    assert any(isinstance(one, QLineEdit) for one in seen)
    assert any(isinstance(one, QAbstractButton) for one in seen)
    session.quit()


def test_tab_follows_the_reading_order_there_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    """Rail, header, list, marks, input, output, note, tags, severity, ideal answer, strip."""
    session = Session(qtbot, sample_copy(tmp_path))
    opened, me = session.window.context.the_project(), session.window.context.reviewer
    session.window.context.did(projects.set_setting(opened, "severity", True, me))
    session.press(Qt.Key.Key_F, Qt.Key.Key_Escape, Qt.Key.Key_T)
    session.type("qqx")
    session.press(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_E, Qt.Key.Key_Escape)
    assert problems(session.window) == []
    session.window.rail.focus_widget().setFocus()

    def walk(key: Qt.Key, modifier: Qt.KeyboardModifier) -> list[str]:
        names: list[str] = []
        start = session.focused
        while not names or session.focused is not start:
            session.press(key, modifier=modifier)
            assert session.focused is not None
            assert len(names) < 150
            names.append(session.focused.objectName())
        return names

    names = walk(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    wanted = ["header-project", "search", "case-list", "mark-fail", "input", "output", "note"]
    wanted += ["tag-field", "tag-qqx", "ideal-answer", "strip-mark-fail", "rail-list"]
    places = [names.index(name) for name in wanted]
    assert places == sorted(places), names
    severity = next(place for place, name in enumerate(names) if name.startswith("severity-"))
    assert names.index("tag-qqx") < severity < names.index("ideal-answer")
    folds = [place for place, name in enumerate(names) if name == "fold"]
    assert all(names.index("mark-fail") < place < names.index("output") for place in folds)
    back = walk(Qt.Key.Key_Backtab, SHIFT)
    known = [name for name in back if name in wanted and name != "tag-field"]
    assert known[:-1] == [name for name in reversed(wanted[:-1]) if name != "tag-field"]
    session.quit()


def test_f6_goes_from_pane_to_pane(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    session.press(Qt.Key.Key_E)
    session.press(Qt.Key.Key_Escape)
    names: list[str] = []
    for _ in range(7):
        session.press(Qt.Key.Key_F6)
        assert session.focused is not None
        names.append(session.focused.objectName())
    wanted = ["input", "output", "note", "ideal-answer", "rail-list", "header-project", "case-list"]
    assert names == wanted
    session.quit()
