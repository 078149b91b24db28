"""Which column of a file feeds which field of a case."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QMenu, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.choice_box import ChoiceBox
from curator.gui.widgets.controls import menu_button
from curator.gui.widgets.drop_zone import Picture
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
    load_wanted = Signal()
    save_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._combos: dict[str, ChoiceBox] = {}
        self._unseen: dict[str, str] = {}
        """Fields fed by something no first row shows (a path into a list): they stay."""
        self.header = SectionHeader("Fields", "Input and Output are required")
        self.file_menu = menu_button("Mapping", "mapping-file")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.file_menu.setMenu(self._menu)
        self.header.add(self.file_menu)
        self.remembered = Paragraph(
            "Taken from the mapping remembered for files with these columns.", "meta", "text2"
        )
        self.headed = QCheckBox("The first row holds the names")
        self.headed.setObjectName("mapping-headed")
        self.headed.setAccessibleName("The first row holds the names")
        self.headed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hint = Paragraph("", "meta", "text3")
        self._place = QVBoxLayout()
        self._rows = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.header)
        column.addWidget(self.headed)
        column.addWidget(self.remembered)
        column.addLayout(self._place)
        column.addWidget(self.hint)

    def show_preview(self, preview: FilePreview) -> None:
        """Show a file's columns; the boxes of the same columns stay, and with them the focus."""
        columns = [guess.column for guess in preview.fields]
        if list(self._combos) != columns:
            self._make_rows(preview)
        for guess in preview.fields:
            combo = self._combos[guess.column]
            left_out = guess.column in preview.mapping.leave_out
            combo.setCurrentIndex(combo.findData(LEAVE if left_out else guess.field or KEEP))
        self._unseen = {
            field: column
            for field, column in preview.mapping.fields.items()
            if column and column not in self._combos
        }
        personal = [one.column for one in preview.fields if one.personal]
        self.hint.set_text(_personal_words(personal))
        self.hint.setVisible(bool(personal))
        self.remembered.setVisible(preview.remembered)
        self.headed.setVisible(preview.headed is not None)
        self.headed.setChecked(preview.headed is not False)
        self.setVisible(bool(preview.fields) and preview.mappable)

    def _fill_menu(self) -> None:
        self._menu.clear()
        self._menu.addAction("Load from a file…").triggered.connect(self.load_wanted)
        self._menu.addAction("Save as a file…").triggered.connect(self.save_wanted)
        if not self.remembered.isHidden():
            forget = self._menu.addAction("Forget it and guess anew")
            forget.triggered.connect(self.forget_wanted)

    def _make_rows(self, preview: FilePreview) -> None:
        px = theme().px
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(5))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(2, 3)
        grid.setColumnMinimumWidth(2, px(176))
        self._combos = {}
        for place, guess in enumerate(preview.fields):
            name = ElidedLabel(guess.column, "mono", "text")
            name.setToolTip(plain_tip(f"{guess.column}: {guess.example}"))
            combo = self._combos[guess.column] = self._combo(guess.column)
            grid.addWidget(name, 2 * place, 0)
            grid.addWidget(Picture("arrow-right", 16, "text3"), 2 * place, 1)
            grid.addWidget(combo, 2 * place, 2)
            grid.addWidget(rule(), 2 * place + 1, 0, 1, 3)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
        self._place.addWidget(rows)
        rows.show()

    def first(self) -> QWidget:
        """Where the keyboard enters."""
        return next(iter(self._combos.values()), self.file_menu)

    def _combo(self, column: str) -> ChoiceBox:
        combo = ChoiceBox(f"field-{column}", f"What {column} is")
        for value, words in FIELD_WORDS.items():
            combo.addItem(words, value)
        combo.insertSeparator(combo.count())
        combo.addItem("Keep as extra field", KEEP)
        combo.addItem("Leave out", LEAVE)
        combo.activated.connect(lambda _: self._chosen(column))
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
        fields = {**dict.fromkeys(FIELD_WORDS, ""), **self._unseen}
        for column, combo in self._combos.items():
            if combo.currentData() in fields:
                fields[combo.currentData()] = column
        left_out = tuple(
            column for column, combo in self._combos.items() if combo.currentData() == LEAVE
        )
        return Mapping(fields=fields, leave_out=left_out)


def _personal_words(columns: list[str]) -> str:
    names = ", ".join(f"“{name}”" for name in columns[:3])
    names = f"{names} and {len(columns) - 3:,} more" if len(columns) > 3 else names
    verb = "looks" if len(columns) == 1 else "look"
    return f"{names} {verb} like personal data. Choose “Leave out” where it is not needed."
