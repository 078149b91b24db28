"""Paired statistics against scipy and statsmodels on random tables."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.trials import statistics as ours

TABLE = st.tuples(*[st.integers(0, 60)] * 4)


@settings(max_examples=15)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_equals_statsmodels(p_values: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    expected = multipletests(p_values, method="holm")[1]
    assert expected is not None
    assert ours.holm(p_values) == pytest.approx(expected.tolist(), abs=1e-12)


@given(st.integers(0, 300), st.integers(0, 300))
def test_sign_test_equals_scipy(better: int, worse: int) -> None:
    from scipy.stats import binomtest

    expected = binomtest(better, better + worse).pvalue if better + worse else 1.0
    assert ours.sign_test(better, worse) == pytest.approx(float(expected), rel=1e-9)


@given(TABLE)
def test_mcnemar_equals_statsmodels(table: tuple[int, int, int, int]) -> None:
    from statsmodels.stats.contingency_tables import mcnemar

    from curator.trials.comparison import mcnemar_p

    both, fixed, broken, neither = table
    if fixed + broken == 0:
        return
    expected = mcnemar([[both, broken], [fixed, neither]], exact=True)
    assert mcnemar_p(fixed, broken) == pytest.approx(float(vars(expected)["pvalue"]), rel=1e-9)


@given(TABLE)
def test_the_interval_of_a_paired_difference_holds_it(table: tuple[int, int, int, int]) -> None:
    both, fixed, broken, neither = table
    found = ours.paired_difference(both, fixed, broken, neither)
    n = sum(table)
    assert -1 <= found.low <= found.value <= found.high <= 1
    if n:
        assert found.value == pytest.approx((fixed - broken) / n)
    mirrored = ours.paired_difference(both, broken, fixed, neither)
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low))


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_without_correlation_it_is_newcombes_interval_of_two_groups(
    both: int, fixed: int, broken: int, neither: int
) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    n = both + fixed + broken + neither
    if not 0 <= both * neither - fixed * broken <= n / 2:
        return
    low, high = confint_proportions_2indep(
        both + fixed, n, both + broken, n, method="newcomb", compare="diff"
    )
    found = ours.paired_difference(both, fixed, broken, neither)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_the_interval_covers_as_often_as_it_says() -> None:
    rng = random.Random(3)
    shares = (0.5, 0.16, 0.04, 0.3)
    covered = 0
    for _ in range(1500):
        drawn = rng.choices(range(4), shares, k=80)
        found = ours.paired_difference(*(drawn.count(cell) for cell in range(4)))
        covered += found.low <= 0.12 <= found.high
    assert 0.935 <= covered / 1500 <= 0.975


@pytest.mark.parametrize(
    ("fixed", "broken", "cases", "expected"),
    [
        (0.08, 0.03, 50, 0.07),
        (0.08, 0.03, 100, 0.22),
        (0.08, 0.03, 200, 0.48),
        (0.08, 0.03, 300, 0.69),
        (0.08, 0.03, 400, 0.85),
        (0.16, 0.04, 50, 0.36),
        (0.16, 0.04, 100, 0.75),
        (0.25, 0.05, 50, 0.70),
        (0.25, 0.05, 100, 0.95),
    ],
)
def test_power_equals_the_simulated_table(
    fixed: float, broken: float, cases: int, expected: float
) -> None:
    assert ours.power(cases, fixed, broken) == pytest.approx(expected, abs=0.035)


def test_the_cases_needed_are_the_fewest() -> None:
    needed = ours.cases_needed(0.16, 0.04)
    assert needed is not None
    assert ours.power(needed, 0.16, 0.04) >= 0.8 > ours.power(needed - 6, 0.16, 0.04)
    assert ours.cases_needed(0.1, 0.1) is None
    assert "about 1" in ours.power_sentence(50, 8, 2)
    assert "can only show gains" in ours.power_sentence(50, 2, 2)


@settings(max_examples=10)
@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), min_size=12, max_size=60))
def test_the_bootstrap_agrees_with_scipy(differences: list[float]) -> None:
    import numpy as np
    from scipy.stats import bootstrap

    if len(set(differences)) == 1:
        return
    expected = bootstrap(
        (np.array(differences),), np.mean, method="percentile", n_resamples=4000, rng=5
    ).confidence_interval
    found = ours.paired_bootstrap(differences, seed=1)
    assert found.value == pytest.approx(sum(differences) / len(differences))
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.06)
    assert found == ours.paired_bootstrap(differences, seed=1)


def test_not_inferior_means_that_the_loss_is_shown_to_be_small() -> None:
    assert ours.is_not_inferior(ours.paired_difference(180, 4, 4, 12).low, 0.05)
    assert not ours.is_not_inferior(ours.paired_difference(18, 1, 1, 0).low, 0.05)


def test_weighing_one_group_alone_changes_nothing() -> None:
    one, other = ours.paired_difference(40, 9, 3, 8), ours.paired_difference(50, 0, 4, 0)
    assert ours.weighted(one, other, 1.0) == one
    both = ours.weighted(one, other, 0.3)
    assert both.value == pytest.approx(0.3 * one.value + 0.7 * other.value)
    assert both.high - both.low < 0.3 * (one.high - one.low) + 0.7 * (other.high - other.low)
