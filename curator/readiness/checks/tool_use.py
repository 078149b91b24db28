"""Tool calls in a conversation: what a training job or a model would stumble over."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from pydantic import JsonValue

from curator.model.base import JsonObject


def tool_fault(turns: Sequence[JsonObject], row: JsonObject) -> str | None:
    """The first fault of a conversation's tool calls, None where there is none.

    Arguments must parse as one JSON object, a result must answer a call made before it, and a
    called function must be declared where the row declares any.
    """
    if not any("tool_calls" in turn or "tool_call_id" in turn for turn in turns):
        return None
    declared = _declared(row)
    called: set[str] = set()
    for turn in turns:
        for call in _calls(turn):
            fault = _call_fault(call, declared)
            if fault is not None:
                return fault
            if isinstance(call.get("id"), str):
                called.add(str(call["id"]))
        answered = turn.get("tool_call_id")
        if turn.get("role") == "tool" and isinstance(answered, str) and answered not in called:
            return f"a tool result answers the call {answered!r}, which nothing made"
    return None


def _call_fault(call: JsonObject, declared: set[str]) -> str | None:
    function = call.get("function")
    if not isinstance(function, dict):
        return None  # the shape has a check of its own
    name, arguments = function.get("name"), function.get("arguments")
    if isinstance(name, str) and declared and name not in declared:
        return f"it calls {name!r}, which the row does not declare"
    if isinstance(arguments, str) and not _is_object(arguments):
        return f"the arguments of {name!r} are no JSON object"
    return None


def _is_object(text: str) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


def _calls(turn: JsonObject) -> list[JsonObject]:
    return _objects(turn.get("tool_calls"))


def _declared(row: JsonObject) -> set[str]:
    """Names under `tools`, wherever the format keeps them; empty when none is declared."""
    asked = row.get("input")
    held = row.get("tools") or (asked.get("tools") if isinstance(asked, dict) else None)
    if isinstance(held, str):
        try:
            held = orjson.loads(held)
        except orjson.JSONDecodeError:
            return set()
    names = [
        function.get("name")
        for tool in _objects(held)
        if isinstance(function := tool.get("function", tool), dict)
    ]
    return {name for name in names if isinstance(name, str)}


def _objects(value: JsonValue) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
