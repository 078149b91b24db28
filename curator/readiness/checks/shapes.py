"""JSON Schemas of the row shapes, one per file format. Facts from formats.md."""

from __future__ import annotations

from pydantic import JsonValue

from curator.model.base import JsonObject

ROLES = ("system", "developer", "user", "assistant", "tool")
CHAT_FORMATS = ("messages", "openai-sft", "together", "fireworks", "mistral", "trl-messages")
PREFERENCE_FORMATS = ("openai-dpo",)
FILE_FORMATS = (*CHAT_FORMATS, *PREFERENCE_FORMATS)
"""What `curator check` reads, under the names of `curator export`."""

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

_CONTENT: JsonValue = {
    "anyOf": [
        {"type": "string"},
        {"type": "null"},
        {"type": "array", "items": {"type": "object", "required": ["type"]}},
    ]
}
_TOOL_CALL: JsonValue = {
    "type": "object",
    "required": ["function"],
    "properties": {
        "id": {"type": "string"},
        "type": {"const": "function"},
        "function": {
            "type": "object",
            "required": ["name", "arguments"],
            "properties": {"name": {"type": "string"}, "arguments": {"type": "string"}},
        },
    },
}
# Roles, unknown keys and weights have checks of their own (3 and 6): one fault, one finding.
_MESSAGE: JsonValue = {
    "type": "object",
    "required": ["role"],
    "anyOf": [{"required": ["content"]}, {"required": ["tool_calls"]}, {"required": ["refusal"]}],
    "properties": {
        "role": {"type": "string"},
        "content": _CONTENT,
        "tool_calls": {"type": "array", "minItems": 1, "items": _TOOL_CALL},
        "tool_call_id": {"type": "string"},
        "name": {"type": "string"},
    },
}
_MESSAGES: JsonValue = {"type": "array", "minItems": 1, "items": _MESSAGE}
_TOOLS: JsonValue = {"type": "array", "items": {"type": "object"}}
_ANSWER: JsonValue = {"type": "array", "minItems": 1, "items": _MESSAGE}

CHAT_SCHEMA: JsonObject = {
    "type": "object",
    "required": ["messages"],
    "properties": {
        "messages": _MESSAGES,
        "tools": _TOOLS,
        "parallel_tool_calls": {"type": "boolean"},
    },
}
PREFERENCE_SCHEMA: JsonObject = {
    "type": "object",
    "required": ["input", "preferred_output", "non_preferred_output"],
    "properties": {
        "input": {
            "type": "object",
            "required": ["messages"],
            "properties": {
                "messages": _MESSAGES,
                "tools": _TOOLS,
                "parallel_tool_calls": {"type": "boolean"},
            },
        },
        "preferred_output": _ANSWER,
        "non_preferred_output": _ANSWER,
    },
}


def schema_of(file_format: str) -> JsonObject:
    """The JSON Schema (2020-12) of one row of a format."""
    return PREFERENCE_SCHEMA if file_format in PREFERENCE_FORMATS else CHAT_SCHEMA


def row_keys(file_format: str) -> tuple[str, ...]:
    """The keys a row of that format may have."""
    if file_format in PREFERENCE_FORMATS:
        return ("input", "preferred_output", "non_preferred_output")
    return ("messages", "tools", "parallel_tool_calls", "functions", "function_call")
