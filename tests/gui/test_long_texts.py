"""A long text is painted at once; its rest follows, and is there for whoever looks for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from curator.gui.widgets import reading_text
from curator.gui.widgets.conversation import Block, Conversation
from curator.gui.widgets.reading_text import AT_ONCE, FIRST, ReadingText, slices_of
from curator.operations import projects
from tests.builders import add_cases, incoming
from tests.gui.session import CTRL, Session

Key = Qt.Key
LINES = "\n".join(f"line {number}\n" if number % 50 else "" for number in range(18_000))
LONG = {
    "many lines": LINES,
    "one line": "word " * 40_000,
    "no blank": "x" * 200_000,
    "a long line first": "y" * 60_000 + "\n\n" + "z\n" * 30_000,
}


panes: list[Conversation] = []
"""Kept as long as the tests: a text goes with its pane."""


def reading(qtbot: QtBot) -> ReadingText:
    """A text in a pane of the window's size, as the review page has it."""
    pane = Conversation("output", "Output")
    qtbot.addWidget(pane)
    pane.resize(640, 800)
    pane.show_blocks([Block("", "Short.", main=True)])
    pane.show()
    panes.append(pane)
    text = pane.main_text()
    assert text is not None
    return text


@pytest.mark.parametrize("name", sorted(LONG))
def test_the_first_screens_take_no_longer_than_a_short_text(qtbot: QtBot, name: str) -> None:
    """Against laying out as much as is laid out whole in the same run: a ratio, not a time."""
    view = reading(qtbot)

    def cost(text: str) -> float:
        best = 1.0
        for _ in range(3):
            start = time.process_time()
            view.show_text(text)
            best = min(best, time.process_time() - start)
        return best

    short = cost(LONG[name][:AT_ONCE])
    assert cost(LONG[name]) <= 1.5 * short + 0.005
    assert 0 < len(view.toPlainText()) < len(LONG[name]), "the rest has not come yet"
    with qtbot.waitSignal(view.completed, timeout=20_000):
        pass
    assert view.toPlainText() == LONG[name]


def test_a_text_in_pieces_looks_as_one_laid_out_whole(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces, whole = reading(qtbot), reading(qtbot)
    text = "\n".join(["para", "", "graph", "", "", "end"] * 1_500)
    pieces.show_text(text)
    assert len(pieces.toPlainText()) < len(text)
    pieces.show_all()
    monkeypatch.setattr(reading_text, "AT_ONCE", len(text))
    whole.show_text(text)
    assert pieces.toPlainText() == whole.toPlainText() == text
    assert pieces.height() == whole.height()
    one, other = pieces.document().begin(), whole.document().begin()
    while one.isValid():
        assert one.blockFormat() == other.blockFormat(), one.blockNumber()
        one, other = one.next(), other.next()


@given(st.text(alphabet="ab \n", max_size=400).map(lambda text: text * 400))
def test_pieces_are_the_text(text: str) -> None:
    pieces = slices_of(text)
    assert "".join(pieces) == text
    if len(text) > AT_ONCE:
        assert len(pieces[0]) <= 3 * FIRST
        assert all(piece.startswith("\n") for piece in pieces[2:])


def test_finding_and_leafing_through_long_texts(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "long.curator"
    with projects.create_project(path) as opened:
        cases = [incoming(1, answered=f"{LINES}\nneedle"), incoming(2, answered="short")]
        add_cases(opened, cases)
    session = Session(qtbot, path)
    session.show(2)
    session.show(1)
    text = session.review.case.output.main_text()
    assert text is not None
    session.press(Key.Key_F, modifier=CTRL)
    session.type("needle")
    assert session.review.case.find_bar.count.text() == "1 of 1"
    assert text.toPlainText().endswith("needle"), "what is looked for is there at once"
    session.press(Key.Key_Escape)
    session.show(2)
    for _ in range(20):
        QCoreApplication.processEvents()
    assert text.toPlainText() == "short", "the rest of a text that was left does not follow"
    session.quit()


def test_a_long_rendered_text_comes_whole(qtbot: QtBot) -> None:
    view = reading(qtbot)
    view.show_text("# Head\n\n" + "Some **bold** words.\n\n" * 2_000, rendered=True)
    assert view.toPlainText().startswith("Head\n")
    first = len(view.toPlainText())
    with qtbot.waitSignal(view.completed, timeout=20_000):
        pass
    assert len(view.toPlainText()) > 3 * first
    assert "**" not in view.toPlainText()
