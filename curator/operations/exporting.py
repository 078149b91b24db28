"""Writing the dataset out, unless a blocking check stops it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from curator.errors import CuratorError
from curator.model.base import JsonObject, Noun
from curator.model.dataset import Dataset, ExportOptions, ExportReport, Split
from curator.model.readiness import CheckResult
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot
from curator.operations import patterns, projects
from curator.operations.embedding import cached_embed
from curator.operations.snapshots import take_snapshot
from curator.project import cases
from curator.project.store import ProjectFile

EVERYTHING = "curator"
"""The format that holds every case, reviewed or not, so that it imports back to the same."""

ABOUT_THE_WHOLE = frozenset({28, 48})
"""Checks about how much there is and how varied, not about any row. See decision 0025."""


def prepare(
    project: ProjectFile, options: ExportOptions
) -> tuple[Snapshot, Dataset, tuple[CheckResult, ...]]:
    """What an export would write, and what the checks say about it.

    Checks read the rows as they are; what a person decided to replace is replaced after them.
    """
    from curator.exporting import with_system_prompt
    from curator.readiness.checks import run_checks
    from curator.readiness.dataset import build_dataset
    from curator.readiness.sensitive import read_decisions, replace_personal_data

    patterns.ensure_grouped(project)
    snapshot = take_snapshot(project, held_out_share=options.held_out)
    dataset = with_system_prompt(build_dataset(snapshot, options), options.system_prompt)
    checks = run_checks(dataset, snapshot, options.format, embed=cached_embed(project))
    decisions = read_decisions(snapshot.settings)
    return snapshot, replace_personal_data(dataset, decisions), checks


def stopping(checks: Iterable[CheckResult]) -> list[CheckResult]:
    """The checks that stop an export: all that block, but for those about the whole set.

    Too few held-out cases or too many alike stop the verdict (rules 2, 8 and 10); each row that
    is there is no worse for it, and a first look at the files must be possible.
    """
    return [check for check in checks if check.blocks and check.number not in ABOUT_THE_WHOLE]


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
    return list(preview(project, options, limit).rows)


class Preview(Noun):
    """An export before it is written: its first rows, counts, tokens and price."""

    rows: tuple[str, ...]
    counts: dict[str, int]
    blocked: tuple[int, ...]
    """Numbers of the checks that would stop it."""
    tokens: JsonObject | None
    training_price: JsonObject | None
    sentence: str


def preview(project: ProjectFile, options: ExportOptions, limit: int = 20) -> Preview:
    """What an export with these options would hold. Nothing is written."""
    from curator.exporting import preview_rows as first_rows
    from curator.exporting import training_effort
    from curator.exporting.targets import target_named
    from curator.readiness.costs import read_inputs

    target = target_named(options.format)
    snapshot, dataset, checks = prepare(project, options)
    splits: tuple[Split, ...] = ("train", "validation", "held_out")
    effort = training_effort(dataset, target, snapshot.settings, read_inputs(snapshot.settings))
    counts = {split: len(dataset.of(split)) for split in splits}
    split = (
        f"{counts['train']} rows for training, {counts['validation']} for validation, "
        f"{counts['held_out']} held out."
    )
    return Preview(
        rows=tuple(first_rows(dataset, options.format, limit, options=options)),
        counts=counts | {"left_out": len(dataset.left_out)},
        blocked=tuple(check.number for check in stopping(checks)),
        tokens=effort[0].as_json() if effort else None,
        training_price=effort[1].as_json() if effort else None,
        sentence=" ".join([split, *(part.sentence for part in effort or ())]),
    )


def pattern_ids(project: ProjectFile, wanted: Sequence[str]) -> tuple[str, ...]:
    """Ids of the patterns named by id or by name, whatever the capitals.

    Raises CuratorError naming the patterns there are.
    """
    patterns.ensure_grouped(project)
    known = patterns.current(project).patterns
    found: list[str] = []
    for name in wanted:
        said = name.strip().casefold()
        matching = [p.id for p in known if p.id == name] or [
            p.id for p in known if p.name.casefold() == said
        ]
        if not matching:
            names = ", ".join(f"“{pattern.name}”" for pattern in known) or "none yet"
            raise CuratorError(
                f"There is no pattern “{name}” in this project; there is {names}.", field="pattern"
            )
        found += matching
    return tuple(dict.fromkeys(found))


def production_prompt(project: ProjectFile) -> str:
    """The system prompt that production uses, from the project's settings.

    Raises CuratorError when none is set.
    """
    set_to = projects.settings(project).get("production_system_prompt")
    if not isinstance(set_to, str) or not set_to.strip():
        raise CuratorError(
            "The project does not say which system prompt production uses: name a text file "
            "instead.",
            field="system-prompt",
        )
    return set_to
