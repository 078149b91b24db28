"""Which column of a file feeds which field of a case."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.labels import ElidedLabel, Paragraph, SectionHeader, plain_tip, rule
from curator.model.importing import FilePreview, Mapping

FIELD_WORDS = {
    "input": "Input",
    "output": "Output",
    "system": "System prompt",
    "expected": "Expected answer",
    "ideal": "Ideal answer",
    "mark": "Mark",
    "note": "Note",
    "tags": "Tags",
    "model": "Model",
    "created_at": "Time",
    "id": "Id",
    "conversation": "Conversation",
    "reviewer": "Reviewer",
}
KEEP, LEAVE = "keep", "leave"


class FieldMapping(QWidget):
    """One row a column: its name, and what it is taken for."""

    changed = Signal(Mapping)

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._combos: dict[str, QComboBox] = {}
        self.header = SectionHeader("Fields", "Input and Output are required")
        self.rows = QWidget()
        self.rows.setProperty("plain", True)
        self.grid = QGridLayout(self.rows)
        self.area = QScrollArea()
        self.area.setObjectName("fields")
        self.area.setAccessibleName("Fields")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.rows)
        self.hint = Paragraph("", "meta", "text3")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.header)
        column.addWidget(self.area, 1)

    def show_preview(self, preview: FilePreview) -> None:
        """Show a file's columns."""
        px = theme().px
        inside = QWidget()
        inside.setProperty("plain", True)
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, px(4), 0)
        self.grid.setHorizontalSpacing(px(12))
        self.grid.setVerticalSpacing(px(5))
        self._combos = {}
        personal: list[str] = []
        for place, guess in enumerate(preview.fields):
            name = ElidedLabel(guess.column, "mono", "text")
            name.setToolTip(plain_tip(guess.example))
            left_out = guess.column in preview.mapping.leave_out
            combo = self._combo(guess.column, guess.field, left_out)
            self.grid.addWidget(name, 2 * place, 0)
            self.grid.addWidget(combo, 2 * place, 1)
            self.grid.addWidget(rule(), 2 * place + 1, 0, 1, 2)
            self._combos[guess.column] = combo
            if guess.personal:
                personal.append(guess.column)
        self.hint = Paragraph("", "meta", "text3")
        if personal:
            names = ", ".join(f"“{name}”" for name in personal[:3])
            verb = "looks" if len(personal) == 1 else "look"
            self.hint.set_text(
                f"{names} {verb} like personal data. Choose “Leave out” where it is not needed."
            )
        self.grid.addWidget(self.hint, 2 * len(preview.fields), 0, 1, 2)
        self.grid.setRowStretch(2 * len(preview.fields) + 1, 1)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)
        self.area.setWidget(inside)
        self.rows = inside
        self.setVisible(bool(preview.fields) and preview.mappable)

    def _combo(self, column: str, field: str | None, left_out: bool) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(f"field-{column}")
        combo.setAccessibleName(f"What {column} is")
        combo.setMaxVisibleItems(20)
        for value, words in FIELD_WORDS.items():
            combo.addItem(words, value)
        combo.insertSeparator(combo.count())
        combo.addItem("Keep as extra field", KEEP)
        combo.addItem("Leave out", LEAVE)
        combo.setCurrentIndex(combo.findData(LEAVE if left_out else field or KEEP))
        combo.activated.connect(lambda _: self._chosen(column))
        combo.wheelEvent = lambda event: event.ignore()  # pyright: ignore[reportAttributeAccessIssue]
        return combo

    def _chosen(self, column: str) -> None:
        value = self._combos[column].currentData()
        # A field has one column: the one that had it before becomes an extra field.
        for other, combo in self._combos.items():
            if other != column and value in FIELD_WORDS and combo.currentData() == value:
                combo.setCurrentIndex(combo.findData(KEEP))
        self.changed.emit(self.mapping())

    def mapping(self) -> Mapping:
        """What was chosen, complete: nothing is left to guess."""
        fields = dict.fromkeys(FIELD_WORDS, "")
        for column, combo in self._combos.items():
            if combo.currentData() in fields:
                fields[combo.currentData()] = column
        left_out = tuple(
            column for column, combo in self._combos.items() if combo.currentData() == LEAVE
        )
        return Mapping(fields=fields, leave_out=left_out)
