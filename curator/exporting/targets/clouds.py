"""Targets of cloud services with shapes of their own: Gemini and Amazon Nova."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.chat import ChatShape, Unfit, conversation
from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import NON_EMPTY, TEXT, array, closed

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow

NOVA_RESERVED = ("User:", "Bot:", "Assistant:", "System:", "[EOS]", "<image>")
"""Text that fails a Nova customisation job. Source: Amazon Nova, preparing data."""


def _shape(service: str) -> ChatShape:
    return ChatShape(
        service=service, merge=True, system_first=True, tools=False, media=False, weights=False
    )


def _spoken(row: DatasetRow, service: str) -> tuple[str, list[tuple[str, str]]] | Unfit:
    """The system text and the turns, user first, the answer last; or why it cannot be."""
    turns = conversation(row, _shape(service))
    if isinstance(turns, Unfit):
        return turns
    said = [(str(turn["role"]), str(turn["content"])) for turn in turns]
    system = said.pop(0)[1] if said[0][0] == "system" else ""
    if not said or said[0][0] != "user":
        return Unfit(f"the conversation does not begin with the user, as {service} demands")
    return system, [*said, ("assistant", row.ideal)]


def gemini_row(row: DatasetRow) -> JsonObject | Unfit:
    spoken = _spoken(row, "Gemini")
    if isinstance(spoken, Unfit):
        return spoken
    system, turns = spoken
    contents: list[JsonValue] = [
        {"role": "model" if role == "assistant" else role, "parts": [{"text": text}]}
        for role, text in turns
    ]
    if not system:
        return {"contents": contents}
    return {
        "systemInstruction": {"role": "system", "parts": [{"text": system}]},
        "contents": contents,
    }


def nova_row(row: DatasetRow) -> JsonObject | Unfit:
    spoken = _spoken(row, "Nova")
    if isinstance(spoken, Unfit):
        return spoken
    system, turns = spoken
    for text in (system, *(text for _, text in turns)):
        reserved = next((word for word in NOVA_RESERVED if word in text), None)
        if reserved is not None:
            return Unfit(f'its text holds "{reserved}", which fails a Nova job')
    messages: list[JsonValue] = [
        {"role": role, "content": [{"text": text}]} for role, text in turns
    ]
    head: JsonObject = {"schemaVersion": "bedrock-conversation-2024"}
    if system:
        head["system"] = [{"text": system}]
    return {**head, "messages": messages}


_PARTS = array(closed({"text": TEXT}), 1, 1)

GEMINI = Target(
    name="gemini",
    title="Gemini supervised tuning",
    teaches="answers",
    row=gemini_row,
    schema=closed(
        {
            "systemInstruction": closed({"role": {"const": "system"}, "parts": _PARTS}),
            "contents": array(closed({"role": {"enum": ["user", "model"]}, "parts": _PARTS}), 2),
        },
        ("contents",),
    ),
)
NOVA = Target(
    name="nova",
    title="Amazon Nova on Bedrock, supervised fine-tuning",
    teaches="answers",
    row=nova_row,
    schema=closed(
        {
            "schemaVersion": {"const": "bedrock-conversation-2024"},
            "system": array(closed({"text": NON_EMPTY}), 1, 1),
            "messages": array(
                closed({"role": {"enum": ["user", "assistant"]}, "content": _PARTS}), 2
            ),
        },
        ("schemaVersion", "messages"),
    ),
    note="Nova 2 Lite asks for at least 200 rows.",
)

CLOUDS = (GEMINI, NOVA)
