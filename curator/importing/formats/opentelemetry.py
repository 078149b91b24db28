"""OpenTelemetry GenAI spans, as OTLP JSON or one span a row.

Messages come from `gen_ai.input.messages` and `gen_ai.output.messages`, from the span's events,
or from the older `gen_ai.prompt` and `gen_ai.completion` (also as `gen_ai.prompt.0.content`).
Only spans of model calls are cases. Evaluations that were recorded on the span are suggestions.
Facts: https://opentelemetry.io/docs/specs/semconv/gen-ai/
"""

from __future__ import annotations

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, objects_in, text_or_none
from curator.importing.containers.rows import Document, Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import Found, row_format
from curator.importing.formats.spans import attributes_of, is_envelope, nested, spans_in, without
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase
from curator.model.message import Message

_ASKED = ("gen_ai.input.messages", "gen_ai.prompt")
_ANSWERED = ("gen_ai.output.messages", "gen_ai.completion")
_ROLES = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
_NO_CALLS = ("execute_tool", "embeddings", "invoke_agent", "create_agent", "retrieval")


def read_row(row: Row) -> Found:
    """The cases of one span, or of every model call of an envelope."""
    found: list[IncomingCase | RowProblem] = []
    inside = is_envelope(row.value)
    for span in spans_in(row.value):
        attributes = attributes_of(span)
        if not _is_call(attributes, span):
            continue
        try:
            found.extend(cases_of(_call(row.line, span, attributes)))
        except RowProblem as problem:
            if not inside:
                raise
            found.append(problem)
    return found


def _call(line: int, span: JsonObject, attributes: JsonObject) -> Call:
    said = _said(attributes, span)
    asked, answered = _first(said, _ASKED), _first(said, _ANSWERED)
    events = objects_in(span.get("events"))
    before = _events_asked(events)
    if answered is None:
        answered = _events_answered(events)
    if asked is None and not before:
        raise RowProblem("the span holds no input messages", _ASKED[0])
    if answered is None:
        raise RowProblem(_why_none(span), _ANSWERED[0])
    messages = before if asked is None else asked_messages(asked)
    system = nested(said, "gen_ai.system_instructions")
    if system is not None:
        messages = (*_system(system), *messages)
    review, origin = review_of("OpenTelemetry evaluation", _evaluations(attributes, events))
    taken = (*_ASKED, *_ANSWERED, "gen_ai.system_instructions", "gen_ai.tool.definitions")
    metadata = left_of(
        span, "attributes", "traceId", "spanId", "startTimeUnixNano", "start_time", "events"
    )
    metadata["attributes"] = without(attributes, *taken)
    if attributes.get("gen_ai.conversation.id") and (trace := _identifier(span, "trace")):
        metadata["traceId"] = trace  # the conversation stands where else the trace does
    tools = nested(said, "gen_ai.tool.definitions")
    return Call(
        line=line,
        asked=messages,
        answers=answers_of(answered),
        id=_identifier(span, "span"),
        model=scalar_text(attributes.get("gen_ai.response.model"))
        or scalar_text(attributes.get("gen_ai.request.model")),
        created_at=started(span),
        usage=_usage(attributes),
        tools=tuple(objects_in(tools)),
        conversation=scalar_text(attributes.get("gen_ai.conversation.id"))
        or _identifier(span, "trace"),
        metadata=metadata,
        review=review,
        origin=origin,
    )


def started(span: JsonObject) -> str | None:
    """When a span began; OTLP gives nanoseconds since 1970 as text."""
    nanoseconds = span.get("startTimeUnixNano", span.get("start_time_unix_nano"))
    if isinstance(nanoseconds, str) and nanoseconds.isdecimal():
        nanoseconds = int(nanoseconds[:20])
    if isinstance(nanoseconds, int) and not isinstance(nanoseconds, bool):
        return time_text(nanoseconds // 1_000_000)
    return time_text(span.get("start_time", span.get("startTime")))


def _said(attributes: JsonObject, span: JsonObject) -> JsonObject:
    """Attributes with those of the events that carry messages in their stead."""
    found = dict(attributes)
    for event in objects_in(span.get("events")):
        found |= {
            name: value
            for name, value in attributes_of(event).items()
            if name.startswith(("gen_ai.prompt", "gen_ai.completion"))
            or name.endswith((".messages", ".system_instructions"))
        }
    return found


def _first(attributes: JsonObject, names: tuple[str, ...]) -> JsonValue:
    return next((one for name in names if (one := nested(attributes, name)) is not None), None)


def _events_asked(events: list[JsonObject]) -> tuple[Message, ...]:
    """The older convention: one event for each message, its role in the event's name."""
    found: list[Message] = []
    for event in events:
        role = _ROLES.get(scalar_text(event.get("name")) or "")
        if role is not None:
            said = attributes_of(event)
            content = said.get("content", said.get("gen_ai.event.content", ""))
            body: JsonObject = content if isinstance(content, dict) else {"content": content}
            found.extend(asked_messages([{"role": role, "content": "", **body}]))
    return tuple(found)


def _events_answered(events: list[JsonObject]) -> JsonValue:
    choices: list[JsonValue] = []
    for event in events:
        if event.get("name") == "gen_ai.choice":
            said = attributes_of(event)
            message = nested(said, "message")
            if not isinstance(message, dict):
                content = said.get("content", "") if message is None else message
                message = {"role": "assistant", "content": content}
            choice: JsonObject = {"message": message}
            choices.append(choice | left_of(said, "message", "content", "index"))
    return {"choices": choices} if choices else None


def _system(system: JsonValue) -> tuple[Message, ...]:
    if isinstance(system, list):
        return asked_messages([{"role": "system", "parts": system}])
    return asked_messages([{"role": "system", "content": system}])


def _evaluations(attributes: JsonObject, events: list[JsonObject]) -> list[Score]:
    places = [attributes]
    places += [attributes_of(one) for one in events if "evaluation" in str(one.get("name"))]
    found: list[Score] = []
    for place in places:
        label = place.get("gen_ai.evaluation.score.label")
        value = place.get("gen_ai.evaluation.score.value") if label is None else label
        if value is not None:
            name = scalar_text(place.get("gen_ai.evaluation.name")) or "evaluation"
            comment = text_or_none(place.get("gen_ai.evaluation.explanation"))
            found.append(Score(name, value, comment))
    return found


def _usage(attributes: JsonObject) -> JsonObject:
    prefix = "gen_ai.usage."
    return {
        name.removeprefix(prefix): value
        for name, value in attributes.items()
        if name.startswith(prefix)
    }


def _why_none(span: JsonObject) -> str:
    status = span.get("status")
    message = status.get("message") or status.get("description") if isinstance(status, dict) else ""
    return f"the call failed: {message}" if message else "the span holds no output messages"


def _identifier(span: JsonObject, kind: str) -> str | None:
    context = span.get("context")
    place = context if isinstance(context, dict) else span
    return scalar_text(place.get(f"{kind}Id") or place.get(f"{kind}_id"))


def _is_call(attributes: JsonObject, span: JsonObject) -> bool:
    if attributes.get("gen_ai.operation.name") in _NO_CALLS:
        return False
    if any(name.startswith("gen_ai.") for name in attributes):
        return True
    return any(str(one.get("name")).startswith("gen_ai.") for one in objects_in(span.get("events")))


def _is_row(row: JsonObject) -> bool:
    if is_envelope(row):
        spans = list(spans_in(row))
        return any(_is_call(attributes_of(span), span) for span in spans)
    if not any(name.startswith(("attributes", "gen_ai.")) for name in row):
        return False
    return _is_call(attributes_of(row), row)


def _locate(root: JsonObject) -> Document | None:
    return Document(path=None, context={}) if is_envelope(root) else None


FORMAT = row_format(
    "opentelemetry",
    "OpenTelemetry GenAI spans",
    is_row=_is_row,
    read_row=read_row,
    locate=_locate,
    logs="traces",
)
