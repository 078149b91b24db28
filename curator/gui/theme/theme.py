"""The theme: colours, fonts, icons and style sheet of the running application."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QDir, QObject, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

from curator.gui.theme.fonts import STYLES, make_font
from curator.gui.theme.icons import render, tinted
from curator.gui.theme.style_sheet import style_sheet
from curator.gui.theme.tokens import TOKENS, Mode

Choice = Literal["system", "light", "dark"]

SHEET_IMAGES = (("chevron-down", "text2"), ("check", "onacc"), ("chevron-right", "text2"))
"""Icons that the style sheet names; it can only read files, so they are written to some."""


class Theme(QObject):
    """What everything is drawn with. Read it while painting; `changed` says to repaint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode: Mode = "light"
        self.choice: Choice = "system"
        self.scale = 1.0
        self.case_scale = 1.0
        self._tokens = dict(TOKENS["light"])
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._shapes: dict[tuple[str, int, float], QPixmap] = {}
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._images = QTemporaryDir()

    def color(self, name: str) -> QColor:
        """A token's colour."""
        return QColor(self._tokens[name])

    def css(self, name: str) -> str:
        """A token's colour as "#RRGGBB"."""
        return self._tokens[name]

    def px(self, length: float) -> int:
        """A length of the design in px at the current scale."""
        return round(length * self.scale)

    def font(self, style: str) -> QFont:
        """The font of a row of `fonts.STYLES`; case texts follow their own size setting."""
        case = style in ("case", "monocase")
        if (style, case) not in self._fonts:
            scale = self.scale * (self.case_scale if case else 1.0)
            self._fonts[style, case] = make_font(STYLES[style], scale)
        return QFont(self._fonts[style, case])

    def line_height(self, style: str) -> int:
        """The line height of a style in px."""
        factor = self.case_scale if style in ("case", "monocase") else 1.0
        return round(STYLES[style].line * self.scale * factor)

    def pixmap(self, name: str, size: int = 20, color: str = "text2") -> QPixmap:
        """An icon in a token's colour, sharp on the screen it is for."""
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        key = (name, color, size, ratio)
        if key not in self._pixmaps:
            shape, drawn = (name, size, ratio), self._tokens[color]
            if shape in self._shapes:
                self._pixmaps[key] = tinted(self._shapes[shape], drawn)
            else:
                self._pixmaps[key] = self._shapes[shape] = render(name, drawn, self.px(size), ratio)
        return self._pixmaps[key]

    def icon(self, name: str, size: int = 20, color: str = "text2") -> QIcon:
        """An icon for buttons: greyed when disabled."""
        icon = QIcon(self.pixmap(name, size, color))
        icon.addPixmap(self.pixmap(name, size, "text3"), QIcon.Mode.Disabled)
        return icon

    def set_icon(
        self, button: QAbstractButton, name: str, size: int = 16, color: str = "text2"
    ) -> None:
        """Give a button an icon that follows the theme."""
        button.setProperty("iconName", name)
        button.setProperty("iconPixels", size)
        button.setProperty("iconToken", color)
        button.setIcon(self.icon(name, size, color))
        button.setIconSize(QSize(self.px(size), self.px(size)))

    def choose(self, choice: Choice) -> None:
        """Follow the system, or be light or dark."""
        self.choice = choice
        self.refresh()

    def set_scale(self, scale: float, case_scale: float) -> None:
        """Interface and case text size, 0.9 to 2."""
        self.scale = min(2.0, max(0.9, scale))
        self.case_scale = min(2.0, max(0.9, case_scale))
        self.refresh()

    def refresh(self) -> None:
        """Apply mode, scale, palette, fonts and style sheet to the application."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        if self.choice == "system":
            dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            self.mode = "dark" if dark else "light"
        else:
            self.mode = self.choice
        self._tokens = _system_contrast(app) or dict(TOKENS[self.mode])
        self._pixmaps.clear()
        self._shapes.clear()
        self._fonts.clear()
        self._write_images()
        app.setFont(self.font("body"))
        app.setPalette(self._palette())
        app.setStyleSheet(style_sheet(self._tokens, self.scale))
        for widget in app.allWidgets():
            name = widget.property("iconName")
            if name and isinstance(widget, QAbstractButton):
                size = int(widget.property("iconPixels"))
                self.set_icon(widget, name, size, widget.property("iconToken"))
        self.changed.emit()

    @contextmanager
    def dressing(self) -> Generator[None]:
        """Build the first window in here: the style sheet comes when it is whole.

        With a sheet each widget is styled again whenever something that holds it gets a parent,
        which took half the time until a window was built.
        """
        app = QApplication.instance()
        if not isinstance(app, QApplication) or app.topLevelWidgets():
            yield
            return
        sheet = app.styleSheet()
        app.setStyleSheet("")
        try:
            yield
        finally:
            app.setStyleSheet(sheet)

    def _write_images(self) -> None:
        folder = Path(self._images.path())
        for name, token in SHEET_IMAGES:
            for ratio, suffix in self._image_sizes():
                pixmap = render(name, self._tokens[token], self.px(14), ratio)
                pixmap.save(str(folder / f"{name}-{self.mode}{suffix}.png"))
        self._tokens["mode"] = self.mode
        QDir.setSearchPaths("themed", [str(folder)])

    def _image_sizes(self) -> list[tuple[int, str]]:
        """Device pixels each px, with the ending of the file's name: those that screens have."""
        sharpest = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
        sizes = ((1, ""), (2, "@2x"), (3, "@3x"))
        return [one for one in sizes if one[0] <= ceil(sharpest)]

    def follow_screens(self) -> None:
        """Another screen came: it may be sharper."""
        self._write_images()

    def _palette(self) -> QPalette:
        roles = QPalette.ColorRole
        palette = QPalette()
        for role, name in {
            roles.Window: "win",
            roles.WindowText: "text",
            roles.Base: "surface",
            roles.AlternateBase: "win",
            roles.Text: "text",
            roles.Button: "surface",
            roles.ButtonText: "text",
            roles.BrightText: "onacc",
            roles.Highlight: "accent",
            roles.HighlightedText: "onacc",
            roles.ToolTipBase: "surface",
            roles.ToolTipText: "text",
            roles.PlaceholderText: "text3",
            roles.Link: "accent",
            roles.LinkVisited: "accent",
            roles.Accent: "accent",
            roles.Light: "surface",
            roles.Midlight: "hover",
            roles.Mid: "line",
            roles.Dark: "ctl",
            roles.Shadow: "line",
        }.items():
            palette.setColor(role, self.color(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text3"))
        return palette


def _system_contrast(app: QApplication) -> dict[str, str] | None:
    """Tokens from the system's palette where the user asked the system for high contrast."""
    hints = app.styleHints()
    preference = hints.accessibility().contrastPreference()
    if preference != Qt.ContrastPreference.HighContrast:
        return None
    palette = app.style().standardPalette()
    mode: Mode = "dark" if palette.window().color().lightness() < 128 else "light"
    tokens = dict(TOKENS[mode])
    window, text = palette.window().color().name(), palette.windowText().color().name()
    for name in ("win", "surface", "sunken", "hover"):
        tokens[name] = window
    for name in ("text", "text2", "text3", "line", "ctl"):
        tokens[name] = text
    tokens["accent"] = tokens["acch"] = palette.highlight().color().name()
    tokens["onacc"] = palette.highlightedText().color().name()
    return tokens


_current: list[Theme] = []


def theme() -> Theme:
    """The running application's theme."""
    if not _current:
        _current.append(Theme())
    return _current[0]
