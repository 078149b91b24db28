"""OpenAI Responses: a logged request and response, or a stored response with its input items.

A row is `{"request": {"input", "instructions"…}, "response": {"object": "response", "output"…}}`,
a response object with its `input` beside, or one with its listed `input_items`. A history that
hides behind `previous_response_id` is not in the log: the case's metadata says so.

Facts: https://platform.openai.com/docs/api-reference/responses
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of, system_message
from curator.importing.calls import Call, cases_of, left_of, object_at
from curator.importing.containers.rows import Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import conversation_of, scalar_text, time_text
from curator.importing.formats.base import row_format
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

HIDDEN = "The conversation before this call is not in the log (previous_response_id)."


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one response; raises RowProblem."""
    return cases_of(call_of(row))


def call_of(row: Row) -> Call:
    """One logged call of the Responses API; raises RowProblem."""
    value = row.value
    request = object_at(value, "request") or object_at(value, "body")
    response = _response(value)
    answers = answers_of(dict(response))
    found = request.get("input", value.get("input", value.get("input_items")))
    if isinstance(found, dict) and isinstance(found.get("data"), list):
        found = found["data"]
    if found in (None, "", []):
        raise RowProblem("the input is missing", "input")
    asked = asked_messages(found)
    instructions = request.get("instructions") or value.get("instructions") or answers.instructions
    if isinstance(instructions, str) and instructions:
        asked = (system_message(instructions), *asked)
        answers.rest.pop("instructions", None)
    metadata: JsonObject = {}
    if response is not value:
        metadata = left_of(value, "request", "response", "input", "input_items", "id")
    taken = ("input", "instructions", "tools", "model")
    if request and (rest := left_of(request, *taken)):
        metadata["request"] = rest
    if response is value:
        for name in ("input", "input_items"):
            answers.rest.pop(name, None)
    if request.get("previous_response_id") or response.get("previous_response_id"):
        metadata["incomplete input"] = HIDDEN
    conversation = response.get("conversation") or request.get("conversation")
    if isinstance(conversation, dict):
        conversation = conversation.get("id")
    tools = request.get("tools")
    return Call(
        line=row.line,
        asked=asked,
        answers=answers,
        id=scalar_text(value.get("id")) or answers.id,
        created_at=answers.created_at or time_text(value.get("created_at")),
        tools=tuple(tool for tool in tools if isinstance(tool, dict))
        if isinstance(tools, list)
        else (),
        conversation=scalar_text(conversation)
        or conversation_of(value, value.get("metadata"), response.get("metadata"), request),
        metadata=metadata,
    )


def is_response(value: JsonValue) -> bool:
    """Whether an object is a response of this API."""
    if not isinstance(value, dict) or not isinstance(value.get("output"), list):
        return False
    return value.get("object") == "response" or "incomplete_details" in value


def _response(value: JsonObject) -> JsonObject:
    response = object_at(value, "response")
    body = object_at(response, "body")
    return body or response or value


def _is_row(row: JsonObject) -> bool:
    return is_response(row) or is_response(_response(row))


FORMAT = row_format("openai-responses", "OpenAI Responses log", is_row=_is_row, read_row=read_row)
