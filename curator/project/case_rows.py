"""Cases between the tables and the model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from curator.model.case import Case
from curator.model.message import Message, ToolCall

if TYPE_CHECKING:
    from curator.model.value import JsonObject
    from curator.project.prepared import Row


SmallPart: TypeAlias = "tuple[int, int, float, bytes, str | None, str | None, str | None, str]"
"""SMALL_COLUMNS from `line` on: what a case brings into the small table."""
TextPart: TypeAlias = "tuple[str, str, str | None, str]"
"""TEXT_COLUMNS from `input` on."""
PreparedCase: TypeAlias = "tuple[str | None, SmallPart, TextPart, Carried | None]"
"""A case as the tables will hold it, but for its keys: its own id, its parts of the two rows, and
the judgement that came with it. Plain values alone, so that it is quick to hand from one process
to another.
"""
SMALL_COLUMNS = (
    *("key", "uid", "id", "import_key"),
    *(
        "line",
        "draw",
        "hold_rank",
        "content_hash",
        "model",
        "created_at",
        "conversation",
        "preview",
    ),
)
TEXT_COLUMNS = ("case_key", "input", "output", "expected", "rest")
DRAWS = 1 << 63
"""How many places there are in the random orders."""


class Carried(NamedTuple):
    """A judgement that came with a case (see `CarriedReview`), and where it comes from."""

    mark: str | None
    note: str | None
    tags: tuple[str, ...]
    severity: str | None
    ideal: str | None
    reviewer: str | None
    origin: str


def encode_message(message: Message) -> str:
    """One message as compact JSON without its empty fields."""
    # It loads OpenSSL, which nobody needs to open a project.
    from curator.project.incoming_rows import message_bytes

    return message_bytes(message).decode()


def decode_message(text: str) -> Message:
    """A message as it was encoded: our own, so nothing is checked."""
    return _message(json.loads(text))


def _message(said: JsonObject) -> Message:
    fields = cast("dict[str, Any]", said)
    if "parts" in fields:
        fields["parts"] = tuple(fields["parts"])
    if "tool_calls" in fields:
        calls = cast("list[dict[str, str]]", fields["tool_calls"])
        fields["tool_calls"] = tuple(ToolCall.model_construct(**call) for call in calls)
    return Message.model_construct(**fields)


def said_text(messages_json: str) -> str:
    """The text of stored messages, or of one, without their roles: what a search looks through."""
    import orjson

    found = cast("JsonObject | list[JsonObject]", orjson.loads(messages_json))
    return "\n\n".join(map(_said, found if isinstance(found, list) else [found]))


def _said(message: JsonObject) -> str:
    """`Message.text` of a message as it is stored."""
    text = message.get("content") or message.get("refusal")
    if text:
        return str(text)
    calls = cast("list[dict[str, str]]", message.get("tool_calls", []))
    return "\n".join(f"{call.get('name', '')}({call.get('arguments', '')})" for call in calls)


def decode_case(row: Row) -> Case:
    """A case from a row that joins `cases` and `case_texts`."""
    rest: dict[str, Any] = json.loads(row["rest"])
    return Case.model_construct(
        key=row["key"],
        uid=row["uid"],
        id=row["id"],
        input=tuple(_message(one) for one in json.loads(row["input"])),
        output=decode_message(row["output"]),
        model=row["model"],
        created_at=row["created_at"],
        expected=row["expected"],
        tools=tuple(rest.get("tools", ())),
        usage=rest.get("usage", {}),
        metadata=rest.get("metadata", {}),
        conversation=row["conversation"],
        import_key=row["import_key"],
        draw=row["draw"],
        hold_rank=row["hold_rank"],
    )
