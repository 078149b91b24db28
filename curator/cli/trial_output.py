"""How `curator trial` tells a comparison or a run: text, and the documented JSON."""

from __future__ import annotations

from collections.abc import Sequence

from curator.cli.output import interval, table
from curator.model.base import JsonObject
from curator.model.trial import Comparison
from curator.model.trial_result import Paired, PartResult, RunResults, VariantResult
from curator.model.trial_run import RunEstimate, RunStatus


def comparison_data(comparison: Comparison) -> JsonObject:
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


def comparison_text(comparison: Comparison) -> str:
    """A trial against the logged outputs, in lines."""
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


def estimate_data(estimate: RunEstimate) -> JsonObject:
    """What a run would take, before anything is sent."""
    return {
        "sentence": estimate.sentence,
        "calls": estimate.calls,
        "input_tokens": estimate.input_tokens,
        "output_tokens": estimate.output_tokens,
        "cost": estimate.cost,
        "hosts": list(estimate.hosts),
    }


def run_data(status: RunStatus, results: RunResults, compared: Sequence[Comparison]) -> JsonObject:
    """The documented JSON of the first variant that was asked for, and every row of the run."""
    first = next(
        (n for n, row in enumerate(results.rows) if not row.is_baseline), len(results.rows) - 1
    )
    row = results.rows[first]
    whole: JsonObject = {
        "verdict": row.verdict,
        "verdict_sentence": row.sentence,
        "not_inferior": row.not_inferior,
        "against_baseline": _paired_data(row.parts[0].whole) if row.parts else None,
        "run": status.uid,
        "state": status.state,
        "sentence": status.sentence,
        "calls": status.total,
        "done": status.done,
        "failed_calls": {**status.failures},
        "spent": status.spent,
        "warnings": list(results.warnings),
        "variants": [_row_data(row) for row in results.rows],
    }
    return comparison_data(compared[first]) | whole


def _row_data(row: VariantResult) -> JsonObject:
    agreement: JsonObject | None = None
    if row.agreement is not None:
        agreement = {
            "cases": row.agreement.cases,
            "passes": interval(row.agreement.passes),
            "fails": interval(row.agreement.fails),
        }
    return {
        "variant": row.variant,
        "baseline": row.is_baseline,
        "verdict": row.verdict,
        "sentence": row.sentence,
        "power": row.power,
        "not_inferior": row.not_inferior,
        "judge": row.judge,
        "agreement": agreement,
        "outputs": row.outputs,
        "judged": row.judged,
        "waiting": row.waiting,
        "cost_per_1000": row.cost_per_1000,
        "seconds_median": row.seconds_median,
        "seconds_p95": row.seconds_p95,
        "own_variance": interval(row.own_variance),
        "failed_calls": {**row.failures},
        "parts": [_part_data(part) for part in row.parts],
    }


def _part_data(part: PartResult) -> JsonObject:
    return {
        "part": part.part,
        "fix_rate": interval(part.fix_rate),
        "now_failing": interval(part.now_failing),
        "failures": _paired_data(part.failures),
        "passes": _paired_data(part.passes),
        "whole": _paired_data(part.whole),
        "net": part.net.model_dump() if part.net is not None else None,
        "patterns": [
            {"id": cell.pattern_id, "name": cell.name, "fix_rate": interval(cell.fix_rate)}
            for cell in part.cells
        ],
    }


def _paired_data(paired: Paired | None) -> JsonObject | None:
    if paired is None:
        return None
    return {
        "cases": paired.cases,
        "fixed": paired.fixed,
        "broken": paired.broken,
        "p_value": paired.p_value,
        "adjusted_p": paired.adjusted_p,
        "difference": {"value": paired.difference, "low": paired.low, "high": paired.high},
    }


def run_text(status: RunStatus, results: RunResults, compared: Sequence[Comparison]) -> str:
    """A run in lines: each variant's rate, verdict and cost, then its patterns."""
    lines = [f"{status.done:,} of {status.total:,} calls are done."]
    if status.failures:
        told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(status.failures.items()))
        lines.append(f"Without an output: {told}.")
    for row, comparison in zip(results.rows, compared, strict=True):
        lines += ["", row.variant, f"  {row.sentence}"]
        if row.power:
            lines.append(f"  {row.power}")
        if row.agreement is not None and row.agreement.cases:
            lines.append(f"  Judge “{row.judge}”: {row.agreement.sentence}")
        if comparison.fix_rate.of:
            lines.append(f"  Fixes {comparison.fix_rate.percent} of the logged failures.")
        if row.cost_per_1000 is not None:
            lines.append(f"  ${row.cost_per_1000:,.2f} per 1,000 calls.")
        cells = [
            (f"  {one.name}", f"{one.fixed} of {one.cases}", one.fix_rate.percent)
            for one in comparison.patterns
        ]
        if cells and not row.is_baseline:
            lines.append(table(cells, right=frozenset({1})))
    return "\n".join([*lines, *results.warnings])
