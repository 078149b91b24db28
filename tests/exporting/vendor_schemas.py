"""What services say of their training rows, as JSON Schemas written from their own pages.

They share nothing with the schemas of our writers: a field that a writer and its schema both get
wrong is found here. Order (who speaks first, last, in turn) is no matter of a schema: `order`
says what each service asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}


def record(required: str, properties: Schema, *, more: bool = False) -> Schema:
    """An object; `required` names its fields, and `more` whether the service allows others."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": more,
    }


def many(items: Schema, least: int = 1) -> Schema:
    return {"type": "array", "items": items, "minItems": least}


TOOL = record(
    "type function",
    {
        "type": {"const": "function"},
        "function": record(
            "name",
            {
                "name": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
                "description": TEXT,
                "parameters": {"type": "object"},
                "strict": {"type": "boolean"},
            },
        ),
    },
)
CALL = record(
    "id type function",
    {
        "id": TEXT,
        "type": {"const": "function"},
        "function": record("name arguments", {"name": TEXT, "arguments": TEXT}),
    },
)
PART = {"type": "object", "required": ["type"]}
OPENAI_MESSAGE: Schema = {
    "type": "object",
    "required": ["role"],
    "oneOf": [
        record(
            "role content",
            {"role": {"enum": ["system", "developer"]}, "content": TEXT, "name": TEXT},
        ),
        record(
            "role content",
            {
                "role": {"const": "user"},
                "content": {"anyOf": [TEXT, many(PART)]},
                "name": TEXT,
            },
        ),
        record(
            "role",
            {
                "role": {"const": "assistant"},
                "content": {"type": ["string", "null"]},
                "name": TEXT,
                "tool_calls": many(CALL),
                "weight": {"enum": [0, 1]},
            },
        ),
        record(
            "role content tool_call_id",
            {"role": {"const": "tool"}, "content": TEXT, "name": TEXT, "tool_call_id": TEXT},
        ),
    ],
}
OPENAI_FRAME = {"tools": many(TOOL), "parallel_tool_calls": {"type": "boolean"}}
ANSWER = record("role content", {"role": {"const": "assistant"}, "content": TEXT})
PLAIN = record("role content", {"role": {"enum": ["system", "user", "assistant"]}, "content": TEXT})


@dataclass(frozen=True)
class Vendor:
    """A service's rows: their schema, where the turns stand, and how roles may follow."""

    schema: Schema
    turns: tuple[str, ...]
    order: str
    """"last" ends with the answer; "asks" ends with the user or a tool; "alternates" besides
    goes user, answer, user, answer after an optional system text."""
    role: str = "role"
    source: str = ""


def chat(schema: Schema, order: str, source: str) -> Vendor:
    return Vendor(schema, ("messages",), order, source=source)


VENDORS: dict[str, Vendor] = {
    "openai-sft": chat(
        record("messages", {"messages": many(OPENAI_MESSAGE, 2), **OPENAI_FRAME}),
        "last",
        "OpenAI API reference, fine-tuning, chat input; Azure OpenAI, fine-tuning",
    ),
    "openai-dpo": Vendor(
        record(
            "input preferred_output non_preferred_output",
            {
                "input": record("messages", {"messages": many(OPENAI_MESSAGE), **OPENAI_FRAME}),
                "preferred_output": {**many(ANSWER), "maxItems": 1},
                "non_preferred_output": {**many(ANSWER), "maxItems": 1},
            },
        ),
        ("input", "messages"),
        "asks",
        source="OpenAI guide, direct preference optimization; Azure OpenAI, the same",
    ),
    "openai-rft": chat(
        record(
            "messages",
            {"messages": many(OPENAI_MESSAGE), "tools": many(TOOL), "reference_answer": TEXT},
            more=True,
        ),
        "asks",
        "OpenAI guide, reinforcement fine-tuning; Bedrock, data for reinforcement fine-tuning",
    ),
    "fireworks": chat(
        record("messages", {"messages": many(OPENAI_MESSAGE, 2), "tools": many(TOOL)}),
        "last",
        "Fireworks, supervised fine-tuning, prepare a dataset",
    ),
    "gemini": Vendor(
        record(
            "contents",
            {
                "systemInstruction": record(
                    "parts", {"role": TEXT, "parts": many(record("text", {"text": TEXT}))}
                ),
                "contents": many(
                    record(
                        "role parts",
                        {
                            "role": {"enum": ["user", "model"]},
                            "parts": many(record("text", {"text": TEXT})),
                        },
                    ),
                    2,
                ),
            },
        ),
        ("contents",),
        "alternates",
        source="Vertex AI, prepare supervised fine-tuning data for Gemini models",
    ),
    "nova": Vendor(
        record(
            "schemaVersion messages",
            {
                "schemaVersion": {"const": "bedrock-conversation-2024"},
                "system": many(record("text", {"text": TEXT})),
                "messages": many(
                    record(
                        "role content",
                        {
                            "role": {"enum": ["user", "assistant"]},
                            "content": many(record("text", {"text": TEXT})),
                        },
                    ),
                    2,
                ),
            },
        ),
        ("messages",),
        "alternates",
        source="Amazon Nova user guide, preparing data for fine-tuning understanding models",
    ),
    "axolotl": chat(
        record(
            "messages",
            {
                "messages": many(
                    record(
                        "role content train",
                        {**PLAIN["properties"], "train": {"type": "boolean"}},
                    ),
                    2,
                )
            },
        ),
        "last",
        "Axolotl, dataset formats, conversation, chat_template with message_field_training",
    ),
    "llama-factory": chat(
        record("messages", {"messages": many(PLAIN, 2)}),
        "alternates",
        "LLaMA-Factory, data/README, sharegpt format with openai tags",
    ),
    "sharegpt": Vendor(
        record(
            "conversations",
            {
                "conversations": many(
                    record(
                        "from value",
                        {"from": {"enum": ["system", "human", "gpt"]}, "value": TEXT},
                    ),
                    2,
                )
            },
        ),
        ("conversations",),
        "alternates",
        role="from",
        source="LLaMA-Factory, data/README, sharegpt format; Unsloth, datasets guide",
    ),
}

DATASET_INFO: Schema = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": record(
        "file_name formatting columns",
        {
            "file_name": TEXT,
            "formatting": {"enum": ["alpaca", "sharegpt"]},
            "ranking": {"type": "boolean"},
            "columns": record("messages", {"messages": TEXT, "system": TEXT, "tools": TEXT}),
            "tags": record(
                "role_tag content_tag user_tag assistant_tag",
                dict.fromkeys(
                    [
                        "role_tag",
                        "content_tag",
                        "user_tag",
                        "assistant_tag",
                        "observation_tag",
                        "function_tag",
                        "system_tag",
                    ],
                    TEXT,
                ),
            ),
        },
    ),
}
"""Source: LLaMA-Factory, data/README."""
