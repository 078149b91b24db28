"""Text tables: CSV and its relatives, read row by row with the bytes of each row kept."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from curator.errors import CuratorError
from curator.importing.containers.rows import Row, Rows, rejected
from curator.importing.json_text import free_name
from curator.importing.problems import NotText, RowProblem
from curator.importing.source import SourceFile
from curator.model.base import JsonObject

_SNIFFED_ROWS = 200
_CELL_LIMIT = 1 << 30
_ROW_LIMIT = 256 << 20
"""Bytes after which an open quote is taken for a mistake, so that memory stays bounded."""
_RETRY_BYTES = 64 << 20
"""Bytes that may be read again after unclosed quotes before the rest is given up."""

_REASONS = {
    "unexpected end of data": "a quoted cell is never closed",
    "',' expected after '\"'": "a quote inside a quoted cell is not doubled",
}


class Dialect(NamedTuple):
    """How a table's cells are told apart."""

    delimiter: str
    quoted: bool = True
    skip_space: bool = False
    """Blanks after a delimiter are not part of the cell."""
    headed: bool = True
    """The first row holds the columns' names; else it is a row like the others."""


class Header(NamedTuple):
    """A table's first row: names made unique, its bytes, and the line after it."""

    columns: tuple[str, ...]
    raw: bytes
    line: int


class _Record(NamedTuple):
    line: int
    raw: bytes
    cells: list[str]
    problem: RowProblem | None


def sniff(source: SourceFile, delimiters: str = ",\t;|") -> Dialect:
    """The dialect under which the most of the first rows have as many cells as the header."""
    lines = _head_lines(source)
    best, best_score = Dialect(","), (0.0, 0)
    for delimiter in delimiters:
        candidates = [Dialect(delimiter), Dialect(delimiter, skip_space=True)]
        if delimiter == "\t":
            candidates = [Dialect(delimiter), Dialect(delimiter, quoted=False)]
        for dialect in candidates:
            score = _score(source, lines, dialect)
            if score > best_score:
                best, best_score = dialect, score
    return best


def read_header(source: SourceFile, dialect: Dialect) -> Header:
    """The header row. Raises CuratorError where it cannot be read or nothing follows it."""
    records = _records(source, source.lines(), dialect)
    for record in records:
        if record.problem is not None:
            raise CuratorError(
                f"{source.name} has no readable header: line {record.line}: "
                f"{record.problem.reason}.",
                file=source.path,
                line=record.line,
            )
        if not dialect.headed:
            names = numbered_names(len(record.cells))
            line = dialect.delimiter.join(names) + "\n"
            return Header(names, line.encode(source.encoding), 0)
        return Header(unique_names(record.cells), record.raw, record.line)
    raise CuratorError(f"{source.name} is empty: there is nothing to import.", file=source.path)


def numbered_names(count: int) -> tuple[str, ...]:
    """ "column 1", "column 2" …: the names of columns that have none."""
    return tuple(f"column {number}" for number in range(1, count + 1))


def read_table(source: SourceFile, dialect: Dialect) -> Rows:
    """Rows of a table as objects of text cells; `line` is the first line of each row.

    A row with more or fewer cells than the header, or else than the first row, is rejected.
    """
    header: tuple[str, ...] | None = None
    first = "header" if dialect.headed else "first row"
    for line, raw, cells, problem in _records(source, source.lines(), dialect):
        if problem is None and header is None:
            header = unique_names(cells) if dialect.headed else numbered_names(len(cells))
            if dialect.headed:
                continue
        if problem is None and header is not None and len(cells) != len(header):
            problem = RowProblem(f"{_cells(len(cells))} where the {first} has {len(header)}")
        if problem is not None or header is None:
            yield rejected(source, line, problem or RowProblem("no header"), raw)
            continue
        value: JsonObject = dict(zip(header, cells, strict=True))
        yield Row(line, value, raw)


class _Feed:
    """Hands lines to the csv reader and remembers which of them the current row took."""

    def __init__(self, source: SourceFile, lines: Iterable[bytes]) -> None:
        self._source = source
        self._lines = enumerate(lines, start=1)
        self._pending: deque[tuple[int, bytes]] = deque()
        self.taken: list[tuple[int, bytes]] = []
        self.problem: RowProblem | None = None
        self._size = 0
        self._retry_left = _RETRY_BYTES

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        number, raw = self._pending.popleft() if self._pending else next(self._lines)
        self.taken.append((number, raw))
        self._size += len(raw)
        if self._size > _ROW_LIMIT:
            raise csv.Error("unexpected end of data")
        try:
            return self._source.text(raw)
        except RowProblem as problem:
            where = "" if len(self.taken) == 1 else f" (line {number})"
            self.problem = NotText(problem.reason + where)
            return raw.decode(self._source.encoding, "replace")

    def start_row(self) -> None:
        self.taken.clear()
        self.problem = None
        self._size = 0

    def give_back(self) -> tuple[int, bytes]:
        """Keep the row's first line as the bad one and read the others again."""
        first, *others = self.taken
        self._retry_left -= self._size
        if self._retry_left < 0:
            return first[0], b"".join(raw for _, raw in self.taken)
        self._pending.extendleft(reversed(others))
        return first


def _records(source: SourceFile, lines: Iterable[bytes], dialect: Dialect) -> Iterator[_Record]:
    """Rows as lists of cells, blank lines skipped; what cannot be split comes as a problem."""
    # Raises a limit of the whole process that would refuse cells over 128 kB.
    csv.field_size_limit(_CELL_LIMIT)
    feed = _Feed(source, lines)
    reader = _reader(feed, dialect)
    while True:
        feed.start_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line, raw = feed.give_back()
            reason = _REASONS.get(str(error), str(error))
            yield _Record(line, raw, [], feed.problem or RowProblem(reason))
            reader = _reader(feed, dialect)
            continue
        if not cells or (len(cells) == 1 and not cells[0].strip() and feed.problem is None):
            continue
        yield _Record(feed.taken[0][0], b"".join(raw for _, raw in feed.taken), cells, feed.problem)


def _reader(feed: _Feed, dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        feed,
        delimiter=dialect.delimiter,
        quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE,
        skipinitialspace=dialect.skip_space,
        strict=True,
    )


def _score(source: SourceFile, lines: list[bytes], dialect: Dialect) -> tuple[float, int]:
    """Share of rows as wide as the header, and that width; (0, 0) for a single column."""
    width = fitting = rows = 0
    for record in _records(source, lines, dialect):
        rows += 1
        width = width or len(record.cells)
        fitting += len(record.cells) == width
        if rows == _SNIFFED_ROWS:
            break
    return (fitting / rows, width) if width > 1 else (0.0, 0)


def _head_lines(source: SourceFile) -> list[bytes]:
    """The whole lines of the file's beginning."""
    found: list[bytes] = []
    size = 0
    for raw in source.lines():
        size += len(raw)
        if found and size > len(source.head):
            break
        found.append(raw)
    return found


def unique_names(cells: list[str]) -> tuple[str, ...]:
    """Column names without blanks around them; empty ones numbered, repeated ones told apart."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {number}"
        names.append(free_name(name, names) if name in names else name)
    return tuple(names)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
