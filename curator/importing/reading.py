"""Reading a file: format and mapping settled, then case by case with its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from curator.errors import CuratorError
from curator.importing.containers.detect import open_rows
from curator.importing.containers.rows import Container, RowFile
from curator.importing.formats import FORMATS, KNOWN, named, recognise
from curator.importing.formats.base import Format, Incoming
from curator.importing.guessing import columns_of
from curator.importing.mapping import map_file
from curator.importing.mojibake import has_mojibake, has_mojibake_plainly, repair
from curator.importing.source import SourceFile, open_source
from curator.importing.which_calls import LastCalls, every_turn, usual
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import Calls, Mapping
from curator.model.plain_case import PlainCase


class ReadOptions(NamedTuple):
    """How a file is read, where the user says so."""

    encoding: str = ""
    """The encoding of its text; "" to be told."""
    repair_mojibake: bool = False
    """Put right texts that were decoded wrongly before they came here."""
    calls: Calls | None = None
    """Which calls of a trace or conversation are taken; None: what is usual for the format."""
    headed: bool = True
    """Text tables begin with their columns' names."""


Recall = Callable[[Sequence[str]], "Mapping | None"]
"""The mapping that was kept for files with these columns."""
AS_IT_IS = ReadOptions()


class FileReading(Iterator[IncomingCase | RejectedRow]):
    """The cases and rejected rows of a file in its order, read as they are asked for.

    Raises CuratorError on the way where the file stops being readable. `close()` (or `with`)
    lets go of the file before its end.
    """

    def __init__(
        self,
        file: RowFile,
        known: Format,
        mapping: Mapping | None,
        options: ReadOptions = AS_IT_IS,
    ) -> None:
        self.format = known.name
        self.header = file.header
        """A table's header line, bytes unchanged: `write_rejected` can put it first."""
        self.mojibake = 0
        """Cases so far whose text was decoded wrongly before it came here."""
        self._repair = options.repair_mojibake
        self._file = file
        self._known = known
        self.mapping = mapping
        self._last = LastCalls() if _takes_last(known, options) else None
        self._looked = False
        file.source.position = 0
        self._cases = self._from_start()
        self._rows: Iterator[IncomingCase | RejectedRow] = self._cases
        if known.logs == "turns" and options.calls is Calls.EVERY:
            self._rows = every_turn(self._cases)

    def _from_start(self) -> Incoming:
        return self._known.read(self._file, self.mapping)

    @property
    def is_of_traces(self) -> bool:
        """Whether its rows are single calls, of which several may belong to one trace."""
        return self._known.logs == "traces"

    @property
    def reads_twice(self) -> bool:
        """Whether `look_ahead` has something to find."""
        return self._last is not None and not self._looked

    def look_ahead(self, stop: Callable[[], bool]) -> None:
        """Find the last call of each trace, where only those are wanted, by reading them all.

        `stop` is asked on the way. Without this the first row waits for it.
        """
        if self._last is None or self._looked:
            return
        self._last.find(self._from_start(), stop)
        self._looked = True
        self._file.source.position = 0
        self._rows = self._last.among(self._cases)

    def used_mapping(self) -> tuple[tuple[str, ...], Mapping] | None:
        """The file's columns and the mapping used, guesses included; None where it needs none."""
        if not self._known.mappable:
            return None
        mapped = map_file(self._file, self.mapping)
        return tuple(column.name for column in mapped.columns), mapped.mapping

    @property
    def can_be_shared(self) -> bool:
        """Whether several readers may take turns: every row stands for itself."""
        alone = self._known.by_row and self._last is None and not self._file.companions
        return alone and self._file.container == "jsonl"

    def share(self, which: int, of: int) -> None:
        """Before the first row: read only every `of`th block of lines, from block `which` on."""
        self._file.source.part = (which, of)

    @property
    def source(self) -> SourceFile:
        """The file: its `position` and `block` tell where the reading is."""
        return self._file.source

    @property
    def text_bytes(self) -> int:
        """About how many bytes of text there are to read."""
        return self._file.source.size * (5 if self._file.source.packed.measures_outside else 1)

    @property
    def bytes_read(self) -> int:
        """How far the reading has come, in bytes of the file (of wrapped ones an estimate)."""
        share = self._file.source.share_read
        if self._last is not None:
            share = (share + self._looked) / 2
        return int(share * self.total_bytes)

    @property
    def total_bytes(self) -> int:
        """The file's size."""
        return self._file.source.size

    def __iter__(self) -> FileReading:
        return self

    def __next__(self) -> IncomingCase | RejectedRow:
        if self._last is not None and not self._looked:
            self.look_ahead(lambda: False)
        case = next(self._rows)
        if isinstance(case, RejectedRow) or not has_mojibake(case):
            return case
        self.mojibake += 1
        return repair(case) if self._repair else case

    def plainly(self) -> Iterator[IncomingCase | PlainCase | RejectedRow]:
        """The same rows, to be asked for instead of these: plain ones as `PlainCase`s, which takes
        half the time, where the format and what is wanted of it allow.
        """
        read = self._known.read_plainly
        if read is None or self._repair or self._rows is not self._cases or self._last is not None:
            yield from self
            return
        for case in read(self._file):
            if isinstance(case, PlainCase):
                self.mojibake += has_mojibake_plainly(case)
            elif isinstance(case, IncomingCase):
                self.mojibake += has_mojibake(case)
            yield case

    def close(self) -> None:
        """Stop reading."""
        self._cases.close()

    def __enter__(self) -> FileReading:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_file(
    path: Path,
    format: str = "auto",  # noqa: A002 - the name callers know
    mapping: Mapping | None = None,
    options: ReadOptions = AS_IT_IS,
    companions: Sequence[Path] = (),
    recall: Recall = lambda _: None,
) -> FileReading:
    """Read the cases of a file, streaming.

    `format` is a name of `formats.FORMATS` or "auto": told from the content. `mapping` is for
    tables and JSON of unknown shape; what it does not say is guessed, and giving one with "auto"
    chooses the mapped reading. `companions` complete the file (a batch's input, scores);
    `recall` is asked where a mapping is needed and none is given. `path` may go on inside a ZIP
    archive. Raises CuratorError (before the first case) for a file that is missing, unreadable,
    empty or of no known kind, and where a column cannot be found.
    """
    file, known = settle(path, format, mapping, options)
    if companions:
        beside = tuple(settle(one, "auto", None, options)[0] for one in companions)
        file = replace(file, companions=beside)
    if known.mappable and mapping is None:
        mapping = recall(columns_of_file(file))
    return FileReading(file, known, mapping, options)


def columns_of_file(file: RowFile) -> tuple[str, ...]:
    """The names of a file's columns, dotted where they are nested: its shape."""
    return tuple(column.name for column in columns_of(file.sample, file.columns))


def _takes_last(known: Format, options: ReadOptions) -> bool:
    return known.logs == "traces" and (options.calls or usual(known.logs)) is Calls.LAST


def settle(
    path: Path,
    format: str,  # noqa: A002 - the name callers know
    mapping: Mapping | None,
    options: ReadOptions = AS_IT_IS,
) -> tuple[RowFile, Format]:
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
    source = open_source(path, options.encoding)
    file = open_rows(source, KNOWN, container, headed=options.headed)
    if wanted is not None:
        return file, FORMATS[file.container] if wanted.container else wanted
    if mapping is not None and mapping.fields:
        return file, FORMATS[file.container]
    return file, recognise(file)
