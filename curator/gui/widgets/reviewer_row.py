"""Asks once, in passing, whose marks these are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import label


class ReviewerRow(QFrame):
    """A row over the case until a name is given; marking works meanwhile.

    Built where no name is known: on most days it is.
    """

    given = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("reviewer-row")
        self.setProperty("messageRow", "note")
        context.reviewer_changed.connect(self.refresh)
        if context.reviewer_is_known:
            # Without a parent yet, showing it would open a window of its own: it is only hidden.
            self.hide()
        else:
            self._build()

    def _build(self) -> None:
        px = theme().px
        self.field = QLineEdit()
        self.field.setObjectName("reviewer-name")
        self.field.setAccessibleName("Your name")
        self.field.setFixedWidth(px(220))
        self.field.returnPressed.connect(self._take)
        self.use = button("Use this name", "reviewer-use", on_click=self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(17), px(8), px(20), px(8))
        row.setSpacing(px(12))
        row.addWidget(label("Your name goes with every mark:", "body", "text"))
        row.addWidget(self.field)
        row.addWidget(self.use)
        row.addStretch()
        self.field.setText(self._context.reviewer)

    def refresh(self) -> None:
        """Show the row only while nobody gave a name."""
        if self.layout() is not None:
            self.field.setText(self._context.reviewer)
        elif not self._context.reviewer_is_known:
            self._build()
        self.setVisible(not self._context.reviewer_is_known)

    def _take(self) -> None:
        name = self.field.text().strip()
        if not name:
            return
        self._context.set_reviewer(name)
        self.hide()
        self._context.status(f"Reviewing as {name}")
        self.given.emit()
