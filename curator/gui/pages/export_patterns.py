"""Which patterns go into an export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from curator.gui.pages.export_state import Share
from curator.gui.theme import theme
from curator.gui.widgets.charts_bars import CountBar
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.labels import ElidedLabel, label
from curator.gui.widgets.marks import PatternShape


class PatternChoice(QWidget):
    """A check box for each pattern with the cases it brings."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().px(8))
        self._grid.setVerticalSpacing(theme().px(4))
        self._grid.setColumnStretch(2, 1)
        self._boxes: dict[str, QCheckBox] = {}
        self._shares: tuple[Share, ...] = ()

    def show_shares(self, shares: tuple[Share, ...]) -> None:
        """Show these patterns; what was unticked stays so."""
        if shares == self._shares:
            return
        unticked = {name for name, box in self._boxes.items() if not box.isChecked()}
        self._shares = shares
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = {}
        largest = max((share.train + share.held_out for share in shares), default=1)
        for place, share in enumerate(shares):
            self._add(place, share, largest, ticked=share.pattern_id not in unticked)
        self._follow_none()

    def forget(self) -> None:
        """Another project has other patterns: all of them go in."""
        self._boxes = {}
        self._shares = ()

    def _add(self, place: int, share: Share, largest: int, *, ticked: bool) -> None:
        box = QCheckBox()
        box.setObjectName(f"export-pattern-{place}")
        box.setAccessibleName(
            f"{share.name}: {counted(share.train, 'case')} to train on, {share.held_out} held out"
        )
        box.setChecked(ticked)
        box.toggled.connect(self._toggled)
        self._boxes[share.pattern_id] = box
        bar = CountBar(share.train, share.held_out, max(1, largest))
        words = label(f"{share.train:,} + {share.held_out:,}", "meta")
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words.setMinimumWidth(theme().px(52))
        for column, widget in enumerate(
            (
                box,
                PatternShape(share.colour, 11),
                ElidedLabel(share.name, "body", "text"),
                bar,
                words,
            )
        ):
            self._grid.addWidget(widget, place, column)

    def _toggled(self) -> None:
        self._follow_none()
        self.changed.emit()

    def _follow_none(self) -> None:
        """Failures in no pattern cannot be chosen alone: they go in when all patterns do."""
        none = self._boxes.get("")
        if none is not None:
            everything = all(box.isChecked() for name, box in self._boxes.items() if name)
            none.blockSignals(True)
            none.setChecked(everything)
            none.setEnabled(False)
            none.setToolTip("Failures in no pattern go in when every pattern does")
            none.blockSignals(False)

    def pattern_ids(self) -> tuple[str, ...] | None:
        """Ids of the ticked patterns, () for all, None where none is ticked."""
        named = {name: box for name, box in self._boxes.items() if name}
        ticked = tuple(name for name, box in named.items() if box.isChecked())
        if len(ticked) == len(named):
            return ()
        return ticked or None
