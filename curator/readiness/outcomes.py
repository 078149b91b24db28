"""What the trials say: what each variant leaves failing, what it breaks, what still gains.

What a variant is, is read from its definition; nothing is guessed from its name:
`baseline` true: the logged prompt run afresh; `facts` or `retriever` true: the facts stand in
the prompt (supplied by hand, or found by a real retriever); `examples`: examples in the prompt
(a list, a number or true); `written_from` "notes" or "optimiser"; `current_model` true: run on
a current base model; `tuned` true: a fine-tuned model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.model.base import JsonObject
from curator.model.review import Mark
from curator.model.snapshot import Snapshot, TrialSnapshot
from curator.model.statistics import Estimate, wilson
from curator.readiness.thresholds import Thresholds
from curator.trials.comparison import mcnemar_p


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a variant."""

    baseline: bool = False
    facts: bool = False
    retriever: bool = False
    examples: bool = False
    from_failures: bool = False
    current_model: bool = False
    tuned: bool = False

    @property
    def is_prompt(self) -> bool:
        """A way of asking alone: no run of the old prompt, no facts, no tuned model."""
        return not (self.baseline or self.facts or self.retriever or self.tuned)


def read_traits(definition: JsonObject) -> Traits:
    """The traits that a variant's definition names; what it does not name is not assumed."""
    return Traits(
        baseline=definition.get("baseline") is True,
        facts=definition.get("facts") is True,
        retriever=definition.get("retriever") is True,
        examples=bool(definition.get("examples")),
        from_failures=definition.get("written_from") in ("notes", "optimiser", "optimizer"),
        current_model=definition.get("current_model") is True,
        tuned=definition.get("tuned") is True,
    )


@dataclass(frozen=True, slots=True)
class Regressions:
    """What a variant does to passing cases: exact McNemar over `broken` against `gained`."""

    cases: int
    broken: int
    gained: int
    p_value: float
    keys: tuple[int, ...]

    def is_significant(self, level: float) -> bool:
        return self.broken > self.gained and self.p_value < level


@dataclass(frozen=True, slots=True)
class Outcome:
    """One variant's judged outputs and what they leave.

    `failures` is the share of failures still failing, on the held-out ones where enough were
    judged. `residual` is the share of all cases that would fail, None where nothing is judged.
    """

    name: str
    traits: Traits
    marks: Mapping[int, Mark]
    failures: Estimate
    passes: Estimate
    on_held_out: bool
    residual: Estimate | None
    weighted: bool
    regressions: Regressions
    still_failing: tuple[int, ...]

    @property
    def judged(self) -> int:
        return len(self.marks)


def read_outcomes(snapshot: Snapshot, thresholds: Thresholds) -> tuple[Outcome, ...]:
    """One outcome for each variant, from its latest trial, in order of those trials."""
    latest: dict[str, TrialSnapshot] = {}
    for trial in snapshot.trials:
        latest.pop(trial.variant.uid, None)
        latest[trial.variant.uid] = trial
    fresh = next(
        (_judged(t) for t in latest.values() if read_traits(t.variant.definition).baseline), None
    )
    return tuple(_outcome(snapshot, trial, fresh, thresholds) for trial in latest.values())


def _judged(trial: TrialSnapshot) -> dict[int, Mark]:
    return {
        output.case_key: output.mark
        for output in trial.outputs
        if output.mark is not None and output.mark is not Mark.SKIP
    }


def _outcome(
    snapshot: Snapshot,
    trial: TrialSnapshot,
    fresh: Mapping[int, Mark] | None,
    thresholds: Thresholds,
) -> Outcome:
    logged = {item.case.key: item.review.mark for item in snapshot.reviewed}
    marks = {key: mark for key, mark in _judged(trial).items() if key in logged}
    held_out = {item.case.key for item in snapshot.reviewed if item.held_out}
    failures = [key for key in marks if logged[key] is Mark.FAIL]
    passes = [key for key in marks if logged[key] is Mark.PASS]
    held_failures = [key for key in failures if key in held_out]
    on_held_out = len(held_failures) >= thresholds["variant_cases"]
    scope = held_failures if on_held_out else failures
    failing = tuple(sorted(key for key in scope if marks[key] is Mark.FAIL))
    broken = [key for key in passes if marks[key] is Mark.FAIL]
    still = wilson(len(failing), len(scope))
    breaks = wilson(len(broken), len(passes))
    rate = snapshot.figures.failure_rate
    weighted = rate is not None and rate.of >= thresholds["variant_cases"] and still.of > 0
    return Outcome(
        name=trial.variant.name,
        traits=read_traits(trial.variant.definition),
        marks=marks,
        failures=still,
        passes=breaks,
        on_held_out=on_held_out,
        residual=residual_rate(still, breaks, rate if weighted else None),
        weighted=weighted,
        regressions=_regressions(passes, marks, fresh),
        still_failing=failing,
    )


def _regressions(
    passes: Sequence[int], marks: Mapping[int, Mark], fresh: Mapping[int, Mark] | None
) -> Regressions:
    """Against the fresh baseline on the same cases where there is one, else the logged marks."""
    before = dict.fromkeys(passes, Mark.PASS) if fresh is None else fresh
    pairs = [key for key in passes if key in before]
    broken = [k for k in pairs if before[k] is Mark.PASS and marks[k] is Mark.FAIL]
    gained = [k for k in pairs if before[k] is Mark.FAIL and marks[k] is Mark.PASS]
    return Regressions(
        cases=len(pairs),
        broken=len(broken),
        gained=len(gained),
        p_value=mcnemar_p(len(gained), len(broken)),
        keys=tuple(sorted(broken)),
    )


def residual_rate(failures: Estimate, passes: Estimate, rate: Estimate | None) -> Estimate | None:
    """Share of all cases that fail with a variant, from what it leaves and what it breaks.

    Reviewed cases are not met in their true mix, so both shares are weighted with the failure
    rate f of the random part: f·r_f + (1-f)·r_p. The interval joins the three Wilson intervals
    (MOVER, Zou and Donner 2008). Without a known rate it is the Wilson interval of the judged
    cases as they are. None where no failure was judged.
    """
    if failures.of == 0:
        return None
    if rate is None:
        return wilson(failures.count + passes.count, failures.of + passes.of)
    f, still, broken = rate.value, failures.value, passes.value
    value = f * still + (1 - f) * broken
    falls, rises = rate.value - rate.low, rate.high - rate.value
    if still < broken:
        falls, rises = rises, falls
    apart = abs(still - broken)
    below = math.hypot(f * (still - failures.low), (1 - f) * (broken - passes.low), apart * falls)
    above = math.hypot(f * (failures.high - still), (1 - f) * (passes.high - broken), apart * rises)
    return Estimate(
        value=value,
        low=max(0.0, value - below),
        high=min(1.0, value + above),
        count=failures.count + passes.count,
        of=failures.of + passes.of,
    )


def as_share_of_all(still: Estimate, snapshot: Snapshot, thresholds: Thresholds) -> Estimate:
    """A share of failures as a share of all cases, by the failure rate where it is known."""
    rate = snapshot.figures.failure_rate
    if rate is None or rate.of < thresholds["variant_cases"]:
        return still
    shares = {name: getattr(still, name) * rate.value for name in ("value", "low", "high")}
    return still.model_copy(update=shares)


def best_of(outcomes: Sequence[Outcome], least: float) -> Outcome | None:
    """The variant that leaves least failing among those with enough judged outputs."""
    measured = [one for one in outcomes if one.residual is not None and one.judged >= least]
    return min(measured, key=_left_failing, default=None)


def _left_failing(outcome: Outcome) -> float:
    return outcome.residual.value if outcome.residual is not None else 1.0


@dataclass(frozen=True, slots=True)
class Gain:
    """The latest variant against the best earlier one, on the cases both were judged on."""

    latest: str
    earlier: str
    fixed: int
    broken: int
    p_value: float
    cases: int


def latest_gain(outcomes: Sequence[Outcome], held_out: frozenset[int], least: float) -> Gain | None:
    """Exact McNemar of the latest variant against the best before it; None with fewer than two.

    On held-out cases only; with fewer than `least` shared ones, on all shared cases.
    """
    measured = [one for one in outcomes if one.judged >= least]
    if len(measured) < 2:
        return None
    latest = measured[-1]
    earlier = best_of(measured[:-1], least)
    if earlier is None:
        return None
    shared = [key for key in latest.marks if key in earlier.marks]
    held = [key for key in shared if key in held_out]
    if len(held) >= least:
        shared = held
    fixed = _moved(shared, earlier.marks, latest.marks, Mark.PASS)
    broken = _moved(shared, earlier.marks, latest.marks, Mark.FAIL)
    return Gain(latest.name, earlier.name, fixed, broken, mcnemar_p(fixed, broken), len(shared))


def _moved(
    keys: Sequence[int], before: Mapping[int, Mark], after: Mapping[int, Mark], to: Mark
) -> int:
    return sum(before[key] is not to and after[key] is to for key in keys)


@dataclass(frozen=True, slots=True)
class KnowledgeGain:
    """What the facts do to the failures that the best prompt leaves, net of what they break."""

    name: str
    retriever: bool
    net: Estimate
    fixed: int
    broken: int
    fixed_cases: tuple[int, ...]
    residual_cases: tuple[int, ...]


def knowledge_gains(
    outcomes: Sequence[Outcome], best: Outcome | None, logged: Mapping[int, Mark | None]
) -> tuple[KnowledgeGain, ...]:
    """For each variant with the facts in its prompt; supplied facts and retrievers stand apart."""
    before = best.marks if best is not None else logged
    gains: list[KnowledgeGain] = []
    for outcome in outcomes:
        if not (outcome.traits.facts or outcome.traits.retriever) or outcome.traits.tuned:
            continue
        marks = outcome.marks
        residual = [key for key in marks if before.get(key) is Mark.FAIL]
        fixed = [key for key in residual if marks[key] is Mark.PASS]
        broken = sum(
            before.get(key) is Mark.PASS and mark is Mark.FAIL for key, mark in marks.items()
        )
        net = wilson(max(0, len(fixed) - broken), len(residual))
        gains.append(
            KnowledgeGain(
                outcome.name,
                outcome.traits.retriever,
                net,
                len(fixed),
                broken,
                tuple(sorted(fixed)),
                tuple(sorted(residual)),
            )
        )
    return tuple(gains)
