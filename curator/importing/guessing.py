"""Guesses which column of a file holds what, from names, types and shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from curator.importing.fields import CONVERSATION_NAMES, scalar_text, time_text
from curator.importing.json_text import json_text
from curator.importing.marks import parse_mark
from curator.importing.messages import looks_like_message, looks_like_messages
from curator.importing.paths import leaves
from curator.model.base import JsonObject
from curator.model.importing import FieldGuess

FIELDS = (
    "input",
    "output",
    "system",
    "expected",
    "ideal",
    "mark",
    "note",
    "tags",
    "model",
    "created_at",
    "id",
    "conversation",
    "reviewer",
)
"""The fields of a case that a column can feed."""

NAMES: dict[str, tuple[str, ...]] = {
    "mark": ("mark", "is_correct", "correct", "pass", "passed", "is_pass", "label"),
    "ideal": (
        "ideal",
        "ideal_answer",
        "ideal_output",
        "ideal_response",
        "corrected_output",
        "correction",
        "corrected",
        "preferred_output",
        "chosen",
    ),
    "output": (
        "output",
        "response",
        "completion",
        "model_output",
        "model_response",
        "model_answer",
        "prediction",
        "generated_text",
        "generation",
        "generated",
        "outputs",
        "output_text",
        "answer",
        "reply",
        "assistant",
        "chatgpt_response",
        "bot_response",
        "predicted",
        "result",
        "solution",
        "rejected",
    ),
    "input": (
        "input",
        "messages",
        "prompt",
        "question",
        "query",
        "instruction",
        "user_query",
        "user_message",
        "user_input",
        "request",
        "inputs",
        "input_text",
        "user_prompt",
        "conversation",
        "conversations",
        "problem",
        "user",
    ),
    "expected": (
        "expected",
        "expected_output",
        "expected_answer",
        "ground_truth",
        "reference",
        "reference_answer",
        "reference_output",
        "gold",
        "gold_answer",
        "gold_label",
        "correct_answer",
        "target",
        "answer",
    ),
    "system": ("system", "system_prompt", "system_message", "system_instruction"),
    "note": ("note", "notes"),
    "tags": ("failure_mode", "failure_modes", "error_category", "error_type"),
    "model": ("model", "model_name", "model_id", "engine", "deployment"),
    "created_at": (
        "created_at",
        "created",
        "timestamp",
        "start_time",
        "started_at",
        "created_time",
        "datetime",
        "time",
        "date",
    ),
    "id": (
        "id",
        "case_id",
        "uuid",
        "uid",
        "request_id",
        "call_id",
        "custom_id",
        "example_id",
        "row_id",
        "sample_id",
    ),
    "conversation": CONVERSATION_NAMES,
    "reviewer": ("reviewer", "annotator", "labeler", "labeller", "annotated_by"),
}
"""Names by field, the likeliest first; fields in the order in which they choose.

"tags" alone is no reviewer's failure mode in anybody else's file, so it is not guessed.
"""
_PERSONAL_NAMES = re.compile(
    r"(^|_)(e_?mail|phone|telephone|mobile|ssn|first_name|last_name|full_name|surname|address"
    r"|birth_?date|date_of_birth|dob|iban|passport)($|_)"
)
_PERSONAL_VALUES = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[A-Za-z]{2,}"
    r"|(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)|\d{2,4})[ .-]\d{3,4}[ .-]\d{3,4}(?![\w.])"
)
_EXAMPLE_LENGTH = 120
_DEEPEST = 2
"""How far inside a row an input or output is guessed; deeper ones belong to something else."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column or dotted field with its values in the sampled rows that have it."""

    name: str
    depth: int
    values: tuple[JsonValue, ...]

    @property
    def present(self) -> list[JsonValue]:
        return [value for value in self.values if value is not None and value != ""]


def columns_of(rows: Sequence[JsonObject], header: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of sampled rows in order of appearance; objects are opened up."""
    values: dict[tuple[str, ...], list[JsonValue]] = {(name,): [] for name in header}
    for row in rows:
        for path, value in leaves(row):
            values.setdefault(path, []).append(value)
    return tuple(Column(".".join(path), len(path), tuple(found)) for path, found in values.items())


def guess_fields(columns: Sequence[Column], taken: dict[str, str]) -> dict[str, str]:
    """Column by field: `taken` (what the user said) completed by guesses.

    A user's "" for a field means: no column, and none is guessed. No column is guessed twice.
    """
    fields = dict(taken)
    for field in NAMES:
        if field not in fields:
            found = candidates(columns, field, set(fields.values()))
            if len(found) == 1:
                fields[field] = found[0]
    return {field: column for field, column in fields.items() if column}


def candidates(columns: Sequence[Column], field: str, used: set[str]) -> list[str]:
    """The likeliest columns for a field: several when nothing tells them apart."""
    fits = _FITS.get(field, _is_any)
    free = [
        column
        for column in columns
        if column.name not in used
        and column.present
        and (column.depth <= _DEEPEST or field not in ("input", "output"))
    ]
    for name in NAMES[field]:
        found = [column for column in free if _matches(column, name) and fits(column)]
        if found:
            depth = min(column.depth for column in found)
            return [column.name for column in found if column.depth == depth]
    if field == "input":
        return [column.name for column in free if _all(column, looks_like_messages)]
    return []


def field_guesses(columns: Sequence[Column], fields: dict[str, str]) -> tuple[FieldGuess, ...]:
    """Every column with its field, an example and whether it looks personal."""
    by_column = {column: field for field, column in fields.items()}
    return tuple(
        FieldGuess(
            column=column.name,
            field=by_column.get(column.name),
            example=_example(column),
            personal=_is_personal(column),
        )
        for column in columns
    )


def _matches(column: Column, name: str) -> bool:
    leaf = column.name.rpartition(".")[2] if column.depth > 1 else column.name
    return plain_name(leaf) == name


def plain_name(name: str) -> str:
    """ "Ground Truth", "groundTruth" and "ground-truth" are all "ground_truth"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def _all(column: Column, test: Callable[[JsonValue], bool]) -> bool:
    return bool(column.present) and all(test(value) for value in column.present)


def _is_any(column: Column) -> bool:
    return bool(column.present)


def _is_mark(column: Column) -> bool:
    return _all(column, lambda value: parse_mark(value) is not None)


def _is_asked(column: Column) -> bool:
    return _all(column, lambda value: isinstance(value, str | list | dict))


def _is_answer(column: Column) -> bool:
    return _all(column, lambda value: not isinstance(value, list) or looks_like_messages(value))


def _is_text(column: Column) -> bool:
    return _all(column, lambda value: isinstance(value, str))


def _is_scalar(column: Column) -> bool:
    return _all(column, lambda value: scalar_text(value) is not None)


def _is_time(column: Column) -> bool:
    return _all(column, lambda value: time_text(value) is not None)


def _is_id(column: Column) -> bool:
    texts = [scalar_text(value) for value in column.present]
    return None not in texts and len(set(texts)) == len(texts)


_FITS: dict[str, Callable[[Column], bool]] = {
    "mark": _is_mark,
    "input": _is_asked,
    "output": _is_answer,
    "system": _is_text,
    "note": _is_text,
    "model": _is_text,
    "created_at": _is_time,
    "id": _is_id,
    "conversation": _is_scalar,
    "reviewer": _is_text,
}


def _example(column: Column) -> str:
    text = json_text(column.present[0]) if column.present else ""
    return text if len(text) <= _EXAMPLE_LENGTH else f"{text[:_EXAMPLE_LENGTH]}…"


def _is_personal(column: Column) -> bool:
    if _PERSONAL_NAMES.search(plain_name(column.name)):
        return True
    texts = (json_text(value) for value in column.present if not looks_like_message(value))
    return any(_PERSONAL_VALUES.search(text[:10_000]) for text in texts)
