"""OpenAI preference files: input messages, the preferred and the non-preferred answer.

The answer that was not preferred is the output, with a suggested mark fail; the preferred one
is the suggested ideal answer. Source: the platform's direct preference optimization guide.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.assemble import incoming_case
from curator.importing.containers.rows import Row
from curator.importing.fields import (
    answer_text,
    conversation_of,
    gather_metadata,
    scalar_text,
)
from curator.importing.formats.base import row_format
from curator.importing.formats.openai_sft import take_tools
from curator.importing.json_text import kind_of
from curator.importing.messages import messages_from_json
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import CarriedReview, IncomingCase
from curator.model.message import Message
from curator.model.review import Mark

_ANSWERS = ("preferred_output", "non_preferred_output")


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one preference pair; raises RowProblem."""
    rest = dict(row.value)
    asked = rest.pop("input", None)
    if not isinstance(asked, dict):
        raise RowProblem(f"the input is {kind_of(asked)}, not an object with messages", "input")
    asked = dict(asked)
    before = _messages(asked.pop("messages", None), "input.messages")
    *steps, output = _messages(rest.pop("non_preferred_output", None), "non_preferred_output")
    preferred = rest.pop("preferred_output", None)
    _messages(preferred, "preferred_output")
    tools = take_tools(asked)
    if asked:
        rest["input"] = asked
    case = incoming_case(
        line=row.line,
        id=scalar_text(rest.pop("id", None)),
        input=(*before, *steps),
        output=output,
        tools=tools,
        metadata=gather_metadata(rest),
        conversation=conversation_of(rest, rest.get("metadata")),
        review=CarriedReview(mark=Mark.FAIL, ideal=_ideal(preferred, rest)),
        origin="preferred and non-preferred output",
    )
    return (case,)


def _messages(value: JsonValue, name: str) -> tuple[Message, ...]:
    if value is None:
        raise RowProblem("is missing", name)
    try:
        return messages_from_json(value)
    except RowProblem as problem:
        raise problem.inside(name) from None


def _ideal(preferred: JsonValue, rest: JsonObject) -> str | None:
    """The preferred answer's text; one without text (a tool call) is kept in metadata instead."""
    try:
        return answer_text(preferred)
    except RowProblem:
        rest["preferred_output"] = preferred
        return None


def _is_row(row: JsonObject) -> bool:
    asked = row.get("input")
    return (
        isinstance(asked, dict)
        and isinstance(asked.get("messages"), list)
        and all(isinstance(row.get(name), list) for name in _ANSWERS)
    )


FORMAT = row_format("openai-dpo", "OpenAI preference file", is_row=_is_row, read_row=read_row)
