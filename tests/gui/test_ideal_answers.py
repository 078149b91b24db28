"""Writing ideal answers: drafts, what one starts from, checks while writing, versions."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from curator.gui.answer_checks import code_difference, is_code_list, own_warning
from curator.model.case import IncomingCase
from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import ideal_answers, projects, reviewing
from tests.builders import add_cases, incoming, judged
from tests.gui.session import ALT, CTRL, Session

Key = Qt.Key


def project_of(folder: Path, *cases: IncomingCase) -> Path:
    path = folder / "ideal.curator"
    with projects.create_project(path) as opened:
        add_cases(opened, cases)
    return path


def notices(session: Session) -> list[str]:
    return [one.text for one in session.review.case.ideal.notices.notices]


def deed(session: Session, words: str) -> None:
    """Do what a notice offers."""
    for notice in session.review.case.ideal.notices.notices:
        for text, do in notice.deeds:
            if text == words:
                do()
                return
    raise AssertionError(f"nobody offers “{words}”")


def start_from(session: Session, words: str) -> None:
    """Choose from the menu of Ctrl+R by keys."""
    session.press(Key.Key_R, modifier=CTRL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = next(one for one in menu.actions() if words in one.text())
    while menu.activeAction() is not found:
        session.press(Key.Key_Down)
    session.press(Key.Key_Return)
    session.rest()


def test_what_is_typed_is_a_draft_until_it_is_handed_in(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, project_of(tmp_path, incoming(1), incoming(2)))
    project, who = session.window.context.the_project(), session.window.context.reviewer
    key = session.key
    session.press(Key.Key_E)
    session.press(Key.Key_End, modifier=CTRL)
    session.type(" And more.")
    text = session.review.case.ideal.text()
    qtbot.waitUntil(lambda: ideal_answers.draft(project, key, who) == text)
    assert reviewing.review(project, key).ideal is None
    session.press(Key.Key_Return, modifier=CTRL)
    assert reviewing.review(project, key).ideal == text
    assert ideal_answers.draft(project, key, who) is None
    session.quit()


def test_a_draft_left_by_a_crash_is_offered(qtbot: QtBot, tmp_path: Path) -> None:
    path = project_of(tmp_path, incoming(1))
    first = Session(qtbot, path)
    key, who = first.key, first.window.context.reviewer
    ideal_answers.keep_draft(first.window.context.the_project(), key, "Half an ans", who)
    first.quit()

    session = Session(qtbot, path)
    assert notices(session) == ["Typed before and not handed in: 3 words."]
    assert not session.review.case.ideal.is_open
    deed(session, "Use it")
    assert session.review.case.ideal.text() == "Half an ans"
    session.type("wer")
    session.press(Key.Key_Return, modifier=CTRL)
    project = session.window.context.the_project()
    assert reviewing.review(project, key).ideal == "Half an answer"
    assert ideal_answers.draft(project, key, who) is None
    session.quit()


def test_a_draft_can_be_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    path = project_of(tmp_path, incoming(1))
    with projects.open_project(path) as project:
        ideal_answers.keep_draft(project, 1, "Half", projects.person_at_the_machine())
    session = Session(qtbot, path)
    deed(session, "Drop it")
    assert notices(session) == []
    project = session.window.context.the_project()
    assert ideal_answers.draft(project, 1, session.window.context.reviewer) is None
    session.quit()


def test_an_answer_starts_from_output_expected_nearest_or_a_version(
    qtbot: QtBot, tmp_path: Path
) -> None:
    known = incoming(1, "How do I cancel my plan?", review=judged(Mark.FAIL, ideal="Known good."))
    new = incoming(2, "How can I cancel the plan?", "Wrong.").model_copy(
        update={"expected": "As expected."}
    )
    session = Session(qtbot, project_of(tmp_path, known, new))
    session.show(2)
    ideal = session.review.case.ideal
    session.press(Key.Key_E)
    assert ideal.text() == "Wrong."
    start_from(session, "expected")
    assert ideal.text() == "As expected."
    start_from(session, "nearest")
    assert ideal.text() == "Known good."
    session.press(Key.Key_Escape)
    session.press(Key.Key_E)
    start_from(session, "output")
    assert ideal.text() == "Wrong."
    start_from(session, f"{session.window.context.reviewer}: Known good.")
    assert ideal.text() == "Known good."
    session.press(Key.Key_Z, modifier=CTRL)
    assert ideal.text() == "Wrong.", "the editor's own undo brings the text before back"
    session.press(Key.Key_Escape)
    session.quit()


def test_warnings_while_writing(qtbot: QtBot, tmp_path: Path) -> None:
    known = incoming(1, "How do I cancel my plan?", review=judged(Mark.FAIL, ideal="In settings."))
    note = judged(Mark.FAIL, note="promises a refund")
    twin = incoming(2, "How do I cancel my plan ?", "Refunded.", review=note)
    session = Session(qtbot, project_of(tmp_path, known, twin))
    session.review.show_queue(Queue(kind="failures"))
    session.show(2)
    session.press(Key.Key_E)
    assert notices(session) == ["The same as the output: change what is wrong with it."]
    session.press(Key.Key_A, modifier=CTRL)
    session.press(Key.Key_Backspace)
    qtbot.waitUntil(lambda: notices(session) == ["Empty: no ideal answer is kept."])
    session.type("It promises a refund")
    qtbot.waitUntil(lambda: any("contains the note" in one for one in notices(session)))
    session.type(", no")
    qtbot.waitUntil(lambda: any("asks nearly the same" in one for one in notices(session)))
    deed(session, "Show it")
    assert session.key == 1
    session.quit()


def test_json_is_checked_and_formatted(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, project_of(tmp_path, incoming(1, answered='{"a": 1, "b": [2]}')))
    session.press(Key.Key_E)
    assert "Valid JSON." in notices(session)
    session.press(Key.Key_J, modifier=CTRL)
    text = session.review.case.ideal.text()
    assert text.count("\n") == 5
    assert json.loads(text) == {"a": 1, "b": [2]}
    session.press(Key.Key_End, modifier=CTRL)
    session.type(",")
    qtbot.waitUntil(lambda: any("Not valid JSON, line 6" in one for one in notices(session)))
    session.press(Key.Key_J, modifier=CTRL)
    assert session.review.case.ideal.text() == f"{text},"
    session.press(Key.Key_Escape)
    session.quit()


def test_codes_are_compared_with_the_expected_ones(qtbot: QtBot, tmp_path: Path) -> None:
    coded = incoming(1, answered="1. J45.901 Asthma").model_copy(
        update={"expected": "J45.41, J30.2"}
    )
    session = Session(qtbot, project_of(tmp_path, coded))
    session.press(Key.Key_E)
    wanted = "Right: none. Missing: J45.41, J30.2. Extra: J45.901."
    assert any(wanted in one for one in notices(session))
    session.press(Key.Key_A, modifier=CTRL)
    session.type("J30.2 and J45.41")
    wanted = "Right: J45.41, J30.2. Missing: none. Extra: none."
    qtbot.waitUntil(lambda: any(wanted in one for one in notices(session)))
    session.press(Key.Key_Escape)
    session.quit()


def test_alt_with_an_arrow_goes_from_change_to_change(qtbot: QtBot, tmp_path: Path) -> None:
    words = [f"word{place}" for place in range(30)]
    changed = [f"new{place}" if place in (5, 20) else word for place, word in enumerate(words)]
    review = judged(Mark.FAIL, ideal=" ".join(changed))
    case = incoming(1, answered=" ".join(words), review=review)
    session = Session(qtbot, project_of(tmp_path, case))
    session.review.show_queue(Queue(kind="failures"))
    editor = session.review.case.ideal.editor
    session.press(Key.Key_E)
    text = editor.toPlainText()
    for key, wanted in ((Key.Key_Down, 5), (Key.Key_Down, 20), (Key.Key_Up, 5)):
        session.press(key, modifier=ALT)
        assert text[editor.textCursor().position() :].startswith(f"new{wanted}")
    session.press(Key.Key_Escape)
    session.quit()


def test_what_counts_as_codes_and_as_a_warning() -> None:
    assert is_code_list("J45.901; E66.9")
    assert not is_code_list("J45.901 asthma")
    assert not is_code_list("")
    difference = code_difference("E66.9 J45.41", "J45.41 Z68.37")
    assert difference.right == ("J45.41",)
    assert difference.missing == ("Z68.37",)
    assert difference.extra == ("E66.9",)
    assert own_warning("fine", "other", "short") == ""
    assert own_warning("too short a note: bad", "other", "bad") == ""
