"""LangSmith runs: exported run by run, with feedback where it was exported too.

Runs of type `llm` are the model calls; of traces without one the root run is the case. Feedback
(`key`, `score`, `comment`, `correction`) suggests marks and ideals; a reference example's
outputs are the expected answer. Facts: https://docs.smith.langchain.com/reference/data_formats
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in, text_or_none
from curator.importing.containers.rows import Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import answer_text, scalar_text, time_text
from curator.importing.formats.base import ReadRow, row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_TAKEN = ("inputs", "outputs", "id", "feedback", "start_time", "child_runs")


def reader(file: RowFile) -> ReadRow:
    """How the runs of one export are read: its model calls, or its roots where it has none."""
    only_calls = any(run.get("run_type") == "llm" for run in file.sample)

    def read(row: Row) -> Sequence[IncomingCase]:
        is_call = row.value.get("run_type") == "llm"
        is_root = not row.value.get("parent_run_id")
        if is_call or (is_root and not only_calls):
            return cases_of(_call(row.line, row.value))
        return ()

    return read


def _call(line: int, run: JsonObject) -> Call:
    if run.get("error") and run.get("outputs") in (None, "", {}):
        raise RowProblem(f"the run failed: {json_text(run['error'])[:200]}", "error")
    answers = answers_of(run.get("outputs"))
    feedback = objects_in(run.get("feedback"))
    corrections = [one for one in feedback if one.get("correction")]
    ideal = _corrected(corrections[0]["correction"]) if corrections else None
    scores = [
        Score(
            name=scalar_text(one.get("key")) or "feedback",
            value=one.get("score") if one.get("score") is not None else one.get("value"),
            comment=text_or_none(one.get("comment")),
        )
        for one in feedback
    ]
    review, origin = review_of(
        "LangSmith feedback",
        scores,
        ideal=ideal,
        ideal_from=f"{scalar_text(corrections[0].get('key')) or ''} correction".strip()
        if corrections
        else "",
    )
    metadata = left_of(run, *_TAKEN)
    if feedback:
        metadata["feedback"] = list[JsonValue](feedback)
    return Call(
        line=line,
        asked=asked_messages(run.get("inputs")),
        answers=answers,
        id=scalar_text(run.get("id")),
        model=_model(run),
        created_at=time_text(run.get("start_time")),
        usage=_usage(run),
        expected=_expected(run),
        tools=_tools(run),
        conversation=_thread(run),
        metadata=metadata,
        review=review,
        origin=origin,
    )


def _corrected(correction: JsonValue) -> str | None:
    if isinstance(correction, dict) and len(correction) == 1:
        correction = next(iter(correction.values()))
    try:
        return answer_text(correction) or None
    except RowProblem:
        return None


def _model(run: JsonObject) -> str | None:
    about = object_at(run, "extra", "metadata")
    asked = object_at(run, "extra", "invocation_params")
    found = (about.get("ls_model_name"), asked.get("model"), asked.get("model_name"))
    return next((name for one in found if (name := scalar_text(one))), None)


def _usage(run: JsonObject) -> JsonObject:
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    return {name: run[name] for name in names if run.get(name) is not None}


def _tools(run: JsonObject) -> tuple[JsonObject, ...]:
    return tuple(objects_in(object_at(run, "extra", "invocation_params").get("tools")))


def _expected(run: JsonObject) -> str | None:
    outputs = object_at(run, "reference_example", "outputs") or object_at(run, "reference_outputs")
    if not outputs:
        return None
    value = next(iter(outputs.values())) if len(outputs) == 1 else outputs
    return json_text(value)


def _thread(run: JsonObject) -> str | None:
    about = object_at(run, "extra", "metadata")
    for place in (about, run):
        for name in ("thread_id", "session_id", "conversation_id", "trace_id"):
            if name == "session_id" and place is run:
                continue  # a run's session is its project
            if text := scalar_text(place.get(name)):
                return text
    return None


def _is_row(row: JsonObject) -> bool:
    return (
        isinstance(row.get("run_type"), str)
        and "inputs" in row
        and ("outputs" in row or "error" in row)
    )


def _never(row: Row) -> Sequence[IncomingCase]:
    return cases_of(_call(row.line, row.value))


FORMAT = row_format(
    "langsmith", "LangSmith runs", is_row=_is_row, read_row=_never, read_file=reader, logs="traces"
)
