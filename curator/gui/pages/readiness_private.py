"""Personal data and secrets: shown where they stand, with a decision for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from curator.gui.ask import ask_line
from curator.gui.pages.readiness_evidence import Section, link_line
from curator.gui.pages.readiness_gates import close_row, section_row
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, SectionHeader, label
from curator.operations.private_data import PrivateKind

FIELD_WORDS = {"ideal": "ideal answer", "output": "output", "note": "note", "input": "input"}


class PrivateSection(Section):
    """One row a kind: how many, where, and what happens to it at export."""

    decided = Signal(str, str, str)
    """Kind, "replace", "keep" or "" (no decision), and the reason."""

    def __init__(self) -> None:
        super().__init__("Personal data and secrets", "private")

    def show_kinds(self, kinds: Sequence[PrivateKind]) -> None:
        self.clear()
        open_ones = sum(not one.choice for one in kinds)
        detail = f"{open_ones} to decide" if open_ones else "all decided"
        self.header.set_detail(detail if kinds else "none found")
        for one in kinds:
            self.add(self._row(one))

    def _row(self, one: PrivateKind) -> QWidget:
        row, grid = section_row()
        row.setAccessibleName(f"{one.words}, {one.state}")
        grid.addWidget(Paragraph(one.words, "medium", "text"), 0, 0)
        token = "text2" if one.choice else "fail"
        grid.addWidget(Paragraph(one.state, "body", token), 1, 0)
        place = 2
        for excerpt in one.excerpts:
            where = FIELD_WORDS.get(excerpt.field.partition(".")[0], excerpt.field)
            text = f"{excerpt.case_id}, {where}: {excerpt.text}"
            grid.addWidget(Paragraph(text, "meta", "text2"), place, 0)
            place += 1
        links = [self.cases_link(one.case_ids, one.words, f"private-{one.kind}-cases")]
        if one.choice != "replace":
            links.append(self._link("Replace at export", one.kind, "replace"))
        if one.choice != "keep":
            keep = button("Keep…", f"private-{one.kind}-keep", kind="link")
            keep.setAccessibleName(f"Keep {one.words}, with a reason")
            keep.clicked.connect(lambda: self._ask_reason(one))
            links.append(keep)
        if one.choice:
            links.append(self._link("Take back", one.kind, ""))
        grid.addLayout(link_line(*links), place, 0)
        close_row(grid, place + 1, 1)
        return row

    def _link(self, words: str, kind: str, choice: str) -> QPushButton:
        link = button(words, f"private-{kind}-{choice or 'undecided'}", kind="link")
        link.clicked.connect(lambda: self.decided.emit(kind, choice, ""))
        return link

    def _ask_reason(self, one: PrivateKind) -> None:
        ask_line(
            self,
            f"Keep {one.words}",
            "Why it may stay in the training data:",
            lambda reason: self.decided.emit(one.kind, "keep", reason),
        )


class PermissionsSection(QWidget):
    """What must be on record before others train on the data: one line each."""

    recorded = Signal(str, str)

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName("permissions")
        self.setAccessibleName("On record")
        self.fields: dict[str, QLineEdit] = {}
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(SectionHeader("On record", "an empty field is not recorded"))
        grid = QGridLayout()
        grid.setVerticalSpacing(px(4))
        for place, (name, words) in enumerate(names.items()):
            grid.addWidget(label(f"{words[:1].upper()}{words[1:]}", "meta", "text2"), 2 * place, 0)
            field = QLineEdit()
            field.setObjectName(f"permission-{name}")
            field.setAccessibleName(words)
            field.setPlaceholderText("not recorded")
            field.editingFinished.connect(lambda name=name: self._edited(name))
            grid.addWidget(field, 2 * place + 1, 0)
            self.fields[name] = field
        column.addLayout(grid)

    def show_records(self, held: Mapping[str, str]) -> None:
        """Show what is on record; a field being typed in is left alone."""
        for name, field in self.fields.items():
            if not (field.hasFocus() and field.isModified()):
                field.setText(held.get(name, ""))
                field.setCursorPosition(0)
                field.setModified(False)

    def _edited(self, name: str) -> None:
        field = self.fields[name]
        if field.isModified():
            field.setModified(False)
            self.recorded.emit(name, field.text())
