"""What the readiness page reads and how it says it; no widget here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curator.gui.widgets.charts_cost import CostLine
from curator.model.figures import Figures
from curator.model.readiness import (
    CheckResult,
    CostInputs,
    Costs,
    KeptVerdict,
    NextStep,
    Readiness,
    RuleResult,
)
from curator.model.statistics import Estimate
from curator.model.work import IsCancelled, Progress
from curator.operations import private_data, projects, readiness, reviewing
from curator.operations.private_data import PrivateKind
from curator.project.store import ProjectFile
from curator.readiness.checks import Memo
from curator.readiness.checks.records import PERMISSIONS_SETTING
from curator.readiness.costs import cost_per_call
from curator.readiness.document import changes_since

SEVERITY_WORDS = {"block": "Block", "warn": "Warn", "note": "Note"}
SEVERITY_ORDER = ("block", "warn", "note")
STATE_WORDS = {
    "matched": "Matched",
    "ruled out": "Ruled out",
    "no evidence": "No evidence yet",
}
READY_RULE = 10
MOST_OTHERS = 3
"""Alternatives drawn in the chart; the table names all."""
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
    """A verdict together with what is shown beside it."""

    readiness: Readiness
    figures: Figures
    private: tuple[PrivateKind, ...]
    permissions: dict[str, str]
    target: str
    kept: KeptVerdict | None
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One thing to do next: where, and with which cases or in which queue."""

    text: str
    page: str = ""
    page_words: str = ""
    case_ids: tuple[str, ...] = ()
    queue: str = ""
    pattern_id: str = ""


QUEUE_WORDS = {
    "needs-ideal": "Failures without an ideal answer",
    "disagreements": "Disagreements",
    "unreviewed": "Unreviewed, in random order",
}
"""Queues that a step opens as such."""
SAME_QUEUE = {"random": "unreviewed"}
PLACE_OF_QUEUE = {"import": ("import", "Go to Import")}
"""What is done on a page of its own, in no queue of cases."""


def keys_of_ids(project: ProjectFile, ids: Iterable[str]) -> list[int]:
    """Keys of the cases that a check or rule names; ids of other things are left out."""
    found = (reviewing.key_of_id(project, one) for one in ids)
    return [key for key in found if key is not None]


def next_steps(found: Readiness, figures: Figures) -> list[Step]:
    """The verdict's steps first, then those of the other matched rules, each said once."""
    rules = sorted(
        (rule for rule in found.rules if rule.matched),
        key=lambda rule: (rule.number != found.rule, rule.number),
    )
    steps: dict[str, Step] = {}
    for rule in rules:
        page, words = PLACE_OF_RULE.get(rule.number, ("", ""))
        for one in rule.steps or [NextStep(text=text) for text in rule.next_steps]:
            asked = SAME_QUEUE.get(one.queue, one.queue)
            queue = asked if asked in QUEUE_WORDS else ""
            ids = () if queue else one.case_ids or rule.case_ids
            goes_to, called = PLACE_OF_QUEUE.get(asked, (page, words))
            made = Step(one.text, goes_to, called, ids, queue, one.pattern_id)
            if queue:
                made = replace(made, page="review", page_words=f"Open “{QUEUE_WORDS[queue]}”")
            steps.setdefault(one.text, made)
    for text in found.next_steps:
        steps.setdefault(text, Step(text))
    narrower = _narrower(found, figures)
    if narrower:
        words = f"Open “{QUEUE_WORDS['unreviewed']}”"
        steps[narrower] = Step(narrower, "review", words, queue="unreviewed")
    return list(steps.values())


def _narrower(found: Readiness, figures: Figures) -> str:
    """How many more to review at random for the interval aimed at; "" when it is narrow enough."""
    more, left = found.more_to_review, figures.cases - figures.reviewed
    if not more or left <= 0:
        return ""
    half = next((t.value for t in found.thresholds if t.name == "interval_width"), 0.05)
    aim = f"± {100 * half:g} points"
    if more <= left:
        return f"Review {more:,} more at random: that narrows the failure rate to {aim}."
    return f"Review the {left:,} cases left; {aim} on the failure rate would take {more:,} more."


def rate_parts(
    rate: Estimate | None,
) -> tuple[Sequence[tuple[str, str, str]], Sequence[tuple[str, str, str]]]:
    """The failure rate for the header, in full and short."""
    if rate is None:
        return (("Failure rate not known yet", "body", "text2"),), ()
    short = (("Failure rate ", "body", "text2"), (f"{100 * rate.value:.1f} %", "strong", "text"))
    return (*short, (rate.percent.partition("%")[2], "body", "text2")), short


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
    """The chart's lines; none while a figure that they need is unknown."""
    inputs = costs.inputs
    now, tuned = per_call(inputs)
    volume, fixed = inputs.calls_per_month, costs.fixed_cost
    if now is None or tuned is None or volume is None or fixed is None:
        return ()
    others = [
        CostLine(line.name, line.once or 0.0, line.per_month)
        for line in costs.lines[1:-1]
        if line.per_month is not None
    ]
    return (
        CostLine("Prompt, as now", 0.0, now * volume),
        *others[:MOST_OTHERS],
        CostLine("Fine-tuned", fixed, tuned * volume + inputs.hosting_per_month, planned=True),
    )


def read_readiness(
    project: ProjectFile, memo: Memo, progress: Progress, is_cancelled: IsCancelled
) -> ReadinessState:
    """The verdict and what is shown beside it; `memo` spares what is as it was."""
    found = readiness.assess(project, memo=memo, progress=progress, is_cancelled=is_cancelled)
    held = projects.settings(project)
    records = held.get(PERMISSIONS_SETTING)
    kept = readiness.kept_verdict(project)
    return ReadinessState(
        readiness=found,
        figures=reviewing.figures(project),
        private=private_data.private_kinds(project, found.checks),
        permissions={k: str(v) for k, v in records.items()} if isinstance(records, dict) else {},
        target=str(held.get("target") or ""),
        kept=kept,
        changes=changes_since(kept, found) if kept is not None else (),
    )
