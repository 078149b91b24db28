"""The case list: search, queue chooser, and the rows."""

from __future__ import annotations

from array import array
from functools import lru_cache

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from curator.gui.item_models.case_list import CaseListModel, Fetch, Index, Locate, nowhere
from curator.gui.theme import theme
from curator.gui.theme.filling import fill
from curator.gui.widgets.controls import EmptyState, icon_button, menu_button
from curator.gui.widgets.filter_bar import FilterBar
from curator.gui.widgets.found_marks import paint_found
from curator.gui.widgets.labels import (
    label,
    rule,
    text_direction,
    text_side,
)
from curator.gui.widgets.marks import paint_status
from curator.gui.widgets.own_viewport import own_viewport
from curator.gui.widgets.search_field import SearchField
from curator.model.queue import CaseLine

ROW_HEIGHT = 52
SEARCH_AFTER = 10
"""Milliseconds after the last key until a search runs: keys that come together count as one. A
search costs little, and the next letter ends the one that runs."""


class CaseDelegate(QStyledItemDelegate):
    """Mark, first words, model and tags."""

    _searched: tuple[str, ...] = ()
    _on_selected = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, CaseLine):
            return
        remark = ""
        table = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        if isinstance(table, CaseTable):
            remark = table.remarks.get(line.key, "")
            self._searched = table.searched
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        view = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        active = isinstance(view, QWidget) and view.isActiveWindow()
        self._on_selected = selected and active
        painter.save()
        self._paint_ground(painter, box, state, view, index)
        px = theme().px
        mark = QRectF(box.left() + px(20), box.top() + px(12), px(14), px(14))
        paint_status(painter, mark, line.mark)
        text = QRect(box.left() + px(44), box.top() + px(6), box.width() - px(44) - px(12), px(20))
        muted = line.mark is not None and not selected
        self._paint_line(
            painter,
            text,
            line.preview,
            "strong" if selected else "body",
            "text2" if muted else "text",
        )
        severity = line.severity.value.capitalize() if line.severity else ""
        parts = (remark, severity, line.model or line.id, ", ".join(line.tags))
        detail = line.found or " · ".join(part for part in parts if part)
        text.translate(0, px(20))
        text.setHeight(px(16))
        self._paint_line(
            painter, text, detail, "meta", "text2" if selected and active else "text3", ltr=True
        )
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        box: QRect,
        state: QStyle.StateFlag,
        view: object,
        index: Index,
    ) -> None:
        colors = theme()
        active = isinstance(view, QWidget) and view.isActiveWindow()
        if state & QStyle.StateFlag.State_Selected:
            fill(painter, box, colors.color("sel" if active else "hover"))
            bar = QRect(box.left(), box.top(), 3, box.height())
            fill(painter, bar, colors.color("accent" if active else "ctl"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill(painter, box, colors.color("hover"))
        if isinstance(view, CaseTable) and view.ring and index.row() == view.currentIndex().row():
            painter.setPen(colors.color("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _paint_line(
        self, painter: QPainter, box: QRect, text: str, style: str, color: str, ltr: bool = False
    ) -> None:
        painter.setFont(theme().font(style))
        painter.setPen(theme().color(color))
        shown, direction, side = _fitted(text, style, box.width(), theme().scale, ltr)
        if self._searched:
            paint_found(painter, box, shown, self._searched, on_selected=self._on_selected, ltr=ltr)
            return
        painter.setLayoutDirection(direction)
        painter.drawText(box, side, shown)


@lru_cache(maxsize=2_000)
def _fitted(
    text: str, style: str, width: int, scale: float, ltr: bool
) -> tuple[str, Qt.LayoutDirection, Qt.AlignmentFlag]:
    """A line as it fits, with its direction and side: a third of what painting a row takes."""
    del scale  # the font's: another one is another line
    metrics = QFontMetrics(theme().font(style))
    shown = metrics.elidedText(text[:300], Qt.TextElideMode.ElideRight, width)
    ordered = "" if ltr else text
    return shown, text_direction(ordered), text_side(ordered)


class CaseTable(QTableView):
    """A one-column table: unlike a list view it takes a million rows at once."""

    def __init__(self) -> None:
        super().__init__()
        self.ring = False
        self.remarks: dict[int, str] = {}
        """What a queue says of its cases, by key: shown before the model's name."""
        own_viewport(self)
        self.setObjectName("case-list")
        self.setAccessibleName("Cases")
        self.setItemDelegate(CaseDelegate(self))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        self.viewport().setAutoFillBackground(True)
        self.verticalHeader().setMinimumSectionSize(theme().px(ROW_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))

    @property
    def searched(self) -> tuple[str, ...]:
        """The words that the rows were searched for."""
        model = self.model()
        return model.searched if isinstance(model, CaseListModel) else ()

    def showEvent(self, event: QShowEvent) -> None:
        # Opaque, so that scrolling moves what is painted already and paints the new rows alone;
        # the style sheet, which gives the colour, takes it back as it is applied.
        super().showEvent(event)
        self.viewport().setAutoFillBackground(True)

    def keyboardSearch(self, search: str) -> None:
        """Letters are marks here; the default would look through every row."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ring = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ring = False
        super().focusOutEvent(event)


class CaseListPanel(QWidget):
    """Search and queue above the rows. `current_changed` carries the row, -1 for none."""

    current_changed = Signal(int)
    search_changed = Signal(str)
    queue_chosen = Signal(str)
    keys_shown = Signal()
    """Another queue's rows are shown: the count follows."""
    hide_wanted = Signal()
    left = Signal()
    """Esc or Enter in the search line: back to the case."""

    def __init__(self, fetch: Fetch, locate: Locate = nowhere) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("win", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = CaseListModel(fetch, locate)
        self.counting = False
        """Whether only the first finds are shown, and how many there are is not known yet."""
        self.table = CaseTable()
        self.table.setModel(self.model)
        self.search = SearchField()
        self.queue = menu_button("", "queue")
        self.count = label("", "meta")
        self.empty = EmptyState("", "", late=True)
        self.empty.hide()
        self.filter_button = icon_button(
            "filter", "Filter and sort (Ctrl+Shift+F)", "filter-button"
        )
        self.filters = FilterBar()
        hide = icon_button("sidebar-hide", "Hide the case list (Ctrl+B)", "hide-list")
        hide.clicked.connect(self.hide_wanted)
        self.hide_button = hide
        first = QHBoxLayout()
        first.setSpacing(px(8))
        first.addWidget(self.search, 1)
        first.addWidget(self.filter_button)
        first.addWidget(hide)
        second = QHBoxLayout()
        second.setSpacing(px(8))
        second.addWidget(self.queue)
        second.addStretch()
        second.addWidget(self.count)
        head = QVBoxLayout()
        head.setContentsMargins(px(16), px(12), px(12), px(8))
        # The menu's text, not its hover ground, stands under the search line's edge.
        second.setContentsMargins(-px(7), 0, px(4), 0)
        head.setSpacing(px(6))
        head.addLayout(first)
        head.addLayout(second)
        head.addWidget(self.filters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(lambda: self.search_changed.emit(self.search.text()))
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._search_now)
        self.search.escaped.connect(self.left)
        self.search.installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)

    def _search_now(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.search_changed.emit(self.search.text())
        self.left.emit()

    def _current_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        self.current_changed.emit(current.row())

    def show_keys(self, keys: array[int], current: int | None, *, counting: bool = False) -> None:
        """Show another queue, or (`counting`) its first finds, with its current row."""
        self.counting = counting
        with_signals = self.table.selectionModel().blockSignals(True)
        self.model.set_keys(keys)
        self.table.selectionModel().blockSignals(with_signals)
        self.table.setVisible(len(keys) > 0)
        self.empty.setVisible(len(keys) == 0)
        self.keys_shown.emit()
        if current is None:
            self.current_changed.emit(-1)
        else:
            self.go_to(current)

    def add_keys(self, keys: array[int]) -> None:
        """The queue whose beginning is shown, with the rest."""
        self.counting = False
        self.model.add_keys(keys)
        self.keys_shown.emit()

    def show_count(self, words: str = "", tip: str = "") -> None:
        """How many cases there are, or in `words` how many of them are left."""
        total = len(self.model.keys)
        cases = f"{total:,} {'case' if total == 1 else 'cases'}"
        if self.counting:
            words = f"{total:,} so far…"
            tip = f"The first {cases} found; the others are still looked for"
        self.count.setText(words or cases)
        self.count.setToolTip(tip)

    def go_to(self, row: int) -> None:
        """Make a row current."""
        index = self.model.index(row, 0)
        if self.table.currentIndex() == index:
            self.current_changed.emit(row)
        self.table.setCurrentIndex(index)
        self._keep_in_view(row)

    def _keep_in_view(self, row: int) -> None:
        # The current row never sticks to the foot: one sees what comes.
        height = self.table.rowHeight(row) or theme().px(ROW_HEIGHT)
        top = self.table.rowViewportPosition(row)
        lowest = self.table.viewport().height() - 3 * height
        if lowest < top <= lowest + 2 * height and top > height:
            # The next row: moving up by one paints one row, a jump would paint them all.
            bar = self.table.verticalScrollBar()
            bar.setValue(bar.value() + top - lowest)
        elif top < height or top > lowest:
            self.table.scrollTo(
                self.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter
            )

    def show_current(self) -> None:
        """Scroll to the current row, after the list got its size."""
        if self.row() >= 0:
            self._keep_in_view(self.row())

    def row(self) -> int:
        """The current row, -1 for none."""
        return self.table.currentIndex().row()

    def selected_keys(self) -> list[int]:
        """Keys of all selected rows."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.keys[row] for row in rows]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.left.emit()
            return True
        return super().eventFilter(watched, event)
