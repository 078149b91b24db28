"""What a format is: one module each, told from content, previewed and read."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from curator.errors import CuratorError
from curator.importing.containers.rows import Container, Document, Row, RowFile, rejected
from curator.importing.guessing import columns_of, field_guesses
from curator.importing.json_text import free_name
from curator.importing.problems import RowProblem
from curator.importing.which_calls import Logs
from curator.model.base import JsonObject
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import FieldGuess, Mapping
from curator.model.plain_case import PlainCase

Incoming: TypeAlias = Generator[IncomingCase | RejectedRow, None, None]
IncomingPlainly: TypeAlias = Generator[IncomingCase | PlainCase | RejectedRow, None, None]
Found: TypeAlias = "Sequence[IncomingCase] | Sequence[IncomingCase | RowProblem]"
ReadRow: TypeAlias = Callable[[Row], Found]
"""Makes one row's cases; raises RowProblem. A row of many calls gives those that it cannot make
as RowProblems among the cases, so that one bad call does not spoil the others."""
ReadPlain: TypeAlias = Callable[[Row], "PlainCase | None"]
"""The one case of a row that is plain throughout, the same as `ReadRow` makes of it; else None."""
Locate: TypeAlias = Callable[[JsonObject], "Document | None"]
"""Where a JSON document of this format has its rows, and what it says of all of them."""


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
    `container` is set where the format is tied to one. `locate` finds the rows of a whole
    document. `part_of` names the format that files of this one complete; alone they are no cases.
    `logs` says whether its rows are calls of traces or whole conversations. `by_row`: each row
    can be read without having seen the others.
    """

    name: str
    title: str
    detect: Callable[[RowFile], float]
    read: Callable[[RowFile, Mapping | None], Incoming]
    preview: Callable[[RowFile, Mapping | None], Fields]
    is_row: Callable[[JsonObject], bool]
    container: Container | None = None
    mappable: bool = False
    locate: Locate | None = None
    part_of: str = ""
    logs: Logs = ""
    by_row: bool = False
    read_plainly: Callable[[RowFile], IncomingPlainly] | None = None
    """`read` with the plain rows as `PlainCase`s, for formats that large files come in."""


def row_format(
    name: str,
    title: str,
    *,
    is_row: Callable[[JsonObject], bool],
    read_row: ReadRow,
    detect: Callable[[RowFile], float] | None = None,
    read_file: Callable[[RowFile], ReadRow] | None = None,
    locate: Locate | None = None,
    logs: Logs = "",
    read_plain: ReadPlain | None = None,
) -> Format:
    """A format whose rows stand for themselves, in any container of JSON objects.

    `read_file` makes the reader of one file's rows where it must look at the file first.
    """

    def share(file: RowFile) -> float:
        rows = file.sample
        return sum(map(is_row, rows)) / len(rows) if rows else 0.0

    def read(file: RowFile, mapping: Mapping | None) -> Incoming:
        del mapping
        return each_row(file, read_file(file) if read_file is not None else read_row)

    def preview(file: RowFile, mapping: Mapping | None) -> Fields:
        del mapping
        return Fields(guesses=field_guesses(columns_of(file.sample), {}))

    return Format(
        name,
        title,
        detect or share,
        read,
        preview,
        is_row,
        locate=locate,
        logs=logs,
        by_row=read_file is None,
        read_plainly=_plainly(read_row, read_plain) if read_plain is not None else None,
    )


def part_format(
    name: str, title: str, *, is_row: Callable[[JsonObject], bool], part_of: str, whole: str
) -> Format:
    """Files that complete those of another format. Alone they are refused: `whole` says why."""

    def share(file: RowFile) -> float:
        rows = file.sample
        return sum(map(is_row, rows)) / len(rows) if rows else 0.0

    def read(file: RowFile, mapping: Mapping | None) -> Incoming:
        del mapping
        raise CuratorError(f"{file.source.name} {whole}", file=file.source.path)

    def preview(file: RowFile, mapping: Mapping | None) -> Fields:
        del mapping
        guesses = field_guesses(columns_of(file.sample), {})
        return Fields(guesses=guesses, trouble=f"{file.source.name} {whole}")

    return Format(name, title, share, read, preview, is_row, part_of=part_of)


def each_row(file: RowFile, read_row: ReadRow) -> Incoming:
    """Every row's cases, and what had to be rejected, in the file's order."""
    for row in file.rows():
        yield from _cases_of(file, row, read_row)


def _cases_of(file: RowFile, row: Row | RejectedRow, read_row: ReadRow) -> Incoming:
    """One row's cases, or why it has none."""
    if isinstance(row, RejectedRow):
        yield row
        return
    try:
        cases = read_row(row)
    except RowProblem as problem:
        yield rejected(file.source, row.line, problem, row.raw)
        return
    for case in cases:
        if isinstance(case, RowProblem):
            yield rejected(file.source, row.line, case, row.raw)
        else:
            yield _in_context(case, file.context) if file.context else case


def _plainly(read_row: ReadRow, read_plain: ReadPlain) -> Callable[[RowFile], IncomingPlainly]:
    """`each_row` with plain rows as `PlainCase`s."""

    def read(file: RowFile) -> IncomingPlainly:
        if file.context:
            yield from each_row(file, read_row)
            return
        for row in file.rows():
            plain = read_plain(row) if isinstance(row, Row) else None
            if plain is not None:
                yield plain
            else:
                yield from _cases_of(file, row, read_row)

    return read


def _in_context(case: IncomingCase, context: JsonObject) -> IncomingCase:
    name = "file" if "file" not in case.metadata else free_name("file", case.metadata)
    return case.model_copy(update={"metadata": {**case.metadata, name: context}})
