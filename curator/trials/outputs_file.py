"""Outputs made elsewhere: JSONL of {"id", "output", "mark"?, "note"?}."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
from pydantic import JsonValue, TypeAdapter, ValidationError

from curator.errors import CuratorError
from curator.model.message import Message, ToolCall
from curator.model.review import Mark

_value: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_PASS = {"pass", "true", "1", "yes"}
_FAIL = {"fail", "false", "0", "no"}


class OutputRow(NamedTuple):
    """One line of the file."""

    line: int
    case_id: str
    output: Message
    mark: Mark | None
    note: str


def read_outputs(path: Path) -> Iterator[OutputRow]:
    """Rows of the file in order. Raises CuratorError naming line and field of the first fault."""
    if path.is_dir():
        raise CuratorError(f"{path} is a folder, not a file of outputs.", file=path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise CuratorError(f"{path} could not be read: {error.strerror}.", file=path) from error
    with file:
        for number, raw in enumerate(file, start=1):
            if raw.strip():
                yield _row(path, number, raw.removeprefix(b"\xef\xbb\xbf"))


def _row(path: Path, line: int, raw: bytes) -> OutputRow:
    def trouble(reason: str, field: str | None = None) -> CuratorError:
        sentence = f"{path.name}, line {line}: {reason}"
        return CuratorError(sentence, file=path, line=line, field=field)

    try:
        row = _value.validate_python(orjson.loads(raw))
    except (orjson.JSONDecodeError, ValidationError) as error:
        raise trouble(f"not valid JSON ({error}).") from error
    if not isinstance(row, dict):
        raise trouble('expected an object like {"id": …, "output": …}.')
    case_id = row.get("id")
    if not isinstance(case_id, str | int) or isinstance(case_id, bool):
        raise trouble('"id" must be the id of a case.', "id")
    message = _message(row.get("output"))
    if message is None:
        raise trouble('"output" must be a text or a message.', "output")
    given = row.get("mark")
    mark = _mark(given)
    if mark is None and given not in (None, ""):
        raise trouble(f'"mark" must be pass, fail or skip, not “{given}”.', "mark")
    note = row.get("note")
    return OutputRow(
        line,
        str(case_id),
        message,
        mark,
        note if isinstance(note, str) else "",
    )


def _mark(value: JsonValue) -> Mark | None:
    word = str(value).strip().lower()
    if word in _PASS:
        return Mark.PASS
    if word in _FAIL:
        return Mark.FAIL
    return Mark.SKIP if word == "skip" else None


def _message(value: JsonValue) -> Message | None:
    if isinstance(value, str):
        return Message(role="assistant", content=value)
    if not isinstance(value, dict):
        return None
    content = value.get("content")
    calls = value.get("tool_calls")
    return Message(
        role="assistant",
        content=content if isinstance(content, str) else "",
        tool_calls=tuple(_tool_call(call) for call in calls if isinstance(call, dict))
        if isinstance(calls, list)
        else (),
    )


def _tool_call(call: dict[str, JsonValue]) -> ToolCall:
    function = call.get("function")
    inner = function if isinstance(function, dict) else call
    return ToolCall(
        id=str(call.get("id") or ""),
        name=str(inner.get("name") or ""),
        arguments=str(inner.get("arguments") or ""),
    )
