"""One file on its way in: read, by others where it is large, and stored batch by batch."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from curator import importing as reading
from curator.errors import CuratorError
from curator.model.importing import ImportReport, KeptRows
from curator.model.work import IsCancelled, Progress
from curator.operations.own_process import CannotStart
from curator.operations.portions import Portion, portions, rejected_row
from curator.operations.reading_process import Order, Readers, readers_for
from curator.project.arrivals import Arrivals
from curator.project.case_rows import PreparedCase
from curator.project.store import ProjectFile

_FIRST_BATCH, _LARGEST_BATCH = 2_500, 20_000
"""Cases of a transaction: few at first, so that there is something to review at once; then more,
as every transaction writes most pages of the indexes. The largest holds the store for some 0.3 s.
"""
_BATCH_BYTES = 32 << 20
"""Bytes of the file after which a transaction ends, so that memory stays bounded."""


@contextmanager
def _few_collections() -> Generator[None]:
    """Fewer searches for reference cycles: batches have none, and looking takes a third of the
    time. Memory is given back by counting references all the same.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class FileImport:
    """One file: what reads it, what of it is wanted, and where it goes."""

    def __init__(
        self,
        project: ProjectFile,
        rows: reading.FileReading,
        order: Order,
        arrivals: Arrivals,
        processes: int | None,
    ) -> None:
        self.project = project
        self.rows = rows
        self.order = order
        self.arrivals = arrivals
        self.processes = processes
        name = f"{order.path.name}.rejected.jsonl"
        self.rejected = reading.RejectedRows(project.path.with_name(name), rows.header, order.path)
        self.mojibake = 0
        self._batch: list[PreparedCase] = []
        self._strata: list[str] = []
        self._batch_start = 0
        self._batch_size = _FIRST_BATCH
        self._started = False

    def run(self, progress: Progress, is_cancelled: IsCancelled) -> ImportReport:
        """Everything until the file's end, a cancel, or an error that ends it."""
        kept: Path | None = None
        try:
            with _few_collections():
                cancelled = self._all_stored(progress, is_cancelled)
        finally:
            if self._started:
                with self.project.writing() as connection:
                    self.arrivals.finish(connection, self.rejected.count)
            with self._keeping():
                kept = self.rejected.keep()
        arrivals, rejected = self.arrivals, self.rejected
        return ImportReport(
            read=arrivals.read + rejected.count,
            imported=arrivals.imported,
            duplicates=arrivals.duplicates,
            suggestions=arrivals.suggestions,
            acts=arrivals.acts,
            rejected=tuple(rejected.first),
            rejected_count=rejected.count,
            rejected_files=(str(kept),) if kept is not None else (),
            kept=(self._kept(kept),) if kept is not None else (),
            format=arrivals.format_name,
            cancelled=cancelled,
            mojibake=self.mojibake,
            repaired=self.order.options.repair_mojibake and self.mojibake > 0,
            sampled_from=arrivals.source_cases,
        )

    def _kept(self, path: Path) -> KeptRows:
        order = self.order
        return KeptRows(
            source=str(order.path),
            path=str(path),
            format=order.format,
            mapping=order.mapping,
            encoding=self.rows.source.encoding,
            repair_mojibake=order.options.repair_mojibake,
            calls=order.options.calls,
            headed=order.options.headed,
            companions=tuple(map(str, order.companions)),
            as_acts=self.arrivals.as_acts,
        )

    def _all_stored(self, progress: Progress, is_cancelled: IsCancelled) -> bool:
        """Store batch by batch. Returns whether cancelled: then the batch begun is left out."""
        total, at = self.rows.total_bytes, 0
        found = self._portions(progress, is_cancelled)
        for portion in found:
            self._take(portion)
            if is_cancelled():
                found.close()
                return True
            at = max(at, portion.bytes_read)  # of readers that take turns one may be ahead
            if self._is_full(at):
                self._store(at)
            progress(at, total)
        if is_cancelled():
            return True
        self._store(total)
        progress(total, total)
        return False

    def _take(self, portion: Portion) -> None:
        self._batch += portion.cases
        self._strata += portion.stratum_of
        self.mojibake += portion.mojibake
        if portion.rejected:
            with self._keeping():
                for row in portion.rejected:
                    self.rejected.add(rejected_row(row))
        if portion.source_cases is not None:
            self.arrivals.source_cases = portion.source_cases
            self.arrivals.strata = portion.strata or {}

    def _is_full(self, bytes_read: int) -> bool:
        size = len(self._batch)
        enough = size >= self._batch_size or bytes_read - self._batch_start > _BATCH_BYTES
        return size > 0 and enough

    def _store(self, bytes_read: int) -> None:
        """Store the batch: all of it, or nothing."""
        if not self._batch:
            return
        with self.project.writing() as connection:
            if not self._started:
                self.arrivals.start(connection)
            self.arrivals.add_prepared(connection, self._batch, self.rejected.count, self._strata)
        self._started = True
        self._batch, self._strata = [], []
        self._batch_start = bytes_read
        self._batch_size = min(2 * self._batch_size, _LARGEST_BATCH)

    def _portions(self, progress: Progress, is_cancelled: IsCancelled) -> Generator[Portion]:
        """The file's portions, read by processes of their own where that pays and works."""
        wanted = self.order.wanted
        count = readers_for(self.rows, wanted, self.processes)
        orders = [self.order._replace(which=which, of=count) for which in range(count)]
        try:
            readers = Readers(orders) if orders else None
        except CannotStart:
            readers = None
        if readers is not None:
            try:
                yield from readers
            finally:
                readers.close()
            return
        if self.rows.reads_twice:
            self.rows.look_ahead(lambda: self._looked(progress, is_cancelled))
            if is_cancelled():
                return
        with self.rows:
            yield from portions(self.rows, wanted)

    def _looked(self, progress: Progress, is_cancelled: IsCancelled) -> bool:
        progress(self.rows.bytes_read, self.rows.total_bytes)
        return is_cancelled()

    @contextmanager
    def _keeping(self) -> Generator[None]:
        """Rejected rows being written; raises CuratorError where they cannot be kept."""
        try:
            yield
        except OSError as error:
            raise CuratorError(
                f"The rejected rows could not be kept in {self.rejected.path}: {error.strerror}. "
                "Cases so far are kept; free some space and import the file again.",
                file=self.rejected.path,
            ) from error
