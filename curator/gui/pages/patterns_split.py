"""A pattern in two: the halves that are proposed, their typical cases, a name for the new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label
from curator.model.pattern_views import Half, ProposedSplit
from curator.model.queue import CaseLine

EXEMPLARS = 4
Fetch = Callable[[Sequence[int]], list[CaseLine]]


class SplitDialog(QDialog):
    """Nothing happens before "Split"; `accepted_half` carries the keys and the new name."""

    accepted_half = Signal(list, str)
    cases_asked = Signal(list, str)

    def __init__(self, parent: QWidget, name: str, proposed: ProposedSplit, fetch: Fetch) -> None:
        super().__init__(parent)
        px = theme().px
        self._proposed = proposed
        self.setObjectName("split-dialog")
        self.setWindowTitle("Split a pattern")
        self.setAccessibleName(f"Split “{name}”")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(min(px(860), parent.width() - px(32)), px(460))
        self.name = QLineEdit(proposed.second.name)
        self.name.setObjectName("split-name")
        self.name.setAccessibleName("Name of the new pattern")
        self.name.returnPressed.connect(self._take)
        self.name.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go = button("Split", "split-go", kind="primary", on_click=self._take)
        leave = button("Cancel", "split-cancel", on_click=self.reject)
        for one in (self.go, leave):
            one.setAutoDefault(False)
        stays = label(name, "strong")
        stays.setWordWrap(True)
        halves = QHBoxLayout()
        halves.setSpacing(px(16))
        halves.addWidget(self._half(stays, "Stays", proposed.first, fetch), 1)
        halves.addWidget(self._half(self.name, "Becomes a pattern", proposed.second, fetch), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addWidget(leave)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(14))
        column.addWidget(
            Paragraph(
                f"Cases are alike by {_signed(proposed.first.cohesion)} and "
                f"{_signed(proposed.second.cohesion)} within the halves and by "
                f"{_signed(proposed.between)} between them (1 is the same). Undo joins them again.",
                "body",
                "text2",
            )
        )
        column.addLayout(halves, 1)
        column.addLayout(foot)
        # Enter takes the halves as they are; a name typed replaces the proposed one.
        self.name.setFocus()
        self.name.selectAll()

    def _half(self, head: QWidget, words: str, half: Half, fetch: Fetch) -> QFrame:
        px = theme().px
        frame = QFrame()
        frame.setProperty("boxed", True)
        column = QVBoxLayout(frame)
        column.setContentsMargins(*(px(14),) * 4)
        column.setSpacing(px(6))
        column.addWidget(label(f"{words}: {counted(len(half.keys), 'case')}", "metastrong"))
        column.addWidget(head)
        if half.keywords:
            column.addWidget(Paragraph(", ".join(half.keywords), "meta", "text2"))
        for line in fetch((half.exemplars or half.keys)[:EXEMPLARS]):
            column.addSpacing(px(4))
            column.addWidget(ElidedLabel(line.preview, "body", "text"))
            column.addWidget(ElidedLabel(line.note or "No note", "meta", "text3"))
        column.addStretch()
        look = button("Look at its cases", f"split-look-{len(half.keys)}", kind="link")
        look.setAutoDefault(False)
        look.setProperty("flush", True)
        look.clicked.connect(lambda: self._look(half, words))
        column.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _look(self, half: Half, words: str) -> None:
        self.reject()
        self.cases_asked.emit(list(half.keys), f"Half of a pattern: {words.lower()}")

    def _take(self) -> None:
        name = self.name.text().strip()
        if name:
            self.accept()
            self.accepted_half.emit(list(self._proposed.second.keys), name)


def _signed(likeness: float) -> str:
    """Two places, with a true minus."""
    return f"{likeness:.2f}".replace("-", "−")
