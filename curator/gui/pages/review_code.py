"""Code in the case takes its colours a moment after it is shown, worked out beside the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from curator.gui.code_colours import Code, Colour, code_in, colours_of, may_hold_code
from curator.gui.context import AppContext
from curator.gui.widgets.conversation import Conversation
from curator.gui.widgets.ideal_answer import IdealAnswer
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


class AnswerColours(QObject):
    """Colours the code in an ideal answer whenever its changes are found; colours move along
    with what is typed in between.
    """

    def __init__(self, context: AppContext, ideal: IdealAnswer) -> None:
        super().__init__(ideal)
        self._context = context
        self._ideal = ideal
        self._busy = False
        ideal.changes_found.connect(lambda _: self.look())

    def look(self) -> None:
        """Look for code in the answer as it stands."""
        ideal = self._ideal
        text = ideal.text() if ideal.is_open else ""
        if self._context.project is None or not may_hold_code(text):
            ideal.editor.highlighter.set_colours([])
            return
        if self._busy:
            return

        def done(found: list[Colour]) -> None:
            self._busy = False
            if not isValid(ideal):
                return
            if ideal.is_open and ideal.text() == text:
                ideal.editor.highlighter.set_colours(found)
            else:
                self.look()

        self._busy = True
        self._context.background.run(
            "Colouring code", lambda _, __: colours(text, code_in(text)), done, quiet=True
        )


def colours(plain: str, code: list[Code]) -> list[Colour]:
    """The coloured ranges of a text in UTF-16 units; `code` counts characters."""
    found = [one for part in code for one in colours_of(part)]
    units = in_units(plain, [(start, end) for start, end, _ in found])
    return [(*span, colour) for span, (_, _, colour) in zip(units, found, strict=True)]
