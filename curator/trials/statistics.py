"""Paired statistics of trials: tests, intervals, and how many cases it takes to tell.

McNemar's exact test stands in `comparison`. Everything here is over pairs: the same cases under
two ways of asking.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from curator.model.base import Noun
from curator.model.statistics import wilson
from curator.trials.comparison import mcnemar_p

LEVEL = 0.05
"""Two-sided. Source: convention, as in `readiness`."""
POWER = 0.8
"""Chance to see a true gain that a sample should give. Source: Cohen 1988."""
DRAWS, AT_ONCE = 4_000, 500
LARGEST = 200_000
"""Cases beyond which a needed sample is no longer named."""


class Interval(Noun):
    """A figure with its 95 % interval, in its own unit; a difference of shares is -1 to 1."""

    value: float
    low: float
    high: float


def sign_test(better: int, worse: int) -> float:
    """Exact two-sided sign test, ties left out; equals scipy's binomtest at one half."""
    return mcnemar_p(better, worse)


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values adjusted for being several, in the order given (Holm 1979).

    Equals statsmodels' `multipletests(method="holm")`.
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    running = 0.0
    for rank, place in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = running
    return adjusted


def paired_difference(both: int, fixed: int, broken: int, neither: int) -> Interval:
    """Difference of two pass rates on the same cases, after minus before, with its interval.

    Newcombe's hybrid score interval for paired data (1998, method 10): Wilson limits of either
    rate, joined with the correlation of the pairs.
    """
    n = both + fixed + broken + neither
    if n == 0:
        return Interval(value=0.0, low=-1.0, high=1.0)
    after, before = wilson(both + fixed, n), wilson(both + broken, n)
    phi = _correlation(both, fixed, broken, neither)
    value = (fixed - broken) / n
    low = _spread(after.value - after.low, before.high - before.value, phi)
    high = _spread(after.high - after.value, before.value - before.low, phi)
    return Interval(value=value, low=max(-1.0, value - low), high=min(1.0, value + high))


def _correlation(both: int, fixed: int, broken: int, neither: int) -> float:
    """Phi of the pairs, drawn towards nought where it is positive (Newcombe's correction)."""
    margins = (both + fixed) * (broken + neither) * (both + broken) * (fixed + neither)
    if margins == 0:
        return 0.0
    cross = both * neither - fixed * broken
    n = both + fixed + broken + neither
    if cross > 0:
        cross = max(cross - n / 2, 0)
    return cross / math.sqrt(margins)


def _spread(one: float, other: float, phi: float) -> float:
    return math.sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))


def weighted(one: Interval, other: Interval, weight: float) -> Interval:
    """weight·one + (1 - weight)·other for independent groups, with the interval of the sum.

    Joins the two intervals (MOVER, Zou and Donner 2008); the weight counts as known.
    """
    rest = 1 - weight
    value = weight * one.value + rest * other.value
    below = math.hypot(weight * (one.value - one.low), rest * (other.value - other.low))
    above = math.hypot(weight * (one.high - one.value), rest * (other.high - other.value))
    return Interval(value=value, low=value - below, high=value + above)


def is_not_inferior(low: float, margin: float) -> bool:
    """Whether a loss is shown to be smaller than the margin.

    `low` is the lower 95 % limit of the difference, after minus before: a one-sided test at 2.5 %.
    """
    return low > -margin


def paired_bootstrap(differences: Sequence[float], seed: int) -> Interval:
    """Mean of graded differences with its percentile bootstrap interval, cases drawn anew."""
    import numpy as np

    values = np.asarray(differences, dtype=np.float64)
    if len(values) == 0:
        return Interval(value=0.0, low=-1.0, high=1.0)
    rng = np.random.default_rng(seed)
    means = np.concatenate(
        [
            values[rng.integers(0, len(values), (AT_ONCE, len(values)))].mean(axis=1)
            for _ in range(DRAWS // AT_ONCE)
        ]
    )
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(value=float(values.mean()), low=float(low), high=float(high))


def power(cases: int, fixed: float, broken: float) -> float:
    """Chance that the exact McNemar test shows a gain, if shares `fixed` and `broken` are true.

    Exact sum over the number of discordant pairs. Agrees with the simulated table of
    `readiness.md`.
    """
    import numpy as np
    from scipy.stats import binom

    discordant = fixed + broken
    if cases == 0 or discordant <= 0:
        return 0.0
    low, high = (int(binom.ppf(tail, cases, discordant)) for tail in (1e-9, 1 - 1e-9))
    pairs = np.arange(low, high + 1)
    # The fewest fixed among so many discordant pairs that the two-sided test calls a gain.
    needed = binom.isf(LEVEL / 2, pairs, 0.5) + 1
    shown = binom.sf(needed - 1, pairs, fixed / discordant)
    return float((binom.pmf(pairs, cases, discordant) * shown).sum())


@lru_cache(maxsize=256)
def cases_needed(fixed: float, broken: float) -> int | None:
    """Cases from which a true gain of these shares is shown four times in five.

    None where there is no gain to show, or it would take more than 200,000.
    """
    if fixed <= broken:
        return None
    low, high = 1, 8
    while power(high, fixed, broken) < POWER:
        low, high = high, 2 * high
        if high > LARGEST:
            return None
    while low < high:
        middle = (low + high) // 2
        if power(middle, fixed, broken) >= POWER:
            high = middle
        else:
            low = middle + 1
    return low


def power_sentence(cases: int, fixed: int, broken: int) -> str:
    """What a test that shows nothing could and could not have seen. "" without any case."""
    if cases == 0:
        return ""
    share, lost = fixed / cases, broken / cases
    needed = cases_needed(round(share, 3), round(lost, 3))
    gain = f"{100 * (share - lost):+.0f} points"
    if needed is None:
        return (
            f"Not shown is not the same as no gain: {cases:,} cases can only show gains of about "
            f"{100 * _smallest_gain(cases):.0f} points or more."
        )
    if needed <= cases:
        return f"If the true gain is as seen here ({gain}), {cases:,} cases were enough to show it."
    return (
        f"If the true gain is as seen here ({gain}), about {needed:,} cases would show it; "
        f"{cases:,} do so in {100 * power(cases, share, lost):.0f} % of trials."
    )


@lru_cache(maxsize=64)
def _smallest_gain(cases: int) -> float:
    """The smallest net gain shown four times in five, where one case in 33 breaks (own)."""
    broken = 0.03
    low, high = 0.0, 1.0 - 2 * broken
    for _ in range(20):
        middle = (low + high) / 2
        if power(cases, broken + middle, broken) >= POWER:
            high = middle
        else:
            low = middle
    return high
