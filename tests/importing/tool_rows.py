"""One logged call in each tool's shape, written by us: its row, its model, its suggested mark."""

from __future__ import annotations

import json
from typing import Any

from curator.model.review import Mark

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
