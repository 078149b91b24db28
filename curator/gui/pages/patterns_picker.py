"""Chooses a pattern by typing a few letters: for merging and for moving cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.item_models.pattern_list import NONE_NAME, PatternRow
from curator.gui.pages.patterns_list import Index, draw_line
from curator.gui.theme import theme
from curator.gui.widgets.labels import label
from curator.gui.widgets.marks import paint_pattern_shape

ID_ROLE = int(Qt.ItemDataRole.UserRole)
COLOUR_ROLE = ID_ROLE + 1
COUNT_ROLE = ID_ROLE + 2
NEW = "new"
"""Id of the row that makes a pattern of the typed name."""


class _RowDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(theme().px(200), theme().px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        px = theme().px
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # pyright: ignore[reportAttributeAccessIssue]
            painter.fillRect(box, theme().color("sel"))
        colour = index.data(COLOUR_ROLE)
        if isinstance(colour, int) and colour >= 0:
            mark = QRectF(box.left() + px(12), box.center().y() - px(5), px(10), px(10))
            paint_pattern_shape(painter, mark, colour)
        count = str(index.data(COUNT_ROLE) or "")
        painter.setFont(theme().font("meta"))
        painter.setPen(theme().color("text3"))
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            box.adjusted(0, 0, -px(12), 0), int(centre | Qt.AlignmentFlag.AlignRight), count
        )
        painter.setFont(theme().font("body"))
        painter.setPen(theme().color("text"))
        words = box.adjusted(px(32), 0, -px(56), 0)
        draw_line(painter, words, str(index.data()))
        painter.restore()


class PatternPicker(QDialog):
    """A field and a list under it; Enter takes the row, Esc leaves everything as it was."""

    picked = Signal(str)
    """The chosen pattern's id, "" for no pattern."""
    named = Signal(str)
    """The name typed for a pattern that does not exist yet."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        rows: Sequence[PatternRow],
        *,
        allow_none: bool = False,
        allow_new: bool = False,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("pattern-picker")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._rows = [row for row in rows if row.pattern_id]
        self._allow_none = allow_none
        self._allow_new = allow_new
        self.field = QLineEdit()
        self.field.setObjectName("pattern-picker-field")
        self.field.setAccessibleName(title)
        self.field.setPlaceholderText("Name of a pattern" + (", or a new one" if allow_new else ""))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = QListView()
        self.list.setObjectName("pattern-picker-list")
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._take)
        self._lay_out(title)
        self._filter("")

    def _lay_out(self, title: str) -> None:
        px = theme().px
        frame = QFrame()
        frame.setProperty("boxed", True)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(px(12), px(12), px(12), px(8))
        inner.setSpacing(px(8))
        heading = label(title, "strong")
        heading.setWordWrap(True)
        inner.addWidget(heading)
        inner.addWidget(self.field)
        inner.addWidget(self.list, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.resize(px(420), px(150) + px(34) * min(9, len(self._rows) + 2))

    def _filter(self, text: str) -> None:
        typed = " ".join(text.split())
        words = typed.casefold().split()
        self._model.clear()
        for row in self._rows:
            name = row.name.casefold()
            if all(word in name for word in words) or typed == str(row.number):
                self._add(row.pattern_id, row.name, row.colour, f"{row.count:,}")
        if self._allow_none and (not words or all(w in NONE_NAME.casefold() for w in words)):
            self._add("", NONE_NAME, 0, "")
        exists = any(row.name.casefold() == typed.casefold() for row in self._rows)
        if self._allow_new and typed and not exists:
            self._add(NEW, f"New pattern “{typed}”", -1, "")
        self.list.setCurrentIndex(self._model.index(0, 0))

    def _add(self, pattern_id: str, name: str, colour: int, count: str) -> None:
        item = QStandardItem(name)
        item.setData(pattern_id, ID_ROLE)
        item.setData(colour, COLOUR_ROLE)
        item.setData(count, COUNT_ROLE)
        self._model.appendRow(item)

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        chosen = str(index.data(ID_ROLE))
        typed = " ".join(self.field.text().split())
        self.accept()
        if chosen == NEW:
            self.named.emit(typed)
        else:
            self.picked.emit(chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the field has the keys."""
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                QApplication.sendEvent(self.list, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)
