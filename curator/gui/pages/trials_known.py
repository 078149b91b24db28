"""What is known of a variant beside how it asks: what the verdict's rules go by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments
from curator.gui.widgets.flow_layout import FlowLayout
from curator.gui.widgets.labels import label
from curator.gui.widgets.number_field import number_field
from curator.model.base import JsonObject
from curator.model.variant import VariantDefinition

WRITTEN_FROM = (
    ("hand", "By hand"),
    ("notes", "Notes on failures"),
    ("optimiser", "An optimiser"),
)
MOST_ROWS = 10_000_000
ALWAYS = (
    ("current_model", "Run on a current base model"),
    ("facts", "The facts in its prompt"),
    ("retriever", "Facts found by retrieval"),
    ("tuned", "A fine-tuned model"),
)
ELSEWHERE = (
    ("baseline", "Today's prompt, run afresh"),
    ("examples", "Worked examples in its prompt"),
)
"""Of outputs made elsewhere: what a variant written here says by itself."""


class KnownForm(QWidget):
    """Boxes to tick; a fine-tuned model says its training rows and the prompt it was run with."""

    changed = Signal()

    def __init__(self, name: str, *, elsewhere: bool = False) -> None:
        super().__init__()
        px = theme().px
        self.written = Segments(f"{name}-written", "Prompt written from")
        for value, words in WRITTEN_FROM:
            self.written.add(value, words)
        self.boxes: dict[str, QCheckBox] = {}
        for field, words in (*(ELSEWHERE if elsewhere else ()), *ALWAYS):
            box = QCheckBox(words)
            box.setObjectName(f"{name}-{field.replace('_', '-')}")
            box.setAccessibleName(words)
            self.boxes[field] = box
        self.rows = number_field(
            f"{name}-training-rows", "Rows it was trained on", 0, MOST_ROWS, 0, zero="Not known"
        )
        self.rows.setFixedWidth(px(110))
        self.rows.setGroupSeparatorShown(True)
        self.prompt = QComboBox()
        self.prompt.setObjectName(f"{name}-with-prompt")
        self.prompt.setAccessibleName("Run with the prompt of")
        self.prompt.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.prompt.setMinimumContentsLength(16)
        self.set_prompts([])
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        px = theme().px
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(label("Prompt written from", "metastrong"))
        top.addWidget(self.written)
        top.addStretch()
        ticked = QWidget()
        flow = FlowLayout(ticked, px(16))
        for box in self.boxes.values():
            flow.addWidget(box)
        self._tuned = QWidget()
        grid = QGridLayout(self._tuned)
        grid.setContentsMargins(px(24), 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(2, 1)
        for row, field in enumerate((self.rows, self.prompt)):
            grid.addWidget(label(field.accessibleName(), "metastrong"), row, 0)
            grid.addWidget(field, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(top)
        column.addWidget(ticked)
        column.addWidget(self._tuned)
        self._tuned.hide()

    def _wire(self) -> None:
        for box in self.boxes.values():
            box.toggled.connect(self.changed)
        self.boxes["tuned"].toggled.connect(self._tuned.setVisible)
        self.written.chosen.connect(self.changed)
        self.rows.valueChanged.connect(self.changed)
        self.prompt.currentIndexChanged.connect(self.changed)

    def set_prompts(self, names: Sequence[str]) -> None:
        """Offer the variants whose prompt a tuned model may have been run with."""
        chosen = self.prompt.currentData()
        self.prompt.blockSignals(True)
        self.prompt.clear()
        self.prompt.addItem("No variant: as trained", "")
        for name in names:
            self.prompt.addItem(name, name)
        self.prompt.setCurrentIndex(max(0, self.prompt.findData(chosen or "")))
        self.prompt.blockSignals(False)

    def show_known(self, definition: VariantDefinition) -> None:
        """Fill every field."""
        self.written.set_value(definition.written_from)
        said = definition.as_json()
        for field, box in self.boxes.items():
            box.setChecked(bool(said.get(field)))
        self.rows.setValue(definition.training_rows)
        self.prompt.setCurrentIndex(max(0, self.prompt.findData(definition.with_prompt)))

    def known(self) -> JsonObject:
        """What was said, by the names of a definition's fields; what was not is absent."""
        made: JsonObject = {name: True for name, box in self.boxes.items() if box.isChecked()}
        if self.written.value():
            made["written_from"] = self.written.value() or ""
        if self.boxes["tuned"].isChecked():
            if self.rows.value():
                made["training_rows"] = self.rows.value()
            if self.prompt.currentData():
                made["with_prompt"] = str(self.prompt.currentData())
        return made
