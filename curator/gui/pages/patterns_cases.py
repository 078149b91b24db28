"""The cases of a pattern as a list that can be ranged over by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from curator.gui.item_models.pattern_cases import (
    CASE_ROLE,
    CaseRow,
    Likely,
    PatternCasesModel,
)
from curator.gui.pages.patterns_list import draw_line, paint_row_focus, paint_row_ground
from curator.gui.theme import theme
from curator.model.pattern_views import Fold
from curator.model.queue import CaseLine

Index = QModelIndex | QPersistentModelIndex


class _CaseDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(theme().px(160), theme().px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(CASE_ROLE)
        if not isinstance(row, CaseRow) or row.line is None:
            return
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        paint_row_ground(painter, option, box, selected=selected)
        px = theme().px
        inner = box.adjusted(px(20), px(7), -px(20), -px(6))
        top = QRect(inner.left(), inner.top(), inner.width(), px(20))
        below = QRect(inner.left(), inner.top() + px(20), inner.width(), px(18))
        if row.stands_for > 1:
            top = self._count(painter, top, row.stands_for)
        self._line(painter, top, row.line.preview, "strong" if selected else "body", "text")
        if row.likely is not None:
            chance = f"{row.likely.name}, {100 * row.likely.probability:.0f} % likely"
            self._line(painter, below, chance, "meta", "accent")
        else:
            self._line(painter, below, row.detail, "meta", "text3")
        paint_row_focus(painter, option, box)
        painter.restore()

    def _count(self, painter: QPainter, box: QRect, count: int) -> QRect:
        """How many cases the row stands for, at its end; gives the room that is left."""
        words = f"×{count:,}"
        painter.setFont(theme().font("metastrong"))
        painter.setPen(theme().color("text2"))
        wide = painter.fontMetrics().horizontalAdvance(words)
        place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, int(place), words)
        return box.adjusted(0, 0, -wide - theme().px(8), 0)

    def _line(self, painter: QPainter, box: QRect, text: str, style: str, color: str) -> None:
        painter.setFont(theme().font(style))
        painter.setPen(theme().color(color))
        draw_line(painter, box, text)


class CaseList(QListView):
    """Cases with range selection (Shift, Ctrl, Ctrl+A): the lasso's equal for the keyboard."""

    keys_selected = Signal(list)
    current_case = Signal(int)
    """The case that is current in the list now."""
    opened = Signal(int)
    taken = Signal(int, str)
    """A case and the likely pattern a person put it in."""

    def __init__(self, name: str, words: str, *, takes: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self._takes = takes
        self._model = PatternCasesModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_CaseDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.selectionModel().currentChanged.connect(self._current_moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.key_at(index.row())))
        theme().changed.connect(self.doItemsLayout)

    def set_cases(
        self,
        keys: Sequence[int],
        likely: dict[int, Likely],
        fetch: Callable[[Sequence[int]], list[CaseLine]],
    ) -> None:
        """Show other cases; the place in the list is kept where it still exists."""
        place = self.currentIndex().row()
        self.selectionModel().blockSignals(True)
        self._model.set_cases(keys, likely, fetch)
        self.selectionModel().blockSignals(False)
        if place >= 0 and keys and self._takes:
            self.setCurrentIndex(self._model.index(min(place, len(keys) - 1), 0))

    def fold(self, folds: Sequence[Fold]) -> None:
        """Fold cases that say nearly the same; selecting one selects them all."""
        self.selectionModel().blockSignals(True)
        self._model.fold(folds)
        self.selectionModel().blockSignals(False)

    def keys(self) -> list[int]:
        return self._model.keys()

    def selected_keys(self) -> list[int]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [key for row in rows for key in self._model.keys_at(row)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search."""
        del search

    def _enter(self) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        row = self._model.case_row(index.row())
        if self._takes and row.likely is not None:
            self.taken.emit(row.key, row.likely.pattern_id)
        else:
            self.opened.emit(row.key)

    def _current_moved(self, index: QModelIndex, before: QModelIndex) -> None:
        del before
        if index.isValid():
            self.current_case.emit(self._model.key_at(index.row()))

    def _selected(self) -> None:
        self.keys_selected.emit(self.selected_keys())
