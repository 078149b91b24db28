"""What goes into an export, chosen and seen: format, patterns, split, names."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from curator.exporting.targets import TARGETS
from curator.gui.pages.export_state import TEACHES_WORDS, ExportState, Share, split_sentence
from curator.gui.theme import theme
from curator.gui.widgets.charts_bars import CountBar, SplitBar
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import Segments
from curator.gui.widgets.labels import ElidedLabel, InlineText, Paragraph, label
from curator.gui.widgets.marks import PatternShape
from curator.model.dataset import ExportOptions

SETTLE_MS = 150


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


class ExportOptionsPane(QWidget):
    """Emits `changed` a moment after the last choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.changed)
        self.format = QComboBox()
        self.format.setObjectName("export-format")
        self.format.setAccessibleName("Format")
        for target in TARGETS.values():
            self.format.addItem(target.title, target.name)
        model = self.format.model()
        if isinstance(model, QStandardItemModel):
            for place, target in enumerate(TARGETS.values()):
                model.item(place).setToolTip(TEACHES_WORDS[target.teaches])
        self.format.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.format.setMinimumContentsLength(20)
        self.format.currentIndexChanged.connect(self._chosen)
        self._teaches = Paragraph("", "meta", "text3")
        self.patterns = PatternChoice()
        self.patterns.changed.connect(self._timer.start)
        self._bar = SplitBar()
        self._counts = [InlineText(), InlineText(), InlineText()]
        self._split = Paragraph("", "meta", "text3")
        self.validation = self._percent("export-validation", "Validation share", 10)
        self.keep = self._percent("export-keep", "Passing cases mixed in", 0)
        self.names = Segments("export-names", "How reviewers are named in the files")
        self.names.add("names", "Names")
        self.names.add("pseudonyms", "Pseudonyms")
        self.names.set_value("names")
        self.names.chosen.connect(lambda _: self._timer.start())
        self._kept = label("", "meta")
        self._split_part = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(20))
        column.setSpacing(px(6))
        column.addWidget(label("Format", "metastrong"))
        column.addWidget(self.format)
        column.addWidget(self._teaches)
        column.addWidget(self._split_part)
        self._lay_out_split()
        column.addSpacing(px(10))
        column.addWidget(label("Reviewers in the files", "metastrong"))
        line = QHBoxLayout()
        line.addWidget(self.names)
        line.addStretch()
        column.addLayout(line)
        column.addStretch()

    def _lay_out_split(self) -> None:
        px = theme().px
        column = QVBoxLayout(self._split_part)
        column.setContentsMargins(0, px(10), 0, 0)
        column.setSpacing(px(6))
        head = QHBoxLayout()
        head.addWidget(label("What goes in", "metastrong"))
        head.addStretch()
        head.addWidget(label("train + held out", "meta"))
        column.addLayout(head)
        column.addWidget(self.patterns)
        column.addSpacing(px(10))
        column.addWidget(label("Split", "metastrong"))
        column.addWidget(self._bar)
        counts = QHBoxLayout()
        counts.setSpacing(px(16))
        for one in self._counts:
            counts.addWidget(one)
        counts.addStretch()
        column.addLayout(counts)
        column.addWidget(self._split)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setColumnStretch(2, 1)
        for place, (words, field, unit) in enumerate(
            (
                ("Validation", self.validation, "of the training rows"),
                ("Passing cases", self.keep, "of the training rows, to keep what works"),
            )
        ):
            grid.addWidget(label(words, "body"), place, 0)
            grid.addWidget(field, place, 1)
            grid.addWidget(label(unit, "meta"), place, 2)
        column.addLayout(grid)
        column.addWidget(self._kept)

    def _percent(self, name: str, words: str, value: int) -> QSpinBox:
        field = QSpinBox()
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setRange(0, 90)
        field.setValue(value)
        field.setSuffix(" %")
        field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        field.setFixedWidth(theme().px(80))
        field.valueChanged.connect(lambda _: self._timer.start())
        return field

    def _chosen(self) -> None:
        self._timer.start()

    def reset(self) -> None:
        """The choices as a fresh project has them; the format is kept."""
        self._timer.stop()
        self.patterns.forget()
        for field, value in ((self.validation, 10), (self.keep, 0)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)

    def options(self) -> ExportOptions | None:
        """What is chosen, None while no pattern is ticked."""
        ids = self.patterns.pattern_ids()
        if ids is None:
            return None
        return ExportOptions(
            format=str(self.format.currentData()),
            validation=self.validation.value() / 100,
            keep_share=self.keep.value() / 100,
            pattern_ids=ids,
            reviewers="pseudonyms" if self.names.value() == "pseudonyms" else "names",
        )

    def show_state(self, state: ExportState) -> None:
        """Show what these choices amount to."""
        self._teaches.set_text(TEACHES_WORDS[state.target.teaches])
        self._split_part.setVisible(not state.whole_project)
        self.patterns.show_shares(state.shares)
        self._bar.set_counts(state.train, state.validation, state.held_out)
        for text, words, count in zip(
            self._counts,
            ("Train ", "Validation ", "Held out "),
            (state.train, state.validation, state.held_out),
            strict=True,
        ):
            text.set_parts(((words, "body", "text2"), (f"{count:,}", "strong", "text")))
        self._split.set_text(split_sentence(state))
        self._kept.setText(
            f"{counted(state.keeps, 'passing case')} mixed in" if state.keeps else ""
        )
        self._kept.setVisible(bool(state.keeps))
