"""The ten verdict rules. All are evaluated and shown; the first that matches wins."""

from __future__ import annotations

from curator.model.pattern import Fix
from curator.model.readiness import NextStep, RuleResult
from curator.readiness.evidence import Evidence
from curator.readiness.residual import unknown_rate_words
from curator.readiness.rules.base import VERDICTS
from curator.readiness.rules.data import enough_rows, evidence_clean, rows_clean
from curator.readiness.rules.people import agree_first, collect_more
from curator.readiness.rules.pilot import ready, shown_worse
from curator.readiness.rules.prompting import not_shown, prompt_solves, tried_enough
from curator.readiness.rules.worth import knowledge_first, worth_it

RULES = (
    agree_first,
    collect_more,
    evidence_clean,
    worth_it,
    knowledge_first,
    prompt_solves,
    tried_enough,
    rows_clean,
    enough_rows,
    ready,
)
"""In order: rule 1 first."""


YOUR_FIGURES = "Enter your figures and the margin you accept."
KEEP_PROMPT = "Keep the best prompt, or state a wider margin."
MORE_CASES = "Review more cases at random, passing ones too, until enough are held out."
"""A fifth to a half of what is reviewed is held out."""
ELSEWHERE: dict[Fix, tuple[int, str]] = {
    "knowledge": (5, "Give the model the facts that these cases need, and measure that."),
    "product": (4, "Change the product where these cases show it, and look at what is left."),
    "prompt": (7, "Write a prompt for these cases: a reviewer says that one fixes them."),
}
"""Where what is left needs something else than training: the rule that says so, and the step."""


def evaluate(evidence: Evidence) -> tuple[RuleResult, ...]:
    """Every rule's result, in order; at least one of them is matched."""
    results = [rule(evidence) for rule in RULES]
    if not any(result.matched for result in results):
        instead = _undecided(evidence, results)
        results[instead.number - 1] = instead
    return tuple(results)


def _undecided(evidence: Evidence, results: list[RuleResult]) -> RuleResult:
    """Where no rule matches, what is missing for a pilot decides which verdict says so.

    Aiming at cost, that it pays is not shown (rule 4). Aiming at quality, either a gap is not
    shown (rule 7) or there are too few cases for a pilot (rule 2).
    """
    if evidence.aims_at_cost and not evidence.costs_pay:
        return _instead(results[3], results[9], YOUR_FIGURES, "")
    if evidence.aims_at_cost and shown_worse(evidence):
        return _instead(
            results[3], results[9], "Keep the best prompt, or state a wider margin.", ""
        )
    if evidence.aims_at_cost:
        return _instead(results[1], results[9], MORE_CASES)
    best, remaining = evidence.best, evidence.remaining
    if best is not None and not best.weighted:
        _, step, count = unknown_rate_words(evidence.snapshot, evidence.thresholds)
        queue = "unreviewed" if count else "import"
        return _instead(results[1], results[9], step, queue, count)
    gap = not_shown(evidence)
    if gap is None and remaining.elsewhere and not remaining.is_shown(evidence.tolerance):
        number, step = ELSEWHERE[remaining.largest]
        return _instead(results[number - 1], results[9], step, "")
    return gap or _instead(results[1], results[9], MORE_CASES)


def _instead(
    rule: RuleResult, pilot: RuleResult, step: str, queue: str = "unreviewed", count: int = 0
) -> RuleResult:
    """A rule matched by what rule 10 lacks, in rule 10's words."""
    return rule.model_copy(
        update={
            "state": "matched",
            "matched": True,
            "reason": pilot.reason,
            "figure": pilot.figure,
            "threshold": pilot.threshold,
            "source": pilot.source,
            "next_steps": (step,),
            "case_ids": pilot.case_ids,
            "steps": (NextStep(text=step, queue=queue, count=count),),
        }
    )


__all__ = ["RULES", "VERDICTS", "evaluate"]
