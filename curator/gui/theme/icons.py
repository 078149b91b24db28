"""Outline icons: one stroke weight, recoloured when they are loaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from curator.gui.theme.filling import fill
from curator.resource_files import resource_path


@cache
def resources() -> Path:
    """The folder of icons and style sheet."""
    return resource_path()


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon_names() -> list[str]:
    """Every icon there is."""
    return sorted(path.stem for path in (resources() / "icons").glob("*.svg"))


def tinted(pixmap: QPixmap, colour: str) -> QPixmap:
    """The same shape in another colour."""
    other = QPixmap(pixmap)
    painter = QPainter(other)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    fill(painter, other.rect(), QColor(colour))
    painter.end()
    return other


def render(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """An icon of `size` logical px in one colour, for a screen of `ratio` device px each."""
    svg = _source(name).replace("currentColor", colour)
    if size < 16:
        # One stroke weight on screen: 1.5 at 20 px would be 1.05 at 14.
        svg = svg.replace('stroke-width="1.5"', 'stroke-width="1.9"', 1)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
