"""The ranked list of patterns: rows as plain values, and the Qt model that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from curator.model.pattern import Fix, PatternSet
from curator.model.statistics import Estimate, wilson

Order = Literal["count", "name", "fix"]
FIX_WORDS: dict[Fix, str] = {
    "prompt": "Prompt",
    "knowledge": "Knowledge",
    "fine-tuning": "Fine-tuning",
    "product": "Product",
    "undecided": "Not decided",
}
FIX_ICONS: dict[Fix, str] = {
    "prompt": "prompt",
    "knowledge": "knowledge",
    "fine-tuning": "tuning",
    "product": "product",
    "undecided": "undecided",
}
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
NONE_NAME = "Not in a pattern"


@dataclass(frozen=True)
class PatternRow:
    """One row. `pattern_id` "" is the row of the failures in no pattern, its number 0."""

    pattern_id: str
    number: int
    name: str
    colour: int
    count: int
    share: Estimate
    fix: Fix
    locked: bool
    by_people: bool
    likely: int
    """Failures in no pattern that probably belong here."""

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        if not self.pattern_id:
            return f"{NONE_NAME}, {self.count:,} failures"
        parts = [
            f"{self.number}. {self.name}",
            f"{self.count:,} failures",
            f"share {self.share.percent}",
            f"fix with: {FIX_WORDS[self.fix]}",
        ]
        if self.locked:
            parts.append("pinned")
        if not self.by_people:
            parts.append("proposed, not yet named by a person")
        return ", ".join(parts)


def pattern_rows(patterns: PatternSet, order: Order = "count") -> list[PatternRow]:
    """Patterns numbered by count, then the failures in none. Shares are of all of these."""
    total = sum(len(p.members) for p in patterns.patterns) + len(patterns.unassigned)
    likely: dict[str, int] = {}
    for proposal in patterns.proposals:
        likely[proposal.pattern_id] = likely.get(proposal.pattern_id, 0) + 1
    ranked = sorted(patterns.patterns, key=lambda p: (-len(p.members), p.name, p.id))
    rows = [
        PatternRow(
            pattern_id=pattern.id,
            number=number,
            name=pattern.name,
            colour=pattern.colour,
            count=len(pattern.members),
            share=wilson(len(pattern.members), total),
            fix=pattern.fix,
            locked=pattern.locked,
            by_people=pattern.by_people,
            likely=likely.get(pattern.id, 0),
        )
        for number, pattern in enumerate(ranked, 1)
    ]
    if order == "name":
        rows.sort(key=lambda row: row.name.casefold())
    elif order == "fix":
        places = list(FIX_WORDS)
        rows.sort(key=lambda row: (places.index(row.fix), row.number))
    if patterns.unassigned:
        count = len(patterns.unassigned)
        rows.append(
            PatternRow(
                pattern_id="",
                number=0,
                name=NONE_NAME,
                colour=0,
                count=count,
                share=wilson(count, total),
                fix="undecided",
                locked=False,
                by_people=False,
                likely=len({p.case_key for p in patterns.proposals}),
            )
        )
    return rows


class PatternListModel(QAbstractListModel):
    """Rows for a list view; `ROW_ROLE` gives the `PatternRow`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PatternRow] = []

    def set_rows(self, rows: Sequence[PatternRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> list[PatternRow]:
        return list(self._rows)

    def row_of(self, pattern_id: str) -> int:
        """The row of a pattern, -1 where it is not listed."""
        ids = [row.pattern_id for row in self._rows]
        return ids.index(pattern_id) if pattern_id in ids else -1

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == ROW_ROLE else None
