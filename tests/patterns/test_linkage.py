"""AUTO's threshold and the tree, against their definitions and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from curator.patterns.linkage import (
    Tree,
    average_linkage,
    between,
    distances_from,
    medians,
)
from curator.patterns.micro_clusters import weighted_average_linkage

SHARE = 0.6


def unit_vectors(count: int, seed: int, dims: int = 12) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(4, dims)) * 2
    vectors = centres[rng.integers(0, 4, count)] + rng.normal(size=(count, dims))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def distances(count: int, seed: int) -> NDArray[np.float32]:
    vectors = unit_vectors(count, seed)
    return distances_from(vectors @ vectors.T)


@settings(deadline=None)
@given(st.integers(2, 40), st.integers(0, 1000))
def test_auto_lies_between_nearest_neighbours_and_pairs(count: int, seed: int) -> None:
    table = distances(count, seed)
    others = table + np.diag([np.inf] * count)
    nearest = float(np.median(others.min(axis=1)))
    pairs = float(np.median(table[np.triu_indices(count, 1)]))
    threshold = between(medians(table), SHARE)
    assert nearest - 1e-6 <= threshold <= max(nearest, pairs) + 1e-6
    assert threshold == pytest.approx(nearest + SHARE * max(0.0, pairs - nearest), abs=1e-6)


@settings(deadline=None)
@given(st.integers(2, 30), st.integers(0, 1000))
def test_auto_does_not_depend_on_the_order(count: int, seed: int) -> None:
    table = distances(count, seed)
    order = np.random.default_rng(seed).permutation(count)
    assert between(medians(table[np.ix_(order, order)]), SHARE) == between(medians(table), SHARE)


@settings(deadline=None)
@given(st.integers(2, 30), st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_cut_only_joins_groups(count: int, seed: int, one: float, other: float) -> None:
    tree = average_linkage(distances(count, seed))
    fine, broad = tree.cut(min(one, other)), tree.cut(max(one, other))
    assert len(set(zip(fine.tolist(), broad.tolist(), strict=True))) == len(set(fine.tolist()))


def test_identical_vectors_are_one_group_at_their_own_threshold() -> None:
    vectors = np.repeat(unit_vectors(1, 3), 7, axis=0)
    table = distances_from(vectors @ vectors.T)
    assert between(medians(table), SHARE) == 0.0
    assert set(average_linkage(table).cut(0.0).tolist()) == {0}


def test_nothing_and_one_thing_make_no_tree() -> None:
    for count in (0, 1):
        empty = np.zeros((count, count), dtype=np.float32)
        assert between(medians(empty), SHARE) == 0.0
        assert average_linkage(empty).cut(0.5).tolist() == [0] * count


@pytest.mark.parametrize("count", [2, 17, 120])
def test_weighted_linkage_of_single_members_is_scipys(count: int) -> None:
    table = distances(count, 5)
    ours = weighted_average_linkage(table, np.ones(count), lambda: False)
    scipys = average_linkage(table)
    assert ours.merges[:, 2:] == pytest.approx(scipys.merges[:, 2:], abs=1e-6)
    for threshold in (0.1, 0.3, 0.6):
        assert ours.cut(threshold).tolist() == scipys.cut(threshold).tolist()


def test_weights_count_as_that_many_members() -> None:
    vectors = unit_vectors(6, 8)
    repeats = np.array([3, 1, 1, 2, 1, 4])
    table = distances_from(vectors @ vectors.T)
    weighted = weighted_average_linkage(table, repeats.astype(np.float64), lambda: False)
    every = np.repeat(vectors, repeats, axis=0)
    plain: Tree = average_linkage(distances_from(every @ every.T))
    first = np.concatenate([[0], np.cumsum(repeats)[:-1]])
    for threshold in (0.2, 0.4, 0.7):
        assert weighted.cut(threshold).tolist() == plain.cut(threshold)[first].tolist()
