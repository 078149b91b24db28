"""Every threshold with its source in one table; a project may set its own, and takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, SectionHeader, label, rule
from curator.model.readiness import Threshold


def shown_value(row: Threshold, value: float) -> str:
    """A value as its field shows it: shares in per cent."""
    number = 100 * value if row.unit == "share" else value
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def shown_unit(row: Threshold) -> str:
    return "%" if row.unit == "share" else row.unit


def read_value(row: Threshold, text: str) -> float | None:
    """What was typed, None for an empty field (the default). Raises ValueError for no number."""
    clean = text.replace(",", "").replace("%", "").strip()
    if not clean:
        return None
    value = float(clean)
    return value / 100 if row.unit == "share" else value


class ThresholdsSection(QWidget):
    """Folded to a line until it is asked for; overridden ones are said there."""

    threshold_set = Signal(str, object)
    """Name and value, None for the default."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("thresholds")
        self.setAccessibleName("Thresholds")
        px = theme().px
        self._rows: tuple[Threshold, ...] = ()
        self.fields: dict[str, QLineEdit] = {}
        self._values: dict[str, Threshold] = {}
        self._resets: dict[str, QPushButton] = {}
        self._header = SectionHeader("Thresholds")
        self._fold = button(
            "Show all with their sources", "thresholds-fold", kind="link", on_click=self.toggle
        )
        self._fold.setProperty("flush", True)
        self._error = label("", "meta", "fail")
        self._error.hide()
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(14))
        self._grid.setVerticalSpacing(px(3))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(4, 2)
        self._table.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(20))
        column.setSpacing(px(6))
        column.addWidget(self._header)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._error)
        column.addWidget(self._table)

    @property
    def is_open(self) -> bool:
        return not self._table.isHidden()

    def toggle(self) -> None:
        """Open or fold the table."""
        opened = not self.is_open
        if opened and not self.fields:
            self._fill()
        self._table.setVisible(opened)
        self._fold.setText("Fold" if opened else "Show all with their sources")
        self._show_values()

    def show_thresholds(self, rows: Sequence[Threshold]) -> None:
        """Show these; the table itself is made when it is first opened."""
        self._values = {row.name: row for row in rows}
        changed = [row for row in rows if row.overridden]
        words = ", ".join(
            f"{row.name.replace('_', ' ')} {shown_value(row, row.value)} {shown_unit(row)}"
            for row in changed
        )
        detail = f"{counted(len(rows), 'threshold')}, none set in this project"
        if changed:
            detail = f"{counted(len(changed), 'threshold')} set in this project: {words}"
        self._header.set_detail(detail)
        self._show_values()

    def _fill(self) -> None:
        for place, words in enumerate(("What it decides", "Value", "", "Default", "Source")):
            self._grid.addWidget(label(words, "meta", "text3"), 0, place)
        for number, row in enumerate(self._values.values()):
            self._add(2 * number + 1, row)

    def _add(self, place: int, row: Threshold) -> None:
        name = row.name.replace("_", " ")
        words = ElidedLabel(f"{name[:1].upper()}{name[1:]}: {row.meaning}", "body", "text")
        self._grid.addWidget(words, place, 0)
        field = QLineEdit()
        field.setObjectName(f"threshold-{row.name}")
        field.setAccessibleName(f"{name}, {row.meaning}, in {shown_unit(row)}")
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(theme().px(76))
        field.editingFinished.connect(lambda: self._edited(row.name))
        self.fields[row.name] = field
        self._grid.addWidget(field, place, 1)
        self._grid.addWidget(label(shown_unit(row), "meta", "text2"), place, 2)
        default = f"{shown_value(row, row.default)} {shown_unit(row)}"
        self._grid.addWidget(label(default, "meta", "text2"), place, 3)
        self._grid.addWidget(ElidedLabel(row.source, "meta", "text2"), place, 4)
        reset = button("Default", f"threshold-{row.name}-reset", kind="link")
        reset.setAccessibleName(f"{name}: back to {default}")
        reset.clicked.connect(lambda: self.threshold_set.emit(row.name, None))
        self._resets[row.name] = reset
        self._grid.addWidget(reset, place, 5)
        self._grid.addWidget(rule(), place + 1, 0, 1, 6)

    def _show_values(self) -> None:
        for name, field in self.fields.items():
            row = self._values[name]
            self._resets[name].setVisible(row.overridden)
            if not (field.hasFocus() and field.isModified()):
                field.setText(shown_value(row, row.value))
                field.setModified(False)

    def _edited(self, name: str) -> None:
        field, row = self.fields[name], self._values[name]
        if not field.isModified():
            return
        try:
            value = read_value(row, field.text())
        except ValueError:
            self._error.setText(f"{name.replace('_', ' ')}: use a number of {shown_unit(row)}.")
            self._error.show()
            return
        self._error.hide()
        field.setModified(False)
        if value != row.value:
            self.threshold_set.emit(name, value)
