"""Writing the dataset out, unless a blocking check stops it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.base import JsonObject, Noun
from curator.model.dataset import Dataset, ExportOptions, ExportReport, LeftOut
from curator.model.readiness import CheckResult
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot
from curator.operations import patterns, projects
from curator.operations.embedding import cached_embed
from curator.operations.snapshots import take_snapshot
from curator.project import cases
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from curator.readiness.checks import Memo

EVERYTHING = "curator"
"""The format that holds every case, reviewed or not, so that it imports back to the same."""

ABOUT_THE_WHOLE = frozenset({28, 48})
"""Checks about how much there is and how varied, not about any row. See decision 0025."""


def prepare(
    project: ProjectFile, options: ExportOptions, memo: Memo | None = None
) -> tuple[Snapshot, Dataset, tuple[CheckResult, ...]]:
    """What an export would write, and what the checks say about it.

    `memo` keeps what checks worked out, so that after a choice only what it touches runs again.
    Checks read the rows as they are; what a person decided to replace is replaced after them.
    """
    from curator.exporting import with_system_prompt
    from curator.readiness.checks import run_checks
    from curator.readiness.dataset import build_dataset
    from curator.readiness.sensitive import read_decisions, replace_personal_data

    patterns.ensure_grouped(project)
    snapshot = take_snapshot(project, held_out_share=options.held_out)
    dataset = with_system_prompt(
        build_dataset(snapshot, options, _unreviewed(project, options)), options.system_prompt
    )
    embed = cached_embed(project)
    checks = run_checks(dataset, snapshot, options.format, embed=embed, memo=memo)
    decisions = read_decisions(snapshot.settings)
    return snapshot, replace_personal_data(dataset, decisions), checks


def _unreviewed(project: ProjectFile, options: ExportOptions) -> tuple[ReviewedCase, ...]:
    """Cases that nobody marked and that came with an expected answer, where they are asked for."""
    if options.reviewed_only:
        return ()
    with project.reading() as connection:
        return tuple(
            one
            for one in cases.all_cases(connection)
            if one.review.mark is None and one.case.expected and not one.held_out
        )


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
    from curator.readiness.checks import Memo

    target_named(options.format)  # before any work: an unknown format is said at once

    del reviewer  # an export changes nothing in the project
    memo = Memo()
    snapshot, dataset, checks = prepare(project, options, memo)
    blocking = stopping(checks)
    if blocking and not options.override_reason.strip() and options.format != EVERYTHING:
        names = "; ".join(f"{check.number} {check.name} ({check.count})" for check in blocking)
        return ExportReport(
            out=str(out),
            format=options.format,
            blocked=tuple(check.number for check in blocking),
            sentence=f"Nothing was written. These checks block the export: {names}.",
        )
    everything = all_cases(project) if options.format == EVERYTHING else None
    readiness = assess(snapshot, cached_embed(project), memo)
    return write_export(dataset, snapshot, readiness, checks, options, out, all_cases=everything)


def all_cases(project: ProjectFile) -> list[ReviewedCase]:
    """Every case, reviewed or not: what our own format writes."""
    with project.reading() as connection:
        return list(cases.all_cases(connection))


def preview_rows(project: ProjectFile, options: ExportOptions, limit: int = 20) -> list[str]:
    """The first rows as they would be written."""
    return list(preview(project, options, limit).rows)


class Preview(Noun):
    """An export before it is written: what the files would hold, tokens, price, obstacles."""

    rows: tuple[str, ...]
    counts: dict[str, int]
    """By split, as the format takes them; "keep" among those trained on, and "left_out"."""
    blocked: tuple[int, ...]
    """Numbers of the checks that would stop it."""
    checks: tuple[CheckResult, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """Every case that is not in the files, with the reason."""
    warnings: tuple[str, ...] = ()
    """Where the training file falls short of what the service takes."""
    limits: JsonObject | None = None
    tokens: JsonObject | None
    training_price: JsonObject | None
    effort: str = ""
    """Tokens and price in sentences; "" where the format trains nothing."""
    sentence: str


def preview(project: ProjectFile, options: ExportOptions, limit: int = 20) -> Preview:
    """What an export with these options would hold. Nothing is written."""
    snapshot, dataset, checks = prepare(project, options)
    everything = all_cases(project) if options.format == EVERYTHING else []
    return preview_of(snapshot, dataset, checks, options, limit, everything)


def preview_of(
    snapshot: Snapshot,
    dataset: Dataset,
    checks: tuple[CheckResult, ...],
    options: ExportOptions,
    limit: int,
    everything: Sequence[ReviewedCase] = (),
) -> Preview:
    """The preview of a prepared export; `everything` is what our own format writes."""
    from curator.exporting import preview_rows as first_rows
    from curator.exporting import survey
    from curator.exporting.manifest import warnings
    from curator.exporting.survey import SPLITS, counts_words, left_out_words
    from curator.exporting.targets import target_named
    from curator.readiness.costs import read_inputs

    target = target_named(options.format)
    costs = read_inputs(snapshot.settings)
    contents = survey(dataset, target, options, snapshot.settings, costs, everything)
    keys = {row.case_id: row.case_key for row in (*dataset.rows, *dataset.left_out)}
    counts = {split: contents.count(split) for split in SPLITS}
    mixed_in = sum(row.keep for row in dataset.rows if row.split != "held_out")
    warned = warnings(target, contents)
    effort = " ".join(part.sentence for part in contents.effort or ())
    told = (f"{counts_words(contents)}.", left_out_words(contents), effort, *warned)
    return Preview(
        rows=tuple(first_rows(dataset, options.format, limit, everything, options)),
        counts=counts | {"keep": mixed_in, "left_out": len(contents.left_out)},
        blocked=tuple(check.number for check in stopping(checks)),
        checks=checks,
        left_out=tuple(
            LeftOut(case_key=keys.get(row.case_id, 0), case_id=row.case_id, reason=row.reason)
            for row in contents.left_out
        ),
        warnings=tuple(warned),
        limits=target.limits.model_dump(mode="json") if target.limits else None,
        tokens=contents.effort[0].as_json() if contents.effort else None,
        training_price=contents.effort[1].as_json() if contents.effort else None,
        effort=effort,
        sentence=" ".join(part for part in told if part),
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
