"""Everything the data suggests, by where it comes from: accepted by kind, by origin, or whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label, rule
from curator.model.case import SuggestedBy

_WORDS = {
    "mark": ("mark", "marks"),
    "note": ("note", "notes"),
    "tags": ("case with tags", "cases with tags"),
    "ideal": ("ideal answer", "ideal answers"),
}


def count_words(one: SuggestedBy) -> str:
    """ "41 marks"."""
    return f"{one.count:,} {_WORDS[one.kind][one.count != 1]}"


class SuggestionsDialog(QDialog):
    """`accept_wanted` carries (origin or None, kind or ""): those are all of them."""

    accept_wanted = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme().px
        self.setObjectName("suggestions-dialog")
        self.setWindowTitle("Suggestions from the data")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(px(560), px(440))
        self.area = QScrollArea()
        self.area.setObjectName("suggestions")
        self.area.setAccessibleName("Suggestions by origin")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame = QFrame()
        frame.setProperty("boxed", True)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.area)
        self.all = button("Accept all", "suggestions-all", kind="primary")
        self.all.clicked.connect(lambda: self.accept_wanted.emit(None, ""))
        close = button("Close", "suggestions-close", on_click=self.accept)
        for one in (self.all, close):
            one.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(12))
        column.addWidget(
            Paragraph(
                "They came with the data and count as nobody's marks until a person accepts them. "
                "What a person has judged already stays as it is. Undo takes it back.",
                "body",
            )
        )
        column.addWidget(frame, 1)
        column.addLayout(foot)

    def show_waiting(self, waiting: Sequence[SuggestedBy]) -> None:
        """Show what waits by now."""
        px = theme().px
        rows = QWidget()
        rows.setProperty("plain", True)
        grid = QGridLayout(rows)
        grid.setContentsMargins(px(16), px(10), px(16), px(10))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(0, 1)
        place, origin = 0, None
        for one in waiting:
            if one.origin != origin:
                if origin is not None:
                    grid.addWidget(rule(), place, 0, 1, 2)
                    place += 1
                origin = one.origin
                title = ElidedLabel(origin or "Came with the data", "strong", "text")
                grid.addWidget(title, place, 0)
                whole = button("Accept these", f"accept-origin-{origin}", kind="link")
                whole.setAccessibleName(f"Accept everything from {origin}")
                whole.clicked.connect(lambda _=False, at=origin: self.accept_wanted.emit(at, ""))
                grid.addWidget(whole, place, 1, Qt.AlignmentFlag.AlignRight)
                place += 1
            grid.addWidget(label(count_words(one), "body"), place, 0)
            some = button("Accept", f"accept-{one.kind}-{one.origin}", kind="link")
            some.setAccessibleName(f"Accept {count_words(one)} from {one.origin}")
            some.clicked.connect(
                lambda _=False, at=one: self.accept_wanted.emit(at.origin, at.kind)
            )
            grid.addWidget(some, place, 1, Qt.AlignmentFlag.AlignRight)
            place += 1
        if not waiting:
            grid.addWidget(label("Nothing waits.", "body", "text3"), 0, 0)
        grid.setRowStretch(place + 1, 1)
        total = sum(one.count for one in waiting)
        self.all.setText(f"Accept all {total:,}" if total else "Accept all")
        self.all.setEnabled(bool(waiting))
        self.area.setWidget(rows)
