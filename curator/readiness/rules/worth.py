"""Rules 4 and 5: is there anything to gain by training, or is it knowledge that lacks."""

from __future__ import annotations

from curator.model.readiness import RuleResult
from curator.readiness.evidence import Evidence
from curator.readiness.gates import ceiling_gap
from curator.readiness.outcomes import KnowledgeGain
from curator.readiness.rules.base import Finding, join, leaves, rule_result, unconfirmed_words
from curator.readiness.texts import counted, percent


def worth_it(evidence: Evidence) -> RuleResult:
    """Rule 4: no headroom under the ceiling, no open target, or value and cost say no."""
    parts = [_ceiling(evidence), _target(evidence), _cheaper(evidence), _value(evidence)]
    states = [part.state for part in parts]
    if "matched" in states:
        telling = [part for part in parts if part.state == "matched"]
        state = "matched"
    else:
        telling = parts
        state = "ruled out" if "ruled out" in states else "no evidence"
    finding = Finding(
        state=state,
        reason=join([part.reason for part in telling]),
        figure="; ".join(part.figure for part in parts if part.figure) or "nothing known yet",
        cases=tuple(case for part in telling for case in part.cases),
        steps=tuple(step for part in telling for step in part.steps),
    )
    threshold = (
        "what the best prompt leaves is more than reviewers' own disagreement; the target takes "
        "jobs; the gain pays before the model shuts down"
    )
    return rule_result(evidence, 4, finding, threshold, ("agreement",))


def _ceiling(evidence: Evidence) -> Finding:
    best = evidence.best
    needed = int(evidence.thresholds["double_reviews"])
    gap = ceiling_gap(evidence.snapshot, evidence.people, evidence.thresholds)
    if gap is None or best is None or best.residual is None:
        return Finding(
            "no evidence",
            "The ceiling is not known: that takes a judged variant and "
            f"{needed} doubly reviewed cases ({evidence.agreement.cases} so far) or blind repeats.",
            "",
        )
    if not best.weighted or not best.on_held_out:
        lacks = (
            unconfirmed_words(evidence, best)
            if best.weighted
            else f"{leaves(evidence, best, best.residual)}."
        )
        return Finding("no evidence", f"The ceiling cannot be compared with yet. {lacks}", "")
    (differ, why), left = gap, best.residual
    # A prompt that already meets the tolerance is rule 6's good news, not a lack of headroom.
    solved = left.high <= evidence.tolerance
    figure = f"{percent(left.value)} left, {percent(differ)} in dispute"
    if differ > 0 and left.low <= differ and not solved:
        return Finding(
            "matched",
            f"No headroom: the best prompt, {best.name}, leaves {left.percent} failing, and {why}.",
            figure,
            evidence.ids(evidence.agreement.disagreeing),
            ("Settle what a right answer is before asking for a better model.",),
        )
    words = f"{why[:1].upper()}{why[1:]}, and the best prompt leaves {left.percent} failing."
    return Finding("ruled out", words, figure)


def _target(evidence: Evidence) -> Finding:
    target = evidence.target
    if target is None:
        return Finding("no evidence", "No target is chosen.", "")
    if evidence.as_of is None:
        return Finding("no evidence", "Nothing is reviewed yet.", "")
    if target.takes_new_jobs(evidence.as_of):
        closes = f" until {target.new_jobs_close}" if target.new_jobs_close else ""
        return Finding(
            "ruled out", f"{target.name} takes new jobs{closes}.", f"{target.name} is open"
        )
    since = target.new_jobs_close or target.model_shutdown
    closed = f" since {since}" if since else ""
    return Finding(
        "matched",
        f"{target.name} takes no new fine-tuning jobs{closed} (as of {evidence.as_of}).",
        f"{target.name} is closed",
        steps=("Choose a target that is open; the neutral chat format suits most of them.",),
    )


def _cheaper(evidence: Evidence) -> Finding:
    """Whether a prompted model that is good enough costs no more than the tuned one."""
    if not evidence.aims_at_cost:
        return Finding("no evidence", "", "")
    adequate = [
        line
        for line in evidence.costs.lines
        if line.kind != "tuned" and line.left is not None and line.left.high <= evidence.tolerance
    ]
    priced = [(line.per_month, line.name) for line in adequate if line.per_month is not None]
    tuned = evidence.costs.lines[-1] if evidence.costs.lines else None
    if not priced or tuned is None or tuned.per_month is None:
        return Finding(
            "no evidence", "No prompted alternative is both priced and measured as adequate.", ""
        )
    monthly, name = min(priced)
    figure = f"{name} ${monthly:,.0f} a month, tuned ${tuned.per_month:,.0f}"
    reason = (
        f"The cheapest prompted alternative that is good enough, {name}, costs "
        f"${monthly:,.0f} a month, and the tuned model ${tuned.per_month:,.0f}."
    )
    if monthly > tuned.per_month:
        return Finding("ruled out", reason, figure)
    step = f"Put {name} into production: it is good enough and costs no more."
    return Finding("matched", reason, figure, steps=(step,))


def _value(evidence: Evidence) -> Finding:
    costs = evidence.costs
    if evidence.aims_at_cost and (costs.never or costs.after_shutdown):
        step = "Compare with a cheaper base model that a prompt makes good enough."
        return Finding("matched", costs.sentence, "never pays back", steps=(step,))
    inputs = costs.inputs
    saving, fixed, volume = costs.saving_per_call, costs.fixed_cost, inputs.calls_per_month
    left = evidence.best.residual if evidence.best else evidence.snapshot.figures.failure_rate
    if saving is None or fixed is None or volume is None:
        return Finding("no evidence", "What it costs and saves is not known yet.", "")
    if inputs.failure_cost is None or left is None:
        return Finding(
            "no evidence", f"{costs.sentence} What a failure costs you is not known.", ""
        )
    # The most there is to gain: every failure that may be left, avoided.
    avoided = volume * left.high
    monthly = avoided * inputs.failure_cost + volume * saving - inputs.hosting_per_month
    cap = costs.shutdown_months
    words = (
        f"Avoiding all of up to {avoided:,.0f} failures a month at ${inputs.failure_cost:,.2f}, "
        f"with cost a call and hosting, brings ${monthly:,.0f} a month against ${fixed:,.0f} once"
    )
    if monthly <= 0:
        return Finding("matched", f"{words}: it never pays.", "never pays", steps=_KEEP)
    months = fixed / monthly
    if cap is not None and months > cap:
        reason = f"{words}: {months:.1f} months, and the model shuts down after {cap:.1f}."
        return Finding("matched", reason, f"pays after {months:.1f} months", steps=_KEEP)
    return Finding(
        "ruled out",
        f"{words}: it may pay after {_months(months)}.",
        f"may pay after {_months(months)}",
    )


def _months(months: float) -> str:
    return f"{months:.1f} months" if months >= 0.1 else "less than 0.1 months"


_KEEP = ("Keep the best prompt, and look again when volume, prices or models change.",)


def knowledge_first(evidence: Evidence) -> RuleResult:
    """Rule 5: facts in the prompt fix what is left, or ideal answers carry new facts."""
    limits = evidence.thresholds
    fixes = [_facts_fix(evidence, gain) for gain in evidence.knowledge]
    carried = _facts_carried(evidence)
    parts = [*fixes, carried]
    telling = [part for part in parts if part.state == "matched"]
    states = [part.state for part in parts]
    state = "matched" if telling else "ruled out" if "ruled out" in states else "no evidence"
    untried = "" if fixes or telling else "No variant with the facts in its prompt is measured yet."
    finding = Finding(
        state=state,
        reason=join([*(part.reason for part in telling or parts), untried]),
        figure="; ".join(part.figure for part in parts),
        cases=telling[0].cases if telling else (),
        steps=telling[0].steps if telling else (),
    )
    threshold = (
        f"facts fix {percent(limits['knowledge_fixed'])} of what is left (on "
        f"{limits['knowledge_cases']:g} or more), or {percent(limits['new_facts'])} of ideal "
        "answers carry new facts"
    )
    return rule_result(evidence, 5, finding, threshold, ("knowledge_fixed", "new_facts"))


def _facts_fix(evidence: Evidence, gain: KnowledgeGain) -> Finding:
    limits = evidence.thresholds
    how = "a retriever's facts" if gain.retriever else "the facts supplied"
    reason = (
        f"With {how} ({gain.name}), {gain.fixed} of {counted(gain.net.of, 'residual failure')} "
        f"pass and {gain.broken} passing cases break: net {gain.net.percent}."
    )
    figure = f"{gain.name} fixes {percent(gain.net.value)} of {gain.net.of}"
    if gain.net.of < limits["knowledge_cases"]:
        return Finding("no evidence", reason, figure)
    if gain.net.value < limits["knowledge_fixed"]:
        return Finding("ruled out", reason, figure)
    step = (
        "Put the facts into the prompt by retrieval, run the trials again, and look at what is "
        "left: knowledge first does not rule out training after."
    )
    return Finding("matched", reason, figure, evidence.ids(gain.fixed_cases), (step,))


def _facts_carried(evidence: Evidence) -> Finding:
    limits, share = evidence.thresholds, evidence.new_facts
    if not share.of:
        none = "No ideal answer is written yet, so none shows whether facts are missing."
        return Finding("no evidence", none, "no ideal answers")
    reason = (
        f"{share.count} of {counted(share.of, 'ideal answer')} carry facts that neither the "
        f"input nor other ideal answers hold: {share.percent}."
    )
    figure = f"{percent(share.value)} carry new facts"
    if share.of < limits["ideal_answers"]:
        return Finding("no evidence", reason, figure)
    if share.value < limits["new_facts"]:
        return Finding("ruled out", reason, figure)
    step = (
        "Give the model these facts in the prompt (help pages, tables) and measure that as a "
        "variant; training on them teaches it to invent."
    )
    return Finding("matched", reason, figure, evidence.ids(evidence.new_fact_cases), (step,))
