"""What a format is: one module each, told from content, previewed and read."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from curator.importing.containers.rows import Container, Row, RowFile, rejected
from curator.importing.guessing import columns_of, field_guesses
from curator.importing.json_text import free_name
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import FieldGuess, Mapping

Incoming: TypeAlias = Generator[IncomingCase | RejectedRow, None, None]
ReadRow: TypeAlias = Callable[[Row], Sequence[IncomingCase]]
"""Makes one row's cases; raises RowProblem."""


NOTHING_MAPPED = Mapping()


@dataclass(frozen=True, slots=True)
class Fields:
    """What a preview says of a file's fields; `trouble` is why it cannot be imported, or ""."""

    guesses: tuple[FieldGuess, ...] = ()
    mapping: Mapping = NOTHING_MAPPED
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which cases are written down.

    `detect` says how sure it is of a file, 0 to 1. `read` yields cases and rejected rows.
    `preview` says what the fields are. `is_row` tells a single object of this format.
    `container` is set where the format is tied to one.
    """

    name: str
    title: str
    detect: Callable[[RowFile], float]
    read: Callable[[RowFile, Mapping | None], Incoming]
    preview: Callable[[RowFile, Mapping | None], Fields]
    is_row: Callable[[JsonObject], bool]
    container: Container | None = None
    mappable: bool = False


def row_format(
    name: str,
    title: str,
    *,
    is_row: Callable[[JsonObject], bool],
    read_row: ReadRow,
    detect: Callable[[RowFile], float] | None = None,
) -> Format:
    """A format whose rows stand for themselves, in any container of JSON objects."""

    def share(file: RowFile) -> float:
        rows = file.sample
        return sum(map(is_row, rows)) / len(rows) if rows else 0.0

    def read(file: RowFile, mapping: Mapping | None) -> Incoming:
        del mapping
        return each_row(file, read_row)

    def preview(file: RowFile, mapping: Mapping | None) -> Fields:
        del mapping
        return Fields(guesses=field_guesses(columns_of(file.sample), {}))

    return Format(name, title, detect or share, read, preview, is_row)


def each_row(file: RowFile, read_row: ReadRow) -> Incoming:
    """Every row's cases, and what had to be rejected, in the file's order."""
    for row in file.rows():
        if isinstance(row, RejectedRow):
            yield row
            continue
        try:
            cases = read_row(row)
        except RowProblem as problem:
            yield rejected(file.source, row.line, problem, row.raw)
            continue
        if file.context:
            cases = [_in_context(case, file.context) for case in cases]
        yield from cases


def _in_context(case: IncomingCase, context: JsonObject) -> IncomingCase:
    name = "file" if "file" not in case.metadata else free_name("file", case.metadata)
    return case.model_copy(update={"metadata": {**case.metadata, name: context}})
