"""The log of the `oaieval` command: a line with the run's spec, then events.

`sampling` events are the calls; what graders said of the same `sample_id` (`match`, `metrics`,
`includes` …) is joined. The file is read twice, as a grader's line may come long after.
Facts: https://github.com/openai/evals (evals/record.py)
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at
from curator.importing.containers.rows import Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import ReadRow, row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_GRADED = ("match", "metrics", "match_include", "includes", "fuzzy_match", "f1")


def reader(file: RowFile) -> ReadRow:
    """How the events of one log are read."""
    spec, graded = _first_pass(file)

    def read(row: Row) -> Sequence[IncomingCase]:
        event = row.value
        if event.get("type") != "sampling":
            return ()
        data = object_at(event, "data")
        if data.get("sampled") in (None, "", []):
            raise RowProblem("nothing was sampled", "data.sampled")
        sample_id = scalar_text(event.get("sample_id")) or ""
        judged = graded.get(sample_id, {})
        review, origin = review_of("oaieval", [Score("match", judged.get("correct"), plain=True)])
        expected = judged.get("expected")
        metadata = left_of(event, "type", "data", "created_at", "event_id")
        metadata |= left_of(data, "prompt", "sampled", "model", "usage")
        if spec:
            metadata["spec"] = left_of(spec, "run_config")
        if judged:
            metadata["match"] = judged
        return cases_of(
            Call(
                line=row.line,
                asked=asked_messages(data.get("prompt")),
                answers=answers_of(data["sampled"]),
                id=f"{sample_id}#{scalar_text(event.get('event_id')) or row.line}",
                model=scalar_text(data.get("model")) or _model(spec),
                created_at=time_text(event.get("created_at")),
                usage=object_at(data, "usage"),
                expected=_expected(expected),
                conversation=sample_id or None,
                metadata=metadata,
                review=review,
                origin=origin,
            )
        )

    return read


def _first_pass(file: RowFile) -> tuple[JsonObject, dict[str, JsonObject]]:
    """The run's spec, and by sample what its graders said."""
    spec: JsonObject = {}
    graded: dict[str, JsonObject] = {}
    for row in file.rows():
        if not isinstance(row, Row):
            continue
        if isinstance(row.value.get("spec"), dict):
            spec = object_at(row.value, "spec")
        elif row.value.get("type") in _GRADED:
            sample_id = scalar_text(row.value.get("sample_id")) or ""
            graded.setdefault(sample_id, {}).update(object_at(row.value, "data"))
    return spec, graded


def _expected(value: JsonValue) -> str | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return None if value in (None, "", []) else json_text(value)


def _model(spec: JsonObject) -> str | None:
    names = spec.get("completion_fns")
    if isinstance(names, list) and names:
        return ", ".join(name for name in names if isinstance(name, str)) or None
    return scalar_text(spec.get("model_name"))


def _is_row(row: JsonObject) -> bool:
    event = "sample_id" in row and "type" in row and isinstance(row.get("data"), dict)
    return event or (isinstance(row.get("spec"), dict) and "eval_name" in object_at(row, "spec"))


def _is_log(file: RowFile) -> float:
    rows = file.sample
    if not any("sample_id" in row for row in rows):
        return 0.0
    known = sum(_is_row(row) or "final_report" in row for row in rows)
    return known / len(rows)


def _never(row: Row) -> Sequence[IncomingCase]:
    del row
    return ()


FORMAT = row_format(
    "oaieval",
    "oaieval log",
    is_row=_is_row,
    read_row=_never,
    read_file=reader,
    detect=_is_log,
)
