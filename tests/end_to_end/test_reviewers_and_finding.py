"""Whole sessions by keys: two people on one project; finding and marking many; cut anywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from curator.gui.settings_dialog import SettingsDialog
from curator.model.queue import Queue
from curator.model.review import Mark, Review
from curator.operations import ideal_answers, projects, reviewing
from tests.builders import add_cases, incoming
from tests.gui.session import ALT, CTRL, SHIFT, Session

Key = Qt.Key


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> None:
    """Settings of this test's own."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "ini"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "shared.curator"
    with projects.create_project(path) as opened:
        cases = [incoming(line, model="one" if line % 2 else "two") for line in range(1, 9)]
        refunds = [incoming(line, f"Where is refund {line}?", model="two") for line in (9, 10, 11)]
        add_cases(opened, [*cases, *refunds])
    return path


def be(session: Session, name: str) -> None:
    """Say in the settings (Ctrl+,) who marks."""
    session.press(Key.Key_Comma, modifier=CTRL)
    dialog = session.window.findChild(SettingsDialog)
    assert dialog is not None
    session.qtbot.waitUntil(dialog.isActiveWindow)
    field = dialog.findChild(QLineEdit, "setting-reviewer")
    assert field is not None
    field.setFocus()
    session.press(Key.Key_A, modifier=CTRL)
    session.type(name)
    session.press(Key.Key_Tab, Key.Key_Escape)
    session.to_front()
    assert session.window.context.reviewer == name


def choose_queue(session: Session, name: str) -> None:
    session.press(Key.Key_Q)
    session.rest()
    popup = session.review.chooser.popup
    popup.rows.setCurrentIndex(popup.model.index(0, 0))
    names = [offer.name for offer in popup.offers()]
    session.press(*[Key.Key_Down] * names.index(name), Key.Key_Return)
    session.rest()


def test_two_reviewers_see_each_others_marks_only_after_their_own(
    qtbot: QtBot, project: Path
) -> None:
    first = Session(qtbot, project)
    be(first, "Ada")
    noted = first.key
    first.press(Key.Key_F)
    first.type("wrong plan")
    first.press(Key.Key_Return, Key.Key_P, Key.Key_P)
    first.quit()

    second = Session(qtbot, project)
    be(second, "Ben")
    choose_queue(second, "second-opinion")
    page, view = second.review, second.review.case
    keys = list(page.list.model.keys)
    assert len(keys) == 3
    for row in range(3):
        spoken = page.list.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith("Not reviewed"), "nobody is told, by eye or by ear"
    second.show(noted)
    assert view.marks.value() is None
    assert view.note_tags.note.text() == ""
    assert view.others.words == ["Marked by another reviewer"]
    second.press(Key.Key_P)
    second.show(noted)
    assert view.others.words == ["Ada: fail “wrong plan”", "You: pass"]
    choose_queue(second, "disagreements")
    assert list(page.list.model.keys) == [noted]
    second.quit()
    with projects.open_project(project) as kept:
        marks = {one.reviewer: one.mark for one in reviewing.marks_of_case(kept, noted)}
        assert marks == {"Ada": Mark.FAIL, "Ben": Mark.PASS}
        assert projects.verify(kept).ok


def test_filter_search_and_many_at_once(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    page = session.review
    session.press(Key.Key_F, modifier=CTRL | SHIFT)
    for words in ("Model", "two"):
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        rows = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        wanted = next(one for one in rows if one.text().startswith(words))
        while menu.activeAction() is not wanted:
            session.press(Key.Key_Down)
        session.press(Key.Key_Return)
    session.rest()
    assert len(page.list.model.keys) == 7
    session.press(Key.Key_Slash)
    session.type("refund")
    session.press(Key.Key_Return)
    session.rest()
    found = set(page.list.model.keys)
    assert found == {9, 10, 11}
    page.list.go_to(0)
    session.press(Key.Key_Down, Key.Key_Down, modifier=SHIFT)
    session.press(Key.Key_P)
    assert session.window.key_strip.word.text() == "Marked 3 cases pass"
    session.press(Key.Key_Z)
    session.press(Key.Key_S)
    session.quit()
    with projects.open_project(project) as kept:
        marks = {key: reviewing.review(kept, key).mark for key in range(1, 12)}
    assert {key for key, mark in marks.items() if mark is Mark.SKIP} == found
    assert all(mark is None for key, mark in marks.items() if key not in found)


def left_behind(project: Path, folder: Path) -> Path:
    """The files as a program that is killed now would leave them: nothing closed, nothing tidied.

    A killed process loses its memory and keeps what it has written: so do copies of its files.
    """
    folder.mkdir()
    for part in ("", "-wal"):
        source = project.with_name(project.name + part)
        if source.exists():
            shutil.copyfile(source, folder / source.name)
    return folder / project.name


def test_killed_between_any_two_acts_nothing_acknowledged_is_lost(
    qtbot: QtBot, project: Path, tmp_path: Path
) -> None:
    session = Session(qtbot, project)
    opened, who = session.window.context.the_project(), session.window.context.reviewer
    keys = [int(key) for key in session.review.list.model.keys]
    ideal = session.review.case.ideal
    seen: list[tuple[Path, dict[int, Review], str | None]] = []

    def cut() -> None:
        """What the screen has acknowledged, and what a kill at this moment would leave."""
        state = {key: reviewing.review(opened, key) for key in keys}
        draft = ideal_answers.draft(opened, keys[3], who)
        seen.append((left_behind(project, tmp_path / f"cut{len(seen)}"), state, draft))

    def act(*pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        session.press(*pressed, modifier=modifier)
        cut()

    cut()
    act(Key.Key_P)
    act(Key.Key_F)
    session.type("wrong price")
    act(Key.Key_1, modifier=ALT)
    act(Key.Key_Return)
    act(Key.Key_S)
    act(Key.Key_Z)
    act(Key.Key_S)
    act(Key.Key_E)
    session.press(Key.Key_End, modifier=CTRL)
    session.type(" Half")
    qtbot.waitUntil(lambda: ideal.saved.text() == "Draft kept")
    cut()
    act(Key.Key_Return, modifier=CTRL)
    act(Key.Key_P)
    session.quit()

    assert len({str(state) for _, state, _ in seen}) >= 7, "the acts did something"
    assert any(draft is not None and draft.endswith(" Half") for _, _, draft in seen)
    for path, state, draft in seen:
        with projects.open_project(path) as kept:
            assert {key: reviewing.review(kept, key) for key in keys} == state, path.parent.name
            assert ideal_answers.draft(kept, keys[3], who) == draft
            assert set(reviewing.queue_keys(kept, Queue())) == set(keys)
            assert projects.verify(kept).ok
