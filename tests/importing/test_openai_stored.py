"""OpenAI stored completions, whose questions are listed apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curator.errors import CuratorError
from curator.importing import gather, inspect_file, read_file
from curator.model.case import IncomingCase, RejectedRow
from tests.importing.helpers import lines, read_all, written

Json = dict[str, Any]


def completion(number: int, choices: int = 1) -> Json:
    """A row of `GET /chat/completions`."""
    return {
        "object": "chat.completion",
        "id": f"chatcmpl-{number}",
        "model": "gpt-x",
        "created": 1_738_960_610,
        "request_id": f"req_{number}",
        "tool_choice": None,
        "usage": {"total_tokens": 31, "completion_tokens": 18, "prompt_tokens": 13},
        "seed": 4944116822809979520,
        "top_p": 1.0,
        "temperature": 1.0,
        "system_fingerprint": "fp_1",
        "input_user": None,
        "service_tier": "default",
        "tools": None,
        "metadata": {"team": "support", "session_id": f"s{number}"},
        "choices": [
            {
                "index": place,
                "message": {
                    "content": f"answer {number}.{place}",
                    "role": "assistant",
                    "tool_calls": None,
                    "function_call": None,
                },
                "finish_reason": "stop",
                "logprobs": None,
            }
            for place in range(choices)
        ],
        "response_format": None,
    }


def asked(number: int) -> list[Json]:
    """The rows of `GET /chat/completions/{id}/messages`."""
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    return [
        {
            "id": f"chatcmpl-{number}-0",
            "role": "system",
            "content": "Be kind.",
            "name": None,
            "content_parts": None,
        },
        {
            "id": f"chatcmpl-{number}-1",
            "role": "user",
            "content": None,
            "name": None,
            "content_parts": [{"type": "text", "text": f"question {number}"}, picture],
        },
    ]


def page(rows: list[Json]) -> Json:
    return {
        "object": "list",
        "data": rows,
        "first_id": rows[0]["id"],
        "last_id": rows[-1]["id"],
        "has_more": False,
    }


def test_completions_and_messages_are_joined(tmp_path: Path) -> None:
    answers = written(
        tmp_path, json.dumps(page([completion(1), completion(2, 2), completion(3)])), "answers"
    )
    first = written(tmp_path, json.dumps(page(asked(1))), "messages-1.json")
    # Another page, its rows in the wrong order, one line each.
    second = written(tmp_path, lines(*reversed(asked(2))), "messages-2.jsonl")
    (job,) = gather([second, answers, first]).jobs
    assert job.path == answers
    found = list(read_file(job.path, companions=job.companions))
    cases = [row for row in found if isinstance(row, IncomingCase)]
    assert [(case.id, case.output.content) for case in cases] == [
        ("chatcmpl-1", "answer 1.0"),
        ("chatcmpl-2-0", "answer 2.0"),
        ("chatcmpl-2-1", "answer 2.1"),
    ]
    one = cases[1]
    assert [message.role for message in one.input] == ["system", "user"]
    assert one.input[1].content == "question 2"
    assert one.input[1].parts[1]["type"] == "image_url"
    assert (one.model, one.conversation) == ("gpt-x", "s2")
    assert one.usage["total_tokens"] == 31
    assert one.metadata["team"] == "support"
    assert one.created_at is not None
    (missing,) = [row for row in found if isinstance(row, RejectedRow)]
    assert "chatcmpl-3" in missing.reason


def test_either_file_alone_says_what_it_lacks(tmp_path: Path) -> None:
    answers = written(tmp_path, lines(completion(1), completion(2)), "answers")
    _, rejected = read_all(answers)
    assert len(rejected) == 2
    assert "import both files together" in rejected[0].reason
    messages = written(tmp_path, lines(page(asked(1)), page(asked(2))), "messages")
    assert inspect_file(messages).completes == "openai-stored"
    with pytest.raises(CuratorError, match="together with the stored completions"):
        read_file(messages)


def test_pages_a_line_are_read_too(tmp_path: Path) -> None:
    answers = written(tmp_path, lines(page([completion(1)]), page([completion(2)])), "answers")
    messages = written(tmp_path, lines(page(asked(1)), page(asked(2))), "messages")
    (job,) = gather([answers, messages]).jobs
    cases = [
        row
        for row in read_file(job.path, companions=job.companions)
        if isinstance(row, IncomingCase)
    ]
    assert [case.input[-1].content for case in cases] == ["question 1", "question 2"]


def test_a_completion_with_its_messages_is_an_ordinary_log(tmp_path: Path) -> None:
    log = written(tmp_path, lines({**completion(1), "messages": asked(1)[:1]}))
    assert read_file(log).format == "openai-chat"
