"""Messages as chat logs write them, read into the model and written back.

What the model's `Message` has no place for stays in its `extra`, so that reading and writing
again gives the same message.
"""

from __future__ import annotations

from typing import cast

from pydantic import JsonValue

from curator.importing import assemble
from curator.importing.json_text import json_text, kind_of
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.message import Message, ToolCall
from curator.model.plain_case import PlainMessage

_KNOWN = frozenset(
    {"role", "content", "parts", "tool_calls", "tool_call_id", "name", "refusal", "extra"}
)
_NESTED = _KNOWN | {"function_call", "from"}
"""Names that would read as something else beside the message's own fields."""
_PLAIN = frozenset({"role", "content"})
_ONE_WAY = (str, int)
"""Scalars, true and false included, whose JSON has one spelling; floats have several."""
_SHAREGPT_ROLES = {
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "assistant": "assistant",
    "system": "system",
    "tool": "tool",
}


def user_message(text: str) -> Message:
    """A question without a conversation around it."""
    return assemble.plain_message("user", text)


def assistant_message(text: str) -> Message:
    """An answer that is text alone."""
    return assemble.plain_message("assistant", text)


def looks_like_messages(value: JsonValue) -> bool:
    """Whether a value is a list of chat messages (or of ShareGPT turns)."""
    return (
        isinstance(value, list)
        and len(value) > 0
        and all(isinstance(item, dict) and looks_like_message(item) for item in value)
    )


def looks_like_message(value: JsonValue) -> bool:
    """Whether a value is one chat message (or ShareGPT turn)."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("role"), str):
        return any(key in value for key in ("content", "tool_calls", "function_call", "parts"))
    return isinstance(value.get("from"), str) and "value" in value


def messages_from_json(value: JsonValue) -> tuple[Message, ...]:
    """A list of chat messages; raises RowProblem whose field starts at "[index]"."""
    if not isinstance(value, list):
        raise RowProblem(f"is {kind_of(value)}, not a list of messages")
    if not value:
        raise RowProblem("has no messages")
    messages: list[Message] = []
    for index, item in enumerate(value):
        try:
            messages.append(message_from_json(item))
        except RowProblem as problem:
            raise problem.inside(f"[{index}]") from None
    return tuple(messages)


def message_from_json(value: JsonValue, default_role: str = "") -> Message:
    """One chat message; raises RowProblem whose field starts at ".name"."""
    if not isinstance(value, dict):
        raise RowProblem(f"is {kind_of(value)}, not a message")
    role = value.get("role", default_role or None)
    if not isinstance(role, str):
        if "role" not in value and isinstance(value.get("from"), str) and "value" in value:
            return _from_sharegpt(value)
        raise RowProblem("the message has no role", ".role")
    content = value.get("content")
    if isinstance(content, str) and value.keys() <= _PLAIN:
        return assemble.plain_message(role, content)
    return _full_message(value, role, content)


def plain_messages(value: JsonValue) -> list[PlainMessage] | None:
    """A list of chat messages as a `PlainCase` holds them; None where one is not plain."""
    if not isinstance(value, list) or not value:
        return None
    messages: list[PlainMessage] = []
    for item in value:
        message = plain_message(item)
        if message is None:
            return None
        messages.append(message)
    return messages


def plain_message(value: JsonValue, default_role: str = "") -> PlainMessage | None:
    """A message as `message_from_json` reads it and a project stores it; None where not plain.

    What has no place of its own is plain where JSON can write it in one way only.
    """
    if not isinstance(value, dict):
        return None
    role, content = value.get("role", default_role or None), value.get("content")
    if not isinstance(role, str) or not isinstance(content, str):
        return None
    message: PlainMessage = {"role": role, "content": content} if content else {"role": role}
    if len(value) > 2 or "role" not in value:
        extra = _plain_extra(value)
        if extra is None:
            return None
        if extra:
            message["extra"] = extra
    return message


def _plain_extra(value: JsonObject) -> JsonObject | None:
    """What a message says beside its text; None where it has a place of its own."""
    extra: JsonObject = {}
    for name, item in value.items():
        if name in _PLAIN:
            continue
        if name in _KNOWN:
            if item is None and name not in ("parts", "extra"):
                continue
            return None
        if item is not None and item != [] and not isinstance(item, _ONE_WAY):
            return None
        extra[name] = item
    return extra


def message_to_json(message: Message) -> JsonObject:
    """The message in chat shape; `message_from_json` reads it back to an equal message."""
    row: JsonObject = {"role": message.role}
    if message.parts and _joined_text(list(message.parts)) == message.content:
        row["content"] = list(message.parts)
    else:
        row["content"] = message.content
        if message.parts:
            row["parts"] = list(message.parts)
    if message.tool_calls:
        row["tool_calls"] = [_call_to_json(call) for call in message.tool_calls]
    if message.tool_call_id is not None:
        row["tool_call_id"] = message.tool_call_id
    if message.name is not None:
        row["name"] = message.name
    if message.refusal is not None:
        row["refusal"] = message.refusal
    if message.extra.keys() & _NESTED:
        row["extra"] = message.extra
    else:
        row.update(message.extra)
    return row


def _full_message(value: JsonObject, role: str, content: JsonValue) -> Message:
    extra: JsonObject = {key: item for key, item in value.items() if key not in _KNOWN}
    nested = value.get("extra")
    if isinstance(nested, dict) and not extra:
        extra = dict(nested)
    elif nested is not None:
        extra["extra"] = nested
    text, parts = _content(content)
    if not parts and "parts" in value:
        parts = _parts_beside(value["parts"], extra)
        text = text if "content" in value else _joined_text(list(parts))
    return assemble.message(
        role,
        text,
        parts=parts,
        tool_calls=_tool_calls(value, extra),
        tool_call_id=_optional_text(value, "tool_call_id", extra),
        name=_optional_text(value, "name", extra),
        refusal=_optional_text(value, "refusal", extra),
        extra=extra,
    )


def _from_sharegpt(value: JsonObject) -> Message:
    speaker = cast(str, value["from"])
    role = _SHAREGPT_ROLES.get(speaker, speaker)
    text = value["value"]
    if not isinstance(text, str):
        raise RowProblem(f"is {kind_of(text)}, not text", ".value")
    extra: JsonObject = {key: item for key, item in value.items() if key not in ("from", "value")}
    return assemble.message(role, text, extra=extra)


def _content(content: JsonValue) -> tuple[str, tuple[JsonObject, ...]]:
    """Plain text and the original parts of a message's content."""
    if isinstance(content, str):
        return content, ()
    if content is None:
        return "", ()
    if isinstance(content, dict):
        content = [content]
    if not isinstance(content, list):
        raise RowProblem(f"is {kind_of(content)}, not text or a list of parts", ".content")
    parts: list[JsonObject] = []
    for index, part in enumerate(content):
        if isinstance(part, str):
            parts.append({"type": "text", "text": part})
        elif isinstance(part, dict):
            parts.append(part)
        else:
            raise RowProblem(f"is {kind_of(part)}, not a part", f".content[{index}]")
    return _joined_text(parts), tuple(parts)


def _parts_beside(value: JsonValue, extra: JsonObject) -> tuple[JsonObject, ...]:
    if isinstance(value, list) and all(isinstance(part, dict) for part in value):
        return tuple(cast("list[JsonObject]", value))
    extra["parts"] = value
    return ()


def _joined_text(parts: list[JsonObject]) -> str:
    texts = [part.get("text") for part in parts]
    return "\n".join(text for text in texts if isinstance(text, str))


def _optional_text(value: JsonObject, key: str, extra: JsonObject) -> str | None:
    text = value.get(key)
    if text is None or isinstance(text, str):
        return text
    extra[key] = text
    return None


def _tool_calls(value: JsonObject, extra: JsonObject) -> tuple[ToolCall, ...]:
    """Calls of `tool_calls`, else of the older `function_call` (which stays in extra too)."""
    calls = value.get("tool_calls")
    if calls is None:
        older = value.get("function_call")
        return (_call({"function": older}),) if isinstance(older, dict) else ()
    if not isinstance(calls, list):
        raise RowProblem(f"is {kind_of(calls)}, not a list of calls", ".tool_calls")
    found: list[ToolCall] = []
    for index, call in enumerate(calls):
        if not isinstance(call, dict):
            raise RowProblem(f"is {kind_of(call)}, not a call", f".tool_calls[{index}]")
        found.append(_call(call))
    if [_call_to_json(call) for call in found] != calls:
        # Something a ToolCall has no place for (custom tools, an index): keep the list as logged.
        extra.setdefault("tool_calls", calls)
    return tuple(found)


def _call(call: JsonObject) -> ToolCall:
    inner = call.get("function") or call.get("custom") or call
    if not isinstance(inner, dict):
        inner = call
    name, identifier = inner.get("name"), call.get("id")
    arguments = inner.get("arguments", inner.get("input"))
    return ToolCall(
        id=identifier if isinstance(identifier, str) else "",
        name=name if isinstance(name, str) else "",
        arguments="" if arguments is None else json_text(arguments),
    )


def _call_to_json(call: ToolCall) -> JsonObject:
    function: JsonValue = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}
