"""Values of a row as the fields of a case."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import cast

from pydantic import JsonValue

from curator.importing.json_text import decode_json, free_name, json_text, kind_of
from curator.importing.messages import (
    assistant_message,
    looks_like_message,
    looks_like_messages,
    message_from_json,
    messages_from_json,
    user_message,
)
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.message import Message

_NUMBERS = (bool, int, float)
"""A union would be built anew at each of millions of calls."""
_INTS_AND_FLOATS = (int, float)
_SECONDS = (10**8, 10**11)
_MILLISECONDS = (10**11, 10**14)
"""Ranges (1973 to 5138) in which a number is taken for a time since 1970."""

CONVERSATION_NAMES = (
    "conversation_id",
    "conversation",
    "session_id",
    "session",
    "thread_id",
    "chat_id",
    "dialog_id",
    "dialogue_id",
    "trace_id",
    "patient_id",
    "document_id",
    "user_id",
    "customer_id",
    "user",
)
"""Fields that group cases, the closest group first."""
_CONVERSATION = frozenset(CONVERSATION_NAMES)


def input_messages(value: JsonValue) -> tuple[Message, ...]:
    """What was asked: text, a message, a list of messages, or any of these as JSON text.

    Anything else is asked as its JSON text. Raises RowProblem for broken messages.
    """
    value = _json_cell(value)
    if isinstance(value, str):
        return (user_message(value),)
    if isinstance(value, dict) and looks_like_messages(value.get("messages")):
        return messages_from_json(value["messages"])
    if looks_like_messages(value):
        return messages_from_json(value)
    if looks_like_message(value):
        return (message_from_json(value),)
    return (user_message(json_text(value)),)


def output_messages(value: JsonValue) -> tuple[Message, ...]:
    """What was answered, its last message being the output proper; raises RowProblem."""
    value = _json_cell(value)
    if isinstance(value, str):
        return (assistant_message(value),)
    if looks_like_messages(value):
        return messages_from_json(value)
    if looks_like_message(value):
        return (message_from_json(value),)
    return (assistant_message(json_text(value)),)


def answer_text(value: JsonValue) -> str:
    """An ideal answer as text: of a message its content; raises RowProblem where it has none."""
    message = output_messages(value)[-1]
    if not message.content and message.text:
        raise RowProblem("is a message without text (a tool call or refusal)")
    return message.content


def split_conversation(
    messages: tuple[Message, ...],
) -> tuple[tuple[Message, ...], Message]:
    """A whole conversation as input and output (its last message, which must be an answer)."""
    if not messages or messages[-1].role not in ("assistant", "model"):
        raise RowProblem("there is no output: the last message is not the assistant's")
    if len(messages) == 1:
        raise RowProblem("there is no input: nothing stands before the assistant's message")
    return messages[:-1], messages[-1]


def scalar_text(value: JsonValue) -> str | None:
    """Text, numbers and booleans as text; None for anything else and for ""."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, _NUMBERS):
        return json_text(value)
    return None


def time_text(value: JsonValue) -> str | None:
    """A time as logged; a number since 1970 (seconds or milliseconds) as ISO 8601 in UTC."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool) or not isinstance(value, _INTS_AND_FLOATS):
        return None
    if _MILLISECONDS[0] <= value < _MILLISECONDS[1]:
        value = value / 1000
    if not _SECONDS[0] <= value < _SECONDS[1]:
        return None
    minute, seconds = divmod(value, 60)
    if isinstance(seconds, int):
        return f"{_minute_text(int(minute))}:{seconds:02}Z"
    at = dt.datetime.fromtimestamp(value, tz=dt.UTC)
    return at.isoformat().replace("+00:00", "Z")


@lru_cache(256)
def _minute_text(minute: int) -> str:
    """A minute since 1970; rows of a log follow each other closely."""
    return dt.datetime.fromtimestamp(60 * minute, tz=dt.UTC).strftime("%Y-%m-%dT%H:%M")


def tag_list(value: JsonValue) -> tuple[str, ...]:
    """Tags as a list, a JSON list as text, or text with commas or semicolons between them."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = decode_json(value.encode("utf-8"))
        except RowProblem:
            pass  # a bracket that opens no list is part of a tag
    if isinstance(value, str):
        words = (word.strip() for word in value.replace(";", ",").split(","))
        value = [word for word in words if word]
    if not isinstance(value, list):
        raise RowProblem(f"is {kind_of(value)}, not a list of tags")
    for item in value:
        if not isinstance(item, str):
            raise RowProblem(f"holds {kind_of(item)}; every tag is text")
    return tuple(dict.fromkeys(cast("list[str]", value)))


def conversation_of(*places: JsonValue) -> str | None:
    """The first conversation, session, user … id found in the given objects."""
    for place in places:
        if not isinstance(place, dict) or _CONVERSATION.isdisjoint(place):
            continue
        for name in CONVERSATION_NAMES:
            if name in place and (text := scalar_text(place[name])):
                return text
    return None


def gather_metadata(rest: JsonObject) -> JsonObject:
    """Fields that nobody asked for, with those of an object named metadata among them."""
    inner = rest.get("metadata")
    if not isinstance(inner, dict):
        return rest
    metadata = dict(inner)
    for name, value in rest.items():
        if name != "metadata":
            metadata[free_name(name, metadata) if name in metadata else name] = value
    return metadata


def _json_cell(value: JsonValue) -> JsonValue:
    """A cell's text that is a JSON list or object of messages or text, decoded; else unchanged."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("[", "{"):
        return value
    try:
        found = decode_json(value.encode("utf-8"))
    except RowProblem:
        return value
    if looks_like_messages(found) or looks_like_message(found):
        return found
    if isinstance(found, dict) and looks_like_messages(found.get("messages")):
        return found
    return value
