"""A project's rows in the neutral chat shape, as a file would hold them."""

from __future__ import annotations

from pydantic import JsonValue

from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.message import Message


def chat_row(row: DatasetRow) -> JsonObject:
    """Its input, then the ideal answer."""
    messages: list[JsonValue] = [_chat_message(message) for message in row.input]
    messages.append({"role": "assistant", "content": row.ideal})
    return {"messages": messages}


def _chat_message(message: Message) -> JsonObject:
    made: JsonObject = {"role": message.role, "content": message.content}
    if message.tool_calls:
        made["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
    if message.tool_call_id is not None:
        made["tool_call_id"] = message.tool_call_id
    return made
