"""OpenAI stored completions: listed without their questions, which are listed apart.

`GET /chat/completions` gives the answers; `GET /chat/completions/{id}/messages` the messages of
one of them, whose ids are the completion's with a number behind it ("chatcmpl-x-0"). Answers and
messages are given together, each in as many files and pages as there are.
Facts: https://platform.openai.com/docs/api-reference/chat/list
"""

from __future__ import annotations

import re

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in
from curator.importing.containers.rows import Document, Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import conversation_of, scalar_text
from curator.importing.formats.base import Found, ReadRow, part_format, row_format
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

NAME = "openai-stored"
_NUMBERED = re.compile(r"(.+)-(\d{1,6})")
_QUESTIONS = ("messages", "request", "request_body", "body", "input", "prompt")
_TAKEN = ("id", "object", "choices", "model", "created", "usage", "tools", "metadata", "input_user")


def reader(file: RowFile) -> ReadRow:
    """How completions are read, with the messages of the files beside them."""
    asked = _messages(file)

    def read(row: Row) -> Found:
        if _is_completion(row.value):
            return cases_of(_call(row.line, row.value, asked))
        found: list[IncomingCase | RowProblem] = []
        for completion in filter(_is_completion, objects_in(row.value.get("data"))):
            try:
                found.extend(cases_of(_call(row.line, completion, asked)))
            except RowProblem as problem:
                found.append(problem)
        return found

    return read


def _call(line: int, completion: JsonObject, asked: dict[str, list[JsonObject]]) -> Call:
    identifier = scalar_text(completion.get("id")) or ""
    messages = asked.get(identifier)
    if messages is None:
        where = "among the messages given" if asked else "here: its messages are listed apart"
        raise RowProblem(
            f'what was asked in "{identifier}" is not {where}; import both files together', "id"
        )
    about = object_at(completion, "metadata")
    answers = answers_of({name: completion[name] for name in completion if name != "tools"})
    answers.rest = {}
    return Call(
        line=line,
        asked=asked_messages(list[JsonValue](messages)),
        answers=answers,
        id=identifier,
        tools=tuple(objects_in(completion.get("tools"))),
        conversation=conversation_of(about, completion),
        metadata={**about, **left_of(completion, *_TAKEN)},
    )


def _messages(file: RowFile) -> dict[str, list[JsonObject]]:
    """Messages by completion, in their order; what they leave empty left out."""
    numbered: dict[str, list[tuple[int, JsonObject]]] = {}
    for companion in file.companions:
        for row in companion.rows():
            if not isinstance(row, Row):
                continue
            listed = [row.value] if _is_message(row.value) else objects_in(row.value.get("data"))
            for message in filter(_is_message, listed):
                match = _NUMBERED.fullmatch(str(message["id"]))
                if match is not None:
                    entry = (int(match[2]), _chat(message))
                    numbered.setdefault(match[1], []).append(entry)
    return {
        identifier: [message for _, message in sorted(found, key=lambda one: one[0])]
        for identifier, found in numbered.items()
    }


def _chat(message: JsonObject) -> JsonObject:
    parts = message.get("content_parts")
    chat = {
        name: value
        for name, value in message.items()
        if name not in ("id", "content_parts") and (value is not None or name == "content")
    }
    return {**chat, "content": parts} if isinstance(parts, list) and parts else chat


def _is_completion(row: JsonObject) -> bool:
    return (
        row.get("object") == "chat.completion"
        and isinstance(row.get("choices"), list)
        and not any(row.get(name) for name in _QUESTIONS)
    )


def _is_message(row: JsonObject) -> bool:
    identifier = row.get("id")
    return (
        isinstance(identifier, str)
        and _NUMBERED.fullmatch(identifier) is not None
        and isinstance(row.get("role"), str)
        and ("content" in row or "tool_calls" in row)
        and "choices" not in row
    )


def _is_page(row: JsonObject, of: str) -> bool:
    listed = objects_in(row.get("data")) if row.get("object") == "list" else []
    is_one = _is_completion if of == "completions" else _is_message
    return bool(listed) and all(map(is_one, listed))


def _is_row(row: JsonObject) -> bool:
    return _is_completion(row) or _is_page(row, "completions")


def _is_part(row: JsonObject) -> bool:
    return _is_message(row) or _is_page(row, "messages")


def _locate(root: JsonObject) -> Document | None:
    if _is_page(root, "completions") or _is_page(root, "messages"):
        return Document(path=("data",), context={})
    return None


def _alone(row: Row) -> Found:
    return cases_of(_call(row.line, row.value, {}))


FORMAT = row_format(
    NAME,
    "OpenAI stored completions",
    is_row=_is_row,
    read_row=_alone,
    read_file=reader,
    locate=_locate,
)
MESSAGES = part_format(
    "openai-stored-messages",
    "OpenAI stored completions' messages",
    is_row=_is_part,
    part_of=NAME,
    whole="holds what was asked: import it together with the stored completions.",
)
