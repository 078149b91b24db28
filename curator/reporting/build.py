"""From a snapshot and its verdict to the summary: which figures, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.pseudonyms import reviewer_names
from curator.model.dataset import ExportOptions
from curator.reporting.exemplars import exemplars
from curator.reporting.method import facts, method
from curator.reporting.pareto import headline, pareto
from curator.reporting.redaction import SAID, nothing, redacted, redactor, reviewers_of
from curator.reporting.since import compare
from curator.reporting.summary import (
    Content,
    KeyFigure,
    ParetoRow,
    Summary,
    TrialColumn,
    TrialRow,
    Trials,
)
from curator.reporting.wording import interval_exact, long_date, plural

if TYPE_CHECKING:
    from curator.model.readiness import Readiness
    from curator.model.snapshot import Snapshot
    from curator.reporting.since import Earlier

MAX_REASONS = 4
"""A verdict is one sentence, then at most four reasons (design rules)."""
MAX_TRIALS = 4
"""Variants side by side that a page still holds."""


def build_summary(
    snapshot: Snapshot,
    readiness: Readiness,
    content: Content = "excerpt",
    *,
    redact: bool = False,
    earlier: Earlier | None = None,
) -> Summary:
    """The summary of a project at one moment. The same snapshot gives the same summary.

    `content` says how much of the cases' own text is shown. Held-out cases are never shown as
    examples, because who reads a summary may write the next prompt. `redact` takes personal
    data out of every text; `earlier` adds what changed since that summary.
    """
    clean = redactor(_pseudonyms(snapshot)) if redact else nothing
    rows = pareto(snapshot, readiness)
    steps = readiness.next_steps or tuple(
        step
        for rule in readiness.rules
        if rule.number == readiness.rule
        for step in rule.next_steps
    )
    summary = Summary(
        project=snapshot.name,
        date=long_date(latest_review(snapshot)),
        content=content,
        headline=headline(rows, snapshot),
        rule=readiness.rule,
        verdict=readiness.verdict,
        sentence=readiness.sentence,
        reasons=readiness.reasons[:MAX_REASONS],
        figures=key_figures(snapshot, readiness),
        failures=len(snapshot.failures),
        failure_rate=_rate(snapshot),
        rate=snapshot.figures.failure_rate,
        pareto=rows,
        exemplars=exemplars(snapshot, rows, content, clean),
        trials=trials(snapshot, rows),
        checks=readiness.checks,
        costs=readiness.costs,
        rules=readiness.rules,
        next_steps=steps,
        method=(*method(snapshot, readiness, rows), *((SAID,) if redact else ())),
        facts=facts(snapshot, readiness),
    )
    if earlier is not None:
        summary = summary.model_copy(update={"since": compare(earlier, summary)})
    return redacted(summary, clean) if redact else summary


def _pseudonyms(snapshot: Snapshot) -> dict[str, str]:
    """Each reviewer's pseudonym: the same as in an export of the project."""
    options = ExportOptions(reviewers="pseudonyms")
    return reviewer_names(reviewers_of(snapshot), options, snapshot.seed)


def _rate(snapshot: Snapshot) -> str:
    rate = snapshot.figures.failure_rate
    return f"{100 * rate.value:.1f} % ({interval_exact(rate)})" if rate else ""


def latest_review(snapshot: Snapshot) -> str:
    """ISO time of the latest mark or ideal answer, "" where there is none."""
    times = (max(case.review.reviewed_at, case.review.ideal_at) for case in snapshot.reviewed)
    return max(times, default="")


def key_figures(snapshot: Snapshot, readiness: Readiness) -> tuple[KeyFigure, ...]:
    """Failure rate, failures, patterns, and what matters next."""
    figures = snapshot.figures
    rate = figures.failure_rate
    known = len(snapshot.patterns.patterns)
    return (
        KeyFigure(
            value=f"{100 * rate.value:.1f} %" if rate else "not known",
            label="failure rate",
            detail=f"95 % interval {interval_exact(rate)}"
            if rate
            else "no case of the random order is marked yet",
        ),
        KeyFigure(
            value=f"{len(snapshot.failures):,}",
            label="failure" if len(snapshot.failures) == 1 else "failures",
            detail=f"in {plural(len(snapshot.reviewed), 'reviewed case', 'reviewed cases')}",
        ),
        KeyFigure(
            value=str(known),
            label="pattern" if known == 1 else "patterns",
            detail=f"up to {100 * figures.saturation:.0f} % of cases may still hold something new",
        ),
        _fourth_figure(snapshot, readiness),
    )


def _fourth_figure(snapshot: Snapshot, readiness: Readiness) -> KeyFigure:
    months = readiness.costs.break_even_months
    calls = readiness.costs.inputs.calls_per_month
    if months is not None and calls:
        return KeyFigure(
            value=f"{months:.1f} months",
            label="until fine-tuning pays back",
            detail=f"at {calls:,.0f} calls a month",
        )
    ideals = sum(case.has_ideal for case in snapshot.failures)
    held_out = sum(case.held_out for case in snapshot.reviewed)
    return KeyFigure(
        value=f"{ideals:,}",
        label="failures with an ideal answer",
        detail=f"{plural(held_out, 'reviewed case', 'reviewed cases')} held out",
    )


def trials(snapshot: Snapshot, pareto_rows: tuple[ParetoRow, ...] = ()) -> Trials:
    """The latest trials side by side, and the one that leaves least failing if it is earlier.

    A row a pattern, in the order of the Pareto rows.
    """
    tried = [trial.comparison for trial in snapshot.trials if trial.comparison.cases]
    shown = tried[-MAX_TRIALS:]
    best = max(reversed(tried), key=lambda one: one.fix_rate.value, default=None)
    if best is not None and best not in shown:
        shown = [best, *shown[1:]]
    names = {part.pattern_id: part.name for comparison in shown for part in comparison.patterns}
    order = [row.id for row in pareto_rows if row.id in names]
    order += [id_ for id_ in names if id_ not in order]
    by_pattern = [
        {part.pattern_id: part.fix_rate for part in comparison.patterns if part.cases}
        for comparison in shown
    ]
    columns = tuple(
        TrialColumn(
            name=comparison.trial.variant,
            judge=comparison.trial.judge,
            cases=comparison.cases,
            fix_rate=comparison.fix_rate,
            now_failing=comparison.now_failing,
            passing=comparison.now_failing + comparison.still_passing,
            p_value=comparison.p_value,
            cost=comparison.cost,
        )
        for comparison in shown
    )
    rows = tuple(
        TrialRow(
            pattern_id=id_,
            name=names[id_] if id_ else "In no pattern",
            cells=tuple(rates.get(id_) for rates in by_pattern),
        )
        for id_ in order
    )
    return Trials(columns=columns, rows=rows, left_out=len(tried) - len(shown))
