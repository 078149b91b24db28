"""Agreement, residual rates and consistency against reference values and scipy."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from curator.model.review import Mark, ReviewerMark
from curator.model.statistics import Estimate, wilson
from curator.readiness.agreement import cohen_kappa, krippendorff_alpha, measure_agreement
from curator.readiness.consistency import correction_vectors, measure_consistency
from curator.readiness.outcomes import read_outcomes
from curator.readiness.residual import residual_rate
from curator.readiness.rules.prompting import size_needed
from curator.readiness.thresholds import read_thresholds
from curator.trials.comparison import mcnemar_p
from tests.readiness.casebook import Book, embed, ready


def test_cohen_kappa_of_the_textbook_table() -> None:
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)


def test_krippendorff_alpha_of_his_own_example() -> None:
    """Krippendorff 2011, example C: four observers, twelve units, nominal alpha 0.743."""
    table = """1 2 3 3 2 1 4 1 2 . . .
               1 2 3 3 2 2 4 1 2 5 . 3
               . 3 3 3 2 3 4 2 2 5 1 .
               1 2 3 3 2 4 4 1 2 5 1 ."""
    columns = zip(*(line.split() for line in table.splitlines()), strict=True)
    units = [[value for value in column if value != "."] for column in columns]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_agreement_is_undefined_where_all_marks_are_the_same() -> None:
    assert cohen_kappa([("a", "a")] * 5) is None
    assert cohen_kappa([]) is None
    assert krippendorff_alpha([["a", "a"], ["a"]]) is None


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=2))
def test_kappa_follows_its_definition_and_is_at_most_one(pairs: list[tuple[str, str]]) -> None:
    kappa = cohen_kappa(pairs)
    observed = np.mean([first == second for first, second in pairs])
    firsts, seconds = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(firsts[name] * seconds[name] for name in "ab") / len(pairs) ** 2
    if kappa is None:
        assert chance == 1
    else:
        assert kappa == pytest.approx((observed - chance) / (1 - chance))
        assert kappa <= 1


def test_skips_and_single_reviews_do_not_count() -> None:
    def mark(key: int, reviewer: str, value: Mark) -> ReviewerMark:
        return ReviewerMark(case_key=key, reviewer=reviewer, mark=value)

    found = measure_agreement([
        mark(1, "a", Mark.PASS), mark(1, "b", Mark.PASS),
        mark(2, "a", Mark.PASS), mark(2, "b", Mark.FAIL), mark(2, "c", Mark.FAIL),
        mark(3, "a", Mark.PASS), mark(3, "b", Mark.SKIP),
        mark(4, "a", Mark.FAIL),
    ])  # fmt: skip
    assert (found.cases, found.plain.count, found.disagreeing) == (2, 1, (2,))
    assert (found.reviewers, found.measure) == (3, "Krippendorff's alpha")


counts = st.tuples(st.integers(0, 80), st.integers(1, 80)).map(lambda p: wilson(p[0], sum(p)))


@given(counts, counts, st.floats(0, 1))
def test_without_a_failure_rate_the_residual_holds_for_every_mix(
    still: Estimate, broken: Estimate, rate: float
) -> None:
    residual = residual_rate(still, broken, None)
    assert residual is not None
    mixed = [rate * getattr(still, end) + (1 - rate) * getattr(broken, end)
             for end in ("low", "value", "high")]  # fmt: skip
    assert residual.low - 1e-12 <= mixed[0] <= mixed[1] <= mixed[2] <= residual.high + 1e-12


@given(counts, counts, counts)
def test_the_weighted_residual_holds_its_value_and_stays_a_share(f, still, broken) -> None:  # type: ignore[no-untyped-def]
    residual = residual_rate(still, broken, f)
    assert residual is not None
    assert residual.value == pytest.approx(f.value * still.value + (1 - f.value) * broken.value)
    assert 0 <= residual.low <= residual.value + 1e-12
    assert residual.value - 1e-12 <= residual.high <= 1


def test_the_weighted_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.RandomState(5)
    f, still, broken = 0.3, 0.4, 0.05
    truth = f * still + (1 - f) * broken
    hits = 0
    for _ in range(2000):
        residual = residual_rate(
            wilson(rng.binomial(60, still), 60),
            wilson(rng.binomial(60, broken), 60),
            wilson(rng.binomial(200, f), 200),
        )
        assert residual is not None
        hits += residual.low <= truth <= residual.high
    assert 0.93 <= hits / 2000 <= 0.985


def test_residual_is_unknown_without_a_judged_failure() -> None:
    assert residual_rate(wilson(0, 0), wilson(1, 30), wilson(3, 10)) is None


def test_regressions_use_the_fresh_baseline_where_there_is_one() -> None:
    book = ready()
    book.runs = []
    book.run("v1", 0.5, broken=8)
    thresholds = read_thresholds({})
    alone = read_outcomes(book.snapshot(), thresholds)[0].regressions
    assert (alone.broken, alone.gained, alone.cases) == (8, 0, 60)
    assert alone.p_value == pytest.approx(stats.binomtest(0, 8).pvalue)
    assert alone.is_significant(0.05)
    book.run("again", 0.9, broken=6, baseline=True)
    paired = read_outcomes(book.snapshot(), thresholds)[0].regressions
    assert (paired.broken, paired.gained) == (2, 0)
    assert not paired.is_significant(0.05)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_scipys_exact_binomial(fixed: int, broken: int) -> None:
    p_value = 1.0 if fixed + broken == 0 else stats.binomtest(fixed, fixed + broken).pvalue
    assert mcnemar_p(fixed, broken) == pytest.approx(p_value)


def test_the_held_out_failures_decide_where_enough_are_judged() -> None:
    book = Book().failures(19, "tone", held_out=19).failures(40, "tone").passes(5)
    book.run("v1", 0.5)
    thresholds = read_thresholds({})
    few = read_outcomes(book.snapshot(), thresholds)[0]
    assert (few.on_held_out, few.failures.of) == (False, 59)
    book.change(20, held_out=True)
    enough = read_outcomes(book.snapshot(), thresholds)[0]
    assert (enough.on_held_out, enough.failures.of) == (True, 20)


@given(st.integers(1, 300), st.sampled_from([0.02, 0.05, 0.1]))
def test_the_size_needed_is_where_the_wilson_interval_lets_go(share: int, tolerance: float) -> None:
    size = size_needed(share / 1000, tolerance)
    if size is None:
        return
    estimate = wilson(share / 1000 * size, size)
    assert estimate.high < tolerance + 1e-9 or estimate.low > tolerance - 1e-9
    short = wilson(share / 1000 * (size - 2), size - 2) if size > 2 else wilson(0, 0)
    assert short.low <= tolerance <= short.high


def test_consistency_is_the_mean_pairwise_cosine() -> None:
    vectors = np.random.RandomState(1).standard_normal((30, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    group = [2, 5, 9, 11, 20]
    found = measure_consistency(vectors, {"p": group, "one": [1], "all": list(range(30))})
    chosen = vectors[group]
    cosines = (chosen @ chosen.T)[np.triu_indices(5, 1)]
    assert found["p"].inside == pytest.approx(cosines.mean(), abs=1e-4)
    assert "one" not in found
    assert (found["all"].random, found["all"].p_value) == (None, None)


def test_corrections_that_push_one_way_stand_out_and_random_ones_do_not() -> None:
    rng = np.random.RandomState(2)
    vectors = rng.standard_normal((60, 16))
    vectors[:15] = vectors[0] + 0.3 * vectors[:15]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = measure_consistency(vectors, {"one way": range(15), "mixed": range(15, 60, 3)})
    assert found["one way"].p_value == 0.001
    mixed = found["mixed"].p_value
    assert mixed is not None
    assert mixed > 0.05
    assert found == measure_consistency(vectors, {"mixed": range(15, 60, 3), "one way": range(15)})


def test_p_values_of_random_groups_are_spread_evenly() -> None:
    rng = np.random.RandomState(3)
    vectors = rng.standard_normal((40, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    groups = {str(i): rng.permutation(40)[:8].tolist() for i in range(200)}
    values = [one.p_value or 0.0 for one in measure_consistency(vectors, groups).values()]
    assert stats.kstest(values, "uniform").pvalue > 0.01


def test_an_unchanged_answer_has_no_direction() -> None:
    vectors = correction_vectors(["same words", "old"], ["same words", "new"], embed)
    assert np.linalg.norm(vectors, axis=1).round(6).tolist() == [0.0, 1.0]
