"""What was searched for is marked in the list and in the case."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from curator.gui.theme import theme
from curator.gui.widgets.found_marks import mark_in_line
from curator.model.queue import CaseLine
from curator.model.review import Mark
from curator.operations import projects
from tests.builders import add_cases, incoming, judged
from tests.gui.session import CTRL, Session

Key = Qt.Key


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Session:
    path = tmp_path / "marks.curator"
    review = judged(Mark.FAIL, note="Refunds are not ours", ideal="No refund \U0001f600 refunding.")
    with projects.create_project(path) as opened:
        add_cases(
            opened,
            [
                incoming(1, "Where is my refund?", "It is on its way.", review=review),
                incoming(2, "Hello?", "x " * 200 + "A refund takes five days. " + "y " * 200),
                incoming(3, "Nothing here", "Nor here."),
                incoming(4, "A long way to go until the word is there: refund", "No."),
            ],
        )
    session = Session(qtbot, path)
    session.press(Key.Key_Slash)
    session.type("refund")
    session.press(Key.Key_Return)
    session.rest()
    return session


def marked(text: QTextEdit) -> list[str]:
    """What is marked in a text."""
    return [one.cursor.selectedText() for one in text.extraSelections()]  # pyright: ignore[reportAttributeAccessIssue]


def line(session: Session, key: int) -> CaseLine:
    row = session.review.list.model.row_of(key)
    assert row is not None
    found = session.review.list.model.index(row, 0).data(Qt.ItemDataRole.UserRole)
    assert isinstance(found, CaseLine)
    return found


def test_words_are_marked_in_every_text_of_the_case(session: Session) -> None:
    session.show(1)
    view = session.review.case
    assert [marked(text) for text in view.input.texts()] == [["refund"]]
    assert marked(view.ideal.editor) == ["refund", "refund"]
    assert mark_in_line(view.note_tags.note, ["refund"]) == [(0, 6)]
    session.show(2)
    assert [marked(text) for text in view.output.texts()] == [["refund"]]
    session.press(Key.Key_Slash)
    session.press(Key.Key_Escape)
    session.qtbot.waitUntil(lambda: not session.review.queue.search)
    assert [marked(text) for text in view.output.texts()] == [[]]
    session.quit()


def test_the_list_shows_where_a_word_stands_that_its_preview_lacks(session: Session) -> None:
    assert line(session, 1).found == ""
    assert line(session, 4).found == "Input: …d is there: refund", "beyond what the list shows"
    assert line(session, 2).found.startswith("Output: …x x x x x A refund takes five days.")
    session.quit()


def test_a_found_word_has_a_ground_of_its_own_in_the_list(session: Session) -> None:
    table, row = session.review.list.table, session.review.list.model.row_of(2)
    assert row is not None
    session.show(1)
    box: QRect = table.visualRect(table.model().index(row, 0))
    picture: QImage = table.viewport().grab(box).toImage()
    wanted = theme().color("sel").rgb()
    pixels = (picture.pixel(x, y) for x in range(box.width()) for y in range(26, box.height()))
    assert any(pixel == wanted for pixel in pixels)
    session.quit()


def test_finding_in_the_case_starts_from_the_search_and_gives_way_to_it(session: Session) -> None:
    session.show(2)
    view = session.review.case
    session.press(Key.Key_F, modifier=CTRL)
    assert view.find_bar.field.text() == "refund"
    assert view.find_bar.count.text() == "1 of 1"
    session.press(Key.Key_Escape)
    assert [marked(text) for text in view.output.texts()] == [["refund"]]
    session.quit()
