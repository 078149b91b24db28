"""The paired comparison and its test, against scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.model.message import Message
from curator.model.pattern import Pattern
from curator.model.review import Mark
from curator.model.trial import Trial, TrialOutput
from curator.trials.comparison import compare, mcnemar_p

TRIAL = Trial(key=1, uid="t", variant="v2", created_at="2026-06-01T00:00:00Z")


def outputs(marks: dict[int, Mark | None]) -> list[TrialOutput]:
    message = Message(role="assistant", content="x")
    return [
        TrialOutput(trial_key=1, case_key=key, output=message, mark=mark)
        for key, mark in marks.items()
    ]


@given(st.integers(0, 400), st.integers(0, 400))
def test_p_value_equals_scipys_binomial(fixed: int, broken: int) -> None:
    from scipy.stats import binomtest

    expected = binomtest(fixed, fixed + broken).pvalue if fixed + broken else 1.0
    assert mcnemar_p(fixed, broken) == pytest.approx(float(expected), rel=1e-9)


@pytest.mark.parametrize("pair", [(6, 0), (8, 1), (10, 2), (12, 3)])
def test_the_smallest_significant_results(pair: tuple[int, int]) -> None:
    assert mcnemar_p(*pair) < 0.05
    assert mcnemar_p(pair[0] - 1, pair[1]) >= 0.05


def test_only_pairs_with_pass_or_fail_on_both_sides_count() -> None:
    logged = {1: Mark.FAIL, 2: Mark.FAIL, 3: Mark.PASS, 4: Mark.PASS, 5: Mark.SKIP, 6: Mark.FAIL}
    after = {
        1: Mark.PASS,
        2: Mark.FAIL,
        3: Mark.FAIL,
        4: Mark.PASS,
        5: Mark.PASS,
        6: None,
        7: Mark.PASS,
    }
    patterns = [
        Pattern(id="a", name="Tone", by_people=True, colour=1, members=(1, 6)),
        Pattern(id="b", name="Untried", by_people=True, colour=2, members=(6,)),
    ]
    found = compare(TRIAL, outputs(after), logged, patterns)
    assert (found.cases, found.fixed, found.still_failing) == (4, 1, 1)
    assert (found.now_failing, found.still_passing) == (1, 1)
    assert found.now_failing_cases == (3,)
    assert [(row.name, row.fixed, row.cases) for row in found.patterns] == [
        ("Tone", 1, 1),
        ("Not in a pattern", 0, 1),
    ]


def test_nothing_judged_is_no_finding() -> None:
    found = compare(TRIAL, outputs({1: None}), {1: Mark.FAIL}, [])
    assert (found.cases, found.p_value) == (0, 1.0)
    assert (found.fix_rate.low, found.fix_rate.high) == (0.0, 1.0)
