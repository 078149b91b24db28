"""`curator trial`: what a variant does to the failures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import AsJson, ProjectPath, option
from curator.cli.output import give, interval, table
from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.trial import Comparison


def trial(
    project: ProjectPath,
    variant: Annotated[str, option(metavar="NAME", help_text="The variant's name.")],
    outputs: Annotated[
        Path | None,
        option("--import", metavar="FILE", help_text="JSONL of outputs made elsewhere."),
    ] = None,
    judge: Annotated[
        str | None,
        option(metavar="NAME", help_text="exact or normalised, for outputs without a mark."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import a variant's outputs as a trial and compare them with the logged ones."""
    from curator.operations import projects, trials

    if outputs is None:
        raise CuratorError(
            "Name the file of outputs: curator trial PROJECT --import FILE --variant NAME. "
            "This version runs no prompts by itself.",
            field="import",
        )
    with projects.open_project(project) as opened:
        comparison = trials.import_trial(opened, outputs, variant, judge=judge)
    give(_text(comparison), as_data(comparison), as_json=as_json)


def as_data(comparison: Comparison) -> JsonObject:
    """The documented JSON of a trial."""
    return {
        "variant": comparison.trial.variant,
        "cases": comparison.cases,
        "fixed": comparison.fixed,
        "still_failing": comparison.still_failing,
        "now_failing": comparison.now_failing,
        "still_passing": comparison.still_passing,
        "p_value": comparison.p_value,
        "fix_rate": interval(comparison.fix_rate),
        "patterns": [
            {
                "id": row.pattern_id,
                "name": row.name,
                "fixed": row.fixed,
                "cases": row.cases,
                "fix_rate": interval(row.fix_rate),
            }
            for row in comparison.patterns
        ],
        "cost": comparison.cost,
        "outputs": comparison.trial.outputs,
        "judged": comparison.trial.judged,
    }


def _text(comparison: Comparison) -> str:
    tried = comparison.fixed + comparison.still_failing
    guard = comparison.now_failing + comparison.still_passing
    lines = [
        (
            f"{comparison.trial.variant}: {comparison.trial.outputs:,} outputs, "
            f"{comparison.trial.judged:,} judged, {comparison.cases:,} compared."
        ),
        f"Fixes {comparison.fixed:,} of {tried:,} failures: {comparison.fix_rate.percent}.",
        f"Of {guard:,} passing cases {comparison.now_failing:,} now fail.",
        (
            f"Exact McNemar: p = {comparison.p_value:.4g} "
            f"({comparison.fixed:,} fixed against {comparison.now_failing:,} broken)."
        ),
    ]
    rows = [
        (row.name, f"{row.fixed} of {row.cases}", row.fix_rate.percent)
        for row in comparison.patterns
    ]
    waiting = comparison.trial.outputs - comparison.trial.judged
    if waiting:
        lines.append(f"{waiting:,} outputs wait to be judged: use --judge, or judge in the app.")
    return "\n".join([*lines, table(rows, right=frozenset({1}))]).rstrip()
