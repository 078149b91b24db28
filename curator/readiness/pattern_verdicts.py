"""The verdict for each pattern: one may fall to a prompt while another is ready."""

from __future__ import annotations

from collections.abc import Sequence

from curator.model.readiness import PatternReadiness, RuleResult
from curator.model.statistics import Estimate, wilson
from curator.readiness.evidence import Evidence
from curator.readiness.pattern_evidence import PatternEvidence
from curator.readiness.rules import VERDICTS
from curator.readiness.texts import counted, percent

_FOR_ALL = (1, 2, 3, 4)
"""Rules about the evidence as a whole: no pattern can be further than they allow."""


def pattern_verdicts(
    evidence: Evidence, results: Sequence[RuleResult], overall: int
) -> tuple[PatternReadiness, ...]:
    """A verdict for every pattern, in the patterns' order."""
    made: list[PatternReadiness] = []
    for one in evidence.patterns:
        number, reason = _verdict(evidence, results, one)
        if overall in _FOR_ALL and overall < number:
            reason = (
                f"The whole is held back by rule {overall}. By itself: {VERDICTS[number]}. {reason}"
            )
            number = overall
        consistency = one.consistency
        made.append(
            PatternReadiness(
                id=one.pattern.id,
                name=one.pattern.name,
                cases=len(one.cases),
                ideal_answers=one.ideal_answers,
                training_rows=one.training_rows,
                fix_rate=_fixed(one.still_failing),
                consistency=consistency.inside if consistency else None,
                consistency_random=consistency.random if consistency else None,
                consistency_p=consistency.p_value if consistency else None,
                new_fact_share=one.new_facts.value if one.new_facts else None,
                verdict=VERDICTS[number],
                reason=reason,
                fix=one.remedy,
            )
        )
    return tuple(made)


def _fixed(still: Estimate | None) -> Estimate | None:
    return None if still is None else wilson(still.of - still.count, still.of)


def _verdict(
    evidence: Evidence, results: Sequence[RuleResult], one: PatternEvidence
) -> tuple[int, str]:
    """The number of the rule that decides for this pattern, and why."""
    limits = evidence.thresholds
    if len(one.cases) < limits["pattern_cases"]:
        return 2, f"{counted(len(one.cases), 'failure')}; {limits['pattern_cases']:g} are needed."
    blocked = _blocked(evidence, one)
    if blocked is not None and blocked[0] == 3:
        return blocked
    if one.remedy in ("product", "prompt", "knowledge"):
        return _by_remedy(evidence, one)
    if one.still_failing is None or one.left is None:
        return 7, "No variant was judged on its failures yet."
    if results[6].matched:
        return 7, results[6].reason
    if blocked is not None:
        return blocked
    if one.training_rows < limits["pattern_rows"]:
        rows = counted(one.training_rows, "training row")
        return 9, f"{rows}; {limits['pattern_rows']:g} are needed."
    left = f"The best prompt leaves {one.still_failing.percent} of its failures failing"
    if one.left.low <= evidence.tolerance:
        return 7, f"{left}; that this exceeds the tolerance is not shown."
    return 10, f"{left}.{_learnable(one)}"


def _by_remedy(evidence: Evidence, one: PatternEvidence) -> tuple[int, str]:
    if one.pattern.fix == one.remedy:
        number = {"product": 4, "prompt": 6, "knowledge": 5}[one.remedy]
        what = {"product": "a product change", "prompt": "a prompt", "knowledge": "knowledge"}
        return number, f"A reviewer set what fixes it: {what[one.remedy]}."
    if one.remedy == "prompt" and one.still_failing is not None:
        return 6, (
            f"The best prompt leaves {one.still_failing.percent} of its failures failing, within "
            f"the tolerance of {percent(evidence.tolerance)} of all cases."
        )
    if one.knowledge is not None and one.knowledge.value >= evidence.thresholds["knowledge_fixed"]:
        return 5, f"With the facts in the prompt, {one.knowledge.percent} of what is left pass."
    share = one.new_facts.percent if one.new_facts else "some"
    return 5, f"Ideal answers with facts found nowhere else: {share}."


def _learnable(one: PatternEvidence) -> str:
    """What the corrections say about being learnable."""
    found = one.consistency
    if found is None or found.p_value is None or found.random is None:
        return ""
    figures = (
        f"alike {found.inside:.2f} against {found.random:.2f} at random, 1 is the same way, "
        f"p = {found.p_value:.3f}"
    )
    if found.p_value < 0.05:
        return f" Its corrections push the same way ({figures})."
    return f" That its corrections push one way is not shown ({figures})."


def _blocked(evidence: Evidence, pattern: PatternEvidence) -> tuple[int, str] | None:
    """The first blocking check that names a case of this pattern; the evidence goes first."""
    ids = set(evidence.ids(pattern.cases))
    found = [
        check for check in evidence.checks if check.blocks and ids.intersection(check.case_ids)
    ]
    if not found:
        return None
    first = min(found, key=lambda check: (not check.touches_evidence, check.number))
    count = len(ids.intersection(first.case_ids))
    reason = f"Check {first.number}, {first.name}, names {counted(count, 'case')} of it."
    return (3 if first.touches_evidence else 8), reason
