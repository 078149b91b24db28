"""What every container yields: rows as JSON objects, or rows that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from curator.importing.problems import RowProblem
from curator.importing.source import SourceFile
from curator.model.base import JsonObject
from curator.model.case import RejectedRow

Container = Literal["jsonl", "json", "csv", "tsv", "parquet"]


class Row(NamedTuple):
    """One row as a JSON object.

    `line` counts from 1: the line in the file (the first one of a row that spans several), for
    JSON documents and Parquet the row's number. `raw` is its bytes as they lie in the file.
    """

    line: int
    value: JsonObject
    raw: bytes


Rows: TypeAlias = Iterator[Row | RejectedRow]


@dataclass(frozen=True, slots=True)
class RowFile:
    """A file whose container is known. `rows()` reads it from the start each time."""

    source: SourceFile
    container: Container
    rows: Callable[[], Rows]
    sample: tuple[JsonObject, ...]
    """The first good rows: what detection and guessing look at."""
    columns: tuple[str, ...] = ()
    """The header of a table."""
    header: bytes = b""
    """A table's header line as it lies in the file: rejected rows need it to be read again."""
    context: JsonObject = field(default_factory=JsonObject)
    """What a JSON document says once for all of its rows."""


def rejected(source: SourceFile, line: int, problem: RowProblem, raw: bytes) -> RejectedRow:
    """A row that could not be read, with its bytes unchanged."""
    return RejectedRow(
        file=source.name, line=line, field=problem.field, reason=problem.reason, raw=raw
    )
