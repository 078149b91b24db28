"""JSON Schema fragments (draft 2020-12) that targets share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.exporting.chat import json_list

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.model.base import JsonObject

TEXT: JsonObject = {"type": "string"}
NON_EMPTY: JsonObject = {"type": "string", "pattern": "\\S"}
TEXTS: JsonObject = {"type": "array", "items": {"type": "string"}}


def closed(properties: dict[str, JsonObject], required: Sequence[str] | None = None) -> JsonObject:
    """An object with exactly these members; all are required unless `required` names fewer."""
    members: dict[str, JsonValue] = dict(properties)
    return {
        "type": "object",
        "properties": members,
        "required": json_list(list(properties) if required is None else list(required)),
        "additionalProperties": False,
    }


def array(items: JsonObject, minimum: int = 0, maximum: int | None = None) -> JsonObject:
    """An array of `items`."""
    found: JsonObject = {"type": "array", "items": items, "minItems": minimum}
    if maximum is not None:
        found["maxItems"] = maximum
    return found


def chat_turn(roles: Sequence[str], *, tools: bool, media: bool, weight: bool) -> JsonObject:
    """One message of a conversation in the shape most services share."""
    content: JsonObject = {"type": ["string", "array"]} if media else TEXT
    properties: dict[str, JsonObject] = {
        "role": {"enum": json_list(roles)},
        "content": content,
    }
    if tools:
        function = closed({"name": NON_EMPTY, "arguments": TEXT})
        call = closed({"id": TEXT, "type": {"const": "function"}, "function": function})
        properties |= {"name": TEXT, "tool_calls": array(call, 1), "tool_call_id": TEXT}
    if weight:
        properties["weight"] = {"enum": [0, 1]}
    return closed(properties, ("role", "content"))


def answered_chat(turn: JsonObject) -> JsonObject:
    """Messages of which at least one was asked and the last is the assistant's answer."""
    return {"type": "array", "minItems": 2, "items": turn}


ANSWER: JsonObject = closed({"role": {"const": "assistant"}, "content": NON_EMPTY})
"""A single assistant message that is not empty."""
