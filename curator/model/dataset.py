"""The fine-tuning dataset as rows, before any target's file shape."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from curator.model.base import JsonObject, Noun
from curator.model.message import Message

Split = Literal["train", "validation", "held_out"]


class DatasetRow(Noun):
    """One example: the case's input and the ideal answer, with the failed output beside it."""

    case_key: int
    case_id: str
    group: str
    """Rows with one group (conversation, user, near-duplicates) stay in one split."""
    split: Split
    input: tuple[Message, ...]
    ideal: str
    output: str
    """The logged output; for a passing "keep" example it equals `ideal`."""
    keep: bool = False
    tools: tuple[JsonObject, ...] = ()
    pattern_id: str = ""
    pattern_name: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    severity: str = ""
    """"low", "medium" or "high" of a failure whose reviewer said so."""
    model: str | None = None
    reviewer: str = ""
    reviewed_at: str = ""
    source_id: str = ""
    model_written: bool = False
    accepted: bool = True
    expected: str | None = None
    finish_reason: str = ""


class LeftOut(Noun):
    """A reviewed failure with an ideal answer that does not become a training row, and why."""

    case_key: int
    case_id: str
    reason: str


class Dataset(Noun):
    """All rows in a stable order (split, then seeded order)."""

    seed: int
    rows: tuple[DatasetRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def of(self, split: Split) -> tuple[DatasetRow, ...]:
        return self._by_split[split]

    @cached_property
    def _by_split(self) -> dict[Split, tuple[DatasetRow, ...]]:
        found: dict[Split, list[DatasetRow]] = {"train": [], "validation": [], "held_out": []}
        for row in self.rows:
            found[row.split].append(row)
        return {split: tuple(rows) for split, rows in found.items()}


class ExportOptions(Noun):
    """What goes into an export and how it is split."""

    format: str = "messages"
    validation: float = 0.1
    held_out: float = 0.2
    seed: int | None = None
    """None is the project's own seed."""
    override_reason: str = ""
    pattern_ids: tuple[str, ...] = ()
    """Empty is all patterns and the failures in none."""
    reviewed_only: bool = True
    """False takes in cases that nobody reviewed, with their expected answer to learn."""
    accepted_only: bool = True
    """False takes in ideal answers that nobody has accepted yet."""
    keep_share: float = 0.0
    """Passing cases mixed in as "keep" examples, as a share of the training rows."""
    reviewers: Literal["names", "pseudonyms"] = "names"
    system_prompt: str | None = None
    """Replaces the rows' own system prompt; None leaves them as they were logged."""
    weights: bool = True
    """Earlier assistant turns carry weight 0 where the service knows weights."""
    tool_calls: bool = True
    """Rows that use tools are written where the service takes them; else they are left out."""


class ExportReport(Noun):
    """What an export wrote. `blocked` names the checks that stopped it (nothing written)."""

    out: str
    format: str
    files: tuple[str, ...] = ()
    counts: dict[str, int] = Field(default_factory=dict)
    blocked: tuple[int, ...] = ()
    sentence: str = ""
    manifest: JsonObject = Field(default_factory=dict)
