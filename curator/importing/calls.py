"""One logged call of any tool as its cases: the question, the answers, and all that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from curator.importing.answers import Answers
from curator.importing.assemble import incoming_case
from curator.importing.dialects import opened
from curator.importing.json_text import free_name
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import NO_REVIEW, CarriedReview, IncomingCase
from curator.model.message import Message


@dataclass(slots=True)
class Call:
    """What a tool's row says of one call. What the answers say themselves is the fallback."""

    line: int
    asked: tuple[Message, ...]
    answers: Answers
    id: str | None = None
    model: str | None = None
    created_at: str | None = None
    usage: JsonObject = field(default_factory=JsonObject)
    expected: str | None = None
    tools: tuple[JsonObject, ...] = ()
    conversation: str | None = None
    metadata: JsonObject = field(default_factory=JsonObject)
    review: CarriedReview = NO_REVIEW
    origin: str = ""


def cases_of(call: Call) -> Sequence[IncomingCase]:
    """A case for each choice; the choices of one call stay in one group. Raises RowProblem."""
    if not call.asked:
        raise RowProblem("there is no input", "input")
    several = len(call.answers.choices) > 1
    cases: list[IncomingCase] = []
    for index, (messages, about) in enumerate(call.answers.choices):
        *steps, output = messages
        identifier = call.id or call.answers.id
        conversation = call.conversation
        if several:
            conversation = conversation or identifier or f"call {call.line}"
            about = {**about, "choice": index}
            identifier = f"{identifier}-{index}" if identifier else None
        asked = call.asked
        if len(asked) > 1 and asked[-1] == output and not steps:
            asked = asked[:-1]  # the whole conversation was logged, with its last answer beside it
        cases.append(
            incoming_case(
                line=call.line,
                id=identifier,
                input=(*asked, *steps),
                output=output,
                model=call.model or call.answers.model,
                created_at=call.created_at or call.answers.created_at,
                expected=call.expected,
                tools=call.tools or call.answers.tools,
                usage=call.usage or call.answers.usage,
                metadata=_together(call.metadata, about, call.answers.rest),
                conversation=conversation,
                review=call.review,
                origin=call.origin,
            )
        )
    return cases


def left_of(row: JsonObject, *taken: str) -> JsonObject:
    """A row's other fields, those that hold nothing left out."""
    return {
        name: value
        for name, value in row.items()
        if name not in taken and value is not None and value not in ("", [], {})
    }


def text_or_none(value: JsonValue) -> str | None:
    """Text that says something; None for anything else."""
    return value if isinstance(value, str) and value else None


def object_at(row: JsonObject, *path: str) -> JsonObject:
    """The object at a path of names, JSON text on the way opened; {} where there is none."""
    level: JsonValue = row
    for name in path:
        level = opened(level.get(name)) if isinstance(level, dict) else None
    return level if isinstance(level, dict) else {}


def objects_in(value: JsonValue) -> list[JsonObject]:
    """The objects of a list, also one written as JSON text; [] for anything else."""
    found = opened(value)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _together(metadata: JsonObject, about: JsonObject, response: JsonObject) -> JsonObject:
    found = dict(metadata)
    extra: JsonObject = {name: item for name, item in about.items() if item is not None}
    if response:
        extra["response"] = response
    for name, value in extra.items():
        if name in found and found[name] != value:
            name = free_name(name, found)
        found[name] = value
    return found
