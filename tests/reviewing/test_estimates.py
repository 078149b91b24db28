"""Failure rate, saturation and Wilson intervals against reference values."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.model.review import Mark
from curator.model.statistics import saturation_bound, wilson
from curator.reviewing.estimates import (
    Prefix,
    failure_rate,
    more_to_review,
    prefix_of,
    rates_apart,
    saturation,
    share_of_all,
)


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


def test_a_pattern_in_a_stratified_sample_has_the_share_of_the_whole() -> None:
    """By hand: of 1,000 calls 900 are chat, 100 are mail; ten of each were drawn and marked.

    Chat: 2 failures, 1 of the pattern. Mail: 6 failures, 4 of the pattern. So the pattern holds
    0.9 x 1/10 + 0.1 x 4/10 = 13 % of all calls, where 5 of 20 drawn ones (25 %) are in it.
    """
    marks = [(key, Mark.FAIL if key in (1, 2) or 11 <= key <= 16 else Mark.PASS)
             for key in range(1, 21)]  # fmt: skip
    stratum_of = {key: "chat" if key <= 10 else "mail" for key, _ in marks}
    part = prefix_of(1_000, marks, {"chat": 900, "mail": 100}, stratum_of)
    rate = failure_rate([part])
    share = share_of_all([1, 11, 12, 13, 14], [part])
    assert rate is not None
    assert share is not None
    assert rate.value == pytest.approx(0.9 * 0.2 + 0.1 * 0.6)
    assert share.value == pytest.approx(0.13)
    assert (share.count, share.of) == (5, 20)
    assert share.low < 0.13 < share.high < rate.high


_DRAWN = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 900)), min_size=1, max_size=6)


@given(_DRAWN, st.randoms(use_true_random=False))
def test_weighted_shares_equal_what_is_worked_out_directly(
    strata: list[tuple[int, int]], chance: Random
) -> None:
    marks: list[tuple[int, Mark]] = []
    stratum_of: dict[int, str] = {}
    for place, (drawn, _) in enumerate(strata):
        for _ in range(drawn):
            key = len(marks) + 1
            stratum_of[key] = str(place)
            marks.append((key, chance.choice([Mark.PASS, Mark.FAIL])))
    sizes = {str(place): drawn + rest for place, (drawn, rest) in enumerate(strata)}
    failed = [key for key, mark in marks if mark is Mark.FAIL]
    members = [key for key in failed if chance.random() < 0.5]
    part = prefix_of(sum(sizes.values()), marks, sizes, stratum_of)
    drawn_of = {name: list(stratum_of.values()).count(name) for name in sizes}
    stands_for = {key: sizes[name] / drawn_of[name] for key, name in stratum_of.items()}
    for keys, found in (
        (failed, failure_rate([part])),
        (members, share_of_all(members, [part])),
    ):
        directly = sum(stands_for[key] for key in keys) / sum(stands_for.values())
        assert found is not None
        assert found.value == pytest.approx(directly)
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9


def test_strata_stand_for_what_their_import_does() -> None:
    """Half of the source was known already: this import stands for the other half alone."""
    sampled = prefix_of(
        500, [(1, Mark.FAIL), (2, Mark.PASS)], {"a": 800, "b": 200}, {1: "a", 2: "b"}
    )
    other = prefix_of(500, [(3, Mark.PASS)])
    rate = failure_rate([sampled, other])
    assert rate is not None
    assert rate.value == pytest.approx((0.8 * 1 + 0.2 * 0) * 0.5 + 0.0 * 0.5)


def _nothing_new(sizes: dict[str, int], drawn: dict[str, int]) -> float:
    names = [name for name, number in drawn.items() for _ in range(number)]
    marks = [(key, Mark.PASS) for key in range(len(names))]
    part = prefix_of(sum(sizes.values()), marks, sizes, dict(enumerate(names)))
    return saturation([part], {}).bound


def test_strata_in_their_true_proportion_give_the_plain_bound() -> None:
    assert _nothing_new({"a": 900, "b": 100}, {"a": 45, "b": 5}) == pytest.approx(
        saturation_bound(50)
    )


def test_a_stratum_looked_at_little_widens_the_bound() -> None:
    """By hand: all that is new may hide in the large stratum, where only 5 were looked at."""
    assert _nothing_new({"a": 900, "b": 100}, {"a": 5, "b": 45}) == pytest.approx(
        0.9 * (1 - 0.05 ** (1 / 5))
    )


@given(
    st.lists(st.tuples(st.integers(1, 500), st.integers(1, 40)), min_size=2, max_size=2),
    st.floats(0.001, 0.999),
)
def test_no_mix_that_would_have_shown_itself_lies_above_the_bound(
    strata: list[tuple[int, int]], share: float
) -> None:
    (first, few), (second, many) = strata
    first, second = first + few, second + many
    bound = _nothing_new({"a": first, "b": second}, {"a": few, "b": many})
    assert 0 < bound <= 1
    # Any two shares that show nothing with a probability of just 5 %.
    in_first = 1 - 0.05 ** (share / few)
    in_second = 1 - 0.05 ** ((1 - share) / many)
    whole = (first * in_first + second * in_second) / (first + second)
    assert whole <= bound + 1e-9


def test_a_weighted_sample_needs_more_marks_for_the_same_width() -> None:
    marks = [(key, Mark.FAIL if key % 3 == 0 else Mark.PASS) for key in range(60)]
    stratum_of = {key: "rare" if key < 50 else "common" for key, _ in marks}
    weighted = failure_rate([prefix_of(1_000, marks, {"rare": 50, "common": 950}, stratum_of)])
    assert weighted is not None
    plain = wilson(weighted.value * 60, 60)
    asked, simply = more_to_review(weighted, 0.05), more_to_review(plain, 0.05)
    assert asked is not None
    assert simply is not None
    assert asked > 2 * simply


def test_each_import_and_each_stratum_has_a_rate_of_its_own() -> None:
    marks = [(1, Mark.FAIL), (2, Mark.PASS), (3, Mark.SKIP), (4, Mark.FAIL)]
    strata = {"rare": 10, "common": 90, "unseen": 100}
    of = {1: "rare", 2: "common", 3: "common", 4: "rare"}
    sampled = prefix_of(200, marks, strata, of, "a.jsonl")
    waiting = prefix_of(50, [], name="b.jsonl")
    first, second = rates_apart([sampled, waiting, prefix_of(0, [])])
    assert (first.name, first.size, first.passed, first.failed, first.skipped) == (
        "a.jsonl", 200, 1, 2, 1,
    )  # fmt: skip
    assert first.rate == failure_rate([sampled])
    assert first.rate is not None
    assert first.rate.value == pytest.approx(0.1 * 1 + 0.9 * 0)
    assert [(one.name, one.size, one.skipped) for one in first.strata] == [
        ("rare", 10, 0), ("common", 90, 1), ("unseen", 100, 0),
    ]  # fmt: skip
    assert [one.rate for one in first.strata] == [wilson(2, 2), wilson(0, 1), None]
    assert (second.name, second.rate, second.strata) == ("b.jsonl", None, ())
