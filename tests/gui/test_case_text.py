"""The case's text: Markdown on request, found in, links and images told but never followed."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDesktopServices, QMouseEvent, QTextTable
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from curator.gui.image_words import data_words, image_words
from curator.gui.widgets.find_bar import spans_of
from curator.gui.widgets.reading_text import ReadingText
from curator.model.base import JsonObject
from curator.model.case import IncomingCase
from curator.model.message import Message
from curator.model.queue import CaseFilter, Queue
from curator.model.review import Mark
from curator.operations import projects
from tests.builders import add_cases, incoming, judged
from tests.gui.session import CTRL, SHIFT, Session
from tests.gui.test_accessibility import problems

Key = Qt.Key
MARKDOWN = (
    "# Plans\n\n**Bold** and `code` and [the page](https://example.com/plans).\n\n"
    "| plan | price |\n|---|---|\n| Solo | 9 |\n\n"
    "![chart](file:///etc/passwd) ![dot](data:image/png;base64,AAAA)\n\n<b>kept</b>\n"
)


def session_of(qtbot: QtBot, folder: Path, *cases: IncomingCase) -> Session:
    path = folder / "text.curator"
    with projects.create_project(path) as opened:
        add_cases(opened, cases)
    return Session(qtbot, path)


def output(session: Session) -> ReadingText:
    text = session.review.case.output.main_text()
    assert text is not None
    return text


def test_markdown_is_rendered_on_request_and_raw_is_a_key_away(
    qtbot: QtBot, tmp_path: Path
) -> None:
    session = session_of(qtbot, tmp_path, incoming(1, answered=MARKDOWN), incoming(2))
    session.show(1)
    raw = output(session).toPlainText()
    assert raw == MARKDOWN
    session.press(Key.Key_M)
    text = output(session)
    shown = text.toPlainText()
    assert shown.startswith("Plans")
    assert "**" not in shown
    assert "Image not shown: chart" in shown
    assert "Image not shown: PNG, 3 bytes" in shown
    frames = text.document().rootFrame().childFrames()
    assert [type(frame) for frame in frames] == [QTextTable]
    forms = []
    block = text.document().begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            forms.append(place.fragment().charFormat())
            place += 1
        block = block.next()
    assert not any(form.isImageFormat() for form in forms)
    session.press(Key.Key_M)
    assert output(session).toPlainText() == raw
    session.quit()


def click_link(text: ReadingText) -> None:
    """Release the mouse on the text's first link."""
    box = text.viewport().rect()
    for y in range(box.top(), box.bottom(), 4):
        for x in range(box.left(), box.right(), 4):
            if text.anchorAt(QPointF(x, y).toPoint()):
                event = QMouseEvent(
                    QEvent.Type.MouseButtonRelease,
                    QPointF(x, y),
                    QPointF(x, y),
                    Qt.MouseButton.LeftButton,
                    Qt.MouseButton.NoButton,
                    Qt.KeyboardModifier.NoModifier,
                )
                text.mouseReleaseEvent(event)
                return
    raise AssertionError("there is no link")


def test_a_link_says_where_it_goes_and_opens_only_after_a_question(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    wanted = ("[page](https://example.com/a?b=1)", "[page](file:///etc/passwd)")
    for text, words, does in zip(wanted, ("Open", "Close"), (1, 0), strict=True):
        session = session_of(qtbot, tmp_path, incoming(1, answered=text))
        session.press(Key.Key_M)
        click_link(output(session))
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.informativeText() == text.partition("(")[2].rstrip(")")
        assert box.textFormat() == Qt.TextFormat.PlainText
        assert opened == []
        next(one for one in box.buttons() if one.text() == words).click()
        assert len(opened) == does
        opened.clear()
        session.to_front()
        session.quit()
        (tmp_path / "text.curator").unlink()


def test_find_marks_every_place_and_goes_round(qtbot: QtBot, tmp_path: Path) -> None:
    system = Message(role="system", content="Never promise a REFUND.")
    user = Message(role="user", content="I want a refund \U0001f600 Refund!")
    case = incoming(1, answered="No refund.").model_copy(update={"input": (system, user)})
    session = session_of(qtbot, tmp_path, case)
    bar = session.review.case.find_bar
    session.press(Key.Key_F, modifier=CTRL)
    assert session.focused is bar.field
    session.type("refund")
    assert bar.count.text() == "1 of 4"
    for place in bar.places:
        text = place.text.document().toRawText().encode("utf-16-le")
        found = text[2 * place.start : 2 * place.end].decode("utf-16-le")
        assert found.casefold() == "refund"
    session.press(Key.Key_Return)
    assert bar.count.text() == "2 of 4"
    session.press(Key.Key_Return, modifier=SHIFT)
    session.press(Key.Key_Return, modifier=SHIFT)
    assert bar.count.text() == "4 of 4"
    session.type("x")
    assert bar.count.text() == "Not in this case"
    session.press(Key.Key_Escape)
    assert not bar.isVisible()
    assert session.focused is session.review.list.table
    session.quit()


def test_an_image_is_told_by_type_size_and_place(qtbot: QtBot, tmp_path: Path) -> None:
    data = base64.b64encode(b"x" * 34_000).decode()
    assert data_words(f"data:image/png;base64,{data}") == "PNG, 34 kB"
    part: JsonObject = {"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{data}"}}
    assert image_words(part) == "JPEG, 34 kB"
    source: JsonObject = {"type": "base64", "media_type": "image/webp", "data": data}
    assert image_words({"type": "image", "source": source}) == "WEBP, 34 kB"
    remote: JsonObject = {"type": "input_image", "image_url": "https://example.com/a.png"}
    assert image_words(remote) == "at example.com, not loaded"
    assert image_words({"type": "image"}) == "not loaded, not shown"
    message = Message(role="user", content="See this.", parts=(part,))
    case = incoming(1).model_copy(update={"input": (message,)})
    session = session_of(qtbot, tmp_path, case)
    names = [view.fold.accessibleName() for view in session.review.case.input._views]
    assert any("JPEG, 34 kB" in name for name in names)
    session.quit()


def test_places_are_counted_as_documents_count() -> None:
    assert spans_of("a\U0001f600b A", "a", 10) == [(0, 1), (5, 6)]
    assert spans_of("x.x", ".", 10) == [(1, 2)]
    assert spans_of("aaaa", "a", 2) == [(0, 1), (1, 2)]


def test_what_is_new_on_the_page_says_what_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    session = session_of(qtbot, tmp_path, incoming(1, review=judged(Mark.FAIL)), incoming(2))
    session.press(Key.Key_F, modifier=CTRL)
    me = session.window.context.reviewer
    failed = CaseFilter(mark=Mark.FAIL)
    session.review.show_queue(Queue(kind="second-opinion", reviewer=me, filter=failed))
    session.review.case.find_bar.open_bar()
    assert session.review.case.others.words == ["Marked by another reviewer"]
    assert problems(session.window) == []
    session.press(Key.Key_Escape)
    session.quit()
