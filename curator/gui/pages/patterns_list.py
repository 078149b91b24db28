"""The ranked pattern list with its headings, order and lens."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.item_models.pattern_list import (
    ROW_ROLE,
    Order,
    PatternListModel,
    PatternRow,
)
from curator.gui.pages.patterns_grain import GrainPanel
from curator.gui.pages.patterns_list_figures import (
    PROPOSED,
    ColumnHeads,
    Columns,
    Trends,
    paint_figures,
)
from curator.gui.pages.patterns_list_head import PatternListHead
from curator.gui.theme import theme
from curator.gui.widgets.labels import rule, runs_right_to_left
from curator.gui.widgets.marks import paint_pattern_shape
from curator.model.pattern import Lens

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 72
NONE_HEIGHT = 44
CENTRE = Qt.AlignmentFlag.AlignVCenter


def window_is_active(option: QStyleOptionViewItem) -> bool:
    """Whether the list's window has the keyboard; `State_Active` also asks for the focus."""
    widget = option.widget  # pyright: ignore[reportAttributeAccessIssue]
    return isinstance(widget, QWidget) and widget.isActiveWindow()


def paint_row_ground(
    painter: QPainter, option: QStyleOptionViewItem, box: QRect, *, selected: bool
) -> None:
    """Fill, 3 px bar and focus border of a list row, as every list of the app shows them."""
    colors = theme()
    active = window_is_active(option)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)  # pyright: ignore[reportAttributeAccessIssue]
    if selected:
        painter.fillRect(box, colors.color("sel" if active else "hover"))
        painter.fillRect(
            QRect(box.left(), box.top(), 3, box.height()),
            colors.color("accent" if active else "ctl"),
        )
    elif hovered:
        painter.fillRect(box, colors.color("hover"))
    painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colors.color("line"))


def draw_line(painter: QPainter, box: QRect, text: str) -> None:
    """One line that ends in … where it does not fit, running as its first letter does."""
    line = " ".join(text[:600].split())
    shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, box.width())
    rightwards = Qt.LayoutDirection.LeftToRight
    painter.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if runs_right_to_left(line) else rightwards
    )
    painter.drawText(box, int(CENTRE), shown)
    painter.setLayoutDirection(rightwards)


def paint_row_focus(painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
    """The accent border round the current row of a list that has the keyboard."""
    state = option.state  # pyright: ignore[reportAttributeAccessIssue]
    if (
        state & QStyle.StateFlag.State_HasFocus
        and state & QStyle.StateFlag.State_KeyboardFocusChange
    ):
        painter.setPen(theme().color("accent"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.drawRect(box.adjusted(1, 1, -2, -2))


class PatternDelegate(QStyledItemDelegate):
    """Number, shape, name, pin and count; below them share with interval, and the fix."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.trends = Trends()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        row = index.data(ROW_ROLE)
        high = ROW_HEIGHT if isinstance(row, PatternRow) and row.pattern_id else NONE_HEIGHT
        return QSize(theme().px(200), theme().px(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, PatternRow):
            return
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        paint_row_ground(painter, option, box, selected=selected)
        if row.pattern_id:
            self._paint_title(painter, row, box, selected=selected)
            paint_figures(painter, row, box, self.trends)
        else:
            self._paint_none(painter, row, box, selected=selected)
        paint_row_focus(painter, option, box)
        painter.restore()

    def _paint_title(
        self, painter: QPainter, row: PatternRow, box: QRect, *, selected: bool
    ) -> None:
        colors, px = theme(), theme().px
        top, high = box.top() + px(11), px(20)
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text3"))
        number = QRect(box.left() + px(12), top, px(18), high)
        painter.drawText(number, int(CENTRE | Qt.AlignmentFlag.AlignRight), str(row.number))
        shape = QRectF(box.left() + px(37), top + px(4), px(12), px(12))
        paint_pattern_shape(painter, shape, row.colour)
        right = self._paint_count(painter, row.count, box, top, strong=True)
        if row.locked:
            pin = colors.pixmap("pin", 14, "text2")
            right -= px(26)
            painter.drawPixmap(QPoint(right, top + px(3)), pin)
        elif not row.by_people and Columns.of(box.width()).track >= 0:
            painter.setFont(colors.font("meta"))
            painter.setPen(colors.color("text3"))
            wide = painter.fontMetrics().horizontalAdvance(PROPOSED)
            right -= wide + px(10)
            painter.drawText(QRect(right, top, wide + px(4), high), int(CENTRE), PROPOSED)
        painter.setFont(colors.font("strong" if selected else "medium"))
        painter.setPen(colors.color("text"))
        left = box.left() + px(58)
        draw_line(painter, QRect(left, top, right - left - px(8), high), row.name)

    def _paint_count(
        self, painter: QPainter, count: int, box: QRect, top: int, *, strong: bool
    ) -> int:
        """The count at the right end; returns where the room left of it ends."""
        colors, px = theme(), theme().px
        painter.setFont(colors.font("strong" if strong else "body"))
        painter.setPen(colors.color("text" if strong else "text2"))
        text = f"{count:,}"
        wide = painter.fontMetrics().horizontalAdvance(text)
        place = QRect(box.right() - px(16) - wide, top, wide + 1, px(20))
        painter.drawText(place, int(CENTRE), text)
        return place.left()

    def _paint_none(
        self, painter: QPainter, row: PatternRow, box: QRect, *, selected: bool
    ) -> None:
        colors, px = theme(), theme().px
        top = box.top() + (box.height() - px(20)) // 2
        shape = QRectF(box.left() + px(38), top + px(5), px(10), px(10))
        paint_pattern_shape(painter, shape, 0)
        right = self._paint_count(painter, row.count, box, top, strong=False)
        painter.setFont(colors.font("strong" if selected else "body"))
        painter.setPen(colors.color("text2"))
        text = row.name
        if row.likely:
            text += f", {row.likely:,} with a likely one"
        left = box.left() + px(58)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, right - left - px(8)
        )
        painter.drawText(QRect(left, top, right - left, px(20)), int(CENTRE), shown)


class PatternListPane(QWidget):
    """List, order and lens. Emits requests; the page does the deeds."""

    current_changed = Signal(str)
    """Id of the pattern that is current now, "" for the failures in none."""
    opened = Signal(str)
    order_chosen = Signal(str)
    lens_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("win", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(theme().px(264))
        self.model = PatternListModel(self)
        self.view = QListView()
        self.view.setObjectName("pattern-list")
        self.view.setAccessibleName("Patterns")
        self.view.setModel(self.model)
        self._delegate = PatternDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.viewport().installEventFilter(self)
        self._heads = ColumnHeads()
        self._foot: GrainPanel | None = None
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.selectionModel().currentChanged.connect(self._current_moved)
        self.view.activated.connect(lambda index: self.opened.emit(self._id(index)))
        theme().changed.connect(self.view.doItemsLayout)
        self._head = PatternListHead()
        self._head.lens_chosen.connect(self.lens_chosen)
        self._head.order_chosen.connect(self.order_chosen)
        self._lay_out()
        self.show_lens("wrong")
        self.show_order("count")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(rule())
        column.addWidget(self._heads)
        column.addWidget(rule())
        column.addWidget(self.view, 1)

    def set_low(self, *, low: bool) -> None:
        """Whether the list has little height: its foot gives way."""
        if self._foot is not None:
            self._foot.set_low(low=low)

    def add_foot(self, foot: GrainPanel) -> None:
        """Put how fine the patterns are cut under the list."""
        self._foot = foot
        layout = self.layout()
        if layout is not None:
            layout.addWidget(foot)

    def show_trends(self, trends: Trends) -> None:
        """Every pattern's last weeks, as a line in its row."""
        self._delegate.trends = trends
        self._heads.show_trend(trends.words)
        self.view.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._heads.follow(self.view.viewport().width())
        return super().eventFilter(watched, event)

    def show_lens(self, lens: Lens) -> None:
        """Say what the failures are grouped by."""
        self._head.show_lens(lens)

    def show_order(self, order: Order) -> None:
        """Say what the list is sorted by."""
        self._head.show_order(order)

    def set_rows(self, rows: list[PatternRow], current: str | None) -> None:
        """Show these rows with `current` selected, or the first where it is none or gone."""
        self.view.selectionModel().blockSignals(True)
        self.model.set_rows(rows)
        place = 0 if current is None else max(0, self.model.row_of(current))
        self.view.setCurrentIndex(self.model.index(place, 0))
        self.view.selectionModel().blockSignals(False)
        self.view.viewport().update()

    def current(self) -> PatternRow | None:
        row = self.view.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, PatternRow) else None

    def go_to(self, pattern_id: str) -> None:
        """Make a pattern current, as if it had been clicked."""
        place = self.model.row_of(pattern_id)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place, 0))

    def step(self, by: int) -> None:
        """Go down or up the list."""
        place = self.view.currentIndex().row() + by
        if 0 <= place < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(place, 0))

    def _id(self, index: QModelIndex) -> str:
        row = index.data(ROW_ROLE)
        return row.pattern_id if isinstance(row, PatternRow) else ""

    def _current_moved(self, index: QModelIndex, before: QModelIndex) -> None:
        del before
        if index.isValid():
            self.current_changed.emit(self._id(index))
