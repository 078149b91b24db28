"""The summary as one self-contained HTML file: no script, no resource from anywhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from curator.exporting.inert_text import inert
from curator.readiness.costs import field_words
from curator.reporting.word_diff import REWRITTEN
from curator.reporting.wording import (
    capitalised,
    dollars,
    interval,
    p_value,
    percent,
    plural,
)
from curator.resource_files import resource_path

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from curator.model.readiness import Costs
    from curator.reporting.summary import Summary

Paper: TypeAlias = Literal["A4", "letter"]
MAX_IDS = 500
"""Case ids listed under one pattern; more would make the file heavy (own)."""
SEVERITIES = {"block": "Blocks", "warn": "Warning", "note": "Note"}


def render_html(summary: Summary) -> str:
    """A whole HTML page, the same text for the same summary.

    Every text is escaped and made inert: markup shows as text, control characters as their
    pictures. A content security policy forbids scripts and loads besides.
    """
    return _render(summary, "summary.html", "summary.css")


def render_print(summary: Summary, paper: Paper = "A4") -> str:
    """The summary as the simple HTML that Qt lays out on pages, for a PDF file.

    No style that Qt does not know; a chart is an image named `bar:value:low:high:kind` in
    hundredths of its width, which the printer draws.
    """
    page = _render(summary, "print.html", "print.css", paper)
    # A font may draw the picture of a control character by that character's own glyph, and who
    # copies from the file would then get the character itself.
    return re.sub("[\u2400-\u2421]", _code_point, page)


def _code_point(picture: re.Match[str]) -> str:
    code = ord(picture[0]) - 0x2400
    return f"[U+{0x7F if code == 0x21 else code:04X}]"


def _render(summary: Summary, template: str, style: str, paper: Paper = "A4") -> str:
    from markupsafe import Markup

    found = [check for check in summary.checks if check.status == "found"]
    highest = max((row.share.high for row in summary.pareto), default=1.0)
    page = (
        _environment()
        .get_template(template)
        .render(
            paper=paper,
            summary=summary,
            # Our own file, not a text from anywhere.
            style=Markup(resource_path("report", style).read_text("utf-8").strip()),  # noqa: S704
            scale=highest or 1.0,
            found=sorted(found, key=lambda check: list(SEVERITIES).index(check.severity)),
            passed=sum(check.status == "passed" for check in summary.checks),
            unfit=sum(check.status == "not applicable" for check in summary.checks),
            severities=SEVERITIES,
            costs=cost_lines(summary.costs),
            missing=", ".join(map(field_words, summary.costs.missing)),
            max_ids=MAX_IDS,
            rewritten=REWRITTEN,
            percent=percent,
            interval=interval,
            p_value=p_value,
            dollars=dollars,
            capitalised=capitalised,
            count_of=plural,
            scaled=_scaled,
            lines=_lines,
        )
    )
    return page if page.endswith("\n") else page + "\n"


def cost_lines(costs: Costs) -> list[tuple[str, str]]:
    """Each known figure of the cost math with its name."""
    months = costs.break_even_months
    named = [
        ("Saving per call", _dollars(costs.saving_per_call)),
        ("Fixed cost", _dollars(costs.fixed_cost)),
        ("Calls to break even", _calls(costs.break_even_calls)),
        ("Months to break even", f"{months:.1f}" if months is not None else ""),
        ("Calls a month to cover hosting", _calls(costs.calls_to_cover_hosting)),
    ]
    return [(name, value) for name, value in named if value]


def _dollars(amount: float | None) -> str:
    return dollars(amount) if amount is not None else ""


def _calls(count: float | None) -> str:
    return f"{count:,.0f}" if count is not None else ""


def _shown(value: object) -> object:
    """Every text that a template puts out goes through here before it is escaped."""
    from markupsafe import Markup

    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return inert(value)


def _scaled(share: float, highest: float) -> str:
    """A share as a place on the chart's width of 100."""
    return f"{100 * share / highest:.2f}".rstrip("0").rstrip(".")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(resource_path("report")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _lines(text: str) -> Markup:
    """A text whose line ends and indents show where no style can keep them."""
    from markupsafe import Markup, escape

    shown = str(escape(inert(text))).replace("\t", "    ")
    kept = re.sub(r" {2,}|(?<=\n) ", lambda found: "\u00a0" * len(found[0]), shown)
    # Escaped just before; only our own line break is added.
    return Markup(kept.replace("\n", "<br>"))  # noqa: S704
