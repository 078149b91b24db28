"""Where a long printed text is cut into pages: between paragraphs and table rows, never in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable


@dataclass(frozen=True)
class Span:
    """A part of the document from top to bottom, in the layout's units."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class PageSlice:
    """What one page shows; `head` is the heading of a table that goes on, shown above it."""

    shown: Span
    head: Span | None = None


@dataclass(frozen=True)
class Unit:
    """A paragraph or a table's row: what stays whole. `sticks` keeps it with the next one."""

    span: Span
    sticks: bool = False
    head: Span | None = None
    lines: tuple[Span, ...] = ()


def page_slices(document: QTextDocument, height: float) -> list[PageSlice]:
    """Pages of at most `height` that cut no row and leave no heading alone at a page's foot.

    Only what is higher than a page is cut, between two lines.
    """
    units = units_of(document)
    pages: list[PageSlice] = []
    first, start, head = 0, units[0].span.top if units else 0.0, None
    while first < len(units):
        room = height - (head.height if head else 0)
        end = _fitting(units, first, start + room)
        if end == first:
            cut = _line_cut(units[first], start, start + room)
            pages.append(PageSlice(Span(start, cut), head))
            start, head = cut, units[first].head
            continue
        pages.append(PageSlice(Span(start, units[end - 1].span.bottom), head))
        if end < len(units):
            start, head = units[end].span.top, units[end].head
        first = end
    return pages


def _fitting(units: Sequence[Unit], first: int, bottom: float) -> int:
    """The number behind the last unit that fits; what sticks to the one after goes with it."""
    end = first
    while end < len(units) and units[end].span.bottom <= bottom:
        end += 1
    if end == len(units):
        return end
    kept = end
    while kept > first and units[kept - 1].sticks:
        kept -= 1
    return kept if kept > first else end


def _line_cut(unit: Unit, start: float, bottom: float) -> float:
    """The lowest place above `bottom` that goes through no line of the unit."""
    for place in sorted({line.bottom for line in unit.lines}, reverse=True):
        through = any(line.top < place - 0.5 and line.bottom > place + 0.5 for line in unit.lines)
        if start < place <= bottom and not through:
            return place
    return bottom


def units_of(document: QTextDocument) -> list[Unit]:
    """Paragraphs and table rows from top to bottom."""
    found: list[Unit] = []
    block = document.begin()
    while block.isValid():
        table = _outermost_table(block)
        if table is None:
            heading = block.blockFormat().headingLevel() > 0
            before_table = _outermost_table(block.next()) is not None
            span, lines = _block_span(document, block)
            found.append(Unit(span, heading or before_table, None, lines))
            block = block.next()
        else:
            rows = _rows(document, table)
            found += rows
            block = document.findBlock(table.lastPosition()).next()
    return found


def _rows(document: QTextDocument, table: QTextTable) -> list[Unit]:
    heads = table.format().toTableFormat().headerRowCount()
    blocks: dict[int, list[QTextBlock]] = {}
    block = document.findBlock(table.firstPosition())
    while block.isValid() and block.position() <= table.lastPosition():
        row = table.cellAt(block.position()).row()
        blocks.setdefault(row, []).append(block)
        block = block.next()
    units: list[Unit] = []
    head: Span | None = None
    for row, held in sorted(blocks.items()):
        spans = [_block_span(document, one) for one in held]
        padding = table.cellAt(row, 0).format().toTableCellFormat()
        # The rule below a row belongs to it: the border is one unit high.
        span = Span(
            min(span.top for span, _ in spans) - padding.topPadding(),
            max(span.bottom for span, _ in spans) + padding.bottomPadding() + 1,
        )
        if row < heads:
            head = Span(head.top if head else span.top, span.bottom)
        lines = tuple(line for _, of_block in spans for line in of_block)
        units.append(Unit(span, row < heads, None if row <= heads else head, lines))
    return units


def _block_span(document: QTextDocument, block: QTextBlock) -> tuple[Span, tuple[Span, ...]]:
    box = document.documentLayout().blockBoundingRect(block)
    layout = block.layout()
    lines = tuple(
        Span(box.top() + line.y(), box.top() + line.y() + line.height())
        for line in (layout.lineAt(number) for number in range(layout.lineCount()))
    )
    return Span(box.top(), box.bottom()), lines


def _outermost_table(block: QTextBlock) -> QTextTable | None:
    if not block.isValid():
        return None
    found: QTextTable | None = None
    frame = QTextCursor(block).currentFrame()
    while frame is not None:
        if isinstance(frame, QTextTable):
            found = frame
        frame = frame.parentFrame()
    return found
