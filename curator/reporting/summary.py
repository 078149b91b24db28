"""The summary for engineers as data: what HTML and Markdown only draw."""

from __future__ import annotations

from typing import Literal

from curator.model.base import Noun
from curator.model.readiness import CheckResult, Costs, RuleResult
from curator.model.statistics import Estimate
from curator.reporting.word_diff import Span

Content = Literal["full", "excerpt", "none"]
"""How much of the cases' own text is shown: all, the change with its surroundings, nothing."""


class KeyFigure(Noun):
    """A figure at the head of the summary: "23.0 %", "failure rate", "95 % interval …"."""

    value: str
    label: str
    detail: str = ""


class ParetoRow(Noun):
    """One pattern among all failures. The row of those in no pattern has the id ""."""

    id: str
    name: str
    count: int
    share: Estimate
    """Of all reviewed failures."""
    cumulative: float
    """This share and those of the rows above it, 0 to 1."""
    fix: str
    """What would fix it, in words; "" for failures in no pattern."""
    verdict: str = ""
    best: Estimate | None = None
    """The highest fix rate any variant reached; None where none was measured."""
    best_variant: str = ""
    resists: bool = False
    """Measured, and the best variant fixes fewer than half."""
    case_ids: tuple[str, ...] = ()


class Exemplar(Noun):
    """A typical failure: what was asked, what was answered, what should have been."""

    pattern_id: str
    pattern: str
    count: int
    case_id: str
    asked: str
    note: str
    output: tuple[Span, ...]
    ideal: tuple[Span, ...]
    """Empty where no ideal answer is written yet."""
    rewritten: bool
    """So much changed that no word is marked."""


class TrialColumn(Noun):
    """One variant over all its judged cases."""

    name: str
    judge: str
    cases: int
    fix_rate: Estimate
    now_failing: int
    passing: int
    """Cases that passed as logged: of these, `now_failing` fail with the variant."""
    p_value: float
    cost: float | None


class TrialRow(Noun):
    """One pattern across the variants, in the order of the columns; None is not measured."""

    pattern_id: str
    name: str
    cells: tuple[Estimate | None, ...]


class Trials(Noun):
    """The trials as a table."""

    columns: tuple[TrialColumn, ...] = ()
    rows: tuple[TrialRow, ...] = ()
    left_out: int = 0
    """Earlier trials that did not fit beside the latest ones."""


class Fact(Noun):
    """One line of where the summary comes from."""

    name: str
    value: str


class Since(Noun):
    """What changed since an earlier summary."""

    date: str
    sentence: str
    """ "Since 12 June 2026: two patterns gone, one new."."""
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """What else moved, a sentence each."""


class Summary(Noun):
    """Everything a summary says, in the order it says it."""

    project: str
    date: str
    """Of the latest review, "18 June 2026"; "" before the first."""
    content: Content
    headline: str
    rule: int
    """Number of the rule that gave the verdict."""
    verdict: str
    sentence: str
    reasons: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    failures: int
    failure_rate: str
    rate: Estimate | None = None
    """The failure rate as figures; None where nothing was reviewed at random."""
    """With its interval in words; "" when not known."""
    pareto: tuple[ParetoRow, ...]
    exemplars: tuple[Exemplar, ...]
    trials: Trials
    checks: tuple[CheckResult, ...]
    costs: Costs
    rules: tuple[RuleResult, ...]
    next_steps: tuple[str, ...]
    method: tuple[str, ...]
    facts: tuple[Fact, ...]
    since: Since | None = None
