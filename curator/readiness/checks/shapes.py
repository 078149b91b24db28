"""JSON Schemas of the row shapes. Facts from formats.md.

Roles, unknown keys, weights and the order of turns have checks of their own (3 to 6): one fault,
one finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.model.base import JsonObject

ROLES = ("system", "developer", "user", "assistant", "tool")
MESSAGE_KEYS = (
    "role",
    "content",
    "name",
    "weight",
    "tool_calls",
    "tool_call_id",
    "refusal",
    "function_call",
)

_TEXT: JsonObject = {"type": "string"}
_OBJECT: JsonObject = {"type": "object"}


def _object(properties: dict[str, JsonObject], required: Sequence[str] = ()) -> JsonObject:
    return {
        "type": "object",
        "required": list[JsonValue](required),
        "properties": dict[str, JsonValue](properties),
    }


def _array(items: JsonObject, least: int = 1) -> JsonObject:
    return {"type": "array", "minItems": least, "items": items}


def _any(*choices: JsonObject) -> JsonObject:
    return {"anyOf": list[JsonValue](choices)}


_CONTENT = _any(_TEXT, {"type": "null"}, _array(_object({}, ["type"]), 0))
_TOOL_CALL = _object(
    {
        "id": _TEXT,
        "type": {"const": "function"},
        "function": _object({"name": _TEXT, "arguments": _TEXT}, ["name", "arguments"]),
    },
    ["function"],
)
_MESSAGE: JsonObject = {
    **_object(
        {
            "role": _TEXT,
            "content": _CONTENT,
            "tool_calls": _array(_TOOL_CALL),
            "tool_call_id": _TEXT,
            "name": _TEXT,
        },
        ["role"],
    ),
    **_any({"required": ["content"]}, {"required": ["tool_calls"]}, {"required": ["refusal"]}),
}
_MESSAGES = _array(_MESSAGE)
_CHAT: dict[str, JsonObject] = {
    "messages": _MESSAGES,
    "tools": _array(_OBJECT, 0),
    "parallel_tool_calls": {"type": "boolean"},
}
_TEXT_TURNS = _array(_object({"role": _TEXT, "content": _TEXT}, ["role", "content"]))
"""Turns of trainers that know text only."""
_PARTS = _array(_object({"text": _TEXT}, ["text"]))
_TEXT_OR_MESSAGES = _any(_TEXT, _MESSAGES)
_MARK: JsonObject = {"enum": ["pass", "fail", "skip", None]}

CHAT = _object(_CHAT, ["messages"])
CHAT_OF_TEXT_TOOLS = _object({"messages": _MESSAGES, "tools": _TEXT}, ["messages"])
"""The Hugging Face folder: tools are one JSON text."""
PLAIN_CHAT = _object({"messages": _TEXT_TURNS}, ["messages"])
OPENAI_PAIR = _object(
    {
        "input": _object(_CHAT, ["messages"]),
        "preferred_output": _MESSAGES,
        "non_preferred_output": _MESSAGES,
    },
    ["input", "preferred_output", "non_preferred_output"],
)
TRL_PAIR = _object(
    {
        "prompt": _TEXT_OR_MESSAGES,
        "chosen": _TEXT_OR_MESSAGES,
        "rejected": _TEXT_OR_MESSAGES,
        "tools": _array(_OBJECT, 0),
    },
    ["chosen", "rejected"],
)
PROMPT_COMPLETION = _object(
    {
        "prompt": _TEXT_OR_MESSAGES,
        "completion": _TEXT_OR_MESSAGES,
        "tools": _array(_OBJECT, 0),
    },
    ["prompt", "completion"],
)
GEMINI = _object(
    {
        "systemInstruction": _object({"parts": _PARTS}, ["parts"]),
        "contents": _array(
            _object({"role": {"enum": ["user", "model"]}, "parts": _PARTS}, ["role", "parts"]), 2
        ),
    },
    ["contents"],
)
NOVA = _object(
    {
        "schemaVersion": {"const": "bedrock-conversation-2024"},
        "system": _array(_object({"text": _TEXT}, ["text"])),
        "messages": _array(
            _object(
                {"role": {"enum": ["user", "assistant"]}, "content": _array(_OBJECT)},
                ["role", "content"],
            ),
            2,
        ),
    },
    ["schemaVersion", "messages"],
)
SHAREGPT = _object(
    {
        "conversations": _array(
            _object(
                {
                    "from": {"enum": ["system", "human", "gpt", "function_call", "observation"]},
                    "value": _TEXT,
                },
                ["from", "value"],
            ),
            2,
        )
    },
    ["conversations"],
)
AXOLOTL = _object(
    {
        "messages": _array(
            _object(
                {"role": _TEXT, "content": _TEXT, "train": {"type": "boolean"}},
                ["role", "content"],
            ),
            2,
        )
    },
    ["messages"],
)
TABLE: JsonObject = {
    **_object({"ideal": _TEXT, "messages": _TEXT, "question": _TEXT, "mark": _TEXT}, ["ideal"]),
    **_any({"required": ["messages"]}, {"required": ["question"]}),
}
PROMPTFOO = _object(
    {
        "vars": _OBJECT,
        "assert": _array(_object({"type": _TEXT}, ["type"])),
        "description": _TEXT,
        "metadata": _OBJECT,
    },
    ["vars", "assert"],
)
INSPECT = _object(
    {
        "input": _TEXT_OR_MESSAGES,
        "target": _any(_TEXT, _array(_TEXT)),
        "id": {"type": ["string", "integer"]},
        "metadata": _OBJECT,
    },
    ["input", "target"],
)
CURATOR = _object(
    {
        "id": {"type": ["string", "integer"]},
        "input": _TEXT_OR_MESSAGES,
        "output": _any(_TEXT, _object({})),
        "mark": _MARK,
        "note": {"type": ["string", "null"]},
        "tags": {"type": ["array", "null"], "items": _TEXT},
        "ideal": {"type": ["string", "null"]},
        "metadata": {"type": ["object", "null"]},
    },
    ["input", "output"],
)
