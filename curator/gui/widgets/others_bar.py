"""What other reviewers made of a case: behind one line until one has marked it oneself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, label, plain_tip
from curator.gui.widgets.marks import StatusMark
from curator.model.review import Mark
from curator.operations.second_look import OtherLook

LONGEST = 200


def look_words(look: OtherLook) -> str:
    """ "“Promises a refund”, an ideal answer of 34 words"."""
    note = look.note if len(look.note) <= LONGEST else f"{look.note[: LONGEST - 1]}…"
    parts = [f"“{note}”"] if note else []
    if look.ideal:
        parts.append(f"an ideal answer of {len(look.ideal.split()):,} words")
    return ", ".join(parts)


class OthersBar(QFrame):
    """One line, or one line a reviewer. `show_wanted`: the person wants to see it anyway."""

    show_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setObjectName("others")
        self.setProperty("win", True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20), px(8), px(20), px(8))
        self._column.setSpacing(px(4))
        self._lines: list[QWidget] = []
        self.words: list[str] = []
        self.hide()

    def show_looks(self, looks: Sequence[OtherLook], mine: Mark | None) -> None:
        """Hide what others made of it while `mine` is None; then show all side by side."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines, self.words = [], []
        self.setVisible(bool(looks))
        if looks and mine is None:
            self._add_hidden(len(looks))
        elif looks:
            for look in looks:
                self._add(look.reviewer, look.mark, look_words(look))
            self._add("You", mine, "")
        # At once, not by an event later: the height is asked for right after.
        self._column.invalidate()
        self.updateGeometry()

    def _add_hidden(self, count: int) -> None:
        who = "another reviewer" if count == 1 else f"{count} other reviewers"
        line, row = self._line()
        words = f"Marked by {who}"
        row.addWidget(label(words, "metastrong"))
        row.addWidget(self._text("Shown beside yours after your mark.", "text2"), 1)
        row.addWidget(button("Show now", "others-show", kind="link", on_click=self._wanted))
        self._finish(line, words)

    def _wanted(self) -> None:
        self.show_wanted.emit()

    def _add(self, who: str, mark: Mark | None, words: str) -> None:
        line, row = self._line()
        status = StatusMark()
        status.set_mark(mark)
        row.addWidget(status)
        row.addWidget(label(who, "metastrong"))
        row.addWidget(self._text(words, "text"), 1)
        value = mark.value if mark else ""
        line.setAccessibleName(f"{who}: {value} {words}".strip())
        self._finish(line, f"{who}: {value} {words}".strip())

    def _text(self, words: str, color: str) -> ElidedLabel:
        text = ElidedLabel(words, "meta", color)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        text.setToolTip(plain_tip(words))
        return text

    def _line(self) -> tuple[QWidget, QHBoxLayout]:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        return line, row

    def _finish(self, line: QWidget, words: str) -> None:
        line.setFixedHeight(theme().px(20))
        self._column.addWidget(line)
        line.show()
        self._lines.append(line)
        self.words.append(words)
