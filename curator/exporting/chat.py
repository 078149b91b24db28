"""Messages in the chat shape that most fine-tuning services read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow
    from curator.model.message import Message

TEXT_PARTS = frozenset(
    {"text", "input_text", "output_text", "refusal", "reasoning", "thinking", "redacted_thinking"}
)
"""Content parts whose text `Message.content` already holds, or that are not shown to a model."""


PLAIN_ROLES = frozenset({"system", "user", "assistant"})


@dataclass(frozen=True)
class Unfit:
    """Why a row cannot be written in a target's shape. It is left out and named, never bent."""

    reason: str


ChatMessages: TypeAlias = "list[JsonObject]"


@dataclass(frozen=True)
class ChatShape:
    """What one service understands of a conversation.

    `merge` joins neighbouring turns of one role, for services that demand alternation;
    `system_first` allows a system message in first place only.
    """

    service: str
    developer: bool = False
    merge: bool = False
    system_first: bool = False
    tools: bool = True
    media: bool = True
    weights: bool = True


def conversation(row: DatasetRow, shape: ChatShape) -> ChatMessages | Unfit:
    """The row's input messages as `shape` takes them, or why it cannot."""
    if not row.input:
        return Unfit("the input is empty")
    if row.tools and not shape.tools:
        return Unfit(f"it declares tools, which {shape.service} does not take")
    turns: ChatMessages = []
    for message in row.input:
        turn = _plain_turn(message) or _turn(message, shape)
        if isinstance(turn, Unfit):
            return turn
        if shape.merge and turns and turns[-1]["role"] == turn["role"]:
            turns[-1] = {**turns[-1], "content": f"{turns[-1]['content']}\n\n{turn['content']}"}
        else:
            turns.append(turn)
    if turns[-1]["role"] == "assistant":
        return Unfit("the input ends with the assistant's own turn")
    if shape.system_first and any(turn["role"] == "system" for turn in turns[1:]):
        return Unfit(
            f"a system message stands inside the conversation; {shape.service} takes "
            "one in first place only"
        )
    return turns


def with_answer(turns: ChatMessages, answer: str, shape: ChatShape) -> ChatMessages:
    """The conversation with the answer to learn at its end.

    Earlier assistant turns are what the model said when it was logged, not what a reviewer
    wrote: where the service knows weights they get weight 0, so that only the answer is taught.
    """
    if not shape.weights or "assistant" not in [turn["role"] for turn in turns]:
        return [*turns, {"role": "assistant", "content": answer}]
    weighted: ChatMessages = [
        {**turn, "weight": 0} if turn["role"] == "assistant" else turn for turn in turns
    ]
    return [*weighted, {"role": "assistant", "content": answer, "weight": 1}]


def tools_of(row: DatasetRow) -> JsonObject:
    """The row's `tools` member, or nothing where no tools were declared."""
    if not row.tools:
        return {}
    declared: list[JsonValue] = list(row.tools)
    return {"tools": declared}


def json_list(values: Sequence[JsonObject] | Sequence[str]) -> list[JsonValue]:
    """A list that JSON's type knows (lists are invariant to the type checker)."""
    return list(values)


def _plain_turn(message: Message) -> JsonObject | None:
    """Text of a role that every service knows: nearly all messages, so they are made quickly."""
    role, content = message.role, message.content
    if (
        not content
        or role not in PLAIN_ROLES
        or message.parts
        or message.tool_calls
        or message.name
        or message.tool_call_id is not None
    ):
        return None
    return {"role": role, "content": content}


def _turn(message: Message, shape: ChatShape) -> JsonObject | Unfit:
    role = message.role
    if role == "developer" and not shape.developer:
        role = "system"
    if role not in ("system", "developer", "user", "assistant", "tool"):
        return Unfit(f'a message has the role "{role}", which {shape.service} does not know')
    if not shape.tools and (role == "tool" or message.tool_calls):
        return Unfit(f"it uses tools, which {shape.service} does not take")
    media = [part for part in message.parts if part.get("type") not in TEXT_PARTS]
    if media and not shape.media:
        return Unfit(
            f"it holds an image or another attachment, which {shape.service} does not take"
        )
    turn: JsonObject = {"role": role, "content": message.content or message.refusal or ""}
    if media:
        turn["content"] = json_list(message.parts)
    if message.name and shape.tools:
        turn["name"] = message.name
    if message.tool_calls:
        turn["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
    if message.tool_call_id is not None:
        turn["tool_call_id"] = message.tool_call_id
    return turn
