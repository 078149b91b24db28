"""Cost: the sentence, the break-even chart, and the figures it rests on as fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from curator.gui.pages.readiness_options import OptionsTable, TargetChoice
from curator.gui.pages.readiness_state import cost_lines
from curator.gui.theme import theme
from curator.gui.widgets.charts_cost import CostChart
from curator.gui.widgets.labels import Paragraph, SectionHeader, label
from curator.model.readiness import CostInputs, CostOption, Costs
from curator.readiness.costs import field_words


@dataclass(frozen=True)
class FieldRow:
    """One line of figures: what it is, the field now, the field after tuning, the unit."""

    words: str
    now: str
    tuned: str
    unit: str


PER_CALL = (
    FieldRow("Prompt", "prompt_tokens", "tuned_prompt_tokens", "tokens"),
    FieldRow("Output", "output_tokens", "tuned_output_tokens", "tokens"),
    FieldRow("Input price", "input_price", "tuned_input_price", "$ per million"),
    FieldRow("Output price", "output_price", "tuned_output_price", "$ per million"),
    FieldRow("Cached share", "cached_share", "", "% of the prompt"),
    FieldRow("Cached price", "cached_price", "", "$ per million"),
)
OVERALL = (
    FieldRow("Calls", "calls_per_month", "", "a month"),
    FieldRow("Hosting", "hosting_per_month", "", "$ a month"),
    FieldRow("Labelling", "labelling_hours", "", "hours"),
    FieldRow("One hour costs", "hourly_rate", "", "$"),
    FieldRow("Training", "training_tokens", "", "tokens"),
    FieldRow("Epochs", "epochs", "", "times over the rows"),
    FieldRow("Training price", "training_price", "", "$ per million"),
    FieldRow("Training runs", "runs", "", "runs"),
    FieldRow("Evaluation", "evaluation_cost", "", "$"),
    FieldRow("Engineering", "engineering_cost", "", "$"),
    FieldRow("Model ends in", "months_until_shutdown", "", "months"),
    FieldRow("One failure costs", "failure_cost", "", "$"),
)
OPTIONAL = frozenset(
    name for name, field in CostInputs.model_fields.items() if field.default is None
)
"""Fields that may be unknown: an empty field says so."""
PERCENT = frozenset({"cached_share"})


def shown_number(name: str, value: float | None) -> str:
    """A figure as its field shows it; "" for unknown."""
    if value is None:
        return ""
    if name in PERCENT:
        value *= 100
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def shown_figure(inputs: CostInputs, name: str) -> str:
    """A figure, or "40,000–80,000" where it is a range."""
    if name in inputs.ranges:
        low, high = inputs.ranges[name]
        return f"{shown_number(name, low)}–{shown_number(name, high)}"
    return shown_number(name, getattr(inputs, name))


def read_figure(name: str, text: str) -> tuple[float | None, tuple[float, float] | None]:
    """The figure that was typed and, for "40,000–80,000", its range with the figure midway.

    Raises ValueError for anything else.
    """
    ends = _BETWEEN.split(text.strip())
    if len(ends) != 2:
        return read_number(name, text), None
    low, high = read_number(name, ends[0]), read_number(name, ends[1])
    if low is None or high is None or low > high:
        raise ValueError(f"{text!r} is no range from a lower to a higher number")
    return (low + high) / 2, (low, high)


_BETWEEN = re.compile(r"\s*(?:–|—|(?<=[\d%])-|\bto\b)\s*")


def read_number(name: str, text: str) -> float | None:
    """What was typed, None for an empty field. Raises ValueError for anything else."""
    clean = text.replace(",", "").replace(" ", "").replace("\u202f", "").strip("$%")
    if not clean:
        return None if name in OPTIONAL else float(CostInputs.model_fields[name].default)
    most = 100 if name in PERCENT else 1e15
    try:
        value = float(clean)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise ValueError(f"{text!r} is no number from 0 to {most:g}")
    return value / 100 if name in PERCENT else value


class CostSection(QWidget):
    """Emits the new figures when a field is left with another value."""

    inputs_changed = Signal(CostInputs)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("costs")
        self.setAccessibleName("Cost")
        px = theme().px
        self._inputs = CostInputs()
        self.fields: dict[str, QLineEdit] = {}
        self._sentence = Paragraph("", "body", "text")
        self._chart = CostChart()
        self._error = label("", "meta", "fail")
        self._error.hide()
        self.options = OptionsTable()
        self.target = TargetChoice()
        self.options.options_changed.connect(self._options_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(SectionHeader("Cost"))
        column.addWidget(self._sentence)
        column.addWidget(self._chart)
        column.addWidget(self.options)
        column.addSpacing(px(10))
        column.addWidget(self.target)
        column.addSpacing(px(10))
        column.addWidget(SectionHeader("Your figures", "empty is unknown, 40–80 is a range"))
        column.addWidget(self._error)
        column.addLayout(self._per_call_grid())
        column.addSpacing(px(6))
        column.addLayout(self._overall_grid())

    def _per_call_grid(self) -> QGridLayout:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(6))
        grid.addWidget(label("Now", "meta"), 0, 1)
        grid.addWidget(label("Tuned", "meta"), 0, 2)
        for place, row in enumerate(PER_CALL, 1):
            grid.addWidget(label(row.words, "body"), place, 0)
            grid.addWidget(self._field(row.now), place, 1)
            if row.tuned:
                grid.addWidget(self._field(row.tuned), place, 2)
            grid.addWidget(label(row.unit, "meta"), place, 3)
        grid.setColumnStretch(3, 1)
        grid.setColumnMinimumWidth(0, px(112))
        return grid

    def _overall_grid(self) -> QGridLayout:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(6))
        for place, row in enumerate(OVERALL):
            grid.addWidget(label(row.words, "body"), place, 0)
            grid.addWidget(self._field(row.now, wide=True), place, 1)
            grid.addWidget(label(row.unit, "meta"), place, 2)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, px(112))
        return grid

    def _field(self, name: str, *, wide: bool = False) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"cost-{name}")
        field.setAccessibleName(field_words(name))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(theme().px(148 if wide else 92))
        if name in OPTIONAL:
            field.setPlaceholderText("unknown")
        field.editingFinished.connect(lambda: self._edited(name))
        self.fields[name] = field
        return field

    def show_costs(self, costs: Costs) -> None:
        """Show figures and what follows from them; a field being typed in is left alone."""
        self._inputs = costs.inputs
        for name, field in self.fields.items():
            if not (field.hasFocus() and field.isModified()):
                field.setText(shown_figure(costs.inputs, name))
                field.setCursorPosition(0)
                field.setToolTip(field.text() if name in costs.inputs.ranges else "")
                field.setModified(False)
        self._sentence.set_text(costs.sentence)
        lines = cost_lines(costs)
        self._chart.setVisible(bool(lines))
        self._chart.set_lines(lines, costs.break_even_months)
        self.options.show_lines(costs)

    def _options_changed(self, options: tuple[CostOption, ...]) -> None:
        self.inputs_changed.emit(self._inputs.model_copy(update={"options": options}))

    def _edited(self, name: str) -> None:
        field = self.fields[name]
        try:
            value, ends = read_figure(name, field.text())
        except ValueError:
            self._refuse(name)
            return
        self._set_error(field, error=False)
        if not any(one.property("error") for one in self.fields.values()):
            self._error.hide()
        field.setModified(False)
        ranges = {key: held for key, held in self._inputs.ranges.items() if key != name}
        if ends is not None:
            ranges[name] = ends
        if value != getattr(self._inputs, name) or ranges != self._inputs.ranges:
            changed = {name: value, "ranges": ranges}
            self.inputs_changed.emit(self._inputs.model_copy(update=changed))

    def _refuse(self, name: str) -> None:
        self._set_error(self.fields[name], error=True)
        limit = "from 0 to 100" if name in PERCENT else "from 0 up"
        words = field_words(name)
        self._error.setText(
            f"{words[:1].upper()}{words[1:]}: use a number {limit}, or two as in 40–80."
        )
        self._error.show()

    def _set_error(self, field: QLineEdit, *, error: bool) -> None:
        if bool(field.property("error")) != error:
            field.setProperty("error", error)
            field.style().unpolish(field)
            field.style().polish(field)
