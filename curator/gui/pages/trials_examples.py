"""Choosing the cases that stand as worked examples in a prompt."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph
from curator.gui.widgets.modal import as_modal
from curator.operations import reviewing, variants
from curator.project.store import ProjectFile

ABOUT = "Reviewed cases with an accepted ideal answer. Held-out cases are not among them."
NONE_YET = (
    "No reviewed case has an accepted ideal answer yet. Write some in Review: the answer that "
    "should have been given is what an example shows."
)
MOST = 5_000
"""Rows in the list at most; the field finds the rest by their ids."""


def read_examples(project: ProjectFile) -> list[tuple[str, str]]:
    """Ids and first words of the cases that may serve as examples."""
    found = variants.examples_to_pick(project)[:MOST]
    lines = reviewing.lines(project, [key for key, _ in found])
    words = {one.key: one.preview for one in lines}
    return [(name, words.get(key, "")) for key, name in found]


class ExamplesDialog(QDialog):
    """`picked` carries the ids: those chosen before in their order, then the new ones."""

    picked = Signal(list)

    def __init__(self, context: AppContext, parent: QWidget, chosen: list[str]) -> None:
        super().__init__(parent)
        self._before = chosen
        px = theme().px
        as_modal(self, parent, "examples-dialog", "Worked examples", 680, 560)
        self.about = Paragraph(ABOUT, "body", "text2")
        self.search = QLineEdit()
        self.search.setObjectName("examples-search")
        self.search.setAccessibleName("Find a case")
        self.search.setPlaceholderText("Find by id or words")
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setObjectName("examples-list")
        self.list.setAccessibleName("Cases with an ideal answer")
        self.list.setProperty("boxedList", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(lambda _: self._count())
        self.go = button("Use these", "examples-go", kind="primary", on_click=self._take)
        leave = button("Cancel", "examples-cancel", on_click=self.reject)
        foot = QHBoxLayout()
        for one in (self.go, leave):
            one.setAutoDefault(False)
            foot.addWidget(one)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(12))
        column.addWidget(self.about)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self._count()
        project = context.the_project()

        def done(rows: list[tuple[str, str]]) -> None:
            if shiboken6.isValid(self):
                self._fill(rows)

        context.background.run("Reading cases", lambda *_: read_examples(project), done, quiet=True)

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        if not rows:
            self.about.set_text(NONE_YET)
        self.list.blockSignals(True)
        for name, words in rows:
            item = QListWidgetItem(f"{name}   {words}")
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = name in self._before
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._count()

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(wanted not in item.text().casefold())

    def ids(self) -> list[str]:
        """The ticked cases."""
        items = [self.list.item(place) for place in range(self.list.count())]
        ticked = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]
        kept = [name for name in self._before if name in ticked]
        return [*kept, *(name for name in ticked if name not in kept)]

    def _count(self) -> None:
        many = len(self.ids())
        words = f"Use {counted(many, 'example')}" if many else "Use these"
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setEnabled(many > 0)

    def _take(self) -> None:
        chosen = self.ids()
        self.accept()
        self.picked.emit(chosen)
