"""Above the pattern list: what it is, by which lens failures are grouped, how it is sorted."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from curator.gui.item_models.pattern_list import Order
from curator.gui.theme import theme
from curator.gui.widgets.controls import menu_button
from curator.gui.widgets.labels import label
from curator.model.pattern import Lens

LENS_WORDS: dict[Lens, str] = {
    "wrong": "What was wrong",
    "asked": "What was asked",
    "answered": "What was answered",
    "all": "All of it",
}
ORDER_WORDS: dict[Order, str] = {"count": "count", "name": "name", "fix": "fix"}
HEIGHT = 43


class PatternListHead(QWidget):
    """Title and two menus; where there is little room the menus say it in one word each."""

    lens_chosen = Signal(str)
    order_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setFixedHeight(px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title = label("Patterns", "strong")
        self.lens_button = menu_button("", "pattern-lens")
        self.order_button = menu_button("", "pattern-order")
        self._words: dict[QToolButton, tuple[str, str]] = {}
        self._lenses = _menu(self.lens_button, LENS_WORDS, self.lens_chosen)
        self._orders = _menu(self.order_button, ORDER_WORDS, self.order_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), 0, px(8), 0)
        row.setSpacing(px(4))
        row.addWidget(self.title)
        row.addStretch()
        row.addWidget(self.lens_button)
        row.addWidget(self.order_button)
        theme().changed.connect(self._fit)

    def show_lens(self, lens: Lens) -> None:
        """Say what the failures are grouped by."""
        _check(self._lenses, lens)
        self._say(self.lens_button, f"By {_lower(LENS_WORDS[lens])}", lens.capitalize())

    def show_order(self, order: Order) -> None:
        """Say what the list is sorted by."""
        _check(self._orders, order)
        self._say(self.order_button, f"Sort by {ORDER_WORDS[order]}", order.capitalize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(264), theme().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().px(HEIGHT))

    def _say(self, owner: QToolButton, text: str, short: str) -> None:
        owner.setAccessibleName(text)
        self._words[owner] = (text, short)
        self._fit()

    def _fit(self) -> None:
        """Whole words where they fit, then one word each, then without the title."""
        room = self.width()
        for short, titled in ((False, True), (True, True), (True, False)):
            self.title.setVisible(titled)
            for owner, words in self._words.items():
                owner.setText(words[short])
                owner.setToolTip(words[0] if short else "")
            layout = self.layout()
            if layout is None or layout.sizeHint().width() <= room:
                break


def _menu(
    owner: QToolButton, words: Mapping[Lens, str] | Mapping[Order, str], chosen: SignalInstance
) -> QActionGroup:
    menu = QMenu(owner)
    group = QActionGroup(menu)
    for value, text in words.items():
        action = QAction(text[:1].upper() + text[1:], menu, checkable=True)  # pyright: ignore[reportCallIssue]
        action.setData(value)
        group.addAction(action)
        menu.addAction(action)
    group.triggered.connect(lambda action: chosen.emit(action.data()))  # pyright: ignore[reportUnknownLambdaType]
    owner.setMenu(menu)
    return group


def _check(group: QActionGroup, value: str) -> None:
    for action in group.actions():
        action.setChecked(action.data() == value)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
