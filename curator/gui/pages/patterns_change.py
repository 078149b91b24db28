"""What a new grouping would change, shown before it is accepted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from curator.gui.item_models.pattern_difference import ChangeKind, Difference, PatternChange
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label, rule
from curator.gui.widgets.marks import PatternShape

ORDER: tuple[ChangeKind, ...] = ("new", "gone", "changed", "same")


class DifferencePanel(QWidget):
    """Takes the detail's place until the grouping is accepted or left."""

    accepted = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grouping-difference")
        self.setAccessibleName("What the new grouping would change")
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = theme().px
        self._sentence = Paragraph("", "body", "text")
        self._kept = Paragraph("", "meta", "text3")
        self.accept_button = button("Accept the new grouping", "grouping-accept", kind="primary")
        self.accept_button.clicked.connect(self.accepted)
        self.keep_button = button("Keep the old one", "grouping-keep")
        self.keep_button.clicked.connect(self.refused)
        self._rows = QWidget()
        self._rows.setProperty("surface", True)
        self._rows.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        QVBoxLayout(self._rows)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._rows)
        self._scroll = scroll
        deeds = QHBoxLayout()
        deeds.addWidget(self.accept_button)
        deeds.addWidget(self.keep_button)
        deeds.addStretch()
        head = QVBoxLayout()
        head.setContentsMargins(px(20), px(14), px(20), px(12))
        head.setSpacing(px(6))
        head.addWidget(label("Grouped again", "leadstrong"))
        head.addWidget(self._sentence)
        head.addWidget(self._kept)
        head.addSpacing(px(6))
        head.addLayout(deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(scroll, 1)

    def show_difference(self, told: Difference) -> None:
        """Tell a grouping against the one in use."""
        self._sentence.set_text(told.sentence)
        kept = (
            f"{counted(told.people_kept, 'pattern')} made or pinned by people "
            f"{'keeps its name and cases' if told.people_kept == 1 else 'keep names and cases'}. "
            if told.people_kept
            else ""
        )
        still = "Until you accept, the old patterns stay in use. Accepting can be undone."
        self._kept.set_text(kept + (still if told.anything else ""))
        self.accept_button.setVisible(told.anything)
        self.keep_button.setText("Keep the old one" if told.anything else "Close")
        self.keep_button.setAccessibleName(self.keep_button.text())
        rows = QWidget()
        rows.setProperty("surface", True)
        rows.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for kind in ORDER:
            for change in told.changes:
                if change.kind == kind:
                    column.addWidget(_ChangeRow(change))
        column.addStretch()
        self._scroll.setWidget(rows)

    def take_focus(self) -> None:
        """The keyboard goes to the first choice."""
        first = self.accept_button if self.accept_button.isVisible() else self.keep_button
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.refused.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.refused if self.keep_button.hasFocus() else self.accepted).emit()
        else:
            super().keyPressEvent(event)


class _ChangeRow(QWidget):
    """A pattern's shape and name, its counts before and after, what happens to it."""

    def __init__(self, change: PatternChange) -> None:
        super().__init__()
        px = theme().px
        grid = QGridLayout(self)
        grid.setContentsMargins(px(20), px(9), px(20), 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(1))
        grid.addWidget(PatternShape(change.pattern.colour, 12), 0, 0)
        name = ElidedLabel(change.pattern.name, "medium", "text")
        grid.addWidget(name, 0, 1)
        arrow = f"{change.before:,} → {change.after:,}"
        counts = label(arrow if change.before != change.after else f"{change.after:,}", "strong")
        grid.addWidget(counts, 0, 2)
        quiet = change.kind == "same"
        words = Paragraph(_sentence_case(change.sentence), "meta", "text3" if quiet else "text2")
        grid.addWidget(words, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowMinimumHeight(2, px(8))
        grid.addWidget(rule(), 3, 0, 1, 3)
        self.setAccessibleName(f"{change.pattern.name}: {change.sentence}")


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
