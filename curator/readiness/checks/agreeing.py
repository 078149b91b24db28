"""Checks of whether rows and reviewers agree with each other (21 to 25)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from curator.model.dataset import DatasetRow
from curator.readiness.agreement import measure_agreement
from curator.readiness.checks.content import parses_as_json
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.texts import counted
from curator.readiness.thresholds import BEST_PRACTICE
from curator.reviewing.near_duplicates import normalise

_DIGITS = re.compile(r"\d+")
MOST_ANSWERS = 64
"""Answers to nearly the same question that one answer is compared with."""


def contradicting_rows(context: CheckContext) -> tuple[str, ...]:
    """Ids of rows whose whole normalised input is the same and whose ideal answers differ."""
    by_input: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(context.inputs):
        by_input[text].append(position)
    return tuple(
        context.rows[position].case_id
        for positions in by_input.values()
        if len({context.ideals[position] for position in positions}) > 1
        for position in positions
    )


def _contradictions(context: CheckContext) -> Findings:
    bad = contradicting_rows(context)
    return Findings(bad, f"{counted(len(bad), 'row')} with the same input and different answers.")


def _near_contradictions(context: CheckContext) -> Findings:
    from rapidfuzz.distance import Indel  # loaded when first needed

    apart = context.thresholds["dissimilar_ideals"]
    likeness = context.likeness

    @cache
    def answers(number: int) -> dict[str, list[int]]:
        """Rows of a class by what they answer."""
        said: dict[str, list[int]] = defaultdict(list)
        for row in likeness.classes[number]:
            said[context.ideals[row]].append(row)
        return said

    def kind_of(number: int) -> str:
        return _DIGITS.sub("#", next(iter(answers(number))))

    bad: set[str] = set()
    for number, near in likeness.close(kind_of, context.thresholds["near_same_input"]):
        others = [(other, said) for other in near for said in list(answers(other))[:MOST_ANSWERS]]
        for own, rows in answers(number).items():
            for other, said in others[:MOST_ANSWERS]:
                if Indel.normalized_similarity(own, said) < apart:
                    bad.update(context.rows[row].case_id for row in (*rows, *answers(other)[said]))
                    break
    return Findings(
        tuple(bad), f"{counted(len(bad), 'row')} with nearly the same input and unlike answers."
    )


def _system_prompt(row: DatasetRow) -> str:
    said = (message.text for message in row.input if message.role in ("system", "developer"))
    return normalise("\n".join(said))


def _system_prompts(context: CheckContext) -> Findings:
    prompts: dict[str, list[str]] = defaultdict(list)
    found = context.each("system prompt", lambda place: _system_prompt(context.rows[place]))
    for row, prompt in zip(context.rows, found, strict=True):
        prompts[prompt].append(row.case_id)
    production = context.settings.get("production_system_prompt")
    if isinstance(production, str) and production.strip():
        wanted = normalise(production)
        other = tuple(i for text, ids in prompts.items() if text != wanted for i in ids)
        words = f"{counted(len(other), 'row')} with another system prompt than in production."
        # It says how training differs from use; no comparison of outputs rests on it.
        return Findings(other, words, severity="block" if other else None)
    if len(prompts) < 2:
        # Alike in all rows: nothing varies, and that none is there concerns no row of its own.
        words = "No row has a system prompt: train with the one that production uses."
        return Findings(found="" in prompts, sentence=words)
    common = max(prompts.items(), key=lambda item: (len(item[1]), item[0]))[0]
    other = tuple(i for text, ids in prompts.items() if text != common for i in ids)
    return Findings(other, f"{counted(len(other), 'row')} with another system prompt than most.")


def _agreement(context: CheckContext) -> Findings:
    if context.snapshot is None:
        return not_applicable("A file does not say who marked what.")
    agreement = measure_agreement(context.snapshot.marks)
    needed = int(context.thresholds["double_reviews"])
    if agreement.cases < needed:
        return not_applicable(
            f"{counted(agreement.cases, 'case')} marked by two reviewers; {needed} are needed."
        )
    if agreement.plain.value >= context.thresholds["agreement_warn"]:
        return Findings()
    names = {item.case.key: item.case.id for item in context.snapshot.reviewed}
    blocks = agreement.plain.value < context.thresholds["agreement"]
    return Findings(
        tuple(names[key] for key in agreement.disagreeing if key in names),
        f"Reviewers agree on {agreement.plain.percent} of {agreement.cases} doubly reviewed cases.",
        found=True,
        severity="block" if blocks else "warn",
        evidence=blocks,
    )


def _format_spread(context: CheckContext) -> Findings:
    by_pattern: dict[str, list[int]] = defaultdict(list)
    formats = context.each("format", lambda place: format_of(context.rows[place].ideal))
    for position in context.training:
        if context.rows[position].pattern_id:
            by_pattern[context.rows[position].pattern_id].append(position)
    least = context.thresholds["pattern_cases"]
    bad: list[int] = []
    for positions in by_pattern.values():
        forms = Counter(formats[position] for position in positions)
        common, count = max(forms.items(), key=lambda item: (item[1], item[0]))
        if len(positions) >= least and count < context.thresholds["format_spread"] * len(positions):
            bad += [p for p in positions if formats[p] != common]
    return Findings(
        context.ids(bad),
        f"{counted(len(bad), 'ideal answer')} in another format than most of their pattern.",
    )


def format_of(text: str) -> str:
    """The kind of text an answer is: json, code, table, list, headings, line or prose."""
    clean = text.strip()
    if clean[:1] in ("{", "[") and parses_as_json(clean):
        return "json"
    if clean.startswith("```"):
        return "code"
    lines = [line.strip() for line in clean.splitlines() if line.strip()]
    if sum(line.startswith("|") for line in lines) >= 2:
        return "table"
    if sum(bool(re.match(r"([-*•]|\d+[.)])\s", line)) for line in lines) >= 2:
        return "list"
    if any(re.match(r"#{1,6}\s", line) for line in lines):
        return "headings"
    return "line" if len(clean.split()) <= 8 else "prose"


CHECKS = (
    Check(21, "Same input, different ideal answers", "block", "consistency",
          "Rows with the same input have the same ideal answer.", _contradictions,
          where="ideal", reads=("input", "ideal")),
    Check(22, "Near-same input, unlike ideal answers", "warn", "consistency",
          "Rows with nearly the same input have like ideal answers.", _near_contradictions,
          thresholds=("near_same_input", "dissimilar_ideals"), where="ideal",
          reads=("input", "ideal")),
    Check(23, "System prompt", "warn", "consistency", "All rows have one system prompt.",
          _system_prompts, BEST_PRACTICE, where="input", reads=("input", "settings")),
    Check(24, "Reviewers' agreement", "warn", "consistency", "Reviewers agree well enough.",
          _agreement, BEST_PRACTICE, ("double_reviews", "agreement", "agreement_warn"),
          file=False, reads=("marks", "ids")),
    Check(25, "Format spread within a pattern", "warn", "consistency",
          "Ideal answers of a pattern have one format.", _format_spread,
          thresholds=("format_spread",), file=False, reads=("ideal", "pattern")),
)  # fmt: skip
