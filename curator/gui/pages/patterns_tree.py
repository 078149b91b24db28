"""Patterns from broad to fine, as a tree from the same grouping."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph
from curator.model.pattern_views import Branch

BRANCH = int(Qt.ItemDataRole.UserRole)


class TreeDialog(QDialog):
    """Enter on a pattern goes to it, on any other branch opens its cases."""

    pattern_asked = Signal(str)
    cases_asked = Signal(list, str)
    pattern_wanted = Signal(list, str)
    """A finer group that is to be a pattern of its own: keys and name."""

    def __init__(self, parent: QWidget, branches: Sequence[Branch]) -> None:
        super().__init__(parent)
        px = theme().px
        self.setObjectName("tree-dialog")
        self.setWindowTitle("Broad and finer patterns")
        self.setAccessibleName("Broad and finer patterns")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(min(px(760), parent.width() - px(32)), min(px(620), parent.height() - px(32)))
        self.tree = QTreeWidget()
        self.tree.setObjectName("pattern-branches")
        self.tree.setAccessibleName("Broad patterns, the patterns in them, finer groups in those")
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels(["Pattern", "Cases", "Cohesion, 0 to 1"])
        self.tree.setUniformRowHeights(True)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for branch in branches:
            self.tree.addTopLevelItem(_item(branch))
        self.tree.expandToDepth(0)
        self.tree.itemActivated.connect(lambda item, _: self._open(item))
        self.tree.currentItemChanged.connect(lambda item, _: self._moved(item))
        self.look = button("Open its cases", "tree-open", on_click=self._open_cases)
        self.make = button("Make it a pattern", "tree-make", on_click=self._make)
        close = button("Close", "tree-close", on_click=self.reject)
        foot = QHBoxLayout()
        for one in (self.look, self.make):
            one.setAutoDefault(False)
            foot.addWidget(one)
        close.setAutoDefault(False)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(12))
        column.addWidget(
            Paragraph(
                "Broad patterns hold the patterns of the list, these hold finer groups. Only "
                "patterns of the list are kept; the rest is a look at the same cases.",
                "body",
                "text2",
            )
        )
        column.addWidget(self.tree, 1)
        column.addLayout(foot)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)
        self._moved(self.tree.currentItem())

    def _branch(self, item: QTreeWidgetItem | None) -> Branch | None:
        found = item.data(0, BRANCH) if item is not None else None
        return found if isinstance(found, Branch) else None

    def _moved(self, item: QTreeWidgetItem | None) -> None:
        branch = self._branch(item)
        self.look.setEnabled(branch is not None and bool(branch.keys))
        self.make.setEnabled(branch is not None and branch.level == "finer")

    def _open(self, item: QTreeWidgetItem) -> None:
        branch = self._branch(item)
        if branch is not None and branch.pattern_id:
            self.accept()
            self.pattern_asked.emit(branch.pattern_id)
        else:
            self._open_cases()

    def _open_cases(self) -> None:
        branch = self._branch(self.tree.currentItem())
        if branch is not None and branch.keys:
            self.accept()
            self.cases_asked.emit(list(branch.keys), f"Group: {branch.name}")

    def _make(self) -> None:
        branch = self._branch(self.tree.currentItem())
        if branch is not None and branch.level == "finer":
            self.accept()
            self.pattern_wanted.emit(list(branch.keys), branch.name)


def _item(branch: Branch) -> QTreeWidgetItem:
    cohesion = f"{branch.cohesion:.2f}" if branch.size > 1 else ""
    item = QTreeWidgetItem([branch.name, f"{branch.size:,}", cohesion])
    item.setData(0, BRANCH, branch)
    item.setToolTip(0, ", ".join(branch.keywords))
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for child in branch.children:
        item.addChild(_item(child))
    return item
