"""What the readiness page reads and how it says it; no widget here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curator.gui.widgets.charts_cost import CostLine
from curator.model.figures import Figures
from curator.model.readiness import CheckResult, CostInputs, Costs, Readiness, RuleResult
from curator.model.work import IsCancelled, Progress
from curator.operations import readiness, reviewing
from curator.project.store import ProjectFile
from curator.readiness.costs import cost_per_call

SEVERITY_WORDS = {"block": "Block", "warn": "Warn", "note": "Note"}
SEVERITY_ORDER = ("block", "warn", "note")
STATE_WORDS = {
    "matched": "Matched",
    "ruled out": "Ruled out",
    "no evidence": "No evidence yet",
}
READY_RULE = 10
PLACE_OF_RULE: dict[int, tuple[str, str]] = {
    1: ("review", "Go to Review"),
    2: ("review", "Go to Review"),
    5: ("trials", "Go to Trials"),
    6: ("trials", "Go to Trials"),
    7: ("trials", "Go to Trials"),
    9: ("review", "Go to Review"),
    10: ("export", "Go to Export"),
}
"""Where a rule's next step is done; the others are done where their cases are."""


@dataclass(frozen=True)
class ReadinessState:
    """A verdict together with the figures it was read beside."""

    readiness: Readiness
    figures: Figures


@dataclass(frozen=True)
class Step:
    """One thing to do next: where, and with which cases."""

    text: str
    page: str = ""
    page_words: str = ""
    case_ids: tuple[str, ...] = ()


def keys_of_ids(project: ProjectFile, ids: Iterable[str]) -> list[int]:
    """Keys of the cases that a check or rule names; ids of other things are left out."""
    found = (reviewing.key_of_id(project, one) for one in ids)
    return [key for key in found if key is not None]


def next_steps(found: Readiness) -> list[Step]:
    """The verdict's steps first, then those of the other matched rules, each said once."""
    rules = sorted(
        (rule for rule in found.rules if rule.matched),
        key=lambda rule: (rule.number != found.rule, rule.number),
    )
    steps: dict[str, Step] = {}
    for rule in rules:
        page, words = PLACE_OF_RULE.get(rule.number, ("", ""))
        for text in rule.next_steps:
            steps.setdefault(text, Step(text, page, words, rule.case_ids))
    for text in found.next_steps:
        steps.setdefault(text, Step(text))
    return list(steps.values())


def found_checks(checks: Iterable[CheckResult]) -> list[CheckResult]:
    """Checks that found something: blocks, warnings, notes, each by number."""
    return sorted(
        (one for one in checks if one.status == "found"),
        key=lambda one: (SEVERITY_ORDER.index(one.severity), one.number),
    )


def checks_summary(checks: Iterable[CheckResult]) -> str:
    """ "1 block, 2 warnings, 2 notes" or that nothing was found."""
    found = found_checks(checks)
    parts: list[str] = []
    for severity, one, many in (
        ("block", "block", "blocks"),
        ("warn", "warning", "warnings"),
        ("note", "note", "notes"),
    ):
        count = sum(check.severity == severity for check in found)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return ", ".join(parts) or "Nothing found"


def rule_words(rule: RuleResult, verdict: int) -> str:
    """The second line of a rule's cell: its state, and its figure where there is one."""
    if rule.number == verdict:
        return rule.figure
    if rule.state == "matched":
        return f"Also matched: {rule.figure}"
    if rule.state == "no evidence":
        return STATE_WORDS["no evidence"]
    return f"Ruled out: {rule.figure}"


def per_call(inputs: CostInputs) -> tuple[float | None, float | None]:
    """Cost of a call now and after tuning in $, None where a price or length is unknown."""
    now = tuned = None
    cached = inputs.cached_price if inputs.cached_share > 0 else 0.0
    if (
        inputs.prompt_tokens is not None
        and inputs.output_tokens is not None
        and inputs.input_price is not None
        and inputs.output_price is not None
        and cached is not None
    ):
        now = cost_per_call(
            inputs.prompt_tokens,
            inputs.output_tokens,
            inputs.input_price,
            inputs.output_price,
            cached_share=inputs.cached_share,
            cached_price=cached,
        )
    if (
        inputs.tuned_prompt_tokens is not None
        and inputs.tuned_output_tokens is not None
        and inputs.tuned_input_price is not None
        and inputs.tuned_output_price is not None
    ):
        tuned = cost_per_call(
            inputs.tuned_prompt_tokens,
            inputs.tuned_output_tokens,
            inputs.tuned_input_price,
            inputs.tuned_output_price,
        )
    return now, tuned


def cost_lines(costs: Costs) -> tuple[CostLine, ...]:
    """The chart's two lines; none while a figure that they need is unknown."""
    inputs = costs.inputs
    now, tuned = per_call(inputs)
    volume, fixed = inputs.calls_per_month, costs.fixed_cost
    if now is None or tuned is None or volume is None or fixed is None:
        return ()
    return (
        CostLine("Prompt, as now", 0.0, now * volume),
        CostLine("Fine-tuned", fixed, tuned * volume + inputs.hosting_per_month, planned=True),
    )


def read_readiness(
    project: ProjectFile, progress: Progress, is_cancelled: IsCancelled
) -> ReadinessState:
    """The verdict and the project's figures."""
    found = readiness.assess(project, progress=progress, is_cancelled=is_cancelled)
    return ReadinessState(found, reviewing.figures(project))
