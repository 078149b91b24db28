"""Curator JSONL, our own format: one case a line, everything there and back.

Keys: `id`, `input` (text or messages), `output` (text or message), `model`, `created_at`,
`expected`, `mark`, `note`, `tags`, `severity` (low, medium or high, of a failure), `ideal`,
`reviewer`, `metadata`, and beside them `tools`, `usage` and `conversation`; all but input and
output optional. `input: "text"` is one user message, `output: "text"` one assistant message.
"" is a value, null is the same as not there.
Keys not named here go to metadata; without `conversation` a conversation, session or user id
found among them or in the metadata groups the cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from pydantic import JsonValue

from curator.importing.assemble import incoming_case
from curator.importing.containers.rows import Row, RowFile
from curator.importing.fields import (
    answer_text,
    conversation_of,
    gather_metadata,
    scalar_text,
    tag_list,
    time_text,
)
from curator.importing.formats.base import row_format
from curator.importing.json_text import encode_json, json_text, kind_of
from curator.importing.marks import parse_mark
from curator.importing.messages import (
    assistant_message,
    message_from_json,
    message_to_json,
    messages_from_json,
    user_message,
)
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import CarriedReview, Case, IncomingCase
from curator.model.message import Message
from curator.model.review import Mark, Review, Severity

_T = TypeVar("_T")
_JUDGED = frozenset({"mark", "note", "ideal", "reviewer"})
_KEYS = _JUDGED.union(
    ("id", "input", "output", "model", "created_at", "expected", "tags"),
    ("metadata", "tools", "usage", "conversation"),
)
_NEARLY_ALL = 0.9
_REVIEW_KEYS = _JUDGED | {"tags"}
_SEVERITIES = {one.value: one for one in Severity}
_NO_REVIEW = CarriedReview()


def encode(case: Case | IncomingCase, review: Review | CarriedReview | None = None) -> bytes:
    """One line of Curator JSONL without its line feed; `read_row` gives back the same case."""
    return encode_json(to_row(case, review))


def to_row(case: Case | IncomingCase, review: Review | CarriedReview | None = None) -> JsonObject:
    """A case and its review as a row.

    An ideal answer that nobody accepted is left out, as it would come back as a person's.
    """
    if review is None and isinstance(case, IncomingCase):
        review = case.review
    row: JsonObject = {
        "id": case.id,
        "input": _input_to_json(case.input),
        "output": _output_to_json(case.output),
        "model": case.model,
        "created_at": case.created_at,
        "expected": case.expected,
        "conversation": case.conversation,
        "tools": list(case.tools) or None,
        "usage": case.usage or None,
        "metadata": case.metadata or None,
    }
    if review is not None:
        row |= _review_to_json(review)
    row = {key: value for key, value in row.items() if value is not None}
    if case.conversation is None and conversation_of(case.metadata) is not None:
        row["conversation"] = None  # else it would be read from the metadata
    return row


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one row; raises RowProblem naming the field."""
    value = row.value
    rest = {key: item for key, item in value.items() if key not in _KEYS}
    severity = _severity(value)
    if severity is not None:
        rest.pop("severity")
    if value.get("metadata") is not None:
        rest["metadata"] = value["metadata"]
    case = incoming_case(
        line=row.line,
        id=_read(value, "id", _scalar) or None,
        input=_input(value),
        output=_output(value),
        model=_read(value, "model", _scalar),
        created_at=_read(value, "created_at", _time),
        expected=_read(value, "expected", json_text),
        tools=_read(value, "tools", _objects) or (),
        usage=_read(value, "usage", _object) or {},
        metadata=gather_metadata(rest) if rest else rest,
        conversation=(
            _read(value, "conversation", _scalar)
            if "conversation" in value
            else conversation_of(rest, rest.get("metadata"))
        ),
        review=_review(value, severity) if value.keys() & _REVIEW_KEYS else _NO_REVIEW,
    )
    return (case,)


def _is_row(row: JsonObject) -> bool:
    both = "input" in row and "output" in row
    if row.keys() <= _KEYS:
        return both or "input" in row or "output" in row
    return both and not _JUDGED.isdisjoint(row)


def _detect(file: RowFile) -> float:
    """Rows with our keys alone; or with others too, where any of them carries a judgement.

    Somebody else's input and output with tags is left to the mapping, which takes judgements
    for suggestions: the safe side.
    """
    rows = file.sample
    if not rows:
        return 0.0
    ours = any(not _JUDGED.isdisjoint(row) and _is_row(row) for row in rows)
    fitting = sum(_is_row(row) or (ours and "input" in row and "output" in row) for row in rows)
    share = fitting / len(rows)
    return share if ours or share >= _NEARLY_ALL else 0.0


def _input(row: JsonObject) -> tuple[Message, ...]:
    value = row.get("input")
    if isinstance(value, str):
        return (user_message(value),)
    if value is None:
        raise RowProblem("the input is missing", "input")
    try:
        return messages_from_json(value)
    except RowProblem as problem:
        raise problem.inside("input") from None


def _output(row: JsonObject) -> Message:
    value = row.get("output")
    if isinstance(value, str):
        return assistant_message(value)
    if value is None:
        raise RowProblem("the output is missing", "output")
    try:
        return message_from_json(value, default_role="assistant")
    except RowProblem as problem:
        raise problem.inside("output") from None


def _severity(row: JsonObject) -> Severity | None:
    """A failure's severity; anybody else's field of that name stays metadata."""
    found = row.get("severity")
    if not isinstance(found, str) or parse_mark(row.get("mark")) is not Mark.FAIL:
        return None
    return _SEVERITIES.get(found)


def _review(row: JsonObject, severity: Severity | None) -> CarriedReview:
    return CarriedReview(
        mark=_read(row, "mark", _mark),
        note=_read(row, "note", _text) or None,
        tags=_read(row, "tags", tag_list) or (),
        severity=severity,
        ideal=_read(row, "ideal", answer_text),
        reviewer=_read(row, "reviewer", _text) or None,
    )


def _read(row: JsonObject, key: str, read: Callable[[JsonValue], _T]) -> _T | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return read(value)
    except RowProblem as problem:
        raise problem.inside(key) from None


def _mark(value: JsonValue) -> Mark:
    mark = parse_mark(value)
    if mark is None:
        raise RowProblem(f"the mark is {json_text(value)[:40]}; use pass, fail or skip")
    return mark


def _scalar(value: JsonValue) -> str:
    if isinstance(value, list | dict):
        raise RowProblem(f"is {kind_of(value)}, not text")
    return value if isinstance(value, str) else scalar_text(value) or ""


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise RowProblem(f"is {kind_of(value)}, not text")
    return value


def _time(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    text = time_text(value)
    if text is None:
        raise RowProblem(f"is {kind_of(value)} that is no time; write it as ISO 8601 text")
    return text


def _object(value: JsonValue) -> JsonObject:
    if not isinstance(value, dict):
        raise RowProblem(f"is {kind_of(value)}, not an object")
    return value


def _objects(value: JsonValue) -> tuple[JsonObject, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise RowProblem("is not a list of objects")
    return tuple(cast("list[JsonObject]", value))


def _input_to_json(messages: tuple[Message, ...]) -> JsonValue:
    if len(messages) == 1 and messages[0] == user_message(messages[0].content):
        return messages[0].content
    return [message_to_json(message) for message in messages]


def _output_to_json(message: Message) -> JsonValue:
    if message == assistant_message(message.content):
        return message.content
    return message_to_json(message)


def _review_to_json(review: Review | CarriedReview) -> JsonObject:
    accepted = isinstance(review, CarriedReview) or review.ideal_accepted
    return {
        "mark": review.mark.value if review.mark is not None else None,
        "note": review.note or None,
        "tags": list(review.tags) or None,
        "severity": review.severity.value if review.severity is not None else None,
        "ideal": review.ideal if accepted else None,
        "reviewer": review.reviewer or None,
    }


FORMAT = row_format(
    "curator",
    "Curator JSONL",
    is_row=_is_row,
    read_row=read_row,
    detect=_detect,
)
