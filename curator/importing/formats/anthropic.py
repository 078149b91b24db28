"""Anthropic Messages: a logged request and its message, and Message Batches results with both.

A row is `{"request": {"system", "messages"…}, "response": {"type": "message", "content": […]}}`,
or the request's fields with a `response` (or the message's own fields) beside them. The log has
no time of its own. Facts: https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at
from curator.importing.containers.rows import Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import conversation_of, scalar_text, time_text
from curator.importing.formats.base import row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_REQUESTS = ("request", "request_body", "body", "params")
_RESPONSES = ("response", "response_body", "message", "output", "completion")
_BLOCKS = frozenset(
    {"text", "tool_use", "thinking", "redacted_thinking", "server_tool_use", "image"}
    | {"tool_result", "document", "web_search_tool_result"}
)


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one message; raises RowProblem."""
    value = row.value
    request_name = next((name for name in _REQUESTS if _is_request(object_at(value, name))), "")
    request = object_at(value, request_name) if request_name else value
    response_name, response = _response(value)
    if response.get("type") == "error" or (not response and value.get("error")):
        said = object_at(response or value, "error").get("message") or value.get("error")
        raise RowProblem(f"the call failed: {json_text(said)[:200]}", "error")
    if not _is_request(request):
        raise RowProblem("the messages of the request are missing", "messages")
    asked = asked_messages({"system": request.get("system"), "messages": request["messages"]})
    metadata = left_of(value, request_name, response_name, "system", "messages", "tools", "id")
    if request_name:
        rest = left_of(request, "system", "messages", "tools", "model")
        metadata |= {"request": rest} if rest else {}
    tools = request.get("tools")
    return cases_of(
        Call(
            line=row.line,
            asked=asked,
            answers=answers_of(dict(response)),
            id=scalar_text(value.get("custom_id") or value.get("request_id") or value.get("id")),
            created_at=time_text(value.get("created_at") or value.get("timestamp")),
            tools=tuple(tool for tool in tools if isinstance(tool, dict))
            if isinstance(tools, list)
            else (),
            conversation=conversation_of(value, value.get("metadata"), request.get("metadata")),
            metadata=metadata,
        )
    )


def _response(value: JsonObject) -> tuple[str, JsonObject]:
    result = object_at(value, "result")
    if result:
        if result.get("type") != "succeeded":
            said = object_at(result, "error").get("message") or result.get("type")
            raise RowProblem(f"the call failed: {json_text(said)[:200]}", "result")
        return "result", object_at(result, "message")
    for name in _RESPONSES:
        response = object_at(value, name)
        if response:
            return name, response
    raise RowProblem("the response is missing", "response")


def is_message(value: JsonValue) -> bool:
    """Whether an object is a message of this API, or an error of it."""
    if not isinstance(value, dict):
        return False
    if value.get("type") == "error":
        return isinstance(value.get("error"), dict)
    content = value.get("content")
    return (
        value.get("type") == "message"
        and isinstance(content, list)
        and all(isinstance(part, dict) and part.get("type") in _BLOCKS for part in content)
    )


def _is_request(request: JsonObject) -> bool:
    return isinstance(request.get("messages"), list)


def _is_row(row: JsonObject) -> bool:
    asked = _is_request(row) or any(_is_request(object_at(row, name)) for name in _REQUESTS)
    if not asked:
        return False
    result = object_at(row, "result")
    if result and "type" in result:
        return is_message(result.get("message")) or result.get("type") in ("errored", "expired")
    return any(is_message(object_at(row, name)) for name in _RESPONSES)


FORMAT = row_format("anthropic", "Anthropic Messages log", is_row=_is_row, read_row=read_row)
