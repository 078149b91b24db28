"""Logs as the tools themselves wrote them: the shared data, none of it ours."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
import zstandard

from curator.importing import read_file
from curator.importing.messages import message_to_json
from curator.model.base import JsonObject
from curator.model.message import Message
from curator.model.review import Mark
from tests.importing.helpers import only, read_all, shared, written


def chat(message: Message) -> JsonObject:
    """What a chat message says, in the order and names of Langfuse's own normalisation."""
    found: JsonObject = {"role": message.role, "content": message.content}
    if message.tool_calls:
        found["tool_calls"] = [
            {"id": call.id, "name": call.name, "arguments": call.arguments}
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        found["tool_call_id"] = message.tool_call_id
    return found


def as_said(message: JsonObject) -> JsonObject:
    found: JsonObject = {"role": message["role"], "content": message.get("content") or ""}
    if calls := message.get("tool_calls"):
        assert isinstance(calls, list)
        found["tool_calls"] = [
            {name: call[name] for name in ("id", "name", "arguments")}
            for call in calls
            if isinstance(call, dict)
        ]
    if message.get("tool_call_id"):
        found["tool_call_id"] = message["tool_call_id"]
    return found


@pytest.mark.parametrize("trace", ["openai-agents-2025-09-30", "llamaindex-2025-06-05"])
def test_langfuse_traces_give_the_messages_of_langfuses_own_normalisation(trace: str) -> None:
    cases, rejected = read_all(shared("langfuse_traces_dev", f"{trace}.trace.json"))
    gold = json.loads(shared("langfuse_traces_dev", f"{trace}.chatml.json").read_bytes())
    assert not rejected
    by_id = {case.id: case for case in cases}
    compared = 0
    for identifier, said in gold.items():
        if not said["input"]["success"]:
            continue  # Langfuse itself finds no messages there
        case = by_id[identifier]
        assert [chat(message) for message in case.input] == list(
            map(as_said, said["input"]["data"])
        )
        assert [chat(case.output)] == list(map(as_said, said["output"]["data"]))
        compared += 1
    assert compared == {"openai-agents-2025-09-30": 2, "llamaindex-2025-06-05": 0}[trace]
    # Scores of hallucination and toxicity that are 0 are good news, not a wrong answer.
    assert all(case.review.mark is None for case in cases)


def test_a_langfuse_call_without_messages_is_its_question_and_answer() -> None:
    cases, _ = read_all(shared("langfuse_traces_dev", "llamaindex-2025-06-05.trace.json"))
    case = only(cases)
    assert [(one.role, one.content) for one in case.input] == [("user", "What is Langfuse?")]
    assert case.output.content.startswith("Langfuse is a tool")
    assert (case.model, case.conversation) == ("gpt-4o", "session_abc")


def test_tau_bench_gives_200_conversations_with_tool_calls() -> None:
    path = shared("tau_bench_airline", "gpt-4o-airline.json")
    cases, rejected = read_all(path)
    assert (len(cases), rejected) == (200, [])
    called = [any(one.tool_calls for one in (*case.input, case.output)) for case in cases]
    logged = json.loads(path.read_bytes())
    assert called == [any(one.get("tool_calls") for one in row["traj"]) for row in logged]
    assert sum(called) > 150
    assert {case.output.role for case in cases} == {"assistant"}
    marks = [case.review.mark for case in cases]
    assert (marks.count(Mark.PASS), marks.count(Mark.FAIL)) == (84, 116)
    for case, row in zip(cases, logged, strict=True):
        after = case.metadata.get("after") or []
        assert isinstance(after, list)
        whole = [*map(message_to_json, (*case.input, case.output)), *after]
        assert [one["role"] for one in whole if isinstance(one, dict)] == [
            one["role"] for one in row["traj"]
        ]


def test_promptfoos_failed_time_and_cost_limits_are_no_wrong_answers() -> None:
    path = shared("promptfoo_export", "sample-export.json")
    cases, rejected = read_all(path)
    assert (len(cases), rejected) == (4, [])
    assert [case.metadata["success"] for case in cases] == [False] * 4
    assert {case.review.mark for case in cases} <= {Mark.PASS, None}
    assert any("echo" in case.output.content.lower() for case in cases)
    assert cases[0].expected == "echo"
    assert cases[0].model == "openai:gpt-5-mini"


def test_an_inspect_archive_holds_what_its_json_log_holds() -> None:
    as_json, _ = read_all(shared("inspect_ai_logs", "log_formats.json"))
    packed = read_file(shared("inspect_ai_logs", "log_formats.eval"))
    assert packed.format == "inspect"
    assert list(packed) == as_json
    case = only(as_json)
    assert (case.output.content, case.expected, case.review.mark) == ("No", " Yes", Mark.FAIL)


def test_inspect_samples_have_their_scores_as_suggestions() -> None:
    cases, rejected = read_all(
        shared("inspect_ai_logs", "2025-05-12T20-28-13-04-00_popularity.json")
    )
    assert (len(cases), rejected) == (3, [])
    assert [case.review.mark for case in cases] == [Mark.PASS, Mark.PASS, Mark.FAIL]
    assert {case.origin for case in cases} == {"Inspect score match"}
    assert all("attachment://" not in one.content for case in cases for one in case.input)


def test_newer_inspect_archives_are_packed_with_zstd(tmp_path: Path) -> None:
    sample = {
        "id": "a",
        "epoch": 1,
        "input": "attachment://f00",
        "target": ["4"],
        "messages": [
            {"role": "user", "content": "attachment://f00"},
            {"role": "assistant", "content": "5", "source": "generate"},
        ],
        "output": {
            "model": "m",
            "choices": [{"message": {"role": "assistant", "content": "5"}, "stop_reason": "stop"}],
            "usage": {"input_tokens": 3},
        },
        "scores": {"match": {"value": "I", "answer": "5", "explanation": "expected 4"}},
        "attachments": {"f00": "What is 2 + 2?"},
    }
    header = {"version": 2, "status": "success", "eval": {"task": "sums", "model": "x/m"}}
    members = {"header.json": header, "samples/a_epoch_1.json": sample}
    path = written(tmp_path, zstd_archive(members), "log.eval")
    cases, rejected = read_all(path)
    assert not rejected
    case = only(cases)
    assert [one.content for one in case.input] == ["What is 2 + 2?"]
    assert (case.output.content, case.expected, case.model) == ("5", "4", "m")
    assert (case.review.mark, case.review.note) == (Mark.FAIL, "expected 4")
    assert case.usage == {"input_tokens": 3}


def zstd_archive(members: dict[str, dict[str, object]]) -> bytes:
    """A ZIP file whose members are packed with method 93, which zipfile cannot write itself."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as archive:
        for name, value in members.items():
            archive.writestr(name, zstandard.ZstdCompressor().compress(json.dumps(value).encode()))
    content = bytearray(place.getvalue())
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = content.find(signature)
        while start >= 0:
            content[start + at : start + at + 2] = (93).to_bytes(2, "little")
            start = content.find(signature, start + 4)
    return bytes(content)
