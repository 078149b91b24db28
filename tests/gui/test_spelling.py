"""Spelling of ideal answers: only words, only where there is a dictionary, never code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from curator.gui import spelling
from curator.gui.settings_dialog import language_name
from curator.gui.spelling import Speller, chosen, dictionaries, is_prose, why_not, words_of
from curator.operations import projects
from tests.builders import add_cases, incoming
from tests.gui.session import CTRL, Session

Key = Qt.Key
pytest.importorskip("hunspell", reason="the extra “spelling” is not installed")
needs_english = pytest.mark.skipif(
    "en_US" not in dictionaries(), reason="there is no English dictionary"
)


def test_only_words_are_judged() -> None:
    text = "Send it to a.b@example.com or see https://example.com/x; `cdoe` J45.41 SKU-12 NASA iPad"
    judged = [text[start:end] for start, end in words_of(text)]
    assert judged == ["Send", "it", "to", "or", "see"]
    fenced = "Run\n```\nmkae al\n```\nthen don’t stop"
    assert [fenced[start:end] for start, end in words_of(fenced)] == [
        "Run",
        "then",
        "don’t",
        "stop",
    ]


def test_code_json_and_codes_are_no_prose() -> None:
    assert is_prose("We will refund you.", "No.")
    assert not is_prose('{"a": 1}', "x")
    assert not is_prose('{"a": 1,', "x"), "JSON that is still being typed"
    assert not is_prose("anything", '{"a": 1}'), "the output was JSON"
    assert not is_prose("J45.41, J30.2", "J45.901")
    assert not is_prose("<?xml version='1.0'?>", "x")


@needs_english
def test_a_dictionary_judges_its_own_script() -> None:
    speller = Speller("en_US", dictionaries()["en_US"])
    text = "A refnud is late, don’t \U0001f600 привет 退款 recieve"
    assert [text[start:end] for start, end in speller.wrong(text)] == ["refnud", "recieve"]
    assert speller.wrong(text, frozenset({"refnud", "recieve"})) == []
    assert "refund" in speller.suggestions("refnud")


def test_dictionaries_come_in_pairs_and_the_nearest_language_is_chosen(tmp_path: Path) -> None:
    for name in ("de_AT.dic", "de_AT.aff", "fr_FR.dic"):
        (tmp_path / name).touch()
    assert dictionaries([tmp_path, tmp_path / "none"]) == {"de_AT": tmp_path}
    assert chosen("de_AT", ["de_AT"]) == "de_AT"
    assert chosen("fr_FR", ["de_AT"]) == ""
    assert language_name("de_AT") == "German (Austria)"


def test_what_is_missing_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_not("off") == ""
    assert why_not("xx_YY") == (
        "Spelling is not checked: the system has no hunspell dictionary for xx_YY."
    )
    monkeypatch.setattr(spelling, "find_spec", lambda _: None)
    assert "spelling” is not installed" in why_not("system")


def waves(session: Session) -> list[str]:
    """Words with a wave under them, as they are painted."""
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    block = session.review.case.ideal.editor.document().begin()
    found: list[str] = []
    while block.isValid():
        raw, words = block.text().encode("utf-16-le"), ""
        for one in block.layout().formats():
            if one.format.underlineStyle() == wave:  # pyright: ignore[reportAttributeAccessIssue]
                start, length = one.start, one.length  # pyright: ignore[reportAttributeAccessIssue]
                words += raw[2 * start : 2 * (start + length)].decode("utf-16-le")
        found += [words] if words else []
        block = block.next()
    return found


@needs_english
def test_a_wave_suggestions_by_key_and_words_of_ones_own(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "spell.curator"
    with projects.create_project(path) as opened:
        add_cases(opened, [incoming(1, answered="\U0001f600 The recieve is here."), incoming(2)])
    session = Session(qtbot, path)
    session.window.context.settings.setValue("spelling", "en_US")
    session.show(1)
    editor = session.review.case.ideal.editor
    session.press(Key.Key_E)
    qtbot.waitUntil(lambda: waves(session) == ["recieve"])
    session.press(Key.Key_End, modifier=CTRL)
    session.type(" Refnud")
    session.rest()
    qtbot.wait(150)
    session.rest()
    assert waves(session) == ["recieve"], "the word that is being typed is not finished"
    session.type(" now")
    qtbot.waitUntil(lambda: waves(session) == ["recieveRefnud"])
    cursor = editor.textCursor()
    cursor.setPosition(editor.document().toRawText().find("ecieve"))
    editor.setTextCursor(cursor)
    # What the menu key makes of itself on a real desktop.
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(editor, asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "receive"
    menu.actions()[0].trigger()
    menu.close()
    assert "The receive is here." in session.review.case.ideal.text()
    qtbot.waitUntil(lambda: waves(session) == ["Refnud"])
    session.review.tools.spelling._learn("Refnud")
    qtbot.waitUntil(lambda: waves(session) == [])
    editor.setFocus()
    session.to_front()
    session.window.close()


def test_the_binding_is_loaded_only_when_somebody_writes() -> None:
    script = (
        "import sys; from curator.gui import spelling; from curator.gui.pages import review_tools;"
        "spelling.why_not('system'); print('hunspell' in sys.modules)"
    )
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"
