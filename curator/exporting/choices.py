"""What the user chose about the rows: system prompt, weights, tool calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.chat import Unfit
from curator.model.message import Message

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.exporting.targets.base import RowWriter, Target
    from curator.model.base import JsonObject
    from curator.model.dataset import Dataset, DatasetRow, ExportOptions

INSTRUCTING = ("system", "developer")


def with_system_prompt(dataset: Dataset, prompt: str | None) -> Dataset:
    """Every row, the held-out ones too, under the system prompt that production will use.

    None leaves the rows as they were logged. The instruction at the start of a conversation is
    replaced, or added where there is none; one that stands inside it belongs to what happened.
    """
    if prompt is None:
        return dataset
    rows = tuple(
        row.model_copy(update={"input": _instructed(row.input, prompt)}) for row in dataset.rows
    )
    return dataset.model_copy(update={"rows": rows})


def _instructed(messages: tuple[Message, ...], prompt: str) -> tuple[Message, ...]:
    start = 0
    while start < len(messages) and messages[start].role in INSTRUCTING:
        start += 1
    role = messages[0].role if start else "system"
    return (Message(role=role, content=prompt), *messages[start:])


def row_writer(target: Target, options: ExportOptions) -> RowWriter:
    """How the target writes a row with these options, or says why it does not."""
    if options.weights and options.tool_calls:
        return target.row

    def write(row: DatasetRow) -> JsonObject | Unfit:
        if not options.tool_calls and uses_tools(row):
            return Unfit("it uses tools, which this export leaves out")
        made = target.row(row)
        return made if options.weights or isinstance(made, Unfit) else _without_weights(made)

    return write


def uses_tools(row: DatasetRow) -> bool:
    """Whether tools are declared, called or answered in the row."""
    return bool(row.tools) or any(turn.tool_calls or turn.tool_call_id for turn in row.input)


def _without_weights(row: JsonObject) -> JsonObject:
    messages = row.get("messages")
    if not isinstance(messages, list):
        return row
    turns: list[JsonValue] = [
        {key: value for key, value in turn.items() if key != "weight"}
        if isinstance(turn, dict)
        else turn
        for turn in messages
    ]
    return {**row, "messages": turns}
