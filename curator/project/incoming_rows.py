"""Cases on their way into the tables: all of a row that can be worked out without the project.

It runs for every row of a large file, in processes of their own (decision 0068), so it says
each thing once and calls little.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson

from curator.model.case import NO_REVIEW, CarriedReview
from curator.model.message import Message, user_text
from curator.model.plain_case import PlainCase
from curator.project.case_rows import DRAWS, Carried, PreparedCase, SmallPart, TextPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import TypeAdapter

    from curator.model.case import IncomingCase
    from curator.model.value import JsonObject

PREVIEW_CHARACTERS = 160


def message_bytes(message: Message) -> bytes:
    """One message as compact JSON without its empty fields."""
    if _is_plain(message):
        return orjson.dumps(_plain(message))
    return message.model_dump_json(exclude_defaults=True).encode()


def _messages_bytes(messages: tuple[Message, ...]) -> bytes:
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


def prepared(case: IncomingCase | PlainCase, seed: int) -> PreparedCase:
    """A case as the tables will hold it; `seed` is the project's."""
    if isinstance(case, PlainCase):
        asked_json, answered_json = orjson.dumps(case.input), orjson.dumps(case.output)
        asked = case.asked
    else:
        asked_json, answered_json = _messages_bytes(case.input), message_bytes(case.output)
        asked = user_text(case.input)
    model, conversation, review = case.model, case.conversation, case.review
    # What makes two logged calls the same: input, output and model (128 bits of SHA-256).
    made_by = model.encode("utf-8", "surrogatepass") if model else b""
    digest = sha256(b"\x1f".join((asked_json, answered_json, made_by))).digest()[:16]
    group = (conversation or asked).encode("utf-8", "surrogatepass")
    in_order, held_out = _purposes(seed)
    small: SmallPart = (
        case.line,
        int.from_bytes(sha256(in_order + digest).digest()[:8]) >> 1,
        (int.from_bytes(sha256(held_out + group).digest()[:8]) >> 1) / DRAWS,
        digest,
        model,
        case.created_at,
        conversation,
        one_line(asked or case.answered),
    )
    texts: TextPart = (
        asked_json.decode(),
        answered_json.decode(),
        case.expected,
        _encode_rest(case.tools, case.usage, case.metadata),
    )
    if review is NO_REVIEW or review.is_empty:
        return case.id, small, texts, None
    return case.id, small, texts, _carried(review, case.origin)


@lru_cache
def _purposes(seed: int) -> tuple[bytes, bytes]:
    """What is hashed before a value, so that 63 bits depend on nothing but the seed, the purpose
    and the value: for the random order, and for the held-out set.
    """
    return f"{seed}/review order/".encode(), f"{seed}/held-out/".encode()


def _carried(review: CarriedReview, origin: str) -> Carried:
    return Carried(
        mark=review.mark.value if review.mark is not None else None,
        note=review.note,
        tags=review.tags,
        severity=review.severity.value if review.severity is not None else None,
        ideal=review.ideal,
        reviewer=review.reviewer,
        origin=origin,
    )


def one_line(text: str) -> str:
    """The beginning of a text with its blanks and line ends made one blank each."""
    begun = text[:PREVIEW_CHARACTERS]
    # The one printable blank is the space.
    if begun.isprintable() and "  " not in begun and begun.strip() == begun:
        return begun
    return " ".join(text[: 4 * PREVIEW_CHARACTERS].split())[:PREVIEW_CHARACTERS]


def _encode_rest(tools: Sequence[JsonObject], usage: JsonObject, metadata: JsonObject) -> str:
    rest: JsonObject = {}
    if tools:
        rest["tools"] = list(tools)
    if usage:
        rest["usage"] = usage
    if metadata:
        rest["metadata"] = metadata
    if not rest:
        return "{}"
    try:
        return orjson.dumps(rest).decode()
    except orjson.JSONEncodeError:  # numbers beyond 64 bits, which a caller may have put there
        return json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
