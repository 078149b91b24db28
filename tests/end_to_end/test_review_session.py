"""A reviewer's session by keyboard alone: work, take back, quit, and find all of it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.gui.theme import theme
from curator.model.queue import Queue
from curator.model.review import Mark, Review
from curator.operations import projects, reviewing
from tests.gui.session import ALT, CTRL, SHIFT, Session, sample_copy

Key = Qt.Key


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of this test's own, and the error hook as it was."""
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.undo()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "ini"))
    yield
    theme().choose("system")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    return sample_copy(tmp_path)


def state(path: Path) -> dict[int, Review]:
    """What the project file holds for every case, read as any other program would."""
    with projects.open_project(path) as opened:
        keys = reviewing.queue_keys(opened, Queue(kind="all"))
        return {key: reviewing.review(opened, key) for key in keys}


def differences(before: dict[int, Review], after: dict[int, Review]) -> set[int]:
    """Cases whose review is another one now."""
    return {key for key, review in after.items() if review != before[key]}


@dataclass
class Worked:
    """What was done, for comparing."""

    passed: list[int]
    skipped: list[int]
    failed: list[int]
    ideals: dict[int, str]


def work(session: Session) -> Worked:
    """Ten marks, four notes with tags, two ideal answers."""
    done = Worked([], [], [], {})
    for place in range(4):
        done.failed.append(session.key)
        session.press(Key.Key_F)
        assert session.focused is session.review.case.note_tags.note
        session.type(f"Wrong in place {place}, says so twice")
        # A digit in the note is a digit; with Alt it is a tag.
        session.press(Key.Key_1 if place % 2 else Key.Key_2, modifier=ALT)
        session.press(Key.Key_Return)
    for place in range(2):
        session.show(done.failed[place])
        session.press(Key.Key_E)
        session.press(Key.Key_End, modifier=CTRL)
        session.type(f" Better, number {place}.")
        done.ideals[session.key] = f"{session.case.answered} Better, number {place}."
        session.press(Key.Key_Return, modifier=CTRL)
    session.show(done.failed[-1])
    session.press(Key.Key_J)
    for key, into, times in ((Key.Key_S, done.skipped, 2), (Key.Key_P, done.passed, 4)):
        for _ in range(times):
            into.append(session.key)
            session.press(key)
    return done


def test_a_session_is_found_again_as_it_was_left(qtbot: QtBot, project: Path) -> None:
    before = state(project)
    session = Session(qtbot, project)
    tags = [tag for tag, _ in reviewing.tag_counts(session.window.context.the_project())]
    done = work(session)
    assert len({*done.passed, *done.skipped, *done.failed}) == 10
    session.press(Key.Key_Z, Key.Key_Z, Key.Key_Z)
    taken_back = done.passed[1:]
    where = session.key
    assert where == taken_back[0], "undo shows the case whose mark it took back"
    session.quit()

    after = state(project)
    changed = {*done.failed, *done.skipped, done.passed[0]}
    assert differences(before, after) == changed
    assert [after[key].mark for key in done.failed] == [Mark.FAIL] * 4
    assert [after[key].mark for key in done.skipped] == [Mark.SKIP] * 2
    assert after[done.passed[0]].mark is Mark.PASS
    assert [after[key].mark for key in taken_back] == [None] * 3
    for place, key in enumerate(done.failed):
        assert after[key].note == f"Wrong in place {place}, says so twice"
        assert after[key].tags == (tags[0 if place % 2 else 1],)
        assert after[key].ideal == done.ideals.get(key)
    mine = session.window.context.reviewer
    assert {after[key].reviewer for key in changed} == {mine}

    again = Session(qtbot, project)
    assert again.shown_marks(done.failed) == ["fail"] * 4
    assert again.shown_marks(done.skipped) == ["skip"] * 2
    assert again.shown_marks(done.passed) == ["pass", "", "", ""]
    view = again.review.case
    for key in done.failed:
        again.show(key)
        assert view.marks.value() == "fail"
        assert view.note_tags.note.text() == after[key].note
        assert view.note_tags.tags_on() == list(after[key].tags)
        assert view.ideal.is_open == (key in done.ideals)
        assert view.ideal.text() == done.ideals.get(key, "")
    reviewed = sum(1 for review in after.values() if review.mark is not None)
    assert f"{reviewed} of {len(after)} reviewed" in view_text(again)

    # Undo goes on where it stopped, over the restart.
    again.press(Key.Key_Z)
    assert again.key == done.passed[0]
    assert view.marks.value() is None
    again.quit()
    assert state(project)[done.passed[0]].mark is None


def view_text(session: Session) -> str:
    """The header's first figure, as it is read out."""
    return session.review.progress.reviewed.text.accessibleName()


def test_moving_searching_and_other_queues(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    page, first = session.review, session.key
    session.press(Key.Key_J, Key.Key_J)
    second = session.key
    session.press(Key.Key_K)
    assert session.key not in (first, second)
    session.press(Key.Key_K)
    assert session.key == first

    everything = len(page.list.model.keys)
    session.press(Key.Key_Slash)
    assert session.focused is page.list.search
    session.type("refund")
    session.press(Key.Key_Return)
    found = list(page.list.model.keys)
    assert 0 < len(found) < everything
    opened = session.window.context.the_project()
    assert found == list(reviewing.queue_keys(opened, Queue(search="refund")))
    # Letters are marks again after Enter.
    assert session.focused is page.list.table
    session.press(Key.Key_Slash)
    session.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(page.list.model.keys) == everything)

    session.press(Key.Key_Q)
    menu = QApplication.activePopupWidget()
    assert menu is page.chooser.popup
    session.press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert page.queue.kind == "failures"
    assert set(session.shown_marks(page.list.model.keys)) == {"fail"}
    session.quit()


def test_nothing_is_lost_between_acts(qtbot: QtBot, project: Path) -> None:
    """What is being typed is kept when a person goes elsewhere, and many marks are one deed."""
    session = Session(qtbot, project)
    page = session.review
    first = session.key
    session.press(Key.Key_F)
    session.type("half a no")
    session.press(Key.Key_3, modifier=CTRL)
    assert session.window.page.name == "patterns"
    session.press(Key.Key_2, modifier=CTRL)
    assert session.key == first
    assert page.case.note_tags.note.text() == "half a no"

    session.press(Key.Key_E)
    session.press(Key.Key_End, modifier=CTRL)
    session.type(" and mo")
    answer = page.case.ideal.text()
    session.press(Key.Key_Escape)
    session.press(Key.Key_J)
    several = [session.key, page.list.model.keys[page.list.row() + 1]]
    session.press(Key.Key_Down, modifier=SHIFT)
    session.press(Key.Key_P)
    assert session.shown_marks(several) == ["pass", "pass"]
    session.quit()

    kept = state(project)
    assert (kept[first].note, kept[first].ideal) == ("half a no", answer)
    assert [kept[key].mark for key in several] == [Mark.PASS, Mark.PASS]


def test_quitting_in_the_middle_of_a_word_keeps_it(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    first = session.key
    session.press(Key.Key_F)
    session.type("unfinish")
    session.quit()
    assert state(project)[first].note == "unfinish"
