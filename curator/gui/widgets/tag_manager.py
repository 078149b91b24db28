"""Tags of a project: renamed, or merged by giving one the other's name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label


class TagManager(QDialog):
    """`renamed` carries (tag, new name); an existing name merges the two."""

    renamed = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme().px
        self.setObjectName("tag-manager")
        self.setWindowTitle("Tags")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(px(440), px(460))
        self._tags: dict[str, int] = {}
        self.list = QListWidget()
        self.list.setObjectName("tags")
        self.list.setAccessibleName("Tags")
        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        self.name = QLineEdit()
        self.name.setObjectName("tag-name")
        self.name.setAccessibleName("New name of the tag")
        self.name.textChanged.connect(lambda _: self._say())
        self.name.returnPressed.connect(self._rename)
        self.rename = button("Rename", "tag-rename", kind="primary", on_click=self._rename)
        self.rename.setAutoDefault(False)
        self.words = Paragraph("", "meta")
        close = button("Close", "tags-close", on_click=self.accept)
        close.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.name, 1)
        row.addWidget(self.rename)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(10))
        column.addWidget(label("All uses of a tag follow when it is renamed.", "body"))
        frame = QFrame()
        frame.setProperty("boxed", True)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        column.addWidget(frame, 1)
        column.addLayout(row)
        column.addWidget(self.words)
        column.addLayout(foot)

    def show_tags(self, tags: Sequence[tuple[str, int]], current: str = "") -> None:
        """Show the project's tags with the number of cases; `current` is chosen."""
        self._tags = dict(tags)
        self.list.clear()
        for tag, count in tags:
            item = QListWidgetItem(f"{tag}  ·  {count:,} {'case' if count == 1 else 'cases'}")
            item.setData(Qt.ItemDataRole.UserRole, tag)
            item.setSizeHint(QSize(0, theme().px(30)))
            self.list.addItem(item)
        names = list(self._tags)
        self.list.setCurrentRow(names.index(current) if current in names else 0)
        self._chosen()

    def tag(self) -> str:
        """The chosen tag, "" for none."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _chosen(self) -> None:
        self.name.setText(self.tag())
        self.name.selectAll()

    def _new_name(self) -> str:
        return " ".join(self.name.text().split())

    def _say(self) -> None:
        tag, name = self.tag(), self._new_name()
        merges = name in self._tags and name != tag
        self.rename.setText("Merge" if merges else "Rename")
        self.rename.setAccessibleName(self.rename.text())
        self.rename.setEnabled(bool(tag and name) and name != tag)
        self.words.set_text(f"“{tag}” and “{name}” become one tag." if merges else " ")

    def _rename(self) -> None:
        if self.rename.isEnabled():
            self.renamed.emit(self.tag(), self._new_name())
