"""How far a judge agrees with people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from curator.model.review import Mark
from curator.model.statistics import wilson
from curator.model.trial_result import JudgeAgreement


class Pair(NamedTuple):
    """One output, judged by a person and by a judge."""

    case_key: int
    person: Mark
    judge: Mark


def agreement_of(judge: str, pairs: Iterable[Pair]) -> JudgeAgreement:
    """True positive and true negative rates with Wilson intervals; skips count on neither side."""
    both = [one for one in pairs if Mark.SKIP not in (one.person, one.judge)]
    passed = [one for one in both if one.person is Mark.PASS]
    failed = [one for one in both if one.person is Mark.FAIL]
    return JudgeAgreement(
        judge=judge,
        cases=len(both),
        passes=wilson(sum(one.judge is Mark.PASS for one in passed), len(passed)),
        fails=wilson(sum(one.judge is Mark.FAIL for one in failed), len(failed)),
        disagreeing=tuple(sorted({one.case_key for one in both if one.person is not one.judge})),
    )
