"""A fine-tuning file as checks read it: lines, decoded rows, and rows in the dataset's shape."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from pydantic import JsonValue, TypeAdapter

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.message import Message, ToolCall

_VALUE: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line that decodes to an object. `number` counts from 1."""

    number: int
    row: JsonObject


@dataclass(slots=True)
class FileRows:
    """A read file. `faults` are the lines that are no JSON object in UTF-8, with the reason."""

    size: int
    lines: list[FileLine] = field(default_factory=list[FileLine])
    faults: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


def read_rows(path: Path) -> FileRows:
    """Read a JSONL file line by line. Blank lines at the end are not rows.

    Raises CuratorError when the file cannot be read at all.
    """
    if path.is_dir():
        raise CuratorError(
            f"{path} is a folder: name one of the files in it, such as train.jsonl.", file=path
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CuratorError(
            f"{path} could not be read: {error.strerror or error}.", file=path
        ) from error
    result = FileRows(size=len(content))
    raw_lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    while raw_lines and not raw_lines[-1].strip():
        raw_lines.pop()
    for number, raw in enumerate(raw_lines, start=1):
        _read_line(result, number, raw)
    return result


def _read_line(result: FileRows, number: int, raw: bytes) -> None:
    if not raw.strip():
        result.faults.append((number, "is empty"))
        return
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        result.faults.append((number, f"is not UTF-8 at byte {error.start + 1}"))
        return
    try:
        value = _VALUE.validate_python(orjson.loads(raw))
    except orjson.JSONDecodeError as error:
        result.faults.append((number, f"is not valid JSON ({error.msg})"))
        return
    if isinstance(value, dict):
        result.lines.append(FileLine(number, value))
    else:
        result.faults.append((number, "is not one JSON object"))


def as_dataset_rows(rows: FileRows, preference: bool) -> tuple[DatasetRow, ...]:
    """The file's rows as examples; lines without the needed shape are for the schema checks."""
    made = (_dataset_row(line, preference) for line in rows.lines)
    return tuple(row for row in made if row is not None)


def _dataset_row(line: FileLine, preference: bool) -> DatasetRow | None:
    output = ""
    if preference:
        asked = line.row.get("input")
        messages = read_messages(asked.get("messages") if isinstance(asked, dict) else None)
        ideal = _answer(line.row.get("preferred_output"))
        output = _answer(line.row.get("non_preferred_output")) or ""
    else:
        turns = read_messages(line.row.get("messages"))
        if not turns or turns[-1].role != "assistant":
            return None
        messages, ideal = turns[:-1], turns[-1].text
    if messages is None or ideal is None:
        return None
    return DatasetRow(
        case_key=line.number,
        case_id=str(line.number),
        group=str(line.number),
        split="train",
        input=tuple(messages),
        ideal=ideal,
        output=output,
    )


def _answer(value: JsonValue) -> str | None:
    messages = read_messages(value)
    return messages[-1].text if messages else None


def read_messages(value: JsonValue) -> list[Message] | None:
    """Chat messages, or None where the value is not a list of objects with a role."""
    if not isinstance(value, list):
        return None
    messages: list[Message] = []
    for item in value:
        if not isinstance(item, dict) or not isinstance(item.get("role"), str):
            return None
        messages.append(
            Message(
                role=str(item["role"]),
                content=_content(item.get("content")),
                tool_calls=tuple(_tool_calls(item.get("tool_calls"))),
            )
        )
    return messages


def _content(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    texts = [part.get("text") for part in value if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str))


def _tool_calls(value: JsonValue) -> list[ToolCall]:
    calls: list[ToolCall] = []
    for item in value if isinstance(value, list) else []:
        function = item.get("function") if isinstance(item, dict) else None
        if isinstance(function, dict):
            arguments = function.get("arguments", "")
            text = arguments if isinstance(arguments, str) else json.dumps(arguments)
            calls.append(ToolCall(name=str(function.get("name", "")), arguments=text))
    return calls
