"""Training and test files that Curator itself writes and that no log has the shape of.

Gemini, Amazon Nova, TRL's prompt and completion and its pairs, ShareGPT, Axolotl, OpenAI's
reinforcement tuning, promptfoo test cases and Inspect samples. As with OpenAI's fine-tuning
files, the answer to learn is the suggested ideal answer, and the output too unless the row holds
the one that failed. A shape is taken only where a row holds nothing else. Sources: the services'
pages on preparing data, as in the exporting targets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import orjson
from pydantic import JsonValue

from curator.importing.assemble import incoming_case
from curator.importing.containers.rows import Row
from curator.importing.formats.base import row_format
from curator.importing.formats.openai_sft import take_tools
from curator.importing.message_shapes import objects
from curator.importing.messages import messages_from_json
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import CarriedReview, IncomingCase
from curator.model.message import Message
from curator.model.review import Mark

SPEAKERS = {"human": "user", "user": "user", "gpt": "assistant", "system": "system"}
NOVA = "bedrock-conversation-2024"


@dataclass(frozen=True)
class Example:
    """What one row teaches, whatever its shape."""

    asked: JsonValue
    """Messages in the shape of chat completions."""
    ideal: str
    case_id: str | None = None
    failed: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    tools: tuple[JsonObject, ...] = field(default=())


Shape = Callable[[JsonObject], "Example | None"]


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one training or test row; raises RowProblem."""
    found = _example(row.value)
    if found is None:
        raise RowProblem("it has none of the shapes that this kind of file has")
    review = CarriedReview(ideal=found.ideal)
    if found.failed:
        review = CarriedReview(
            mark=Mark.FAIL, ideal=found.ideal, note=found.note or None, tags=found.tags
        )
    case = incoming_case(
        line=row.line,
        id=found.case_id,
        input=messages_from_json(found.asked),
        output=Message(role="assistant", content=found.failed or found.ideal),
        tools=found.tools,
        metadata={},
        conversation=None,
        review=review,
        origin="the answer to learn of a training file",
    )
    return (case,)


def _gemini(row: JsonObject) -> Example | None:
    turns = objects(row.get("contents"))
    if not row.keys() <= {"contents", "systemInstruction"} or len(turns) < 2:
        return None
    said = [(turn.get("role"), _text(turn.get("parts"))) for turn in turns]
    if said[-1][0] != "model":
        return None
    head = row.get("systemInstruction")
    system = _text(head.get("parts")) if isinstance(head, dict) else ""
    return _spoken(system, [("assistant" if who == "model" else who, text) for who, text in said])


def _nova(row: JsonObject) -> Example | None:
    if row.get("schemaVersion") != NOVA:
        return None
    turns = objects(row.get("messages"))
    said = [(turn.get("role"), _text(turn.get("content"))) for turn in turns]
    return _spoken(_text(row.get("system")), said)


def _sharegpt(row: JsonObject) -> Example | None:
    turns = objects(row.get("conversations"))
    if row.keys() != {"conversations"} or not all(
        turn.keys() == {"from", "value"} for turn in turns
    ):
        return None
    return _spoken("", [(SPEAKERS.get(str(t["from"])), t["value"]) for t in turns])


def _axolotl(row: JsonObject) -> Example | None:
    turns = objects(row.get("messages"))
    if row.keys() != {"messages"} or not all(turn.keys() == _TRAINED for turn in turns):
        return None
    return _spoken("", [(turn["role"], turn["content"]) for turn in turns])


_TRAINED = {"role", "content", "train"}


def _prompt_completion(row: JsonObject) -> Example | None:
    ideal = _answer(row.get("completion"))
    if not row.keys() <= {"prompt", "completion", "tools"} or ideal is None:
        return None
    return Example(row["prompt"], ideal, tools=take_tools(dict(row))) if row.get("prompt") else None


def _preference(row: JsonObject) -> Example | None:
    ideal, failed = _answer(row.get("chosen")), _answer(row.get("rejected"))
    if not row.keys() <= {"prompt", "chosen", "rejected", "tools"} or not row.get("prompt"):
        return None
    if ideal is None or not failed:
        return None
    return Example(row["prompt"], ideal, failed=failed, tools=take_tools(dict(row)))


def _answer(value: JsonValue) -> str | None:
    """The text of a list that holds one message of the assistant and nothing else."""
    turns = objects(value)
    if len(turns) != 1 or turns[0].get("role") != "assistant":
        return None
    text = turns[0].get("content")
    return text if isinstance(text, str) else None


def _reward(row: JsonObject) -> Example | None:
    text = row.get("reference_answer")
    if not row.keys() <= {"messages", "reference_answer", "tools"} or not isinstance(text, str):
        return None
    return Example(row.get("messages"), text, tools=take_tools(dict(row)))


def _promptfoo(row: JsonObject) -> Example | None:
    given, asserted, facts = row.get("vars"), objects(row.get("assert")), row.get("metadata")
    if not isinstance(given, dict) or not isinstance(facts, dict) or len(asserted) != 1:
        return None
    asked, ideal = given.get("messages"), asserted[0].get("value")
    if not isinstance(asked, str) or not isinstance(ideal, str) or "failed_output" not in facts:
        return None
    try:
        return _with_facts(orjson.loads(asked), ideal, facts)
    except orjson.JSONDecodeError:
        return None


def _inspect(row: JsonObject) -> Example | None:
    ideal, facts = row.get("target"), row.get("metadata")
    if row.keys() != {"id", "input", "target", "metadata"} or not isinstance(ideal, str):
        return None
    if not isinstance(facts, dict) or "failed_output" not in facts:
        return None
    return _with_facts(row["input"], ideal, facts)


SHAPES: tuple[Shape, ...] = (
    _nova,
    _gemini,
    _sharegpt,
    _axolotl,
    _prompt_completion,
    _preference,
    _reward,
    _promptfoo,
    _inspect,
)


def _example(row: JsonObject) -> Example | None:
    return next((found for shape in SHAPES if (found := shape(row)) is not None), None)


def _with_facts(asked: JsonValue, ideal: str, facts: JsonObject) -> Example:
    tags = facts.get("tags")
    return Example(
        asked,
        ideal,
        case_id=str(facts.get("case_id") or "") or None,
        failed=str(facts.get("failed_output") or ""),
        note=str(facts.get("note") or ""),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
    )


def _spoken(system: str, said: Sequence[tuple[JsonValue, JsonValue]]) -> Example | None:
    """The example of turns as (role, text), the last being the assistant's."""
    if len(said) < 2 or said[-1][0] != "assistant":
        return None
    asked: list[JsonValue] = [{"role": "system", "content": system}] if system else []
    for role, text in said:
        if not isinstance(role, str) or not isinstance(text, str):
            return None
        asked.append({"role": role, "content": text})
    return Example(asked[:-1], str(said[-1][1]))


def _text(parts: JsonValue) -> str:
    texts = [part.get("text") for part in objects(parts)]
    return "".join(text for text in texts if isinstance(text, str))


def _is_row(row: JsonObject) -> bool:
    return _example(row) is not None


FORMAT = row_format("fine-tuning", "Training or test file", is_row=_is_row, read_row=read_row)
