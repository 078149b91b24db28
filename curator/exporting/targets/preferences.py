"""Targets that teach by pairs: the ideal answer preferred to the output that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.chat import ChatShape, Unfit, conversation, json_list, tools_of
from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import ANSWER, array, chat_turn, closed

if TYPE_CHECKING:
    from curator.exporting.chat import ChatMessages
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow

OPENAI = ChatShape(service="OpenAI preference tuning", media=False, weights=False)
TRL = ChatShape(service="TRL", media=False, weights=False)
ROLES = ("system", "user", "assistant", "tool")


def _pair(row: DatasetRow, shape: ChatShape) -> ChatMessages | Unfit:
    """The conversation of a row that makes a real pair, or why it makes none."""
    if row.keep:
        return Unfit("a passing case has no failed output to set against its answer")
    if not row.output.strip():
        return Unfit("the failed output is empty: there is nothing to prefer the answer to")
    if row.output.split() == row.ideal.split():
        return Unfit("the ideal answer equals the failed output")
    return conversation(row, shape)


def _said(text: str) -> JsonObject:
    return {"role": "assistant", "content": text}


def openai_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = _pair(row, OPENAI)
    if isinstance(turns, Unfit):
        return turns
    return {
        "input": {"messages": json_list(turns), **tools_of(row)},
        "preferred_output": [_said(row.ideal)],
        "non_preferred_output": [_said(row.output)],
    }


def trl_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = _pair(row, TRL)
    if isinstance(turns, Unfit):
        return turns
    return {
        "prompt": json_list(turns),
        "chosen": [_said(row.ideal)],
        "rejected": [_said(row.output)],
        **tools_of(row),
    }


_TURN = chat_turn(ROLES, tools=True, media=False, weight=False)
_TURNS = array(_TURN, 1)
_ONE_ANSWER = array(ANSWER, 1, 1)
_TOOLS = array({"type": "object"}, 1)

OPENAI_DPO = Target(
    name="openai-dpo",
    title="OpenAI preference pairs (also Azure, Together, Fireworks)",
    teaches="preferences",
    row=openai_row,
    schema=closed(
        {
            "input": closed({"messages": _TURNS, "tools": _TOOLS}, ("messages",)),
            "preferred_output": _ONE_ANSWER,
            "non_preferred_output": _ONE_ANSWER,
        }
    ),
    note="preferred_output is the ideal answer, non_preferred_output the logged output that "
    "a reviewer marked fail.",
)
TRL_PREFERENCE = Target(
    name="trl-preference",
    title="TRL DPOTrainer, conversational preference pairs",
    teaches="preferences",
    row=trl_row,
    schema=closed(
        {"prompt": _TURNS, "chosen": _ONE_ANSWER, "rejected": _ONE_ANSWER, "tools": _TOOLS},
        ("prompt", "chosen", "rejected"),
    ),
    note="chosen is the ideal answer, rejected the logged output that a reviewer marked fail.",
)

PREFERENCES = (OPENAI_DPO, TRL_PREFERENCE)
