"""Phoenix and other OpenInference spans: one span a row, or OTLP JSON.

LLM spans are the model calls; of an export without any, root spans are. Messages come from
`llm.input_messages` and `llm.output_messages`, else from `input.value` and `output.value`.
Annotations are suggestions. Facts: https://arize-ai.github.io/openinference/spec/
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, objects_in, text_or_none
from curator.importing.containers.rows import Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import conversation_of, scalar_text
from curator.importing.formats.base import Found, ReadRow, row_format
from curator.importing.formats.opentelemetry import started
from curator.importing.formats.spans import attributes_of, is_envelope, nested, spans_in, without
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_KIND = "openinference.span.kind"


def reader(file: RowFile) -> ReadRow:
    """How the spans of one export are read: its model calls, or its roots where it has none."""
    only_calls = any(_kind(span) == "LLM" for row in file.sample for span in spans_in(row))

    def read(row: Row) -> Found:
        found: list[IncomingCase | RowProblem] = []
        inside = is_envelope(row.value)
        for span in spans_in(row.value):
            root = not (span.get("parent_id") or span.get("parentSpanId"))
            if _kind(span) != "LLM" and (only_calls or not root):
                continue
            try:
                found.extend(cases_of(_call(row.line, span)))
            except RowProblem as problem:
                if not inside:
                    raise
                found.append(problem)
        return found

    return read


def _call(line: int, span: JsonObject) -> Call:
    attributes = attributes_of(span)
    asked = nested(attributes, "llm.input_messages")
    if asked in (None, []):
        asked = attributes.get("input.value")
    answered = nested(attributes, "llm.output_messages")
    if answered in (None, []):
        answered = attributes.get("output.value")
    if asked in (None, ""):
        raise RowProblem("the span holds no input", "attributes.llm.input_messages")
    if answered in (None, ""):
        said = scalar_text(span.get("status_message"))
        why = f"the call failed: {said}" if said else "the span holds no output"
        raise RowProblem(why, "attributes.llm.output_messages")
    review, origin = review_of("Phoenix annotation", _annotations(span))
    taken = ("llm.input_messages", "llm.output_messages", "input.value", "output.value")
    names = [name for name in span if not name.startswith("attributes")]
    metadata = left_of({name: span[name] for name in names}, "events", "start_time")
    metadata["attributes"] = without(attributes, *taken)
    return Call(
        line=line,
        asked=asked_messages(asked),
        answers=answers_of(answered),
        id=_identifier(span, "span"),
        model=scalar_text(attributes.get("llm.model_name")),
        created_at=started(span),
        usage=_usage(attributes),
        tools=_tools(attributes),
        conversation=scalar_text(attributes.get("session.id"))
        or conversation_of(attributes)
        or _identifier(span, "trace"),
        metadata=metadata,
        review=review,
        origin=origin,
    )


def _annotations(span: JsonObject) -> Iterable[Score]:
    """`annotations` as the API lists them, or `annotation.label` columns of a table."""
    for one in objects_in(span.get("annotations") or span.get("span_annotations")):
        result = one.get("result")
        yield _score(
            scalar_text(one.get("name")) or "annotation",
            result if isinstance(result, dict) else one,
        )
    flat: JsonObject = {
        name.removeprefix("annotation."): value
        for name, value in span.items()
        if name.startswith("annotation.") and value is not None
    }
    if flat:
        yield _score(scalar_text(flat.get("name")) or "annotation", flat)


def _score(name: str, result: JsonObject) -> Score:
    label: JsonValue = result.get("label")
    score = result.get("score")
    comment = text_or_none(result.get("explanation"))
    return Score(name, label if label not in (None, "") else score, comment)


def _usage(attributes: JsonObject) -> JsonObject:
    prefix = "llm.token_count."
    found: JsonObject = {}
    for name, value in attributes.items():
        if name.startswith(prefix):
            kind = name.removeprefix(prefix)
            found[f"{kind}_tokens" if kind in ("prompt", "completion", "total") else kind] = value
    return found


def _tools(attributes: JsonObject) -> tuple[JsonObject, ...]:
    found: list[JsonObject] = []
    for tool in objects_in(nested(attributes, "llm.tools")):
        inner = tool.get("tool")
        schema = inner.get("json_schema") if isinstance(inner, dict) else None
        schemas = objects_in([schema or tool.get("tool.json_schema")])
        found.extend(schemas or [tool])
    return tuple(found)


def _kind(span: JsonObject) -> str:
    kind = span.get("span_kind") or attributes_of(span).get(_KIND)
    return kind.upper() if isinstance(kind, str) else ""


def _identifier(span: JsonObject, kind: str) -> str | None:
    context = span.get("context")
    place = context if isinstance(context, dict) else span
    names = (f"context.{kind}_id", f"{kind}_id", f"{kind}Id")
    return next((text for name in names if (text := scalar_text(place.get(name)))), None)


def _is_row(row: JsonObject) -> bool:
    if not is_envelope(row) and not any(
        name.startswith(("attributes", "openinference")) for name in row
    ):
        return False
    for span in spans_in(row):
        attributes = attributes_of(span)
        if _KIND in attributes or any(name.startswith("llm.") for name in attributes):
            return True
        if "span_kind" in span and "input.value" in attributes:
            return True
    return False


def _alone(row: Row) -> Found:
    return [case for span in spans_in(row.value) for case in cases_of(_call(row.line, span))]


FORMAT = row_format(
    "phoenix",
    "Phoenix / OpenInference spans",
    is_row=_is_row,
    read_row=_alone,
    read_file=reader,
    logs="traces",
)
