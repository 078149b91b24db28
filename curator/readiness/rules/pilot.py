"""Rule 10: a gap that prompts leave, enough clean rows, and a way to see what training breaks."""

from __future__ import annotations

from curator.model.pattern import Fix
from curator.model.readiness import NextStep, PairedResult, RuleResult
from curator.readiness.evidence import Evidence
from curator.readiness.paired import cases_for_parity
from curator.readiness.rules.base import Finding, leaves, rule_result
from curator.readiness.texts import counted, percent

REMEDY_WORDS: dict[Fix, str] = {
    "knowledge": "knowledge", "product": "a product change", "prompt": "a prompt",
}  # fmt: skip
GUARD_TAGS = ("unrelated", "safety")
"""Tags by which passing cases are known as unrelated to the task or as safety cases."""


def ready(evidence: Evidence) -> RuleResult:
    """Rule 10, quality or cost; matched only when no earlier rule is."""
    limits = evidence.thresholds
    gap = _cost_gap(evidence) if evidence.aims_at_cost else _quality_gap(evidence)
    rows, held = evidence.training_rows, evidence.held_out_rows
    guard = guard_cases(evidence)
    blocking = sum(check.blocks for check in evidence.checks)
    needed = (
        (rows, limits["training_rows"], "training row"),
        (held, limits["held_out_pilot"], "held-out case"),
        (guard, limits["passing_cases"], "held-out passing case"),
    )
    lacks = [
        f"{counted(have, what)}, {least:g} are needed"
        for have, least, what in needed
        if have < least
    ]
    lacks += [f"{counted(blocking, 'blocking check')}"] if blocking else []
    figure = f"{gap.figure}; {rows} rows, {held} held out, {guard} of them passing"
    threshold = (
        f"a gap over {percent(evidence.tolerance)}, {limits['training_rows']:g} training rows, "
        f"no blocking check, {limits['held_out_pilot']:g} held-out cases, "
        f"{limits['passing_cases']:g} of them passing"
    )
    names = ("tolerance", "training_rows", "held_out_pilot", "passing_cases")
    if gap.state != "matched":
        return rule_result(evidence, 10, Finding(gap.state, gap.reason, figure), threshold, names)
    if lacks:
        reason = f"Not ready: {'; '.join(lacks)}. {gap.reason}"
        return rule_result(evidence, 10, Finding("ruled out", reason, figure), threshold, names)
    finding = Finding("matched", gap.reason, figure, gap.cases, _steps(evidence))
    return rule_result(evidence, 10, finding, threshold, names)


def guard_cases(evidence: Evidence) -> int:
    """Held-out passing cases: what training must not break."""
    return sum(row.keep for row in evidence.dataset.of("held_out"))


def _quality_gap(evidence: Evidence) -> Finding:
    best = evidence.best
    if best is None or best.residual is None:
        reason = "What the best prompt leaves is not known: no variant is measured."
        return Finding("no evidence", reason, "gap not known")
    left = best.residual
    if not best.weighted:
        return Finding("no evidence", f"{leaves(evidence, best, left)}.", "failure rate not known")
    figure = f"gap {percent(left.low)} or more"
    reason = f"{leaves(evidence, best, left)}; the tolerance is {percent(evidence.tolerance)}."
    if left.low <= evidence.tolerance:
        return Finding("ruled out", f"{reason} A gap is not shown.", figure)
    if evidence.remaining.elsewhere and not evidence.remaining.is_shown(evidence.tolerance):
        return _nothing_to_train(evidence, reason)
    return Finding("matched", reason, figure, evidence.ids(best.still_failing))


def _nothing_to_train(evidence: Evidence, reason: str) -> Finding:
    """What is left lies in patterns that something else fixes."""
    remaining = evidence.remaining
    parts = [
        f"{len(keys)} {'needs' if len(keys) == 1 else 'need'} {REMEDY_WORDS[fix]}"
        for fix, keys in remaining.elsewhere.items()
    ]
    left = remaining.left.percent if remaining.left is not None else "nothing"
    told = (
        f"{reason} But of the failures left {' and '.join(parts)}; what training could fix is "
        f"{left} of cases."
    )
    keys = [key for cases in remaining.elsewhere.values() for key in cases]
    return Finding("ruled out", told, "gap lies elsewhere", evidence.ids(keys))


def _cost_gap(evidence: Evidence) -> Finding:
    costs, margin = evidence.costs, evidence.margin
    if margin is None:
        reason = "The aim is cost, but by how much the tuned model may be worse is not stated."
        return Finding("no evidence", reason, "margin not stated")
    if costs.break_even_months is None or costs.never or costs.after_shutdown:
        state = "ruled out" if costs.never or costs.after_shutdown else "no evidence"
        return Finding(state, costs.sentence, "does not pay or not known")
    figure = f"pays back after {costs.break_even_months:.1f} months"
    wanted = f"no more than {percent(margin)} worse than the best prompt"
    pilot = evidence.pilot
    if pilot is None or not pilot.overall.cases:
        so_far = f" {pilot.sentence}" if pilot is not None else ""
        reason = f"{costs.sentence} A pilot has to show that it is {wanted}.{so_far}"
        return Finding("matched", reason, figure)
    return _parity(pilot.overall, margin, wanted, costs.sentence)


def _parity(tuned: PairedResult, margin: float, wanted: str, costs: str) -> Finding:
    """Non-inferiority: the interval of the difference lies above the stated margin."""
    measured = (
        f"{100 * tuned.difference:+.1f} points on {counted(tuned.cases, 'held-out case')} "
        f"(95 % interval {100 * tuned.low:+.1f} to {100 * tuned.high:+.1f})"
    )
    figure = f"{100 * tuned.low:+.1f} points at worst, {100 * -margin:+.1f} accepted"
    if tuned.low >= -margin:
        return Finding("matched", f"{costs} {tuned.name} is {wanted}: {measured}.", figure)
    if tuned.high < -margin:
        reason = f"{tuned.name} is worse than you accept: {measured}; it may be {wanted}."
        return Finding("ruled out", reason, figure)
    needed = cases_for_parity((tuned.fixed + tuned.broken) / tuned.cases, margin)
    size = f"; about {needed:,} cases would show it" if needed else ""
    reason = f"That {tuned.name} is {wanted} is not shown: {measured}{size}."
    return Finding("no evidence", reason, figure, tuned.case_ids)


def shown_worse(evidence: Evidence) -> bool:
    """Whether a pilot showed that the tuned model is worse than the stated margin allows."""
    pilot, margin = evidence.pilot, evidence.margin
    if pilot is None or margin is None or not pilot.overall.cases:
        return False
    return pilot.overall.high < -margin


def _steps(evidence: Evidence) -> tuple[str | NextStep, ...]:
    held = {row.case_key for row in evidence.dataset.of("held_out")}
    tagged = sum(
        item.case.key in held and not set(GUARD_TAGS).isdisjoint(item.review.tags)
        for item in evidence.snapshot.passes
    )
    best = evidence.best.name if evidence.best else "the best prompt"
    if evidence.pilot is not None:
        return (evidence.pilot.sentence,)
    aside = evidence.remaining.aside
    without = (
        f", without {counted(aside, 'row')} of patterns that something else fixes" if aside else ""
    )
    steps: list[str | NextStep] = [
        f"Export {counted(evidence.training_rows, 'row')}{without}, and train a small pilot."
        if without
        else f"Export {counted(evidence.training_rows, 'row')} and train a small pilot.",
        f"Import its outputs on the held-out set; compare with {best}, and with both together.",
    ]
    if not tagged:
        steps.append(
            "Add unrelated and safety cases to the passing ones (tags unrelated, safety): none "
            "of them shows yet what training breaks elsewhere."
        )
    pasted = evidence.ids(evidence.haste.pasted)
    if pasted:
        text = f"Look again at {counted(len(pasted), 'ideal answer')} that came too fast."
        steps.append(NextStep(text=text, count=len(pasted), case_ids=pasted))
    steps += [gate.step for gate in evidence.gates if gate.state != "open" and gate.step]
    return tuple(dict.fromkeys((*steps, "No gain at 50 examples: stop and rethink the task.")))
