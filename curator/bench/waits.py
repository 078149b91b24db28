"""How long somebody waits for a window: times gathered and summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50": round(1000 * ordered[len(ordered) // 2], 3),
        "p99": round(1000 * ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))], 3),
        "max": round(1000 * ordered[-1], 3),
    }


@dataclass
class Waits:
    """Seconds until something is painted, all of it is known, and without an answer meanwhile."""

    painted: list[float] = field(default_factory=list[float])
    whole: list[float] = field(default_factory=list[float])
    stalls: list[float] = field(default_factory=list[float])

    def figures(self) -> dict[str, object]:
        found: dict[str, object] = {
            **summary(self.painted),
            "stall": summary(self.stalls)["max"],
        }
        return {**found, "whole": summary(self.whole)} if self.whole else found
