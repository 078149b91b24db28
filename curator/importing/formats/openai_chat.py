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

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from curator.importing.assemble import incoming_case
from curator.importing.containers.rows import Row
from curator.importing.fields import output_messages, split_conversation
from curator.importing.formats.base import row_format
from curator.importing.formats.openai_facts import Call, facts_of
from curator.importing.json_text import decode_json, json_text, kind_of
from curator.importing.messages import (
    assistant_message,
    looks_like_message,
    looks_like_messages,
    message_from_json,
    messages_from_json,
    plain_message,
    plain_messages,
)
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import IncomingCase
from curator.model.message import Message
from curator.model.plain_case import PlainCase

_REQUESTS = ("request", "request_body", "body")
_RESPONSES = ("response", "response_body", "completion", "output")
_BARE = ("choices", "usage", "object", "system_fingerprint", "service_tier", "error")
"""Fields of a bare response that lies flat in the row."""
_OF_CHOICE = frozenset({"message", "text", "index"})
_LOGGED = frozenset({"messages", "choices", "body", "error"})


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
    call = Call(row.line, rest, request, response)
    if len(answers) == 1:
        return (_case(call, asked, answers[0], None),)
    return [_case(call, asked, answer, index) for index, answer in enumerate(answers)]


def read_plain(row: Row) -> PlainCase | None:
    """The case of a row with a request, one choice and messages that are text alone."""
    rest = dict(row.value)
    request, place = _take_request(rest)
    asked = plain_messages(request.pop("messages") if place else rest.pop("messages", None))
    response = _plain_response(rest) if asked is not None else None
    choices = response.pop("choices", None) if response is not None else None
    if asked is None or response is None or not isinstance(choices, list) or len(choices) != 1:
        return None
    choice = choices[0]
    answer = plain_message(choice.get("message"), "assistant") if isinstance(choice, dict) else None
    if answer is None or not isinstance(choice, dict):
        return None
    if len(asked) > 1 and asked[-1]["role"] == "assistant" and asked[-1] == answer:
        del asked[-1]
    facts = facts_of(Call(row.line, rest, request, response), _about(choice), None)
    return PlainCase(row.line, asked, answer, *facts)


def _plain_response(rest: JsonObject) -> JsonObject | None:
    """The response object, taken out of the row; None where it is not simply there."""
    if "choices" in rest:
        return _take_bare(rest)
    response = rest.pop("response", None)
    if not isinstance(response, dict) or "body" in response or looks_like_message(response):
        return None
    return dict(response)


class _Answer(NamedTuple):
    """One choice: its message and what else it says (finish_reason, logprobs)."""

    message: Message
    about: JsonObject


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
        response = _take_bare(rest)
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


def _take_bare(rest: JsonObject) -> JsonObject:
    return {name: rest.pop(name) for name in _BARE if name in rest}


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
    about = _about(choice)
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


def _about(choice: JsonObject) -> JsonObject:
    """What a choice says beside its answer."""
    return {
        name: value
        for name, value in choice.items()
        if value is not None and name not in _OF_CHOICE
    }


def _case(
    call: Call, asked: tuple[Message, ...], answer: _Answer, index: int | None
) -> IncomingCase:
    """One choice as a case; `index` is its place among several."""
    (
        identifier,
        model,
        created_at,
        expected,
        tools,
        usage,
        metadata,
        conversation,
        review,
        origin,
    ) = facts_of(call, answer.about, index)
    return incoming_case(
        line=call.line,
        id=identifier,
        input=asked,
        output=answer.message,
        model=model,
        created_at=created_at,
        tools=tools,
        usage=usage,
        metadata=metadata,
        conversation=conversation,
        expected=expected,
        review=review,
        origin=origin,
    )


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
    read_plain=read_plain,
    logs="turns",
)
