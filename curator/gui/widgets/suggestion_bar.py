"""What the data suggests for the case in front: shown with its origin, never as a mark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy

from curator.gui.theme import theme
from curator.gui.widgets.controls import button, menu_button
from curator.gui.widgets.labels import ElidedLabel, KeyCap, label
from curator.model.case import Suggestion

_SHOWN = 60


def one_suggestion(one: Suggestion) -> str:
    """ "Fail", "note “wrong plan”", "an ideal answer of 40 words"."""
    match one.kind:
        case "mark":
            return one.value.capitalize()
        case "ideal":
            count = len(one.value.split())
            return f"an ideal answer of {count:,} {'word' if count == 1 else 'words'}"
        case "tags":
            return f"tags {one.value.strip('[]').replace(chr(34), '')}"
        case "note":
            return f"note “{one.value}”"


def suggestion_words(suggestions: Sequence[Suggestion]) -> str:
    """ "Fail, note “wrong plan”, an ideal answer of 40 words (column reference)"."""
    distinct = {(one.kind, one.value): one for one in suggestions}
    text = ", ".join(map(one_suggestion, distinct.values()))
    origins = list(dict.fromkeys(one.origin for one in suggestions if one.origin))
    return f"{text} ({', '.join(origins)})" if origins else text


class SuggestionBar(QFrame):
    """Accept all of a case, or of several one; a way to those of the whole project.

    Built when there is one to show: most data suggests nothing.
    """

    accept_wanted = Signal()
    only_wanted = Signal(int)
    """Accept the suggestion of this key alone."""
    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._accept_key = ""
        self.setProperty("win", True)
        self.hide()

    def set_key(self, key: str) -> None:
        """Show the key that accepts."""
        self._accept_key = key
        if self.layout() is not None:
            self.key.set_key(key)

    def _build(self) -> None:
        px = theme().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(8), px(20), px(8))
        row.setSpacing(px(10))
        row.addWidget(label("Suggested by the data", "metastrong"))
        self.words = ElidedLabel("", "body", "text")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.words, 1)
        self.accept = button("Accept", "accept-suggestions", kind="link")
        self.accept.clicked.connect(self.accept_wanted)
        row.addWidget(self.accept)
        self.key = KeyCap("")
        self.key.set_key(self._accept_key)
        row.addWidget(self.key)
        self.more = menu_button("More", "more-suggestions")
        self._menu = QMenu(self)
        self.more.setMenu(self._menu)
        row.addWidget(self.more)

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Show what waits for this case; nothing hides the bar."""
        if suggestions and self.layout() is None:
            self._build()
        self.setVisible(bool(suggestions))
        if self.layout() is None:
            return
        self.words.set_text(suggestion_words(suggestions))
        self._menu.clear()
        if len(suggestions) > 1:
            for one in suggestions:
                words = one_suggestion(one)
                words = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
                action = self._menu.addAction(f"Accept only: {words}".replace("&", "&&"))
                action.triggered.connect(lambda _=False, key=one.key: self.only_wanted.emit(key))
            self._menu.addSeparator()
        self._menu.addAction("All suggestions of the project…").triggered.connect(self.all_wanted)
