"""OpenAI fine-tuning files: `{"messages": […, assistant], "tools", "parallel_tool_calls"}`.

Such a file holds answers somebody wants, not answers a model gave: its last assistant message
is the ideal answer, and there is no output. A case cannot be without one, and an empty output
would be a failure that never happened: it would be marked, grouped and beaten by any trial. So
the assistant message is the case's output as well, with the same text as the suggested ideal
answer. Whoever reads it can pass it (it is kept as it is) or fail it and edit the ideal, which
is what one opens such a file for; no mark is suggested. Logs of this shape, where the last
message is what the model said, are read the same way but for the suggestion, which then is
not accepted (or: `--format openai-chat`, which suggests none).

Weights of messages stay in their `extra`. Source: the platform's supervised fine-tuning guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from pydantic import JsonValue

from curator.importing.assemble import incoming_case
from curator.importing.containers.rows import Row
from curator.importing.fields import (
    conversation_of,
    gather_metadata,
    scalar_text,
    split_conversation,
)
from curator.importing.formats.base import row_format
from curator.importing.messages import looks_like_messages, messages_from_json
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import CarriedReview, IncomingCase

_OTHER_LOG = frozenset({"response", "completion", "output", "choices"})


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one training example; raises RowProblem."""
    rest = dict(row.value)
    messages = rest.pop("messages", None)
    if messages is None:
        raise RowProblem("the messages are missing", "messages")
    try:
        before, output = split_conversation(messages_from_json(messages))
    except RowProblem as problem:
        raise problem.inside("messages") from None
    case = incoming_case(
        line=row.line,
        id=scalar_text(rest.pop("id", None)),
        input=before,
        output=output,
        tools=take_tools(rest),
        metadata=gather_metadata(rest),
        conversation=conversation_of(rest, rest.get("metadata")),
        review=CarriedReview(ideal=output.content or None),
        origin="last assistant message of a fine-tuning file" if output.content else "",
    )
    return (case,)


def take_tools(place: JsonObject) -> tuple[JsonObject, ...]:
    """The tools offered to the model, taken out of their place; () where there are none."""
    tools: JsonValue = place.get("tools")
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        return ()
    del place["tools"]
    return tuple(cast("list[JsonObject]", tools))


def _is_row(row: JsonObject) -> bool:
    messages = row.get("messages")
    if not looks_like_messages(messages) or not _OTHER_LOG.isdisjoint(row):
        return False
    last = cast("list[JsonObject]", messages)[-1]
    return last.get("role") == "assistant"


FORMAT = row_format(
    "openai-sft", "OpenAI fine-tuning file", is_row=_is_row, read_row=read_row, logs="turns"
)
