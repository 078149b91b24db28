"""What a run showed: for each variant its fix rates, its losses, its tests and its verdict."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from curator.model.base import Noun
from curator.model.statistics import Estimate

Verdict = Literal["baseline", "helps", "mixed", "hurts", "not shown", "no verdict"]
"""mixed: fixes failures, and breaks what passed; no verdict: what it would rest on is missing."""
Part = Literal["all", "tuning", "held-out"]


class Cell(Noun):
    """What a variant does to one pattern's failures. `pattern_id` "" is: in no pattern."""

    pattern_id: str
    name: str
    fix_rate: Estimate
    fixed_cases: tuple[int, ...]
    failing_cases: tuple[int, ...]


class Paired(Noun):
    """A variant against the fresh baseline on the same cases.

    `difference` is after minus before, with its 95 % interval. `adjusted_p` allows for the other
    variants of the run (Holm).
    """

    cases: int
    fixed: int
    broken: int
    p_value: float
    adjusted_p: float
    difference: float
    low: float
    high: float
    fixed_cases: tuple[int, ...] = ()
    broken_cases: tuple[int, ...] = ()

    @property
    def discordant(self) -> int:
        return self.fixed + self.broken


class Net(Noun):
    """Change of the pass rate over all cases in their true mix, with its 95 % interval."""

    value: float
    low: float
    high: float
    failure_rate: float
    """The share of failures that the two strata are weighed by."""


class PartResult(Noun):
    """One part of the cases: logged failures by pattern, passing cases, and the paired tests.

    The paired tests are None without a fresh baseline (or another variant to compare with).
    """

    part: Part
    fix_rate: Estimate
    cells: tuple[Cell, ...]
    now_failing: Estimate
    """Passing cases that fail with this variant."""
    now_failing_cases: tuple[int, ...]
    failures: Paired | None = None
    passes: Paired | None = None
    whole: Paired | None = None
    net: Net | None = None
    """None where the failure rate is not known, or no passing case stands guard."""


class Graded(Noun):
    """Repeats or grades: the mean difference to the baseline, and the sign test over cases."""

    cases: int
    better: int
    worse: int
    p_value: float
    difference: float
    low: float
    high: float


class JudgeAgreement(Noun):
    """How far a judge agrees with people, on outputs that both judged.

    `passes`: of those a person passed, the share the judge passed (true positive rate);
    `fails`: of those a person failed, the share the judge failed (true negative rate).
    """

    judge: str
    cases: int
    passes: Estimate
    fails: Estimate
    disagreeing: tuple[int, ...] = ()

    def is_trusted(self, least: float, cases: float) -> bool:
        """Whether a verdict may rest on this judge."""
        enough = self.cases >= cases and self.passes.of > 0 and self.fails.of > 0
        return enough and min(self.passes.value, self.fails.value) >= least

    @property
    def sentence(self) -> str:
        """ "Agrees with people on 92.0 % (…) of passes and on 88.0 % (…) of fails, 100 cases."."""
        return (
            f"Agrees with people on {self.passes.percent} of passes and on {self.fails.percent} "
            f"of fails ({self.cases:,} outputs judged by both)."
        )


class VariantResult(Noun):
    """One variant of a run. Seconds and dollars are for one call and a thousand calls."""

    variant: str
    trial_uid: str
    is_baseline: bool
    judge: str
    outputs: int
    judged: int
    waiting: int
    """Outputs that somebody still has to judge."""
    parts: tuple[PartResult, ...]
    verdict: Verdict
    sentence: str
    power: str = ""
    not_inferior: bool | None = None
    """Whether the loss is shown to be smaller than the run's margin; None without a margin."""
    graded: Graded | None = None
    own_variance: Estimate | None = None
    """Share of cases whose repeats do not all end alike; None without repeats."""
    agreement: JudgeAgreement | None = None
    cost_per_1000: float | None = None
    spent: float | None = None
    seconds_median: float | None = None
    seconds_p95: float | None = None
    failures: dict[str, int] = Field(default_factory=dict[str, int])
    """Calls without an output, by reason."""

    def part(self, name: Part) -> PartResult | None:
        return next((one for one in self.parts if one.part == name), None)


class RunResults(Noun):
    """All variants of a run, the fresh baseline first, with what is to be kept in mind."""

    run_uid: str
    rows: tuple[VariantResult, ...]
    warnings: tuple[str, ...] = ()


class Preference(Noun):
    """Blind choices between a variant's outputs and the logged ones: exact sign test."""

    better: int
    worse: int
    ties: int
    p_value: float
