"""Weights & Biases Weave calls, one call a row.

Calls of a model's library (their `summary.usage` names a model, or their output is a response)
are the cases; of an export without any, root calls are. Feedback is suggested.
Facts: https://weave-docs.wandb.ai/reference/python-sdk/ (CallSchema)
"""

from __future__ import annotations

from collections.abc import Sequence

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in, text_or_none
from curator.importing.containers.rows import Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import conversation_of, scalar_text, time_text
from curator.importing.formats.base import ReadRow, row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_TAKEN = ("id", "inputs", "output", "started_at", "summary")


def reader(file: RowFile) -> ReadRow:
    """How the calls of one export are read: those of models, or its roots where it has none."""
    only_calls = any(_is_call(row) for row in file.sample)

    def read(row: Row) -> Sequence[IncomingCase]:
        wanted = _is_call(row.value) if only_calls else not row.value.get("parent_id")
        return cases_of(_call(row.line, row.value)) if wanted else ()

    return read


def _call(line: int, call: JsonObject) -> Call:
    if call.get("output") in (None, ""):
        said = call.get("exception")
        why = f"the call failed: {json_text(said)[:200]}" if said else "the output is missing"
        raise RowProblem(why, "exception" if said else "output")
    inputs, summary = object_at(call, "inputs"), object_at(call, "summary")
    feedback = objects_in(object_at(summary, "weave").get("feedback"))
    feedback += objects_in(call.get("feedback"))
    review, origin = review_of("Weave feedback", map(_score, feedback))
    model, usage = _usage(summary)
    metadata = left_of(call, *_TAKEN)
    rest = left_of(inputs, "messages", "tools", "self", "input", "prompt", "question")
    metadata |= {"inputs": rest} if rest else {}
    if about := left_of(summary, "usage"):
        metadata["summary"] = about
    asked = {name: value for name, value in inputs.items() if name not in ("self", "model")}
    return Call(
        line=line,
        asked=asked_messages(asked),
        answers=answers_of(call["output"]),
        id=scalar_text(call.get("id")),
        model=scalar_text(inputs.get("model")) or model,
        created_at=time_text(call.get("started_at")),
        usage=usage,
        tools=tuple(objects_in(inputs.get("tools"))),
        conversation=conversation_of(object_at(call, "attributes"))
        or scalar_text(call.get("thread_id") or call.get("trace_id")),
        metadata=metadata,
        review=review,
        origin=origin,
    )


def _score(feedback: JsonObject) -> Score:
    """Reactions, notes and results of scorers (`payload.output`)."""
    payload = object_at(feedback, "payload")
    kind = scalar_text(feedback.get("feedback_type")) or "feedback"
    output = payload.get("output")
    value = payload.get("emoji") or payload.get("alias") or payload.get("value")
    if isinstance(output, dict):
        marks = [item for item in output.values() if isinstance(item, bool)]
        value = marks[0] if len(marks) == 1 else None
    elif output is not None:
        value = output
    return Score(kind.removeprefix("wandb."), value, text_or_none(payload.get("note")))


def _usage(summary: JsonObject) -> tuple[str | None, JsonObject]:
    """`usage` has one object for each model that was called."""
    usage = object_at(summary, "usage")
    if len(usage) == 1:
        model = next(iter(usage))
        return model, object_at(usage, model)
    return None, usage


def _is_call(call: JsonObject) -> bool:
    output = call.get("output")
    if isinstance(output, dict) and ("choices" in output or output.get("type") == "message"):
        return True
    name = scalar_text(call.get("op_name")) or ""
    return any(f"{library}." in name for library in ("openai", "anthropic", "litellm", "mistralai"))


def _is_row(row: JsonObject) -> bool:
    known = "op_name" in row and "inputs" in row and ("output" in row or "exception" in row)
    return known and ("started_at" in row or "trace_id" in row)


def _alone(row: Row) -> Sequence[IncomingCase]:
    return cases_of(_call(row.line, row.value))


FORMAT = row_format(
    "weave", "Weave calls", is_row=_is_row, read_row=_alone, read_file=reader, logs="traces"
)
