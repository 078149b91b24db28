"""What a row of a chat completions log says of one answer beside its messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar, cast

from pydantic import JsonValue

from curator.importing.fields import conversation_of, gather_metadata, scalar_text, time_text
from curator.importing.guessing import NAMES, plain_name
from curator.importing.json_text import free_name
from curator.importing.marks import parse_mark
from curator.model.base import JsonObject
from curator.model.case import NO_REVIEW, CarriedReview

_T = TypeVar("_T", bound=object)
_NO_JUDGEMENT = frozenset({"id", "custom_id", "request_id", "metadata", "created_at", "model"})
_IDS = ("id", "custom_id", "request_id")


class Call(NamedTuple):
    """One row taken apart: what is left of the row, its request and its response."""

    line: int
    rest: JsonObject
    request: JsonObject
    response: JsonObject


Facts: TypeAlias = tuple[
    str | None,
    str | None,
    str | None,
    str | None,
    tuple[JsonObject, ...],
    JsonObject,
    JsonObject,
    str | None,
    CarriedReview,
    str,
]
"""The fields of a `PlainCase` after its messages: id, model, created_at, expected, tools, usage,
metadata, conversation, review, origin. A name for each would cost more than some of them.
"""


def facts_of(call: Call, about: JsonObject, index: int | None) -> Facts:
    """What is known of one choice; `about` is what the choice says, `index` its place among
    several. What is used is taken out.
    """
    _, rest, request, response = call
    if index is not None:
        rest, request, response = dict(rest), dict(request), dict(response)
    has_tools = "tools" in request or "tools" in rest
    tools = _take_tools(request if "tools" in request else rest) if has_tools else ()
    identifier = _identifier(rest, response)
    conversation = conversation_of(rest, rest.get("metadata"), request.get("metadata"), request)
    if index is not None:
        conversation = conversation or identifier or f"call {call.line}"
        about = {**about, "choice": index}
        identifier = f"{identifier}-{index}" if identifier else None
    review, expected, origin = _judgements(rest)
    return (
        identifier,
        _first(scalar_text, "model", response, rest, request),
        _first(time_text, "created", response, rest)
        or _first(time_text, "created_at", rest, response),
        expected,
        tools,
        _usage(response, rest),
        _metadata(rest, request, response, about),
        conversation,
        review,
        origin,
    )


def _take_tools(place: JsonObject) -> tuple[JsonObject, ...]:
    tools = place.get("tools")
    if not tools or not isinstance(tools, list) or not all(isinstance(one, dict) for one in tools):
        return ()
    del place["tools"]
    return tuple(cast("list[JsonObject]", tools))


def _identifier(rest: JsonObject, response: JsonObject) -> str | None:
    for name in _IDS:
        if name in rest and (text := scalar_text(rest[name])):
            return text
    return scalar_text(response.get("id"))


def _judgements(rest: JsonObject) -> tuple[CarriedReview, str | None, str]:
    """Judgements that lie beside a call under their usual names, taken out of the row."""
    if not rest or rest.keys() <= _NO_JUDGEMENT:
        return NO_REVIEW, None, ""
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
    if not metadata:
        return extra
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
