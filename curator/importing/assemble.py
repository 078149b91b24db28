"""Messages and cases put together without being validated a second time.

A reader has checked every value that goes in, and JSON that was just decoded is JSON. pydantic
would walk all of it again, calling Python for every value inside metadata, which made up a
third of an import's time. The signatures keep the types honest, and a test holds that what is
assembled equals what the constructors make.
"""

from __future__ import annotations

from typing import TypeVar

from curator.model.case import NO_REVIEW, CarriedReview, IncomingCase
from curator.model.message import Message, ToolCall
from curator.model.value import JsonObject, Value

_V = TypeVar("_V", bound=Value)
_set = object.__setattr__


def message(
    role: str,
    content: str,
    *,
    parts: tuple[JsonObject, ...] = (),
    tool_calls: tuple[ToolCall, ...] = (),
    tool_call_id: str | None = None,
    name: str | None = None,
    refusal: str | None = None,
    extra: JsonObject | None = None,
) -> Message:
    """A `Message` of checked values."""
    values: dict[str, object] = {
        "role": role,
        "content": content,
        "parts": parts,
        "tool_calls": tool_calls,
        "tool_call_id": tool_call_id,
        "name": name,
        "refusal": refusal,
        "extra": {} if extra is None else extra,
    }
    return _assembled(Message, values)


def plain_message(role: str, content: str) -> Message:
    """A `Message` that is a role and a text, as most are."""
    values: dict[str, object] = {
        "role": role,
        "content": content,
        "parts": (),
        "tool_calls": (),
        "tool_call_id": None,
        "name": None,
        "refusal": None,
        "extra": {},
    }
    return _assembled(Message, values)


def incoming_case(
    *,
    line: int,
    input: tuple[Message, ...],  # noqa: A002 - the field's name
    output: Message,
    id: str | None = None,  # noqa: A002 - the field's name
    model: str | None = None,
    created_at: str | None = None,
    expected: str | None = None,
    tools: tuple[JsonObject, ...] = (),
    usage: JsonObject | None = None,
    metadata: JsonObject | None = None,
    conversation: str | None = None,
    review: CarriedReview = NO_REVIEW,
    origin: str = "",
) -> IncomingCase:
    """An `IncomingCase` of checked values."""
    values: dict[str, object] = {
        "line": line,
        "id": id,
        "input": input,
        "output": output,
        "model": model,
        "created_at": created_at,
        "expected": expected,
        "tools": tools,
        "usage": {} if usage is None else usage,
        "metadata": {} if metadata is None else metadata,
        "conversation": conversation,
        "review": review,
        "origin": origin,
    }
    return _assembled(IncomingCase, values)


def _assembled(of: type[_V], values: dict[str, object]) -> _V:
    """What `model_construct` does, without its walk over every field."""
    made = of.__new__(of)
    _set(made, "__dict__", values)
    return made
