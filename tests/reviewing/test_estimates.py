"""Failure rate, saturation and Wilson intervals against reference values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.model.review import Mark
from curator.model.statistics import saturation_bound, wilson
from curator.reviewing.estimates import Prefix, failure_rate, prefix_of, saturation


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_scipy(case: tuple[int, int]) -> None:
    from scipy.stats import binomtest

    count, of = case
    theirs = binomtest(count, of).proportion_ci(method="wilson")
    ours = wilson(count, of)
    assert ours.low == pytest.approx(theirs.low, abs=1e-12)
    assert ours.high == pytest.approx(theirs.high, abs=1e-12)


def test_saturation_bounds_are_the_published_ones() -> None:
    assert [round(100 * saturation_bound(k), 1) for k in (20, 50, 100)] == [13.9, 5.8, 3.0]
    assert saturation_bound(0) == 1.0


def test_skips_are_in_the_prefix_but_not_counted() -> None:
    marks = [(10, Mark.FAIL), (11, Mark.SKIP), (12, Mark.PASS)]
    assert prefix_of(5, marks) == Prefix((10, 11, 12), passed=1, failed=1, size=5)


def test_one_import_gives_the_plain_wilson_interval() -> None:
    assert failure_rate([Prefix((), 30, 10, 500), Prefix((), 0, 0, 90)]) == wilson(10, 40)
    assert failure_rate([Prefix((), 0, 0, 90)]) is None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 500)), min_size=2))
def test_several_imports_combine_by_size(parts: list[tuple[int, int, int]]) -> None:
    made = [Prefix((), p, f, p + f + rest) for p, f, rest in parts if p + f]
    estimate = failure_rate(made)
    if not made:
        assert estimate is None
        return
    assert estimate is not None
    total = sum(part.size for part in made)
    expected = sum(p.size / total * p.failed / (p.passed + p.failed) for p in made)
    assert estimate.value == pytest.approx(expected)
    assert 0 <= estimate.low <= estimate.value + 1e-9
    assert estimate.value - 1e-9 <= estimate.high <= 1


def test_saturation_counts_since_the_last_new_mode() -> None:
    part = Prefix((1, 2, 3, 4, 5), 2, 3, 9)
    found = saturation([part], {1: ["tone"], 2: ["plan", "tone"], 4: ["tone"]})
    assert (found.since_new, found.new_in_last_50) == (3, 2)
