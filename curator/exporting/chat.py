"""Messages in the chat shape that most fine-tuning services read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow
    from curator.model.message import Message

TEXT_PARTS = frozenset(
    {"text", "input_text", "output_text", "refusal", "reasoning", "thinking", "redacted_thinking"}
)
"""Content parts whose text `Message.content` already holds, or that are not shown to a model."""


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
    turns = _turns(row.input, shape)
    if isinstance(turns, Unfit):
        return turns
    if shape.merge:
        turns = _merged(turns)
    if turns[-1]["role"] == "assistant":
        return Unfit("the input ends with the assistant's own turn")
    if shape.system_first and any(turn["role"] == "system" for turn in turns[1:]):
        return Unfit(
            f"a system message stands inside the conversation; {shape.service} takes "
            "one in first place only"
        )
    return turns


def answered(row: DatasetRow, shape: ChatShape) -> list[JsonValue] | Unfit:
    """The row's conversation with the answer to learn at its end, or why it cannot be.

    Nearly every logged call is one text from the user, alone or below a system text. That fits
    every shape and is made here without a loop, in a third of the time of the general way.
    """
    messages = row.input
    if len(messages) == 2 and not row.tools:
        system, asked = _text(messages[0], "system"), _text(messages[1], "user")
        if system and asked:
            return [
                {"role": "system", "content": system},
                {"role": "user", "content": asked},
                {"role": "assistant", "content": row.ideal},
            ]
    elif len(messages) == 1 and not row.tools and (asked := _text(messages[0], "user")):
        return [
            {"role": "user", "content": asked},
            {"role": "assistant", "content": row.ideal},
        ]
    turns = conversation(row, shape)
    return turns if isinstance(turns, Unfit) else with_answer(turns, row.ideal, shape)


def _text(message: Message, role: str) -> str:
    """What the message says where it is a plain text in this role, else ""."""
    held = message.__dict__  # the fields' own dictionary: half the time of reading attributes
    if (
        held["role"] != role
        or held["parts"]
        or held["tool_calls"]
        or held["name"]
        or held["tool_call_id"] is not None
    ):
        return ""
    text: str = held["content"]
    return text


def with_answer(turns: ChatMessages, answer: str, shape: ChatShape) -> list[JsonValue]:
    """The conversation, changed in place, with the answer to learn at its end.

    Earlier assistant turns are what the model said when it was logged, not what a reviewer
    wrote: where the service knows weights they get weight 0, so that only the answer is taught.
    """
    taught: JsonObject = {"role": "assistant", "content": answer}
    if shape.weights:
        for place, turn in enumerate(turns):
            if turn["role"] == "assistant":
                turns[place] = {**turn, "weight": 0}
                taught["weight"] = 1
    # The list is this row's own: no copy of it is made, only a wider type given.
    turns.append(taught)
    return cast("list[JsonValue]", turns)


def tools_of(row: DatasetRow) -> JsonObject:
    """The row's `tools` member, or nothing where no tools were declared."""
    if not row.tools:
        return {}
    declared: list[JsonValue] = list(row.tools)
    return {"tools": declared}


def json_list(values: Sequence[JsonObject] | Sequence[str]) -> list[JsonValue]:
    """A list that JSON's type knows (lists are invariant to the type checker)."""
    return list(values)


def _turns(messages: Sequence[Message], shape: ChatShape) -> ChatMessages | Unfit:
    turns: ChatMessages = []
    for message in messages:
        turn = _turn(message, shape)
        if isinstance(turn, Unfit):
            return turn
        turns.append(turn)
    return turns


def _merged(turns: ChatMessages) -> ChatMessages:
    """Neighbouring turns of one role as one, their texts as paragraphs."""
    merged: ChatMessages = []
    for turn in turns:
        if merged and merged[-1]["role"] == turn["role"]:
            before = merged[-1]
            merged[-1] = {**before, "content": f"{before['content']}\n\n{turn['content']}"}
        else:
            merged.append(turn)
    return merged


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
