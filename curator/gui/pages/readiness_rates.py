"""The failure rate import by import, and stratum by stratum of a sample."""

from __future__ import annotations

from curator.gui.pages.readiness_evidence import Section
from curator.gui.pages.readiness_gates import close_row, section_row
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.labels import Paragraph, label
from curator.model.figures import Figures, RatePart


class RatesSection(Section):
    """Only where the whole is made of several parts: then it is their mix by true size."""

    def __init__(self) -> None:
        super().__init__("Failure rate by import", "failure-rates")

    def show_rates(self, figures: Figures) -> None:
        self.clear()
        lines = rate_lines(figures)
        self.setVisible(bool(lines))
        self.header.set_detail("cases in random order alone" if lines else "")
        for depth, name, value, about in lines:
            row, grid = section_row()
            row.setAccessibleName(f"{name}: {value}. {about}")
            grid.setContentsMargins(theme().px(14) * depth, theme().px(9), 0, 0)
            grid.addWidget(Paragraph(name, "body" if depth else "medium", "text"), 0, 0)
            grid.addWidget(label(value, "strong", "text"), 0, 1)
            grid.addWidget(Paragraph(about, "meta", "text3"), 1, 0, 1, 2)
            close_row(grid, 2)
            self.add(row)


def rate_lines(figures: Figures) -> list[tuple[int, str, str, str]]:
    """(depth, what, figure, what it rests on): the whole, each import, each of its strata."""
    parts = figures.rates
    if len(parts) < 2 and not any(one.strata for one in parts):
        return []
    lines: list[tuple[int, str, str, str]] = []
    rate = figures.failure_rate
    if rate is not None:
        known = sum(one.size for one in parts if one.rate is not None)
        calls = sum(one.size for one in parts)
        whole = "" if known == calls else f" of {calls:,}"
        about = (
            f"95 % interval {100 * rate.low:.1f} to {100 * rate.high:.1f} %; each part by its "
            f"share of the {known:,}{whole} calls"
        )
        lines.append((0, "All together", f"{100 * rate.value:.1f} %", about))
    for one in parts:
        lines.append((0, one.name, *_said(one)))
        lines += [(1, part.name, *_said(part)) for part in one.strata]
    return lines


def _said(one: RatePart) -> tuple[str, str]:
    stands = f"stands for {counted(one.size, 'call')}"
    skipped = f", {one.skipped:,} skipped" if one.skipped else ""
    if one.rate is None:
        return "Not known", f"none marked in random order yet{skipped}; {stands}"
    rate = one.rate
    about = (
        f"95 % interval {100 * rate.low:.1f} to {100 * rate.high:.1f} %; {one.failed:,} of "
        f"{one.passed + one.failed:,} cases failed{skipped}; {stands}"
    )
    return f"{100 * rate.value:.1f} %", about
