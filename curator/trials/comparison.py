"""The paired comparison of a trial with the logged outputs of the same cases."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from curator.model.pattern import Pattern
from curator.model.review import Mark
from curator.model.statistics import wilson
from curator.model.trial import Comparison, PatternComparison, Trial, TrialOutput


def mcnemar_p(fixed: int, broken: int) -> float:
    """Exact two-sided McNemar test: binomial over the discordant pairs, 0 to 1.

    Equals scipy's `binomtest(min(fixed, broken), fixed + broken).pvalue`.
    """
    pairs = fixed + broken
    if pairs == 0:
        return 1.0
    tail = sum(math.comb(pairs, k) for k in range(min(fixed, broken) + 1))
    return min(1.0, 2 * tail / 2**pairs)


class _Outcome(NamedTuple):
    key: int
    before: Mark
    after: Mark


def compare(
    trial: Trial,
    outputs: Iterable[TrialOutput],
    marks: Mapping[int, Mark],
    patterns: Iterable[Pattern],
) -> Comparison:
    """Compare judged outputs with the marks of the logged outputs (by case key).

    Cases without a pass or fail on both sides are left out. Fix rates have Wilson intervals;
    failures in no pattern come last, under the pattern id "".
    """
    outcomes = [_Outcome(*one) for one in _paired(outputs, marks)]
    fixed = _keys(outcomes, Mark.FAIL, Mark.PASS)
    still_failing = _keys(outcomes, Mark.FAIL, Mark.FAIL)
    now_failing = _keys(outcomes, Mark.PASS, Mark.FAIL)
    still_passing = _keys(outcomes, Mark.PASS, Mark.PASS)
    return Comparison(
        trial=trial,
        cases=len(outcomes),
        fixed=len(fixed),
        still_failing=len(still_failing),
        now_failing=len(now_failing),
        still_passing=len(still_passing),
        p_value=mcnemar_p(len(fixed), len(now_failing)),
        fix_rate=wilson(len(fixed), len(fixed) + len(still_failing)),
        patterns=_by_pattern(frozenset(fixed), frozenset(still_failing), patterns),
        fixed_cases=fixed,
        still_failing_cases=still_failing,
        now_failing_cases=now_failing,
    )


def _paired(
    outputs: Iterable[TrialOutput], marks: Mapping[int, Mark]
) -> Iterator[tuple[int, Mark, Mark]]:
    for output in outputs:
        before, after = marks.get(output.case_key), output.mark
        if before is None or after is None or Mark.SKIP in (before, after):
            continue
        yield output.case_key, before, after


def _keys(outcomes: Iterable[_Outcome], before: Mark, after: Mark) -> tuple[int, ...]:
    return tuple(one.key for one in outcomes if one.before is before and one.after is after)


def _by_pattern(
    fixed: frozenset[int], still_failing: frozenset[int], patterns: Iterable[Pattern]
) -> tuple[PatternComparison, ...]:
    tried = fixed | still_failing
    rows: list[PatternComparison] = []
    placed: set[int] = set()
    for pattern in patterns:
        members = tried.intersection(pattern.members)
        placed |= members
        if members:
            rows.append(_row(pattern.id, pattern.name, members, fixed))
    rest = tried - placed
    if rest:
        rows.append(_row("", "Not in a pattern", rest, fixed))
    return tuple(rows)


def _row(
    pattern_id: str, name: str, members: frozenset[int] | set[int], fixed: frozenset[int]
) -> PatternComparison:
    count = len(fixed & members)
    return PatternComparison(
        pattern_id=pattern_id,
        name=name,
        cases=len(members),
        fixed=count,
        fix_rate=wilson(count, len(members)),
    )
