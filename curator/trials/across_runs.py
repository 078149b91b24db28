"""Whether two variants of different runs may be compared, case by case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curator.model.review import Mark
from curator.trials.comparison import mcnemar_p
from curator.trials.statistics import LEVEL
from curator.trials.verdicts import BY_PEOPLE

SAME_CASES = 0.9
"""Share of a variant's judged cases that the other must have too (own)."""
FEWEST = 20
"""Cases on which both fresh baselines are judged before they say that the runs are alike (own)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One variant with the run it belongs to. `baseline` None: no fresh baseline ran along."""

    variant: str
    marks: Mapping[int, Mark]
    baseline: Mapping[int, Mark] | None
    judge: str = ""


def not_comparable(here: Side, there: Side) -> str:
    """Why `here` may not be compared with `there`, a variant of another run; "" where it may.

    Both have to be judged on the same cases in the same way, and the fresh baselines of the two
    runs must not differ by more than chance: else the model, its settings or the judging changed
    in between, and with it what a difference means.
    """
    shared = here.marks.keys() & there.marks.keys()
    if not shared:
        return f"{here.variant} and {there.variant} are judged on no case in common."
    if len(shared) < SAME_CASES * len(here.marks):
        return (
            f"Only {len(shared):,} of the {len(here.marks):,} cases that {here.variant} is judged "
            f"on are judged for {there.variant}: run it on the same cases."
        )
    if _kind(here.judge) != _kind(there.judge):
        return (
            f"{here.variant} is judged {_by(here.judge)} and {there.variant} {_by(there.judge)}: "
            "judge both in the same way."
        )
    return _baselines_differ(here, there)


def _baselines_differ(here: Side, there: Side) -> str:
    if here.baseline is None or there.baseline is None:
        without = here.variant if here.baseline is None else there.variant
        return (
            f"No fresh baseline ran along with {without}: whether anything changed between the "
            "two runs is not known."
        )
    ran = sorted(here.baseline.keys() & there.baseline.keys())
    if len(ran) < FEWEST:
        return (
            f"The fresh baselines of the two runs have {len(ran):,} cases in common, and "
            f"{FEWEST} are needed to tell whether anything changed between them."
        )
    fixed = sum(here.baseline[k] is Mark.PASS and there.baseline[k] is Mark.FAIL for k in ran)
    broken = sum(here.baseline[k] is Mark.FAIL and there.baseline[k] is Mark.PASS for k in ran)
    p_value = mcnemar_p(fixed, broken)
    if p_value >= LEVEL:
        return ""
    return (
        f"The fresh baselines of the two runs differ: of {len(ran):,} cases {fixed:,} pass only "
        f"here and {broken:,} only there (exact McNemar p = {p_value:.3f}). The model, its "
        "settings or the judging changed in between: run both in one run."
    )


def _kind(judge: str) -> str:
    return "" if judge in BY_PEOPLE else judge


def _by(judge: str) -> str:
    return "by people" if judge in BY_PEOPLE else f"by “{judge}”"
