"""The list of queues: each with what it shows, why, and how many cases are left in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.item_models.case_list import Index
from curator.gui.theme import theme
from curator.gui.widgets.queue_offer import Offer

ROW_HEIGHT = 44
WIDTH = 500
HIGHEST = 560


class OfferDelegate(QStyledItemDelegate):
    """Title and count over the reason."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        if not isinstance(offer, Offer) or not isinstance(view, QListView):
            return
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        colors, px = theme(), theme().px
        painter.save()
        if index.row() == view.currentIndex().row():
            painter.fillRect(box, colors.color("sel"))
        if offer.current:
            mark = colors.pixmap("check", 16, "accent")
            painter.drawPixmap(box.left() + px(12), box.top() + px(6), mark)
        left, right = box.left() + px(38), box.right() - px(14)
        painter.setFont(colors.font("body"))
        count = painter.fontMetrics().horizontalAdvance(offer.count_words)
        painter.setPen(colors.color("text2"))
        end = QRect(right - count, box.top() + px(4), count, px(18))
        painter.drawText(end, Qt.AlignmentFlag.AlignRight, offer.count_words)
        painter.setFont(colors.font("medium"))
        painter.setPen(colors.color("text"))
        room = QRect(left, box.top() + px(4), right - count - px(12) - left, px(18))
        self._elided(painter, room, offer.title)
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text2"))
        self._elided(painter, QRect(left, box.top() + px(23), right - left, px(16)), offer.why)
        painter.restore()

    def _elided(self, painter: QPainter, room: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, shown)


class OfferList(QListView):
    """Enter chooses, Esc closes, letters go to the first title that begins with them."""

    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.window().hide()
        else:
            super().keyPressEvent(event)


class QueuePopup(QFrame):
    """Opens under the queue's button. `chosen` carries the offer."""

    chosen = Signal(Offer)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("queue-popup")
        self.setAccessibleName("Queues")
        self.setProperty("boxed", True)
        self.model = QStandardItemModel(self)
        self.rows = OfferList()
        self.rows.setObjectName("queues")
        self.rows.setAccessibleName("Queues")
        self.rows.setModel(self.model)
        self.rows.setItemDelegate(OfferDelegate(self.rows))
        self.rows.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setMouseTracking(True)
        self.rows.entered.connect(self.rows.setCurrentIndex)
        self.rows.clicked.connect(lambda _: self._choose())
        self.rows.chosen.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme().px(6), 1, theme().px(6))
        column.addWidget(self.rows)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these rows; the row under the cursor stays where it is."""
        place = self.rows.currentIndex().row()
        self.model.clear()
        for offer in offers:
            item = QStandardItem(offer.title)
            count = f", {offer.count_words} left" if offer.count is not None else ""
            item.setData(f"{offer.title}{count}. {offer.why}", Qt.ItemDataRole.AccessibleTextRole)
            item.setData(offer, Qt.ItemDataRole.UserRole)
            self.model.appendRow(item)
        current = next((row for row, one in enumerate(offers) if one.current), 0)
        self.rows.setCurrentIndex(self.model.index(place if place >= 0 else current, 0))

    def offers(self) -> list[Offer]:
        """The rows that are shown."""
        rows = range(self.model.rowCount())
        return [self.model.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]

    def open_under(self, anchor: QWidget) -> None:
        """Open at a button's lower edge, as tall as its rows or the window allow."""
        px = theme().px
        self.rows.setCurrentIndex(QModelIndex())
        window = anchor.window()
        place = anchor.mapTo(window, anchor.rect().bottomLeft())
        room = window.height() - place.y() - px(20)
        wanted = self.model.rowCount() * px(ROW_HEIGHT) + px(14)
        width = min(px(WIDTH), window.width() - place.x() - px(12))
        self.setFixedSize(width, min(wanted, px(HIGHEST), max(room, px(180))))
        self.move(anchor.mapToGlobal(anchor.rect().bottomLeft()))
        self.show()
        self.rows.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self) -> None:
        offer = self.rows.currentIndex().data(Qt.ItemDataRole.UserRole)
        self.hide()
        if isinstance(offer, Offer):
            self.chosen.emit(offer)
