"""Targets that teach answers by whole conversations: the OpenAI shape and its relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.chat import ChatShape, Unfit, answered, tools_of
from curator.exporting.targets.base import RowWriter, Target
from curator.exporting.targets.schemas import answered_chat, array, chat_turn, closed

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow


def _writer(shape: ChatShape) -> RowWriter:
    def row(example: DatasetRow) -> JsonObject | Unfit:
        messages = answered(example, shape)
        if isinstance(messages, Unfit):
            return messages
        made: JsonObject = {"messages": messages}
        return {**made, **tools_of(example)} if example.tools else made

    return row


def _schema(shape: ChatShape) -> JsonObject:
    roles = ["system", "user", "assistant"]
    roles += ["developer"] if shape.developer else []
    roles += ["tool"] if shape.tools else []
    turn = chat_turn(roles, tools=shape.tools, media=shape.media, weight=shape.weights)
    members: dict[str, JsonObject] = {"messages": answered_chat(turn)}
    if shape.tools:
        members["tools"] = array({"type": "object"}, 1)
    return closed(members, ("messages",))


def _chat_target(name: str, title: str, shape: ChatShape, note: str = "") -> Target:
    return Target(
        name=name,
        title=title,
        teaches="answers",
        row=_writer(shape),
        schema=_schema(shape),
        note=note,
    )


WEIGHTS = (
    'Earlier assistant turns carry "weight": 0: only the last answer, which a reviewer wrote or '
    "passed, is taught."
)

MESSAGES = _chat_target(
    "messages",
    "Chat messages, JSON Lines",
    ChatShape(service="the messages format"),
    WEIGHTS,
)
OPENAI_SFT = _chat_target(
    "openai-sft",
    "OpenAI supervised fine-tuning (also Azure OpenAI)",
    ChatShape(service="OpenAI", developer=True),
    WEIGHTS,
)
TOGETHER = _chat_target(
    "together",
    "Together fine-tuning, conversations",
    ChatShape(service="Together", merge=True, system_first=True, tools=False, media=False),
    f"{WEIGHTS} Neighbouring turns of one role are joined: Together demands alternation.",
)
FIREWORKS = _chat_target(
    "fireworks",
    "Fireworks fine-tuning, conversations",
    ChatShape(service="Fireworks", system_first=True, media=False),
    WEIGHTS,
)
MISTRAL = _chat_target(
    "mistral",
    "Mistral, self-hosted (mistral-finetune)",
    ChatShape(service="mistral-finetune", merge=True, system_first=True, tools=False, media=False),
    WEIGHTS,
)
TRL_MESSAGES = _chat_target(
    "trl-messages",
    "TRL SFTTrainer, messages",
    ChatShape(service="TRL", weights=False, media=False),
    "SFTTrainer learns every turn unless assistant_only_loss is set; where a conversation has "
    "earlier assistant turns, prefer trl-prompt-completion.",
)

CONVERSATIONS = (MESSAGES, OPENAI_SFT, TOGETHER, FIREWORKS, MISTRAL, TRL_MESSAGES)
