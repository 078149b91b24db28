"""`curator stats`: where a project stands."""

from __future__ import annotations

from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import give, interval, table
from curator.model.base import JsonObject
from curator.model.figures import Figures, RatePart


def stats(project: ProjectPath, as_json: AsJson = False) -> None:
    """Counts, failure rate with interval, saturation."""
    from curator.operations import projects, reviewing
    from curator.operations.patterns import current

    with projects.open_project(project) as opened:
        figures = reviewing.figures(opened)
        patterns = len(current(opened).patterns)
    figures = figures.model_copy(update={"patterns": patterns})
    give(_text(figures), as_data(figures), as_json=as_json)


def as_data(figures: Figures) -> JsonObject:
    """The documented JSON of the figures."""
    return {
        "cases": figures.cases,
        "reviewed": figures.reviewed,
        "passed": figures.passed,
        "failed": figures.failed,
        "skipped": figures.skipped,
        "ideal_answers": figures.ideal_answers,
        "failure_rate": interval(figures.failure_rate),
        "patterns": figures.patterns,
        "held_out": figures.held_out,
        "trials": figures.trials,
        "duplicates": figures.duplicates,
        "suggestions": figures.suggestions,
        "imports": [_part(one) for one in figures.rates],
        "random_prefix": figures.random_prefix,
        "saturation": {
            "since_new": figures.since_new,
            "new_in_last_50": figures.new_in_last_50,
            "bound": figures.saturation,
        },
    }


def _part(one: RatePart) -> JsonObject:
    return {
        "name": one.name,
        "calls": one.size,
        "passed": one.passed,
        "failed": one.failed,
        "skipped": one.skipped,
        "failure_rate": interval(one.rate),
        "strata": [_part(part) for part in one.strata],
    }


def _rates(figures: Figures) -> list[tuple[str, str]]:
    """Each import, and each stratum of a sample, where the whole is made of several."""
    if len(figures.rates) < 2 and not any(one.strata for one in figures.rates):
        return []
    rows: list[tuple[str, str]] = []
    for one in figures.rates:
        rows.append((f"  {one.name}", _rate(one)))
        rows += [(f"    {part.name}", _rate(part)) for part in one.strata]
    return rows


def _rate(one: RatePart) -> str:
    if one.rate is None:
        return "none marked in random order, so it does not count in the whole"
    return f"{one.rate.percent} on {one.rate.of:,} cases, standing for {one.size:,} calls"


def _text(figures: Figures) -> str:
    rate = figures.failure_rate
    rows = [
        ("Cases", f"{figures.cases:,}"),
        (
            "Reviewed",
            (
                f"{figures.reviewed:,} ({figures.passed:,} pass, {figures.failed:,} fail, "
                f"{figures.skipped:,} skip)"
            ),
        ),
        ("Ideal answers", f"{figures.ideal_answers:,}"),
        (
            "Failure rate",
            f"{rate.percent} on {rate.of:,} cases in random order"
            if rate
            else "not known: no case of the random order is marked yet",
        ),
        *_rates(figures),
        ("Patterns", f"{figures.patterns:,}"),
        ("Trials", f"{figures.trials:,}"),
        (
            "Saturation",
            (
                f"{figures.since_new:,} with nothing new: up to "
                f"{100 * figures.saturation:.0f} % of cases may still hold something new"
            ),
        ),
    ]
    return table(rows)
