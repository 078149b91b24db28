"""Several cases at once, several reviewers on one case, and the same reviewer twice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.gui.pages.review_repeats import SETTING
from curator.model.queue import Queue
from curator.model.review import ActKind, Mark
from curator.operations import projects, reviewing
from curator.operations.queues import REPEAT_AFTER
from tests.builders import add_cases, incoming, judged
from tests.gui.session import CTRL, SHIFT, Session

Key = Qt.Key


def test_several_cases_are_marked_at_once_and_taken_back_at_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "several.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line) for line in range(1, 8)])
    session = Session(qtbot, path)
    keys = list(session.review.list.model.keys)
    session.press(Key.Key_Down, Key.Key_Down, modifier=SHIFT)
    table = session.review.list.table
    box: QRect = table.visualRect(table.model().index(4, 0))
    middle: QPoint = box.center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, middle)
    chosen = [*keys[:3], keys[4]]
    assert session.review.list.selected_keys() == chosen
    session.press(Key.Key_S)
    assert session.shown_marks(keys) == ["skip", "skip", "skip", "", "skip", "", ""]
    session.press(Key.Key_Z)
    assert session.shown_marks(keys) == [""] * 7
    session.quit()


def two_reviewers(folder: Path) -> Path:
    """Two cases that Ada failed, with note and ideal answer; a third that nobody saw."""
    path = folder / "two.curator"
    review = judged(Mark.FAIL, note="invents a plan", ideal="The right one.", tags=["plan"])
    with projects.create_project(path) as project:
        cases = [incoming(line, review=review) for line in (1, 2)]
        add_cases(project, [*cases, incoming(3)], reviewer="Ada")
    return path


def test_anothers_judgement_is_hidden_until_one_has_ones_own(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, two_reviewers(tmp_path))
    page, view = session.review, session.review.case
    project, me = session.window.context.the_project(), session.window.context.reviewer
    page.show_queue(Queue(kind="second-opinion", reviewer=me))
    key = session.key
    assert page.list.model.masked == {1, 2}
    assert view.marks.value() is None
    assert view.note_tags.note.text() == ""
    assert view.note_tags.tags_on() == []
    assert not view.ideal.is_open
    assert view.others.words == ["Marked by another reviewer"]
    session.press(Key.Key_P)
    assert page.list.model.masked == {1, 2} - {key}
    assert session.key != key, "after a mark comes the next case"
    session.press(Key.Key_K)
    assert session.key == key
    assert view.marks.value() == "pass"
    assert view.others.words == [
        "Ada: fail “invents a plan”, an ideal answer of 3 words",
        "You: pass",
    ]
    marks = {one.reviewer: one.mark for one in reviewing.marks_of_case(project, key)}
    assert marks == {"Ada": Mark.FAIL, me: Mark.PASS}
    assert reviewing.review(project, key).note == "invents a plan", "nothing is overwritten"
    session.quit()


def test_ones_own_note_stands_beside_the_others(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, two_reviewers(tmp_path))
    me = session.window.context.reviewer
    session.review.show_queue(Queue(kind="second-opinion", reviewer=me))
    session.show(1)
    session.press(Key.Key_F)
    session.type("wrong price")
    session.press(Key.Key_Return)
    session.show(1)
    assert session.review.case.note_tags.note.text() == "wrong price"
    assert session.review.case.others.words[0].startswith("Ada: fail “invents a plan”")
    session.quit()


def test_who_wants_to_see_it_can(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, two_reviewers(tmp_path))
    me = session.window.context.reviewer
    session.review.show_queue(Queue(kind="second-opinion", reviewer=me))
    session.show(1)
    view = session.review.case
    assert view.marks.value() is None
    view.others.show_wanted.emit()
    assert view.marks.value() == "fail"
    assert view.note_tags.note.text() == "invents a plan"
    assert view.ideal.text() == "The right one."
    # Where one works on with others' failures, nothing is hidden.
    session.review.show_queue(Queue(kind="failures"))
    session.show(2)
    assert view.marks.value() == "fail"
    session.quit()


def test_a_blind_repeat_measures_and_changes_no_mark(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "repeats.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line) for line in range(1, REPEAT_AFTER + 8)])
    session = Session(qtbot, path)
    context = session.window.context
    session.press(Key.Key_K, modifier=CTRL)
    session.type("blind")
    session.press(Key.Key_Return)
    session.press(Key.Key_A, modifier=CTRL)
    session.type("2")
    session.press(Key.Key_Return)
    session.to_front()
    assert projects.settings(context.the_project())[SETTING] == 2
    seen: list[int] = []
    while not session.review.tools.repeats.active:
        seen.append(session.key)
        session.press(Key.Key_P)
        assert len(seen) < REPEAT_AFTER + 5
    repeated = session.key
    assert repeated in seen
    view = session.review.case
    assert view.marks.value() is None
    figures = reviewing.figures(context.the_project())
    session.press(Key.Key_N)
    session.type("too")
    session.press(Key.Key_Escape, Key.Key_F)
    assert session.focused is view.note_tags.note, "as after any failure"
    session.type(" sure")
    session.press(Key.Key_Return)
    assert session.window.key_strip.word.text() == "You marked this case pass before"
    assert not session.review.tools.repeats.active
    assert session.key not in seen
    after = reviewing.figures(context.the_project())
    assert (after.repeats, after.repeats_agreeing) == (figures.repeats + 1, 0)
    assert after.reviewed == figures.reviewed
    assert reviewing.review(context.the_project(), repeated).mark is Mark.PASS
    assert reviewing.review(context.the_project(), repeated).note == "too sure"
    history = reviewing.history(context.the_project(), repeated)
    kept = [act.payload for act in history if act.kind is ActKind.REPEAT]
    assert kept == [{"note": "too"}, {"mark": "fail"}, {"note": "too sure"}]
    assert projects.verify(context.the_project()).ok
    session.quit()
