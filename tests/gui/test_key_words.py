"""Whatever names a key on the screen follows the key as it is set."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from curator.gui.action_spec import shown
from curator.gui.actions import ACTIONS
from curator.gui.key_map import KeyMap
from curator.gui.key_words import in_words
from curator.gui.widgets.controls import KeyedButton
from curator.gui.widgets.labels import KeyCap, Paragraph
from tests.gui.import_session import Importing, Key, Start
from tests.gui.session import CTRL, Session, sample_copy

_NAMED = re.compile(r"\(((?:Ctrl|Alt|Shift)\+[^()]+|F\d+|[A-Z]|/)\)|\bCtrl [A-Z0-9]\b|Ctrl\+")
_OF_ITS_OWN = ("(Enter)", "(Shift+Enter)")
"""Keys of a line in use, which are no action's."""


def words_of(widget: QWidget) -> list[str]:
    """Everything that a widget says."""
    said = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QAbstractButton | QLabel | Paragraph | KeyCap):
        said.append(widget.text())
    if isinstance(widget, KeyedButton):
        said.append(widget.key)
    return said


def named_keys(root: QWidget) -> list[str]:
    """What says a key, in the whole window."""
    found = [text for one in root.findChildren(QWidget) for text in words_of(one)]
    return [
        text
        for text in found
        if (_NAMED.search(text) or text in ("Esc", "F", "P", "S", "L", "H"))
        and not text.endswith(_OF_ITS_OWN)
    ]


def set_key(session: Session, action: str, key: str) -> None:
    """Choose a key as the settings page does."""
    (spec,) = (one for one in ACTIONS if one.id == action)
    assert KeyMap(session.window.context.settings).choose(spec, key) == ""
    session.window._follow_setting("keys")


def test_without_keys_nothing_on_any_page_names_one(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    session.rest()
    window = session.window
    for page in list(window.pages):
        assert window.pages[page] is not None
    assert len(named_keys(window)) > 15
    for spec in ACTIONS:
        if spec.keys and not spec.id.startswith("tag-"):
            KeyMap(window.context.settings).choose(spec, "")
    window._follow_setting("keys")
    # What is left are second keys, which stay as they are.
    seconds = {shown(key) for spec in ACTIONS for key in spec.keys[1:]}
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    ends = (*seconds, *(f"({key})" for spec in ACTIONS for key in spec.keys[1:]))
    left = [text for text in named_keys(window) if not text.endswith(ends)]
    assert left == []
    window.close()
    window.deleteLater()


def test_the_button_that_opens_a_file_follows_its_key(start: Start) -> None:
    session: Importing = start()
    session.window.show_page("import")
    page = session.page
    assert page.choose.text() == "Choose a file  Ctrl O"
    set_key(session, "open-file", "Ctrl+Shift+I")
    assert page.choose.text() == "Choose a file  Ctrl Shift I"
    assert session.window.key_strip.isVisible()
    tip = session.window.rail.model.data(session.window.rail.model.index(1), 3)
    assert tip == "Review (Ctrl+2)"
    set_key(session, "page-review", "F4")
    tip = session.window.rail.model.data(session.window.rail.model.index(1), 3)
    assert tip == "Review (F4)"
    assert in_words(session.window.context.settings, "Go ({page-review}).") == "Go (F4)."
    session.press(Key.Key_Q, modifier=CTRL)
    session.window.deleteLater()
