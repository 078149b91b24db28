"""Trials: a variant run over chosen cases, judged."""

from __future__ import annotations

from dataclasses import field

from curator.model.message import Message
from curator.model.review import Mark
from curator.model.statistics import Estimate
from curator.model.value import JsonObject, Value


class Variant(Value):
    """A way of asking. `definition` keeps what is known of it (system prompt, model, …)."""

    key: int
    uid: str
    name: str
    definition: JsonObject = field(default_factory=JsonObject)


class TrialCall(Value):
    """One call that is over. `failure` "" means that `output` is there; costs in dollars.

    `mark`, `note` and `score` (0 to 1) are an automatic judge's.
    """

    trial_key: int
    case_key: int
    repeat: int = 1
    output: Message | None = None
    failure: str = ""
    reason: str = ""
    model: str = ""
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    seconds: float = 0.0
    attempts: int = 1
    mark: Mark | None = None
    note: str = ""
    score: float | None = None


class Trial(Value):
    """A variant's outputs over cases. `source` is the file for outputs made elsewhere."""

    key: int
    uid: str
    variant: str
    created_at: str
    source: str = ""
    judge: str = ""
    """"marks" that came with the file, "blind" in the app, or a judge's name."""
    outputs: int = 0
    judged: int = 0
    run_uid: str = ""
    """The run on an endpoint that this trial belongs to; "" for outputs made elsewhere."""


class TrialOutput(Value):
    """One output of a trial, with its judgement once there is one."""

    trial_key: int
    case_key: int
    output: Message
    mark: Mark | None = None
    note: str = ""
    judge: str = ""


class PatternComparison(Value):
    """What a variant does to one pattern's failures. `pattern_id` "" is: in no pattern."""

    pattern_id: str
    name: str
    cases: int
    fixed: int
    fix_rate: Estimate


class Comparison(Value):
    """A trial against the logged outputs, paired by case. Only judged outputs count."""

    trial: Trial
    cases: int
    fixed: int
    still_failing: int
    now_failing: int
    still_passing: int
    p_value: float
    """Exact two-sided McNemar over fixed against now failing."""
    fix_rate: Estimate
    patterns: tuple[PatternComparison, ...]
    cost: float | None = None
    fixed_cases: tuple[int, ...] = ()
    still_failing_cases: tuple[int, ...] = ()
    now_failing_cases: tuple[int, ...] = ()
