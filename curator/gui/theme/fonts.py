"""Fonts: which family, at which size and weight, for which kind of text."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase


class TextStyle(NamedTuple):
    """One row of the type table: size and line height in px, weight, fixed pitch or not."""

    size: int
    line: int
    weight: int = 400
    fixed: bool = False


STYLES: dict[str, TextStyle] = {
    "meta": TextStyle(12, 16),
    "metastrong": TextStyle(12, 16, 500),
    "body": TextStyle(13, 20),
    "medium": TextStyle(13, 20, 500),
    "strong": TextStyle(13, 20, 600),
    "case": TextStyle(15, 24),
    "title": TextStyle(15, 24, 600),
    "lead": TextStyle(17, 26),
    "leadstrong": TextStyle(17, 26, 600),
    "verdict": TextStyle(26, 32, 600),
    "start": TextStyle(28, 36, 600),
    "mono": TextStyle(12, 16, fixed=True),
    "monocase": TextStyle(13, 20, fixed=True),
}


@cache
def interface_families() -> tuple[str, ...]:
    """Inter where it is installed, else the platform's own; Noto Sans for other scripts."""
    installed = set(QFontDatabase.families())
    platform = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    wanted = ("Inter", platform, "Noto Sans")
    return tuple(name for name in wanted if name in installed) or (platform,)


@cache
def fixed_families() -> tuple[str, ...]:
    """JetBrains Mono where it is installed, else the platform's fixed font."""
    installed = set(QFontDatabase.families())
    platform = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    wanted = ("JetBrains Mono", platform, "Noto Sans Mono")
    return tuple(name for name in wanted if name in installed) or (platform,)


def make_font(style: TextStyle, scale: float) -> QFont:
    """The font of a style with tabular figures."""
    font = QFont(list(fixed_families() if style.fixed else interface_families()))
    font.setPixelSize(max(12, round(style.size * scale)))
    font.setWeight(QFont.Weight(style.weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    if style.fixed:
        font.setStyleHint(QFont.StyleHint.Monospace)
        # Ligatures would show "->" as one arrow: a reviewer reads what was logged.
        font.setFeature(QFont.Tag("calt"), 0)
    return font
