"""Rules 6 and 7: does a prompt solve it, and were prompts tried enough to know."""

from __future__ import annotations

from curator.model.readiness import RuleResult
from curator.model.statistics import Estimate
from curator.readiness.evidence import Evidence
from curator.readiness.outcomes import Outcome
from curator.readiness.residual import as_share_of_all
from curator.readiness.rules.base import (
    Finding,
    baseline_words,
    is_fine_as_it_is,
    join,
    leaves,
    looks_solved,
    rule_result,
    unconfirmed_words,
)
from curator.readiness.texts import counted, percent


def prompt_solves(evidence: Evidence) -> RuleResult:
    """Rule 6: what a prompt, or the old prompt run afresh, leaves is within the tolerance."""
    limits = evidence.thresholds
    fresh = _solves(evidence, evidence.baseline) if evidence.baseline else None
    best = _solves(evidence, evidence.best) if evidence.best else None
    rate = evidence.snapshot.figures.failure_rate
    if rate is not None and is_fine_as_it_is(evidence):
        finding = _fine_as_it_is(evidence, rate)
    elif fresh is not None and fresh.state == "matched":
        finding = fresh
    else:
        least = f"{limits['variant_cases']:g} or more judged outputs"
        none = f"No variant with {least} is measured yet."
        finding = best or fresh or Finding("no evidence", none, "no variant measured")
    if finding.state == "matched" and evidence.aims_at_cost:
        reason = f"{finding.reason} The aim here is cost, so that alone does not decide."
        finding = Finding("ruled out", reason, finding.figure)
    threshold = (
        f"upper bound at most {percent(evidence.tolerance)} with no significant regression on "
        f"{limits['passing_cases']:g} or more passing cases"
    )
    names = ("tolerance", "passing_cases", "significance")
    return rule_result(evidence, 6, finding, threshold, names)


def _fine_as_it_is(evidence: Evidence, rate: Estimate) -> Finding:
    return Finding(
        "matched",
        f"The prompt in use fails on {rate.percent} of {rate.of:,} cases in random order, within "
        f"the tolerance of {percent(evidence.tolerance)}.",
        f"{percent(rate.value)} fail as it is (to {percent(rate.high)})",
        steps=("Keep the prompt, and state a lower tolerance if that many failures are too many.",),
    )


def _solves(evidence: Evidence, outcome: Outcome) -> Finding:
    limits, residual, guard = evidence.thresholds, outcome.residual, outcome.regressions
    if residual is None:
        return Finding("no evidence", f"{outcome.name} was not run on failures.", outcome.name)
    fresh = outcome.traits.baseline
    said = (
        f"The old prompt run afresh ({outcome.name}) leaves {residual.percent} of cases failing"
        if fresh
        else leaves(evidence, outcome, residual)
    )
    figure = f"{percent(residual.value)} left (to {percent(residual.high)})"
    regressed = (
        f"; {guard.broken} of {counted(guard.cases, 'passing case')} broke "
        f"(exact McNemar p = {guard.p_value:.3f})."
    )
    if residual.high > limits["tolerance"]:
        reason = f"{said}; the tolerance is {percent(limits['tolerance'])}."
        return Finding("ruled out", join([reason, baseline_words(evidence).strip()]), figure)
    if not fresh and not outcome.on_held_out:
        return Finding("no evidence", f"{said}. {unconfirmed_words(evidence, outcome)}", figure)
    # A run of the old prompt cannot regress against itself.
    if not fresh and guard.cases < limits["passing_cases"]:
        need = int(limits["passing_cases"])
        reason = f"{said}, but only {guard.cases} of {need} passing cases were run as a guard."
        return Finding("no evidence", reason, figure)
    if not fresh and guard.is_significant(limits["significance"]):
        return Finding("ruled out", f"{said}{regressed}", figure, evidence.ids(guard.keys))
    reason = f"{said}, within the tolerance of {percent(limits['tolerance'])}{regressed}"
    step = (
        "Look into how the failures were logged: the same prompt passes now."
        if fresh
        else f"Put {outcome.name} into production, and keep the failures as a regression set."
    )
    rider = "" if fresh else baseline_words(evidence).strip()
    return Finding("matched", join([reason, rider]), figure, (), (step,))


def tried_enough(evidence: Evidence) -> RuleResult:
    """Rule 7: too few or too tame variants, or the latest still gains."""
    limits = evidence.thresholds
    measured = [one for one in evidence.prompts if one.is_measured(limits)]
    lacks, steps = _untried(evidence, measured)
    gain = evidence.gain
    if gain and gain.fixed > gain.broken and gain.p_value < limits["significance"]:
        lacks.append(
            f"The latest variant, {gain.latest}, still beats the best before it: {gain.fixed} "
            f"fixed, {gain.broken} broken of {gain.cases} (exact McNemar p = {gain.p_value:.3f})."
        )
        steps.append("Write one more variant: the last one still gained.")
    best = evidence.best
    if best is not None and not best.on_held_out and looks_solved(evidence, best):
        lacks.append(f"{best.name} looks good enough. {unconfirmed_words(evidence, best)}")
        steps.append(f"Run {best.name} over the held-out set, and judge what it gives.")
    broken = _fixes_but_breaks(evidence)
    if broken:
        lacks.append(broken)
        steps.append("Write a variant that keeps what passes and fixes what this one fixes.")
    for one in evidence.prompts:
        if one.lacking and not one.is_measured(limits):
            lacks.append(_lacking_words(one))
            steps.append(f"Run what {one.name} lacks again, or judge it, before it counts.")
    figure = f"{counted(len(measured), 'variant')} measured"
    if lacks:
        finding = Finding("matched", join(lacks), figure, steps=tuple(steps))
    else:
        reason = f"{counted(len(measured), 'variant')} measured, with examples, from the failures"
        reason += f" and on a current model; the latest gains no more.{baseline_words(evidence)}"
        finding = Finding("ruled out", reason, figure)
    return rule_result(evidence, 7, finding, _threshold(evidence), ("variants", "significance"))


def _fixes_but_breaks(evidence: Evidence) -> str:
    """What is left is what the best prompt itself breaks: that is a prompt to write, no gap."""
    best, limits = evidence.best, evidence.thresholds
    if best is None or not best.regressions.is_significant(limits["significance"]):
        return ""
    still = as_share_of_all(best.failures, evidence.snapshot, limits)
    if still.high > evidence.tolerance:
        return ""
    guard = best.regressions
    return (
        f"{best.name} leaves only {still.percent} of cases failing that failed before, but breaks "
        f"{guard.broken} of {counted(guard.cases, 'passing case')} (exact McNemar "
        f"p = {guard.p_value:.3f})."
    )


def _threshold(evidence: Evidence) -> str:
    return (
        f"{evidence.thresholds['variants']:g} variants measured: one with examples, one written "
        "from the failures, one on a current model; the latest gains no more"
    )


def _untried(evidence: Evidence, measured: list[Outcome]) -> tuple[list[str], list[str]]:
    needed = int(evidence.thresholds["variants"])
    lacks: list[str] = []
    steps: list[str] = []
    if len(measured) < needed:
        lacks.append(f"Fewer than {needed} variants measured: {len(measured)}.")
        steps.append(
            f"Try {counted(needed - len(measured), 'more variant')} on the failures and on "
            "passing cases, each judged."
        )
    wanted = (
        ("examples in its prompt", "with a few ideal answers as examples in the prompt",
         any(one.traits.examples for one in measured)),
        ("the failures' own notes behind it", "written from the notes on the failures",
         any(one.traits.from_failures for one in measured)),
        ("a current base model", "on a current base model",
         any(one.traits.current_model for one in measured)),
    )  # fmt: skip
    missing = [words for words, _, there in wanted if not there]
    if missing and measured:
        lacks.append(f"Of {len(measured)}, none is known to have {' or '.join(missing)}.")
    steps += [f"Try a variant {how}." for _, how, there in wanted if not there]
    return lacks, steps


def _lacking_words(outcome: Outcome) -> str:
    """ "v4 does not count: of 100 cases 25 calls gave no output and 5 outputs are not judged."."""
    parts: list[str] = []
    if outcome.unanswered:
        verb = "call gave" if outcome.unanswered == 1 else "calls gave"
        parts.append(f"{outcome.unanswered:,} {verb} no output")
    if outcome.unjudged:
        verb = "output is" if outcome.unjudged == 1 else "outputs are"
        parts.append(f"{outcome.unjudged:,} {verb} not judged")
    whole = counted(outcome.judged + outcome.lacking, "case")
    return f"{outcome.name} does not count: of {whole} {' and '.join(parts)}."


def not_shown(evidence: Evidence) -> RuleResult | None:
    """Rule 7 where nothing else matches: the sample cannot tell whether a prompt is enough."""
    best = evidence.best
    if best is None or best.residual is None or best.residual.low > evidence.tolerance:
        return None
    if not best.weighted:
        return None
    left, tolerance = best.residual, evidence.tolerance
    step = "Run the best prompt over more held-out failures and passing cases, and judge them."
    if left.high <= tolerance:
        # Good enough on failures, but the guard of passing cases is short or some of them broke.
        reason = prompt_solves(evidence).reason
    else:
        size = size_needed(left.value, tolerance)
        more = (
            f"about {size:,} judged cases would tell"
            if size is not None
            else "it lies at the tolerance, and no sample of a sensible size would tell"
        )
        reason = (
            f"{leaves(evidence, best, left)}; that it exceeds the tolerance of "
            f"{percent(tolerance)} is not shown: {more}.{baseline_words(evidence)}"
        )
    figure = f"{percent(left.low)} to {percent(left.high)} left"
    finding = Finding("matched", reason, figure, steps=(step,))
    names = ("tolerance", "variants")
    return rule_result(evidence, 7, finding, _threshold(evidence), names)


def size_needed(share: float, tolerance: float) -> int | None:
    """Cases after which the Wilson interval of `share` excludes `tolerance`; None over 100,000.

    From the score test: n = z² t (1 - t) / (share - t)².
    """
    apart = abs(share - tolerance)
    if apart == 0:
        return None
    size = 3.8414588206941227 * tolerance * (1 - tolerance) / apart**2
    return int(size) + 1 if size < 100_000 else None
