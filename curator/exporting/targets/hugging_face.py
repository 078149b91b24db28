"""The Hugging Face dataset folder: data/*.jsonl with a card whose front matter names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.chat import ChatShape, Unfit, answered, json_list
from curator.exporting.encoding import json_line
from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import TEXT, TEXTS, answered_chat, chat_turn, closed

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow

SHAPE = ChatShape(service="the Hugging Face folder", weights=False, media=False)


def hugging_face_row(row: DatasetRow) -> JsonObject | Unfit:
    """Every row has the same columns; declared tools are one JSON text, as TRL reads them."""
    messages = answered(row, SHAPE)
    if isinstance(messages, Unfit):
        return messages
    return {
        "id": row.case_id,
        "messages": messages,
        "failed_output": "" if row.keep else row.output,
        "pattern": row.pattern_name,
        "tags": json_list(row.tags),
        "note": row.note,
        "severity": row.severity,
        "model": row.model or "",
        "reviewer": row.reviewer,
        "tools": json_line({"": json_list(row.tools)})[4:-1].decode() if row.tools else "",
    }


HUGGING_FACE = Target(
    name="huggingface",
    title="Hugging Face dataset folder",
    teaches="answers",
    row=hugging_face_row,
    schema=closed(
        {
            "id": TEXT,
            "messages": answered_chat(
                chat_turn(
                    ("system", "user", "assistant", "tool"), tools=True, media=False, weight=False
                )
            ),
            "failed_output": TEXT,
            "pattern": TEXT,
            "tags": TEXTS,
            "note": TEXT,
            "severity": TEXT,
            "model": TEXT,
            "reviewer": TEXT,
            "tools": TEXT,
        }
    ),
    folder="data",
    note='Load it with datasets.load_dataset("this folder"). failed_output is what the model '
    "said; the last message is what it should have said.",
)

FEATURES = """\
dataset_info:
  features:
  - name: id
    dtype: string
  - name: messages
    list:
    - name: role
      dtype: string
    - name: content
      dtype: string
{tool_features}  - name: failed_output
    dtype: string
  - name: pattern
    dtype: string
  - name: tags
    sequence: string
  - name: note
    dtype: string
  - name: severity
    dtype: string
  - name: model
    dtype: string
  - name: reviewer
    dtype: string
  - name: tools
    dtype: string
"""
"""Declared column types: without them a split that lacks a value is read as another type."""

TOOL_FEATURES = """\
    - name: name
      dtype: string
    - name: tool_calls
      list:
      - name: id
        dtype: string
      - name: type
        dtype: string
      - name: function
        struct:
        - name: name
          dtype: string
        - name: arguments
          dtype: string
    - name: tool_call_id
      dtype: string
"""


def front_matter(counts: dict[str, int], *, licence: str, uses_tools: bool) -> str:
    """The card's YAML: what the hub shows and where `load_dataset` finds each split.

    `counts` gives rows by split; an empty split is not declared, because its file is empty.
    """
    total = sum(counts.values())
    lines = [
        "---",
        f"license: {licence}",
        "annotations_creators:",
        "- expert-generated",
        "source_datasets:",
        "- original",
        "task_categories:",
        "- text-generation",
        "size_categories:",
        f"- {size_category(total)}",
        "configs:",
        "- config_name: default",
        "  data_files:",
    ]
    for split in ("train", "validation", "held_out"):
        if counts.get(split):
            lines += [f"  - split: {split}", f"    path: data/{split}.jsonl"]
    features = FEATURES.format(tool_features=TOOL_FEATURES if uses_tools else "")
    return "\n".join(lines) + "\n" + features + "---\n"


def size_category(rows: int) -> str:
    """The hub's name for a number of rows."""
    for limit, name in ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K")):
        if rows < limit:
            return name
    return "100K<n<1M" if rows < 1_000_000 else "1M<n<10M"
