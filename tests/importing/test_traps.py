"""A failed assertion is not a wrong answer, and an error of the API is not an output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from curator.model.review import Mark
from tests.importing.helpers import lines, only, read_all, written

Json = dict[str, Any]


def checked(*results: tuple[str, bool]) -> Json:
    """A promptfoo result whose assertions of these kinds ended so."""
    passed = all(ok for _, ok in results)
    return {
        "prompt": {"raw": "Where is my invoice?", "label": "p"},
        "vars": {"q": "invoice"},
        "provider": {"id": "openai:gpt-x"},
        "response": {"output": "In the archive.", "tokenUsage": {"total": 9}},
        "success": passed,
        "score": 1.0 if passed else 0.0,
        "failureReason": 0 if passed else 1,
        "gradingResult": {
            "pass": passed,
            "score": 1.0 if passed else 0.0,
            "reason": "All assertions passed" if passed else "An assertion failed",
            "componentResults": [
                {
                    "pass": ok,
                    "score": float(ok),
                    "reason": f"{kind} said so",
                    "assertion": {"type": kind, "value": "archive"},
                }
                for kind, ok in results
            ],
        },
        "testCase": {"assert": [{"type": kind, "value": "archive"} for kind, _ in results]},
    }


@pytest.mark.parametrize(
    ("results", "mark"),
    [
        ([("latency", False)], None),
        ([("cost", False)], None),
        ([("not-latency", False), ("cost", False)], None),
        ([("finish-reason", False)], None),
        ([("contains", True), ("latency", False)], Mark.PASS),
        ([("contains", False), ("latency", True)], Mark.FAIL),
        ([("llm-rubric", False), ("contains", True), ("cost", True)], Mark.FAIL),
        ([("equals", True), ("is-json", True)], Mark.PASS),
        ([], None),
    ],
)
def test_only_what_judges_the_text_suggests_a_mark(
    tmp_path: Path, results: list[tuple[str, bool]], mark: Mark | None
) -> None:
    cases, rejected = read_all(written(tmp_path, lines(checked(*results))), "promptfoo")
    assert rejected == []
    case = only(cases)
    assert case.review.mark is mark
    if mark is Mark.FAIL:
        # The note is of the check that judged the text, not of the one that measured time.
        assert case.review.note in ("contains said so", "llm-rubric said so")
    # Nothing is dropped: what the tool decided is there to be read.
    assert case.metadata["success"] == all(ok for _, ok in results)


CALL = {"traceId": "t", "type": "GENERATION", "startTime": "2026-03-01T09:00:00Z", "input": "q"}
SPAN = {
    "name": "chat",
    "span_kind": "LLM",
    "context": {"trace_id": "t", "span_id": "s"},
    "start_time": "2026-03-01T09:00:00+00:00",
    "attributes": {"openinference": {"span": {"kind": "LLM"}}, "input": {"value": "q"}},
}
FAILED: dict[str, Json] = {
    "langfuse": {**CALL, "id": "o", "output": None, "level": "ERROR", "statusMessage": "429"},
    "phoenix": {**SPAN, "status_code": "ERROR", "status_message": "429 Too Many Requests"},
    "opentelemetry": {
        "traceId": "t",
        "spanId": "s",
        "status": {"code": 2, "message": "429"},
        "attributes": {
            "gen_ai.operation.name": "chat",
            "gen_ai.input.messages": [{"role": "user", "content": "q"}],
            "error.type": "RateLimitError",
        },
    },
    "braintrust": {
        "id": "r",
        "span_id": "s",
        "root_span_id": "s",
        "input": "q",
        "output": None,
        "error": "RateLimitError: 429",
    },
    "inspect": {
        "id": 1,
        "epoch": 1,
        "input": "q",
        "target": "a",
        "messages": [{"role": "user", "content": "q"}],
        "output": {"model": "m", "choices": []},
        "error": {"message": "429 Too Many Requests", "traceback": ""},
    },
    "openai-chat": {
        "request": {"messages": [{"role": "user", "content": "q"}]},
        "response": {"error": {"message": "429 Too Many Requests", "type": "rate_limit"}},
    },
}
FAILED["langfuse error object"] = {**CALL, "id": "o", "output": {"error": {"message": "429"}}}
FAILED["helicone html"] = {
    "request_body": {"messages": [{"role": "user", "content": "q"}]},
    "response_body": {"error": {"message": "429"}},
    "request_model": "m",
    "response_status": 429,
    "request_created_at": "2026-03-01T09:00:00Z",
}


@pytest.mark.parametrize("name", FAILED)
def test_a_failed_call_is_rejected_with_its_error(tmp_path: Path, name: str) -> None:
    format_name = name.split()[0]
    cases, rejected = read_all(written(tmp_path, lines(FAILED[name])), format_name)
    assert cases == []
    (row,) = rejected
    assert "429" in row.reason
    assert row.raw.strip() == lines(FAILED[name]).strip()
