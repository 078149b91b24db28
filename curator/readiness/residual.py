"""What a variant leaves failing, as a share of all cases in their true mix."""

from __future__ import annotations

import math

from curator.model.snapshot import Snapshot
from curator.model.statistics import Estimate
from curator.readiness.thresholds import Thresholds


def known_rate(snapshot: Snapshot, thresholds: Thresholds) -> Estimate | None:
    """The failure rate, where enough of the random order is marked to build on it.

    None too where no reviewed case passes: then failures were picked out before they came here,
    and how often one is met among all calls cannot be known from them.
    """
    rate = snapshot.figures.failure_rate
    if rate is None or rate.of < thresholds["variant_cases"] or not snapshot.passes:
        return None
    return rate


def unknown_rate_words(snapshot: Snapshot, thresholds: Thresholds) -> tuple[str, str, int]:
    """Why the failure rate is not known, what to do, and how many more cases that takes."""
    rate, needed = snapshot.figures.failure_rate, int(thresholds["variant_cases"])
    if snapshot.failures and not snapshot.passes:
        why = "every reviewed case failed, so the failures were picked out of the calls"
        return why, "Bring in calls that passed too, and mark them in random order.", 0
    marked = rate.of if rate is not None else 0
    why = f"{marked} of the {needed} cases that it takes are marked in random order"
    more = max(1, needed - marked)
    noun = "case" if more == 1 else "cases"
    return why, f"Mark {more} more {noun} in random order, so that the failure rate is known.", more


def residual_rate(failures: Estimate, passes: Estimate, rate: Estimate | None) -> Estimate | None:
    """Share of all cases that fail with a variant, from what it leaves and what it breaks.

    Reviewed cases are not met in their true mix, so both shares are weighted with the failure
    rate f of the random part: f·r_f + (1-f)·r_p. The interval joins the three Wilson intervals
    (MOVER, Zou and Donner 2008). Without a known rate the interval holds for every mix there may
    be: it spans both Wilson intervals. None where no failure was judged.
    """
    if failures.of == 0:
        return None
    count, of = failures.count + passes.count, failures.of + passes.of
    if rate is None:
        low, high = min(failures.low, passes.low), max(failures.high, passes.high)
        return Estimate(value=count / of, low=low, high=high, count=count, of=of)
    f, still, broken = rate.value, failures.value, passes.value
    value = f * still + (1 - f) * broken
    falls, rises = rate.value - rate.low, rate.high - rate.value
    if still < broken:
        falls, rises = rises, falls
    apart = abs(still - broken)
    below = math.hypot(f * (still - failures.low), (1 - f) * (broken - passes.low), apart * falls)
    above = math.hypot(f * (failures.high - still), (1 - f) * (passes.high - broken), apart * rises)
    low, high = max(0.0, value - below), min(1.0, value + above)
    return Estimate(value=value, low=low, high=high, count=count, of=of)


def as_share_of_all(still: Estimate, snapshot: Snapshot, thresholds: Thresholds) -> Estimate:
    """A share of failures as a share of all cases: at most itself where no rate is known."""
    rate = known_rate(snapshot, thresholds)
    if rate is None:
        return still.model_copy(update={"low": 0.0})
    shares = {name: getattr(still, name) * rate.value for name in ("value", "low", "high")}
    return still.model_copy(update=shares)
