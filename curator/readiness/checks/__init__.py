"""Data checks: each one small function, declared in one list."""

from __future__ import annotations

from pathlib import Path

from curator.errors import CuratorError
from curator.model.dataset import Dataset
from curator.model.readiness import CheckResult
from curator.model.snapshot import Snapshot
from curator.model.work import Embed
from curator.readiness.checks import (
    agreeing,
    balance,
    content,
    duplication,
    language,
    leakage,
    length,
    private,
    records,
    schema,
    versions,
)
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.file_formats import FILE_FORMATS, FORMATS, PREFERENCE_FORMATS
from curator.readiness.checks.file_rows import as_dataset_rows, read_rows
from curator.readiness.checks.memo import Memo
from curator.readiness.checks.registry import Check, run_all
from curator.readiness.checks.uncollected import uncollected
from curator.readiness.dataset import LEAKS
from curator.readiness.thresholds import read_thresholds

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *schema.CHECKS,
            *content.CHECKS,
            *agreeing.CHECKS,
            *duplication.CHECKS,
            *leakage.CHECKS,
            *balance.CHECKS,
            *language.CHECKS,
            *versions.CHECKS,
            *length.CHECKS,
            *private.CHECKS,
            *records.CHECKS,
        ),
        key=lambda check: check.number,
    )
)
"""Every check there is, in order of number."""


def dataset_context(
    dataset: Dataset,
    snapshot: Snapshot,
    file_format: str = "messages",
    *,
    embed: Embed | None = None,
    memo: Memo | None = None,
) -> CheckContext:
    """The dataset with the project around it, as checks look at it.

    `embed` lets questions be compared by meaning; `memo` keeps what is worked out for the next
    look at the same project.
    """
    return CheckContext(
        rows=dataset.rows,
        thresholds=read_thresholds(snapshot.settings),
        snapshot=snapshot,
        # Rows are checked in the neutral shape; only what a preference pair adds differs.
        file_format="messages",
        pairs=file_format in PREFERENCE_FORMATS,
        left_out=sum(one.reason == LEAKS for one in dataset.left_out),
        export_format=file_format,
        embed=embed,
        memo=memo or Memo(),
    )


def run_checks(
    dataset: Dataset,
    snapshot: Snapshot,
    file_format: str = "messages",
    *,
    embed: Embed | None = None,
    memo: Memo | None = None,
) -> tuple[CheckResult, ...]:
    """All checks that apply to a project's dataset, in order of number."""
    return checks_in(dataset_context(dataset, snapshot, file_format, embed=embed, memo=memo))


@uncollected()
def checks_in(context: CheckContext) -> tuple[CheckResult, ...]:
    """All checks that apply to a project's dataset in a context made before."""
    chosen = (check for check in CHECKS if check.project and (not check.pairs or context.pairs))
    return run_all(chosen, context)


@uncollected()
def check_file(path: Path, file_format: str) -> tuple[CheckResult, ...]:
    """All checks that apply to a fine-tuning file; `case_ids` are its line numbers.

    Formats: `FILE_FORMATS`. Raises CuratorError for another format or an unreadable file.
    """
    found = FORMATS.get(file_format)
    if found is None:
        raise CuratorError(
            f"Files of the format {file_format!r} cannot be checked; choose one of "
            f"{', '.join(FILE_FORMATS)}.",
            field="format",
        )
    file = read_rows(path, found.container)
    file.path = path
    context = CheckContext(
        rows=as_dataset_rows(file, found),
        thresholds=read_thresholds({}),
        file=file,
        file_format=file_format,
        pairs=found.pairs,
    )
    return run_all(
        (check for check in CHECKS if check.file and (not check.pairs or found.pairs)), context
    )


__all__ = [
    "CHECKS",
    "FILE_FORMATS",
    "Check",
    "Memo",
    "check_file",
    "checks_in",
    "dataset_context",
    "run_checks",
]
