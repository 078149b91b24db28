"""The command list (Ctrl+K) and the key sheet (F1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from curator.gui.action_spec import ActionSpec, shown
from curator.gui.actions import key_sheet
from curator.gui.theme import theme
from curator.gui.widgets.controls import icon_button
from curator.gui.widgets.labels import KeyCap, key_cap_size, label, paint_key_cap, rule
from curator.gui.widgets.rail import Index


def matching(actions: Sequence[ActionSpec], typed: str) -> list[ActionSpec]:
    """Actions whose words hold all typed words, those that begin with them first."""
    words = typed.casefold().split()
    found = [
        action
        for action in actions
        if all(word in f"{action.text} {action.where}".casefold() for word in words)
    ]
    return sorted(found, key=lambda action: not action.text.casefold().startswith(typed.casefold()))


class CommandModel(QAbstractListModel):
    """The actions that match what was typed."""

    def __init__(self, actions: Sequence[ActionSpec], usable: Callable[[str], bool]) -> None:
        super().__init__()
        self._all = actions
        self.usable = usable
        self.rows = list(actions)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        action = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return action.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            keys = " or ".join(shown(key) for key in action.keys)
            return f"{action.text}, key {keys}" if keys else action.text
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.usable(self.rows[index.row()].id):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def narrow(self, typed: str) -> None:
        """Show what matches."""
        self.beginResetModel()
        self.rows = matching(self._all, typed)
        self.endResetModel()


class CommandDelegate(QStyledItemDelegate):
    """Icon, text with the typed part in bold, key cap."""

    typed = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors, px = theme(), theme().px
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        view = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        model = index.model()
        assert isinstance(model, CommandModel)
        assert isinstance(view, QListView)
        action = model.rows[index.row()]
        usable = model.usable(action.id)
        painter.save()
        if index.row() == view.currentIndex().row():
            painter.fillRect(box, colors.color("sel"))
        if action.icon:
            icon = colors.pixmap(action.icon, 16, "text2" if usable else "text3")
            painter.drawPixmap(box.left() + px(14), box.center().y() - px(8) + 1, icon)
        left = box.left() + px(44)
        painter.setPen(colors.color("text" if usable else "text3"))
        for part, bold in self._parts(action.text):
            painter.setFont(colors.font("strong" if bold else "body"))
            room = QRect(left, box.top(), box.right() - left, box.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, part)
            left += painter.fontMetrics().horizontalAdvance(part)
        right = box.right() - px(12)
        for key in reversed([shown(key) for key in action.keys[:1]]):
            size = key_cap_size(key)
            right -= size.width()
            top = box.center().y() - size.height() // 2
            paint_key_cap(painter, QRect(right, top, size.width(), size.height()).toRectF(), key)
        painter.restore()

    def _parts(self, text: str) -> list[tuple[str, bool]]:
        start = text.casefold().find(self.typed.casefold()) if self.typed else -1
        if start < 0:
            return [(text, False)]
        end = start + len(self.typed)
        parts = [(text[:start], False), (text[start:end], True), (text[end:], False)]
        return [part for part in parts if part[0]]


class CommandList(QDialog):
    """Type a few letters, Enter does it."""

    def __init__(
        self,
        parent: QWidget,
        actions: Sequence[ActionSpec],
        usable: Callable[[str], bool],
        run: Callable[[str], None],
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("command-list")
        self.setAccessibleName("Commands")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._run = run
        px = theme().px
        frame = QFrame(self)
        frame.setObjectName("popup")
        self.field = QLineEdit()
        self.field.setObjectName("command-field")
        self.field.setAccessibleName("Search commands")
        self.field.setPlaceholderText("Type what you want to do")
        self.field.setFrame(False)
        self.field.setStyleSheet("QLineEdit { border: none; padding: 8px 4px; }")
        self.field.addAction(
            theme().icon("search", 16, "text2"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.model = CommandModel(actions, usable)
        self.delegate = CommandDelegate()
        self.view = QListView()
        self.view.setObjectName("command-rows")
        self.view.setAccessibleName("Commands that match")
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.clicked.connect(lambda _: self._take())
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, px(4), 1, px(6))
        column.setSpacing(px(4))
        column.addWidget(self.field)
        column.addWidget(rule())
        column.addWidget(self.view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._take)
        self.field.installEventFilter(self)
        self._narrow("")
        width = min(px(560), parent.width() - px(32))
        self.setFixedWidth(width)
        top_left = parent.mapToGlobal(parent.rect().topLeft())
        left = top_left.x() + (parent.width() - width) // 2
        self.move(left, top_left.y() + max(px(24), parent.height() // 8))

    def _narrow(self, typed: str) -> None:
        self.delegate.typed = typed.strip()
        self.model.narrow(typed.strip())
        usable = (row for row, action in enumerate(self.model.rows) if self.model.usable(action.id))
        self.view.setCurrentIndex(self.model.index(next(usable, 0)))
        rows = min(12, max(1, len(self.model.rows)))
        px = theme().px
        parent = self.parentWidget()
        room = parent.height() - px(64) if parent is not None else px(470)
        self.setFixedHeight(min(px(62) + rows * px(34), room))

    def _take(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            action = self.model.rows[row].id
            if self.model.usable(action):
                self.accept()
                self._run(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                row = self.view.currentIndex().row() + step
                self.view.setCurrentIndex(self.model.index(row % max(1, len(self.model.rows))))
                return True
        return super().eventFilter(watched, event)


class KeySheet(QDialog):
    """Every key, by where it works."""

    def __init__(self, parent: QWidget, page: str, actions: Sequence[ActionSpec]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("key-sheet")
        self.setAccessibleName("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        px = theme().px
        frame = QFrame(self)
        frame.setObjectName("popup")
        inside = QWidget()
        inside.setProperty("plain", True)
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(px(24), px(4), px(24), px(24))
        columns.setSpacing(px(40))
        sides = [QVBoxLayout(), QVBoxLayout()]
        for side in sides:
            side.setSpacing(px(20))
            columns.addLayout(side, 1)
        groups = sorted(key_sheet(actions), key=lambda group: group.title.casefold() != page)
        lengths = [0, 0]
        for group in groups:
            place = 0 if lengths[0] <= lengths[1] else 1
            lengths[place] += len(group.rows) + 2
            sides[place].addLayout(self._block(group.title, group.rows))
        for side in sides:
            side.addStretch()
        scroll = QScrollArea()
        scroll.setObjectName("key-sheet-scroll")
        scroll.setAccessibleName("Keys")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        head = QHBoxLayout()
        head.setContentsMargins(px(24), px(14), px(14), px(8))
        head.addWidget(label("Keys", "title"))
        head.addWidget(label("Letters act while no text field has the focus.", "meta"))
        head.addStretch()
        head.addWidget(icon_button("close", "Close (Esc)", "key-sheet-close", self.reject))
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.addLayout(head)
        column.addWidget(scroll)
        scroll.setFocus()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.resize(min(px(860), parent.width() - px(32)), min(px(680), parent.height() - px(32)))
        centre = parent.mapToGlobal(parent.rect().center())
        self.move(centre - self.rect().center())

    @staticmethod
    def _block(title: str, rows: Sequence[ActionSpec]) -> QGridLayout:
        px = theme().px
        grid = QGridLayout()
        grid.setVerticalSpacing(px(6))
        grid.setHorizontalSpacing(px(12))
        grid.addWidget(label(title, "strong"), 0, 0, 1, 2)
        for place, action in enumerate(rows, 1):
            caps = QHBoxLayout()
            caps.setSpacing(px(6))
            caps.addStretch()
            for key in dict.fromkeys(shown(key) for key in action.keys[:2]):
                caps.addWidget(KeyCap(key))
            grid.addWidget(label(action.text.rstrip("…"), "body"), place, 0)
            grid.addLayout(caps, place, 1)
        grid.setColumnStretch(0, 1)
        return grid
