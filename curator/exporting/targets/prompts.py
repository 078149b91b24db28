"""Targets that keep the question apart from the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.chat import ChatShape, Unfit, conversation, json_list, tools_of
from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import ANSWER, NON_EMPTY, TEXT, array, chat_turn, closed

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow

TRL = ChatShape(service="TRL", media=False, weights=False)
RFT = ChatShape(service="OpenAI reinforcement tuning", developer=True, weights=False)
SHAREGPT = ChatShape(
    service="the ShareGPT format",
    merge=True,
    system_first=True,
    tools=False,
    media=False,
    weights=False,
)
SPEAKERS = {"system": "system", "user": "human", "assistant": "gpt"}


def trl_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = conversation(row, TRL)
    if isinstance(turns, Unfit):
        return turns
    answer: JsonObject = {"role": "assistant", "content": row.ideal}
    return {"prompt": json_list(turns), "completion": [answer], **tools_of(row)}


def rft_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = conversation(row, RFT)
    if isinstance(turns, Unfit):
        return turns
    if turns[-1]["role"] != "user":
        return Unfit("the input does not end with the user's turn")
    return {"messages": json_list(turns), **tools_of(row), "reference_answer": row.ideal}


def sharegpt_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = conversation(row, SHAREGPT)
    if isinstance(turns, Unfit):
        return turns
    said: list[JsonValue] = [
        {"from": SPEAKERS[str(turn["role"])], "value": turn["content"]} for turn in turns
    ]
    return {"conversations": [*said, {"from": "gpt", "value": row.ideal}]}


_TURN = chat_turn(("system", "user", "assistant", "tool"), tools=True, media=False, weight=False)
_RFT_TURN = chat_turn(
    ("system", "developer", "user", "assistant", "tool"), tools=True, media=True, weight=False
)
_TOOLS = array({"type": "object"}, 1)

TRL_PROMPT_COMPLETION = Target(
    name="trl-prompt-completion",
    title="TRL SFTTrainer, prompt and completion",
    teaches="answers",
    row=trl_row,
    schema=closed(
        {"prompt": array(_TURN, 1), "completion": array(ANSWER, 1, 1), "tools": _TOOLS},
        ("prompt", "completion"),
    ),
    note="Only the completion is learned.",
)
OPENAI_RFT = Target(
    name="openai-rft",
    title="OpenAI reinforcement fine-tuning",
    teaches="reward",
    row=rft_row,
    schema=closed(
        {"messages": array(_RFT_TURN, 1), "tools": _TOOLS, "reference_answer": NON_EMPTY},
        ("messages", "reference_answer"),
    ),
    note="The grader finds the ideal answer as item.reference_answer.",
)
SHAREGPT_TARGET = Target(
    name="sharegpt",
    title="ShareGPT conversations (LLaMA-Factory, Unsloth)",
    teaches="answers",
    row=sharegpt_row,
    schema=closed(
        {
            "conversations": array(
                closed({"from": {"enum": ["system", "human", "gpt"]}, "value": TEXT}), 2
            )
        }
    ),
)

PROMPTS = (TRL_PROMPT_COMPLETION, OPENAI_RFT, SHAREGPT_TARGET)
