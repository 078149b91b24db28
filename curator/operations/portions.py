"""What is read of a file, portion by portion, made ready for the store.

Reading one portion after another gives the file's cases in its order, whoever reads them: this
process, or others for it (`reading_process`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from curator.importing import FileReading
from curator.importing.sampling import Sampler, stratum_of
from curator.model.case import RejectedRow
from curator.project.case_rows import PreparedCase
from curator.project.incoming_rows import prepared

ROWS = 512
"""Rows of a portion, at most."""
BYTES = 1 << 20
"""Bytes of the file after which a portion ends."""

Rejected = tuple[str, int, str | None, str, bytes]
"""A `RejectedRow` as plain values: file, line, field, reason, bytes."""


class Wanted(NamedTuple):
    """What is to be made of the rows: seeded places, and perhaps only a sample of them."""

    seed: int
    """The project's."""
    sample: int | None = None
    stratify: str = ""
    sample_seed: int | None = None
    """None: the project's."""


class Portion(NamedTuple):
    """Some rows of a file, in its order."""

    block: int
    """Which block of the file they are from, where several readers share it; rising."""
    bytes_read: int
    """How far the reading has come."""
    mojibake: int
    """Cases of this portion whose text was decoded wrongly."""
    cases: list[PreparedCase]
    rejected: list[Rejected]
    source_cases: int | None = None
    """How many cases there were when these are a sample of them."""
    strata: dict[str, int] | None = None
    """How many of them there were of each stratum."""
    stratum_of: tuple[str, ...] = ()
    """The stratum of each of `cases`, where they are a sample taken by strata."""


def portions(rows: FileReading, wanted: Wanted) -> Iterator[Portion]:
    """The rows of a file, or rejected rows and then a sample of its cases."""
    if wanted.sample is None:
        yield from _all(rows, wanted.seed)
    else:
        yield from _sampled(rows, wanted, wanted.sample)


def _all(rows: FileReading, seed: int) -> Iterator[Portion]:
    making, source = _Making(rows), rows.source
    for row in rows.plainly():
        if making.is_full():
            yield making.finished()
        making.block = source.block
        if isinstance(row, RejectedRow):
            making.rejected.append(_plain(row))
        else:
            making.cases.append(prepared(row, seed))
    yield making.finished()


def _sampled(rows: FileReading, wanted: Wanted, size: int) -> Iterator[Portion]:
    seed = wanted.seed if wanted.sample_seed is None else wanted.sample_seed
    sampler = Sampler(size, seed, wanted.stratify)
    making = _Making(rows)
    for row in rows:
        if making.is_full():
            yield making.finished()
        making.looked_at += 1
        if isinstance(row, RejectedRow):
            making.rejected.append(_plain(row))
        else:
            sampler.offer(row)
    strata = sampler.strata if wanted.stratify else None
    yield making.finished()._replace(source_cases=sampler.seen, strata=strata)
    for case in sampler.sample():
        if making.is_full():
            yield making.finished()
        making.cases.append(prepared(case, wanted.seed))
        if wanted.stratify:
            making.stratum_of.append(stratum_of(case, wanted.stratify))
    yield making.finished()


class _Making:
    """A portion being filled."""

    def __init__(self, rows: FileReading) -> None:
        self._rows = rows
        self._source = rows.source
        self._mojibake = 0
        self._begin()

    def _begin(self) -> None:
        self.cases: list[PreparedCase] = []
        self.rejected: list[Rejected] = []
        self.stratum_of: list[str] = []
        self.looked_at = 0
        self.block = self._source.block
        self._end = self._source.position + BYTES

    def is_full(self) -> bool:
        """Whether the next row belongs into the next portion."""
        source = self._source
        return (
            len(self.cases) >= ROWS
            or source.position > self._end
            or source.block != self.block
            or len(self.rejected) + self.looked_at // ROWS >= ROWS
        )

    def finished(self) -> Portion:
        """The portion; the next one begins."""
        rows = self._rows
        found = rows.mojibake - self._mojibake
        self._mojibake = rows.mojibake
        made = Portion(
            self.block,
            rows.bytes_read,
            found,
            self.cases,
            self.rejected,
            stratum_of=tuple(self.stratum_of),
        )
        self._begin()
        return made


def _plain(row: RejectedRow) -> Rejected:
    return row.file, row.line, row.field, row.reason, row.raw


def rejected_row(plain: Rejected) -> RejectedRow:
    """The rejected row of its plain values."""
    file, line, field, reason, raw = plain
    return RejectedRow(file=file, line=line, field=field, reason=reason, raw=raw)
