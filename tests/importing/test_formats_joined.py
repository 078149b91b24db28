"""What one call left in several rows or files: joined into its case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curator.errors import CuratorError
from curator.importing import gather, read_file
from curator.model.case import IncomingCase
from curator.model.review import Mark
from tests.importing.helpers import lines, only, read_all, written
from tests.importing.tool_rows import ASKED, CHAT, OTEL, ROWS, Json


def test_an_oaieval_log_joins_what_the_grader_said(tmp_path: Path) -> None:
    log = lines(
        {"spec": {"completion_fns": ["gpt-x"], "eval_name": "sums.dev", "run_id": "r"}},
        {
            "run_id": "r",
            "event_id": 0,
            "sample_id": "sums.0",
            "type": "sampling",
            "data": {"prompt": ASKED, "sampled": ["In the archive."]},
            "created_at": "2026-06-01 10:00:00+00:00",
        },
        {
            "run_id": "r",
            "event_id": 1,
            "sample_id": "sums.0",
            "type": "match",
            "data": {"correct": False, "expected": "In the mail.", "picked": None},
        },
        {"final_report": {"accuracy": 0.0}},
    )
    path = written(tmp_path, log)
    assert read_file(path).format == "oaieval"
    case = only(read_all(path)[0])
    assert (case.output.content, case.expected, case.model) == (
        "In the archive.",
        "In the mail.",
        "gpt-x",
    )
    assert (case.review.mark, case.origin) == (Mark.FAIL, "oaieval match")


def test_a_batch_is_joined_with_its_input_file(tmp_path: Path) -> None:
    def asked(number: int) -> Json:
        body = {"model": "gpt-x", "messages": [{"role": "user", "content": f"question {number}"}]}
        return {"custom_id": f"r{number}", "method": "POST", "url": "/v1/chat/completions"} | {
            "body": body
        }

    def answered(number: int, status: int = 200) -> Json:
        body = CHAT if status == 200 else {"error": {"message": "too long"}}
        response = {"status_code": status, "request_id": "q", "body": body}
        return {"id": f"b{number}", "custom_id": f"r{number}", "response": response, "error": None}

    outputs = written(tmp_path, lines(answered(2), answered(1), answered(3, 400)), "out.jsonl")
    inputs = written(tmp_path, lines(asked(1), asked(2), asked(3)), "in.jsonl")
    job = only_job(outputs, inputs)
    found = list(read_file(job.path, companions=job.companions))
    cases = [row for row in found if isinstance(row, IncomingCase)]
    assert [(case.id, case.input[0].content) for case in cases] == [
        ("r2", "question 2"),
        ("r1", "question 1"),
    ]
    assert "too long" in str(found[2])
    _, alone = read_all(outputs)
    assert len(alone) == 3
    assert "import both files together" in alone[0].reason
    with pytest.raises(CuratorError, match="together with the batch's output"):
        read_file(inputs)


def only_job(*paths: Path) -> Any:
    (job,) = gather(paths).jobs
    return job


def test_langfuse_scores_of_a_second_file_reach_their_calls(tmp_path: Path) -> None:
    row = {name: value for name, value in ROWS["langfuse"][0].items() if name != "scores"}
    calls = written(tmp_path, lines(row, {**row, "id": "obs-2"}), "observations.jsonl")
    scores = written(
        tmp_path,
        lines(
            {
                "id": "1",
                "traceId": "tr-1",
                "observationId": "obs-2",
                "name": "edit",
                "dataType": "CORRECTION",
                "stringValue": "In the mail.",
                "value": 0,
            },
            {
                "id": "2",
                "traceId": "tr-1",
                "observationId": "obs-2",
                "name": "correctness",
                "dataType": "CATEGORICAL",
                "stringValue": "incorrect",
            },
        ),
        "scores.jsonl",
    )
    job = only_job(scores, calls)
    assert job.path == calls
    first, second = read_file(job.path, companions=job.companions)
    assert isinstance(first, IncomingCase)
    assert isinstance(second, IncomingCase)
    assert first.review.is_empty
    assert (second.review.mark, second.review.ideal) == (Mark.FAIL, "In the mail.")
    assert second.origin == "Langfuse score correctness, edit (correction)"


def test_otlp_envelopes_give_their_model_calls(tmp_path: Path) -> None:
    def typed(value: object) -> Json:
        return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}

    def span(identifier: str, attributes: Json) -> Json:
        return {
            "traceId": "t",
            "spanId": identifier,
            "name": "chat",
            "startTimeUnixNano": "1780000000000000000",
            "attributes": [{"key": key, "value": typed(one)} for key, one in attributes.items()],
        }

    older = {
        "gen_ai.request.model": "gpt-x",
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "Where is my invoice?",
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.content": "In the archive.",
        "gen_ai.usage.input_tokens": 9,
    }
    broken = {"gen_ai.request.model": "gpt-x", "gen_ai.prompt.0.content": "no answer"}
    tool = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find"}
    spans = [span("1", older), span("2", tool), span("3", OTEL["attributes"]), span("4", broken)]
    envelope = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
    path = written(tmp_path, json.dumps(envelope, indent=1))
    assert read_file(path).format == "opentelemetry"
    cases, rejected = read_all(path)
    assert [case.id for case in cases] == ["1", "3"]
    assert {case.output.content for case in cases} == {"In the archive."}
    assert cases[0].created_at == "2026-05-28T20:26:40Z"
    assert cases[0].usage == {"input_tokens": 9}
    assert len(rejected) == 1
