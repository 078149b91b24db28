"""What the table of trials holds: its columns, its cells, the cases behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from curator.gui.pages.trials_state import SIGNIFICANT, TrialRow, TrialsState
from curator.model.pattern import Pattern
from curator.model.statistics import Estimate

CELL_ROLE = int(Qt.ItemDataRole.UserRole)
ColumnKind = Literal["variant", "all", "pattern", "broken", "cost"]


@dataclass(frozen=True)
class Column:
    """One column; `pattern` is set for the columns of patterns."""

    kind: ColumnKind
    title: str
    width: int
    pattern: Pattern | None = None


@dataclass(frozen=True)
class Cell:
    """What one cell says. `estimate` None with no text is a dash."""

    text: str = ""
    detail: str = ""
    estimate: Estimate | None = None
    best: bool = False
    hidden: bool = False
    tone: str = ""
    """Colour of the detail, where it says how a trial went."""

    @property
    def spoken(self) -> str:
        if self.hidden:
            return self.text
        if self.estimate is not None:
            return self.estimate.percent + (", the best in its column" if self.best else "")
        return f"{self.text} {self.detail}".strip() or "not covered"


def table_columns(state: TrialsState) -> list[Column]:
    """Variant, all failures, each pattern that a trial covers, broken cases, cost where known."""
    covered = {one.pattern_id for row in state.rows for one in row.comparison.patterns if one.cases}
    columns = [Column("variant", "Variant", 228), Column("all", "All failures", 108)]
    columns += [
        Column("pattern", pattern.name, 106, pattern)
        for pattern in state.patterns
        if pattern.id in covered or not covered
    ]
    columns.append(Column("broken", "Passing cases that now fail", 128))
    if any(row.comparison.cost is not None or row.found is not None for row in state.rows):
        columns.append(Column("cost", "Cost per 1,000 calls", 100))
    return columns


class TrialsModel(QAbstractTableModel):
    """Cells by trial and column; `CELL_ROLE` gives a `Cell`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[TrialRow, ...] = ()
        self.columns: list[Column] = []

    def set_state(self, state: TrialsState) -> None:
        self.beginResetModel()
        self.rows = state.rows
        self.columns = table_columns(state)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            column = self.columns[index.column()]
            return f"{self.rows[index.row()].variant}, {column.title}: {cell.spoken}"
        return cell.text if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def cell(self, row: int, column: int) -> Cell:
        trial, kind = self.rows[row], self.columns[column].kind
        if kind == "variant":
            return Cell(trial.variant, _about(trial), tone=_tone(trial))
        if trial.hidden:
            total = trial.total
            words = f"Hidden until all {total:,} outputs are judged, to keep the judging blind"
            return Cell(words if kind == "all" else "", hidden=True)
        if kind == "broken":
            return self._broken(trial)
        if kind == "cost":
            return _cost(trial)
        estimate = self._estimate(trial, self.columns[column])
        if estimate is None or estimate.of == 0:
            return Cell()
        return Cell(
            f"{100 * estimate.value:.0f} %",
            f"{100 * estimate.low:.0f} to {100 * estimate.high:.0f}",
            estimate,
            best=self._is_best(column, estimate),
        )

    def _broken(self, trial: TrialRow) -> Cell:
        broken = trial.broken
        if broken.of == 0:
            return Cell("None judged")
        interval = f"{100 * broken.low:.1f} to {100 * broken.high:.1f} %"
        return Cell(f"{broken.count:,} of {broken.of:,}", interval)

    def _estimate(self, trial: TrialRow, column: Column) -> Estimate | None:
        if column.pattern is None:
            return trial.comparison.fix_rate
        found = (
            one.fix_rate for one in trial.comparison.patterns if one.pattern_id == column.pattern.id
        )
        return next(found, None)

    def _is_best(self, column: int, estimate: Estimate) -> bool:
        """Bold marks the highest of several; of one alone it would say nothing."""
        known = [
            value
            for trial in self.rows
            if not trial.hidden
            and (value := self._estimate(trial, self.columns[column])) is not None
            and value.of
        ]
        return len(known) > 1 and estimate.value == max(one.value for one in known)


VERDICT_WORDS = {
    "baseline": "Fresh baseline",
    "helps": "Helps",
    "mixed": "Fixes some, breaks others",
    "hurts": "Loses",
    "not shown": "Gain not shown",
    "no verdict": "No verdict yet",
}


def _about(trial: TrialRow) -> str:
    """The verdict of a run, blind judging aside; else where the outputs came from."""
    found, source = trial.found, trial.comparison.trial.source
    if found is None and loses(trial):
        return f"Loses · {source}"
    if found is None or trial.hidden:
        return source
    if found.verdict == "baseline" and not trial.is_fresh_baseline:
        return f"The others are compared with it · {source}"
    return f"{VERDICT_WORDS[found.verdict]} · {source}"


def loses(trial: TrialRow) -> bool:
    """Whether it is shown to break more than it fixes."""
    if trial.hidden:
        return False
    if trial.found is not None:
        return trial.found.verdict == "hurts"
    one = trial.comparison
    return one.now_failing > one.fixed and one.p_value < SIGNIFICANT


def _tone(trial: TrialRow) -> str:
    if trial.hidden:
        return ""
    if loses(trial):
        return "fail"
    verdict = trial.found.verdict if trial.found is not None else ""
    return {"helps": "pass", "mixed": "warn"}.get(verdict, "")


def _cost(trial: TrialRow) -> Cell:
    found = trial.found
    if found is None:
        cost = trial.comparison.cost
        return Cell("" if cost is None else f"${cost:,.2f}")
    seconds = found.seconds_median
    if seconds is None:
        return Cell()
    cost = "Unknown" if found.cost_per_1000 is None else f"${found.cost_per_1000:,.2f}"
    return Cell(cost, f"{seconds:.1f} s median")


def cases_of_cell(row: TrialRow, column: Column) -> tuple[list[int], str]:
    """Keys behind a cell and what they are: what still fails there, else what it fixed."""
    one = row.comparison
    if column.kind == "broken":
        return list(one.now_failing_cases), f"{row.variant}: passing cases that now fail"
    inside = set(column.pattern.members) if column.pattern is not None else None
    where = f" in “{column.title}”" if column.pattern is not None else ""
    failing = [key for key in one.still_failing_cases if inside is None or key in inside]
    if failing:
        return failing, f"{row.variant}: still failing{where}"
    fixed = [key for key in one.fixed_cases if inside is None or key in inside]
    return fixed, f"{row.variant}: fixed{where}"
