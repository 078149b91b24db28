"""Logs of OpenAI chat completions, from any server that speaks this dialect.

A row is `{"request": {"messages"…}, "response": {"choices"…}}`, or messages with a `response`,
`completion` or `choices` beside them, or a bare response with its messages. `response` may be
the response object, its JSON text, a message, or the answer's text; a Batch wrapper
(`response.body`) is opened. Every choice becomes a case; the choices of one call stay in one
group. Marks, ideal and expected answers beside a call under their usual names are suggestions.
`{"messages": […]}` ending with the assistant is read when this format is asked for by name; on
its own it is taken for a fine-tuning file.

Facts: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar, cast

from pydantic import JsonValue

from curator.importing.assemble import incoming_case
from curator.importing.containers.rows import Row
from curator.importing.fields import (
    conversation_of,
    gather_metadata,
    output_messages,
    scalar_text,
    split_conversation,
    time_text,
)
from curator.importing.formats.base import row_format
from curator.importing.guessing import NAMES, plain_name
from curator.importing.json_text import decode_json, free_name, json_text, kind_of
from curator.importing.marks import parse_mark
from curator.importing.messages import (
    assistant_message,
    looks_like_message,
    looks_like_messages,
    message_from_json,
    messages_from_json,
)
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import CarriedReview, IncomingCase
from curator.model.message import Message

_REQUESTS = ("request", "request_body", "body")
_RESPONSES = ("response", "response_body", "completion", "output")
_BARE = ("choices", "usage", "object", "system_fingerprint", "service_tier", "error")
"""Fields of a bare response that lies flat in the row."""
_LOGGED = frozenset({"messages", "choices", "body", "error"})
_T = TypeVar("_T")
_NOTHING_CARRIED = CarriedReview()
_NO_JUDGEMENT = frozenset({"id", "custom_id", "request_id", "metadata", "created_at", "model"})
_IDS = ("id", "custom_id", "request_id")


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The cases of one logged call, one a choice; raises RowProblem."""
    rest = dict(row.value)
    request, place = _take_request(rest)
    messages = request.pop("messages") if place else rest.pop("messages", None)
    if messages is None:
        raise RowProblem("the messages of the request are missing", "messages")
    response, answers = _take_response(rest)
    try:
        asked = messages_from_json(messages)
        if not answers:
            asked, output = split_conversation(asked)
            answers = [_Answer(output, {})]
    except RowProblem as problem:
        raise problem.inside(f"{place}messages") from None
    if len(asked) > 1 and asked[-1].role == "assistant" and asked[-1] == answers[0].message:
        asked = asked[:-1]  # a log of the whole conversation with its last answer beside it
    call = _Call(row.line, asked, rest, request, response)
    if len(answers) == 1:
        return (_case(call, answers[0], None),)
    return [_case(call, answer, index) for index, answer in enumerate(answers)]


class _Answer(NamedTuple):
    """One choice: its message and what else it says (finish_reason, logprobs)."""

    message: Message
    about: JsonObject


class _Call(NamedTuple):
    """One row taken apart: what is left of the row, its request and its response."""

    line: int
    asked: tuple[Message, ...]
    rest: JsonObject
    request: JsonObject
    response: JsonObject


def _take_request(rest: JsonObject) -> tuple[JsonObject, str]:
    """The request object, taken out of the row, and the path of its fields."""
    for name in _REQUESTS:
        request = _opened(rest.get(name))
        if isinstance(request, dict) and "messages" in request:
            del rest[name]
            return dict(request), f"{name}."
    return {}, ""


def _take_response(rest: JsonObject) -> tuple[JsonObject, list[_Answer]]:
    """The response object without its choices, taken out of the row, and its answers.

    No answers: the row has no response, only messages.
    """
    if "choices" in rest:
        response: JsonObject = {name: rest.pop(name) for name in _BARE if name in rest}
        return response, _answers(response, "")
    for name in _RESPONSES:
        found = _opened(rest.get(name))
        if found is None:
            continue
        del rest[name]
        if not isinstance(found, dict) or looks_like_message(found):
            return {}, [_Answer(message, {}) for message in output_messages(found)[-1:]]
        response, place = dict(found), f"{name}."
        body = _opened(response.pop("body", None))
        if isinstance(body, dict):
            response, place = {**response, **body}, f"{name}.body."
        return response, _answers(response, place)
    if rest.get("error"):
        raise RowProblem(f"the call failed: {_said(rest['error'])}", "error")
    return {}, []


def _answers(response: JsonObject, place: str) -> list[_Answer]:
    """The choices, taken out of the response. An error is no output."""
    choices = response.pop("choices", None)
    if not choices and response.get("error"):
        raise RowProblem(f"the call failed: {_said(response['error'])}", f"{place}error")
    if not isinstance(choices, list) or not choices:
        raise RowProblem("the response has no choices", f"{place}choices")
    answers: list[_Answer] = []
    for index, choice in enumerate(choices):
        try:
            answers.append(_answer(choice))
        except RowProblem as problem:
            raise problem.inside(f"{place}choices[{index}]") from None
    return answers


def _answer(choice: JsonValue) -> _Answer:
    if not isinstance(choice, dict):
        raise RowProblem(f"is {kind_of(choice)}, not a choice")
    about: JsonObject = {
        name: value
        for name, value in choice.items()
        if name not in ("message", "text", "index") and value is not None
    }
    message = choice.get("message")
    if message is not None:
        try:
            return _Answer(message_from_json(message, default_role="assistant"), about)
        except RowProblem as problem:
            raise problem.inside(".message") from None
    text = choice.get("text")
    if isinstance(text, str):
        return _Answer(assistant_message(text), about)
    raise RowProblem("the choice has no message", ".message")


def _case(call: _Call, answer: _Answer, index: int | None) -> IncomingCase:
    """One choice as a case; `index` is its place among several. What is used is taken out."""
    rest, request, response = call.rest, call.request, call.response
    if index is not None:
        rest, request, response = dict(rest), dict(request), dict(response)
    outer = request if "tools" in request else rest
    tools = outer.get("tools")
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        tools = []
    elif tools:
        del outer["tools"]
    identifier = _identifier(rest, response)
    conversation = conversation_of(rest, rest.get("metadata"), request.get("metadata"), request)
    if index is not None:
        conversation = conversation or identifier or f"call {call.line}"
        answer.about["choice"] = index
        identifier = f"{identifier}-{index}" if identifier else None
    review, expected, origin = _judgements(rest)
    return incoming_case(
        line=call.line,
        id=identifier,
        input=call.asked,
        output=answer.message,
        model=_first(scalar_text, "model", response, rest, request),
        created_at=_first(time_text, "created", response, rest)
        or _first(time_text, "created_at", rest, response),
        tools=tuple(cast("list[JsonObject]", tools)),
        usage=_usage(response, rest),
        metadata=_metadata(rest, request, response, answer.about),
        conversation=conversation,
        expected=expected,
        review=review,
        origin=origin,
    )


def _identifier(rest: JsonObject, response: JsonObject) -> str | None:
    for name in _IDS:
        if name in rest and (text := scalar_text(rest[name])):
            return text
    return scalar_text(response.get("id"))


def _judgements(rest: JsonObject) -> tuple[CarriedReview, str | None, str]:
    """Judgements that lie beside a call under their usual names, taken out of the row."""
    if rest.keys() <= _NO_JUDGEMENT:
        return _NOTHING_CARRIED, None, ""
    names: list[str] = []

    def take(field: str, read: Callable[[JsonValue], _T | None]) -> _T | None:
        for name in rest:
            if plain_name(name) in NAMES[field] and (value := read(rest[name])) is not None:
                names.append(name)
                del rest[name]
                return value
        return None

    review = CarriedReview(
        mark=take("mark", parse_mark), ideal=take("ideal", _text), note=take("note", _text)
    )
    origin = f"field{'s' if len(names) > 1 else ''} {', '.join(names)}" if names else ""
    return review, take("expected", _text), origin


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) and value else None


def _metadata(
    rest: JsonObject, request: JsonObject, response: JsonObject, about: JsonObject
) -> JsonObject:
    """What a case has no field for: the row's other fields, the choice's, and under `request`
    and `response` what is left of those."""
    metadata = gather_metadata(rest)
    extra: JsonObject = dict(about)
    if request:
        extra["request"] = request
    if response:
        extra["response"] = response
    for name, value in extra.items():
        if name in metadata and metadata[name] != value:
            name = free_name(name, metadata)
        metadata[name] = value
    return metadata


def _usage(response: JsonObject, rest: JsonObject) -> JsonObject:
    for place in (response, rest):
        usage = place.get("usage")
        if isinstance(usage, dict):
            del place["usage"]
            return usage
    return {}


def _first(read: Callable[[JsonValue], str | None], name: str, *places: JsonObject) -> str | None:
    """The first readable value of this name, taken out of the place it was found in.

    Elsewhere the name stays: a request's model may differ from the one that answered.
    """
    for place in places:
        if name in place and (text := read(place[name])) is not None:
            del place[name]
            return text
    return None


def _said(error: JsonValue) -> str:
    message = error.get("message") if isinstance(error, dict) else error
    return json_text(message if message is not None else error)[:200]


def _opened(value: JsonValue) -> JsonValue:
    """An object that a log wrote as JSON text, decoded; else unchanged."""
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return value
    try:
        found = decode_json(value.encode("utf-8"))
    except RowProblem:
        return value
    is_log = isinstance(found, dict) and not _LOGGED.isdisjoint(found)
    return found if is_log or looks_like_message(found) else value


def _is_row(row: JsonObject) -> bool:
    for name in _REQUESTS:
        request = _opened(row.get(name))
        if isinstance(request, dict) and isinstance(request.get("messages"), list):
            return any(row.get(other) is not None for other in (*_RESPONSES, "error"))
    if not looks_like_messages(row.get("messages")):
        return False
    return isinstance(row.get("choices"), list) or any(
        row.get(name) is not None for name in _RESPONSES
    )


FORMAT = row_format(
    "openai-chat",
    "OpenAI chat completions log",
    is_row=_is_row,
    read_row=read_row,
    logs="turns",
)
