"""OpenAI Evals output items, as the API lists them for a run.

Each grader's `passed` is a score. `datasource_item` goes to metadata; a reference answer in it
is the expected answer. Facts: https://platform.openai.com/docs/api-reference/evals
"""

from __future__ import annotations

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in
from curator.importing.containers.rows import Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import Found, row_format
from curator.importing.guessing import NAMES, plain_name
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject


def read_row(row: Row) -> Found:
    """The cases of one output item; raises RowProblem."""
    value = row.value
    sample = object_at(value, "sample")
    if sample.get("error") and not sample.get("output"):
        said = object_at(sample, "error").get("message") or sample["error"]
        raise RowProblem(f"the call failed: {json_text(said)[:200]}", "sample.error")
    outputs = sample.get("output")
    if not isinstance(outputs, list) or not outputs:
        raise RowProblem("the sample has no output", "sample.output")
    answers = answers_of(outputs)
    usage = object_at(sample, "usage")
    results = objects_in(value.get("results"))
    scores = [_score(result) for result in results]
    review, origin = review_of("OpenAI Evals", scores)
    metadata = left_of(value, "sample", "id", "created_at", "object")
    metadata |= left_of(sample, "input", "output", "model", "usage")
    item = object_at(value, "datasource_item")
    return cases_of(
        Call(
            line=row.line,
            asked=asked_messages(sample.get("input")),
            answers=answers,
            id=scalar_text(value.get("id")),
            model=scalar_text(sample.get("model")),
            created_at=time_text(value.get("created_at")),
            usage=usage,
            expected=expected_in(item),
            metadata=metadata,
            review=review,
            origin=origin,
        )
    )


def expected_in(item: JsonObject) -> str | None:
    """The reference answer of a dataset's item, under its usual names."""
    for name in (*NAMES["expected"][:-2], "ideal", "expected_text", "label"):
        for key, value in item.items():
            if plain_name(key) == name and value not in (None, "", [], {}):
                return json_text(value)
    return None


def _score(result: JsonObject) -> Score:
    passed = result.get("passed")
    sample = object_at(result, "sample")
    comment = sample.get("reasoning") or result.get("reasoning")
    return Score(
        name=scalar_text(result.get("name")) or "result",
        value=passed if isinstance(passed, bool) else result.get("score"),
        comment=comment if isinstance(comment, str) else None,
        plain=isinstance(passed, bool),
    )


def _is_row(row: JsonObject) -> bool:
    sample = row.get("sample")
    return (
        isinstance(sample, dict)
        and "output" in sample
        and ("datasource_item" in row or row.get("object") == "eval.run.output_item")
    )


FORMAT = row_format("openai-evals", "OpenAI Evals output", is_row=_is_row, read_row=read_row)
