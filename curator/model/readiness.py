"""Readiness: evidence, checks, rules and the verdict."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from curator.model.base import JsonObject, Noun
from curator.model.statistics import Estimate

Severity = Literal["block", "warn", "note"]
RuleState = Literal["matched", "ruled out", "no evidence"]


class Threshold(Noun):
    """One number a verdict rests on, with where it comes from."""

    name: str
    value: float
    default: float
    unit: str
    meaning: str
    source: str

    @property
    def overridden(self) -> bool:
        return self.value != self.default


class Place(Noun):
    """Where in a case something was found: a field ("ideal", "input.0.content") and characters.

    `end` 0 is the whole field. The text itself is not repeated here: it may be a secret.
    """

    case_id: str
    field: str
    start: int = 0
    end: int = 0
    kind: str = ""


class CheckResult(Noun):
    """One dataset test's answer. `case_ids` are public ids of the cases it names."""

    number: int
    name: str
    severity: Severity
    status: Literal["passed", "found", "not applicable"]
    sentence: str
    count: int = 0
    case_ids: tuple[str, ...] = ()
    threshold: str = ""
    source: str = ""
    touches_evidence: bool = False
    """It found something in the held-out set or a trial: no comparison counts (rule 3)."""
    places: tuple[Place, ...] = ()
    """Where in the cases, for checks and files that can say it."""

    @property
    def blocks(self) -> bool:
        return self.status == "found" and self.severity == "block"


class NextStep(Noun):
    """One thing to do next. `queue` is the kind of Review queue that it is done in, "" for none;

    `pattern_id` narrows it to a pattern, `count` is how many cases it takes.
    """

    text: str
    queue: str = ""
    pattern_id: str = ""
    count: int = 0
    case_ids: tuple[str, ...] = ()
    """Its own cases, where they are not all of the rule's."""


class RuleResult(Noun):
    """One verdict rule, evaluated whether or not an earlier one matched."""

    number: int
    verdict: str
    state: RuleState
    matched: bool
    reason: str
    """One sentence with its number."""
    figure: str
    threshold: str
    source: str
    case_ids: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    steps: tuple[NextStep, ...] = ()
    """The same steps, each with where it is done."""


class Gate(Noun):
    """One question that is easily forgotten before a pilot, and what is known of it."""

    name: str
    state: Literal["open", "shut", "no evidence"]
    sentence: str
    threshold: str
    case_ids: tuple[str, ...] = ()
    step: str = ""


class AgreementFigures(Noun):
    """How far reviewers agree with each other and with themselves, 0 to 1; None is not known.

    `early` and `late` are the failure rates in the first and the second half of the marks in
    random order, by time of marking: a change of measure where the cases did not change.
    """

    cases: int = 0
    reviewers: int = 0
    plain: Estimate | None = None
    cohen: float | None = None
    fleiss: float | None = None
    alpha: float | None = None
    itself: Estimate | None = None
    early: Estimate | None = None
    late: Estimate | None = None
    drift_p: float | None = None
    case_ids: tuple[str, ...] = ()
    """Cases on which reviewers differ."""


class PairedResult(Noun):
    """One variant against another on the same cases: exact McNemar, difference with interval.

    `difference` is the gain in share passing (-1 to 1) with its 95 % interval.
    """

    name: str
    cases: int
    fixed: int
    broken: int
    p_value: float
    difference: float = 0.0
    low: float = -1.0
    high: float = 1.0
    sentence: str = ""
    case_ids: tuple[str, ...] = ()
    """What it breaks."""


class CurvePoint(Noun):
    """A tuned model by the number of rows it was trained on: share of held-out cases passing."""

    rows: int
    name: str
    passing: Estimate


class Pilot(Noun):
    """What a tuned model did on the held-out set, against the best prompt."""

    variant: str
    against: str
    overall: PairedResult
    patterns: tuple[PairedResult, ...] = ()
    guards: tuple[PairedResult, ...] = ()
    """Passing, unrelated and safety cases apart: what training breaks."""
    with_prompt: PairedResult | None = None
    """The tuned model with the best prompt, where that was run too."""
    sentence: str = ""


class PatternReadiness(Noun):
    """The verdict for one pattern with the figures behind it."""

    id: str
    name: str
    cases: int
    ideal_answers: int
    training_rows: int
    fix_rate: Estimate | None = None
    consistency: float | None = None
    """Mean cosine between correction vectors, -1 to 1."""
    consistency_random: float | None = None
    consistency_p: float | None = None
    new_fact_share: float | None = None
    verdict: str
    reason: str
    fix: str


OptionKind = Literal["prompt", "examples", "model", "smaller", "retrieval"]
"""A better prompt, examples in it, another base model, a smaller one, facts in the prompt."""


class CostOption(Noun):
    """Another way to the same end than fine-tuning, with its own figures; None is unknown.

    `variant` names the variant that it was tried as, "" where it was not.
    """

    kind: OptionKind
    name: str
    variant: str = ""
    prompt_tokens: float | None = None
    output_tokens: float | None = None
    input_price: float | None = None
    output_price: float | None = None
    per_month: float = 0.0
    once: float = 0.0


class CostInputs(Noun):
    """The user's figures. Prices in $ per million tokens; None is unknown and stays so.

    A figure in `ranges` is uncertain: (lowest, highest), its own field between them.
    """

    calls_per_month: float | None = None
    prompt_tokens: float | None = None
    tuned_prompt_tokens: float | None = None
    output_tokens: float | None = None
    tuned_output_tokens: float | None = None
    cached_share: float = 0.0
    input_price: float | None = None
    cached_price: float | None = None
    output_price: float | None = None
    tuned_input_price: float | None = None
    tuned_output_price: float | None = None
    hosting_per_month: float = 0.0
    labelling_hours: float = 0.0
    hourly_rate: float = 0.0
    training_tokens: float = 0.0
    epochs: float = 1.0
    training_price: float | None = None
    runs: float = 1.0
    evaluation_cost: float = 0.0
    engineering_cost: float = 0.0
    months_until_shutdown: float | None = None
    failure_cost: float | None = None
    ranges: dict[str, tuple[float, float]] = Field(default_factory=dict)
    options: tuple[CostOption, ...] = ()


class CostSpan(Noun):
    """A result's lowest and highest value; `high` None is: never, at the unfavourable end."""

    low: float
    high: float | None


class CostLine(Noun):
    """One way of asking in the table of costs, every figure None while an input is unknown."""

    kind: OptionKind | Literal["now", "tuned"]
    name: str
    per_call: float | None = None
    per_month: float | None = None
    """Calls and what is paid each month besides, in $."""
    once: float | None = None
    pays_back_months: float | None = None
    """Months until it has cost less than as now; None is never or not known."""
    left: Estimate | None = None
    """Share of all cases that it leaves failing, where it was tried."""
    failures_per_month: float | None = None
    """What the failures that it leaves cost a month in $, where one's cost is known."""
    missing: tuple[str, ...] = ()


class Costs(Noun):
    """What the cost math says, every figure None while an input it needs is unknown."""

    inputs: CostInputs = CostInputs()
    saving_per_call: float | None = None
    fixed_cost: float | None = None
    break_even_calls: float | None = None
    break_even_months: float | None = None
    calls_to_cover_hosting: float | None = None
    sentence: str = "Cost is not known: enter your figures."
    missing: tuple[str, ...] = ()
    never: bool = False
    """It never pays back: no saving per call, or the hosting eats it."""
    after_shutdown: bool = False
    """It would pay back only after the model shuts down."""
    saving_span: CostSpan | None = None
    """$ a call over the ranges; None where no input of it is a range."""
    fixed_span: CostSpan | None = None
    months_span: CostSpan | None = None
    lines: tuple[CostLine, ...] = ()
    """As now, the alternatives, fine-tuned."""
    shutdown_months: float | None = None
    """Months until the model ends: the user's own figure, else the chosen target's."""
    target: str = ""
    """What is known of the chosen target: closing dates and how old the facts are."""


class TrialBasis(Noun):
    """A trial as it stood; `known` is a fingerprint of its variant."""

    uid: str
    variant: str
    outputs: int
    judged: int
    known: str = ""


class Basis(Noun):
    """What people had done when a verdict was reached: counts, and fingerprints of the rest."""

    passed: int
    failed: int
    skipped: int
    ideal_answers: int
    marks: str = ""
    answers: str = ""
    notes: str = ""
    trials: tuple[TrialBasis, ...] = ()
    costs: JsonObject = Field(default_factory=dict)
    settings: JsonObject = Field(default_factory=dict)


class Readiness(Noun):
    """The verdict with all its evidence: the same project gives the same value."""

    rule: int
    verdict: str
    sentence: str
    reasons: tuple[str, ...] = ()
    rules: tuple[RuleResult, ...]
    patterns: tuple[PatternReadiness, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    costs: Costs = Costs()
    thresholds: tuple[Threshold, ...] = ()
    next_steps: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    agreement: AgreementFigures = AgreementFigures()
    curve: tuple[CurvePoint, ...] = ()
    pilot: Pilot | None = None
    more_to_review: int | None = None
    """Cases to mark at random before the failure rate is as narrow as aimed at; None: unknown."""
    input_hash: str = ""
    basis: Basis | None = None
    extra: dict[str, str] = Field(default_factory=dict)


class KeptRule(Noun):
    """One rule as it stood when a verdict was kept."""

    number: int
    state: RuleState
    figure: str


class KeptCheck(Noun):
    """One check as it stood when a verdict was kept."""

    number: int
    name: str
    severity: Severity
    status: str
    count: int


class KeptVerdict(Noun):
    """A verdict put aside to compare a later one with: its figures without the cases."""

    rule: int
    verdict: str
    revision: int
    as_of: str = ""
    input_hash: str
    rules: tuple[KeptRule, ...] = ()
    checks: tuple[KeptCheck, ...] = ()
    patterns: dict[str, str] = Field(default_factory=dict)
    """Name of each pattern to its verdict."""
    thresholds: dict[str, float] = Field(default_factory=dict)
    """Those that were set in the project."""
    basis: Basis | None = None
    """None where an earlier Curator kept it."""
