"""The settings page by its keys: every row counts at once and is there after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from curator.gui.actions import ACTIONS
from curator.gui.command_list import KeySheet
from curator.gui.key_map import KeyMap
from curator.gui.settings_dialog import SettingsDialog
from curator.gui.settings_keys import KeyField
from curator.gui.settings_table import SETTINGS, setting
from curator.gui.theme import theme
from curator.gui.widgets.labels import KeyCap
from curator.gui.widgets.splitter import Splitter
from curator.model.review import Mark
from curator.operations import projects, reviewing
from tests.builders import incoming, new_project
from tests.gui.session import CTRL, Session

SPECS = {spec.id: spec for spec in ACTIONS}


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Session:
    new_project(tmp_path, (incoming(line) for line in range(1, 30))).close()
    return Session(qtbot, tmp_path / "project.curator")


def open_settings(session: Session) -> SettingsDialog:
    """Ctrl+, as a person presses it."""
    session.press(Qt.Key.Key_Comma, modifier=CTRL)
    found = session.window.findChild(SettingsDialog)
    assert found is not None
    session.qtbot.waitUntil(found.isActiveWindow)
    return found


def close(session: Session, dialog: SettingsDialog) -> None:
    dialog.reject()
    session.to_front()


def field(dialog: SettingsDialog, name: str) -> QWidget:
    found = dialog.findChild(QWidget, f"setting-{name}")
    assert found is not None, name
    return found


def test_every_row_of_the_table_has_its_field(session: Session) -> None:
    dialog = open_settings(session)
    kinds = {
        "line": QLineEdit,
        "choice": QComboBox,
        "language": QComboBox,
        "percent": QSpinBox,
        "number": QSpinBox,
        "switch": QCheckBox,
    }
    for row in SETTINGS:
        found = field(dialog, row.id)
        assert isinstance(found, kinds[row.kind])
        assert found.accessibleName() == row.text
    close(session, dialog)
    session.quit()


def test_a_change_counts_at_once_and_stays(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    dialog = open_settings(session)
    size = field(dialog, "caseScale")
    assert isinstance(size, QSpinBox)
    before = theme().font("case").pixelSize()
    size.setValue(150)
    assert theme().font("case").pixelSize() > before
    colours = field(dialog, "theme")
    assert isinstance(colours, QComboBox)
    colours.setCurrentIndex(2)
    colours.activated.emit(2)
    assert theme().mode == "dark"
    name = field(dialog, "reviewer")
    assert isinstance(name, QLineEdit)
    name.setText("Ada")
    name.editingFinished.emit()
    assert session.window.context.reviewer == "Ada"
    assert session.review.reviewer_row.isHidden()
    repeats = field(dialog, "blind_repeats")
    assert isinstance(repeats, QSpinBox)
    repeats.setValue(25)
    assert projects.settings(session.window.context.the_project())["blind_repeats"] == 25
    close(session, dialog)
    session.quit()
    again = Session(qtbot, tmp_path / "project.curator")
    dialog = open_settings(again)
    for name, value in (("caseScale", 150), ("blind_repeats", 25)):
        shown = field(dialog, name)
        assert isinstance(shown, QSpinBox)
        assert shown.value() == value
    assert theme().mode == "dark"
    close(again, dialog)
    again.quit()
    theme().set_scale(1.0, 1.0)
    theme().choose("light")


def test_letters_can_be_switched_off(session: Session) -> None:
    dialog = open_settings(session)
    letters = field(dialog, "letterKeys")
    assert isinstance(letters, QCheckBox)
    letters.click()
    close(session, dialog)
    key = session.key
    session.press(Qt.Key.Key_P)
    assert session.shown_marks([key]) == [""]
    session.press(Qt.Key.Key_K, modifier=CTRL)
    commands = session.window.findChild(QWidget, "command-list")
    assert commands is not None, "keys with Ctrl go on working"
    commands.close()
    session.to_front()
    dialog = open_settings(session)
    letters = field(dialog, "letterKeys")
    assert isinstance(letters, QCheckBox)
    letters.click()
    close(session, dialog)
    session.press(Qt.Key.Key_P)
    assert session.shown_marks([key]) == ["pass"]
    session.quit()


def press_in(dialog: SettingsDialog, name: str, key: Qt.Key, modifier: object = None) -> KeyField:
    found = dialog.findChild(KeyField, f"key-{name}")
    assert found is not None
    none = Qt.KeyboardModifier.NoModifier
    QTest.keyClick(found, key, modifier if isinstance(modifier, Qt.KeyboardModifier) else none)
    return found


def test_another_key_marks_and_is_on_the_key_sheet(session: Session) -> None:
    dialog = open_settings(session)
    dialog.tabs.chosen.emit("keys")
    assert press_in(dialog, "mark-pass", Qt.Key.Key_G).text() == "G"
    close(session, dialog)
    key = session.key
    session.press(Qt.Key.Key_P)
    assert session.shown_marks([key]) == [""], "the old key does nothing now"
    session.press(Qt.Key.Key_G)
    assert session.shown_marks([key]) == ["pass"]
    strip = session.window.key_strip
    assert strip.findChild(QWidget, "strip-mark-pass").hint.keys == ("G",)  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]
    button = session.review.case.marks.buttons["pass"]
    assert (button.key, button.accessibleName()) == ("G", "Pass, key G")
    session.press(Qt.Key.Key_F1)
    sheet = session.window.findChild(KeySheet)
    assert sheet is not None
    caps = [cap._text for cap in sheet.findChildren(KeyCap)]
    assert "G" in caps
    others = [spec for spec in ACTIONS if "P" in spec.keys and spec.id != "mark-pass"]
    assert caps.count("P") == len(others)
    sheet.reject()
    session.to_front()
    session.quit()


def test_caps_and_tool_tips_follow_their_keys(session: Session) -> None:
    view, panel = session.review.case, session.review.list
    assert [one.key for one in view.marks.buttons.values()] == ["F", "P", "S"]
    assert panel.hide_button.toolTip() == "Hide the case list (Ctrl+B)"
    dialog = open_settings(session)
    dialog.tabs.chosen.emit("keys")
    press_in(dialog, "toggle-list", Qt.Key.Key_U, CTRL)
    press_in(dialog, "ideal", Qt.Key.Key_W)
    close(session, dialog)
    assert panel.hide_button.toolTip() == "Hide the case list (Ctrl+U)"
    assert view.ideal.write_key.text() == "W"
    session.window.context.settings.setValue("letterKeys", "false")
    session.window._follow_setting("letterKeys")
    assert [one.key for one in view.marks.buttons.values()] == ["", "", ""]
    assert view.marks.buttons["fail"].accessibleName() == "Fail"
    session.quit()


def test_a_key_in_use_is_refused_in_a_sentence(session: Session) -> None:
    dialog = open_settings(session)
    dialog.tabs.chosen.emit("keys")
    refusal = dialog.refusal
    for pressed, modifier, words in (
        (Qt.Key.Key_F, None, "F is the key of “Mark fail” already."),
        (Qt.Key.Key_K, CTRL, "Ctrl K is the key of “Commands” already."),
        (Qt.Key.Key_3, None, "3 is the key of “Tag 3” already."),
        (Qt.Key.Key_C, CTRL, "Ctrl C is needed to edit text."),
        (Qt.Key.Key_Space, None, "Space is needed to move about and to type."),
    ):
        assert press_in(dialog, "mark-pass", pressed, modifier).text() == "P"
        assert refusal.text() == words
        assert refusal.isVisible()
    assert press_in(dialog, "mark-pass", Qt.Key.Key_M, CTRL).text() == "Ctrl M"
    assert not refusal.isVisible()
    assert press_in(dialog, "mark-pass", Qt.Key.Key_Delete).text() == ""
    # What was let go is free; its own first key stays with it as long as nobody else took it.
    assert press_in(dialog, "mark-skip", Qt.Key.Key_P).text() == "P"
    reset = dialog.findChild(QWidget, "key-reset-mark-pass")
    assert reset is not None
    reset.click()  # pyright: ignore[reportAttributeAccessIssue]
    assert refusal.text() == "P is the key of “Mark skip” already."
    dialog.key_page.reset_all()
    for name, key in (("mark-pass", "P"), ("mark-skip", "S")):
        shown = dialog.findChild(KeyField, f"key-{name}")
        assert shown is not None
        assert shown.text() == key
    close(session, dialog)
    session.quit()


def test_no_two_actions_of_a_place_share_a_key(tmp_path: Path) -> None:
    keys = KeyMap(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    for spec in ACTIONS:
        for key in spec.keys:
            assert keys.refusal(spec, key) in ("", *_allowed(spec.where)), (spec.id, key)


def _allowed(_: str) -> tuple[str, ...]:
    needed = ("Ctrl Enter",)
    return tuple(f"{one} is needed to move about and to type." for one in needed)


def test_a_broken_kept_value_is_the_default(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    for name, kept, expected in (
        ("caseScale", "huge", 1.0),
        ("caseScale", "9", 2.0),
        ("theme", "pink", "system"),
        ("autoAdvance", "false", False),
        ("letterKeys", None, True),
    ):
        if kept is not None:
            settings.setValue(name, kept)
        assert setting(name).value(settings) == expected, name


def test_splitters_are_as_they_were_left(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)

    def make(name: str) -> Splitter:
        made = Splitter(name, Qt.Orientation.Horizontal, settings)
        qtbot.addWidget(made)
        for _ in range(2):
            made.addWidget(QWidget())
        made.resize(1001, 300)
        made.start([300, 700])
        made.show()
        return made

    left = make("review-list")
    left.moveSplitter(420, 1)
    settings.sync()
    assert make("review-list").sizes() == left.sizes()
    assert left.sizes()[0] == 420
    assert make("patterns").sizes()[0] == 300, "each screen has its own"


def test_going_on_after_a_mark_can_be_switched_off(session: Session) -> None:
    dialog = open_settings(session)
    switch = field(dialog, "autoAdvance")
    assert isinstance(switch, QCheckBox)
    switch.click()
    close(session, dialog)
    key = session.key
    session.press(Qt.Key.Key_P)
    assert session.key == key
    project = session.window.context.the_project()
    assert reviewing.review(project, key).mark is Mark.PASS
    session.quit()


def test_every_field_is_named(session: Session) -> None:
    dialog = open_settings(session)
    for widget in dialog.findChildren(QWidget):
        plain = isinstance(widget, QLabel) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus
        inner = widget.objectName().startswith("qt_") or isinstance(
            widget.parent(), QSpinBox | QAbstractItemView
        )
        inner = inner or widget.window() is not dialog
        if not plain and not inner:
            assert widget.accessibleName(), widget
    close(session, dialog)
    session.quit()
