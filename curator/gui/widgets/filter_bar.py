"""Chips for what narrows the case list; each is taken away by a click or a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.flow_layout import FlowLayout
from curator.gui.widgets.labels import plain_tip

LONGEST = 30


class FilterChip(QToolButton):
    """ "Tag: wrong plan" with a cross."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        self.setObjectName(f"filter-{name}")
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(plain_tip(f"Take away: {text}"))
        self.setAccessibleName(f"Filter {text}, take away")
        self.setProperty("chip", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The cross follows the text.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        theme().set_icon(self, "close", 12)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(width + theme().px(38), theme().px(26))


class FilterBar(QWidget):
    """The chips, wrapped; hidden while nothing narrows the list. `taken_away` names a chip."""

    taken_away = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.flow = FlowLayout(self, theme().px(6))
        self.chips: list[FilterChip] = []
        self.hide()

    def show_chips(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these (name, words)."""
        for chip in self.chips:
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for name, words in rows:
            chip = FilterChip(name, words)
            chip.clicked.connect(lambda _=False, one=name: self.taken_away.emit(one))
            self.flow.addWidget(chip)
            self.chips.append(chip)
        self.setVisible(bool(rows))
        self.flow.invalidate()
        self.updateGeometry()
