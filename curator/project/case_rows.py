"""Cases between the tables and the model."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple, cast

import orjson
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from curator.model.base import JsonObject
from curator.model.case import Case, IncomingCase
from curator.model.message import Message, user_text

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
    if all(map(_is_plain, messages)):
        return orjson.dumps([_plain(message) for message in messages]).decode()
    return _messages.dump_json(messages, exclude_defaults=True).decode()


def encode_message(message: Message) -> str:
    """One message as compact JSON without its empty fields."""
    if _is_plain(message):
        return orjson.dumps(_plain(message)).decode()
    return _message.dump_json(message, exclude_defaults=True).decode()


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
    return _message.validate_json(text)


def content_hash(input_json: str, output_json: str, model: str | None) -> bytes:
    """What makes two logged calls the same: input, output and model (128 bits of SHA-256)."""
    whole = "\x1f".join((input_json, output_json, model or ""))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()[:16]


def seeded_hash(seed: int, purpose: str, value: bytes) -> int:
    """63 bits that depend on nothing but the seed, the purpose and the value."""
    digest = hashlib.sha256(b"%d/%b/%b" % (seed, purpose.encode(), value)).digest()
    return int.from_bytes(digest[:8]) >> 1


class EncodedCase(NamedTuple):
    """A case with its messages as the tables hold them, encoded once."""

    case: IncomingCase
    input_json: str
    output_json: str
    digest: bytes


def encoded(case: IncomingCase) -> EncodedCase:
    """The case with its encoded messages and the hash of what makes it the same call."""
    asked, answered = encode_messages(case.input), encode_message(case.output)
    return EncodedCase(case, asked, answered, content_hash(asked, answered, case.model))


SMALL_COLUMNS = (
    *("key", "uid", "id", "import_key", "line", "draw", "hold_rank", "content_hash"),
    *("model", "created_at", "conversation", "preview"),
)
TEXT_COLUMNS = ("case_key", "input", "output", "expected", "rest")


def case_row(
    one: EncodedCase, *, key: int, uid: str, public_id: str, import_key: int, seed: int
) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """The two rows of a new case: the small one (SMALL_COLUMNS), its texts (TEXT_COLUMNS)."""
    case, digest = one.case, one.digest
    asked = user_text(case.input)
    answered = case.output.text
    group = (case.conversation or asked).encode("utf-8", "surrogatepass")
    small = (
        *(key, uid, public_id, import_key, case.line),
        seeded_hash(seed, "review order", digest),
        seeded_hash(seed, "held-out", group) / 2**63,
        *(digest, case.model, case.created_at, case.conversation),
        one_line(asked or answered),
    )
    texts = (
        *(key, one.input_json, one.output_json, case.expected),
        _encode_rest(case),
    )
    return small, texts


def said_text(messages_json: str) -> str:
    """The text of stored messages, or of one, without their roles: what a search looks through."""
    found = orjson.loads(messages_json)
    return "\n\n".join(map(_said, found if isinstance(found, list) else [found]))


def _said(message: JsonObject) -> str:
    """`Message.text` of a message as it is stored."""
    text = message.get("content") or message.get("refusal")
    if text:
        return str(text)
    calls = cast("list[dict[str, str]]", message.get("tool_calls", []))
    return "\n".join(f"{call.get('name', '')}({call.get('arguments', '')})" for call in calls)


def preview(messages: tuple[Message, ...], output: Message) -> str:
    """One line for lists: how the question starts, or the answer where nothing was asked."""
    return one_line(user_text(messages) or output.text)


def one_line(text: str) -> str:
    """The beginning of a text with its blanks and line ends made one blank each."""
    return " ".join(text[: 4 * PREVIEW_CHARACTERS].split())[:PREVIEW_CHARACTERS]


def _encode_rest(case: IncomingCase) -> str:
    rest: _Rest = {}
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
