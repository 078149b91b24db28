"""What every rule has: its verdict's name and how it says what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curator.model.pattern import Pattern
from curator.model.readiness import NextStep, RuleResult, RuleState
from curator.model.statistics import Estimate
from curator.readiness.evidence import Evidence
from curator.readiness.outcomes import Outcome
from curator.readiness.residual import known_rate, unknown_rate_words
from curator.readiness.texts import counted
from curator.readiness.thresholds import OWN

VERDICTS: dict[int, str] = {
    1: "Agree on the guideline first",
    2: "Collect more failures",
    3: "Fix the dataset: the evidence itself",
    4: "No headroom, no open target, or not worth it",
    5: "Give it knowledge, not training",
    6: "Keep prompting: a prompt solves it",
    7: "Keep prompting: not tried enough",
    8: "Fix the dataset: the training rows",
    9: "Write more ideal answers",
    10: "Ready for a pilot",
}
"""Number of a rule to the verdict it gives; the first that matches wins."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, before it is dressed as a result.

    `figure` is short, for a table; `reason` is one sentence with its number.
    """

    state: RuleState
    reason: str
    figure: str
    cases: tuple[str, ...] = ()
    steps: tuple[str | NextStep, ...] = ()


def rule_result(
    evidence: Evidence, number: int, finding: Finding, threshold: str, names: Sequence[str]
) -> RuleResult:
    """A rule's result; `names` are the thresholds it rests on, from which its source follows."""
    sources = list(dict.fromkeys(evidence.thresholds.source(name) for name in names)) or [OWN]
    asked = finding.steps if finding.state == "matched" else ()
    steps = tuple(NextStep(text=one) if isinstance(one, str) else one for one in asked)
    return RuleResult(
        number=number,
        verdict=VERDICTS[number],
        state=finding.state,
        matched=finding.state == "matched",
        reason=finding.reason,
        figure=finding.figure,
        threshold=threshold,
        source="; ".join(sources),
        case_ids=finding.cases,
        next_steps=tuple(step.text for step in steps),
        steps=steps,
    )


def leaves(evidence: Evidence, outcome: Outcome, residual: Estimate) -> str:
    """ "The best prompt, v4, leaves 9.2 % (95 % interval 6.0 to 13.1) of cases failing"."""
    where = "held-out failures" if outcome.on_held_out else "failures (too few are held out)"
    of = f"{outcome.failures.count} of {outcome.failures.of} {where} still fail"
    if outcome.weighted:
        return f"The best prompt, {outcome.name}, leaves {residual.percent} of cases failing: {of}"
    why, _, _ = unknown_rate_words(evidence.snapshot, evidence.thresholds)
    return (
        f"The best prompt is {outcome.name}: {of}; what share of all cases that is, is not known, "
        f"since {why}"
    )


def baseline_words(evidence: Evidence) -> str:
    """What is to be said of the fresh baseline: how much of a fix a mere re-run would give."""
    if evidence.baseline is None:
        return (
            " There is no fresh baseline: some logged failures pass when simply run again, so "
            "the gain over the logged outputs is overstated."
        )
    failures = evidence.baseline.failures
    if failures.of == 0:
        return ""
    again = failures.of - failures.count
    return f" Simply run again, {again} of {failures.of} logged failures pass."


def join(sentences: Sequence[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def is_fine_as_it_is(evidence: Evidence) -> bool:
    """Whether the prompt in use fails no more than is tolerated, shown on cases in random order."""
    rate = known_rate(evidence.snapshot, evidence.thresholds)
    return rate is not None and rate.high <= evidence.tolerance and not evidence.aims_at_cost


def looks_solved(evidence: Evidence, outcome: Outcome) -> bool:
    """Whether what a prompt leaves, wherever it was measured, is no more than is tolerated."""
    left = outcome.residual
    return left is not None and left.value <= evidence.tolerance


def unconfirmed_words(evidence: Evidence, outcome: Outcome) -> str:
    """What a figure from cases that a prompt may have been written from is worth."""
    held = {item.case.key for item in evidence.snapshot.failures if item.held_out}
    judged = sum(key in held for key in outcome.marks)
    needed = int(evidence.thresholds["variant_cases"])
    return (
        f"It is measured on cases it may have been written from: {judged} held-out failures are "
        f"judged, and {needed} are needed."
    )


def write_more(
    evidence: Evidence, short: int, pattern: Pattern | None = None
) -> tuple[NextStep, ...]:
    """How to come by so many more ideal answers: those that are lacking first, then failures."""
    members = set(pattern.members) if pattern is not None else None
    lacking = sum(
        not one.has_ideal and not one.held_out and (members is None or one.case.key in members)
        for one in evidence.snapshot.failures
    )
    where = f" in the pattern “{pattern.name}”" if pattern is not None else ""
    steps: list[NextStep] = []
    now = min(short, lacking)
    if now:
        text = f"Write {now} more {'ideal answer' if now == 1 else 'ideal answers'}{where}."
        chosen = pattern.id if pattern is not None else ""
        steps.append(NextStep(text=text, queue="needs-ideal", pattern_id=chosen, count=now))
    rest = short - now
    if rest:
        failures = counted(rest, "more failure")
        text = f"Review more until {failures}{where} can be given an ideal answer."
        steps.append(NextStep(text=text, queue="unreviewed", count=rest))
    return tuple(steps)
