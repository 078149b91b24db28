"""Tints and colours over a text that are no part of it: changes, and code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QBrush, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from curator.gui.code_colours import Colour
from curator.gui.theme import theme
from curator.gui.word_changes import Span

_MANY_LINES = 400
"""Lines from which all are drawn anew at once instead of one by one."""

Marked = TypeVar("Marked", Span, Colour)


class SpanHighlighter(QSyntaxHighlighter):
    """Tints character ranges: "removed" on failbg, "added" on passbg, both underlined.

    Code takes its colours under the tints. Ranges count UTF-16 units and move along while
    somebody types; only lines whose ranges became others are drawn anew.
    """

    def __init__(self, document: QTextDocument, kind: str) -> None:
        # The base class must hear of an edit after the ranges have moved: so it gets its document
        # last.
        super().__init__(cast(QTextDocument, QObject(document)))
        self._kind = kind
        self._spans: list[Span] = []
        self._ends: list[int] = []
        self._misspelt: list[Span] = []
        self.colours: list[Colour] = []
        self._colour_ends: list[int] = []
        self.setDocument(document)
        theme().changed.connect(self.rehighlight)

    def setDocument(self, doc: QTextDocument | None) -> None:
        """Mark another document, or none."""
        before = self.document()
        if before is not None:
            before.contentsChange.disconnect(self._move)
        if doc is not None:
            doc.contentsChange.connect(self._move)
            self.setParent(doc)  # it goes with its document, not after it
        super().setDocument(doc)  # pyright: ignore[reportArgumentType]

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Tint these ranges instead."""
        before, self._spans = self._spans, sorted(spans)
        self._ends = [end for _, end in self._spans]
        self._draw(_differing(before, self._spans))

    def set_colours(self, colours: Sequence[Colour]) -> None:
        """Colour these parts of code instead."""
        before, self.colours = self.colours, sorted(colours)
        self._colour_ends = [end for _, end, _ in self.colours]
        self._draw(_differing(before, self.colours))

    def set_misspelt(self, spans: Sequence[Span]) -> None:
        """Draw wavy lines under these ranges instead."""
        before, self._misspelt = self._misspelt, sorted(spans)
        self._draw(_differing(before, self._misspelt))

    def forget(self) -> None:
        """The text becomes another one: nothing of the old one's ranges holds."""
        self._spans, self._ends, self._misspelt = [], [], []
        self.colours, self._colour_ends = [], []

    def _draw(self, touched: Span | None) -> None:
        document = self.document()
        if touched is None or document is None:
            return
        block, last = document.findBlock(touched[0]), document.findBlock(touched[1])
        if not last.isValid():
            last = document.lastBlock()
        if last.blockNumber() - block.blockNumber() > _MANY_LINES:
            self.rehighlight()
            return
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            self.rehighlightBlock(block)
            block = block.next()

    def _move(self, place: int, removed: int, added: int) -> None:
        """Something was typed: ranges behind it move, those around it grow or shrink."""
        if not (self._spans or self._misspelt or self.colours):
            return
        self._spans = _moved(self._spans, place, removed, added)
        self._misspelt = _moved(self._misspelt, place, removed, added)
        self.colours = _moved(self.colours, place, removed, added)
        self._ends = [end for _, end in self._spans]
        self._colour_ends = [end for _, end, _ in self.colours]

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


def _differing(before: Sequence[Marked], after: Sequence[Marked]) -> Span | None:
    """From where to where two lists of ranges differ; None where they are alike."""
    start, shorter = 0, min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    if start == len(before) == len(after):
        return None
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    changed = [*before[start : len(before) - end], *after[start : len(after) - end]]
    return min(one[0] for one in changed), max(one[1] for one in changed)


def _moved(ranges: list[Marked], place: int, removed: int, added: int) -> list[Marked]:
    """Ranges after `removed` units at a place became `added` ones; what is gone is left out."""
    end, by = place + removed, added - removed
    found: list[Marked] = []
    for one in ranges:
        first, last = one[0], one[1]
        if last > place:
            first = first + by if first >= end else min(first, place)
            last = last + by if last >= end else place
        if first < last:
            found.append((first, last, *one[2:]))  # pyright: ignore[reportArgumentType]
    return found


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
