"""Messages: what was asked and what was answered, in the shape of a chat log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from curator.model.value import JsonObject, Value


class ToolCall(Value):
    """One function call that an assistant asked for. `arguments` is the text as logged."""

    id: str = ""
    name: str
    arguments: str = ""


class Message(Value):
    """One turn of a conversation.

    `content` is the plain text ("" when there is none). `parts` keeps the original list of
    content parts (images, audio, reasoning) where the log had one; `content` then joins their
    text. `extra` keeps every other field of the logged message, so that nothing is lost.
    """

    role: str
    content: str = ""
    parts: tuple[JsonObject, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    name: str | None = None
    refusal: str | None = None
    extra: JsonObject = field(default_factory=JsonObject)

    @property
    def text(self) -> str:
        """What a reader sees of this message: content, else refusal, else its tool calls."""
        if self.content:
            return self.content
        if self.refusal:
            return self.refusal
        return "\n".join(f"{call.name}({call.arguments})" for call in self.tool_calls)


def user_text(messages: Sequence[Message]) -> str:
    """The last user message's text, else the last message's, else ""."""
    for message in reversed(messages):
        if message.role == "user" and message.text:
            return message.text
    return messages[-1].text if messages else ""


def conversation_text(messages: Sequence[Message]) -> str:
    """All messages as one text, each under its role; what search and near-duplicates read."""
    return "\n\n".join(f"{message.role}: {message.text}" for message in messages)
