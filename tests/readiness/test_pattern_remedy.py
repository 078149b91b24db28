"""What would fix a pattern, from its figures alone: training needs evidence of behaviour."""

from __future__ import annotations

import pytest

from curator.model.pattern import Pattern
from curator.model.statistics import wilson
from curator.readiness import pattern_evidence
from curator.readiness.consistency import Consistency
from curator.readiness.thresholds import read_thresholds

PATTERN = Pattern(id="p", name="Tone", by_people=True, colour=1, members=tuple(range(12)))
SAME_WAY = Consistency(inside=0.3, random=0.02, p_value=0.001, count=12)
NO_WAY = Consistency(inside=0.03, random=0.02, p_value=0.4, count=12)


@pytest.mark.parametrize(
    ("left", "facts", "consistency", "fix"),
    [
        (wilson(11, 12), wilson(1, 12), SAME_WAY, "fine-tuning"),
        (wilson(11, 12), wilson(1, 12), NO_WAY, "undecided"),
        (wilson(11, 12), wilson(1, 12), None, "undecided"),
        (wilson(11, 12), wilson(4, 12), SAME_WAY, "undecided"),
        (wilson(11, 12), wilson(12, 12), SAME_WAY, "knowledge"),
        (wilson(0, 200), wilson(1, 12), SAME_WAY, "prompt"),
        (None, wilson(1, 12), SAME_WAY, "undecided"),
    ],
)
def test_the_figures_say_what_would_fix_it(
    left: object, facts: object, consistency: Consistency | None, fix: str
) -> None:
    thresholds = read_thresholds({})
    remedy = pattern_evidence._remedy
    assert remedy(PATTERN, left, facts, None, consistency, thresholds) == fix  # type: ignore[arg-type]


def test_a_reviewers_word_goes_before_every_figure() -> None:
    said = PATTERN.model_copy(update={"fix": "product"})
    remedy = pattern_evidence._remedy(
        said, wilson(11, 12), wilson(1, 12), None, SAME_WAY, read_thresholds({})
    )
    assert remedy == "product"
