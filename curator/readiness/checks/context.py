"""What checks look at: rows, the project around them, and comparisons made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.snapshot import Snapshot
from curator.readiness.checks.file_formats import FORMATS, FileFormat
from curator.readiness.checks.file_tables import FileRows
from curator.readiness.new_facts import find_new_facts
from curator.readiness.texts import question_text, without_template
from curator.readiness.thresholds import Thresholds
from curator.reviewing.near_duplicates import near_duplicate_pairs, normalise


class NearPair(NamedTuple):
    """Two classes of rows whose questions are nearly the same, first < second."""

    first: int
    second: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """Rows (positions) with one question form a class; `pairs` join classes alike enough."""

    classes: Sequence[Sequence[int]]
    pairs: Sequence[NearPair]

    def neighbours(self) -> list[list[int]]:
        """Of each class: itself and the classes near it."""
        near = [[number] for number in range(len(self.classes))]
        for first, second, _ in self.pairs:
            near[first].append(second)
            near[second].append(first)
        return near


@dataclass(eq=False)
class CheckContext:
    """Rows to check with what is known around them. Lazy members are computed once."""

    rows: Sequence[DatasetRow]
    thresholds: Thresholds
    snapshot: Snapshot | None = None
    file: FileRows | None = None
    file_format: str = "messages"
    pairs: bool = False
    """The rows become preference pairs: ideal answer against output."""
    left_out: int = 0
    """Training rows already left out because they belong to a held-out group."""
    held_out_ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.held_out_ids = frozenset(r.case_id for r in self.rows if r.split == "held_out")

    @cached_property
    def training(self) -> list[int]:
        """Positions of the training and validation rows."""
        return [i for i, row in enumerate(self.rows) if row.split != "held_out"]

    @cached_property
    def held_out(self) -> list[int]:
        """Positions of the held-out rows."""
        return [i for i, row in enumerate(self.rows) if row.split == "held_out"]

    @cached_property
    def questions(self) -> list[str]:
        """Normalised question of each row: its turns without system messages."""
        return [normalise(question_text(row.input)) for row in self.rows]

    @cached_property
    def inputs(self) -> list[str]:
        """Normalised whole input of each row, system messages included."""
        return [
            normalise("\n".join(f"{message.role}: {message.text}" for message in row.input))
            for row in self.rows
        ]

    @cached_property
    def ideals(self) -> list[str]:
        """Normalised ideal answer of each row."""
        return [normalise(row.ideal) for row in self.rows]

    @cached_property
    def likeness(self) -> Likeness:
        """Which rows ask the same, and which nearly the same.

        Sentences that most inputs share do not count as likeness.
        """
        texts = without_template([question_text(row.input) for row in self.rows])
        same: dict[str, list[int]] = {}
        for position, text in enumerate(texts):
            same.setdefault(normalise(text), []).append(position)
        classes = list(same.values())
        pairs = near_duplicate_pairs(list(same), self.thresholds["near_duplicate"])
        return Likeness(classes, [NearPair(*pair) for pair in pairs])

    @cached_property
    def new_facts(self) -> dict[int, tuple[str, ...]]:
        """Of each row that corrects a failure, by case key: the new facts of its ideal answer."""
        rows = [row for row in self.rows if not row.keep]
        found = find_new_facts(
            [row.ideal for row in rows],
            ["\n".join([*(m.text for m in row.input), row.output]) for row in rows],
            self.thresholds["rare_words"],
            [item.case.output.text for item in self.snapshot.reviewed] if self.snapshot else (),
        )
        return {row.case_key: facts for row, facts in zip(rows, found, strict=True)}

    @cached_property
    def conversations(self) -> dict[int, str]:
        """Case key to the conversation, session, user or document it belongs to."""
        if self.snapshot is None:
            return {}
        return {
            item.case.key: item.case.conversation
            for item in self.snapshot.reviewed
            if item.case.conversation
        }

    @cached_property
    def metadata(self) -> dict[int, JsonObject]:
        """Case key to what the log says beside the messages."""
        if self.snapshot is None:
            return {}
        return {item.case.key: item.case.metadata for item in self.snapshot.reviewed}

    @property
    def format(self) -> FileFormat:
        """How the rows are written."""
        return FORMATS[self.file_format]

    @property
    def settings(self) -> JsonObject:
        return self.snapshot.settings if self.snapshot is not None else {}

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Public ids of the rows at those positions."""
        return tuple(self.rows[position].case_id for position in positions)
