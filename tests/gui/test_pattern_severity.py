"""The figures of a pattern say how severe its failures are, where the project wants to know."""

from __future__ import annotations

import pytest

from curator.gui.pages.patterns_figures_view import figure_sections
from curator.model.pattern_figures import PatternFigures, Trend
from curator.model.statistics import wilson


@pytest.mark.parametrize(
    ("severities", "line"),
    [
        (None, None),
        ((), "Nobody has said yet how severe these failures are."),
        ((("high", 3), ("low", 1), ("", 36)), "3 high, 1 low, 36 not said."),
        ((("medium", 40),), "40 medium."),
    ],
)
def test_how_severe_is_a_section_of_its_own(
    severities: tuple[tuple[str, int], ...] | None, line: str | None
) -> None:
    found = PatternFigures(
        pattern_id="p",
        name="Refunds",
        count=40,
        share=wilson(40, 50),
        of_traffic=None,
        near=None,
        near_sentence="",
        lifts=(),
        tested=0,
        trend=Trend(unit=""),
        cohesion=0.5,
        severities=severities,
    )
    told = dict(figure_sections(found))
    assert told.get("How severe") == ([line] if line else None)
