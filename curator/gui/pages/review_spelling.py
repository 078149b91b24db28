"""Spelling of the ideal answer: wavy lines a moment after typing, suggestions on a right click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu

from curator.gui.context import AppContext
from curator.gui.settings_table import setting
from curator.gui.widgets.ideal_answer import IdealAnswer
from curator.gui.word_changes import Span
from curator.reviewing.found_words import in_units

OWN_WORDS = "spelling/own"


class SpellingDesk(QObject):
    """Beside the editor. Looks words up off the UI thread, as it loads a dictionary first."""

    def __init__(self, context: AppContext, ideal: IdealAnswer) -> None:
        super().__init__(ideal)
        self._context = context
        self._ideal = ideal
        self.wrong: list[Span] = []
        """Misspelt words in UTF-16 units of the editor's text."""
        ideal.changes_found.connect(lambda _: self.check())
        ideal.left.connect(self.check)
        ideal.editor.menu_opening.connect(self._fill_menu)

    @property
    def _wanted(self) -> str:
        return str(setting("spelling").value(self._context.settings))

    def _own_words(self) -> frozenset[str]:
        kept = self._context.settings.value(OWN_WORDS)
        return frozenset(str(kept).split("\n")) if kept else frozenset()

    def check(self) -> None:
        """Look at the answer as it stands, where it is prose and somebody wants it."""
        ideal = self._ideal
        if not ideal.is_open or self._context.project is None:
            self._show([])
            return
        from curator.gui import spelling  # not before somebody writes an answer

        text, wanted = ideal.text(), self._wanted
        prose = bool(text.strip()) and spelling.is_prose(text, ideal.output)
        if wanted == spelling.OFF or not prose:
            self._show([])
            return
        own = self._own_words()
        typing = ideal.editor.textCursor().position() if ideal.editor.hasFocus() else -1

        def look() -> list[Span]:
            if spelling.why_not(wanted):
                return []
            name = spelling.chosen(wanted, sorted(spelling.dictionaries()))
            return in_units(text, spelling.speller(name).wrong(text, own))

        def done(found: list[Span]) -> None:
            if ideal.is_open and ideal.text() == text:
                # The word that is being typed is not finished yet.
                self._show([span for span in found if span[1] != typing])

        self._context.background.run("Spelling", lambda _, __: look(), done, quiet=True)

    def _show(self, wrong: list[Span]) -> None:
        self.wrong = wrong
        self._ideal.editor.highlighter.set_misspelt(wrong)

    # The menu

    def _fill_menu(self, menu: QMenu, place: int) -> None:
        """What was perhaps meant, over the usual rows; or why nothing is checked."""
        from curator.gui import spelling

        span = next((one for one in self.wrong if one[0] <= place <= one[1]), None)
        first = next(iter(menu.actions()), QAction(menu))
        rows: list[QAction] = []
        if span is None:
            reason = spelling.why_not(self._wanted)
            if reason:
                rows = [self._row(menu, reason, None)]
        else:
            word = self._word(span)
            name = spelling.chosen(self._wanted, sorted(spelling.dictionaries()))
            found = spelling.speller(name).suggestions(word)
            rows = [self._row(menu, one, partial(self._replace, span, one)) for one in found]
            rows = rows or [self._row(menu, "No suggestion", None)]
            rows.append(self._row(menu, f"“{word}” is right", partial(self._learn, word)))
        for row in rows:
            menu.insertAction(first, row)
        if rows:
            menu.insertSeparator(first)

    def _row(self, menu: QMenu, words: str, deed: partial[None] | None) -> QAction:
        row = QAction(words.replace("&", "&&"), menu)
        row.setEnabled(deed is not None)
        if deed is not None:
            row.triggered.connect(lambda _=False: deed())
        return row

    def _cursor(self, span: Span) -> QTextCursor:
        cursor = QTextCursor(self._ideal.editor.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _word(self, span: Span) -> str:
        return self._cursor(span).selectedText()

    def _replace(self, span: Span, word: str) -> None:
        self._cursor(span).insertText(word)
        self._ideal.find_changes()

    def _learn(self, word: str) -> None:
        """This reviewer writes the word like that, here and in every answer."""
        own = sorted(self._own_words() | {word})
        self._context.settings.setValue(OWN_WORDS, "\n".join(own))
        self.check()
