"""Checks of what the ideal answers say (11 to 20)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from pydantic import JsonValue, TypeAdapter, ValidationError

from curator.model.dataset import DatasetRow
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.json_schema import fault_finder, is_schema
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.texts import counted, percent
from curator.readiness.thresholds import BEST_PRACTICE
from curator.reviewing.near_duplicates import normalise
from curator.reviewing.sketches import shingle_codes

_VALUE: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)

_PLACEHOLDERS = frozenset(
    f"{opening}{word}{closing}"
    for word in ("todo", "tbd", "tba", "fixme", "xxx", "n/a", "placeholder", "ideal", "answer")
    for opening, closing in (("", ""), ("[", "]"), ("<", ">"), ("{", "}"), ("{{", "}}"))
    if opening or word not in ("ideal", "answer")
) | frozenset(
    ("...", "…", "?", "??", "???", "-", "--", "–", "—", ".", "to do", "lorem ipsum",
     "ideal answer", "ideal answer here", "your answer here")
)  # fmt: skip


def _where(
    context: CheckContext, name: str, found: Callable[[DatasetRow], bool], words: str
) -> Findings:
    judged = context.each(name, lambda place: found(context.rows[place]))
    cases = [row.case_id for row, is_bad in zip(context.rows, judged, strict=True) if is_bad]
    return Findings(tuple(cases), f"{counted(len(set(cases)), 'ideal answer')} {words}.")


def _placeholder(row: DatasetRow) -> bool:
    text = normalise(row.ideal)
    if not text:
        return True
    known_answer = row.expected is not None and normalise(row.expected) == text
    return not known_answer and (text in _PLACEHOLDERS or text.startswith("lorem ipsum"))


def _empty(context: CheckContext) -> Findings:
    return _where(context, "placeholder", _placeholder, "empty or only a placeholder")


def _unchanged(row: DatasetRow) -> bool:
    # Case and inner white space are kept: they may be the very thing that was corrected.
    return not row.keep and bool(row.output.strip()) and _tidy(row.ideal) == _tidy(row.output)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _equals_output(context: CheckContext) -> Findings:
    return _where(context, "unchanged", _unchanged, "the same as the output that failed")


_SHORTEST_COPY = 80
"""Characters."""
_LONG = 2000
"""Characters from which all 5-grams are compared at once."""


def _copied(context: CheckContext) -> Findings:
    limit = context.thresholds["copied"]

    def is_copy(place: int) -> bool:
        return copied_share(context.ideals[place], context.inputs[place], limit) > limit

    bad = [place for place, copied in enumerate(context.each(f"copied {limit}", is_copy)) if copied]
    words = f"copied from the input to more than {percent(limit)}"
    return Findings(context.ids(bad), f"{counted(len(bad), 'ideal answer')} {words}.")


def copied_share(ideal: str, asked: str, limit: float) -> float:
    """Share of the ideal's character 5-grams in the input; short answers are quotes, not copies.

    Both normalised. 0 as soon as it cannot exceed `limit`.
    """
    if len(ideal) < _SHORTEST_COPY or len(asked) < limit * len(ideal):
        return 0.0
    if len(ideal) > _LONG:
        return copied_of_long(ideal, asked, limit)
    count = len(ideal) - 4
    # Enough missing to rule out a copy: most answers are told after a tenth of their length.
    spare = (1 - limit) * count
    missing = 0
    for start in range(count):
        if ideal[start : start + 5] not in asked:
            missing += 1
            if missing > spare:
                return 0.0
    return 1 - missing / count


def copied_of_long(ideal: str, asked: str, limit: float) -> float:
    """The same for long texts, whose 5-grams cannot each be looked for in all of the input."""
    import numpy as np

    own, given = shingle_codes((ideal, asked))
    missing = len(own) - int(np.isin(own, given).sum())
    return 0.0 if missing > (1 - limit) * len(own) else 1 - missing / len(own)


def _truncated(context: CheckContext) -> Findings:
    return _where(
        context, "truncated", _is_truncated, "cut off: length limit, open JSON or open code fence"
    )


def _is_truncated(row: DatasetRow) -> bool:
    as_logged = row.keep or row.ideal == row.output
    if as_logged and row.finish_reason in ("length", "max_tokens"):
        return True
    fences = sum(line.lstrip().startswith("```") for line in row.ideal.splitlines())
    return fences % 2 == 1 or _open_json(row.ideal.strip())


def _open_json(text: str) -> bool:
    """Starts as a JSON object or array of values and ends inside it."""
    if not re.match(r'\{\s*("|$)|\[\s*(["{\[\d-]|$|true|false|null)', text):
        return False
    depth = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "{[":
            depth += 1
        elif character in "}]":
            depth -= 1
    return depth > 0 or in_string


def _declared_schema(context: CheckContext) -> Findings:
    declared = {
        key: schema
        for key, metadata in context.metadata.items()
        if (schema := _schema_in(metadata.get("response_format"))) is not None
    }
    if not declared:
        return not_applicable("No case declares the shape of its output.")
    finders = {key: fault_finder(schema) for key, schema in declared.items() if is_schema(schema)}
    bad: list[str] = []
    for row in context.rows:
        fault_in = finders.get(row.case_key)
        if fault_in is None:
            continue
        try:
            fits = fault_in(_VALUE.validate_json(row.ideal)) is None
        except ValidationError:
            fits = False
        if not fits:
            bad.append(row.case_id)
    return Findings(
        tuple(bad), f"{counted(len(bad), 'ideal answer')} not in the shape that its case declares."
    )


def _schema_in(value: JsonValue) -> dict[str, JsonValue] | None:
    holder = value.get("json_schema") if isinstance(value, dict) else None
    schema = holder.get("schema") if isinstance(holder, dict) else None
    return schema if isinstance(schema, dict) else None


_GARBLED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f�]|Ã[\x80-\xbf©¨¼¶¤±³¡§]|â€[™œ\x9d“”¦]|Â[\xa0°·»«]|ï»¿"
)


_BREAKS = str.maketrans("", "", "\n\r\t")


def _is_plain(text: str) -> bool:
    """Printable ASCII and line breaks: quicker to see than that nothing is garbled."""
    return text.isascii() and text.translate(_BREAKS).isprintable()


def _garbled(context: CheckContext) -> Findings:
    return _where(
        context,
        "garbled",
        lambda row: not _is_plain(row.ideal) and _GARBLED.search(row.ideal) is not None,
        "with garbled text or control characters",
    )


_LEFTOVER = re.compile(
    r"\bas an ai (language )?model\b|\bi'?m (just )?an ai\b|\bas a large language model\b"
    r"|\bhere('s| is) (the|a) (corrected|improved|revised) (answer|version|response)\b"
    r"|^\s*(reviewer|note to self|todo|fixme)\s*:|\[(reviewer|todo|fixme|note)\b",
    re.IGNORECASE | re.MULTILINE,
)


_LEFTOVER_WORDS = ("an ai", "language model", "corrected", "improved", "revised", "reviewer",
                   "note", "todo", "fixme")  # fmt: skip
"""One of these stands in every such text."""


def _has_leftover(text: str) -> bool:
    if text.isascii():
        lower = text.lower()
        if not any(word in lower for word in _LEFTOVER_WORDS):
            return False
    return _LEFTOVER.search(text.replace("’", "'")) is not None


def _leftovers(context: CheckContext) -> Findings:
    return _where(
        context,
        "leftover",
        lambda row: _has_leftover(row.ideal),
        "with stock phrases of a model or a reviewer's note left in",
    )


def _absent_facts(context: CheckContext) -> Findings:
    facts = context.new_facts
    bad = [row.case_id for row in context.rows if facts.get(row.case_key)]
    named = _first_words(fact for found in facts.values() for fact in found)
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'ideal answer')} with names or numbers that the input does not "
        f"hold ({named}): training on them teaches the model to invent.",
    )


def _first_words(words: Iterable[str]) -> str:
    return ", ".join(list(dict.fromkeys(words))[:3])


def _alike_pair(context: CheckContext) -> Findings:
    from rapidfuzz.distance import Indel  # loaded when first needed

    limit = context.thresholds["pair_alike"]
    bad = [
        row.case_id
        for row in context.rows
        if not row.keep and Indel.normalized_similarity(row.ideal, row.output) >= limit
    ]
    return Findings(
        tuple(bad), f"{counted(len(bad), 'preference pair')} alike to {percent(limit)} or more."
    )


def parses_as_json(text: str) -> bool:
    """Whether a text is a JSON object or array."""
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False


CHECKS = (
    Check(11, "Empty or placeholder ideal answer", "block", "content",
          "No ideal answer is empty or a placeholder.", _empty, where="ideal",
          reads=("ideal", "expected")),
    Check(12, "Ideal answer equals the failed output", "block", "content",
          "Every ideal answer differs from the output that failed.", _equals_output,
          where="ideal", reads=("ideal", "output")),
    Check(13, "Ideal answer copied from the input", "warn", "content",
          "No ideal answer is copied from its input.", _copied, thresholds=("copied",),
          where="ideal", reads=("input", "ideal")),
    Check(14, "Truncated ideal answer", "block", "content", "No ideal answer is cut off.",
          _truncated, where="ideal", reads=("ideal", "output", "finish")),
    Check(15, "Declared output shape", "block", "content",
          "Every ideal answer has the shape its case declares.", _declared_schema, file=False,
          reads=("ideal", "metadata")),
    Check(16, "Garbled text", "warn", "content", "No garbled text or control characters.",
          _garbled, where="ideal", reads=("ideal",)),
    Check(18, "Boilerplate or notes left in", "warn", "content",
          "No stock phrases or notes are left in the ideal answers.", _leftovers,
          where="ideal", reads=("ideal",)),
    Check(19, "Facts absent from the input", "warn", "content",
          "No ideal answer holds names or numbers that its input lacks.", _absent_facts,
          BEST_PRACTICE, ("rare_words",), where="ideal",
          reads=("input", "ideal", "output", "reviewed")),
    Check(20, "Preference pair too alike", "block", "content",
          "The two answers of every pair differ.", _alike_pair, thresholds=("pair_alike",),
          pairs=True, where="ideal", reads=("ideal", "output")),
)  # fmt: skip
