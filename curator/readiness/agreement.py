"""How far reviewers agree: plain agreement, Cohen's kappa, Krippendorff's alpha."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from curator.model.review import Mark, ReviewerMark
from curator.model.statistics import Estimate, wilson


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on the cases that two or more reviewers marked pass or fail.

    `plain` counts cases on which all agree. `beyond_chance` is Cohen's kappa for two reviewers,
    Krippendorff's alpha for more, None where all marks are the same and chance explains
    everything.
    """

    cases: int
    plain: Estimate
    beyond_chance: float | None
    measure: str
    reviewers: int
    disagreeing: tuple[int, ...]
    """Keys of the cases on which reviewers differ."""


def measure_agreement(marks: Sequence[ReviewerMark]) -> Agreement:
    """Agreement over current marks, so after adjudication; skips do not count."""
    by_case: dict[int, dict[str, Mark]] = {}
    for mark in marks:
        if mark.mark is not Mark.SKIP:
            by_case.setdefault(mark.case_key, {})[mark.reviewer] = mark.mark
    double = {key: given for key, given in sorted(by_case.items()) if len(given) > 1}
    reviewers = sorted({name for given in double.values() for name in given})
    differing = tuple(key for key, given in double.items() if len(set(given.values())) > 1)
    if len(reviewers) == 2:
        first, second = reviewers
        pairs = [(given[first], given[second]) for given in double.values()]
        beyond, measure = cohen_kappa(pairs), "Cohen's kappa"
    else:
        units = [list(given.values()) for given in double.values()]
        beyond, measure = krippendorff_alpha(units), "Krippendorff's alpha"
    return Agreement(
        cases=len(double),
        plain=wilson(len(double) - len(differing), len(double)),
        beyond_chance=beyond,
        measure=measure,
        reviewers=len(reviewers),
        disagreeing=differing,
    )


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement of two reviewers beyond chance, at most 1; None where it is undefined.

    Source: Cohen 1960.
    """
    total = len(pairs)
    if total == 0:
        return None
    observed = sum(first == second for first, second in pairs) / total
    firsts = Counter(first for first, _ in pairs)
    seconds = Counter(second for _, second in pairs)
    by_chance = sum(count * seconds[name] for name, count in firsts.items()) / total**2
    if by_chance >= 1:
        return None
    return (observed - by_chance) / (1 - by_chance)


def fleiss_kappa(units: Sequence[Sequence[str]]) -> float | None:
    """Agreement of equally many reviewers a unit beyond chance; None where it is undefined.

    Units with another number of values than most are left out. Source: Fleiss 1971.
    """
    sizes = Counter(len(unit) for unit in units if len(unit) > 1)
    if not sizes:
        return None
    raters = max(sizes, key=lambda size: (sizes[size], size))
    kept = [Counter(unit) for unit in units if len(unit) == raters]
    totals: Counter[str] = Counter()
    for counts in kept:
        totals.update(counts)
    observed = sum(
        (sum(count * count for count in counts.values()) - raters) / (raters * (raters - 1))
        for counts in kept
    ) / len(kept)
    by_chance = sum((count / (len(kept) * raters)) ** 2 for count in totals.values())
    if by_chance >= 1:
        return None
    return (observed - by_chance) / (1 - by_chance)


def krippendorff_alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Nominal alpha over units of two or more values each; None where it is undefined.

    Source: Krippendorff 2011, coincidence matrix. Units with one value are left out.
    """
    totals: Counter[str] = Counter()
    disagreement = 0.0
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        totals.update(counts)
        same = sum(count * (count - 1) for count in counts.values())
        disagreement += (len(unit) * (len(unit) - 1) - same) / (len(unit) - 1)
    values = sum(totals.values())
    expected = values * (values - 1) - sum(count * (count - 1) for count in totals.values())
    if expected == 0:
        return None
    return 1 - (values - 1) * disagreement / expected
