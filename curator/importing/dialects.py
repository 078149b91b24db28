"""Questions and answers in the dialects of the tools that log them, as chat messages.

Known: OpenAI chat and Responses items, Anthropic content blocks, LangChain messages, OpenInference
and OpenTelemetry GenAI messages. Each is first written as a chat message and then read like any
other, so that what has no place of its own stays in the message's `extra` and `parts`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from pydantic import JsonValue

from curator.importing.json_text import decode_json, json_text
from curator.importing.messages import (
    assistant_message,
    message_from_json,
    user_message,
)
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.message import Message

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
_ITEMS = frozenset(
    {"function_call", "function_call_output", "reasoning", "custom_tool_call"}
    | {"custom_tool_call_output", "item_reference"}
)
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
    if value.get("type") in _ITEMS or isinstance(value.get("message"), dict):
        return True
    if isinstance(value.get("role"), str):
        names = ("content", "parts", "tool_calls", "function_call")
        return any(name in value for name in names)
    if isinstance(value.get("message.role"), str):
        return True
    return _langchain_role(value) is not None or ("from" in value and "value" in value)


def message_of(value: JsonObject, default_role: str = "") -> tuple[Message, ...]:
    """The messages that one message of any dialect stands for; raises RowProblem.

    Usually one; an Anthropic turn that returns tool results becomes a tool message for each.
    """
    inner = value.get("message")
    if isinstance(inner, dict) and "role" not in value:
        value = inner
    chat = _chat_message(value)
    blocks = chat.get("content")
    if isinstance(blocks, list) and any(_is_type(block, "tool_result") for block in blocks):
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
            calls.append(_call_of(item))
        for part in _objects(item.get("content")) if item.get("type") == "message" else ():
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
    if len(items) > 1 or any(map(_says_more, _objects(parts))):
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


def _chat_message(value: JsonObject) -> JsonObject:
    """One message of any dialect in the shape of chat completions."""
    for read in _DIALECTS:
        found = read(value)
        if found is not None:
            return found
    return value


def _from_item(value: JsonObject) -> JsonObject | None:
    kind = value.get("type")
    if kind not in _ITEMS:
        return None
    rest: JsonObject = dict(value)
    if kind in ("function_call", "custom_tool_call"):
        return {"role": "assistant", "content": "", "tool_calls": [_call_of(value)]}
    if kind in ("function_call_output", "custom_tool_call_output"):
        output = rest.pop("output", "")
        content = output if isinstance(output, str | list) else json_text(output)
        return {"role": "tool", "content": content, "tool_call_id": rest.pop("call_id", None)}
    return {"role": "assistant", "content": "", **rest}


def _from_langchain(value: JsonObject) -> JsonObject | None:
    role = _langchain_role(value)
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


def _langchain_role(value: JsonObject) -> str | None:
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
    if "message.role" in value:
        value = {name.removeprefix("message."): item for name, item in value.items()}
    calls, contents = value.get("tool_calls"), value.get("contents")
    if not isinstance(value.get("role"), str) or not (
        "contents" in value or any("tool_call" in str(call)[:14] for call in _objects(calls))
    ):
        return value if "role" in value and _has_prefix_only(value) else None
    chat: JsonObject = {name: item for name, item in value.items() if name != "contents"}
    if _objects(contents):
        chat["content"] = [_openinference_part(part) for part in _objects(contents)]
    if _objects(calls):
        chat["tool_calls"] = [_openinference_call(call) for call in _objects(calls)]
    chat.setdefault("content", "")
    return chat


def _has_prefix_only(value: JsonObject) -> bool:
    return set(value) <= {"role", "content"} and "content" in value


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
    said = _objects(cast(JsonValue, parts))
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
    blocks = _objects(value.get("content"))
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


def _tool_results(chat: JsonObject, blocks: list[JsonValue]) -> tuple[Message, ...]:
    """A user turn that brings tool results: one tool message each, then what the user said."""
    results = [block for block in _objects(blocks) if block.get("type") == "tool_result"]
    others = [block for block in blocks if not _is_type(block, "tool_result")]
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


def _call_of(item: JsonObject) -> JsonObject:
    arguments = item.get("arguments", item.get("input"))
    return _call(item.get("call_id") or item.get("id"), item.get("name"), arguments)


def _call(identifier: JsonValue, name: JsonValue, arguments: JsonValue) -> JsonObject:
    text = "" if arguments is None else json_text(arguments)
    function: JsonObject = {"name": name if isinstance(name, str) else "", "arguments": text}
    known = identifier if isinstance(identifier, str) else ""
    return {"id": known, "type": "function", "function": function}


def _is_type(block: JsonValue, kind: str) -> bool:
    return isinstance(block, dict) and block.get("type") == kind


def _objects(value: JsonValue) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_answer(text: str) -> Message:
    """An answer of text alone."""
    return assistant_message(text)
