"""The cases behind the table's current cell: broken, still failing, fixed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from curator.gui.pages.patterns_cases import CaseList
from curator.gui.pages.trials_cells import Column
from curator.gui.pages.trials_state import TrialRow
from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button
from curator.gui.widgets.labels import ElidedLabel, rule
from curator.model.queue import CaseLine


class TrialCases(QWidget):
    """Three lists of which one is in front; Enter opens a case with the others after it."""

    opened = Signal(list, str)
    """Case keys, the chosen one first, and what they are."""

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._groups: list[tuple[str, list[int]]] = []
        self._title = ""
        self._fetch: Callable[[Sequence[int]], list[CaseLine]] = lambda keys: []
        self._tabs = QTabBar()
        self._tabs.setObjectName("trial-cases-tabs")
        self._tabs.setAccessibleName("What became of the cases")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.currentChanged.connect(self._show_group)
        self.part = Segments("trial-part", "Which cases")
        for value, words in (("", "All"), ("tuning", "Tuning"), ("held-out", "Held-out")):
            self.part.add(value, words)
        self.part.set_value("")
        self.part.chosen.connect(lambda _: self._show_part())
        self._shown: Callable[[], None] = lambda: None
        self._where = ElidedLabel("", "meta", "text3")
        self._all = button("", "trial-cases-open", kind="link", on_click=self._open_all)
        self.list = CaseList("trial-cases", "Cases of the trial", takes=False)
        self.list.opened.connect(self._open_from)
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(4), px(16), 0)
        head.setSpacing(px(16))
        head.addWidget(self._tabs)
        head.addWidget(self._where, 1)
        head.addWidget(self.part)
        head.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.list, 1)

    def show_cell(
        self,
        row: TrialRow,
        column: Column,
        held_out: Collection[int],
        fetch: Callable[[Sequence[int]], list[CaseLine]],
    ) -> None:
        """Show what became of a column's cases in a trial, tuning and held-out told apart."""
        self._shown = lambda: self.show_cell(row, column, held_out, fetch)
        self._offer_parts(row, held_out)
        part = self.part.value() or ""
        one = row.comparison
        inside = set(column.pattern.members) if column.pattern is not None else None

        def here(keys: Sequence[int]) -> list[int]:
            return [
                key
                for key in keys
                if (inside is None or key in inside)
                and (not part or (key in held_out) is (part == "held-out"))
            ]

        self._fetch = fetch
        self._title = row.variant
        self._groups = [
            ("Still failing", here(one.still_failing_cases)),
            ("Fixed", here(one.fixed_cases)),
        ]
        if inside is None:
            self._groups.insert(0, ("Now failing", here(one.now_failing_cases)))
        self._where.set_text(f"in “{column.title}”" if inside is not None else "")
        chosen = "Now failing" if column.kind == "broken" else "Still failing"
        self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        for place, (name, keys) in enumerate(self._groups):
            self._tabs.addTab(f"{name}, {len(keys):,}")
            if name == chosen:
                self._tabs.setCurrentIndex(place)
        self._tabs.blockSignals(False)
        self._show_group(self._tabs.currentIndex())

    def _offer_parts(self, row: TrialRow, held_out: Collection[int]) -> None:
        """All, tuning, held-out: where the trial has both."""
        one = row.comparison
        every = (*one.still_failing_cases, *one.fixed_cases, *one.now_failing_cases)
        held = sum(key in held_out for key in every)
        both = 0 < held < len(every)
        self.part.setVisible(both)
        if not both:
            self.part.set_value("")

    def _show_part(self) -> None:
        """The same tab with the cases of the chosen part."""
        place = self._tabs.currentIndex()
        self._shown()
        self._tabs.setCurrentIndex(place)

    def _show_group(self, place: int) -> None:
        if not 0 <= place < len(self._groups):
            return
        keys = self._groups[place][1]
        self.list.set_cases(keys, {}, self._fetch)
        self._all.setText("Open the case" if len(keys) == 1 else f"Open all {len(keys):,}")
        self._all.setVisible(bool(keys))

    def _words(self) -> str:
        name = self._groups[self._tabs.currentIndex()][0]
        part = self.part.value()
        where = " ".join(one for one in (self._where.text(), part and f"({part})") if one)
        return f"{self._title}: {name[:1].lower()}{name[1:]}" + (f" {where}" if where else "")

    def _open_all(self) -> None:
        self.opened.emit(self.list.keys(), self._words())

    def _open_from(self, key: int) -> None:
        others = [one for one in self.list.keys() if one != key]  # noqa: SIM118
        self.opened.emit([key, *others], self._words())
