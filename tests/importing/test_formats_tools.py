"""Logs in each tool's own shape: what becomes input, output and suggestion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.importing import read_file
from curator.model.case import IncomingCase
from curator.model.review import Mark
from tests.importing.helpers import lines, only, read_all, written
from tests.importing.tool_rows import ASKED, CHAT, LANGSMITH, MESSAGE, RESPONSE, ROWS, Json


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("as_lines", [True, False])
def test_a_call_of_each_tool(tmp_path: Path, name: str, as_lines: bool) -> None:
    row, model, mark = ROWS[name]
    content = lines(row, row) if as_lines else json.dumps([row, row], indent=1).encode()
    path = written(tmp_path, content, "export.csv")
    assert read_file(path).format == name
    cases, rejected = read_all(path)
    assert (len(cases), rejected) == (2, [])
    case = cases[0]
    assert case.input[-1].text == "Where is my invoice?"
    assert case.input[-1].role == "user"
    assert (case.output.role, case.output.content) == ("assistant", "In the archive.")
    assert (case.model, case.review.mark) == (model, mark)
    assert bool(case.origin) == (mark is not None)


def test_what_a_tool_knows_of_a_call_is_kept(tmp_path: Path) -> None:
    def case(name: str) -> IncomingCase:
        return read_all(written(tmp_path, lines(ROWS[name][0], ROWS[name][0])))[0][0]

    run = case("langsmith")
    assert (run.review.ideal, run.review.note) == (
        "I have just mailed it to you.",
        "It is in the mail.",
    )
    assert run.origin == "LangSmith feedback correctness, correctness correction"
    assert (run.created_at, run.conversation) == ("2026-06-01T10:00:00Z", "tr-1")
    assert run.usage == {"prompt_tokens": 9, "completion_tokens": 4}
    span = case("opentelemetry")
    assert [one.role for one in span.input] == ["system", "user"]
    assert (span.review.note, span.conversation) == ("wrong place", "0xabc")
    assert span.usage == {"input_tokens": 9, "output_tokens": 4}
    assert case("phoenix").usage == {"prompt_tokens": 9, "completion_tokens": 4}
    assert case("openai-evals").expected == "In the mail."
    assert case("braintrust").expected == "In the mail."
    assert case("lm-eval").expected == "In the mail."
    assert case("promptfoo").expected == "mail"
    assert case("weave").review.note == "wrong place"
    assert case("helicone").conversation == "s-1"
    assert case("litellm").metadata["user_api_key_alias"] == "team"
    responses = case("openai-responses")
    assert responses.output.extra["output"] == RESPONSE["output"]


FAILED: dict[str, Json] = {
    "promptfoo": {
        **ROWS["promptfoo"][0],
        "failureReason": 2,
        "error": "API error: 429",
        "response": {"error": "API error: 429"},
    },
    "langsmith": {**LANGSMITH, "error": "RateLimitError", "outputs": None},
    "litellm": {**ROWS["litellm"][0], "status": "failure", "error_str": "429", "response": None},
    "helicone": {
        **ROWS["helicone"][0],
        "response_status": 429,
        "response_body": {"error": {"message": "slow down"}},
    },
    "weave": {**ROWS["weave"][0], "output": None, "exception": "RateLimitError: 429"},
    "openai-evals": {
        **ROWS["openai-evals"][0],
        "sample": {"input": ASKED, "output": [], "error": {"message": "429"}},
    },
    "anthropic": {
        "request": {"messages": ASKED},
        "response": {"type": "error", "error": {"type": "overloaded_error", "message": "529"}},
    },
    "openai-responses": {
        "request": {"input": "q"},
        "response": {**RESPONSE, "status": "failed", "output": [], "error": {"message": "boom"}},
    },
}


@pytest.mark.parametrize("name", FAILED)
def test_an_error_of_the_api_is_no_output(tmp_path: Path, name: str) -> None:
    good = ROWS.get(name, (None,))[0]
    rows = [FAILED[name], *([good] * 3 if good else [])]
    cases, rejected = read_all(written(tmp_path, lines(*rows)), name)
    assert (len(cases), len(rejected)) == (len(rows) - 1, 1)
    assert "failed" in rejected[0].reason or "no output" in rejected[0].reason


def test_anthropic_turns_become_chat_messages(tmp_path: Path) -> None:
    row = {
        "request": {
            "model": "claude-x",
            "system": "Be brief.",
            "tools": [{"name": "find", "input_schema": {}}],
            "messages": [
                *ASKED,
                {"role": "assistant", "content": MESSAGE["content"]},
                {
                    "role": "user",
                    "content": [
                        {"type": "tool_result", "tool_use_id": "toolu_1", "content": "nothing"},
                        {"type": "text", "text": "And now?"},
                    ],
                },
            ],
        },
        "response": MESSAGE,
    }
    path = written(tmp_path, lines(row, row))
    assert read_file(path).format == "anthropic"
    case = read_all(path)[0][0]
    assert [one.role for one in case.input] == ["system", "user", "assistant", "tool", "user"]
    assert case.input[3].tool_call_id == "toolu_1"
    assert (case.input[3].content, case.input[4].content) == ("nothing", "And now?")
    assert case.output.content == "Let me look."
    assert [(one.name, one.arguments) for one in case.output.tool_calls] == [
        ("find", '{"year":2026}')
    ]
    assert case.output.parts == tuple(MESSAGE["content"])
    assert case.metadata["stop_reason"] == "tool_use"
    assert (len(case.tools), case.usage["output_tokens"]) == (1, 7)


def test_a_hidden_history_is_said(tmp_path: Path) -> None:
    row = {
        "request": {
            "input": "And now?",
            "previous_response_id": "resp_0",
            "instructions": "Brief.",
        },
        "response": {**RESPONSE, "previous_response_id": "resp_0"},
    }
    case = only(read_all(written(tmp_path, lines(row)))[0])
    assert "not in the log" in str(case.metadata["incomplete input"])
    assert [one.role for one in case.input] == ["system", "user"]


def test_multiple_choice_of_lm_eval_is_the_likeliest_choice(tmp_path: Path) -> None:
    row = {
        "doc_id": 1,
        "doc": {},
        "target": 1,
        "arguments": {
            f"gen_args_{n}": {"arg_0": "2 + 2 =", "arg_1": f" {choice}"}
            for n, choice in enumerate(("3", "4", "5"))
        },
        "resps": [[["-2.0", "False"]], [["-3.5", "False"]], [["-1.5", "True"]]],
        "filtered_resps": [["-2.0", "False"], ["-3.5", "False"], ["-1.5", "True"]],
        "metrics": ["acc"],
        "acc": 0.0,
    }
    case = only(read_all(written(tmp_path, lines(row)))[0])
    assert (case.input[0].content, case.output.content, case.expected) == ("2 + 2 =", "5", "4")
    assert case.review.mark is Mark.FAIL


def test_helm_letters_stand_for_their_answers(tmp_path: Path) -> None:
    def state(identifier: str, letter: str, success: bool = True) -> Json:
        return {
            "instance": {
                "input": {"text": "2 + 2?"},
                "references": [
                    {"output": {"text": "4"}, "tags": ["correct"]},
                    {"output": {"text": "5"}, "tags": []},
                ],
                "split": "test",
                "id": identifier,
            },
            "train_trial_index": 0,
            "output_mapping": {"A": "4", "B": "5"},
            "request": {"model": "x/m", "prompt": "2 + 2?\nA. 4\nB. 5\nAnswer:"},
            "result": {
                "success": success,
                "error": None if success else "429",
                "completions": [{"text": f" {letter}", "logprob": -0.1, "tokens": []}],
                "request_datetime": 1780000000,
            },
        }

    states = [state("id1", "B"), state("id2", "A"), state("id3", "A", success=False)]
    log = {"adapter_spec": {"method": "multiple_choice_joint"}, "request_states": states}
    path = written(tmp_path, json.dumps(log))
    assert read_file(path).format == "helm"
    cases, rejected = read_all(path)
    assert [case.review.mark for case in cases] == [Mark.FAIL, Mark.PASS]
    assert cases[0].expected == "4"
    assert "429" in rejected[0].reason


def test_several_choices_are_several_cases_of_one_group(tmp_path: Path) -> None:
    two = [CHAT["choices"][0], {"index": 1, "message": {"role": "assistant", "content": "Lost."}}]
    row = {**ROWS["litellm"][0], "trace_id": None, "response": {**CHAT, "choices": two}}
    cases, _ = read_all(written(tmp_path, lines(row)))
    assert [case.output.content for case in cases] == ["In the archive.", "Lost."]
    assert len({case.conversation for case in cases}) == 1
    assert len({case.id for case in cases}) == 2
