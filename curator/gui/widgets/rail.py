"""The rail: the six stages with what each holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from curator.gui.key_words import names_key
from curator.gui.theme import theme
from curator.gui.theme.filling import fill
from curator.gui.widgets.controls import icon_button

WIDE, NARROW, ITEM_HEIGHT = 80, 48, 72
Index = QModelIndex | QPersistentModelIndex


class RailModel(QAbstractListModel):
    """Rows of (page name, title, icon, count)."""

    def __init__(self, rows: Sequence[tuple[str, str]], key_of: Callable[[str], str]) -> None:
        super().__init__()
        self.names = [name for name, _ in rows]
        self._titles = [title for _, title in rows]
        self._counts = ["" for _ in rows]
        self._key_of = key_of

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[row]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (self._titles[row], self._counts[row]) if part)
        if role == Qt.ItemDataRole.UserRole:
            return self._counts[row]
        if role == Qt.ItemDataRole.ToolTipRole:
            key = self._key_of(f"page-{self.names[row]}")
            return f"{self._titles[row]} ({key})" if key else self._titles[row]
        return None

    def set_count(self, name: str, count: str) -> None:
        """Change the words under a page's title."""
        row = self.names.index(name)
        if self._counts[row] != count:
            self._counts[row] = count
            self.dataChanged.emit(self.index(row), self.index(row))


class RailDelegate(QStyledItemDelegate):
    """3 px accent bar, icon, title, count; only the icon when narrow."""

    narrow = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = NARROW if self.narrow else ITEM_HEIGHT
        return QSize(theme().px(NARROW if self.narrow else WIDE) - 1, theme().px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = theme()
        box = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        view = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        current = isinstance(view, QListView) and index.row() == view.currentIndex().row()
        from PySide6.QtWidgets import QStyle

        painter.save()
        if current:
            fill(painter, box, colors.color("surface"))
            fill(painter, QRect(box.left(), box.top(), 3, box.height()), colors.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill(painter, box, colors.color("hover"))
        model = index.model()
        icon = colors.pixmap(
            model.names[index.row()],  # pyright: ignore[reportAttributeAccessIssue]
            20,
            "accent" if current else "text2",
        )
        size = colors.px(20)
        left = box.center().x() - size // 2 + 1
        if self.narrow:
            painter.drawPixmap(left, box.center().y() - size // 2, icon)
        else:
            self._paint_words(painter, box, index, current)
            painter.drawPixmap(left, box.top() + colors.px(8), icon)
        if current and isinstance(view, QListView) and view.property("keyboardFocus"):
            painter.setPen(colors.color("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, index: Index, current: bool) -> None:
        colors = theme()
        metrics = colors.line_height("meta")
        line = QRect(box.left(), box.top() + colors.px(30), box.width(), metrics + 2)
        painter.setFont(colors.font("metastrong" if current else "meta"))
        painter.setPen(colors.color("accent" if current else "text2"))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, index.data())
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text2" if current else "text3"))
        line.translate(0, metrics + 2)
        painter.drawText(
            line, Qt.AlignmentFlag.AlignCenter, index.data(Qt.ItemDataRole.UserRole) or "–"
        )


class RailList(QListView):
    """The list itself; shows its focus ring after keyboard focus only."""

    def focusInEvent(self, event: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        reason = event.reason()  # pyright: ignore[reportAttributeAccessIssue]
        self.setProperty("keyboardFocus", reason != Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)  # pyright: ignore[reportArgumentType]

    def focusOutEvent(self, event: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.setProperty("keyboardFocus", False)
        super().focusOutEvent(event)  # pyright: ignore[reportArgumentType]

    def keyboardSearch(self, search: str) -> None:
        """Letters belong to the page."""


class Rail(QFrame):
    """Stages, help and settings down the left edge."""

    chosen = Signal(str)
    help_wanted = Signal()

    def __init__(self, rows: Sequence[tuple[str, str]], key_of: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.model = RailModel(rows, key_of)
        self.delegate = RailDelegate()
        self.view = RailList()
        self.view.setObjectName("rail-list")
        self.view.setAccessibleName("Stages")
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.help = icon_button("help", "Keys (F1)", "rail-help", self.help_wanted.emit, size=20)
        names_key(self.help, "keys")
        self.settings: QToolButton = icon_button("settings", "Settings", "rail-settings", size=20)
        self.settings.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, theme().px(10))
        column.setSpacing(theme().px(8))
        column.addWidget(self.view, 1)
        column.addWidget(self.help, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignHCenter)
        self.set_narrow(False)
        theme().changed.connect(self._resize)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.names[index.row()])

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons with words."""
        self.delegate.narrow = narrow
        self._resize()

    def _resize(self) -> None:
        self.setFixedWidth(theme().px(NARROW if self.delegate.narrow else WIDE))
        self.view.doItemsLayout()

    def show_current(self, name: str) -> None:
        """Show which page is in front."""
        if name in self.model.names:
            self.view.setCurrentIndex(self.model.index(self.model.names.index(name)))

    def focus_widget(self) -> QWidget:
        """What F6 focuses."""
        return self.view
