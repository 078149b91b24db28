"""How much of each file is taken: everything, or a seeded sample."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QSpinBox, QWidget

from curator.gui.import_plan import Sample
from curator.gui.theme import theme
from curator.gui.widgets.choice_box import ChoiceBox
from curator.gui.widgets.labels import label

USUAL = 500
MOST = 10_000_000
LARGEST_SEED = 2_147_483_647


class SampleChoice(QWidget):
    """`changed` carries the new `Sample`."""

    changed = Signal(Sample)

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.how = ChoiceBox("sample-how", "How much of the file")
        self.how.addItem("All cases", "all")
        self.how.addItem("A sample", "sample")
        self.count = _spin("sample-size", "Size of the sample", 1, MOST, USUAL)
        self.by = ChoiceBox("sample-by", "How the sample is drawn")
        self.seed = _spin("sample-seed", "Seed of the sample", 0, LARGEST_SEED, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(6))
        grid.addWidget(self.how, 0, 0)
        grid.addWidget(self.count, 0, 1)
        grid.addWidget(self.by, 1, 0)
        self.seed_words = label("Seed", "meta")
        grid.addWidget(self.seed, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.seed.setPrefix("seed ")
        self.how.activated.connect(lambda _: self._changed())
        self.by.activated.connect(lambda _: self._changed())
        self.count.valueChanged.connect(lambda _: self._changed())
        self.seed.valueChanged.connect(lambda _: self._changed())
        self.show_groups(())

    def show_groups(self, groups: Sequence[str]) -> None:
        """Offer these fields to share the sample out by; the choice stays where it can."""
        chosen = self.by.currentData()
        self.by.clear()
        self.by.addItem("at random", "")
        for name in groups:
            self.by.addItem(f"alike by {name}", name)
        self.by.setCurrentIndex(max(0, self.by.findData(chosen)))
        self._show()

    def follow_seed(self, seed: int) -> None:
        """Another project: its seed is offered for a sample that nobody has asked for yet."""
        if self.how.currentData() != "sample":
            self.seed.blockSignals(True)
            self.seed.setValue(min(seed, LARGEST_SEED))
            self.seed.blockSignals(False)

    def _show(self) -> None:
        on = self.how.currentData() == "sample"
        for widget in (self.count, self.by, self.seed):
            widget.setVisible(on)

    def _changed(self) -> None:
        self._show()
        self.changed.emit(self.sample())

    def sample(self) -> Sample:
        """What is chosen."""
        if self.how.currentData() != "sample":
            return Sample()
        return Sample(
            size=self.count.value(),
            stratify=str(self.by.currentData() or ""),
            seed=self.seed.value(),
        )


def _spin(name: str, words: str, least: int, most: int, value: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setObjectName(name)
    spin.setAccessibleName(words)
    spin.setRange(least, most)
    spin.setValue(value)
    spin.setGroupSeparatorShown(True)
    spin.setKeyboardTracking(False)
    spin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    spin.setMinimumWidth(theme().px(104))
    spin.wheelEvent = lambda event: event.ignore()  # pyright: ignore[reportAttributeAccessIssue]
    return spin
