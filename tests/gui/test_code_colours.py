"""Code in a case is coloured a moment after it is shown, raw and rendered; prose is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.gui.code_colours import (
    LANGUAGES,
    LONGEST_CODE,
    LONGEST_LINE,
    Code,
    code_in,
    colours_of,
)
from curator.gui.theme import theme
from curator.gui.widgets.reading_text import ReadingText
from curator.model.review import Mark
from curator.operations import projects
from tests.builders import add_cases, incoming, judged
from tests.gui.session import Session

Key = Qt.Key
PYTHON = '\U0001f600 Try:\n\n```python\ndef refund(days):\n    return "no"  # never\n```\n\nBye.'


def parts(text: str) -> list[tuple[str, str]]:
    """The coloured parts of a text's code."""
    return [
        (text[start:end], colour)
        for code in code_in(text)
        for start, end, colour in colours_of(code)
    ]


def test_fenced_code_and_whole_documents_are_recognised() -> None:
    assert ("def", "codeword") in parts(PYTHON)
    assert ("refund", "codename") in parts(PYTHON)
    assert ("# never", "text3") in parts(PYTHON)
    assert parts('{"a": [1, true, "x"]}') == [
        ('"a"', "codename"),
        ("1", "codenumber"),
        ("true", "codenumber"),
        ('"x"', "codestring"),
    ]
    assert ("b", "codename") in parts("~~~html\n<b>x</b>\n~~~")
    assert [code.text for code in code_in("```py\na = 1\n```\nand\n```js\nb\n")] == [
        "a = 1\n",
        "b\n",
    ]


def test_prose_strange_languages_and_too_much_stay_as_they_are() -> None:
    assert code_in("Just words, {not json}.") == []
    assert code_in("{not json}") == []
    assert code_in("```brainfuck\n+++\n```") == []
    assert code_in("```\nno language\n```") == []
    assert code_in(f"```py\n{'x' * (LONGEST_LINE + 1)}\n```") == []
    assert code_in("```py\n" + "a = 1\n" * LONGEST_CODE + "```") == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_every_language_has_its_lexer(language: str) -> None:
    found = colours_of(Code(5, 'if x: "y" # 1\n', language))
    assert all(5 <= start < end <= 20 for start, end, _ in found)


@given(st.text(alphabet="`~ \npyjson{}[]\"'#1\U0001f600", max_size=200))
def test_places_are_inside_the_text_whatever_it_is(text: str) -> None:
    for code in code_in(text):
        assert text[code.start :].startswith(code.text)


def output(session: Session) -> ReadingText:
    text = session.review.case.output.main_text()
    assert text is not None
    return text


def coloured(text: ReadingText) -> dict[str, str]:
    """What is coloured as it is painted: words -> colour."""
    found: dict[str, str] = {}
    block = text.document().begin()
    while block.isValid():
        raw = block.text().encode("utf-16-le")
        for one in block.layout().formats():
            start, length = one.start, one.length  # pyright: ignore[reportAttributeAccessIssue]
            words = raw[2 * start : 2 * (start + length)].decode("utf-16-le")
            found[words] = one.format.foreground().color().name()  # pyright: ignore[reportAttributeAccessIssue]
        block = block.next()
    return found


def test_code_is_coloured_raw_and_rendered_and_under_changes(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "code.curator"
    review = judged(Mark.FAIL, ideal=PYTHON.replace('"no"', '"yes"'))
    with projects.create_project(path) as opened:
        add_cases(opened, [incoming(1, answered=PYTHON, review=review), incoming(2)])
    session = Session(qtbot, path)
    session.show(1)
    word = theme().color("codeword").name()
    qtbot.waitUntil(lambda: coloured(output(session)).get("def") == word)
    assert "Bye" not in " ".join(coloured(output(session)))
    removed = coloured(output(session))["no"]
    assert removed == theme().color("codestring").name(), "a change keeps the code's colour"
    session.press(Key.Key_M)
    qtbot.waitUntil(lambda: coloured(output(session)).get("def") == word)
    session.press(Key.Key_M)
    qtbot.waitUntil(lambda: coloured(output(session)).get("def") == word)
    session.show(2)
    session.rest()
    assert coloured(output(session)) == {}
    session.quit()


def test_lexers_are_loaded_only_for_code() -> None:
    script = (
        "import sys; from curator.gui import code_colours as c; c.code_in('Hello');"
        "print('pygments' in sys.modules); c.colours_of(c.Code(0, 'a', 'python'));"
        "print('pygments' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
