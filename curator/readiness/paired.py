"""Two variants on the same cases: the difference, its interval, the size that would tell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from curator.model.readiness import PairedResult
from curator.model.review import Mark
from curator.model.statistics import Z95, wilson
from curator.readiness.texts import counted
from curator.trials.comparison import mcnemar_p

POWER = 0.8
_Z80 = 0.8416212335729143
"""One-sided 80 % point of the standard normal distribution."""
MOST = 100_000


def difference_interval(
    both: int, fixed: int, broken: int, neither: int
) -> tuple[float, float, float]:
    """Gain in share passing with its 95 % interval, on paired cases.

    Source: Newcombe 1998, method 10 (Wilson limits, with the correlation of the pairs).
    """
    total = both + fixed + broken + neither
    if total == 0:
        return 0.0, -1.0, 1.0
    after, before = wilson(both + fixed, total), wilson(both + broken, total)
    difference = (fixed - broken) / total
    margins = (both + fixed) * (both + broken) * (neither + broken) * (neither + fixed)
    phi = 0.0
    if margins:
        cross = both * neither - fixed * broken
        # Continuity keeps a small positive correlation from narrowing the interval too much.
        cross = max(cross - total / 2, 0.0) if cross > 0 else cross
        phi = cross / math.sqrt(margins)
    down_a, up_b = after.value - after.low, before.high - before.value
    up_a, down_b = after.high - after.value, before.value - before.low
    low = difference - math.sqrt(max(0.0, down_a**2 - 2 * phi * down_a * up_b + up_b**2))
    high = difference + math.sqrt(max(0.0, up_a**2 - 2 * phi * up_a * down_b + down_b**2))
    return difference, max(-1.0, low), min(1.0, high)


def cases_needed(fixed: float, broken: float) -> int | None:
    """Cases after which McNemar's test shows this gain with a power of 80 %.

    Shares of all cases; None where there is no gain or it takes over 100,000. Source: Connor 1987.
    """
    gain, moved = fixed - broken, fixed + broken
    if gain <= 0:
        return None
    root = Z95 * math.sqrt(moved) + _Z80 * math.sqrt(max(0.0, moved - gain**2))
    size = math.ceil((root / gain) ** 2)
    return size if size <= MOST else None


def cases_for_parity(moved: float, margin: float) -> int | None:
    """Cases after which two equally good variants are shown within `margin` (share), power 80 %.

    `moved` is the share of cases on which they differ; None where none do or it takes over
    100,000. Source: normal approximation of the paired difference, two-sided 95 % interval.
    """
    if moved <= 0 or margin <= 0:
        return None
    size = math.ceil(moved * ((Z95 + _Z80) / margin) ** 2)
    return size if size <= MOST else None


def compare_marks(
    name: str,
    keys: Sequence[int],
    before: Mapping[int, Mark],
    after: Mapping[int, Mark],
    ids: Mapping[int, str],
    level: float,
) -> PairedResult:
    """`after` against `before` on the cases judged pass or fail in both."""
    shared = [key for key in keys if key in before and key in after]
    was = [before[key] is Mark.PASS for key in shared]
    now = [after[key] is Mark.PASS for key in shared]
    pairs = list(zip(was, now, strict=True))
    fixed, broken = pairs.count((False, True)), pairs.count((True, False))
    both, neither = pairs.count((True, True)), pairs.count((False, False))
    difference, low, high = difference_interval(both, fixed, broken, neither)
    result = PairedResult(
        name=name,
        cases=len(shared),
        fixed=fixed,
        broken=broken,
        p_value=mcnemar_p(fixed, broken),
        difference=difference,
        low=low,
        high=high,
        case_ids=tuple(ids[k] for k, pair in zip(shared, pairs, strict=True) if pair == (1, 0)),
    )
    return result.model_copy(update={"sentence": _sentence(result, level)})


def _sentence(result: PairedResult, level: float) -> str:
    figures = (
        f"{result.fixed} fixed, {result.broken} broken of {counted(result.cases, 'case')}: "
        f"{100 * result.difference:+.1f} points (95 % interval {100 * result.low:+.1f} to "
        f"{100 * result.high:+.1f}; exact McNemar p = {result.p_value:.3f})"
    )
    if result.cases == 0:
        return "No case was judged for both."
    if result.p_value < level:
        return f"{'Gain' if result.fixed > result.broken else 'Loss'}: {figures}."
    needed = cases_needed(result.fixed / result.cases, result.broken / result.cases)
    size = f"; about {needed:,} cases would show this gain" if needed else ""
    return f"Not shown: {figures}{size}."
