"""Checks for repeated rows and repeated answers (27 to 29)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings
from curator.readiness.texts import counted, percent

_TEMPLATE_ROWS = 10
_TEMPLATE_LENGTH = 40
"""A shorter answer that recurs is a label or a code, not a template."""
_NUMBER = re.compile(r"\d+")
_PLACEHOLDER = re.compile(r"\{\{[^}]*\}\}|\d+")


def _by_age(context: CheckContext) -> list[int]:
    return sorted(context.training, key=lambda position: context.rows[position].case_key)


def _exact(context: CheckContext) -> Findings:
    seen: set[tuple[str, str]] = set()
    repeats: list[int] = []
    for position in _by_age(context):
        content = (context.inputs[position], context.ideals[position])
        if content in seen:
            repeats.append(position)
        seen.add(content)
    return Findings(
        context.ids(repeats),
        f"{counted(len(repeats), 'training row')} repeating an earlier one exactly.",
    )


def _near(context: CheckContext) -> Findings:
    likeness = context.likeness
    class_of = {row: number for number, rows in enumerate(likeness.classes) for row in rows}
    seen: set[int] = set()
    repeats: list[int] = []
    for position in _by_age(context):
        number = class_of[position]
        if number in seen or number in likeness.repeated:
            repeats.append(position)
        seen.add(number)
    share = len(repeats) / len(context.training) if context.training else 0.0
    return Findings(
        context.ids(repeats),
        f"{counted(len(repeats), 'training row')} ({percent(share)}) asking nearly the same as "
        "an earlier one.",
        severity="block" if share > context.thresholds["near_duplicate_share"] else "warn",
    )


def templates(texts: Sequence[str]) -> list[str]:
    """Normalised texts with their numbers and placeholders taken out."""
    # Normalised texts have no line breaks: laid end to end they are read in one go.
    numberless = _NUMBER.sub("#", "\n".join(texts)).split("\n") if texts else []
    return [
        _PLACEHOLDER.sub("#", text) if "{{" in text else plain
        for text, plain in zip(texts, numberless, strict=True)
    ]


def _one_template(context: CheckContext) -> Findings:
    by_text: dict[str, list[int]] = defaultdict(list)
    texts = context.memo.of_rows(
        "template", context.rows, lambda places: templates([context.ideals[p] for p in places])
    )
    for position in context.training:
        text = texts[position]
        if len(text) >= _TEMPLATE_LENGTH:
            by_text[text].append(position)
    total = len(context.training)
    stock = [rows for rows in by_text.values() if len(rows) > 1]
    bad = [position for rows in stock for position in rows]
    if total < _TEMPLATE_ROWS or len(bad) <= context.thresholds["template"] * total:
        return Findings()
    return Findings(
        context.ids(bad),
        f"{counted(len(bad), 'ideal answer')} ({percent(len(bad) / total)}) cut from "
        f"{counted(len(stock), 'stock text')}: the model learns the text, not the task.",
    )


CHECKS = (
    Check(27, "Exact duplicate rows", "block", "duplication", "No training row is repeated.",
          _exact, where="input", reads=("input", "ideal")),
    Check(28, "Near-duplicate inputs", "warn", "duplication",
          "No two training rows ask nearly the same.", _near,
          thresholds=("near_duplicate", "near_duplicate_share"), where="input",
          reads=("input",)),
    Check(29, "Stock texts", "warn", "duplication", "Ideal answers are not cut from a template.",
          _one_template, thresholds=("template",), where="ideal", reads=("ideal",)),
)  # fmt: skip
