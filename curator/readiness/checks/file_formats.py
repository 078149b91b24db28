"""The file formats that `curator check` reads, under the names of `curator export`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from curator.model.base import JsonObject
from curator.readiness.checks import file_turns, shapes
from curator.readiness.checks.file_turns import Conversations, decodes, text_of

Container = Literal["jsonl", "csv", "xlsx", "parquet"]
NOVA_RESERVED = ("User:", "Bot:", "Assistant:", "System:", "[EOS]", "<image>")
"""Text that fails a Nova customisation job. Source: Amazon Nova, preparing data."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a row teaches: the ideal answer, the output that failed ("" when not given)."""

    ideal: str | None
    output: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How one format's rows are checked. `turns` puts a row in the neutral shape."""

    name: str
    schema: JsonObject
    turns: Callable[[JsonObject], Conversations]
    keys: frozenset[str] | None = None
    """Members that a row may have; None is any."""
    turn_keys: frozenset[str] | None = frozenset(shapes.MESSAGE_KEYS)
    answers: Callable[[JsonObject], Answers] | None = None
    """Where the answers stand beside the conversation; None is at its end."""
    fault: Callable[[JsonObject], str | None] | None = None
    """A fault of the row's shape that no schema can say."""
    container: Container = "jsonl"
    pairs: bool = False
    ends_with: Literal["assistant", "user"] = "assistant"
    system_first: bool = False
    alternates: bool = False
    """User and assistant must take turns, the user first."""
    reserved: tuple[str, ...] = ()
    """Text that the service refuses."""


def _answer_beside(name: str, failed: str) -> Callable[[JsonObject], Answers]:
    """The ideal answer under `name`, the failed output in `metadata` or beside it."""

    def answers(row: JsonObject) -> Answers:
        metadata = row.get("metadata")
        held = metadata if isinstance(metadata, dict) else {}
        return Answers(_text(row.get(name)), _text(row.get(failed) or held.get(failed)) or "")

    return answers


def _promptfoo_answers(row: JsonObject) -> Answers:
    asserted = file_turns.objects(row.get("assert"))
    metadata = row.get("metadata")
    failed = metadata.get("failed_output") if isinstance(metadata, dict) else None
    return Answers(_text(asserted[0].get("value")) if asserted else None, _text(failed) or "")


def _inspect_answers(row: JsonObject) -> Answers:
    target = row.get("target")
    first = target[0] if isinstance(target, list) and target else target
    return _answer_beside("target", "failed_output")({**row, "target": first})


def _hugging_face_answers(row: JsonObject) -> Answers:
    messages = file_turns.objects(row.get("messages"))
    ideal = text_of(messages[-1].get("content")) if messages else None
    return Answers(ideal, _text(row.get("failed_output")) or "")


def _table_answers(row: JsonObject) -> Answers:
    """A passing row's output is its answer."""
    output = _text(row.get("output")) or ""
    return Answers(_text(row.get("ideal")), output, keep=row.get("mark") == "pass")


def _curator_answers(row: JsonObject) -> Answers:
    """A case that nobody marked, or without an ideal answer, teaches nothing."""
    output = row.get("output")
    said = text_of(output.get("content")) if isinstance(output, dict) else _text(output) or ""
    if row.get("mark") == "pass":
        return Answers(said, said, keep=True)
    return Answers(_text(row.get("ideal")), said)


def _messages_in_text(row: JsonObject) -> str | None:
    held = row.get("vars")
    value = held.get("messages") if isinstance(held, dict) else row.get("messages")
    return None if decodes(value) else "messages: is no JSON list of messages"


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


_CHAT_KEYS = frozenset(("messages", "tools", "parallel_tool_calls", "functions", "function_call"))
_PLAIN_KEYS = frozenset(("role", "content"))
_SHAREGPT_KEYS = frozenset(("role", "content", "weight"))


def _chat(name: str, *, system_first: bool = False, alternates: bool = False) -> FileFormat:
    return FileFormat(
        name,
        shapes.CHAT,
        file_turns.chat,
        _CHAT_KEYS,
        system_first=system_first,
        alternates=alternates,
    )


def _table(container: Literal["csv", "xlsx", "parquet"]) -> FileFormat:
    return FileFormat(
        container,
        shapes.TABLE,
        file_turns.table,
        answers=_table_answers,
        fault=_messages_in_text,
        turn_keys=None,
        container=container,
    )


_ALL = (
    _chat("messages"),
    _chat("openai-sft"),
    _chat("together", system_first=True, alternates=True),
    _chat("fireworks", system_first=True),
    _chat("mistral", system_first=True),
    _chat("trl-messages"),
    FileFormat(
        "openai-dpo",
        shapes.OPENAI_PAIR,
        file_turns.openai_pair,
        frozenset(("input", "preferred_output", "non_preferred_output")),
        pairs=True,
    ),
    FileFormat(
        "trl-preference",
        shapes.TRL_PAIR,
        file_turns.trl_pair,
        frozenset(("prompt", "chosen", "rejected", "tools", "chat_template_kwargs")),
        pairs=True,
    ),
    FileFormat(
        "trl-prompt-completion",
        shapes.PROMPT_COMPLETION,
        file_turns.prompt_completion,
        frozenset(("prompt", "completion", "tools", "chat_template_kwargs")),
    ),
    FileFormat(
        "openai-rft",
        shapes.CHAT,
        file_turns.chat,
        answers=_answer_beside("reference_answer", "failed_output"),
        ends_with="user",
    ),
    FileFormat(
        "sharegpt",
        shapes.SHAREGPT,
        file_turns.sharegpt,
        frozenset(("conversations", "system", "tools")),
        turn_keys=_SHAREGPT_KEYS,
        system_first=True,
        alternates=True,
    ),
    FileFormat(
        "axolotl",
        shapes.AXOLOTL,
        file_turns.axolotl,
        frozenset(("messages", "tools")),
        turn_keys=_PLAIN_KEYS | {"weight"},
    ),
    FileFormat(
        "llama-factory",
        shapes.PLAIN_CHAT,
        file_turns.chat,
        frozenset(("messages", "tools", "system")),
        turn_keys=_PLAIN_KEYS,
        system_first=True,
        alternates=True,
    ),
    FileFormat(
        "huggingface", shapes.CHAT_OF_TEXT_TOOLS, file_turns.chat, answers=_hugging_face_answers
    ),
    FileFormat(
        "gemini",
        shapes.GEMINI,
        file_turns.gemini,
        frozenset(("systemInstruction", "contents")),
        turn_keys=_PLAIN_KEYS,
        alternates=True,
    ),
    FileFormat(
        "nova",
        shapes.NOVA,
        file_turns.nova,
        frozenset(("schemaVersion", "system", "messages")),
        turn_keys=_PLAIN_KEYS,
        alternates=True,
        reserved=NOVA_RESERVED,
    ),
    _table("csv"),
    _table("xlsx"),
    _table("parquet"),
    FileFormat(
        "promptfoo",
        shapes.PROMPTFOO,
        file_turns.promptfoo,
        frozenset(("description", "vars", "assert", "metadata", "options", "threshold")),
        answers=_promptfoo_answers,
        fault=_messages_in_text,
    ),
    FileFormat(
        "inspect",
        shapes.INSPECT,
        file_turns.inspect,
        frozenset(("id", "input", "target", "metadata", "choices", "sandbox", "files", "setup")),
        answers=_inspect_answers,
    ),
    FileFormat(
        "curator", shapes.CURATOR, file_turns.curator, answers=_curator_answers, turn_keys=None
    ),
)

FORMATS: dict[str, FileFormat] = {one.name: one for one in _ALL}
FILE_FORMATS = tuple(FORMATS)
"""What `curator check` reads."""
PREFERENCE_FORMATS = tuple(one.name for one in _ALL if one.pairs)
