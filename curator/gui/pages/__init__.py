"""One page a stage."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from curator.gui.page import Page


class PageSpec(NamedTuple):
    """A page of the window before its code is loaded."""

    name: str
    title: str
    module: str
    cls: str


PAGES: tuple[PageSpec, ...] = (
    PageSpec("start", "Start", "start", "StartPage"),
    PageSpec("import", "Import", "import_page", "ImportPage"),
    PageSpec("review", "Review", "review", "ReviewPage"),
    PageSpec("patterns", "Patterns", "patterns", "PatternsPage"),
    PageSpec("trials", "Trials", "trials", "TrialsPage"),
    PageSpec("readiness", "Readiness", "readiness", "ReadinessPage"),
    PageSpec("export", "Export", "export", "ExportPage"),
)
"""The pages of the window, in the order of the rail."""


def page_class(spec: PageSpec) -> type[Page]:
    """The class of a page; loads its code."""
    return getattr(import_module(f"{__name__}.{spec.module}"), spec.cls)
