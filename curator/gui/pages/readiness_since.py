"""What changed since the verdict that was kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph
from curator.model.readiness import KeptVerdict

SHOWN = 3


class SinceStrip(QWidget):
    """One line, and the changes under it when asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("since")
        self.setAccessibleName("Since the kept verdict")
        px = theme().px
        self._open = False
        self._changes: tuple[str, ...] = ()
        self._words = Paragraph("", "body", "text2")
        self.keep = button("Keep this verdict to compare with", "readiness-keep", kind="link")
        self._fold = button("Show all", "since-fold", kind="link", on_click=self._toggle)
        self._list = Paragraph("", "body", "text2")
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self._words, 1)
        line.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(8), px(20), px(8))
        column.setSpacing(px(4))
        column.addLayout(line)
        column.addWidget(self._list)

    def text(self) -> str:
        """All that is said, the list included where it is open."""
        return "\n".join([self._words.text(), self._list.text() if self._open else ""]).strip()

    def show_changes(self, kept: KeptVerdict | None, changes: Sequence[str]) -> None:
        """Compare with a kept verdict; None where none was kept."""
        self._changes = tuple(changes)
        if kept is None:
            self._words.set_text("No earlier verdict is kept: keep this one to see what changes.")
        else:
            day = f", {kept.as_of}" if kept.as_of else ""
            head = f"Since the verdict of revision {kept.revision}{day}"
            said = f"{counted(len(changes), 'change')}. {changes[0]}" if changes else "no change."
            self._words.set_text(f"{head}: {said}")
        self._fold.setVisible(len(self._changes) > 1)
        self._show_list()

    def _toggle(self) -> None:
        self._open = not self._open
        self._show_list()

    def _show_list(self) -> None:
        shown = self._open and len(self._changes) > 1
        self._fold.setText("Fold" if self._open else "Show all")
        self._list.set_text("\n".join(self._changes[1:]))
        self._list.setVisible(shown)
