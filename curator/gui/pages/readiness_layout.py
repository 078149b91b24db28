"""The readiness page's columns: three, two, or one under another, by the room there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.labels import rule

THREE_COLUMNS_FROM = 1080
TWO_COLUMNS_FROM = 900
ORDERS = {3: (0, 1, 2), 2: (0, 2, 1), 1: (2, 0, 1)}
"""In two columns what to do next stands higher: it is what the page is read for."""


class Columns(QGridLayout):
    """Panes of sections with rules between them."""

    def __init__(self, parts: Sequence[Sequence[QWidget]]) -> None:
        super().__init__()
        px = theme().px
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        self._panes: list[QWidget] = []
        for sections in parts:
            pane = QWidget()
            inside = QVBoxLayout(pane)
            inside.setContentsMargins(px(20), px(16), px(20), px(24))
            inside.setSpacing(px(24))
            for section in sections:
                inside.addWidget(section)
            inside.addStretch()
            self._panes.append(pane)
        self._dividers = [rule("v"), rule("v")]
        self._shown = 0

    def arrange(self, wide: int) -> None:
        """Lay the panes out for a page `wide` px wide."""
        count = 3 if wide >= theme().px(THREE_COLUMNS_FROM) else 2
        if wide < theme().px(TWO_COLUMNS_FROM):
            count = 1
        if count == self._shown:
            return
        self._shown = count
        for place, chosen in enumerate(ORDERS[count]):
            pane = self._panes[chosen]
            if count == 3:
                self.addWidget(pane, 0, 2 * place)
            elif count == 2:
                first = place == 0
                row, column = (0, 0) if first else (place - 1, 2)
                self.addWidget(pane, row, column, 2 if first else 1, 1)
            else:
                self.addWidget(pane, place, 0)
        for place, divider in enumerate(self._dividers):
            divider.setVisible(place < count - 1)
            if place < count - 1:
                self.addWidget(divider, 0, 2 * place + 1, 2 if count == 2 else 1, 1)
        for column in range(5):
            used = column % 2 == 0 and column // 2 < count
            self.setColumnStretch(column, 1 if used else 0)
