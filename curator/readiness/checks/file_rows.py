"""A fine-tuning file as checks read it: lines, decoded rows, and rows in the dataset's shape."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import orjson
from pydantic import JsonValue

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.message import Message, ToolCall
from curator.readiness.checks.file_formats import Answers, Container, FileFormat
from curator.readiness.checks.file_tables import FileLine, FileRows, read_table
from curator.readiness.checks.file_turns import text_of


def read_rows(path: Path, container: Container = "jsonl") -> FileRows:
    """Read a file row by row. Blank lines at the end of JSON Lines are not rows.

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
    if container != "jsonl":
        return read_table(path, content, container)
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
        value: JsonValue = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        result.faults.append((number, _fault(raw, error)))
        return
    if isinstance(value, dict):
        result.lines.append(FileLine(number, value))
    else:
        result.faults.append((number, "is not one JSON object"))


def _fault(raw: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as not_text:
        return f"is not UTF-8 at byte {not_text.start + 1}"
    return f"is not valid JSON ({error.msg})"


def as_dataset_rows(rows: FileRows, file_format: FileFormat) -> tuple[DatasetRow, ...]:
    """The file's rows as examples; lines without the needed shape are for the schema checks."""
    made = (_dataset_row(line, file_format) for line in rows.lines)
    return tuple(row for row in made if row is not None)


def _dataset_row(line: FileLine, file_format: FileFormat) -> DatasetRow | None:
    conversations = [read_messages(turns) for turns in file_format.turns(line.row)]
    found = _example(line.row, conversations, file_format)
    if found is None:
        return None
    messages, answers = found
    if answers.ideal is None:
        return None
    return DatasetRow(
        case_key=line.number,
        case_id=str(line.number),
        group=str(line.number),
        split="train",
        input=tuple(messages),
        ideal=answers.ideal,
        output=answers.output,
        keep=answers.keep,
    )


def _example(
    row: JsonObject, conversations: list[list[Message] | None], file_format: FileFormat
) -> tuple[list[Message], Answers] | None:
    """The row's input with its answers; None where its shape does not give them."""
    first = conversations[0] if conversations else None
    if not first:
        return None
    if file_format.answers is not None:
        asked = first if file_format.ends_with == "user" else first[:-1]
        return asked, file_format.answers(row)
    if file_format.pairs:
        second = conversations[1] if len(conversations) > 1 else None
        return (first[:-1], Answers(first[-1].text, second[-1].text)) if second else None
    return (first[:-1], Answers(first[-1].text)) if first[-1].role == "assistant" else None


def read_messages(turns: Sequence[JsonObject]) -> list[Message] | None:
    """Neutral turns as messages, or None where one has no role."""
    messages: list[Message] = []
    for item in turns:
        if not isinstance(item.get("role"), str):
            return None
        messages.append(
            Message(
                role=str(item["role"]),
                content=text_of(item.get("content")),
                tool_calls=tuple(_tool_calls(item.get("tool_calls"))),
            )
        )
    return messages


def _tool_calls(value: JsonValue) -> list[ToolCall]:
    calls: list[ToolCall] = []
    for item in value if isinstance(value, list) else []:
        function = item.get("function") if isinstance(item, dict) else None
        if isinstance(function, dict):
            arguments = function.get("arguments", "")
            text = arguments if isinstance(arguments, str) else json.dumps(arguments)
            calls.append(ToolCall(name=str(function.get("name", "")), arguments=text))
    return calls
