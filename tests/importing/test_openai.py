"""OpenAI's shapes: chat completions logs, fine-tuning files, preference files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.importing import inspect_file
from curator.model.case import CarriedReview
from curator.model.message import Message, ToolCall
from curator.model.review import Mark
from tests.importing.helpers import answered, lines, only, read_all, written

ASKED = [
    {"role": "system", "content": "You book flights."},
    {"role": "user", "content": "JFK to SEA on Friday"},
]
TOOL = {"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}
RESPONSE = {
    "id": "chatcmpl-9",
    "object": "chat.completion",
    "created": 1741569952,
    "model": "gpt-4o-2024-08-06",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": None,
                "refusal": None,
                "annotations": [],
                "tool_calls": [
                    {
                        "id": "call_1",
                        "type": "function",
                        "function": {"name": "search", "arguments": '{"from":"JFK"}'},
                    }
                ],
            },
            "logprobs": None,
            "finish_reason": "tool_calls",
        }
    ],
    "usage": {"prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29},
    "service_tier": "default",
}
REQUEST = {
    "model": "gpt-4o",
    "messages": ASKED,
    "tools": [TOOL],
    "temperature": 0.2,
    "metadata": {"session_id": "s-12"},
}


def test_request_and_response_pairs(tmp_path: Path) -> None:
    path = written(tmp_path, lines({"request": REQUEST, "response": RESPONSE, "latency_ms": 840}))
    assert inspect_file(path).format == "openai-chat"
    case = only(read_all(path)[0])
    assert case.id == "chatcmpl-9"
    assert case.input == (
        Message(role="system", content="You book flights."),
        Message(role="user", content="JFK to SEA on Friday"),
    )
    assert case.output.tool_calls == (
        ToolCall(id="call_1", name="search", arguments='{"from":"JFK"}'),
    )
    assert case.model == "gpt-4o-2024-08-06"
    assert case.created_at == "2025-03-10T01:25:52Z"
    assert case.usage == RESPONSE["usage"]
    assert case.tools == (TOOL,)
    assert case.conversation == "s-12"
    assert case.review.is_empty
    assert case.metadata == {
        "latency_ms": 840,
        "finish_reason": "tool_calls",
        "request": {"model": "gpt-4o", "temperature": 0.2, "metadata": {"session_id": "s-12"}},
        "response": {
            "id": "chatcmpl-9",
            "object": "chat.completion",
            "service_tier": "default",
        },
    }


def _response(*contents: str) -> dict[str, object]:
    choices = [
        {
            "index": index,
            "message": {"role": "assistant", "content": content},
            "finish_reason": "stop",
        }
        for index, content in enumerate(contents)
    ]
    return {**RESPONSE, "choices": choices}


@pytest.mark.parametrize(
    "row",
    [
        {"messages": ASKED, "response": _response("Sure.")},
        {"messages": ASKED, "completion": _response("Sure.")},
        {"messages": ASKED, "response": json.dumps(_response("Sure."))},
        {"request": json.dumps({"messages": ASKED}), "response": json.dumps(_response("Sure."))},
        {"messages": ASKED, "response": "Sure."},
        {"messages": ASKED, "response": {"role": "assistant", "content": "Sure."}},
        {"messages": ASKED, "choices": _response("Sure.")["choices"]},
        {"messages": ASKED} | _response("Sure."),
        {"messages": ASKED, "choices": [{"text": "Sure.", "finish_reason": "length"}]},
        {
            "request": {"messages": ASKED},
            "response": {"status_code": 200, "body": _response("Sure.")},
        },
        {
            "request_body": {"messages": ASKED},
            "response_body": _response("Sure."),
        },
        {"messages": [*ASKED, {"role": "assistant", "content": "Sure."}], "output": "Sure."},
    ],
)
def test_the_shapes_that_logs_come_in(tmp_path: Path, row: dict[str, object]) -> None:
    for content in (lines(row, row), json.dumps([row, row]).encode()):
        path = written(tmp_path, content)
        assert inspect_file(path).format == "openai-chat"
        cases, rejected = read_all(path)
        assert not rejected
        assert len(cases) == 2
        for case in cases:
            assert [message.role for message in case.input] == ["system", "user"]
            assert case.output.content == "Sure."


def test_every_choice_is_a_case_of_one_group(tmp_path: Path) -> None:
    path = written(tmp_path, lines({"messages": ASKED, "response": _response("One", "Two")}))
    cases, _ = read_all(path)
    assert [case.output.content for case in cases] == ["One", "Two"]
    assert [case.id for case in cases] == ["chatcmpl-9-0", "chatcmpl-9-1"]
    assert {case.conversation for case in cases} == {"chatcmpl-9"}
    assert [case.metadata["choice"] for case in cases] == [0, 1]
    for case in cases:
        assert case.model == "gpt-4o-2024-08-06"
        assert case.usage == RESPONSE["usage"]
        assert case.created_at == "2025-03-10T01:25:52Z"


def test_choices_without_an_id_stay_together_too(tmp_path: Path) -> None:
    choices = _response("One", "Two")["choices"]
    row = {"messages": ASKED, "choices": choices}
    cases, _ = read_all(written(tmp_path, lines(row, row)))
    assert [case.id for case in cases] == [None] * 4
    assert [case.conversation for case in cases] == ["call 1"] * 2 + ["call 2"] * 2


def test_judgements_beside_a_call_are_suggestions(tmp_path: Path) -> None:
    row = {"messages": ASKED, "response": "Sure.", "is_correct": False, "label": "spam"}
    row |= {"ground_truth": "No.", "correction": "No, sorry.", "notes": "promises too much"}
    path = written(tmp_path, lines(row))
    assert inspect_file(path).format == "openai-chat"
    case = only(read_all(path)[0])
    assert case.review == CarriedReview(
        mark=Mark.FAIL, ideal="No, sorry.", note="promises too much"
    )
    assert case.origin == "fields is_correct, correction, notes"
    assert case.expected == "No."
    assert case.metadata == {"label": "spam"}


def test_a_refusal_is_an_output(tmp_path: Path) -> None:
    refused = {"role": "assistant", "content": None, "refusal": "I can't help with that."}
    row = {"messages": ASKED, "choices": [{"message": refused, "finish_reason": "stop"}]}
    case = only(read_all(written(tmp_path, lines(row)))[0])
    assert case.output.refusal == "I can't help with that."
    assert answered(case) == "I can't help with that."


def test_an_api_error_is_no_output(tmp_path: Path) -> None:
    failed = {"error": {"message": "Rate limit reached", "type": "requests"}}
    rows = [
        {"messages": ASKED, "response": _response("Sure.")},
        {"messages": ASKED, "response": failed},
        {"request": {"messages": ASKED}, "response": {"status_code": 429, "body": failed}},
        {"request": {"messages": ASKED}, "response": None, "error": "timed out"},
        {"messages": ASKED, "response": {"choices": []}},
        {"response": _response("Sure.")},
        {"messages": ASKED, "choices": [{"index": 0}]},
        {"messages": ASKED},
    ]
    cases, rejected = read_all(written(tmp_path, lines(*rows)), "openai-chat")
    assert [case.line for case in cases] == [1]
    assert [(row.line, row.field, row.reason) for row in rejected] == [
        (2, "response.error", "the call failed: Rate limit reached"),
        (3, "response.body.error", "the call failed: Rate limit reached"),
        (4, "error", "the call failed: timed out"),
        (5, "response.choices", "the response has no choices"),
        (6, "messages", "the messages of the request are missing"),
        (7, "choices[0].message", "the choice has no message"),
        (8, "messages", "there is no output: the last message is not the assistant's"),
    ]


TRAINING = {
    "messages": [
        {"role": "system", "content": "Be warm."},
        {"role": "user", "content": "Where is it?"},
        {"role": "assistant", "content": "No idea.", "weight": 0},
        {"role": "user", "content": "Please look."},
        {"role": "assistant", "content": "It is on its way.", "weight": 1},
    ],
    "tools": [TOOL],
    "parallel_tool_calls": False,
}


def test_a_fine_tuning_file_suggests_its_answers_as_ideal(tmp_path: Path) -> None:
    path = written(tmp_path, lines(TRAINING, {"messages": TRAINING["messages"][:2]}, TRAINING))
    assert inspect_file(path).format == "openai-sft"
    cases, rejected = read_all(path)
    assert [row.line for row in rejected] == [2]
    assert rejected[0].field == "messages"
    case = cases[0]
    assert len(case.input) == 4
    assert case.input[2].extra == {"weight": 0}
    assert case.output == Message(
        role="assistant", content="It is on its way.", extra={"weight": 1}
    )
    assert case.review == CarriedReview(ideal="It is on its way.")
    assert case.origin == "last assistant message of a fine-tuning file"
    assert case.tools == (TOOL,)
    assert case.metadata == {"parallel_tool_calls": False}


def test_the_same_shape_can_be_read_as_a_log(tmp_path: Path) -> None:
    case = only(read_all(written(tmp_path, lines(TRAINING)), "openai-chat")[0])
    assert case.output.content == "It is on its way."
    assert case.review.is_empty


PREFERENCE = {
    "input": {
        "messages": [{"role": "user", "content": "How cold is San Francisco today?"}],
        "tools": [TOOL],
        "parallel_tool_calls": True,
    },
    "preferred_output": [{"role": "assistant", "content": "Today it is 13 degrees."}],
    "non_preferred_output": [{"role": "assistant", "content": "It is not particularly cold."}],
}


def test_a_preference_file_gives_a_failure_with_its_ideal(tmp_path: Path) -> None:
    path = written(tmp_path, lines(PREFERENCE, {**PREFERENCE, "preferred_output": []}))
    assert inspect_file(path).format == "openai-dpo"
    cases, rejected = read_all(path)
    case = only(cases)
    assert case.output.content == "It is not particularly cold."
    assert case.review == CarriedReview(mark=Mark.FAIL, ideal="Today it is 13 degrees.")
    assert case.tools == (TOOL,)
    assert case.metadata == {"input": {"parallel_tool_calls": True}}
    assert [(row.line, row.field) for row in rejected] == [(2, "preferred_output")]


def test_a_preferred_tool_call_is_kept_though_it_is_no_text(tmp_path: Path) -> None:
    call = RESPONSE["choices"][0]["message"]  # type: ignore[index]
    path = written(tmp_path, lines({**PREFERENCE, "preferred_output": [call]}))
    case = only(read_all(path)[0])
    assert case.review == CarriedReview(mark=Mark.FAIL)
    assert case.metadata["preferred_output"] == [call]
