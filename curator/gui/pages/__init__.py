"""One page a stage."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.gui.page import Page

PAGES: tuple[tuple[str, str], ...] = (
    ("start", "StartPage"),
    ("import_page", "ImportPage"),
    ("review", "ReviewPage"),
    ("patterns", "PatternsPage"),
    ("trials", "TrialsPage"),
    ("readiness", "ReadinessPage"),
    ("export", "ExportPage"),
)


def page_classes() -> list[type[Page]]:
    """The pages of the window, in the order of the rail."""
    found: list[type[Page]] = []
    for module, name in PAGES:
        if find_spec(f"{__name__}.{module}") is not None:
            found.append(getattr(import_module(f"{__name__}.{module}"), name))
    return found
