"""The case list's model: keys in memory, rows fetched in pages."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from curator.gui.widgets.marks import MARK_WORDS
from curator.model.queue import CaseLine

PAGE = 128
PAGES_KEPT = 64
Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[int]], list[CaseLine]]
Locate = Callable[[Sequence[CaseLine], Sequence[str]], dict[int, str]]
"""Where words stand that the previews of lines do not show, by key."""
IN_SIGHT = 16
"""Rows whose finds are looked for together: about as many as one sees."""


def nowhere(lines: Sequence[CaseLine], words: Sequence[str]) -> dict[int, str]:
    """Nobody says where."""
    del lines, words
    return {}


class CaseListModel(QAbstractTableModel):
    """One column of a queue's cases; UserRole gives the row's CaseLine."""

    def __init__(self, fetch: Fetch, locate: Locate = nowhere) -> None:
        super().__init__()
        self._fetch = fetch
        self._locate = locate
        self._places: dict[int, str] = {}
        self._keys: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, CaseLine]] = OrderedDict()
        self.masked: set[int] = set()
        """Cases shown, and read out, as if nobody had marked them."""
        self.searched: tuple[str, ...] = ()
        """The words that the list was searched for."""
        self.severity_shown = False
        """Whether the project uses severities."""

    def set_keys(self, keys: array[int]) -> None:
        """Show another queue."""
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        self._places.clear()
        self.endResetModel()

    def add_keys(self, keys: array[int]) -> None:
        """Show more of the same queue below the rows that are shown; none of these moves.

        `keys` begin with those that are shown, or with most of them: what was marked meanwhile
        may have left the queue, and stays in view until the queue is chosen again.
        """
        shown = len(self._keys)
        if keys[:shown] != self._keys:
            there = set(self._keys)
            keys = self._keys + array("q", (key for key in keys if key not in there))
        if len(keys) > shown:
            self.beginInsertRows(QModelIndex(), shown, len(keys) - 1)
            self._keys = keys
            # The last page was fetched when it held fewer rows.
            self._pages.pop(shown // PAGE, None)
            self.endInsertRows()

    @property
    def keys(self) -> array[int]:
        """The queue's case keys in order."""
        return self._keys

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def row_of(self, key: int) -> int | None:
        """Where a case stands in the queue."""
        for place, page in self._pages.items():
            if key in page:
                start = place * PAGE
                return start + self._keys[start : start + PAGE].index(key)
        # An array is searched in C: 10 ms for a million keys, and no second copy of them.
        try:
            return self._keys.index(key)
        except ValueError:
            return None

    def line(self, row: int) -> CaseLine | None:
        """What a row shows; fetches its page where it is not at hand."""
        if not 0 <= row < len(self._keys):
            return None
        place = row // PAGE
        if place not in self._pages:
            keys = self._keys[place * PAGE : (place + 1) * PAGE]
            self._pages[place] = {line.key: line for line in self._fetch(list(keys))}
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(place)
        return self._pages[place].get(self._keys[row])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.UserRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        line = self.line(index.row())
        if line is None:
            return None
        if line.key in self.masked:
            line = line.model_copy(update={"mark": None, "tags": (), "severity": None})
        elif line.severity is not None and not self.severity_shown:
            line = line.model_copy(update={"severity": None})
        if role == Qt.ItemDataRole.UserRole:
            return self._with_place(line, index.row()) if self.searched else line
        return line.preview if role == Qt.ItemDataRole.DisplayRole else spoken(line)

    def _with_place(self, line: CaseLine, row: int) -> CaseLine:
        if line.key not in self._places:
            rows = range(row, min(row + IN_SIGHT, len(self._keys)))
            lines = [one for one in map(self.line, rows) if one is not None]
            self._places.update(dict.fromkeys((one.key for one in lines), ""))
            self._places.update(self._locate(lines, self.searched))
        found = self._places.get(line.key, "")
        return line.model_copy(update={"found": found}) if found else line

    def refresh(self, keys: Iterable[int]) -> None:
        """Fetch these cases' rows again, where they are at hand."""
        for key in keys:
            row = self.row_of(key)
            if row is None:
                continue
            page = self._pages.get(row // PAGE)
            if page is not None:
                page.update({line.key: line for line in self._fetch([key])})
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def next_unmarked(self, row: int, limit: int = 4096) -> int | None:
        """The next row after `row` whose case has no mark, among the next `limit` rows."""
        for candidate in range(row + 1, min(len(self._keys), row + 1 + limit)):
            line = self.line(candidate)
            if line is not None and line.mark is None:
                return candidate
        return None


def spoken(line: CaseLine) -> str:
    """A row as a screen reader says it."""
    mark = MARK_WORDS[line.mark]
    said = f"{mark}, severity {line.severity.value}" if line.severity else mark
    parts = [said, line.preview, line.model]
    text = ". ".join(part for part in parts if part)
    return f"{text}. Tags: {', '.join(line.tags)}" if line.tags else text
