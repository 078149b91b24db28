"""A pattern over time."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from curator.model.pattern_figures import Trend, TrendPoint
from curator.model.statistics import wilson

FEWEST_CASES = 20
"""Reviewed cases with a date below which no trend is drawn."""
MOST_POINTS = 12
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Dated:
    """One reviewed case: its key, whether it failed, and when it was logged (ISO 8601, or "")."""

    key: int
    failed: bool
    at: str


_UNITS: tuple[tuple[str, Callable[[date], date]], ...] = (
    ("day", lambda day: day),
    ("week", lambda day: day - timedelta(days=day.weekday())),
    ("month", lambda day: day.replace(day=1)),
    ("quarter", lambda day: day.replace(month=day.month - (day.month - 1) % 3, day=1)),
    ("year", lambda day: day.replace(month=1, day=1)),
)


def trend(reviewed: Sequence[Dated], members: Collection[int]) -> Trend:
    """The pattern's share by the finest unit of time that gives at most twelve stretches.

    Stretches without a reviewed case are left out. The test is Cochran-Armitage's over the
    stretches' numbers, by its normal approximation.
    """
    dated = [(day, one) for one in reviewed if (day := _day(one.at)) is not None]
    if len(dated) < FEWEST_CASES:
        told = f"A trend needs {FEWEST_CASES} reviewed cases with a date; {len(dated)} so far."
        return Trend(unit="", sentence=told)
    unit, start_of = next(
        (one for one in _UNITS if len({one[1](day) for day, _ in dated}) <= MOST_POINTS),
        _UNITS[-1],
    )
    held = set(members)
    stretches: dict[date, list[Dated]] = {}
    for day, one in dated:
        stretches.setdefault(start_of(day), []).append(one)
    starts = sorted(stretches)[-MOST_POINTS:]
    points = tuple(_point(start, unit, stretches[start], held) for start in starts)
    p_value = _cochran_armitage([(point.members, point.share.of) for point in points])
    return Trend(unit=unit, points=points, p_value=p_value, sentence=_sentence(points, p_value))


def _point(start: date, unit: str, cases: Sequence[Dated], held: set[int]) -> TrendPoint:
    inside = sum(one.key in held for one in cases)
    failures = sum(one.failed for one in cases)
    label = {"month": f"{start:%Y-%m}", "year": f"{start:%Y}"}.get(unit, start.isoformat())
    return TrendPoint(
        start=start.isoformat(),
        label=label,
        members=inside,
        share=wilson(inside, len(cases)),
        of_failures=wilson(inside, failures),
    )


def _day(at: str) -> date | None:
    """The day in UTC; None for what is no ISO 8601 time."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def _cochran_armitage(counts: Sequence[tuple[int, int]]) -> float | None:
    """Two-sided p-value of a linear trend in proportions; None where there is nothing to test.

    `counts`: (hits, cases) in order of time. Source: Armitage 1955.
    """
    hits, total = sum(hit for hit, _ in counts), sum(of for _, of in counts)
    if len(counts) < 2 or not 0 < hits < total:
        return None
    share = hits / total
    drift = sum(place * (hit - of * share) for place, (hit, of) in enumerate(counts))
    first = sum(place * of for place, (_, of) in enumerate(counts))
    second = sum(place * place * of for place, (_, of) in enumerate(counts))
    variance = share * (1 - share) * (second - first * first / total)
    if variance <= 0:
        return None
    return math.erfc(abs(drift) / math.sqrt(variance) / math.sqrt(2))


def _sentence(points: Sequence[TrendPoint], p_value: float | None) -> str:
    if p_value is None or p_value > SIGNIFICANT:
        return "No clear trend."
    half = len(points) // 2
    early, late = points[:half], points[-half:]

    def share(some: Sequence[TrendPoint]) -> float:
        return sum(one.members for one in some) / max(1, sum(one.share.of for one in some))

    direction = "Growing" if share(late) > share(early) else "Shrinking"
    before, after = (f"{100 * share(some):.0f} %" for some in (early, late))
    return f"{direction}: {before} of reviewed cases early on, {after} lately."
