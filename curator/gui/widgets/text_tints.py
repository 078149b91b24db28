"""Tints and colours over a text that are no part of it: changes, and code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtGui import QBrush, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from curator.gui.code_colours import Colour
from curator.gui.theme import theme
from curator.gui.word_changes import Span


class SpanHighlighter(QSyntaxHighlighter):
    """Tints character ranges: "removed" on failbg, "added" on passbg, both underlined.

    Code takes its colours under the tints. Ranges count UTF-16 units.
    """

    def __init__(self, document: QTextDocument, kind: str) -> None:
        super().__init__(document)
        self._kind = kind
        self._spans: list[Span] = []
        self._ends: list[int] = []
        self._misspelt: list[Span] = []
        self.colours: list[Colour] = []
        self._colour_ends: list[int] = []
        theme().changed.connect(self.rehighlight)

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Tint these ranges instead."""
        if list(spans) == self._spans:
            return
        self._spans = sorted(spans)
        self._ends = [end for _, end in self._spans]
        self.rehighlight()

    def set_colours(self, colours: Sequence[Colour]) -> None:
        """Colour these parts of code instead."""
        if list(colours) == self.colours:
            return
        self.colours = sorted(colours)
        self._colour_ends = [end for _, end, _ in self.colours]
        self.rehighlight()

    def set_misspelt(self, spans: Sequence[Span]) -> None:
        """Draw wavy lines under these ranges instead."""
        if list(spans) != self._misspelt:
            self._misspelt = sorted(spans)
            self.rehighlight()

    def forget(self) -> None:
        """The text becomes another one: nothing of the old one's ranges holds."""
        self._spans, self._ends, self._misspelt = [], [], []
        self.colours, self._colour_ends = [], []

    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        # Python counts characters, the ranges count UTF-16 units.
        end = start + self.currentBlock().length()
        self._colour(start, end)
        place = bisect_left(self._ends, start + 1)
        tint = change_format(self._kind)
        while place < len(self._spans) and self._spans[place][0] < end:
            first, last = self._spans[place]
            self._tint(max(first, start) - start, min(last, end) - start, tint)
            place += 1
        for first, last in self._misspelt:
            if first < end and last > start:
                self._merge(max(first, start) - start, min(last, end) - start, wavy_format())

    def _colour(self, start: int, end: int) -> None:
        place = bisect_left(self._colour_ends, start + 1)
        while place < len(self.colours) and self.colours[place][0] < end:
            first, last, token = self.colours[place]
            first, last = max(first, start), min(last, end)
            self.setFormat(first - start, last - first, code_format(token))
            place += 1

    def _tint(self, first: int, last: int, tint: QTextCharFormat) -> None:
        if not self.colours:
            self.setFormat(first, last - first, tint)
        else:
            self._merge(first, last, tint)

    def _merge(self, first: int, last: int, over: QTextCharFormat) -> None:
        for place in range(first, last):
            both = self.format(place)
            both.merge(over)
            self.setFormat(place, 1, both)


def code_format(token: str) -> QTextCharFormat:
    """How a part of code looks; what is only said to readers is slanted."""
    form = QTextCharFormat()
    form.setForeground(QBrush(theme().color(token)))
    if token == "text3":
        form.setFontItalic(True)
    return form


def wavy_format() -> QTextCharFormat:
    """How a misspelt word looks: a wave, which no other mark is."""
    form = QTextCharFormat()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    form.setUnderlineColor(theme().color("fail"))
    return form


def change_format(kind: str, *, merged: bool = False) -> QTextCharFormat:
    """How changed words look; in the merged view they also take the colour, and strike."""
    removed = kind == "removed"
    form = QTextCharFormat()
    form.setBackground(theme().color("failbg" if removed else "passbg"))
    color = theme().color("fail" if removed else "pass")
    if merged:
        form.setForeground(color)
    if merged and removed:
        form.setFontStrikeOut(True)
    else:
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(color)
    return form
