"""What goes into an export, chosen and seen: format, patterns, split, names."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from curator.exporting.targets import TARGETS
from curator.gui.pages.export_choices import RowChoices, WhoseWord
from curator.gui.pages.export_patterns import PatternChoice
from curator.gui.pages.export_place import TrainingPlace
from curator.gui.pages.export_state import TEACHES_WORDS, ExportState, split_sentence
from curator.gui.theme import theme
from curator.gui.widgets.charts_bars import SplitBar
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import Segments
from curator.gui.widgets.labels import InlineText, Paragraph, label
from curator.model.dataset import ExportOptions

SETTLE_MS = 150


class ExportOptionsPane(QWidget):
    """Emits `changed` a moment after the last choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.changed)
        self._make_format()
        self._teaches = Paragraph("", "meta", "text3")
        self.patterns = PatternChoice()
        self.patterns.changed.connect(self._timer.start)
        self._bar = SplitBar()
        self._counts = [InlineText(), InlineText(), InlineText()]
        self._split = Paragraph("", "meta", "text3")
        self.validation = self._percent("export-validation", "Validation share", 10)
        self.keep = self._percent("export-keep", "Passing cases mixed in", 0)
        self.held_out = self._percent("export-held-out", "Held-out share", 20)
        self.seed = self._number("export-seed", "Seed of the split")
        self.whose = WhoseWord()
        self.whose.changed.connect(self._timer.start)
        self.place = TrainingPlace()
        self.rows = RowChoices()
        self.rows.changed.connect(self._timer.start)
        self.names = Segments("export-names", "How reviewers are named in the files")
        self.names.add("names", "Names")
        self.names.add("pseudonyms", "Pseudonyms")
        self.names.set_value("names")
        self.names.chosen.connect(lambda _: self._timer.start())
        self._kept = label("", "meta")
        self._split_part = QWidget()
        self._lay_out()

    def _make_format(self) -> None:
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

    def _lay_out(self) -> None:
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(20))
        column.setSpacing(px(6))
        column.addWidget(label("Format", "metastrong"))
        column.addWidget(self.format)
        column.addWidget(self._teaches)
        column.addWidget(self.place)
        column.addWidget(self._split_part)
        self._lay_out_split()
        column.addSpacing(px(10))
        column.addWidget(self.rows)
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
        column.addSpacing(px(4))
        column.addWidget(self.whose)
        column.addSpacing(px(4))
        keeping = QHBoxLayout()
        keeping.setSpacing(px(8))
        keeping.addWidget(label("Passing cases", "body"))
        keeping.addWidget(self.keep)
        keeping.addWidget(label("of the training rows, to keep what works", "meta"))
        keeping.addStretch()
        column.addLayout(keeping)
        column.addWidget(self._kept)
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
                ("Held out", self.held_out, "of all reviewed cases"),
                ("Seed", self.seed, "the same seed gives the same split"),
            )
        ):
            grid.addWidget(label(words, "body"), place, 0)
            grid.addWidget(field, place, 1)
            grid.addWidget(label(unit, "meta"), place, 2)
        column.addLayout(grid)

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

    def _number(self, name: str, words: str) -> QSpinBox:
        field = QSpinBox()
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setRange(-1, 2**31 - 1)
        field.setSpecialValueText("Own")
        field.setToolTip("Own: the project's own seed")
        field.setValue(-1)
        field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        field.setFixedWidth(theme().px(110))
        field.valueChanged.connect(lambda _: self._timer.start())
        return field

    def _chosen(self) -> None:
        self._timer.start()

    def reset(self) -> None:
        """The choices as a fresh project has them; the format is kept."""
        self._timer.stop()
        self.patterns.forget()
        self.whose.reset()
        self.rows.reset()
        for field, value in (
            (self.validation, 10),
            (self.held_out, 20),
            (self.keep, 0),
            (self.seed, -1),
        ):
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
            held_out=self.held_out.value() / 100,
            seed=self.seed.value() if self.seed.value() >= 0 else None,
            reviewed_only=self.whose.reviewed.isChecked(),
            accepted_only=self.whose.accepted.isChecked(),
            system_prompt=self.rows.system_prompt(),
            tool_calls=self.rows.tools.isChecked(),
            weights=self.rows.weights.isChecked(),
            keep_share=self.keep.value() / 100,
            pattern_ids=ids,
            reviewers="pseudonyms" if self.names.value() == "pseudonyms" else "names",
        )

    def show_state(self, state: ExportState) -> None:
        """Show what these choices amount to."""
        self._teaches.set_text(TEACHES_WORDS[state.target.teaches])
        self._split_part.setVisible(not state.whole_project)
        self.rows.setVisible(not state.whole_project)
        self.rows.show_production(state.production_prompt)
        self.place.show_state(state)
        self.held_out.setEnabled(not state.frozen)
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
