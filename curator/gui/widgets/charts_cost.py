"""The break-even chart: what two ways of asking have cost in total, month by month."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.charts_words import money


@dataclass(frozen=True)
class CostLine:
    """Total cost in $ as a straight line: what is paid at the start and each month after."""

    label: str
    at_start: float
    per_month: float
    planned: bool = False
    """The line that is being considered, drawn in the accent colour."""

    def after(self, months: float) -> float:
        return self.at_start + self.per_month * months


def nice_step(top: float, steps: int = 4) -> float:
    """A round step (1, 2, 2.5 or 5 times a power of ten) that divides 0 to `top` in ~`steps`."""
    raw = max(top, 1e-12) / steps
    power = 10.0 ** _floor_log10(raw)
    for factor in (1, 2, 2.5, 5, 10):
        if raw <= factor * power * 1.0001:
            return factor * power
    return 10 * power


def _floor_log10(value: float) -> int:
    exponent = 0
    while value >= 10:
        value /= 10
        exponent += 1
    while value < 1:
        value *= 10
        exponent -= 1
    return exponent


def axis_money(amount: float) -> str:
    """ "$2k", "$500", "$1.5M": round amounts, short enough for an axis."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if amount >= size:
            return f"${amount / size:.4g}{unit}"
    return f"${amount:.4g}"


def months_shown(break_even: float | None) -> float:
    """The length of the time axis: 12 months, or enough to show the break-even to 60."""
    if break_even is None or break_even <= 9:
        return 12.0
    for months in (24.0, 36.0, 60.0):
        if break_even <= months * 0.8:
            return months
    return 60.0


class CostChart(QWidget):
    """Two or more cost lines with the month where the planned one has paid back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[CostLine, ...] = ()
        self._break_even: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        theme().changed.connect(self.update)

    def set_lines(self, lines: tuple[CostLine, ...], break_even: float | None) -> None:
        """Show these lines; `break_even` in months, None where they never cross."""
        self._lines = lines
        self._break_even = break_even
        told = [f"{line.label}: {money(line.after(12))} after 12 months" for line in lines]
        if break_even is not None:
            told.append(f"the same after {break_even:.1f} months")
        self.setAccessibleName("Total cost by months after release. " + ", ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(252))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(220), theme().px(252))

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(theme().font("meta"))
        labels = max((metrics.horizontalAdvance(line.label) for line in self._lines), default=0.0)
        px = theme().px
        right = min(labels + px(12), self.width() * 0.34)
        return QRectF(
            px(44), px(10), self.width() - px(44) - right, self.height() - px(10) - px(42)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._lines:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        months = months_shown(self._break_even)
        top = max(line.after(m) for line in self._lines for m in (0.0, months))
        step = nice_step(max(top, 1.0))
        scale_top = step * max(1, -(-top // step))
        self._paint_axes(painter, plot, months, scale_top, step)

        def at(month: float, cost: float) -> QPointF:
            return QPointF(
                plot.left() + plot.width() * month / months,
                plot.bottom() - plot.height() * cost / scale_top,
            )

        if self._break_even is not None and self._break_even <= months:
            self._paint_break_even(painter, plot, at(self._break_even, 0).x())
        for line in self._lines:
            self._paint_line(painter, line, at(0, line.at_start), at(months, line.after(months)))
        self._paint_names(painter, plot, [at(months, x.after(months)).y() for x in self._lines])
        if self._break_even is not None and self._break_even <= months:
            cost = self._lines[0].after(self._break_even)
            painter.setBrush(theme().color("win"))
            painter.setPen(QPen(theme().color("text"), 1.75))
            painter.drawEllipse(at(self._break_even, cost), 4, 4)
        painter.end()

    def _paint_axes(
        self, painter: QPainter, plot: QRectF, months: float, top: float, step: float
    ) -> None:
        painter.setFont(theme().font("meta"))
        high = QFontMetricsF(theme().font("meta")).height()
        amount = 0.0
        while amount <= top * 1.0001:
            y = round(plot.bottom() - plot.height() * amount / top) + 0.5
            painter.setPen(QPen(theme().color("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme().color("text3"))
            box = QRectF(0, y - high / 2, plot.left() - theme().px(8), high)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(right), axis_money(amount))
            amount += step
        for month in range(0, int(months) + 1, int(months // 4)):
            x = plot.left() + plot.width() * month / months
            box = QRectF(x - 30, plot.bottom() + theme().px(6), 60, high)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), str(month))
        caption = QRectF(
            plot.left(), plot.bottom() + theme().px(24), self.width() - plot.left(), high
        )
        painter.drawText(
            caption, int(Qt.AlignmentFlag.AlignLeft), "Total cost by months after release"
        )

    def _paint_line(self, painter: QPainter, line: CostLine, start: QPointF, end: QPointF) -> None:
        pen = QPen(theme().color("accent" if line.planned else "text2"), 2)
        if not line.planned:
            pen.setDashPattern([2, 1.6])
        painter.setPen(pen)
        painter.drawLine(start, end)

    def _paint_names(self, painter: QPainter, plot: QRectF, heights: list[float]) -> None:
        """Names at the lines' ends, pushed apart where the ends are close."""
        line_height = theme().line_height("meta") + 1
        order = sorted(range(len(heights)), key=lambda i: heights[i])
        places = dict.fromkeys(order, 0.0)
        last = -1e9
        for index in order:
            places[index] = last = max(heights[index], last + line_height)
        for index, line in enumerate(self._lines):
            painter.setFont(theme().font("metastrong" if line.planned else "meta"))
            painter.setPen(theme().color("accent" if line.planned else "text2"))
            left = plot.right() + theme().px(8)
            box = QRectF(left, places[index] - line_height / 2, self.width() - left, line_height)
            text = QFontMetricsF(painter.font()).elidedText(
                line.label, Qt.TextElideMode.ElideRight, box.width()
            )
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_break_even(self, painter: QPainter, plot: QRectF, x: float) -> None:
        painter.setPen(QPen(theme().color("ctl"), 1.5))
        painter.drawLine(QPointF(x, plot.top() + plot.height() * 0.3), QPointF(x, plot.bottom()))
        painter.setFont(theme().font("metastrong"))
        painter.setPen(theme().color("text"))
        text = f"{self._break_even:.1f} months"
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
        left = x + 6 if x + 6 + wide <= plot.right() else x - 6 - wide
        painter.drawText(QPointF(left, plot.bottom() - theme().px(6)), text)
