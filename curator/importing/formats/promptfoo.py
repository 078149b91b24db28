"""promptfoo results: `promptfoo eval -o results.json` (or .jsonl), one case a result.

A failed assertion is not a wrong answer: checks of time, cost and the like say nothing of the
text. A mark is suggested from what judged the output's content alone, where those checks agree;
a failure of the call itself (`failureReason` 2) is no output. Values of assertions that state
the answer (`equals`, `contains`, …) are the expected answer.
Facts: https://www.promptfoo.dev/docs/configuration/outputs/
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in, text_or_none
from curator.importing.containers.rows import Document, Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

ERROR = 2
"""`failureReason`: 0 none, 1 an assertion failed, 2 the call failed."""
ABOUT_THE_CALL = frozenset(
    {"latency", "cost", "perplexity", "perplexity-score", "finish-reason", "select-best"}
    | {"max-score", "webhook", "trace-span-count", "trace-span-duration", "trace-error-spans"}
)
"""Assertions that do not judge what the output says; also under "not-"."""
_STATES = ("equals", "contains", "icontains", "factuality", "model-graded-factuality", "similar")
_TAKEN = ("prompt", "response", "id", "gradingResult", "testCase", "score", "success", "error")


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one result; raises RowProblem for a call that failed."""
    value = row.value
    response = object_at(value, "response")
    output = response.get("output")
    reason = value.get("failureReason")
    if reason == ERROR or output is None:
        said = response.get("error") or value.get("error") or "no output"
        raise RowProblem(f"the call failed: {json_text(said)[:200]}", "error")
    prompt = value.get("prompt")
    asked = prompt.get("raw") if isinstance(prompt, dict) else prompt
    if asked in (None, ""):
        raise RowProblem("the prompt is missing", "prompt.raw")
    provider = value.get("provider")
    grading = object_at(value, "gradingResult")
    review, origin = review_of("promptfoo", _scores(grading))
    metadata = left_of(value, *_TAKEN, "provider")
    metadata |= {"success": value.get("success"), "score": value.get("score")}
    if grading:
        metadata["gradingResult"] = grading
    if value.get("error"):
        metadata["error"] = value["error"]
    if rest := left_of(response, "output", "tokenUsage"):
        metadata["response"] = rest
    test = object_at(value, "testCase")
    metadata |= {"testCase": test} if test else {}
    usage = object_at(response, "tokenUsage") or object_at(value, "tokenUsage")
    label = provider.get("id") if isinstance(provider, dict) else provider
    return cases_of(
        Call(
            line=row.line,
            asked=asked_messages(asked),
            answers=answers_of(output),
            id=scalar_text(value.get("id")),
            model=scalar_text(label),
            created_at=time_text(value.get("timestamp")),
            usage=usage,
            expected=_expected(test, object_at(value, "vars")),
            metadata=metadata,
            review=review,
            origin=origin,
        )
    )


def _scores(grading: JsonObject) -> list[Score]:
    """What judged the content. Without components the whole result says nothing of its cause."""
    found: list[Score] = []
    for one in objects_in(grading.get("componentResults")):
        kind = scalar_text(object_at(one, "assertion").get("type")) or ""
        if not kind or kind.removeprefix("not-") in ABOUT_THE_CALL:
            continue
        comment = text_or_none(one.get("reason"))
        found.append(Score(kind, one.get("pass"), comment, plain=True))
    wrong = [one for one in found if one.value is False]
    # One content check that failed makes the answer wrong, whatever others allow.
    return wrong or found


def _expected(test: JsonObject, given: JsonObject) -> str | None:
    for one in objects_in(test.get("assert")):
        value: JsonValue = one.get("value")
        if one.get("type") in _STATES and value not in (None, ""):
            return json_text(value)
    for name in ("expected", "__expected", "ideal", "reference"):
        if given.get(name) not in (None, ""):
            return json_text(given[name])
    return None


def _locate(root: JsonObject) -> Document | None:
    results = root.get("results")
    context: JsonObject = {
        name: root[name] for name in ("evalId",) if isinstance(root.get(name), str)
    }
    if isinstance(results, dict) and isinstance(results.get("results"), list):
        description = object_at(root, "config").get("description")
        if isinstance(description, str) and description:
            context["description"] = description
        return Document(path=("results", "results"), context=context)
    if isinstance(results, list) and isinstance(root.get("stats"), dict) and "table" in root:
        return Document(path=("results",), context=context)
    return None


def _is_row(row: JsonObject) -> bool:
    graded = "gradingResult" in row or "failureReason" in row or "testCase" in row
    return graded and "prompt" in row and ("response" in row or "error" in row)


FORMAT = row_format(
    "promptfoo", "promptfoo results", is_row=_is_row, read_row=read_row, locate=_locate
)
