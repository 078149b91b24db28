"""The header: the project's name, what the page says about it, and the page's controls."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from curator.gui.page import Page
from curator.gui.theme import theme
from curator.gui.widgets.controls import menu_button
from curator.gui.widgets.labels import rule

HEIGHT = 52


@runtime_checkable
class Shortens(Protocol):
    """A header widget with a shorter wording."""

    def width_when(self, compact: bool) -> int: ...

    def set_compact(self, compact: bool) -> None: ...


class Header(QFrame):
    """52 px. What does not fit is said shorter first, then left out from the end."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self._row = QHBoxLayout(self)
        self.project = menu_button("", "header-project", big=True)
        self._left: list[tuple[QWidget, QWidget]] = []
        self._right: list[QWidget] = []
        self._page: Page | None = None
        self._made: dict[str, tuple[list[tuple[QWidget, QWidget]], list[QWidget]]] = {}
        self._row.addWidget(self.project)
        self._row.addStretch(1)
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        px = theme().px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(14), 0, px(20), 1)
        self._row.setSpacing(px(20))

    def set_project(self, name: str) -> None:
        """Show the project's name."""
        shown = name if len(name) <= 36 else f"{name[:35]}…"
        self.project.setText(shown.replace("&", "&&"))
        self.project.setAccessibleName(f"Project {name}")

    def show_page(self, page: Page) -> None:
        """Put a page's widgets in, another's away."""
        if self._page is page:
            return
        for divider, widget in self._left:
            divider.hide()
            widget.hide()
        for widget in self._right:
            widget.hide()
        if page.name not in self._made:
            self._made[page.name] = self._add(page)
        self._left, self._right = self._made[page.name]
        for widget in self._right:
            widget.show()
        self._page = page
        self.fit()

    def _add(self, page: Page) -> tuple[list[tuple[QWidget, QWidget]], list[QWidget]]:
        left: list[tuple[QWidget, QWidget]] = []
        for widget in page.header_widgets():
            divider = rule("v")
            divider.setFixedHeight(theme().px(20))
            place = self._row.count() - 1 - sum(1 for _ in self._all_right())
            self._row.insertWidget(place, divider, 0, Qt.AlignmentFlag.AlignVCenter)
            self._row.insertWidget(place + 1, widget, 0, Qt.AlignmentFlag.AlignVCenter)
            left.append((divider, widget))
        right = page.header_right()
        for widget in right:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return left, right

    def _all_right(self) -> list[QWidget]:
        return [widget for _, right in self._made.values() for widget in right]

    def fit(self) -> None:
        """Choose wordings and leave out from the end so that everything shown fits."""
        gap = self._row.spacing()
        fixed = self.project.sizeHint().width() + theme().px(34) + gap
        fixed += sum(
            widget.sizeHint().width() + gap for widget in self._right if not widget.isHidden()
        )
        room = self.width() - fixed

        def width(compact: bool, count: int) -> int:
            total = 0
            for _, widget in self._left[:count]:
                if isinstance(widget, Shortens):
                    total += widget.width_when(compact)
                else:
                    total += widget.sizeHint().width()
                total += 2 * gap + 2
            return total

        count = len(self._left)
        compact = width(False, count) > room
        while compact and count and width(True, count) > room:
            count -= 1
        for place, (divider, widget) in enumerate(self._left):
            if isinstance(widget, Shortens):
                widget.set_compact(compact)
            divider.setVisible(place < count)
            widget.setVisible(place < count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
