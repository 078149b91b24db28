"""The counts and rates that head every screen."""

from __future__ import annotations

from curator.model.statistics import Estimate
from curator.model.value import Value


class RatePart(Value, checked=False):
    """What the random order says of one import, or of one stratum of a sample."""

    name: str
    size: int
    """Calls that it stands for: of a sample those of its source."""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    rate: Estimate | None = None
    """None where no case of its random order is marked pass or fail."""
    strata: tuple[RatePart, ...] = ()


class Figures(Value, checked=False):
    """Where a project stands. `failure_rate` comes from the random part alone."""

    cases: int = 0
    reviewed: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    ideal_answers: int = 0
    patterns: int = 0
    held_out: int = 0
    duplicates: int = 0
    suggestions: int = 0
    trials: int = 0
    failure_rate: Estimate | None = None
    """None until the first case of the random order is marked pass or fail."""
    rates: tuple[RatePart, ...] = ()
    """The failure rate import by import."""
    random_prefix: int = 0
    """Cases of the random order marked without a gap, skips included."""
    since_new: int = 0
    """Reviewed in random order since the last new tag or accepted pattern."""
    new_in_last_50: int = 0
    saturation: float = 1.0
    """Share of cases that may still hold something new (95 % bound)."""
    seconds_per_case: float | None = None
    """Median of active seconds between marks, idle time left out; None before five of them."""
    repeats: int = 0
    """Blind repeats: cases that came back unmarked and were marked again."""
    repeats_agreeing: int = 0

    @property
    def seconds_left(self) -> float | None:
        """Time for the cases not reviewed yet at the present pace, in seconds."""
        if self.seconds_per_case is None:
            return None
        return self.seconds_per_case * (self.cases - self.reviewed)
