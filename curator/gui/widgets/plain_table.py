"""A table of short texts, read-only: one rule under each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from curator.gui.theme import theme
from curator.gui.widgets.labels import plain_tip, text_direction, text_side

NARROWEST = 150
"""px below which a column that shares the room is too narrow to read."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class PlainColumn:
    """A column: its title, width in px (0 shares what is left), text style and colour."""

    title: str
    width: int = 0
    style: str = "body"
    color: str = "text2"
    optional: bool = False
    """Left out where the columns that share the room would become too narrow."""


class PlainModel(QAbstractTableModel):
    """Rows of texts."""

    def __init__(self, columns: Sequence[PlainColumn]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: Sequence[Sequence[str]] = ()

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self.rows[index.row()][index.column()]
            return text if role == Qt.ItemDataRole.DisplayRole else plain_tip(text[:1000])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class PlainDelegate(QStyledItemDelegate):
    """One elided line, on its own side where it runs right to left."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PlainModel)
        column = model.columns[index.column()]
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        colors, px = theme(), theme().px
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colors.color("sel"))
        foot = QRect(box.left(), box.bottom(), box.width(), 1)
        painter.fillRect(foot, colors.color("line"))
        painter.setFont(colors.font(column.style))
        painter.setPen(colors.color(column.color))
        room = box.adjusted(px(12) if index.column() else px(20), 0, -px(4), 0)
        text = " ".join(model.rows[index.row()][index.column()][:400].split())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setLayoutDirection(text_direction(text))
        painter.drawText(room, text_side(text), shown)
        painter.restore()


class PlainTable(QTableView):
    """Shows rows of texts; the columns without a width share the room."""

    def __init__(self, name: str, accessible_name: str, columns: Sequence[PlainColumn]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.rows = PlainModel(columns)
        self.setModel(self.rows)
        self.setItemDelegate(PlainDelegate(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(theme().px(40))
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        px = theme().px
        self.verticalHeader().setMinimumSectionSize(px(34))
        self.verticalHeader().setDefaultSectionSize(px(34))
        head = self.horizontalHeader()
        for place, column in enumerate(self.rows.columns):
            if column.width:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
                head.resizeSection(place, px(column.width))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.rows.set_rows(rows)
        self._hide_optional()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._hide_optional()
        super().resizeEvent(event)

    def _hide_optional(self) -> None:
        columns = self.rows.columns
        fixed = sum(theme().px(column.width) for column in columns)
        sharing = sum(1 for column in columns if not column.width)
        narrow = self.width() - fixed < sharing * theme().px(NARROWEST)
        for place, column in enumerate(columns):
            empty = bool(self.rows.rows) and not any(row[place] for row in self.rows.rows)
            self.setColumnHidden(place, column.optional and (narrow or empty))

    def keyboardSearch(self, search: str) -> None:
        """Letters belong to the page."""
