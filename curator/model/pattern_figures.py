"""The figures of one pattern, as plain values."""

from __future__ import annotations

from curator.model.base import Noun
from curator.model.statistics import Estimate


class Lift(Noun):
    """How much commoner a pattern is where a field has a value."""

    field: str
    value: str
    inside: Estimate
    """Share of the reviewed cases with the value that are in the pattern."""
    outside: Estimate
    """The same among reviewed cases that have another value of the field."""
    ratio: float | None
    """inside / outside; None where nothing outside is in the pattern."""
    p_value: float
    """Fisher's exact test, two-sided."""
    adjusted: float
    """The same after Holm's correction over every field, value and pattern tested."""


class TrendPoint(Noun):
    """One stretch of time. `start` is its first day, ISO 8601."""

    start: str
    label: str
    members: int
    share: Estimate
    """Of the reviewed cases of this time, those in the pattern."""
    of_failures: Estimate
    """Of the failures of this time, those in the pattern."""


class Trend(Noun):
    """A pattern over time, oldest first; empty where too few cases carry a date."""

    unit: str
    """ "day", "week", "month", or "" without points."""
    points: tuple[TrendPoint, ...] = ()
    p_value: float | None = None
    """Trend in the share of reviewed cases (Cochran-Armitage, two-sided)."""
    sentence: str = ""


class FixedBy(Noun):
    """What one trial does to the pattern."""

    trial_uid: str
    variant: str
    cases: int
    fixed: int
    fix_rate: Estimate


class PatternFigures(Noun):
    """Everything that is known of one pattern in numbers."""

    pattern_id: str
    name: str
    count: int
    share: Estimate
    """Of all failures."""
    of_traffic: Estimate | None
    """Of all cases, estimated from the random part alone; None before it has a marked case."""
    near: Estimate | None
    """Failure rate among all reviewed cases at least as near to the pattern's middle as three
    quarters of its members; None below two members."""
    near_sentence: str
    lifts: tuple[Lift, ...]
    """Strongest evidence first; only what survives the correction, or nothing."""
    tested: int
    """How many field values were tested for this pattern."""
    trend: Trend
    cohesion: float
    consistency: float | None = None
    """Mean cosine between the corrections, -1 to 1; None below two ideal answers."""
    consistency_random: float | None = None
    consistency_p: float | None = None
    severities: tuple[tuple[str, int], ...] | None = None
    """How many of its failures are "high", "medium" and "low", and "" of those that nobody said
    it of; None where the project does not use severities."""
    new_facts: Estimate | None = None
    """Share of its ideal answers that carry facts the model did not have."""
    trials: tuple[FixedBy, ...] = ()
    """Oldest first."""
