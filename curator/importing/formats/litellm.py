"""LiteLLM: spend logs and the standard logging payload, one call a row.

Facts: https://docs.litellm.ai/docs/proxy/logging_spec
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in
from curator.importing.containers.rows import Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import conversation_of, scalar_text, time_text
from curator.importing.formats.base import row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_TOKENS = ("prompt_tokens", "completion_tokens", "total_tokens")
_TAKEN = ("messages", "response", "request_id", "id", "startTime", "model", "proxy_server_request")
_EMPTY: tuple[JsonValue, ...] = (None, "", [], {})


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The cases of one call; raises RowProblem for one that failed."""
    value = row.value
    if value.get("status") == "failure" or (
        value.get("response") in _EMPTY and value.get("error_str")
    ):
        said = value.get("error_str") or object_at(value, "error_information").get("error_message")
        raise RowProblem(f"the call failed: {json_text(said)[:200]}", "error_str")
    asked = value.get("messages")
    request = object_at(value, "proxy_server_request")
    if asked in _EMPTY:
        asked = request.get("messages", request.get("input"))
    if asked in _EMPTY:
        raise RowProblem("the messages are not in this log (they were not stored)", "messages")
    if value.get("response") in _EMPTY:
        raise RowProblem("the response is not in this log (it was not stored)", "response")
    usage = {name: value[name] for name in _TOKENS if value.get(name) is not None}
    parameters = object_at(value, "model_parameters")
    metadata = left_of(value, *_TAKEN, *_TOKENS, "metadata")
    metadata |= object_at(value, "metadata")
    return cases_of(
        Call(
            line=row.line,
            asked=asked_messages(asked),
            answers=answers_of(value["response"]),
            id=scalar_text(value.get("request_id") or value.get("id")),
            model=scalar_text(value.get("model")),
            created_at=time_text(value.get("startTime")),
            usage=usage,
            tools=tuple(objects_in(parameters.get("tools") or request.get("tools"))),
            conversation=scalar_text(value.get("session_id") or value.get("trace_id"))
            or conversation_of(value, object_at(value, "metadata")),
            metadata=metadata,
        )
    )


def _is_row(row: JsonObject) -> bool:
    own = ("call_type", "startTime", "response_cost", "spend", "api_base", "hidden_params")
    return ("messages" in row or "proxy_server_request" in row) and (
        "call_type" in row and sum(name in row for name in own) >= 2
    )


FORMAT = row_format("litellm", "LiteLLM log", is_row=_is_row, read_row=read_row)
