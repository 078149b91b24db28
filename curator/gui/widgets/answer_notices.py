"""Lines under an ideal answer: what was found about it, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph

ICONS = {"warning": ("warning", "warn"), "note": ("info", "text2"), "good": ("check", "pass")}


class Notice(NamedTuple):
    """One line; `kind` is "warning", "note" or "good"; `deeds` are (words, what it does)."""

    kind: str
    text: str
    deeds: tuple[tuple[str, Callable[[], object]], ...] = ()


class AnswerNotices(QWidget):
    """Shows the notices it is given, made anew only when they change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("answer-notices")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(4))
        self.notices: list[Notice] = []
        self._lines: list[QWidget] = []
        theme().changed.connect(self._fill)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these lines instead."""
        same = [(one.kind, one.text) for one in notices] == [
            (one.kind, one.text) for one in self.notices
        ]
        self.notices = list(notices)
        if not same:
            self._fill()
            self.changed.emit()

    def _fill(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(notice) for notice in self.notices]
        for line in self._lines:
            self._column.addWidget(line)
            # At once, not by an event later: the height is asked for right after.
            line.show()
        self.setVisible(bool(self._lines))

    def _line(self, notice: Notice) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        icon, color = ICONS[notice.kind]
        picture = QLabel()
        picture.setPixmap(theme().pixmap(icon, 16, color))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(notice.text, "meta", "text"), 1)
        for place, (words, deed) in enumerate(notice.deeds):
            link = button(words, f"notice-{place}", kind="link", on_click=deed)
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return line
