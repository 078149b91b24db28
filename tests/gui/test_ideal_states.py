"""An ideal answer is a draft or accepted, as its reviewer says; what a new one starts from."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.exporting.targets.curator_jsonl import curator_case
from curator.gui.pages.review_ideal import version_words
from curator.model.dataset import ExportOptions
from curator.model.queue import Queue
from curator.model.review import ActKind, Mark
from curator.model.reviewed_case import ReviewedCase
from curator.operations import projects, reviewing
from curator.operations.snapshots import take_snapshot
from curator.project.store import ProjectFile
from curator.readiness.dataset import build_dataset
from tests.builders import add_cases, incoming, judged
from tests.gui.session import ALT, CTRL, Session

Key = Qt.Key


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "states.curator"
    with projects.create_project(path) as opened:
        known = judged(Mark.FAIL, ideal="In settings, under Plan.")
        expected = incoming(2, "How can I cancel the plan?", "Wrong.").model_copy(
            update={"expected": "As expected."}
        )
        first = incoming(1, "How do I cancel my plan?", review=known)
        add_cases(opened, [first, expected, incoming(3)])
    return path


def waiting(project: ProjectFile) -> set[int]:
    return set(reviewing.queue_keys(project, Queue(kind="needs-ideal")))


def exported(project: ProjectFile, key: int) -> str | None:
    """The ideal answer of a case as Curator JSONL has it."""
    one = ReviewedCase(case=reviewing.case(project, key), review=reviewing.review(project, key))
    found = curator_case(one).get("ideal")
    assert found is None or isinstance(found, str)
    return found


def test_a_draft_waits_in_its_queue_and_is_not_exported(qtbot: QtBot, project: Path) -> None:
    session = Session(qtbot, project)
    opened = session.window.context.the_project()
    ideal = session.review.case.ideal
    session.show(3)
    session.press(Key.Key_F, Key.Key_Escape, Key.Key_E)
    assert ideal.state.value() == "accepted"
    session.press(Key.Key_End, modifier=CTRL)
    session.type(" Better.")
    session.press(Key.Key_A, modifier=ALT)
    assert session.focused is ideal.editor, "one goes on writing"
    review = reviewing.review(opened, 3)
    assert (review.ideal, review.ideal_accepted) == (ideal.text(), False)
    assert ideal.state.value() == "draft"
    assert ideal.saved.text().endswith(", a draft")
    assert 3 in waiting(opened)
    assert exported(opened, 3) is None
    assert all(
        row.case_key != 3 for row in build_dataset(take_snapshot(opened), ExportOptions()).rows
    )
    session.type(" Still.")
    session.press(Key.Key_Return, modifier=CTRL)
    review = reviewing.review(opened, 3)
    assert review.ideal is not None
    assert review.ideal.endswith(" Still.")
    assert not review.ideal_accepted, "what is typed on stays a draft"
    session.show(3)
    assert ideal.state.value() == "draft"
    session.press(Key.Key_A, modifier=ALT)
    review = reviewing.review(opened, 3)
    assert review.ideal_accepted
    assert 3 not in waiting(opened)
    assert exported(opened, 3) == review.ideal
    session.press(Key.Key_Z)
    assert not reviewing.review(opened, 3).ideal_accepted
    assert ideal.state.value() == "draft"
    session.quit()


def test_versions_say_who_wrote_them_and_which_were_drafts(project: Path) -> None:
    with projects.open_project(project) as opened:
        reviewing.write_ideal(opened, 1, "Second try.", "Ben", accepted=False)
        history = reviewing.history(opened, 1)
    words = [version_words(act) for act in history if act.kind is ActKind.IDEAL]
    assert words[0].endswith(", Ada: In settings, under Plan.")
    assert words[1].endswith(", Ben, a draft: Second try.")


def test_a_models_draft_counts_only_once_a_person_accepts_it(qtbot: QtBot, project: Path) -> None:
    with projects.open_project(project) as opened:
        reviewing.mark_cases(opened, [3], Mark.FAIL, "Ada")
        reviewing.write_ideal(opened, 3, "By a model.", "Ada", accepted=False, model_written=True)
    session = Session(qtbot, project)
    opened = session.window.context.the_project()
    session.show(3)
    session.press(Key.Key_E, Key.Key_Escape)
    assert not reviewing.review(opened, 3).ideal_accepted, "looking at it accepts nothing"
    session.press(Key.Key_A, modifier=ALT)
    review = reviewing.review(opened, 3)
    assert (review.ideal_accepted, review.ideal_model_written) == (True, True)
    session.quit()


@pytest.mark.parametrize(
    ("start", "text"),
    [("output", "Wrong."), ("expected", "As expected."), ("nearest", "In settings, under Plan.")],
)
def test_the_reviewer_chooses_what_an_answer_starts_from(
    qtbot: QtBot, project: Path, start: str, text: str
) -> None:
    session = Session(qtbot, project)
    opened = session.window.context.the_project()
    session.window.context.settings.setValue("idealStart", start)
    session.show(2)
    session.press(Key.Key_E)
    session.rest()
    assert session.review.case.ideal.text() == text
    session.press(Key.Key_Escape)
    assert reviewing.review(opened, 2).ideal is None, "a text that only stood there is no answer"
    session.press(Key.Key_E)
    session.rest()
    session.press(Key.Key_Return, modifier=CTRL)
    kept = None if start == "output" else text
    assert reviewing.review(opened, 2).ideal == kept, "handed in, it is one"
    session.quit()


def test_the_pane_closes_with_the_answer(qtbot: QtBot, project: Path) -> None:
    """From a case with an answer to one without, nothing stays open below the note."""
    session = Session(qtbot, project)
    view = session.review.case
    session.show(3)
    closed = view.below.height()
    session.show(1)
    assert view.below.height() > closed
    session.show(3)
    assert view.below.height() == closed
    session.quit()
