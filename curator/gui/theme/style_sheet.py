"""The style sheet: one template, filled with the tokens and a scale."""

from __future__ import annotations

import re
from string import Template

from curator.gui.theme.icons import resources

_PIXELS = re.compile(r"(\d+)px")


def fill(template: str, tokens: dict[str, str], scale: float) -> str:
    """Tokens for `$names`; every length above 2 px grows with `scale`, hairlines stay."""

    def scaled(found: re.Match[str]) -> str:
        length = int(found[1])
        return f"{length if length <= 2 else round(length * scale)}px"

    return Template(_PIXELS.sub(scaled, template)).substitute(tokens)


def style_sheet(tokens: dict[str, str], scale: float) -> str:
    """The application's style sheet."""
    template = (resources() / "style" / "curator.qss").read_text(encoding="utf-8")
    return fill(template, tokens, scale)
