"""Langfuse: a trace with its observations, exported observations or traces, and their scores.

Observations of type GENERATION are the model calls (one case each); of an export without any,
whole traces are. Scores lie in the trace, in a row's `scores`, or in a file given together with
it. A CORRECTION score's text is the suggested ideal answer, a dataset's `expectedOutput` the
expected one. Facts: https://langfuse.com/docs/api-and-data-platform
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in, text_or_none
from curator.importing.containers.rows import Document, Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import ReadRow, part_format, row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

NAME = "langfuse"
_CALLS = ("GENERATION", "generation")
_TAKEN = ("id", "input", "output", "model", "scores", "usageDetails", "usage_details")
_OBSERVED = (
    "parentObservationId",
    "parent_observation_id",
    "usageDetails",
    "usage_details",
    "provided_model_name",
    "completionStartTime",
    "htmlPath",
    "bookmarked",
)
_EMPTY: tuple[JsonValue, ...] = (None, "", [], {})


def reader(file: RowFile) -> ReadRow:
    """How the rows of one export are read, with the scores that belong to them."""
    trace = object_at(file.around, "trace")
    scores = _by_target(_scores_beside(file, trace))
    only_calls = any(_kind(row) in _CALLS for row in file.sample)

    def read(row: Row) -> Sequence[IncomingCase]:
        value = row.value
        if only_calls and _kind(value) not in _CALLS:
            return ()
        if "observations" in value and not only_calls:
            return _whole_trace(row, scores)
        if _kind(value) and _kind(value) not in _CALLS and value.get("output") in _EMPTY:
            return ()
        return cases_of(_call(row.line, value, trace, scores))

    return read


def _whole_trace(row: Row, scores: dict[str, list[JsonObject]]) -> Sequence[IncomingCase]:
    """A trace that carries its observations: one case for each generation, else the trace."""
    trace = left_of(row.value, "observations")
    scores = _by_target([one for known in scores.values() for one in known])
    for one in objects_in(trace.get("scores")):
        scores.setdefault(_target(one), []).append(one)
    calls = [one for one in objects_in(row.value["observations"]) if _kind(one) in _CALLS]
    found: list[IncomingCase] = []
    for call in calls or [trace]:
        found.extend(cases_of(_call(row.line, call, trace, scores)))
    return found


def _call(
    line: int, value: JsonObject, trace: JsonObject, scores: dict[str, list[JsonObject]]
) -> Call:
    if value.get("output") in _EMPTY:
        said = value.get("statusMessage") or value.get("status_message")
        why = f"the call failed: {said}" if said else "the output is missing"
        raise RowProblem(why, "output")
    if value.get("input") in _EMPTY:
        raise RowProblem("the input is missing", "input")
    asked = asked_messages(value.get("input"))
    answers = answers_of(value["output"])
    identifier = scalar_text(value.get("id"))
    trace_id = scalar_text(value.get("traceId") or value.get("trace_id") or trace.get("id"))
    own = [one for one in objects_in(value.get("scores")) if _is_own(one, identifier)]
    judged = [*own, *scores.get(identifier or "", ())]
    judged += [one for one in scores.get(f"trace {trace_id}", ()) if one not in judged]
    ideal, origin_of_ideal = _corrected(judged)
    review, origin = review_of(
        "Langfuse score", map(_score, judged), ideal=ideal, ideal_from=origin_of_ideal
    )
    metadata = left_of(value, *_TAKEN)
    if judged:
        metadata["scores"] = list[JsonValue](judged)
    session = value.get("sessionId") or value.get("session_id") or trace.get("sessionId")
    return Call(
        line=line,
        asked=asked,
        answers=answers,
        id=identifier,
        model=_first(value, "provided_model_name", "providedModelName", "model", "model_id"),
        created_at=time_text(
            value.get("startTime") or value.get("start_time") or value.get("timestamp")
        ),
        usage=object_at(value, "usageDetails") or object_at(value, "usage_details"),
        expected=_expected(value),
        conversation=scalar_text(session) or trace_id,
        metadata=metadata,
        review=review,
        origin=origin,
    )


def _is_own(score: JsonObject, identifier: str | None) -> bool:
    """Whether a score that lies in a row is about it, and not about a part of its trace."""
    target = _target(score)
    return target in ("", identifier) or target.startswith("trace ")


def _corrected(judged: list[JsonObject]) -> tuple[str | None, str]:
    for one in judged:
        kind = one.get("dataType") or one.get("data_type")
        text = one.get("stringValue") or one.get("string_value")
        if (kind == "CORRECTION" or one.get("name") == "CORRECTION") and isinstance(text, str):
            return text, f"{scalar_text(one.get('name')) or 'correction'} (correction)"
    return None, ""


def _score(one: JsonObject) -> Score:
    kind = one.get("dataType") or one.get("data_type")
    value = one.get("stringValue") or one.get("string_value")
    if kind == "CORRECTION":
        value = None
    elif kind != "CATEGORICAL" and one.get("value") is not None:
        value = one["value"]
    comment = text_or_none(one.get("comment"))
    return Score(scalar_text(one.get("name")) or "score", value, comment)


def _expected(value: JsonObject) -> str | None:
    expected = value.get("expectedOutput", value.get("expected_output"))
    return None if expected in _EMPTY else json_text(expected)


def _first(value: JsonObject, *names: str) -> str | None:
    return next((text for name in names if (text := scalar_text(value.get(name)))), None)


def _kind(row: JsonObject) -> str:
    kind = row.get("type")
    return kind if isinstance(kind, str) else ""


def _scores_beside(file: RowFile, trace: JsonObject) -> list[JsonObject]:
    found = [*objects_in(trace.get("scores")), *objects_in(file.around.get("scores"))]
    found += objects_in(trace.get("corrections"))
    for companion in file.companions:
        found += [row.value for row in companion.rows() if isinstance(row, Row)]
    return found


def _by_target(scores: Iterable[JsonObject]) -> dict[str, list[JsonObject]]:
    found: dict[str, list[JsonObject]] = {}
    for one in scores:
        found.setdefault(_target(one), []).append(one)
    return found


def _target(score: JsonObject) -> str:
    """The observation a score is about, else "trace " and its trace; "" when it does not say."""
    observation = scalar_text(score.get("observationId") or score.get("observation_id"))
    if observation:
        return observation
    trace = scalar_text(score.get("traceId") or score.get("trace_id"))
    return f"trace {trace}" if trace else ""


def _locate(root: JsonObject) -> Document | None:
    trace = root.get("trace")
    if isinstance(trace, dict) and isinstance(root.get("observations"), list):
        around: JsonObject = {"trace": left_of(trace, "observations")}
        if isinstance(root.get("scores"), list):
            around["scores"] = root["scores"]
        return Document(path=("observations",), context={}, around=around)
    return None


def _is_row(row: JsonObject) -> bool:
    if isinstance(row.get("observations"), list) and "timestamp" in row:
        return True
    traced = "traceId" in row or "trace_id" in row
    timed = any(name in row for name in ("startTime", "start_time", "timestamp"))
    observed = any(name in row for name in _OBSERVED)
    asked = "input" in row and "output" in row
    return asked and timed and (observed or (traced and _kind(row) in _CALLS))


def _is_score(row: JsonObject) -> bool:
    about = "traceId" in row or "trace_id" in row or "observationId" in row
    valued = any(name in row for name in ("value", "stringValue", "string_value"))
    return about and valued and "name" in row and "input" not in row


def _alone(row: Row) -> Sequence[IncomingCase]:
    return cases_of(_call(row.line, row.value, {}, {}))


FORMAT = row_format(
    NAME,
    "Langfuse export",
    is_row=_is_row,
    read_row=_alone,
    read_file=reader,
    locate=_locate,
    logs="traces",
)
SCORES = part_format(
    "langfuse-scores",
    "Langfuse scores",
    is_row=_is_score,
    part_of=NAME,
    whole="holds scores: import it together with the traces or observations they judge.",
)
