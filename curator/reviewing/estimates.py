"""What the marks say about all cases: failure rate and saturation, from the random part alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from curator.model.review import Mark
from curator.model.statistics import Estimate, saturation_bound, wilson

LAST = 50


class Prefix(NamedTuple):
    """The longest fully marked start of one import's random order."""

    keys: tuple[int, ...]
    passed: int
    failed: int
    size: int
    """Cases that the import stands for, reviewed or not."""
    strata: tuple[Share, ...] = ()
    """Of a sample taken by strata: what is marked of each."""


class Share(NamedTuple):
    """What is marked of a part, and how many cases the part stands for."""

    passed: int
    failed: int
    size: int


def prefix_of(
    size: int,
    marks: Iterable[tuple[int, Mark]],
    strata: Mapping[str, int] | None = None,
    stratum_of: Mapping[int, str] | None = None,
) -> Prefix:
    """A prefix from an import's size and its (case key, mark) pairs in random order.

    For a sample taken by strata: the size of each in its source, and the stratum of each key.
    """
    pairs = list(marks)
    shares: list[Share] = []
    for name, count in (strata or {}).items():
        own = [mark for key, mark in pairs if stratum_of and stratum_of.get(key) == name]
        shares.append(Share(own.count(Mark.PASS), own.count(Mark.FAIL), count))
    return Prefix(
        strata=tuple(shares),
        keys=tuple(key for key, _ in pairs),
        passed=sum(mark is Mark.PASS for _, mark in pairs),
        failed=sum(mark is Mark.FAIL for _, mark in pairs),
        size=size,
    )


def failure_rate(parts: Sequence[Prefix]) -> Estimate | None:
    """Share of failures among all cases, skips left out; None with nothing marked.

    One import: Wilson. Several, or the strata of a sample: each one's share weighted by its true
    size, with a Wilson interval on the effective sample size p(1-p) / sum(w² p(1-p) / n)
    (Kish 1965). What has no marked prefix is not represented, so its size does not count.
    """
    split: list[Prefix | Share] = []
    for part in parts:
        split += part.strata or (part,)
    counted = [part for part in split if part.passed + part.failed]
    if not counted:
        return None
    if len(counted) == 1:
        return wilson(counted[0].failed, counted[0].passed + counted[0].failed)
    total = sum(part.size for part in counted)
    failed = sum(part.failed for part in counted)
    marked = sum(part.passed + part.failed for part in counted)
    share = 0.0
    spread = 0.0
    for part in counted:
        weight, number = part.size / total, part.passed + part.failed
        # one added failure and pass keep an import with only one kind from counting as certain
        smooth = (part.failed + 1) / (number + 2)
        share += weight * part.failed / number
        spread += weight * weight * smooth * (1 - smooth) / number
    middle = (failed + 1) / (marked + 2)
    effective = min(float(marked), middle * (1 - middle) / spread)
    estimate = wilson(share * effective, effective)
    return estimate.model_copy(update={"value": share, "count": failed, "of": marked})


def more_to_review(rate: Estimate | None, half_width: float) -> int | None:
    """How many more to mark at random until the interval is within ± `half_width` of its middle.

    At the rate known so far; 0 when it is narrow enough, None while no rate is known.
    """
    if rate is None or rate.of <= 0 or half_width <= 0:
        return None
    if (rate.high - rate.low) / 2 <= half_width:
        return 0
    # Half of Wilson's interval falls with the number of cases: bisect for the first that fits.
    low, high = rate.of, rate.of
    while (_of_size(rate, high).high - _of_size(rate, high).low) / 2 > half_width:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        found = _of_size(rate, middle)
        low, high = (low, middle) if (found.high - found.low) / 2 <= half_width else (middle, high)
    return high - rate.of


def _of_size(rate: Estimate, size: int) -> Estimate:
    return wilson(rate.value * size, size)


class Saturation(NamedTuple):
    """How much that is new still turns up."""

    since_new: int
    new_in_last_50: int
    bound: float


def saturation(parts: Sequence[Prefix], modes: Mapping[int, Sequence[str]]) -> Saturation:
    """Cases reviewed in random order since a failure mode (tag or accepted pattern) was new.

    `modes` names each failure's modes by case key. Source of the bound: 1 - 0.05^(1/k).
    """
    seen: set[str] = set()
    newcomers: list[bool] = []
    for part in parts:
        for key in part.keys:
            fresh = [mode for mode in modes.get(key, ()) if mode not in seen]
            seen.update(fresh)
            newcomers.append(bool(fresh))
    since = 0
    for is_new in reversed(newcomers):
        if is_new:
            break
        since += 1
    return Saturation(since, sum(newcomers[-LAST:]), saturation_bound(since))
