"""Blind judging: one case, two answers without names, one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from curator.gui.key_words import names_key
from curator.gui.pages.trials_state import JudgedCase
from curator.gui.theme import theme
from curator.gui.widgets.controls import icon_button
from curator.gui.widgets.conversation import Conversation
from curator.gui.widgets.labels import InlineText, key_cap_size, label, paint_key_cap, rule
from curator.gui.widgets.marks import PatternShape
from curator.gui.widgets.reading_text import ReadingText
from curator.gui.widgets.splitter import Splitter
from curator.gui.word_changes import Span, word_changes

CHOICES = (
    ("a", "A is better", "A"),
    ("both good", "Both good", "G"),
    ("both wrong", "Both wrong", "W"),
    ("b", "B is better", "B"),
)
ACTIONS = {
    "a": "judge-a",
    "both good": "judge-good",
    "both wrong": "judge-wrong",
    "b": "judge-b",
}
SAME_ABOVE = 0.95
"""Above this share of different words marking them would colour everything."""


class _DifferenceHighlighter(QSyntaxHighlighter):
    """Underlines what the other side does not say; neither side is the right one yet."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: list[Span] = []
        theme().changed.connect(self.rehighlight)

    def set_spans(self, spans: Sequence[Span]) -> None:
        self._spans = list(spans)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        form = QTextCharFormat()
        form.setBackground(theme().color("sel"))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(theme().color("accent"))
        for first, last in self._spans:
            first, last = max(first - start, 0), min(last - start, len(text))
            if first < last:
                self.setFormat(first, last - first, form)


class _Answer(QWidget):
    """One side: its letter, its text, the differences where they are asked for."""

    def __init__(self, side: str) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = ReadingText("case", f"answer-{side.lower()}")
        self.text.setAccessibleName(f"Answer {side}")
        self._marks = _DifferenceHighlighter(self.text.document())
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), 0, px(20), px(20))
        column.addWidget(self.text)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setObjectName(f"answer-{side.lower()}-scroll")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, px(18), 0, 0)
        whole.setSpacing(px(8))
        head = label(f"Answer {side}", "strong")
        head.setContentsMargins(px(20), 0, px(20), 0)
        whole.addWidget(head)
        whole.addWidget(self.area, 1)

    def show_text(self, text: str, spans: Sequence[Span]) -> None:
        self._marks.set_spans([])
        self.text.show_text(text)
        self._marks.set_spans(spans)
        self.area.verticalScrollBar().setValue(0)

    def mark(self, spans: Sequence[Span]) -> None:
        self._marks.set_spans(spans)


class _VoteButton(QPushButton):
    """A wide button with its key cap after the words."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__()
        self._words, self._key = text, key
        self.setAccessibleName(f"{text}, key {key}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(theme().px(60))

    def set_key(self, key: str) -> None:
        """Another key, "" for none."""
        self._key = key
        self.setAccessibleName(f"{self._words}, key {key}" if key else self._words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(theme().font("medium"))
        painter.setPen(theme().color("text"))
        cap, gap = key_cap_size(self._key) if self._key else QSize(0, 0), theme().px(8)
        metrics = painter.fontMetrics()
        room = self.width() - cap.width() - gap - theme().px(16)
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(words)
        left = (self.width() - wide - gap - cap.width()) // 2
        painter.drawText(
            QRectF(left, 0, wide + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), words
        )
        top = (self.height() - cap.height()) / 2
        place = QRectF(left + wide + gap, top, cap.width(), cap.height())
        if self._key:
            paint_key_cap(painter, place, self._key)
        painter.end()


class JudgingPanel(QWidget):
    """Emits choices; the page does the deeds and brings the next case."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.setObjectName("judging")
        self.setAccessibleName("Blind judging")
        self.setMinimumHeight(theme().px(220))
        self._case: JudgedCase | None = None
        self.differences = False
        self.ideal_shown = False
        self._title = InlineText()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(theme().px(96))
        self._progress.setAccessibleName("Judged")
        self._count = InlineText()
        self._input = Conversation("judging-input", "Input")
        self._shape = PatternShape(0, 11)
        self._pattern = label("", "meta")
        self._ideal_head = label("Ideal answer", "strong")
        self._ideal = ReadingText("case", "judging-ideal")
        self._ideal.setAccessibleName("Ideal answer")
        self.a, self.b = _Answer("A"), _Answer("B")
        self.buttons: dict[str, QPushButton] = {}
        self._settings = settings
        self._lay_out()
        self._show_ideal()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(rule())
        answers = QWidget()
        row = QHBoxLayout(answers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.a, 1)
        row.addWidget(rule("v"))
        row.addWidget(self.b, 1)
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(answers, 1)
        side.addWidget(rule())
        side.addWidget(self._votes())
        splitter = Splitter("judging", Qt.Orientation.Horizontal, self._settings)
        splitter.addWidget(self._input_pane())
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.start([theme().px(400), theme().px(960)])
        column.addWidget(splitter, 1)

    def _head(self) -> QWidget:
        px = theme().px
        head = QWidget()
        head.setFixedHeight(px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(px(20), 0, px(12), 0)
        row.setSpacing(px(12))
        row.addWidget(self._title)
        row.addStretch()
        row.addWidget(self._progress)
        row.addWidget(self._count)
        row.addWidget(icon_button("close", "Stop judging", "judging-close", self.closed.emit, 14))
        return head

    def _input_pane(self) -> QWidget:
        px = theme().px
        pane = QWidget()
        pane.setProperty("surface", True)
        pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        pane.setMinimumWidth(px(240))
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(18), px(20), px(8))
        head.setSpacing(px(6))
        head.addWidget(label("Input", "strong"))
        head.addStretch()
        head.addWidget(self._shape)
        head.addWidget(self._pattern)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._input, 2)
        self._ideal_area = QScrollArea()
        self._ideal_area.setWidgetResizable(True)
        self._ideal_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("plain", True)
        ideal = QVBoxLayout(inside)
        ideal.setContentsMargins(px(20), px(10), px(20), px(12))
        ideal.addWidget(self._ideal_head)
        ideal.addWidget(self._ideal)
        ideal.addStretch()
        self._ideal_area.setWidget(inside)
        self._ideal_rule = rule()
        column.addWidget(self._ideal_rule)
        column.addWidget(self._ideal_area, 1)
        return pane

    def _votes(self) -> QWidget:
        px = theme().px
        votes = QWidget()
        votes.setProperty("surface", True)
        votes.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        votes.setFixedHeight(px(60))
        row = QHBoxLayout(votes)
        row.setContentsMargins(px(20), 0, px(20), 0)
        row.setSpacing(px(12))
        for value, text, key in CHOICES:
            one = names_key(_VoteButton(text, key), ACTIONS[value])
            one.setObjectName(f"vote-{value.replace(' ', '-')}")
            one.clicked.connect(lambda _=False, choice=value: self.chosen.emit(choice))
            self.buttons[value] = one
            row.addWidget(one, 1)
        return votes

    def show_progress(self, variant: str, judged: int, total: int) -> None:
        """Say which trial is judged and how far it is."""
        self._title.set_parts(
            (
                (f"Judge {variant} against the logged outputs", "strong", "text"),
                ("    Sides are random and unnamed.", "body", "text2"),
            ),
            ((f"Judge {variant}", "strong", "text"),),
        )
        self._progress.setMaximum(max(1, total))
        self._progress.setValue(judged)
        self._count.set_parts(
            ((f"{judged:,}", "strong", "text"), (f" of {total:,} judged", "body", "text2"))
        )

    def show_case(self, case: JudgedCase) -> None:
        """Show another case from its start."""
        self._case = case
        self._input.show_messages([one for one in case.input if one.role != "system"])
        self._shape.setVisible(case.pattern is not None)
        self._shape.set_colour(case.pattern.colour if case.pattern else 0)
        self._pattern.setText(case.pattern.name if case.pattern else "")
        spans_a, spans_b = self._spans()
        self.a.show_text(case.side_a, spans_a)
        self.b.show_text(case.side_b, spans_b)
        self._show_ideal()

    def _spans(self) -> tuple[list[Span], list[Span]]:
        if self._case is None or not self.differences:
            return [], []
        changes = word_changes(self._case.side_a, self._case.side_b)
        if changes.share > SAME_ABOVE:
            return [], []
        return changes.removed, changes.added

    def toggle_differences(self) -> None:
        """Mark what the two answers do not share, or stop marking it."""
        self.differences = not self.differences
        spans_a, spans_b = self._spans()
        self.a.mark(spans_a)
        self.b.mark(spans_b)

    def toggle_ideal(self) -> None:
        """Show the ideal answer under the input, or put it away."""
        self.ideal_shown = not self.ideal_shown
        self._show_ideal()

    def _show_ideal(self) -> None:
        for widget in (self._ideal_area, self._ideal_rule):
            widget.setVisible(self.ideal_shown)
        if self.ideal_shown and self._case is not None:
            known = self._case.ideal is not None
            self._ideal.show_text(
                self._case.ideal if self._case.ideal is not None else "Nobody has written one yet."
            )
            self._ideal.setEnabled(known)

    def pattern_label(self) -> QLabel:
        """The label that names the case's pattern."""
        return self._pattern
