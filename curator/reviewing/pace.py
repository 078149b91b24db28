"""How quickly cases are reviewed: active time only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

IDLE_SECONDS = 120.0
"""A longer pause is not reviewing (own default)."""
GLANCE = 3.0
"""Seconds under which a look at a case is a glance (own)."""
FEWEST = 5
LATEST = 200
"""The pace is that of the latest marks, not of last month's."""


def seconds_per_case(times: Sequence[str]) -> float | None:
    """Median seconds between marks, from ISO 8601 times in any order, idle pauses left out.

    None with fewer than five active steps. Marks of one deed (bulk marking) count as none.
    """
    moments = sorted(datetime.fromisoformat(time) for time in set(times))
    steps = [(after - before).total_seconds() for before, after in pairwise(moments)]
    active = [step for step in steps if 0 < step <= IDLE_SECONDS]
    return _median(active) if len(active) >= FEWEST else None


def _median(values: Sequence[float]) -> float:
    """`statistics.median`, whose module takes 4 ms to load while a project is opened."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
