"""One pattern told: what would fix it, what reviewers wrote, its words, typical cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from curator.gui.pages.patterns_list import draw_line
from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.gui.widgets.marks import paint_status
from curator.model.pattern import Pattern
from curator.model.review import Mark

TYPICAL = 3
NOTES = 3


@dataclass(frozen=True)
class TypicalCase:
    """An exemplar: what was asked, the output, the ideal answer where there is one."""

    key: int
    asked: str
    output: str
    ideal: str | None


@dataclass(frozen=True)
class PatternStory:
    """What the summary tells of a pattern beside the pattern itself."""

    fix_sentence: str
    notes: tuple[str, ...]
    typical: tuple[TypicalCase, ...]


def common_notes(notes: Sequence[str], most: int = NOTES) -> tuple[str, ...]:
    """Distinct notes, the most frequent first, then in the order given."""
    counts = Counter(" ".join(note.split()) for note in notes if note.strip())
    return tuple(note for note, _ in counts.most_common(most))


class TypicalCaseRow(QWidget):
    """Question, output, ideal answer: one line each. Enter or a click opens the case."""

    opened = Signal(int)

    def __init__(self, case: TypicalCase) -> None:
        super().__init__()
        self._case = case
        self.setObjectName(f"typical-{case.key}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        ideal = f" Ideal answer: {case.ideal}" if case.ideal else ""
        self.setAccessibleName(f"{case.asked}. Output: {case.output}.{ideal}"[:400])

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(82 if self._case.ideal is not None else 61))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colors, px = theme(), theme().px
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), colors.color("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colors.color("line"))
        top = px(9)
        self._line(painter, self._case.asked, "body", "text", 0, top)
        self._line(painter, self._case.output, "body", "text2", px(20), top + px(21))
        paint_status(painter, QRectF(0, top + px(24), px(13), px(13)), Mark.FAIL)
        if self._case.ideal is not None:
            self._line(painter, self._case.ideal, "body", "text", px(20), top + px(42))
            paint_status(painter, QRectF(0, top + px(45), px(13), px(13)), Mark.PASS)
        if self.hasFocus():
            painter.setPen(colors.color("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def _line(
        self, painter: QPainter, text: str, style: str, color: str, left: int, top: int
    ) -> None:
        painter.setFont(theme().font(style))
        painter.setPen(theme().color(color))
        box = QRect(left, top, self.width() - left - 2, theme().px(20))
        draw_line(painter, box, text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._case.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._case.key)
        else:
            super().keyPressEvent(event)


class PatternSummary(QWidget):
    """The tab that tells a pattern. Emits requests; the page does the deeds."""

    fix_chosen = Signal(str)
    case_opened = Signal(int)
    all_opened = Signal()
    next_asked = Signal()
    describe_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(20))
        column.setSpacing(px(6))
        self._fixes = Segments("fix", "What would fix it")
        for number, (value, text) in enumerate(
            (
                ("prompt", "Prompt"),
                ("knowledge", "Knowledge"),
                ("fine-tuning", "Fine-tuning"),
                ("product", "Product"),
            ),
            1,
        ):
            self._fixes.add(value, text).setToolTip(f"Key {number}")
        self._fixes.chosen.connect(self.fix_chosen)
        self._undecide = button("Not decided", "fix-undecided", kind="link")
        self._undecide.setToolTip("Take the choice back")
        self._undecide.clicked.connect(lambda: self.fix_chosen.emit("undecided"))
        self._fix_words = Paragraph("", "meta", "text3")
        self._notes = QWidget()
        self._note_column = QVBoxLayout(self._notes)
        self._note_column.setContentsMargins(0, 0, 0, 0)
        self._note_column.setSpacing(px(6))
        self._words = Paragraph("", "body", "text")
        self._open_all = button("", "open-all", kind="link")
        self._open_all.clicked.connect(self.all_opened)
        self._next = button("Most telling", "pattern-review", kind="link")
        self._next.setToolTip("Typical ones, those at the border, odd ones, passes near by")
        self._next.clicked.connect(self.next_asked)
        self._about = Paragraph("", "body", "text")
        self._about.setObjectName("pattern-description")
        self._describe = button("Describe", "pattern-describe", kind="link")
        self._describe.clicked.connect(lambda: self.describe_asked.emit(self._about.text()))
        self._typical = QVBoxLayout()
        self._typical.setSpacing(0)
        self._add_description(column)
        self._add_fix(column)
        self._notes_head = self._section(column, "What reviewers wrote", self._notes)
        self._words_head = self._section(column, "Words that set it apart", self._words)
        self._add_typical(column)
        column.addStretch()

    def _add_description(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.addWidget(label("What it is about", "metastrong"))
        head.addStretch()
        head.addWidget(self._describe)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addSpacing(theme().px(8))

    def _add_fix(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.addWidget(label("What would fix it", "metastrong"))
        head.addStretch()
        head.addWidget(self._undecide)
        column.addLayout(head)
        line = QHBoxLayout()
        line.addWidget(self._fixes)
        line.addStretch()
        column.addLayout(line)
        column.addWidget(self._fix_words)

    def _section(self, column: QVBoxLayout, title: str, content: QWidget) -> QWidget:
        head = label(title, "metastrong")
        column.addSpacing(theme().px(8))
        column.addWidget(head)
        column.addWidget(content)
        return head

    def _add_typical(self, column: QVBoxLayout) -> None:
        column.addSpacing(theme().px(8))
        head = QHBoxLayout()
        head.addWidget(label("Typical cases", "metastrong"))
        head.addStretch()
        head.addWidget(self._next)
        head.addWidget(self._open_all)
        column.addLayout(head)
        column.addWidget(rule())
        column.addLayout(self._typical)

    def show_pattern(self, pattern: Pattern, story: PatternStory) -> None:
        """Tell another pattern."""
        self._about.set_text(pattern.description)
        self._about.setVisible(bool(pattern.description))
        self._describe.setText("Change" if pattern.description else "Describe")
        self._describe.setAccessibleName(f"{self._describe.text()} what the pattern is about")
        self._fixes.set_value(None if pattern.fix == "undecided" else pattern.fix)
        self._undecide.setVisible(pattern.fix != "undecided")
        self._fix_words.set_text(story.fix_sentence)
        self._fix_words.setVisible(bool(story.fix_sentence))
        _clear(self._note_column)
        for note in story.notes:
            self._note_column.addWidget(Paragraph(f"“{note}”", "body", "text"))
        for widget in (self._notes, self._notes_head):
            widget.setVisible(bool(story.notes))
        self._words.set_text(", ".join(pattern.keywords))
        for widget in (self._words, self._words_head):
            widget.setVisible(bool(pattern.keywords))
        count = len(pattern.members)
        self._open_all.setText("Open the case" if count == 1 else f"Open all {count:,}")
        self._open_all.setAccessibleName(self._open_all.text())
        _clear(self._typical)
        for case in story.typical:
            row = TypicalCaseRow(case)
            row.opened.connect(self.case_opened)
            self._typical.addWidget(row)


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
