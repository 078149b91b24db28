"""What lies over the map's points: labels, the lasso, the hovered case."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from curator.gui.theme import theme

HOVER_WIDTH = 300.0


def paint_label(painter: QPainter, box: QRectF, text: str, *, current: bool) -> None:
    """A pattern's number and short name, readable over points by an outline of background."""
    font = theme().font("strong" if current else "medium")
    baseline = QPointF(box.left() + 2, box.top() + QFontMetricsF(font).ascent())
    path = QPainterPath()
    path.addText(baseline, font, text)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    halo = QColor(theme().color("surface"))
    halo.setAlpha(225)
    painter.setPen(QPen(halo, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                        Qt.PenJoinStyle.RoundJoin))  # fmt: skip
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setFont(font)
    painter.setPen(theme().color("text"))
    painter.drawText(baseline, text)
    painter.restore()


def paint_lasso(painter: QPainter, outline: QPolygonF) -> None:
    """The dashed outline of what is being selected."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = theme().color("sel")
    fill.setAlpha(150)
    painter.setBrush(fill)
    pen = QPen(theme().color("accent"), 1.5)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawPolygon(outline)
    painter.restore()


def _beside(at: QPointF, size: QSizeF, area: QRectF) -> QRectF:
    """A box right or left of a point, below or above it where the area is narrow."""
    away, edge = 14, 8
    x = min(max(at.x() - size.width() / 2, area.left() + edge), area.right() - size.width() - edge)
    y = min(max(at.y() - size.height() / 2, area.top() + edge),
            area.bottom() - size.height() - edge)  # fmt: skip
    if at.x() + away + size.width() + edge <= area.right():
        x = at.x() + away
    elif at.x() - away - size.width() - edge >= area.left():
        x = at.x() - away - size.width()
    elif at.y() + away + size.height() + edge <= area.bottom():
        y = at.y() + away
    else:
        y = at.y() - away - size.height()
    return QRectF(QPointF(x, y), size)


def paint_hover(painter: QPainter, at: QPointF, title: str, text: str, area: QRectF) -> None:
    """A small box beside the hovered point: the pattern's name, the start of the case."""
    strong, body = theme().font("strong"), theme().font("body")
    line = QFontMetricsF(body).height()
    pad = theme().px(10)
    width = min(float(theme().px(HOVER_WIDTH)), max(area.width() * 0.6, 160.0))
    inner = width - 2 * pad
    text = " ".join(text.split())
    wrap = Qt.TextFlag.TextWordWrap
    needed = QFontMetricsF(body).boundingRect(QRectF(0, 0, inner, 400), int(wrap), text[:400])
    body_height = min(needed.height(), 3 * line) if text else 0.0
    height = 2 * pad + line + (body_height + 4 if text else 0)
    box = _beside(at, QSizeF(width, height), area)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme().color("surface"))
    painter.setPen(QPen(theme().color("ctl"), 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().color("text"), 1.5))
    painter.drawEllipse(at, 7, 7)
    painter.setPen(theme().color("text"))
    painter.setFont(strong)
    heading = QFontMetricsF(strong).elidedText(title, Qt.TextElideMode.ElideRight, inner)
    painter.drawText(QRectF(box.left() + pad, box.top() + pad, inner, line), heading)
    painter.setFont(body)
    painter.setPen(theme().color("text2"))
    words = QRectF(box.left() + pad, box.top() + pad + line + 4, inner, body_height)
    painter.setClipRect(words)
    painter.drawText(words, int(wrap), text[:400])
    painter.restore()
