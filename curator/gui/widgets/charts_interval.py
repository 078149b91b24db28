"""The interval mark: an estimate's tick on the band of its 95 % interval."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.gui.theme import theme
from curator.model.statistics import Estimate

TRACK, BAND, TICK_WIDTH, TICK_HEIGHT = 1, 6, 2, 12


def paint_interval(
    painter: QPainter, area: QRectF, estimate: Estimate, *, mirrored: bool = False
) -> None:
    """Track over 0 to 100 %, band over the interval, tick at the estimate."""
    if area.width() <= 4:
        return
    middle = round(area.center().y())

    def x(share: float) -> float:
        share = 1 - share if mirrored else share
        return area.left() + share * area.width()

    painter.fillRect(QRectF(area.left(), middle, area.width(), TRACK), theme().color("line"))
    left, right = sorted((x(estimate.low), x(estimate.high)))
    band = QRectF(left, middle - BAND // 2, max(2.0, right - left), BAND)
    painter.fillRect(band, theme().color("ctl"))
    tick = min(max(round(x(estimate.value)) - 1, round(area.left())), round(area.right()) - 2)
    painter.fillRect(
        QRectF(tick, middle - TICK_HEIGHT // 2, TICK_WIDTH, TICK_HEIGHT), theme().color("text")
    )


def percent(estimate: Estimate) -> str:
    """ "27 % (22 to 33)": the estimate and its 95 % interval, rounded to whole percent."""
    return f"{100 * estimate.value:.0f} % ({100 * estimate.low:.0f} to {100 * estimate.high:.0f})"


class IntervalMark(QWidget):
    """An interval mark of its own, for panels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._estimate: Estimate | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_estimate(self, estimate: Estimate | None) -> None:
        self._estimate = estimate
        self.setAccessibleName("" if estimate is None else estimate.percent)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._estimate is None:
            return
        painter = QPainter(self)
        paint_interval(painter, QRectF(self.rect()), self._estimate)
        painter.end()
