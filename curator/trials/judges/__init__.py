"""Automatic judges: where an answer can be computed, no person need compare it.

A judge is named by a word, some with an argument after a colon: exact, normalised, set, list,
set:PATTERN, list:PATTERN, number, number:0.01, number:1%, regex:PATTERN, schema, contains:TEXT,
not-contains:TEXT, and judges of your own, installed as entry points of the group curator.judges.
"""

from __future__ import annotations

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.trials.judges.base import Judge, Judgement, Rule
from curator.trials.judges.lists import ordered_list, unordered_set
from curator.trials.judges.numbers import number
from curator.trials.judges.plugins import installed, plugin_names
from curator.trials.judges.schemas import json_schema
from curator.trials.judges.texts import contains, exact, normalised, not_contains, regex

__all__ = [
    "JUDGES",
    "Judge",
    "Judgement",
    "Rule",
    "exact",
    "find_judge",
    "judge_names",
    "judge_output",
    "normalised",
]

JUDGES: dict[str, Rule] = {
    "exact": Rule(lambda _: exact, "the same characters"),
    "normalised": Rule(
        lambda _: normalised, "the same text whatever its case, spacing and edge punctuation"
    ),
    "set": Rule(unordered_set, "the same items in any order", argument="a pattern of an item"),
    "list": Rule(ordered_list, "the same items in order", argument="a pattern of an item"),
    "number": Rule(number, "the same last number", argument="a tolerance, 0.01 or 1%"),
    "contains": Rule(contains, "holds a text", argument="the text, several parted by |",
                     required=True, reference=False),
    "not-contains": Rule(not_contains, "does not hold a text",
                         argument="the text, several parted by |", required=True, reference=False),
    "regex": Rule(regex, "matches a regular expression", argument="the expression",
                  required=True, reference=False),
    "schema": Rule(lambda _: json_schema(None), "is JSON that fits the variant's output schema",
                   reference=False),
}  # fmt: skip
"""Name to rule. One more judge is one more row."""


def judge_names() -> list[str]:
    """Every judge that can be named, those installed as entry points last."""
    return [*JUDGES, *plugin_names()]


def find_judge(spec: str, *, schema: JsonObject | None = None) -> Judge:
    """The judge that a word names, with its argument. Raises CuratorError naming those there are.

    `schema` is the variant's output schema, for the judge of that name.
    """
    name, colon, argument = spec.partition(":")
    if name == "schema":
        return Judge(spec, json_schema(schema), needs_reference=False)
    rule = JUDGES.get(name)
    if rule is not None:
        if colon and not rule.argument:
            raise CuratorError(f"The judge “{name}” takes nothing after a colon.", field="judge")
        if rule.required and not argument:
            raise CuratorError(
                f"The judge “{name}” needs {rule.argument} after a colon: {name}:…", field="judge"
            )
        return Judge(spec, rule.make(argument), needs_reference=rule.reference)
    own = installed(spec)
    if own is not None:
        return Judge(spec, own, needs_reference=False)
    known = ", ".join(judge_names())
    raise CuratorError(
        f"There is no judge called “{spec}”. The judges are: {known}.", field="judge"
    )


def judge_output(judge: Judge, output: str, reference: str | None) -> Judgement | None:
    """Pass or fail, with what was found; None where there is nothing to compare with."""
    if reference is None and judge.needs_reference:
        return None
    return judge.decide(output, reference or "")
