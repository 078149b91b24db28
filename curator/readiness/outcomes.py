"""What the trials say: what each variant leaves failing, what it breaks, what still gains.

What a variant is, is read from its definition; nothing is guessed from its name:
`baseline` true: the logged prompt run afresh; `facts` or `retriever` true: the facts stand in
the prompt (supplied by hand, or found by a real retriever); `examples`: examples in the prompt
(a list, a number or true); `written_from` "notes" or "optimiser"; `current_model` true: run on
a current base model; `tuned` true: a fine-tuned model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.model.base import JsonObject
from curator.model.review import Mark
from curator.model.snapshot import Snapshot, TrialSnapshot
from curator.model.statistics import Estimate, wilson
from curator.readiness.residual import known_rate, residual_rate
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
    judged. `residual` is the share of all cases that would fail, None where nothing is judged;
    `weighted` says that the failure rate is known. `unanswered` calls gave no output, `unjudged`
    outputs have no mark: what would have come of them is anybody's guess.
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
    unanswered: int = 0
    unjudged: int = 0

    @property
    def judged(self) -> int:
        return len(self.marks)

    @property
    def lacking(self) -> int:
        return self.unanswered + self.unjudged

    def is_measured(self, thresholds: Thresholds) -> bool:
        """Enough outputs are judged, and few enough are lacking to change what they say."""
        whole = self.judged + self.lacking
        enough = self.judged >= thresholds["variant_cases"]
        return enough and self.lacking <= thresholds["lacking_outputs"] * whole


def read_outcomes(snapshot: Snapshot, thresholds: Thresholds) -> tuple[Outcome, ...]:
    """One outcome for each variant, from its latest trial, in order of those trials."""
    latest: dict[str, TrialSnapshot] = {}
    for trial in snapshot.trials:
        latest.pop(trial.variant.uid, None)
        latest[trial.variant.uid] = trial
    # What was run together shares its day and its settings; else the latest fresh baseline.
    fresh = {
        t.comparison.trial.run_uid: judged_marks(t)
        for t in snapshot.trials
        if read_traits(t.variant.definition).baseline
    }
    last = next(reversed(fresh.values()), None)
    return tuple(
        _outcome(snapshot, trial, fresh.get(trial.comparison.trial.run_uid, last), thresholds)
        for trial in latest.values()
    )


def judged_marks(trial: TrialSnapshot) -> dict[int, Mark]:
    """Marks of its outputs by case key, skips left out."""
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
    marks = {key: mark for key, mark in judged_marks(trial).items() if key in logged}
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
    rate = known_rate(snapshot, thresholds)
    unjudged = [o for o in trial.outputs if o.mark is None and o.case_key in logged]
    answered = {output.case_key for output in trial.outputs}
    return Outcome(
        name=trial.variant.name,
        traits=read_traits(trial.variant.definition),
        marks=marks,
        failures=still,
        passes=breaks,
        on_held_out=on_held_out,
        residual=residual_rate(still, breaks, rate),
        weighted=rate is not None and still.of > 0,
        regressions=_regressions(passes, marks, fresh),
        still_failing=failing,
        unanswered=sum(k in logged and k not in answered for k in trial.unanswered),
        unjudged=len(unjudged),
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


def best_of(outcomes: Sequence[Outcome], thresholds: Thresholds) -> Outcome | None:
    """The variant that leaves least failing among those that are measured."""
    measured = [o for o in outcomes if o.residual is not None and o.is_measured(thresholds)]
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


def latest_gain(
    outcomes: Sequence[Outcome], held_out: frozenset[int], thresholds: Thresholds
) -> Gain | None:
    """Exact McNemar of the latest variant against the best before it; None with fewer than two.

    On held-out cases only; with fewer shared ones than make a variant measured, on all of them.
    """
    measured = [one for one in outcomes if one.is_measured(thresholds)]
    if len(measured) < 2:
        return None
    latest = measured[-1]
    earlier = best_of(measured[:-1], thresholds)
    if earlier is None:
        return None
    shared = [key for key in latest.marks if key in earlier.marks]
    held = [key for key in shared if key in held_out]
    if len(held) >= thresholds["variant_cases"]:
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
    regressions: Regressions


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
                outcome.regressions,
            )
        )
    return tuple(gains)
