"""The colours of the interface, light and dark, and their contrast."""

from __future__ import annotations

from typing import Literal

Mode = Literal["light", "dark"]

LIGHT: dict[str, str] = {
    "win": "#F3F3F1",
    "surface": "#FFFFFF",
    "sunken": "#E9E9E6",
    "hover": "#EAEAE7",
    "sel": "#E1E9F8",
    "line": "#D8D8D3",
    "ctl": "#85857F",
    "text": "#1B1C1E",
    "text2": "#4E5055",
    "text3": "#63656A",
    "accent": "#1F51B0",
    "acch": "#183F8C",
    "onacc": "#FFFFFF",
    "fail": "#A3340E",
    "failbg": "#FBE8E0",
    "pass": "#0A6654",
    "passbg": "#DBF0E9",
    "warn": "#7A5000",
    "warnbg": "#FAEFD2",
    "codeword": "#1F51B0",
    "codestring": "#6B5200",
    "codenumber": "#7A2E8C",
    "codename": "#00606B",
    "p1": "#E66700",
    "p2": "#1187EE",
    "p3": "#037465",
    "p4": "#A457AC",
    "p5": "#3937AC",
    "p6": "#984A1A",
    "p7": "#6F1360",
    "p8": "#254104",
    "p0": "#8F9197",
}

DARK: dict[str, str] = {
    "win": "#151618",
    "surface": "#1D1F22",
    "sunken": "#0F1011",
    "hover": "#2A2C30",
    "sel": "#24345A",
    "line": "#33363B",
    "ctl": "#7F838B",
    "text": "#E6E6E3",
    "text2": "#B4B6BB",
    "text3": "#9DA0A7",
    "accent": "#8DB0FF",
    "acch": "#B3CAFF",
    "onacc": "#10131A",
    "fail": "#FF9A75",
    "failbg": "#45241A",
    "pass": "#58CBB0",
    "passbg": "#133B33",
    "warn": "#E6BA58",
    "warnbg": "#3C3012",
    "codeword": "#8DB0FF",
    "codestring": "#D9BE7C",
    "codenumber": "#D6A6EA",
    "codename": "#7FCBD6",
    "p1": "#F2BB3B",
    "p2": "#588CFF",
    "p3": "#52F0BE",
    "p4": "#B959C2",
    "p5": "#B4C0FF",
    "p6": "#B54628",
    "p7": "#FA7F91",
    "p8": "#879F18",
    "p0": "#6E727A",
}

TOKENS: dict[Mode, dict[str, str]] = {"light": LIGHT, "dark": DARK}

BACKGROUNDS = ("win", "surface", "sunken", "hover", "sel")
"""Every fill that text of any kind may stand on."""


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 to 1. Source: WCAG 2.2."""

    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
