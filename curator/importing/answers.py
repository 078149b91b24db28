"""Responses of model servers and frameworks as answers: one a choice, with what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from pydantic import JsonValue

from curator.importing.dialects import (
    is_message,
    is_messages,
    merged,
    message_of,
    opened,
)
from curator.importing.fields import scalar_text, time_text
from curator.importing.json_text import json_text
from curator.importing.messages import assistant_message, message_from_json
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.message import Message

_ANSWERED = (
    "output",
    "answer",
    "response",
    "content",
    "text",
    "completion",
    "result",
    "output_text",
    "generated_text",
)
"""Names under which an object that is no message holds its one answer."""


@dataclass(slots=True)
class Answers:
    """What a call answered.

    `choices` has the messages of each choice (its last one is the output) and what is said of
    that choice; `model`, `created_at`, `usage` and `id` are the response's, `rest` what is left.
    """

    choices: list[tuple[tuple[Message, ...], JsonObject]]
    model: str | None = None
    created_at: str | None = None
    usage: JsonObject = field(default_factory=JsonObject)
    id: str | None = None
    tools: tuple[JsonObject, ...] = ()
    instructions: str | None = None
    rest: JsonObject = field(default_factory=JsonObject)


def answers_of(value: JsonValue) -> Answers:
    """Read a response of any known shape; text is one answer, what is unknown its JSON text.

    Raises RowProblem where the response is an error or holds no answer.
    """
    found = opened(value)
    if found is None:
        raise RowProblem("the output is missing")
    if isinstance(found, dict):
        return _of_object(found)
    if is_messages(found):
        return Answers([(_messages(cast("list[JsonValue]", found)), {})])
    if isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict | list | str):
        return answers_of(found[0])
    text = found if isinstance(found, str) else json_text(found)
    return Answers([((assistant_message(text),), {})])


def _of_object(found: JsonObject) -> Answers:
    choices, output = found.get("choices"), found.get("output")
    error = found.get("error")
    if isinstance(choices, list) and choices:
        return _of_choices(found, choices)
    if isinstance(output, list) and (
        found.get("object") == "response" or (output and _are_items(output))
    ):
        return _of_items(found, [item for item in output if isinstance(item, dict)])
    if found.get("type") == "message" and isinstance(found.get("content"), list):
        return _of_blocks(found)
    if isinstance(found.get("generations"), list):
        return _of_generations(found)
    if error and not output and "content" not in found:
        raise RowProblem(f"the call failed: {_said(error)}", "error")
    if isinstance(found.get("messages"), list) and is_messages(found["messages"]):
        rest = {name: item for name, item in found.items() if name != "messages"}
        messages = _messages(cast("list[JsonValue]", found["messages"]))
        return Answers([(messages, {})], rest=rest)
    if is_message(found):
        return Answers([(message_of(found, "assistant"), {})])
    names = [name for name, item in found.items() if item not in (None, "", [], {})]
    if len(names) == 1 and names[0] in _ANSWERED:
        return answers_of(found[names[0]])
    return Answers([((assistant_message(json_text(found)),), {})])


def _messages(found: list[JsonValue]) -> tuple[Message, ...]:
    """The messages of an answer; what several items of one turn say is one message."""
    items = [item for item in found if isinstance(item, dict)]
    if all("type" in item and item.get("type") != "human" for item in items) and _are_items(found):
        return (merged(items),)
    return tuple(message for item in items for message in message_of(item, "assistant"))


def _are_items(output: list[JsonValue]) -> bool:
    kinds = {str(item.get("type")) for item in output if isinstance(item, dict)}
    known = {"message", "function_call", "reasoning", "custom_tool_call"}
    return bool(kinds & known) or any(kind.endswith("_call") for kind in kinds)


def _of_choices(found: JsonObject, choices: list[JsonValue]) -> Answers:
    answers = _about(found, "choices", "created")
    for index, choice in enumerate(choices):
        if not isinstance(choice, dict):
            raise RowProblem("is not a choice", f"choices[{index}]")
        about: JsonObject = {
            name: item
            for name, item in choice.items()
            if name not in ("message", "text", "index") and item is not None
        }
        message = choice.get("message")
        if isinstance(message, dict):
            answers.choices.append((message_of(message, "assistant"), about))
        elif isinstance(choice.get("text"), str):
            answers.choices.append(((assistant_message(cast(str, choice["text"])),), about))
        else:
            raise RowProblem("the choice has no message", f"choices[{index}].message")
    return answers


def _of_items(found: JsonObject, items: list[JsonObject]) -> Answers:
    status = found.get("status")
    if not items or (status in ("failed", "cancelled") and found.get("error")):
        said = found.get("error") or found.get("incomplete_details") or status or "no output"
        raise RowProblem(f"the call gave no output: {_said(said)}", "output")
    answers = _about(found, "output", "created_at")
    tools = answers.rest.pop("tools", None)
    if isinstance(tools, list) and all(isinstance(tool, dict) for tool in tools):
        answers.tools = tuple(cast("list[JsonObject]", tools))
    instructions = answers.rest.get("instructions")
    if isinstance(instructions, str) and instructions:
        answers.instructions = instructions
    answers.choices.append(((merged(items),), {}))
    return answers


def _of_blocks(found: JsonObject) -> Answers:
    """An Anthropic message: its blocks are text, thinking and calls."""
    answers = _about(found, "content", "created_at")
    about: JsonObject = {}
    for name in ("stop_reason", "stop_sequence"):
        if answers.rest.get(name) is not None:
            about[name] = answers.rest[name]
        answers.rest.pop(name, None)
    for name in ("role", "type"):
        answers.rest.pop(name, None)
    content = found["content"]
    blocks = cast("list[JsonValue]", content)
    if len(blocks) == 1 and isinstance(blocks[0], dict) and set(blocks[0]) == {"type", "text"}:
        content = blocks[0]["text"]
    chat: JsonObject = {"role": found.get("role", "assistant"), "content": content}
    if not blocks:
        raise RowProblem("the message has no content", "content")
    answers.choices.append((message_of(chat), about))
    return answers


def _of_generations(found: JsonObject) -> Answers:
    """A LangChain result: `generations` holds a list for each prompt, with its candidates."""
    rest = {name: item for name, item in found.items() if name != "generations"}
    answers = Answers([], rest={name: item for name, item in rest.items() if item is not None})
    output = rest.get("llm_output")
    if isinstance(output, dict):
        usage = output.get("token_usage") or output.get("usage")
        answers.usage = usage if isinstance(usage, dict) else {}
        answers.model = scalar_text(output.get("model_name") or output.get("model"))
    for candidates in cast("list[JsonValue]", found["generations"]):
        for one in candidates if isinstance(candidates, list) else [candidates]:
            if not isinstance(one, dict):
                continue
            about = one.get("generation_info")
            message = one.get("message")
            if isinstance(message, dict):
                said = message_of(message, "assistant")
            else:
                said = (assistant_message(scalar_text(one.get("text")) or ""),)
            answers.choices.append((said, dict(about) if isinstance(about, dict) else {}))
    if not answers.choices:
        raise RowProblem("there are no generations", "generations")
    return answers


def _about(found: JsonObject, answer: str, created: str) -> Answers:
    rest: JsonObject = {
        name: item for name, item in found.items() if name != answer and item is not None
    }
    usage = rest.pop("usage", None)
    answers = Answers([], rest=rest, usage=usage if isinstance(usage, dict) else {})
    answers.model = scalar_text(rest.pop("model", None))
    answers.created_at = time_text(rest.pop(created, None))
    answers.id = scalar_text(rest.get("id"))
    return answers


def _said(error: JsonValue) -> str:
    message = error.get("message", error) if isinstance(error, dict) else error
    return json_text(message)[:200]


def system_message(text: str) -> Message:
    """A system prompt."""
    return message_from_json({"role": "system", "content": text})
