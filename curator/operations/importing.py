"""Bringing files in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from curator import importing as reading
from curator.errors import CuratorError
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import FilePreview, ImportReport, Mapping
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations.projects import person_at_the_machine
from curator.project.arrivals import Arrivals
from curator.project.store import ProjectFile

BATCH = 1000
OWN_FORMAT = "curator"


def inspect_file(
    path: Path, *, format_name: str = "auto", mapping: Mapping | None = None
) -> FilePreview:
    """A file as an import would see it; nothing is stored."""
    return reading.inspect_file(path, format_name, mapping)


def import_files(
    project: ProjectFile,
    paths: Sequence[Path],
    *,
    format_name: str = "auto",
    mapping: Mapping | None = None,
    accept_marks: bool = False,
    reviewer: str = "",
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> ImportReport:
    """Import files, batch by batch; a cancel leaves whole batches only.

    Judgements in our own format are acts; from other formats they become suggestions unless
    `accept_marks`. Rejected rows are kept, bytes unchanged, beside the project.
    """
    if not paths:
        raise CuratorError("Name at least one file to import.")
    person = reviewer or person_at_the_machine()
    reports: list[ImportReport] = []
    for path in paths:
        rows = reading.read_file(path, format_name, mapping)
        arrivals = Arrivals(
            file=str(path),
            format_name=rows.format,
            reviewer=person,
            seed=project.seed,
            as_acts=accept_marks or rows.format == OWN_FORMAT,
        )
        reports.append(_import_one(project, path, rows, arrivals, progress, is_cancelled))
        if reports[-1].cancelled:
            break
    return _together(reports)


def _import_one(
    project: ProjectFile,
    path: Path,
    rows: reading.FileReading,
    arrivals: Arrivals,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> ImportReport:
    rejected: list[RejectedRow] = []
    started = cancelled = False
    for batch in _batches(rows, rejected):
        if is_cancelled():
            cancelled = True
            break
        with project.writing() as connection:
            if not started:
                arrivals.start(connection)
                started = True
            arrivals.add(connection, batch)
        progress(rows.bytes_read, rows.total_bytes)
    if started:
        with project.writing() as connection:
            arrivals.finish(connection, len(rejected))
    kept = _keep_rejected(project, path, rejected)
    return ImportReport(
        read=arrivals.read + len(rejected),
        imported=arrivals.imported,
        duplicates=arrivals.duplicates,
        suggestions=arrivals.suggestions,
        acts=arrivals.acts,
        rejected=tuple(rejected),
        rejected_files=kept,
        format=arrivals.format_name,
        cancelled=cancelled,
    )


def _batches(
    rows: Iterable[IncomingCase | RejectedRow], rejected: list[RejectedRow]
) -> Iterator[list[IncomingCase]]:
    batch: list[IncomingCase] = []
    for row in rows:
        if isinstance(row, RejectedRow):
            rejected.append(row)
            continue
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _keep_rejected(
    project: ProjectFile, path: Path, rejected: Sequence[RejectedRow]
) -> tuple[str, ...]:
    if not rejected:
        return ()
    target = project.path.with_name(f"{path.name}.rejected.jsonl")
    number = 1
    while target.exists():  # an earlier import's rows are never overwritten
        number += 1
        target = project.path.with_name(f"{path.name}.{number}.rejected.jsonl")
    try:
        reading.write_rejected(rejected, target)
    except OSError as error:
        raise CuratorError(
            f"The good rows were imported, but the {len(rejected)} rejected ones could not be "
            f"kept in {target}: {error.strerror}.",
            file=target,
        ) from error
    return (str(target),)


def _together(reports: Sequence[ImportReport]) -> ImportReport:
    formats = sorted({report.format for report in reports})
    return ImportReport(
        read=sum(report.read for report in reports),
        imported=sum(report.imported for report in reports),
        duplicates=sum(report.duplicates for report in reports),
        suggestions=sum(report.suggestions for report in reports),
        acts=sum(report.acts for report in reports),
        rejected=tuple(row for report in reports for row in report.rejected),
        rejected_files=tuple(file for report in reports for file in report.rejected_files),
        format=", ".join(formats),
        cancelled=any(report.cancelled for report in reports),
    )
