"""Writing the dataset out, unless a blocking check stops it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from curator.model.dataset import Dataset, ExportOptions, ExportReport
from curator.model.readiness import CheckResult
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot
from curator.operations import patterns
from curator.operations.embedding import cached_embed
from curator.operations.snapshots import take_snapshot
from curator.project import cases
from curator.project.store import ProjectFile

EVERYTHING = "curator"
"""The format that holds every case, reviewed or not, so that it imports back to the same."""

ABOUT_AMOUNT = frozenset({48})


def prepare(
    project: ProjectFile, options: ExportOptions
) -> tuple[Snapshot, Dataset, tuple[CheckResult, ...]]:
    """What an export would write, and what the checks say about it."""
    from curator.readiness.checks import run_checks
    from curator.readiness.dataset import build_dataset

    patterns.ensure_grouped(project)
    snapshot = take_snapshot(project, held_out_share=options.held_out)
    dataset = build_dataset(snapshot, options)
    return snapshot, dataset, run_checks(dataset, snapshot)


def stopping(checks: Iterable[CheckResult]) -> list[CheckResult]:
    """The checks that stop an export: all that block, but for those about how much there is.

    Too few held-out cases stop the verdict (rules 2 and 10); the rows that are there are no
    worse for it, and a first look at the files must be possible.
    """
    return [check for check in checks if check.blocks and check.number not in ABOUT_AMOUNT]


def export(project: ProjectFile, options: ExportOptions, out: Path, reviewer: str) -> ExportReport:
    """Write an export into `out`; blocked by a check, it writes nothing and says which.

    An override needs a reason, which lands in manifest and dataset card. Our own format is a
    copy of the project, not a training set: no check stops it.
    """
    from curator.exporting import write_export
    from curator.exporting.targets import target_named
    from curator.readiness import assess

    target_named(options.format)  # before any work: an unknown format is said at once

    del reviewer  # an export changes nothing in the project
    snapshot, dataset, checks = prepare(project, options)
    blocking = stopping(checks)
    if blocking and not options.override_reason.strip() and options.format != EVERYTHING:
        names = "; ".join(f"{check.number} {check.name} ({check.count})" for check in blocking)
        return ExportReport(
            out=str(out),
            format=options.format,
            blocked=tuple(check.number for check in blocking),
            sentence=f"Nothing was written. These checks block the export: {names}.",
        )
    everything = _everything(project) if options.format == EVERYTHING else None
    readiness = assess(snapshot, cached_embed(project))
    return write_export(dataset, snapshot, readiness, checks, options, out, all_cases=everything)


def _everything(project: ProjectFile) -> list[ReviewedCase]:
    with project.reading() as connection:
        return list(cases.all_cases(connection))


def preview_rows(project: ProjectFile, options: ExportOptions, limit: int = 20) -> list[str]:
    """The first rows as they would be written."""
    from curator.exporting import preview_rows as preview

    _, dataset, _ = prepare(project, options)
    return preview(dataset, options.format, limit)
