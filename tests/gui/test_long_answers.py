"""Writing long ideal answers: code colours, changes put in where they are, quick to the key."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from pytestqt.qtbot import QtBot

from curator.gui.theme import theme
from curator.gui.widgets.changes_view import ChangesView
from curator.gui.widgets.ideal_answer import COMPARED_AT_ONCE, IdealAnswer
from curator.gui.widgets.text_tints import SpanHighlighter
from curator.gui.word_changes import word_changes
from curator.model.review import Mark
from curator.operations import projects
from tests.builders import add_cases, incoming, judged
from tests.gui.session import CTRL, Session

Key = Qt.Key
LONG = "\n".join(f"Line {number} of what was said.\n" * 3 for number in range(2_000))
WORDS = st.lists(
    st.sampled_from(["a", "bb", "c.", "\n", "\n\n", "é", "\U0001f600", "שלום", " "]), max_size=30
).map(" ".join)


def seen(document: QTextDocument) -> list[tuple[str, list[tuple[str, str, bool]], float]]:
    """Lines with the looks of their parts, and their heights."""
    found: list[tuple[str, list[tuple[str, str, bool]], float]] = []
    block = document.begin()
    while block.isValid():
        parts: list[tuple[str, str, bool]] = []
        place = block.begin()
        while not place.atEnd():
            part = place.fragment()
            form = part.charFormat()
            ground = form.background().color().name() if form.hasProperty(0x820 + 0) else ""
            parts.append((part.text(), ground, form.fontStrikeOut()))
            place += 1
        found.append((block.text(), parts, block.blockFormat().lineHeight()))
        block = block.next()
    return found


@given(WORDS, WORDS, WORDS)
def test_changes_put_in_look_as_those_shown_anew(
    qapp: QApplication, output: str, first: str, second: str
) -> None:
    again, anew = ChangesView(), ChangesView()
    again.show_changes(word_changes(output, first))
    again.show_changes(word_changes(output, second))
    anew.show_changes(word_changes(output, second))
    assert seen(again.document()) == seen(anew.document())
    again.deleteLater()
    anew.deleteLater()


def painted(edit: QTextEdit) -> list[tuple[int, int]]:
    """Where the document has formats drawn over it."""
    found: list[tuple[int, int]] = []
    block = edit.document().begin()
    while block.isValid():
        for one in block.layout().formats():
            start = block.position() + one.start  # pyright: ignore[reportAttributeAccessIssue]
            found.append((start, start + one.length))  # pyright: ignore[reportAttributeAccessIssue]
        block = block.next()
    return found


def test_marks_move_along_while_somebody_types(qtbot: QtBot) -> None:
    edit = QTextEdit()
    qtbot.addWidget(edit)
    edit.setPlainText("hello there world\nagain and again")
    marks = SpanHighlighter(edit.document(), "added")
    QCoreApplication.processEvents()
    marks.set_spans([(6, 11), (18, 23)])
    assert painted(edit) == [(6, 11), (18, 23)]
    cursor = edit.textCursor()
    cursor.setPosition(2)
    cursor.insertText("XX")
    assert painted(edit) == [(8, 13), (20, 25)]
    cursor.setPosition(10)
    cursor.insertText("\n")
    assert painted(edit) == [(8, 10), (11, 14), (21, 26)]
    cursor.setPosition(7)
    cursor.setPosition(15, cursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert painted(edit) == [(13, 18)]
    marks.set_spans([])
    assert painted(edit) == []


def test_code_in_an_answer_is_coloured_and_stays_so_while_typing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "code.curator"
    code = "Try:\n\n```\nimport os\n\nfor name in names:\n    print(name)\n```\n"
    with projects.create_project(path) as opened:
        add_cases(opened, [incoming(1, review=judged(Mark.FAIL, ideal=code)), incoming(2)])
    session = Session(qtbot, path)
    session.show(1)
    highlighter = session.review.case.ideal.editor.highlighter
    qtbot.waitUntil(lambda: bool(highlighter.colours))
    editor = session.review.case.ideal.editor

    def word(place: int) -> str:
        start, end, _ = sorted(highlighter.colours)[place]
        return editor.toPlainText()[start:end]

    assert word(0) == "import"
    session.press(Key.Key_E)
    session.press(Key.Key_Home, modifier=CTRL)
    session.type("So: ")
    assert word(0) == "import"
    session.rest()
    assert word(0) == "import"
    assert theme().color("codeword").name()
    session.press(Key.Key_Escape)
    session.show(2)
    session.rest()
    assert highlighter.colours == []
    session.quit()


def test_long_texts_are_compared_aside_and_the_last_word_counts(qtbot: QtBot) -> None:
    ideal = IdealAnswer()
    qtbot.addWidget(ideal)
    waiting: list[object] = []
    ideal.aside = lambda compare, done: waiting.append((compare, done))
    text = LONG[: COMPARED_AT_ONCE + 5]

    def answer() -> None:
        compare, done = waiting.pop(0)  # pyright: ignore[reportGeneralTypeIssues]
        done(compare())

    ideal.show_answer(text, text + " more", "", accepted=True)
    assert ideal.changes.words_added == 0
    ideal.editor.moveCursor(ideal.editor.textCursor().MoveOperation.End)
    ideal.editor.insertPlainText(" and more")
    ideal.find_changes()
    assert len(waiting) == 1, "one at a time"
    answer()
    qtbot.waitUntil(lambda: bool(waiting))
    answer()
    assert ideal.changes.words_added == 3
    # Another case meanwhile: the old one's changes are nobody's.
    ideal.editor.insertPlainText(" still")
    ideal.find_changes()
    ideal.show_answer("short", "short and sweet", "", accepted=True)
    answer()
    assert ideal.changes.words_added == 2
    assert not waiting


def cost_of_a_key(editor: QTextEdit, place: float) -> float:
    """Median processor time until a letter is painted, in a settled text."""
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(int(place * (editor.document().characterCount() - 1)))
    editor.setTextCursor(cursor)
    for _ in range(20):  # the lines that are not looked at are laid out meanwhile
        QCoreApplication.processEvents()
    taken: list[float] = []
    for _ in range(15):
        start = time.process_time()
        QTest.keyClick(editor, Key.Key_A)
        QCoreApplication.processEvents()
        taken.append(time.process_time() - start)
    return sorted(taken)[7]


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_a_key_in_a_long_answer_costs_little_more_than_in_a_bare_field(
    qtbot: QtBot, place: float
) -> None:
    """Against Qt's own field with the same text; in milliseconds see docs/benchmarks.md."""
    text = LONG[:200_000]
    bare = QTextEdit()
    ideal = IdealAnswer()
    for one in (bare, ideal):
        qtbot.addWidget(one)
        one.resize(640, 700)
        one.show()
    bare.setPlainText(text)
    ideal.aside = lambda _, __: None
    ideal.show_answer(text, text, "", accepted=True)
    assert cost_of_a_key(ideal.editor, place) <= 2 * cost_of_a_key(bare, place) + 0.003
