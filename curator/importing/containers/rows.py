"""What every container yields: rows as JSON objects, or rows that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from curator.importing.encodings import spoken
from curator.importing.problems import NotText, RowProblem
from curator.importing.source import SourceFile
from curator.model.base import JsonObject
from curator.model.case import RejectedRow

Container = Literal["jsonl", "json", "csv", "tsv", "parquet", "xlsx"]


class Row(NamedTuple):
    """One row as a JSON object.

    `line` counts from 1: the line in the file (the first one of a row that spans several), for
    JSON documents and Parquet the row's number. `raw` is its bytes as they lie in the file.
    """

    line: int
    value: JsonObject
    raw: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """Where a document's rows are: `path` leads to their array; None: it is one row itself."""

    path: tuple[str, ...] | None
    context: JsonObject
    """Single values beside the array, true of all its rows: they go into each case's metadata."""
    around: JsonObject = field(default_factory=JsonObject)
    """What the format's own reader needs of the document beside its rows."""
    turns: tuple[int, ...] = ()
    """Of each name in `path` how many of that name to pass by, where an object repeats it."""


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
    around: JsonObject = field(default_factory=JsonObject)
    """What a document holds beside its rows, for the reader of its format."""
    companions: tuple[RowFile, ...] = ()
    """Files given together with this one that complete it (a batch's input, scores)."""


def rejected(source: SourceFile, line: int, problem: RowProblem, raw: bytes) -> RejectedRow:
    """A row that could not be read, with its bytes unchanged."""
    reason = problem.reason
    if source.guess and isinstance(problem, NotText):
        reason += (
            f"; the file looks like {spoken(source.guess)}: "
            f"import it again with the encoding {source.guess} if that is so"
        )
    return RejectedRow(file=source.name, line=line, field=problem.field, reason=reason, raw=raw)
