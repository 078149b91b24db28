"""Rules 1 and 2: do the people agree, and is there enough to look at."""

from __future__ import annotations

from curator.model.readiness import NextStep, RuleResult
from curator.readiness.evidence import Evidence
from curator.readiness.rules.base import Finding, is_fine_as_it_is, join, rule_result, write_more
from curator.readiness.texts import counted, natural_order, percent


def agree_first(evidence: Evidence) -> RuleResult:
    """Rule 1: reviewers disagree, or like inputs have contradicting ideal answers."""
    limits = evidence.thresholds
    disagree = _disagreement(evidence)
    contradict, share = _contradictions(evidence)
    matched = disagree.state == "matched" or bool(contradict.cases)
    state = "matched" if matched else disagree.state
    parts = [disagree, contradict]
    if contradict.cases and disagree.state != "matched":
        parts.reverse()
    telling = [part for part in parts if part.state == "matched" or not matched]
    finding = Finding(
        state=state,
        reason=join([part.reason for part in telling]),
        figure=f"{disagree.figure}; {percent(share)} contradicting",
        cases=natural_order(case for part in telling for case in part.cases),
        steps=tuple(step for part in telling for step in part.steps),
    )
    threshold = (
        f"plain agreement at least {percent(limits['agreement'])} and "
        f"{limits['chance_corrected']:g} beyond chance on {limits['double_reviews']:g} cases; "
        f"at most {percent(limits['contradictions'])} contradicting"
    )
    names = ("agreement", "chance_corrected", "double_reviews", "contradictions")
    return rule_result(evidence, 1, finding, threshold, names)


def _disagreement(evidence: Evidence) -> Finding:
    limits, agreement = evidence.thresholds, evidence.agreement
    needed = int(limits["double_reviews"])
    if agreement.cases < needed:
        return Finding(
            "no evidence",
            f"{counted(agreement.cases, 'case')} marked by two reviewers; {needed} are needed "
            "to measure agreement.",
            f"{agreement.cases} doubly reviewed",
        )
    beyond = agreement.beyond_chance
    low = agreement.plain.value < limits["agreement"]
    by_chance = beyond is not None and beyond < limits["chance_corrected"]
    kappa = f"{agreement.measure} {beyond:.2f}" if beyond is not None else "chance not defined"
    differ = len(agreement.disagreeing)
    return Finding(
        "matched" if low or by_chance else "ruled out",
        f"Reviewers agree on {agreement.plain.percent} of {agreement.cases} doubly reviewed "
        f"cases ({kappa}).",
        f"{percent(agreement.plain.value)}, {kappa}",
        evidence.ids(agreement.disagreeing),
        (
            NextStep(
                text=f"Settle the {counted(differ, 'case')} on which reviewers differ, and write "
                "down why.",
                queue="disagreements",
                count=differ,
            ),
        ),
    )


def _contradictions(evidence: Evidence) -> tuple[Finding, float]:
    """Rows that contradict a like row, and their share of all rows."""
    found = [check for check in evidence.checks if check.number in (21, 22)]
    cases = natural_order(case for check in found for case in check.case_ids)
    rows = len(evidence.dataset.rows)
    share = len(cases) / rows if rows else 0.0
    reason = (
        f"{counted(len(cases), 'row')} of {rows} ({percent(share)}) contradict the ideal answer "
        "of a like input."
    )
    if share <= evidence.thresholds["contradictions"]:
        return Finding("ruled out", reason, ""), share
    step = f"Settle the {counted(len(cases), 'row')} whose ideal answers contradict each other."
    return Finding("matched", reason, "", cases, (step,)), share


def collect_more(evidence: Evidence) -> RuleResult:
    """Rule 2: too few ideal answers, held-out cases, or failures in any pattern."""
    limits = evidence.thresholds
    ideals, held = len(evidence.ideal_answers), evidence.held_out_rows
    largest = max((len(one.cases) for one in evidence.patterns), default=0)
    lacks: list[str] = []
    steps: list[NextStep] = []
    if ideals < limits["ideal_answers"]:
        short = int(limits["ideal_answers"]) - ideals
        lacks.append(f"{counted(ideals, 'failure')} with an ideal answer")
        steps.extend(write_more(evidence, short))
    if held < limits["held_out"]:
        short = int(limits["held_out"]) - held
        lacks.append(f"{counted(held, 'held-out case')}")
        text = (
            f"Review more cases at random until {short} more are held out, and write the ideal "
            "answers of held-out failures."
        )
        steps.append(NextStep(text=text, queue="random", count=short))
    if largest < limits["pattern_cases"]:
        lacks.append(f"{counted(largest, 'failure')} in the largest pattern")
        short = int(limits["pattern_cases"]) - largest
        text = (
            f"Group the failures, or find {short} more like those of the largest pattern."
            if largest
            else "Group the failures into patterns."
        )
        steps.append(NextStep(text=text, count=short))
    if lacks and is_fine_as_it_is(evidence):
        lacks, steps = [], []
    threshold = (
        f"{limits['ideal_answers']:g} ideal answers, {limits['held_out']:g} held-out cases, "
        f"a pattern of {limits['pattern_cases']:g}"
    )
    figure = f"{ideals} ideal answers, {held} held out, largest pattern {largest}"
    reason = f"There are {figure}; needed: {threshold}."
    if lacks:
        reason = f"Not enough yet: {', '.join(lacks)}; needed: {threshold}."
    elif is_fine_as_it_is(evidence):
        reason = f"Nothing to collect for: the prompt in use is good enough as it is ({figure})."
    finding = Finding("matched" if lacks else "ruled out", reason, figure, steps=tuple(steps))
    names = ("ideal_answers", "held_out", "pattern_cases")
    return rule_result(evidence, 2, finding, threshold, names)
