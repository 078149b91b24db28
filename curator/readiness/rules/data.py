"""Rules 3, 8 and 9: is the evidence clean, are the rows clean, are there enough of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curator.model.readiness import CheckResult, NextStep, RuleResult
from curator.readiness.evidence import Evidence
from curator.readiness.haste import hurried_words
from curator.readiness.pattern_evidence import PatternEvidence
from curator.readiness.pilot import curve_words, still_rises
from curator.readiness.rules.base import Finding, rule_result, write_more
from curator.readiness.texts import counted, natural_order, percent


def evidence_clean(evidence: Evidence) -> RuleResult:
    """Rule 3: a blocking check touches the held-out set or a trial."""
    found = [check for check in evidence.checks if check.blocks and check.touches_evidence]
    finding = _blocked(
        evidence, found, "No comparison counts until it is clean.", "the held-out set or a trial"
    )
    doubt = _marks_in_doubt(evidence) or _made_in_haste(evidence)
    if doubt is not None:
        finding = (
            doubt
            if not found
            else replace(
                finding,
                reason=f"{finding.reason} {doubt.reason}",
                steps=(*finding.steps, *doubt.steps),
            )
        )
    return rule_result(evidence, 3, finding, "no blocking check that touches the evidence", ())


def _marks_in_doubt(evidence: Evidence) -> Finding | None:
    """Held-out marks that other evidence speaks against: too many to rest a comparison on."""
    most = evidence.thresholds["suspect_marks"]
    suspects, held = evidence.suspects, evidence.held_out_rows
    if not suspects or len(suspects) <= most * held:
        return None
    first = suspects[0]
    return Finding(
        "matched",
        f"{len(suspects)} of {held} held-out marks are in doubt ({percent(len(suspects) / held)}, "
        f"limit {percent(most)}); {first.case_id}: {' and '.join(first.signs)}.",
        f"{len(suspects)} marks in doubt",
        natural_order(one.case_id for one in suspects),
        (NextStep(text=f"Look again at {counted(len(suspects), 'held-out mark')}."),),
    )


def _made_in_haste(evidence: Evidence) -> Finding | None:
    """Held-out marks that nobody can have read for: a comparison would rest on guesses."""
    haste, most = evidence.haste, evidence.thresholds["hurried_marks"]
    if not haste.is_doubtful(most):
        return None
    cases = evidence.ids(haste.hurried)
    count = counted(len(cases), "held-out mark")
    return Finding(
        "matched",
        f"{hurried_words(haste)} The limit is {percent(most)}.",
        f"{len(cases)} marks made in haste",
        cases,
        (NextStep(text=f"Look again at {count} made in haste.", count=len(cases)),),
    )


def rows_clean(evidence: Evidence) -> RuleResult:
    """Rule 8: any other blocking check."""
    found = [check for check in evidence.checks if check.blocks and not check.touches_evidence]
    finding = _blocked(evidence, found, "", "the training rows alone")
    return rule_result(evidence, 8, finding, "no other blocking check", ())


def _blocked(evidence: Evidence, found: Sequence[CheckResult], rider: str, where: str) -> Finding:
    ran = sum(check.status != "not applicable" for check in evidence.checks)
    if not found:
        reason = f"None of {counted(ran, 'check')} that ran blocks {where}."
        return Finding("ruled out", reason, "0 checks block")
    cases = natural_order(case for check in found for case in check.case_ids)
    first = found[0]
    others = len(found) - 1
    more = f" {counted(others, 'more check')} {'block' if others > 1 else 'blocks'} too."
    more = more if others else ""
    return Finding(
        "matched",
        f"Check {first.number}, {first.name}: {first.sentence}{more} {rider}".strip(),
        f"{counted(len(found), 'check')} {'blocks' if len(found) == 1 else 'block'}",
        cases,
        tuple(_clear(check) for check in found[:3]),
    )


def _clear(check: CheckResult) -> NextStep:
    if not check.case_ids:
        return NextStep(text=f"Clear check {check.number}: {check.sentence}")
    text = f"Go through the {counted(check.count, 'case')} of check {check.number}, {check.name}."
    return NextStep(text=text, count=check.count, case_ids=check.case_ids)


def enough_rows(evidence: Evidence) -> RuleResult:
    """Rule 9: too few training rows overall, for a pattern to be trained, or for the target."""
    limits = evidence.thresholds
    rows = evidence.training_rows
    needed = max(limits["training_rows"], _target_minimum(evidence))
    thin = [one for one in to_be_trained(evidence) if one.training_rows < limits["pattern_rows"]]
    steps: list[NextStep] = []
    lacks: list[str] = []
    nothing = not evidence.aims_at_cost and not evidence.remaining.is_shown(evidence.tolerance)
    if rows < needed and not nothing:
        verb = "is" if rows == 1 else "are"
        aside = evidence.remaining.aside
        others = f" (and {aside} of patterns that something else fixes)" if aside else ""
        lacks.append(
            f"There {verb} {counted(rows, 'training row')}{others}, and {needed:g} are needed."
        )
        steps.extend(write_more(evidence, int(needed) - rows))
    for one in thin[:3]:
        short = int(limits["pattern_rows"]) - one.training_rows
        lacks.append(
            f"“{one.pattern.name}” has {counted(one.training_rows, 'training row')}, and "
            f"{limits['pattern_rows']:g} are needed to train it."
        )
        steps.extend(write_more(evidence, short, one.pattern))
    if still_rises(evidence.curve) is False:
        words = curve_words(evidence.curve)
        lacks.append(f"The learning curve no longer rises: {words} of held-out cases pass.")
        text = "Look at what the last rows taught before writing more like them."
        steps.append(NextStep(text=text))
    enough = f"There are {counted(rows, 'training row')}; {needed:g} are needed."
    if nothing:
        aside = counted(evidence.remaining.aside, "training row")
        enough = f"Nothing is left to train: {aside} are of patterns that something else fixes."
    finding = Finding(
        "matched" if lacks else "ruled out",
        " ".join(lacks) or enough,
        counted(rows, "training row"),
        _without_ideal(evidence) if lacks else (),
        tuple(steps),
    )
    threshold = f"{needed:g} training rows, {limits['pattern_rows']:g} for a pattern to be trained"
    return rule_result(evidence, 9, finding, threshold, ("training_rows", "pattern_rows"))


def to_be_trained(evidence: Evidence) -> list[PatternEvidence]:
    """Patterns large enough that neither a prompt nor knowledge fixes."""
    least = evidence.thresholds["pattern_cases"]
    return [
        one
        for one in evidence.patterns
        if one.pattern.fix == "fine-tuning"
        or (one.remedy in ("fine-tuning", "undecided") and len(one.cases) >= least)
    ]


def _target_minimum(evidence: Evidence) -> float:
    target = evidence.target
    return float(target.min_examples or 0) if target is not None else 0.0


def _without_ideal(evidence: Evidence) -> tuple[str, ...]:
    """Failures that could become training rows."""
    failures = evidence.snapshot.failures
    return natural_order(i.case.id for i in failures if not i.has_ideal and not i.held_out)
