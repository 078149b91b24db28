"""Code in the case takes its colours a moment after it is shown, worked out beside the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from curator.gui.code_colours import Code, Colour, code_in, colours_of
from curator.gui.context import AppContext
from curator.gui.widgets.conversation import Conversation
from curator.gui.widgets.reading_text import ReadingText
from curator.reviewing.found_words import in_units

AFTER = 60
"""Milliseconds without another text: who leafs through cases waits for no colours."""


class CodeColours(QObject):
    """Collects the texts that may hold code; colours those that are still shown."""

    def __init__(self, context: AppContext, *conversations: Conversation) -> None:
        # Goes with the texts: the timer must not ask one that is gone.
        super().__init__(conversations[0])
        self._context = context
        self._waiting: list[ReadingText] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self._start)
        for one in conversations:
            one.code_shown.connect(self._add)

    def _add(self, text: ReadingText) -> None:
        if text not in self._waiting:
            self._waiting.append(text)
        self._timer.start()

    def _start(self) -> None:
        waiting, self._waiting = self._waiting, []
        wanted = [(text, text.shown, text.toPlainText(), text.rendered_code()) for text in waiting]
        if self._context.project is None:
            return

        def work() -> list[list[Colour]]:
            return [
                colours(plain, code_in(plain) if code is None else code)
                for _, _, plain, code in wanted
            ]

        def done(made: list[list[Colour]]) -> None:
            for (text, shown, _, _), ranges in zip(wanted, made, strict=True):
                if isValid(text) and text.shown == shown:
                    text.colour(ranges)

        self._context.background.run("Colouring code", lambda _, __: work(), done, quiet=True)


def colours(plain: str, code: list[Code]) -> list[Colour]:
    """The coloured ranges of a text in UTF-16 units; `code` counts characters."""
    found = [one for part in code for one in colours_of(part)]
    units = in_units(plain, [(start, end) for start, end, _ in found])
    return [(*span, colour) for span, (_, _, colour) in zip(units, found, strict=True)]
