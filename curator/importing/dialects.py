"""Questions and answers in the dialects of the tools that log them, as chat messages.

Known: OpenAI chat and Responses items, Anthropic content blocks, LangChain messages, OpenInference
and OpenTelemetry GenAI messages. Each is first written as a chat message and then read like any
other, so that what has no place of its own stays in the message's `extra` and `parts`.
"""

from __future__ import annotations

from typing import cast

from pydantic import JsonValue

from curator.importing.json_text import decode_json, json_text
from curator.importing.message_shapes import (
    ITEMS,
    call_of,
    chat_message,
    is_type,
    langchain_role,
    objects,
)
from curator.importing.messages import message_from_json, user_message
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.message import Message

_ASKED = ("messages", "input", "prompt", "contents", "question", "query", "args", "text", "content")
"""Names under which a request object holds what was asked, the likeliest first."""


def opened(value: JsonValue) -> JsonValue:
    """JSON text that is a list or an object, decoded; anything else unchanged."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("[", "{"):
        return value
    try:
        return decode_json(value.encode("utf-8"))
    except (RowProblem, UnicodeEncodeError):
        return value


def opened_object(value: JsonValue) -> JsonObject:
    """An object, also one written as JSON text; {} for anything else."""
    found = opened(value)
    return found if isinstance(found, dict) else {}


def asked_messages(value: JsonValue) -> tuple[Message, ...]:
    """What was asked as messages; raises RowProblem where messages are broken.

    Text is one user message. A request object brings its system prompt or instructions along.
    What is no known shape is asked as its JSON text.
    """
    found = opened(value)
    if found is None or found in ("", [], {}):
        raise RowProblem("the input is missing", "input")
    if isinstance(found, str):
        return (user_message(found),)
    if isinstance(found, list):
        return _list_of_messages(found)
    if isinstance(found, dict):
        return _request(found)
    return (user_message(json_text(found)),)


def is_messages(value: JsonValue) -> bool:
    """Whether a value is a list of messages in any known dialect."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and is_message(item) for item in value)
    )


def is_message(value: JsonValue) -> bool:
    """Whether an object is one message (or one Responses item) in any known dialect."""
    if not isinstance(value, dict):
        return False
    if value.get("type") in ITEMS or isinstance(value.get("message"), dict):
        return True
    if isinstance(value.get("role"), str):
        names = ("content", "parts", "tool_calls", "function_call")
        return any(name in value for name in names)
    if isinstance(value.get("message.role"), str):
        return True
    return langchain_role(value) is not None or ("from" in value and "value" in value)


def message_of(value: JsonObject, default_role: str = "") -> tuple[Message, ...]:
    """The messages that one message of any dialect stands for; raises RowProblem.

    Usually one; an Anthropic turn that returns tool results becomes a tool message for each.
    """
    inner = value.get("message")
    if isinstance(inner, dict) and "role" not in value:
        value = inner
    chat = chat_message(value)
    blocks = chat.get("content")
    if isinstance(blocks, list) and any(is_type(block, "tool_result") for block in blocks):
        return _tool_results(chat, cast("list[JsonValue]", blocks))
    return (message_from_json(chat, default_role),)


def merged(items: list[JsonObject]) -> Message:
    """Responses output items as the one assistant message they make together.

    Text and refusals come from its messages, calls from its function calls; the items
    themselves stay in `extra` where they are more than one text (reasoning, built-in tools).
    """
    texts: list[str] = []
    refusals: list[str] = []
    calls: list[JsonValue] = []
    parts: list[JsonValue] = []
    for item in items:
        if item.get("type") in ("function_call", "custom_tool_call"):
            calls.append(call_of(item))
        for part in objects(item.get("content")) if item.get("type") == "message" else ():
            if isinstance(part.get("refusal"), str):
                refusals.append(cast(str, part["refusal"]))
            elif isinstance(part.get("text"), str):
                texts.append(cast(str, part["text"]))
            parts.append(part)
    chat: JsonObject = {"role": "assistant", "content": "\n".join(texts)}
    if calls:
        chat["tool_calls"] = calls
    if refusals:
        chat["refusal"] = "\n".join(refusals)
    if len(items) > 1 or any(map(_says_more, objects(parts))):
        chat["output"] = cast("list[JsonValue]", items)
    return message_from_json(chat)


def _says_more(part: JsonObject) -> bool:
    """Whether a text part holds more than its text (citations, log probabilities)."""
    return any(part[name] for name in part if name not in ("type", "text", "refusal"))


def _list_of_messages(found: list[JsonValue]) -> tuple[Message, ...]:
    if len(found) == 1 and isinstance(found[0], list):
        return _list_of_messages(found[0])
    if not is_messages(found):
        if len(found) == 1 and isinstance(found[0], str):
            return (user_message(found[0]),)
        return (user_message(json_text(found)),)
    messages: list[Message] = []
    place = 0
    while place < len(found):
        item = cast(JsonObject, found[place])
        if item.get("type") in ("function_call", "custom_tool_call"):
            run = _run_of_calls(found, place)
            messages.append(merged(run))
            place += len(run)
            continue
        try:
            messages.extend(message_of(item))
        except RowProblem as problem:
            raise problem.inside(f"[{place}]") from None
        place += 1
    return tuple(messages)


def _run_of_calls(found: list[JsonValue], start: int) -> list[JsonObject]:
    run: list[JsonObject] = []
    for item in found[start:]:
        if not isinstance(item, dict) or item.get("type") not in (
            "function_call",
            "custom_tool_call",
        ):
            break
        run.append(item)
    return run


def _request(found: JsonObject) -> tuple[Message, ...]:
    if is_message(found):
        return message_of(found)
    for name in _ASKED:
        inner = found.get(name)
        if isinstance(inner, dict | list | str) and inner and (name == "messages" or _alone(found)):
            return _with_system(found, asked_messages(inner))
    if is_messages(found.get("input")) or isinstance(found.get("instructions"), str):
        return _with_system(found, asked_messages(found.get("input")))
    return (user_message(json_text(found)),)


def _alone(found: JsonObject) -> bool:
    """Whether an object holds one question and nothing else that was asked with it."""
    said = [name for name, value in found.items() if value not in (None, "", [], {})]
    return len([name for name in said if name not in ("kwargs", "system", "instructions")]) == 1


def _with_system(found: JsonObject, asked: tuple[Message, ...]) -> tuple[Message, ...]:
    for name in ("system", "instructions", "system_instruction"):
        system = found.get(name)
        if isinstance(system, str | list) and system:
            return (message_from_json({"role": "system", "content": system}), *asked)
    return asked


def _tool_results(chat: JsonObject, blocks: list[JsonValue]) -> tuple[Message, ...]:
    """A user turn that brings tool results: one tool message each, then what the user said."""
    results = [block for block in objects(blocks) if block.get("type") == "tool_result"]
    others = [block for block in blocks if not is_type(block, "tool_result")]
    found: list[Message] = []
    for result in results:
        rest = {
            name: item
            for name, item in result.items()
            if name not in ("type", "tool_use_id", "content")
        }
        content = result.get("content", "")
        tool: JsonObject = {"role": "tool", "content": content, **rest}
        tool["tool_call_id"] = result.get("tool_use_id")
        found.append(message_from_json(tool))
    if others:
        found.append(message_from_json({**chat, "content": others}))
    return tuple(found)
