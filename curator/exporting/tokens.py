"""How many tokens an export trains on, counted offline, and what a training run costs.

The count is exact where the vocabulary is the model's own and every row is plain text; else every
figure is an estimate and says so. Prices are never guessed: unknown stays unknown.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from curator.exporting.chat import TEXT_PARTS
from curator.exporting.inert_text import without_surrogates

if TYPE_CHECKING:
    from curator.exporting.targets.base import Target
    from curator.model.base import JsonObject
    from curator.model.dataset import Dataset, DatasetRow
    from curator.model.readiness import CostInputs
    from curator.readiness.targets import TargetPrice

VOCABULARY = "o200k_base"
"""Of gpt-4o, gpt-4.1 and their minis; the fallback for every other model. Source: OpenAI."""
PER_MESSAGE, PER_NAME, PER_EXAMPLE = 3, 1, 3
"""Tokens around the text. Source: OpenAI cookbook, "Counting tokens for chat completions"."""
COUNTED_ROWS = 500
"""Above so many rows an evenly spread part is counted and the sum estimated from it (own)."""
ROLES = ("system", "developer", "user", "assistant", "tool")
"""Counted once: they stand in every message."""
PIECE = 500_000
"""Characters counted at once: the vocabulary refuses texts of a million and more."""
MILLION = 1_000_000

Counter = Callable[[str], int]


@dataclass(frozen=True)
class TokenCount:
    """Tokens of the training and validation rows. `largest` is the longest row's."""

    train: int
    validation: int
    largest: int
    rows_counted: int
    exact: bool
    vocabulary: str = VOCABULARY

    @property
    def sentence(self) -> str:
        """ "48,210 tokens for training, 5,100 for validation (estimate)."."""
        known = "" if self.exact else " (estimate)"
        return (
            f"{self.train:,} tokens for training, {self.validation:,} for validation{known}; "
            f"the longest row has {self.largest:,}."
        )

    def as_json(self) -> JsonObject:
        return {
            "train": self.train,
            "validation": self.validation,
            "longest_row": self.largest,
            "exact": self.exact,
            "says": "exact" if self.exact else "estimate",
            "rows_counted": self.rows_counted,
            "vocabulary": self.vocabulary,
        }


@dataclass(frozen=True)
class TrainingPrice:
    """What one training run costs in dollars, None where the price is not known."""

    dollars: float | None
    per_million: float | None
    epochs: float
    exact: bool
    source: str

    @property
    def sentence(self) -> str:
        if self.dollars is None:
            return "What training costs is not known: no training price is entered."
        about = "" if self.exact else "about "
        epochs = "one epoch" if self.epochs == 1 else f"{self.epochs:g} epochs"
        return f"Training costs {about}${self.dollars:,.2f} for {epochs} ({self.source})."

    def as_json(self) -> JsonObject:
        return {
            "dollars": None if self.dollars is None else round(self.dollars, 6),
            "per_million_tokens": self.per_million,
            "epochs": self.epochs,
            "exact": self.exact and self.dollars is not None,
            "source": self.source,
        }


def count_tokens(dataset: Dataset, target: Target, longest: DatasetRow | None = None) -> TokenCount:
    """Tokens of the rows that are trained on and validated with; held-out rows are not counted.

    `longest` is the longest of them; None has it looked for.
    """
    counter = vocabulary()
    train, validation = dataset.of("train"), dataset.of("validation")
    trained, most, counted = _sum(train, target, counter)
    validated, most_too, counted_too = _sum(validation, target, counter)
    whole = counted == len(train) and counted_too == len(validation)
    largest = max(most, most_too)
    if not whole:
        longest = longest or max((*train, *validation), key=_characters)
        largest = max(largest, row_tokens(longest, target, counter))
    return TokenCount(
        train=trained,
        validation=validated,
        largest=largest,
        rows_counted=counted + counted_too,
        exact=whole and is_exact(target) and not any(map(_beyond_text, [*train, *validation])),
    )


def is_exact(target: Target) -> bool:
    """Whether the vocabulary is the models' own, and what is counted of a row is published."""
    return target.name == "openai-sft"


def training_price(
    tokens: TokenCount, costs: CostInputs, target: TargetPrice | None
) -> TrainingPrice:
    """One run at the user's own price, else at that of the chosen target, else unknown."""
    per_million, source = costs.training_price, "your own price"
    if per_million is None and target is not None and target.training_price is not None:
        per_million = target.training_price
        source = f"{target.name}, read {target.checked_on.isoformat()}"
    known = per_million is not None
    return TrainingPrice(
        dollars=per_million * tokens.train * costs.epochs / MILLION if known else None,
        per_million=per_million,
        epochs=costs.epochs,
        exact=tokens.exact,
        source=source if known else "",
    )


@cache
def vocabulary() -> Counter:
    """A function that counts a text's tokens; it needs no network."""
    with warnings.catch_warnings():
        # It reads its vocabularies by a call that Python 3.11 and 3.12 call deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        import bpe_openai

        encoding = bpe_openai.get_encoding(VOCABULARY)

    def counted(text: str) -> int:
        whole = without_surrogates(text)
        pieces = (whole[at : at + PIECE] for at in range(0, len(whole), PIECE))
        return sum(len(encoding.encode_ordinary(piece)) for piece in pieces)

    roles = {role: counted(role) for role in ROLES}

    def count(text: str) -> int:
        return roles[text] if text in roles else counted(text)

    return count


def row_tokens(row: DatasetRow, target: Target, count: Counter) -> int:
    """Tokens of one example: every message, the ideal answer, and what else it learns from."""
    total = PER_EXAMPLE + PER_MESSAGE + count("assistant") + count(row.ideal)
    if target.teaches == "preferences":
        total += PER_MESSAGE + count("assistant") + count(row.output)
    for message in row.input:
        total += PER_MESSAGE + count(message.role) + count(message.content)
        if message.name:
            total += PER_NAME + count(message.name)
        total += sum(count(call.name) + count(call.arguments) for call in message.tool_calls)
    return total


def _sum(rows: Sequence[DatasetRow], target: Target, count: Counter) -> tuple[int, int, int]:
    """Tokens of all rows, of the one that has most, and how many were counted.

    Of many rows an evenly spread part is counted.
    """
    if not rows:
        return 0, 0, 0
    if len(rows) <= COUNTED_ROWS:
        counts = [row_tokens(row, target, count) for row in rows]
        return sum(counts), max(counts), len(rows)
    spread = [rows[len(rows) * place // COUNTED_ROWS] for place in range(COUNTED_ROWS)]
    counts = [row_tokens(row, target, count) for row in spread]
    return round(sum(counts) * len(rows) / len(spread)), max(counts), len(spread)


def _characters(row: DatasetRow) -> int:
    return len(row.ideal) + sum([len(message.content) for message in row.input])


def _beyond_text(row: DatasetRow) -> bool:
    """It holds what is counted in a way that is not published: tools, images, other parts."""
    return bool(row.tools) or any(
        message.tool_calls
        or message.tool_call_id
        or any(part.get("type") not in TEXT_PARTS for part in message.parts)
        for message in row.input
    )
