"""Logs in each tool's own shape, written by us: what becomes input, output, and suggestion."""

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

Json = dict[str, Any]
ASKED = [{"role": "user", "content": "Where is my invoice?"}]
CHAT = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1780000000,
    "model": "gpt-x",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "In the archive."},
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13},
}
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-x",
    "content": [
        {"type": "thinking", "thinking": "look it up", "signature": "s"},
        {"type": "text", "text": "Let me look."},
        {"type": "tool_use", "id": "toolu_1", "name": "find", "input": {"year": 2026}},
    ],
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 12, "output_tokens": 7, "cache_read_input_tokens": 0},
}
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1780000000,
    "status": "completed",
    "incomplete_details": None,
    "model": "gpt-y",
    "output": [
        {"type": "reasoning", "id": "rs_1", "summary": []},
        {
            "type": "message",
            "id": "m1",
            "role": "assistant",
            "status": "completed",
            "content": [{"type": "output_text", "text": "In the archive.", "annotations": []}],
        },
    ],
    "usage": {"input_tokens": 9, "output_tokens": 4, "total_tokens": 13},
}
LANGSMITH = {
    "id": "7b2f",
    "name": "ChatOpenAI",
    "run_type": "llm",
    "start_time": "2026-06-01T10:00:00Z",
    "end_time": "2026-06-01T10:00:01Z",
    "trace_id": "tr-1",
    "parent_run_id": "p-1",
    "session_id": "project",
    "inputs": {
        "messages": [
            [
                {
                    "lc": 1,
                    "type": "constructor",
                    "id": ["langchain", "schema", "messages", "HumanMessage"],
                    "kwargs": {"content": "Where is my invoice?", "type": "human"},
                }
            ]
        ]
    },
    "outputs": {
        "generations": [
            [
                {
                    "text": "In the archive.",
                    "generation_info": {"finish_reason": "stop"},
                    "message": {
                        "lc": 1,
                        "type": "constructor",
                        "id": ["langchain", "schema", "messages", "AIMessage"],
                        "kwargs": {"content": "In the archive.", "type": "ai"},
                    },
                }
            ]
        ],
        "llm_output": {"model_name": "gpt-x", "token_usage": {"prompt_tokens": 9}},
    },
    "extra": {"invocation_params": {"model": "gpt-x"}, "metadata": {"ls_model_name": "gpt-x"}},
    "prompt_tokens": 9,
    "completion_tokens": 4,
    "error": None,
    "feedback": [
        {
            "key": "correctness",
            "score": 0,
            "comment": "It is in the mail.",
            "correction": {"output": "I have just mailed it to you."},
        }
    ],
}
OTEL = {
    "name": "chat gpt-x",
    "context": {"trace_id": "0xabc", "span_id": "0x1"},
    "parent_id": None,
    "start_time": "2026-06-01T10:00:00Z",
    "attributes": {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-x",
        "gen_ai.response.model": "gpt-x-2026",
        "gen_ai.usage.input_tokens": 9,
        "gen_ai.usage.output_tokens": 4,
        "gen_ai.system_instructions": json.dumps([{"type": "text", "content": "Be brief."}]),
        "gen_ai.input.messages": json.dumps(
            [{"role": "user", "parts": [{"type": "text", "content": "Where is my invoice?"}]}]
        ),
        "gen_ai.output.messages": json.dumps(
            [
                {
                    "role": "assistant",
                    "parts": [{"type": "text", "content": "In the archive."}],
                    "finish_reason": "stop",
                }
            ]
        ),
    },
    "events": [
        {
            "name": "gen_ai.evaluation.result",
            "attributes": {
                "gen_ai.evaluation.name": "Correctness",
                "gen_ai.evaluation.score.label": "fail",
                "gen_ai.evaluation.explanation": "wrong place",
            },
        }
    ],
}
PHOENIX = {
    "name": "ChatCompletion",
    "span_kind": "LLM",
    "parent_id": "9",
    "start_time": "2026-06-01T10:00:00Z",
    "status_code": "OK",
    "context.span_id": "s1",
    "context.trace_id": "t1",
    "attributes.llm.model_name": "gpt-x",
    "attributes.llm.input_messages": [
        {"message.role": "user", "message.content": "Where is my invoice?"}
    ],
    "attributes.llm.output_messages": [
        {"message.role": "assistant", "message.content": "In the archive."}
    ],
    "attributes.llm.token_count.prompt": 9,
    "attributes.llm.token_count.completion": 4,
    "annotation.name": "Correctness",
    "annotation.label": "incorrect",
    "annotation.explanation": "wrong place",
}
ROWS: dict[str, tuple[Json, str | None, Mark | None]] = {
    "openai-responses": (
        {
            "request": {"model": "gpt-y", "input": "Where is my invoice?"},
            "response": RESPONSE,
        },
        "gpt-y",
        None,
    ),
    "openai-evals": (
        {
            "object": "eval.run.output_item",
            "id": "outputitem_1",
            "created_at": 1780000000,
            "run_id": "evalrun_1",
            "status": "fail",
            "datasource_item": {"question": "…", "ground_truth": "In the mail."},
            "results": [{"name": "String check", "passed": False, "score": 0.0}],
            "sample": {
                "input": ASKED,
                "output": [{"role": "assistant", "content": "In the archive."}],
                "finish_reason": "stop",
                "model": "gpt-x",
                "usage": {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13},
                "error": None,
            },
        },
        "gpt-x",
        Mark.FAIL,
    ),
    "langsmith": (LANGSMITH, "gpt-x", Mark.FAIL),
    "langfuse": (
        {
            "id": "obs-1",
            "traceId": "tr-1",
            "type": "GENERATION",
            "startTime": "2026-06-01T10:00:00Z",
            "input": {"messages": ASKED},
            "output": {"role": "assistant", "content": "In the archive."},
            "model": "gpt-x",
            "usageDetails": {"input": 9, "output": 4},
            "scores": [
                {"name": "user-feedback", "value": 0, "dataType": "BOOLEAN", "traceId": "tr-1"}
            ],
        },
        "gpt-x",
        Mark.FAIL,
    ),
    "phoenix": (PHOENIX, "gpt-x", Mark.FAIL),
    "opentelemetry": (OTEL, "gpt-x-2026", Mark.FAIL),
    "promptfoo": (
        {
            "id": "r1",
            "prompt": {"raw": json.dumps(ASKED), "label": "p"},
            "vars": {"q": "invoice"},
            "provider": {"id": "openai:gpt-x"},
            "response": {"output": "In the archive.", "tokenUsage": {"total": 13}},
            "success": False,
            "score": 0,
            "failureReason": 1,
            "gradingResult": {
                "pass": False,
                "reason": "no mail",
                "componentResults": [
                    {
                        "pass": False,
                        "score": 0,
                        "reason": "no mail",
                        "assertion": {"type": "contains", "value": "mail"},
                    },
                    {"pass": True, "score": 1, "assertion": {"type": "latency"}},
                ],
            },
            "testCase": {"assert": [{"type": "contains", "value": "mail"}]},
        },
        "openai:gpt-x",
        Mark.FAIL,
    ),
    "lm-eval": (
        {
            "doc_id": 3,
            "doc": {"question": "…"},
            "target": "In the mail.",
            "arguments": {
                "gen_args_0": {"arg_0": "Where is my invoice?", "arg_1": {"until": ["\n"]}}
            },
            "resps": [["In the archive."]],
            "filtered_resps": ["In the archive."],
            "filter": "none",
            "metrics": ["exact_match"],
            "exact_match": 0.0,
            "doc_hash": "x",
        },
        None,
        Mark.FAIL,
    ),
    "braintrust": (
        {
            "id": "row-1",
            "span_id": "s1",
            "root_span_id": "s1",
            "_xact_id": "1",
            "experiment_id": "e1",
            "created": "2026-06-01T10:00:00Z",
            "input": ASKED,
            "output": "In the archive.",
            "expected": "In the mail.",
            "scores": {"Factuality": 0},
            "metadata": {"model": "gpt-x"},
            "metrics": {"prompt_tokens": 9, "completion_tokens": 4, "start": 1.0},
            "span_attributes": {"type": "eval", "name": "eval"},
        },
        "gpt-x",
        Mark.FAIL,
    ),
    "weave": (
        {
            "id": "call-1",
            "project_id": "team/project",
            "op_name": "weave:///team/project/op/openai.chat.completions.create:abc",
            "trace_id": "tr-1",
            "parent_id": None,
            "started_at": "2026-06-01T10:00:00Z",
            "ended_at": "2026-06-01T10:00:01Z",
            "attributes": {},
            "inputs": {"messages": ASKED, "model": "gpt-x"},
            "output": CHAT,
            "exception": None,
            "summary": {
                "usage": {"gpt-x": {"prompt_tokens": 9, "completion_tokens": 4}},
                "weave": {
                    "status": "success",
                    "feedback": [
                        {"feedback_type": "wandb.reaction.1", "payload": {"emoji": "👎"}},
                        {"feedback_type": "wandb.note.1", "payload": {"note": "wrong place"}},
                    ],
                },
            },
        },
        "gpt-x",
        Mark.FAIL,
    ),
    "litellm": (
        {
            "id": "chatcmpl-1",
            "trace_id": "tr-1",
            "call_type": "acompletion",
            "response_cost": 0.001,
            "status": "success",
            "startTime": 1780000000.5,
            "endTime": 1780000001.5,
            "model": "gpt-x",
            "messages": ASKED,
            "response": CHAT,
            "prompt_tokens": 9,
            "completion_tokens": 4,
            "total_tokens": 13,
            "metadata": {"user_api_key_alias": "team"},
            "error_str": None,
        },
        "gpt-x",
        None,
    ),
    "helicone": (
        {
            "request_id": "req-1",
            "response_id": "res-1",
            "request_created_at": "2026-06-01T10:00:00Z",
            "request_model": "gpt-x",
            "response_status": 200,
            "request_body": {"model": "gpt-x", "messages": ASKED, "temperature": 0},
            "response_body": CHAT,
            "prompt_tokens": 9,
            "completion_tokens": 4,
            "feedback_rating": False,
            "request_properties": {"Helicone-Session-Id": "s-1"},
            "scores": {},
        },
        "gpt-x",
        Mark.FAIL,
    ),
}


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


@pytest.mark.parametrize(
    ("name", "value", "mark"),
    [
        ("hallucination", 0, None),
        ("toxicity", False, None),
        ("length", 1, None),
        ("correctness", 0.7, None),
        ("correctness", 1, Mark.PASS),
        ("anything", "fail", Mark.FAIL),
        ("user_feedback", "👍", Mark.PASS),
    ],
)
def test_only_scores_that_say_right_or_wrong_suggest_marks(
    tmp_path: Path, name: str, value: object, mark: Mark | None
) -> None:
    score = {"name": name, "value": value, "stringValue": value if isinstance(value, str) else None}
    row = {**ROWS["langfuse"][0], "scores": [score]}
    case = only(read_all(written(tmp_path, lines(row)))[0])
    assert case.review.mark is mark
    assert case.metadata["scores"] == [score]


def test_scores_that_contradict_each_other_suggest_nothing(tmp_path: Path) -> None:
    scores = [{"name": "correct", "value": 1}, {"name": "accuracy", "value": 0}]
    row = {**ROWS["langfuse"][0], "scores": scores}
    assert only(read_all(written(tmp_path, lines(row)))[0]).review.mark is None


def test_several_choices_are_several_cases_of_one_group(tmp_path: Path) -> None:
    two = [CHAT["choices"][0], {"index": 1, "message": {"role": "assistant", "content": "Lost."}}]
    row = {**ROWS["litellm"][0], "trace_id": None, "response": {**CHAT, "choices": two}}
    cases, _ = read_all(written(tmp_path, lines(row)))
    assert [case.output.content for case in cases] == ["In the archive.", "Lost."]
    assert len({case.conversation for case in cases}) == 1
    assert len({case.id for case in cases}) == 2
