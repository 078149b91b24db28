"""Images, refusals, reasoning and tool calls of every dialect, from the log to the screen."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from curator.gui.widgets.conversation import blocks_of
from curator.model.case import IncomingCase
from tests.gui.test_pictures import picture
from tests.importing.helpers import lines, only, read_all, written

Json = dict[str, Any]
PACKED = base64.b64encode(picture()).decode()
ADDRESS = f"data:image/png;base64,{PACKED}"
SAID = {"role": "assistant", "content": "A red square."}


def chat(content: object) -> Json:
    asked = [{"role": "user", "content": content}]
    return {"request": {"messages": asked}, "response": {"choices": [{"message": SAID}]}}


def anthropic(content: object) -> Json:
    answer = {"type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn"}
    return {
        "request": {"model": "m", "messages": [{"role": "user", "content": content}]},
        "response": {**answer, "content": [{"type": "text", "text": "A red square."}]},
    }


def responses(content: object, output: object = None) -> Json:
    said = [
        {
            "type": "message",
            "role": "assistant",
            "content": output or [{"type": "output_text", "text": "A red square."}],
        }
    ]
    return {
        "request": {"model": "m", "input": [{"role": "user", "content": content}]},
        "response": {"object": "response", "status": "completed", "model": "m", "output": said},
    }


def otel(parts: object) -> Json:
    return {
        "traceId": "t",
        "spanId": "s",
        "attributes": {
            "gen_ai.operation.name": "chat",
            "gen_ai.input.messages": [{"role": "user", "parts": parts}],
            "gen_ai.output.messages": [
                {"role": "assistant", "parts": [{"type": "text", "content": "A red square."}]}
            ],
        },
    }


def phoenix(contents: object) -> Json:
    asked = {"message": {"role": "user", "contents": contents}}
    answered = {"message": {"role": "assistant", "content": "A red square."}}
    return {
        "span_kind": "LLM",
        "context": {"trace_id": "t", "span_id": "s"},
        "start_time": "2026-03-01T09:00:00Z",
        "attributes": {
            "openinference": {"span": {"kind": "LLM"}},
            "llm": {"input_messages": [asked], "output_messages": [answered]},
        },
    }


WORDS = {"type": "text", "text": "What is it?"}
WITH_IMAGE: dict[str, Json] = {
    "openai-chat": chat([WORDS, {"type": "image_url", "image_url": {"url": ADDRESS}}]),
    "anthropic": anthropic(
        [
            WORDS,
            {
                "type": "image",
                "source": {"type": "base64", "media_type": "image/png", "data": PACKED},
            },
        ]
    ),
    "openai-responses": responses(
        [
            {"type": "input_text", "text": "What is it?"},
            {"type": "input_image", "image_url": ADDRESS},
        ]
    ),
    "opentelemetry": otel(
        [
            {"type": "text", "content": "What is it?"},
            {"type": "blob", "modality": "image", "mime_type": "image/png", "content": PACKED},
        ]
    ),
    "phoenix": phoenix(
        [
            {"message_content": {"type": "text", "text": "What is it?"}},
            {"message_content": {"type": "image", "image": {"image": {"url": ADDRESS}}}},
        ]
    ),
}


def case_of(folder: Path, row: Json, format_name: str) -> IncomingCase:
    cases, rejected = read_all(written(folder, lines(row)), format_name)
    assert rejected == []
    return only(cases)


@pytest.mark.parametrize("name", WITH_IMAGE)
def test_an_image_of_each_dialect_is_a_placeholder_and_a_picture(tmp_path: Path, name: str) -> None:
    case = case_of(tmp_path, WITH_IMAGE[name], name)
    asked = case.input[-1]
    assert asked.content == "What is it?"
    blocks = blocks_of(asked)
    (image,) = [block for block in blocks if block.caption == "Image"]
    assert image.preview.startswith("PNG, ")
    assert image.picture == base64.b64decode(PACKED)
    assert case.output.content == "A red square."


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (
            {
                "request": {"messages": [{"role": "user", "content": "q"}]},
                "response": {
                    "choices": [
                        {"message": {"role": "assistant", "content": None, "refusal": "I cannot."}}
                    ]
                },
            },
            "openai-chat",
        ),
        (responses("q", [{"type": "refusal", "refusal": "I cannot."}]), "openai-responses"),
    ],
)
def test_a_refusal_is_an_output_shown_as_one(tmp_path: Path, row: Json, name: str) -> None:
    case = case_of(tmp_path, row, name)
    assert (case.output.refusal, case.output.text) == ("I cannot.", "I cannot.")
    (block,) = [one for one in blocks_of(case.output) if one.main]
    assert block.text == "I cannot."
    assert "refused" in block.caption
