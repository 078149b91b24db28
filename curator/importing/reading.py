"""Reading a file: format and mapping settled, then case by case with its progress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from curator.errors import CuratorError
from curator.importing.containers.detect import open_rows
from curator.importing.containers.rows import Container, RowFile
from curator.importing.formats import FORMATS, is_row, named, recognise
from curator.importing.formats.base import Format
from curator.importing.source import open_source
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import Mapping


class FileReading(Iterator[IncomingCase | RejectedRow]):
    """The cases and rejected rows of a file in its order, read as they are asked for.

    Raises CuratorError on the way where the file stops being readable. `close()` (or `with`)
    lets go of the file before its end.
    """

    def __init__(self, file: RowFile, known: Format, mapping: Mapping | None) -> None:
        self.format = known.name
        self.header = file.header
        """A table's header line, bytes unchanged: `write_rejected` can put it first."""
        self._file = file
        file.source.position = 0
        self._cases = known.read(file, mapping)

    @property
    def bytes_read(self) -> int:
        """How far the reading has come, in bytes of the file."""
        return min(self._file.source.position, self.total_bytes)

    @property
    def total_bytes(self) -> int:
        """The file's size."""
        return self._file.source.size

    def __iter__(self) -> FileReading:
        return self

    def __next__(self) -> IncomingCase | RejectedRow:
        return next(self._cases)

    def close(self) -> None:
        """Stop reading."""
        self._cases.close()

    def __enter__(self) -> FileReading:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_file(path: Path, format: str = "auto", mapping: Mapping | None = None) -> FileReading:  # noqa: A002 - the name callers know
    """Read the cases of a file, streaming.

    `format` is a name of `formats.FORMATS` or "auto": told from the content. `mapping` is for
    tables and JSON of unknown shape; what it does not say is guessed, and giving one with "auto"
    chooses the mapped reading. Raises CuratorError (before the first case) for a file that is
    missing, unreadable, empty or of no known kind, and where a column cannot be found.
    """
    file, known = settle(path, format, mapping)
    return FileReading(file, known, mapping)


def settle(path: Path, format: str, mapping: Mapping | None) -> tuple[RowFile, Format]:  # noqa: A002 - the name callers know
    """Open a file and choose its format; raises CuratorError."""
    wanted = named(format)
    if wanted is not None and mapping is not None and mapping.fields and not wanted.mappable:
        raise CuratorError(
            f"{wanted.title} has fields of its own: leave out the mapping, or choose one of "
            f"{', '.join(known.name for known in FORMATS.values() if known.mappable)}.",
            file=path,
            field="format",
        )
    container: Container | None = wanted.container if wanted is not None else None
    file = open_rows(open_source(path), is_row, container)
    if wanted is not None:
        return file, FORMATS[file.container] if wanted.container else wanted
    if mapping is not None and mapping.fields:
        return file, FORMATS[file.container]
    return file, recognise(file)
