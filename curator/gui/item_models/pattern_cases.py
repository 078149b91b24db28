"""The cases of one pattern as a list; lines are fetched a page at a time when first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from curator.model.pattern_views import Fold
from curator.model.queue import CaseLine

CASE_ROLE = int(Qt.ItemDataRole.UserRole)
PAGE = 128


@dataclass(frozen=True)
class Likely:
    """A failure's probable pattern: offered, taken by a key."""

    pattern_id: str
    name: str
    probability: float


@dataclass(frozen=True)
class CaseRow:
    """One case in the list, with its likely pattern where there is one."""

    key: int
    line: CaseLine | None
    likely: Likely | None
    stands_for: int = 1
    """Cases that say nearly the same, this one among them."""

    @property
    def detail(self) -> str:
        """The second line: what was wrong, in the reviewer's words."""
        if self.line is None:
            return ""
        return self.line.note or ", ".join(self.line.tags) or "No note"

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        text = f"{self.line.preview}. {self.detail}" if self.line else ""
        if self.stands_for > 1:
            text += f". Stands for {self.stands_for:,} cases that say nearly the same"
        if self.likely:
            text += f". Likely {self.likely.name}, {self.likely.probability:.0%}"
        return text


class PatternCasesModel(QAbstractListModel):
    """Rows by case key; `CASE_ROLE` gives a `CaseRow`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: list[int] = []
        self._likely: dict[int, Likely] = {}
        self._lines: dict[int, CaseLine] = {}
        self._folds: dict[int, Fold] = {}
        self._fetch: Callable[[Sequence[int]], list[CaseLine]] = lambda keys: []

    def set_cases(
        self,
        keys: Sequence[int],
        likely: dict[int, Likely],
        fetch: Callable[[Sequence[int]], list[CaseLine]],
    ) -> None:
        """Show these cases; `fetch` reads the lines of a page of keys."""
        self.beginResetModel()
        self._keys = list(keys)
        self._likely = likely
        self._lines = {}
        self._folds = {}
        self._fetch = fetch
        self.endResetModel()

    def fold(self, folds: Sequence[Fold]) -> None:
        """Show one of the cases that say nearly the same, with their count."""
        together = {one.key: one for one in folds}
        hidden = {key for one in folds for key in one.keys if key != one.key}
        if not hidden and all(one.count == 1 for one in folds):
            return
        self.beginResetModel()
        self._folds = together
        self._keys = [key for key in self._keys if key not in hidden]
        self.endResetModel()

    def keys_at(self, row: int) -> tuple[int, ...]:
        """The case of a row with those folded into it."""
        key = self._keys[row]
        return self._folds[key].keys if key in self._folds else (key,)

    def key_at(self, row: int) -> int:
        return self._keys[row]

    def keys(self) -> list[int]:
        return list(self._keys)

    def row_of(self, key: int) -> int:
        return self._keys.index(key) if key in self._keys else -1

    def case_row(self, row: int) -> CaseRow:
        """The row's case, fetching its page where it was not read yet."""
        key = self._keys[row]
        if key not in self._lines:
            start = row // PAGE * PAGE
            for line in self._fetch(self._keys[start : start + PAGE]):
                self._lines[line.key] = line
        stands_for = self._folds[key].count if key in self._folds else 1
        return CaseRow(key, self._lines.get(key), self._likely.get(key), stands_for)

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        return 0 if parent is not None and parent.isValid() else len(self._keys)

    def data(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if not index.isValid():
            return None
        if role == CASE_ROLE:
            return self.case_row(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.case_row(index.row()).spoken
        if role == Qt.ItemDataRole.DisplayRole:
            line = self.case_row(index.row()).line
            return line.preview if line else ""
        return None
