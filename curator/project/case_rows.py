"""Cases between the tables and the model."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from curator.model.base import JsonObject
from curator.model.case import Case, IncomingCase
from curator.model.message import Message, conversation_text, user_text

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

PREVIEW_CHARACTERS = 160


class _Rest(TypedDict, total=False):
    """What a case has beside its texts, stored together and only where there is any."""

    tools: list[JsonObject]
    usage: JsonObject
    metadata: JsonObject


_messages = TypeAdapter(tuple[Message, ...])
_message = TypeAdapter(Message)
_rest = TypeAdapter(_Rest)


def encode_messages(messages: tuple[Message, ...]) -> str:
    """Messages as compact JSON without their empty fields."""
    return _messages.dump_json(messages, exclude_defaults=True).decode()


def encode_message(message: Message) -> str:
    return _message.dump_json(message, exclude_defaults=True).decode()


def decode_message(text: str) -> Message:
    return _message.validate_json(text)


def content_hash(input_json: str, output_json: str, model: str | None) -> bytes:
    """What makes two logged calls the same: input, output and model (128 bits of SHA-256)."""
    whole = "\x1f".join((input_json, output_json, model or ""))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()[:16]


def seeded_hash(seed: int, purpose: str, value: bytes) -> int:
    """63 bits that depend on nothing but the seed, the purpose and the value."""
    digest = hashlib.sha256(f"{seed}/{purpose}/".encode() + value).digest()
    return int.from_bytes(digest[:8]) >> 1


def case_row(
    case: IncomingCase, *, key: int, uid: str, public_id: str, import_key: int, seed: int
) -> tuple[dict[str, object], dict[str, object]]:
    """The two rows of a new case: the small one and its texts."""
    input_json, output_json = encode_messages(case.input), encode_message(case.output)
    digest = content_hash(input_json, output_json, case.model)
    group = (case.conversation or user_text(case.input)).encode("utf-8", "surrogatepass")
    small: dict[str, object] = {
        "key": key,
        "uid": uid,
        "id": public_id,
        "import_key": import_key,
        "line": case.line,
        "draw": seeded_hash(seed, "review order", digest),
        "hold_rank": seeded_hash(seed, "held-out", group) / 2**63,
        "content_hash": digest,
        "model": case.model,
        "created_at": case.created_at,
        "conversation": case.conversation,
        "preview": preview(case.input, case.output),
    }
    texts: dict[str, object] = {
        "case_key": key,
        "input": input_json,
        "output": output_json,
        "input_text": conversation_text(case.input),
        "output_text": case.output.text,
        "expected": case.expected,
        "rest": _encode_rest(case),
    }
    return small, texts


def preview(messages: tuple[Message, ...], output: Message) -> str:
    """One line for lists: how the question starts, or the answer where nothing was asked."""
    text = user_text(messages) or output.text
    return " ".join(text[: 4 * PREVIEW_CHARACTERS].split())[:PREVIEW_CHARACTERS]


def _encode_rest(case: IncomingCase) -> str:
    rest: _Rest = {}
    if case.tools:
        rest["tools"] = list(case.tools)
    if case.usage:
        rest["usage"] = case.usage
    if case.metadata:
        rest["metadata"] = case.metadata
    return _rest.dump_json(rest).decode()


def decode_case(row: RowMapping) -> Case:
    """A case from a row that joins `cases` and `case_texts`."""
    rest = _rest.validate_json(row["rest"])
    return Case.model_construct(
        key=row["key"],
        uid=row["uid"],
        id=row["id"],
        input=_messages.validate_json(row["input"]),
        output=_message.validate_json(row["output"]),
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
