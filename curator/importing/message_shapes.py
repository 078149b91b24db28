"""One message of any dialect, written as a message of chat completions."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from pydantic import JsonValue

from curator.importing.json_text import json_text
from curator.model.base import JsonObject

_LANGCHAIN = {
    "human": "user",
    "ai": "assistant",
    "system": "system",
    "tool": "tool",
    "function": "function",
    "HumanMessage": "user",
    "AIMessage": "assistant",
    "SystemMessage": "system",
    "ToolMessage": "tool",
    "FunctionMessage": "function",
    "HumanMessageChunk": "user",
    "AIMessageChunk": "assistant",
}
ITEMS = frozenset(
    {"function_call", "function_call_output", "reasoning", "custom_tool_call"}
    | {"custom_tool_call_output", "item_reference"}
)


def chat_message(value: JsonObject) -> JsonObject:
    """One message of any dialect in the shape of chat completions."""
    for read in _DIALECTS:
        found = read(value)
        if found is not None:
            return found
    return value


def _from_item(value: JsonObject) -> JsonObject | None:
    kind = value.get("type")
    if kind not in ITEMS:
        return None
    rest: JsonObject = dict(value)
    if kind in ("function_call", "custom_tool_call"):
        return {"role": "assistant", "content": "", "tool_calls": [call_of(value)]}
    if kind in ("function_call_output", "custom_tool_call_output"):
        output = rest.pop("output", "")
        content = output if isinstance(output, str | list) else json_text(output)
        return {"role": "tool", "content": content, "tool_call_id": rest.pop("call_id", None)}
    return {"role": "assistant", "content": "", **rest}


def _from_langchain(value: JsonObject) -> JsonObject | None:
    role = langchain_role(value)
    if role is None:
        return None
    inner = value.get("kwargs") or value.get("data") or value
    fields = dict(cast(JsonObject, inner))
    fields.pop("type", None)
    calls = fields.pop("tool_calls", None)
    more = fields.get("additional_kwargs")
    if isinstance(more, dict) and more.get("tool_calls"):
        calls = more["tool_calls"]
    chat: JsonObject = {"role": role, "content": fields.pop("content", "")}
    if isinstance(calls, list) and calls:
        chat["tool_calls"] = [_langchain_call(call) for call in calls]
    return chat | {name: item for name, item in fields.items() if item not in (None, {}, [])}


def langchain_role(value: JsonObject) -> str | None:
    """The role of a LangChain message, serialised in any of its ways; None for anything else."""
    path = value.get("id")
    if "lc" in value and isinstance(path, list) and path:
        kind = path[-1]
    elif isinstance(value.get("data"), dict) or "content" in value:
        kind = value.get("type")
    else:
        return None
    if "role" in value or not isinstance(kind, str):
        return None
    return _LANGCHAIN.get(kind)


def _langchain_call(call: JsonValue) -> JsonValue:
    if not isinstance(call, dict) or "args" not in call:
        return call
    return _call(call.get("id"), call.get("name"), call["args"])


def _from_openinference(value: JsonObject) -> JsonObject | None:
    """`message.role`, `message.content`, `message.tool_calls`, with or without the prefix."""
    prefixed = "message.role" in value
    if prefixed:
        value = {name.removeprefix("message."): item for name, item in value.items()}
    calls, contents = value.get("tool_calls"), value.get("contents")
    own_calls = any(
        name.startswith("tool_call") and name != "tool_call_id"
        for call in objects(calls)
        for name in call
    )
    if not isinstance(value.get("role"), str) or not (prefixed or own_calls or objects(contents)):
        return None
    chat: JsonObject = {name: item for name, item in value.items() if name != "contents"}
    if objects(contents):
        chat["content"] = [_openinference_part(part) for part in objects(contents)]
    if objects(calls):
        chat["tool_calls"] = [_openinference_call(call) for call in objects(calls)]
    chat.setdefault("content", "")
    return chat


def _openinference_part(part: JsonObject) -> JsonValue:
    inner = part.get("message_content", part)
    plain = inner if isinstance(inner, dict) else part
    return {name.removeprefix("message_content."): item for name, item in plain.items()}


def _openinference_call(call: JsonObject) -> JsonValue:
    flat = {name.removeprefix("tool_call."): item for name, item in call.items()}
    inner = flat.get("tool_call", flat)
    inner = inner if isinstance(inner, dict) else flat
    function = inner.get("function")
    function = function if isinstance(function, dict) else {}
    name = inner.get("function.name", function.get("name"))
    arguments = inner.get("function.arguments", function.get("arguments"))
    return _call(inner.get("id"), name, arguments)


def _from_parts(value: JsonObject) -> JsonObject | None:
    """OpenTelemetry's `{"role", "parts": [{"type": "text", "content"}, {"type": "tool_call"}]}`."""
    parts = value.get("parts")
    if not isinstance(value.get("role"), str) or "content" in value or not isinstance(parts, list):
        return None
    chat: JsonObject = {name: item for name, item in value.items() if name != "parts"}
    said = objects(cast(JsonValue, parts))
    calls = [part for part in said if part.get("type") == "tool_call"]
    answers = [part for part in said if part.get("type") == "tool_call_response"]
    if chat["role"] == "model":
        chat["role"] = "assistant"
    chat["content"] = [_text_part(part) for part in said]
    if all(part.get("type") == "text" for part in said) and len(said) == 1:
        chat["content"] = said[0].get("content", said[0].get("text"))
    if calls:
        chat["tool_calls"] = [
            _call(call.get("id"), call.get("name"), call.get("arguments")) for call in calls
        ]
    if answers:
        said_back = answers[0].get("response", answers[0].get("result"))
        chat |= {"role": "tool", "tool_call_id": answers[0].get("id")}
        chat["content"] = said_back if isinstance(said_back, str) else json_text(said_back)
    return chat


def _text_part(part: JsonObject) -> JsonValue:
    if part.get("type") == "text" and "text" not in part:
        return {"type": "text", "text": part.get("content", "")}
    return part


def _from_blocks(value: JsonObject) -> JsonObject | None:
    """Anthropic's turns: calls stand among the content's blocks."""
    blocks = objects(value.get("content"))
    uses = [block for block in blocks if block.get("type") == "tool_use"]
    if not uses or "tool_calls" in value:
        return None
    calls: list[JsonValue] = [
        _call(use.get("id"), use.get("name"), use.get("input")) for use in uses
    ]
    return {**value, "tool_calls": calls}


_DIALECTS: tuple[Callable[[JsonObject], JsonObject | None], ...] = (
    _from_item,
    _from_langchain,
    _from_openinference,
    _from_parts,
    _from_blocks,
)


def call_of(item: JsonObject) -> JsonObject:
    """A Responses function call as a chat completions tool call."""
    arguments = item.get("arguments", item.get("input"))
    return _call(item.get("call_id") or item.get("id"), item.get("name"), arguments)


def _call(identifier: JsonValue, name: JsonValue, arguments: JsonValue) -> JsonObject:
    text = "" if arguments is None else json_text(arguments)
    function: JsonObject = {"name": name if isinstance(name, str) else "", "arguments": text}
    known = identifier if isinstance(identifier, str) else ""
    return {"id": known, "type": "function", "function": function}


def is_type(block: JsonValue, kind: str) -> bool:
    """Whether a content block is of a kind."""
    return isinstance(block, dict) and block.get("type") == kind


def objects(value: JsonValue) -> list[JsonObject]:
    """The objects of a list; [] for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
