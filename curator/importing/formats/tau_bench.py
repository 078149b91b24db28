"""Conversations of tool-using agents with a reward: tau-bench's trajectories.

The last assistant turn is the output, what stands before it the input. What follows it (the
simulated user's goodbye, a tool's answer) is kept in metadata under `after`. A reward of 0 or 1
suggests a mark; the task's right actions are the expected answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.assemble import incoming_case
from curator.importing.calls import left_of, object_at
from curator.importing.containers.rows import Row
from curator.importing.dialects import asked_messages, is_messages
from curator.importing.fields import scalar_text
from curator.importing.formats.base import row_format
from curator.importing.json_text import json_text
from curator.importing.messages import message_to_json
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase
from curator.model.message import Message


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one conversation; raises RowProblem where no assistant spoke."""
    value = row.value
    before, output, after = last_turn(asked_messages(value.get("traj")))
    review, origin = review_of("tau-bench", [Score("reward", value.get("reward"), plain=True)])
    metadata = left_of(value, "traj")
    if after:
        metadata["after"] = [message_to_json(message) for message in after]
    actions = object_at(value, "info", "task").get("actions")
    task = scalar_text(value.get("task_id")) or str(row.line)
    trial = scalar_text(value.get("trial")) or "0"
    case = incoming_case(
        line=row.line,
        id=f"task-{task}-trial-{trial}",
        input=before,
        output=output,
        expected=_expected(actions),
        metadata=metadata,
        conversation=f"task {task}",
        review=review,
        origin=origin,
    )
    return (case,)


def last_turn(
    messages: tuple[Message, ...],
) -> tuple[tuple[Message, ...], Message, tuple[Message, ...]]:
    """What stands before the last assistant message, that message, and what follows it."""
    for place in range(len(messages) - 1, 0, -1):
        if messages[place].role == "assistant":
            return messages[:place], messages[place], messages[place + 1 :]
    raise RowProblem("no assistant's message has anything before it", "traj")


def _expected(actions: JsonValue) -> str | None:
    return json_text(actions) if isinstance(actions, list) and actions else None


def _is_row(row: JsonObject) -> bool:
    return "reward" in row and is_messages(row.get("traj"))


FORMAT = row_format(
    "tau-bench", "tau-bench conversations", is_row=_is_row, read_row=read_row, logs="turns"
)
