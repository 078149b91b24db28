"""The summary for engineers: the finding, its evidence and its limits on one page."""

from __future__ import annotations

from curator.reporting.build import build_summary
from curator.reporting.html import render_html, render_print
from curator.reporting.markdown import render_markdown
from curator.reporting.since import as_data, read_earlier
from curator.reporting.summary import Content, Summary

__all__ = [
    "Content",
    "Summary",
    "as_data",
    "build_summary",
    "read_earlier",
    "render_html",
    "render_markdown",
    "render_print",
]
