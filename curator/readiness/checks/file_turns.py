"""The rows of every file format as conversations in one neutral shape.

A turn is an object with `role` and `content`; keys that its format does not know stay in it, so
that the check of known keys sees them. What has not the shape of its format gives no turns: the
check of row shapes names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import orjson
from pydantic import JsonValue, TypeAdapter

from curator.model.base import JsonObject

Turns: TypeAlias = "list[JsonObject]"
Conversations: TypeAlias = "list[Turns]"
"""One conversation a row; for a preference pair two, the preferred one first."""

_VALUE: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_GEMINI_ROLES = {"model": "assistant"}
_SPEAKERS = {
    "human": "user",
    "gpt": "assistant",
    "function_call": "assistant",
    "observation": "tool",
}


def chat(row: JsonObject) -> Conversations:
    return [objects(row.get("messages"))]


def openai_pair(row: JsonObject) -> Conversations:
    asked = row.get("input")
    start = objects(asked.get("messages")) if isinstance(asked, dict) else []
    answers = [objects(row.get(name)) for name in ("preferred_output", "non_preferred_output")]
    return [[*start, *answer] for answer in answers if answer]


def trl_pair(row: JsonObject) -> Conversations:
    start = _said(row.get("prompt"), "user")
    answers = [_said(row.get(name), "assistant") for name in ("chosen", "rejected")]
    return [[*start, *answer] for answer in answers if answer]


def prompt_completion(row: JsonObject) -> Conversations:
    return [[*_said(row.get("prompt"), "user"), *_said(row.get("completion"), "assistant")]]


def gemini(row: JsonObject) -> Conversations:
    system = row.get("systemInstruction")
    spoken = [_of_parts(turn, "parts", _GEMINI_ROLES) for turn in objects(row.get("contents"))]
    if not isinstance(system, dict):
        return [spoken]
    return [[{**_of_parts(system, "parts", {}), "role": "system"}, *spoken]]


def nova(row: JsonObject) -> Conversations:
    system = row.get("system")
    spoken = [_of_parts(turn, "content", {}) for turn in objects(row.get("messages"))]
    if not isinstance(system, list):
        return [spoken]
    return [[{"role": "system", "content": _joined(system)}, *spoken]]


def sharegpt(row: JsonObject) -> Conversations:
    turns: Turns = []
    for said in objects(row.get("conversations")):
        made = {key: value for key, value in said.items() if key not in ("from", "value")}
        speaker = said.get("from")
        made["role"] = _SPEAKERS.get(speaker, speaker) if isinstance(speaker, str) else speaker
        turns.append({**made, "content": said.get("value")})
    return [turns]


def axolotl(row: JsonObject) -> Conversations:
    """`train` becomes the weight that the other services know."""
    turns: Turns = []
    for said in objects(row.get("messages")):
        made = {key: value for key, value in said.items() if key != "train"}
        train = said.get("train")
        if "train" in said and (train is not False or said.get("role") == "assistant"):
            made["weight"] = int(train) if isinstance(train, bool) else train
        turns.append(made)
    return [turns]


def table(row: JsonObject) -> Conversations:
    asked = row.get("messages") or row.get("question")
    return [[*_said(_decoded(asked), "user"), *_answered(row.get("ideal"))]]


def promptfoo(row: JsonObject) -> Conversations:
    given, asserted = row.get("vars"), objects(row.get("assert"))
    asked = given.get("messages") or given.get("question") if isinstance(given, dict) else None
    answer = asserted[0].get("value") if asserted else None
    return [[*_said(_decoded(asked), "user"), *_answered(answer)]]


def inspect(row: JsonObject) -> Conversations:
    target = row.get("target")
    answer = target[0] if isinstance(target, list) and target else target
    return [[*_said(row.get("input"), "user"), *_answered(answer)]]


def curator(row: JsonObject) -> Conversations:
    return [[*_said(row.get("input"), "user"), *_said(row.get("output"), "assistant")]]


def objects(value: JsonValue) -> Turns:
    """The objects of a list, nothing for what is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(content: JsonValue) -> str:
    """A message's content as text: itself, or the texts of its parts."""
    if isinstance(content, str):
        return content
    return _joined(content) if isinstance(content, list) else ""


def decodes(value: JsonValue) -> bool:
    """Whether a text holds a JSON list of messages (anything else is a plain question)."""
    if not isinstance(value, str) or not value.lstrip().startswith("["):
        return True
    return isinstance(_decoded(value), list)


def _said(value: JsonValue, role: str) -> Turns:
    """A text as one turn of that role, messages as they are."""
    if isinstance(value, str):
        return [{"role": role, "content": value}]
    if isinstance(value, dict):
        return [value]
    return objects(value)


def _answered(value: JsonValue) -> Turns:
    return [{"role": "assistant", "content": value}] if isinstance(value, str) else []


def _of_parts(turn: JsonObject, parts: str, roles: Mapping[str, str]) -> JsonObject:
    made = {key: value for key, value in turn.items() if key != parts}
    role, held = turn.get("role"), turn.get(parts)
    made["role"] = roles.get(role, role) if isinstance(role, str) else role
    made["content"] = _joined(held) if isinstance(held, list) else None
    return made


def _joined(parts: list[JsonValue]) -> str:
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str))


def _decoded(value: JsonValue) -> JsonValue:
    """Messages that a text holds as JSON; any other text as it is."""
    if not isinstance(value, str) or not value.lstrip().startswith("["):
        return value
    try:
        return _VALUE.validate_python(orjson.loads(value))
    except orjson.JSONDecodeError:
        return value
