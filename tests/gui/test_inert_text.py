"""Hostile text from a log is shown as the text it is: nothing loaded, followed or run."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage, QTextDocument, QTextFormat
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from curator.gui.widgets.answer_edit import AnswerEdit
from curator.gui.widgets.labels import plain_tip
from curator.model.review import Mark
from curator.operations import projects
from tests.builders import add_cases, incoming, judged
from tests.gui.session import Session

RED = QColor("#FF0000")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture on this machine that would be seen at once if it were loaded."""
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(RED)
    path = tmp_path / "secret.png"
    assert image.save(str(path))
    return path


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine that waits for somebody to ask it for a picture."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def hostile(picture: Path, port: int) -> str:
    """Every way in at once."""
    web = f"http://127.0.0.1:{port}"
    return (
        f'<img src="file://{picture}"><img src="{picture}"> ![x](file://{picture}) ![x]({web}/m)\n'
        f'<img src="{web}/a.png"> <a href="{web}/l">link</a> [link]({web}/k)\n'
        f'<body style="background-image:url({web}/b)"><style>@import url("{web}/c");</style>\n'
        f'<table background="{web}/d"><tr><td>cell</td></tr></table><script>alert(1)</script>\n'
        "<h1>large</h1> **bold** &lt;kept&gt; {\\rtf1 rtf}"
    )


def rich_things(document: QTextDocument) -> list[str]:
    """Pictures, links and tables that a document made of its text."""
    found: list[str] = []
    block = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            form = place.fragment().charFormat()
            if form.isImageFormat() or form.isAnchor() or form.fontWeight() > 500:
                found.append(place.fragment().text())
            place += 1
        block = block.next()
    frames = [type(frame).__name__ for frame in document.rootFrame().childFrames()]
    return found + frames


def shows_red(widget: QWidget) -> bool:
    """Whether the picture is anywhere on a widget."""
    image = widget.grab().toImage()
    return any(
        image.pixelColor(x, y) == RED
        for x in range(0, image.width(), 8)
        for y in range(0, image.height(), 8)
    )


def test_a_hostile_case_is_shown_as_text(
    qtbot: QtBot, tmp_path: Path, picture: Path, listener: socket.socket
) -> None:
    text = hostile(picture, listener.getsockname()[1])
    path = tmp_path / "hostile.curator"
    with projects.create_project(path, name=text[:60]) as project:
        review = judged(Mark.FAIL, note=" ".join(text.split()), ideal=f"{text} and", tags=[text])
        add_cases(
            project, [incoming(1, text, text, public_id=text[:90], model=text, review=review)]
        )
    session = Session(qtbot, path)
    page = session.review
    page.show_cases([1], text)
    session.rest()
    page.case.ideal.find_changes()
    view = page.case
    shown = [view.output.main_text(), view.input.main_text(), view.ideal.editor]
    for edit in shown:
        assert edit is not None
        assert edit.toPlainText() in (text, f"{text} and")
    for edit in session.window.findChildren(QTextEdit):
        assert not rich_things(edit.document()), edit.objectName()
    for label in session.window.findChildren(QLabel):
        plain = label.textFormat() == Qt.TextFormat.PlainText
        assert plain or "<" not in label.text(), label.text()
    for widget in session.window.findChildren(QWidget):
        tip = widget.toolTip()
        assert "<img" not in tip, f"{widget.objectName()}: {tip}"
    page.case.ideal.show_view("changes")
    assert not shows_red(session.window)
    with pytest.raises(TimeoutError):
        listener.accept()
    session.quit()


def test_rendered_markdown_loads_nothing_either(
    qtbot: QtBot, tmp_path: Path, picture: Path, listener: socket.socket
) -> None:
    text = hostile(picture, listener.getsockname()[1])
    more = f"\n\n![a][ref]\n\n[ref]: file://{picture}\n\n![b](<file://{picture}>)"
    path = tmp_path / "hostile.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(1, text + more, text + more)])
    session = Session(qtbot, path)
    session.press(Qt.Key.Key_M)
    session.rest()
    main = session.review.case.output.main_text()
    assert main is not None
    assert "<img" in main.toPlainText(), "HTML stays the text it is"
    images = [
        form
        for form in main.document().allFormats()
        if form.isImageFormat() or form.hasProperty(QTextFormat.Property.ImageName)
    ]
    assert not images
    assert not shows_red(session.window)
    with pytest.raises(TimeoutError):
        listener.accept()
    session.quit()


def test_a_tool_tip_shows_markup_as_text(qtbot: QtBot, picture: Path) -> None:
    tip = plain_tip(f'<img src="file://{picture}"> & <b>x</b>')
    document = QTextDocument()
    document.setHtml(tip)
    assert document.toPlainText() == f'<img src="file://{picture}"> & <b>x</b>'
    document.setHtml(plain_tip("a < b"))
    assert document.toPlainText() == "a < b"
    assert plain_tip("wrong plan & price") == "wrong plan & price"


def test_what_is_pasted_into_an_answer_is_text(qtbot: QtBot, picture: Path) -> None:
    editor = AnswerEdit()
    qtbot.addWidget(editor)
    pasted = QMimeData()
    pasted.setHtml(f'<b>bold</b><img src="file://{picture}">')
    pasted.setText("bold")
    editor.insertFromMimeData(pasted)
    assert editor.toPlainText() == "bold"
    assert not rich_things(editor.document())
