"""What the marks say about all cases: failure rate and saturation, from the random part alone."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from curator.model.figures import RatePart
from curator.model.review import Mark
from curator.model.statistics import Estimate, saturation_bound, wilson

LAST = 50


class Prefix(NamedTuple):
    """The longest fully marked start of one import's random order."""

    keys: tuple[int, ...]
    passed: int
    failed: int
    size: float
    """Cases that the import stands for, reviewed or not."""
    strata: tuple[Share, ...] = ()
    """Of a sample taken by strata: what is marked of each."""
    name: str = ""


class Share(NamedTuple):
    """What is marked of a part, and how many cases the part stands for."""

    passed: int
    failed: int
    size: float
    keys: tuple[int, ...] = ()
    """Of the marked cases; empty where only the counts are known."""
    name: str = ""


def prefix_of(
    size: int,
    marks: Iterable[tuple[int, Mark]],
    strata: Mapping[str, int] | None = None,
    stratum_of: Mapping[int, str] | None = None,
    name: str = "",
) -> Prefix:
    """A prefix from an import's size and its (case key, mark) pairs in random order.

    For a sample taken by strata: the size of each in its source, and the stratum of each key.
    Strata stand for as many cases together as the import does, which leaves out what of the
    source another import stands for already.
    """
    pairs = list(marks)
    shares: list[Share] = []
    of_source = sum((strata or {}).values())
    for stratum, count in (strata or {}).items():
        own = [(key, mark) for key, mark in pairs if stratum_of and stratum_of.get(key) == stratum]
        shares.append(_share(own, count * size / of_source)._replace(name=stratum))
    passed, failed, _, keys, _ = _share(pairs, size)
    return Prefix(keys, passed, failed, size, tuple(shares), name)


def rates_apart(parts: Sequence[Prefix]) -> tuple[RatePart, ...]:
    """The failure rate of each import that stands for any call, its strata apart too."""
    return tuple(
        _rate_part(part, failure_rate([part])).model_copy(
            update={
                "strata": tuple(
                    _rate_part(share, failure_rate([Prefix(share.keys, *share[:3])]))
                    for share in part.strata
                )
            }
        )
        for part in parts
        if part.size
    )


def _rate_part(of: Prefix | Share, rate: Estimate | None) -> RatePart:
    return RatePart(
        name=of.name,
        size=round(of.size),
        passed=of.passed,
        failed=of.failed,
        skipped=len(of.keys) - of.passed - of.failed,
        rate=rate,
    )


def _share(pairs: Sequence[tuple[int, Mark]], size: float) -> Share:
    said = [mark for _, mark in pairs]
    return Share(said.count(Mark.PASS), said.count(Mark.FAIL), size, tuple(key for key, _ in pairs))


def failure_rate(parts: Sequence[Prefix]) -> Estimate | None:
    """Share of failures among all cases, skips left out; None with nothing marked.

    One import: Wilson. Several, or the strata of a sample: each one's share weighted by its true
    size, with a Wilson interval on the effective sample size p(1-p) / sum(w² p(1-p) / n), the
    variance of a stratified share over that of a simple one (Kish 1965; Korn and Graubard 1998
    for the interval). What has no marked prefix is not represented, so its size does not count.
    """
    counted = [part for part in _units(parts) if part.passed + part.failed]
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


def _units(parts: Sequence[Prefix]) -> list[Share]:
    """What is marked at random on its own: the strata of a sample taken by them, whole imports."""
    units: list[Share] = []
    for part in parts:
        units += part.strata or (Share(part.passed, part.failed, part.size, part.keys),)
    return units


def share_of_all(members: Collection[int], parts: Sequence[Prefix]) -> Estimate | None:
    """Share of all cases that are failures of this kind, weighted as the failure rate is."""
    held = set(members)

    def counted(part: Share) -> Share:
        inside = len(held.intersection(part.keys))
        return part._replace(failed=inside, passed=part.passed + part.failed - inside)

    of_kind = (counted(unit) for unit in _units(parts))
    return failure_rate([Prefix(one.keys, one.passed, one.failed, one.size) for one in of_kind])


def more_to_review(rate: Estimate | None, half_width: float) -> int | None:
    """How many more to mark at random until the interval is within ± `half_width` of its middle.

    At the rate known so far; 0 when it is narrow enough, None while no rate is known. Where
    imports or strata are weighted, one mark tells less than one of a plain random sample; it is
    taken to tell as much in future as it has so far.
    """
    if rate is None or rate.of <= 0 or half_width <= 0:
        return None
    if (rate.high - rate.low) / 2 <= half_width:
        return 0
    told_by_one = min(1.0, _size_of_width(rate, (rate.high - rate.low) / 2) / rate.of)
    return max(1, math.ceil(_size_of_width(rate, half_width) / told_by_one) - rate.of)


def _size_of_width(rate: Estimate, half_width: float) -> int:
    """The smallest plain random sample whose interval at this rate is as narrow as this."""
    half_width += 1e-12  # so that a sample's own width gives its own size
    low, high = 0, 1
    while _half_width(rate, high) > half_width:
        low, high = high, high * 2
    while high - low > 1:  # half of Wilson's interval falls with the number of cases
        middle = (low + high) // 2
        low, high = (low, middle) if _half_width(rate, middle) <= half_width else (middle, high)
    return high


def _half_width(rate: Estimate, size: int) -> float:
    found = wilson(rate.value * size, size)
    return (found.high - found.low) / 2


class Saturation(NamedTuple):
    """How much that is new still turns up."""

    since_new: int
    new_in_last_50: int
    bound: float


def saturation(parts: Sequence[Prefix], modes: Mapping[int, Sequence[str]]) -> Saturation:
    """Cases reviewed in random order since a failure mode (tag or accepted pattern) was new.

    `modes` names each failure's modes by case key. Source of the bound: 1 - 0.05^(1/k); over
    strata see `_bound`.
    """
    seen: set[str] = set()
    newcomers: list[bool] = []
    keys = [key for part in parts for key in part.keys]
    for key in keys:
        fresh = [mode for mode in modes.get(key, ()) if mode not in seen]
        seen.update(fresh)
        newcomers.append(bool(fresh))
    since = 0
    for is_new in reversed(newcomers):
        if is_new:
            break
        since += 1
    bound = _bound(parts, frozenset(keys[len(keys) - since :]))
    return Saturation(since, sum(newcomers[-LAST:]), bound)


def _bound(parts: Sequence[Prefix], since: frozenset[int]) -> float:
    """Upper 95 % bound on the share of all cases that may hold something new.

    Of strata with weights w and n cases each without anything new: the largest sum(w p) among
    the shares p that would have shown nothing with a probability of 5 % or more, that is
    prod((1 - p)^n) >= 0.05. At the largest, 1 - p is proportional to n / w and at most 1. Strata
    in their true proportion give the plain 1 - 0.05^(1/k); a stratum not looked at since counts
    whole. Imports that are no such sample are one stratum together.
    """
    strata = [one for part in parts for one in part.strata if one.keys]
    if not strata:
        return saturation_bound(len(since))
    whole = [part for part in parts if not part.strata and part.keys]
    if whole:
        keys = tuple(key for part in whole for key in part.keys)
        strata.append(Share(0, 0, sum(part.size for part in whole), keys))
    total = sum(one.size for one in strata)
    pairs = [(one.size / total, len(since.intersection(one.keys))) for one in strata]
    unseen = sum(weight for weight, number in pairs if not number)
    left = [(weight, number) for weight, number in pairs if number and weight]
    # From the stratum whose share can be kept at nothing first: its n / w is the largest.
    left.sort(key=lambda one: one[1] / one[0])
    while left:
        number = sum(count for _, count in left)
        logs = sum(count * math.log(count / weight) for weight, count in left)
        scale = math.exp((math.log(0.05) - logs) / number)
        weight, count = left[-1]
        if scale * count / weight <= 1:
            return unseen + sum(weight - scale * count for weight, count in left)
        left.pop()
    return unseen
