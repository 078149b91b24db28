"""The table of trials: a row a variant, a column a pattern, fix rates with their intervals."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from curator.gui.pages.patterns_list import window_is_active
from curator.gui.pages.trials_cells import CELL_ROLE, Cell, TrialsModel
from curator.gui.pages.trials_state import TrialRow, TrialsState
from curator.gui.theme import theme
from curator.gui.widgets.marks import paint_interval, paint_pattern_shape
from curator.model.pattern import Pattern
from curator.model.statistics import Estimate

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 54
HEADER_HEIGHT = 68
CENTRE = Qt.AlignmentFlag.AlignVCenter


class _Head(QHeaderView):
    """Shape and count of each pattern, its name on two lines."""

    def __init__(self, table: TrialsTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(theme().px(64))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(HEADER_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        columns = self._table.trials.columns
        if not 0 <= logicalIndex < len(columns):
            return
        column, colors, px = columns[logicalIndex], theme(), theme().px
        painter.save()
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors.color("line"))
        left = rect.left() + px(20 if logicalIndex == 0 else 6)
        wide = rect.right() - left - px(6)
        top = rect.top() + px(10)
        high = colors.line_height("meta")
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text2"))
        if column.pattern is not None:
            shape = QRectF(left, top + px(3), px(10), px(10))
            paint_pattern_shape(painter, shape, column.pattern.colour)
            count = f"{self._cases(column.pattern):,} cases"
            painter.drawText(QRect(left + px(16), top, wide - px(16), high), int(CENTRE), count)
            top += high + px(2)
        painter.setFont(colors.font("metastrong"))
        lines = _two_lines(painter, column.title, wide)
        for place, line in enumerate(lines):
            painter.drawText(QRect(left, top + place * high, wide, high), int(CENTRE), line)
        painter.restore()

    def _cases(self, pattern: Pattern) -> int:
        counts = [
            one.cases
            for row in self._table.trials.rows
            for one in row.comparison.patterns
            if one.pattern_id == pattern.id
        ]
        return max(counts, default=0)


def _two_lines(painter: QPainter, text: str, width: int) -> list[str]:
    """A title broken between words into at most two lines."""
    metrics = painter.fontMetrics()
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first and words:
        first = metrics.elidedText(words.pop(0), Qt.TextElideMode.ElideRight, width)
    rest = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
    return [line for line in (first, rest) if line]


class _CellDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        colors = theme()
        painter.save()
        if selected:
            active = window_is_active(option)
            painter.fillRect(box, colors.color("sel" if active else "hover"))
            if index.column() == 0:
                bar = QRect(box.left(), box.top(), 3, box.height())
                painter.fillRect(bar, colors.color("accent" if active else "ctl"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colors.color("line"))
        if index.column() == 0:
            self._paint_variant(painter, cell, box, selected=selected)
        elif cell.hidden:
            self._paint_hidden(painter, box, index)
        elif cell.estimate is not None:
            self._paint_estimate(painter, cell, cell.estimate, box)
        else:
            self._paint_words(painter, cell, box)
        wanted = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
        if state & wanted == wanted:
            painter.setPen(colors.color("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_variant(self, painter: QPainter, cell: Cell, box: QRect, *, selected: bool) -> None:
        px = theme().px
        inner = box.adjusted(px(20), 0, -px(8), 0)
        self._line(painter, inner, px(8), "strong" if selected else "medium", "text", cell.text)
        self._line(painter, inner, px(28), "meta", cell.tone or "text3", cell.detail)

    def _paint_estimate(
        self, painter: QPainter, cell: Cell, estimate: Estimate, box: QRect
    ) -> None:
        px = theme().px
        inner = box.adjusted(px(6), 0, -px(10), 0)
        style = "strong" if cell.best else "body"
        self._line(painter, inner, px(3), style, "text", cell.text)
        track = QRectF(inner.left(), inner.top() + px(21), min(inner.width(), px(84)), px(13))
        paint_interval(painter, track, estimate.value, estimate.low, estimate.high)
        self._line(painter, inner, px(34), "meta", "text3", cell.detail)

    def _paint_words(self, painter: QPainter, cell: Cell, box: QRect) -> None:
        px = theme().px
        inner = box.adjusted(px(6), 0, -px(6), 0)
        if cell.detail:
            self._line(painter, inner, px(8), "body", "text", cell.text)
            self._line(painter, inner, px(28), "meta", "text3", cell.detail)
        else:
            self._line(painter, inner, px(17), "body", "text3", cell.text or "–")

    def _paint_hidden(self, painter: QPainter, box: QRect, index: Index) -> None:
        """One sentence over all columns: each cell paints the part that falls into it."""
        table = self.parent()
        if not isinstance(table, TrialsTable):
            return
        first = table.columnViewportPosition(1)
        words = table.trials.cell(index.row(), 1).text
        painter.setClipRect(box)
        icon = theme().pixmap("info", 16, "text2")
        px = theme().px
        painter.drawPixmap(QPoint(first + px(6), box.top() + (box.height() - px(16)) // 2), icon)
        painter.setFont(theme().font("body"))
        painter.setPen(theme().color("text2"))
        line = QRect(first + px(30), box.top(), table.viewport().width() - first, box.height())
        painter.drawText(line, int(CENTRE), words)

    def _line(
        self, painter: QPainter, box: QRect, down: int, style: str, color: str, text: str
    ) -> None:
        painter.setFont(theme().font(style))
        painter.setPen(theme().color(color))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        high = theme().line_height(style)
        painter.drawText(QRect(box.left(), box.top() + down, box.width(), high), int(CENTRE), shown)


class TrialsTable(QTableView):
    """Rows are selected whole; the current cell says whose cases Enter opens."""

    trial_changed = Signal(str)
    cell_changed = Signal()
    cell_opened = Signal(str, int)
    """A trial's uid and the column whose cases are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trials-table")
        self.setAccessibleName("Trials")
        self.trials = TrialsModel(self)
        self.setModel(self.trials)
        self.setHorizontalHeader(_Head(self))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.selectionModel().currentColumnChanged.connect(lambda *_: self.cell_changed.emit())
        self.doubleClicked.connect(self._open)

    def set_state(self, state: TrialsState, current: str) -> None:
        """Show these trials, with one of them current, else the last."""
        self.selectionModel().blockSignals(True)
        self.trials.set_state(state)
        self.fit_columns()
        uids = [row.uid for row in state.rows]
        place = uids.index(current) if current in uids else len(uids) - 1
        if place >= 0:
            self.setCurrentIndex(self.trials.index(place, 1))
        self.selectionModel().blockSignals(False)
        self.updateGeometry()

    def fit_columns(self) -> None:
        """Pattern columns share the room that the others leave, within limits."""
        columns = self.trials.columns
        rest = sum(theme().px(one.width) for one in columns if one.kind != "pattern")
        many = max(1, sum(one.kind == "pattern" for one in columns))
        share = (self.width() - rest - 2) // many
        share = min(max(share, theme().px(88)), theme().px(124))
        for place, column in enumerate(columns):
            wide = share if column.kind == "pattern" else theme().px(column.width)
            self.setColumnWidth(place, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def current(self) -> TrialRow | None:
        place = self.currentIndex().row()
        return self.trials.rows[place] if 0 <= place < len(self.trials.rows) else None

    def height_wanted(self) -> int:
        """Head and all rows, with room for the horizontal scroll bar."""
        wide = sum(self.columnWidth(place) for place in range(len(self.trials.columns)))
        bar = theme().px(12) if wide > self.width() else 0
        return theme().px(HEADER_HEIGHT) + len(self.trials.rows) * theme().px(ROW_HEIGHT) + bar + 1

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search."""
        del search

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.cell_opened.emit(self.trials.rows[index.row()].uid, index.column())

    def _moved(self, index: QModelIndex, before: QModelIndex) -> None:
        del before
        if index.isValid():
            self.trial_changed.emit(self.trials.rows[index.row()].uid)
