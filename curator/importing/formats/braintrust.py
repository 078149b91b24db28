"""Braintrust: exported experiments and logs, one span a row.

Spans of type `llm` are the model calls where a trace has them; otherwise root spans are the
cases. Scores of exactly 0 or 1 suggest marks; `expected` is the expected answer.
Facts: https://www.braintrust.dev/docs/reference/api
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at
from curator.importing.containers.rows import Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import answer_text, conversation_of, scalar_text, time_text
from curator.importing.formats.base import ReadRow, row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_TAKEN = ("input", "output", "expected", "scores", "id", "created", "metadata")
_OWN = frozenset(
    {"span_id", "root_span_id", "span_attributes", "_xact_id", "experiment_id", "log_id"}
    | {"dataset_record_id", "is_root", "span_parents", "_pagination_key"}
)


def reader(file: RowFile) -> ReadRow:
    """How the spans of one export are read. Scored roots are what an experiment is about."""
    scored_roots = any(_is_root(row) and row.get("scores") for row in file.sample)
    only_calls = not scored_roots and any(_kind(row) == "llm" for row in file.sample)

    def read(row: Row) -> Sequence[IncomingCase]:
        if (only_calls and _kind(row.value) != "llm") or (
            not only_calls and not _is_root(row.value)
        ):
            return ()
        return cases_of(_call(row.line, row.value))

    return read


def _call(line: int, span: JsonObject) -> Call:
    if span.get("output") in (None, ""):
        said = span.get("error")
        why = f"the call failed: {json_text(said)[:200]}" if said else "the output is missing"
        raise RowProblem(why, "output")
    if span.get("input") in (None, ""):
        raise RowProblem("the input is missing", "input")
    scores = [Score(name, value) for name, value in object_at(span, "scores").items()]
    review, origin = review_of("Braintrust score", scores)
    about, metrics = object_at(span, "metadata"), object_at(span, "metrics")
    metadata = {**left_of(span, *_TAKEN), **about}
    if scores:
        metadata["scores"] = object_at(span, "scores")
    usage = {name: value for name, value in metrics.items() if name.endswith("tokens")}
    return Call(
        line=line,
        asked=asked_messages(span["input"]),
        answers=answers_of(span["output"]),
        id=scalar_text(span.get("id")),
        model=scalar_text(about.get("model")),
        created_at=time_text(span.get("created")),
        usage=usage,
        expected=_expected(span.get("expected")),
        conversation=conversation_of(about) or scalar_text(span.get("root_span_id")),
        metadata=metadata,
        review=review,
        origin=origin,
    )


def _expected(value: JsonValue) -> str | None:
    if value in (None, "", [], {}):
        return None
    try:
        return answer_text(value)
    except RowProblem:
        return json_text(value)


def _kind(span: JsonObject) -> str:
    return scalar_text(object_at(span, "span_attributes").get("type")) or ""


def _is_root(span: JsonObject) -> bool:
    if isinstance(span.get("is_root"), bool):
        return bool(span["is_root"])
    if span.get("span_parents"):
        return False
    return span.get("span_id") == span.get("root_span_id")


def _is_row(row: JsonObject) -> bool:
    if "input" not in row or ("output" not in row and "error" not in row):
        return False
    return len(_OWN & row.keys()) >= 2 or ("scores" in row and bool(_OWN & row.keys()))


def _alone(row: Row) -> Sequence[IncomingCase]:
    return cases_of(_call(row.line, row.value))


FORMAT = row_format(
    "braintrust",
    "Braintrust export",
    is_row=_is_row,
    read_row=_alone,
    read_file=reader,
    logs="traces",
)
