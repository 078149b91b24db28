"""Cases between the tables and the model."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from curator.model.case import NO_REVIEW, Case
from curator.model.message import Message, ToolCall, user_text
from curator.model.plain_case import PlainCase

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from curator.model.case import IncomingCase
    from curator.model.value import JsonObject
    from curator.project.prepared import Row

PREVIEW_CHARACTERS = 160


def encode_message(message: Message) -> str:
    """One message as compact JSON without its empty fields."""
    return _message_bytes(message).decode()


def _message_bytes(message: Message) -> bytes:
    import orjson

    if _is_plain(message):
        return orjson.dumps(_plain(message))
    return message.model_dump_json(exclude_defaults=True).encode()


def _messages_bytes(messages: tuple[Message, ...]) -> bytes:
    import orjson

    for message in messages:
        if not _is_plain(message):
            return _several().dump_json(messages, exclude_defaults=True)
    return orjson.dumps([_plain(message) for message in messages])


@cache
def _several() -> TypeAdapter[tuple[Message, ...]]:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Message, ...])


def _is_plain(message: Message) -> bool:
    """Whether a message is a role and a text, as most are: then it is quicker to write."""
    return not (
        message.parts
        or message.tool_calls
        or message.extra
        or message.tool_call_id is not None
        or message.name is not None
        or message.refusal is not None
    )


def _plain(message: Message) -> dict[str, str]:
    if not message.content:
        return {"role": message.role}
    return {"role": message.role, "content": message.content}


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


def content_hash(input_json: bytes, output_json: bytes, model: str | None) -> bytes:
    """What makes two logged calls the same: input, output and model (128 bits of SHA-256)."""
    from hashlib import sha256  # loads OpenSSL, which nobody needs to open a project

    made_by = model.encode("utf-8", "surrogatepass") if model else b""
    return sha256(b"\x1f".join((input_json, output_json, made_by))).digest()[:16]


def seeded_hash(seed: int, purpose: str, value: bytes) -> int:
    """63 bits that depend on nothing but the seed, the purpose and the value."""
    from hashlib import sha256

    digest = sha256(_seeded(seed, purpose) + value).digest()
    return int.from_bytes(digest[:8]) >> 1


@lru_cache
def _seeded(seed: int, purpose: str) -> bytes:
    return f"{seed}/{purpose}/".encode()


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


def prepared(case: IncomingCase | PlainCase, seed: int) -> PreparedCase:
    """Everything about a case that can be worked out without looking into the project."""
    import orjson

    if isinstance(case, PlainCase):
        asked_json, answered_json = orjson.dumps(case.input), orjson.dumps(case.output)
        asked = case.asked
    else:
        asked_json, answered_json = _messages_bytes(case.input), _message_bytes(case.output)
        asked = user_text(case.input)
    digest = content_hash(asked_json, answered_json, case.model)
    group = (case.conversation or asked).encode("utf-8", "surrogatepass")
    small: SmallPart = (
        case.line,
        seeded_hash(seed, "review order", digest),
        seeded_hash(seed, "held-out", group) / 2**63,
        digest,
        case.model,
        case.created_at,
        case.conversation,
        one_line(asked or case.answered),
    )
    texts: TextPart = (
        asked_json.decode(),
        answered_json.decode(),
        case.expected,
        _encode_rest(case),
    )
    review = case.review
    if review is NO_REVIEW or review.is_empty:
        return case.id, small, texts, None
    carried = Carried(
        mark=review.mark.value if review.mark is not None else None,
        note=review.note,
        tags=review.tags,
        severity=review.severity.value if review.severity is not None else None,
        ideal=review.ideal,
        reviewer=review.reviewer,
        origin=case.origin,
    )
    return case.id, small, texts, carried


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


def one_line(text: str) -> str:
    """The beginning of a text with its blanks and line ends made one blank each."""
    begun = text[:PREVIEW_CHARACTERS]
    # The one printable blank is the space.
    if begun.isprintable() and "  " not in begun and begun.strip() == begun:
        return begun
    return " ".join(text[: 4 * PREVIEW_CHARACTERS].split())[:PREVIEW_CHARACTERS]


def _encode_rest(case: IncomingCase | PlainCase) -> str:
    import orjson

    rest: JsonObject = {}
    if case.tools:
        rest["tools"] = list(case.tools)
    if case.usage:
        rest["usage"] = case.usage
    if case.metadata:
        rest["metadata"] = case.metadata
    if not rest:
        return "{}"
    try:
        return orjson.dumps(rest).decode()
    except orjson.JSONEncodeError:  # numbers beyond 64 bits, which a caller may have put there
        return json.dumps(rest, ensure_ascii=False, separators=(",", ":"))


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
