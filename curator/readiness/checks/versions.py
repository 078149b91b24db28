"""Check of statements that differ only in a date or a version, and of tools declared twice (26)."""

from __future__ import annotations

import json
import re
from collections import defaultdict

from curator.model.dataset import DatasetRow
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings
from curator.readiness.cues import folded
from curator.readiness.texts import counted, natural_order

_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
CHANGING = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
    rf"|\b{_DAY} {_MONTHS}\b(?:,? \d{{4}}\b)?|\b{_MONTHS} (?:{_DAY}\b(?:,? \d{{4}}\b)?|\d{{4}}\b)"
    rf"|\b(?:v|version |release )\d+(?:\.\d+)*\b|\b(?:since|until|in) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\d(?:[-./]\d|(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?<=(?:ary|rch|ril|may|une|uly|ust|ber|ion|ase) \d)|(?<=v\d)|(?<=[nle] [12])[09]\d\d)"
)
"""A digit as every date and version has one: joined to another, before or after a month, after
version, release or v, or a year after since, until or in. It begins with a digit, which is
looked for fast; the rest only sorts out."""
_SENTENCE = re.compile(r"\n+|(?<=[.!?])\s+")
_DIGIT = re.compile(r"\d")
LEAST_WORDS = 5
"""A shorter statement says too little to be the same one."""


def _contradictions(context: CheckContext) -> Findings:
    stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    found = context.each("statements", lambda place: _statements(context.rows[place]))
    for row, statements in zip(context.rows, found, strict=True):
        for statement, value in statements:
            stated[statement][value].add(row.case_id)
    differing = [by_value for by_value in stated.values() if len(by_value) > 1]
    tools = _tools_declared_twice(context)
    cases = {case for by_value in differing for ids in by_value.values() for case in ids}
    said: list[str] = []
    if differing:
        values = natural_order(value for by_value in differing[:1] for value in by_value)
        said.append(
            f"{counted(len(differing), 'statement')} with more than one date or version, "
            f"such as {' and '.join(values[:2])}."
        )
    if tools:
        said.append(f"Declared in more than one way: {', '.join(sorted(tools))}.")
    cases |= {case for ids in tools.values() for case in ids}
    return Findings(tuple(cases), " ".join(said))


def may_change(text: str) -> bool:
    """Whether a text may hold a date or version: quicker to see than the thing itself."""
    return _MAY.search(folded(text)) is not None


def _statements(row: DatasetRow) -> list[tuple[str, str]]:
    """Sentences of an ideal answer that hold a date or version, with it taken out, and it.

    What the question itself says (a booking's own date) is of the case and no statement; so is
    a sentence with other numbers.
    """
    if not may_change(row.ideal) or CHANGING.search(row.ideal) is None:
        return []
    asked = "\n".join(message.text for message in row.input).casefold()
    found: list[tuple[str, str]] = []
    for sentence in _SENTENCE.split(row.ideal):
        values = [match.group().casefold() for match in CHANGING.finditer(sentence)]
        if not values or any(value in asked for value in values):
            continue
        rest = " ".join(CHANGING.sub("…", sentence).casefold().split())
        if len(rest.split()) >= LEAST_WORDS and _DIGIT.search(rest) is None:
            found.append((rest, " … ".join(values)))
    return found


def _tools_declared_twice(context: CheckContext) -> dict[str, set[str]]:
    """Names of tools with more than one declaration, and the rows outside the commonest."""
    declared: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in context.rows:
        for tool in row.tools:
            function = tool.get("function", tool)
            name = function.get("name") if isinstance(function, dict) else None
            if isinstance(name, str):
                declared[name][json.dumps(function, sort_keys=True)].add(row.case_id)
    return {
        name: set().union(*sorted(ways.values(), key=lambda ids: (-len(ids), sorted(ids)))[1:])
        for name, ways in declared.items()
        if len(ways) > 1
    }


CHECKS = (
    Check(26, "Dates, versions and tools", "note", "consistency",
          "No statement stands with two dates or versions, no tool is declared in two ways.",
          _contradictions, where="ideal", reads=("input", "ideal", "tools")),
)  # fmt: skip
