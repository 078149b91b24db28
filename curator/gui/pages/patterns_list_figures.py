"""The second line of a pattern's row: share with interval, trend, fix; and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from curator.gui.item_models.pattern_list import FIX_ICONS, FIX_WORDS, PatternRow
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import percent
from curator.gui.widgets.marks import paint_interval
from curator.model.pattern_figures import PatternFigures

CENTRE = Qt.AlignmentFlag.AlignVCenter
SHOWN = 6
"""Stretches of time that the trend shows."""
TREND_WIDE, SHARE_WIDE = 38, 104
PROPOSED = "proposed"


@dataclass(frozen=True)
class Columns:
    """Where the second line's parts begin and end, in pixels from the row's left."""

    track: int
    """-1 where there is no room for the interval's line beside its words."""
    share: int
    trend: int
    """-1 where there is no room for one."""
    fix: int
    worded: bool
    """Whether the fix is said in words beside its icon."""

    @staticmethod
    def of(width: int) -> Columns:
        """For a row so wide: the trend goes first, then the words of the fix, then the line."""
        px = theme().px
        metrics = QFontMetrics(theme().font("body"))
        words = max(metrics.horizontalAdvance(word) for word in FIX_WORDS.values())
        track, share = px(58), px(154)
        fix = width - px(16) - words - px(21)
        worded = fix >= share + px(SHARE_WIDE)
        if not worded:
            fix = width - px(16) - px(14)
        if fix < share + px(SHARE_WIDE):
            track, share = -1, px(58)
        trend = fix - px(8 + TREND_WIDE)
        roomy = track >= 0 and trend >= share + px(SHARE_WIDE)
        return Columns(track, share, trend if roomy else -1, fix, worded)


@dataclass(frozen=True)
class Trends:
    """Shares of failures by pattern, oldest first, and what a stretch of time is called."""

    unit: str = ""
    shares: Mapping[str, tuple[float, ...]] | None = None

    @staticmethod
    def of(figures: Mapping[str, PatternFigures]) -> Trends:
        """The last stretches of every pattern that has more than one."""
        units = [one.trend.unit for one in figures.values() if one.trend.unit]
        shares = {
            key: tuple(point.of_failures.value for point in one.trend.points[-SHOWN:])
            for key, one in figures.items()
            if len(one.trend.points) > 1
        }
        return Trends(units[0] if units else "", shares)

    def of_pattern(self, pattern_id: str) -> tuple[float, ...]:
        """A pattern's shares; empty where nothing is known."""
        return (self.shares or {}).get(pattern_id, ())

    @property
    def words(self) -> str:
        """What the column is called, "" without trends."""
        longest = max((len(one) for one in (self.shares or {}).values()), default=0)
        return f"{longest} {self.unit}s" if longest else ""


def paint_figures(painter: QPainter, row: PatternRow, box: QRect, trends: Trends) -> None:
    """Share, trend and fix of a row, each where the row has room."""
    colors, px = theme(), theme().px
    top, high = box.top() + px(38), px(20)
    columns = Columns.of(box.width())
    share = row.share
    if columns.track >= 0:
        track = QRectF(box.left() + columns.track, top, px(84), high)
        paint_interval(painter, track, share.value, share.low, share.high)
    painter.setFont(colors.font("body"))
    painter.setPen(colors.color("text2"))
    words = QRect(box.left() + columns.share, top, columns.fix - columns.share - px(6), high)
    if columns.trend >= 0:
        words.setWidth(columns.trend - columns.share)
    painter.drawText(words, int(CENTRE), percent(share))
    shares = trends.of_pattern(row.pattern_id)
    if columns.trend >= 0 and shares:
        place = QRectF(box.left() + columns.trend, top + px(3), px(TREND_WIDE), px(14))
        paint_trend(painter, place, shares)
    decided = row.fix != "undecided"
    color = "text2" if decided else "text3"
    left = box.left() + columns.fix
    painter.setPen(colors.color(color))
    painter.drawPixmap(QPoint(left, top + px(3)), colors.pixmap(FIX_ICONS[row.fix], 14, color))
    if columns.worded:
        room = QRect(left + px(21), top, box.right() - left - px(21), high)
        painter.drawText(room, int(CENTRE), FIX_WORDS[row.fix])
    if columns.track < 0 and not (row.by_people or row.locked):
        said = words.left() + painter.fontMetrics().horizontalAdvance(percent(share))
        _paint_proposed(painter, QRect(said, top, left - said, high))


def _paint_proposed(painter: QPainter, room: QRect) -> None:
    """In a narrow row the name needs the first line, so that is said here, where there is room."""
    painter.setFont(theme().font("meta"))
    painter.setPen(theme().color("text3"))
    wide = painter.fontMetrics().horizontalAdvance(PROPOSED)
    if wide + 2 * theme().px(10) <= room.width():
        place = room.adjusted(0, 0, -theme().px(10), 0)
        painter.drawText(place, int(CENTRE | Qt.AlignmentFlag.AlignRight), PROPOSED)


def paint_trend(painter: QPainter, box: QRectF, shares: Sequence[float]) -> None:
    """A thin line with a dot at its end; what never changes runs through the middle."""
    mean = sum(shares) / len(shares)
    most = max(2 * mean, *shares) or 1.0
    step = box.width() / (len(shares) - 1)
    places = [
        QPointF(box.left() + at * step, box.bottom() - box.height() * share / most)
        for at, share in enumerate(shares)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color("text2"), 1.25 * theme().scale))
    painter.drawPolyline(QPolygonF(places))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("text"))
    painter.drawEllipse(places[-1], theme().px(2), theme().px(2))
    painter.restore()


class ColumnHeads(QWidget):
    """What the second line of each row holds, painted over the same columns."""

    def __init__(self) -> None:
        super().__init__()
        self._trend = ""
        self._row_wide = 0

    def show_trend(self, words: str) -> None:
        """What the trend's column is called, "" without one."""
        self._trend = words
        self.update()

    def follow(self, row_wide: int) -> None:
        """The rows are so wide: a scroll bar takes room from them, not from here."""
        self._row_wide = row_wide
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: object) -> None:
        del event
        painter = QPainter(self)
        colors, px = theme(), theme().px
        painter.setFont(colors.font("meta"))
        painter.setPen(colors.color("text3"))
        metrics, high = painter.fontMetrics(), self.height()
        columns = Columns.of(self._row_wide or self.width())
        trend = columns.trend if self._trend else -1
        end = (trend - px(8) if trend >= 0 else columns.fix) - px(8)
        words = "Share of failures (95 % interval)"
        if metrics.horizontalAdvance(words) > end - px(58):
            words = "Share of failures"
        share = QRect(px(58), 0, end - px(58), high)
        fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, share.width())
        painter.drawText(share, int(CENTRE), fitted)
        if trend >= 0:
            room = QRect(trend - px(8), 0, columns.fix - trend + px(8), high)
            painter.drawText(room, int(CENTRE), self._trend)
        fix = "Fix with" if columns.worded else "Fix"
        left = columns.fix + px(6) if columns.worded else columns.fix - px(4)
        painter.drawText(QRect(left, 0, self.width() - left, high), int(CENTRE), fix)
        painter.end()
