"""The verdict, its sentence and reasons; under it the ladder of the ten rules."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QVBoxLayout, QWidget

from curator.gui.pages.readiness_state import READY_RULE, STATE_WORDS, rule_words
from curator.gui.theme import theme
from curator.gui.widgets.labels import Paragraph, rule
from curator.model.readiness import Readiness, RuleResult, RuleState

MOST_REASONS = 4
STACKED_BELOW = 860


class VerdictBlock(QWidget):
    """Verdict and sentence at the left, at most four numbered reasons at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdict")
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = theme().px
        self._verdict = Paragraph("", "verdict", "text")
        self._sentence = Paragraph("", "lead", "text2")
        told = QWidget()
        left = QVBoxLayout(told)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(px(6))
        left.addWidget(self._verdict)
        left.addWidget(self._sentence)
        left.addStretch()
        self._reasons = QWidget()
        self._grid = QGridLayout(self._reasons)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._row = QGridLayout(self)
        self._row.setContentsMargins(px(20), px(20), px(20), px(20))
        self._row.setHorizontalSpacing(px(40))
        self._row.setVerticalSpacing(px(14))
        self._told = told
        self._stacked: bool | None = None
        self._arrange(stacked=False)

    def show_verdict(self, found: Readiness) -> None:
        """Say a verdict."""
        self._verdict.set_text(found.verdict)
        self._sentence.set_text(found.sentence)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, reason in enumerate(found.reasons[:MOST_REASONS]):
            number = Paragraph(str(place + 1), "body", "text3")
            number.setFixedWidth(theme().px(12))
            self._grid.addWidget(number, place, 0)
            self._grid.addWidget(Paragraph(reason, "body", "text"), place, 1)
        self._grid.setRowStretch(MOST_REASONS, 1)
        reasons = " ".join(found.reasons[:MOST_REASONS])
        self.setAccessibleName(f"{found.verdict}. {found.sentence} {reasons}")

    def _arrange(self, *, stacked: bool) -> None:
        if stacked == self._stacked:
            return
        self._stacked = stacked
        self._row.addWidget(self._told, 0, 0)
        self._row.addWidget(self._reasons, 1 if stacked else 0, 0 if stacked else 1)
        self._row.setColumnStretch(0, 9)
        self._row.setColumnStretch(1, 0 if stacked else 11)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(stacked=self.width() < theme().px(STACKED_BELOW))


def paint_rule_state(painter: QPainter, box: QRectF, state: RuleState, token: str) -> None:
    """Arrow for matched, ring with a dash for ruled out, hollow ring for no evidence."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = box.width() / 14
    centre = box.center()
    pen = QPen(theme().color(token), 1.5 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)

    def at(x: float, y: float) -> QPointF:
        return QPointF(centre.x() + x * unit, centre.y() + y * unit)

    if state == "matched":
        painter.drawLine(at(-5.5, 0), at(5.5, 0))
        painter.drawPolyline(QPolygonF([at(1.5, -4), at(5.5, 0), at(1.5, 4)]))
    else:
        painter.drawEllipse(centre, 5.8 * unit, 5.8 * unit)
        if state == "ruled out":
            painter.drawLine(at(-2.6, 0), at(2.6, 0))
    painter.restore()


class _RuleCell(QAbstractButton):
    """One rung: number, verdict, state and figure. A click goes to its evidence."""

    def __init__(self, result: RuleResult, verdict: int) -> None:
        super().__init__()
        self.result = result
        self._is_verdict = result.number == verdict
        self._words = rule_words(result, verdict)
        self.setObjectName(f"rule-{result.number}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumWidth(theme().px(120))
        self.setAccessibleName(
            f"Rule {result.number}, {result.verdict}: {STATE_WORDS[result.state]}. {result.reason}"
        )
        self.setToolTip("")

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(94))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colors, px = theme(), theme().px
        painter = QPainter(self)
        ready = self.result.number == READY_RULE
        token = "text3"
        if self._is_verdict:
            painter.fillRect(self.rect(), colors.color("passbg" if ready else "warnbg"))
            token = "pass" if ready else "warn"
        elif self.underMouse():
            painter.fillRect(self.rect(), colors.color("hover"))
        if self.result.matched and not self._is_verdict:
            token = "warn"
        mark = QRectF(px(14), px(13), px(14), px(14))
        paint_rule_state(painter, mark, self.result.state, token)
        left, wide = px(38), self.width() - px(38) - px(10)
        painter.setFont(colors.font("strong" if self._is_verdict else "medium"))
        painter.setPen(colors.color(token if self._is_verdict else "text"))
        wrap = Qt.TextFlag.TextWordWrap
        title = f"{self.result.number}  {self.result.verdict}"
        high = _line_count(painter.fontMetrics(), title, wide, 2) * px(18)
        painter.drawText(QRect(left, px(10), wide, high + px(2)), int(wrap), title)
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text2" if self._is_verdict else "text3"))
        below = QRect(left, px(12) + high + px(2), wide, self.height() - high - px(18))
        lines = max(1, below.height() // px(16))
        painter.drawText(below, int(wrap), _cut(painter.fontMetrics(), self._words, wide, lines))
        if self.hasFocus():
            painter.setPen(QPen(colors.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


def _line_count(metrics: QFontMetrics, text: str, wide: int, most: int) -> int:
    box = metrics.boundingRect(QRect(0, 0, wide, 400), int(Qt.TextFlag.TextWordWrap), text)
    return min(most, max(1, round(box.height() / metrics.lineSpacing())))


def _cut(metrics: QFontMetrics, text: str, wide: int, lines: int) -> str:
    """Text that fits into so many wrapped lines, ending in … where it does not."""

    def fits(part: str) -> bool:
        return _line_count(metrics, part, wide, 1_000) <= lines

    if fits(text):
        return text
    words = text.split(" ")
    while len(words) > 1 and not fits(" ".join(words).rstrip(" ,;:.") + "…"):
        words.pop()
    return " ".join(words).rstrip(" ,;:.") + "…"


class VerdictLadder(QWidget):
    """The ten rules in order, five to a row (fewer in narrow windows); the first match wins."""

    rule_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ladder")
        self.setAccessibleName("The ten rules in order; the first that matches is the verdict")
        self._cells: list[_RuleCell] = []
        self._rules: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._columns = 0

    def show_rules(self, rules: Sequence[RuleResult], verdict: int) -> None:
        """Show these rules with the verdict's own marked."""
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = [_RuleCell(result, verdict) for result in rules]
        for cell in self._cells:
            cell.clicked.connect(lambda _=False, one=cell: self.rule_chosen.emit(one.result.number))
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width()
        columns = 5 if wide >= theme().px(1000) else 3 if wide >= theme().px(620) else 2
        if columns == self._columns or not self._cells:
            return
        self._columns = columns
        for line in self._rules:
            line.hide()
            line.deleteLater()
        self._rules = []
        for place, cell in enumerate(self._cells):
            row, column = divmod(place, columns)
            self._grid.addWidget(cell, 2 * row, 2 * column)
            cell.show()
            if column < columns - 1:
                self._add_rule("v", 2 * row, 2 * column + 1)
        rows = -(-len(self._cells) // columns)
        for row in range(rows - 1):
            self._add_rule("h", 2 * row + 1, 0, 2 * columns - 1)
        for column in range(2 * 5):
            shown = column % 2 == 0 and column < 2 * columns
            self._grid.setColumnStretch(column, 1 if shown else 0)

    def _add_rule(self, direction: str, row: int, column: int, span: int = 1) -> None:
        line = rule(direction)
        self._rules.append(line)
        self._grid.addWidget(line, row, column, 1, span)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from rung to rung."""
        focused = [place for place, cell in enumerate(self._cells) if cell.hasFocus()]
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Up: -self._columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not focused:
            super().keyPressEvent(event)
            return
        place = min(max(focused[0] + step, 0), len(self._cells) - 1)
        self._cells[place].setFocus(Qt.FocusReason.TabFocusReason)
